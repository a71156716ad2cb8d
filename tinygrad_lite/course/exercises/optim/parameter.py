"""What the exercise on the optimizer class hands over: parameters, and several of them as one argument."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...case import code
from ...recipes import World


class Parameter:
    """A parameter as the exercise on the optimizer class hands it over."""

    def __init__(self, data: np.ndarray, grad: np.ndarray | None) -> None:
        self.data, self.grad = data, grad

    def add_grad(self, gradient: np.ndarray) -> None:
        """What `backward` does: the gradient is added to the one that is there."""
        self.grad = np.array(gradient) if self.grad is None else self.grad + gradient


@dataclass(frozen=True, eq=False)
class ParameterRecipe:
    """Recipe of a parameter with `.data` and, once `add_grad` was called, `.grad`."""

    data: np.ndarray

    def build(self, world: World) -> Parameter:
        return Parameter(self.data.copy(), None)

    def __repr__(self) -> str:
        return f"Parameter({code(self.data)})"


@dataclass(frozen=True)
class Together:
    """Recipe of several arguments of the same case as one: a list of them, or a generator that gives them once."""

    names: tuple[str, ...]
    once: bool = False

    def build(self, world: World) -> Iterable[Any]:
        members = [world.built[name] for name in self.names]
        return (member for member in members) if self.once else members

    def __repr__(self) -> str:
        listed = ", ".join(self.names)
        return f"(p for p in [{listed}])" if self.once else f"[{listed}]"
