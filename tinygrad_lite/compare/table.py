"""A table that is text in a terminal and a table in a notebook."""

from __future__ import annotations

import html
import textwrap


class Table:
    """Rows of short texts under a head, with sentences above."""

    def __init__(self, head: tuple[str, ...], rows: list[tuple[str, ...]], caption: str):
        self.head, self.rows, self.caption = head, rows, caption

    def __repr__(self) -> str:
        widths = [max(map(len, column)) for column in zip(self.head, *self.rows)]
        lines = ["  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths)) for row in [self.head, *self.rows]]
        return "\n".join([*textwrap.wrap(self.caption, 110), *(line.rstrip() for line in lines)])

    def _repr_html_(self) -> str:
        def line(cells: tuple[str, ...], tag: str) -> str:
            tags = [tag if cell else "td" for cell in cells]  # a head without words is none
            return "<tr>" + "".join(f"<{t}>{html.escape(cell)}</{t}>" for t, cell in zip(tags, cells)) + "</tr>"

        body = "".join(line(row, "td") for row in self.rows)
        table = f"<table><thead>{line(self.head, 'th')}</thead><tbody>{body}</tbody></table>"
        scrolled = f'<div tabindex="0" style="overflow-x:auto;">{table}</div>'  # on a narrow page
        return f"<p>{html.escape(self.caption)}</p>{scrolled}"
