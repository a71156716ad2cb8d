"""What a loop over batches is given, watched: it is what it was, and writes down what happens to it.

A loop gets a model and loaders, to train an optimizer, and perhaps a criterion. `watched` puts a recipe around each of
these recipes; what it builds carries hooks that note events in the order in which they happen. No code is read. The
record is plain data, and is observed as the state of the model, so it comes back from a student's process like any
other answer.

The events are lists that begin with their kind:

- "batch", loader, its number in the epoch, inputs: a loader gives a batch;
- "forward", inputs, parameters, buffers, modes: the model is asked, with these; modes by the name of the part;
- "loss", value, targets: the criterion has answered;
- "back", number, gradient: a gradient has come back to what the model answered when it was asked the number-th time;
- "clear": the optimizer sets gradients back;
- "step", gradients, rates: the optimizer is about to make a step, with these gradients and learning rates;
- "stepped", parameters, state: it has made the step.
- "end", parameters, buffers, modes: how the model is when the loop has ended.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .case import Case
from .recipes import World, build

#: So many events are kept; a loop that never ends must not take all memory.
MOST = 5000
_RECORD = "the record of what happens"


def is_loop(case: Case) -> bool:
    """Whether a case is a loop over batches: it is given a model, a loader, and what says what it is for.

    With an optimizer it trains; with a criterion alone it measures.
    """
    names = set(case.args)
    looks = "model" in names and any(name.endswith("loader") for name in names)
    return not case.steps and looks and bool({"optimizer", "criterion"} & names)


def trains(case: Case) -> bool:
    """Whether a loop trains; another one measures."""
    return "optimizer" in case.args


def watched(case: Case) -> Case:
    """The same case, in which what happens is the answer's state."""
    args = {name: Watched(name, recipe) if _role(name) else recipe for name, recipe in case.args.items()}
    return replace(case, args=args, changes=tuple(args), observe=("model",))


def _role(name: str) -> Callable[[str, Any, World], Any] | None:
    """How an argument of this name is watched; None for all others."""
    return _loader if name.endswith("loader") else _ROLES.get(name)


@dataclass(frozen=True, eq=False)
class Watched:
    """A recipe around the recipe of the argument `name`."""

    name: str
    recipe: Any

    def build(self, world: World) -> Any:
        watch = _role(self.name)
        assert watch is not None
        return watch(self.name, build(self.recipe, world), world)

    def observe(self, built: Any) -> list | None:
        """The record, of the model; else nothing."""
        if self.name != "model":
            return None
        return [*built._record, ["end", *_state(built)]]

    def __repr__(self) -> str:
        return repr(self.recipe)


def _record(world: World) -> list:
    """The one record of all that is built in a world."""
    found: list = world.built.setdefault(_RECORD, [])
    return found


def _note(record: list, *event: Any) -> None:
    if len(record) < MOST:
        record.append(list(event))


def _loader(name: str, loader: Any, world: World) -> Any:
    """A loader whose batches are noted; it stays of its class, and a list stays a list."""
    kind, record = type(loader), _record(world)

    def batches(self: Any) -> Iterator[Any]:
        for number, batch in enumerate(kind.__iter__(self)):
            _note(record, "batch", name, number, _numbers(batch[0]))
            yield batch

    noting = type(kind.__name__, (kind,), {"__iter__": batches})
    if kind is list:
        return noting(loader)
    loader.__class__ = noting
    return loader


def _model(name: str, model: Any, world: World) -> Any:
    """A model whose forward passes are noted, whether it is called or its `forward`; a copy of it notes its own."""
    kind, record, asked = type(model), _record(world), itertools.count()

    def forward(self: Any, *inputs: Any, **more: Any) -> Any:
        number = next(asked)
        _note(record, "forward", _numbers(inputs[0]) if inputs else None, *_state(self))
        output = kind.forward(self, *inputs, **more)
        if getattr(output, "requires_grad", False):
            output.register_hook(lambda gradient: _note(record, "back", number, _numbers(gradient)))
        return output

    model.__class__ = type(kind.__name__, (kind,), {"forward": forward, "_record": record})
    return model


def _criterion(name: str, criterion: Any, world: World) -> Any:
    record = _record(world)

    def note(_: Any, inputs: tuple, loss: Any) -> None:
        _note(record, "loss", _numbers(loss), _numbers(inputs[1]) if len(inputs) > 1 else None)

    criterion.register_forward_hook(note)
    return criterion


def _optimizer(name: str, optimizer: Any, world: World) -> Any:
    """An optimizer whose steps are noted, parameters by their names in the model."""
    record = _record(world)
    parameters = dict(world.built["model"].named_parameters())
    clear = optimizer.zero_grad

    def clearing(*args: Any, **kwargs: Any) -> Any:
        _note(record, "clear")
        return clear(*args, **kwargs)

    def before(*_: Any) -> None:
        rates = [float(group["lr"]) for group in optimizer.param_groups]
        _note(record, "step", {key: _numbers(parameter.grad) for key, parameter in parameters.items()}, rates)

    def after(*_: Any) -> None:
        states = {key: optimizer.state.get(parameter, {}) for key, parameter in parameters.items()}
        kept = {f"{word} of {key}": _numbers(value) for key, state in states.items() for word, value in state.items()}
        _note(record, "stepped", {key: _numbers(parameter) for key, parameter in parameters.items()}, kept)

    optimizer.zero_grad = clearing
    optimizer.register_step_pre_hook(before)
    optimizer.register_step_post_hook(after)
    return optimizer


_ROLES: dict[str, Callable[[str, Any, World], Any]] = {
    "model": _model, "criterion": _criterion, "optimizer": _optimizer,
}  # fmt: skip


def _state(model: Any) -> tuple[dict, dict, dict]:
    """Parameters, buffers and modes by name."""
    parameters = {name: _numbers(value) for name, value in model.named_parameters()}
    buffers = {name: _numbers(value) for name, value in model.named_buffers()}
    return parameters, buffers, {name: bool(part.training) for name, part in model.named_modules()}


def _numbers(value: Any) -> Any:
    """A tensor's numbers, wherever it lies; a plain number as a float; None for everything else."""
    array = getattr(value, "array", value)
    if isinstance(array, np.ndarray | np.generic | int | float):
        return np.array(array)
    return None
