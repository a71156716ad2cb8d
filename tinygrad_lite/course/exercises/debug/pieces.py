"""Recipes for what training loops are given: a loader, a network, an optimizer with two groups, a schedule.

Each is built in the library that a case asks for, on numbers in float64 that the case holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...recipes import Optimizer, World, parameters_and_mode


@dataclass(frozen=True, eq=False)
class Loader:
    """A DataLoader over pairs (x, y) that does not shuffle; the last batch may be smaller."""

    x: np.ndarray
    y: np.ndarray
    batch_size: int

    def build(self, world: World) -> Any:
        data: Any = world.module("data" if world.library == "tinygrad_lite" else "utils.data")
        pairs = data.TensorDataset(world.tensor(self.x), world.tensor(self.y))
        return data.DataLoader(pairs, batch_size=self.batch_size)

    def __repr__(self) -> str:
        return f"a loader of {len(self.x)} samples in batches of {self.batch_size}"


@dataclass(frozen=True, eq=False)
class Net:
    """Linear layers with Tanh between them.

    Attributes:
        layers: weight and bias of each Linear layer.
    """

    layers: tuple[tuple[np.ndarray, np.ndarray], ...]

    @classmethod
    def draw(cls, rng: np.random.Generator, *sizes: int) -> Net:
        """Weights drawn so that signals keep their size; `sizes` are those of the layers, from the inputs on."""
        shapes = zip(sizes[1:], sizes[:-1], strict=True)
        return cls(tuple((rng.normal(size=(m, n)) / n**0.5, 0.1 * rng.normal(size=m)) for m, n in shapes))

    def build(self, world: World) -> Any:
        nn: Any = world.module("nn")
        modules: list[Any] = []
        for weight, bias in self.layers:
            layer = nn.Linear(weight.shape[1], len(weight))
            layer.weight, layer.bias = nn.Parameter(world.tensor(weight)), nn.Parameter(world.tensor(bias))
            modules += [layer, nn.Tanh()]
        return nn.Sequential(*modules[:-1])

    def observe(self, model: Any) -> dict[str, Any]:
        """The parameters; in which mode the model is left is nobody's concern here."""
        return parameters_and_mode(model)["parameters"]

    def __repr__(self) -> str:
        sizes = [self.layers[0][0].shape[1], *(len(bias) for _, bias in self.layers)]
        return f"a network {'-'.join(map(str, sizes))} with tanh"


@dataclass(frozen=True)
class Groups:
    """An optimizer with two parameter groups, weights and biases, each with a learning rate of its own."""

    name: str
    weights: float
    biases: float
    options: Mapping[str, Any] = field(default_factory=dict)

    def build(self, world: World) -> Any:
        named = list(world.built["model"].named_parameters())
        weights = [parameter for name, parameter in named if name.endswith("weight")]
        biases = [parameter for name, parameter in named if not name.endswith("weight")]
        groups = [{"params": weights, "lr": self.weights}, {"params": biases, "lr": self.biases}]
        return getattr(world.module("optim"), self.name)(groups, lr=self.weights, **self.options)

    def __repr__(self) -> str:
        return f"optim.{self.name}, lr={self.weights} for the weights and lr={self.biases} for the biases"


@dataclass(frozen=True)
class Noted:
    """An optimizer that writes down the learning rates with which its steps are made, for the card to show."""

    optimizer: Optimizer | Groups

    def build(self, world: World) -> Any:
        optimizer = self.optimizer.build(world)
        optimizer.noted = []

        def note(*_: Any) -> None:
            optimizer.noted.append([float(group["lr"]) for group in optimizer.param_groups])

        optimizer.register_step_pre_hook(note)
        return optimizer

    def observe(self, optimizer: Any) -> dict[str, Any]:
        """The rate of each step; with two groups, for each of them."""
        several = len(optimizer.param_groups) > 1
        names = ["rates for the weights", "rates for the biases"] if several else ["rates of the steps"]
        return {name: [rates[place] for rates in optimizer.noted] for place, name in enumerate(names)}

    def __repr__(self) -> str:
        return repr(self.optimizer)


@dataclass(frozen=True)
class Schedule:
    """A scheduler over the argument `optimizer`, by its name in `optim.lr_scheduler`."""

    name: str
    options: Mapping[str, Any]

    def build(self, world: World) -> Any:
        return getattr(world.module("optim.lr_scheduler"), self.name)(world.built["optimizer"], **self.options)

    def __repr__(self) -> str:
        options = ", ".join(f"{key}={value}" for key, value in self.options.items())
        return f"lr_scheduler.{self.name}(optimizer, {options})"
