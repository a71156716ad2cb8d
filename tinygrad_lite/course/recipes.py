"""Recipes for arguments that are more than plain data: each is plain data itself and builds a fresh object per call.

A recipe is a frozen dataclass with `build(world)`; if what it built can change, also `observe(built)`, which tells
its state as plain data. A new kind of argument is a new class, here or in the folder of the lesson that alone asks for
it (`exercises/backward/recipes.py`); nothing else needs to know it.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass
class World:
    """What the recipes of one call share: the arguments built so far, the library, names of objects handed over.

    `candidate` is whom they are built for; a recipe may look at which library it speaks of.
    """

    library: str = "tinygrad_lite"
    built: dict[str, Any] = field(default_factory=dict)
    known: dict[int, str] = field(default_factory=dict)
    candidate: Any = None

    def module(self, name: str = "") -> Any:
        """The library in use, or one of its modules: `module("nn")` is `torch.nn` or `tinygrad_lite.nn`."""
        return importlib.import_module(f"{self.library}.{name}" if name else self.library)

    def tensor(self, array: np.ndarray) -> Any:
        """An array as the library's tensor of the same dtype, on memory of its own."""
        return self.module().tensor(np.array(array))


@dataclass(frozen=True)
class Rng:
    """A NumPy generator, `np.random.default_rng(seed)`."""

    seed: int

    def build(self, world: World) -> np.random.Generator:
        return np.random.default_rng(self.seed)

    def __repr__(self) -> str:
        return f"np.random.default_rng({self.seed})"


@dataclass(frozen=True, eq=False)
class Batches:
    """A loader: a list of `(inputs, targets)` tensors, the last batch smaller where the size does not divide."""

    x: np.ndarray
    y: np.ndarray
    batch_size: int

    def build(self, world: World) -> list[tuple[Any, Any]]:
        starts = range(0, len(self.x), self.batch_size)
        return [
            (world.tensor(self.x[i : i + self.batch_size]), world.tensor(self.y[i : i + self.batch_size]))
            for i in starts
        ]

    def __repr__(self) -> str:
        return f"a loader of {len(self.x)} samples in batches of {self.batch_size}"


@dataclass(frozen=True)
class Criterion:
    """A loss module by its name in `nn`: "CrossEntropyLoss"."""

    loss: str

    def build(self, world: World) -> Any:
        return getattr(world.module("nn"), self.loss)()

    def __repr__(self) -> str:
        return f"nn.{self.loss}()"


@dataclass(frozen=True)
class Optimizer:
    """An optimizer over the parameters of the argument `model`, by its name in `optim`."""

    name: str
    lr: float
    model: str = "model"
    options: Mapping[str, Any] = field(default_factory=dict)

    def build(self, world: World) -> Any:
        optimizer = getattr(world.module("optim"), self.name)
        return optimizer(world.built[self.model].parameters(), lr=self.lr, **self.options)

    def __repr__(self) -> str:
        return f"optim.{self.name}({self.model}.parameters(), lr={self.lr})"


def parameters_and_mode(model: Any) -> dict[str, Any]:
    """The state of a model as plain data: its parameters by name, and whether it is in training mode."""
    parameters = {name: np.array(value.detach().numpy()) for name, value in model.named_parameters()}
    return {"parameters": parameters, "training": model.training}


def build(recipe: Any, world: World) -> Any:
    """A fresh object from a recipe; arrays and containers are copied."""
    if hasattr(recipe, "build"):
        return recipe.build(world)
    if isinstance(recipe, np.ndarray):
        return recipe.copy(order="K")  # a matrix turned round stays one
    if isinstance(recipe, list | tuple):
        return type(recipe)(build(item, world) for item in recipe)
    if isinstance(recipe, dict):
        return {key: build(item, world) for key, item in recipe.items()}
    return recipe
