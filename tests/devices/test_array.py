"""The arrays of a device: operators, moves, memory, copies; and that nothing goes to the host by itself."""

import copy
import itertools
import operator
import pickle

import numpy as np
import pytest
import torch

from tests.devices.both import PLACE, agree, numbers, on_device
from tinygrad_lite import backend
from tinygrad_lite.backend import DeviceError, OtherArray, moved
from tinygrad_lite.devices import from_tensor
from tinygrad_lite.devices.array import DeviceArray
from tinygrad_lite.devices.operators import OPERATORS

DTYPES = ["float16", "float32", "float64", "int64", "uint8", "bool"]


# ------------------------------------------------------------------------------------------------------- operators
@pytest.mark.parametrize("name", OPERATORS)
def test_operators(name):
    compute = getattr(operator, f"__{name}__")
    for first, second in itertools.product(DTYPES, DTYPES):
        x, y = numbers((3, 3), first), numbers((3, 3), second, 1)
        if name == "pow" and np.dtype(second).kind == "i":
            y = np.abs(y)
        if name == "matmul":
            x, y = numbers((3, 3), first, special=False), numbers((3, 3), second, 1, special=False)
        agree(compute, x, y)


@pytest.mark.parametrize("name", sorted(set(OPERATORS) - {"matmul"}))
@pytest.mark.parametrize("dtype", DTYPES)
def test_operators_with_numbers(name, dtype):
    compute = getattr(operator, f"__{name}__")
    x = numbers((2, 3), dtype)
    if (name, dtype) == ("pow", "bool"):  # NumPy's own are at odds: x ** 2 is int8, np.power(x, 2) int64
        return
    for number in (2, 2.5, True, 0.0, np.float32(2), np.float64(2.5), np.int64(3), np.array(1.5)):
        agree(compute, x, number)
        agree(compute, number, np.abs(x) if name == "pow" else x)
        agree(compute, number, numbers((), dtype) if name != "pow" else np.abs(numbers((), dtype)))


@pytest.mark.parametrize("name", sorted(set(OPERATORS) - {"eq", "ne", "lt", "le", "gt", "ge"}))
def test_operators_in_place(name):
    change = getattr(operator, f"__i{name}__")
    for first, second in itertools.product(DTYPES, DTYPES):
        x, y = (numbers((3, 3), dtype, seed, special=False) for seed, dtype in enumerate((first, second)))
        agree(change, x, np.abs(y) if name == "pow" and y.dtype.kind == "i" else y)
        agree(change, x, 2)
        agree(change, x, y[0, 0])
        agree(change, x, y[:1])
        agree(change, x[:1], y)
    for dtype in ("float16", "float32", "float64"):
        agree(change, numbers((3, 3), dtype, special=False), 2.5)


def test_operators_in_place_keep_the_memory():
    x = on_device(np.ones(3, np.float32))
    seen = x[1:]
    before = x
    x += 1
    x *= np.float32(3)
    assert x is before
    assert seen.tolist() == [6, 6]


def test_signs():
    for dtype in DTYPES:
        x = numbers((2, 3), dtype)
        for compute in (operator.neg, operator.pos, operator.abs, operator.invert):
            agree(compute, x)


def test_what_one_number_is():
    for dtype in DTYPES:
        x = np.array(1, dtype)
        for asked in (bool, int, float, len, operator.index, "{:.2f}".format):
            agree(asked, x)
    agree(len, np.ones((4, 2)))
    agree(list, np.ones((4, 2)))
    with pytest.raises((ValueError, RuntimeError)):
        bool(on_device(np.ones(2)))


def test_operands_that_are_none():
    x = on_device(np.ones(3, np.float32))
    assert (x == "text", x != None, x == [1, 2, 3]) == (False, True, False)  # noqa: E711
    with pytest.raises(TypeError):
        x + "text"
    with pytest.raises(TypeError):
        x + None
    with pytest.raises(TypeError):
        hash(x)


# ------------------------------------------------------------------------------- nothing goes to the host by itself
def test_the_host_is_never_asked():
    x, host = on_device(np.ones(3, np.float32)), np.ones(3, np.float32)
    for detour in (np.asarray, np.array, lambda x: np.ascontiguousarray(x), lambda x: host + x.__array__(),
                   lambda x: np.array([x, x]), lambda x: np.float32(x)):  # fmt: skip
        with pytest.raises((DeviceError, TypeError)):
            detour(x)
    with pytest.raises(DeviceError, match=f"these numbers lie on {x.place}; NumPy needs them on the CPU: use x.cpu"):
        np.asarray(x)


@pytest.mark.parametrize("compute", [
    operator.add, operator.matmul, np.add, np.maximum, lambda x, y: np.where(x > 0, x, y), lambda x, y: np.dot(x, y),
    lambda x, y: np.concatenate([x, y]), lambda x, y: np.stack([x, y]), lambda x, y: np.einsum("i,i", x, y),
    lambda x, y: np.add(x, 1, out=y), lambda x, y: np.isclose(x, y), lambda x, y: np.clip(x, y, None),
])  # fmt: skip
def test_operands_on_two_devices(compute):
    x, host = on_device(np.ones(3, np.float32)), np.ones(3, np.float32)
    for first, second in ((x, host), (host, x)):
        with pytest.raises(DeviceError):
            compute(first, second)


def test_the_error_names_both_devices():
    x = on_device(np.ones((32,), np.float32))
    error = backend.mixed("linear", [np.ones((2, 20)), x, np.float32(1), 2.0, np.array(3)])
    assert str(error) == (
        f"linear: all operands must lie on one device, got shapes (2, 20) on cpu and (32,) on {x.place}. "
        f'Move them: x.to("{x.place}").'
    )
    assert backend.mixed("linear", [x, np.array(3), x]) is None
    with pytest.raises(DeviceError, match=rf"one operand lies on {x.place}, another on the CPU \(shape \(32,\)\)"):
        x + np.ones(32)


# --------------------------------------------------------------------------------------------------------- moves
def test_there_and_back():
    for dtype in ["float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "bool"]:
        for x in (numbers((2, 3), dtype), numbers((3, 2), dtype).T, numbers((), dtype), numbers((0, 2), dtype),
                  numbers((5,), dtype)[::-2], np.broadcast_to(numbers((2,), dtype), (3, 2))):  # fmt: skip
            there = moved(x, PLACE)
            assert isinstance(there, OtherArray)
            assert (there.place, there.dtype, there.shape) == (backend.Device(PLACE), x.dtype, x.shape)
            back = moved(there, "cpu")
            assert back.flags.writeable
            np.testing.assert_array_equal(back, x)
            assert backend.on_host(there).dtype == x.dtype


def test_a_move_is_a_copy_and_none_where_it_lies_there():
    x = np.ones(3)
    there = moved(x, PLACE)
    x[:] = 2
    assert there.tolist() == [1, 1, 1]
    assert moved(there, PLACE) is there
    assert moved(x, "cpu") is x
    back = moved(there, "cpu")
    back[:] = 3
    assert there.tolist() == [1, 1, 1]
    assert backend.on_host(x) is x
    assert backend.on_host("anything") == "anything"


def test_what_numbers_a_device_does_not_know():
    with pytest.raises(TypeError, match="dtype: uint32 does not exist on"):
        moved(np.ones(2, np.uint32), PLACE)
    with pytest.raises(TypeError, match="dtype: complex64 does not exist on"):
        on_device(np.ones(2)).astype(np.complex64)
    mps = copy.copy(backend.CPU)
    mps.type = "mps"
    with pytest.raises(DeviceError, match=r"'mps' knows no float64. Use float32: x.float\(\), or dtype=tg.float32."):
        DeviceArray(torch.ones(2), mps).astype(np.float64)
    with pytest.raises(DeviceError, match="'mps' knows no float64"):
        on_device(np.ones(2)).moved(mps)
    with pytest.raises(DeviceError, match="'mps' knows no float64"):
        np.exp(DeviceArray(torch.ones(2, dtype=torch.int64), mps))


def test_beside():
    x, host = on_device(np.ones(3, np.float32)), np.array([1.5, 2.5])
    for like, kind in ((x, DeviceArray), (host, np.ndarray)):
        for value in (host, x, [1.0, 2.0], 3):
            made = backend.beside(like, value, np.float32)
            assert isinstance(made, kind)
            assert made.dtype == np.float32
            assert made is not value
    assert not backend.np.may_share_memory(backend.beside(x, x), x)


def test_new_arrays():
    x = on_device(np.ones(3, np.float32))
    for made in (backend.new_array(x), backend.new_array(x, np.float64), backend.new_array([1.0, 2], device=PLACE)):
        assert made.place == x.place
    assert backend.new_array(x, np.float64).dtype == np.float64
    assert backend.new_array([1.0, 2], device=PLACE).dtype == np.float32
    assert isinstance(backend.new_array(x, device="cpu"), np.ndarray)
    assert backend.as_array(x) is x
    assert backend.repeated(x[0], (2, 3)).tolist() == [[1, 1, 1]] * 2


# ------------------------------------------------------------------------------------- PyTorch's tensors and DLPack
def test_tensors_are_taken_and_given_without_a_copy():
    tensor = torch.arange(6.0).reshape(2, 3)
    x = from_tensor(tensor)
    x[0] = 5
    tensor[1] = 7
    assert x.tolist() == tensor.tolist() == [[5, 5, 5], [7, 7, 7]]
    assert x.tensor.data_ptr() == tensor.data_ptr()
    needs = torch.ones(3, requires_grad=True)
    y = from_tensor(needs)
    y += 1  # no business of PyTorch's autograd
    assert needs.tolist() == [2, 2, 2]
    assert not y.tensor.requires_grad
    with pytest.raises(TypeError, match=r"dtype: torch.complex64 does not exist in NumPy"):
        from_tensor(torch.ones(2, dtype=torch.complex64))


def test_dlpack():
    x = on_device(np.arange(6, dtype=np.float32).reshape(2, 3))
    tensor = torch.from_dlpack(x)
    assert tensor.data_ptr() == x.tensor.data_ptr()
    assert tensor.device == x.tensor.device
    tensor[0] = 9
    assert x[0].tolist() == [9, 9, 9]
    if x.tensor.is_cpu:
        host = np.from_dlpack(x)
        host[1] = 8
        assert x[1].tolist() == [8, 8, 8]


# ------------------------------------------------------------------------------------------------ memory and copies
def test_one_memory_has_one_name():
    x = on_device(np.ones((2, 3), np.float32))
    views = [x[0], x[:, 1:], x.T, x.reshape(-1), x[None], np.broadcast_to(x, (4, 2, 3)), x.squeeze(), x.swapaxes(0, 1)]
    assert {view.memory for view in views} == {x.memory}
    assert all(np.may_share_memory(x, view) for view in views)
    others = [x.copy(), x + 0, x[[0]], x.astype(np.float64), x[0, 0], np.flip(x)]
    assert not any(np.may_share_memory(x, other) for other in others)
    assert len({other.memory for other in others}) == len(others)
    assert x.base is None
    assert x[0].base is not None


def test_empty_arrays_are_not_one_memory():
    """PyTorch says that all of them lie at address 0."""
    x, y = on_device(np.ones((0, 3))), on_device(np.ones((0, 3)))
    assert x.memory != y.memory
    assert not np.may_share_memory(x, y)
    assert x.memory == x[:0].memory


def test_shared():
    x = on_device(np.ones(3, np.float32))
    assert not x.shared
    view = x[1:]
    assert x.shared
    assert view.shared
    del view
    assert not x.shared


def test_copies():
    x = on_device(numbers((3, 2), "float32", special=False).T)
    for copied in (copy.copy(x), copy.deepcopy(x), pickle.loads(pickle.dumps(x)), x.copy()):
        assert type(copied) is DeviceArray
        assert (copied.place, copied.dtype) == (x.place, x.dtype)
        np.testing.assert_array_equal(copied.numpy(), x.numpy())
        assert not np.may_share_memory(copied, x)
        copied += 1
    np.testing.assert_array_equal(copy.deepcopy([x, {"x": x}])[1]["x"].numpy(), x.numpy())
    assert type(copy.deepcopy(x[::-1])) is DeviceArray  # which may be written to


def test_strided():
    """As np.lib.stride_tricks.as_strided, from the array's own place in its memory on."""
    x = np.arange(12, dtype=np.float32).reshape(3, 4)
    for array in (x, x[1:], x.T):
        agree(lambda x: backend.strided(x, (2, 2), (x.strides[0], x.strides[1])), array)
    windows = backend.strided(on_device(x), (3, 3, 2), (16, 4, 4))
    assert windows[0].tolist() == [[0, 1], [1, 2], [2, 3]]


def test_views_of_a_device_are_written_through():
    x = on_device(np.zeros((2, 3), np.float32))
    for view in (x.T, x.reshape(-1), x[None], np.expand_dims(x, 0), np.moveaxis(x, 0, 1), *np.split(x, 2)):
        view += 1
    assert x.tolist() == [[6, 6, 6]] * 2


def test_text():
    x = on_device(np.array([[1.5, 2], [3, 4]], np.float32))
    assert repr(x) == (f"DeviceArray([[1.5, 2. ],\n             [3. , 4. ]], dtype=float32, device='{x.place}')")
    assert repr(moved(np.ones((2, 3)), "meta")) == "DeviceArray(shape=(2, 3), dtype=float64, device='meta')"
    assert f"{x[0, 0]:.3f}" == "1.500"


def test_errors_are_those_of_numpy():
    """An operation explains a ValueError; PyTorch has RuntimeErrors for all."""
    x, y = on_device(np.ones((2, 3), np.float32)), on_device(np.ones((4, 5), np.float32))
    for wrong in (lambda: x + y, lambda: x @ y, lambda: x.reshape(4), lambda: np.concatenate([x, y]),
                  lambda: np.broadcast_to(x, (2, 2)), lambda: np.stack([x, y]), lambda: x.dot(y)):  # fmt: skip
        with pytest.raises(ValueError):
            wrong()
    with pytest.raises(TypeError):
        ~x


def test_meta():
    """Arrays without numbers: what would have to wait for the device, fails; all else only has shapes."""
    x = moved(np.ones((2, 3), np.float32), "meta")
    y = np.where(x > 0, np.exp(x) @ x.T @ x, 0).sum(0)[1:]
    assert (y.shape, y.dtype, str(y.place)) == ((2,), np.float32, "meta")
    for waits in (lambda: x.sum().item(), lambda: bool((x > 0).any()), lambda: x[x > 0], lambda: backend.on_host(x)):
        with pytest.raises((RuntimeError, ValueError)):
            waits()
