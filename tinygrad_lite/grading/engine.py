"""Which answers run where the engine is: those that may use it, and those whose cases are made of it."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterable
from dataclasses import is_dataclass
from types import ModuleType
from typing import Any

from tinygrad_lite.course.case import Ref
from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.course.oracle import cases_of
from tinygrad_lite.course.recipes import World, build


class _NeedsEngine(Exception):
    """A recipe asked for the engine."""


class _WithoutEngine(World):
    def module(self, name: str = "") -> Any:
        raise _NeedsEngine


@functools.cache
def cases_need_engine(exercise: type[Exercise]) -> bool:
    """Whether the arguments of an exercise's cases are made of tensors, models, optimizers."""
    try:
        for case in cases_of(exercise()):
            world = _WithoutEngine()
            for name, recipe in case.args.items():
                world.built[name] = _built(recipe, world)
            for step in case.steps:
                for recipe in (*step.args, *step.kwargs.values()):
                    _built(recipe, world)
    except _NeedsEngine:
        return True
    return False


def _built(recipe: Any, world: World) -> Any:
    """What is made of a recipe where the engine is not; of others in it as well, whose files may import the engine."""
    if isinstance(recipe, Ref):
        return None
    waiting = [recipe]
    while waiting:
        part = waiting.pop()
        waiting += part if isinstance(part, list | tuple) else part.values() if isinstance(part, dict) else []
        file = inspect.getmodule(type(part)) if is_dataclass(part) else None
        if file is not None and _is_engine(vars(file).values()):
            raise _NeedsEngine
    return build(recipe, world)


def _is_engine(values: Iterable[Any]) -> bool:
    """Whether one of these values is a part of the engine."""
    homes = [value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", "") for value in values]
    named = [home for home in homes if isinstance(home, str) and f"{home}.".startswith("tinygrad_lite.")]
    return any(not home.startswith("tinygrad_lite.course") for home in named)


def speaks_of_engine(values: list[Any], text: str) -> bool:
    """Whether code uses something of the engine by a name that its text shows.

    Args:
        values: what is known of the variables that it reads (`around.py`).
        text: the code itself, which may import something for itself.
    """
    return "tinygrad_lite" in text or _is_engine(values)
