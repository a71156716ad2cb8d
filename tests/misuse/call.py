"""A right call of something public, and the same call with another value in one place."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

Place = tuple[Any, ...]  # an argument's number or name; behind it, a place in a list or dictionary


@dataclass
class Call:
    """A function, the arguments of a right call, and what its result is for.

    Attributes:
        function: what is called.
        args, kwargs: of a right call.
        use: what one does with the result; a bad argument may be noticed there only.
        leave: names of parameters that take whatever they are given, or run what the caller wrote.
    """

    function: Callable[..., Any]
    args: list[Any] = field(default_factory=list)
    kwargs: dict[str, Any] = field(default_factory=dict)
    use: Callable[[Any], Any] = lambda result: None
    leave: frozenset[str] = frozenset()

    def __call__(self) -> Any:
        result = self.function(*self.args, **self.kwargs)
        self.use(result)
        return result

    def places(self) -> Iterator[Place]:
        """Every argument, those that were not given too, and what is inside lists, tuples and dictionaries."""
        for number, value in enumerate(self.args):
            yield from _with_inner((number,), value)
        for name, value in self.kwargs.items():
            yield from _with_inner((name,), value)
        yield from ((name,) for name in self._not_given())

    def name_of(self, place: Place) -> str:
        """The parameter that a place belongs to."""
        if isinstance(place[0], str):
            return place[0]
        names = [name for name, parameter in self._parameters().items() if parameter.kind is not parameter.KEYWORD_ONLY]
        return names[min(place[0], len(names) - 1)] if names else ""

    def with_value(self, place: Place, value: Any) -> None:
        """Put another value into one place."""
        holder: Any = self.args if isinstance(place[0], int) else self.kwargs
        if len(place) == 1:
            holder[place[0]] = value
            return
        inner = holder[place[0]]
        changed = dict(inner) if isinstance(inner, dict) else list(inner)
        changed[place[1]] = value
        holder[place[0]] = changed if isinstance(inner, (list, dict)) else type(inner)(changed)

    def _not_given(self) -> list[str]:
        parameters = self._parameters()
        positional = [name for name, each in parameters.items() if each.kind is not each.KEYWORD_ONLY]
        given = {*positional[: len(self.args)], *self.kwargs}
        more = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD, inspect.Parameter.POSITIONAL_ONLY)
        return [name for name, each in parameters.items() if name not in given and each.kind not in more]

    def _parameters(self) -> dict[str, inspect.Parameter]:
        try:
            return dict(inspect.signature(self.function).parameters)
        except ValueError:  # some of Python's own have none
            return {}


def call(function: Callable[..., Any], *args: Any, use: Any = None, leave: str = "", **kwargs: Any) -> Call:
    """A right call, as one would write it."""
    return Call(function, list(args), kwargs, use or (lambda result: None), frozenset(leave.split()))


def _with_inner(place: Place, value: Any) -> Iterator[Place]:
    yield place
    if isinstance(value, dict):
        yield from ((*place, key) for key in value)
    elif type(value) in (list, tuple):
        yield from ((*place, number) for number in range(len(value)))
