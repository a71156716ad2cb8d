"""Changes in place: the numbers, dtypes and refusals of PyTorch; each is noted; and what `+=` does while recording."""

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.engine.against_torch import numbers, same
from tinygrad_lite import versions

LIBRARIES = {tg: tg.tensor, torch: torch.tensor}
M = np.array([[True, False, True], [False, True, False]])
ONE = numbers(2, 3, seed=1, low=0.5)
CHANGES = {
    "neg_": (), "abs_": (), "sign_": (), "exp_": (), "expm1_": (), "log_": (), "log1p_": (), "sqrt_": (),
    "rsqrt_": (), "square_": (), "reciprocal_": (), "sin_": (), "cos_": (), "tan_": (), "floor_": (), "ceil_": (),
    "round_": (), "relu_": (), "sigmoid_": (), "tanh_": (), "tril_": (), "triu_": (), "zero_": (), "pow_": (2,),
    "floor_divide_": (2,), "remainder_": (2,), "clamp_": (0.5, 1.0), "clip_": (0.5, 1.0), "masked_fill_": (M, 7.0),
    "fill_": (3,), "fill_diagonal_": (3,), "copy_": (ONE,), "add_": (ONE,), "sub_": (ONE,), "mul_": (ONE,),
    "div_": (ONE,), "addcmul_": (ONE, ONE + 1), "addcdiv_": (ONE, ONE + 1), "lerp_": (ONE, 0.3), "bitwise_and_": (3,),
    "bitwise_or_": (3,), "bitwise_xor_": (3,), "logical_and_": (M,), "logical_or_": (M,), "logical_not_": (),
    "uniform_": None, "normal_": None,
}  # fmt: skip


def changed(lib, x, name, args):
    """x after the change, or None if it is refused. NumPy arrays among the arguments become tensors."""
    args = [LIBRARIES[lib](a) if isinstance(a, np.ndarray) else a for a in args]
    try:
        result = getattr(x, name)(*args)
    except (RuntimeError, TypeError):
        return None
    assert result is x
    return result


@pytest.mark.parametrize("dtype", ["float64", "float32", "int64", "uint8", "bool"])
@pytest.mark.parametrize("name", [name for name in CHANGES if CHANGES[name] is not None])
def test_changes_are_pytorchs(name, dtype):
    if (name, dtype) == ("abs_", "bool"):
        return  # as `abs` has it
    before = numbers(2, 3, low=0.1).astype(dtype) if dtype != "int64" else np.array([[-3, 0, 5], [2, 1, -4]])
    with np.errstate(all="ignore"):
        mine, reference = (changed(lib, make(before), name, CHANGES[name]) for lib, make in LIBRARIES.items())
    assert (mine is None) == (reference is None), (mine, reference)
    if mine is not None:
        same(mine, reference)


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_noted(name):
    """A graph that kept the old numbers says so."""
    kept = tg.tensor(numbers(2, 3, low=0.5))
    if name.startswith("bitwise"):
        kept = kept.long()
    x = tg.ones(2, 3, dtype=tg.float64, requires_grad=True)
    loss, before = (x * kept).sum(), versions.latest
    assert changed(tg, kept, name, CHANGES[name] or ()) is kept
    assert versions.changes[versions.memory(kept.array)] > before
    if not name.startswith("bitwise"):  # of integers, the product has kept a copy in floats
        with pytest.raises(RuntimeError, match="was changed in place"):
            loss.backward()


def test_the_list_is_complete():
    missing = [name for name in dir(tg.Tensor) if name.endswith("_") and not name.startswith("_")]
    assert set(missing) - {"requires_grad_"} == set(CHANGES)


@pytest.mark.parametrize("name", [name for name in CHANGES if not name.startswith("bitwise")])
def test_recorded_tensors_are_not_changed(name):
    x = tg.tensor(numbers(2, 3, low=0.5), requires_grad=True)
    args = [tg.tensor(a) if isinstance(a, np.ndarray) else a for a in CHANGES[name] or ()]
    called = {"clip_": "clamp_"}.get(name, name)
    with pytest.raises(RuntimeError, match=rf"^{called}: this leaf requires a gradient"):
        getattr(x, name)(*args)
    with pytest.raises(RuntimeError, match=rf"^{called}: this tensor is part of a recorded graph"):
        getattr(x * 1, name)(*args)
    with tg.no_grad():
        assert getattr(x, name)(*args) is x


@pytest.mark.parametrize("name", ["add_", "mul_", "copy_", "pow_", "masked_fill_", "lerp_", "addcmul_"])
def test_no_gradient_is_lost(name):
    y = tg.ones(2, 3, dtype=tg.float64, requires_grad=True)
    args = {"masked_fill_": (tg.tensor(M), y.sum()), "lerp_": (y, 0.5), "addcmul_": (y, y)}.get(name, (y,))
    with pytest.raises(RuntimeError, match="the operand requires a gradient"):
        getattr(tg.ones(2, 3, dtype=tg.float64), name)(*args)


NUMBERS = {
    "int8 + 300": ("int8", lambda x: x.add_(300)),
    "uint8 - 5": ("uint8", lambda x: x.sub_(5)),
    "uint8 * -1": ("uint8", lambda x: x.mul_(-1)),
    "int8 += 2**40": ("int8", lambda x: x.add_(2**40 + 3)),
    "int64 + 2.5": ("int64", lambda x: x.add_(2.5)),
    "int64 / 2": ("int64", lambda x: x.div_(2)),
    "int64 // 2": ("int64", lambda x: x.div_(-2, rounding_mode="floor")),
    "int64 / 2 cut off": ("int64", lambda x: x.div_(-2, rounding_mode="trunc")),
    "int64 / 2.5 cut off": ("int64", lambda x: x.div_(2.5, rounding_mode="trunc")),
    "float32 // 2": ("float32", lambda x: x.div_(-2, rounding_mode="floor")),
    "float32 / 2 rounded up": ("float32", lambda x: x.div_(2, rounding_mode="up")),
    "bool + 1": ("bool", lambda x: x.add_(1)),
    "bool - bool": ("bool", lambda x: x.sub_(True)),
    "int8 filled": ("int8", lambda x: x.fill_(300)),
    "int8 item": ("int8", lambda x: x.__setitem__(0, 300) or x),
    "int64 item 2.7": ("int64", lambda x: x.__setitem__(0, 2.7) or x),
    "bool item 2": ("bool", lambda x: x.__setitem__(0, 2) or x),
    "uint8 random": ("uint8", lambda x: x.normal_()),
    "too many": ("float32", lambda x: x.add_(x[None])),
    "too many copied": ("float32", lambda x: x.copy_(x[None])),
    "too many filled": ("float32", lambda x: x.fill_(x)),
    "filled with 0-d": ("float32", lambda x: x.fill_(x[2])),
    "broadcast larger": ("float32", lambda x: x[:1].add_(x)),
    "does not fit": ("float32", lambda x: x.add_(x[:2])),
    "power larger": ("float32", lambda x: x[:1].pow_(x)),
    "wide into narrow": ("uint8", lambda x: x.add_(x.long() * 100)),
    "double into float": ("float32", lambda x: x.mul_(x.double() / 3)),
    "expanded": ("float32", lambda x: x[:1].expand(3).add_(1.0)),
    "expanded to its own shape": ("float32", lambda x: x.expand(3).add_(1.0)),
    "expanded to its own shape, x": ("float32", lambda x: (x.expand(1, 3).add_(1.0), x)[1]),
}


@pytest.mark.parametrize("case", NUMBERS)
def test_what_does_not_fit(case):
    dtype, change = NUMBERS[case]
    results = []
    for make in LIBRARIES.values():
        try:
            results.append(change(make(np.array([1, 2, 3], dtype))))
        except RuntimeError:
            results.append(None)
    mine, reference = results
    assert (mine is None) == (reference is None), results
    if mine is not None:
        same(mine, reference)


def test_memory_that_is_read_only():
    array = np.ones(3)
    array.flags.writeable = False
    with pytest.raises(RuntimeError, match="read-only"):
        tg.Tensor(array).add_(1)
    with pytest.raises(RuntimeError, match="one place in memory"):
        tg.ones(1).expand(3).add_(1)


VALUES = [(3,), (1, 3), (3, 1), (2, 3), (1, 1), (1,), (), (2,), (1, 1, 3)]


@pytest.mark.parametrize("shape", VALUES)
@pytest.mark.parametrize("index", ["mask", "row", "list", "slice"])
def test_assigned_shapes(index, shape):
    results = []
    for make in LIBRARIES.values():
        x, value = make(np.zeros((2, 3))), make(np.arange(1.0, np.prod(shape, dtype=int) + 1).reshape(shape))
        place = {"mask": make(M), "row": 1, "list": [0, 1], "slice": slice(0, 2)}[index]
        try:
            x[place] = value
            results.append(x)
        except RuntimeError:
            results.append(None)
    mine, reference = results
    assert (mine is None) == (reference is None)
    if mine is not None:
        same(mine, reference)


# ------------------------------------------------------------------------------------- += while recording
def test_sums_of_losses():
    x = tg.tensor([1.0, 2.0], requires_grad=True)
    for total in (tg.zeros(()), tg.tensor(0.0), 0, (x * 0).sum()):
        for factor in (1.0, 2.0, 3.0):
            total += (x * factor).sum()
        x.grad = None
        total.backward()
        assert x.grad.tolist() == [6, 6]
    hidden = tg.nn.Linear(2, 2)(x)
    hidden = hidden.reshape(2, 1).flatten()
    hidden += x  # a view, of memory that nothing else uses
    hidden.sum().backward()


OPERATORS = {
    "+=": "__iadd__",
    "-=": "__isub__",
    "*=": "__imul__",
    "/=": "__itruediv__",
    "**=": "__ipow__",
    "%=": "__imod__",
}


@pytest.mark.parametrize("name", OPERATORS)
def test_what_a_tensor_cannot_hold(name):
    x = tg.tensor([1.0, 2.0, 3.0], requires_grad=True)
    for left in (x.sum(), x[:1] * 1, tg.ones(3, dtype=tg.int64), tg.ones(1)):
        with pytest.raises(RuntimeError, match=r"cannot be held|cannot hold"):
            getattr(left, OPERATORS[name])(x)
    wide = tg.ones(3, dtype=tg.float64)
    wide = getattr(wide, OPERATORS[name])(x)
    narrow = getattr(x * 2, OPERATORS[name])(tg.ones(3, dtype=tg.float64))
    assert (wide.dtype, narrow.dtype) == (tg.float64, tg.float32)
    (wide + narrow).sum().backward()
    assert x.grad.dtype == tg.float32


def refused(x, y):
    with pytest.raises(RuntimeError, match=r"\+=: another tensor shares the memory of x .* write x = x \+ y\.$"):
        x += y


def test_views_of_memory_in_use():
    x, buffer = tg.ones(2, requires_grad=True), tg.zeros(3, 2)
    refused(buffer[0], x)
    refused(buffer.detach(), x)
    hidden = x * 2
    refused(hidden[:], 1.0)
    refused(hidden.reshape(2, 1), 1.0)
    with tg.no_grad():
        row = buffer[0]
        row += x
    assert buffer.tolist() == [[1, 1], [0, 0], [0, 0]]
    row = buffer[1].clone()
    row += x
    assert row.requires_grad


@pytest.mark.host("memory shared with NumPy")
def test_memory_of_an_array_in_use():
    array = np.zeros(2, np.float32)
    refused(tg.from_numpy(array), tg.ones(2, requires_grad=True))


@pytest.mark.parametrize("view", [lambda x: x[0], lambda x: x.detach(), lambda x: x.reshape(2, 1), lambda x: x.data])
def test_memory_of_which_there_are_views(view):
    hidden = tg.ones(2, requires_grad=True) * 2
    other = view(hidden)
    refused(hidden, 1.0)
    del other
    hidden += 1.0
    assert hidden.tolist() == [3, 3]


KEEPING = {  # what an operation keeps for its gradient
    "exp": lambda h: h.exp(),
    "square": lambda h: h * h,
    "linear": tg.nn.Linear(2, 2),
    "sin": lambda h: h.sin(),
    "matmul": lambda h: h @ h,
}


@pytest.mark.parametrize("name", KEEPING)
def test_what_an_operation_keeps(name):
    """PyTorch says so in backward()."""
    hidden = tg.ones(2, requires_grad=True) * 2
    result = KEEPING[name](hidden)
    refused(result if name == "exp" else hidden, 1.0)


def test_what_no_operation_keeps():
    x = tg.tensor([1.0, 2.0], requires_grad=True)
    for result in (x + 1, x * 2, x / x, x.sum(), x @ x, x.log(), tg.nn.Linear(2, 2)(x), x.softmax(0) + 1, x / x.sum()):
        before = result.tolist()
        result += 1.0
        np.testing.assert_allclose(result.tolist(), np.add(before, 1), rtol=1e-6)


def test_operators_in_place_without_a_graph():
    for name, value in {**dict.fromkeys(OPERATORS.values(), 2), "__ifloordiv__": 2}.items():
        results = []
        for make in LIBRARIES.values():
            x = make(np.array([3.0, 5.0]))
            view = x[:1]
            assert getattr(x, name)(value) is x
            results.append(view)
        same(*results)
    for name in ("__iand__", "__ior__", "__ixor__"):
        x = tg.tensor([True, False])
        assert getattr(x, name)(tg.tensor([True, True])) is x


def test_a_change_costs_one_note():
    x = tg.ones(3)
    before = versions.latest
    x.exp_()
    assert versions.latest == before + 1


def test_places_that_do_not_exist():
    """Told in the words of indexing, whichever part of the index is wrong."""
    for x, index in [
        (tg.zeros(0, 1, 4), (0, tg.tensor([[0], [0]]))),
        (tg.zeros(2, 3), (0, tg.tensor([5]))),
        (tg.zeros(2, 3), (5, tg.tensor([0]))),
        (tg.zeros(2, 3), 5),
        (tg.zeros(2, 3), tg.tensor([True, False, True])),
    ]:
        with pytest.raises(IndexError, match=r"^index"):
            x[index] = 0.5


@pytest.mark.parametrize("name", ["addcmul_", "addcdiv_", "lerp_"])
def test_shapes_that_do_not_fit_each_other(name):
    x, first, second = tg.zeros(2, 4), tg.ones(2, 4), tg.ones(3, 4)
    with pytest.raises(RuntimeError, match=f"^{name}: cannot combine shapes"):
        getattr(x, name)(*((second, 0.5) if name == "lerp_" else (first, second)))
