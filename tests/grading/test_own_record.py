"""A student's own progress file: what it says is shown, and changes no mark; one that makes no sense says nothing."""

import json

import pytest

from tests.grading.simulated import natural_class
from tinygrad_lite.course.progress_file import Progress
from tinygrad_lite.grading import canaries
from tinygrad_lite.grading.about_run import About
from tinygrad_lite.grading.class_numbers import class_numbers
from tinygrad_lite.grading.listing import OWN_RECORD, listing, without_notebook
from tinygrad_lite.grading.own_record import from_run, own_records, shown_in
from tinygrad_lite.grading.pages.class_report import lecture_page, report_page
from tinygrad_lite.grading.record import Mark, Record
from tinygrad_lite.grading.submissions import submissions
from tinygrad_lite.grading.tables import grade_rows


def test_what_the_lesson_notes_is_read(tmp_path):
    progress = Progress(tmp_path)
    progress.note_try("loss/mse", "wrong")
    progress.note_hint("loss/mse", 2)
    progress.note_solution("loss/mse")
    progress.note_hint("loss/mae", 1)
    progress.note_try("loss/bce", "right")
    assert shown_in(progress.path.read_bytes()) == {"loss/mse": (2, True), "loss/mae": (1, False)}


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"exercises": 3}', b"[" * 100_000, b"\xff\xfe", b"null"])
def test_nonsense_is_no_record(content, tmp_path):
    (tmp_path / "anna").mkdir()
    (tmp_path / "anna" / "progress.json").write_bytes(content)
    assert own_records(submissions(tmp_path)) == {}


def test_odd_entries_say_nothing():
    entries = {"a": {"hints": 10**30}, "b": {"hints": "2"}, "c": {"hints": True}, "d": {"solution_shown": 1}, "e": 5}
    assert shown_in(json.dumps({"exercises": entries | {"f": {"hints": -1, "solution_shown": True}}}).encode()) == {
        "f": (0, True)
    }


def test_it_is_listed_as_what_it_is_and_counts_for_nothing(tmp_path):
    (tmp_path / "anna").mkdir()
    (tmp_path / "anna" / "02_loss.ipynb").write_bytes(canaries.notebook("02_loss", []))
    Progress(tmp_path / "anna").note_hint("loss/mse", 1)
    (tmp_path / "ben").mkdir()
    Progress(tmp_path / "ben").note_hint("loss/mse", 3)
    files = listing(tmp_path)
    assert [(one.path, one.counts) for one in files if one.note != "a hidden file"] == [
        ("anna/02_loss.ipynb", True), ("anna/progress.json", False), ("ben/progress.json", False),
    ]  # fmt: skip
    assert [one.note for one in files if one.path.endswith("progress.json")] == [OWN_RECORD, OWN_RECORD]
    assert [(record.student, record.state) for record in without_notebook(files)] == [("ben", "not handed in")]
    kept = json.loads(json.dumps({"shown": own_records(submissions(tmp_path))}))
    assert from_run(kept) == {"anna": {"loss/mse": (1, False)}, "ben": {"loss/mse": (3, False)}}


def test_it_is_in_the_table_of_those_who_handed_it_in():
    records = [Record(name, marks=(Mark("loss/mse", 2.0, 2.0), Mark("loss/mae", 2.0, 0.0))) for name in ("anna", "ben")]
    rows = list(grade_rows(records, {"anna": {"loss/mse": (2, True)}}))
    assert [(row.get("hints shown"), row.get("solution shown")) for row in rows] == [
        (2, "yes"), (0, "no"), (None, None), (None, None),
    ]  # fmt: skip
    assert [row["points"] for row in rows] == [2, 0, 2, 0]


def test_the_report_counts_it_and_says_whose_word_it_is():
    records = natural_class(2, 9)
    student = next(record.student for record in records if record.marks)
    numbers = class_numbers(records, "02_loss", About(shown={student: {"loss/mse": (1, True)}}))
    row = next(row for row in numbers["exercises"] if row["id"] == "loss/mse")
    assert (row["hints"], row["solutions"]) == ({"count": 1, "of": 1}, {"count": 1, "of": 1})
    page = report_page(numbers)
    assert "which they can edit" in page
    assert "solution shown" not in lecture_page(numbers)
    assert "solution shown" not in report_page(class_numbers(records, "02_loss", About()))
