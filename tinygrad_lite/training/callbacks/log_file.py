"""What CSVLogger and JSONLogger share: a file with one line for each epoch, whole at every moment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Any

from tinygrad_lite.files import write_whole
from tinygrad_lite.training.callbacks.callback import Callback


class LogFile(Callback):
    """Writes the logs of each epoch at its end, in one piece and at once; a subclass says in which form.

    When training goes on from a checkpoint, so does the file, at the same epoch: later lines, of epochs that were
    trained after the checkpoint was saved and will be trained again, are dropped.

    Args:
        path: the file; its folder is made if it is not there.
        append: when training begins anew, keep what is in the file, and write below it; else the file begins anew too.
    """

    in_fast_dev_run = False
    order = 50  # after those that add to the logs; before a checkpoint is saved, so that no line of it is missing

    def __init__(self, path: str | os.PathLike, append: bool = False):
        self.path, self.append = Path(path), append
        self._file: IO[str] | None = None

    def parsed(self, text: str) -> list[dict[str, Any]]:
        """The rows of a file; ValueError if it is not such a file."""
        raise NotImplementedError

    def text(self, rows: list[dict[str, Any]]) -> str:
        """The file that has these rows."""
        raise NotImplementedError

    def on_fit_begin(self) -> None:
        epoch = self.trainer.epoch
        rows = self.rows() if self.append or epoch else []
        while epoch and rows and int(rows[-1]["epoch"]) >= epoch:
            rows.pop()
        self.begin(rows)

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
    return {"epoch": epoch} | {name: v.tolist() if hasattr(v, "tolist") else v for name, v in logs.items()}
