"""Sums, means, extremes, softmax: along any dimensions, of any shape."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import tinygrad_lite as tg
from tests.engine.against_torch import agree, numbers, same


@st.composite
def shape_and_dims(draw):
    shape = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    dims = draw(st.lists(st.integers(0, len(shape) - 1), min_size=1, max_size=len(shape), unique=True))
    return shape, tuple(d - len(shape) * draw(st.booleans()) for d in dims), draw(st.booleans())


@pytest.mark.parametrize("name", ["sum", "mean"])
@settings(max_examples=60, deadline=None)
@given(case=shape_and_dims(), dtype=st.sampled_from(["float64", "float32"]))
def test_sum_and_mean(name, case, dtype):
    shape, dims, keepdim = case
    x = numbers(*shape, dtype=dtype)
    agree(lambda lib, x: getattr(x, name)(), x)
    agree(lambda lib, x: getattr(x, name)(dims, keepdim), x)
    agree(lambda lib, x: getattr(lib, name)(x, dim=dims[0], keepdim=keepdim), x)


REDUCTIONS = {
    "var": lambda lib, x, dims, keep: x.var(dims, keepdim=keep),
    "var_0": lambda lib, x, dims, keep: lib.var(x, dims, correction=0, keepdim=keep),
    "var_biased": lambda lib, x, dims, keep: x.var(dims, False, keep),
    "std": lambda lib, x, dims, keep: lib.std(x, dim=dims, unbiased=True, keepdim=keep),
    "std_1.5": lambda lib, x, dims, keep: x.std(dims, correction=1.5, keepdim=keep),
    "amax": lambda lib, x, dims, keep: x.amax(dims, keep),
    "amin": lambda lib, x, dims, keep: lib.amin(x, dims, keepdim=keep),
    "logsumexp": lambda lib, x, dims, keep: x.logsumexp(dims, keep),
    "norm": lambda lib, x, dims, keep: x.norm(dim=dims[:2], keepdim=keep),
    "norm_3": lambda lib, x, dims, keep: lib.norm(x, 3, dims, keep),
    "norm_1": lambda lib, x, dims, keep: x.norm(1, dims, keep),
    "norm_half": lambda lib, x, dims, keep: x.norm(0.5, dims, keep),
    "norm_0": lambda lib, x, dims, keep: x.norm(0, dims, keep),
    "norm_inf": lambda lib, x, dims, keep: x.norm(float("inf"), dims, keep),
    "norm_-inf": lambda lib, x, dims, keep: x.norm(-float("inf"), dims, keep),
    "prod": lambda lib, x, dims, keep: x.prod(dims[0], keep),
    "cumsum": lambda lib, x, dims, keep: lib.cumsum(x, dims[0]),
    "all": lambda lib, x, dims, keep: (x > 0).all(dims, keep),
    "any": lambda lib, x, dims, keep: lib.any(x > 0, dim=dims, keepdim=keep),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", REDUCTIONS)
@settings(max_examples=25, deadline=None)
@given(case=shape_and_dims(), dtype=st.sampled_from(["float64", "float32"]), whole=st.booleans())
def test_reductions(name, case, dtype, whole):
    """Random numbers; rounded ones, with zeros and ties."""
    shape, dims, keepdim = case
    x = numbers(*shape, dtype=dtype)
    if name == "norm_half":
        x = np.abs(x) + x.dtype.type(0.5)
    agree(lambda lib, x: REDUCTIONS[name](lib, x, dims, keepdim), x.round() if whole else x)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", [n for n in REDUCTIONS if n not in ("all", "any", "norm_0")])
@pytest.mark.parametrize(
    "x",
    [np.full((2, 2), -np.inf), np.array([[np.inf, 1.0], [np.nan, 0.0]]), np.zeros((2, 2)), np.ones((2, 1))],
    ids=["-inf", "inf and nan", "zeros", "single"],
)
def test_special_numbers(name, x):
    agree(lambda lib, x: REDUCTIONS[name](lib, x, (1,), False), x)


@pytest.mark.filterwarnings("ignore")
def test_rows_of_minus_infinity():
    x = np.array([[-np.inf, -np.inf], [-np.inf, 1.0], [np.inf, 1.0]])
    for name in ("softmax", "log_softmax", "logsumexp"):
        agree(lambda lib, x, n=name: getattr(lib, n)(x, 1), x)


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int64", "float16", "float64"])
def test_dtypes(dtype):
    x = np.array([[1, 0, 1], [1, 1, 1]], dtype)
    for compute in (
        lambda lib, x: x.all(),
        lambda lib, x: x.any(1),
        lambda lib, x: x.all(0, keepdim=True),
        lambda lib, x: x.prod(),
        lambda lib, x: x.prod(1, dtype=lib.float64),
        lambda lib, x: x.cumsum(0),
        lambda lib, x: x.sum(dtype=lib.float32),
        lambda lib, x: lib.amax(x, 1),
        lambda lib, x: x.logsumexp(1),
    ):
        agree(compute, x)


def test_product_with_zeros():
    for row in ([0.0, 2.0, 3.0], [0.0, 0.0, 3.0], [1.0, 2.0, -3.0], []):
        agree(lambda lib, x: x.prod(), np.array(row))
    agree(lambda lib, x: x.prod(1), numbers(3, 0, 2))


def test_spread_of_everything():
    x = numbers(3, 4)
    for compute in (lambda x: x.var(), lambda x: x.std(False), lambda x: x.std(unbiased=False), lambda x: x.norm()):
        agree(lambda lib, x, compute=compute: compute(x), x)
    with pytest.raises(TypeError, match="either correction or unbiased"):
        tg.ones(2).var(unbiased=True, correction=1)
    with pytest.raises(NotImplementedError, match="norm: p='nuc' is not supported"):
        tg.ones(2, 2).norm("nuc")
    with pytest.raises(RuntimeError, match="norm: needs a floating point tensor, got int64"):
        tg.tensor([1]).norm()
    with pytest.raises(RuntimeError, match="max: the tensor is empty"):
        tg.zeros(2, 0).amax(1)


@pytest.mark.parametrize("name", ["max", "min"])
@settings(max_examples=40, deadline=None)
@given(case=shape_and_dims())
def test_extremes(name, case):
    shape, dims, keepdim = case
    x = np.random.default_rng(0).permutation(np.prod(shape)).reshape(shape).astype("float64")
    agree(lambda lib, x: getattr(x, name)(), x)
    agree(lambda lib, x: getattr(x, name)(dims[0], keepdim)[0], x)
    agree(lambda lib, x: getattr(x, name)(dims[0], keepdim).indices, x)
    agree(lambda lib, x: getattr(x, "arg" + name)(dims[0], keepdim), x)
    agree(lambda lib, x: getattr(x, "arg" + name)(), x)


def test_equal_largest_share_the_gradient():
    agree(lambda lib, x: x.max(), np.array([1.0, 3.0, 3.0, 2.0]))
    agree(lambda lib, x: x.min(), np.array([[1.0, 1.0], [1.0, 2.0]]))
    agree(lambda lib, x: x.max(), np.array([1.0, np.nan, 3.0]))
    agree(lambda lib, x: lib.max(x, x * 2), np.array([1.0, -3.0]))


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int32", "int64"])
def test_integers_add_up_to_int64(dtype):
    agree(lambda lib, x: x.sum(), np.ones((2, 3), dtype))
    agree(lambda lib, x: x.sum(1), np.ones((2, 3), dtype))


def test_zero_dimensions_and_no_elements():
    for name in ("sum", "mean", "max", "min", "argmax"):
        agree(lambda lib, x, n=name: getattr(x, n)(), np.array(3.0))
    agree(lambda lib, x: x.sum(0), np.array(3.0))
    agree(lambda lib, x: x.max(0)[0], np.array(3.0))
    for shape in [(0,), (0, 3), (3, 0)]:
        agree(lambda lib, x: x.sum(), np.zeros(shape))
        agree(lambda lib, x: x.mean(), np.zeros(shape))
        agree(lambda lib, x: x.sum(0), np.zeros(shape))
        agree(lambda lib, x: x.mean(0), np.zeros(shape))
        agree(lambda lib, x: x.softmax(0), np.zeros(shape))


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
@settings(max_examples=40, deadline=None)
@given(case=shape_and_dims(), dtype=st.sampled_from(["float64", "float32"]))
def test_softmax(name, case, dtype):
    shape, dims, _ = case
    agree(lambda lib, x: getattr(x, name)(dims[0]), numbers(*shape, dtype=dtype))
    agree(lambda lib, x: getattr(lib, name)(x, dim=dims[0]), 1e4 * numbers(*shape, dtype=dtype))


def test_softmax_of_special_numbers():
    inf = np.inf
    for row in ([0.0, -inf], [-inf, -inf], [inf, 0.0], [np.nan, 0.0], [1000.0, -1000.0]):
        agree(lambda lib, x: x.softmax(0), np.array(row))
        agree(lambda lib, x: x.log_softmax(-1), np.array(row))
    agree(lambda lib, x: x.softmax(0), np.array(2.0))


def test_errors():
    with pytest.raises(IndexError, match="sum: there is no dimension 2 in a 2-d tensor; choose from -2 to 1"):
        tg.ones(2, 3).sum(2)
    with pytest.raises(RuntimeError, match="names a dimension twice"):
        tg.ones(2, 3).sum((0, -2))
    with pytest.raises(TypeError, match="dim must be an int"):
        tg.ones(2).sum(0.5)
    with pytest.raises(RuntimeError, match="max: the tensor is empty"):
        tg.zeros(0).max()
    with pytest.raises(RuntimeError, match=r"mean: needs a floating point tensor, got int64.*x\.float\(\)"):
        tg.tensor([1, 2]).mean()
    with pytest.raises(RuntimeError, match="softmax: needs a floating point"):
        tg.tensor([1, 2]).softmax(0)
    with pytest.raises(IndexError, match=r"argmax: there are no elements to choose from in a tensor of shape \(0,\)"):
        tg.zeros(0).argmax()


@pytest.mark.parametrize("name", ["sum", "mean", "prod", "var", "std", "all", "any", "amax", "amin", "max", "min",
                                  "argmax", "argmin", "softmax", "log_softmax", "logsumexp", "cumsum", "sort",
                                  "argsort", "squeeze", "unsqueeze", "unbind", "norm", "flip", "flatten"])  # fmt: skip
def test_numpys_words_for_dimensions(name):
    """`axis` and `keepdims` are taken where PyTorch takes them."""
    x = numbers(3, 2, dtype="float32")
    for words in ({"axis": 1}, {"axis": 1, "keepdims": True}, {"dim": 1, "axis": 1}):
        try:
            wanted = getattr(torch.tensor(x), name)(**words)
        except TypeError:
            with pytest.raises(TypeError):
                getattr(tg.tensor(x), name)(**words)
            continue
        result = getattr(tg.tensor(x), name)(**words)
        pairs = zip(result, wanted) if isinstance(wanted, tuple) else [(result, wanted)]
        for mine, theirs in pairs:
            same(mine, theirs)
    with pytest.raises(TypeError, match="sum: axis is NumPy's word for dim; give one of them"):
        tg.tensor(x).sum(dim=0, axis=0)


HALF = {
    "sum": lambda x: x.sum(0),
    "mean": lambda x: x.mean((0, 1)),
    "var": lambda x: x.var(0),
    "std": lambda x: x.std(),
    "norm": lambda x: x.norm(dim=0),
    "norm 3": lambda x: x.norm(3.0, 0),
    "cumsum": lambda x: x.cumsum(0),
    "softmax": lambda x: x.softmax(0),
    "log_softmax": lambda x: x.log_softmax(0),
    "logsumexp": lambda x: x.logsumexp(0),
}


@pytest.mark.parametrize("name", HALF)
def test_float16_is_added_up_in_float32(name):
    """As in PyTorch: in float16, 2048 + 1 is 2048."""
    array = np.random.default_rng(0).uniform(0.5, 1.5, (3000, 2)).astype("float16")
    x, exact = tg.tensor(array, requires_grad=True), torch.tensor(array.astype("float64"), requires_grad=True)
    result, wanted = HALF[name](x), HALF[name](exact)
    assert result.dtype == tg.float16
    np.testing.assert_allclose(result.detach().numpy(), wanted.detach().numpy(), rtol=1e-3)  # rounded once: 2 ** -11
    start = np.random.default_rng(1).uniform(0.5, 1, result.shape).astype("float16")
    result.backward(tg.tensor(start))
    wanted.backward(torch.tensor(start.astype("float64")))
    np.testing.assert_allclose(x.grad.numpy(), exact.grad.numpy(), rtol=2e-3, atol=1e-5)


def test_float16_does_not_overflow_on_the_way():
    ones = tg.ones(100_000, dtype=tg.float16)
    assert ones.mean().item() == 1
    assert tg.nn.functional.mse_loss(ones, ones * 0).item() == 1
    assert tg.ones(5000, dtype=tg.float16).cumsum(0)[-1].item() == 5000
    image = tg.full((1, 64, 64), 1.001, dtype=tg.float16)
    assert abs(tg.nn.functional.avg_pool2d(image, 64).item() - 1.001) < 1e-3
    assert abs(tg.einsum("ijk->i", image).item() - 4100) < 4


def test_places_in_empty_tensors():
    """What has no elements has no largest one; but of no rows, each has one."""
    for shape, dim in [((0, 3), 1), ((3, 0), 0), ((2, 0, 3), 2)]:
        agree(lambda lib, x, dim=dim: x.argmax(dim), np.ones(shape))
        agree(lambda lib, x, dim=dim: x.max(dim).values, np.ones(shape))
    for shape, dim in [((0, 3), 0), ((0,), None), ((3, 0), 1)]:
        with pytest.raises(IndexError, match="argmin: there are no elements to choose from"):
            tg.ones(shape).argmin(dim)
    with pytest.raises(IndexError, match="argmax: there is no dimension 5 in a 0-d tensor"):
        tg.tensor(1.0).argmax(5)


@pytest.mark.parametrize("name", ["sum", "mean", "amax", "all", "max", "argmax", "prod", "logsumexp", "var"])
def test_a_second_number_is_no_keepdim(name):
    """`x.sum(0, 1)` was mostly meant for two dimensions."""
    arguments = (0, None, 1) if name == "var" else (0, 1)
    with pytest.raises(TypeError, match=rf"{name}: keepdim must be True or False, got int 1. .* dim=\(0, 1\)"):
        getattr(tg.ones(2, 3), name)(*arguments)
    for spread in (tg.std, tg.var):
        with pytest.raises(TypeError, match=r"unbiased must be True or False, got int 1\. .* dim=\(0, 1\)"):
            spread(tg.ones(2, 3), 0, 1)


def test_the_product_of_a_single_number():
    """Its gradient is that of the product, also where it is nan or infinite."""
    for value in (np.nan, np.inf, 0.0, 2.0):
        agree(lambda lib, x: x.prod(), np.array(value))
        agree(lambda lib, x: x.prod(0, keepdim=True), np.array(value))


@pytest.mark.parametrize("name", ["all", "any"])
@pytest.mark.parametrize("keepdim", [False, True])
def test_verdicts_along_no_dimension(name, keepdim):
    """Other than a sum, PyTorch's all and any take dim=() by its word: each element for itself."""
    mask = np.array([[True, False], [False, True]])
    for dim in [(), []]:
        mine, reference = (getattr(lib, name)(lib.tensor(mask), dim=dim, keepdim=keepdim) for lib in (tg, torch))
        assert mine.tolist() == reference.tolist()


@pytest.mark.parametrize("name", ["max", "min", "prod"])
def test_keepdim_needs_a_dim(name):
    """It was passed over without a word; PyTorch refuses it."""
    with pytest.raises(TypeError, match=f"{name}: keepdim=True needs a dim"):
        getattr(tg, name)(tg.ones(2, 3), keepdim=True)
    with pytest.raises(TypeError):
        getattr(torch, name)(torch.ones(2, 3), keepdim=True)


@pytest.mark.parametrize("name", ["max", "min"])
def test_the_other_tensor_by_its_name(name):
    a, b = np.float32([1, 5]), np.float32([3, 2])
    mine, reference = (getattr(lib, name)(lib.tensor(a), other=lib.tensor(b)) for lib in (tg, torch))
    assert mine.tolist() == reference.tolist()
    with pytest.raises(TypeError, match="leave them out"):
        getattr(tg, name)(tg.tensor(a), dim=0, other=tg.tensor(b))
