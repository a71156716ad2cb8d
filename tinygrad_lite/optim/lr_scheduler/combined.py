"""Schedules made of others: one after the other, or all at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from tinygrad_lite.arguments import checked, need_sized
from tinygrad_lite.optim.lr_scheduler.plateau import ReduceLROnPlateau
from tinygrad_lite.optim.lr_scheduler.scheduler import LRScheduler, need, need_as_many, set_lr


class Combined(LRScheduler):
    """What both share: schedules of the same optimizer, whose states are saved together."""

    _schedulers: Any
    needed: tuple[str, ...] = ("_schedulers",)

    def need_schedulers(self, optimizer: Any, schedulers: Sequence[Any]) -> None:
        for i, schedule in enumerate(schedulers):
            name = type(schedule).__name__
            if not hasattr(schedule, "optimizer"):
                raise TypeError(f"{type(self).__name__}: schedulers[{i}] must be a schedule, got {name}.")
            alone = isinstance(schedule, ReduceLROnPlateau)
            need(self, not alone, f"schedulers[{i}] is a {name}, whose step needs the measure. Step it by itself.")
            need(self, schedule.optimizer is optimizer, f"schedulers[{i}] ({name}) belongs to another optimizer.")

    def state_dict(self) -> dict[str, Any]:
        return {**super().state_dict(), "_schedulers": [schedule.state_dict() for schedule in self._schedulers]}

    def check_state(self, state_dict: dict[str, Any]) -> None:
        super().check_state(state_dict)
        need_as_many(self, "_schedulers", state_dict["_schedulers"], self._schedulers)
        for schedule, saved in zip(self._schedulers, state_dict["_schedulers"], strict=True):
            if isinstance(schedule, LRScheduler):
                schedule.check_state(saved)

    def take_state(self, state_dict: dict[str, Any]) -> None:
        super().take_state({**state_dict, "_schedulers": self._schedulers})
        for schedule, saved in zip(self._schedulers, state_dict["_schedulers"], strict=True):
            schedule.load_state_dict(saved)


class SequentialLR(Combined):
    """One schedule after the other; schedule i + 1 begins, at its own epoch 0, in epoch milestones[i].

    `torch.optim.lr_scheduler.SequentialLR`. As there, only the first may itself be combined of others.

    >>> optimizer = tg.optim.SGD([tg.zeros(1, requires_grad=True)], lr=1.0)
    >>> warm_up = tg.optim.lr_scheduler.LinearLR(optimizer, start_factor=0.25, total_iters=3)
    >>> decay = tg.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.5)
    >>> schedule = tg.optim.lr_scheduler.SequentialLR(optimizer, [warm_up, decay], milestones=[3])
    >>> for epoch in range(6):
    ...     print(schedule.get_last_lr()[0], end=" ")
    ...     optimizer.step()
    ...     schedule.step()
    0.25 0.5 0.75 1.0 0.5 0.25
    """

    needed = ("last_epoch", "_schedulers")

    @checked
    def __init__(self, optimizer: Any, schedulers: list[Any], milestones: list[int], last_epoch: int = -1):
        need_sized("SequentialLR", "schedulers", schedulers)
        counts = f"{len(schedulers)} schedules and {len(milestones)} milestones"
        need(self, len(schedulers) == len(milestones) + 1, f"needs a milestone for each but the first, got {counts}.")
        need(self, list(milestones) == sorted(milestones), f"milestones must grow, got {list(milestones)}.")
        self.need_schedulers(optimizer, schedulers)
        for i, schedule in enumerate(schedulers[1:], start=1):
            whole = f"schedulers[{i}] is a {type(schedule).__name__}, which cannot begin later; only the first may be."
            need(self, not isinstance(schedule, Combined), whole)
        self.optimizer, self._schedulers, self._milestones = optimizer, schedulers, milestones
        self.last_epoch = last_epoch + 1
        for group in optimizer.param_groups:  # each schedule has already made its first step: undo them all
            set_lr(group, group["initial_lr"])
        undo_first_step(self)
        first = schedulers[bisect_right(milestones, 0)]
        first._initial_step()
        self._last_lr = first.get_last_lr()

    def step(self) -> None:  # type: ignore[override]
        self.last_epoch += 1
        i = bisect_right(self._milestones, self.last_epoch)
        schedule = self._schedulers[i]
        if i > 0 and self._milestones[i - 1] == self.last_epoch:
            schedule._update_lr(0)
        else:
            schedule.step()
        self._last_lr = schedule.get_last_lr()


class ChainedScheduler(Combined):
    """All schedules at once: each changes what the one before it left. `torch.optim.lr_scheduler.ChainedScheduler`."""

    @checked
    def __init__(self, schedulers: Sequence[Any], optimizer: Any = None):
        need_sized("ChainedScheduler", "schedulers", schedulers)
        need(self, len(schedulers) > 0 and not isinstance(schedulers, dict), "needs at least one schedule, got none.")
        self.optimizer = getattr(schedulers[0], "optimizer", None) if optimizer is None else optimizer
        self.need_schedulers(self.optimizer, schedulers)
        self._schedulers = schedulers
        self._last_lr = self.present_lrs()

    def step(self) -> None:  # type: ignore[override]
        for schedule in self._schedulers:
            schedule.step()
        self._last_lr = self.present_lrs()


def undo_first_step(schedule: Any) -> None:
    if not isinstance(schedule, Combined):
        schedule.last_epoch -= 1
        return
    for part in schedule._schedulers:
        undo_first_step(part)
