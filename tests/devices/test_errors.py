"""What is said where devices are mixed or numbers lie elsewhere: both devices, their shapes, and the line to write."""

import copy
import pickle

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite.devices import indexing
from tinygrad_lite.devices.numbers import translated

F = tg.nn.functional
HOST, THERE = tg.ones(2, 3), tg.ones(2, 3, device="torch")
SQUARE, VECTOR = tg.ones(3, 3), tg.ones(3)
CLASSES, PLACES = tg.tensor([0, 2]), tg.tensor([[0], [1]])


def image(device):
    return tg.ones(1, 3, 4, 4, device=device)


MIXED = {  # a name, what is done, and the shapes and devices it names
    "add": (lambda: HOST + THERE, "(2, 3) on cpu and (2, 3) on torch"),
    "sub": (lambda: THERE - VECTOR, "(2, 3) on torch and (3,) on cpu"),
    "mul": (lambda: THERE.detach().requires_grad_() * HOST, "(2, 3) on torch and (2, 3) on cpu"),
    "div": (lambda: HOST / THERE, "(2, 3) on cpu and (2, 3) on torch"),
    "pow": (lambda: HOST**THERE, "(2, 3) on cpu and (2, 3) on torch"),
    "matmul": (lambda: THERE @ SQUARE, "(2, 3) on torch and (3, 3) on cpu"),
    "maximum": (lambda: tg.maximum(HOST, THERE), "(2, 3) on cpu and (2, 3) on torch"),
    "where": (lambda: tg.where(HOST > 0, THERE, 0.0), "(2, 3) on cpu and (2, 3) on torch"),
    "cat": (lambda: tg.cat([HOST, THERE]), "(2, 3) on cpu and (2, 3) on torch"),
    "stack": (lambda: tg.stack([THERE, HOST]), "(2, 3) on torch and (2, 3) on cpu"),
    "einsum": (lambda: tg.einsum("ij,jk->ik", THERE, SQUARE), "(2, 3) on torch and (3, 3) on cpu"),
    "lt": (lambda: HOST < THERE, "(2, 3) on cpu and (2, 3) on torch"),
    "eq": (lambda: THERE == HOST, "(2, 3) on torch and (2, 3) on cpu"),
    "isclose": (lambda: tg.isclose(THERE, HOST), "(2, 3) on torch and (2, 3) on cpu"),
    "allclose": (lambda: tg.allclose(HOST, THERE), "(2, 3) on cpu and (2, 3) on torch"),
    "equal": (lambda: tg.equal(HOST, THERE), "(2, 3) on cpu and (2, 3) on torch"),
    "gather": (lambda: THERE.gather(1, PLACES), "(2, 3) on torch and (2, 1) on cpu"),
    "add_": (lambda: THERE.clone().add_(HOST), "(2, 3) on torch and (2, 3) on cpu"),
    "mul_": (lambda: HOST.clone().mul_(THERE), "(2, 3) on cpu and (2, 3) on torch"),
    "addcmul_": (lambda: THERE.clone().addcmul_(HOST, THERE), "(2, 3) on cpu and (2, 3) on torch"),
    "lerp_": (lambda: HOST.clone().lerp_(THERE, 0.5), "(2, 3) on torch and (2, 3) on cpu"),
    "linear": (lambda: tg.nn.Linear(3, 4)(THERE), "(2, 3) on torch and (4,) on cpu"),
    "embedding": (lambda: F.embedding(CLASSES // 2, THERE), "(2,) on cpu and (2, 3) on torch"),
    "conv2d": (lambda: tg.nn.Conv2d(3, 2, 2)(image("torch")), "(1, 3, 4, 4) on torch and (2,) on cpu"),
    "layer_norm": (lambda: tg.nn.LayerNorm(3)(THERE), "(2, 3) on torch and (3,) on cpu"),
    "batch_norm": (lambda: tg.nn.BatchNorm2d(3)(image("torch")), "(1, 3, 4, 4) on torch and (3,) on cpu"),
    "LSTM": (lambda: tg.nn.LSTM(3, 2)(THERE.reshape(2, 1, 3)), "(1, 2) on torch and (8,) on cpu"),
    "MSELoss": (lambda: F.mse_loss(HOST, THERE), "(2, 3) on cpu and (2, 3) on torch"),
    "CrossEntropyLoss": (lambda: F.cross_entropy(THERE, CLASSES.detach()), "(2, 3) on torch and (2,) on cpu"),
    "cross_entropy": (
        lambda: F.cross_entropy(THERE, CLASSES.to("torch"), VECTOR),
        "(2, 3) on torch and (3,) on cpu",
    ),
}


@pytest.mark.parametrize("name", MIXED)
def test_mixed_devices(name):
    function, shapes = MIXED[name]
    with pytest.raises(RuntimeError) as caught:
        function()
    text = str(caught.value)
    assert isinstance(caught.value, tg.place.DeviceError)
    assert text.startswith(f"{name}: all operands must lie on one device, got shapes {shapes}"), text
    assert text.endswith('Move them: x.to("torch").')


def test_single_numbers_may_lie_anywhere():
    """A tensor of one number and no dimensions on the CPU, beside tensors elsewhere, as in PyTorch."""
    for number in (2.0, 3, True, np.float32(2), tg.tensor(2.0)):
        for compute in (lambda x, n: x * n, lambda x, n: n + x, lambda x, n: x / n, lambda x, n: x > n):
            assert compute(THERE, number).device == THERE.device
            assert compute(THERE, number).tolist() == compute(HOST, number).tolist()
    x, scale = tg.ones(3, device="torch", requires_grad=True), tg.tensor(2.0, requires_grad=True)
    (x * scale * scale).sum().backward()
    assert (x.grad.device, scale.grad.device) == (x.device, scale.device)
    assert (x.grad.tolist(), scale.grad.item()) == ([4, 4, 4], 12)
    assert (tg.where(THERE > 0, scale, 0.0) + THERE).sum().item() == 18


def test_places_may_lie_on_the_cpu():
    x = tg.arange(6.0, device="torch").reshape(2, 3).requires_grad_()
    for index in (tg.tensor([1, 0]), [1, 0], np.array([1, 0]), tg.tensor([True, False]), tg.tensor(1)):
        chosen = x[index]
        assert chosen.tolist() == x.detach().cpu()[index].tolist()
        assert chosen.device == x.device
        x.grad = None
        chosen.sum().backward()
        assert x.grad.device == x.device
    there = tg.tensor([1, 0], device="torch")
    assert x[there].tolist() == x[[1, 0]].tolist()
    with pytest.raises(RuntimeError, match=r"index: .*\(2, 3\) on cpu and \(2,\) on torch"):
        HOST[there]


@pytest.mark.parametrize("there", ["torch", "cpu"])
def test_places_that_do_not_exist_are_found_before_the_device_is_asked(there, monkeypatch):
    """A GPU would notice later, somewhere else, and do nothing more for this process."""
    x, places = tg.zeros(2, 3, device="torch"), tg.tensor([0, 3], device=there)
    asked = []
    monkeypatch.setattr(indexing, "gathered", lambda *args: asked.append("read"))
    monkeypatch.setattr(indexing, "put_into", lambda *args: asked.append("written"))
    for index, dim, size in [
        ((0, places), 0, 3),
        (places, 0, 2),
        ((..., places, None), 1, 3),
        ((places, places), 0, 2),
    ]:
        for use in (lambda index=index: x[index], lambda index=index: x.__setitem__(index, 1.0)):
            with pytest.raises(IndexError, match=f"place 3 does not exist in dimension {dim}, of size {size}"):
                use()
    assert not asked


def test_pytorchs_errors_become_numpys():
    """By what they say; what leaves a GPU unusable stays as it is."""
    for text, kind in {
        "\"addmm_cuda\" not implemented for 'Long'": TypeError,
        "expand(CUDABoolType{[2, 3]}, size=[3]): the number of sizes provided (1) must be greater": ValueError,
        "Expected all tensors to be on the same device, but found at least two devices": tg.place.DeviceError,
        "CUDA error: device-side assert triggered": RuntimeError,
    }.items():
        assert type(translated(RuntimeError(text))) is kind
    assert "x.float()" in str(translated(RuntimeError("\"dot\" not implemented for 'Int'")))


def test_what_is_written_into_a_tensor():
    x = tg.zeros(2, 3, device="torch")
    x[0] = VECTOR  # as in PyTorch, slices take numbers from anywhere,
    x[1:].copy_(VECTOR * 2)
    assert x.tolist() == [[1, 1, 1], [2, 2, 2]]
    with pytest.raises(RuntimeError, match=r"x\[\.\.\.\] = y: .*\(2, 3\) on torch and \(1, 3\) on cpu"):
        x[tg.tensor([1])] = VECTOR.reshape(1, 3)  # and places that are named one by one do not


def test_numbers_for_numpy():
    with pytest.raises(
        TypeError, match=r"^numpy: this tensor lies on torch; copy it to the CPU first: x\.cpu\(\)\.num"
    ):
        THERE.numpy()
    with pytest.raises(TypeError, match=r"x\.cpu\(\)\.numpy\(\)"):
        np.asarray(THERE)
    assert (THERE.cpu().numpy() == 1).all()
    with pytest.raises(RuntimeError, match=r"requires a gradient.*x\.detach\(\)\.cpu\(\)\.numpy\(\)"):
        tg.ones(2, device="torch", requires_grad=True).numpy()
    with pytest.raises(RuntimeError, match=r"requires a gradient.*x\.detach\(\)\.numpy\(\)"):
        tg.ones(2, requires_grad=True).numpy()


def test_lists_of_tensors_on_a_device():
    """Of single numbers, as in PyTorch: they are fetched; of others, the error says what to do."""
    x = tg.tensor([1.5, 2.0], device="torch")
    for lib, a in ((tg, x), (torch, torch.tensor([1.5, 2.0], device="cpu"))):
        made = lib.tensor([[a[0], 3.0], (a[1], a[:1])])
        assert (made.tolist(), made.device.type) == ([[1.5, 3.0], [2.0, 1.5]], "cpu")
    assert tg.as_tensor([x[0], x[1]], device="torch").device.type == "torch"
    assert tg.tensor([x[0], x[1].long()], dtype=tg.int64).tolist() == [1, 2]
    with pytest.raises(TypeError, match=r"^tensor: a list of tensors on torch, one of shape \(2,\).*tg\.stack\(list\)"):
        tg.tensor([x, x])
    with pytest.raises(ValueError, match="the rows differ in length"):
        tg.tensor([[1.0], [1.0, 2.0]])


def test_what_is_assigned_to_a_tensor():
    p = tg.nn.Parameter(tg.ones(2))
    for name in ("grad", "data"):
        with pytest.raises(RuntimeError, match=rf"x\.{name} = \.\.\.: the .* lies? on torch, the tensor on cpu\. Move"):
            setattr(p, name, tg.ones(2, device="torch"))
    with pytest.raises(RuntimeError, match=r"backward: the gradient lies on cpu, the tensor on torch\. Move it: gradi"):
        tg.ones(2, device="torch", requires_grad=True).backward(tg.ones(2))


# -------------------------------------------------------------------------------------------------- what works
def test_moving():
    x = tg.tensor([1.0, 2.0], requires_grad=True)
    y = x.to("torch", tg.float64)
    assert (y.device.type, y.dtype, y.is_leaf, x.to("cpu") is x) == ("torch", tg.float64, False, True)
    (y * y).sum().backward()
    assert (x.grad.device.type, x.grad.dtype, x.grad.tolist()) == ("cpu", tg.float32, [2, 4])
    back = x.to(THERE).cpu()
    assert (back.device.type, x.to("torch").to("torch", copy=True).device.type) == ("cpu", "torch")
    back.sum().backward()
    assert x.grad.tolist() == [3, 5]
    assert x.to("torch", non_blocking=True).tolist() == [1, 2]
    assert not x.is_cuda


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_without_a_gpu():
    for move in (HOST.cuda, tg.nn.Linear(2, 2).cuda, lambda: HOST.to("cuda:1"), lambda: tg.zeros(2, device="cuda")):
        with pytest.raises(tg.place.DeviceError, match=r"'cuda(:1)?' is not available here: PyTorch finds no GPU"):
            move()


def test_printed_as_pytorch_prints_another_device():
    x = tg.tensor([1.0, 2.0], device="torch")
    assert repr(x) == "tensor([1., 2.], device='torch')"
    assert repr(x.double()) == "tensor([1., 2.], device='torch', dtype=float64)"
    assert repr(x.double().requires_grad_()) == "tensor([1., 2.], device='torch', dtype=float64, requires_grad=True)"
    assert repr(tg.zeros(0, 2, device="torch")) == "tensor([], device='torch', size=(0, 2))"
    assert repr(tg.nn.Parameter(x)) == ("Parameter containing:\ntensor([1., 2.], device='torch', requires_grad=True)")
    for shape, dtype in (((2, 3), "float32"), ((), "int64"), ((0,), "float64")):
        wanted = repr(torch.empty(shape, dtype=getattr(torch, dtype), device="meta")).replace("torch.", "")
        assert repr(tg.zeros(shape, dtype=dtype, device="meta")) == wanted


def test_a_model_moves_as_it_is():
    model = tg.nn.Sequential(tg.nn.Linear(3, 2), tg.nn.BatchNorm1d(2))
    model(HOST).sum().backward()
    parameters, buffers = list(model.parameters()), list(model.buffers())
    assert model.to("torch") is model
    for before, now in zip([*parameters, *buffers], [*model.parameters(), *model.buffers()], strict=True):
        assert before is now
        assert now.device.type == "torch"
    assert all(p.grad.device.type == "torch" for p in parameters)
    assert model[1].num_batches_tracked.dtype == tg.int64
    assert (model(THERE).device.type, model.cpu()(HOST).device.type) == ("torch", "cpu")
    assert model.to("torch").state_dict()["0.weight"].device.type == "torch"
    for copied in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert {p.device.type for p in copied.parameters()} == {"torch"}
        assert (copied(THERE) == model(THERE)).all()


def test_state_of_an_optimizer_that_lies_elsewhere():
    """As in PyTorch: what was kept for parameters before they were moved is an error; loading it brings it there."""
    model = tg.nn.Linear(3, 2)
    optimizer = tg.optim.Adam(model.parameters())
    for device, x in (("cpu", HOST), ("torch", THERE), ("cpu", HOST)):
        if model.weight.device.type != device:
            model.to(device)
            optimizer.zero_grad()
            model(x).sum().backward()
            with pytest.raises(
                tg.place.DeviceError, match=r"state\[p\]\['exp_avg'\] lies on .*, its parameter on .*\. M"
            ):
                optimizer.step()
            optimizer.load_state_dict(optimizer.state_dict())
        optimizer.zero_grad()
        model(x).sum().backward()
        optimizer.step()
        assert {state["exp_avg"].device.type for state in optimizer.state.values()} == {device}
        assert {state["step"].device.type for state in optimizer.state.values()} == {"cpu"}
    assert {state["step"].item() for state in optimizer.state.values()} == {3}


def test_without_state_nothing_need_be_moved():
    model = tg.nn.Linear(3, 2)
    optimizer = tg.optim.SGD(model.parameters(), lr=0.1)
    for device, x in (("cpu", HOST), ("torch", THERE)):
        model.to(device)
        optimizer.zero_grad()
        before = model.weight.detach().cpu().clone()
        model(x).sum().backward()
        optimizer.step()
        assert (model.weight.cpu() != before).all()


def test_parameters_on_two_devices_in_one_optimizer():
    weights = [tg.ones(3, device=device, requires_grad=True) for device in ("cpu", "torch")]
    for optimizer in (tg.optim.Adam(weights, lr=0.1), tg.optim.SGD(weights, lr=0.1, momentum=0.9)):
        for w in weights:
            w.grad = tg.full((3,), 2.0, device=w.device)
        assert tg.nn.utils.clip_grad_norm_(weights, 1.0).item() == pytest.approx(24**0.5)
        optimizer.step()
        assert weights[0].tolist() == pytest.approx(weights[1].tolist())
        assert [w.device.type for w in weights] == ["cpu", "torch"]


def test_the_default_device():
    with tg.device("torch"):
        made = [tg.tensor([1.0]), tg.zeros(2), tg.ones(2), tg.full((2,), 3), tg.arange(3), tg.linspace(0, 1, 3),
                tg.eye(2), tg.rand(2), tg.randn(2), tg.randint(3, (2,)), tg.randperm(3), tg.nn.Linear(2, 2).weight,
                tg.nn.BatchNorm1d(2).running_mean, tg.nn.Parameter([1.0]), tg.as_tensor([1])]  # fmt: skip
        assert {x.device.type for x in made} == {"torch"}
        assert tg.from_numpy(np.ones(2)).device.type == "cpu"
        assert tg.zeros_like(HOST).device.type == tg.zeros(2, device="cpu").device.type == "cpu"
    assert tg.zeros(1).device.type == "cpu"
    assert tg.rand_like(THERE).device.type == tg.full_like(THERE, 2).device.type == "torch"


def test_gradcheck_and_hooks_there():
    x = tg.tensor([0.5, -2.0], dtype=tg.float64, device="torch", requires_grad=True)
    assert tg.autograd.gradcheck(lambda x: (x.sigmoid() * x).sum(), x)
    assert not tg.autograd.gradcheck(lambda x: Wrong.apply(x), x, raise_exception=False)
    seen = []
    handle = x.register_hook(lambda grad: seen.append(grad.device.type) or grad * 10)
    (y,) = tg.autograd.grad((x * 3).sum(), x)
    assert (seen, y.tolist(), handle.remove()) == (["torch"], [30, 30], None)


class Wrong(tg.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * 3


def test_a_change_in_place_is_noticed():
    x = tg.ones(3, device="torch", requires_grad=True)
    y = x * 2
    z = (y * y).sum()
    with tg.no_grad():
        y[0:1].add_(1)  # a view of what the product keeps
    with pytest.raises(RuntimeError, match="changed in place before backward"):
        z.backward()
    kept, other = tg.ones(3, device="torch"), tg.ones(3, device="torch")
    z = (x * kept).sum()
    for _ in range(50):  # memory that comes and goes is not mistaken for that which is kept
        other.clone().add_(1)
        tg.zeros(0, device="torch").add_(1)
    z.backward()
    assert x.grad.tolist() == [1, 1, 1]
