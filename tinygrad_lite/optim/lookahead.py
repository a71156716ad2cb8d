"""Lookahead: k steps forward, one step back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tinygrad_lite.arguments import checked, need_kind, need_saved
from tinygrad_lite.autograd import no_grad
from tinygrad_lite.optim.optimizer import Optimizer
from tinygrad_lite.optim.wrapper import Wrapper


class Lookahead(Wrapper):
    """After every k steps of `optimizer`, goes part of the way back: slow += alpha · (param - slow); param = slow.

    Args:
        optimizer: takes the steps.
        k: how many steps before each return, at least 1.
        alpha: the share of the way that is kept, from 0 to 1.

    >>> w = tg.tensor([0.0], requires_grad=True)
    >>> optimizer = tg.optim.Lookahead(tg.optim.SGD([w], lr=1.0), k=2)
    >>> for _ in range(2):
    ...     optimizer.zero_grad()
    ...     (-w).sum().backward()
    ...     optimizer.step()
    >>> w  # two steps of 1, and back by half
    tensor([1.], requires_grad=True)

    Source: Zhang et al. 2019, arXiv:1907.08610.
    """

    @checked
    def __init__(self, optimizer: Optimizer, k: int = 5, alpha: float = 0.5):
        super().__init__(optimizer)
        if isinstance(k, bool) or not isinstance(k, int) or k < 1:
            raise ValueError(f"Lookahead: k must be a whole number of steps, at least 1, got {k}.")
        if not 0 <= alpha <= 1:
            raise ValueError(f"Lookahead: alpha must be from 0 to 1, got {alpha}.")
        self.k, self.alpha, self.steps = k, alpha, 0
        self.slow = [p.detach().clone() for p in self._params()]

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        super().add_param_group(param_group)
        self.slow += [p.detach().clone() for p in self._params()[len(self.slow) :]]

    def step(self, closure: Callable | None = None) -> Any:
        loss = self.optimizer.step(closure)
        self.steps += 1
        if self.steps % self.k == 0:
            with no_grad():
                for p, slow in zip(self._params(), self.slow, strict=True):
                    p.copy_(slow.add_(p - slow, alpha=self.alpha))
        return loss

    def state_dict(self) -> dict[str, Any]:
        """That of the optimizer inside, with "steps" and the "slow" parameters."""
        return {**super().state_dict(), "steps": self.steps, "slow": list(self.slow)}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        need_saved("Lookahead", state_dict, ())
        if "slow" not in state_dict:
            raise ValueError("Lookahead: this is the state of the optimizer inside alone: load it into .optimizer.")
        need_saved("Lookahead", state_dict, ("steps",))
        own = self._params()
        if not isinstance(state_dict["slow"], (list, tuple)) or len(state_dict["slow"]) != len(own):
            raise ValueError(f"Lookahead: the saved slow must be a list of {len(own)} tensors, one for each parameter.")
        need_kind("Lookahead", "the saved steps", state_dict["steps"], "int")
        slow = [self.loaded("slow", saved, p) for saved, p in zip(state_dict["slow"], own)]
        super().load_state_dict(state_dict)
        self.steps, self.slow = state_dict["steps"], slow
