"""Kept runs: whole files, runs that go on, one grader at a time."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from tinygrad_lite.grading.kept_runs import Busy, KeptRuns
from tinygrad_lite.grading.record import GRADED, MACHINE, Mark, Record

ANNA = Record("anna", "anna/02_loss.ipynb", "9f", "02_loss", seed=7, marks=(Mark("loss/mse", 2, 2.0, status="right"),))
BEN = Record("ben", "ben/ä.ipynb", "0c", "02_loss", state=MACHINE, why="no memory", notes=("late",), seed=8)


def test_a_record_is_read_as_it_was_written(tmp_path):
    run = KeptRuns(tmp_path).begin({"seed": 3})
    for record in (BEN, ANNA):
        run.keep(record)
    assert list(run.records()) == [ANNA, BEN]
    assert run.kept("anna", "anna/02_loss.ipynb", "9f") == ANNA
    assert run.kept("anna", "anna/02_loss.ipynb", "9e") is None  # another file now
    assert run.kept("carla", "", "") is None


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"student": "anna"}', '{"student": "a", "new": 1}', "\x00"]
)
def test_half_a_file_is_no_record(tmp_path, content):
    run = KeptRuns(tmp_path).begin({})
    run.keep(ANNA)
    next((run.folder / "marks").glob("*.json")).write_text(content, encoding="utf-8")
    assert run.kept("anna", "anna/02_loss.ipynb", "9f") is None
    assert list(run.records()) == []


def test_runs_are_counted_and_the_last_one_is_found(tmp_path):
    runs = KeptRuns(tmp_path)
    assert runs.last() is None
    first = runs.begin({"seed": 1})
    assert runs.last() is None
    assert runs.last(finished=False).number == 1
    first.save(finished="2026-11-23")
    second = runs.begin({"seed": 2})
    assert (first.number, second.number) == (1, 2)
    assert runs.last().info == {"seed": 1, "finished": "2026-11-23"}
    assert runs.last(finished=False).info["seed"] == 2
    (runs.folder / "0003").mkdir()  # killed before its run.json was there
    assert runs.begin({}).number == 4
    assert [run.number for run in runs.all()] == [1, 2, 4]


def test_the_same_file_keeps_its_seed(tmp_path):
    runs = KeptRuns(tmp_path)
    runs.begin({}).keep(ANNA)
    runs.begin({}).keep(BEN)
    assert runs.seeds() == {"9f": 7, "0c": 8}


def test_a_student_s_name_is_no_way_out_of_the_folder(tmp_path):
    run = KeptRuns(tmp_path / "report").begin({})
    for name in ("../../x", "a/b", "CON", "x" * 300, "\x00", ""):
        run.keep(Record(name, name))
    files = {file.parent for file in tmp_path.rglob("*") if file.is_file()}
    assert files == {tmp_path / "report", run.folder, run.folder / "marks"}
    assert len(list(run.records())) == 6


def test_two_graders_at_once_are_told(tmp_path):
    runs = KeptRuns(tmp_path / "new")
    with runs.alone():
        with pytest.raises(Busy, match=f"by process {os.getpid()}"), KeptRuns(tmp_path / "new").alone():
            pass
        if os.name == "posix":
            assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    with KeptRuns(tmp_path / "new").alone():
        pass


def test_what_a_killed_grader_left_half_written_is_removed(tmp_path):
    """Of any file, also of those that are not written a second time."""
    report = tmp_path / "report"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    page = report / "feedback" / "anna" / "02_loss.html"
    page.parent.mkdir(parents=True)
    left, living = (f"{page}.{platform.node()}-{process}-1.part" for process in (ended.pid, os.getpid()))
    for part in map(Path, (left, living)):
        part.write_text("half", encoding="utf-8")
        os.utime(part, (0, 0))
    with KeptRuns(report).alone():
        assert not Path(left).exists()
        assert Path(living).exists() or os.name != "posix"  # where it cannot be asked, its age decides


def test_points_are_those_of_the_marks():
    assert ANNA.points == 2
    assert json.loads(json.dumps(BEN.as_json()))["state"] != GRADED
