"""What loops are tried on: small networks whose parts have a mode, and loaders, in the library that a case asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...recipes import World


@dataclass(frozen=True, eq=False)
class Net:
    """A small network, a Sequential: Linear, perhaps BatchNorm1d, Tanh, Linear.

    Attributes:
        weight_1, bias_1, weight_2, bias_2: of the two Linear layers.
        norm: running mean and running variance of the BatchNorm1d layer; None for no such layer.
        training: whether the network comes in training mode.
        frozen: parts, by name, that come in the other mode than what they stand in, with all that stands in them.
        grads: whether the parameters come with gradients, which are then observed too.
        fixed: parameters, by name, that need no gradient.
        nested: whether all but the last layer stand in a Sequential of their own, so that parts have parts.
    """

    weight_1: np.ndarray
    bias_1: np.ndarray
    weight_2: np.ndarray
    bias_2: np.ndarray
    norm: tuple[np.ndarray, np.ndarray] | None = None
    training: bool = True
    frozen: tuple[str, ...] = ()
    grads: bool = False
    nested: bool = False
    fixed: tuple[str, ...] = ()

    def build(self, world: World) -> Any:
        nn: Any = world.module("nn")
        layers = [_linear(world, self.weight_1, self.bias_1)]
        if self.norm:
            layers.append(_batch_norm(world, *self.norm))
        layers.append(nn.Tanh())
        if self.nested:
            layers = [nn.Sequential(*layers)]
        model = nn.Sequential(*layers, _linear(world, self.weight_2, self.bias_2))
        model.train(self.training)
        for name, part in model.named_modules():
            if name in self.frozen:
                part.train(not part.training)
        for parameter in model.parameters() if self.grads else ():
            parameter.grad = world.tensor(0.25 * parameter.detach().numpy() - 0.1)
        for name, parameter in model.named_parameters():
            parameter.requires_grad_(name not in self.fixed)
        return model

    def observe(self, model: Any) -> dict[str, Any]:
        """Parameters, buffers, the mode of each part and, where it has any from the start, the gradients."""
        state = {
            "parameters": {name: _array(value) for name, value in model.named_parameters()},
            "buffers": {name: _array(value) for name, value in model.named_buffers()},
            "training": {name or "model": part.training for name, part in model.named_modules()},
        }
        if self.fixed:
            state["requires_grad"] = {name: value.requires_grad for name, value in model.named_parameters()}
        if self.grads:
            state["grads"] = {name: _array(value.grad) for name, value in model.named_parameters()}
        return state

    def __repr__(self) -> str:
        hidden, inputs = self.weight_1.shape
        parts = [f"Linear({inputs}, {hidden})", *(["BatchNorm1d"] if self.norm else []), "Tanh"]
        if self.nested:
            parts = [f"Sequential({', '.join(parts)})"]
        parts.append(f"Linear({hidden}, {len(self.weight_2)})")
        mode = "training" if self.training else "evaluation"
        other = "evaluation" if self.training else "training"
        frozen = f" (one part in {other} mode)" if self.frozen else ""
        fixed = f", {' and '.join(self.fixed)} without requires_grad" if self.fixed else ""
        return f"a network of {', '.join(parts)}, in {mode} mode{frozen}{fixed}"


def net(rng: np.random.Generator, inputs: int, hidden: int, outputs: int, norm: bool = False, **more: Any) -> Net:
    """A network with random numbers in it."""
    running = (0.5 * rng.normal(size=hidden), rng.uniform(0.5, 3, size=hidden)) if norm else None
    return Net(
        rng.normal(size=(hidden, inputs)),
        rng.normal(size=hidden),
        rng.normal(size=(outputs, hidden)),
        rng.normal(size=outputs),
        running,
        **more,
    )


def _linear(world: World, weight: np.ndarray, bias: np.ndarray) -> Any:
    nn: Any = world.module("nn")
    layer = nn.Linear(weight.shape[1], len(weight))
    layer.weight, layer.bias = nn.Parameter(world.tensor(weight)), nn.Parameter(world.tensor(bias))
    return layer


def _batch_norm(world: World, mean: np.ndarray, var: np.ndarray) -> Any:
    nn: Any = world.module("nn")
    layer = nn.BatchNorm1d(len(mean))
    layer.weight = nn.Parameter(world.tensor(np.ones(len(mean))))
    layer.bias = nn.Parameter(world.tensor(np.zeros(len(mean))))
    layer.running_mean, layer.running_var = world.tensor(mean), world.tensor(var)
    return layer


def _array(tensor: Any) -> Any:
    return None if tensor is None else np.array(tensor.detach().numpy())


@dataclass(frozen=True, eq=False)
class Loader:
    """A DataLoader over `x` and `y`, in this order in every epoch; the last batch is smaller if the size says so."""

    x: np.ndarray
    y: np.ndarray
    batch_size: int

    def build(self, world: World) -> Any:
        data: Any = world.module("data" if world.library == "tinygrad_lite" else "utils.data")
        return data.DataLoader(data.TensorDataset(world.tensor(self.x), world.tensor(self.y)), self.batch_size)

    def __repr__(self) -> str:
        return f"a DataLoader of {len(self.x)} samples in batches of {self.batch_size}"


def classes_loader(rng: np.random.Generator, n: int, batch: int, inputs: int, classes: int) -> Loader:
    """Random samples with the index of a class each."""
    return Loader(2 * rng.normal(size=(n, inputs)), rng.integers(0, classes, size=n), batch)
