"""JSONLogger: one JSON object for each epoch."""

from __future__ import annotations

import json
import math
from typing import Any

from tinygrad_lite.training.callbacks.log_file import LogFile


class JSONLogger(LogFile):
    """Writes what was measured, each epoch as a JSON object in a line of its own: `pandas.read_json(path, lines=True)`.

    JSON has no NaN and no infinity: they become null. The file can be read at every moment, also after an error,
    Ctrl-C or a kill. When training goes on from a checkpoint, the file goes on at the same epoch.

    Args:
        path: the file; its folder is made if it is not there.
        append: when training begins anew, keep what is in the file, and write below it; else the file begins anew too.
        every_n_steps: a line also for every so many steps, with "step" (counted from 0), "batch_loss" and the learning
            rate; None: none.
    """

    def text(self, rows: list[dict[str, Any]]) -> str:
        return "".join(json.dumps(without_nan(row), allow_nan=False) + "\n" for row in rows)

    def parsed(self, text: str) -> list[dict[str, Any]]:
        rows = [json.loads(line) for line in text.splitlines()]
        if not all(isinstance(row, dict) and isinstance(row.get("epoch"), int) for row in rows):
            raise ValueError("not every line has the number of its epoch")
        return rows


def without_nan(value: Any) -> Any:
    """`value` with None for each number that is not finite."""
    if isinstance(value, dict):
        return {name: without_nan(part) for name, part in value.items()}
    if isinstance(value, list):
        return [without_nan(part) for part in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
