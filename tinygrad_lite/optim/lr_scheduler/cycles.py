"""Schedules that rise and fall, and let the momentum fall and rise against the rate."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from math import cos, floor, pi, prod
from typing import Any

from tinygrad_lite.arguments import checked
from tinygrad_lite.optim.lr_scheduler.functions import check_function, load_function, saved_function
from tinygrad_lite.optim.lr_scheduler.scheduler import LRScheduler, for_each_group, need, set_lr


class MomentumCycle(LRScheduler):
    """What both cycles share: a momentum (SGD's momentum, the first of Adam's betas) that goes against the rate."""

    cycle_momentum: bool
    use_beta1: bool

    def begin_momentum(self, optimizer: Any, base_momentum: Any, max_momentum: Any, last_epoch: int) -> tuple:
        """The lower and the upper momentum of each group, which begins with the upper."""
        able = all("betas" in group or "momentum" in group for group in optimizer.param_groups)
        need(self, able, "this optimizer has neither a momentum nor betas. Set cycle_momentum=False.")
        self.use_beta1 = "betas" in optimizer.param_groups[0]
        base = for_each_group(self, optimizer, "base_momentum", base_momentum)
        highest = for_each_group(self, optimizer, "max_momentum", max_momentum)
        if last_epoch == -1:
            for group, low, high in zip(optimizer.param_groups, base, highest, strict=True):
                self.set_momentum(group, high)
                group["max_momentum"], group["base_momentum"] = high, low
        return base, highest

    def set_momentum(self, group: dict[str, Any], momentum: float) -> None:
        if self.use_beta1:
            group["betas"] = (momentum, *group["betas"][1:])
        else:
            group["momentum"] = momentum


class CyclicLR(MomentumCycle):
    """From `base_lr` straight up to `max_lr` and down again, over and over. `torch.optim.lr_scheduler.CyclicLR`.

    Args:
        base_lr, max_lr: one number, or one for each group. `base_lr` takes the place of the optimizer's own rate.
        step_size_up, step_size_down: steps of the way up, and down (by default as many). Call `step` for each batch.
        mode: "triangular"; "triangular2" halves the height from cycle to cycle; "exp_range" lets it shrink by gamma
            in each step.
        scale_fn, scale_mode: instead of a mode, a function of the number of the cycle, counted from 1 ("cycle"), or
            of the step ("iterations"), by which the height is multiplied.
        cycle_momentum, base_momentum, max_momentum: whether the momentum falls while the rate rises, and how far.

    >>> optimizer = tg.optim.SGD([tg.zeros(1, requires_grad=True)], lr=1.0)
    >>> settings = {"base_lr": 0.0, "max_lr": 1.0, "step_size_up": 2, "cycle_momentum": False}
    >>> schedule = tg.optim.lr_scheduler.CyclicLR(optimizer, **settings)
    >>> rates = []
    >>> for epoch in range(5):
    ...     rates += [round(rate, 4) for rate in schedule.get_last_lr()]
    ...     optimizer.step()
    ...     schedule.step()
    >>> rates
    [0.0, 0.5, 1.0, 0.5, 0.0]

    Source: Smith 2017, arXiv:1506.01186.
    """

    needed = ("last_epoch", "_scale_fn_custom")

    @checked
    def __init__(
        self,
        optimizer: Any,
        base_lr: float | list[float],
        max_lr: float | list[float],
        step_size_up: int = 2000,
        step_size_down: int | None = None,
        mode: str = "triangular",
        gamma: float = 1.0,
        scale_fn: Callable[[float], float] | None = None,
        scale_mode: str = "cycle",
        cycle_momentum: bool = True,
        base_momentum: float | list[float] = 0.8,
        max_momentum: float | list[float] = 0.9,
        last_epoch: int = -1,
    ):
        need(self, step_size_up > 0, f"step_size_up must be greater than 0, got {step_size_up}.")
        known = scale_fn is not None or mode in ("triangular", "triangular2", "exp_range")
        need(self, known, f"mode must be 'triangular', 'triangular2' or 'exp_range', got {mode!r}.")
        known = scale_mode in ("cycle", "iterations")
        need(self, known, f"scale_mode must be 'cycle' or 'iterations', got {scale_mode!r}.")
        base_lrs = for_each_group(self, optimizer, "base_lr", base_lr)
        self.max_lrs = for_each_group(self, optimizer, "max_lr", max_lr)
        down = step_size_up if step_size_down is None else step_size_down
        self.total_size = float(step_size_up) + float(down)
        self.step_ratio = step_size_up / self.total_size
        self.mode, self.gamma, self._scale_fn_custom = mode, gamma, scale_fn
        self.scale_mode = scale_mode if scale_fn is not None else "iterations" if mode == "exp_range" else "cycle"
        self.cycle_momentum = cycle_momentum
        if cycle_momentum:
            limits = self.begin_momentum(optimizer, base_momentum, max_momentum, last_epoch)
            self.base_momentums, self.max_momentums = limits
        if last_epoch == -1:
            for group, lr in zip(optimizer.param_groups, base_lrs, strict=True):
                set_lr(group, lr)
        super().__init__(optimizer, last_epoch)
        self.base_lrs = base_lrs

    def scale_fn(self, x: float) -> float:
        """The height of cycle x, or in step x, as a share of the first."""
        if self._scale_fn_custom is not None:
            return self._scale_fn_custom(x)
        if self.mode == "exp_range":
            return self.gamma**x
        return 1.0 if self.mode == "triangular" else 1 / 2.0 ** (x - 1)

    def get_lr(self) -> list[float]:
        self.warn_outside_step()
        cycle = floor(1 + self.last_epoch / self.total_size)
        x = 1.0 + self.last_epoch / self.total_size - cycle  # where in the cycle, from 0 to 1
        height = x / self.step_ratio if x <= self.step_ratio else (x - 1) / (self.step_ratio - 1)
        scale = self.scale_fn(cycle if self.scale_mode == "cycle" else self.last_epoch)
        if self.cycle_momentum:
            momentums = zip(self.optimizer.param_groups, self.base_momentums, self.max_momentums, strict=True)
            for group, low, high in momentums:
                self.set_momentum(group, high - (high - low) * height * scale)
        return [low + (high - low) * height * scale for low, high in zip(self.base_lrs, self.max_lrs, strict=True)]

    def state_dict(self) -> dict[str, Any]:
        return {**super().state_dict(), "_scale_fn_custom": saved_function(self._scale_fn_custom)}

    def check_state(self, state_dict: dict[str, Any]) -> None:
        super().check_state(state_dict)
        check_function(self, "_scale_fn_custom", self._scale_fn_custom, state_dict["_scale_fn_custom"])

    def take_state(self, state_dict: dict[str, Any]) -> None:
        super().take_state({**state_dict, "_scale_fn_custom": self._scale_fn_custom})
        load_function(self._scale_fn_custom, state_dict["_scale_fn_custom"])


class OneCycleLR(MomentumCycle):
    """Up from max_lr / div_factor to `max_lr`, then down to almost nothing. `torch.optim.lr_scheduler.OneCycleLR`.

    Args:
        max_lr: one number, or one for each group.
        total_steps, epochs, steps_per_epoch: the number of steps, or its two factors. Call `step` for each batch.
        pct_start: the share of the steps that lead up.
        anneal_strategy: "cos" or "linear".
        cycle_momentum, base_momentum, max_momentum: whether the momentum falls while the rate rises, and how far.
        div_factor, final_div_factor: begins at max_lr / div_factor, ends at that / final_div_factor.
        three_phase: up, down the same way, and only then to the end.
    Raises:
        ValueError: in `step`, after the last step.

    >>> optimizer = tg.optim.SGD([tg.zeros(1, requires_grad=True)], momentum=0.9)
    >>> schedule = tg.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=1.0, total_steps=5, pct_start=0.4)
    >>> for step in range(5):
    ...     print(f"{schedule.get_last_lr()[0]:.3f} {optimizer.param_groups[0]['momentum']:.3f}")
    ...     optimizer.step()
    ...     schedule.step()
    0.040 0.950
    1.000 0.850
    0.750 0.875
    0.250 0.925
    0.000 0.950

    Source: Smith & Topin 2019, arXiv:1708.07120.
    """

    @checked
    def __init__(
        self,
        optimizer: Any,
        max_lr: float | list[float],
        total_steps: int | None = None,
        epochs: int | None = None,
        steps_per_epoch: int | None = None,
        pct_start: float = 0.3,
        anneal_strategy: str = "cos",
        cycle_momentum: bool = True,
        base_momentum: float | list[float] = 0.85,
        max_momentum: float | list[float] = 0.95,
        div_factor: float = 25.0,
        final_div_factor: float = 1e4,
        three_phase: bool = False,
        last_epoch: int = -1,
    ):
        counts = {"epochs": epochs, "steps_per_epoch": steps_per_epoch}
        self.total_steps = self.steps(counts if total_steps is None else {"total_steps": total_steps})
        share = isinstance(pct_start, float) and 0 <= pct_start <= 1
        need(self, share, f"pct_start must be a float from 0 to 1, got {pct_start!r}.")
        known = anneal_strategy in ("cos", "linear")
        need(self, known, f"anneal_strategy must be 'cos' or 'linear', got {anneal_strategy!r}.")
        self._anneal_func_type = anneal_strategy
        self._schedule_phases = phases(self.total_steps, pct_start, three_phase)
        for name, factor in (("div_factor", div_factor), ("final_div_factor", final_div_factor)):
            need(self, factor != 0, f"{name} divides a rate, so it cannot be 0.")
        highest = for_each_group(self, optimizer, "max_lr", max_lr)
        if last_epoch == -1:
            for group, lr in zip(optimizer.param_groups, highest, strict=True):
                group["max_lr"], group["initial_lr"] = lr, lr / div_factor
                group["min_lr"] = group["initial_lr"] / final_div_factor
        self.cycle_momentum = cycle_momentum
        if cycle_momentum:
            self.begin_momentum(optimizer, base_momentum, max_momentum, last_epoch)
        super().__init__(optimizer, last_epoch)

    def steps(self, counts: dict[str, Any]) -> int:
        need(self, None not in counts.values(), "give total_steps, or both epochs and steps_per_epoch.")
        for name, count in counts.items():
            whole = isinstance(count, int) and count > 0
            need(self, whole, f"{name} must be a whole number greater than 0, got {count!r}.")
        return prod(counts.values())

    def get_lr(self) -> list[float]:
        self.warn_outside_step()
        step, ends = self.last_epoch, [phase["end_step"] for phase in self._schedule_phases]
        over = f"step {step} is after the last of {self.total_steps}. Is total_steps = epochs * len(loader)?"
        need(self, step <= self.total_steps, over)
        i = bisect_left(ends[:-1], step)
        start, end, phase = ends[i - 1] if i else 0.0, ends[i], self._schedule_phases[i]
        need(self, start != end, f"a phase of the {self.total_steps} steps has no length. Change pct_start a little.")
        done = (step - start) / (end - start)
        groups = self.optimizer.param_groups
        for group in groups if self.cycle_momentum else []:
            momentum = self.anneal(group[phase["start_momentum"]], group[phase["end_momentum"]], done)
            self.set_momentum(group, momentum)
        return [self.anneal(group[phase["start_lr"]], group[phase["end_lr"]], done) for group in groups]

    def anneal(self, start: float, end: float, done: float) -> float:
        if self._anneal_func_type == "linear":
            return (end - start) * done + start
        return end + (start - end) / 2.0 * (cos(pi * done) + 1)


def phases(total_steps: int, pct_start: float, three_phase: bool) -> list[dict[str, Any]]:
    """When each phase ends, and between which of a group's values it leads; as PyTorch keeps them in the state."""
    ends = [float(pct_start * total_steps) - 1, total_steps - 1]
    lrs, momentums = ["initial_lr", "max_lr", "min_lr"], ["max_momentum", "base_momentum", "max_momentum"]
    if three_phase:
        ends.insert(1, float(2 * pct_start * total_steps) - 2)
        lrs.insert(2, "initial_lr")
        momentums.append("max_momentum")
    names = ("end_step", "start_lr", "end_lr", "start_momentum", "end_momentum")
    return [dict(zip(names, phase)) for phase in zip(ends, lrs, lrs[1:], momentums, momentums[1:])]
