"""A recipe for an RNN that reads sequences, in the library that a case asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...case import Case
from ...recipes import Optimizer, World, parameters_and_mode


@dataclass(frozen=True)
class Grouped(Optimizer):
    """An optimizer with a group for the first two parameters, and one for the others."""

    def build(self, world: World) -> Any:
        parameters = list(world.built[self.model].parameters())
        groups = [{"params": parameters[:2]}, {"params": parameters[2:]}]
        return getattr(world.module("optim"), self.name)(groups, lr=self.lr, **self.options)

    def __repr__(self) -> str:
        return f"optim.{self.name}(two groups of {self.model}.parameters(), lr={self.lr})"


def grouped(case: Case) -> Case:
    """The same case with an optimizer in two groups."""
    optimizer = case.args["optimizer"]
    return case.with_args(optimizer=Grouped(optimizer.name, optimizer.lr, options=optimizer.options))


@dataclass(frozen=True, eq=False)
class Reader:
    """An RNN that goes through sequences (batch, time, in), and a Linear layer that reads its last state.

    Attributes:
        weight_ih, weight_hh, bias_ih, bias_hh: of the RNN, under PyTorch's names.
        weight, bias: of the Linear layer.
    """

    weight_ih: np.ndarray
    weight_hh: np.ndarray
    bias_ih: np.ndarray
    bias_hh: np.ndarray
    weight: np.ndarray
    bias: np.ndarray

    def build(self, world: World) -> Any:
        nn: Any = world.module("nn")

        class Sequences(nn.Module):
            def __init__(self, rnn: Any, out: Any) -> None:
                super().__init__()
                self.rnn, self.out = rnn, out

            def forward(self, x: Any) -> Any:
                states, _ = self.rnn(x)
                return self.out(states[:, -1])

        rnn = nn.RNN(self.weight_ih.shape[1], len(self.weight_ih), batch_first=True)
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
            setattr(rnn, f"{name}_l0", nn.Parameter(world.tensor(getattr(self, name))))
        out = nn.Linear(self.weight.shape[1], len(self.weight))
        out.weight, out.bias = nn.Parameter(world.tensor(self.weight)), nn.Parameter(world.tensor(self.bias))
        return Sequences(rnn, out)

    def observe(self, model: Any) -> dict[str, Any]:
        return parameters_and_mode(model)

    def __repr__(self) -> str:
        hidden, inputs = self.weight_ih.shape
        return f"an RNN {inputs}-{hidden}-{len(self.weight)} (input size, hidden size, outputs)"
