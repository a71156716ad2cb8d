"""A student who is forgotten leaves no text in hand marking, and nobody else loses a mark by it."""

import pytest
from click.testing import CliRunner

from tests.grading.test_hand_marking import PLOT, WHY, Class
from tests.grading.typed_by_hand import rows_in
from tinygrad_lite import files
from tinygrad_lite.cli import main
from tinygrad_lite.grading import forget
from tinygrad_lite.grading.pseudonyms import Known, Pseudonyms
from tinygrad_lite.grading.tables import read_table

HER_NAME = "Zoë Quistgård"


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Zoë alone wrote one text; Ben's names her, Ada's is like hers in the other question."""
    monkeypatch.setattr(files.os, "fsync", lambda file: None)
    monkeypatch.setattr(forget, "write_reports", lambda *arguments: [])
    course = Class(tmp_path / "report")
    course.report.mkdir()
    Pseudonyms(course.report).learn([Known("zoe", called={HER_NAME, "zquist7"}), Known("ben", called={"Ben Oyelaran"})])
    course.texts = {"zoe": "My very own words.", "ben": f"As {HER_NAME} said: it is smooth.", "ada": "It is smooth."}
    course.graded()
    course.type("My very own", score="3", comment="good")
    course.type("As [name] said", score="2", comment="yours?")
    course.type("It is smooth", score="1")
    course.graded()
    return course


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


def everything(report):
    return "\n".join(path.read_text("utf-8") for path in report.rglob("*") if path.is_file())


def test_names_in_texts_are_hidden_from_whoever_marks(course):
    assert {row["text"] for row in rows_in(course.file)} == {
        "My very own words.", "As [name] said: it is smooth.", "It is smooth.",
    }  # fmt: skip
    for page in course.report.glob("manual/*.html"):
        assert "Quistg" not in page.read_text("utf-8")
    assert "Quistg" not in (course.report / "manual_log.csv").read_text("utf-8")


def test_her_texts_go_and_what_was_typed_of_others_stays(course):
    assert course.marks() == {"zoe": "3", "ben": "2", "ada": "1"}
    assert "My very own" in everything(course.report)
    assert run("forget", course.report, "zquist7").exit_code == 0
    left = everything(course.report)
    for word in ("My very own", "Quistg", "good", "zquist7"):
        assert word not in left, word
    assert course.marks() == {"ben": "2", "ada": "1"}
    assert {row["score"] for row in rows_in(course.file)} == {"1", "2"}
    logged = read_table(course.report / "manual_log.csv")
    assert [row["answer_id"] for row in logged if row["score"] == "2"] == [
        row["answer_id"] for row in rows_in(course.file) if row["score"] == "2"
    ]
    assert course.marks(PLOT).keys() == {"ben", "ada"}


def test_work_goes_and_marks_by_hand_stay(course):
    run("forget", course.report, "--work")
    left = everything(course.report)
    for word in ("My very own", "it is smooth", "It is smooth", "Quistgård said"):
        assert word not in left, word
    assert course.marks() == {"zoe": "3", "ben": "2", "ada": "1"}
    assert run("forget", course.report, "--work").exit_code == 0
    assert course.marks() == {"zoe": "3", "ben": "2", "ada": "1"}


class Killed(BaseException):
    """As if the process had been killed."""


@pytest.mark.parametrize("at", range(1, 12))
def test_killed_at_any_step_and_given_again_nothing_is_lost(course, monkeypatch, at):
    steps, real = at, files.put_in_place

    def step(*arguments):
        nonlocal steps
        steps -= 1
        if steps == 0:
            raise Killed
        return real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(files, "put_in_place", step)
        try:
            ended = run("forget", course.report, "zquist7")
        except Killed:
            ended = None
    if ended is None:
        ended = run("forget", course.report, "zquist7")
        assert ended.exit_code in (0, 1), ended.output  # 1: it was killed behind the last step
    assert "My very own" not in everything(course.report)
    assert course.marks() == {"ben": "2", "ada": "1"}
    assert len([WHY for row in rows_in(course.file) if row["score"]]) == 2
