"""tg.cuda, tg.mps, tg.accelerator: what they say without a GPU; and with one, what they ask of PyTorch."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite import accelerator
from tinygrad_lite.backend import DeviceError

NO_CUDA = pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
NO_GPU = pytest.mark.skipif(torch.cuda.is_available() or torch.backends.mps.is_available(), reason="there is a GPU")


@pytest.fixture
def two_gpus(monkeypatch):
    """torch.cuda with two GPUs that only count: `asked` holds what was asked of it."""
    asked = []
    answers = {
        "is_available": True, "device_count": 2, "memory_allocated": 100, "max_memory_allocated": 300,
        "memory_reserved": 500, "mem_get_info": (7, 9), "get_device_name": "a GPU", "synchronize": None,
        "reset_peak_memory_stats": None, "empty_cache": None, "is_initialized": True,
    }  # fmt: skip
    state = SimpleNamespace(current=0)

    def answering(name, answer):
        def answered(*arguments):
            asked.append((name, *arguments))
            return answer

        return answered

    for name, answer in answers.items():
        monkeypatch.setattr(torch.cuda, name, answering(name, answer))
    monkeypatch.setattr(torch.cuda, "current_device", lambda: state.current)
    monkeypatch.setattr(torch.cuda, "set_device", lambda index: setattr(state, "current", index))
    return asked


def test_neither_import_nor_questions_load_pytorch_where_it_has_no_gpu():
    code = (
        "import sys, tinygrad_lite as tg; assert 'torch' not in sys.modules\n"
        "assert not tg.mps.is_available() or sys.platform == 'darwin'\n"
        "answers = tg.cuda.is_available(), tg.cuda.device_count(), tg.cuda.memory_allocated()\n"
        "from tinygrad_lite.accelerator import installed_for\n"
        "print(answers, 'torch' in sys.modules, installed_for('cuda'))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    *answers, loaded, may_have = result.stdout.replace("(", "").replace(")", "").replace(",", "").split()
    if may_have == "False":  # a PyTorch for the CPU
        assert (answers, loaded) == (["False", "0", "0"], "False")
    assert (may_have == "True") == bool(torch.version.cuda or torch.version.hip)


@NO_CUDA
def test_cuda_without_a_gpu():
    assert not tg.cuda.is_available()
    assert tg.cuda.device_count() == 0
    assert tg.cuda.memory_allocated() == tg.cuda.max_memory_allocated() == tg.cuda.memory_reserved() == 0
    tg.cuda.empty_cache()
    tg.cuda.manual_seed(1)
    tg.cuda.manual_seed_all(1)
    orders = ("current_device", "get_device_name", "synchronize", "reset_peak_memory_stats", "mem_get_info")
    for name in (*orders, "get_rng_state"):
        with pytest.raises(DeviceError, match=f"cuda.{name}: there is no such GPU here"):
            getattr(tg.cuda, name)()
    with pytest.raises(DeviceError, match=r"cuda\.set_device: there is no such GPU"):
        tg.cuda.set_device(0)


@pytest.mark.skipif(torch.backends.mps.is_available(), reason="there is one")
def test_mps_without_one():
    assert not tg.mps.is_available()
    assert tg.mps.device_count() == 0
    assert tg.mps.current_allocated_memory() == tg.mps.driver_allocated_memory() == 0
    tg.mps.empty_cache()
    tg.mps.manual_seed(1)
    for name in ("synchronize", "recommended_max_memory", "get_rng_state"):
        with pytest.raises(DeviceError, match=f"mps.{name}: there is no such GPU here"):
            getattr(tg.mps, name)()


@NO_GPU
def test_accelerator_without_one():
    assert tg.accelerator.current_accelerator() is None
    assert not tg.accelerator.is_available()
    assert tg.accelerator.device_count() == 0
    tg.accelerator.empty_cache()
    for device in (None, "cpu", "torch", tg.device("torch")):
        tg.accelerator.synchronize(device)  # nothing to wait for
        for name in ("memory_allocated", "max_memory_allocated", "memory_reserved", "reset_peak_memory_stats"):
            with pytest.raises(DeviceError, match=f"^{name}: '(cpu|torch)' keeps no figures of its memory. .*profiler"):
                getattr(tg.accelerator, name)(device)
    with pytest.raises(DeviceError, match="current_device_index: there is no GPU"):
        tg.accelerator.current_device_index()
    with pytest.raises(DeviceError, match="'cuda' is not available"):
        tg.accelerator.synchronize("cuda")


def test_it_is_the_gpu_that_is_asked(two_gpus):
    assert tg.accelerator.current_accelerator() == tg.device("cuda:0")
    assert tg.cuda.is_available()
    assert tg.cuda.device_count() == tg.accelerator.device_count() == 2
    tg.cuda.set_device("cuda:1")
    assert tg.cuda.current_device() == tg.accelerator.current_device_index() == 1
    assert tg.device("cuda") == tg.device("cuda:1")
    two_gpus.clear()
    assert tg.cuda.memory_allocated() == tg.accelerator.memory_allocated("cuda:1") == 100
    assert tg.accelerator.memory_allocated() == tg.accelerator.memory_allocated(1) == 100
    assert [asked for asked in two_gpus if asked[0] == "memory_allocated"] == [("memory_allocated", 1)] * 4
    assert tg.cuda.max_memory_allocated(0) == tg.accelerator.max_memory_allocated("cuda:0") == 300
    assert [asked for asked in two_gpus if asked[0] == "max_memory_allocated"] == [("max_memory_allocated", 0)] * 2
    assert tg.cuda.memory_reserved() == tg.accelerator.memory_reserved() == 500
    assert tg.cuda.mem_get_info() == (7, 9)
    assert tg.cuda.get_device_name() == "a GPU"
    for wait in (tg.cuda.synchronize, tg.accelerator.synchronize):
        two_gpus.clear()
        wait()
        assert ("synchronize", 1) in two_gpus
    for reset in (tg.cuda.reset_peak_memory_stats, tg.accelerator.reset_peak_memory_stats):
        two_gpus.clear()
        reset("cuda:0")
        assert ("reset_peak_memory_stats", 0) in two_gpus
    for empty in (tg.cuda.empty_cache, tg.accelerator.empty_cache):
        two_gpus.clear()
        empty()
        assert ("empty_cache",) in two_gpus


def test_errors_with_a_gpu(two_gpus):
    with pytest.raises(DeviceError, match="'cuda:2' is not available here"):
        tg.cuda.set_device(2)
    with pytest.raises(DeviceError, match="'cpu' is not a device of CUDA"):
        tg.cuda.memory_allocated("cpu")
    with pytest.raises(DeviceError, match="'cpu' keeps no figures"):
        tg.accelerator.memory_allocated("cpu")


def test_before_a_clock_is_read_every_gpu_is_waited_for(two_gpus):
    accelerator.settle()
    assert [asked for asked in two_gpus if asked[0] == "synchronize"] == [("synchronize", 0), ("synchronize", 1)]


def test_names_are_pytorchs():
    ours = {
        "torch_with",
        "installed_for",
        "as_device",
        "with_memory",
        "with_peak",
        "settle",
        "needed",
        "figure",
        "index_of",
    }
    for mine, theirs in ((tg.cuda, torch.cuda), (tg.mps, torch.mps), (tg.accelerator, torch.accelerator)):
        functions = [n for n, f in vars(mine).items() if getattr(f, "__module__", "") == mine.__name__ and callable(f)]
        later = {
            "memory_allocated",
            "memory_reserved",
            "max_memory_allocated",
            "reset_peak_memory_stats",
            "empty_cache",
        }
        missing = [n for n in set(functions) - ours - {"is_available"} if not hasattr(theirs, n)]
        assert functions
        assert set(missing) <= later, missing  # PyTorch's own since 2.9
