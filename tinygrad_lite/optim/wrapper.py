"""What optimizers that are built around another one share."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.optim.optimizer import Optimizer


class Wrapper(Optimizer):
    """Around another optimizer: groups, settings and state are the other's, so that schedules work on it.

    Hooks are its own: those of the wrapper are called once for each of its steps, those of the optimizer inside
    whenever that one makes a step.
    """

    def __init__(self, optimizer: Optimizer):
        self.name = type(self).__name__
        if not isinstance(optimizer, Optimizer):
            example = f"{self.name}(tg.optim.SGD(model.parameters(), lr=0.1))"
            raise TypeError(f"{self.name}: goes around an optimizer, got {type(optimizer).__name__}. Write {example}.")
        self.optimizer = optimizer
        self.defaults, self.state, self.param_groups = optimizer.defaults, optimizer.state, optimizer.param_groups

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        self.optimizer.add_param_group(param_group)

    def state_dict(self) -> dict[str, Any]:
        return self.optimizer.state_dict()

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        self.optimizer.load_state_dict(state_dict)
