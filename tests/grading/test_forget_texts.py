"""Texts that a person marks: markers read no names, and what they have typed outlives whoever is forgotten."""

import re

import pytest
from click.testing import CliRunner

from tests.grading.named import page_of
from tests.grading.test_hand_marking import WHY, Class, run
from tests.grading.typed_by_hand import rows_in
from tinygrad_lite import files
from tinygrad_lite.cli import main
from tinygrad_lite.grading import forget
from tinygrad_lite.grading import publish as publishing
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.pseudonyms import Known, Pseudonyms
from tinygrad_lite.grading.report_files import files_of
from tinygrad_lite.grading.tables import read_table

TEXTS = {
    "ada": "Because I, Ada Quistgård,\nmeasured it.",
    "ben": "It is smooth.\nAda Quistgård showed me, on 4711815.",
    "carla": "The root.",
    "dora": "The root.",
}
HERS = re.compile(r"Quistg|Ada|measured it")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A class whose texts are all marked."""
    monkeypatch.setattr(files.os, "fsync", lambda file: None)
    for module in (publishing, forget):
        monkeypatch.setattr(module, "write_reports", lambda *arguments: [])
    course = Class(tmp_path / "report")
    course.texts = dict(TEXTS)
    Pseudonyms(course.report).learn([Known("ada", {"Ada Quistgård", "aquist1"}), Known("ben", {"Ben Oyelaran"})])
    course.graded()
    for place, text in enumerate(sorted(course.rows())):
        course.type(text, score=f"{place + 1}", comment=f"said {place}")
    course.graded()
    return course


def forgotten(course, *who):
    result = CliRunner().invoke(main, ["forget", str(course.report), *who], catch_exceptions=False)
    assert result.exit_code == 0, result.output


def test_markers_read_no_names_and_no_long_numbers(course):
    read = [course.report / "manual.csv", course.report / "manual_log.csv", *course.report.glob("manual/*.html")]
    assert len(read) == 3
    for path in read:
        text = path.read_text("utf-8")
        assert "[name]" in text
        assert not re.search("Quistg|Ada|4711815", text), path
    assert course.marks() == {"ada": "1", "ben": "2", "carla": "3", "dora": "3"}


def test_with_a_student_go_her_answers_and_what_was_typed_of_them(course):
    forgotten(course, "aquist1")
    assert course.marks() == {"ben": "2", "carla": "3", "dora": "3"}
    left = {path.name for path in course.report.rglob("*") if path.is_file() and HERS.search(path.read_text("utf-8"))}
    assert left == set()
    assert [row["score"] for row in rows_in(course.file)] in (["2", "3"], ["3", "2"])
    assert "said 1" in page_of(course.report, "ben").read_text("utf-8")
    (text,) = [one for one in course.rows() if "smooth" in one]
    assert text.splitlines() == ["It is smooth.", "[name] showed me, on [name]."]  # its lines stay
    records = {record.student: record for record in KeptRuns(course.report).last().records()}
    assert records["ben"].texts[WHY] == "It is smooth.\n[name] showed me, on 4711815."
    log = read_table(course.report / "manual_log.csv")
    assert {row["answer_id"] for row in log if row["score"]} == {row["answer_id"] for row in rows_in(course.file)}


def test_what_was_typed_holds_when_the_download_that_still_names_her_is_graded_again(course):
    """Otherwise marks that went out are open again, of people who have nothing to do with it."""
    forgotten(course, "aquist1")
    del course.texts["ada"]
    course.graded()
    assert course.marks() == {"ben": "2", "carla": "3", "dora": "3"}
    forgotten(course, "carla")  # and once more, of somebody else
    del course.texts["carla"]
    course.graded()
    assert course.marks() == {"ben": "2", "dora": "3"}


@pytest.mark.parametrize("graded_again", [False, True])
def test_with_whoever_named_her_goes_what_his_answer_was_called(course, graded_again):
    forgotten(course, "aquist1")
    assert len(read_table(course.report / ".manual-renamed.csv")) == 1
    assert course.report / ".manual-renamed.csv" in {path for path, _ in files_of(course.report)}
    if graded_again:
        del course.texts["ada"]
        course.graded()
    forgotten(course, "ben")
    assert read_table(course.report / ".manual-renamed.csv") == []


def test_a_marker_of_the_same_first_name_stays(course, tmp_path):
    """Otherwise nobody could merge or deal out again: who gave a mark would be called [name]."""
    course = Class(tmp_path / "unmarked")
    course.texts = dict(TEXTS)
    Pseudonyms(course.report).learn([Known("ada", {"Ada Quistgård", "aquist1"}), Known("ben", {"Ben Oyelaran"})])
    course.graded()
    assert run("manual", "split", course.report, "--graders", "Ada,emil", "--overlap", "1").exit_code == 0
    forgotten(course, "aquist1")
    tables = [course.report / "manual_Ada.csv", course.report / ".manual-split.csv"]
    assert all({row["grader"] for row in rows_in(table)} >= {"Ada"} for table in tables)
    assert "[name]" not in run("manual", "merge", course.report).output


def test_an_answer_that_others_gave_too_stays(course):
    forgotten(course, "carla")
    assert course.marks() == {"ada": "1", "ben": "2", "dora": "3"}
    assert course.rows()["The root."]["count"] == "1"


def test_all_texts_go_and_their_marks_stay(course):
    forgotten(course, "--work")
    assert course.marks() == {"ada": "1", "ben": "2", "carla": "3", "dora": "3"}
    assert "said 1" in page_of(course.report, "ben").read_text("utf-8")
    told = [path.read_text("utf-8") for path in course.report.rglob("*") if path.is_file()]
    assert not re.search("smooth|The root|measured", " ".join(told))
    forgotten(course, "--work")
    assert course.marks() == {"ada": "1", "ben": "2", "carla": "3", "dora": "3"}


@pytest.mark.parametrize(("student", "cell"), [("'t Hooft", "'t Hooft"), ("=a", "'=a"), ("tis", "tis")])
def test_a_line_is_known_by_the_name_as_it_is_not_by_the_sign_that_a_table_puts_before_it(student, cell, tmp_path):
    Pseudonyms(tmp_path).learn([Known(student), Known("'tis")])
    person = forget.Person.of(Pseudonyms(tmp_path), student, tmp_path)
    assert person.has({"student": cell})
    assert person.has({"your student": cell})
    assert not person.has({"student": "'tis"})
