"""What instructors' commands write survives SIGKILL at any instant: each file is the old one or the new one, whole,
what somebody typed is still there, and the same command given again ends as if nothing had happened.
"""

import contextlib
import functools
import os
import shutil
from dataclasses import replace

import pytest

from tests.grading.test_hand_marking import Class, run
from tests.grading.typed_by_hand import rows_in
from tests.killing import killed_at, snapshot
from tinygrad_lite import files
from tinygrad_lite.grading import command_manual, gone_out, publish
from tinygrad_lite.grading.tables import read_table

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes that are forked and killed")
#: The first instants, and some later ones; with --full all of them.
SOME = [*range(1, 12, 3), *range(15, 400, 19)]
ALL = range(1, 2000)
TIERS = [pytest.param(SOME, id="some"), pytest.param(ALL, id="all", marks=pytest.mark.full)]
LMS = "Login;Mark\r\nada;\r\nben;\r\ncarla;\r\n"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Without waiting for the disk, and without class reports, which take long; one time of day."""
    monkeypatch.setattr(files.os, "fsync", lambda file: None)
    for module in (publish, command_manual):
        monkeypatch.setattr(module, "write_reports", lambda *arguments: [])
    monkeypatch.setattr(gone_out.time, "strftime", lambda form: "2026-11-22T23:59:00+0100")


@pytest.fixture
def before(tmp_path):
    """A folder with a report that people have worked in: texts marked, one mark set by hand, marks sent out."""
    course = Class(tmp_path / "before" / "report")
    course.graded()
    course.type("Because it is smooth.", score="2", comment="Larger than what?")
    (tmp_path / "before" / "lms.csv").write_bytes(LMS.encode())
    with contextlib.chdir(tmp_path / "before"):
        run("override", "report", "ben", "loss/mse", 1.5, "Read otherwise.")
        run("grades", "report", "--into", "lms.csv", "--column", "Mark", "--out", "first.csv")
    return tmp_path / "before"


def second_run():
    """Everybody is graded again; one has handed in another text, one nothing more."""
    course = Class(files.Path("report"))
    course.texts |= {"fay": "Now I know."}
    course.graded()


def typed_more():
    """What the instructor types before she merges."""
    course = Class(files.Path("report"))
    course.type("No idea.", score="0,5", comment="")


COMMANDS = {
    "override": lambda: run("override", "report", "ada", "loss/mse", 0.5, "Looked again."),
    "merge": lambda: run("manual", "merge", "report"),
    "split": lambda: run("manual", "split", "report", "--graders", "anna,ben"),
    "grades": lambda: run("grades", "report", "--into", "lms.csv", "--column", "Mark", "--out", "second.csv"),
}


def each_instant(instants, before, top, do):
    """Kill it at these instants, each time beginning with what was there; gives the folder after each."""
    for step in instants:
        shutil.rmtree(top, ignore_errors=True)
        shutil.copytree(before, top)
        with contextlib.chdir(top):
            killed = killed_at(step, lambda touch: do())
        yield step
        if not killed:
            return
    assert instants is SOME, "more instants than were tried"


def written(before, top, do):
    """What is there before and after."""
    shutil.copytree(before, top)
    old = snapshot(top)
    with contextlib.chdir(top):
        do()
    return old, snapshot(top)


@pytest.mark.parametrize("instants", TIERS)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_done_or_not_done_and_given_again_it_is_done(name, instants, before, tmp_path):
    with contextlib.chdir(before):
        typed_more()
    old, new = written(before, tmp_path / "whole", COMMANDS[name])
    assert old != new
    tried = 0
    for step in each_instant(instants, before, tmp_path / "killed", COMMANDS[name]):
        for path, data in snapshot(tmp_path / "killed").items():
            assert data in (old.get(path), new.get(path)), (step, path, data)
        assert set(old) & set(new) <= set(snapshot(tmp_path / "killed")), step
        with contextlib.chdir(tmp_path / "killed"):
            COMMANDS[name]()
        assert snapshot(tmp_path / "killed") == new, step
        tried += 1
    assert tried > 3


@pytest.mark.slow
@pytest.mark.parametrize("instants", TIERS)
def test_a_second_run_loses_nothing_that_was_typed_and_moves_no_mark_in_silence(instants, before, tmp_path):
    old, new = written(before, tmp_path / "whole", second_run)
    wanted = told(tmp_path / "whole")
    tried = 0
    for step in each_instant(instants, before, tmp_path / "killed", second_run):
        top = tmp_path / "killed"
        for path, data in snapshot(top).items():
            assert path.startswith("report/runs/0002") or data in (old.get(path), new.get(path)), (step, path)
        with contextlib.chdir(top):
            second_run()
        assert told(top) == wanted, step
        tried += 1
    assert tried > 10


def told(folder):
    """Marks, each line on a mark that moved, what was typed, and what people set."""
    report = folder / "report"
    columns = ("student", "exercise", "before", "after", "reason")
    moved = [tuple(row[one] for one in columns) for row in read_table(report / "changes.csv")]
    typed = {row["text"]: (row["score"], row["comment"]) for row in rows_in(report / "manual.csv")}
    marks = {(row["student"], row["exercise"]): row["points"] for row in read_table(report / "grades.csv")}
    return marks, sorted(moved), typed, read_table(report / "overrides.csv")


def test_what_was_typed_is_marks_before_and_after(before):
    """The class is what the tests above need: a text with a mark, an override, marks that went out."""
    marks, moved, typed, overrides = told(before)
    assert typed["Because it is smooth."] == ("2", "Larger than what?")
    assert marks["ben", "loss/mse"] == "1.5"
    assert (len(overrides), len(moved)) == (1, 3)
    assert (before / "report" / "exported.csv").exists()


# ------------------------------------------------------------------------------------------------ nbgrader's gradebook


#: There are some hundred instants, and each costs seconds.
BOOK = [pytest.param([60, 150], id="some"), pytest.param(range(1, 2000, 7), id="many", marks=pytest.mark.full)]


@pytest.mark.slow
@pytest.mark.parametrize("instants", BOOK)
def test_the_gradebook_is_never_half_there(instants, tmp_path):
    """Each student's marks are as they were or as they are to be, what a person gave stays, and the next time all is
    done. Instants are statements of the database, too.
    """
    pytest.importorskip("nbgrader", reason="the extra [nbgrader] is not installed")
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    from tests.grading import test_gradebook as of_book

    before, top = tmp_path / "before", tmp_path / "killed"
    before.mkdir()
    _, records = of_book.class_in(before)
    of_book.written((before, records))
    first, *_ = of_book.names()
    by_person(before, "ben", first, 0.5)
    moved = [
        replace(one, marks=tuple(replace(mark, auto=1.0, status="wrong") for mark in one.marks)) for one in records
    ]

    def write(folder, touch):
        event.listen(Engine, "before_cursor_execute", lambda *about: touch())
        of_book.written((folder, moved))

    def marks(folder):
        return {one: of_book.submission(folder, one)[1] for one in ("anna", "ben", "carla")}

    old = marks(before)
    shutil.copytree(before, tmp_path / "whole")
    of_book.written((tmp_path / "whole", moved))
    new = marks(tmp_path / "whole")
    assert old["anna"] != new["anna"]
    for step in instants:
        shutil.rmtree(top, ignore_errors=True)
        shutil.copytree(before, top)
        killed = killed_at(step, functools.partial(write, top))
        now = marks(top)
        assert all(now[one] in (old[one], new[one]) for one in now), step
        assert now["ben"][first][1] == 0.5
        of_book.written((top, moved))
        assert marks(top) == new, step
        if not killed:
            break
    assert killed == (len(instants) == 2)  # two in the middle of it; of many, the last is behind its end


def by_person(folder, student, cell, points):
    """What somebody gives in formgrader."""
    from nbgrader.api import Gradebook

    from tests.grading.test_gradebook import LESSON

    with Gradebook(f"sqlite:///{folder / 'course' / 'gradebook.db'}", "") as gradebook:
        grade = gradebook.find_grade(cell, LESSON, LESSON, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()
