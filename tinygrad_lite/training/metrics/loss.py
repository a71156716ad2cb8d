"""The loss over an epoch."""

from __future__ import annotations

from math import isfinite
from typing import Any

from tinygrad_lite.arguments import checked, is_number, said
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.metrics.mean import Mean
from tinygrad_lite.training.metrics.metric import as_array
from tinygrad_lite.training.metrics.waiting import elsewhere, fetched

MOST_LOSSES = 1000  # that wait on a device before they are fetched


def loss_of(loss: Any) -> Any:
    """A loss as `MeanLoss.update` takes it: a number; or the tensor itself where to ask for it is to wait."""
    return loss if elsewhere(loss) else loss.item()


class MeanLoss(Mean):
    """The mean of losses of batches, each weighted by its number of samples.

    So it is the mean over samples, also where the last batch is smaller.

    >>> from tinygrad_lite.training.metrics import MeanLoss
    >>> metric = MeanLoss()
    >>> metric.update(tg.tensor(1.0), 64)
    >>> metric.update(tg.tensor(4.0), 32)
    >>> metric.compute()
    2.0
    """

    higher_is_better = False
    _later: list[tuple[Any, int]]  # losses that still lie on a device, and numbers of samples
    _total: float
    _lost: float
    _count: int

    @explained()
    @checked
    def __init__(self, *, name: str = "loss"):
        super().__init__(name)

    def update(self, loss: Any, n: int) -> None:
        """Take in the mean loss of a batch, a number or a tensor of one, and its number of samples.

        A tensor that lies on a device is fetched later, with those of many other batches.
        """
        if type(n) is not int and not is_number(n):
            raise TypeError(f"MeanLoss: n is the number of samples in the batch, got {said(n)}.")
        if type(loss) is not float or not n > 0:
            return self._update(loss, n)
        # as `absorb` does it, without what only arrays need: the loop gives floats, in every batch
        before, more = self._total, loss * n
        self._total = total = before + more
        part = total - before
        self._lost += (before - (total - part)) + (more - part)
        self._count += n

    def _fetch(self) -> None:
        later, self._later = self._later, []
        for (_, n), value in zip(later, fetched([loss for loss, _ in later])):
            self._update(value, n)

    @property
    def state(self) -> dict[str, Any]:
        """The sums as all metrics have them; here each is an attribute, which is faster."""
        if self._later:
            self._fetch()
        return {"total": self._total, "lost": self._lost, "count": self._count} if self._count else {}

    @state.setter
    def state(self, state: dict[str, Any]) -> None:
        self._later = []
        self._total, self._lost, self._count = state.get("total", 0.0), state.get("lost", 0.0), state.get("count", 0)

    def _update(self, loss: Any, n: int) -> None:
        if elsewhere(loss) and n > 0:
            self._later.append((loss.detach(), n))
            if len(self._later) == MOST_LOSSES:
                self._fetch()
            return
        value = as_array(loss, "MeanLoss: loss")
        if value.size != 1:
            raise ValueError(f"MeanLoss: needs one number, got shape {value.shape}. Pass loss.mean() and n=len(loss).")
        if n < 0:
            raise ValueError(f"MeanLoss: n is the number of samples in the batch, at least 0; got {n}.")
        if n:  # the mean over an empty batch is NaN
            self.absorb({"total": float(value.item()) * n, "count": n})

    def result(self, total: Any, lost: Any, count: int) -> float:
        return super().result(total, lost if isfinite(total) else 0.0, count)  # of infinity, nothing is lost

    def __repr__(self) -> str:
        return "MeanLoss()"  # it has no settings
