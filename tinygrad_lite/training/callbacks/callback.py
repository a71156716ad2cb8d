"""Callbacks: what happens besides training, at named moments."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.training.elsewhere import Explains

HOOKS = (
    "on_fit_begin",
    "on_fit_end",
    "on_epoch_begin",
    "on_epoch_end",
    "on_batch_begin",
    "on_before_step",
    "on_batch_end",
    "on_validation_begin",
    "on_validation_end",
)


class CancelBatch(Exception):
    """Raise this in `on_batch_begin` or `on_before_step` (or in the model) to go on with the next batch."""


class CancelEpoch(Exception):
    """Raise this to end the training part of this epoch; validation and `on_epoch_end` follow."""


class CancelFit(Exception):
    """Raise this to end training at once; `trainer.stop(reason)` ends it after the batch or epoch."""


def misplaced(error: Exception) -> str:
    """What to write instead of a cancel that was raised at a moment where there is nothing to cancel."""
    when = "on_batch_begin or on_before_step" if isinstance(error, CancelBatch) else "on_batch_begin or on_batch_end"
    return f"was raised where it has no meaning. Raise it in {when}; or CancelFit, which can be raised everywhere."


class Callback(Explains):
    """Write the methods you need; `self.trainer` is the trainer that calls them.

    Numbers of epochs and batches count from 0. `logs` is a dict of what was measured: after a batch the "loss" of that
    batch, after an epoch everything; what a callback adds to the logs of an epoch is kept in the history.

    >>> class PrintLoss(tg.training.Callback):
    ...     def on_epoch_end(self, epoch, logs):
    ...         print(f"epoch {epoch}: {logs['loss']:.3f}")
    """

    elsewhere = {
        "model": "self.trainer.model",
        "optimizer": "self.trainer.optimizer",
        "params": "self.trainer.epochs, or what you need of self.trainer",
        "log": "logs['name'] = value in on_epoch_end: what is put there is kept in the history",
        "learn": "self.trainer",
        "learner": "self.trainer",
    }
    trainer: Any = None
    in_fast_dev_run: bool = True  # False for those that stop training or write files: left out of a trial run
    in_all_processes: bool = True  # False for those that print or write a log: with several, only process 0 has them
    order: int = 0  # those with a smaller number are called first; saving comes last, so that it sees what all did

    def on_fit_begin(self) -> None:
        """Before the first epoch."""

    def on_fit_end(self) -> None:
        """After the last epoch; also after an error or Ctrl-C (see `trainer.stop_reason`)."""

    def on_epoch_begin(self, epoch: int) -> None:
        """Before the first batch of an epoch."""

    def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None:
        """After training and validation."""

    def on_batch_begin(self, batch: int) -> None:
        """Before the model sees the batch."""

    def on_before_step(self, step: int) -> None:
        """Between backward and the step, to look at the gradients or to change them: clip, add noise, drop.

        They are complete: those of all batches that make one step (it is called once for these), with float16
        unscaled. `max_norm` and `clip_value` come after it, as in PyTorch Lightning's `on_before_optimizer_step`.
        With float16 some may be infinite: the scaler then leaves the step out.
        """

    def on_batch_end(self, batch: int, logs: dict[str, float]) -> None:
        """After the step. `trainer.inputs`, `targets` and `predictions` are of this batch, gradients still there."""

    def on_validation_begin(self) -> None:
        """Before validation."""

    def on_validation_end(self, logs: dict[str, float]) -> None:
        """After validation; the names in `logs` are without `val_`."""

    def state_dict(self) -> dict[str, Any]:
        """What must be saved so that training can go on later; empty if nothing."""
        return {}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on from what `state_dict` gave."""
