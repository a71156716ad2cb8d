"""Operands on two devices: every operation that takes several refuses them, in either order, by its own name."""

import inspect

import numpy as np
import pytest

import tinygrad_lite as tg
from tests.devices.both import PLACE
from tinygrad_lite.backend import DeviceError

F = tg.nn.functional
MATRIX, VECTOR = tg.ones(3, 3), tg.ones(3)
BINARY, PLACES = tg.ones(3, 3) > 0, tg.tensor([[0], [1], [2]])
STACK, IMAGE = tg.ones(2, 3, 3), tg.ones(1, 1, 3, 3)
CLASSES = tg.tensor([0, 1, 2])
TWO = {  # operations of two operands that are called with a matrix each
    name: (MATRIX, MATRIX)
    for name in (
        "add", "sub", "mul", "div", "pow", "floor_divide", "remainder", "maximum", "minimum", "matmul", "mm",
        "eq", "ne", "lt", "le", "gt", "ge", "isclose", "allclose", "equal",
    )
}  # fmt: skip
OPERANDS = TWO | {
    **{f"bitwise_{name}": (BINARY, BINARY) for name in ("and", "or", "xor")},
    **{f"logical_{name}": (BINARY, BINARY) for name in ("and", "or")},
    "mv": (MATRIX, VECTOR), "dot": (VECTOR, VECTOR), "outer": (VECTOR, VECTOR), "bmm": (STACK, STACK),
    "gather": (MATRIX, PLACES), "masked_fill": (MATRIX, BINARY), "where": (BINARY, MATRIX), "clamp": (MATRIX, VECTOR),
    "cat": (MATRIX, MATRIX), "stack": (MATRIX, MATRIX), "einsum": (MATRIX, MATRIX),
}  # fmt: skip
CALLED = {  # those that take their operands in another way
    "gather": lambda x, y: tg.gather(x, 1, y),
    "masked_fill": lambda x, y: tg.masked_fill(x, y, 0.0),
    "where": lambda x, y: tg.where(x, y, 0.0),
    "clamp": lambda x, y: tg.clamp(x, y, y),
    "cat": lambda x, y: tg.cat([x, y]),
    "stack": lambda x, y: tg.stack([x, y]),
    "einsum": lambda x, y: tg.einsum("ij,jk->ik", x, y),
}
NO_OTHERS = {"arange", "linspace", "select", "clip", "max", "min"}  # no second tensor, or another under a second name


def refused(name, function, *given):
    """The error names the operation, both devices, and the line that brings the operands together."""
    for there in range(len(given)):
        moved = [x.to(PLACE) if i == there else x for i, x in enumerate(given)]
        with pytest.raises(DeviceError) as caught:
            function(*moved)
        text = str(caught.value)
        assert text.startswith(f"{name}: all operands must lie on one device, got shapes "), text
        for i, x in enumerate(given):
            assert f"{x.shape} on {PLACE if i == there else 'cpu'}" in text, text
        assert text.endswith(f'Move them: x.to("{PLACE}").'), text


@pytest.mark.parametrize("name", OPERANDS)
def test_functions(name):
    refused(name, CALLED.get(name, getattr(tg, name)), *OPERANDS[name])


def test_no_function_is_forgotten():
    several = {
        "other",
        "exponent",
        "mat2",
        "vec",
        "vec2",
        "mask",
        "indices",
        "index",
        "tensors",
        "operands",
        "min",
    }
    found = {
        name
        for name, function in vars(tg).items()
        if inspect.isfunction(function) and several & set(inspect.signature(function).parameters)
    } | {"dot"}  # whose second tensor is called tensor
    assert found - NO_OTHERS == set(OPERANDS) - NO_OTHERS


@pytest.mark.parametrize("name", ["add_", "sub_", "mul_", "div_", "addcmul_", "addcdiv_", "lerp_"])
def test_changes_in_place(name):
    given = {"addcmul_": (MATRIX,), "addcdiv_": (MATRIX,), "lerp_": (0.5,)}.get(name, ())
    change = getattr(tg.Tensor, name)
    if name.startswith("addc"):  # of the operands, the first two meet first
        refused(name, lambda x, y: change(MATRIX.clone(), x, y), MATRIX, MATRIX)
    else:
        refused(name, lambda x, y: change(x.clone(), y, *given), MATRIX, MATRIX)


LOSSES = {
    "MSELoss": (F.mse_loss, MATRIX), "L1Loss": (F.l1_loss, MATRIX), "HuberLoss": (F.huber_loss, MATRIX),
    "SmoothL1Loss": (F.smooth_l1_loss, MATRIX), "KLDivLoss": (F.kl_div, MATRIX),
    "BCELoss": (F.binary_cross_entropy, MATRIX), "BCEWithLogitsLoss": (F.binary_cross_entropy_with_logits, MATRIX),
    "CrossEntropyLoss": (F.cross_entropy, CLASSES), "NLLLoss": (F.nll_loss, CLASSES),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:kl_div")
@pytest.mark.parametrize("name", LOSSES)
def test_losses(name):
    refused(name, LOSSES[name][0], MATRIX, LOSSES[name][1])


def test_layers():
    refused("linear", F.linear, MATRIX, MATRIX)
    refused("conv2d", F.conv2d, IMAGE, IMAGE)
    refused("embedding", F.embedding, CLASSES, MATRIX)
    refused("layer_norm", lambda x, w: F.layer_norm(x, (3,), w), MATRIX, VECTOR)
    refused("batch_norm", lambda x, w: F.batch_norm(x, tg.zeros_like(x[0]), tg.ones_like(x[0]), w), MATRIX, VECTOR)


def test_indices_that_lie_elsewhere():
    """On the CPU they may; the array may not."""
    there, mask = CLASSES.to(PLACE), BINARY.to(PLACE)
    for index in (there, mask, (0, there), (slice(None), there)):
        shape = (index if isinstance(index, tg.Tensor) else index[1]).shape
        for name, use in (
            ("index", lambda x, index=index: x[index]),
            (r"x[...] = y", lambda x, index=index: x.__setitem__(index, 0.0)),
            (r"x[...] = y", lambda x, index=index: x.__setitem__(index, tg.tensor(0.0, device=PLACE))),
        ):
            x = tg.ones(3, 3)
            with pytest.raises(DeviceError) as caught:
                use(x)
            text = str(caught.value)
            assert text.startswith(f"{name}: all operands must lie on one device"), text
            assert f"{shape} on {PLACE}" in text
            assert " on cpu" in text
            assert (x == 1).all()


def test_a_single_number_on_the_device_beside_an_array_of_the_cpu():
    """As in PyTorch: a single number may lie on the CPU, and only there; what is written into a tensor, anywhere."""
    one, host = tg.tensor(2.0, device=PLACE), tg.ones(3)
    for name, use in (("add", lambda: host + one), ("mul", lambda: one * host), ("mul_", lambda: host.mul_(one)),
                      ("where", lambda: tg.where(host > 0, one, 0.0)), ("eq", lambda: host == one)):  # fmt: skip
        with pytest.raises(DeviceError, match=rf"^{name}: all operands .*\(3,\) on cpu.*") as caught:
            use()
        assert f"() on {PLACE}" in str(caught.value)
    host[0] = one
    there = tg.ones(3, device=PLACE)
    there[0] = host[0]
    square = tg.ones(2, 2)
    assert (host.tolist(), there.tolist()) == ([2, 1, 1], [2, 1, 1])
    assert host.clone().fill_(one).tolist() == [2, 2, 2]
    assert square.fill_diagonal_(one).tolist() == [[2, 1], [1, 2]]
    assert (one + host[0]).device == (host[0] + one).device == one.device


# ------------------------------------------------------------------------------------- operations of one's own
def own(forward, backward=lambda ctx, grad: grad, mixes=False):
    """A new operation."""
    parts = {"forward": staticmethod(forward), "backward": staticmethod(backward), "mixes": mixes}
    return type("Mine", (tg.autograd.Function,), parts)


@pytest.mark.parametrize("made", [lambda x: np.ones(x.shape), lambda x: 1.0, lambda x: np.float32(1)])
def test_a_result_on_the_cpu(made):
    x = tg.ones(3, device=PLACE, requires_grad=True)
    with pytest.raises(DeviceError) as caught:
        own(lambda ctx, x: made(x)).apply(x)
    text = str(caught.value)
    assert text.startswith(f"Mine.forward: its result lies on cpu, its input, of shape (3,), on {PLACE}.")
    assert "np.ones_like(x)" in text
    assert own(lambda ctx, x: made(x)).apply(x.detach().cpu()).device.type == "cpu"
    assert own(lambda ctx, x: made(x), mixes=True).apply(x).device.type == "cpu"
    assert own(lambda ctx, x: np.ones_like(x) * x).apply(x).device == x.device


def test_numbers_asked_for_on_the_cpu_in_forward():
    with pytest.raises(DeviceError, match=rf"^Mine\.forward: these numbers lie on {PLACE};.*np\.exp\(x\)"):
        own(lambda ctx, x: np.asarray(x) * 2).apply(tg.ones(3, device=PLACE))


def test_operands_of_an_operation_of_ones_own():
    refused("Mine", own(lambda ctx, x, y: x + y).apply, VECTOR, VECTOR)
    refused("Mine", own(lambda ctx, x, y: np.ones(3)).apply, VECTOR, VECTOR)
    scale = tg.tensor(2.0)
    assert own(lambda ctx, x, y: x * y).apply(VECTOR.to(PLACE), scale).tolist() == [2, 2, 2]


@pytest.mark.parametrize("deep", [False, True])
def test_a_gradient_on_the_cpu(deep):
    """Also in the middle of a graph, where the operation before would meet it."""
    x = tg.ones(3, device=PLACE, requires_grad=True)
    wrong = own(lambda ctx, x: x * 2, lambda ctx, grad: np.full(grad.shape, 2.0, np.float32))
    y = wrong.apply(x * 3 if deep else x).sum()
    with pytest.raises(DeviceError) as caught:
        y.backward()
    text = str(caught.value)
    assert text.startswith(f"Mine.backward: a gradient lies on cpu, its input, of shape (3,), on {PLACE}.")
    assert "np.zeros_like(grad_output)" in text
    assert x.grad is None


def test_right_gradients_go_through():
    x, scale = tg.ones(3, device=PLACE, requires_grad=True), tg.tensor(2.0, requires_grad=True)
    mine = own(lambda ctx, x, y: x * y, lambda ctx, grad: (grad * 2, (grad * 1).sum()))
    mine.apply(x, scale).sum().backward()
    assert (x.grad.tolist(), x.grad.device) == ([2, 2, 2], x.device)
    assert (scale.grad.item(), scale.grad.device.type) == (3, "cpu")
