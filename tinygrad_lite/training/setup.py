"""What a training is made of: whether the parts belong together, and whether they are those of a saved training."""

from __future__ import annotations

import functools
import inspect
import numbers
import operator
from collections.abc import Iterable
from typing import Any

from tinygrad_lite.training.arguments import check_objects
from tinygrad_lite.training.library import library_of

LIBRARIES = ("tinygrad_lite", "torch")


# ------------------------------------------------------------------------------------ do the parts belong together?
def check_parts(model: Any, optimizer: Any, criterion: Any, caller: str = "Trainer") -> None:
    """Raise if the optimizer would train something else than the model, or if the libraries are mixed."""
    check_objects(caller, model=model, optimizer=optimizer)
    check_library(model, criterion, caller)
    check_model(model, caller)
    if library_name(optimizer) not in (None, library_name(model)):
        raise TypeError(f"{caller}: {mixed(model, optimizer, 'the optimizer')}")
    if not hasattr(optimizer, "param_groups"):
        hint = "Give one optimizer; several take turns in a loop of your own." if is_several(optimizer) else "Make one."
        raise TypeError(f"{caller}: optimizer must be an optimizer, got {type(optimizer).__name__}. {hint}")
    trained = {id(p) for group in optimizer.param_groups for p in group["params"]}
    if trained.isdisjoint(map(id, model.parameters())):
        raise ValueError(
            f"{caller}: the optimizer has none of the model's parameters, so the model would learn nothing. Make it "
            f"from this model: {type(optimizer).__name__}(model.parameters(), ...)."
        )
    if needs_closure(type(optimizer)):  # type: ignore[arg-type]
        raise ValueError(
            f"{caller}: {type(optimizer).__name__}.step needs a closure that computes the loss several times; write "
            "that loop yourself."
        )


@functools.cache  # every `fit` asks, and a signature takes long
def needs_closure(optimizer: type) -> bool:
    """Whether the `step` of such an optimizer cannot be called without a closure, as that of LBFGS."""
    closure = inspect.signature(optimizer.step).parameters.get("closure")  # type: ignore[attr-defined]
    return closure is not None and closure.default is inspect.Parameter.empty


def check_model(model: Any, caller: str) -> None:
    """A model has parameters and modes; a tensor, or a bare function, has not."""
    if not hasattr(model, "parameters") or not hasattr(model, "modules"):
        raise TypeError(f"{caller}: model must be a Module, ours or PyTorch's, got {type(model).__name__}.")


def check_schedule(scheduler: Any, optimizer: Any, schedule_every: str) -> None:
    """Raise if a schedule sets the rates of another optimizer, or waits for what is not measured so often."""
    if scheduler is None:
        return
    check_objects("Trainer", scheduler=scheduler)
    name = type(scheduler).__name__
    if not hasattr(scheduler, "step"):
        raise TypeError(f"Trainer: scheduler must be a schedule of the learning rate, got {name}.")
    owner = getattr(scheduler, "optimizer", None)
    if owner is not None and owner is not optimizer and owner is not getattr(optimizer, "optimizer", None):
        raise ValueError(
            f"Trainer: the schedule ({name}) sets the learning rate of another optimizer than the Trainer's. Make it "
            f"from this one: {name}(optimizer, ...)."
        )
    if waits_for_plateau(scheduler) and schedule_every == "step":
        raise ValueError(
            f"Trainer: {name} waits for a measure of the whole epoch, so its step cannot be made after each step of "
            "the optimizer. Write schedule_every='epoch'."
        )


def waits_for_plateau(scheduler: Any) -> bool:
    """Whether a schedule is a ReduceLROnPlateau, ours or PyTorch's: its `step` takes what was measured."""
    return hasattr(scheduler, "patience")


def check_library(model: Any, criterion: Any, caller: str) -> None:
    """Raise if the loss is of another library than the model."""
    check_objects(caller, model=model, criterion=criterion)
    library_of(model)
    if library_name(criterion) not in (None, library_name(model)):
        raise TypeError(f"{caller}: {mixed(model, criterion, 'the loss')}")


def check_tensors(model: Any, inputs: Any, targets: Any, caller: str) -> None:
    """Raise if a batch is of another library than the model."""
    for part in (inputs, targets):
        if library_name(part) not in (None, library_name(model)):
            raise TypeError(f"{caller}: {mixed(model, part, 'the batches')}")
    if getattr(targets, "shape", None) == ():
        single = "the targets are one number, so the loader gives single samples"
        raise TypeError(f"{caller}: {single}. Give it a batch_size.")


def check_loss(loss: Any, criterion: Any, caller: str) -> None:
    """Raise if what the criterion gave is no tensor, such as a number, from which there is no way back."""
    if loss is not None and not hasattr(loss, "backward"):
        name, kind = name_of(criterion), type(loss).__name__
        raise TypeError(f"{caller}: the loss must be a tensor, but {name} gave {kind}. Leave out its .item().")


def check_batches(loader: Any, caller: str, name: str = "the loader") -> None:
    """Raise if these are not batches but samples, which would be trained on one by one, or nothing of the kind."""
    kind = type(loader).__name__
    if hasattr(loader, "parameters"):
        raise TypeError(f"{caller}: {name} must give batches, got a model, {kind}. Trainer(model, ...) has it already.")
    data = "torch.utils.data" if library_name(loader) == "torch" else "tg.data"
    pair = isinstance(loader, tuple) and len(loader) == 2 and all(hasattr(part, "shape") for part in loader)
    if hasattr(loader, "shape") or pair:
        write = f"{data}.DataLoader({data}.TensorDataset(inputs, targets), batch_size=64, shuffle=True)"
        raise TypeError(f"{caller}: {name} must give batches, got {'two tensors' if pair else kind}. Write {write}.")
    if hasattr(loader, "__iter__") and not isinstance(loader, type):
        return
    if hasattr(loader, "__getitem__"):
        write = f"{data}.DataLoader(dataset, batch_size=64, shuffle=True)"
        raise TypeError(f"{caller}: {name} is a data set ({kind}), which gives single samples. Write {write}.")
    raise TypeError(f"{caller}: {name} must give batches in a for loop, such as a DataLoader; got {loader!r}.")


def check_loader(loader: Any, caller: str, name: str, several: bool) -> None:
    """Raise if there are no batches to take, or only once though there are several epochs."""
    check_batches(loader, caller, name)
    if several and hasattr(loader, "__next__"):
        raise TypeError(
            f"{caller}: {name} is a {type(loader).__name__}, which gives its batches only once, but every epoch needs "
            f"them. Pass a DataLoader, or list({name})."
        )


def library_name(value: Any) -> str | None:
    """ "tinygrad_lite" or "torch", for what is made or written by one of them; None for everything else.

    >>> library_name(tg.nn.ReLU()), library_name(tg.nn.functional.relu), library_name(len)
    ('tinygrad_lite', 'tinygrad_lite', None)
    """
    kinds = [value] if hasattr(value, "__qualname__") else type(value).__mro__  # a function tells it itself
    for kind in kinds:
        name = (getattr(kind, "__module__", None) or "").partition(".")[0]
        if name in LIBRARIES:
            return name
    return None


def mixed(model: Any, part: Any, which: str) -> str:
    """What is wrong if a part is of the one library, the model of the other; and what to write."""
    mine, other = library_name(model), library_name(part)
    ours = mine == "tinygrad_lite"
    room = "nn.functional" if inspect.isroutine(part) else "optim" if which == "the optimizer" else "nn"
    remedy = f"Take {'tg' if ours else 'torch'}.{room}.{name_of(part)}"
    if which == "the batches":
        remedy = f"Make them with {'tg.data' if ours else 'torch.utils.data'}.DataLoader, from tensors of {mine}"
    turned = f"tg.compare.{'to_torch' if ours else 'from_torch'}(model)"
    return f"the model is one of {mine}, but {which} of {other}. {remedy}; or turn the model into the other: {turned}."


def is_several(value: Any) -> bool:
    return isinstance(value, (list, tuple, dict))


# ---------------------------------------------------------------------------------------------------------- numbers
def whole_number(value: Any, name: str, caller: str, least: int) -> int:
    """`value` as an int, if it is a whole number that is large enough."""
    try:
        number = -1 if isinstance(value, bool) else operator.index(value)
    except TypeError:
        number = -1
    if number < least:
        wanted = "a positive integer" if least == 1 else f"an integer of at least {least}"
        raise ValueError(f"{caller}: {name} must be {wanted}, got {value!r}.")
    return number


def check_positive(value: Any, name: str, caller: str) -> None:
    """Raise if a limit of gradients is given that is not above 0: it would turn them round, or make them vanish."""
    number: Any = value if isinstance(value, numbers.Real) else 0.0
    if value is not None and not number > 0:
        raise ValueError(f"{caller}: {name} must be greater than 0, got {value!r}. For no limit, leave it out.")


def length_of(value: Any) -> int | None:
    """Its length, if it has one: PyTorch's loader of an IterableDataset has a `__len__`, but that raises."""
    try:
        return len(value)
    except TypeError:
        return None


def batches_in(loader: Iterable, limit: float | None = None) -> int | None:
    """How many batches an epoch has: all of the loader's, or at most `limit`, a number or a share; None if unknown."""
    count = length_of(loader)
    if limit is None:
        return count
    if isinstance(limit, float):
        if count is None:
            raise ValueError(f"Trainer: a share of {limit} needs a loader with a length; give a number of batches.")
        return max(1, int(count * limit)) if count else 0
    return limit if count is None else min(limit, count)


def trial_batches(fast_dev_run: Any) -> int:
    """How many batches a trial run has: 1 for True, 0 (no trial run) for False."""
    if fast_dev_run is True or fast_dev_run is False:
        return int(fast_dev_run)
    return whole_number(fast_dev_run, "fast_dev_run", "Trainer", least=0)


def check_limit(limit: Any, name: str) -> None:
    if limit is None or (isinstance(limit, float) and 0 < limit <= 1):
        return
    if isinstance(limit, float):
        raise ValueError(f"Trainer: {name} must be a number of batches, or a share above 0 and up to 1.0; got {limit}.")
    whole_number(limit, name, "Trainer", least=1)


# ------------------------------------------------------------------------------------------ is it the saved training?
def setup_of(trainer: Any) -> dict[str, Any]:
    """What decides how training goes on, beside the states: kept in a checkpoint, to compare with."""
    scheduler = trainer.scheduler
    return {
        "library": trainer.library.__name__,
        "optimizer": type(trainer.optimizer).__name__,
        "parameter groups": len(trainer.optimizer.param_groups),
        "loss": name_of(trainer.criterion),
        "scheduler": None if scheduler is None else type(scheduler).__name__,
        "schedule_every": None if scheduler is None else trainer.schedule_every,
        "precision": trainer.precision,
        "accumulate": trainer.accumulate,
        "max_norm": trainer.max_norm,
        "clip_value": trainer.clip_value,
    }


def loader_setup(loader: Any, limit: float | None) -> dict[str, Any]:
    """What decides which batches an epoch has."""
    dataset = getattr(loader, "dataset", None)
    return {
        "samples": length_of(dataset),
        "batch size": getattr(loader, "batch_size", None),
        "batches": batches_in(loader, limit),
    }


def name_of(function: Any) -> str:
    """The name of a function, or of the class of an object."""
    return getattr(function, "__name__", type(function).__name__)


def differences(saved: dict[str, Any], present: dict[str, Any]) -> str:
    """What is not as it was saved, in words; empty if all is. What was not saved, by an earlier version, is not asked.

    >>> differences({"accumulate": 2, "scheduler": None}, {"accumulate": 4, "scheduler": "StepLR"})
    'accumulate is 4 and was 2; scheduler is StepLR and was None'
    """
    changed = [name for name in saved if name in present and saved[name] != present[name]]
    return "; ".join(f"{name} is {present[name]} and was {saved[name]}" for name in changed)
