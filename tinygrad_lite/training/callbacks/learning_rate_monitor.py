"""LearningRateMonitor: the learning rate, among what is measured."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.arguments import need_saved
from tinygrad_lite.training.callbacks.callback import Callback


class LearningRateMonitor(Callback):
    """Adds the learning rate to the logs of each epoch: "lr", or "lr-group0" and so on if there are several groups.

    It is the rate with which the epoch began; at its end a schedule has already set the next one.
    """

    def __init__(self) -> None:
        self.rates: dict[str, float] = {}

    def on_epoch_begin(self, epoch: int) -> None:
        if self.trainer.optimizer is None:
            raise ValueError("LearningRateMonitor: needs the optimizer. Write CallbackList(..., optimizer=optimizer).")
        if not (self.trainer.batch and self.rates):  # not when training goes on in the middle of an epoch
            self.rates = learning_rates(self.trainer.optimizer)

    def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None:
        logs.update(self.rates)

    def state_dict(self) -> dict[str, Any]:
        return {"rates": self.rates}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        need_saved(type(self).__name__, state_dict, ("rates",))
        self.rates = state_dict["rates"]


def learning_rates(optimizer: Any) -> dict[str, float]:
    """The learning rate of each group of parameters, by the name it has in logs; none without an optimizer."""
    if optimizer is None:
        return {}
    rates = [float(group["lr"]) for group in optimizer.param_groups]
    return {"lr": rates[0]} if len(rates) == 1 else {f"lr-group{i}": rate for i, rate in enumerate(rates)}
