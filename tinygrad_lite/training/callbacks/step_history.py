"""StepHistory: the loss and the learning rate of single steps; and what the loggers write of them."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.callbacks.callback import Callback
from tinygrad_lite.training.callbacks.learning_rate_monitor import learning_rates
from tinygrad_lite.training.shown import number


class StepLogs:
    """What there is to log of every `every_n_steps`-th step, for a callback of which this is a part; None: nothing.

    Of a step that several batches make together, the loss is that of the last of them.
    """

    def __init__(self, every_n_steps: int | None, callback: Any):
        if every_n_steps is not None and (not isinstance(every_n_steps, int) or every_n_steps < 1):
            caller = type(callback).__name__
            raise ValueError(f"{caller}: every_n_steps must be a positive integer, or None, got {every_n_steps!r}.")
        self.every_n_steps = every_n_steps or 0
        self._rates: dict[str, float] = {}

    def begin(self, trainer: Any) -> None:
        """At the beginning of a batch: the rates, which a schedule may change with the step."""
        if self.every_n_steps and trainer.step % self.every_n_steps == 0:
            self._rates = learning_rates(trainer.optimizer)

    def made(self, trainer: Any, logs: dict[str, Any]) -> dict[str, Any] | None:
        """At the end of a batch: the step, "batch_loss" and the rates, if they are to be logged."""
        if not self.every_n_steps:
            return None
        step = trainer.step - 1
        if not trainer.between_steps or trainer.skipped or step % self.every_n_steps:
            return None
        return {"step": step, "batch_loss": number(logs.get("loss")), **self._rates}


class StepHistory(Callback):
    """Keeps the loss of single batches and the learning rate in `history.steps`, for curves finer than epochs.

    Args:
        every_n_steps: so many steps lie between one that is kept and the next.

    >>> losses = tg.training.StepHistory(every_n_steps=10)
    """

    @explained()
    def __init__(self, every_n_steps: int = 1):
        self._steps = StepLogs(every_n_steps, self)

    def on_batch_begin(self, batch: int) -> None:
        self._steps.begin(self.trainer)

    def on_batch_end(self, batch: int, logs: dict[str, Any]) -> None:
        row = self._steps.made(self.trainer, logs)
        if row is not None:
            for name, value in row.items():
                self.trainer.history.steps.setdefault(name, []).append(value)
