"""RMSprop: each weight's gradient is divided by the size it usually has."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.optim.optimizer import Optimizer, settings
from tinygrad_lite.tensor import Tensor


class RMSprop(Optimizer):
    """param -= lr · grad / (√v + eps), where v is a running mean of the squared gradients. `torch.optim.RMSprop`.

    Args:
        params: parameters, or dicts with "params" and settings of their own.
        lr: learning rate.
        alpha: how much of the running mean remains in each step.
        eps: keeps the division from 0.
        weight_decay: adds weight_decay · param to the gradient.
        momentum: how much of the last change remains.
        centered: divide by the standard deviation: v minus the square of the gradients' running mean.
        foreach: False for the plain step, one parameter after the other.
        maximize: climb instead.

    >>> w = tg.tensor([1.0, 1.0], requires_grad=True)
    >>> optimizer = tg.optim.RMSprop([w], lr=0.1, alpha=0.75)
    >>> (w * tg.tensor([100.0, 0.01])).sum().backward()
    >>> optimizer.step()
    >>> w
    tensor([0.8000, 0.8000], requires_grad=True)

    Source: Hinton 2012, lecture 6e of "Neural Networks for Machine Learning"; centered: Graves 2013, arXiv:1308.0850.
    """

    def __init__(
        self, params: Any, lr: float = 1e-2, alpha: float = 0.99, eps: float = 1e-8, weight_decay: float = 0,
        momentum: float = 0, centered: bool = False, capturable: bool = False, foreach: bool | None = None,
        maximize: bool = False, differentiable: bool = False
    ):  # fmt: skip
        super().__init__(params, settings(locals()))

    def check(self, group: dict[str, Any]) -> None:
        super().check(group)
        self.need_positive(alpha=group["alpha"], eps=group["eps"], momentum=group["momentum"])

    def needed_state(self, group: dict[str, Any]) -> tuple[str, ...]:
        needed = {"square_avg": True, "momentum_buffer": group["momentum"] > 0, "grad_avg": group["centered"]}
        return tuple([name for name in needed if needed[name]])

    # The plain step, to be read: it runs with foreach=False.
    @staticmethod
    def plain_step(param: np.ndarray, grad: np.ndarray, state: dict[str, Tensor], group: dict[str, Any]) -> None:
        alpha, v = group["alpha"], state["square_avg"].array
        state["step"].array += 1
        v[...] = alpha * v + (1 - alpha) * grad * grad
        if group["centered"]:
            mean = state["grad_avg"].array
            mean += (1 - alpha) * (grad - mean)  # alpha · mean + (1 - alpha) · grad, but never too large
            v = v - mean * mean
        change = grad / (np.sqrt(v) + group["eps"])
        if group["momentum"] > 0:
            velocity = state["momentum_buffer"].array
            velocity[...] = change = group["momentum"] * velocity + change
        param -= group["lr"] * change

    # The packed step, which runs otherwise: the same in passes without new memory, over many parameters (packs.py).
    def coefficients(self, scalars: dict[str, np.ndarray], group: dict[str, Any]) -> tuple[float, ...]:
        scalars["step"] += 1
        alpha = group["alpha"]
        return group["lr"], alpha, 1 - alpha, group["eps"], group["momentum"]

    @staticmethod
    def packed_step(param: Any, grad: Any, state: list, scratch: Any, coefficients: Any, group: dict[str, Any]) -> None:
        lr, alpha, one_minus_alpha, eps, momentum = coefficients
        v, *others = state
        spare = scratch[0]
        v *= alpha
        np.multiply(grad, one_minus_alpha, out=spare)
        spare *= grad  # (1 - alpha) · grad²: the square alone could be too large for the dtype
        v += spare
        if group["centered"]:
            mean = others[-1]
            np.subtract(grad, mean, out=spare)
            spare *= one_minus_alpha
            mean += spare
            np.multiply(mean, mean, out=spare)
            np.subtract(v, spare, out=spare)
            np.sqrt(spare, out=spare)
        else:
            np.sqrt(v, out=spare)
        spare += eps
        np.divide(grad, spare, out=spare)
        if group["momentum"] > 0:
            velocity = others[0]
            velocity *= momentum
            velocity += spare
            np.multiply(velocity, lr, out=spare)
        else:
            spare *= lr
        param -= spare
