"""RAdam: Adam that begins carefully, while its mean of the squares rests on few gradients."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np

from tinygrad_lite.optim.adam import Adam, mean_coefficients, update_means
from tinygrad_lite.optim.optimizer import settings
from tinygrad_lite.tensor import Tensor


class RAdam(Adam):
    """Adam times a factor that grows to 1; before it can be computed, m̂ is not divided at all. `torch.optim.RAdam`.

    Args:
        params, lr, betas, eps, weight_decay, foreach, maximize: see Adam.
        decoupled_weight_decay: weight decay as in AdamW.

    Source: Liu et al. 2020, arXiv:1908.03265.
    """

    tensor_lr_with_foreach = True

    def __init__(
        self, params: Any, lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8,
        weight_decay: float = 0, decoupled_weight_decay: bool = False, *, foreach: bool | None = None,
        maximize: bool = False, capturable: bool = False, differentiable: bool = False
    ):  # fmt: skip
        super(Adam, self).__init__(params, settings(locals()))

    # The plain step, to be read: it runs with foreach=False.
    @staticmethod
    def plain_step(param: np.ndarray, grad: np.ndarray, state: dict[str, Tensor], group: dict[str, Any]) -> None:
        m, v = state["exp_avg"].array, state["exp_avg_sq"].array
        beta1, beta2 = group["betas"]
        state["step"].array += 1
        step = state["step"].item()
        m += (1 - beta1) * (grad - m)  # beta1 · m + (1 - beta1) · grad; but nan after an infinite gradient, as PyTorch
        v[...] = beta2 * v + (1 - beta2) * grad * grad
        change = m / (1 - beta1**step)
        if factor := rectification(step, beta2):
            change *= factor * sqrt(1 - beta2**step) / (np.sqrt(v) + group["eps"])
        param -= group["lr"] * change

    # The packed step, which runs otherwise: the same in passes without new memory, over many parameters (packs.py).
    def coefficients(self, scalars: dict[str, np.ndarray], group: dict[str, Any]) -> tuple[float, ...]:
        scalars["step"] += 1
        step = float(scalars["step"][0])
        beta1, beta2 = group["betas"]
        factor = rectification(step, beta2)
        step_size = group["lr"] / (1 - beta1**step) * (factor * sqrt(1 - beta2**step) or 1)
        return *mean_coefficients(group), step_size, group["eps"], factor

    @staticmethod
    def packed_step(param: Any, grad: Any, state: list, scratch: Any, coefficients: Any, group: dict[str, Any]) -> None:
        m, v = state
        update_means(grad, state, scratch, coefficients, group)
        step_size, eps, factor = coefficients[4:]
        change = scratch[0]
        if factor:
            np.sqrt(v, out=change)
            change += eps
            np.divide(m, change, out=change)
            change *= step_size
        else:
            np.multiply(m, step_size, out=change)
        param -= change


def rectification(step: float, beta2: float) -> float:
    """The factor, from `length`, the number of gradients that the mean of squares rests on; 0 if these are too few."""
    longest = 2 / (1 - beta2) - 1
    length = longest - 2 * step * beta2**step / (1 - beta2**step)
    if length <= 5:
        return 0.0
    return sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length))
