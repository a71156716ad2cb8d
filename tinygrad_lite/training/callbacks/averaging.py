"""EMAWeightAveraging: the model is judged and kept with an average of its weights over the last steps."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.arguments import checked, need_saved
from tinygrad_lite.optim import ExponentialMovingAverage
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.callbacks.callback import Callback


class EMAWeightAveraging(Callback):
    """Averages the parameters after every step: average = decay · average + (1 - decay) · parameter.

    Training goes on with the parameters themselves. From validation (or else the end of the epoch) until the next epoch
    begins, and when training is over, the model has the averages: so they are what is validated, what `EarlyStopping`
    and `ModelCheckpoint` keep, and what `predict` uses in the end. Checkpoints have both, so that training goes on with
    the right ones. Buffers, such as the statistics of batch norm, are not averaged. For our models and PyTorch's.

    Args:
        decay: how much of the average remains at a step: it reaches back about 1 / (1 - decay) steps.

    Attributes:
        average: the `tg.optim.ExponentialMovingAverage` that does it.

    >>> ema = tg.training.EMAWeightAveraging(decay=0.99)

    Source: Polyak & Juditsky 1992, "Acceleration of stochastic approximation by averaging"; the callback of this name
    in PyTorch Lightning.
    """

    order = -10  # before those that look at the weights

    @explained()
    @checked
    def __init__(self, decay: float = 0.999):
        if not 0 <= decay <= 1:
            raise ValueError(f"EMAWeightAveraging: decay must be from 0 to 1, got {decay}.")
        self.decay = decay
        self.average: ExponentialMovingAverage | None = None
        self._trained: list[Any] | None = None  # the parameters themselves, while the model has the averages

    def _averages(self) -> ExponentialMovingAverage:
        if self.average is None:
            self.average = ExponentialMovingAverage(self.trainer.model.parameters(), self.decay)
        return self.average

    def on_fit_begin(self) -> None:
        if self.average is not None and self.average.parameters[0] is not next(iter(self.trainer.model.parameters())):
            self.average = self._trained = None  # another model had this callback before
        self._averages()

    def on_epoch_begin(self, epoch: int) -> None:
        self._put_back()

    def on_batch_begin(self, batch: int) -> None:
        self._put_back()  # validation may have come in the middle of an epoch

    def on_batch_end(self, batch: int, logs: dict[str, float]) -> None:
        if self.trainer.between_steps and not self.trainer.skipped:
            with self.trainer.library.no_grad():
                self._averages().update()

    def on_validation_begin(self) -> None:
        self._show()

    def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None:
        self._show()

    def on_fit_end(self) -> None:
        self._show()

    def _show(self) -> None:
        """Give the model the averages, and keep aside what it had."""
        average = self._averages()
        if self._trained is None and average.n_averaged:
            self._trained = [parameter.detach().clone() for parameter in average.parameters]
            with self.trainer.library.no_grad():
                average.copy_to()

    def _put_back(self) -> None:
        if self._trained is not None:
            with self.trainer.library.no_grad():
                for parameter, value in zip(self._averages().parameters, self._trained):
                    parameter.copy_(value)
            self._trained = None

    def state_dict(self) -> dict[str, Any]:
        return {"average": self._averages().state_dict(), "trained": self._trained}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        need_saved(type(self).__name__, state_dict, ("average", "trained"))
        self._averages().load_state_dict(state_dict["average"])
        self._trained = state_dict["trained"]
