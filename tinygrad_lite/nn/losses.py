"""Losses as modules: each takes predictions and targets and gives a single number (or, with reduction="none", all).

What they compute is in functional.py, by way of the operations in ops/losses.py, which have the gradients.
"""

from __future__ import annotations

from typing import Any

from tinygrad_lite.arguments import checked
from tinygrad_lite.nn import functional
from tinygrad_lite.nn.module import Module
from tinygrad_lite.ops.losses import check_reduction
from tinygrad_lite.tensor import Tensor


class Loss(Module):
    """What all losses share: `reduction`, and PyTorch's two older arguments for it, which are refused."""

    @checked
    def __init__(self, size_average=None, reduce=None, reduction: str = "mean"):
        super().__init__()
        check_reduction(type(self).__name__, reduction, size_average, reduce)
        self.reduction = reduction


class WeightedLoss(Loss):
    """A loss with weights, which are moved and saved with it, but not trained."""

    weight: Any

    @checked
    def __init__(self, weight: Any = None, size_average=None, reduce=None, reduction: str = "mean"):
        super().__init__(size_average, reduce, reduction)
        self.register_buffer("weight", weight)


class MSELoss(Loss):
    """Mean squared error; see `functional.mse_loss`."""

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return functional.mse_loss(input, target, reduction=self.reduction)


class L1Loss(Loss):
    """Mean absolute error; see `functional.l1_loss`."""

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return functional.l1_loss(input, target, reduction=self.reduction)


class SmoothL1Loss(Loss):
    """Squared near 0, absolute from `beta` on; see `functional.smooth_l1_loss`."""

    @checked
    def __init__(self, size_average=None, reduce=None, reduction: str = "mean", beta: float = 1.0):
        super().__init__(size_average, reduce, reduction)
        self.beta = beta

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return functional.smooth_l1_loss(input, target, reduction=self.reduction, beta=self.beta)


class HuberLoss(Loss):
    """Squared near 0, absolute from `delta` on; see `functional.huber_loss`."""

    @checked
    def __init__(self, reduction: str = "mean", delta: float = 1.0):
        super().__init__(reduction=reduction)
        self.delta = delta

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return functional.huber_loss(input, target, self.reduction, self.delta)


class BCELoss(WeightedLoss):
    """Binary cross entropy of probabilities; see `functional.binary_cross_entropy`."""

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return functional.binary_cross_entropy(input, target, self.weight, reduction=self.reduction)


class BCEWithLogitsLoss(WeightedLoss):
    """Binary cross entropy of raw scores; see `functional.binary_cross_entropy_with_logits`.

    >>> tg.nn.BCEWithLogitsLoss()(tg.tensor([0.0, 4.0]), tg.tensor([1.0, 1.0]))
    tensor(0.3556)
    """

    pos_weight: Any

    @checked
    def __init__(
        self,
        weight: Any = None,
        size_average=None,
        reduce=None,
        reduction: str = "mean",
        pos_weight: Any = None,
    ):
        super().__init__(weight, size_average, reduce, reduction)
        self.register_buffer("pos_weight", pos_weight)

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return functional.binary_cross_entropy_with_logits(
            input, target, self.weight, reduction=self.reduction, pos_weight=self.pos_weight
        )


class CrossEntropyLoss(WeightedLoss):
    """Cross entropy of raw scores and class indices (or probabilities); see `functional.cross_entropy`.

    >>> tg.nn.CrossEntropyLoss()(tg.tensor([[2.0, 0.0]]), tg.tensor([0]))
    tensor(0.1269)
    """

    @checked
    def __init__(
        self,
        weight: Any = None,
        size_average=None,
        ignore_index: int = -100,
        reduce=None,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
    ):
        super().__init__(weight, size_average, reduce, reduction)
        self.ignore_index, self.label_smoothing = ignore_index, label_smoothing

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return functional.cross_entropy(
            input, target, self.weight, None, self.ignore_index, None, self.reduction, self.label_smoothing
        )


class NLLLoss(WeightedLoss):
    """Minus the log-probability of the right class; see `functional.nll_loss`."""

    @checked
    def __init__(
        self,
        weight: Any = None,
        size_average=None,
        ignore_index: int = -100,
        reduce=None,
        reduction: str = "mean",
    ):
        super().__init__(weight, size_average, reduce, reduction)
        self.ignore_index = ignore_index

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return functional.nll_loss(input, target, self.weight, None, self.ignore_index, None, self.reduction)


class KLDivLoss(Loss):
    """The divergence of two distributions, given as log-probabilities and a target; see `functional.kl_div`."""

    @checked
    def __init__(self, size_average=None, reduce=None, reduction: str = "mean", log_target: bool = False):
        super().__init__(size_average, reduce, "sum" if reduction == "batchmean" else reduction)
        self.reduction, self.log_target = reduction, log_target

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return functional.kl_div(input, target, reduction=self.reduction, log_target=self.log_target)
