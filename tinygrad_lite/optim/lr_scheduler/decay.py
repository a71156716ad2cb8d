"""Schedules that multiply all rates by the same number: at one moment, at some, or at each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from typing import Any

from tinygrad_lite.arguments import checked, is_number, said
from tinygrad_lite.optim.lr_scheduler.scheduler import LRScheduler, need


class StepLR(LRScheduler):
    """lr · gamma^(epoch // step_size), lower by `gamma` every `step_size` epochs. `torch.optim.lr_scheduler.StepLR`.

    >>> optimizer = tg.optim.SGD([tg.zeros(1, requires_grad=True)], lr=0.1)
    >>> schedule = tg.optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5)
    >>> for epoch in range(4):
    ...     print(epoch, schedule.get_last_lr())
    ...     optimizer.step()
    ...     schedule.step()
    0 [0.1]
    1 [0.1]
    2 [0.05]
    3 [0.05]
    """

    @checked
    def __init__(self, optimizer: Any, step_size: int, gamma: float = 0.1, last_epoch: int = -1):
        need(self, step_size > 0, f"step_size must be greater than 0, got {step_size}.")
        self.step_size, self.gamma = step_size, gamma
        super().__init__(optimizer, last_epoch)

    def check_state(self, state_dict: dict[str, Any]) -> None:
        super().check_state(state_dict)
        size = state_dict.get("step_size", self.step_size)
        need(self, size > 0, f"the saved step_size must be greater than 0, got {size}.")

    def multiplier(self) -> float:
        return self.gamma if self.last_epoch != 0 and self.last_epoch % self.step_size == 0 else 1

    def closed_form(self) -> list[float]:
        return [lr * self.gamma ** (self.last_epoch // self.step_size) for lr in self.base_lrs]


class MultiStepLR(LRScheduler):
    """Multiplied by `gamma` at each of the `milestones`. `torch.optim.lr_scheduler.MultiStepLR`.

    >>> optimizer = tg.optim.SGD([tg.zeros(1, requires_grad=True)], lr=1.0)
    >>> schedule = tg.optim.lr_scheduler.MultiStepLR(optimizer, [1, 3], gamma=0.5)
    >>> rates = []
    >>> for epoch in range(5):
    ...     rates += [round(rate, 4) for rate in schedule.get_last_lr()]
    ...     optimizer.step()
    ...     schedule.step()
    >>> rates
    [1.0, 0.5, 0.5, 0.25, 0.25]
    """

    needed = ("last_epoch", "milestones")

    @checked
    def __init__(self, optimizer: Any, milestones: Iterable[int], gamma: float = 0.1, last_epoch: int = -1):
        milestones = list(milestones)
        if not all(map(is_number, milestones)):
            raise TypeError(f"MultiStepLR: milestones must be a list of epochs, got {said(milestones)}.")
        milestones = [epoch.item() if hasattr(epoch, "item") else epoch for epoch in milestones]
        self.milestones, self.gamma = Counter(milestones), gamma
        super().__init__(optimizer, last_epoch)

    def check_state(self, state_dict: dict[str, Any]) -> None:
        super().check_state(state_dict)
        milestones = state_dict["milestones"]
        if not isinstance(milestones, dict) or not all(re.fullmatch(r"-?\d+", str(epoch)) for epoch in milestones):
            raise TypeError(f"MultiStepLR: the saved milestones must be a dict of epochs, got {said(milestones)}.")

    def take_state(self, state_dict: dict[str, Any]) -> None:
        """From a file, the milestones may come as a plain dict, with text for numbers."""
        milestones = {int(epoch): times for epoch, times in state_dict["milestones"].items()}
        super().take_state({**state_dict, "milestones": Counter(milestones)})

    def multiplier(self) -> float:
        return self.gamma ** self.milestones[self.last_epoch]  # one given twice counts twice

    def closed_form(self) -> list[float]:
        passed = bisect_right(sorted(self.milestones.elements()), self.last_epoch)
        return [lr * self.gamma**passed for lr in self.base_lrs]


class ConstantLR(LRScheduler):
    """lr · factor for the first `total_iters` epochs, then lr. `torch.optim.lr_scheduler.ConstantLR`.

    >>> optimizer = tg.optim.SGD([tg.zeros(1, requires_grad=True)], lr=1.0)
    >>> schedule = tg.optim.lr_scheduler.ConstantLR(optimizer, factor=0.5, total_iters=2)
    >>> rates = []
    >>> for epoch in range(5):
    ...     rates += [round(rate, 4) for rate in schedule.get_last_lr()]
    ...     optimizer.step()
    ...     schedule.step()
    >>> rates
    [0.5, 0.5, 1.0, 1.0, 1.0]
    """

    @checked
    def __init__(self, optimizer: Any, factor: float = 1.0 / 3, total_iters: int = 5, last_epoch: int = -1):
        need(self, 0 < factor <= 1, f"factor must be more than 0 and at most 1, got {factor}.")  # 0 leads nowhere
        self.factor, self.total_iters = factor, total_iters
        super().__init__(optimizer, last_epoch)

    def multiplier(self) -> float:
        if self.last_epoch == 0:
            return self.factor
        return 1.0 / self.factor if self.last_epoch == self.total_iters else 1

    def closed_form(self) -> list[float]:
        over = self.last_epoch >= self.total_iters
        return [lr * (self.factor + over * (1 - self.factor)) for lr in self.base_lrs]


class LinearLR(LRScheduler):
    """From lr · start_factor to lr · end_factor in `total_iters` equal steps. `torch.optim.lr_scheduler.LinearLR`.

    >>> optimizer = tg.optim.SGD([tg.zeros(1, requires_grad=True)], lr=1.0)
    >>> schedule = tg.optim.lr_scheduler.LinearLR(optimizer, start_factor=0.5, total_iters=2)
    >>> rates = []
    >>> for epoch in range(5):
    ...     rates += [round(rate, 4) for rate in schedule.get_last_lr()]
    ...     optimizer.step()
    ...     schedule.step()
    >>> rates
    [0.5, 0.75, 1.0, 1.0, 1.0]
    """

    @checked
    def __init__(
        self,
        optimizer: Any,
        start_factor: float = 1.0 / 3,
        end_factor: float = 1.0,
        total_iters: int = 5,
        last_epoch: int = -1,
    ):
        need(self, 0 < start_factor <= 1, f"start_factor must be more than 0 and at most 1, got {start_factor}.")
        need(self, 0 <= end_factor <= 1, f"end_factor must be at least 0 and at most 1, got {end_factor}.")
        need(self, total_iters > 0, f"total_iters must be greater than 0, got {total_iters}.")
        self.start_factor, self.end_factor, self.total_iters = start_factor, end_factor, total_iters
        super().__init__(optimizer, last_epoch)

    def multiplier(self) -> float:
        if self.last_epoch == 0:
            return self.start_factor
        if self._is_initial or self.last_epoch > self.total_iters:
            return 1
        rise = self.end_factor - self.start_factor
        return 1.0 + rise / (self.total_iters * self.start_factor + (self.last_epoch - 1) * rise)

    def closed_form(self) -> list[float]:
        rise, done = self.end_factor - self.start_factor, min(self.total_iters, self.last_epoch)
        return [lr * (self.start_factor + rise * done / self.total_iters) for lr in self.base_lrs]


class ExponentialLR(LRScheduler):
    """lr · gamma^epoch. `torch.optim.lr_scheduler.ExponentialLR`.

    >>> optimizer = tg.optim.SGD([tg.zeros(1, requires_grad=True)], lr=1.0)
    >>> schedule = tg.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.5)
    >>> rates = []
    >>> for epoch in range(5):
    ...     rates += [round(rate, 4) for rate in schedule.get_last_lr()]
    ...     optimizer.step()
    ...     schedule.step()
    >>> rates
    [1.0, 0.5, 0.25, 0.125, 0.0625]
    """

    @checked
    def __init__(self, optimizer: Any, gamma: float, last_epoch: int = -1):
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def multiplier(self) -> float:
        return 1 if self._is_initial else self.gamma

    def closed_form(self) -> list[float]:
        return [lr * self.gamma**self.last_epoch for lr in self.base_lrs]


class PolynomialLR(LRScheduler):
    """lr · (1 - epoch / total_iters)^power, down to 0. `torch.optim.lr_scheduler.PolynomialLR`.

    >>> optimizer = tg.optim.SGD([tg.zeros(1, requires_grad=True)], lr=1.0)
    >>> schedule = tg.optim.lr_scheduler.PolynomialLR(optimizer, total_iters=4)
    >>> rates = []
    >>> for epoch in range(5):
    ...     rates += [round(rate, 4) for rate in schedule.get_last_lr()]
    ...     optimizer.step()
    ...     schedule.step()
    >>> rates
    [1.0, 0.75, 0.5, 0.25, 0.0]
    """

    @checked
    def __init__(self, optimizer: Any, total_iters: float = 5, power: float = 1.0, last_epoch: int = -1):
        need(self, total_iters > 0, f"total_iters must be greater than 0, got {total_iters}.")
        need(self, power >= 0, f"power must not be negative, got {power}: the last rate would be infinite.")
        self.total_iters, self.power = total_iters, power
        super().__init__(optimizer, last_epoch)

    def multiplier(self) -> float:
        if self._is_initial or self.last_epoch > self.total_iters:
            return 1
        left, left_before = 1.0 - self.last_epoch / self.total_iters, 1.0 - (self.last_epoch - 1) / self.total_iters
        return (left / left_before) ** self.power

    def closed_form(self) -> list[float]:
        left = 1.0 - min(self.total_iters, self.last_epoch) / self.total_iters
        return [lr * left**self.power for lr in self.base_lrs]
