"""The loss over an epoch."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.metrics.mean import Mean
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
        value = as_array(loss, "MeanLoss: loss").astype(np.float64)
        if value.size != 1:
            raise ValueError(f"MeanLoss: needs one number, got shape {value.shape}. Pass loss.mean() and n=len(loss).")
        if n < 0:
            raise ValueError(f"MeanLoss: n is the number of samples in the batch, at least 0; got {n}.")
        if n:  # the mean over an empty batch is NaN
            self.absorb({"total": np.float64(value.item() * n), "count": n})
