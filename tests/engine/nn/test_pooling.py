"""Pooling: values and gradients as PyTorch's for every geometry, with ties, nan and inf."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import tinygrad_lite as tg
from tests.engine.against_torch import agree, numbers, same

sizes = st.one_of(st.integers(1, 3), st.tuples(st.integers(1, 3), st.integers(1, 3)))


@st.composite
def geometries(draw, most_dilation):
    kernel, stride = draw(sizes), draw(st.one_of(st.none(), sizes))
    padding = draw(st.integers(0, min(kernel if isinstance(kernel, int) else min(kernel), 3) // 2))
    options = {"kernel_size": kernel, "stride": stride, "padding": padding, "ceil_mode": draw(st.booleans())}
    if most_dilation > 1:
        options["dilation"] = draw(st.integers(1, most_dilation))
    lead = draw(st.sampled_from([(), (0,), (1,), (3,)]))
    return (*lead, 2, draw(st.integers(5, 9)), draw(st.integers(5, 9))), options


def with_ties(shape, special, seed):
    """Numbers of which many are equal, and some special ones among them."""
    random = np.random.default_rng(seed)
    x = random.integers(-2, 3, shape).astype("float64")
    x[random.random(shape) < 0.3] = special
    return x


@settings(max_examples=100, deadline=None)
@given(geometries(2), st.sampled_from([0.0, np.nan, np.inf, -np.inf]), st.integers(0, 99))
def test_max_pooling(geometry, special, seed):
    shape, options = geometry
    agree(lambda lib, x: lib.nn.functional.max_pool2d(x, **options), with_ties(shape, special, seed))


@settings(max_examples=100, deadline=None)
@given(geometries(1), st.booleans(), st.sampled_from([None, 3, -2]), st.sampled_from([0.5, np.inf]))
def test_average_pooling(geometry, count_include_pad, divisor, special):
    shape, options = geometry
    options |= {"count_include_pad": count_include_pad, "divisor_override": divisor}
    agree(lambda lib, x: lib.nn.functional.avg_pool2d(x, **options), with_ties(shape, special, 0))


@pytest.mark.parametrize("shape", [(2, 3, 6, 8), (3, 7, 5), (0, 2, 4, 4)])
@pytest.mark.parametrize("size", [1, 2, 3, 9, (None, 2), (1, 4)])
def test_adaptive_average_pooling(shape, size):
    x = numbers(*shape)
    x[..., 0, 0] = np.inf
    agree(lambda lib, x: lib.nn.functional.adaptive_avg_pool2d(x, size), x)


@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize(
    "layer", [("MaxPool2d", 3, 2, 1), ("AvgPool2d", 2), ("AdaptiveAvgPool2d", (2, 3)), ("MaxPool2d", (2, 1))]
)
def test_layers(layer, dtype):
    name, *arguments = layer
    assert repr(getattr(tg.nn, name)(*arguments)) == repr(getattr(torch.nn, name)(*arguments))
    agree(lambda lib, x: getattr(lib.nn, name)(*arguments)(x.transpose(2, 3)), numbers(2, 3, 6, 4, dtype=dtype))


def test_gradients():
    x = tg.tensor(np.random.default_rng(0).permutation(96).reshape(2, 2, 6, 4) / 10, requires_grad=True)
    functional = tg.nn.functional
    assert tg.autograd.gradcheck(lambda x: functional.max_pool2d(x, 3, 2, 1), x)
    assert tg.autograd.gradcheck(lambda x: functional.avg_pool2d(x, (3, 2), 1, 1, True, False), x)
    assert tg.autograd.gradcheck(lambda x: functional.adaptive_avg_pool2d(x, (4, 3)), x)


def test_the_largest_of_a_large_window():
    """More elements than a small integer can count."""
    x = tg.zeros(1, 1, 200, 200, requires_grad=True)
    with tg.no_grad():
        x[0, 0, 199, 198] = 1.0
    tg.nn.functional.max_pool2d(x, 200).backward()
    assert np.flatnonzero(x.grad.numpy()).tolist() == [199 * 200 + 198]


@pytest.mark.parametrize("options", [{}, {"stride": 1, "padding": 1}, {"stride": (2, 1), "dilation": 2},
                                     {"padding": (1, 0), "ceil_mode": True}])  # fmt: skip
def test_places_of_the_largest(options):
    image = np.random.default_rng(0).permutation(2 * 3 * 7 * 6).reshape(2, 3, 7, 6).astype("float32")
    for x in (image, image[0]):
        values, indices = tg.nn.functional.max_pool2d(tg.tensor(x), 3, **options, return_indices=True)
        wanted = torch.nn.functional.max_pool2d(torch.tensor(x), 3, **options, return_indices=True)
        same(values, wanted[0])
        same(indices, wanted[1])
    pool = tg.nn.MaxPool2d(3, **options, return_indices=True)
    same(pool(tg.tensor(image))[1], torch.nn.MaxPool2d(3, **options, return_indices=True)(torch.tensor(image))[1])


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda f, x: f.max_pool2d(x, 5), RuntimeError, "a window 5 pixels high does not fit into an image 4 pixels"),
        (lambda f, x: f.max_pool2d(x, 3, padding=2), RuntimeError, "padding must be at most half of the window, 1"),
        (lambda f, x: f.max_pool2d(x, 0), ValueError, "kernel_size must be at least 1, got 0"),
        (lambda f, x: f.avg_pool2d(x, "2"), TypeError, "kernel_size must be an int, or a pair of ints"),
        (lambda f, x: f.avg_pool2d(x, 2, divisor_override=0), RuntimeError, "divisor_override must not be 0"),
        (lambda f, x: f.avg_pool2d(x.reshape(2, 8), 2), RuntimeError, r"got shape \(2, 8\)"),
        (lambda f, x: f.max_pool2d(x.long(), 2), RuntimeError, "needs a floating point tensor, got int64"),
        (lambda f, x: f.adaptive_avg_pool2d(x, 0), ValueError, "output_size must be at least 1"),
    ],
)
def test_errors(call, error, message):
    with pytest.raises(error, match=message):
        call(tg.nn.functional, tg.zeros(1, 1, 4, 4))
