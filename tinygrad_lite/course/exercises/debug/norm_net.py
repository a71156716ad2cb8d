"""A network with batch normalisation, in the library that a case asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...recipes import World


@dataclass(frozen=True, eq=False)
class NormNet:
    """Linear, BatchNorm1d, Tanh, Linear.

    Attributes:
        first, last: weight and bias of the two Linear layers.
    """

    first: tuple[np.ndarray, np.ndarray]
    last: tuple[np.ndarray, np.ndarray]

    def build(self, world: World) -> Any:
        nn: Any = world.module("nn")
        layers = []
        for weight, bias in (self.first, self.last):
            layer = nn.Linear(weight.shape[1], len(weight))
            layer.weight, layer.bias = nn.Parameter(world.tensor(weight)), nn.Parameter(world.tensor(bias))
            layers.append(layer)
        return nn.Sequential(layers[0], nn.BatchNorm1d(len(self.first[0])).double(), nn.Tanh(), layers[1])

    def observe(self, model: Any) -> dict[str, np.ndarray]:
        """Parameters and running statistics; in which mode the model is left is nobody's concern here."""
        state = model.state_dict()
        return {name: np.array(value.detach().numpy()) for name, value in state.items() if not name.endswith("tracked")}

    def __repr__(self) -> str:
        hidden, inputs = self.first[0].shape
        return f"a network {inputs}-{hidden}-{len(self.last[0])} with batch norm and tanh"
