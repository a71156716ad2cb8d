"""Figures of the right size, both sides under the same conditions, nothing left changed."""

import gc
import subprocess
import sys
import time
import tracemalloc

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite.compare import timing


def test_times_and_ratio(capsys):
    threads = torch.get_num_threads()
    seen = []
    result = timing(
        lambda: time.sleep(0.004), lambda: (seen.append(torch.get_num_threads()), time.sleep(0.001)),
        rounds=5, round_seconds=0.004, threads=2, memory=False,
    )  # fmt: skip
    assert result.ours.median >= 0.004
    assert result.theirs.median >= 0.001
    low, middle, high = result.ours.quartiles
    assert low <= middle <= high
    assert len(result.ours.seconds) == 5
    assert result.ours.memory is None
    assert set(seen) == {2}
    assert (torch.get_num_threads(), gc.isenabled(), tracemalloc.is_tracing()) == (threads, True, False)
    printed = capsys.readouterr().out
    assert "Threads: PyTorch 2, NumPy " in printed
    assert "middle half µs" in printed
    assert "times as long as PyTorch" in repr(result)


@pytest.mark.slow
def test_memory_of_one_call(capfd):
    array, tensor = np.zeros(250_000), torch.zeros(250_000, dtype=torch.float64)
    kept = []

    def keeps_the_last(make):
        kept[:] = [make]  # replaces what an earlier call has left: not more in use afterwards

    result = timing(lambda: (array + 1) * 2 + 3, lambda: (tensor + 1) * 2 + 3, rounds=2, round_seconds=0)
    for side in (result.ours, result.theirs):  # at most two of the intermediate results at a time
        assert 2e6 <= side.memory <= 4.2e6
    held = timing(lambda: keeps_the_last(array + 1), lambda: keeps_the_last(tensor + 1), rounds=2, round_seconds=0)
    for side in (held.ours, held.theirs):
        assert 1.9e6 <= side.memory <= 2.2e6
    assert capfd.readouterr().err == ""


def test_errors_leave_nothing_changed():
    with pytest.raises(ValueError, match="at least 2, got 1"):
        timing(lambda: 0, lambda: 0, rounds=1)
    with pytest.raises(ZeroDivisionError):
        timing(lambda: 1 / 0, lambda: 0, rounds=2)
    assert gc.isenabled()


def test_importing_compare_loads_neither_torch_nor_matplotlib():
    code = "import sys, tinygrad_lite.compare, tinygrad_lite.plots\n"
    code += "print({'torch', 'matplotlib', 'ipywidgets'} & {*sys.modules})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


@pytest.mark.parametrize("side", [tg.nn.Linear(2, 2), 3])
def test_a_model_is_no_function_without_arguments(side):
    with pytest.raises(TypeError, match=r"takes functions without arguments, such as lambda: model\(batch\), got"):
        timing(side, lambda: None)
