"""Lesson 08: what it says of other seeds is so, a recording is shown with its label, and without one no number is."""

import re

import matplotlib
import nbformat
import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from benchmarks import gpu
from tests.notebooks.own_answers import right_answers, run_with_own_answers
from tinygrad_lite import benchmark
from tinygrad_lite.course.exercises import exercises_of
from tinygrad_lite.course.folders import project_folder

CELLS = {
    cell.id: cell
    for cell in nbformat.read(project_folder() / "solutions" / "08_gpu_training.ipynb", as_version=4).cells
}


def run(variables, *ids):
    for name in ids:
        source = re.sub(r"^(begin\(.*|@exercise.*)$", "", CELLS[name].source, flags=re.MULTILINE)
        exec(compile(source, f"<{name}>", "exec"), variables)


@pytest.fixture
def begun(monkeypatch):
    """The lesson's variables after its first cells, as on a machine without a GPU."""
    monkeypatch.setattr(tg.accelerator, "current_accelerator", lambda check_available=True: None)
    matplotlib.use("agg")
    threads = torch.get_num_threads()  # the lesson takes one
    borrowed = {exercise.name: exercise.solution for exercise in exercises_of("08_gpu_training")}
    yield {"__name__": "__main__", **borrowed}
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """What the stand-in gave, as if it were a GPU's."""
    file = tmp_path_factory.mktemp("recording") / "run.json"
    assert gpu.main(["--device", "torch", "--tiny", "--output", str(file)]) == 0
    run = benchmark.recorded_gpu_run(file)
    run["stand_in"] = False
    run["hardware"] |= {"device": "cuda:0", "name": "A GPU of this test"}
    return run


def test_a_recording_is_shown_and_labelled(begun, recorded, monkeypatch, capsys):
    monkeypatch.setattr(benchmark, "recorded_gpu_run", lambda: recorded)
    run(begun, "start", "move-use", "help-measure", "help-recorded", "move-cost")
    printed = capsys.readouterr().out
    assert printed.count("Recorded on A GPU of this test") == 2
    assert printed.count("recorded: ") == len({move["bytes"] for move in recorded["moves"]})
    assert "comes with this version" not in printed
    assert "times faster than its CPU the recorded GPU is" in begun["shown"]._repr_html_()  # by the cell's last line
    wide = [row for row in recorded["steps"] if row["workload"] == "wide"]
    assert begun["batches"] == [row["batch"] for row in wide]


def test_without_a_recording_none_is_made_up(begun, monkeypatch, capsys):
    monkeypatch.setattr(benchmark, "recorded_gpu_run", lambda: None)
    run(begun, "start", "move-use", "help-measure", "help-recorded", "move-cost")
    printed = capsys.readouterr().out
    assert "ecorded on" not in printed
    assert "recorded:" not in printed
    assert printed.count("No recording of a GPU comes with this version") == 2


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, *[pytest.param(n, marks=pytest.mark.full) for n in range(2, 8)]])
def test_float16_fails_without_a_scale_and_works_with_one_from_other_seeds(begun, seed, capsys):
    run(begun, "start", "move-use")
    for name in ("deep", "whole"):
        source = CELLS[name].source.replace("manual_seed(0)", f"manual_seed({seed})")
        exec(compile(source, f"<{name}>", "exec"), begun)  # the lesson's own assertions hold as well
    ends = {name: losses[-1] for name, losses in begun["runs"].items()}
    assert ends["float16, no scale"] > 2.29
    assert abs(ends["float16, scaled"] - ends["float32"]) < 0.15


@pytest.mark.full
def test_with_relu_the_same_network_trains_in_float16_without_a_scale(begun):
    run(begun, "start", "move-use")
    for name in ("deep", "whole"):
        source = CELLS[name].source.replace("nn.Sigmoid()", "nn.ReLU()").partition("\nruns = ")[0]
        exec(compile(source, f"<{name}>", "exec"), begun)
    plain, half = (begun["train_deep"](half=half, scaled=False)[-1] for half in (False, True))
    assert max(plain, half) < 0.3


def test_adam_keeps_as_much_working_space_as_the_lesson_says(begun):
    import tracemalloc

    from tinygrad_lite.optim.packs import BLOCK

    assert f"{BLOCK:,}" in CELLS["memory-words"].source
    kept = []
    for foreach in (False, None):
        parameter = tg.zeros(BLOCK + 1000, requires_grad=True)
        parameter.grad = tg.ones(BLOCK + 1000)
        tracemalloc.start()
        optimizer = tg.optim.Adam([parameter], **({} if foreach is None else {"foreach": foreach}))
        optimizer.step()
        kept.append(tracemalloc.get_traced_memory()[0] / np.float32().nbytes)
        tracemalloc.stop()
    assert kept[0] == pytest.approx(2 * (BLOCK + 1000), rel=0.02)
    assert kept[1] - kept[0] == pytest.approx(2 * BLOCK, rel=0.02)


#: As many as the exercise with the most answers has: each is run once at least.
MOST = max(len(right_answers(name)) for name in re.findall(r'@exercise\("(gpu/\w+)"', str(CELLS)))


@pytest.mark.full
@pytest.mark.parametrize("number", range(MOST))
def test_whatever_a_check_calls_right_the_cells_below_can_use(number, tmp_path, monkeypatch):
    monkeypatch.delenv("TINYGRAD_LITE_STRICT", raising=False)
    monkeypatch.setenv("MPLBACKEND", "agg")
    _, answered = run_with_own_answers("08_gpu_training", number, tmp_path)
    assert answered == 6


def test_a_tensor_that_is_a_plain_attribute_stays_where_it_is():
    class Table(tg.nn.Module):
        def __init__(self):
            super().__init__()
            self.plain = tg.ones(2)
            self.register_buffer("kept", tg.ones(2))

    model = Table().to("torch")
    assert str(model.kept.device) == "torch"
    assert str(model.plain.device) == "cpu"
    assert [name for name, _ in [*model.named_parameters(), *model.named_buffers()]] == ["kept"]
    assert str((model.kept * tg.tensor(2.0)).device) == "torch"  # a single number may come from the CPU
