"""SAM: sharpness-aware minimization, with the gradient from the worst place nearby."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked
from tinygrad_lite.autograd import constant, enable_grad, no_grad
from tinygrad_lite.backend import OtherArray, as_array, device_of, moved
from tinygrad_lite.optim.hooks import hooked
from tinygrad_lite.optim.optimizer import Optimizer
from tinygrad_lite.optim.wrapper import Wrapper
from tinygrad_lite.tensor import Tensor


class SAM(Wrapper):
    """Goes uphill by `rho`, takes the gradient there, and lets `optimizer` step with it from where it was.

    What remains are minima in whose neighbourhood the loss is low as well. A step needs two gradients: pass
    `step` a closure, which is called twice, or write

        loss_of(model(x), y).backward();  optimizer.first_step(zero_grad=True)
        loss_of(model(x), y).backward();  optimizer.second_step(zero_grad=True)

    Args:
        optimizer: takes the steps.
        rho: how far uphill: the length of the change of all parameters together.

    >>> w = tg.tensor([1.0], requires_grad=True)
    >>> optimizer = tg.optim.SAM(tg.optim.SGD([w], lr=0.1), rho=0.5)
    >>> (w * w).sum().backward()
    >>> optimizer.first_step(zero_grad=True)  # to 1.5
    >>> (w * w).sum().backward()
    >>> optimizer.second_step()  # the gradient was 3
    >>> w
    tensor([0.7000], requires_grad=True)

    Source: Foret et al. 2021, arXiv:2010.01412.
    """

    @checked
    def __init__(self, optimizer: Optimizer, rho: float = 0.05):
        super().__init__(optimizer)
        self.need_positive(rho=rho)
        self.rho = rho
        self._before: list[tuple[Tensor, Tensor]] = []  # while uphill: parameters, and what they were

    def first_step(self, zero_grad: bool = False) -> None:
        """Go uphill: param += rho · grad / |grad|, where |grad| is the length of all gradients together."""
        if self._before:
            raise RuntimeError("SAM: first_step was called twice; second_step goes between.")
        params = [p for p in self._params() if p.grad is not None]
        length = length_of([p.grad.array for p in params])
        with no_grad():
            for p in params:
                self._before.append((p, p.detach().clone()))
                share = self.rho / (length + 1e-12)
                if isinstance(share, OtherArray):  # which stays there: to ask for it would be to wait
                    p.add_(p.grad * constant(moved(share, device_of(p.array))))
                else:
                    p.add_(p.grad, alpha=share)
        if zero_grad:
            self.zero_grad()

    @hooked
    def second_step(self, zero_grad: bool = False) -> None:
        """Go back to where `first_step` began, and step with the gradients of now."""
        if not self._before:
            raise RuntimeError("SAM: second_step follows first_step (which found no gradients, or was not called).")
        self.step_back()
        self.optimizer.step()
        if zero_grad:
            self.zero_grad()

    def step_back(self) -> None:
        """Go back to where `first_step` began, without a step."""
        with no_grad():
            for p, before in self._before:
                p.copy_(before)
        self._before = []

    @checked
    def step(self, closure: Callable | None = None) -> Any:
        """Both steps. `closure` clears the gradients, computes the loss, calls backward; the first loss is returned."""
        if closure is None:
            raise ValueError("SAM: step needs a closure, which it calls twice; or call first_step and second_step.")
        with enable_grad():
            loss = closure()
            self.first_step(zero_grad=True)
            try:
                closure()
            finally:
                self.step_back()  # also when it is interrupted
        self.optimizer.step()
        return loss


def length_of(arrays: list) -> Any:
    """The square root of the sum of all squares: a number, or an array on the device of the first."""
    squares = [np.square(array, dtype=widest(array)).sum() for array in arrays]
    total: Any = sum(moved(as_array(square), device_of(squares[0])) for square in squares)
    return sqrt(float(total)) if device_of(total).type == "cpu" else np.sqrt(total)


def widest(array: Any) -> Any:
    """The dtype to add many numbers up in: Apple's GPUs have no float64."""
    return np.float32 if device_of(array).type == "mps" else np.float64
