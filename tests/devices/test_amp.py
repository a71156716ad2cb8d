"""Mixed precision on a device: computed in fewer bits indeed, as in PyTorch; and the scaler waits once a step."""

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.engine.against_torch import numbers
from tinygrad_lite.devices import DeviceArray

F = tg.nn.functional
PRECISIONS = pytest.mark.parametrize("precision", ["float16", "bfloat16"])
DIGITS = {"float16": 2**-11, "bfloat16": 2**-8}  # one rounding, as a share of the number


def models(batch_norm=False):
    def made(nn):
        norm = [nn.BatchNorm2d(4)] if batch_norm else []
        return nn.Sequential(
            nn.Conv2d(1, 4, 3), *norm, nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 2), nn.Tanh(), nn.Flatten(),
            nn.Linear(24, 16), nn.LayerNorm(16), nn.GELU(), nn.Linear(16, 3),
        )  # fmt: skip

    torch.manual_seed(0)
    theirs, ours = made(torch.nn), made(tg.nn)
    ours.load_state_dict({name: value.numpy() for name, value in theirs.state_dict().items()})
    return ours.to("torch"), theirs


@pytest.fixture
def waits(monkeypatch):
    """How often Python waited for numbers of the device."""
    seen = []
    for name in ("__bool__", "__float__", "item", "numpy", "tolist"):
        before = getattr(DeviceArray, name)

        def counted(self, before=before, name=name):
            seen.append(name)
            return before(self)

        monkeypatch.setattr(DeviceArray, name, counted)
    return seen


# ------------------------------------------------------------------------------------------------- autocast
@PRECISIONS
def test_a_network_as_in_pytorch(precision):
    ours, theirs = models()
    x, y = numbers(16, 1, 8, 8, dtype="float32"), np.arange(16) % 3
    with tg.amp.autocast("torch", dtype=precision):
        logits = ours(tg.tensor(x, device="torch"))
        loss = F.cross_entropy(logits, tg.tensor(y, device="torch"))
    with torch.amp.autocast("cpu", dtype=getattr(torch, precision)):
        wanted_logits = theirs(torch.tensor(x))
        wanted = torch.nn.functional.cross_entropy(wanted_logits, torch.tensor(y))
    assert logits.dtype == (tg.float16 if precision == "float16" else tg.float32)
    assert loss.dtype == tg.float32
    close = {"rtol": 8 * DIGITS[precision], "atol": 8 * DIGITS[precision]}
    np.testing.assert_allclose(logits.detach().cpu().float().numpy(), wanted_logits.detach().float().numpy(), **close)
    assert loss.item() == pytest.approx(wanted.item(), rel=8 * DIGITS[precision])
    (loss * 1024).backward()
    (wanted * 1024).backward()
    for (name, p), q in zip(ours.named_parameters(), theirs.parameters(), strict=True):
        assert p.grad.dtype == tg.float32
        scale = abs(q.grad.numpy()).max()
        np.testing.assert_allclose(
            p.grad.cpu().numpy(), q.grad.numpy(), atol=16 * DIGITS[precision] * scale, err_msg=name
        )


def test_half_precision_flows_up_to_what_needs_more():
    """What comes out of each operation has the dtype that it has in PyTorch on a GPU."""
    x = tg.tensor(numbers(4, 6, dtype="float32"), device="torch")
    w = tg.tensor(numbers(5, 6, dtype="float32", seed=1), device="torch")
    with tg.amp.autocast("torch"):
        h = F.linear(x, w)
        kept = (h, h.relu(), h.tanh(), F.gelu(h), h + h, h.reshape(2, 10), h[1:], h @ w, tg.cat([h, h]), h.max(), -h)
        full = (h.exp(), h.log(), h.softmax(1), F.log_softmax(h, 1), h.sum(), h**2, h.norm(), F.layer_norm(h, (5,)))
        loss = (F.mse_loss(h, h), F.cross_entropy(h, tg.tensor([0, 1, 2, 3], device="torch")))
        wider = (h + x[:, :5], x * x, h * w[:4, :5])
    assert [y.dtype for y in kept] == [tg.float16] * len(kept)
    assert [y.dtype for y in (*full, *loss, *wider)] == [tg.float32] * (len(full) + len(loss) + len(wider))
    assert F.linear(x, w).dtype == tg.float32


@PRECISIONS
def test_products_are_computed_in_it(precision):
    """Not rounded before and after: the operation itself gets numbers of 16 bits."""
    seen = []

    class Watch(tg.autograd.Observer):
        def forward(self, operation, inputs):
            seen.append([v.array.tensor.dtype for v in inputs if isinstance(v, tg.Tensor)])
            return super().forward(operation, inputs)

        def backward(self, operation, grad_output):
            seen.append([grad_output.tensor.dtype])
            return super().backward(operation, grad_output)

    x = tg.tensor(numbers(3, 4, dtype="float32"), device="torch", requires_grad=True)
    with Watch(), tg.amp.autocast("torch", dtype=precision):
        y = x @ x.T
    kind = getattr(torch, precision)
    assert [kind, kind] in seen
    wanted = torch.tensor(x.detach().cpu().numpy()).to(kind)
    np.testing.assert_array_equal(y.detach().cpu().float().numpy(), (wanted @ wanted.T).float().numpy())
    seen.clear()
    with Watch():
        y.sum().backward()
    assert [kind] in seen
    assert x.grad.dtype == tg.float32


@PRECISIONS
def test_overflow_and_underflow_are_real(precision):
    x = tg.tensor([[300.0]], device="torch")
    tiny = tg.tensor([[1e-9]], device="torch", requires_grad=True)
    with tg.amp.autocast("torch", dtype=precision):
        assert np.isinf((x @ x).item()) == (precision == "float16")
        small = tiny @ tg.ones(1, 1, device="torch")
    assert (small.item() == 0) == (precision == "float16")
    (small.float() * 1e-9).sum().backward()
    assert (tiny.grad.item() == 0) == (precision == "float16")


def test_each_device_has_its_own():
    on_cpu, there = tg.tensor([[1.001]]), tg.tensor([[1.001]], device="torch")
    exact = (on_cpu @ on_cpu).item()
    with tg.amp.autocast("torch", dtype="bfloat16"):
        assert (on_cpu @ on_cpu).item() == exact
        assert (there @ there).item() == 1.0
        with tg.amp.autocast("cpu"):
            assert (on_cpu @ on_cpu).item() == (there @ there).item() == 1.0
        with tg.amp.autocast("torch", enabled=False):
            assert (there @ there).item() == pytest.approx(exact)
    assert (there @ there).item() == pytest.approx(exact)
    with tg.amp.autocast("torch"):  # float16, as on a GPU
        assert (there @ there).dtype == tg.float16
        assert (there.double() @ there.double()).dtype == tg.float64


def test_dtypes_are_mixed_for_a_device_inside_autocast_alone():
    half, image = tg.zeros(1, 1, 4, 4, dtype=tg.float16, device="torch"), tg.nn.Conv2d(1, 1, 2).to("torch")
    with tg.amp.autocast("torch"):
        assert image(half).dtype == tg.float16
        assert tg.nn.BatchNorm2d(1).to("torch")(half).dtype == tg.float32
    with pytest.raises(RuntimeError, match="the input is float16, the weight float32"):
        image(half)
    with tg.amp.autocast("torch", enabled=False), pytest.raises(RuntimeError, match="the input is float16"):
        image(half)


EINSUMS = (
    "ij,jk->ik", "ij,jk->", "ij,jk,k->i", "ij,ij->", "ij,ij->i",
    "ij,ij->ij", "i,j->ij", "ij->ji", "ij->i", "ii->", "ij,kl->i",
)  # fmt: skip


@PRECISIONS
@pytest.mark.parametrize("device", ["torch", "cpu"])
@pytest.mark.parametrize("equation", EINSUMS)
def test_einsum_is_lowered_where_pytorch_lowers_it(equation, device, precision):
    """Where products are added up: values, gradients and, where there are tensors of it, the dtype."""
    terms = equation.partition("->")[0].split(",")
    given = [numbers(*([4] * len(term)), dtype="float32", seed=i) for i, term in enumerate(terms)]
    found = []
    for lib, there in ((tg, device), (torch, "cpu")):
        operands = [lib.tensor(array, device=there).requires_grad_() for array in given]
        with lib.amp.autocast(there, dtype=getattr(lib, precision)):
            result = lib.einsum(equation, *operands)
        (result.float() * 2).sum().backward()
        values = [result, *[x.grad for x in operands]]
        found.append((result.dtype, [np.array(value.detach().cpu().float().numpy()) for value in values]))
    (dtype, ours), (wanted_dtype, wanted) = found
    if (device, precision) == ("torch", "float16"):
        assert str(dtype) == str(wanted_dtype).removeprefix("torch.")
    exact = wanted_dtype == torch.float32
    for mine, theirs in zip(ours, wanted, strict=True):
        np.testing.assert_allclose(mine, theirs, atol=(1e-5 if exact else 4 * DIGITS[precision]) * abs(theirs).max())
    assert (abs(ours[0] - np.einsum(equation, *given)).max() < 1e-5) == exact


def test_bfloat16_is_a_name_for_autocast_and_no_dtype_of_tensors():
    x = tg.ones(2, 2, device="torch") * 1.001
    for name in (tg.bfloat16, "bfloat16", torch.bfloat16):
        with tg.amp.autocast("torch", dtype=name):
            assert (x @ x)[0, 0].item() == 2.0
        for use in (lambda name=name: x.to(name), lambda name=name: tg.zeros(2, dtype=name)):
            with pytest.raises(TypeError, match=r"no tensors of bfloat16 here.*autocast\(\.\.\., tg\.bfloat16\)"):
                use()


def test_what_is_recurrent_goes_on_in_full_precision():
    lstm, lower = tg.nn.LSTM(3, 4, batch_first=True).to("torch"), tg.nn.Linear(3, 3).to("torch")
    with tg.amp.autocast("torch"):
        output, _ = lstm(lower(tg.ones(2, 5, 3, device="torch")))
    assert output.dtype == tg.float32
    output.sum().backward()
    assert lower.weight.grad.dtype == tg.float32


LOSSES = {
    "cross_entropy": lambda f, lib, h: f.cross_entropy(h, lib.tensor([0, 1, 2, 3])),
    "with weights": lambda f, lib, h: f.cross_entropy(h, lib.tensor([0, 1, 2, 3]), weight=lib.tensor([1.0, 2, 3, 4])),
    "nll_loss": lambda f, lib, h: f.nll_loss(f.log_softmax(h, 1), lib.tensor([0, 1, 2, 3])),
    "bce": lambda f, lib, h: f.binary_cross_entropy_with_logits(
        h, lib.ones(4, 4), pos_weight=lib.tensor([1.0, 2, 3, 4])
    ),
    "mse_loss": lambda f, lib, h: f.mse_loss(h, lib.ones(4, 4)),
    "l1_loss": lambda f, lib, h: f.l1_loss(h, lib.ones(4, 4)),
    "smooth_l1_loss": lambda f, lib, h: f.smooth_l1_loss(h, lib.ones(4, 4)),
    "kl_div": lambda f, lib, h: f.kl_div(f.log_softmax(h, 1), lib.ones(4, 4) / 4, reduction="batchmean"),
    "by hand": lambda f, lib, h: ((f.dropout(h, 0.0) - h.mean(1, keepdim=True)) ** 2).sum() / h.norm(),
    "product of products": lambda f, lib, h: (
        (h @ h.T).tanh().var() + f.silu(h.reshape(2, 2, 4) @ h.T).logsumexp(0).sum()
    ),
}


@PRECISIONS
@pytest.mark.parametrize("name", LOSSES)
def test_losses_and_their_gradients_as_in_pytorch(name, precision):
    x, w = numbers(4, 5, dtype="float32"), numbers(4, 5, dtype="float32", seed=1)
    found = []
    for lib, there in ((tg, "torch"), (torch, "cpu")):
        a, b = (lib.tensor(array, device=there).requires_grad_() for array in (x, w))
        with tg.device("torch"), lib.amp.autocast(there, dtype=getattr(lib, precision)):
            loss = LOSSES[name](lib.nn.functional, lib, lib.nn.functional.linear(a, b))
        (loss.float() * 16).backward()
        found.append([np.array(value.detach().cpu().float().numpy()) for value in (loss, a.grad, b.grad)])
    for mine, wanted in zip(*found):
        np.testing.assert_allclose(mine, wanted, atol=12 * DIGITS[precision] * abs(wanted).max())


# ------------------------------------------------------------------------------------------------- the scaler
def scaled_training(lib, device, gradients, interval):
    """The scale, the weight and the tracker after each step; a step's loss is gradient · weight."""
    w, v = (lib.ones(2, device=device).requires_grad_() for _ in range(2))
    optimizer = lib.optim.SGD([w, v], lr=0.01)
    scaler = lib.amp.GradScaler("torch" if lib is tg else "cpu", init_scale=2.0**120, growth_interval=interval)
    seen = []
    for i, gradient in enumerate(gradients):
        optimizer.zero_grad()
        times = lib.tensor([gradient, 1e-3], device=device)
        scaler.scale((w * times + v).sum()).backward()
        if i % 2:
            scaler.unscale_(optimizer)
        scaler.step(optimizer)
        scaler.update(3.0 if i == 17 else None)
        seen.append((scaler.get_scale(), w.tolist(), v.tolist(), scaler.state_dict()["_growth_tracker"]))
    return seen, scaler.state_dict()


@pytest.mark.parametrize("interval", [1, 3])
def test_the_scale_is_pytorchs_step_by_step(interval):
    chances = {"p": [0.5, 0.35, 0.1, 0.05]}
    gradients = np.random.default_rng(0).choice([1.0, 1e-3, float("inf"), float("nan")], 40, **chances).tolist()
    mine, theirs = (scaled_training(*side, gradients, interval) for side in ((tg, "torch"), (torch, "cpu")))
    assert mine[1] == theirs[1]
    for step, (ours, reference) in enumerate(zip(mine[0], theirs[0], strict=True)):
        assert (ours[0], ours[3]) == (reference[0], reference[3]), step
        np.testing.assert_allclose(ours[1], reference[1], rtol=1e-6)
        np.testing.assert_allclose(ours[2], reference[2], rtol=1e-6)


def test_one_wait_a_step(waits):
    model = tg.nn.Sequential(tg.nn.Linear(3, 4), tg.nn.ReLU(), tg.nn.Linear(4, 1)).to("torch")
    optimizer, scaler = tg.optim.SGD(model.parameters(), lr=0.1), tg.amp.GradScaler("torch")
    scaler.scale(model(tg.ones(2, 3, device="torch")).sum()).backward()
    waits.clear()
    scaler.unscale_(optimizer)
    assert waits == []
    scaler.step(optimizer)
    assert len(waits) == 1
    scaler.update()
    assert len(waits) == 1


def test_parameters_on_two_devices():
    """A wait for each; one infinite gradient anywhere leaves the step out."""
    for infinite in (None, 0, 1):
        parts = [tg.ones(1, requires_grad=True), tg.ones(1, device="torch", requires_grad=True)]
        optimizer, scaler = tg.optim.SGD(parts, lr=1.0), tg.amp.GradScaler("torch", init_scale=2.0)
        for i, part in enumerate(parts):
            scaler.scale((part * (float("inf") if i == infinite else 0.5)).sum()).backward()
        scaler.step(optimizer)
        scaler.update()
        assert [part.item() for part in parts] == ([0.5, 0.5] if infinite is None else [1.0, 1.0])
        assert scaler.get_scale() == (2.0 if infinite is None else 1.0)


def test_a_loss_of_float16_is_scaled_in_float32():
    """The first scale, 65536, is more than float16 can hold."""
    x = tg.ones(1, dtype=tg.float16, device="torch")
    scaled = tg.amp.GradScaler("torch").scale(x)
    assert (scaled.dtype, scaled.item()) == (tg.float32, 65536.0)


@pytest.mark.parametrize("device", ["cpu", "torch"])
def test_parameters_of_float16_are_refused(device):
    w = tg.ones(1, dtype=tg.float16, device=device).requires_grad_()
    scaler = tg.amp.GradScaler(device)
    scaler.scale((w * 2).sum()).backward()
    with pytest.raises(ValueError, match="Leave the model in float32"):
        scaler.unscale_(tg.optim.SGD([w], lr=0.1))


@pytest.mark.parametrize("scaled", [False, True])
def test_a_training_that_needs_the_scale(scaled):
    """With gradients of about 1e-8 nothing is learned in float16, unless the loss is scaled."""
    tg.manual_seed(0)
    layer = tg.nn.Linear(8, 1).to("torch")
    x = tg.randn(64, 8, device="torch")
    y = x.sum(1, keepdim=True)
    optimizer, scaler = tg.optim.SGD(layer.parameters(), lr=3e6), tg.amp.GradScaler("torch", 2.0**20, enabled=scaled)
    losses = []
    for _ in range(30):
        optimizer.zero_grad()
        with tg.amp.autocast("torch"):
            loss = F.mse_loss(layer(x), y) * 1e-7
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        losses.append(loss.item())
    assert (losses[-1] < 0.05 * losses[0]) == scaled
