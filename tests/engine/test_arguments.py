"""What every function and layer says when an argument is of a wrong kind: as PyTorch it refuses, but in clear words.

The calls are computed from the package (`calls.py`), so that a new function or layer is among them.
"""

import inspect
import warnings

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.engine.against_torch import same
from tests.engine.calls import LEFT_OUT, OURS, THEIRS, all_functions, all_layers

FUNCTIONS, LAYERS = all_functions(), all_layers()
RANDOM = {"rand", "randn", "randint", "randperm", "rand_like", "randn_like", "randint_like"}
NO_TENSORS = {  # in place of a tensor: what the error has to call it
    "list": ([[1.0, 2.0]], "list"),
    "lstm's result": ("tuple", "tuple"),
    "None": (None, "None"),
    "text": ("three", "str"),
    "number": (2.5, "float"),
    "object": (object(), "object"),
    "array": (np.ones((2, 3), "float32"), "NumPy array"),
    "tensor of the other library": ("other", "PyTorch's"),
}
NO_SIZES = {  # in place of a size or a dimension, as above
    "float": (1.5, "1.5"),
    "whole float": (2.0, "2.0"),
    "text": ("2", "'2'"),
    "None": (None, "None"),
    "bool": (True, "True"),
    "list of a float": ([1.5], "1.5"),
}
TAKES_ARRAYS = {  # as their second operand: `tensor + array` works in PyTorch too, though not each of these by name
    "add", "sub", "mul", "div", "pow", "floor_divide", "remainder", "eq", "ne", "lt", "le", "gt", "ge", "matmul",
    "bitwise_and", "bitwise_or", "bitwise_xor", "where",
}  # fmt: skip
NOT_OURS = (
    "has no attribute", "not supported between", "object is not", "is not iterable", "ufunc", "real number",
    "unhashable", "positional argument", "keyword argument", "operands could not", "cannot be interpreted", "__",
    "slice indices", "axis ", "numpy boolean", "not callable", "invalid literal", "has no len", "subscriptable",
)  # fmt: skip


def each_leaf(args, kwargs, wanted):
    """All places in the arguments (also inside lists and tuples) that hold what is `wanted`."""
    for key, value in [*enumerate(args), *kwargs.items()]:
        if wanted(value):
            yield (key,)
        elif isinstance(value, (list, tuple)):
            yield from ((key, i) for i, part in enumerate(value) if wanted(part))


def changed(args, kwargs, place, new):
    """The arguments with another one at `place`."""
    args, kwargs = list(args), dict(kwargs)
    holder = args if isinstance(place[0], int) else kwargs
    if len(place) == 2:
        inner = list(holder[place[0]])
        inner[place[1]] = new
        new = type(holder[place[0]])(inner)
    holder[place[0]] = new
    return args, kwargs


def result_of(function, args, kwargs):
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return function(*args, **kwargs), None
        except Exception as error:  # whatever it is, it is looked at
            return None, error


def of_each_library(value):
    """A value for ours and for PyTorch: "tuple" and "other" stand for what holds tensors."""
    if not isinstance(value, str):
        return value, value
    pairs = {"tuple": [(e.x, (e.x, e.x)) for e in (OURS, THEIRS)], "other": [THEIRS.x, OURS.x]}
    return pairs.get(value, [value, value])


def may_be_none(function, place):
    """Whether None, in this place, is what an argument is by default."""
    parameters = list(inspect.signature(function).parameters.values())
    return isinstance(place[0], int) and place[0] < len(parameters) and parameters[place[0]].default is None


def is_tensor(value):
    return isinstance(value, (tg.Tensor, torch.Tensor))


def is_size(value):
    return type(value) is int


def complaints(name, error, word):
    """What is not right with an error of a function or layer about something that is to be called `word`."""
    text, found = str(error), []
    named = text.partition(":")[0]
    if named != name and not (name in tg.nn.__all__ and named in [*tg.nn.functional.__all__, name.lower()]):
        found.append("does not begin with the name")
    if word not in text:
        found.append(f"does not say {word}")
    found += [f"speaks of {words!r}" for words in NOT_OURS if words in text]
    return [f"{'; '.join(found)}: {type(error).__name__}: {text}"] if found else []


@pytest.mark.parametrize(("name", "ours", "theirs", "call"), FUNCTIONS, ids=[f[0] for f in FUNCTIONS])
def test_the_calls_are_right_and_complete(name, ours, theirs, call):
    args, kwargs = call(OURS)
    (mine, error), (wanted, _) = result_of(ours, args, kwargs), result_of(theirs, *call(THEIRS))
    assert error is None, "tests/engine/calls.py: say how the function is called"
    for one, other in zip(mine, wanted) if isinstance(mine, tuple) else [(mine, wanted)]:
        if name not in RANDOM:
            same(one, other)
    given = set(inspect.signature(ours).bind(*args, **kwargs).arguments)
    missing = set(inspect.signature(ours).parameters) - given - LEFT_OUT
    assert not missing, "tests/engine/calls.py: give these arguments too, or add them to LEFT_OUT"


@pytest.mark.parametrize(("name", "ours", "theirs", "call"), FUNCTIONS, ids=[f[0] for f in FUNCTIONS])
def test_arguments_have_pytorchs_names(name, ours, theirs, call):
    """Each function is called with all its arguments by name, those of our signature; PyTorch takes the same call."""
    if name == "einsum":  # its operands have no names
        return
    method = theirs is getattr(torch.Tensor, name, None)
    (mine, error), (wanted, refused) = (
        result_of(function, *by_name(ours, *call(tensors), method))
        for function, tensors in ((ours, OURS), (theirs, THEIRS))
    )
    assert error is None
    assert refused is None, f"PyTorch has other names: {refused}"
    for one, other in zip(mine, wanted) if isinstance(mine, tuple) else [(mine, wanted)]:
        if name not in RANDOM:
            same(one, other)


def by_name(function, args, kwargs, method):
    """The same call with names in place of places: `zeros(size=(2, 3))` for `zeros(2, 3)`; a method has its tensor."""
    named = dict(inspect.signature(function).bind(*args, **kwargs).arguments)
    if more := named.pop("more", ()):
        first = [name for name, value in named.items() if is_size(value)][-1]
        named[first] = (named[first], *more)
    return [named.pop(next(iter(named)))] if method else [], named


@pytest.mark.parametrize(("name", "ours", "theirs", "call"), FUNCTIONS, ids=[f[0] for f in FUNCTIONS])
def test_what_is_no_tensor(name, ours, theirs, call):
    wrong = []
    args, kwargs = call(OURS)
    for place in each_leaf(args, kwargs, is_tensor):
        if theirs is getattr(torch.Tensor, name, None) and place == (0,):  # a method, which has its tensor
            continue
        for kind, (value, word) in NO_TENSORS.items():
            mine, their = of_each_library(value)
            if kind == "array" and name in TAKES_ARRAYS:
                continue
            result, error = result_of(ours, *changed(args, kwargs, place, mine))
            if error is None:
                accepted = result_of(theirs, *changed(*call(THEIRS), place, their))[1] is None
                wrong += [] if accepted else [f"{kind} at {place} is taken, gives {result}"]
            else:
                wrong += [f"{kind} at {place} {text}" for text in complaints(ours.__name__, error, word)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("name", "ours", "theirs", "call"), FUNCTIONS, ids=[f[0] for f in FUNCTIONS])
def test_what_is_no_size(name, ours, theirs, call):
    wrong = []
    args, kwargs = call(OURS)
    for place in each_leaf(args, kwargs, is_size):
        for kind, (value, word) in NO_SIZES.items():
            if value is None and may_be_none(ours, place):
                continue
            result, error = result_of(ours, *changed(args, kwargs, place, value))
            accepted = result_of(theirs, *changed(*call(THEIRS), place, value))[1] is None
            if error is None:
                wrong += [] if accepted else [f"{kind} at {place} is taken, gives {result}"]
            else:
                wrong += [f"{kind} at {place} {text}" for text in complaints(ours.__name__, error, word)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("name", "ours", "theirs", "made", "call"), LAYERS, ids=[layer[0] for layer in LAYERS])
def test_layers_of_no_size(name, ours, theirs, made, call):
    """A layer says it when it is made, or (as PyTorch's pooling) when it is used."""
    wrong = []
    args, kwargs = made(OURS)
    given = set(inspect.signature(ours).bind(*args, **kwargs).arguments)
    missing = set(inspect.signature(ours).parameters) - given - LEFT_OUT
    assert not missing, "tests/engine/calls.py: give these arguments too, or add them to LEFT_OUT"

    def used(kind, arguments, tensors):
        layer, error = result_of(kind, *arguments)
        return (layer, error) if error else result_of(layer, *call(tensors))

    for place in each_leaf(args, kwargs, is_size):
        for kind, (value, word) in NO_SIZES.items():
            if value is None and may_be_none(ours, place):
                continue
            result, error = used(ours, changed(args, kwargs, place, value), OURS)
            accepted = used(theirs, changed(*made(THEIRS), place, value), THEIRS)[1] is None
            if error is None:
                wrong += [] if accepted else [f"{kind} at {place} is taken, gives {result}"]
            else:
                said = complaints(name, error, word)
                wrong += [f"{kind} at {place} {text}" for text in said]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("name", "ours", "theirs", "made", "call"), LAYERS, ids=[layer[0] for layer in LAYERS])
def test_layers_of_no_tensor(name, ours, theirs, made, call):
    made_args, made_kwargs = made(OURS)
    layer, their_layer = ours(*made_args, **made_kwargs), theirs(*made_args, **made_kwargs)
    assert result_of(layer, *call(OURS))[1] is None, "tests/engine/calls.py: say how the layer is made and called"
    wrong = []
    for place in each_leaf(*call(OURS), is_tensor):
        for kind, (value, word) in NO_TENSORS.items():
            mine, their = of_each_library(value)
            result, error = result_of(layer, *changed(*call(OURS), place, mine))
            if error is None:
                accepted = result_of(their_layer, *changed(*call(THEIRS), place, their))[1] is None
                wrong += [] if accepted else [f"{kind} at {place} is taken, gives {result}"]
            else:
                wrong += [f"{kind} at {place} {text}" for text in complaints(name, error, word)]
    assert not wrong, "\n".join(wrong)
