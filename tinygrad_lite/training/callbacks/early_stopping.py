"""EarlyStopping: no further when what is watched does not get better. Lesson 07 says what each setting costs."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.arguments import need_kind, need_saved
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.better import Best, check_mode, mode_for, watched
from tinygrad_lite.training.callbacks.callback import Callback


class EarlyStopping(Callback):
    """Stops when `monitor` has not become better for `patience` epochs in a row.

    Args:
        monitor: a name in the logs.
        patience: how many epochs in a row may be no better than the best, at least 1.
        min_delta: by how much a value must be better to count.
        mode: "min" or "max"; None: by what is watched, so that more accuracy is better and less loss. Where nothing
            tells it (no `higher_is_better` of the metric, no word in the name), it must be said.
        restore_best: at the end, give the model the weights it had in the best epoch, however training ended; only
            not after Ctrl-C, so that it can go on where it was (then call `restore()`, if you like).

    Attributes:
        best, best_epoch, counter: the best value, its epoch, and the epochs since.
    """

    in_fast_dev_run = False

    @explained()
    def __init__(
        self,
        monitor: str = "val_loss",
        patience: int = 10,
        min_delta: float = 0.0,
        mode: str | None = None,
        restore_best: bool = False,
    ):
        if isinstance(patience, bool) or not isinstance(patience, int) or patience < 1:
            raise ValueError(f"EarlyStopping: patience must be a positive integer, got {patience!r}.")
        need_kind("EarlyStopping", "monitor", monitor, "str")
        need_kind("EarlyStopping", "restore_best", restore_best, "bool")
        self.monitor, self.patience, self.restore_best = monitor, patience, restore_best
        check_mode(mode, "EarlyStopping")
        self.mode = mode
        self._best = Best(mode or "min", min_delta, "EarlyStopping")
        self.best_epoch: int | None = None
        self._weights: dict[str, Any] | None = None

    @property
    def best(self) -> float:
        return self._best.value

    @property
    def counter(self) -> int:
        return self._best.counter

    @property
    def remark(self) -> str:
        """How the last epoch was, for the line that `ProgressBar` prints."""
        return "✓ (best)" if self.counter == 0 else f"(patience {self.counter}/{self.patience})"

    def on_fit_begin(self) -> None:
        self._best.mode = mode_for(self.monitor, self.mode, "EarlyStopping", self.trainer.metrics)
        if self.trainer.epoch == 0:  # a new training, though another one may have had this callback before
            self._best.seen, self._best.counter, self.best_epoch, self._weights = None, 0, None, None

    def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None:
        if self._best.is_better(watched(logs, self.monitor, "EarlyStopping")):
            self.best_epoch = epoch
            if self.restore_best:
                state = self.trainer.model.state_dict()
                self._weights = {name: value.detach().clone() for name, value in state.items()}
        elif self.counter >= self.patience:
            self.trainer.stop(
                f"{self.monitor} has not become better than {self.best:.6g} (epoch {self.best_epoch}) for "
                f"{self.counter} {'epoch' if self.counter == 1 else 'epochs'}"
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
        need_saved(type(self).__name__, state_dict, ("best", "counter", "best_epoch", "weights"))
        self._best.seen, self._best.counter = state_dict["best"], state_dict["counter"]
        self.best_epoch, self._weights = state_dict["best_epoch"], state_dict["weights"]
