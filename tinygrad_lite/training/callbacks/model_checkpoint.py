"""ModelCheckpoint: saves the best states of training, and the last. Lesson 07 kills a training and goes on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tinygrad_lite.arguments import checked, is_number, need_saved
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.better import check_mode, cost, mode_for, watched
from tinygrad_lite.training.callbacks.callback import Callback
from tinygrad_lite.training.checkpoint import ENDING, ENDINGS, save_checkpoint


class ModelCheckpoint(Callback):
    """Saves the whole state of the trainer, so that training can go on from it: `trainer.resume(folder, loader)`.

    Args:
        folder: where the files go; it is made if it is not there.
        monitor: what tells good epochs from bad ones.
        mode: whether less ("min") or more ("max") is better; None: by what is watched, as in `EarlyStopping`.
        save_top_k: so many of the best epochs are kept, as epoch-0007.safetensors and so on; 0: none, -1: all.
        save_last: keep also the newest state, as last.safetensors.
        every_n_batches: save that one not only after each epoch but also after every so many batches.

    Attributes:
        best_path, best: the file of the best epoch, and its value.
    """

    in_fast_dev_run = False
    order = 100  # after all others, so that their states are those at the end of the epoch

    @explained()
    @checked
    def __init__(
        self,
        folder: str | os.PathLike,
        monitor: str = "val_loss",
        mode: str | None = None,
        save_top_k: int = 1,
        save_last: bool = True,
        every_n_batches: int | None = None,
    ):
        check_mode(mode, "ModelCheckpoint")
        if Path(folder).suffix in ENDINGS:
            raise ValueError(f"ModelCheckpoint: saves several files, so give a folder; {folder} looks like a file.")
        if every_n_batches is not None and every_n_batches < 1:
            raise ValueError(f"ModelCheckpoint: every_n_batches must be at least 1, got {every_n_batches}.")
        self.folder, self.monitor, self.mode, self.save_top_k = Path(folder), monitor, mode, save_top_k
        self.save_last, self.every_n_batches = save_last, every_n_batches
        self._files: list[tuple[float, int]] = []  # value and epoch of those that are there, the best first
        self._dropped: list[int] = []  # epochs whose files give way, until they are gone
        self._due = False

    def on_fit_begin(self) -> None:
        if self.folder.exists() and not self.folder.is_dir():
            raise NotADirectoryError(f"ModelCheckpoint: {self.folder} is a file. Give a folder.")
        if self.trainer.epoch == 0:  # a new training, though another one may have had this callback before
            self._files = []
        if self.save_top_k:
            self.mode = mode_for(self.monitor, self.mode, "ModelCheckpoint", self.trainer.metrics)
        self._remove_dropped()  # those that a kill has left

    @property
    def last_path(self) -> Path:
        return self.folder / f"last{ENDING}"

    @property
    def best_path(self) -> Path | None:
        return self._path(self._files[0][1]) if self._files else None

    @property
    def best(self) -> float | None:
        return self._files[0][0] if self._files else None

    def _path(self, epoch: int) -> Path:
        return self.folder / f"epoch-{epoch:04}{ENDING}"

    def on_batch_end(self, batch: int, logs: dict[str, float]) -> None:
        if self.every_n_batches is not None:
            self._due = self._due or (batch + 1) % self.every_n_batches == 0
            if self._due and self.trainer.between_steps:  # not while gradients of several batches are added up
                self._due = False
                self._save(self.last_path, self.trainer.state_dict())

    def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None:
        self._due = False
        if self.save_top_k:
            value = watched(logs, self.monitor, "ModelCheckpoint")
            self._files.append((value, epoch))
            self._files.sort(key=lambda pair: (pair[0] != pair[0], cost(pair[0], self.mode or "min")))  # NaN last
            if self.save_top_k > 0:
                self._dropped = [worse for _, worse in self._files[self.save_top_k :]]
                del self._files[self.save_top_k :]
        state = self.trainer.state_dict()
        if epoch in [number for _, number in self._files]:
            self._save(self._path(epoch), state)
        if self.save_last:
            self._save(self.last_path, state)
        self._remove_dropped()  # only now, when the better one is safely there

    def _save(self, path: Path, state: dict[str, Any]) -> None:
        """Write the state: of several processes, which have made it together, the first one."""
        if getattr(self.trainer, "is_main_process", True):
            save_checkpoint(path, state)

    def _remove_dropped(self) -> None:
        for epoch in self._dropped if getattr(self.trainer, "is_main_process", True) else ():
            self._path(epoch).unlink(missing_ok=True)
        self._dropped = []

    def state_dict(self) -> dict[str, Any]:
        return {"kept": [list(pair) for pair in self._files], "dropped": list(self._dropped)}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        need_saved(type(self).__name__, state_dict, ("kept",))
        kept, dropped = state_dict["kept"], state_dict.get("dropped", [])
        if not all(isinstance(part, (list, tuple)) for part in (kept, dropped)) or not all(map(_is_pair, kept)):
            raise TypeError(
                "ModelCheckpoint: the saved kept must be pairs of a figure and an epoch, and dropped, epochs."
            )
        self._files, self._dropped = [(value, epoch) for value, epoch in kept], list(dropped)


def _is_pair(kept: Any) -> bool:
    return isinstance(kept, (list, tuple)) and len(kept) == 2 and all(map(is_number, kept))
