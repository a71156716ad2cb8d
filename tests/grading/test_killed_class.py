"""A class that people have worked on is graded again, and the grader is killed (SIGKILL): given once more, it ends with
the marks, tables and pages of a run that nobody killed.

Marks set by hand, texts that a person read, and appeals are there; a notebook is another one than before, and a mark
was typed since.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.hand_class import PACK, notebook
from tests.grading.named import page_of, rows_of
from tests.grading.test_classroom import ANSWERS, sandboxed
from tests.grading.typed_by_hand import mark
from tests.killing import killed_at
from tinygrad_lite import files
from tinygrad_lite.cli import main
from tinygrad_lite.grading import classroom
from tinygrad_lite.grading.extras import Extras
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.tables import read_table

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="processes that are forked and killed"),
    pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here"),
]
TEXTS = {"anna": "Square centimetres.", "ben": "Centimetres.", "carla": "No unit."}
GRADE = ("grade", "submitted", "--out", "report", "--exercises", "my_texts.py", "--seed", "0")
TABLES = ("grades.csv", "needs.csv", "manual.csv", "overrides.csv", "appeals.csv", "changes.csv")


def run(*arguments):
    result = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0 or "to look at: report/needs.csv" in result.output, result.output


def hand_in(student, answer, text):
    folder = Path("submitted") / student
    folder.mkdir(parents=True, exist_ok=True)
    cells = {"loss-mse": answer, "mine-unit": text}
    (folder / "02_loss.ipynb").write_bytes(notebook(Path("for_students/02_loss.ipynb"), cells))


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """The folder of the class before the run that is killed."""
    top = tmp_path_factory.mktemp("class")
    with pytest.MonkeyPatch.context() as patch:
        quick(patch)
        patch.chdir(top)
        shutil.copyfile(PACK, "my_texts.py")
        run("release", "02_loss", "--exercises", "my_texts.py", "--out", "for_students")
        for student, text in TEXTS.items():
            hand_in(student, ANSWERS[student], text)
        run(*GRADE)
        mark(Path("report/manual.csv"), {("mine/unit", "Square"): {"score": "2", "comment": "And the root?"}})
        run("override", "report", "ben", "loss/mse", "1.5", "Read otherwise.")
        page = page_of(Path("report"), "ben").read_text("utf-8")
        code = re.search(r"02_loss-mse-\w+-r1", page)[0]
        Path("report/appeals.csv").write_text(f"code,asked,decided,by,note\n{code},Monday,,,\n", "utf-8")
        run(*GRADE)
        mark(Path("report/manual.csv"), {("mine/unit", "Centi"): {"score": "1", "comment": "Only one of them."}})
        hand_in("anna", ANSWERS["dora"], "Square centimetres, and the root is in centimetres.")
    Extras().load()
    return top


def quick(patch):
    """Without waiting for the disk and without canaries, in this process; at one time of day."""
    patch.setattr(files.os, "fsync", lambda file: None)
    patch.setattr(classroom, "canaries", lambda lesson: [])
    patch.setattr(classroom, "sample", lambda some, seed: [])  # with seeds of which PyTorch tells the right answers
    patch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))


@pytest.fixture(scope="module")
def whole(before):
    """What there is where nobody kills it."""
    top = before.with_name("whole")
    shutil.copytree(before, top)
    with pytest.MonkeyPatch.context() as patch:
        quick(patch)
        patch.chdir(top)
        run(*GRADE)
        found = told()
    Extras().load()
    return found


def told():
    """Tables and pages, without the numbers of runs: one that was killed as it began has used a number up."""
    report = Path("report")
    tables = {name: [sorted(plain(row).items()) for row in read_table(report / name)] for name in TABLES}
    pages = {path.name: without_numbers(path.read_text("utf-8")) for path in sorted(report.rglob("*.html"))}
    return tables | pages


def plain(row):
    return {column: without_numbers(cell) for column, cell in row.items() if column not in ("run", "when", "time")}


def without_numbers(text):
    return re.sub(r"-r\d+\b|runs/\d{4}|[Rr]un \d+|\d{4}-\d\d-\d\d[T ][\d:]+[+-]?\d*|\d+ seconds?", "", text)


def test_the_class_is_what_the_tests_need(whole):
    points = {(row["student"], row["exercise"]): row["points"] for row in map(dict, whole["grades.csv"])}
    assert points["ben", "loss/mse"] == "1.5"
    assert points["ben", "mine/unit"] == "1"
    assert points["anna", "loss/mse"] == "0"
    assert points["anna", "mine/unit"] == ""
    assert any("appeal is open" in dict(row)["why"] for row in whole["needs.csv"])
    assert len(whole["changes.csv"]) >= 3


#: Touches of the disk. A run has some hundred.
SOME = sorted(random.Random(5).sample(range(1, 200), 12))
INSTANTS = [pytest.param(SOME, id="some"), pytest.param(range(1, 2000, 3), id="many", marks=pytest.mark.full)]


@pytest.mark.slow
@pytest.mark.parametrize("instants", INSTANTS)
def test_killed_at_a_touch_of_the_disk_it_ends_with_the_same(instants, before, whole, tmp_path, monkeypatch):
    quick(monkeypatch)
    marks = told_marks(before)
    for step in instants:
        top = tmp_path / "killed"
        shutil.rmtree(top, ignore_errors=True)
        shutil.copytree(before, top)
        monkeypatch.chdir(top)
        killed = killed_at(step, lambda touch: run(*GRADE))
        moved_with_a_line(marks, step)
        if not is_done():
            run(*GRADE)
        Extras().load()
        assert told() == whole, step
        assert not list(top.rglob("*.part"))
        if not killed:
            break
    assert not killed or instants is SOME


def told_marks(top):
    return {(row["student"], row["exercise"]): row["points"] for row in read_table(top / "report" / "grades.csv")}


def moved_with_a_line(marks, step):
    """A mark that moved is never without its line, whatever came of the run."""
    lines = {(row["student"], row["exercise"]) for row in rows_of(Path("report/changes.csv"))}
    now = told_marks(Path())
    assert {place for place in now if now[place] != marks.get(place)} <= lines, step


MOMENTS = [pytest.param(n, marks=() if n < 2 else pytest.mark.full) for n in range(24)]


@pytest.mark.slow
@pytest.mark.parametrize("number", MOMENTS)
def test_killed_at_a_random_moment_with_all_its_processes(number, before, whole, tmp_path, monkeypatch):
    """Every second time while tables and pages are written, which takes the smaller part of a run."""
    moment = random.Random(number)
    shutil.copytree(before, tmp_path / "killed")
    monkeypatch.chdir(tmp_path / "killed")
    command = [sys.executable, "-m", "tinygrad_lite", *GRADE]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, start_new_session=True, **quiet)
    try:
        begun, end = time.monotonic(), time.monotonic() + 120
        while number % 2 and process.poll() is None and time.monotonic() < end and not is_writing():
            time.sleep(0.002)
        latest = 0.5 if number % 2 else 8
        time.sleep(moment.random() * latest)
        assert time.monotonic() - begun < 130
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    moved_with_a_line(told_marks(before), number)
    quick(monkeypatch)
    if not is_done():
        run(*GRADE)
    Extras().load()
    assert told() == whole


def is_writing():
    """Whether everything is graded, and not all is written."""
    last = KeptRuns(Path("report")).last(finished=False)
    return last is not None and last.number > 2 and last.finished and not last.done


def is_done():
    """Whether it was killed when all was written: a further run would be one in which no mark moves."""
    last = KeptRuns(Path("report")).last(finished=False)
    return last is not None and last.number > 2 and last.done
