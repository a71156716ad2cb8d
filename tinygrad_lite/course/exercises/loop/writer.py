"""A writer of scalars that remembers what it was given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...recipes import World


class _Writer:
    """Stands for a SummaryWriter: writes down what is added to it."""

    def __init__(self) -> None:
        self.scalars: list[tuple[Any, ...]] = []

    def add_scalar(self, tag: Any, scalar_value: Any, global_step: Any = None) -> None:
        self.scalars.append((tag, scalar_value, global_step))


@dataclass(frozen=True)
class Writer:
    """A writer with `add_scalar(tag, value, step)`; what was added is observed in the order of the tags."""

    def build(self, world: World) -> _Writer:
        return _Writer()

    def observe(self, writer: _Writer) -> list[Any]:
        plain = [tuple(_plain(item) for item in added) for added in writer.scalars]
        return sorted(plain, key=lambda added: tuple(map(repr, added)))

    def __repr__(self) -> str:
        return 'SummaryWriter("runs")'


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return float(value) if hasattr(value, "item") else value
