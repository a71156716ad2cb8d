"""What data parallel training is asked about: replicas of one network, their optimizers, and a shard for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...recipes import Optimizer, World
from ..loop.nets import Net


@dataclass(frozen=True, eq=False)
class Replicas:
    """A list of networks with the same weights."""

    net: Net
    count: int

    def build(self, world: World) -> list[Any]:
        return [self.net.build(world) for _ in range(self.count)]

    def observe(self, models: list[Any]) -> dict[str, Any]:
        """The parameters of each; the gradients that are left there are free."""
        states = [self.net.observe(model)["parameters"] for model in models]
        return {f"[{index}] {name}": value for index, state in enumerate(states) for name, value in state.items()}

    def __repr__(self) -> str:
        return f"{self.count} times {self.net!r}{', with old gradients' * self.net.grads}"


@dataclass(frozen=True, eq=False)
class Trained:
    """A network of which only the parameters are observed: its mode, and what is left in `.grad`, are free."""

    net: Net

    def build(self, world: World) -> Any:
        return self.net.build(world)

    def observe(self, model: Any) -> Any:
        return self.net.observe(model)["parameters"]

    def __repr__(self) -> str:
        return f"{self.net!r}{', with old gradients' * self.net.grads}"


@dataclass(frozen=True)
class Optimizers:
    """An optimizer for each of the replicas."""

    name: str
    lr: float
    options: tuple[tuple[str, float], ...] = ()

    def build(self, world: World) -> list[Any]:
        optimizers = []
        for model in world.built["replicas"]:
            alone = World(world.library, built={"model": model})
            optimizers.append(Optimizer(self.name, self.lr, options=dict(self.options)).build(alone))
        return optimizers

    def __repr__(self) -> str:
        options = "".join(f", {key}={value}" for key, value in self.options)
        return f"optim.{self.name}(…, lr={self.lr}{options}) for each replica"


@dataclass(frozen=True, eq=False)
class Shards:
    """A list with a batch `(x, y)` of tensors for each replica."""

    x: np.ndarray
    y: np.ndarray
    count: int

    def build(self, world: World) -> list[tuple[Any, Any]]:
        parts = zip(np.split(self.x, self.count), np.split(self.y, self.count), strict=True)
        return [(world.tensor(x), world.tensor(y)) for x, y in parts]

    def __repr__(self) -> str:
        return f"{self.count} batches of {len(self.x) // self.count} samples"
