"""The training that is looked at: its step can be made at other rates, from other weights, and taken back."""

from __future__ import annotations

import contextlib
import copy
import inspect
import warnings
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice
from typing import Any

import numpy as np

from tinygrad_lite.data.moving import to_device
from tinygrad_lite.training.callbacks.callback_list import CallbackList
from tinygrad_lite.training.doctor.snapshot import Snapshot, named_by
from tinygrad_lite.training.doctor.watch import Watch, array, finite
from tinygrad_lite.training.faults import norm
from tinygrad_lite.training.library import inputs_and_targets, library_of
from tinygrad_lite.training.trainer import Trainer

MOST_BATCHES, MOST_NUMBERS = 400, 20_000_000
FELL = 0.1  # a rate below this share of the one it began with was taken there by a schedule


class Subject:
    """A step of training that can be repeated, inside its `with` block.

    Attributes:
        model, optimizer: what the step trains.
        all: the loader's batches, in its order; batches: some of them, of one size, for experiments.
        judges: other batches, which say what an experiment has brought: of validation, or else the last of these.
        rates: those that experiments begin with; present: those that the optimizer has. They differ where a schedule
            has taken a rate to nearly nothing.
        watch: what happened in the last step; clipped: norms of the last gradients, before and after clipping.
        instead: called in each step before the optimizer's, to change one thing of it.
    """

    def __init__(self, step: Callable, model: Any, optimizer: Any, others: list[Any], loader: Any, most: int):
        self.make_step, self.model, self.optimizer = step, model, optimizer
        self.all = taken(loader)
        self.batches = same_size(self.all)[:most]
        self.judges = self.batches[-max(1, len(self.batches) // 3) :]
        self.judged_elsewhere = False
        self.schedules = [value for value in others if hasattr(value, "optimizer") and "step" not in vars(value)]
        self.hidden = unregistered(model)
        self.epoch_steps = len(loader) if hasattr(loader, "__len__") else len(self.all)
        self.library, self.watch = library_of(model), Watch(model)
        self.present = [float(group["lr"]) for group in optimizer.param_groups]
        self.rates = [reference_rate(group, optimizer) for group in optimizer.param_groups]
        self.others, self.factor = [*others, Loose([p for _, p in self.hidden])], 1.0
        self.now = self.start = Snapshot(model, self.others)
        self.clipped = (float("nan"), float("nan"))
        self.instead: list[Callable] = []
        self.watch.updated = {id(p) for group in optimizer.param_groups for p in group["params"]}

    def __enter__(self) -> Subject:
        hook = getattr(self.optimizer, "register_step_pre_hook", None)
        self.handle = hook(self._before_step) if hook else None
        self.watch.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self.watch.__exit__(*error)
        if self.handle is not None:
            self.handle.remove()

    def _before_step(self, optimizer: Any, args: Any, kwargs: Any) -> None:
        """The rate is set here, behind whatever a schedule or the step's own code has made of it."""
        self._set_rates()
        if not self.watch.quiet:
            given = [array(p.grad) for p in self.model.parameters() if p.grad is not None]
            self.clipped = norm(*self.watch.gradients.values()), norm(*given)
        for change in self.instead:
            change()

    def _set_rates(self) -> None:
        for group, rate in zip(self.optimizer.param_groups, self.rates):
            group["lr"] = rate * self.factor

    def step(self, batch: Any) -> float:
        """One step; the loss it began with."""
        self.watch.begin()
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with self._schedules_still(), self.watch.losses_seen():
                returned = self.make_step(batch)
            self.watch.end()
        if self.watch.calls and not getattr(returned, "requires_grad", False):
            return self.watch.loss
        value = returned.detach() if hasattr(returned, "detach") else returned
        try:
            return float(value)
        except (TypeError, ValueError):
            return float("nan")

    @contextlib.contextmanager
    def _schedules_still(self) -> Iterator[None]:
        """The step's own schedules do nothing: the rate is set here, and theirs may be at its end and refuse."""
        for schedule in self.schedules:
            schedule.step = lambda *args, **kwargs: None
        try:
            yield
        finally:
            for schedule in self.schedules:
                del schedule.step

    def steps(
        self, count: int, factor: float, start: Snapshot, batches: list[Any] | None = None, *, look: bool = False
    ) -> list[float]:
        """The losses of so many steps from a start, with the rates times `factor`; fewer, if one is not finite.

        What happens inside the steps is watched only with `look`.
        """
        start.restore()
        self.set_rate(factor)
        losses: list[float] = []
        self.watch.grasping = bool(self.instead)
        with self.quietly(not look):
            for batch in islice(cycle(batches or self.batches), count):
                losses.append(self.step(batch))
                if not finite(losses[-1]) or self.watch.birth:
                    break
        return losses

    @contextlib.contextmanager
    def quietly(self, quiet: bool = True) -> Iterator[None]:
        """Without a look into the steps, which takes as long as they do."""
        before, self.watch.quiet = self.watch.quiet, quiet
        try:
            yield
        finally:
            self.watch.quiet = before

    def warming_up(self) -> bool:
        """Whether a schedule is about to raise the rate."""
        for schedule in self.schedules:
            if hasattr(schedule, "base_lrs"):
                twin = copy.deepcopy(schedule)
                before = [float(group["lr"]) for group in twin.optimizer.param_groups]
                with contextlib.suppress(ValueError, TypeError):  # at its end, or it waits for a measure
                    for _ in range(3):
                        twin.step()
                if any(float(g["lr"]) > rate for g, rate in zip(twin.optimizer.param_groups, before)):
                    return True
        return False

    def set_rate(self, factor: float) -> None:
        self.factor = factor
        self._set_rates()

    def loss(self, batches: list[Any], training: bool | None = False) -> float:
        """The mean loss of the samples of these batches with the weights as they are, which stay as they are."""
        before, self.watch.forced = self.watch.forced, training
        self.set_rate(0.0)
        total, count = 0.0, 0
        with self.quietly():
            for batch in batches:
                size = len(inputs_and_targets(batch)[1])
                total += self.step(batch) * size
                count += size
        self.watch.forced = before
        return total / max(count, 1)

    def renewed(self, another: bool = False) -> Snapshot | None:
        """The state with new weights, drawn as the layers do it, and a new optimizer state; None if some cannot be.

        They are always the same ones; with `another`, others.
        """
        self.now.restore()
        for module in [*self.model.modules()] * (2 if another else 1):
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
    twin.scheduler, twin.callbacks, twin._ranks = None, CallbackList(()), None

    def step(batch: Any) -> Any:
        twin.inputs, twin.targets = inputs_and_targets(batch if twin.device is None else to_device(batch, twin.device))
        return twin._train_batch(0, 1)  # the first and only batch of a step

    twin.model.train()
    others = [twin.optimizer] if twin.scaler is None else [twin.optimizer, twin.scaler]
    subject = Subject(step, twin.model, twin.optimizer, others, loader, most)
    subject.schedules = [] if trainer.scheduler is None else [trainer.scheduler]
    return subject


class Loose:
    """Tensors that belong to no module, with what a Snapshot asks for."""

    def __init__(self, tensors: list[Any]):
        self.tensors = tensors

    def state_dict(self) -> list[np.ndarray]:
        return [array(tensor).copy() for tensor in self.tensors]

    def load_state_dict(self, state: list[np.ndarray]) -> None:
        for tensor, values in zip(self.tensors, state):
            library = library_of(tensor)
            with library.no_grad():
                tensor.copy_(library.from_numpy(values).to(tensor.device))


def unregistered(model: Any) -> list[tuple[str, Any]]:
    """Tensors to be trained that the model holds but does not know as parameters: in plain lists, say."""
    known = {id(p) for p in model.parameters()}
    found: dict[int, tuple[str, Any]] = {}
    for name, module in model.named_modules():
        for key, value in vars(module).items():
            if key.startswith("_"):
                continue
            parts = (
                value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else [value]
            )
            for number, part in enumerate(parts):
                own = part.parameters() if hasattr(part, "parameters") else [part]
                for p in own if hasattr(part, "parameters") or hasattr(part, "requires_grad") else []:
                    if getattr(p, "requires_grad", False) and p.grad_fn is None and id(p) not in known:
                        found[id(p)] = (f"{name}.{key}[{number}]".lstrip("."), p)
    return list(found.values())


def reference_rate(group: dict, optimizer: Any) -> float:
    """The rate of a group; where it is nearly nothing because a schedule took it there, the one it began with."""
    present = float(group["lr"])
    first = group.get("initial_lr", getattr(optimizer, "defaults", {}).get("lr", present))
    return float(first) if present < FELL * float(first) else present


def taken(loader: Iterable) -> list[Any]:
    """The batches of an epoch; of a large one so many that they can be kept and looked at in a moment."""
    batches: list[Any] = []
    numbers = 0
    for batch in islice(loader, MOST_BATCHES):
        batches.append(batch)
        numbers += inputs_and_targets(batch)[0].numel() if hasattr(inputs_and_targets(batch)[0], "numel") else 0
        if numbers > MOST_NUMBERS:
            break
    if not batches:
        raise ValueError("diagnose: the loader has no batches.")
    for part in inputs_and_targets(batches[0]):
        if not hasattr(part, "detach"):
            raise TypeError(f"diagnose: inputs and targets must each be one tensor, got {type(part).__name__}.")
    return batches


def same_size(batches: list[Any]) -> list[Any]:
    """Those as large as the first: without a smaller last one."""
    sizes = [len(inputs_and_targets(batch)[1]) for batch in batches]
    return [batch for batch, size in zip(batches, sizes) if size == sizes[0]]


def pairs_of(batches: list[Any]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Inputs and targets of the batches, as arrays."""
    return [(array(inputs), array(targets)) for inputs, targets in map(inputs_and_targets, batches)]
