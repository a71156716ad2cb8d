"""The recording of a GPU: what is written is read again, a stand-in is called one, the page says what is not known."""

import importlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import tinygrad_lite as tg
from benchmarks import gpu, gpu_parts, gpu_steps
from benchmarks.gpu_page import PAGE, QUESTIONS, crossings, page
from tests.devices.test_meta import WAITS
from tinygrad_lite import benchmark, cli
from tinygrad_lite.benchmark import RecordingError, recorded_gpu_run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A recording of the stand-in, and its page."""
    folder = tmp_path_factory.mktemp("recording")
    line = ["--device", "torch", "--tiny", "--output", str(folder / "run.json"), "--markdown", str(folder / "run.md")]
    assert gpu.main(line) == 0
    return folder / "run.json", folder / "run.md"


def test_what_is_written_is_read_again(written):
    run = recorded_gpu_run(written[0])
    assert run == json.loads(written[0].read_text("utf-8"))
    assert {step["workload"] for step in run["steps"]} == {"tiny", "small", "a", "b", "c", "wide", "conv"}
    for step in run["steps"]:
        assert list(step["sides"]) == ["ours device", "ours cpu", "torch device", "torch cpu"]
        for times in step["sides"].values():
            assert 0 < times["least"] <= times["low"] <= times["median"] <= times["high"]
    assert run["versions"]["tinygrad_lite"] == tg.__version__
    assert [row["precision"] for row in run["precision"]] == ["float32", "float16", "bfloat16"]
    for row in run["precision"]:
        assert row["last_loss"] < row["first_loss"]
    assert all(part["measured"] is None for part in run["memory"]["parts"])  # the CPU keeps no such figure
    assert run["memory"]["parts"][1] == {"part": "parameters", "estimate": 4 * 530_442, "measured": None}
    device, cpu = run["training"]["device"], run["training"]["cpu"]
    assert device["loss"] == pytest.approx(cpu["loss"], rel=1e-3)
    assert device["accuracy"] == pytest.approx(cpu["accuracy"], abs=0.01)
    assert device["accuracy"][-1] > 0.7


def test_a_stand_in_is_called_one_everywhere(written):
    run, text = recorded_gpu_run(written[0]), written[1].read_text("utf-8")
    assert run.stand_in
    assert run.label.startswith('Recorded on the stand-in "torch" (no GPU')
    assert run.label in text
    assert text == page(run)
    assert "No figure on this page is one of a GPU." in text
    assert text.count("| not known |") == len(QUESTIONS)


def as_if_of_a_gpu(file):
    """For the page's form only."""
    run = recorded_gpu_run(file)
    run["stand_in"] = False
    run["hardware"] |= {"name": "A GPU of a test", "memory": 2**34, "cuda": "0.0"}
    row = next(step for step in run["steps"] if step["workload"] == "c")
    row["batch"] = 4096
    for who, time in (("ours device", 300.0), ("ours cpu", 1200.0)):
        row["sides"][who] = dict.fromkeys(row["sides"][who], time)
    return run


def test_the_page_of_a_gpu_names_it_and_its_misses(written):
    run = as_if_of_a_gpu(written[0])
    text = page(run)
    assert f"Recorded on A GPU of a test, {run['date']}, with tinygrad_lite" in text
    assert "not known |" not in text
    assert "| at least 5 times the CPU | 4.00 | **no** |" in text
    for title in ("Moves", "Timing", "Mixed precision", "Memory by part", "Loading", "The digits"):
        assert f"\n## {title}" in text


def test_from_which_batch_on_is_counted_over_the_batches_that_were_measured():
    def step(batch, ours, cpu, title="net"):
        return {
            "title": f"{title}, batch {batch}",
            "batch": batch,
            "sides": {"ours device": {"median": ours}, "ours cpu": {"median": cpu}},
        }

    steps = [step(64, 3, 2), step(256, 1, 2), step(1024, 3, 2), step(4096, 1, 9), step(32, 5, 1, "small")]
    text = crossings({"steps": steps})
    assert "| net | from 4,096 on | 64, 256, 1,024, 4,096 |" in text  # at 1,024 it was slower once more
    assert "| small | not up to 32 | 32 |" in text


def test_where_none_comes_along_none_is_made_up(monkeypatch, written):
    monkeypatch.setattr(benchmark, "SHIPPED", written[0].with_name("nothing.json"))
    assert recorded_gpu_run() is None
    monkeypatch.setattr(benchmark, "SHIPPED", written[0])
    assert recorded_gpu_run()["stand_in"]


def test_what_comes_along_is_a_gpus():
    run = recorded_gpu_run()
    assert not run.stand_in
    assert run["hardware"]["device"].startswith(("cuda", "mps"))
    assert run["size"] == "full"
    assert run.label in (ROOT / PAGE).read_text("utf-8")


def test_what_the_documentation_says_of_the_recording():
    """docs/DEVICES.md, "What was seen on a GPU": the figures in its sentences are those of the recording."""
    text = " ".join((ROOT / "docs" / "DEVICES.md").read_text("utf-8").split())
    run = recorded_gpu_run()
    medians = {
        (step["workload"], step["batch"]): {who: times["median"] for who, times in step["sides"].items()}
        for step in run["steps"]
    }
    whole, part = medians["c", 4096]["ours cpu"], medians["c", 4096]["ours device"]
    assert "with 4,096 samples takes a seventh of the time of the CPU beside it" in text
    assert round(whole / part) == 7
    wide = [sides["ours device"] / sides["torch device"] for (name, _), sides in medians.items() if name == "wide"]
    assert "takes 1.6 to 1.7 times as long as with PyTorch; the goal was 1.5" in text
    assert (round(min(wide), 1), round(max(wide), 1)) == (1.6, 1.7)
    small = [sides for (name, _), sides in medians.items() if name in ("tiny", "small", "a", "b", "conv")]
    assert all(sides["ours device"] > sides["ours cpu"] for sides in small)
    (conv,) = [sides for (name, _), sides in medians.items() if name == "conv"]
    assert "convolutions four times slower than PyTorch's" in text
    assert 3.5 < conv["ours device"] / conv["torch device"] < 4.5
    steps = {row["precision"]: row["step"]["median"] for row in run["precision"]}
    assert steps["float16"] > steps["float32"]
    epochs = {row["how"]: row["epoch"]["median"] for row in run["loading"]}
    assert epochs["DeviceLoader"] >= epochs["plain"]
    assert f"{run['hardware']['cores']} cores" in text


def test_a_broken_or_old_file_is_refused_and_says_why(written, tmp_path):
    whole = json.loads(written[0].read_text("utf-8"))
    rest = {name: value for name, value in whole.items() if name != "moves"}
    cases = {
        "cannot be read": '{"format": ',
        "is not what": "[]",
        "version 0 of the format, and this tinygrad_lite reads 1": json.dumps(whole | {"version": 0}),
        "wrong kind: moves": json.dumps(rest),
        "wrong kind: hardware.name": json.dumps(whole | {"hardware": {"cpu": "x"}}),
    }
    for said, text in cases.items():
        (tmp_path / "run.json").write_text(text, "utf-8")
        with pytest.raises(RecordingError, match=said):
            recorded_gpu_run(tmp_path / "run.json")
    with pytest.raises(RecordingError, match="cannot be read"):
        recorded_gpu_run(tmp_path / "missing.json")
    assert gpu.main(["--from", str(tmp_path / "missing.json")]) == 2
    (tmp_path / "run.json").write_text("{", "utf-8")
    assert gpu.main(["--from", str(tmp_path / "run.json")]) == 2  # the file that was typed cannot be meant


def test_without_a_gpu_it_says_what_was_looked_for(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(tg.accelerator, "current_accelerator", lambda: None)
    assert gpu.main(["--output", str(tmp_path / "run.json")]) == 2
    said = capsys.readouterr().err
    assert "No GPU was found" in said
    assert "mps" in said
    assert "--device torch" in said
    assert gpu.main(["--device", "cpu"]) == gpu.main(["--device", "tpu"]) == 2
    assert gpu.main(["--output", str(tmp_path / "no" / "run.json")]) == 2
    assert not list(tmp_path.iterdir())


def test_the_command_hands_on_what_is_for_the_recording(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").touch()
    seen = []
    bench = importlib.import_module("tinygrad_lite.cli.bench")  # the file; `cli.bench` is the command in it
    monkeypatch.setattr(bench, "run_benchmarks", lambda *args: seen.append(args) or 2)
    line = ["bench", "--record", "gpu", "--quick", "--device", "torch", "--from", "a.json", "--markdown", "b.md"]
    assert CliRunner().invoke(cli.main, line).exit_code == 2
    ((handed, module),) = seen
    assert (sorted(handed), module) == (sorted(line[3:]), "gpu")
    assert gpu.with_options(gpu.parser(handed)).parse_args(handed).earlier == "a.json"
    assert "--device is for --record gpu" in CliRunner().invoke(cli.main, ["bench", "--device", "mps"]).output
    assert "--only and --json" in CliRunner().invoke(cli.main, ["bench", "--record", "gpu", "--only", "x"]).output
    assert len(seen) == 1


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_an_interrupted_recording_leaves_the_old_file(stop, monkeypatch, tmp_path):
    def interrupted(*args):
        raise stop

    (tmp_path / "run.json").write_text("old", "utf-8")
    monkeypatch.setattr(gpu_steps, "measured_steps", lambda *args: [])
    monkeypatch.setattr(gpu_parts, "moves", interrupted)
    with pytest.raises(stop):
        gpu.main(["--device", "torch", "--tiny", "--output", str(tmp_path / "run.json")])
    assert [(file.name, file.read_text("utf-8")) for file in tmp_path.iterdir()] == [("run.json", "old")]


def test_sides_that_differ_are_not_timed(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(gpu_steps, "TOLERANCE", -1.0)
    assert gpu.main(["--device", "torch", "--tiny", "--output", str(tmp_path / "run.json")]) == 1
    assert "differs from PyTorch" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_page_is_what_the_command_writes():
    """Renewed by `tinygrad-lite bench --record gpu --from tinygrad_lite/recordings/gpu.json --markdown …/gpu.md`."""
    assert (ROOT / PAGE).read_text("utf-8") == page(recorded_gpu_run())


def test_the_waits_that_the_page_tells_are_those_that_are_counted():
    text = " ".join(page(None).split())
    assert "one wait a step for a network of linear layers or convolutions (the check of the classes)" in text
    assert "two with an embedding (the check of the words)" in text
    counts = {net: len(places) for net, places in WAITS.items()}
    assert counts == {"mlp": 1, "convolutional": 1, "rnn": 2, "gru": 2, "lstm": 2}


def test_a_recording_of_the_stand_in_leaves_the_settings_of_gpus_alone(monkeypatch):
    import torch

    settings = torch.backends.flags_frozen.__globals__
    monkeypatch.setitem(settings, "__allow_nonbracketed_mutation_flag", False)  # as torch.testing leaves it
    assert torch.backends.flags_frozen()
    assert gpu_steps.libraries("torch")["torch device"] == (torch, "cpu")
