"""Schedules as an argument: straight lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Ramps:
    """A list of schedules as an argument: each is a function of its own step, given by its start and its slope."""

    lines: tuple[tuple[float, float], ...]

    def build(self, world: Any) -> list[Callable[[int], float]]:
        return [_ramp(start, slope) for start, slope in self.lines]

    def observe(self, built: list) -> list:
        """Which schedules the list holds."""
        return [getattr(schedule, "line", "another") for schedule in built]

    def __repr__(self) -> str:
        lines = [
            f"lambda step: {start:g} {'-' if slope < 0 else '+'} {abs(slope):g} * step" for start, slope in self.lines
        ]
        return f"[{', '.join(lines)}]"


def _ramp(start: float, slope: float) -> Callable[[int], float]:
    def schedule(step: int) -> float:
        return start + slope * step

    schedule.line = (start, slope)  # type: ignore[attr-defined]
    return schedule
