"""A schedule of the learning rate, in the library that a case asks for."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import Any

from ...recipes import World


@dataclass(frozen=True)
class Scheduler:
    """A schedule over the argument `optimizer`, by its name in `optim.lr_scheduler`, after so many epochs."""

    name: str
    options: dict[str, Any] = field(default_factory=dict)
    epochs: int = 0

    def build(self, world: World) -> Any:
        scheduler = getattr(world.module("optim.lr_scheduler"), self.name)
        made = scheduler(world.built["optimizer"], **self.options)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # PyTorch asks for a step of the optimizer before the schedule's
            for _ in range(self.epochs):
                made.step()
        return made

    def observe(self, scheduler: Any) -> dict[str, int]:
        return {"epochs told": scheduler.last_epoch}

    def __repr__(self) -> str:
        options = "".join(f", {name}={value}" for name, value in self.options.items())
        after = f", after {self.epochs} epoch{'s' * (self.epochs > 1)}" if self.epochs else ""
        return f"optim.lr_scheduler.{self.name}(optimizer{options}){after}"
