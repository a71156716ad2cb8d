"""CSVLogger: a table of all epochs, for spreadsheets and pandas."""

from __future__ import annotations

import csv
import io
import os
from typing import Any

from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.callbacks.log_file import LogFile


class CSVLogger(LogFile):
    """Writes what was measured into a table with a row for each epoch: `pandas.read_csv(path)`.

    The file can be read at every moment, also after an error, Ctrl-C or a kill. A column that comes later is empty in
    the rows before. When training goes on from a checkpoint, the file goes on at the same epoch.

    Args:
        path: the file; its folder is made if it is not there.
        append: when training begins anew, keep what is in the file, and write below it; else the file begins anew too.
        every_n_steps: a row also for every so many steps, with "step" (counted from 0), "batch_loss" and the learning
            rate; the other columns are empty there, and these in the rows of epochs. None: no such rows.
    """

    @explained()
    def __init__(self, path: str | os.PathLike, append: bool = False, every_n_steps: int | None = None):
        super().__init__(path, append, every_n_steps)
        self._columns: list[str] = []

    def write(self, row: dict[str, Any]) -> None:
        if row.keys() <= set(self._columns):
            self.add(self._lines([row]))
        else:
            self.begin([*self.rows(), row])

    def text(self, rows: list[dict[str, Any]]) -> str:
        self._columns = list(dict.fromkeys(name for row in rows for name in row))
        return self._lines([dict(zip(self._columns, self._columns)), *rows]) if rows else ""

    def _lines(self, rows: list[dict[str, Any]]) -> str:
        lines = io.StringIO()
        csv.DictWriter(lines, self._columns, lineterminator="\n").writerows(rows)
        return lines.getvalue()

    def parsed(self, text: str) -> list[dict[str, Any]]:
        rows = list(csv.DictReader(io.StringIO(text)))
        if any(not (row.get("epoch") or "").isdigit() or None in row for row in rows):
            raise ValueError("not every row has the number of its epoch")
        return rows
