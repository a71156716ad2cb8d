"""Operations on two operands: broadcasting, dtypes, ties, errors."""

import itertools
import operator

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import tinygrad_lite as tg
from tests.engine.against_torch import agree, numbers, same

BINARY = {
    "add": lambda lib, x, y: x + y,
    "sub": lambda lib, x, y: x - y,
    "mul": lambda lib, x, y: x * y,
    "div": lambda lib, x, y: x / y,
    "pow": lambda lib, x, y: lib.pow(x, y),
    "maximum": lambda lib, x, y: lib.maximum(x, y),
    "minimum": lambda lib, x, y: lib.minimum(x, y),
    "where": lambda lib, x, y: lib.where(x > y, x, y),
    "floor_divide": lambda lib, x, y: lib.div(x, y, rounding_mode="floor"),
    "masked_fill": lambda lib, x, y: x.masked_fill(y > 0, 3.0),
    "isclose": lambda lib, x, y: lib.isclose(x, y, rtol=0.5),
    "logical_and": lambda lib, x, y: lib.logical_and(x, y),
    "logical_or": lambda lib, x, y: x.logical_or(y),
    "add_alpha": lambda lib, x, y: lib.add(x, y, alpha=3),
    "eq": lambda lib, x, y: x == y,
    "ne": lambda lib, x, y: x != y,
    "lt": lambda lib, x, y: x < y,
    "le": lambda lib, x, y: x <= y,
    "gt": lambda lib, x, y: x > y,
    "ge": lambda lib, x, y: lib.ge(x, y),
}
SPECIAL = [0.0, 1.0, -1.0, 2.0, 1e30, np.inf, -np.inf, np.nan]


@st.composite
def broadcastable(draw):
    full = draw(st.lists(st.integers(0, 4), max_size=4))
    shapes = []
    for _ in range(2):
        keep = draw(st.integers(0, len(full)))
        shapes.append([draw(st.sampled_from([1, size])) for size in full[len(full) - keep :]])
    return shapes


@pytest.mark.parametrize("name", BINARY)
@settings(max_examples=25, deadline=None)
@given(shapes=broadcastable(), dtype=st.sampled_from(["float64", "float32"]))
def test_broadcasting(name, shapes, dtype):
    low = 0.2 if name == "pow" else -2.0
    agree(BINARY[name], numbers(*shapes[0], dtype=dtype, low=low), numbers(*shapes[1], dtype=dtype, seed=1))


@pytest.mark.parametrize("name", [n for n in BINARY if n != "pow"])
def test_special_numbers_and_ties(name):
    pairs = np.array(list(itertools.product(SPECIAL, SPECIAL)))
    agree(BINARY[name], pairs[:, 0], pairs[:, 1])


def test_power_at_zero_and_infinity():
    pairs = np.array(list(itertools.product([0.0, 1.0, 2.0, np.inf], [0.0, 1.0, 2.0, 3.5])))
    agree(BINARY["pow"], pairs[:, 0], pairs[:, 1])


DTYPES = ["bool", "uint8", "int32", "int64", "float16", "float32", "float64"]


@pytest.mark.parametrize("name", ["add", "mul", "div", "maximum", "where", "lt"])
def test_dtypes_are_pytorchs(name):
    """Every pair of dtypes, with dimensions and without: float32 is widened only where PyTorch does."""
    for (first, second), shapes in itertools.product(
        itertools.product(DTYPES, DTYPES), [(2, 2), (2, 0), (0, 2), (0, 0)]
    ):
        x, y = (np.ones((2,) * bool(n), d) for n, d in zip(shapes, (first, second), strict=True))
        mine = BINARY[name](tg, tg.tensor(x), tg.tensor(y))
        wanted = BINARY[name](torch, torch.tensor(x), torch.tensor(y))
        assert str(mine.dtype) == str(wanted.dtype).removeprefix("torch."), (first, second, shapes)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("number", [2, 2.0, True, np.float64(2.0), np.float32(2.0), np.int64(2)])
def test_numbers_do_not_widen(dtype, number):
    for shape in [(3,), ()]:
        mine, wanted = tg.tensor(np.ones(shape, dtype)), torch.tensor(np.ones(shape, dtype))
        plain = number.item() if isinstance(number, np.generic) else number
        for compute in (lambda x, n: x * n, lambda x, n: n + x, lambda x, n: x / n):
            same(compute(mine, number), compute(wanted, plain))


@pytest.mark.host("operands that are NumPy arrays")
def test_array_operands_keep_their_side():
    x = tg.tensor([1.0, 2.0])
    assert (np.array([10.0, 10.0], np.float32) - x).tolist() == [9.0, 8.0]
    assert (x - np.array([10.0, 10.0], np.float32)).dtype == tg.float32


def test_operator_and_operation_agree():
    """Operators go straight to NumPy where nothing is recorded; the result is the operation's."""
    x, y = numbers(3, 4, dtype="float32"), numbers(3, 4, dtype="float32", seed=1)
    for name in ("add", "sub", "mul"):
        a, b = tg.tensor(x), tg.tensor(y)
        recorded = BINARY[name](tg, tg.tensor(x, requires_grad=True), b)
        assert np.array_equal(BINARY[name](tg, a, b).numpy(), recorded.detach().numpy())
    assert np.array_equal((a @ b.T).numpy(), (tg.tensor(x, requires_grad=True) @ b.T).detach().numpy())
    assert isinstance((tg.tensor(1.0) + tg.tensor(2.0)).numpy(), np.ndarray)


def test_comparison_with_what_is_no_number():
    assert (tg.ones(2) == None) is False  # noqa: E711
    assert (tg.ones(2) != "a") is True


@pytest.mark.parametrize("recorded", [True, False])
def test_shapes_that_do_not_broadcast(recorded):
    x = tg.ones(3, 2, requires_grad=recorded)
    with pytest.raises(RuntimeError, match=r"add: cannot combine shapes \(3, 2\) and \(3,\).*dimension -1 2 meets 3"):
        x + tg.ones(3)
    with pytest.raises(RuntimeError, match="gt: cannot combine"):
        x.gt(tg.ones(3))
    with pytest.raises(RuntimeError, match="where: cannot combine"):
        tg.where(tg.ones(4) > 0, x, x)


def test_wrong_operands():
    with pytest.raises(TypeError, match="add: works on tensors and numbers, got list"):
        tg.add(tg.ones(2), [1, 2])
    with pytest.raises(RuntimeError, match="bools cannot be subtracted"):
        tg.tensor([True]) - tg.tensor([True])
    with pytest.raises(RuntimeError, match="condition must be bool"):
        tg.where(tg.ones(2), 1.0, 2.0)
    for sides in ((tg.tensor([1], dtype=tg.int8), 300), (300, tg.tensor([1], dtype=tg.int8))):
        with pytest.raises(RuntimeError, match="where: 300 does not fit into int8, which goes from -128 to 127"):
            tg.where(tg.tensor([True]), *sides)
    with pytest.raises(RuntimeError, match="a negative power"):
        tg.tensor([2]) ** -1
    with pytest.raises(RuntimeError, match="remainder: integers cannot be divided by 0"):
        tg.tensor([2]) % 0
    with pytest.raises(RuntimeError, match="floor_divide: bools cannot be divided"):
        tg.tensor([True]) // tg.tensor([True])
    with pytest.raises(TypeError, match="maximum: argument 'other' must be a Tensor, got int 2"):
        tg.maximum(tg.ones(2), 2)
    with pytest.raises(TypeError, match="add: needs a tensor on at least one side, got int 1"):
        tg.add(1, 2)
    with pytest.raises(RuntimeError, match="div: rounding_mode must be None, 'floor' or 'trunc', got 'up'"):
        tg.div(tg.ones(2), 2, rounding_mode="up")
    with pytest.raises(RuntimeError, match=r"masked_fill: value must be .* got shape \(2,\)"):
        tg.ones(2).masked_fill(tg.ones(2) > 0, tg.ones(2))


@pytest.mark.parametrize("dtype", ["int32", "int64", "float32", "float64"])
def test_division_with_remainder_is_pythons(dtype):
    x, y = np.array([7, -7, 7, -7, 0], dtype), np.array([2, 2, -2, -2, 3], dtype)
    for compute in (
        lambda x, y: x // y,
        lambda x, y: x % y,
        lambda x, y: 7 // y,
        lambda x, y: -7 % y,
        lambda x, y: x % 3,
    ):
        same(compute(tg.tensor(x), tg.tensor(y)), compute(torch.tensor(x), torch.tensor(y)))


def test_gradient_of_the_remainder():
    agree(lambda lib, x: x % 1.5, numbers(20))
    y = tg.tensor(numbers(5, low=0.5, seed=1), requires_grad=True)  # for y PyTorch has no gradient
    assert tg.autograd.gradcheck(lambda y: tg.tensor(numbers(5)) % y, y)


@pytest.mark.parametrize("second", [np.array([1, 3, 0]), np.array([True, False, True]), 3, True])
@pytest.mark.parametrize("first", [np.array([6, 2, 5]), np.array([True, True, False])])
def test_bits(first, second):
    mine, wanted = tg.tensor(first), torch.tensor(first)
    my_other, other = (tg.tensor(second), torch.tensor(second)) if isinstance(second, np.ndarray) else (second, second)
    same(~mine, ~wanted)
    for combine in (operator.and_, operator.or_, operator.xor):
        same(combine(mine, my_other), combine(wanted, other))
        same(combine(my_other, mine), combine(other, wanted))
    with pytest.raises(TypeError, match="bitwise_and: needs bools or integers"):
        mine & 1.5


def test_close_and_equal():
    x, y = tg.tensor([1.0, np.nan, np.inf]), tg.tensor([1.0 + 1e-6, np.nan, np.inf])
    assert tg.isclose(x, y).tolist() == [True, False, True]
    assert not tg.allclose(x, y)
    assert x.allclose(y, equal_nan=True)
    assert tg.equal(x[0], x[0].clone())
    assert not tg.equal(tg.ones(2), tg.ones(1, 2))
    with pytest.raises(RuntimeError, match="allclose: both tensors must have one dtype"):
        tg.allclose(x, y.double())
    with pytest.raises(TypeError, match="isclose: argument 'other' must be a Tensor, got float"):
        tg.isclose(x, 1.0)


def test_what_is_kept_is_only_what_the_gradient_needs():
    """An operand that wants no gradient may let the other change: as PyTorch, and so does a frozen layer."""
    for compute in (lambda x, y: x * y, lambda x, y: x @ y):
        frozen, x = tg.ones(2, 2), tg.ones(2, 2, requires_grad=True)
        loss = compute(x, frozen).sum()
        with tg.no_grad():
            x.mul_(5.0)
        loss.backward()
        assert x.grad.numpy().min() >= 1


def test_integers_that_do_not_fit():
    """Of a number beside a small integer dtype the lowest bits count, as in PyTorch; what is filled in must fit."""
    for dtype, number in itertools.product(("int8", "uint8", "int32", "int64"), (-1, 300, 2**40, -(2**40))):
        x = np.array([1, 2, 100], dtype)
        operators = (operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod,
                     operator.eq, operator.lt, operator.and_)  # fmt: skip
        for compute in operators:
            if compute in (operator.floordiv, operator.mod) and np.int64(number).astype(dtype) == 0:
                continue  # a division by 0 in both
            with np.errstate(over="ignore"):
                same(compute(tg.tensor(x), number), compute(torch.tensor(x), number), f"{compute} {dtype} {number}")
        for compute in (lambda x, mask, n: x.masked_fill(mask, n), lambda x, mask, n: x.clamp(max=n)):
            try:
                wanted = compute(torch.tensor(x), torch.tensor(x > 1), number)
            except RuntimeError:
                with pytest.raises(RuntimeError, match=f"{number} does not fit into {dtype}, which goes from"):
                    compute(tg.tensor(x), tg.tensor(x > 1), number)
            else:
                same(compute(tg.tensor(x), tg.tensor(x > 1), number), wanted)
    with pytest.raises(RuntimeError, match="does not fit into 64 bits"):
        tg.tensor([1]) + 2**70


def test_integers_to_negative_powers():
    x, y = np.array([1, -1, -1, 2, -2, 0, 5]), np.array([-3, -3, -4, -1, -2, -1, 2])
    agree(lambda lib, x, y: x**y, x, y)
    agree(lambda lib, y: 2**y, y)


@pytest.mark.parametrize("mode", ["floor", "trunc"])
@pytest.mark.parametrize("dtype", ["float32", "float64", "int64", "int8"])
def test_rounded_division(mode, dtype):
    x, y = np.arange(-7, 8, dtype=dtype), np.array([2, -3, 5, -1, 7] * 3, dtype)
    agree(lambda lib, x, y: lib.div(x, y, rounding_mode=mode), x, y)
    agree(lambda lib, x: x.div(2, rounding_mode=mode), x)
    agree(lambda lib, x: lib.div(7, x + 20, rounding_mode=mode), x)


def test_floor_division_has_no_gradient():
    x = tg.ones(2, requires_grad=True)
    for compute in (lambda x: x // 2, lambda x: 2 // x, lambda x: x.floor_divide(2.0)):
        assert compute(x).requires_grad
        with pytest.raises(RuntimeError, match=r"floor_divide: // has no gradient, as in PyTorch.*rounding_mode"):
            compute(x).sum().backward()


def test_places_where_something_holds():
    for array in (np.array([[1.0, 0.0], [0.0, -2.0]]), np.array([True, False, True]), np.array(True), np.zeros((2, 0))):
        for mine, theirs in zip(tg.where(tg.tensor(array)), torch.where(torch.tensor(array)), strict=True):
            same(mine, theirs)
    agree(lambda lib, x: lib.where(x > 0, 1, 2.5), numbers(3))
    agree(lambda lib, x: lib.where(x > 0, True, 2), numbers(3))


@pytest.mark.filterwarnings("ignore:__array_wrap__")  # PyTorch's has two arguments less
def test_numpy_functions_give_tensors():
    """As in PyTorch: of tensors that want no gradient, without a graph; where both give bools, ours are bools."""
    x = np.float32([0.25, 1.0, 4.0])
    for compute in (np.exp, np.sqrt, lambda x: np.maximum(x, 1), lambda x: np.add(x, np.float32(1)), np.add.reduce,
                    lambda x: np.multiply(np.float32([1, 2, 3]), x), lambda x: np.modf(x)[1], np.argmax):  # fmt: skip
        result = compute(tg.tensor(x))
        assert isinstance(result, tg.Tensor)
        same(result, compute(torch.tensor(x)))
    assert np.isnan(tg.tensor(x)).dtype == tg.bool
    with pytest.raises(RuntimeError, match=r"numpy: this tensor requires a gradient.*x\.detach\(\).*numpy\(\)"):
        np.exp(tg.tensor(x, requires_grad=True))
    assert np.dot(tg.tensor(x), x) == np.dot(x, x)


@pytest.mark.host("operands that are NumPy arrays")
def test_arrays_on_either_side():
    """What stands beside a tensor that records is recorded; NumPy does not take the tensor apart."""
    array, x = np.float32([1.0, 2.0]), tg.tensor([3.0, 4.0], requires_grad=True)
    for compute in (operator.add, operator.sub, operator.mul, operator.truediv, operator.pow, operator.matmul):
        for result in (compute(array, x), compute(x, array)):
            assert isinstance(result, tg.Tensor)
            assert result.requires_grad
    for compute in (operator.lt, operator.eq, operator.ge):
        assert compute(array, x).dtype == compute(x, array).dtype == tg.bool
        assert isinstance(compute(array, x), tg.Tensor)
    assert isinstance(np.float32(2) * x, tg.Tensor)
    assert isinstance(np.float32(2) - x, tg.Tensor)
