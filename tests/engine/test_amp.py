"""Mixed precision: bfloat16 as PyTorch's autocast, float16 by its numbers, the scaler step by step as PyTorch's."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

import tinygrad_lite as tg
from tests.engine.against_torch import numbers
from tests.on_device import DEVICE
from tinygrad_lite import amp


@given(st.lists(st.floats(width=32), min_size=1, max_size=20))
def test_rounding_is_pytorchs(values):
    x = np.array(values, np.float32)
    for rounding, dtype in ((amp.to_float16, torch.float16), (amp.to_bfloat16, torch.bfloat16)):
        wanted = torch.tensor(x).to(dtype).float().numpy()
        np.testing.assert_array_equal(rounding(x), wanted)
        assert rounding(x).dtype == np.float32


def models():
    torch.manual_seed(0)
    theirs = torch.nn.Sequential(
        torch.nn.Conv2d(1, 4, 3), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(144, 16), torch.nn.Tanh(),
        torch.nn.Linear(16, 3),
    )  # fmt: skip
    ours = tg.nn.Sequential(
        tg.nn.Conv2d(1, 4, 3), tg.nn.ReLU(), tg.nn.Flatten(), tg.nn.Linear(144, 16), tg.nn.Tanh(), tg.nn.Linear(16, 3)
    )
    ours.load_state_dict({name: value.numpy() for name, value in theirs.state_dict().items()})
    return ours, theirs


def test_bfloat16_as_torch_amp():
    ours, theirs = models()
    x, y = numbers(16, 1, 8, 8, dtype="float32"), np.arange(16) % 3
    with tg.amp.autocast(DEVICE.type):
        logits = ours(tg.tensor(x))
        loss = tg.nn.functional.cross_entropy(logits, tg.tensor(y))
    with torch.amp.autocast("cpu"):
        wanted_logits = theirs(torch.tensor(x))
        wanted = torch.nn.functional.cross_entropy(wanted_logits, torch.tensor(y))
    loss.backward()
    wanted.backward()
    # bfloat16 has 8 bits: one rounding differs by up to 2^-8 of a number
    np.testing.assert_allclose(logits.detach().numpy(), wanted_logits.detach().float().numpy(), rtol=2**-6, atol=2**-7)
    assert loss.item() == pytest.approx(wanted.item(), rel=2**-8)
    for (name, p), q in zip(ours.named_parameters(), theirs.parameters(), strict=True):
        assert p.grad.dtype == tg.float32
        scale = abs(q.grad.numpy()).max()
        np.testing.assert_allclose(p.grad.numpy(), q.grad.numpy(), atol=0.03 * scale, err_msg=name)
    full = tg.nn.functional.cross_entropy(ours(tg.tensor(x)), tg.tensor(y))
    assert full.item() != loss.item()


@pytest.mark.parametrize("precision", ["bfloat16", "float16"])
def test_a_product_is_one_of_rounded_numbers(precision):
    x, w = (
        tg.tensor(numbers(4, 5, dtype="float32"), requires_grad=True),
        tg.tensor(numbers(3, 5, dtype="float32", seed=1)),
    )
    with tg.amp.autocast(DEVICE.type, dtype=precision):
        y = tg.nn.functional.linear(x, w)
    y.sum().backward()
    dtype = getattr(torch, precision)
    a, b = torch.tensor(x.detach().numpy(), requires_grad=True), torch.tensor(w.numpy())
    wanted = (a.to(dtype).float() @ b.to(dtype).float().T).to(dtype).float()
    wanted.sum().backward()
    np.testing.assert_array_equal(y.detach().numpy(), wanted.detach().numpy())
    np.testing.assert_allclose(x.grad.numpy(), a.grad.to(dtype).float().numpy(), rtol=2**-9)


@pytest.mark.host("rounded as on the CPU; a device computes in fewer bits: tests/devices/test_amp.py")
def test_where_it_holds():
    x = tg.tensor([[1.001]])
    exact = (x @ x).item()

    @tg.amp.autocast(DEVICE.type)
    def product():
        return (x @ x).item()

    assert product() == 1.0
    with tg.amp.autocast(DEVICE.type):
        assert (x @ x).item() == 1.0
        assert (x * x).item() == exact  # only products of matrices
        with tg.amp.autocast(DEVICE.type, enabled=False):
            assert (x @ x).item() == exact
        with tg.amp.autocast(DEVICE.type, dtype=tg.float16):
            assert (x @ x).item() not in (1.0, exact)
        assert (x @ x).item() == 1.0
        assert (tg.tensor([[1.001]], dtype=tg.float64) @ tg.ones(1, 1, dtype=tg.float64)).item() == 1.001
    with tg.amp.autocast(DEVICE.type, enabled=False):
        assert (x @ x).item() == exact
    assert (x @ x).item() == exact
    with tg.amp.autocast(DEVICE.type, dtype="float16"):
        assert (tg.tensor([[300.0]]) @ tg.tensor([[300.0]])).item() == float("inf")
    with pytest.raises(ValueError, match="'bfloat16' or 'float16', got"):
        tg.amp.autocast(DEVICE.type, dtype=tg.float64)
    with pytest.raises(RuntimeError, match="'cuda' is not available"):
        tg.amp.autocast("cuda")
    with pytest.raises(NotImplementedError, match="cache_enabled"):
        tg.amp.autocast(DEVICE.type, cache_enabled=True)


def scaled_training(lib, gradients, interval):
    """The scale, the weight and the tracker after each step; a step's loss is gradient · weight."""
    w = lib.ones(2, requires_grad=True)
    optimizer = lib.optim.SGD([w], lr=0.01)
    scaler = lib.amp.GradScaler(
        "cpu", init_scale=2.0**120, growth_interval=interval, growth_factor=4.0, backoff_factor=0.25
    )
    seen = []
    for i, gradient in enumerate(gradients):
        optimizer.zero_grad()
        scaler.scale((w * lib.tensor([gradient, 1e-3])).sum()).backward()
        if i % 2:
            scaler.unscale_(optimizer)
        scaler.step(optimizer)
        scaler.update(3.0 if i == 17 else None)
        seen.append((scaler.get_scale(), w.tolist(), scaler.state_dict()["_growth_tracker"]))
        if i == 20:
            state, scaler = scaler.state_dict(), lib.amp.GradScaler("cpu")
            scaler.load_state_dict(state)
    return seen, scaler.state_dict()


@pytest.mark.parametrize("interval", [1, 3])
def test_the_scale_is_pytorchs_step_by_step(interval):
    gradients = (
        np.random.default_rng(0).choice([1.0, 1e-3, float("inf"), float("nan")], 40, p=[0.5, 0.35, 0.1, 0.05]).tolist()
    )
    mine, theirs = (scaled_training(lib, gradients, interval) for lib in (tg, torch))
    assert mine[1] == theirs[1]
    for step, (ours, reference) in enumerate(zip(mine[0], theirs[0], strict=True)):
        assert (ours[0], ours[2]) == (reference[0], reference[2]), step
        np.testing.assert_allclose(ours[1], reference[1], rtol=1e-6)


def test_states_go_both_ways():
    scaler = tg.amp.GradScaler("cpu", init_scale=8.0)
    theirs = torch.amp.GradScaler("cpu")
    theirs.load_state_dict(scaler.state_dict())
    assert theirs.state_dict() == scaler.state_dict()
    other = tg.amp.GradScaler("cpu")
    other.load_state_dict(theirs.state_dict())
    assert other.get_scale() == 8.0


def test_wrong_order():
    w = tg.ones(1, requires_grad=True)
    optimizer, scaler = tg.optim.SGD([w], lr=0.1), tg.amp.GradScaler("cpu")
    with pytest.raises(AssertionError, match=r"call step\(\) before update"):
        scaler.update()
    scaler.scale([(w * 1).sum()])[0].backward()
    scaler.unscale_(optimizer)
    assert w.grad.item() == 1.0
    with pytest.raises(RuntimeError, match="was called already for this optimizer"):
        scaler.unscale_(optimizer)
    scaler.step(optimizer)
    with pytest.raises(RuntimeError, match="was called already for this optimizer"):
        scaler.step(optimizer)
    with pytest.raises(RuntimeError, match=r"comes before step\(\)"):
        scaler.unscale_(optimizer)
    with pytest.raises(RuntimeError, match="closure"):
        scaler.step(optimizer, closure=lambda: None)
    scaler.update()
    for wrong in ({"growth_factor": 1.0}, {"backoff_factor": 1.0}):
        with pytest.raises(ValueError, match="growth_factor must be greater than 1"):
            tg.amp.GradScaler("cpu", **wrong)
    with pytest.raises(ValueError, match="takes a tensor"):
        scaler.scale(3)
    off = tg.amp.GradScaler("cpu", enabled=False)
    assert off.scale(w) is w
    assert (off.get_scale(), off.state_dict(), off.is_enabled()) == (1.0, {}, False)
    with pytest.raises(RuntimeError, match="not enabled"):
        scaler.load_state_dict({})


@pytest.mark.host("rounded as on the CPU; a device computes in fewer bits: tests/devices/test_amp.py")
@pytest.mark.parametrize("scaled", [False, True])
def test_float16_needs_the_scale(scaled):
    """Gradients of about 1e-8 vanish in float16, unless the loss is scaled."""
    tg.manual_seed(0)
    layer = tg.nn.Linear(8, 8)
    scaler = tg.amp.GradScaler("cpu", enabled=scaled)
    with tg.amp.autocast(DEVICE.type, dtype="float16"):
        loss = (layer(tg.ones(4, 8)) * 1e-9).sum()
    scaler.scale(loss).backward()
    optimizer = tg.optim.SGD(layer.parameters(), lr=1.0)
    scaler.unscale_(optimizer)
    found = layer.weight.grad.numpy()
    np.testing.assert_allclose(found, 4e-9 if scaled else 0.0, rtol=1e-2)


@pytest.mark.host("rounded as on the CPU; a device computes in fewer bits: tests/devices/test_amp.py")
def test_dtypes_of_autocast():
    import torch

    x = tg.tensor([[1.001]])
    for dtype in (None, "bfloat16", torch.bfloat16):
        with tg.amp.autocast(DEVICE.type, dtype=dtype):
            assert (x @ x).item() == 1.0
    for dtype in ("float16", tg.float16, np.float16, torch.float16):
        with tg.amp.autocast(DEVICE.type, dtype=dtype):
            assert (x @ x).item() == 1.001953125
    for dtype in (torch.float32, "single", 3):
        with pytest.raises(ValueError, match="autocast: dtype must be 'bfloat16' or 'float16', got"):
            tg.amp.autocast(DEVICE.type, dtype=dtype)


@pytest.mark.parametrize("scale", [0, -1, float("nan"), float("inf")])
def test_scales_that_are_none(scale):
    with pytest.raises(ValueError, match="GradScaler: init_scale must be a positive number, got"):
        tg.amp.GradScaler("cpu", init_scale=scale)


@pytest.mark.parametrize("lib", [tg, torch])
def test_a_loss_that_was_not_scaled(lib):
    """Its gradients would be divided by the scale all the same: a step 65536 times too small, without a word."""
    weight = lib.ones(2, requires_grad=True)
    optimizer, scaler = lib.optim.SGD([weight], lr=1.0), lib.amp.GradScaler("cpu")
    weight.sum().backward()
    for call in (scaler.step, scaler.unscale_):
        with pytest.raises(AssertionError, match="scale"):
            call(optimizer)
    assert weight.grad.tolist() == [1.0, 1.0]
    scaler.scale(weight.sum())
    optimizer.zero_grad()
    with pytest.raises(AssertionError, match=r"No inf checks|no parameter of this optimizer has a gradient"):
        scaler.step(optimizer)
    assert weight.tolist() == [1.0, 1.0]


@pytest.mark.parametrize("lib", [tg, torch])
def test_factors_can_be_read_and_set(lib):
    scaler = lib.amp.GradScaler("cpu")
    assert (scaler.get_growth_factor(), scaler.get_backoff_factor(), scaler.get_growth_interval()) == (2.0, 0.5, 2000)
    scaler.set_growth_factor(3.0)
    scaler.set_backoff_factor(0.25)
    scaler.set_growth_interval(5)
    state = scaler.state_dict()
    assert (state["growth_factor"], state["backoff_factor"], state["growth_interval"]) == (3.0, 0.25, 5)
