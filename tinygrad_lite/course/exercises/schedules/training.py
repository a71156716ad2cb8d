"""A recipe: the training that a range test is given, whose losses are known beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class _Steps:
    """Returns the losses one by one, at the end the last one again, and remembers the rates it was called with."""

    def __init__(self, losses: tuple[float, ...]) -> None:
        self.losses, self.rates = losses, list[float]()

    def __call__(self, lr: float) -> float:
        self.rates.append(float(lr))
        return self.losses[min(len(self.rates), len(self.losses)) - 1]


@dataclass(frozen=True)
class Training:
    """A training as an argument: a function that takes a learning rate, and returns these losses one by one."""

    losses: tuple[float, ...]

    def build(self, world: Any) -> _Steps:
        return _Steps(self.losses)

    def observe(self, built: _Steps) -> dict[str, Any]:
        """The rates with which steps were made."""
        return {"rates": list(built.rates)}

    def __repr__(self) -> str:
        return f"a training with the losses {', '.join(f'{loss:g}' for loss in self.losses)}"
