"""Convolution: values and gradients as PyTorch's for every geometry, and clear errors for those that cannot be."""

import warnings
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tinygrad_lite as tg
from tests.engine.against_torch import agree, numbers, same
from tinygrad_lite.ops.conv import faster_way
from tinygrad_lite.ops.windows import Slide

pairs = st.tuples(st.integers(1, 3), st.integers(1, 3))


@st.composite
def geometries(draw):
    groups = draw(st.integers(1, 3))
    kernel, dilation = draw(pairs), draw(pairs)
    padding = draw(st.sampled_from(["valid", 0, 1, (2, 1), "same"]))
    stride = 1 if padding == "same" else draw(pairs)
    spans = [d * (k - 1) + 1 for k, d in zip(kernel, dilation)]
    image = [draw(st.integers(span, span + 4)) for span in spans]
    lead = draw(st.sampled_from([(), (0,), (1,), (3,)]))
    shape = (*lead, groups * draw(st.integers(1, 3)), *image)
    weight = (groups * draw(st.integers(1, 3)), shape[-3] // groups, *kernel)
    return shape, weight, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}


@settings(max_examples=100, deadline=None)
@given(geometries(), st.booleans(), st.sampled_from(["float64", "float32"]))
def test_against_torch(geometry, bias, dtype):
    shape, weight, options = geometry
    arrays = [numbers(*shape, dtype=dtype), numbers(*weight, dtype=dtype, seed=1)]
    arrays += [numbers(weight[0], dtype=dtype, seed=2)] if bias else []
    with warnings.catch_warnings():  # PyTorch's, about its own copies
        warnings.simplefilter("ignore")
        agree(lambda lib, *tensors: lib.nn.functional.conv2d(*tensors, **options), *arrays)


@pytest.mark.parametrize("channels", [1, 8])  # windows are copied in one order or the other
def test_special_numbers_and_layouts(channels):
    x, weight = numbers(2, channels, 5, 6), numbers(3, channels, 3, 2, seed=1)
    x[0, 0, 1, 1], x[1, 0, 2, 2] = np.inf, np.nan
    agree(lambda lib, x, w: lib.nn.functional.conv2d(x, w, padding=1), x, weight)
    x = numbers(6, 5, channels, 2)
    agree(lambda lib, x, w: lib.nn.functional.conv2d(x.permute(3, 2, 1, 0), w.transpose(2, 3)), x, weight)
    agree(lambda lib, x, w: lib.nn.functional.conv2d(x, w), x.astype("float16").T.copy(), weight.astype("float16"))


@pytest.fixture
def by_groups(monkeypatch):
    """All convolutions with groups are computed by grouped.py, a few groups at a time."""

    def way(ctx, x):
        finite = tg.ops.depthwise.finite
        return tg.ops.grouped if ctx.groups > 1 and x.size and finite(x) and finite(ctx.weight) else None

    monkeypatch.setattr(tg.ops.conv, "faster_way", way)
    monkeypatch.setattr(tg.ops.grouped, "BLOCK", 2000)


@pytest.mark.host("a faster way of the CPU")
@pytest.mark.usefixtures("by_groups")
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(geometries(), st.booleans(), st.sampled_from(["float64", "float32"]))
def test_groups_against_torch(geometry, bias, dtype):
    test_against_torch.hypothesis.inner_test(geometry, bias, dtype)


@pytest.mark.host("a faster way of the CPU")
@pytest.mark.usefixtures("by_groups")
@pytest.mark.parametrize(("channels", "outputs"), [(1, 1), (1, 2), (2, 3)])  # of each of 3 groups
@pytest.mark.parametrize(
    "options",
    [
        {"padding": 1},
        {},
        {"padding": (5, 4)},  # further than the kernel reaches: results of nothing but zeros
        {"padding": 2, "dilation": (2, 3)},
        {"padding": 1, "stride": 2},
        {"stride": (4, 5)},  # pixels that no window has
        {"padding": (0, 3), "stride": (3, 2), "dilation": 2},
    ],
)
@pytest.mark.parametrize("size", [(12, 24), (13, 23), (9, 27)])  # rows: whole tiles of 4, and not
def test_tiles_of_rows(channels, outputs, options, size):
    arrays = numbers(2, 3 * channels, *size), numbers(3 * outputs, channels, 3, 2, seed=1), numbers(3 * outputs)
    agree(lambda lib, *tensors: lib.nn.functional.conv2d(*tensors, groups=3, **options), *arrays)


@pytest.mark.parametrize(
    ("batch", "width", "groups", "kernel", "stride", "way"),  # of 128 channels
    [
        (8, 26, 1, 3, 1, None),
        (8, 26, 2, 3, 1, None),  # many channels in a group
        (8, 26, 4, 3, 1, "grouped"),
        (8, 26, 4, 1, 1, None),  # nothing to move
        (8, 64, 4, 3, 2, None),
        (8, 64, 128, 3, 2, "grouped"),
        (8, 130, 128, 3, 5, "depthwise"),
        (8, 26, 128, 3, 1, "grouped"),
        (8, 18, 128, 3, 1, "depthwise"),
        (1, 26, 128, 3, 1, "depthwise"),
        (1, 26, 4, 3, 1, None),
    ],
)
def test_the_fastest_way_is_chosen(batch, width, groups, kernel, stride, way):
    x, weight = np.ones((batch, 128, 2, width)), np.ones((128, 128 // groups, 1, kernel))
    rows, columns = Slide(size=2, kernel=1), Slide(size=width, kernel=kernel, stride=stride)
    ctx = SimpleNamespace(weight=weight, rows=rows, columns=columns, groups=groups)
    assert faster_way(ctx, x) is (getattr(tg.ops, way) if way else None)


@pytest.mark.host("a faster way of the CPU")
@pytest.mark.parametrize("outputs", [4, 8])
@pytest.mark.parametrize("where", ["nowhere", "image", "weight", "gradient"])
@pytest.mark.parametrize("way", ["depthwise", "grouped"])
def test_kernels_of_their_own_for_each_channel(outputs, where, way, monkeypatch, request):
    """By rows and bands, and where that would spread an infinite number or a nan, by windows as any other."""
    if way == "grouped":
        request.getfixturevalue("by_groups")
    arrays = [numbers(2, 4, 7, 6), numbers(outputs, 1, 3, 2, seed=1), numbers(outputs, seed=2), np.ones(outputs)]
    if where != "nowhere":
        array = arrays[{"image": 0, "weight": 1, "gradient": 3}[where]]
        array.reshape(-1)[1] = np.inf
        array.reshape(-1)[-1] = np.nan

    def compute(lib, x, weight, bias, factors):
        y = lib.nn.functional.conv2d(x, weight, bias, stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=4)
        return y * factors.reshape(outputs, 1, 1).detach()

    with np.errstate(all="ignore"):
        agree(compute, *arrays)
        if where == "nowhere":
            monkeypatch.setattr(tg.ops.depthwise, "finite", lambda array: False)
            agree(compute, *arrays)


def test_large_numbers_take_the_other_way_without_a_warning():
    x, weight = np.full((2, 3, 9, 9), 100, np.float16), np.ones((3, 1, 1, 1), np.float16)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        agree(lambda lib, *tensors: lib.nn.functional.conv2d(*tensors, groups=3), x, weight)


@pytest.mark.parametrize("wanted", [(True, False, False), (False, True, False), (False, False, True)])
def test_numerical_gradients(wanted):
    shapes = (2, 4, 5, 4), (6, 2, 2, 3), (6,)
    inputs = [tg.tensor(numbers(*s, seed=i), requires_grad=w) for i, (s, w) in enumerate(zip(shapes, wanted))]
    options = {"stride": (1, 2), "padding": (1, 2), "dilation": (2, 1), "groups": 2}
    assert tg.autograd.gradcheck(lambda *tensors: tg.nn.functional.conv2d(*tensors, **options), inputs)


@pytest.mark.parametrize(
    "arguments",
    [
        ((3, 6, 3), {}),
        ((4, 6, (3, 2)), {"stride": 2, "padding": (1, 0), "dilation": 2, "groups": 2, "bias": False}),
        ((4, 4, 2), {"padding": "same"}),
    ],
)
def test_layer(arguments):
    torch.manual_seed(0)
    theirs, mine = torch.nn.Conv2d(*arguments[0], **arguments[1]), tg.nn.Conv2d(*arguments[0], **arguments[1])
    assert repr(mine) == repr(theirs)
    bound = 1 / np.sqrt(theirs.weight[0].numel())
    several = [
        tg.nn.Conv2d(*arguments[0], **arguments[1]).state_dict() for _ in range(20)
    ]  # 4 numbers may all be small
    for name, value in mine.state_dict().items():
        assert bound / 2 < np.abs([state[name].numpy() for state in several]).max() <= bound
        assert value.shape == tuple(theirs.state_dict()[name].shape)
    theirs.load_state_dict({name: torch.tensor(value.numpy()) for name, value in mine.state_dict().items()})
    x = numbers(2, arguments[0][0], 7, 7, dtype="float32")
    same(mine(tg.tensor(x)), theirs(torch.tensor(x)))
    again = tg.nn.Conv2d(*arguments[0], **arguments[1])
    again.load_state_dict(theirs.state_dict())
    same(again(tg.tensor(x)), theirs(torch.tensor(x)))


def test_the_image_may_change_before_the_walk_backwards():
    x, weight = tg.tensor(numbers(1, 1, 4, 4)), tg.tensor(numbers(1, 1, 1, 1), requires_grad=True)
    y, wanted = tg.nn.functional.conv2d(x, weight), x.sum()  # windows of one pixel, which could be a view of the image
    x.add_(1)
    y.sum().backward()
    same(weight.grad.reshape(()), wanted.numpy())


@pytest.mark.parametrize(
    ("shape", "options", "error", "message"),
    [
        ((2, 3, 9), {}, RuntimeError, r"has 2 channels, but the weight of shape \(4, 3, 3, 3\) with groups=1 takes 3"),
        ((2, 9, 9, 3), {}, RuntimeError, "Images are .batch, channels, height, width."),
        ((2, 75), {}, RuntimeError, r"got shape \(2, 75\). Flat images need their shape back"),
        ((2, 3, 2, 9), {}, RuntimeError, "a window 3 pixels high does not fit into an image 2 pixels high"),
        ((2, 3, 9, 9), {"dilation": (1, 5)}, RuntimeError, "a window 11 pixels wide does not fit"),
        ((2, 3, 9, 9), {"stride": 0}, ValueError, "stride must be at least 1, got 0"),
        ((2, 3, 9, 9), {"stride": (1, 2, 3)}, TypeError, "stride must be an int, or a pair of ints"),
        ((2, 3, 9, 9), {"padding": -1}, ValueError, "padding must be at least 0"),
        ((2, 3, 9, 9), {"padding": "full"}, ValueError, "padding must be numbers, 'valid' or 'same', got 'full'"),
        ((2, 3, 9, 9), {"padding": "same", "stride": 2}, RuntimeError, "padding='same' needs stride 1"),
        ((2, 3, 9, 9), {"groups": 3}, ValueError, "groups must divide the 4 output channels, got 3"),
        ((2, 3, 9, 9), {"bias": tg.zeros(3)}, RuntimeError, r"bias must have shape \(4,\)"),
    ],
)
def test_errors(shape, options, error, message):
    with pytest.raises(error, match=message):
        tg.nn.functional.conv2d(tg.zeros(shape), tg.zeros(4, 3, 3, 3), **options)


def test_errors_of_dtype_and_layer():
    with pytest.raises(RuntimeError, match=r"the input is float64, the weight float32.*x.to\(weight.dtype\)"):
        tg.nn.Conv2d(1, 1, 1)(tg.zeros(1, 1, 3, 3, dtype=tg.float64))
    with pytest.raises(RuntimeError, match=r"needs a floating point tensor, got uint8. Convert it first"):
        tg.nn.Conv2d(1, 1, 1)(tg.zeros(1, 1, 3, 3, dtype=tg.uint8))
    with pytest.raises(RuntimeError, match="weight must be"):
        tg.nn.functional.conv2d(tg.zeros(1, 1, 3, 3), tg.zeros(3, 3))
    with pytest.raises(ValueError, match="groups=2 must divide both 3 and 4 channels"):
        tg.nn.Conv2d(3, 4, 1, groups=2)
    with pytest.raises(NotImplementedError, match="padding_mode='reflect' is not supported"):
        tg.nn.Conv2d(3, 4, 1, padding_mode="reflect")
