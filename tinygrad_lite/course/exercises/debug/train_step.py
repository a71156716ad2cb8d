"""A training step of known losses: what `overfit_one_batch` is given."""

from __future__ import annotations

from dataclasses import dataclass

from ...recipes import World


class _TrainStep:
    """Gives one loss a call, and counts the calls."""

    def __init__(self, losses: tuple[float, ...]) -> None:
        self.losses, self.calls = losses, 0

    def __call__(self) -> float:
        self.calls += 1
        return self.losses[min(self.calls, len(self.losses)) - 1]


@dataclass(frozen=True)
class TrainStep:
    """A function that makes one training step and returns the loss; the losses are known beforehand."""

    losses: tuple[float, ...]

    def build(self, world: World) -> _TrainStep:
        return _TrainStep(self.losses)

    def observe(self, step: _TrainStep) -> dict[str, int]:
        return {"calls": step.calls}

    def __repr__(self) -> str:
        shown = [f"{loss:g}" for loss in self.losses[:8]] + ["…"] * (len(self.losses) > 8)
        return f"a function that returns {', '.join(shown)}"
