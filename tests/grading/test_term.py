"""A term, as an instructor walks it by the guides: three lessons, late ones, groups, a second hand-in, a mended check,
two appeals, two markers, and all marks back in a Moodle sheet and a Canvas gradebook.

After every command it is looked whether a mark moved without a line in changes.csv (`Desk`). With --full the class has
43 students, and canaries are graded too; without, it is a class of six.
"""

from __future__ import annotations

import csv
import hashlib
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.grading.downloads import download, export
from tests.grading.hand_class import PACK
from tests.grading.named import page_of
from tests.grading.term import UNIT, Desk, Work, students
from tests.grading.test_classroom import sandboxed
from tests.grading.test_packs import PACK as EXAM
from tests.grading.test_packs import write_pack
from tests.grading.typed_by_hand import rows_in, save
from tinygrad_lite.grading import classroom
from tinygrad_lite.grading.extras import Extras
from tinygrad_lite.grading.pseudonyms import Pseudonyms
from tinygrad_lite.grading.tables import read_table

pytestmark = pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")

IN_TIME = "Sunday, 22 November 2026, 2:58 PM"
IN_GRACE, LATE = "Monday, 23 November 2026, 12:09 AM", "Tuesday, 24 November 2026, 8:00 AM"
LOSS_TOML = """\
[time]
due = 2026-11-22T23:59:00+01:00
grace = "15 min"
late = "10 % a day"

[files]
exercises = "my_texts.py"
"""
COMMENTS = 'square = {text = "The square of a length is an area.", points = -1}\n'


@pytest.mark.slow
@pytest.mark.parametrize("count", [6, pytest.param(43, marks=pytest.mark.full)])
def test_a_term(count, tmp_path, monkeypatch):
    if count < 43:  # each process takes a second to begin, and canaries have tests of their own
        monkeypatch.setattr(classroom, "spread", lambda grade, tasks, jobs: ((one, grade(one)) for one in tasks))
        monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.chdir(tmp_path)
    desk, people = Desk(tmp_path), students(count)
    try:
        before_the_term(desk)
        work = Work(tmp_path / "for_students", count)
        lesson_with_texts(desk, work, people)
        two_markers(desk)
        an_appeal_that_mends_the_check(desk)
        a_second_hand_in(desk, work, people)
        marks_to_moodle(desk, people, "loss", "02_loss", 3 + sum_of_points("02_loss"))
        lesson_by_groups(desk, work, people)
        marks_to_canvas(desk, people)
        the_exam(desk, work, people)
        an_appeal_that_sets_a_mark(desk)
        marks_to_moodle(desk, people, "exam", "exam_february", 4)
    finally:
        Extras().load()
    assert desk.moved > count / 2  # and each with its line


def sum_of_points(lesson):
    from tinygrad_lite.course.exercises import tasks_of

    return sum(task.points for task in tasks_of(lesson) if not task.id.startswith("mine/"))


# ------------------------------------------------------------------------------- docs/GRADING.md, docs/HAND_MARKING.md


def before_the_term(desk):
    """Lessons for students: one with a question of the instructor's own, one as it is, and an exam."""
    text = PACK.read_text("utf-8").replace("EXERCISES = (Unit, Curve)", "EXERCISES = (Unit,)")
    Path("my_texts.py").write_text(text, "utf-8")
    write_pack(Path())
    assert Path("my_exam.py").read_text("utf-8") == EXAM
    desk.do("release 02_loss --exercises my_texts.py --out for_students")
    desk.do("release 05_schedules --out for_students")
    desk.do("release solved.ipynb --exercises my_exam.py --exam --out for_students")
    Path("loss.toml").write_text(LOSS_TOML, "utf-8")


def lesson_with_texts(desk, work, people):
    """Lesson 02 from Moodle: whose what is, who is missing, who is late; then marks."""
    loss = [
        replace(
            one,
            files={} if place == 3 else {"02_loss.ipynb": work.loss(place)},
            when={3: "-", 4: LATE, 5: IN_GRACE}.get(place, IN_TIME),
        )
        for place, one in enumerate(people)
    ]
    download("moodle", loss, desk.folder).rename("loss.zip")
    export("moodle", loss, desk.folder).rename("loss.csv")
    said = desk.do("grade loss.zip --roster loss.csv --out loss --list")
    assert f"{len(people) - 1} notebooks of lesson 02_loss from a Moodle download. Roster: {len(people)}." in said
    assert "nothing handed in" in said
    said = desk.do("grade loss.zip --roster loss.csv --settings loss.toml --out loss --seed 0", 2)
    assert f"Due 2026-11-22 23:59+01:00: 2 of {len(people) - 1} hand-ins came late." in said
    assert "0 of" in said.partition("Texts that a person reads: ")[2]
    rows = {row["student"]: row for row in read_table(Path("loss/grades.csv")) if row["exercise"] == "loss/mse"}
    late = next(row for name, row in rows.items() if "48204" in name)
    assert late["late_by"] == "32:01:00"
    assert float(late["points"]) == pytest.approx(0.8 * float(late["auto"]))
    (missing,) = [
        row for row in read_table(Path("loss/grades.csv")) if row["state"] == "not handed in" and not row["exercise"]
    ]
    assert missing["points"] == ""
    assert len([name for name in rows if name.startswith("Jane Doe")]) == 2  # two of one name, two students


def two_markers(desk):
    """Anna and Ben mark; where they differ, the instructor decides."""
    Path("loss/comments.toml").write_text(COMMENTS, "utf-8")
    said = desk.do("manual split loss --graders anna,ben --overlap 1")
    assert "Marked by more than one: 1 of mine/unit." in said
    for grader, best in (("anna", "3"), ("ben", "2,5")):
        path = Path(f"loss/manual_{grader}.csv")
        rows = rows_in(path)
        for row in rows:
            wrong = row["text"].strip(".").endswith("entimetres") and "Square" not in row["text"]
            row |= {"score": "1", "comment": "#square"} if wrong else {"score": best}
        save(path, rows, "semicolons" if grader == "anna" else "Unicode text")
    said = desk.do("manual merge loss", None)
    assert "marked by more than one" in said
    assert all(points or "48203" in name for name, points in desk.marks("loss", UNIT).items())
    rows = rows_in(Path("loss/manual.csv"))
    save(Path("loss/manual.csv"), [row | {"flag": ""} for row in rows])
    said = desk.do("manual merge loss", None)
    assert "No mark moved." in said


def an_appeal_that_mends_the_check(desk):
    """A student writes; the instructor looks, sees that she is right, and mends the check for all who answered so."""
    name = next(row["student"] for row in read_table(Path("loss/grades.csv")) if "48202" in row["student"])
    page = page_of(Path("loss"), Pseudonyms(Path("loss")).meant("48202"))
    code = re.search(r"02_loss-bce-[0-9a-f]+-r\d+", page.read_text("utf-8"))[0]
    said = desk.do(f"grade loss.zip --out loss --replay {code}")
    assert "cases for nobody:" in said
    cases = re.search(r"exempt loss loss/bce ([\d,-]+)", said)[1]
    Path("loss/appeals.csv").write_text(f"code,asked,decided,by,note\n{code},Monday,,,\n", "utf-8")
    said = desk.do(f'exempt loss loss/bce {cases} "Soft targets come in lecture 5."')
    assert "count" in said
    Path("loss/appeals.csv").write_text(f"code,asked,decided,by,note\n{code},Monday,check mended,anna,\n", "utf-8")
    command = re.search(r"tinygrad-lite (grade .*)", said)[1]
    said = desk.do(command, None)
    assert "Settings: loss.toml, as in the last run.\nClass list: loss.csv, as in the last run." in said
    assert re.search(r"loss/bce: cases? .* exempted: [1-9]\d* marks? up, 0 down", said), said
    assert desk.marks("loss", "loss/bce")[name] != "0"
    assert "1 appeal, 1 check mended" in re.sub("<[^>]*>", "", Path("loss/report.html").read_text("utf-8"))


def a_second_hand_in(desk, work, people):
    """One hands in again, with another text: the exercises are graded anew, and the text waits for a person."""
    name = next(name for name in desk.marks("loss", UNIT) if "48205" in name)
    before = desk.marks("loss", UNIT)[name]
    again = {"02_loss.ipynb": work.loss(5, "I meant: square centimetres, as an area.")}
    loss = [
        replace(one, files=again if place == 5 else {} if place == 3 else {"02_loss.ipynb": work.loss(place)})
        for place, one in enumerate(people)
    ]
    download("moodle", loss, desk.folder).rename("loss_again.zip")
    said = desk.do("grade loss_again.zip --roster loss.csv --out loss", 2)
    assert "mine/unit: hand-in changed: 1 mark open again" in said
    assert (before != "", desk.marks("loss", UNIT)[name]) == (True, "")
    rows = rows_in(Path("loss/manual.csv"))
    save(Path("loss/manual.csv"), [row | ({"score": "2"} if row["score"] == "" else {}) for row in rows])
    said = desk.do("manual merge loss", None)
    assert "mine/unit: manual mark: 1 first mark" in said
    assert desk.marks("loss", UNIT)[name] == "2"


def marks_to_moodle(desk, people, report, lesson, most):
    """All marks into Moodle's sheet, and the pages of feedback; every other byte stays."""
    sheet = desk.folder / f"{report}.csv"
    said = desk.do(f"grades {report} --into {report}.csv --out {report}_upload.csv")
    assert "ready to be imported" in said
    before, after = (
        list(csv.reader(path.open(encoding="utf-8-sig"))) for path in (sheet, Path(f"{report}_upload.csv"))
    )
    totals = {}
    for row in read_table(Path(report, "grades.csv")):
        totals.setdefault(row["student"], []).append(row["points"])
    for old, new in zip(before[1:], after[1:], strict=True):
        number = old[0].split()[1]
        theirs = next(points for name, points in totals.items() if number in name)
        wanted = 10 * sum(map(float, filter(None, theirs))) / most
        assert (new[4] == "") == (not any(theirs))
        assert new[4] == "" or float(new[4]) == pytest.approx(wanted, abs=0.006)
        assert [cell for place, cell in enumerate(old) if place not in (4, 9)] == [
            cell for place, cell in enumerate(new) if place not in (4, 9)
        ]
    desk.do(f"feedback {report} --for moodle --out {report}_feedback.zip")
    with zipfile.ZipFile(f"{report}_feedback.zip") as packed:
        names = packed.namelist()
    assert len(names) == sum(any(theirs) for theirs in totals.values())
    assert all(name.endswith("_assignsubmission_file/feedback.html") for name in names)


# ------------------------------------------------------------------------------------------------------ docs/REGRADE.md


def lesson_by_groups(desk, work, people):
    """Lesson 05 from Canvas: the first four are two groups, one hands in twice."""
    files = {
        place: {"05_schedules.ipynb": work.schedules(place)} for place in range(len(people)) if place not in (1, 3)
    }
    files[5] |= {"05_schedules-1.ipynb": work.schedules(5, right=True)}
    canvas = [replace(one, files=files.get(place, {})) for place, one in enumerate(people)]
    download("canvas", canvas, desk.folder)
    export("canvas", canvas, desk.folder)
    Path("groups.csv").write_text("group,student\nA,48200\nA,48201\nB,48202\nB,48203\n", "utf-8")
    Path("schedules.toml").write_text('[groups]\nfile = "groups.csv"\n', "utf-8")
    said = desk.do("grade canvas.zip --roster canvas.csv --settings schedules.toml --out schedules --seed 0", None)
    assert re.search("2 +of these by groups, with 4 members", said)
    marks = desk.marks("schedules", "schedules/step_decay")
    assert len(marks) == len(people)
    members = {row["group"]: [] for row in read_table(Path("schedules/.who-members.csv"))}
    for row in read_table(Path("schedules/.who-members.csv")):
        members[row["group"]].append(marks[row["student"]])
    assert [len(theirs) for theirs in members.values()] == [2, 2]
    assert all(len(set(theirs)) == 1 for theirs in members.values())


def marks_to_canvas(desk, people):
    """All marks into Canvas' gradebook."""
    said = desk.do("feedback schedules --for canvas --out canvas_feedback.zip", 3)  # two handed in nothing themselves
    assert f"{len(people) - 2} pages under the names of Canvas · 2 not to be placed" in said
    said = desk.do('grades schedules --into canvas.csv --column "Loss (12345)" --out canvas_upload.csv')
    assert f"{len(people)} filled" in said
    old, new = (Path(name).read_text("utf-8-sig").splitlines() for name in ("canvas.csv", "canvas_upload.csv"))
    assert len(old) == len(new)
    assert old[:2] == new[:2]
    assert all(
        re.sub(r",[\d.]*,$", "", before) == re.sub(r",[\d.]*,$", "", after)
        for before, after in zip(old, new, strict=True)
    )


# ------------------------------------------------------------------------------------------------------- an exam


def the_exam(desk, work, people):
    """Each has a receipt; who.csv has the same numbers."""
    exams = [replace(one, files={"exam_february.ipynb": work.exam(place)}) for place, one in enumerate(people)]
    Path("exam_february.ipynb").write_bytes(exams[1].files["exam_february.ipynb"])
    said = desk.do("check exam_february.ipynb --receipt receipt.html")
    assert "▸ exam/epochs · received\n▸ exam/clipped · received\n" in said
    assert "right" not in said
    number = hashlib.sha256(Path("exam_february.ipynb").read_bytes()).hexdigest()
    assert f"2 of 2 answers found · sha256 {number[:4]}-{number[4:8]}-{number[8:12]}" in said
    page = Path("receipt.html").read_text("utf-8")
    assert number[:8] in page
    assert number[56:] in page
    download("moodle", exams, desk.folder).rename("exam.zip")
    export("moodle", exams, desk.folder).rename("exam.csv")
    desk.do("grade exam.zip --roster exam.csv --exercises my_exam.py --out exam --seed 0", None)
    rows = [row for row in read_table(Path("exam/who.csv")) if row["lms_id"] == "48201"]
    assert [row["sha256"] for row in rows] == [number]


def an_appeal_that_sets_a_mark(desk):
    """One more appeal: this one mark is set, and nobody else's moves."""
    page = page_of(Path("exam"), Pseudonyms(Path("exam")).meant("48201"), "exam_february")
    code = re.search(r"exam_february-clipped-[0-9a-f]+-r\d+", page.read_text("utf-8"))[0]
    said = desk.do(f"grade exam.zip --out exam --replay {code}")
    command = re.search(r"this mark alone: +tinygrad-lite (override .*) \"why\"", said)[1]
    command = command.rpartition(" ")[0] + ' 1.5 "Half of it is there."'
    moved = desk.moved
    desk.do(command)
    assert desk.moved == moved + 1
    Path("exam/appeals.csv").write_text(f"code,asked,decided,by,note\n{code},,mark set,anna,\n", "utf-8")
    desk.do("report exam")
    assert "1 appeal, 0 checks mended, 1 student gained" in re.sub(
        "<[^>]*>", "", Path("exam/report.html").read_text("utf-8")
    )
