"""Plain data: what answers are made of, so that they can be compared, kept and sent.

Plain are None, bool, int, float, str, NumPy arrays of numbers, lists, tuples and dicts of these, `Ref` for an object
that the case itself handed over (a graph's node, say), `Raised` for an exception that the contract asks for, and
`Other` for everything that is no answer at all.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from inspect import isroutine
from types import ModuleType
from typing import Any, SupportsFloat

import numpy as np

from .case import Ref


@dataclass(frozen=True)
class Other:
    """Something that cannot be an answer: a function, a generator, an array of objects. `kind` says what.

    `called` is how a function or method would be called: "mean(…)", ".mean()"; "" for all else. Two of one kind are
    equal whatever it is.
    """

    kind: str
    called: str = field(default="", compare=False)

    def __repr__(self) -> str:
        return kind_of(self)


@dataclass(frozen=True)
class Raised:
    """An exception of a kind that the exercise's contract names: raising it is an answer like any other."""

    kind: str

    def __repr__(self) -> str:
        return f"raise {self.kind}"


def to_plain(value: Any, known: Mapping[int, str] | None = None) -> Any:
    """What a student's object amounts to, as plain data; tensors and NumPy scalars become arrays, NumPy's texts texts.

    Args:
        value: anything.
        known: names of the objects that the case handed over, by `id`.
    """
    known = known or {}
    if id(value) in known:
        return Ref(known[id(value)])
    if type(value) is np.ndarray and value.dtype.kind in "biuf":
        return value.copy()  # the quick way
    if type(value) is np.float64:
        return np.array(value)  # the quick way: what most losses are
    if value is None or (isinstance(value, bool | int | float | str) and not isinstance(value, np.generic)):
        return value
    if isinstance(value, str):
        return str(value)  # NumPy's kind of text
    if isinstance(value, np.ndarray) and value.dtype.kind == "U":
        return value.tolist()
    if isinstance(value, list | tuple | deque | range):
        if _is_plain(value) and known.keys().isdisjoint(map(id, value)):
            return tuple(value) if isinstance(value, tuple) else list(value)  # the quick way: it may be long
        items = [to_plain(item, known) for item in value]
        return tuple(items) if isinstance(value, tuple) else items
    if isinstance(value, Mapping):
        return {key if isinstance(key, str | int) else repr(key): to_plain(item, known) for key, item in value.items()}
    array = _as_array(value)
    if array is not None:
        return array
    if isinstance(value, _exact_kinds()):
        return float(value)
    return Other("array of objects" if isinstance(value, np.ndarray) else type(value).__name__, _called(value))


PLAIN = frozenset({int, float, bool, str, type(None)})  # what is taken, and written as JSON, as it is


def _is_plain(items: Iterable[Any]) -> bool:
    return PLAIN.issuperset(map(type, items))


def _exact_kinds() -> tuple[type[SupportsFloat], ...]:
    """Numbers that NumPy takes for objects: fractions and decimals, if anybody has imported them."""
    kinds = (("fractions", "Fraction"), ("decimal", "Decimal"))
    return tuple(getattr(sys.modules[module], name) for module, name in kinds if module in sys.modules)


def _as_array(value: Any) -> np.ndarray | None:
    """An independent array of numbers, or None."""
    if _is_tensor(value):
        array = np.array(value.detach().cpu().numpy())
    elif isinstance(value, np.ndarray | np.generic | memoryview) or hasattr(type(value), "__array__"):
        array = np.array(value)
    else:
        return None
    if array.dtype.kind == "O" and all(isinstance(item, (int, float, *_exact_kinds())) for item in array.flat):
        array = array.astype(np.float64)
    return array if array.dtype.kind in "biuf" else None


def _called(value: Any) -> str:
    """How a function, or the first in an array of them, would be called; "" for what is no function."""
    if isinstance(value, np.ndarray):
        return next(filter(None, map(_called, value.flat)), "")
    name = getattr(value, "__name__", "")
    if not isinstance(name, str) or (not isroutine(value) and type(value).__name__ not in _FUNCTIONS_OF_NUMPY):
        return ""
    owner = getattr(value, "__self__", None)
    return f"{name}(…)" if owner is None or isinstance(owner, ModuleType) else f".{name}()"


#: Kinds of functions that `inspect` does not know.
_FUNCTIONS_OF_NUMPY = ("ufunc", "_ArrayFunctionDispatcher")


def _is_tensor(value: Any) -> bool:
    """Whether `value` is a tensor of ours or of PyTorch, without importing either."""
    ours, torchs = sys.modules.get("tinygrad_lite.tensor"), sys.modules.get("torch._tensor")
    return isinstance(value, tuple(module.Tensor for module in (ours, torchs) if module is not None))


def kind_of(value: Any) -> str:
    """How a sentence names a plain answer: "a tuple of 2", "an array of shape (3,)", "None"."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}" if value.ndim else "a single number"
    if isinstance(value, list | tuple):
        return f"a {type(value).__name__} {'with one item' if len(value) == 1 else f'of {len(value)}'}"
    if isinstance(value, Other):
        kind = value.kind or "object of a class without a name"
        return f"{'an' if kind[0] in 'aeiouAEIOU' else 'a'} {kind}"
    if isinstance(value, Ref):
        return f"the node {value.name}"
    if isinstance(value, Raised):
        return f"a raised {value.kind}"
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return "a single number"
    return {"str": "a text", "dict": "a dict", "NoneType": "None"}[type(value).__name__]


# ------------------------------------------------------------------------------------------------ as JSON


def encode(value: Any) -> Any:
    """Plain data (and recipes) as JSON can hold it; `decode` is the way back."""
    if isinstance(value, np.ndarray):
        return {"array": value.tolist(), "dtype": str(value.dtype), "shape": list(value.shape)}
    if isinstance(value, np.generic):
        return encode(np.asarray(value))
    if isinstance(value, tuple):
        return {"tuple": [encode(item) for item in value]}
    if isinstance(value, list):
        return value if _is_plain(value) else [encode(item) for item in value]
    if isinstance(value, Mapping):
        return {"dict": [[key, encode(item)] for key, item in value.items()]}
    if is_dataclass(value) and not isinstance(value, type):
        return {type(value).__name__: {item.name: encode(getattr(value, item.name)) for item in fields(value)}}
    return value


def decode(data: Any) -> Any:
    """Plain data from what `encode` made."""
    if isinstance(data, list):
        return data if _is_plain(data) else [decode(item) for item in data]
    if not isinstance(data, dict):
        return data
    if "array" in data:
        return np.array(data["array"], dtype=data["dtype"]).reshape(data["shape"])
    if "tuple" in data:
        return tuple(decode(item) for item in data["tuple"])
    if "dict" in data:
        return {key: decode(item) for key, item in data["dict"]}
    kind = next(kind for kind in (Ref, Raised, Other) if kind.__name__ in data)
    return kind(**data[kind.__name__])


def fingerprint(value: Any) -> str:
    """A short name for plain data: the same data, the same name, on every system."""
    import hashlib  # a process that only answers cases does without these
    import json

    return hashlib.sha256(json.dumps(encode(value), sort_keys=True).encode()).hexdigest()[:16]
