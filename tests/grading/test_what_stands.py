"""What stands in an instructor's table already: who is excused, marks that a person gave, comments, the same mark
written otherwise; and tables in other forms of the systems' own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.grading.downloads import export
from tests.grading.test_marks_back import EVERYBODY, GERMAN, report_of, run, table
from tests.grading.test_missing import report_by
from tinygrad_lite.grading.grade_sheet import read_grade_sheet
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.record import Mark, Record
from tinygrad_lite.grading.roster import read_roster
from tinygrad_lite.grading.tables import WHO, read_table, write_table

ANN, BEN, *_, ABSENT, OTHER = EVERYBODY


def with_marks(sheet: Path, marks: dict[int, str], column: str = "", where: str = "column") -> Path:
    """The same table with these texts in some people's rows, by their places in the class."""
    found = read_grade_sheet(sheet, column)
    first = min(found.people)
    changes = {(first + place, getattr(found, where)): text for place, text in marks.items()}
    sheet.write_bytes(found.sheet.with_cells(changes))
    return sheet


def column_of(path: Path, column: str = "", where: str = "column") -> list[str]:
    """What stands in everybody's row."""
    found = read_grade_sheet(path, column)
    return [table(path)[row][getattr(found, where)] for row in sorted(found.people)]


def test_who_is_excused_gets_neither_a_mark_nor_a_zero(tmp_path):
    before = with_marks(export("canvas", EVERYBODY, tmp_path), {0: "EX", 4: "ex"})
    result = run(report_by(tmp_path, "canvas"), "--into", before, "--out", tmp_path / "upload.csv")
    assert result.exit_code == 0, result.output
    assert "1 filled · 0 unchanged" in result.output
    assert f"2 excused on the sheet and left so ({ANN.name}, {ABSENT.name})" in result.output
    assert column_of(tmp_path / "upload.csv") == ["EX", "10", "", "", "ex", "0"]


@pytest.mark.parametrize("stands", ["8.5", "Needs Grading", "1,000.5"])
def test_a_zero_takes_nothing_away_that_stands_there(tmp_path, stands):
    """Who handed in by mail has a mark that a person gave in the system."""
    before = with_marks(export("blackboard", EVERYBODY, tmp_path), {4: stands})
    result = run(report_by(tmp_path, "blackboard"), "--into", before, "--out", tmp_path / "upload.csv")
    assert f"1 without a hand-in, filled with 0 ({OTHER.name})" in result.output
    assert f"1 without a hand-in, and what stands there stays ({ABSENT.name})" in result.output
    assert column_of(tmp_path / "upload.csv")[4:] == [stands, "0"]


def test_a_dash_is_nothing(tmp_path):
    before = with_marks(export("canvas", EVERYBODY, tmp_path), {4: "-"})
    run(report_by(tmp_path, "canvas"), "--into", before, "--out", tmp_path / "upload.csv")
    assert column_of(tmp_path / "upload.csv")[4:] == ["0", "0"]


@pytest.mark.parametrize("written", [("7.00", "10.0"), ("7", "10.004"), ("7,00", "10,00")])
def test_the_same_mark_written_otherwise_stays_as_it_is(tmp_path, written):
    before = with_marks(export("canvas", EVERYBODY, tmp_path), dict(enumerate(written)))
    report = report_of(tmp_path, "canvas")
    result = run(report, "--into", before, "--out", tmp_path / "upload.csv")
    assert "0 filled · 2 unchanged" in result.output
    assert (tmp_path / "upload.csv").read_bytes() == before.read_bytes()
    # students see it there: it has gone out
    assert sorted(row["points"] for row in read_table(report / "exported.csv")) == ["10", "7"]


@pytest.mark.parametrize("word", ["n/a", "EX", "Excused"])
def test_no_mark_takes_the_place_of_a_word_that_says_that_none_counts(tmp_path, word):
    before = with_marks(export("moodle", EVERYBODY, tmp_path), {0: word})
    result = run(report_of(tmp_path, "moodle"), "--into", before, "--out", tmp_path / "upload.csv")
    assert f"1 excused on the sheet and left so ({ANN.name})" in result.output
    assert column_of(tmp_path / "upload.csv")[:2] == [word, "10"]


@pytest.mark.parametrize("word", ["ill", "A-", "85 %", "=2+2", "see me", "7/10"])
def test_what_is_no_mark_stays_and_a_person_is_told(tmp_path, word):
    before = with_marks(export("canvas", EVERYBODY, tmp_path), {0: word})
    result = run(report_by(tmp_path, "canvas"), "--into", before, "--out", tmp_path / "upload.csv")
    assert result.exit_code == 3
    assert "1 filled" in result.output
    assert f"1 with something that is no mark, and left so ({ANN.name})" in result.output
    assert "for the grader's mark in its place, empty the cell of canvas.csv, and give the command" in result.output
    assert column_of(tmp_path / "upload.csv")[:2] == [word, "10"]


def test_a_mark_that_may_be_one_or_a_thousand_stays(tmp_path):
    """Nothing tells: there are no other decimals, and the table does not say what is the most."""
    (tmp_path / "own.csv").write_text(f'login,Mark\n{ANN.login},"1,000"\n{BEN.login},\n', "utf-8")
    command = ("--into", tmp_path / "own.csv", "--column", "Mark", "--out", tmp_path / "upload.csv")
    result = run(report_of(tmp_path, "own"), *command)
    assert "1 filled" in result.output
    assert "1 with something that is no mark" in result.output
    assert (tmp_path / "upload.csv").read_text("utf-8") == f'login,Mark\n{ANN.login},"1,000"\n{BEN.login},10\n'


def test_a_mark_is_written_where_blackboard_says_that_one_is_to_come(tmp_path):
    before = with_marks(export("blackboard", EVERYBODY, tmp_path), {0: "Needs Grading"})
    run(report_of(tmp_path, "blackboard"), "--into", before, "--out", tmp_path / "upload.csv")
    assert column_of(tmp_path / "upload.csv")[:2] == ["7", "10"]


def changed(report, points):
    """Another mark for the first student, as after a second run."""
    last = KeptRuns(report).last()
    first = next(record for record in last.records() if record.student == ANN.login)
    last.keep(first.from_json(first.as_json() | {"marks": [first.as_json()["marks"][0] | {"auto": points}]}))


def test_a_mark_that_was_changed_by_hand_after_ours_went_out_stays(tmp_path):
    before, report = export("canvas", EVERYBODY, tmp_path), report_by(tmp_path, "canvas")
    run(report, "--into", before, "--out", tmp_path / "one.csv")
    theirs = with_marks(tmp_path / "one.csv", {0: "8,5"})  # somebody gave her more
    result = run(report, "--into", theirs, "--out", tmp_path / "two.csv")
    assert result.exit_code == 0
    assert "0 filled · 3 unchanged" in result.output
    assert f"1 with another mark than ours, which went out before, and left so ({ANN.name})" in result.output
    changed(report, 9.0)
    run(report, "--into", theirs, "--out", tmp_path / "three.csv")
    assert column_of(tmp_path / "three.csv")[:2] == ["8,5", "10"]
    with_marks(theirs, {0: ""})  # she takes it back
    run(report, "--into", theirs, "--out", tmp_path / "four.csv")
    assert column_of(tmp_path / "four.csv")[:2] == ["9", "10"]


def test_our_own_mark_of_any_earlier_time_is_renewed(tmp_path):
    """The second table was not imported, so the first one's mark stands there."""
    before, report = export("canvas", EVERYBODY, tmp_path), report_of(tmp_path, "canvas")
    run(report, "--into", before, "--out", tmp_path / "one.csv")
    changed(report, 9.0)
    result = run(report, "--into", tmp_path / "one.csv", "--out", tmp_path / "two.csv")
    assert "in place of another mark" not in result.output
    changed(report, 9.5)
    run(report, "--into", tmp_path / "one.csv", "--out", tmp_path / "three.csv")
    assert [column_of(tmp_path / name)[0] for name in ("two.csv", "three.csv")] == ["9", "9.5"]


def test_a_mark_that_becomes_lower_is_named(tmp_path):
    before = with_marks(export("canvas", EVERYBODY, tmp_path), {0: "7.5", 1: "9"})
    result = run(report_of(tmp_path, "canvas"), "--into", before, "--out", tmp_path / "upload.csv")
    assert f"2 filled · 0 unchanged · 1 not settled and left as they are ({EVERYBODY[2].name})" in result.output
    assert f"1 lower than what stood there ({ANN.name})" in result.output
    assert f"2 in place of another mark that stood there ({ANN.name}, {BEN.name})" in result.output
    assert column_of(tmp_path / "upload.csv")[:2] == ["7", "10"]


def test_a_persons_comment_stays_and_ours_is_renewed(tmp_path):
    comments = {0: "Nice plots! 7 of 10; see feedback file", 1: "<p>4 of 10; see feedback file</p>", 4: "was ill"}
    before = with_marks(export("moodle", EVERYBODY, tmp_path), comments, where="comments")
    result = run(report_by(tmp_path, "moodle"), "--into", before, "--out", tmp_path / "upload.csv")
    assert f"2 with a comment that stays ({ANN.name}, {ABSENT.name})" in result.output
    wanted = [comments[0], "10 of 10; see feedback file", "", "", "was ill", "nothing was handed in"]
    assert column_of(tmp_path / "upload.csv", where="comments") == wanted
    assert column_of(tmp_path / "upload.csv")[:2] == ["7", "10"]


def german(folder, comment=""):
    """Moodle's worksheet in German, with a comma before decimals."""
    rows = [f'Teilnehmer/in{one.number},{one.name},,,"36,00","{comment}"' for one in EVERYBODY]
    (folder / "moodle.csv").write_text("\n".join([GERMAN.strip(), *rows, ""]), "utf-8")
    return folder / "moodle.csv"


def test_our_comment_has_the_sheets_decimal_sign(tmp_path):
    report = report_of(tmp_path, "moodle")
    changed(report, 7.5)
    run(report, "--into", german(tmp_path), "--out", tmp_path / "upload.csv")
    assert column_of(tmp_path / "upload.csv", where="comments")[:2] == [
        "7,5 of 10; see feedback file", "10 of 10; see feedback file",
    ]  # fmt: skip


@pytest.mark.parametrize("ours", ["6,25 of 10; see feedback file", "<p>6.25 of 10; see feedback file</p>"])
def test_our_comment_is_known_with_a_point_and_with_a_comma(tmp_path, ours):
    report = report_of(tmp_path, "moodle")
    changed(report, 7.5)
    said = run(report, "--into", german(tmp_path, ours), "--out", tmp_path / "upload.csv").output
    assert "with a comment that stays" not in said
    assert column_of(tmp_path / "upload.csv", where="comments")[0] == "7,5 of 10; see feedback file"


def test_moodles_sheet_is_older_than_a_mark_that_went_out(tmp_path):
    """Moodle skips what was marked there after the sheet was exported, and does not say so."""
    before, report = export("moodle", EVERYBODY, tmp_path), report_of(tmp_path, "moodle")
    said = run(report, "--into", before, "--out", tmp_path / "one.csv").output
    assert "Moodle skips" not in said
    assert "Moodle skips" not in run(report, "--into", before, "--out", tmp_path / "two.csv").output  # the same marks
    last = KeptRuns(report).last()
    first = next(record for record in last.records() if record.student == ANN.login)
    last.keep(first.from_json(first.as_json() | {"marks": [first.as_json()["marks"][0] | {"auto": 9.0}]}))
    said = run(report, "--into", before, "--out", tmp_path / "three.csv").output
    assert f"no mark yet for 1 whose mark went out before and is another one now ({ANN.name})" in said
    assert "export the worksheet anew" in said
    anew = run(report, "--into", tmp_path / "one.csv", "--out", tmp_path / "four.csv").output
    assert "Moodle skips" not in anew


def test_canvas_with_names_in_two_columns(tmp_path):
    rows = ["LastName,FirstName,ID,SIS Login ID,Section,Loss (12345)", "    Points Possible,,,,,10"]
    rows += [f"{one.last},{one.first},{one.number},{one.login},DL," for one in EVERYBODY]
    (tmp_path / "canvas.csv").write_text("\r\n".join([*rows, "Student,Test,99,,DL,", ""]), "utf-8")
    assert read_roster(tmp_path / "canvas.csv").system == "canvas"
    result = run(report_of(tmp_path, "canvas"), "--into", tmp_path / "canvas.csv", "--out", tmp_path / "upload.csv")
    assert "canvas.csv: a table of Canvas, column Loss (12345)\n2 filled" in result.output
    assert "3 on the sheet without a hand-in" in result.output  # the test student is nobody
    assert column_of(tmp_path / "upload.csv") == ["7", "10", "", "", "", ""]


def test_brightspace_without_the_most_that_there_is_to_get(tmp_path):
    before = export("brightspace", EVERYBODY, tmp_path)
    before.write_bytes(before.read_bytes().replace(b" <Numeric MaxPoints:10>", b""))
    result = run(report_of(tmp_path, "brightspace"), "--into", before, "--out", tmp_path / "upload.csv")
    assert "a table of Brightspace, column Loss Points Grade\n2 filled" in result.output
    assert column_of(tmp_path / "upload.csv")[:2] == ["7", "10"]


def withdrawn(report, one=ANN):
    """Her hand-in does not count any more."""
    last = KeptRuns(report).last()
    last.forget(one.login, f"{one.login}/a.ipynb")
    rows = read_table(report / "who.csv")
    write_table(report / "who.csv", WHO, [row for row in rows if row["student"] != one.login])


def test_a_comment_of_ours_says_what_is_true_though_the_mark_stays(tmp_path):
    """She handed in after all, and it was worth 0, too: the comment went on to say that nothing came."""
    before, report = export("moodle", EVERYBODY, tmp_path), report_by(tmp_path, "moodle")
    run(report, "--into", before, "--out", tmp_path / "one.csv")
    late = Record(OTHER.login, f"{OTHER.login}/a.ipynb", "2" * 8, "02_loss", marks=(Mark("loss/mse", 10, auto=0.0),))
    KeptRuns(report).last().keep(late)
    rows = read_table(report / "who.csv")
    hers = {"student": OTHER.login, "path": late.path, "lms_id": str(OTHER.number), "name": OTHER.name}
    write_table(report / "who.csv", WHO, [*rows, rows[0] | hers])
    said = run(report, "--into", tmp_path / "one.csv", "--out", tmp_path / "two.csv").output
    assert "0 filled · 4 unchanged" in said
    assert f"1 unchanged, with a new comment ({OTHER.name})" in said
    assert column_of(tmp_path / "two.csv", where="comments")[4:] == [
        "nothing was handed in", "0 of 10; see feedback file",
    ]  # fmt: skip
    KeptRuns(report).last().forget(OTHER.login, late.path)
    write_table(report / "who.csv", WHO, rows)
    run(report, "--into", tmp_path / "two.csv", "--out", tmp_path / "three.csv")
    assert (tmp_path / "three.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()
    theirs = with_marks(tmp_path / "three.csv", {5: "by mail"}, where="comments")
    run(report, "--into", theirs, "--out", tmp_path / "four.csv")
    assert (tmp_path / "four.csv").read_bytes() == theirs.read_bytes()


def test_a_mark_of_ours_goes_with_the_hand_in_that_is_withdrawn(tmp_path):
    """It stayed, as if a person had given it."""
    before, report = export("moodle", EVERYBODY, tmp_path), report_by(tmp_path, "moodle")
    run(report, "--into", before, "--out", tmp_path / "one.csv")
    withdrawn(report)
    said = run(report, "--into", tmp_path / "one.csv", "--out", tmp_path / "two.csv").output
    assert f"1 without a hand-in, filled with 0 ({ANN.name}) · 1 lower than what stood there ({ANN.name})" in said
    assert column_of(tmp_path / "two.csv")[:2] == ["0", "10"]
    assert column_of(tmp_path / "two.csv", where="comments")[0] == "nothing was handed in"
    theirs = with_marks(tmp_path / "one.csv", {0: "8"})  # but what a person gave stays
    said = run(report, "--into", theirs, "--out", tmp_path / "three.csv").output
    assert f"1 without a hand-in, and what stands there stays ({ANN.name})" in said
    assert column_of(tmp_path / "three.csv")[:2] == ["8", "10"]


def test_where_no_0_takes_its_place_it_is_said(tmp_path):
    before, report = export("canvas", EVERYBODY, tmp_path), report_of(tmp_path, "canvas")
    run(report, "--into", before, "--out", tmp_path / "one.csv")
    withdrawn(report)
    said = run(report, "--into", tmp_path / "one.csv", "--out", tmp_path / "two.csv").output
    assert f"1 without a hand-in, and left with our earlier mark ({ANN.name})" in said
    assert f"Of {ANN.name} nothing counts now, and a mark that went out before still stands there: empty" in said
    assert (tmp_path / "two.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()
    with_marks(tmp_path / "one.csv", {0: ""})
    said = run(report, "--into", tmp_path / "one.csv", "--out", tmp_path / "three.csv").output
    assert "earlier mark" not in said
