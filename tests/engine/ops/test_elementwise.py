"""Elementwise operations: values and gradients as PyTorch's, at ordinary and at special numbers."""

import numpy as np
import pytest

import tinygrad_lite as tg
from tests.engine.against_torch import agree, numbers

UNARY = {
    "neg": lambda lib, x: -x,
    "exp": lambda lib, x: lib.exp(x),
    "log": lambda lib, x: x.log(),
    "sqrt": lambda lib, x: lib.sqrt(x),
    "abs": lambda lib, x: abs(x),
    "relu": lambda lib, x: x.relu(),
    "sigmoid": lambda lib, x: lib.sigmoid(x),
    "tanh": lambda lib, x: x.tanh(),
    "clamp": lambda lib, x: x.clamp(-1, 1),
    "clamp_min": lambda lib, x: lib.clamp(x, min=0.5),
    "clamp_max": lambda lib, x: x.clamp(max=0.5),
    "square": lambda lib, x: x**2,
    "cube": lambda lib, x: x**3.0,
    "power_0": lambda lib, x: x**0,
    "power_half": lambda lib, x: x**0.5,
    "power_-1": lambda lib, x: x**-1,
    "reversed_power": lambda lib, x: 2**x,
    "scaled": lambda lib, x: 3 - x * 2.5 / 4 + 1,
    "reciprocal": lambda lib, x: 1 / x,
    "clone": lambda lib, x: x.clone(),
    "sin": lambda lib, x: lib.sin(x),
    "cos": lambda lib, x: x.cos(),
    "tan": lambda lib, x: x.tan(),
    "log1p": lambda lib, x: x.log1p(),
    "expm1": lambda lib, x: lib.expm1(x),
    "rsqrt": lambda lib, x: x.rsqrt(),
    "square_": lambda lib, x: x.square(),
    "reciprocal_": lambda lib, x: lib.reciprocal(x),
    "sign": lambda lib, x: x.sign(),
    "floor": lambda lib, x: x.floor(),
    "ceil": lambda lib, x: lib.ceil(x),
    "round": lambda lib, x: x.round(),
    "round_1": lambda lib, x: x.round(decimals=1),
    "clip": lambda lib, x: x.clip(-1, 1),
    "isnan": lambda lib, x: x.isnan(),
    "isinf": lambda lib, x: lib.isinf(x),
    "isfinite": lambda lib, x: x.isfinite(),
    "logical_not": lambda lib, x: x.logical_not(),
}
SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, 1e-30, 88.0, -88.0, 1000.0, -1000.0, np.inf, -np.inf, np.nan]
SHAPES = [(), (0,), (1,), (5,), (2, 3), (2, 0, 3), (2, 3, 4)]


@pytest.mark.parametrize("name", UNARY)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_unary(name, dtype):
    low = 0.1 if name in ("log", "sqrt", "power_half", "log1p", "rsqrt") else -2.0
    for shape in SHAPES:
        agree(UNARY[name], numbers(*shape, dtype=dtype, low=low))


@pytest.mark.parametrize("name", UNARY)
def test_unary_special(name):
    special = np.array(SPECIAL)
    if name == "power_half":  # PyTorch takes a square root, which treats -0 and -inf otherwise than a power does
        special = special[~np.signbit(special)]
    agree(UNARY[name], special)


@pytest.mark.parametrize(
    "name",
    ["exp", "log", "sqrt", "sigmoid", "tanh", "square", "clamp", "abs", "scaled", "sin", "square_", "rsqrt", "floor",
     "reciprocal_", "sign", "isnan", "logical_not"],
)  # fmt: skip
def test_unary_of_integers(name):
    agree(UNARY[name], np.array([1, 2, 3]))


def test_relu_of_infinite_gradient_is_zero_where_it_is_off():
    x = tg.tensor([-1.0, 2.0, 0.0], requires_grad=True)
    with np.errstate(invalid="ignore"):
        x.relu().backward(tg.tensor([float("inf"), float("inf"), float("nan")]))
    assert x.grad.tolist() == [0.0, float("inf"), 0.0]


def test_cast_brings_the_gradient_back_in_the_old_dtype():
    agree(lambda lib, x: (x.double() * 3).sum(), numbers(4, dtype="float32"))
    agree(lambda lib, x: x.to(lib.float32) * 3, numbers(4))
    agree(lambda lib, x: x.half() * 3, numbers(4, dtype="float32"))
    agree(lambda lib, x: x.long() + x.int() + x.bool(), numbers(4, dtype="float32"))


def test_clamp_says_what_it_takes():
    with pytest.raises(RuntimeError, match="give min, max or both"):
        tg.ones(2).clamp()
    with pytest.raises(TypeError, match="min and max must be two numbers or two tensors, got int 0"):
        tg.ones(2).clamp(0, tg.ones(2))


def test_rounding_says_what_it_takes():
    assert tg.tensor([1, 2]).floor().dtype == tg.int64
    with pytest.raises(RuntimeError, match="floor: bools cannot be rounded"):
        tg.tensor([True]).floor()
    with pytest.raises(RuntimeError, match="round: decimals=1 needs floats"):
        tg.tensor([1]).round(decimals=1)


@pytest.mark.parametrize("bounds", ["both", "min", "max"])
def test_clamp_between_tensors(bounds):
    """Also where the bounds cross, where they are met exactly, and where they are broadcast."""
    x, low = np.array([[-2.0, 0.0, 1.0, 3.0, 5.0, np.nan]]), np.array([-1.0, 0.0, 2.0, 4.0, 0.0, 0.0])
    high = np.array([0.5, 0.0, 3.0, 2.0, 5.0, 1.0])
    if bounds == "both":
        agree(lambda lib, x, low, high: x.clamp(low, high), x, low, high)
        agree(lambda lib, x, low, high: lib.clip(x, max=high, min=low), x, low[:1], high)
    else:
        agree(lambda lib, x, bound: x.clamp(**{bounds: bound}), x, low)
        agree(lambda lib, x, bound: x.clamp(**{bounds: bound}), np.array([1, 2]), np.array([1.5, 1.0]))
    with pytest.raises(RuntimeError, match=r"clamp: cannot combine shapes \(2,\) and \(3,\)"):
        tg.ones(2).clamp(tg.ones(3))
