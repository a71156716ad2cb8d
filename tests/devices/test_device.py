"""Devices by name: which there are, what is said where there is none, and the default one."""

import subprocess
import sys
import threading

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite import backend, devices
from tinygrad_lite.devices import available
from tinygrad_lite.place import Device, DeviceError

WITHOUT_TORCH = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "torch":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
import tinygrad_lite as tg
"""


def python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", timeout=300)


@pytest.fixture
def default():
    """Whatever the default device is, it is so again afterwards; in between it is the CPU."""
    before = tg.get_default_device()
    tg.set_default_device(None)
    yield
    tg.set_default_device(before)


# ----------------------------------------------------------------------------------------------------- by name
def test_names():
    assert tg.device("cpu") == Device("cpu") == Device(tg.device("cpu")) == Device("cpu:0") == backend.CPU
    assert tg.device("cpu") != tg.device("torch")
    assert tg.device("torch") == tg.device("torch:0")
    assert len({tg.device("cpu"), tg.device("cpu:0"), tg.device("torch")}) == 2
    assert (str(tg.device("torch")), repr(tg.device("torch"))) == ("torch", "device(type='torch')")
    assert (tg.device("meta").type, tg.device("meta").index) == ("meta", None)
    assert tg.device("cpu") != "cpu"  # as in PyTorch


@pytest.mark.parametrize("name", ["gpu", "cuda:x", "cuda:-1", "", "CPU", "torchy", None, 0])
def test_an_unknown_device_names_those_there_are(name):
    with pytest.raises(DeviceError, match=r"is not known; there are 'cpu', 'cuda' \(or 'cuda:0', .*'mps' and.*'torch'"):
        Device(name)


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU here")
@pytest.mark.parametrize("name", ["cuda", "cuda:0", "cuda:1"])
def test_no_gpu(name):
    for asked in (Device, tg.ones(2).to, tg.set_default_device, lambda name: tg.ones(2, device=name)):
        with pytest.raises(DeviceError, match=f"device: '{name}' is not available here: PyTorch finds no GPU."):
            asked(name)


@pytest.mark.skipif(torch.backends.mps.is_available(), reason="there is such a GPU here")
def test_no_gpu_of_apples():
    with pytest.raises(DeviceError, match="'mps' is not available here: PyTorch finds no GPU of Apple's"):
        Device("mps")


def test_there_is_one_only():
    with pytest.raises(DeviceError, match="'torch:1' is not available here: of 'torch' there is only one"):
        Device("torch", 1)


# -------------------------------------------------------------------------------- cuda, acted by PyTorch's functions
@pytest.fixture
def two_gpus(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(torch.cuda, "current_device", lambda: 1)


def test_cuda_is_the_current_one(two_gpus, monkeypatch):
    assert Device("cuda") == Device("cuda:1") == Device("cuda", 1)
    assert Device("cuda") != Device("cuda:0")
    assert (str(Device("cuda")), repr(Device("cuda:0"))) == ("cuda:1", "device(type='cuda', index=0)")
    chosen = Device("cuda")
    monkeypatch.setattr(torch.cuda, "current_device", lambda: 0)
    assert Device("cuda") == Device("cuda:0")
    assert chosen == Device("cuda:1")  # it stays what it was
    assert available.real(chosen) == "cuda:1"


def test_a_gpu_that_is_not_there(two_gpus):
    with pytest.raises(DeviceError, match="'cuda:2' is not available here: PyTorch finds 2 GPUs"):
        Device("cuda:2")
    with pytest.raises(DeviceError, match="'cuda:-1' is not available here"):
        Device("cuda", -1)


def test_forked_processes_are_told_why(two_gpus, monkeypatch):
    def forked():
        raise RuntimeError("Cannot re-initialize CUDA in forked subprocess. To use CUDA with …")

    monkeypatch.setattr(torch.cuda, "current_device", forked)
    with pytest.raises(DeviceError, match="a process that was forked, such as a DataLoader's worker"):
        Device("cuda")

    def broken():
        raise RuntimeError("CUDA error: unknown error")

    monkeypatch.setattr(torch.cuda, "current_device", broken)
    with pytest.raises(RuntimeError, match="unknown error"):
        Device("cuda")


# --------------------------------------------------------------------------------------------------- the default one
def test_default_device(default):
    assert tg.get_default_device() == tg.device("cpu")
    tg.set_default_device("torch")
    assert tg.get_default_device() == tg.device("torch")
    for made in (tg.zeros(2), tg.tensor([1.0]), tg.randn(2), tg.arange(3), tg.nn.Linear(2, 3).weight):
        assert made.device == tg.device("torch")
    assert tg.zeros(2, device="cpu").device == tg.device("cpu")
    assert tg.from_numpy(np.ones(2)).device == tg.device("cpu")  # it shares the array's memory
    tg.set_default_device(None)
    assert tg.zeros(2).device == tg.device("cpu")


def test_default_device_inside_with(default):
    with tg.device("torch") as device:
        assert tg.zeros(2).device == device == tg.get_default_device()
        with tg.device("cpu"):
            assert tg.zeros(2).device == tg.device("cpu")
        assert tg.zeros(2).device == device
        with pytest.raises(ZeroDivisionError), tg.device("meta"):
            1 / 0
        assert tg.get_default_device() == device
    assert tg.get_default_device() == tg.device("cpu")


def test_each_thread_has_its_own_default(default):
    """As in PyTorch: what a thread of a loader makes, lies on the CPU."""
    seen = []
    tg.set_default_device("torch")
    thread = threading.Thread(target=lambda: seen.append(tg.get_default_device()))
    thread.start()
    thread.join()
    assert seen == [tg.device("cpu")]


# ------------------------------------------------------------------------------------------------- PyTorch is optional
def test_the_import_loads_no_torch():
    code = (
        "import sys, tinygrad_lite as tg\n"
        "model = tg.nn.Sequential(tg.nn.Linear(2, 3), tg.nn.ReLU())\n"
        "optimizer = tg.optim.Adam(model.parameters())\n"
        "model(tg.ones(4, 2)).sum().backward(); optimizer.step()\n"
        "model.to('cpu'); model.cpu(); tg.set_default_device('cpu'); tg.zeros(2, device='cpu').cpu()\n"
        "assert tg.get_default_device() == tg.device('cpu')\n"
        "print([name for name in sys.modules if name.partition('.')[0] == 'torch' or 'devices' in name])"
    )
    done = python(code)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_without_torch_there_is_the_cpu():
    done = python(
        WITHOUT_TORCH + "x = tg.tensor([1.0, 2.0], requires_grad=True)\n"
        "(x * x).sum().backward()\n"
        "print(x.grad, x.device, tg.set_default_device('cpu'))\n"
        "for name in ('cuda', 'torch', 'mps', 'gpu'):\n"
        "    try: x.to(name)\n"
        "    except RuntimeError as error: print(error)\n"
    )
    lines = done.stdout.splitlines()
    assert lines[0] == "tensor([2., 4.]) cpu None", done.stderr
    why = "is not available here: PyTorch cannot be loaded (No module named 'torch')."
    assert lines[1:4] == [f"device: {name!r} {why}" for name in ("cuda", "torch", "mps")]
    assert lines[4].startswith("device: 'gpu' is not known")


def test_the_package_offers_what_the_backend_asks_of_it():
    for name in ("checked", "put", "DeviceArray", "DeviceGenerator", "pinned", "is_pinned", "from_tensor"):
        assert hasattr(devices, name)
