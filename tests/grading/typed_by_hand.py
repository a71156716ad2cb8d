"""Somebody at a spreadsheet: cells of manual.csv typed, and the file saved as spreadsheets save it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

#: How a table is saved: Python's own, Excel's in Germany, LibreOffice's, an old Windows', and as "Unicode text".
STYLES: dict[str, dict[str, Any]] = {
    "as it was": {"encoding": "utf-8-sig", "delimiter": ",", "newline": "\r\n", "quoting": csv.QUOTE_MINIMAL},
    "semicolons": {"encoding": "utf-8-sig", "delimiter": ";", "newline": "\r\n", "quoting": csv.QUOTE_MINIMAL},
    "all quoted, no mark": {"encoding": "utf-8", "delimiter": ",", "newline": "\n", "quoting": csv.QUOTE_ALL},
    "old Windows": {"encoding": "cp1252", "delimiter": ";", "newline": "\r\n", "quoting": csv.QUOTE_MINIMAL},
    "Unicode text": {"encoding": "utf-16", "delimiter": "\t", "newline": "\r\n", "quoting": csv.QUOTE_MINIMAL},
}


def rows_in(path: Path) -> list[dict[str, str]]:
    """The rows as they stand there."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def save(path: Path, rows: list[dict[str, str]], style: str = "as it was", columns: list[str] | None = None) -> None:
    """Save them."""
    how = STYLES[style]
    text = io.StringIO()
    writer = csv.DictWriter(
        text, columns or list(rows[0]), delimiter=how["delimiter"], quoting=how["quoting"],
        lineterminator=how["newline"], extrasaction="ignore",
    )  # fmt: skip
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(how["encoding"], "replace"))


def mark(path: Path, cells: dict[tuple[str, str], dict[str, str]], style: str = "as it was") -> None:
    """Type into rows, each found by its question and by what its text begins with, and save.

    >>> mark(path, {("mine/unit", "Centimetres"): {"score": "1", "comment": "#cm"}})  # doctest: +SKIP
    """
    rows = rows_in(path)
    for (question, begins), typed in cells.items():
        found = [row for row in rows if row["question"] == question and row["text"].startswith(begins)]
        assert found, f"{path} has no answer to {question} that begins {begins!r}"
        for row in found:
            row |= typed
    save(path, rows, style)
