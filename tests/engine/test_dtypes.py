"""For every operation and dtype of its operands: refused where PyTorch refuses, and of its dtype where it does not."""

import itertools
import operator

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.engine.calls import ARRAYS, OURS, THEIRS, all_functions
from tests.engine.test_arguments import RANDOM, changed, each_leaf, is_tensor, result_of
from tests.on_device import no_products_there

DTYPES = ("bool", "uint8", "int8", "int32", "int64", "float16", "float32", "float64")
FUNCTIONS = [f for f in all_functions() if f[0] not in RANDOM]
NUMBERS = {"bool": True, "int64": 2, "float32": 2.0}
OPERATORS = {
    f"operator {f.__name__}": f
    for f in (operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod,
              operator.pow, operator.and_, operator.or_, operator.xor, operator.eq, operator.lt)
}  # fmt: skip
BINARY = {
    **OPERATORS,
    **{name: name for name in (
        "add", "sub", "mul", "div", "pow", "floor_divide", "remainder", "maximum", "minimum", "eq", "lt",
        "logical_and", "bitwise_and", "isclose", "equal", "where",
    )},
}  # fmt: skip
WITH_ARGUMENTS = {
    "add alpha=2": lambda x, y: x.add(y, alpha=2),
    "add alpha=0.5": lambda x, y: x.add(y, alpha=0.5),
    "add alpha=True": lambda x, y: x.add(y, alpha=True),
    "sub alpha=0.5": lambda x, y: x.sub(y, alpha=0.5),
    "div floor": lambda x, y: x.div(y, rounding_mode="floor"),
    "div trunc": lambda x, y: x.div(y, rounding_mode="trunc"),
    "clamp": lambda x, y: x.clamp(y),
    "masked_fill": lambda x, y: x.masked_fill(x == x, y),
}
# Refused here with a clear word, taken there.
REFUSED_HERE = {
    "einsum": "operands of two dtypes",
    "max_pool2d": "images of whole numbers",
    "avg_pool2d": "images of whole numbers",
    "where": "a condition of uint8",
    "masked_fill": "a mask of uint8",
    "conv2d": "images of whole numbers",
    "batch_norm": "weights wider than the input",
    "layer_norm": "weights wider than the input",
    "binary_cross_entropy": "weights of another dtype than the input",
    "addcmul_ value=0.5": "a factor with a point for whole numbers",
}
NUMBERS_ON_BOTH_SIDES = "needs a tensor on at least one side"


def in_dtype(lib, tensor, dtype):
    array = np.ceil(tensor.numpy()) if tensor.numpy().dtype.kind == "f" else tensor.numpy()
    return lib.tensor(array.astype(dtype))


def kind_of(result):
    """The dtype of a result (or of each), as text."""
    if isinstance(result, (tuple, list)):
        return [kind_of(part) for part in result]
    return str(result.dtype).replace("torch.", "") if is_tensor(result) else type(result).__name__


def differences(what, ours, theirs, mine, their, refused_here=()):
    """What is otherwise for `ours(*mine)` than for `theirs(*their)`."""
    (result, error), (wanted, refused) = result_of(ours, *mine), result_of(theirs, *their)
    if error is not None and refused is None:
        known = any(name in what for name in refused_here) or NUMBERS_ON_BOTH_SIDES in str(error)
        known = known or no_products_there(error)
        return [] if known else [f"{what}: refused here, {error}"]
    if error is None and refused is not None:
        return [f"{what}: gives {kind_of(result)}, PyTorch says {str(refused)[:100]}"]
    if error is None and kind_of(result) != kind_of(wanted):
        return [f"{what}: gives {kind_of(result)}, in PyTorch {kind_of(wanted)}"]
    return []


@pytest.mark.parametrize(("name", "ours", "theirs", "call"), FUNCTIONS, ids=[f[0] for f in FUNCTIONS])
def test_every_function(name, ours, theirs, call):
    """With one tensor in each dtype; with two (or three), in each pair for the first two."""
    places = list(each_leaf(*call(OURS), is_tensor))
    wrong = []
    for dtypes in itertools.product(DTYPES, repeat=min(len(places), 2)):
        mine, their = call(OURS), call(THEIRS)
        for place, dtype in zip(places, dtypes):
            value = mine[0][place[0]] if len(place) == 1 else mine[0][place[0]][place[1]]
            mine = changed(*mine, place, in_dtype(tg, value, dtype))
            their = changed(*their, place, in_dtype(torch, value, dtype))
        wrong += differences(f"{name} of {dtypes}", ours, theirs, mine, their, REFUSED_HERE)
    assert not wrong, "\n".join(wrong)


def operands():
    """Pairs of operands with dimensions, without, and numbers, in all dtypes: (in words, ours, PyTorch's)."""

    def values(lib):
        array = np.ceil(ARRAYS["y"])
        found = {(dtype, "(2, 3)"): lib.tensor(array.astype(dtype)) for dtype in DTYPES}
        found |= {(dtype, "()"): lib.tensor(np.array(2).astype(dtype)) for dtype in DTYPES}
        return found | {(dtype, "number"): number for dtype, number in NUMBERS.items()}

    ours, theirs = values(tg), values(torch)
    for x, y in itertools.product(ours, repeat=2):
        if "number" not in (x[1] and y[1]) or x[1] != y[1]:
            yield f"{x} and {y}", (ours[x], ours[y]), (theirs[x], theirs[y])


@pytest.mark.parametrize("name", [*BINARY, *WITH_ARGUMENTS])
def test_two_operands(name):
    wrong = []
    for what, mine, their in operands():
        function = BINARY.get(name) or WITH_ARGUMENTS[name]
        ours, theirs = (getattr(lib, function) if isinstance(function, str) else function for lib in (tg, torch))
        if name == "where":
            mine, their = (tg.tensor(ARRAYS["mask"]), *mine), (torch.tensor(ARRAYS["mask"]), *their)
        if name in WITH_ARGUMENTS and not is_tensor(mine[0]):
            continue
        wrong += differences(f"{name} of {what}", ours, theirs, (mine, {}), (their, {}))
    assert not wrong, "\n".join(wrong)


IN_PLACE = {
    **{name: (lambda x, y, name=name: getattr(x, name)(y)) for name in (
        "add_", "sub_", "mul_", "div_", "pow_", "floor_divide_", "remainder_", "clamp_", "fill_", "copy_",
        "logical_and_", "logical_or_", "bitwise_and_", "bitwise_or_", "bitwise_xor_",
    )},
    "add_ alpha=2": lambda x, y: x.add_(y, alpha=2),
    "add_ alpha=0.5": lambda x, y: x.add_(y, alpha=0.5),
    "add_ alpha=1.0": lambda x, y: x.add_(y, alpha=1.0),
    "add_ alpha=True": lambda x, y: x.add_(y, alpha=True),
    "sub_ alpha=2": lambda x, y: x.sub_(y, alpha=2),
    "sub_ alpha=0.5": lambda x, y: x.sub_(y, alpha=0.5),
    "sub_ alpha=1.0": lambda x, y: x.sub_(y, alpha=1.0),
    "sub_ alpha=True": lambda x, y: x.sub_(y, alpha=True),
    "addcmul_": lambda x, y: x.addcmul_(x, y),
    "addcmul_ value=0.5": lambda x, y: x.addcmul_(x, y, value=0.5),
    "addcdiv_": lambda x, y: x.addcdiv_(x, y),
    "lerp_": lambda x, y: x.lerp_(y, 0.5),
    "masked_fill_": lambda x, y: x.masked_fill_(x == x, y),
    "x[...] = y": lambda x, y: x.__setitem__(..., y),
    "x += y": operator.iadd, "x -= y": operator.isub, "x *= y": operator.imul, "x /= y": operator.itruediv,
    "x //= y": operator.ifloordiv, "x %= y": operator.imod, "x **= y": operator.ipow,
    "x &= y": operator.iand, "x |= y": operator.ior, "x ^= y": operator.ixor,
}  # fmt: skip


@pytest.mark.parametrize("name", IN_PLACE)
def test_in_place(name):
    """What the tensor holds afterwards as well: a change in place must not do half."""
    wrong = []
    for what, mine, their in operands():
        if not is_tensor(mine[0]):
            continue
        mine, their = ((x.clone(), y) for x, y in (mine, their))
        found = differences(f"{name} of {what}", IN_PLACE[name], IN_PLACE[name], (mine, {}), (their, {}), REFUSED_HERE)
        if not found and not np.allclose(mine[0].numpy(), their[0].numpy(), 1e-3, equal_nan=True):
            found = [f"{name} of {what}: {mine[0].tolist()}, in PyTorch {their[0].tolist()}"]
        wrong += found
    assert not wrong, "\n".join(wrong)
