"""The benchmarks: that they measure what they say. Never how long anything takes."""

import doctest
import importlib
import json
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks import agreement, command, measure, processes, sides, summary, timing, workloads
from benchmarks.page import page
from benchmarks.side import result, training
from benchmarks.table import table, verdict
from tinygrad_lite.course.exercises import LESSONS

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "docs" / "measurements" / "engine.json"
WITHOUT_TARGET = {workloads.CHAIN.format("20,000"), "import without NumPy's share"}


@pytest.fixture(scope="module")
def everyone():
    return sides.load(sides.available())


#: Those that are started by hand: one process of the others' is `peak`, whose argument is a side.
PROGRAMS = sorted(
    file.stem
    for file in (ROOT / "benchmarks").glob("*.py")
    if '__name__ == "__main__"' in file.read_text(encoding="utf-8") and file.stem not in ("__main__", "peak")
)


@pytest.mark.parametrize("name", [*PROGRAMS, "command"])
def test_help_says_how_it_is_started_and_measures_nothing(name, monkeypatch, capsys):
    program = importlib.import_module(f"benchmarks.{name}")
    monkeypatch.setattr(sys, "argv", [name, "--help"])
    with pytest.raises(SystemExit) as ended:
        program.main()
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("usage: ")


@pytest.mark.parametrize("word", ["59", "-60", "many", "1e3"])
def test_a_class_that_is_too_small_to_time_is_refused(word, monkeypatch, capsys):
    grading = importlib.import_module("benchmarks.grading")
    monkeypatch.setattr(sys, "argv", ["grading", "--", word])
    with pytest.raises(SystemExit):
        grading.main()
    assert f"'{word}' is no whole number from 60 on" in capsys.readouterr().err


def test_each_lesson_that_is_graded_is_told_before_the_next_is_begun(monkeypatch, capsys):
    grading = importlib.import_module("benchmarks.grading")
    said = []

    def timed(lesson, answered, students, jobs):
        said.append(capsys.readouterr().out)
        return {"lesson": lesson}

    monkeypatch.setattr(grading, "timed", timed)
    monkeypatch.setattr(grading, "bare_start", lambda: 60.0)
    monkeypatch.setattr(grading, "best_tier", lambda: SimpleNamespace(name="sandbox"))
    monkeypatch.setattr(sys, "argv", ["grading", "60"])
    grading.main()
    said.append(capsys.readouterr().out)
    assert "60 ms" in said[0]
    assert "02_loss" in said[1]
    assert all(lesson in told for lesson, told in zip(LESSONS, said[2:], strict=True))


# ------------------------------------------------------------------------------------------------------------- rows


def test_rows_have_different_names_and_a_target():
    titles = [row.title for row in workloads.ROWS]
    assert len(titles) == len(set(titles))
    assert {row.title for row in workloads.ROWS if row.target is None} == WITHOUT_TARGET
    assert all(row.stretch is None or 0 < row.stretch <= row.target for row in workloads.ROWS)


PROMISED = {  # a part of the name: how many rows
    **{"MLP 2-8-1,": 2, "MLP 64-128-10,": 2, "MLP 784-256-128-10,": 2, "conv net": 2, "operations": 3, "growth": 3},
    **{"Adam, ": 6, "SGD, ": 6, "RMSprop, ": 6, "warm caches": 9, "add of 4": 1, "mul of 64 x 64": 1, "Conv2d": 2},
    **{"matmul of 8 x 8": 1, "mul + relu + sum + backward": 1, "import": 2, "peak memory of a step": 1},
}


@pytest.mark.parametrize("part", PROMISED)
def test_what_is_promised_is_measured(part):
    assert len(workloads.chosen(part)) == PROMISED[part]


def test_growth_brings_along_what_it_is_computed_from():
    assert [row.how for row in workloads.chosen("growth")] == ["growth", "steps", "steps"]


def test_sides_have_what_they_should(everyone):
    names = {row.workload for row in workloads.ROWS if row.workload}
    lacking = {who: {name for name in names if not hasattr(side, name)} for who, side in everyone.items()}
    assert lacking.pop("torch fused") == names - {"optimizer"}
    assert lacking == {
        "PyTorch": set(),
        "ours": set(),
        "by hand": {"convolution"},
        "mygrad": {"convolution", "optimizer"},
    }


# -------------------------------------------------------------------------------------------------------- agreement


def test_all_sides_come_to_the_same_result(everyone):
    rows = [row for row in workloads.ROWS if row.how != "warm"]
    rows = [replace(row, arguments=(100,)) if row.workload == "chain" else row for row in rows]
    prepared = timing.prepare(rows, everyone)
    assert len(prepared) > 60
    assert agreement.disagreements(prepared) == {}


@pytest.mark.parametrize(
    "wrong",
    [lambda: [np.array([1.0, 2.1])], lambda: [np.array([1.0, np.nan])], lambda: [np.ones((2, 1))], lambda: []],
    ids=["value", "nan", "shape", "nothing"],
)
def test_another_result_is_noticed(wrong):
    right = result(lambda: np.array([1.0, 2.0]))
    prepared = {("row", "PyTorch"): right, ("row", "by hand"): right, ("row", "ours"): right._replace(outcome=wrong)}
    assert set(agreement.disagreements(prepared)) == {("row", "ours")}


def test_outcome_of_training_is_losses_and_changes():
    weight = np.array([5.0])

    def step():
        weight[:] -= 1
        return weight[0] + 1

    losses, change = training(step, lambda: [weight]).outcome()
    assert losses.tolist() == [5, 4, 3]
    assert change.tolist() == [-3]


# ---------------------------------------------------------------------------------------------------------- figures


def test_samples_are_averages_single_steps_or_the_shortest(monkeypatch):
    clock = iter(range(10**6))
    monkeypatch.setattr(timing.time, "perf_counter", lambda: next(clock))
    taken = dict.fromkeys(("steps", "cold", "warm"), 0)

    def step_of(how):
        def step():
            taken[how] += 1

        return step

    rows = [workloads.Row(how, "add", how=how) for how in taken]
    prepared = {(how, "ours"): result(step_of(how)) for how in taken}
    found = timing.timings(rows, prepared, rounds=4)
    assert taken == {"steps": 2 + 4, "cold": 2 + 4, "warm": 2 + 4 * 5}
    assert found["warm"]["ours"] == {"value": 1e6, "low": 1e6, "high": 1e6}


def test_median_least_and_quartiles():
    assert summary.summary([4, 1, 2, 3, 10]) == {"value": 3, "low": 2, "high": 4}
    assert summary.summary([4, 1, 2, 3, 10], least=True) == {"value": 1, "low": 2, "high": 4}
    assert doctest.testmod(summary).failed == 0


def figure(ours, target=None, stretch=None, how="steps"):
    row = workloads.Row("row", target=target, stretch=stretch, how=how)
    return measure.figure(row, {"PyTorch": summary.summary([4.0]), "ours": summary.summary([ours])})


def test_ratios_and_verdicts():
    assert figure(1.0)["ratios"] == {"ours": 0.25}
    assert [verdict(figure(ours, 0.5, 0.25)) for ours in (1.0, 1.5, 2.0, 2.5)] == [
        "stretch",
        *["reached"] * 2,
        "missed",
    ]
    assert verdict(figure(1.0)) == ""
    assert verdict(figure(2.4, 2.5, how="growth")) == "reached"  # the factor itself is judged
    assert verdict(figure(2.6, 2.5, how="growth")) == "missed"
    assert figure(2.4, how="beyond")["judged"] is None


def test_growth_and_imports_are_of_the_same_side():
    once, twice = ({who: {"value": value} for who, value in pair} for pair in ([("ours", 2.0)], [("ours", 5.0)]))
    assert summary.growth(once, twice)["ours"]["value"] == 2.5
    samples = {"ours": [30.0, 50.0, 31.0], "by hand": [20.0, 20.0, 20.0]}
    assert processes.import_times_without_numpy(samples) == {"ours": {"value": 11, "low": 10.5, "high": 20.5}}


def test_fresh_processes_tell_time_and_memory():
    assert 0 < processes.import_samples(["by hand"], 1)["by hand"][0] < 1e5
    memory = processes.peak_memory(["by hand"], 1)
    assert sys.platform == "win32" or 5 < memory["by hand"]["value"] < 500


# ------------------------------------------------------------------------------------------------- table, page, file


def test_page_is_what_the_measurement_says():
    made = page(json.loads(RECORD.read_text("utf-8")))
    again = "python -m benchmarks --from docs/measurements/engine.json --markdown docs/BENCHMARKS.md"
    assert (ROOT / "docs" / "BENCHMARKS.md").read_text("utf-8") == made, f"made otherwise; renew it: {again}"
    assert [f["title"] for f in json.loads(RECORD.read_text("utf-8"))["figures"]] == [r.title for r in workloads.ROWS]


def test_page_and_table_name_what_is_missed_and_what_is_not_installed():
    versions = {"Python": "3.11.7", "torch": "2.13.0", "tinygrad_lite": "0.1.0", "numpy": "2.4.6", "mygrad": None}
    record = {"date": "2026-11-22", "machine": "a machine", "load": None, "threads": None, "rounds": 60, "seconds": 100}
    record |= {"versions": versions, "figures": [figure(3.0, 0.5), figure(1.8, 0.5, 0.25)]}
    for text in (page(record), table(record)):
        assert "mygrad: not installed" in text
        assert "missed" in text
    assert "- row: 0.75, target 0.50" in page(record)
    assert "- row: 0.45, stretch 0.25" in page(record)
    assert "1 of 2 targets reached." in table(record)
    record["figures"] = [figure(1.0, 0.5)]
    assert "Every target is reached." in page(record)


@pytest.fixture
def one_thread(monkeypatch):
    """As in a process of its own; the whole command in one is run by tests/house/test_command_line.py."""
    monkeypatch.setattr(measure, "threads", lambda: 1)


def test_command_writes_record_and_page_and_shows_them_again(one_thread, tmp_path, capsys):
    file, first, second = (str(tmp_path / name) for name in ("figures.json", "first.md", "second.md"))
    assert command.main(["--quick", "--only", "add of", "--json", file, "--markdown", first]) == 0
    printed = capsys.readouterr().out
    record = json.loads(Path(file).read_text("utf-8"))
    assert set(record) == {"date", "machine", "load", "versions", "threads", "rounds", "seconds", "figures"}
    assert record["figures"][0]["target"] == 0.65
    assert set(record["figures"][0]["sides"]) == set(sides.available())
    assert printed == table(record) + "\n"
    assert command.main(["--from", file, "--markdown", second]) == 0
    assert capsys.readouterr().out == printed
    assert Path(first).read_text("utf-8") == Path(second).read_text("utf-8") == page(record)


# ----------------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "subtraction"], "no row has this in its name. There are:\n  a: XOR MLP"),
        (["--json", "."], "cannot be written (this is a folder; give the path of a file)"),
        (["--markdown", f"{__file__}/x.md"], "cannot be written (a file is where a folder should be)"),
        (["--called", "other bench", "--rounds", "0"], "other bench: error: --rounds must be"),
        (["--rounds", "0"], "--rounds must be at least 1, got 0"),
    ],
)
def test_wrong_use_ends_with_2(arguments, said, capsys):
    with pytest.raises(SystemExit) as end:
        command.main(arguments)
    assert end.value.code == 2
    assert said in capsys.readouterr().err


def refused(capsys, *arguments):
    assert command.main(list(arguments)) == 1
    return capsys.readouterr().err


def test_without_pytorch_it_says_so(monkeypatch, capsys):
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    assert "PyTorch is what everything is compared with, and it is not installed" in refused(capsys, "--quick")


def test_several_threads_are_refused(monkeypatch, capsys):
    monkeypatch.setattr(measure, "threads", lambda: 2)
    assert "may use 2 threads here, not one each" in refused(capsys, "--only", "add of")


def test_nothing_is_timed_where_sides_differ(one_thread, monkeypatch, capsys):
    monkeypatch.setattr(agreement, "TOLERANCE", -1)
    assert "add of 4: ours differs by 0" in refused(capsys, "--only", "add of")


@pytest.mark.parametrize(("text", "said"), [("{", "Expecting property name"), ("[]", "not a record that --json")])
def test_file_that_is_no_record_is_named(text, said, tmp_path, capsys):
    (tmp_path / "old.json").write_text(text)
    with pytest.raises(SystemExit) as end:
        command.main(["--from", str(tmp_path / "old.json")])
    assert end.value.code == 2
    error = capsys.readouterr().err
    assert said in error
    assert "old.json" in error
