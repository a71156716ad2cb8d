"""Several hand-ins of one student: the last, the first, the best, or the best of each exercise."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.test_classroom import ANSWERS, sandboxed
from tests.grading.test_files_in import LOSS, put
from tinygrad_lite.cli import main
from tinygrad_lite.grading import canaries, classroom
from tinygrad_lite.grading.attempts import BEST, BEST_OF_EACH, FIRST, LAST, RULES, TWICE, UNCLEAR, best_of, one_of_each
from tinygrad_lite.grading.class_list import compared
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.listed import Listed
from tinygrad_lite.grading.listing import every_file
from tinygrad_lite.grading.record import NEEDS_A_PERSON, Mark, Record
from tinygrad_lite.grading.screen import told
from tinygrad_lite.grading.tables import read_table

REPORT = Path("report")


def name(hour):
    return f"Homework 2_jdoe_attempt_2026-11-22-{hour:02d}-00-00_02_loss.ipynb"


ALL = [8, 15, 22]


@pytest.mark.parametrize(("rule", "counting"), [(LAST, [22]), (FIRST, [8]), (BEST, ALL), (BEST_OF_EACH, ALL)])
def test_which_of_them_are_graded(rule, counting, tmp_path):
    files = every_file(put(tmp_path, {name(hour): LOSS for hour in (15, 8, 22)}))
    found = one_of_each(files, rule)
    assert [one.path for one in found if one.counts] == [name(hour) for hour in counting]
    assert {one.attempt for one in found} == {1, 2, 3}


@pytest.mark.parametrize(
    ("rule", "said"),
    [(LAST, "2  handed in twice: the later one counts"), (FIRST, "2  handed in twice: the earlier one counts")],
)
def test_which_of_them_counts_is_said(rule, said, tmp_path):
    files = one_of_each(every_file(put(tmp_path / "class", {name(hour): LOSS for hour in (15, 8, 22)})), rule)
    printed = [line.strip() for line in told(compared(files, None), tmp_path / "report")]
    assert [line.partition(" (")[0] for line in printed if line.startswith("2  ")] == [said]


def test_of_two_the_order_is_not_known_where_one_has_no_time_that_can_be_read(tmp_path):
    """It may have come before the other or after it: that is asked."""
    folder = "submission_{}/02_loss.ipynb"
    block = "submission_{}:\n  :submitters:\n  - :name: Jane Doe\n    :sid: jdoe\n  :created_at: {}\n"
    times = ("2026-11-22 14:58:07 UTC", "15 nov. 2026 à 14:58")
    metadata = "".join(block.format(number, time) for number, time in enumerate(times)).encode()
    notebooks = {folder.format(number): LOSS + b" " * number for number in range(2)}
    files = every_file(put(tmp_path, notebooks | {"submission_metadata.yml": metadata}))
    (refused,) = (one for one in one_of_each(files) if one.note.startswith(TWICE))
    assert refused.note.endswith(UNCLEAR)
    assert {one.attempt for one in one_of_each(files)} == {0}


def attempt(path, *points, state="graded"):
    marks = tuple(
        Mark(f"loss/{number}", 2, one, share=0.5 if path == "late" else 1.0) for number, one in enumerate(points)
    )
    return Record("jdoe", path, path, "02_loss", state=state, marks=marks)


@pytest.mark.parametrize(
    ("attempts", "path", "points", "from_others"),
    [
        ([attempt("a", 1, 0), attempt("b", 0, 2)], "b", [1, 2], ["a", ""]),
        ([attempt("a", 1, 1), attempt("b", 1, 1)], "b", [1, 1], ["", ""]),  # of equals the last
        ([attempt("a", 2, 0), attempt("b", 1, 0), attempt("c", 0, 1)], "a", [2, 1], ["", "c"]),
        ([attempt("a", 1, 1), attempt("late", 2, 2)], "late", [1, 1], ["", ""]),
        ([attempt("a", 1, 1), attempt("late", 1, 2)], "a", [1, 1], ["", ""]),
        ([attempt("a", None, 1), attempt("b", 0, 1)], "b", [0, 1], ["", ""]),
        ([attempt("a", 0, 0), attempt("b", state=NEEDS_A_PERSON)], "b", [], []),
    ],
)
def test_the_best_of_them(attempts, path, points, from_others):
    files = [Listed(one.path, "jdoe") for one in attempts]
    best = best_of(attempts, files, BEST_OF_EACH)
    assert best.path == path
    assert [mark.counted for mark in best.marks] == points
    assert [mark.attempt for mark in best.marks] == from_others
    whole = best_of(attempts, files, BEST)
    assert whole.path == path
    assert not any(mark.attempt for mark in whole.marks)
    assert best_of(attempts[:1], files[:1], BEST) is attempts[0]


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({}, "You handed in 2 times. This is the attempt with the most points: sha256 b000-0000-0000."),
        ({"attempt": 5}, "You handed in 2 times. This is the attempt with the most points: the second."),
        (
            {"attempt": 5, "handed_in": "2026-11-22T14:58:07+01:00"},
            "You handed in 2 times. This is the attempt with the most points: "
            "the second, handed in at 2026-11-22 14:58+01:00.",
        ),
        (
            {"handed_in": "2026-11-22T14:58:07", "members": ("jdoe", "ben")},
            "Your group handed in 2 times. This is the attempt with the most points: handed in at 2026-11-22 14:58.",
        ),
        (
            {"handed_in": "LATE", "attempt": 1},
            "You handed in 2 times. This is the attempt with the most points: the second.",
        ),
    ],
)  # fmt: skip
def test_which_attempt_it_is_is_said_without_the_files_name(about, said):
    """A file is called after who handed it in: of a group, another member."""
    attempts = [replace(attempt(path, points), sha256=path + "0" * 63) for path, points in (("a", 0), ("b", 1))]
    files = [Listed(one.path, "jdoe", sha256=one.sha256, **about) for one in attempts]
    assert best_of(attempts, files, BEST).notes == (said,)


# ---------------------------------------------------------------------------------------------------------- a class

MAE = '@exercise("loss/mae")\ndef mae(predicted, target):\n    return np.mean(np.abs(predicted - target))'
CELLS = {8: [ANSWERS["anna"]], 15: [ANSWERS["ben"], MAE], 22: [ANSWERS["dora"]]}


@pytest.fixture
def course(tmp_path, monkeypatch):
    """One student with three attempts: the first has one exercise right, the second another one, the last none."""
    if not sandboxed():
        pytest.skip("students' programs cannot be held here")
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "class", {name(hour): canaries.notebook("02_loss", cells) for hour, cells in CELLS.items()})
    return tmp_path


def graded(rule, *more, points=""):
    """What is printed, and the marks of the two exercises."""
    Path("grading.toml").write_text(f'{points}[time]\nattempts = "{rule}"\n', encoding="utf-8")
    command = ["grade", "class", "--out", "report", "--seed", "0", "--settings", "grading.toml", *more]
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    rows = {row["exercise"]: row["points"] for row in read_table(REPORT / "grades.csv")}
    return result.output, rows["loss/mse"], rows["loss/mae"]


def withdrawn(*paths):
    """Write into who.csv that these files do not count."""
    rows = [
        {**row, "counts": "no" if row["path"] in paths else row["counts"]} for row in read_table(REPORT / "who.csv")
    ]
    with (REPORT / "who.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


@pytest.mark.slow
def test_every_rule_gives_its_marks_and_says_why_they_moved(course):
    assert graded(LAST)[1:] == ("0", "")
    assert graded(FIRST)[1:] == ("2", "")
    assert graded(BEST)[1:] in {("2", ""), ("0", "2")}
    printed, mse, mae = graded(BEST_OF_EACH)
    assert (mse, float(mae) > 0) == ("2", True)
    assert "2  of these further attempts; the best counts" in printed
    assert "02_loss: 1 of 1 hand-in graded" in printed
    assert "3 files = 3 to be graded + 0 listed." in printed
    assert "Files: 3 = 3 graded (2 of them further attempts; the best counts) + 0 listed" in printed
    assert {row["reason"] for row in read_table(REPORT / "changes.csv")} == {"hand-in changed"}
    page = next((REPORT / "feedback").glob("*.html")).read_text("utf-8")
    assert "You handed in 3 times. Of each exercise the best attempt counts." in page
    who = {row["path"]: (row["counts"], row["note"]) for row in read_table(REPORT / "who.csv")}
    assert [who[name(hour)][0] for hour in CELLS].count("yes") == 1
    assert who[name(22)] == ("no", next(note for counts, note in who.values() if counts == "no" and "for" not in note))
    assert "loss/m" in next(note for _, note in who.values() if "this one counts for" in note)


@pytest.mark.slow
@pytest.mark.parametrize("rule", [BEST, BEST_OF_EACH])
def test_the_best_attempt_that_is_not_in_the_next_download_is_asked_about(course, rule):
    """The download may be a part: the mark stays, until somebody says that this attempt was withdrawn."""
    before = graded(rule)[1:]
    for hour in (8, 15):
        (course / "class" / name(hour)).unlink()
    printed, *after = graded(rule)
    assert tuple(after) == before
    assert "2  handed in before, and not in this download: " in printed
    assert not (REPORT / "changes.csv").exists()
    who = {row["path"]: row for row in read_table(REPORT / "who.csv")}
    assert who.keys() == {name(hour) for hour in CELLS}
    needs = [row["why"] for row in read_table(REPORT / "needs.csv")]
    assert any("not in this download" in why for why in needs), needs
    withdrawn(name(8), name(15))
    assert graded(rule)[1:] == ("0", "")
    assert {row["reason"] for row in read_table(REPORT / "changes.csv")} == {"hand-in changed"}


@pytest.mark.slow
def test_an_attempt_that_is_there_under_another_name_is_not_missed(course):
    before = graded(BEST)[1:]
    for hour in CELLS:
        (course / "class" / name(hour)).rename(course / "class" / name(hour).replace("Homework 2", "Homework 2 again"))
    printed, *after = graded(BEST)
    assert tuple(after) == before
    assert "not in this download" not in printed


@pytest.mark.slow
def test_a_mark_that_comes_from_the_same_file_is_not_told_as_another_hand_in(course):
    """With other points another attempt is the best as a whole; each exercise's best one is the same."""
    graded(BEST_OF_EACH, points='[points]\n"loss/mse" = 9\n"loss/mae" = 2\n')
    graded(BEST_OF_EACH, points='[points]\n"loss/mse" = 1\n"loss/mae" = 8\n')
    reasons = {row["exercise"]: row["reason"] for row in read_table(REPORT / "changes.csv")}
    assert reasons == {"loss/mse": "points changed", "loss/mae": "points changed"}


@pytest.mark.slow
def test_every_mark_of_a_composed_hand_in_can_be_shown_again(course):
    graded(BEST_OF_EACH)
    for exercise in ("mse", "mae"):
        assert "It came out as in that run." in graded(BEST_OF_EACH, "--replay", "jdoe", exercise)[0]


@pytest.mark.slow
def test_a_part_again_keeps_the_attempts_apart(course):
    whole = graded(BEST_OF_EACH)[1:]
    assert graded(BEST_OF_EACH, "--only", "mae")[1:] == whole
    assert graded(BEST_OF_EACH, "--student", "jdoe")[1:] == whole
    assert not (REPORT / "changes.csv").exists()


@pytest.mark.slow
def test_an_attempt_that_is_taken_away_takes_its_marks_with_it(course):
    assert graded(BEST_OF_EACH)[1] == "2"
    taken = next(one.attempt for one in marks_of_the_last_run() if one.attempt)
    (course / "class" / taken).unlink()
    graded(BEST_OF_EACH, "--list")
    withdrawn(taken)
    graded(BEST_OF_EACH, "--only", "bce")
    after = {one.id: (one.auto, one.attempt) for one in marks_of_the_last_run()}
    assert after["loss/mse" if taken == name(8) else "loss/mae"] in {(0.0, ""), (None, "")}


def marks_of_the_last_run():
    (record,) = KeptRuns(REPORT).last().records()
    return record.marks


def test_what_an_instructor_chose_goes_first(course):
    graded(BEST)
    table = (REPORT / "who.csv").read_text("utf-8-sig").splitlines(keepends=True)
    chosen = [line.replace(",no,", ",yes,") if name(22) in line.partition(",")[0] else line for line in table]
    (REPORT / "who.csv").write_text("".join(chosen), encoding="utf-8")
    assert graded(BEST)[1:] == ("0", "")


def test_there_are_no_other_rules():
    assert RULES == ("last in time", "first", "best", "best of each exercise")
