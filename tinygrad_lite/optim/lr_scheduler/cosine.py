"""Schedules along half a wave of the cosine: slow at both ends, fast in the middle."""

from __future__ import annotations

from math import cos, floor, log, pi
from typing import Any

from tinygrad_lite.arguments import checked
from tinygrad_lite.optim.lr_scheduler.scheduler import LRScheduler, need, need_epoch


class CosineAnnealingLR(LRScheduler):
    """eta_min + (lr - eta_min) · (1 + cos(π · epoch / T_max)) / 2. `torch.optim.lr_scheduler.CosineAnnealingLR`.

    Args:
        T_max: the epoch in which `eta_min` is reached; after it the rate rises again.

    >>> optimizer = tg.optim.SGD([tg.zeros(1, requires_grad=True)], lr=1.0)
    >>> schedule = tg.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=4)
    >>> for epoch in range(5):
    ...     print(f"{schedule.get_last_lr()[0]:.3f}", end=" ")
    ...     optimizer.step()
    ...     schedule.step()
    1.000 0.854 0.500 0.146 0.000

    Source: Loshchilov & Hutter 2017, arXiv:1608.03983 (without the restarts).
    """

    @checked
    def __init__(self, optimizer: Any, T_max: int, eta_min: float = 0.0, last_epoch: int = -1):
        need(self, T_max > 0, f"T_max must be greater than 0, got {T_max}.")
        self.T_max, self.eta_min = T_max, eta_min
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        self.warn_outside_step()
        low, epoch, present = self.eta_min, self.last_epoch, self.present_lrs()
        if self._is_initial:
            return present
        if (epoch - 1 - self.T_max) % (2 * self.T_max) == 0:  # the last rate was eta_min: there is nothing to multiply
            rise = 1 - cos(pi / self.T_max)
            return [lr + (base_lr - low) * rise / 2 for lr, base_lr in zip(present, self.base_lrs, strict=True)]
        ratio = (1 + cos(pi * epoch / self.T_max)) / (1 + cos(pi * (epoch - 1) / self.T_max))
        return [ratio * (lr - low) + low for lr in present]

    def closed_form(self) -> list[float]:
        return [between(self.eta_min, lr, self.last_epoch, self.T_max) for lr in self.base_lrs]


class CosineAnnealingWarmRestarts(LRScheduler):
    """Cosine annealing that starts anew after T_0 epochs, then T_0 · T_mult, T_0 · T_mult² and so on.

    `torch.optim.lr_scheduler.CosineAnnealingWarmRestarts`. `step(epoch)` goes to any moment, between epochs too: for
    batch i of n, `step(epoch + i / n)`.

    >>> optimizer = tg.optim.SGD([tg.zeros(1, requires_grad=True)], lr=1.0)
    >>> schedule = tg.optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer, T_0=2)
    >>> rates = []
    >>> for epoch in range(5):
    ...     rates += [round(rate, 4) for rate in schedule.get_last_lr()]
    ...     optimizer.step()
    ...     schedule.step()
    >>> rates
    [1.0, 0.5, 1.0, 0.5, 1.0]

    Source: Loshchilov & Hutter 2017, arXiv:1608.03983.
    """

    @checked
    def __init__(self, optimizer: Any, T_0: int, T_mult: int = 1, eta_min: float = 0.0, last_epoch: int = -1):
        for name, size in (("T_0", T_0), ("T_mult", T_mult)):
            whole = isinstance(size, int) and size >= 1
            need(self, whole, f"{name} must be a whole number of at least 1, got {size}.")
        need(self, isinstance(eta_min, (float, int)), f"eta_min must be a number, got {type(eta_min).__name__}.")
        self.T_0, self.T_i, self.T_mult, self.eta_min = T_0, T_0, T_mult, eta_min
        self.T_cur: float = last_epoch  # epochs since the last restart, of T_i until the next
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        self.warn_outside_step()
        return [between(self.eta_min, lr, self.T_cur, self.T_i) for lr in self.base_lrs]

    def step(self, epoch: float | None = None) -> None:
        need_epoch(self, epoch)
        if epoch is None and self.last_epoch >= 0:
            epoch = self.last_epoch + 1
            self.T_cur += 1
            if self.T_cur >= self.T_i:
                self.T_cur %= self.T_i
                self.T_i *= self.T_mult
        else:
            epoch = epoch or 0
            restarts = 0
            if epoch >= self.T_0 and self.T_mult > 1:
                restarts = int(log(epoch / self.T_0 * (self.T_mult - 1) + 1, self.T_mult))
                self.T_cur = epoch - self.T_0 * (self.T_mult**restarts - 1) / (self.T_mult - 1)
            else:
                self.T_cur = epoch % self.T_0
            self.T_i = self.T_0 * self.T_mult**restarts
        self._update_lr(floor(epoch))


class WarmupCosine(LRScheduler):
    """See `warmup_cosine`."""

    @checked
    def __init__(self, optimizer: Any, warmup_steps: int, total_steps: int, min_lr: float, last_epoch: int):
        got = f"warmup_steps={warmup_steps} and total_steps={total_steps}"
        need(self, 0 < warmup_steps < total_steps, f"needs 0 < warmup_steps < total_steps, got {got}.")
        self.warmup_steps, self.total_steps, self.min_lr = warmup_steps, total_steps, min_lr
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        self.warn_outside_step()
        if self.last_epoch < self.warmup_steps:
            return [lr * (self.last_epoch + 1) / self.warmup_steps for lr in self.base_lrs]
        annealing = self.total_steps - self.warmup_steps
        done = min(self.last_epoch - self.warmup_steps, annealing)
        return [between(self.min_lr, lr, done, annealing) for lr in self.base_lrs]


@checked
def warmup_cosine(
    optimizer: Any, warmup_steps: int, total_steps: int, min_lr: float = 0.0, last_epoch: int = -1
) -> LRScheduler:
    """A schedule for batches: in `warmup_steps` equal steps up to lr, then along a cosine down to `min_lr`.

    Step 0 has lr / warmup_steps, steps warmup_steps - 1 and warmup_steps have lr, step total_steps and all later ones
    have `min_lr`.

    >>> optimizer = tg.optim.AdamW([tg.zeros(1, requires_grad=True)], lr=1.0)
    >>> schedule = tg.optim.lr_scheduler.warmup_cosine(optimizer, warmup_steps=2, total_steps=6)
    >>> for step in range(8):
    ...     print(f"{schedule.get_last_lr()[0]:.3f}", end=" ")
    ...     optimizer.step()
    ...     schedule.step()
    0.500 1.000 1.000 0.854 0.500 0.146 0.000 0.000

    Source: Goyal et al. 2017, arXiv:1706.02677 (the warm-up).
    """
    return WarmupCosine(optimizer, warmup_steps, total_steps, min_lr, last_epoch)


def between(low: float, high: float, done: float, total: float) -> float:
    """From `high` at the beginning to `low` when `done` is `total`."""
    return low + (high - low) * (1 + cos(pi * done / total)) / 2
