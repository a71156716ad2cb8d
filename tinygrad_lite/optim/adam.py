"""Adam, and AdamW: steps of about the same size for every weight, whatever the size of its gradients."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np

from tinygrad_lite.arguments import said
from tinygrad_lite.optim.optimizer import Optimizer, settings
from tinygrad_lite.tensor import Tensor


class Adam(Optimizer):
    """param -= lr · m̂ / (√v̂ + eps): m̂ is a running mean of the gradients, v̂ of their squares. `torch.optim.Adam`.

    Args:
        params: parameters, or dicts with "params" and settings of their own.
        lr: learning rate, a number or a tensor of one; the first step moves every weight by about so much.
        betas: how much of the running means remains in each step.
        eps: keeps the division from 0.
        weight_decay: adds weight_decay · param to the gradient.
        decoupled_weight_decay: True for AdamW's, see there.
        amsgrad: divide by the largest v̂ so far, so that steps never grow again. Source: Reddi et al. 2018, ICLR.
        maximize: climb instead.
        foreach: False for the plain step, one parameter after the other.

    >>> w = tg.tensor([1.0, 1.0], requires_grad=True)
    >>> optimizer = tg.optim.Adam([w], lr=0.1)
    >>> (w * tg.tensor([100.0, 0.01])).sum().backward()
    >>> optimizer.step()
    >>> w
    tensor([0.9000, 0.9000], requires_grad=True)

    Source: Kingma & Ba 2015, arXiv:1412.6980.
    """

    state_names = ("exp_avg", "exp_avg_sq")
    tensor_lr_with_foreach = False

    def __init__(
        self, params: Any, lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8,
        weight_decay: float = 0, amsgrad: bool = False, *, foreach: bool | None = None, maximize: bool = False,
        capturable: bool = False, differentiable: bool = False, fused: bool | None = None,
        decoupled_weight_decay: bool = False
    ):  # fmt: skip
        super().__init__(params, settings(locals()))

    def check(self, group: dict[str, Any]) -> None:
        super().check(group)
        self.need_positive(eps=group["eps"])
        betas = group["betas"]
        if not isinstance(betas, (tuple, list)) or len(betas) != 2:
            raise TypeError(f"{self.name}: betas must be two numbers, as in (0.9, 0.999), got {said(betas)}.")
        for i, beta in enumerate(betas):
            if not isinstance(beta, (int, float, np.floating)) or not 0 <= beta < 1:
                raise ValueError(f"{self.name}: betas[{i}] must be at least 0 and less than 1, got {beta!r}.")

    def needed_state(self, group: dict[str, Any]) -> tuple[str, ...]:
        return (*self.state_names, "max_exp_avg_sq") if group.get("amsgrad") else self.state_names

    # The plain step, to be read: it runs with foreach=False.
    @staticmethod
    def plain_step(param: np.ndarray, grad: np.ndarray, state: dict[str, Tensor], group: dict[str, Any]) -> None:
        m, v = state["exp_avg"].array, state["exp_avg_sq"].array
        beta1, beta2 = group["betas"]
        state["step"].array += 1
        step = state["step"].item()
        m[...] = beta1 * m + (1 - beta1) * grad
        v[...] = beta2 * v + (1 - beta2) * grad * grad
        if group["amsgrad"]:
            largest = state["max_exp_avg_sq"].array
            largest[...] = v = np.maximum(largest, v)
        m_hat = m / (1 - beta1**step)  # m and v began as zeros: without this they would be too small at first
        v_hat = v / (1 - beta2**step)
        param -= group["lr"] * m_hat / (np.sqrt(v_hat) + group["eps"])

    # The packed step, which runs otherwise: the same in passes without new memory, over many parameters (packs.py).
    def coefficients(self, scalars: dict[str, np.ndarray], group: dict[str, Any]) -> tuple[float, ...]:
        """With a = 1 - beta1^t, b = 1 - beta2^t: lr·(m / a) / (√(v / b) + eps) = (lr·√b / a) · m / (√v + eps·√b)."""
        scalars["step"] += 1
        step = float(scalars["step"][0])
        beta1, beta2 = group["betas"]
        root = sqrt(1 - beta2**step)
        return *mean_coefficients(group), group["lr"] * root / (1 - beta1**step), group["eps"] * root

    @staticmethod
    def packed_step(param: Any, grad: Any, state: list, scratch: Any, coefficients: Any, group: dict[str, Any]) -> None:
        m, v = state[:2]
        update_means(grad, state, scratch, coefficients, group)
        step_size, eps = coefficients[4:]
        if group["amsgrad"]:
            v = np.maximum(state[2], v, out=state[2])
        change = np.sqrt(v, out=scratch[0])
        change += eps
        np.divide(m, change, out=change)
        change *= step_size
        param -= change


def mean_coefficients(group: dict[str, Any]) -> tuple[float, ...]:
    """The coefficients that `update_means` needs; they come first."""
    beta1, beta2 = group["betas"]
    return beta1, 1 - beta1, beta2, sqrt(1 - beta2)


def update_means(grad: Any, state: list, scratch: Any, coefficients: Any, group: dict[str, Any]) -> None:
    """Renew Adam's two running means, of the gradients and of their squares. Its relatives use it too."""
    m, v = state[:2]
    beta1, one_minus_beta1, beta2, root_of_one_minus_beta2 = coefficients[:4]
    spare = scratch[0]
    np.subtract(grad, m, out=spare)
    if group["betas"][0] > 0.5:  # two forms of beta1 · m + (1 - beta1) · grad; PyTorch, too, takes the more exact one
        spare *= one_minus_beta1
        m += spare
    else:
        spare *= beta1
        np.subtract(grad, spare, out=m)
    v *= beta2
    np.multiply(grad, root_of_one_minus_beta2, out=spare)
    spare *= spare  # (1 - beta2) · grad²: the square alone could be too large for the dtype
    v += spare


class AdamW(Adam):
    """Adam with the weight decay taken off the weights themselves: param *= 1 - lr · weight_decay. `torch.optim.AdamW`.

    That line is in `Optimizer.decay_and_plain_step`, beside the decay of the others, which goes into the gradient; and
    once more in `decay_and_packed_step`, which runs unless foreach=False.

    >>> w = tg.tensor([1.0], requires_grad=True)
    >>> optimizer = tg.optim.AdamW([w], lr=0.1, weight_decay=0.5)
    >>> w.grad = tg.zeros(1)
    >>> optimizer.step()  # no gradient: only the decay, lr · weight_decay of the weight
    >>> w
    tensor([0.9500], requires_grad=True)

    Source: Loshchilov & Hutter 2019, arXiv:1711.05101.
    """

    def __init__(
        self, params: Any, lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8,
        weight_decay: float = 1e-2, amsgrad: bool = False, *, maximize: bool = False, foreach: bool | None = None,
        capturable: bool = False, differentiable: bool = False, fused: bool | None = None
    ):  # fmt: skip
        super().__init__(params, **settings(locals()), decoupled_weight_decay=True)
