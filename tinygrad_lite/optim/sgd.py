"""Stochastic gradient descent, with momentum."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.ops.common import need_number
from tinygrad_lite.optim.optimizer import Optimizer, settings
from tinygrad_lite.tensor import Tensor


class SGD(Optimizer):
    """param -= lr · velocity, where velocity = momentum · velocity + gradient. `torch.optim.SGD`.

    Args:
        params: parameters, or dicts with "params" and settings of their own.
        lr: learning rate, the size of the steps: a number, or a tensor of one, which may be changed in place.
        momentum: how much of the last velocity remains; 0 for plain descent.
        dampening: how much of the gradient is left out of the velocity (from the second step on, as in PyTorch).
        weight_decay: adds weight_decay · param to the gradient.
        nesterov: look ahead along the velocity; needs a momentum, and no dampening.
        maximize: climb instead.
        foreach: False for the plain step, one parameter after the other.

    >>> w = tg.tensor([1.0], requires_grad=True)
    >>> optimizer = tg.optim.SGD([w], lr=0.1)
    >>> (w * 3).sum().backward()
    >>> optimizer.step()
    >>> w
    tensor([0.7000], requires_grad=True)

    Source: Sutskever et al. 2013, "On the importance of initialization and momentum in deep learning".
    """

    state_names = ("momentum_buffer",)
    scalar_names = ()
    small = 1024

    def __init__(
        self, params: Any, lr: float = 1e-3, momentum: float = 0, dampening: float = 0, weight_decay: float = 0,
        nesterov: bool = False, *, maximize: bool = False, foreach: bool | None = None, differentiable: bool = False,
        fused: bool | None = None
    ):  # fmt: skip
        super().__init__(params, settings(locals()))

    def check(self, group: dict[str, Any]) -> None:
        super().check(group)
        self.need_positive(momentum=group["momentum"])
        need_number(group["dampening"], self.name, "dampening")
        if group["nesterov"] and (group["momentum"] <= 0 or group["dampening"] != 0):
            raise ValueError("SGD: nesterov=True needs a momentum greater than 0 and a dampening of 0.")

    def own_state(self, p: Tensor, group: dict[str, Any]) -> dict[str, Tensor]:
        state = self.state[p] if group["momentum"] else {}
        if state.get("momentum_buffer") is not None:  # not made here: the first velocity is the gradient, not 0
            self.check_state(p, "momentum_buffer", state["momentum_buffer"])
        return state

    # The plain step, to be read: it runs with foreach=False.
    @staticmethod
    def plain_step(param: np.ndarray, grad: np.ndarray, state: dict[str, Tensor], group: dict[str, Any]) -> None:
        if group["momentum"]:
            if state.get("momentum_buffer") is None:  # the first step of momentum: the velocity is the gradient
                state["momentum_buffer"] = Tensor(grad.copy())
            else:
                velocity = state["momentum_buffer"].array
                velocity[...] = group["momentum"] * velocity + (1 - group["dampening"]) * grad
            velocity = state["momentum_buffer"].array
            grad = grad + group["momentum"] * velocity if group["nesterov"] else velocity
        param -= group["lr"] * grad

    # The packed step, which runs otherwise: the same in passes without new memory, over many parameters (packs.py).
    def needed_state(self, group: dict[str, Any]) -> tuple[str, ...]:
        return self.state_names if group["momentum"] else ()

    def scalars(self, state: dict[str, Tensor]) -> dict[str, float]:
        return {"steps": state.get("momentum_buffer") is not None}  # all that matters is whether there was a first one

    def coefficients(self, scalars: dict[str, np.ndarray], group: dict[str, Any]) -> tuple[float, ...]:
        undampened = 1 - group["dampening"] if scalars["steps"][0] else 1
        scalars["steps"] += 1
        return group["lr"], group["momentum"], undampened

    @staticmethod
    def packed_step(param: Any, grad: Any, state: list, scratch: Any, coefficients: Any, group: dict[str, Any]) -> None:
        lr, momentum, undampened = coefficients
        spare = scratch[0]
        if group["momentum"]:
            velocity = state[0]
            velocity *= momentum
            velocity += np.multiply(grad, undampened, out=spare) if group["dampening"] else grad
            if group["nesterov"]:
                np.multiply(velocity, momentum, out=spare)
                grad = np.add(spare, grad, out=spare)
            else:
                grad = velocity
        param -= np.multiply(grad, lr, out=spare)
