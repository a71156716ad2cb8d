"""A schedule that listens: it lowers the rate when a measure no longer gets better."""

from __future__ import annotations

import warnings
from math import inf
from typing import Any

from tinygrad_lite.arguments import checked, is_number, said
from tinygrad_lite.optim.lr_scheduler.scheduler import (
    EPOCH_WARNING,
    LRScheduler,
    for_each_group,
    need,
    need_epoch,
    set_lr,
)


class ReduceLROnPlateau(LRScheduler):
    """lr · factor once `step(metrics)` was not better more than `patience` times in a row.

    `torch.optim.lr_scheduler.ReduceLROnPlateau`.

    Args:
        mode: "min" if lower is better (a loss), "max" if higher is (an accuracy).
        threshold, threshold_mode: better means below best · (1 - threshold) for "rel", below best - threshold for
            "abs"; for "max" likewise above.
        cooldown: epochs after a reduction in which nothing is counted.
        min_lr: no rate gets lower; one number, or one for each group.
        eps: a reduction by no more than this is left out.

    >>> optimizer = tg.optim.SGD([tg.zeros(1, requires_grad=True)], lr=0.1)
    >>> schedule = tg.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=1)
    >>> for loss in [3.0, 2.0, 2.5, 2.0]:
    ...     schedule.step(loss)
    ...     print(loss, schedule.get_last_lr())
    3.0 [0.1]
    2.0 [0.1]
    2.5 [0.1]
    2.0 [0.05]
    """

    may_be_none = ("default_min_lr",)

    @checked
    def __init__(
        self,
        optimizer: Any,
        mode: str = "min",
        factor: float = 0.1,
        patience: int = 10,
        threshold: float = 1e-4,
        threshold_mode: str = "rel",
        cooldown: int = 0,
        min_lr: list[float] | float = 0,
        eps: float = 1e-8,
    ):
        need(self, factor < 1, f"factor must be less than 1, or nothing is reduced; got {factor}.")
        need(self, mode in ("min", "max"), f"mode must be 'min' or 'max', got {mode!r}.")
        need(self, threshold_mode in ("rel", "abs"), f"threshold_mode must be 'rel' or 'abs', got {threshold_mode!r}.")
        self.min_lrs = for_each_group(self, optimizer, "min_lr", min_lr)
        self.optimizer = optimizer
        self.mode, self.threshold, self.threshold_mode = mode, threshold, threshold_mode
        self.factor, self.patience, self.cooldown, self.eps = factor, patience, cooldown, eps
        self.default_min_lr = None if isinstance(min_lr, (list, tuple)) else min_lr
        self.mode_worse = inf if mode == "min" else -inf
        self.best = self.mode_worse
        self.cooldown_counter = self.num_bad_epochs = self.last_epoch = 0
        self._last_lr = self.present_lrs()

    def step(self, metrics: Any, epoch: int | None = None) -> None:  # type: ignore[override]
        """Take note of the measure of an epoch, a number or a tensor of one; after validation."""
        need_epoch(self, epoch)
        current = number_of(metrics)
        if epoch is not None:
            warnings.warn(EPOCH_WARNING, UserWarning, stacklevel=2)
        self.last_epoch = self.last_epoch + 1 if epoch is None else epoch
        if self.is_better(current):
            self.best = current
            self.num_bad_epochs = 0
        else:
            self.num_bad_epochs += 1
        if self.in_cooldown:
            self.cooldown_counter -= 1
            self.num_bad_epochs = 0
        if self.num_bad_epochs > self.patience:
            self.reduce()
            self.cooldown_counter = self.cooldown
            self.num_bad_epochs = 0
        self._last_lr = self.present_lrs()

    def is_better(self, current: float) -> bool:
        step = -self.threshold if self.mode == "min" else self.threshold
        limit = self.best * (1.0 + step) if self.threshold_mode == "rel" else self.best + step
        return current < limit if self.mode == "min" else current > limit

    @property
    def in_cooldown(self) -> bool:
        return self.cooldown_counter > 0

    def reduce(self) -> None:
        groups = self.optimizer.param_groups
        if len(groups) != len(self.min_lrs):  # a group came later
            if self.default_min_lr is None:
                counts = f"{len(groups)} parameter groups, but {len(self.min_lrs)} values in scheduler.min_lrs"
                raise RuntimeError(f"ReduceLROnPlateau: there are {counts}. Append one for each group that was added.")
            self.min_lrs = [self.default_min_lr] * len(groups)
        for group, min_lr in zip(groups, self.min_lrs):
            old_lr = float(group["lr"])
            lr = max(old_lr * self.factor, min_lr)
            if old_lr - lr > self.eps:
                set_lr(group, lr)


def number_of(measure: Any) -> float:
    """The measure of an epoch as Python's number; PyTorch's tensors of one element count too."""
    if is_number(measure) or isinstance(measure, bool) or getattr(measure, "shape", None) == ():
        return float(measure)
    raise TypeError(f"ReduceLROnPlateau: step takes the measure of the epoch, a number, got {said(measure)}.")
