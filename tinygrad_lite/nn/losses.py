"""Losses as modules: each takes predictions and targets and gives a single number (or, with reduction="none", all)."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.nn import functional
from tinygrad_lite.nn.module import Module
from tinygrad_lite.ops.common import refuse
from tinygrad_lite.ops.fused import check_reduction
from tinygrad_lite.tensor import Tensor


class Loss(Module):
    """What all losses share: `reduction`, and PyTorch's two older arguments for it, which are refused."""

    def __init__(self, size_average: Any = None, reduce: Any = None, reduction: str = "mean"):
        super().__init__()
        name = type(self).__name__
        refuse(name, size_average=(size_average, None), reduce=(reduce, None))
        check_reduction(reduction, name)
        self.reduction = reduction


class MSELoss(Loss):
    """Mean squared error; see `functional.mse_loss`."""

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return functional.mse_loss(input, target, self.reduction)


class L1Loss(Loss):
    """Mean absolute error; see `functional.l1_loss`."""

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return functional.l1_loss(input, target, self.reduction)


class SmoothL1Loss(Loss):
    """Squared near 0, absolute from `beta` on; see `functional.smooth_l1_loss`."""

    def __init__(self, size_average: Any = None, reduce: Any = None, reduction: str = "mean", beta: float = 1.0):
        super().__init__(size_average, reduce, reduction)
        self.beta = beta

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return functional.smooth_l1_loss(input, target, self.reduction, self.beta)


class HuberLoss(Loss):
    """Squared near 0, absolute from `delta` on; see `functional.huber_loss`."""

    def __init__(self, reduction: str = "mean", delta: float = 1.0):
        super().__init__(reduction=reduction)
        self.delta = delta

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return functional.huber_loss(input, target, self.reduction, self.delta)


class BCELoss(Loss):
    """Binary cross entropy of probabilities; see `functional.binary_cross_entropy`."""

    def __init__(self, weight: Any = None, size_average: Any = None, reduce: Any = None, reduction: str = "mean"):
        super().__init__(size_average, reduce, reduction)
        refuse("BCELoss", weight=(weight, None))

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return functional.binary_cross_entropy(input, target, reduction=self.reduction)


class BCEWithLogitsLoss(Loss):
    """Binary cross entropy of raw scores; see `functional.binary_cross_entropy_with_logits`."""

    def __init__(
        self,
        weight: Any = None,
        size_average: Any = None,
        reduce: Any = None,
        reduction: str = "mean",
        pos_weight: Any = None,
    ):
        super().__init__(size_average, reduce, reduction)
        refuse("BCEWithLogitsLoss", weight=(weight, None), pos_weight=(pos_weight, None))

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return functional.binary_cross_entropy_with_logits(input, target, reduction=self.reduction)


class CrossEntropyLoss(Loss):
    """Cross entropy of raw scores and class indices; see `functional.cross_entropy`."""

    def __init__(
        self,
        weight: Any = None,
        size_average: Any = None,
        ignore_index: int = -100,
        reduce: Any = None,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
    ):
        super().__init__(size_average, reduce, reduction)
        refuse(
            "CrossEntropyLoss",
            weight=(weight, None),
            ignore_index=(ignore_index, -100),
            label_smoothing=(label_smoothing, 0.0),
        )

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return functional.cross_entropy(input, target, reduction=self.reduction)


class NLLLoss(Loss):
    """Minus the log-probability of the right class; see `functional.nll_loss`."""

    def __init__(
        self,
        weight: Any = None,
        size_average: Any = None,
        ignore_index: int = -100,
        reduce: Any = None,
        reduction: str = "mean",
    ):
        super().__init__(size_average, reduce, reduction)
        refuse("NLLLoss", weight=(weight, None), ignore_index=(ignore_index, -100))

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return functional.nll_loss(input, target, reduction=self.reduction)
