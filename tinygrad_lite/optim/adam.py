"""Adam, and AdamW: steps of about the same size for every weight, whatever the size of its gradients."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np

from tinygrad_lite.ops.common import refuse
from tinygrad_lite.optim.optimizer import Optimizer, decayed
from tinygrad_lite.tensor import Tensor


class Adam(Optimizer):
    """param -= lr · m̂ / (√v̂ + eps): m̂ is a running mean of the gradients, v̂ of their squares. `torch.optim.Adam`.

    Args:
        params: parameters, or dicts with "params" and settings of their own.
        lr: learning rate; the first step moves every weight by about so much.
        betas: how much of the running means remains in each step.
        eps: keeps the division from 0.
        weight_decay: adds weight_decay · param to the gradient; see AdamW.
        maximize: climb instead.
        foreach: False for the plain form, one parameter after the other.

    >>> w = tg.tensor([1.0, 1.0], requires_grad=True)
    >>> optimizer = tg.optim.Adam([w], lr=0.1)
    >>> (w * tg.tensor([100.0, 0.01])).sum().backward()
    >>> optimizer.step()
    >>> w
    tensor([0.9000, 0.9000], requires_grad=True)

    Source: Kingma & Ba 2015, arXiv:1412.6980.
    """

    state_names = ("exp_avg", "exp_avg_sq")

    def __init__(
        self,
        params: Any,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        amsgrad: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
        decoupled_weight_decay: bool = False,
    ):
        settings = {name: value for name, value in locals().items() if name not in ("self", "params", "__class__")}
        super().__init__(params, settings)

    def check(self, group: dict[str, Any]) -> None:
        super().check(group)
        self.need_positive(eps=group["eps"])
        refuse(self.name, amsgrad=(group["amsgrad"], False))
        for i, beta in enumerate(group["betas"]):
            if not 0 <= beta < 1:
                raise ValueError(f"{self.name}: betas[{i}] must be at least 0 and less than 1, got {beta}.")

    def own_state(self, p: Tensor, group: dict[str, Any]) -> dict[str, Tensor]:
        if p not in self.state:
            zeros = {name: Tensor(np.zeros_like(p.array)) for name in self.state_names}
            self.state[p] = {"step": Tensor(np.zeros((), np.float32)), **zeros}
        return self.state[p]

    @staticmethod
    def plain(param: np.ndarray, grad: np.ndarray, state: dict[str, Tensor], group: dict[str, Any]) -> None:
        m, v = state["exp_avg"].array, state["exp_avg_sq"].array
        beta1, beta2 = group["betas"]
        state["step"].array += 1
        step = float(state["step"].array)
        if group["decoupled_weight_decay"]:
            param *= 1 - group["lr"] * group["weight_decay"]
        elif group["weight_decay"]:
            grad = grad + group["weight_decay"] * param
        m[...] = beta1 * m + (1 - beta1) * grad
        v[...] = beta2 * v + (1 - beta2) * grad * grad
        m_hat = m / (1 - beta1**step)  # m and v began as zeros: without this they would be too small at first
        v_hat = v / (1 - beta2**step)
        param -= group["lr"] * m_hat / (np.sqrt(v_hat) + group["eps"])

    # The fast form: the same in passes without new memory, over many parameters at once (see packs.py).
    def numbers(self, step: float, group: dict[str, Any]) -> Any:
        """With a = 1 - beta1^t, b = 1 - beta2^t: lr·(m / a) / (√(v / b) + eps) = (lr·√b / a) · m / (√v + eps·√b)."""
        beta1, beta2 = group["betas"]
        root = sqrt(1 - beta2**step)
        step_size, eps = group["lr"] * root / (1 - beta1**step), group["eps"] * root
        shrink = 1 - group["lr"] * group["weight_decay"] if group["decoupled_weight_decay"] else 1
        weight_decay = 0 if group["decoupled_weight_decay"] else group["weight_decay"]
        return beta1, beta2, step_size, eps, shrink, weight_decay, group["maximize"]

    @staticmethod
    def update(param: Any, grad: Any, state: list, scratch: Any, numbers: Any) -> None:
        m, v = state
        beta1, beta2, step_size, eps, shrink, weight_decay, maximize = numbers
        grad = decayed(param, grad, scratch, maximize, weight_decay)
        spare = scratch[0]
        if shrink != 1:
            param *= shrink
        m *= beta1
        m += np.multiply(grad, 1 - beta1, out=spare)
        v *= beta2
        np.multiply(grad, grad, out=spare)
        spare *= 1 - beta2
        v += spare
        np.sqrt(v, out=spare)
        spare += eps
        np.divide(m, spare, out=spare)
        spare *= step_size
        param -= spare


class AdamW(Adam):
    """Adam with the weight decay taken off the weights themselves: param *= 1 - lr · weight_decay. `torch.optim.AdamW`.

    Source: Loshchilov & Hutter 2019, arXiv:1711.05101.
    """

    def __init__(
        self,
        params: Any,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
        foreach: bool | None = None,
        capturable: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
    ):
        settings = {name: value for name, value in locals().items() if name not in ("self", "__class__")}
        super().__init__(**settings, decoupled_weight_decay=True)
