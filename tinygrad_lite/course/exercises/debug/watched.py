"""A linear model, a criterion and an optimizer that write down what a training did: which rows met which targets.

The record is a list of events in the order in which they happened:

- ("forward", inputs, weight, bias): the model was asked, with these parameters;
- ("loss", targets): the criterion was asked;
- ("step", gradient of the weight, gradient of the bias): the optimizer made a step.

`steps` makes of it one entry for each step: what it was made from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from tinygrad_lite import nn

from ...recipes import Criterion, Optimizer, Rng, World


class WatchedLinear(nn.Linear):
    """A Linear layer that writes down its forward passes."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(inputs, outputs)
        self.events: list[tuple] = []

    def forward(self, x: Any) -> Any:
        parameters = [parameter.detach() for parameter in self.parameters()]
        self.events.append(("forward", *(np.array(tensor.numpy()) for tensor in (x.detach(), *parameters))))
        return super().forward(x)


class WatchedCriterion(nn.Module):
    """A criterion that writes down the targets it is given."""

    def __init__(self, criterion: Any, events: list[tuple]) -> None:
        super().__init__()
        self.criterion, self.events = criterion, events

    def forward(self, outputs: Any, targets: Any) -> Any:
        self.events.append(("loss", np.array(targets.detach().numpy())))
        return self.criterion(outputs, targets)


@dataclass(frozen=True, eq=False)
class Linear:
    """A watched Linear layer."""

    weight: np.ndarray
    bias: np.ndarray

    def build(self, world: World) -> Any:
        layer = WatchedLinear(self.weight.shape[1], len(self.weight))
        layer.weight, layer.bias = nn.Parameter(world.tensor(self.weight)), nn.Parameter(world.tensor(self.bias))
        return layer

    def observe(self, layer: Any) -> list[tuple]:
        """The record so far."""
        return list(layer.events)

    def __repr__(self) -> str:
        return f"nn.Linear({self.weight.shape[1]}, {len(self.weight)})"


@dataclass(frozen=True)
class WatchedLoss(Criterion):
    """A loss module by its name in `nn`, watched."""

    def build(self, world: World) -> Any:
        return WatchedCriterion(super().build(world), world.built["model"].events)

    def __repr__(self) -> str:
        return f"nn.{self.loss}()"


@dataclass(frozen=True)
class WatchedOptimizer(Optimizer):
    """An optimizer by its name in `optim`, watched."""

    def build(self, world: World) -> Any:
        optimizer, model = super().build(world), world.built["model"]

        def note(*_: Any) -> None:
            gradients = (None if p.grad is None else np.array(p.grad.numpy()) for p in (model.weight, model.bias))
            model.events.append(("step", *gradients))

        optimizer.register_step_pre_hook(note)
        return optimizer

    def __repr__(self) -> str:
        return f"optim.{self.name}(model.parameters(), lr={self.lr})"


@dataclass(frozen=True)
class WatchedRng(Rng):
    """A NumPy generator; its state tells whether anything was drawn from it."""

    def observe(self, rng: np.random.Generator) -> str:
        """Where it stands."""
        return str(rng.bit_generator.state)

    def __repr__(self) -> str:
        return f"np.random.default_rng({self.seed})"


class DrawnBefore:
    """In place of a NumPy generator: it draws orders that were drawn before."""

    def __init__(self, orders: Iterable[np.ndarray]) -> None:
        self.orders = iter(orders)

    def permutation(self, n: int) -> np.ndarray:
        """The next order, whatever it is asked for."""
        return next(self.orders)


@dataclass(frozen=True, eq=False)
class SameOrders:
    """A generator with which the samples come in given orders, one an epoch, where each is a shuffle of the last."""

    epochs: tuple[tuple[int, ...], ...]

    def build(self, world: World) -> DrawnBefore:
        last = np.arange(len(self.epochs[0]))
        orders = []
        for epoch in self.epochs:
            orders.append(np.argsort(last)[list(epoch)])
            last = last[orders[-1]]
        return DrawnBefore(orders)


class Step(NamedTuple):
    """A step of training: the last forward pass before it, the targets it was compared with, and the gradients.

    All arrays; None where there was no forward pass, no criterion was asked, or there was no gradient.
    """

    inputs: Any
    weight: Any
    bias: Any
    targets: Any
    gradients: tuple[Any, Any]


def steps(events: list[tuple]) -> list[Step]:
    """One entry for each step in a record."""
    found: list[Step] = []
    forward: Any = (None, None, None)
    targets = None
    for kind, *values in events:
        if kind == "forward":
            forward, targets = tuple(values), None
        elif kind == "loss":
            targets = values[0]
        else:
            inputs, weight, bias = forward
            found.append(Step(inputs, weight, bias, targets, (values[0], values[1])))
            forward, targets = (None, None, None), None
    return found


def places(rows: np.ndarray, among: np.ndarray) -> list[int]:
    """For each row its number among others, −1 where it is none of them."""
    known = {row.tobytes(): number for number, row in enumerate(np.ascontiguousarray(among))}
    return [known.get(row.tobytes(), -1) for row in np.ascontiguousarray(rows)]
