"""Which place follows from the changes that mend, and how it is told."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ..attempt import Place, Spot
from ..submission import Submission
from .search import Try

#: In so many lines at most may the place be.
MOST_LINES = 2


def place_of(submission: Submission, mending: Sequence[Try], cases: int) -> Place | None:
    """The smallest pieces of the code that hold all changes that mend; None where they are all over the place."""
    by_line: dict[int, list[ast.AST]] = {}
    for each in mending:
        node = _positioned(each)
        if node is None:
            return None
        by_line.setdefault(node.lineno, []).append(node)  # type: ignore[attr-defined]
    if not 0 < len(by_line) <= MOST_LINES:
        return None
    spots = [_spot(submission.source, nodes) for _, nodes in sorted(by_line.items())]
    return Place(tuple(spots), cases)


def _positioned(each: Try) -> ast.AST | None:
    """What is changed, or what is around it where that has no position of its own, as a slice."""
    for node in (each.at, each.slot.parent):
        if hasattr(node, "lineno"):
            return node
    return None


def _spot(source: str, nodes: Sequence[ast.AST]) -> Spot:
    """What holds some pieces that begin in one line: from the first one's beginning to the last one's end there."""
    number = nodes[0].lineno  # type: ignore[attr-defined]
    text = source.splitlines()[number - 1]
    raw = text.encode()  # positions count bytes
    begins = min(node.col_offset for node in nodes)  # type: ignore[attr-defined]
    ends = max(node.end_col_offset if node.end_lineno == number else len(raw) for node in nodes)  # type: ignore[attr-defined]
    start, end = len(raw[:begins].decode()), len(raw[:ends].decode())
    code = text.split("#")[0].rstrip() if end == len(text) and "#" in text[start:] else text
    end = min(end, len(code.rstrip()))
    indent = len(text) - len(text.lstrip())
    return Spot(number, text.strip(), start - indent, end - indent)
