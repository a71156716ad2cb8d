"""Stand-ins for tensors on several devices, which no machine has all of: they say where they lie, and can be moved.

One kind is a tensor of tinygrad_lite, the other of no library at all, so an answer that asks for `.to` sees both alike,
and one that asks for a class sees only one of them. Like real ones, they stay where they are: `to` gives a new tensor,
and a device is no text (`str(tensor.device)` is).

What comes back from a student holds tensors and containers that she made herself. Each stand-in, and each named tuple,
writes itself into the world's list of known objects, with all that there is to say of it.
"""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass
from typing import Any

import numpy as np

from tinygrad_lite.tensor import Tensor

from ...case import Ref, code
from ...plain import to_plain
from ...recipes import World, build

Known = dict[int, str]


class Place:
    """A device by its name, equal to another of the same name and to no text, as in both libraries."""

    def __init__(self, name: Any) -> None:
        self.type, _, number = str(name).partition(":")
        self.index = int(number) if number else None

    def __str__(self) -> str:
        return self.type if self.index is None else f"{self.type}:{self.index}"

    def __repr__(self) -> str:
        index = "" if self.index is None else f", index={self.index}"
        return f"device(type={self.type!r}{index})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Place) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))


class Told(str):
    """What is said of a known object; holds the object, so that no other one gets its id."""

    about: Any

    def __new__(cls, text: str, about: Any) -> Told:
        told = super().__new__(cls, text)
        told.about = about
        return told

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)  # a copy is a text, and holds nothing


class Moves:
    """What the two kinds of tensors have in common: a name, a place, and ways to another."""

    name: str
    lies_on: Place
    known: Known

    def lie(self, name: str, device: Any, known: Known) -> Any:
        """Say what it is called and where it lies; `known` learns of it."""
        self.name, self.lies_on, self.known = name, Place(device), known
        known[id(self)] = Told(f"{name} on {device}", self)
        return self

    @property
    def device(self) -> Place:
        """Where it says that it lies."""
        return self.lies_on

    def to(self, device: Any = None, dtype: Any = None, non_blocking: bool = False, copy: bool = False) -> Any:
        """A tensor on that device: a new one, or itself where it lies there already."""
        if device is None or (str(device) == str(self.lies_on) and not copy):
            return self
        return made(type(self)).lie(self.name, device, self.known)

    def cpu(self) -> Any:
        """On the CPU."""
        return self.to("cpu")

    def cuda(self, device: Any = None, non_blocking: bool = False) -> Any:
        """On a GPU: the first one, unless said otherwise."""
        return self.to(f"cuda:{device or 0}" if device is None or isinstance(device, int) else device)

    def __repr__(self) -> str:
        return f"tensor({self.name}, device='{self.lies_on}')"


class ForeignTensor(Moves):
    """A tensor of no library that is here."""


class OwnTensor(Moves, Tensor):  # type: ignore[misc]
    """A tensor of tinygrad_lite's."""


def made(kind: type) -> Any:
    """A new tensor of that kind, two numbers in it."""
    return OwnTensor(np.zeros(2, np.float32)) if kind is OwnTensor else ForeignTensor()


@dataclass(frozen=True)
class Lying:
    """A tensor with a name, on a device; `own`: of tinygrad_lite's."""

    name: str
    device: str = "cpu"
    own: bool = False

    def build(self, world: World) -> Any:
        return made(OwnTensor if self.own else ForeignTensor).lie(self.name, self.device, world.known)

    def text(self, device: str) -> str:
        """What is said of it when it has been moved."""
        return f"{self.name} on {device}"

    def __repr__(self) -> str:
        return self.text(self.device)


@dataclass(frozen=True)
class Named:
    """A named tuple: its kind, the names of its fields, and recipes of what is in them."""

    kind: str
    fields: tuple[str, ...]
    items: tuple[Any, ...]

    def build(self, world: World) -> Any:
        return named_kind(self.kind, self.fields, world.known)(*(build(item, world) for item in self.items))

    def text(self, device: str) -> str:
        """What is said of it when all in it has been moved."""
        return named_text(self.kind, self.fields, tuple(_moved_recipe(item, device) for item in self.items))

    def __repr__(self) -> str:
        return named_text(self.kind, self.fields, self.items)


def _moved_recipe(recipe: Any, device: str) -> Any:
    """A recipe in which every tensor lies on a device."""
    if isinstance(recipe, Lying):
        return Ref(recipe.text(device))
    if isinstance(recipe, dict):
        return {key: _moved_recipe(item, device) for key, item in recipe.items()}
    return type(recipe)(_moved_recipe(item, device) for item in recipe) if isinstance(recipe, list | tuple) else recipe


def named_text(kind: str, fields: tuple[str, ...], items: tuple[Any, ...]) -> str:
    """A named tuple as it is printed."""
    return f"{kind}({', '.join(f'{field}={code(item)}' for field, item in zip(fields, items, strict=True))})"


def named_kind(kind: str, fields: tuple[str, ...], known: Known) -> Any:
    """A class of named tuples whose objects, the student's own too, are written into `known`."""
    plain: Any = namedtuple(kind, fields)  # type: ignore[misc]

    def new(cls: Any, *args: Any, **kwargs: Any) -> Any:
        one = plain.__new__(cls, *args, **kwargs)
        known[id(one)] = Told(named_text(kind, fields, tuple(to_plain(item, known) for item in one)), one)
        return one

    body = {"__slots__": (), "__new__": new, "_make": classmethod(lambda cls, items: cls(*items))}
    return type(kind, (plain,), body)


@dataclass(frozen=True, eq=False)
class Batch:
    """Tensors, and other things, in lists, tuples, named tuples and dicts."""

    tree: Any

    def build(self, world: World) -> Any:
        return build(self.tree, world)

    def observe(self, batch: Any) -> str:
        """Containers, and where each tensor lies, as text."""
        return words(batch)

    def __repr__(self) -> str:
        return code(self.tree)


def words(value: Any) -> str:
    """A live batch as text: named tuples by their kind, tensors by name and place."""
    if isinstance(value, Moves):
        return f"{value.name} on {value.lies_on}"
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return f"{type(value).__name__}({', '.join(map(words, value))})"
    if isinstance(value, list | tuple):
        return f"{type(value).__name__}({', '.join(map(words, value))})"
    if isinstance(value, dict):
        return f"dict({', '.join(f'{key!r}: {words(item)}' for key, item in value.items())})"
    return repr(value)
