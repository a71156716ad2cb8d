"""What a user sees of a tensor: making, printing, converting, changing in place."""

import copy
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.engine.against_torch import same


@pytest.mark.parametrize(
    "data",
    [1, 1.0, True, [], [1, 2], [1.5, 2], [[True, False]], [[1.0], [2.0]], np.ones(2), np.ones(2, "float16")],
    ids=str,
)
def test_from_data(data):
    same(tg.tensor(data), torch.tensor(data))
    same(tg.tensor(data, dtype=tg.float64), torch.tensor(data, dtype=torch.float64))


@pytest.mark.filterwarnings("ignore:Creating a tensor from a list")
@pytest.mark.parametrize(
    "make",
    [
        lambda lib: [np.float64(3)],
        lambda lib: (1.0, np.float64(3)),
        lambda lib: [[True, 2], [3.0, np.float64(3)]],
        lambda lib: [np.float16(3), 1],
        lambda lib: [np.float16(3), 1.0],
        lambda lib: [np.int64(3), 1.0],
        lambda lib: [np.ones(2), np.ones(2, "float32")],
        lambda lib: [np.ones(2, "int32"), np.ones(2, "float16")],
        lambda lib: [lib.tensor(1.0, dtype=lib.float64), 2.0],
        lambda lib: [[lib.tensor(1.0)], [2]],
        lambda lib: [lib.tensor(1, dtype=lib.int32)],
    ],
)
def test_numbers_in_lists_keep_their_dtype(make):
    same(tg.tensor(make(tg)), torch.tensor(make(torch)))


@pytest.mark.parametrize(
    "make",
    [
        lambda lib: lib.zeros(2, 3),
        lambda lib: lib.zeros((2, 3), dtype=lib.int64),
        lambda lib: lib.ones([2]),
        lambda lib: lib.ones(0),
        lambda lib: lib.full((2,), 3),
        lambda lib: lib.full((2,), 3.0),
        lambda lib: lib.full((), True),
        lambda lib: lib.arange(5),
        lambda lib: lib.arange(2.5),
        lambda lib: lib.arange(1, 10, 3),
        lambda lib: lib.arange(1, 2, 0.25),
        lambda lib: lib.arange(5, 0, -2),
        lambda lib: lib.linspace(0, 1, 5),
        lambda lib: lib.linspace(0, 1, 5, dtype=lib.float64),
        lambda lib: lib.eye(3),
        lambda lib: lib.eye(2, 3),
        lambda lib: lib.zeros_like(lib.tensor([1, 2])),
        lambda lib: lib.ones_like(lib.tensor([1.0])),
        lambda lib: lib.full_like(lib.tensor([1.0]), 7),
        lambda lib: lib.ones(2, requires_grad=True) * 2,
        lambda lib: lib.from_numpy(np.arange(3)),
        lambda lib: lib.as_tensor([1, 2]),
    ],
)
def test_creation(make):
    same(make(tg), make(torch))


def test_random_numbers():
    tg.manual_seed(3)
    first = [tg.rand(1000), tg.randn(2, 500), tg.randint(-2, 3, (1000,)), tg.randperm(10), tg.rand_like(tg.ones(3))]
    tg.manual_seed(3)
    second = [tg.rand(1000), tg.randn(2, 500), tg.randint(-2, 3, (1000,)), tg.randperm(10), tg.rand_like(tg.ones(3))]
    for a, b in zip(first, second, strict=True):
        assert a.tolist() == b.tolist()
    uniform, normal, integers, order, _ = first
    assert (uniform.dtype, normal.dtype, integers.dtype) == (tg.float32, tg.float32, tg.int64)
    assert 0 <= uniform.min().item() < 0.02 < 0.98 < uniform.max().item() < 1
    assert abs(normal.mean().item()) < 0.15
    assert abs((normal**2).mean().item() - 1) < 0.2
    assert set(integers.tolist()) == {-2, -1, 0, 1, 2}
    assert sorted(order.tolist()) == list(range(10))
    generator = tg.Generator().manual_seed(5)
    state = generator.get_state()
    drawn = tg.randn(3, generator=generator, dtype=tg.float64)
    assert tg.randn(3, generator=generator.set_state(state), dtype=tg.float64).tolist() == drawn.tolist()
    assert generator.initial_seed() == 5
    assert tg.Generator().seed() != tg.Generator().seed()
    assert tg.randint(3, (2,)).shape == (2,)


@pytest.mark.host("there, the device is printed as well: tests/devices")
@pytest.mark.parametrize(
    "array",
    [
        np.array(3.0, "f"),
        np.array([1.0, 2.0], "f"),
        np.array([1.5, -22.25], "f"),
        np.array([1e-5, 1.0], "f"),
        np.array([1e9, 1.0], "f"),
        np.array([np.nan, np.inf, 1.0], "f"),
        np.array([np.nan, -np.inf, 1.5], "f"),
        np.array([[1, -20], [300, 4]]),
        np.array([True, False]),
        np.zeros((2, 0), "f"),
        np.zeros(0, "f"),
        np.arange(6.0).reshape(1, 2, 3),
        np.arange(2000.0, dtype="f"),
        np.arange(3000).reshape(100, 30),
    ],
    ids=str,
)
def test_printed_as_pytorch(array):
    # PyTorch names dtypes torch.float64, and folds long rows into lines by a rule of its own
    wanted = repr(torch.tensor(array)).replace("torch.", "")
    assert repr(tg.tensor(array)).split() == wanted.split()


@pytest.mark.host("there, the device is printed as well: tests/devices")
def test_printed_graph():
    x = tg.tensor([1.0, 2.0], requires_grad=True)
    assert repr(x) == "tensor([1., 2.], requires_grad=True)"
    assert repr(x + 0) == "tensor([1., 2.], grad_fn=<AddBackward>)"
    assert f"{x.sum():.2f}" == "3.00"
    assert repr(tg.nn.Parameter([1.0])) == "Parameter containing:\ntensor([1.], requires_grad=True)"


@pytest.mark.host("memory shared with NumPy")
def test_arrays_are_shared():
    x = tg.tensor([[1.0, 2.0, 3.0]])
    assert x.numpy() is x.array
    assert np.asarray(x) is x.array


def test_converting():
    x = tg.tensor([[1.0, 2.0, 3.0]])
    assert np.asarray(x, dtype=np.float64).dtype == np.float64
    assert (x.size(), x.size(1), x.numel(), x.ndim, x.dim(), len(x)) == ((1, 3), 3, 3, 2, 2, 1)
    assert [row.tolist() for row in x] == [[1, 2, 3]]
    assert (float(x[0, 1]), int(x[0, 2]), bool(x[0, 0])) == (2.0, 3, True)
    assert [10, 20, 30][tg.tensor(1)] == 20
    assert x.device == tg.get_default_device()
    assert x.to(x.device) is x
    assert x.to(tg.float64).dtype == x.double().dtype == tg.float64
    assert x.to(tg.ones(1, dtype=tg.int64)).dtype == tg.int64
    assert x.data.array is x.array
    assert x.T.contiguous().is_contiguous()
    assert not x.detach().clone().array.base
    with pytest.raises(RuntimeError, match="device: 'gpu' is not known"):
        x.to("gpu")
    with pytest.raises(RuntimeError, match=r"item: needs exactly one element, this tensor has shape \(1, 3\)"):
        x.item()
    with pytest.raises(RuntimeError, match="truth of a tensor of shape"):
        bool(x)
    with pytest.raises(TypeError, match="0-d tensor has no length"):
        len(x[0, 0])
    with pytest.raises(RuntimeError, match=r"requires a gradient.*x\.detach\(\).*numpy\(\)"):
        tg.ones(2, requires_grad=True).numpy()
    assert (tg.ones(2, requires_grad=True) * 2).numpy(force=True).tolist() == [2.0, 2.0]
    with pytest.raises(RuntimeError, match="only floating point tensors have gradients, this one is int64"):
        tg.tensor([1, 2], requires_grad=True)
    with pytest.raises(RuntimeError, match=r"x\.detach\(\)"):
        (tg.ones(2, requires_grad=True) * 2).requires_grad = False


def test_wrong_data():
    with pytest.raises(ValueError, match="the rows differ in length"):
        tg.tensor([[1, 2], [3]])
    with pytest.raises(TypeError, match="needs numbers or nested lists of numbers, got str"):
        tg.tensor("text")
    with pytest.raises(TypeError, match="dtype: 'words' is not supported"):
        tg.zeros(2, dtype="words")
    with pytest.raises(TypeError, match="from_numpy: needs a NumPy array, got list"):
        tg.from_numpy([1])
    with pytest.raises(TypeError, match="layout"):
        tg.zeros(2, layout=None)
    with pytest.raises(RuntimeError, match="arange: cannot count from 0 to 3"):
        tg.arange(0, 3, -1)
    with pytest.raises(ValueError, match="randint: needs low < high"):
        tg.randint(3, 3, (2,))


@pytest.mark.parametrize(
    "other", [np.zeros(2), torch.zeros(2), torch.float64, torch.device("cpu"), [1.0], 3, {"a": 1}, tg.nn.Linear(2, 1)]
)
def test_to_says_what_it_takes(other):
    """An array, say, which is neither a dtype nor a tensor; it was called a dtype that is not supported."""
    for owner in (tg.ones(2), tg.nn.Linear(2, 1)):
        with pytest.raises(
            TypeError, match=r"^to: takes a dtype such as tg.float64, a device or a tensor, got "
        ) as said:
            owner.to(other)
        assert ("Make a tensor of it" in str(said.value)) == hasattr(other, "shape")


def test_in_place():
    x = tg.ones(3)
    alias = x
    x += 1
    x *= tg.tensor([1.0, 2.0, 3.0])
    x -= 1
    x /= 2
    assert alias is x
    assert x.tolist() == [0.5, 1.5, 2.5]
    assert x.add_(1, alpha=2).sub_(tg.ones(3), alpha=2).mul_(2).div_(2).tolist() == [0.5, 1.5, 2.5]
    assert x.fill_(4).tolist() == [4, 4, 4]
    assert x.copy_(tg.tensor([1, 2, 3])).tolist() == [1, 2, 3]
    assert x.zero_().tolist() == [0, 0, 0]
    assert x.dtype == tg.float32
    assert 2 <= tg.zeros(9).uniform_(2, 3).min().item() <= tg.zeros(9).normal_(90, 1).max().item()
    with pytest.raises(RuntimeError, match=r"int64 tensor cannot hold the result"):
        tg.tensor([1, 2]).add_(0.5)
    with pytest.raises(RuntimeError, match="add_: cannot combine shapes"):
        x.add_(tg.ones(2))


def test_in_place_and_the_graph():
    w = tg.ones(2, requires_grad=True)
    with pytest.raises(RuntimeError, match=r"add_: this leaf requires a gradient.*with tg\.no_grad\(\)"):
        w += 1
    with pytest.raises(RuntimeError, match="mul_: this tensor is part of a recorded graph"):
        (w * 2).mul_(3)
    with pytest.raises(RuntimeError, match="add_: the operand requires a gradient"):
        tg.ones(2).add_(w)
    with tg.no_grad():
        w -= 0.5
    assert w.tolist() == [0.5, 0.5]
    total = tg.zeros(2)
    for _ in range(3):
        total += w * w  # not in place: the sum stays in the graph
    total.sum().backward()
    assert w.grad.tolist() == [3, 3]


def test_copies():
    x = tg.tensor([1.0, 2.0], requires_grad=True)
    for again in (copy.deepcopy(x), pickle.loads(pickle.dumps(x))):
        assert again.tolist() == [1, 2]
        assert again.requires_grad
        assert again.array is not x.array
    assert {x: 1}[x] == 1


@pytest.mark.filterwarnings("ignore:backward hook")
@pytest.mark.parametrize("kind", ["tensor", "parameter"])
def test_what_copies_keep_of_gradients_and_hooks(kind):
    """A copy of a model does not go on adding to the gradients of the model, nor call its hooks."""
    found = []
    for lib in (torch, tg):
        x = lib.ones(2, requires_grad=True) if kind == "tensor" else lib.nn.Parameter(lib.ones(2))
        (x * x).sum().backward()
        handle = x.register_hook(lambda grad: grad * 10)
        copies = [copy.deepcopy(x), copy.copy(x), pickle.loads(pickle.dumps(x))]
        for again in copies:
            (again * 3).sum().backward()
        handle.remove()
        assert [type(again) for again in copies] == [type(x)] * 3
        found.append([again.grad.tolist() for again in copies])
    assert found[0] == found[1]


def test_deep_copies_keep_what_belongs_together():
    layer = tg.nn.Linear(2, 1)
    optimizer = tg.optim.Adam(layer.parameters())
    layer(tg.ones(1, 2)).sum().backward()
    optimizer.step()
    again, its_optimizer = copy.deepcopy((layer, optimizer))
    assert its_optimizer.param_groups[0]["params"][0] is again.weight
    assert list(its_optimizer.state) == list(again.parameters())


HEAVY = {
    "asyncio",
    "concurrent",
    "email",
    "http",
    "multiprocessing",
    "socket",
    "ssl",
    "subprocess",
    "tempfile",
    "unittest",
}


def test_import_is_light():
    """Nothing but NumPy and small parts of Python is loaded. (How long that takes: benchmarks/.)"""
    code = "import sys, numpy; before = set(sys.modules); import tinygrad_lite; print(*set(sys.modules) - before)"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(Path(tg.__file__).parents[1])!r}); {code}"]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    names = {name.partition(".")[0] for name in loaded}
    assert names - set(sys.stdlib_module_names) == {"tinygrad_lite"}
    assert not names & HEAVY
    assert not [name for name in loaded if name.startswith(("tinygrad_lite.course", "tinygrad_lite.training"))]


def test_random_numbers_can_be_repeated():
    tg.manual_seed(3)
    assert tg.initial_seed() == 3
    tg.rand(2)
    here = tg.get_default_device()
    state = tg.get_rng_state(here)
    first = tg.rand(3).tolist(), tg.randint_like(tg.zeros(2, 2), 5).tolist()
    tg.set_rng_state(state, here)
    assert (tg.rand(3).tolist(), tg.randint_like(tg.zeros(2, 2), 5).tolist()) == first
    drawn = tg.randint_like(tg.zeros(50, dtype=tg.int32), 3, 5)
    assert (drawn.shape, drawn.dtype, set(drawn.tolist())) == ((50,), tg.int32, {3, 4})


# ------------------------------------------------------------------------------- sizes, membership, big numbers
def test_size_of_a_dimension():
    x = tg.ones(2, 3)
    assert (x.size(0), x.size(-1), x.size(dim=1)) == (2, 3, 3)
    with pytest.raises(IndexError, match="size: there is no dimension 5 in a 2-d tensor"):
        x.size(5)
    with pytest.raises(TypeError, match="size: dim must be an int"):
        x.size(1.0)


def test_in():
    for lib in (tg, torch):
        x = lib.tensor([[1, 2], [3, 4]])
        assert [value in x for value in (2, 5, 2.0, True, lib.tensor(4), lib.tensor([1, 2]))] == [
            True, False, True, True, True, True,
        ]  # fmt: skip
        assert 2 in lib.tensor(2)
        for value in ("a", None, [1, 2]):
            with pytest.raises((TypeError, RuntimeError)):
                _ = value in x


@pytest.mark.parametrize("data", [2**63, [2**63], [[1, 2**64]], -(2**63) - 1, 2**70])
def test_integers_beyond_int64_are_refused(data):
    with pytest.raises((ValueError, TypeError), match=r"^tensor: "):
        tg.tensor(data)
    with pytest.raises(ValueError, match="Overflow"):
        torch.tensor(data)
    assert tg.tensor(2**63 - 1).item() == 2**63 - 1


@pytest.mark.parametrize(
    ("data", "dtype"), [(300, "int8"), ([1, -1], "uint8"), (2**63, "int64"), (float("nan"), "int64")]
)
def test_numbers_that_a_dtype_cannot_hold(data, dtype):
    with pytest.raises(ValueError, match=rf"^tensor: .* {dtype}"):
        tg.tensor(data, dtype=getattr(tg, dtype))


def test_sizes_by_name_and_bounds_left_out():
    assert tg.zeros(size=(2, 3)).shape == tg.ones(size=[2, 3]).shape == tg.rand(size=(2, 3)).shape == (2, 3)
    assert tg.randn(size=()).shape == ()
    assert tg.ones(4).reshape(shape=(2, 2)).view(size=(4,)).shape == (4,)
    assert tg.ones(2, 1).expand(size=(2, 3)).shape == (2, 3)
    assert [part.tolist() for part in tg.arange(3).split(split_size=2)] == [[0, 1], [2]]
    assert tg.arange(end=3).tolist() == torch.arange(end=3).tolist()
    for drawn in (tg.randint(3, size=(50,)), tg.randint(high=3, size=(50,)), tg.randint(3, (50,))):
        assert drawn.shape == (50,)
        assert {0, 1, 2} == set(drawn.tolist())
    assert tg.randperm(3, dtype=tg.float32).dtype == tg.float32
    with pytest.raises(RuntimeError, match="randperm: 299 does not fit into uint8"):
        tg.randperm(300, dtype=tg.uint8)
    for name in ("zeros", "ones", "rand", "randn"):
        with pytest.raises(TypeError, match=f"{name}: the sizes are missing"):
            getattr(tg, name)()


def test_what_is_not_to_be_had_says_so():
    """A tensor of bfloat16, and the same bits read as other numbers; neither is a matter of what the numbers are."""
    with pytest.raises(TypeError, match="no tensors of bfloat16"):
        tg.tensor([1.5, -2.0], dtype=tg.bfloat16)
    with pytest.raises(NotImplementedError, match="view: dtype"):
        tg.ones(2).view(tg.int32)
    x = tg.tensor([1.0], requires_grad=True)
    assert tg.autograd.grad((x * 2).sum(), x, only_inputs=True)[0].tolist() == [2.0]
    with pytest.raises(NotImplementedError, match="grad: only_inputs=False"):
        tg.autograd.grad((x * 2).sum(), x, only_inputs=False)


def test_copy_names_its_argument_as_pytorch():
    same(tg.zeros(2).copy_(other=tg.ones(2), non_blocking=True), torch.zeros(2).copy_(other=torch.ones(2)))


def test_plus():
    x = tg.tensor([1.0, -2.0], requires_grad=True)
    assert +x is x  # as in PyTorch
    with pytest.raises(RuntimeError, match="squeeze: dim"):
        tg.ones(1, 1, 2).squeeze((0, 0))
