"""NAdam: Adam that looks ahead along its running mean, as Nesterov's momentum does."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np

from tinygrad_lite.optim.adam import Adam, mean_coefficients, update_means
from tinygrad_lite.optim.optimizer import settings
from tinygrad_lite.tensor import Tensor


class NAdam(Adam):
    """Adam whose m̂ is a mixture of the present gradient and the running mean as it will be. `torch.optim.NAdam`.

    Args:
        params, lr, betas, eps, weight_decay, foreach, maximize: see Adam.
        momentum_decay: how soon the share of the running mean grows from half of beta1 to beta1.
        decoupled_weight_decay: weight decay as in AdamW.

    Source: Dozat 2016, "Incorporating Nesterov momentum into Adam".
    """

    scalar_names = ("step", "mu_product")
    first_values = {"mu_product": 1.0}
    tensor_lr_with_foreach = True

    def __init__(
        self, params: Any, lr: float = 2e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8,
        weight_decay: float = 0, momentum_decay: float = 4e-3, decoupled_weight_decay: bool = False, *,
        foreach: bool | None = None, maximize: bool = False, capturable: bool = False, differentiable: bool = False
    ):  # fmt: skip
        super(Adam, self).__init__(params, settings(locals()))

    def check(self, group: dict[str, Any]) -> None:
        super().check(group)
        self.need_positive(momentum_decay=group["momentum_decay"])

    # The plain step, to be read: it runs with foreach=False.
    @staticmethod
    def plain_step(param: np.ndarray, grad: np.ndarray, state: dict[str, Tensor], group: dict[str, Any]) -> None:
        m, v = state["exp_avg"].array, state["exp_avg_sq"].array
        beta1, beta2 = group["betas"]
        state["step"].array += 1
        step = state["step"].item()
        mu, mu_next = share_of_mean(step, group), share_of_mean(step + 1, group)
        state["mu_product"].array *= mu
        product = state["mu_product"].item()
        m[...] = beta1 * m + (1 - beta1) * grad
        v[...] = beta2 * v + (1 - beta2) * grad * grad
        m_hat = mu_next * m / (1 - product * mu_next) + (1 - mu) * grad / (1 - product)
        v_hat = v / (1 - beta2**step)
        param -= group["lr"] * m_hat / (np.sqrt(v_hat) + group["eps"])

    # The packed step, which runs otherwise: the same in passes without new memory, over many parameters (packs.py).
    def coefficients(self, scalars: dict[str, np.ndarray], group: dict[str, Any]) -> tuple[float, ...]:
        scalars["step"] += 1
        step = float(scalars["step"][0])
        mu, mu_next = share_of_mean(step, group), share_of_mean(step + 1, group)
        scalars["mu_product"] *= mu
        product = float(scalars["mu_product"][0])
        root = sqrt(1 - group["betas"][1] ** step)  # √(v / root²) + eps = (√v + eps · root) / root
        step_size = group["lr"] * root
        of_mean, of_grad = step_size * mu_next / (1 - product * mu_next), step_size * (1 - mu) / (1 - product)
        return *mean_coefficients(group), of_mean, of_grad, group["eps"] * root

    @staticmethod
    def packed_step(param: Any, grad: Any, state: list, scratch: Any, coefficients: Any, group: dict[str, Any]) -> None:
        m, v = state
        update_means(grad, state, scratch, coefficients, group)
        of_mean, of_grad, eps = coefficients[4:]
        spare, change = scratch
        np.multiply(grad, of_grad, out=change)
        change += np.multiply(m, of_mean, out=spare)
        np.sqrt(v, out=spare)
        spare += eps
        change /= spare
        param -= change


def share_of_mean(step: float, group: dict[str, Any]) -> float:
    """How much of m̂ is the running mean, the rest being the gradient: from beta1 / 2 up to beta1."""
    return group["betas"][0] * (1 - 0.5 * 0.96 ** (step * group["momentum_decay"]))
