"""TensorBoardLogger: curves and histograms for TensorBoard."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.callbacks.callback import Callback
from tinygrad_lite.training.callbacks.learning_rate_monitor import learning_rates
from tinygrad_lite.training.callbacks.step_history import StepLogs
from tinygrad_lite.training.metrics.metric import as_array
from tinygrad_lite.training.shown import number


class TensorBoardLogger(Callback):
    """Writes what was measured for TensorBoard: `tensorboard --logdir FOLDER`.

    "loss" and "val_loss" become Loss/train and Loss/val, and so on; the rate with which an epoch began, Learning_rate.
    What is not a number (a confusion matrix) is left out. If training does not come to its planned end, the text
    Stopped says why. When training goes on from a checkpoint, give the same folder: epochs after that checkpoint are
    replaced. A folder is for one training: another one in it hides it.

    Args:
        folder: where the files go.
        histograms_every: so many epochs lie between histograms of all Parameters/ and Gradients/ (the gradients of the
            last step, as the optimizer saw them: unscaled and clipped); None: no histograms.
        every_n_steps: points also for every so many steps: Loss/batch and Learning_rate, in the folder "steps" below
            it, since their axis counts steps; None: none.
    """

    in_all_processes = False
    in_fast_dev_run = False
    order = 50  # after those that add to the logs

    @explained()
    @checked
    def __init__(
        self, folder: str | os.PathLike, histograms_every: int | None = None, every_n_steps: int | None = None
    ):
        if histograms_every is not None and histograms_every < 1:
            raise ValueError(f"TensorBoardLogger: histograms_every must be at least 1, got {histograms_every}.")
        self.folder, self.histograms_every = Path(folder), histograms_every
        self._steps = StepLogs(every_n_steps, self)
        self._writer: Any = None
        self._step_writer: Any = None
        self._rates: dict[str, float] = {}

    def on_fit_begin(self) -> None:
        from torch.utils.tensorboard import SummaryWriter

        if self.folder.exists() and not self.folder.is_dir():
            raise NotADirectoryError(f"TensorBoardLogger: {self.folder} is a file. Give the path of a folder.")
        self._writer = SummaryWriter(str(self.folder), purge_step=self.trainer.epoch)
        if self._steps.every_n_steps:
            self._step_writer = SummaryWriter(str(self.folder / "steps"), purge_step=self.trainer.step)

    def on_batch_begin(self, batch: int) -> None:
        self._steps.begin(self.trainer)

    def on_batch_end(self, batch: int, logs: dict[str, Any]) -> None:
        row = self._steps.made(self.trainer, logs)
        if row is not None:
            step = row.pop("step")
            for name, value in row.items():
                self._step_writer.add_scalar("Loss/batch" if name == "batch_loss" else tag(name), value, step)

    def on_epoch_begin(self, epoch: int) -> None:
        self._rates = learning_rates(self.trainer.optimizer)

    def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None:
        for name, value in {**self._rates, **logs}.items():
            if (figure := number(value)) is not None:
                self._writer.add_scalar(tag(name), figure, epoch)
        if self.histograms_every is not None and epoch % self.histograms_every == 0:
            for name, parameter in self.trainer.model.named_parameters():
                self._histogram(f"Parameters/{name}", parameter, epoch)
                self._histogram(f"Gradients/{name}", parameter.grad, epoch)
        self._writer.flush()
        if self._step_writer is not None:
            self._step_writer.flush()

    def _histogram(self, name: str, tensor: Any, epoch: int) -> None:
        values = None if tensor is None else as_array(tensor, name)
        if values is not None and np.isfinite(values).any():
            self._writer.add_histogram(name, values[np.isfinite(values)], epoch)

    def on_fit_end(self) -> None:
        if self._writer is not None:
            if self.trainer.stop_reason is not None:
                self._writer.add_text("Stopped", self.trainer.stop_reason, self.trainer.epoch)
            self._writer.close()
            self._writer = None
        if self._step_writer is not None:
            self._step_writer.close()
            self._step_writer = None


def tag(name: str) -> str:
    """What a figure of the logs is called in TensorBoard.

    >>> tag("loss"), tag("val_accuracy"), tag("lr"), tag("lr-group1")
    ('Loss/train', 'Accuracy/val', 'Learning_rate', 'Learning_rate/group1')
    """
    if name == "lr" or name.startswith("lr-"):
        return "Learning_rate" + name[2:].replace("-", "/")
    figure = name.removeprefix("val_")
    return f"{figure[:1].upper()}{figure[1:]}/{'train' if figure == name else 'val'}"
