"""Arguments that are not what a signature says are refused at the door of a function, by name and in plain words.

A signature tells its reader what goes in: `lr: float`, `shuffle: bool | None`, `generator: Generator | None`. With
`@checked` it tells whoever gives something else, too, before anything has been done with it. What a kind alone does not
decide (is the rate negative? do the sizes agree?) the function asks for itself; a parameter that takes `Any` is looked
at by the function alone. Operations that run a thousand times a second check their arguments by hand: ops/common.py.
"""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias, TypeVar

import numpy as np

from tinygrad_lite.autograd import Variable
from tinygrad_lite.backend import Generator, arrays

# Words for signatures where a class of one library would say too little: a model is ours or PyTorch's.
Model: TypeAlias = Any
Axes: TypeAlias = Any
Figure: TypeAlias = Any
Called = TypeVar("Called", bound=Callable[..., Any])


def is_number(value: Any) -> bool:
    """Python's or NumPy's, or a tensor or an array of one; a bool, or a number in a text, is none."""
    if isinstance(value, (Variable, *arrays)):
        array: Any = getattr(value, "array", value)
        return array.size == 1 and array.dtype.kind in "iuf"
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)


def is_whole(value: Any) -> bool:
    """A number without a point: 2.0 is none."""
    kind = getattr(value, "dtype", None)
    return is_number(value) and (isinstance(value, int) if kind is None else kind.kind in "iu")


def is_several(value: Any) -> bool:
    """Whether one can go through it: no class, and no array or tensor of a single number without dimensions."""
    goes = isinstance(value, Iterable) or hasattr(value, "__getitem__")
    return goes and not isinstance(value, type) and getattr(value, "shape", None) != ()


#: A word of a signature: whether a value is of that kind, and how the kind is called.
KINDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "None": (lambda value: value is None, "None"),
    "bool": (lambda value: isinstance(value, (bool, np.bool_)), "True or False"),
    "int": (is_whole, "a whole number"),
    "float": (is_number, "a number"),
    "str": (lambda value: isinstance(value, str), "a text"),
    "os.PathLike": (lambda value: isinstance(value, os.PathLike), "a path"),
    "Path": (lambda value: isinstance(value, os.PathLike), "a path"),
    "Generator": (lambda value: isinstance(value, Generator), "a generator, as tg.Generator()"),
    "Tensor": (lambda value: isinstance(value, Variable), "a tensor"),
    "Callable": (callable, "a function"),
    "Iterable": (is_several, "several, such as a list"),
    "list[float]": (lambda value: isinstance(value, (list, tuple)) and all(map(is_number, value)), "a list of numbers"),
    "list[int]": (lambda value: isinstance(value, (list, tuple)) and all(map(is_whole, value)), "a list of ints"),
    "tuple[float, float]": (
        lambda value: isinstance(value, (list, tuple)) and len(value) == 2 and all(map(is_number, value)),
        "two numbers",
    ),
    "Sequence": (lambda value: not isinstance(value, (type, Mapping)) and hasattr(value, "__getitem__"), "a list"),
    "Mapping": (lambda value: isinstance(value, Mapping), "a dictionary"),
    "Model": (lambda value: hasattr(value, "named_modules") and not isinstance(value, type), "a model"),
    "Axes": (lambda value: hasattr(value, "set_yscale"), "Matplotlib's axes"),
    "Figure": (lambda value: hasattr(value, "savefig"), "Matplotlib's figure"),
    "dict": (lambda value: isinstance(value, dict), "a dictionary"),
}  # fmt: skip


def kinds_of(annotation: Any) -> list[tuple[Callable[[Any], bool], str]]:
    """The kinds that an annotation names; none where it names one that is not known here, such as `Any`."""
    if not isinstance(annotation, str):
        return []
    words = [word if word in KINDS else word.partition("[")[0] for word in annotation.split(" | ")]
    return [KINDS[word] for word in words] if all(word in KINDS for word in words) else []


def checked(function: Called) -> Called:
    """Ask, at each call, whether the arguments are what the signature says.

    >>> @checked
    ... def wait(seconds: float, loudly: bool = False): ...
    >>> wait("long")
    Traceback (most recent call last):
    TypeError: wait: seconds must be a number, got str 'long'.
    """
    parameters = inspect.signature(function).parameters
    kinds = {name: kinds_of(each.annotation) for name, each in parameters.items()}
    places = [name for name, each in parameters.items() if each.kind is each.POSITIONAL_OR_KEYWORD]
    defaults = {name: each.default for name, each in parameters.items()}
    method = places[:1] == ["self"]

    @functools.wraps(function)
    def called(*args: Any, **kwargs: Any) -> Any:
        for name, value in (*zip(places, args), *kwargs.items()):
            if (allowed := kinds.get(name)) and value is not defaults[name]:
                for fits, _ in allowed:
                    if fits(value):
                        break
                else:
                    owner = type(args[0]).__name__ if method else function.__name__
                    raise TypeError(unfit(owner, name, value, allowed))
        return function(*args, **kwargs)

    return called  # type: ignore[return-value]


def need_bool(value: Any, name: str, argument: str) -> None:
    """An int in the place of True or False was mostly meant for something else: `x.sum(0, 1)` for two dimensions."""
    if value is not True and value is not False and not isinstance(value, np.bool_):
        hint = " Several dimensions are a tuple: dim=(0, 1)." if argument in ("keepdim", "unbiased") else ""
        raise TypeError(f"{name}: {argument} must be True or False, got {type(value).__name__} {value!r:.60}.{hint}")


def unfit(owner: str, name: str, value: Any, allowed: list[tuple[Callable[[Any], bool], str]]) -> str:
    """That a value is of none of the kinds that are allowed."""
    given = described(value) if KINDS["Tensor"] in allowed else f"{said(value)}."
    return f"{owner}: {name} must be {' or '.join(words for _, words in allowed)}, got {given}"


def need_kind(owner: str, name: str, value: Any, annotation: str) -> None:
    """One argument of a function whose others have errors of their own: of a kind that `annotation` names."""
    allowed = kinds_of(annotation)
    if not any(fits(value) for fits, _ in allowed):
        raise TypeError(unfit(owner, name, value, allowed))


def need_sized(owner: str, name: str, value: Any) -> None:
    """What samples are taken from has a length and is indexed: a list, an array, a tensor, a data set."""
    indexed = hasattr(value, "__len__") and hasattr(value, "__getitem__")
    if isinstance(value, type) or not indexed:
        raise TypeError(f"{owner}: {name} must have a length and be indexed, as a list, got {said(value)}.")
    if getattr(value, "shape", None) == ():
        raise TypeError(f"{owner}: {name} is a single number, and has no length: {said(value)}.")
    if isinstance(value, Mapping) and value and 0 not in value:
        raise TypeError(f"{owner}: {name} is a dictionary without a 0, its samples are not counted: {said(value)}.")


def need_saved(owner: str, state: Any, names: Iterable[str]) -> None:
    """What is loaded has all that the `state_dict()` of its owner writes; asked before anything of it is taken."""
    if not isinstance(state, Mapping):
        raise TypeError(f"{owner}: load_state_dict takes what state_dict() gave, got {said(state)}.")
    if missing := [name for name in names if name not in state]:
        raise ValueError(
            f"{owner}: the saved state lacks {', '.join(missing)}. load_state_dict takes what the "
            f"state_dict() of another {owner} gave; nothing was changed."
        )


def need_callable(owner: str, name: str, value: Any) -> None:
    """A function."""
    if not callable(value):
        raise TypeError(f"{owner}: {name} must be a function, got {said(value)}.")


def said(value: Any) -> str:
    """What was given, for an error: its kind and what it looks like, in short."""
    if value is None:
        return "None"
    if hasattr(value, "shape"):
        return f"{type(value).__name__} of shape {tuple(value.shape)} and dtype {getattr(value, 'dtype', '?')}"
    if isinstance(value, int) and value.bit_length() > 200:
        return f"a number of {value.bit_length()} bits"
    return f"{type(value).__name__} {value!r:.60}"


def described(value: Any) -> str:
    """What came in place of a tensor, and how to make one of it."""
    kind = type(value).__name__
    if value is None:
        return "None. Is a return missing in what computed it?"
    if isinstance(value, (list, tuple)) and any(isinstance(part, Variable) for part in value):
        return f"a {kind} of {len(value)}. Take the tensor out of it, as in output, state = lstm(x), or use tg.stack."
    if isinstance(value, np.ndarray):
        return f"a NumPy array (numpy.ndarray) of shape {value.shape}. Make it a tensor: tg.from_numpy(...)."
    if type(value).__module__.partition(".")[0] == "torch":
        return f"PyTorch's {kind}. Make it a tensor of this package: tg.tensor(x.detach().numpy())."
    if isinstance(value, (list, tuple, bool, int, float, np.generic)):
        return f"{kind} {value!r:.60}. Make it a tensor first: tg.tensor(...)."
    return f"{kind} {value!r:.60}."
