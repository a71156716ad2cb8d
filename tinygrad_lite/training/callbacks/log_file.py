"""What CSVLogger and JSONLogger share: a file with a line for each epoch (and step), whole at every moment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Any

from tinygrad_lite.arguments import need_kind
from tinygrad_lite.files import write_whole
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.callbacks.callback import Callback
from tinygrad_lite.training.callbacks.step_history import StepLogs
from tinygrad_lite.training.shown import number, plain


class LogFile(Callback):
    """Writes the logs of each epoch at its end, in one piece and at once; a subclass says in which form.

    When training goes on from a checkpoint, so does the file, at the same epoch: later lines, of epochs that were
    trained after the checkpoint was saved and will be trained again, are dropped.

    Args:
        path: the file; its folder is made if it is not there.
        append: when training begins anew, keep what is in the file, and write below it; else the file begins anew too.
        every_n_steps: a line also for every so many steps, with "step" (counted from 0), "batch_loss" and the learning
            rate; None: none.
    """

    in_all_processes = False
    in_fast_dev_run = False
    order = 50  # after those that add to the logs; before a checkpoint is saved, so that no line of it is missing

    @explained()
    def __init__(self, path: str | os.PathLike, append: bool = False, every_n_steps: int | None = None):
        need_kind(type(self).__name__, "path", path, "str | os.PathLike")
        need_kind(type(self).__name__, "append", append, "bool")
        self.path, self.append = Path(path), append
        self._steps = StepLogs(every_n_steps, self)
        self._file: IO[str] | None = None

    def parsed(self, text: str) -> list[dict[str, Any]]:
        """The rows of a file; ValueError if it is not such a file."""
        raise NotImplementedError

    def text(self, rows: list[dict[str, Any]]) -> str:
        """The file that has these rows."""
        raise NotImplementedError

    def on_fit_begin(self) -> None:
        goes_on = self.trainer.epoch > 0 or self.trainer.batch > 0
        rows = self.rows() if self.append or goes_on else []
        while goes_on and rows and self._comes_later(rows[-1]):
            rows.pop()
        self.begin(rows)

    def _comes_later(self, row: dict[str, Any]) -> bool:
        """Whether what the row tells of is trained (again) from here on."""
        step = row.get("step")
        if step not in (None, ""):
            return int(step) >= self.trainer.step
        return int(row["epoch"]) >= self.trainer.epoch

    def write(self, row: dict[str, Any]) -> None:
        """One more row, at once."""
        self.add(self.text([row]))

    def on_batch_begin(self, batch: int) -> None:
        self._steps.begin(self.trainer)

    def on_batch_end(self, batch: int, logs: dict[str, Any]) -> None:
        row = self._steps.made(self.trainer, logs)
        if row is not None:
            self.write(row_of(self.trainer.epoch, row))

    def on_epoch_end(self, epoch: int, logs: dict[str, Any]) -> None:
        self.write(row_of(epoch, logs))

    def rows(self) -> list[dict[str, Any]]:
        """What is in the file; a last line that has no end (the disk was full, or the power went) is left out."""
        if not self.path.exists():
            return []
        text = self.path.read_text(encoding="utf-8")
        try:
            return self.parsed(text[: text.rfind("\n") + 1])
        except ValueError as error:
            name = type(self).__name__
            raise ValueError(f"{self.path} was not written by a {name} ({error}). Choose another path.") from None

    def begin(self, rows: list[dict[str, Any]]) -> None:
        """Put a file with these rows in the place of the one that is there, and leave it open for more."""
        self.close()
        if self.path.is_dir():
            raise IsADirectoryError(f"{type(self).__name__}: {self.path} is a folder. Give the path of a file in it.")
        write_whole(self.path, self.text(rows))
        self._file = self.path.open("a", encoding="utf-8", newline="")

    def add(self, line: str) -> None:
        """One more line, at once."""
        assert self._file is not None
        self._file.write(line)
        self._file.flush()

    def on_fit_end(self) -> None:
        self.close()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def row_of(epoch: int, logs: dict[str, Any]) -> dict[str, Any]:
    """The logs of an epoch as plain numbers and lists."""
    values = {name: (number(value), plain(value)) for name, value in logs.items()}
    return {"epoch": epoch} | {
        name: figure if figure is not None and isinstance(value, list) else value
        for name, (figure, value) in values.items()
    }
