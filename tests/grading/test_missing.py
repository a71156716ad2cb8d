"""`[policy] missing` of grading.toml: what counts for what was not handed in, and where it shows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.downloads import export
from tests.grading.named import hand_out, page_of, rows_of
from tests.grading.test_classroom import ANSWERS, sandboxed
from tests.grading.test_marks_back import COLUMN, EVERYBODY, SHEETS, report_of, run, table
from tinygrad_lite.cli import main
from tinygrad_lite.grading import canaries
from tinygrad_lite.grading.changes import HAND_IN, MISSING, OVERRIDE, TIME_MOVED
from tinygrad_lite.grading.class_list import Compared
from tinygrad_lite.grading.due import Timing, read_timing
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.grade_sheet import read_grade_sheet
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.listed import Listed
from tinygrad_lite.grading.listing import of_some_lessons, without_lessons
from tinygrad_lite.grading.missing import EMPTY, ZERO, counted_by, for_pages, owed, read_missing, waits_for
from tinygrad_lite.grading.overrides import Override, write_overrides
from tinygrad_lite.grading.publish import write_feedback
from tinygrad_lite.grading.record import MACHINE, NEEDS_A_PERSON, NOT_HANDED_IN, Mark, Record
from tinygrad_lite.grading.screen import told
from tinygrad_lite.grading.settings import read_settings
from tinygrad_lite.grading.tables import grade_rows, read_table, write_table

REPORT = Path("report")


def settings(folder, text):
    (folder / "grading.toml").write_text(text, encoding="utf-8")
    return read_settings(folder / "grading.toml")


@pytest.mark.parametrize(
    ("text", "rule"),
    [("", EMPTY), ("[policy]\n", EMPTY), ('[policy]\nmissing = "empty"\n', EMPTY), ('[policy]\nmissing="zero"', ZERO)],
)
def test_the_rule(text, rule, tmp_path):
    assert read_missing(settings(tmp_path, text)) == rule


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[policy]\n\nmissing = "none"\n', 'line 3: missing is "none". Write "empty" or "zero".'),
        ("[policy]\nmissing = 0\n", 'line 2: missing is 0. Write "empty" or "zero".'),
        ("[policy]\nmissing = [1]\n", 'line 2: missing is [1]. Write "empty" or "zero".'),
        ('[policy]\nmising = "zero"\n', 'line 2: [policy] knows no "mising". Did you mean "missing"?'),
        ('missing = "zero"\n', 'line 1: "missing" belongs below a table'),
        ('[polcy]\nmissing = "zero"\n', "line 1: there is no [polcy]. Did you mean [policy]?"),
        ("policy = 3\n", "line 1: write [policy] on a line of its own"),
    ],
)
def test_another_rule_is_refused_with_its_line(text, says, tmp_path):
    with pytest.raises(GradingError) as refused:
        read_missing(settings(tmp_path, text))
    assert says in str(refused.value)


def test_only_what_was_not_handed_in_counts_zero():
    marks = (
        Mark("loss/mse", 2, state=NOT_HANDED_IN),
        Mark("loss/mae", 2, state=MACHINE),
        Mark("loss/bce", 2, state=NEEDS_A_PERSON),
        Mark("loss/huber", 2, 1.5),
        Mark("loss/why", 2, state=NOT_HANDED_IN, read=True),
        replace(Mark("loss/how", 2, state=NOT_HANDED_IN, read=True), by_hand=1.0),
    )
    record = Record("ada", "a.ipynb", "0", "02_loss", marks=marks)
    assert [mark.counted for mark in counted_by(EMPTY, record).marks] == [None, None, None, 1.5, None, 1.0]
    assert [mark.counted for mark in counted_by(ZERO, record).marks] == [0.0, None, None, 1.5, 0.0, 1.0]
    assert Record.from_json(counted_by(ZERO, record).as_json()) == counted_by(ZERO, record)


def test_rows_of_who_handed_in_nothing():
    info = {"missing": ZERO, "worth": {"02_loss": {"loss/mse": 2.0, "loss/mae": 1.5}}}
    absent = Record("ada", state=NOT_HANDED_IN, why="on the roster")
    unread = Record("ben", "b.ipynb", "1", state=NEEDS_A_PERSON, why="no notebook")
    rows = list(grade_rows([absent, unread], None, {("ada", "loss/mae"): 1.0}, owed(info)))
    assert [(row["student"], row.get("exercise"), row.get("points"), row.get("max")) for row in rows] == [
        ("ada", "loss/mse", 0, 2), ("ada", "loss/mae", 1, 1.5), ("ben", None, None, None),
    ]  # fmt: skip
    assert {row["state"] for row in rows[:2]} == {NOT_HANDED_IN}
    assert owed(info | {"missing": EMPTY}) == owed({}) == {}
    assert [row.get("points") for row in grade_rows([absent], None, None, {})] == [None]


def test_the_page_of_who_handed_in_nothing_has_her_0_and_says_why(tmp_path):
    """It was a page without any mark, and its title said that no lesson had been recognised."""
    worth = {"02_loss": {"loss/mse": 2.0, "loss/mae": 1.5}}
    info = {"missing": ZERO, "worth": worth, "lessons": ["02_loss"], "tier": "sandbox", "seed": 1, "extras": {}}
    absent, here = Record("ada", state=NOT_HANDED_IN, why="on the roster"), Record("ben", "b", "1", "02_loss")
    runs, overrides = KeptRuns(tmp_path), {("ada", "loss/mae"): Override(1.0, "Shown in person.")}

    def page(given, **more):
        with runs.alone():
            last = runs.begin(info | more)
            write_feedback(tmp_path / "feedback", last, for_pages([absent, here], last.info), given)
        return re.sub("<[^>]*>", "", page_of(tmp_path, "ada").read_text("utf-8"))

    text = page({})
    assert "0 of 3.5 points" in text
    assert "Not handed in: what was not handed in counts 0." in text
    assert "0 of 2 points: not handed in" in text
    assert "Loss" in text
    assert "Not recognised" not in text
    assert len([*(tmp_path / "feedback").glob("*.html")]) == 2
    text = page(overrides)
    assert "1 of 3.5 points" in text
    assert "1 of 1.5 points, 0.5 missed" in text
    assert "Shown in person." in text
    text = page({}, missing=EMPTY)
    assert "Not handed in" in text
    assert "points" not in text


def test_a_page_of_who_lacks_several_lessons_has_the_tasks_of_all():
    info = {"missing": ZERO, "worth": {"02_loss": {"loss/mse": 2.0}, "04_optimizers": {"optim/sgd": 3.0}}}
    records = [Record("ada", "a.ipynb", "0", "02_loss", marks=(Mark("loss/mse", 2, 1.0),))]
    records += [Record("ada", state=NOT_HANDED_IN), Record("ben", state=NOT_HANDED_IN)]
    assert [(one.student, one.lesson, [(mark.id, mark.counted) for mark in one.marks])
            for one in for_pages(records, info)] == [
        ("ada", "02_loss", [("loss/mse", 1.0)]), ("ada", "04_optimizers", [("optim/sgd", 0.0)]),
        ("ben", "", [("loss/mse", 0.0), ("optim/sgd", 0.0)]),
    ]  # fmt: skip


def test_of_several_lessons_only_the_missing_ones_count_zero():
    info = {"missing": ZERO, "worth": {"02_loss": {"loss/mse": 2.0}, "04_optimizers": {"optim/sgd": 3.0}}}
    records = [Record("ada", "a.ipynb", "0", "02_loss", marks=(Mark("loss/mse", 2, 1.0),))]
    records += [Record("ada", state=NOT_HANDED_IN), Record("ben", state=NOT_HANDED_IN)]
    rows = [(row["student"], row["exercise"], row["points"]) for row in grade_rows(records, owed=owed(info))]
    assert rows == [
        ("ada", "loss/mse", 1), ("ada", "optim/sgd", 0), ("ben", "loss/mse", 0), ("ben", "optim/sgd", 0),
    ]  # fmt: skip


def listed(student, lesson="", path="", **more):
    path = path or f"{student}/{lesson or 'file'}.ipynb"
    return Listed(path, student, lesson, sha256="0" * 8, counts=bool(lesson), **more)


def test_who_handed_in_some_of_the_lessons_has_a_record_for_the_others():
    files = [
        listed("ada", "02_loss"), listed("ada", "04_optimizers"), listed("ben", "02_loss"),
        listed("cleo", "04_optimizers"), listed("cleo", note="The file is empty."),
        listed("dan", note="The file is empty."), listed("A", "02_loss", group="A", members=("eve", "fay")),
    ]  # fmt: skip
    missing = {"ben": ["04_optimizers"], "cleo": ["02_loss"], "eve": ["04_optimizers"], "fay": ["04_optimizers"]}
    assert of_some_lessons(files) == missing
    records = {record.student: record for record in without_lessons(files)}
    assert {student: record.state for student, record in records.items()} == {
        "ben": NOT_HANDED_IN, "cleo": NEEDS_A_PERSON, "eve": NOT_HANDED_IN, "fay": NOT_HANDED_IN,
    }  # fmt: skip
    assert records["ben"].why == "nothing of 04_optimizers"
    assert records["cleo"].why == "nothing of 02_loss; cleo/file.ipynb: The file is empty."
    assert not of_some_lessons(files[1:2])
    assert not without_lessons([])


def test_the_list_names_who_lacks_which_lesson():
    said = told(Compared([listed("ada", "02_loss"), listed("ada", "04_optimizers"), listed("ben", "02_loss")]), REPORT)
    assert "   1  nothing of lesson 04_optimizers: ben" in said
    assert not [line for line in told(Compared([listed("ada", "02_loss")]), REPORT) if "nothing of" in line]


@pytest.mark.parametrize(
    ("extension", "now", "is_open"),
    [
        ("", "2026-11-22T23:59:00+01:00", True),
        ("", "2026-11-23T00:09:00+01:00", True),  # within the grace
        ("", "2026-11-23T00:09:01+01:00", False),
        ("", "2026-11-22T23:09:01+00:00", False),  # the same moment, in another zone
        ('jdoe = "+3 days"\n', "2026-11-26T00:09:00+01:00", True),
        ('jdoe = "+3 days"\n', "2026-11-26T00:09:01+01:00", False),
        ('jdoe = "+3 days"\naccommodation = "more.csv"\n', "2026-11-28T00:09:00+01:00", True),  # both are hers
        ('jdoe = "+3 days"\naccommodation = "more.csv"\n', "2026-11-28T00:09:01+01:00", False),
    ],
)
def test_a_rule_waits_until_the_time_is_over_for_everybody(extension, now, is_open, tmp_path):
    (tmp_path / "more.csv").write_text("student,days\nJDoe,2\n", encoding="utf-8")
    text = '[time]\ndue = 2026-11-22T23:59:00+01:00\ngrace = "10 min"\n[extension]\n'
    timing = read_timing(settings(tmp_path, text + extension))
    assert timing.is_open(datetime.fromisoformat(now)) == is_open
    assert not Timing().is_open(datetime.fromisoformat(now))


# -------------------------------------------------------------------------------------------- into the table of an LMS


def report_by(folder, system, stranger=False):
    """That report by the rule "zero": the last two of six handed in nothing; the fourth a file that is no notebook."""
    report = report_of(folder, system)
    unread = EVERYBODY[3]
    last = KeptRuns(report).last()
    last.save(missing=ZERO, worth={"02_loss": {"loss/mse": 10.0}})
    last.keep(Record(unread.login, f"{unread.login}/a.pdf", "1" * 8, state=NEEDS_A_PERSON, why="This is a PDF."))
    rows = read_table(report / "who.csv")
    number = str(unread.number) if system.startswith(("moodle", "canvas")) else unread.login
    rows.append(rows[0] | {"student": unread.login, "path": f"{unread.login}/a.pdf", "lesson": "", "lms_id": number,
                           "name": unread.name, "counts": "no"})  # fmt: skip
    if not stranger:
        last.forget("nobody", "nobody/a.ipynb")
        rows = [row for row in rows if row["student"] != "nobody"]
    write_table(report / "who.csv", rows[0], rows)
    return report


@pytest.mark.parametrize("system", SHEETS)
def test_who_handed_in_nothing_gets_a_zero_and_nobody_else(tmp_path, system):
    before, named = export(system, EVERYBODY, tmp_path), COLUMN.get(system, [])
    report = report_by(tmp_path, system)
    if named:  # two are called alike, and only the class list knows who has which address
        export("moodle", EVERYBODY, tmp_path)
        KeptRuns(report).last().save(roster=str(tmp_path / "moodle.csv"))
    result = run(report, "--into", before, *named, "--out", tmp_path / "upload.csv")
    assert result.exit_code == 0, result.output
    assert "2 filled · 0 unchanged · 2 not settled" in result.output
    assert "2 without a hand-in, filled with 0" in result.output
    sheet = read_grade_sheet(before, "".join(named[1:]))
    old, new = table(before), table(tmp_path / "upload.csv")
    first = min(sheet.people)
    marks = [new[first + place][sheet.column] for place in range(6)]
    was = [old[first + place][sheet.column] for place in range(6)]
    assert marks == ["7", "10", was[2], was[3], "0", "0"]
    again = run(report, "--into", tmp_path / "upload.csv", *named, "--out", tmp_path / "two.csv")
    assert "0 filled · 4 unchanged" in again.output
    assert (tmp_path / "two.csv").read_bytes() == (tmp_path / "upload.csv").read_bytes()


def test_a_file_that_nobody_could_read_is_a_hand_in(tmp_path):
    """By the rule "empty", too: who sent it is not among those without one."""
    before, report = export("canvas", EVERYBODY, tmp_path), report_by(tmp_path, "canvas")
    KeptRuns(report).last().save(missing=EMPTY)
    result = run(report, "--into", before, "--out", tmp_path / "upload.csv")
    assert result.exit_code == 0
    names = ", ".join(one.name for one in EVERYBODY[4:6])
    assert f"2 not settled and left as they are ({EVERYBODY[2].name}, {EVERYBODY[3].name})" in result.output
    assert f"2 on the sheet without a hand-in ({names})" in result.output


def test_no_zero_as_long_as_a_hand_in_may_be_theirs(tmp_path):
    before = export("canvas", EVERYBODY, tmp_path)
    result = run(report_by(tmp_path, "canvas", stranger=True), "--into", before, "--out", tmp_path / "upload.csv")
    assert result.exit_code == 3
    assert "2 on the sheet without a hand-in" in result.output
    assert 'No 0 was written (missing = "zero"): who is not to be placed may be one of those' in result.output
    sheet = read_grade_sheet(before)
    new = table(tmp_path / "upload.csv")
    assert "0" not in [new[row][sheet.column] for row in sheet.people]


@pytest.mark.parametrize(
    ("rule", "is_open", "in_doubt", "says"),
    [
        (EMPTY, True, True, ""), (ZERO, False, False, ""), (ZERO, True, False, "the time is not over"),
        (ZERO, True, True, "the time is not over"), (ZERO, False, True, "may be one of those without a hand-in"),
    ],
)  # fmt: skip
def test_what_it_waits_for(rule, is_open, in_doubt, says):
    said = waits_for(rule, is_open, in_doubt)
    assert says in said
    assert bool(said) == bool(says)


@pytest.mark.skipif(not sandboxed(), reason="no sandbox is here")
def test_nobody_has_a_0_as_long_as_somebody_is_not_to_be_placed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(canaries, "canaries", lambda lesson: [])
    monkeypatch.setattr("tinygrad_lite.grading.classroom.canaries", lambda lesson: [])
    for student in ("ada", "b_lee"):
        (tmp_path / "class" / student).mkdir(parents=True)
        (tmp_path / "class" / student / "02_loss.ipynb").write_bytes(canaries.notebook("02_loss", [ANSWERS["anna"]]))
    (tmp_path / "roster.csv").write_text("login,name\nada,Ada Okoro\nben,Ben Lee\n", encoding="utf-8")
    settings(tmp_path, '[policy]\nmissing = "zero"\n')

    def zeros():
        line = [
            "grade",
            "class",
            "--out",
            "report",
            "--roster",
            "roster.csv",
            "--settings",
            "grading.toml",
            "--jobs",
            "1",
        ]
        printed = CliRunner().invoke(main, line, catch_exceptions=False).output
        rows = read_table(REPORT / "grades.csv")
        return printed, {row["student"] for row in rows if row["state"] == NOT_HANDED_IN and row["points"] == "0"}

    printed, whose = zeros()
    assert whose == set()
    assert "may be one of those without a hand-in" in " ".join(printed.split())
    rows = read_table(REPORT / "who.csv")
    write_table(
        REPORT / "who.csv", rows[0], [row | {"counts": "no"} if row["student"] == "b_lee" else row for row in rows]
    )
    printed, whose = zeros()
    assert whose == {"ada", "ben"}
    assert "waits" not in printed


def test_marks_that_a_person_set_for_somebody_absent_go_out(tmp_path):
    before = export("canvas", EVERYBODY, tmp_path)
    report = report_by(tmp_path, "canvas")
    absent = EVERYBODY[4]
    KeptRuns(report).last().keep(Record(absent.login, state=NOT_HANDED_IN))
    rows = read_table(report / "who.csv")
    write_overrides(report, {(absent.login, "loss/mse"): Override(6.0, "Shown in person.")})
    write_table(report / "who.csv", rows[0], rows)
    run(report, "--into", before, "--out", tmp_path / "upload.csv")
    sheet = read_grade_sheet(before)
    first, new = min(sheet.people), table(tmp_path / "upload.csv")
    assert [new[first + place][sheet.column] for place in (4, 5)] == ["6", "0"]


@pytest.mark.parametrize("system", ["moodle", "canvas", "blackboard", "moodle german"])
@pytest.mark.parametrize("on_list", [True, False])
def test_a_0_for_nothing_went_out_as_any_mark(tmp_path, system, on_list):
    """What a person puts in its place stays when she hands in; and it is the mark that she had before."""
    before = export(system, EVERYBODY, tmp_path)
    report, late = report_by(tmp_path, system), EVERYBODY[4]
    upload = tmp_path / f"upload{before.suffix}"
    if on_list:
        KeptRuns(report).last().save(roster=str(before))
    assert "filled with 0" in run(report, "--into", before, "--out", upload).output
    sheet = read_grade_sheet(upload)
    place = min(sheet.people) + 4
    student = sheet.people[place].student if on_list or system != "blackboard" else late.login
    row = {row["student"]: row for row in rows_of(report / "exported.csv")}[student]
    assert (row["points"], row["max"], row["received"], row["file"]) == ("0", "10", "loss/mse 0", "")
    first = (report / "exported.csv").read_text("utf-8")
    run(report, "--into", before, "--out", tmp_path / "same.csv")
    assert (report / "exported.csv").read_text("utf-8") == first

    file = f"{student}/a.ipynb"
    KeptRuns(report).last().keep(Record(student, file, "2" * 8, "02_loss", marks=(Mark("loss/mse", 10, auto=4.0),)))
    rows = read_table(report / "who.csv")
    lms_id = sheet.people[place].lms_id
    rows.append(rows[0] | {"student": student, "path": file, "lms_id": lms_id, "name": late.name, "counts": "yes"})
    write_table(report / "who.csv", rows[0], rows)
    marked = tmp_path / f"by_hand{before.suffix}"
    marked.write_bytes(sheet.sheet.with_cells({(place, sheet.column): "6"}))
    result = run(report, "--into", marked, "--out", tmp_path / "two.csv")
    assert "1 with another mark than ours, which went out before, and left so" in result.output, result.output
    emptied = run(report, "--into", before, "--out", tmp_path / "three.csv").output
    assert ("1 whose mark went out before and is another one now" in emptied) == system.startswith("moodle")
    ours = run(report, "--into", upload, "--out", tmp_path / "four.csv").output
    assert "in place of another mark" not in ours


@pytest.mark.parametrize("rule", [ZERO, EMPTY])
def test_one_mark_by_hand_is_the_sum_of_who_handed_in_nothing_only_where_the_rest_counts_0(tmp_path, rule):
    """By the rule "empty" the others are empty in grades.csv, too: it is not settled until a person set them all."""
    before, report, absent = export("canvas", EVERYBODY, tmp_path), report_by(tmp_path, "canvas"), EVERYBODY[4]
    last = KeptRuns(report).last()
    last.save(missing=rule, worth={"02_loss": {"loss/mse": 6.0, "loss/mae": 4.0}})
    last.keep(Record(absent.login, state=NOT_HANDED_IN))
    write_overrides(report, {(absent.login, "loss/mse"): Override(5.0, "Oral exam.")})
    place = min(read_grade_sheet(before).people) + 4

    def mark(name):
        result = run(report, "--into", before, "--out", tmp_path / name)
        return result.output, table(tmp_path / name)[place][read_grade_sheet(before).column]

    printed, stands = mark("one.csv")
    assert stands == ("5" if rule == ZERO else table(before)[place][read_grade_sheet(before).column])
    assert ("3 not settled" in printed) == (rule == EMPTY)
    both = {(absent.login, name): Override(2.5, "Oral exam.") for name in ("loss/mse", "loss/mae")}
    write_overrides(report, both)
    assert mark("two.csv")[1] == "5"


# ------------------------------------------------------------------------------------------------------ a whole class


@pytest.mark.slow
@pytest.mark.skipif(not sandboxed(), reason="no sandbox is here")
def test_a_class(tmp_path, monkeypatch):
    """Ada did one exercise and deleted another's cell; ben, on the class list, handed in nothing."""
    monkeypatch.chdir(tmp_path)
    notebook = canaries.notebook("02_loss", [ANSWERS["anna"]])
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class" / "ada" / "02_loss.ipynb").write_bytes(notebook)
    Path("list.csv").write_text("login,name\nada,Ada Low\nben,Ben Tan\n", encoding="utf-8")

    def graded(text):
        Path("grading.toml").write_text(text, encoding="utf-8")
        more = ["--settings", "grading.toml", "--roster", "list.csv"]
        return (
            CliRunner()
            .invoke(main, ["grade", "class", "--out", "report", "--seed", "0", *more], catch_exceptions=False)
            .output
        )

    def rows(student):
        return {row["exercise"]: row for row in read_table(REPORT / "grades.csv") if row["student"] == student}

    graded("")
    empty = [name for name, row in rows("ada").items() if row["state"] == NOT_HANDED_IN]
    assert empty
    assert {rows("ada")[name]["points"] for name in empty} == {""}
    assert [(row["exercise"], row["points"]) for row in rows("ben").values()] == [("", "")]
    assert "which counts 0" not in (REPORT / "report.html").read_text("utf-8")

    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="seconds")
    printed = graded(f'[time]\ndue = {tomorrow}\n[policy]\nmissing = "zero"\n')
    assert 'missing = "zero" waits: the time is not over yet for everybody.' in printed
    assert {rows("ada")[name]["points"] for name in empty} == {row["points"] for row in rows("ben").values()} == {""}

    hand_out(REPORT)
    printed = graded('[policy]\nmissing = "zero"\n')
    assert "waits" not in printed
    assert {rows("ada")[name]["points"] for name in empty} == {"0"}
    assert {rows("ada")[name]["state"] for name in empty} == {NOT_HANDED_IN}
    assert {(row["points"], row["state"]) for row in rows("ben").values()} == {("0", NOT_HANDED_IN)}
    assert len(rows("ben")) == len(rows("ada"))
    assert {row["max"] for row in rows("ben").values()} == {row["max"] for row in rows("ada").values()}
    moved = read_table(REPORT / "changes.csv")
    assert {row["reason"] for row in moved} == {TIME_MOVED}  # no rule was changed: it is due no more
    assert len(moved) == len(empty) + len(rows("ben"))
    page = page_of(REPORT, "ben").read_text("utf-8")
    assert re.search(r"<strong>0 of [\d.]+ points</strong>", page)
    assert f": {TIME_MOVED}: 2 marks up, 0 down" in printed
    assert "which counts 0" in (REPORT / "report.html").read_text("utf-8")
    page = page_of(REPORT, "ada").read_text("utf-8")
    assert "points: not handed in" in page
    assert "It was no mark: whether what was not handed in counts 0 was decided anew." in page

    write_overrides(REPORT, {("ben", empty[0]): Override(1.0, "Shown in person.")})
    graded('[policy]\nmissing = "zero"\n')
    assert rows("ben")[empty[0]]["points"] == "1"
    assert [row["reason"] for row in read_table(REPORT / "changes.csv")][-1] == OVERRIDE
    write_overrides(REPORT, {})

    (tmp_path / "class" / "ben").mkdir()
    (tmp_path / "class" / "ben" / "02_loss.ipynb").write_bytes(canaries.notebook("02_loss", [ANSWERS["ben"]]))
    graded('[policy]\nmissing = "zero"\n')
    assert {row["reason"] for row in read_table(REPORT / "changes.csv") if row["run"] == "5"} <= {HAND_IN, OVERRIDE}
    graded("")
    assert {rows("ada")[name]["points"] for name in empty} == {""}
    assert {row["reason"] for row in read_table(REPORT / "changes.csv") if row["run"] == "6"} == {MISSING}
