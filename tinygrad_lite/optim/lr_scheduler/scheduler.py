"""What all schedules share: each `step()` sets the learning rate of every parameter group for what comes next."""

from __future__ import annotations

import warnings
from collections.abc import Sized
from typing import Any

from tinygrad_lite.arguments import checked, is_number, need_saved, said

ORDER_WARNING = "scheduler.step() before optimizer.step(): the first rate was not used. Call optimizer.step() first."
EPOCH_WARNING = "step(epoch) is deprecated, as in PyTorch: call step() without a number, once for each epoch."


#: What stays of its kind, besides numbers, when a state is loaded; a switch may have been saved as 0 or 1.
KINDS = (((list, tuple), (list, tuple), "a list"), (str, str, "a text"), (bool, (bool, int), "True or False"))


class LRScheduler:
    """Sets the learning rates of an optimizer. `torch.optim.lr_scheduler.LRScheduler`.

    Most schedules change the *present* rate, so that several can be chained and a change by hand lasts. A schedule of
    your own overrides `get_lr`, or `multiplier` if it multiplies all rates alike.

    Args:
        optimizer: anything with `param_groups` and `step`. With `register_step_pre_hook` as well, as our optimizers
            and PyTorch's, the schedule can warn of steps in the wrong order.
        last_epoch: -1 to begin. To go on without a saved state of the schedule: the last epoch that was trained; the
            groups must then still hold the "initial_lr" that the first schedule left in them.
    Raises:
        KeyError: they do not hold it.

    >>> class Halving(tg.optim.lr_scheduler.LRScheduler):
    ...     def get_lr(self):
    ...         return [base_lr * 0.5**self.last_epoch for base_lr in self.base_lrs]
    >>> optimizer = tg.optim.SGD([tg.zeros(1, requires_grad=True)], lr=0.8)
    >>> schedule = Halving(optimizer)
    >>> for epoch in range(3):
    ...     print(schedule.get_last_lr())
    ...     optimizer.step()
    ...     schedule.step()
    [0.8]
    [0.4]
    [0.2]
    """

    needed: tuple[str, ...] = ("last_epoch",)  # of what is saved
    may_be_none: tuple[str, ...] = ()  # of what is saved, numbers that may be missing
    _get_lr_called_within_step: bool = False
    _is_initial: bool = False  # during the step that the constructor makes, from epoch -1 to 0

    @checked
    def __init__(self, optimizer: Any, last_epoch: int = -1):
        need_optimizer(self, optimizer)
        for i, group in enumerate(optimizer.param_groups):
            if last_epoch == -1:
                group.setdefault("initial_lr", present(group["lr"]))
            elif "initial_lr" not in group:
                raise KeyError(
                    f"{type(self).__name__}: last_epoch={last_epoch} goes on with a schedule, but param_groups[{i}] "
                    "has no 'initial_lr'. Load the optimizer's state first, or leave last_epoch out to begin."
                )
        self.optimizer = optimizer
        self.base_lrs = [present(group["initial_lr"]) for group in optimizer.param_groups]
        self.last_epoch = last_epoch
        note_steps(optimizer)
        self._initial_step()

    def _initial_step(self) -> None:
        self._step_count = 0
        self._is_initial = True
        self.step()
        self._is_initial = False

    def get_last_lr(self) -> list[float]:
        """The rates that this schedule set last, one for each group."""
        return self._last_lr

    def get_lr(self) -> list[float]:
        """The rates at `last_epoch`, for `step` to set. To see the present ones, ask `get_last_lr`."""
        self.warn_outside_step()
        multiplier = self.multiplier()
        return [lr * multiplier for lr in self.present_lrs()]

    def multiplier(self) -> float:
        """What the rates of the epoch before are multiplied by."""
        raise NotImplementedError(f"{type(self).__name__}: write get_lr(self), which returns a rate for each group.")

    def closed_form(self) -> list[float]:
        """The rates at `last_epoch` from the initial ones: for `step(epoch)`, and where a sequence changes over."""
        return self.get_lr()

    @checked
    def step(self, epoch: float | None = None) -> None:
        """Go on to the next epoch (or batch, if called for each); after `optimizer.step()`."""
        need_epoch(self, epoch)
        if self._step_count == 1 and not getattr(self.optimizer, "_opt_called", True):
            warnings.warn(ORDER_WARNING, UserWarning, stacklevel=2)
        self._step_count += 1
        if epoch is not None:
            warnings.warn(EPOCH_WARNING, UserWarning, stacklevel=2)
        self._update_lr(epoch)

    def _update_lr(self, epoch: Any = None) -> None:
        self.last_epoch = self.last_epoch + 1 if epoch is None else epoch
        self._get_lr_called_within_step = True
        lrs = self.get_lr() if epoch is None else self.closed_form()
        self._get_lr_called_within_step = False
        for group, lr in zip(self.optimizer.param_groups, lrs, strict=True):
            set_lr(group, lr)
        self._last_lr = self.present_lrs()

    def present_lrs(self) -> list[float]:
        return [present(group["lr"]) for group in self.optimizer.param_groups]

    def warn_outside_step(self) -> None:
        if not self._get_lr_called_within_step:
            message = f"{type(self).__name__}: get_lr() is for step(); ask get_last_lr() for the present rates."
            warnings.warn(message, UserWarning, stacklevel=3)

    # --------------------------------------------------------------------------------- saving and loading
    def state_dict(self) -> dict[str, Any]:
        """Everything but the optimizer, which has a state of its own; in PyTorch's layout."""
        return {name: value for name, value in vars(self).items() if name != "optimizer"}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on from a `state_dict` of a schedule of the same name, ours or PyTorch's; load the optimizer's as well."""
        self.check_state(state_dict)
        self.take_state(state_dict)

    def check_state(self, state_dict: dict[str, Any]) -> None:
        """Refuse what cannot be gone on from, before anything of it is taken."""
        need_saved(type(self).__name__, state_dict, self.needed)
        known = {name: value for name, value in vars(self).items() if name != "optimizer"}
        for name, value in state_dict.items():  # each stays of its kind; what was None may have become anything
            if is_number(known.get(name)) and not (
                is_number(value) or isinstance(value, bool) or (value is None and name in self.may_be_none)
            ):
                raise TypeError(f"{type(self).__name__}: the saved {name} must be a number, got {said(value)}.")
            for kind, fitting, called in KINDS:
                if isinstance(known.get(name), kind) and not isinstance(value, fitting):
                    raise TypeError(f"{type(self).__name__}: the saved {name} must be {called}, got {said(value)}.")

    def take_state(self, state_dict: dict[str, Any]) -> None:
        """Take what was checked."""
        vars(self).update(state_dict)


def need_as_many(schedule: Any, name: str, saved: Any, own: Sized) -> None:
    """Of what is saved for each group, or each schedule, there is one for each that is here."""
    if not isinstance(saved, (list, tuple)):
        raise TypeError(f"{type(schedule).__name__}: the saved {name} must be a list, got {said(saved)}.")
    need(schedule, len(saved) == len(own), f"the saved state has {len(saved)} {name}, and here are {len(own)}.")


def need_epoch(schedule: Any, epoch: float | None) -> None:
    """An epoch that is named in `step(epoch)` is one."""
    need(schedule, epoch is None or 0 <= epoch < float("inf"), f"epoch must be at least 0, got {epoch}.")


def present(lr: Any) -> Any:
    """A rate as it is now: of a tensor, ours or PyTorch's, a copy."""
    return lr.clone() if hasattr(lr, "clone") else lr


def set_lr(group: dict[str, Any], lr: Any) -> None:
    """Give a group its rate. A tensor stays the same tensor and is filled."""
    if hasattr(group["lr"], "fill_"):
        group["lr"].fill_(float(lr))
    else:
        group["lr"] = lr


def note_steps(optimizer: Any) -> None:
    """Have `optimizer._opt_called` say whether the optimizer has made a step since it has schedules."""

    def note(optimizer: Any, args: tuple, kwargs: dict) -> None:
        optimizer._opt_called = True

    if not hasattr(optimizer, "_opt_called") and hasattr(optimizer, "register_step_pre_hook"):
        optimizer._opt_called = False
        optimizer.register_step_pre_hook(note)


# ------------------------------------------------------------------------------------------------------- arguments
def need_optimizer(schedule: LRScheduler, optimizer: Any) -> None:
    if not (hasattr(optimizer, "param_groups") and hasattr(optimizer, "step")):
        name = type(schedule).__name__
        raise TypeError(f"{name}: needs an optimizer, got {type(optimizer).__name__}. Write {name}(optimizer, ...).")


def need(schedule: LRScheduler, condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(f"{type(schedule).__name__}: {message}")


def for_each_group(schedule: LRScheduler, optimizer: Any, name: str, value: Any) -> list:
    """A list with a value for each group; one value is for all."""
    need_optimizer(schedule, optimizer)
    if not isinstance(value, (list, tuple)):
        return [value] * len(optimizer.param_groups)
    groups = len(optimizer.param_groups)
    need(schedule, len(value) == groups, f"{name} has {len(value)} values, but the optimizer has {groups} groups.")
    return list(value)
