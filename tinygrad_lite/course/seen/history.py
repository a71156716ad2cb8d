"""A script carried out once more, with what it does to the objects that it makes: numbers, gradients, and who is kept.

Gradients are watched as they are set: for the time of the script, the student's class gets a `__setattr__` that writes
each change of `grad` down and then does what it did. What is seen is what is there; code is not read.
"""

from __future__ import annotations

import contextlib
import operator
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..case import Case, Ref, Step
from ..plain import to_plain
from ..recipes import World, build
from .kept import kept_by

#: The method of the way back.
BACKWARD = "backward"


@dataclass(frozen=True)
class Made:
    """A value that the script made: its name, the line that made it, and the names of what went into it."""

    name: str
    line: str
    inputs: tuple[str, ...]


@dataclass
class Call:
    """One call of `backward`.

    Attributes:
        root: on which value.
        before: the gradients of all values then, by name.
        changes: (name, gradient) in the order in which gradients changed; only of values that have a name.
        gradients: of all values afterwards, by name.
    """

    root: str
    before: dict[str, Any]
    changes: list[tuple[str, Any]] = field(default_factory=list)
    gradients: dict[str, Any] = field(default_factory=dict)


@dataclass
class History:
    """What a script made.

    Attributes:
        made: all values, in order.
        numbers: `data` of each, by name.
        calls: of `backward`, in order.
        kept: for each value the names of those to which something leads from it.
        reports: what the script reported, to be compared with the answer that was judged.
    """

    made: list[Made] = field(default_factory=list)
    numbers: dict[str, Any] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    kept: dict[str, set[str]] = field(default_factory=dict)
    reports: list[Any] = field(default_factory=list)

    def behind(self, root: str) -> list[str]:
        """The values that a root was computed from, and itself, in the order in which they were made."""
        wanted = {root}
        for made in reversed(self.made):
            if made.name in wanted:
                wanted |= set(made.inputs)
        return [made.name for made in self.made if made.name in wanted]


def made_by(case: Case) -> list[Made]:
    """The values that a script makes; empty where one of them takes the name of another."""
    found = []
    for step in case.steps:
        if step.save:
            inputs = [each.name for each in step.args if isinstance(each, Ref)]
            inputs += [step.target] if step.verb == "call" else []
            is_leaf = step.verb == "new"
            line = step.save if is_leaf else step.code(case.class_name)
            found.append(Made(step.save, line, () if is_leaf else tuple(dict.fromkeys(inputs))))
    names = [made.name for made in found]
    return found if len(set(names)) == len(names) else []


def history_of(candidate: type, case: Case) -> History:
    """Carry a script out; whatever the student's code raises is raised.

    Raises:
        ValueError: two names of the script are the same object, which no picture can show.
    """
    world, history = World(candidate=candidate), History(made_by(case))
    names: dict[int, str] = {}
    with _watched(candidate, names, history):
        for step in case.steps:
            if step.name == BACKWARD:
                history.calls.append(Call(step.target, gradients_of(world, names)))
            result = _carried_out(step, candidate, world)
            if step.save:
                if id(result) in names:
                    raise ValueError(f"{names[id(result)]} and {step.save} are the same object")
                world.built[step.save] = result
                names[id(result)] = step.save
            if step.report:
                history.reports.append(to_plain(result))
            if step.name == BACKWARD:
                history.calls[-1].gradients = gradients_of(world, names)
    history.numbers = {made.name: to_plain(getattr(world.built[made.name], "data", None)) for made in history.made}
    history.kept = kept_by({made.name: world.built[made.name] for made in history.made}, candidate)
    return history


def _carried_out(step: Step, candidate: type, world: World) -> Any:
    """What one step gives; what `run` does with it, with nothing caught."""

    def live(item: Any) -> Any:
        return world.built[item.name] if isinstance(item, Ref) else build(item, world)

    args, kwargs = [live(item) for item in step.args], {key: live(item) for key, item in step.kwargs.items()}
    if step.verb == "new":
        return candidate(*args, **kwargs)
    if step.verb == "operate":
        return getattr(operator, step.name)(*args)
    if step.verb == "set":
        return setattr(world.built[step.target], step.name, *args)
    member = getattr(world.built[step.target], step.name)
    return member(*args, **kwargs) if step.verb == "call" else member


def gradients_of(world: World, names: dict[int, str]) -> dict[str, Any]:
    """The gradients of all values that have a name, as plain data; None where one has none."""
    return {name: to_plain(getattr(world.built[name], "grad", None)) for name in names.values()}


@contextlib.contextmanager
def _watched(candidate: Any, names: dict[int, str], history: History) -> Iterator[None]:
    """In the block, changes of gradients during `backward` are written into the history."""
    before: Any = candidate.__setattr__

    def noting(self: Any, name: str, value: Any) -> None:
        before(self, name, value)
        if name == "grad" and id(self) in names and history.calls and not history.calls[-1].gradients:
            history.calls[-1].changes.append((names[id(self)], to_plain(value)))

    own = "__setattr__" in vars(candidate)
    try:
        candidate.__setattr__ = noting
        yield
    finally:
        if own:
            candidate.__setattr__ = before
        else:
            del candidate.__setattr__
