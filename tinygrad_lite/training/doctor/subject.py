"""The training that is looked at: its step can be made at other rates, from other weights, and taken back."""

from __future__ import annotations

import copy
import inspect
import warnings
from collections.abc import Callable, Iterable
from itertools import cycle, islice
from typing import Any

import numpy as np

from tinygrad_lite.training.callbacks.callback_list import CallbackList
from tinygrad_lite.training.doctor.snapshot import Snapshot, named_by
from tinygrad_lite.training.doctor.watch import Watch, array, finite
from tinygrad_lite.training.library import inputs_and_targets, library_of, moved
from tinygrad_lite.training.trainer import Trainer


class Subject:
    """A step of training that can be repeated.

    Attributes:
        model, optimizer: what the step trains; batches: some of the loader's, kept.
        watch: what happened in the last step.
    """

    def __init__(self, step: Callable, model: Any, optimizer: Any, others: list[Any], loader: Any, most: int):
        self.make_step, self.model, self.optimizer = step, model, optimizer
        self.batches = taken(loader, most)
        self.epoch_steps = len(loader) if hasattr(loader, "__len__") else len(self.batches)
        self.library, self.watch = library_of(model), Watch(model)
        self.rates = [group["lr"] for group in optimizer.param_groups]
        self.now = self.start = Snapshot(model, others)
        self.others = others

    def step(self, batch: Any) -> float:
        """One step; the loss it began with."""
        self.watch.begin()
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            returned = self.make_step(batch)
            self.watch.end()
        if self.watch.calls and not getattr(returned, "requires_grad", False):
            return self.watch.loss
        value = returned.detach() if hasattr(returned, "detach") else returned
        try:
            return float(value)
        except (TypeError, ValueError):
            return float("nan")

    def steps(self, count: int, factor: float, start: Snapshot, batches: list[Any] | None = None) -> list[float]:
        """The losses of so many steps from a start, with the rates times `factor`; fewer, if one is not finite."""
        start.restore()
        self.set_rate(factor)
        losses: list[float] = []
        for batch in islice(cycle(batches or self.batches), count):
            losses.append(self.step(batch))
            if not finite(losses[-1]) or self.watch.birth:
                break
        return losses

    def set_rate(self, factor: float) -> None:
        for group, rate in zip(self.optimizer.param_groups, self.rates):
            group["lr"] = rate * factor

    def renewed(self) -> Snapshot | None:
        """The state with new weights, drawn as the layers do it, and a new optimizer state; None if some cannot be."""
        self.now.restore()
        for module in self.model.modules():
            own = [p for p in module.parameters(recurse=False)]
            if hasattr(module, "reset_parameters"):
                module.reset_parameters()
            elif own:
                return None
        self.optimizer.state.clear()
        self.optimizer.zero_grad()
        return Snapshot(self.model, self.others)


def check(training: Any, model: Any, loader: Any, validate: Any) -> None:
    """Whether `diagnose` was given what it needs."""
    if loader is None:
        raise TypeError("diagnose: give the training batches: diagnose(trainer, loader=train_loader).")
    if hasattr(loader, "__next__"):
        raise TypeError("diagnose: the loader is a generator, which can be gone through only once: give a DataLoader.")
    if isinstance(training, Trainer):
        if model is not None and model is not training.model:
            raise ValueError("diagnose: the model is not the one that the Trainer trains; leave it out.")
        if validate is not None:
            raise ValueError("diagnose: validate is for a step; a Trainer validates in evaluation mode by itself.")
    elif not callable(training):
        raise TypeError(f"diagnose: needs a Trainer, or a function step(batch), got {type(training).__name__}.")
    elif model is None:
        raise TypeError("diagnose: with a step, give the model it trains: diagnose(step, model, loader).")


def subject_of(training: Any, model: Any, loader: Any, optimizer: Any, most: int) -> Subject:
    """What `diagnose` was given, as a Subject: a copy of a Trainer's, or a step as it is."""
    if isinstance(training, Trainer):
        return copied(training, loader, most)
    named = named_by(training)
    if optimizer is None:
        optimizers = [value for value in named if hasattr(value, "param_groups")]
        if len(optimizers) != 1:
            raise TypeError(
                f"diagnose: found {len(optimizers)} optimizers in the step's code; say which: diagnose(..., "
                f"optimizer=optimizer)."
            )
        optimizer = optimizers[0]
    own = set(map(id, model.modules()))
    others = [value for value in named if may_change(value) and id(value) not in own and value is not optimizer]
    return Subject(training, model, optimizer, [optimizer, *others], loader, most)


def may_change(value: Any) -> bool:
    """Whether it is among the things whose state a step may change."""
    if inspect.ismodule(value) or inspect.isclass(value) or hasattr(value, "dataset"):
        return False
    return isinstance(value, (list, dict)) or (hasattr(value, "load_state_dict") and hasattr(value, "state_dict"))


def copied(trainer: Trainer, loader: Iterable, most: int) -> Subject:
    """A Trainer's own step, on a copy of its model, optimizer, criterion and scaler; callbacks are left out."""
    twin = copy.copy(trainer)
    parts = trainer.model, trainer.optimizer, trainer.criterion, trainer.scaler
    twin.model, twin.optimizer, twin.criterion, twin.scaler = copy.deepcopy(parts)
    twin.scheduler, twin.callbacks = None, CallbackList(())

    def step(batch: Any) -> Any:
        twin.inputs, twin.targets = inputs_and_targets(batch if twin.device is None else moved(batch, twin.device))
        return twin._train_batch(0, 1)  # the first and only batch of a step

    twin.model.train()
    others = [twin.optimizer] if twin.scaler is None else [twin.optimizer, twin.scaler]
    return Subject(step, twin.model, twin.optimizer, others, loader, most)


def taken(loader: Iterable, most: int) -> list[Any]:
    batches = list(islice(loader, most))
    if not batches:
        raise ValueError("diagnose: the loader has no batches.")
    for part in inputs_and_targets(batches[0]):
        if not hasattr(part, "detach"):
            raise TypeError(f"diagnose: inputs and targets must each be one tensor, got {type(part).__name__}.")
    sizes = [len(inputs_and_targets(batch)[1]) for batch in batches]
    return [batch for batch, size in zip(batches, sizes) if size == sizes[0]]  # without a smaller last one


def pairs_of(batches: list[Any]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Inputs and targets of the batches, as arrays."""
    return [(array(inputs), array(targets)) for inputs, targets in map(inputs_and_targets, batches)]
