"""Adagrad: weights that have seen large gradients move less and less."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.optim.optimizer import Optimizer, settings
from tinygrad_lite.tensor import Tensor


class Adagrad(Optimizer):
    """param -= lr · grad / (√sum + eps), where sum adds up all squared gradients so far. `torch.optim.Adagrad`.

    Args:
        params: parameters, or dicts with "params" and settings of their own.
        lr: learning rate.
        lr_decay: divides the learning rate by 1 + (steps so far) · lr_decay.
        weight_decay: adds weight_decay · param to the gradient.
        initial_accumulator_value: what the sums begin with, in all groups.
        eps: keeps the division from 0.
        foreach: False for the plain step, one parameter after the other.
        maximize: climb instead.

    >>> w = tg.tensor([1.0], requires_grad=True)
    >>> optimizer = tg.optim.Adagrad([w], lr=0.5)
    >>> for _ in range(2):  # the gradient is 3: steps of 0.5 · 3 / 3, then 0.5 · 3 / √18
    ...     optimizer.zero_grad()
    ...     (w * 3).sum().backward()
    ...     optimizer.step()
    >>> w
    tensor([0.1464], requires_grad=True)

    Source: Duchi, Hazan & Singer 2011, JMLR 12.
    """

    state_names = ("sum",)

    def __init__(
        self, params: Any, lr: float = 1e-2, lr_decay: float = 0, weight_decay: float = 0,
        initial_accumulator_value: float = 0, eps: float = 1e-10, foreach: bool | None = None, *,
        maximize: bool = False, differentiable: bool = False, fused: bool | None = None
    ):  # fmt: skip
        super().__init__(params, settings(locals()))
        self.first_values = {"sum": initial_accumulator_value}
        for group in self.param_groups:
            for p in group["params"]:
                self.own_state(p, group)

    def check(self, group: dict[str, Any]) -> None:
        super().check(group)
        self.need_positive(**{name: group[name] for name in ("lr_decay", "initial_accumulator_value", "eps")})

    # The plain step, to be read: it runs with foreach=False.
    @staticmethod
    def plain_step(param: np.ndarray, grad: np.ndarray, state: dict[str, Tensor], group: dict[str, Any]) -> None:
        total = state["sum"].array
        lr = group["lr"] / (1 + state["step"].item() * group["lr_decay"])
        state["step"].array += 1
        total += grad * grad
        param -= lr * grad / (np.sqrt(total) + group["eps"])

    # The packed step, which runs otherwise: the same in passes without new memory, over many parameters (packs.py).
    def coefficients(self, scalars: dict[str, np.ndarray], group: dict[str, Any]) -> tuple[float, ...]:
        lr = group["lr"] / (1 + float(scalars["step"][0]) * group["lr_decay"])
        scalars["step"] += 1
        return lr, group["eps"]

    @staticmethod
    def packed_step(param: Any, grad: Any, state: list, scratch: Any, coefficients: Any, group: dict[str, Any]) -> None:
        lr, eps = coefficients
        total, spare = state[0], scratch[0]
        total += np.multiply(grad, grad, out=spare)
        np.sqrt(total, out=spare)
        spare += eps
        np.divide(grad, spare, out=spare)
        spare *= lr
        param -= spare
