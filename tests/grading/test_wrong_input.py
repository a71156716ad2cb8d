"""What instructors get wrong: files saved in other ways, other folders, misspelt words, another system's numbers.

Each is said with what to do, or understood; nothing of it is a traceback, and no folder that is no report is touched.
"""

import os
import re
import unicodedata
from dataclasses import replace

import pytest
from click.testing import CliRunner

from tests.grading.downloads import download, export, people
from tests.grading.sample_class import sample_class
from tests.grading.test_feedback_back import report_of as report_on_download
from tests.grading.test_hand_marking import Class
from tests.grading.typed_by_hand import STYLES, rows_in, save
from tinygrad_lite.cli import main
from tinygrad_lite.grading.class_list import compared
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.exempt import read_exempt
from tinygrad_lite.grading.listing import listing
from tinygrad_lite.grading.overrides import read_overrides
from tinygrad_lite.grading.roster import read_roster
from tinygrad_lite.grading.tables import read_table, write_table

EVERYBODY = people(sample_class())[:6]
ODD_BYTES = "größe".encode("cp1252")


def run(*arguments):
    done = CliRunner().invoke(main, [str(one) for one in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.fixture
def report(tmp_path):
    """A report on six students' hand-ins in Moodle."""
    return report_on_download(tmp_path, "moodle")


@pytest.mark.parametrize(
    ("option", "typed", "said"),
    [
        ("--gradebook", "nowhere", "There is no course folder nowhere."),
        ("--only", "loss/msee", 'Did you mean "loss/mse"?'),
        ("--student", "nobody", 'There is no student "nobody"'),
    ],
)
def test_a_list_finds_what_was_typed_wrongly_as_grading_does(tmp_path, option, typed, said):
    """The command with --list is the one that grades later: what is wrong with it is said before anything is run."""
    lesson = EVERYBODY[0].files["02_loss.ipynb"]
    for student in ("ada", "ben"):
        (tmp_path / "class" / student).mkdir(parents=True)
        (tmp_path / "class" / student / "02_loss.ipynb").write_bytes(lesson)
    command = ["grade", tmp_path / "class", "--out", tmp_path / "report", "--unsafe"]
    listed, graded = run(*command, "--list", option, typed), run(*command, option, typed)
    for done in (listed, graded):
        assert (done.exit_code, said in " ".join(done.output.split())) == (2, True), done.output


# ------------------------------------------------------------------------------------------------- saved otherwise


@pytest.mark.parametrize("style", STYLES)
def test_our_tables_are_read_however_a_spreadsheet_saved_them(tmp_path, style):
    path = tmp_path / "who.csv"
    write_table(path, ["student", "note"], [{"student": "Größe, A", "note": "=1+1; x"}, {"student": "b", "note": ""}])
    before = read_table(path)
    save(path, rows_in(path), style)
    assert read_table(path) == before


@pytest.mark.parametrize("style", STYLES)
def test_marks_and_pages_find_their_way_with_a_who_csv_that_was_saved_anew(report, tmp_path, style):
    save(report / "who.csv", rows_in(report / "who.csv"), style)
    sheet = export("moodle", EVERYBODY, tmp_path)
    done = run("grades", report, "--into", sheet, "--out", tmp_path / "upload.csv")
    placed = 6 if style != "old Windows" else 5  # it has no ğ: Oğuz is listed, not guessed
    assert f"{placed} filled" in done.output, done.output
    assert placed == 6 or "not to be placed (Oğuz" in done.output
    done = run("feedback", report, "--for", "moodle", "--out", tmp_path / "feedback.zip")
    assert f"{placed} pages under" in done.output


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_list_of_students_may_be_saved_in_any_way(report, tmp_path, encoding, form):
    if (encoding, form) == ("cp1252", "NFD"):
        pytest.skip("has no such letters")
    name = unicodedata.normalize(form, EVERYBODY[2].name)
    assert name != EVERYBODY[2].login
    (tmp_path / "held.txt").write_bytes(f"{name}\r\n".encode(encoding))
    done = run("feedback", report, "--for", "moodle", "--hold", tmp_path / "held.txt", "--out", tmp_path / "f.zip")
    assert "5 pages under the names of Moodle · 1 held back" in done.output


def test_a_text_of_ones_own_that_is_not_utf_8_is_said(report, tmp_path):
    for name in ("grading.toml", "my.py"):
        (tmp_path / name).write_bytes(b"# " + ODD_BYTES)
    (report / "comments.toml").write_bytes(b"# " + ODD_BYTES)
    place = tmp_path / "moodle.zip"
    for command in (
        ["grade", place, "--out", tmp_path / "new", "--settings", tmp_path / "grading.toml"],
        ["grade", place, "--out", tmp_path / "new", "--exercises", tmp_path / "my.py"],
        ["grade", place, "--out", tmp_path / "new", "--mistakes", tmp_path / "my.py"],
        ["mistake", "add", "loss/mse", tmp_path / "my.py", "--say", "You did.", "--yes"],
        ["override", report, f"{EVERYBODY[2].name}_{EVERYBODY[2].number}", "loss/mse", 1, "why"],
    ):
        assert "is not written in UTF-8: choose that in your editor" in " ".join(run(*command).output.split()), command


# ------------------------------------------------------------------------------------------------- the wrong folder

COMMANDS = {
    "report": ["report"],
    "override": ["override", "jdoe", "loss/mse", 2, "why"],
    "exempt": ["exempt", "loss/mse", 1, "why"],
    "split": ["manual", "split", "--graders", "anna,ben"],
    "merge": ["manual", "merge"],
    "forget": ["forget", "jdoe"],
    "forget work": ["forget", "--work"],
    "grades": ["grades", "--into", "sheet.csv", "--out", "upload.csv"],
    "feedback": ["feedback", "--for", "moodle", "--out", "feedback.zip"],
    "export": ["export-code", "--for", "jplag", "--out", "code"],
    "mistake": ["mistake", "add", "jdoe", "loss/mse"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_folder_that_is_no_report_is_left_as_it_is(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    export("moodle", EVERYBODY, tmp_path).rename("sheet.csv")
    folder = tmp_path / "submitted"
    folder.mkdir(mode=0o755)
    (folder / "jdoe.ipynb").write_text("{}", "utf-8")
    words = COMMANDS[name]
    place = 2 if words[0] in ("manual", "mistake") else 1
    done = run(*words[:place], folder, *words[place:])
    assert done.exit_code == 1, done.output
    assert "nothing was " in done.output.lower()
    assert [path.name for path in folder.iterdir()] == ["jdoe.ipynb"]
    assert os.name == "nt" or folder.stat().st_mode & 0o777 == 0o755
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sheet.csv", "submitted"]


def test_where_no_notebook_is_that_is_said(tmp_path):
    (tmp_path / "empty").mkdir()
    done = run("grade", tmp_path / "empty", "--out", tmp_path / "report", "--list")
    assert "No notebook was found. Is it the right folder, or the right zip?" in done.output
    assert done.exit_code == 1


@pytest.mark.parametrize("anybody", [False, True])
def test_pages_are_announced_where_there_are_any(anybody, tmp_path):
    """Whose notebook cannot be read has a page, too: it says why."""
    (tmp_path / "submitted").mkdir()
    if anybody:
        (tmp_path / "submitted" / "ada").mkdir()
        (tmp_path / "submitted" / "ada" / "02_loss.ipynb").write_text('{"cells": [', "utf-8")
    printed = run("grade", tmp_path / "submitted", "--out", tmp_path / "report").output
    assert ("pages: none" in printed) == (not anybody)
    assert bool([*(tmp_path / "report").glob("feedback/*.html")]) == anybody


def test_what_is_no_download_is_said_with_what_to_give(tmp_path):
    (tmp_path / "Loss.zip").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "notes.txt").write_text("hello", "utf-8")
    for name, said in (("Loss.zip", "no whole zip: it broke off"), ("notes.txt", "Give what your system hands out")):
        done = run("grade", tmp_path / name, "--out", tmp_path / "report", "--list")
        assert (done.exit_code, said in done.output) == (2, True), done.output


def test_a_file_where_a_folder_should_be_is_said(report, tmp_path):
    place, sheet = tmp_path / "moodle.zip", export("moodle", EVERYBODY, tmp_path)
    (tmp_path / "file").write_text("mine", "utf-8")
    for command in (
        ["grade", place, "--list", "--out", tmp_path / "file"],
        ["grade", place, "--list", "--out", tmp_path / "file" / "report"],
        ["release", "02_loss", "--out", tmp_path / "file"],
        ["grades", report, "--into", sheet, "--out", tmp_path / "file" / "upload.csv"],
        ["feedback", report, "--for", "moodle", "--out", tmp_path / "file" / "feedback.zip"],
        ["export-code", report, "--for", "dolos", "--out", tmp_path / "file"],
        ["release", "02_loss", "--out", tmp_path / "file" / "lessons"],
    ):
        done = run(*command)
        assert done.exit_code == 2, done.output
        assert re.search("a file is where a folder should be|is a file", done.output), (command, done.output)
    assert (tmp_path / "file").read_text("utf-8") == "mine"


def test_a_table_without_the_assignments_column_says_what_to_export(report, tmp_path):
    (tmp_path / "sheet.csv").write_text("Identifier,Full name\nParticipant 1,Jane Doe\n", "utf-8")
    done = run("grades", report, "--into", tmp_path / "sheet.csv", "--out", tmp_path / "upload.csv")
    assert done.exit_code == 2
    assert "no column for marks: export it together with the column of the assignment" in done.output
    assert "Its headings are: Identifier, Full name." in done.output
    assert not (tmp_path / "upload.csv").exists()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_each_command_names_its_exit_statuses(name):
    words = COMMANDS[name]
    help_ = run(*words[: 2 if words[0] in ("manual", "mistake") else 1], "--help").output
    assert "Exit status: 0" in help_
    assert "wrong use" in help_ or words[:2] == ["manual", "merge"], help_


# --------------------------------------------------------------------------------------------------- wrong words


def test_a_lesson_that_was_not_graded_fills_nothing(report, tmp_path):
    sheet = export("moodle", EVERYBODY, tmp_path)
    for command in (["grades", report, "--into", sheet], ["feedback", report, "--for", "moodle"]):
        done = run(*command, "--lesson", "03", "--out", tmp_path / "out")
        assert done.exit_code == 2
        assert 'Nothing of lesson "03" was graded here; there are: 02_loss.' in done.output
        assert not (tmp_path / "out").exists()


def test_a_download_in_the_place_of_a_table_is_said(report, tmp_path):
    done = run("grades", report, "--into", tmp_path / "moodle.zip", "--out", tmp_path / "upload.csv")
    assert "moodle.zip is a zip, and no table or workbook (.xlsx)" in done.output
    assert done.exit_code == 2
    done = run("grade", tmp_path / "moodle.zip", "--roster", tmp_path / "moodle.zip", "--out", tmp_path / "r", "--list")
    assert "moodle.zip is a zip, and no table or workbook (.xlsx)" in done.output
    assert done.exit_code == 2


NONE = "is no number of points. Write 0 or more, such as 1.5 or 1,5."
SET = {
    "1,5": "1.5 of 10 points", "12": "more than it is worth (10): right for a bonus", "nan": NONE, "inf": NONE,
    "-1": "-1 is no number of points: a mark is 0 or more", "two": NONE,
}  # fmt: skip


@pytest.mark.parametrize(("points", "said"), SET.items())
def test_points_that_are_set(report, points, said):
    student = next(record["student"] for record in read_table(report / "who.csv") if record["counts"] == "yes")
    assert said in run("override", report, "--", student, "loss/mse", points, "why").output


@pytest.mark.parametrize("points", ["nan", "inf", "-3", "two"])
def test_what_cannot_be_points_is_said_with_its_line(tmp_path, points):
    text = f"student,exercise,points,reason\n\n\njdoe,loss/mse,{points},why\n"
    (tmp_path / "overrides.csv").write_text(text, "utf-8")
    with pytest.raises(GradingError, match=f'line 4: points is "{points}". Write a number'):
        read_overrides(tmp_path, [])


def test_a_line_is_counted_as_a_spreadsheet_counts(tmp_path):
    (tmp_path / "exempt.csv").write_text("exercise,case,reason\n\nloss/mse,many,why\n", "utf-8")
    with pytest.raises(GradingError, match="line 3"):
        read_exempt(tmp_path)


# ----------------------------------------------------------------------------------------------- two systems at once


def test_more_points_than_the_table_has_are_said(report, tmp_path):
    student = next(record["student"] for record in read_table(report / "who.csv") if record["counts"] == "yes")
    run("override", report, student, "loss/mse", 12, "A bonus.")
    done = run("grades", report, "--into", export("moodle", EVERYBODY, tmp_path), "--out", tmp_path / "upload.csv")
    assert "1 above the most that there is to get" in done.output
    assert "Moodle leaves marks above the maximum out when it imports, without a word." in done.output


@pytest.mark.parametrize("system", ["moodle", "canvas"])
def test_a_number_of_one_system_is_nobodys_in_anothers_class_list(system, tmp_path):
    """Both number their students, and each number is another's there."""
    other = "canvas" if system == "moodle" else "moodle"
    everybody = EVERYBODY[2:]
    files = listing(download(system, everybody, tmp_path))
    shifted = [replace(one, number=one.number + 1) for one in everybody]
    found = compared(files, read_roster(export(other, shifted, tmp_path)))
    assert not found.strangers
    assert not found.absent
    for one in found.files:
        if one.counts:
            assert "please" not in one.note.lower(), one
            assert one.name in {person.name for person in everybody}


def test_a_class_of_texts_is_no_class_of_moodle(tmp_path):
    """The command says which names it knows."""
    course = Class(tmp_path / "report")
    course.graded()
    done = run("feedback", tmp_path / "report", "--for", "moodle", "--out", tmp_path / "feedback.zip")
    assert done.exit_code == 1
    assert "Nothing was written." in done.output
