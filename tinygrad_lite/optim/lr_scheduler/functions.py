"""Schedules given as functions of the epoch."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

from tinygrad_lite.arguments import checked, said
from tinygrad_lite.optim.lr_scheduler.scheduler import LRScheduler, for_each_group, need_as_many


class LambdaLR(LRScheduler):
    """Initial lr · lr_lambda(epoch). `torch.optim.lr_scheduler.LambdaLR`.

    Args:
        lr_lambda: a function, or a list of one for each group. A `state_dict` holds what callable *objects* remember,
            but not functions: give the same ones again.

    >>> optimizer = tg.optim.SGD([tg.zeros(1, requires_grad=True)], lr=0.8)
    >>> schedule = tg.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 1 / (1 + epoch))
    >>> optimizer.step()
    >>> schedule.step()
    >>> schedule.get_last_lr()
    [0.4]
    """

    needed = ("last_epoch", "lr_lambdas")

    @checked
    def __init__(self, optimizer: Any, lr_lambda: Callable | list[Callable], last_epoch: int = -1):
        self.lr_lambdas = for_each_group(self, optimizer, "lr_lambda", lr_lambda)
        for function in self.lr_lambdas:
            if not callable(function):
                given = type(function).__name__
                raise TypeError(f"{type(self).__name__}: lr_lambda must be a function of the epoch, got {given}.")
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        self.warn_outside_step()
        return [lr * function(self.last_epoch) for lr, function in zip(self.base_lrs, self.lr_lambdas, strict=True)]

    def state_dict(self) -> dict[str, Any]:
        return {**super().state_dict(), "lr_lambdas": [saved_function(function) for function in self.lr_lambdas]}

    def check_state(self, state_dict: dict[str, Any]) -> None:
        super().check_state(state_dict)
        need_as_many(self, "lr_lambdas", state_dict["lr_lambdas"], self.lr_lambdas)
        for function, saved in zip(self.lr_lambdas, state_dict["lr_lambdas"], strict=True):
            check_function(self, "lr_lambdas", function, saved)

    def take_state(self, state_dict: dict[str, Any]) -> None:
        super().take_state({**state_dict, "lr_lambdas": self.lr_lambdas})
        for function, saved in zip(self.lr_lambdas, state_dict["lr_lambdas"], strict=True):
            load_function(function, saved)


class MultiplicativeLR(LambdaLR):
    """The rate of the epoch before · lr_lambda(epoch). `torch.optim.lr_scheduler.MultiplicativeLR`.

    >>> optimizer = tg.optim.SGD([tg.zeros(1, requires_grad=True)], lr=1.0)
    >>> schedule = tg.optim.lr_scheduler.MultiplicativeLR(optimizer, lambda epoch: 0.5)
    >>> rates = []
    >>> for epoch in range(5):
    ...     rates += [round(rate, 4) for rate in schedule.get_last_lr()]
    ...     optimizer.step()
    ...     schedule.step()
    >>> rates
    [1.0, 0.5, 0.25, 0.125, 0.0625]
    """

    def get_lr(self) -> list[float]:
        self.warn_outside_step()
        if self._is_initial:
            return self.present_lrs()
        return [
            lr * function(self.last_epoch) for lr, function in zip(self.present_lrs(), self.lr_lambdas, strict=True)
        ]


def saved_function(function: Any) -> dict[str, Any] | None:
    """What a callable object remembers; a function cannot be saved."""
    if isinstance(function, FunctionType) or not hasattr(function, "__dict__"):
        return None
    return vars(function).copy()


def check_function(schedule: Any, name: str, function: Any, saved: Any) -> None:
    """What is saved of a function is what `saved_function` gives."""
    if saved is not None and not (isinstance(saved, dict) and hasattr(function, "__dict__")):
        raise TypeError(
            f"{type(schedule).__name__}: the saved {name} must be what {said(function)} remembers, got {said(saved)}."
        )


def load_function(function: Any, saved: dict[str, Any] | None) -> None:
    if saved is not None:
        vars(function).update(saved)
