"""A schedule of the learning rate, in the library that a case asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ...recipes import World


@dataclass(frozen=True)
class Scheduler:
    """A schedule over the argument `optimizer`, by its name in `optim.lr_scheduler`."""

    name: str
    options: dict[str, Any] = field(default_factory=dict)

    def build(self, world: World) -> Any:
        scheduler = getattr(world.module("optim.lr_scheduler"), self.name)
        return scheduler(world.built["optimizer"], **self.options)

    def observe(self, scheduler: Any) -> dict[str, int]:
        return {"epochs told": scheduler.last_epoch}

    def __repr__(self) -> str:
        options = "".join(f", {name}={value}" for name, value in self.options.items())
        return f"optim.lr_scheduler.{self.name}(optimizer{options})"
