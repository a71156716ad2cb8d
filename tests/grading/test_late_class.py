"""A class with late work, graded by the command: marks, pages, what is said, and what is nowhere."""

import re

import pytest
from click.testing import CliRunner

from tests.grading.named import page_of, rows_of
from tests.grading.test_classroom import ANSWERS, sandboxed
from tests.grading.test_files_in import change
from tinygrad_lite.cli import main
from tinygrad_lite.grading import canaries, classroom
from tinygrad_lite.grading.as_before import SEALS, seals, told_before
from tinygrad_lite.grading.changes import LATENESS
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.lateness import SOMEHOW, UNKNOWN, UNREAD, unclear, waits
from tinygrad_lite.grading.pseudonyms import Pseudonyms
from tinygrad_lite.grading.record import Mark, Record
from tinygrad_lite.grading.tables import read_table
from tinygrad_lite.grading.who_table import read_edits

pytestmark = pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")

TOML = """
[time]
due = 2026-11-22T23:59:00+01:00
late = "10 % a day"
"""
RIGHT = canaries.notebook("02_loss", [ANSWERS["anna"]])


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A folder with a class of nbgrader's, which writes when each notebook came."""
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))
    monkeypatch.chdir(tmp_path)
    times = {"anna": "2026-11-22 21:00:00 UTC", "ben": "2026-11-24 08:00:00 UTC", "zoe": "2026-11-23 10:00:00 UTC"}
    for name, time in times.items():
        folder = tmp_path / "submitted" / name / "loss"
        folder.mkdir(parents=True)
        (folder / "02_loss.ipynb").write_bytes(RIGHT)
        (folder / "timestamp.txt").write_text(time, encoding="utf-8")
    return tmp_path


def graded(course, text):
    """What is printed, with this grading.toml, and the rows of grades.csv of one exercise."""
    (course / "grading.toml").write_text(text, encoding="utf-8")
    command = ["grade", "submitted", "--out", "report", "--seed", "0", "--settings", "grading.toml"]
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    rows = [row for row in read_table(course / "report" / "grades.csv") if row["exercise"] == "loss/mse"]
    return result.output, {row["student"]: (row["points"], row["auto"], row["late_by"]) for row in rows}


def test_late_work_loses_what_the_file_says_and_extra_time_is_nobodys_business(course):
    printed, marks = graded(course, TOML)
    assert marks == {"anna": ("2", "2", ""), "ben": ("1.6", "2", "33:01:00"), "zoe": ("1.8", "2", "11:01:00")}
    assert "Due 2026-11-22 23:59+01:00: 2 of 3 hand-ins came late." in printed
    page = page_of(course / "report", "ben").read_text("utf-8")
    assert "You got 2. It came 33:01:00 (hours:minutes:seconds) late: 20 % are taken off." in page
    assert "20 %" not in page_of(course / "report", "anna").read_text("utf-8")
    assert '"mean": 2.0' in (course / "report" / "report.json").read_text("utf-8")  # what the class understood

    printed, marks = graded(course, TOML + '[extension]\nben = "+3 days"\nnobody = "1 day"\n')
    assert marks == {"anna": ("2", "2", ""), "ben": ("2", "2", ""), "zoe": ("1.8", "2", "11:01:00")}
    where = 1 + TOML.count("\n") + 2  # the place, and nobody's name: a screen may hang on a wall
    said = (
        f"1 line gives more time to nobody who handed in: grading.toml, line {where}. There the id of who.csv, the "
        "number or the login counts, and a name does not."
    )
    assert said in printed.splitlines()
    (change,) = rows_of(course / "report" / "changes.csv")
    assert (change["student"], change["before"], change["after"]) == ("ben", "1.6", "2")
    assert change["reason"] == LATENESS
    written = [path for path in (course / "report").rglob("*") if path.is_file()]
    hint = re.compile(r"extension|accommodation|3 days|2026-11-25|259200")
    own = re.compile('"(started|finished)": "[^"]*"')  # the run's own time, whatever day it is
    telling = [path.name for path in written if hint.search(own.sub("", path.read_text("utf-8", "replace")))]
    assert telling == []
    assert "ben" not in printed
    assert "extension" not in printed
    assert "nobody =" not in printed


@pytest.mark.slow
def test_who_forgets_the_settings_takes_off_no_less(course):
    graded(course, TOML)
    again = CliRunner().invoke(main, ["grade", "submitted", "--out", "report", "--only", "mse"], catch_exceptions=False)
    assert "Settings: grading.toml, as in the last run." in again.output
    assert not (course / "report" / "changes.csv").exists()
    (course / "grading.toml").unlink()
    gone = CliRunner().invoke(main, ["grade", "submitted", "--out", "report"])
    assert gone.exit_code == 2
    assert "grading.toml, which is no longer there. Say with --settings what holds now" in " ".join(gone.output.split())
    (course / "none.toml").write_text("", encoding="utf-8")
    CliRunner().invoke(main, ["grade", "submitted", "--out", "report", "--settings", "none.toml"])
    assert {row["reason"] for row in read_table(course / "report" / "changes.csv")} == {LATENESS}


@pytest.mark.slow
def test_what_changed_in_the_settings_since_is_said(course):
    graded(course, TOML)
    again = ["grade", "submitted", "--out", "report", "--only", "mse"]

    def said(text):
        (course / "grading.toml").write_text(text, "utf-8")
        printed = CliRunner().invoke(main, again, catch_exceptions=False).output
        return next(line for line in printed.splitlines() if line.startswith("Settings: "))

    assert said(TOML + "# the same\n") == "Settings: grading.toml, as in the last run."
    more = TOML.replace('late = "10 % a day"', 'late = "20 % a day"') + '[points]\n"loss/mse" = 4\n'
    since = "Settings: grading.toml, the file of the last run; "
    assert said(more) == f'{since}changed in it since: late below [time], "loss/mse" below [points].'
    assert said(more) == "Settings: grading.toml, as in the last run."
    assert said(TOML) == f'{since}changed in it since: late below [time], "loss/mse" below [points].'
    extended = TOML + '[extension]\nben = "+3 days"\n'
    assert said(extended) == f"{since}what it says has changed since."  # no screen says who has more time
    assert said(extended) == "Settings: grading.toml, as in the last run."


def test_of_many_changes_it_is_not_said_twice_that_there_are_more(tmp_path):
    path, names = tmp_path / "grading.toml", Pseudonyms(tmp_path)
    rest = "".join(f'"loss/{name}" = 4\n' for name in "abcdefg")
    path.write_text("[points]\n", "utf-8")
    before = {SEALS: seals(names, {"settings": [path]})}
    path.write_text(f'[points]\n{rest}[extension]\nben = "+3 days"\n', "utf-8")
    line = told_before(path, "settings", before, names)
    assert line.endswith('"loss/d" below [points], "loss/e" below [points] and more.')
    path.write_text(f"[points]\n{rest}", "utf-8")
    assert told_before(path, "settings", before, names).endswith('"loss/e" below [points] and 2 more.')


def test_a_file_that_cannot_be_understood_marks_nobody(course):
    printed, marks = graded(course, '[time]\ndue = "tomorrow"\n')
    assert "grading.toml, line 2: due is no time." in printed
    assert marks == {}
    assert not (course / "report").exists()


def test_a_list_says_which_lines_give_nobody_more_time(course):
    """A name that everybody knows is not the id; nothing said so, and --list was silent."""
    (course / "grading.toml").write_text(TOML + '[extension]\n"Zoë Özdemir" = "+2 days"\n', encoding="utf-8")
    command = ["grade", "submitted", "--out", "report", "--settings", "grading.toml", "--list"]
    printed = CliRunner().invoke(main, command, catch_exceptions=False).output
    assert "1 line gives more time to nobody who handed in: grading.toml, line" in printed
    assert "There the id of who.csv, the number or the login counts, and a name does not." in printed
    assert "Zoë" not in printed


def test_where_the_download_says_nothing_nothing_is_taken_off(course):
    for stamp in course.rglob("timestamp.txt"):
        stamp.unlink()
    printed, marks = graded(course, TOML)
    assert set(marks.values()) == {("2", "2", "unknown")}
    assert "Of 3 the download does not say when they came: nothing is taken off." in printed


def test_a_time_in_another_language_is_asked_about_and_never_in_time(course):
    """A French site's: it would be four days late, and nobody is to think that the download says nothing."""
    stamp = course / "submitted" / "ben" / "loss" / "timestamp.txt"
    stamp.write_text("26 nov. 2026 à 14:58", encoding="utf-8")
    printed, marks = graded(course, TOML)
    assert marks["ben"] == ("2", "2", "unread")
    assert "When it came is written in a form that is not read here (who.csv, line " in printed
    assert "Due 2026-11-22 23:59+01:00: 1 of 3 hand-ins came late." in printed
    assert "Of 1 the time is written in a form that is not read here: nothing is taken off." in printed
    (need,) = read_table(course / "report" / "needs.csv")
    assert need["student"] == "ben"
    assert need["why"].startswith("when it came is written in a form that is not read here")
    (line,) = (row for row in read_table(course / "report" / "who.csv") if row["student"] == "ben" and row["sha256"])
    assert line["handed_in"] == "26 nov. 2026 à 14:58"
    (course / "table.csv").write_text("login,Mark\nanna,\nben,\n", encoding="utf-8")
    back = ["grades", "report", "--into", "table.csv", "--column", "Mark", "--out", "up.csv"]
    held = CliRunner().invoke(main, back, catch_exceptions=False).output
    assert "1 filled · 0 unchanged · 1 not settled and left as they are (ben)" in held
    change(course / "report", line["path"], "handed_in", "2026-11-24 09:00")
    printed, marks = graded(course, TOML)
    assert marks["ben"] == ("1.6", "2", "33:01:00")
    assert "not read here" not in printed
    assert read_table(course / "report" / "needs.csv") == []


def test_of_many_such_times_one_line_is_told():
    records = [Record(f"k{n}", lesson="02_loss", marks=(Mark("loss/mse", 2, late_by=UNREAD),)) for n in range(6)]
    (need,) = unclear(records, {"timing": {"a day": 0.1}})
    assert need["why"].startswith("6 hand-ins (late_by is unread in grades.csv): when it came is written in a form")
    assert need["student"] == ""
    assert list(unclear(records, {"timing": {"a day": 0.0}})) == []


@pytest.mark.parametrize(("by", "takes", "waiting"), [
    (SOMEHOW, 0.1, True), (UNREAD, 0.1, True), (SOMEHOW, 0.0, False), (UNKNOWN, 0.1, False), ("1:00:00", 0.1, False),
])  # fmt: skip
def test_a_mark_waits_that_may_become_lower(by, takes, waiting):
    """Once it went out, it would not: so it does not go out."""
    record = Record("kim", lesson="02_loss", marks=(Mark("loss/mse", 2, late_by=by),))
    assert waits(record, {"timing": {"a day": takes}}) == waiting


@pytest.mark.slow
def test_late_by_a_time_that_nobody_knows_waits_for_a_person(course):
    for old in list((course / "submitted").rglob("02_loss.ipynb")):
        old.unlink()
    canvas = ["doejane_48213_9911223_02_loss.ipynb", "roemax_LATE_48214_9911224_02_loss.ipynb"]
    for stamp in course.rglob("timestamp.txt"):
        stamp.unlink()
    for name in canvas:
        (course / "submitted" / name).write_bytes(RIGHT)
    _, marks = graded(course, TOML)
    assert {name: found[2] for name, found in marks.items()} == {"doejane_48213": "unknown", "roemax_48214": "late"}
    needs = [row for row in read_table(course / "report" / "needs.csv") if "came late" in row["why"]]
    assert [row["student"] for row in needs] == ["roemax_48214"]
    _, marks = graded(course, TOML + '[extension]\nroemax_48214 = "+1 h"\n')  # which may cover it, or not
    assert marks["roemax_48214"] == ("2", "2", "late")
    pack = CliRunner().invoke(main, ["feedback", "report", "--for", "canvas", "--try"], catch_exceptions=False)
    assert "1 page under the names of Canvas · 1 not settled and not packed (roemax_48214)" in pack.output
    change(course / "report", canvas[1], "handed_in", "2026-11-23 08:00")
    _, marks = graded(course, TOML)
    assert marks["roemax_48214"] == ("1.8", "2", "8:01:00")
    assert not [row for row in read_table(course / "report" / "needs.csv") if "came late" in row["why"]]
    change(course / "report", canvas[0], "handed_in", "22.11.2026 10:00")  # as a spreadsheet may write it
    _, marks = graded(course, TOML)
    assert marks == {"doejane_48213": ("2", "2", ""), "roemax_48214": ("1.8", "2", "8:01:00")}


def test_a_time_that_nobody_can_read_stops_the_run_and_stays_in_its_cell(course):
    graded(course, TOML)
    row = read_table(course / "report" / "who.csv")[0]
    for words in ("yesterday", "11/23/2026 10:00"):
        change(course / "report", row["path"], "handed_in", words)
        with pytest.raises(GradingError, match=f'line 2: handed_in is "{words}", which is no time. Write it as 2026'):
            read_edits(course / "report")
    assert read_table(course / "report" / "who.csv")[0]["handed_in"] == "11/23/2026 10:00"
