"""The loss over an epoch."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.metrics.mean import Mean, add_exactly
from tinygrad_lite.training.metrics.metric import as_array


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

    @explained()
    def __init__(self, *, name: str = "loss"):
        super().__init__(name)

    def update(self, loss: Any, n: int) -> None:
        """Take in the mean loss of a batch, a number or a tensor of one, and its number of samples."""
        if type(loss) is not float:  # the loop gives floats, in every batch
            value = as_array(loss, "MeanLoss: loss")
            if value.size != 1:
                shape = value.shape
                raise ValueError(f"MeanLoss: needs one number, got shape {shape}. Pass loss.mean() and n=len(loss).")
            loss = float(value.item())
        if n < 0:
            raise ValueError(f"MeanLoss: n is the number of samples in the batch, at least 0; got {n}.")
        if not n:  # the mean over an empty batch is NaN
            return
        state = self.state
        if not state:
            self.state = {"total": loss * n, "lost": 0.0, "count": n}
        else:  # as `absorb` does it, without what only arrays need
            state["total"], error = add_exactly(state["total"], loss * n)
            state["lost"] += error
            state["count"] += n
