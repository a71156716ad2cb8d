"""To which values something leads from a student's object, under whatever names it keeps them.

One Value keeps `parents`, another `_prev`; a third has a `_backward` that remembers them in its closure. So all that an
object holds is gone through: attributes, slots, containers, and what functions have closed over. None of the student's
code is called by it.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator, Mapping
from types import FunctionType, MemberDescriptorType, MethodType
from typing import Any

#: So many things are looked at for one object.
MOST = 300


def kept_by(objects: Mapping[str, Any], kind: type) -> dict[str, set[str]]:
    """For each object, by name, the names of the others that it leads to without passing through one of them."""
    names = {id(value): name for name, value in objects.items()}
    return {name: _found_from(value, names, kind) for name, value in objects.items()}


def _found_from(start: Any, names: Mapping[int, str], kind: type) -> set[str]:
    found: set[str] = set()
    seen, waiting = {id(start)}, list(_held_by(start, kind))
    while waiting and len(seen) < MOST:
        item = waiting.pop()
        if id(item) in names:
            found.add(names[id(item)])
        elif id(item) not in seen:
            seen.add(id(item))
            waiting += _held_by(item, kind)
    return found - {names[id(start)]}


def _held_by(item: Any, kind: type) -> Iterator[Any]:
    """What one thing holds."""
    if isinstance(item, dict):
        yield from item.keys()
        yield from item.values()
    elif isinstance(item, list | tuple | set | frozenset):
        yield from item
    elif isinstance(item, FunctionType):
        yield from (cell.cell_contents for cell in item.__closure__ or () if _is_full(cell))
        yield from item.__defaults__ or ()
    elif isinstance(item, MethodType):
        yield from (item.__self__, item.__func__)
    elif isinstance(item, functools.partial):
        yield from (item.func, *item.args, *item.keywords.values())
    elif isinstance(item, kind):
        yield from _attributes(item)


def _attributes(item: Any) -> Iterator[Any]:
    """The values of an object's own attributes, in a dict or in slots."""
    with contextlib.suppress(AttributeError):
        yield from object.__getattribute__(item, "__dict__").values()
    for owner in type(item).__mro__:
        for descriptor in vars(owner).values():
            if isinstance(descriptor, MemberDescriptorType):
                with contextlib.suppress(AttributeError):  # it has no value yet
                    yield descriptor.__get__(item, owner)


def _is_full(cell: Any) -> bool:
    """A variable of a function around may have no value yet."""
    try:
        cell.cell_contents  # noqa: B018 - empty ones raise
    except ValueError:
        return False
    return True
