"""An expression that can be written at a place, and what it comes to there."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .alike import alike

#: What the names hold where a place is reached.
Env = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Piece:
    """An expression, and what it comes to.

    Attributes:
        tree: the expression.
        ask: computes it from what the names hold.
        values: what it comes to in each of the surroundings that the pool was made for.
        size: how many pieces it is made of.
    """

    tree: ast.expr
    ask: Callable[[Env], Any]
    values: tuple[Any, ...]
    size: int

    def comes_to(self, envs: Sequence[Env], values: Sequence[Any]) -> bool:
        """Whether it has these values in these surroundings."""
        try:
            return all(alike(self.ask(env)) == alike(value) for env, value in zip(envs, values, strict=True))
        except Exception:
            return False
