"""EarlyStopping: no further when what is watched does not get better."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.training.better import Best
from tinygrad_lite.training.callbacks.callback import Callback


def watched(logs: dict[str, float], monitor: str, name: str) -> float:
    """What is to be watched, from the logs of an epoch."""
    if monitor not in logs:
        hint = " Give fit a val_loader." if monitor.startswith("val_") else ""
        raise ValueError(f"{name}: there is no {monitor!r}; measured were {', '.join(logs)}.{hint}")
    return logs[monitor]


class EarlyStopping(Callback):
    """Stops when `monitor` has not become better for `patience` epochs in a row.

    Args:
        monitor: a name in the logs.
        patience: how many epochs in a row may be no better than the best, at least 1.
        min_delta: by how much a value must be better to count.
        mode: "min" or "max".
        restore_best: at the end, give the model the weights it had in the best epoch, however training ended; only
            not after Ctrl-C, so that it can go on where it was (then call `restore()`, if you like).

    Attributes:
        best, best_epoch, counter: the best value, its epoch, and the epochs since.
    """

    in_fast_dev_run = False

    def __init__(
        self,
        monitor: str = "val_loss",
        patience: int = 10,
        min_delta: float = 0.0,
        mode: str = "min",
        restore_best: bool = False,
    ):
        if isinstance(patience, bool) or not isinstance(patience, int) or patience < 1:
            raise ValueError(f"EarlyStopping: patience must be a positive integer, got {patience!r}.")
        self.monitor, self.patience, self.restore_best = monitor, patience, restore_best
        self._best = Best(mode, min_delta, "EarlyStopping")
        self.best_epoch: int | None = None
        self._weights: dict[str, Any] | None = None

    @property
    def best(self) -> float:
        return self._best.value

    @property
    def counter(self) -> int:
        return self._best.counter

    def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None:
        if self._best.is_better(watched(logs, self.monitor, "EarlyStopping")):
            self.best_epoch = epoch
            if self.restore_best:
                state = self.trainer.model.state_dict()
                self._weights = {name: value.detach().clone() for name, value in state.items()}
        elif self.counter >= self.patience:
            self.trainer.stop(
                f"{self.monitor} has not become better than {self.best:.6g} (epoch {self.best_epoch}) for "
                f"{self.counter} epochs"
            )

    def on_fit_end(self) -> None:
        if self.trainer.stop_reason != "interrupted":  # after Ctrl-C the next fit goes on with the newest weights
            self.restore()

    def restore(self) -> None:
        """Give the model the weights of the best epoch, if they were kept."""
        if self._weights is not None:
            self.trainer.model.load_state_dict(self._weights)

    def state_dict(self) -> dict[str, Any]:
        return {"best": self.best, "counter": self.counter, "best_epoch": self.best_epoch, "weights": self._weights}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        self._best.value, self._best.counter = state_dict["best"], state_dict["counter"]
        self.best_epoch, self._weights = state_dict["best_epoch"], state_dict["weights"]
