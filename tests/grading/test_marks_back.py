"""Marks into the tables of learning management systems: one column changes, and every other byte stays."""

import csv
import io
import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.downloads import EXPORTS, FOR_MARKS, export, people, status_file
from tests.grading.sample_class import sample_class
from tests.grading.workbooks import PHP, cells_of, parts_of, workbook
from tinygrad_lite.cli import main
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.grade_sheet import read_grade_sheet
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.record import MACHINE, NEEDS_A_PERSON, NOT_HANDED_IN, Mark, Record
from tinygrad_lite.grading.roster import read_roster
from tinygrad_lite.grading.tables import WHO, read_table, write_table
from tinygrad_lite.grading.whose_row import Sought, row_of

EVERYBODY = people(sample_class())[:6]
SHEETS = [name for name in EXPORTS | FOR_MARKS if name != "gradescope"]
#: Where more than one column could be meant.
COLUMN = {name: ["--column", "Loss"] for name in SHEETS if name.startswith("moodle gradebook")}
COLUMN["moodle gradebook french"] = ["--column", "Loss (Brut)"]


def report_of(folder, system, who=True):
    """A report on six students: 7 of 10, 10 of 10, one that waits, one on no list, and two who handed in nothing."""
    report = folder / "report"
    runs = KeptRuns(report)
    with runs.alone():
        run = runs.begin({"lessons": ["02_loss"], "seed": 1, "version": "1", "tier": "sandbox", "points": {}})
        rows = []
        for person, points in zip([*EVERYBODY[:3], None], (7.0, 10.0, None, 5.0), strict=True):
            of = "moodle" if system.startswith("moodle gradebook") else ""
            student = (f"{person.name}_{person.number}" if of else person.login) if person else "nobody"
            state = {"auto": points} if points is not None else {"state": MACHINE}
            run.keep(Record(student, f"{student}/a.ipynb", "0" * 8, "02_loss", marks=(Mark("loss/mse", 10, **state),)))
            number = person is not None and system.startswith(("moodle", "canvas"))
            rows.append({
                "path": f"{student}/a.ipynb", "student": student, "counts": "yes", "lesson": "02_loss",
                "lms_id": (str(person.number) if number else person.login) if person else "77777",
                "name": person.name if person else "Nobody Known", "system": of,
            })  # fmt: skip
        run.save(finished="now")
    if who:
        write_table(report / "who.csv", WHO, rows)
    return report


def table(path):
    data = path.read_bytes()
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def run(*arguments):
    return CliRunner().invoke(main, ["grades", *map(str, arguments)], catch_exceptions=False)


@pytest.mark.parametrize("system", SHEETS)
def test_marks_go_into_one_column_and_all_else_stays(tmp_path, system):
    before = export(system, EVERYBODY, tmp_path)
    data = before.read_bytes()
    report = report_of(tmp_path, system)
    if system in COLUMN:  # two are called alike, and only the class list knows who has which address
        export("moodle", EVERYBODY, tmp_path)
        KeptRuns(report).last().save(roster=str(tmp_path / "moodle.csv"))
    result = run(report, "--into", before, *COLUMN.get(system, ()), "--out", tmp_path / "upload.csv")
    assert result.exit_code == 3, result.output  # somebody is on no list
    assert "2 filled · 0 unchanged · 1 not settled" in result.output
    assert "3 on the sheet without a hand-in" in result.output
    assert "1 not to be placed (Nobody Known)" in result.output
    assert before.read_bytes() == data
    old, new = table(before), table(tmp_path / "upload.csv")
    changed = {(row, column) for row, cells in enumerate(old) for column in range(len(cells))
               if cells[column] != new[row][column]}  # fmt: skip
    sheet = read_grade_sheet(before, *COLUMN.get(system, ())[1:])
    first = min(sheet.people)
    columns = {sheet.column, sheet.comments, sheet.update} - {None}
    assert changed == {(row, column) for row in (first, first + 1) for column in columns}
    assert [new[first + place][sheet.column] for place in range(2)] == ["7", "10"]
    if system in ("moodle", "moodle german", "moodle french"):
        assert new[first][sheet.comments] == "7 of 10; see feedback file"
    assert ("not tried there" in result.output) == (system in FOR_MARKS)
    back = read_grade_sheet(tmp_path / "upload.csv", *COLUMN.get(system, ())[1:]).sheet
    assert back.with_cells({(row, column): old[row][column] for row, column in changed}) == data  # to the byte


@pytest.mark.parametrize("column", [(), ("--column", "Loss (12345)")])
def test_two_columns_of_one_heading_are_told_apart_by_nothing_that_can_be_typed(tmp_path, column):
    before = export("canvas", EVERYBODY, tmp_path)
    text = before.read_text("utf-8-sig").replace("Current Score", "Loss (12345)")
    before.write_text(text, "utf-8")
    result = run(report_of(tmp_path, "canvas"), "--into", before, *column, "--out", tmp_path / "upload.csv")
    assert result.exit_code == 2
    assert (
        "has 2 columns that are called Loss (12345): in a copy of the table, give the one that is not" in result.output
    )


def test_moodles_numbers_are_not_taken_for_id_numbers(tmp_path):
    """In the gradebook each ID number is another student's number in the download: without the class list names decide,
    and of two who are called alike nobody is guessed."""
    before = export("moodle gradebook", EVERYBODY, tmp_path)
    report = report_of(tmp_path, "moodle gradebook")
    result = run(report, "--into", before, "--column", "Loss", "--out", tmp_path / "upload.csv")
    assert "0 filled · 0 unchanged · 1 not settled" in result.output
    assert "3 not to be placed (Jane Doe, Jane Doe, Nobody Known)" in result.output
    assert (tmp_path / "upload.csv").read_bytes() == before.read_bytes()


@pytest.mark.parametrize("heading", ["Student number", "Name,Student number"])
def test_a_table_of_ones_own_may_hold_moodles_numbers(tmp_path, heading):
    cells = [f"{one.name},{one.number}," if "," in heading else f"{one.number}," for one in EVERYBODY]
    (tmp_path / "own.csv").write_text("\n".join([f"{heading},Mark", *cells]), "utf-8")
    report = report_of(tmp_path, "moodle gradebook")
    result = run(report, "--into", tmp_path / "own.csv", "--column", "Mark", "--out", tmp_path / "upload.csv")
    assert "2 filled" in result.output


def test_a_sign_before_a_number_stays_and_the_row_is_found(tmp_path):
    """'0123 and ="0123" are what spreadsheets write of a number that is to keep its zeros."""
    cells = [f"{one.name},'{one.login}," if place else f'{one.name},"=""{one.login}""",'
             for place, one in enumerate(EVERYBODY)]  # fmt: skip
    (tmp_path / "own.csv").write_text("\n".join(["Name,Login,Mark", *cells]), "utf-8")
    result = run(
        report_of(tmp_path, ""), "--into", tmp_path / "own.csv", "--column", "Mark", "--out", tmp_path / "up.csv"
    )
    assert "2 filled" in result.output, result.output
    lines = (tmp_path / "up.csv").read_text("utf-8").splitlines()
    assert lines[1:3] == [f"{cells[0]}7", f"{cells[1]}10"]
    assert lines[3:] == cells[2:]


def test_but_a_number_beside_another_name_is_another_number(tmp_path):
    wrong = f"{EVERYBODY[4].name},{EVERYBODY[0].number},"  # the number of Jane Doe
    (tmp_path / "own.csv").write_text(f"Name,Student number,Mark\n{wrong}\n", "utf-8")
    report = report_of(tmp_path, "moodle gradebook")
    result = run(report, "--into", tmp_path / "own.csv", "--column", "Mark", "--out", tmp_path / "upload.csv")
    assert "0 filled" in result.output


@pytest.mark.parametrize("wanted", ["Percentage", "Course total", "Email", "Institution", "Abteilung"])
def test_what_is_no_item_of_the_gradebook_takes_no_marks(tmp_path, wanted):
    with pytest.raises(GradingError, match=r"There are: Assignment: Loss \(Real\); Quiz: XOR \(Real\)"):
        read_grade_sheet(export("moodle gradebook", EVERYBODY, tmp_path), wanted)


def test_ilias_status_file_as_a_workbook(tmp_path):
    before = status_file(EVERYBODY, tmp_path)
    data = before.read_bytes()
    result = run(report_of(tmp_path, "ilias"), "--into", before, "--out", tmp_path / "upload.xlsx")
    assert "2 filled · 0 unchanged · 1 not settled" in result.output
    assert "`status` (passed, failed) stays as it is" in result.output
    assert before.read_bytes() == data
    old, new = cells_of(data), cells_of((tmp_path / "upload.xlsx").read_bytes())
    changed = {name: new[name] for name in new if old.get(name) != new[name]}
    assert set(changed) == {"A2", "G2", "A3", "G3"}
    assert [re.sub("<[^>]*>", "", changed[name]) for name in ("A2", "G2", "A3", "G3")] == ["1", "7", "1", "10"]
    parts, after = parts_of(data), parts_of((tmp_path / "upload.xlsx").read_bytes())
    assert [name for name in parts if parts[name] != after[name]] == ["xl/worksheets/sheet2.xml"]


def test_ilias_teams_have_one_row_for_all(tmp_path):
    """Their members' marks are one mark; where they differ, nobody chooses."""
    heading = ["update", "team_id", "logins", "status", "mark", "notice", "comment", "plagiarism", "plag_comment"]
    logins = [one.login for one in EVERYBODY]
    rows = [[0, place, ", ".join(logins[place : place + 2]), "notgraded", *[""] * 5] for place in (0, 2, 4)]
    (tmp_path / "status.xlsx").write_bytes(workbook([heading, *rows], **PHP))
    report = report_of(tmp_path, "ilias")
    rows = read_table(report / "who.csv")
    rows[1] |= {"lms_id": "; ".join(logins[4:6]), "name": "; ".join(one.name for one in EVERYBODY[4:6])}
    write_table(report / "who.csv", WHO, rows)
    result = run(report, "--into", tmp_path / "status.xlsx", "--out", tmp_path / "upload.xlsx")
    assert "2 filled · 0 unchanged · 1 not settled" in result.output
    new = cells_of((tmp_path / "upload.xlsx").read_bytes())
    assert [re.sub("<[^>]*>", "", new[name]) for name in ("E2", "E4")] == ["7", "10"]
    rows[1]["lms_id"] = "; ".join(logins[:2])  # now 7 and 10 points are in one team
    write_table(report / "who.csv", WHO, rows)
    result = run(report, "--into", tmp_path / "status.xlsx", "--out", tmp_path / "again.xlsx")
    assert "0 filled · 0 unchanged · 1 not settled" in result.output
    assert "4 not to be placed (Nobody Known, Jane Doe, Oğuz Becker, Jane Bianchi)" in result.output
    assert result.exit_code == 3


def test_a_task_that_waits_for_a_person_holds_the_total_back_and_one_left_undone_does_not(tmp_path):
    """Until the person has decided: then the total goes out, and what moves afterwards has its line."""
    before, report = export("canvas", EVERYBODY, tmp_path), report_of(tmp_path, "canvas")
    last = KeptRuns(report).last()
    ann, ben = (
        next(one for one in last.records() if one.student == person.login) for person in (EVERYBODY[0], EVERYBODY[1])
    )
    worth = {"loss/mse": 10.0, "loss/mae": 10.0}
    last.save(worth={"02_loss": worth})
    last.keep(replace(ann, marks=(*ann.marks, Mark("loss/mae", 10, state=NEEDS_A_PERSON, why="no grader can take it"))))
    last.keep(replace(ben, marks=(*ben.marks, Mark("loss/mae", 10, state=NOT_HANDED_IN))))
    result = run(report, "--into", before, "--out", tmp_path / "one.csv")
    assert "1 filled · 0 unchanged · 2 not settled and left as they are" in result.output
    assert EVERYBODY[0].name in result.output.partition("not settled")[2]
    assert [row[4] for row in table(tmp_path / "one.csv")[2:4]] == ["", "5"]
    assert len(read_table(report / "exported.csv")) == 1
    command = ["override", str(report), EVERYBODY[0].login, "loss/mae", "4", "read by hand"]
    CliRunner().invoke(main, command, catch_exceptions=False)
    run(report, "--into", before, "--out", tmp_path / "two.csv")
    assert [row[4] for row in table(tmp_path / "two.csv")[2:4]] == ["5.5", "5"]
    command[-2] = "6"
    CliRunner().invoke(main, command, catch_exceptions=False)
    (moved,) = (row for row in read_table(report / "changes.csv") if (row["before"], row["after"]) == ("4", "6"))
    assert (moved["exercise"], moved["reason"]) == ("loss/mae", "override")


def test_what_went_out_is_kept_and_a_second_time_nothing_changes(tmp_path):
    before = export("canvas", EVERYBODY, tmp_path)
    report = report_of(tmp_path, "canvas")
    run(report, "--into", before, "--out", tmp_path / "one.csv")
    rows = read_table(report / "exported.csv")
    assert sorted((row["points"], row["max"], row["column"]) for row in rows) == [
        ("10", "10", "Loss (12345)"), ("7", "10", "Loss (12345)"),
    ]  # fmt: skip
    result = run(report, "--into", tmp_path / "one.csv", "--out", tmp_path / "two.csv")
    assert "0 filled · 2 unchanged" in result.output
    assert (tmp_path / "two.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()


def test_without_who_csv_the_students_names_decide(tmp_path):
    before = export("brightspace", EVERYBODY, tmp_path)
    report = report_of(tmp_path, "brightspace", who=False)
    assert "2 filled" in run(report, "--into", before, "--out", tmp_path / "upload.csv").output


def test_marks_are_scaled_to_the_table_and_decimal_commas_stay(tmp_path):
    before = tmp_path / "grades.csv"
    before.write_text(
        f"Student;ID;Loss (1)\r\n    Points Possible;;2,5\r\n{EVERYBODY[0].name};{EVERYBODY[0].number};\r\n"
    )
    run(report_of(tmp_path, "canvas"), "--into", before, "--out", tmp_path / "upload.csv")
    assert (tmp_path / "upload.csv").read_text().splitlines()[2].endswith(";1,75")


def test_two_people_of_one_name_are_not_guessed(tmp_path):
    before = tmp_path / "grades.csv"
    name = EVERYBODY[0].name
    before.write_text(f"Name,Mark\n{name},\n{name},\n", "utf-8")
    result = run(report_of(tmp_path, "plain"), "--into", before, "--column", "Mark", "--out", tmp_path / "upload.csv")
    assert result.exit_code == 3
    assert "0 filled" in result.output
    assert (tmp_path / "upload.csv").read_bytes() == before.read_bytes()


NAMES = [f"{first} {last}" for last in ("Adler", "Busch", "Celik", "Dorn") for first in ("Ann", "Ben", "Cleo")]


def sheet_with(folder, names, handed_in=NAMES):
    """A report on so many hand-ins of Moodle's, and a worksheet with the same numbers and these names."""
    folder.mkdir(exist_ok=True)
    report, rows = folder / "report", []
    with KeptRuns(report).alone():
        new = KeptRuns(report).begin({"lessons": ["02_loss"], "seed": 1, "version": "1", "tier": "", "points": {}})
        for number, name in enumerate(handed_in, start=100):
            student, path = f"{name}_{number}", f"{name}_{number}_assignsubmission_file/a.ipynb"
            new.keep(Record(student, path, "0" * 8, "02_loss", marks=(Mark("loss/mse", 10, auto=7.0),)))
            rows.append({"path": path, "student": student, "counts": "yes", "lesson": "02_loss", "lms_id": str(number),
                         "name": name, "system": "moodle"})  # fmt: skip
        new.save(finished="now")
    write_table(report / "who.csv", WHO, rows)
    lines = [f"Participant {number},{name},,10.00,Yes,-," for number, name in enumerate(names, start=100)]
    head = "Identifier,Full name,Grade,Maximum Grade,Grade can be changed,Last modified (grade),Feedback comments"
    (folder / "sheet.csv").write_text("\n".join([head, *lines, ""]), "utf-8")
    return report, "--into", folder / "sheet.csv"


@pytest.mark.parametrize("shift", [1, 3, 4])  # by 3, everybody's first name is right
def test_a_sheet_whose_numbers_are_beside_other_names_is_not_filled(tmp_path, shift):
    """A column of names that was sorted alone, or another site's sheet: every mark would be somebody else's."""
    command = sheet_with(tmp_path, [*NAMES[shift:], *NAMES[:shift]])
    for way in (["--out", tmp_path / "upload.csv"], ["--try"]):
        result = run(*command, *way)
        assert result.exit_code == 1
        assert "12 of the 12 names beside the numbers of sheet.csv are other ones" in result.output
        assert f"(Ann Adler is {NAMES[shift]} there" in result.output
        assert "and 7 more). Was a column sorted without the others" in result.output
    assert not (tmp_path / "upload.csv").exists()
    assert not (tmp_path / "report" / "exported.csv").exists()
    assert "12 filled" in run(*command, "--other-names", "--out", tmp_path / "upload.csv").output


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({0: "Ann Zander"}, "1 by the number, with another name beside it (Ann Adler is Ann Zander there)"),
        ({0: "Zoe Zander"}, "1 by the number, with another name beside it (Ann Adler is Zoe Zander there)"),
        ({0: "Zoe Zander", 1: "Max Zander"}, ""),  # two of twelve have nothing in common: rows may be exchanged
        ({0: "Adler, Ann Mary"}, None), ({0: "aadler Ann Adler"}, None), ({0: "ÁNN  adler"}, None), ({0: ""}, None),
        (dict(enumerate(f"{name.split()[0]} Zander" for name in NAMES[:4])), "4 by the number"),
    ],
)  # fmt: skip
def test_a_few_changed_names_are_named_and_filled(tmp_path, changed, said):
    names = [changed.get(place, name) for place, name in enumerate(NAMES)]
    result = run(*sheet_with(tmp_path, [f'"{name}"' for name in names]), "--out", tmp_path / "upload.csv")
    assert ("12 filled" in result.output) == (said != ""), result.output
    assert (said or "12 filled" if said != "" else "2 of the 12 names") in result.output
    assert ("another name" in result.output) == bool(said)


@pytest.mark.parametrize("system", ["moodle", "canvas", "blackboard"])
def test_a_person_who_is_twice_on_the_sheet_is_not_called_without_a_hand_in(tmp_path, system):
    before = export(system, [EVERYBODY[0], *EVERYBODY], tmp_path)
    result = run(report_of(tmp_path, system), "--into", before, "--out", tmp_path / "upload.csv")
    assert result.exit_code == 3
    name, first = EVERYBODY[0].name, min(read_grade_sheet(before).people) + 1
    printed = (
        f"2 rows of {before.name} may be of {name} ({first}, {first + 1}), and none was filled: take out in a copy"
    )
    assert printed in result.output
    absent = ", ".join(one.name for one in EVERYBODY[3:6])
    assert f"3 on the sheet without a hand-in ({absent})" in result.output
    assert f"2 not to be placed ({name}, Nobody Known)" in result.output


def test_a_group_has_a_row_for_each_member(tmp_path):
    before = export("canvas", EVERYBODY, tmp_path)
    report = report_of(tmp_path, "canvas")
    rows = read_table(report / "who.csv")
    members = EVERYBODY[0], EVERYBODY[4]
    rows[0] |= {
        "lms_id": "; ".join(str(one.number) for one in members),
        "name": "; ".join(one.name for one in members),
    }
    write_table(report / "who.csv", WHO, rows)
    run(report, "--into", before, "--out", tmp_path / "upload.csv")
    new = table(tmp_path / "upload.csv")
    assert [row[4] for row in new[2:]] == ["7", "10", "", "", "7", ""]


def test_a_locked_row_takes_no_mark(tmp_path):
    before = export("moodle", EVERYBODY, tmp_path)
    before.write_bytes(before.read_bytes().replace(b",Yes,", b",No,", 1))
    result = run(report_of(tmp_path, "moodle"), "--into", before, "--out", tmp_path / "upload.csv")
    assert result.exit_code == 3
    assert "1 in rows that the system has locked" in result.output


GERMAN = "ID,Vollständiger Name,Status,Bewertung,Bestwertung,Feedback als Kommentar\n"


@pytest.mark.parametrize(
    ("rows", "comma"),
    [
        (['"3,00","10,00"', '"","10,00"'], True),
        (['"","10,00"', '"","10,00"'], True),
        ([",10.00", ",10.00"], False),
        (["3.5,10", ",10"], False),
        ([',"1,000.00"', ',"1,000.00"'], False),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_decimals_are_written_as_the_table_writes_its_own(tmp_path, rows, comma, delimiter):
    cells = "".join(f"Teilnehmer/in{place}00{place},Jane Doe {place},,{row},\n" for place, row in enumerate(rows, 1))
    lines = csv.reader(io.StringIO(GERMAN + cells))
    with (tmp_path / "table.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(lines)
    sheet = read_grade_sheet(tmp_path / "table.csv")
    assert sheet.comma == comma
    assert set(sheet.of.values()) == {1000 if "1,000" in rows[0] else 10}


@pytest.mark.parametrize("most", ["-", "0.00", "", "viel"])
def test_where_it_is_not_known_what_a_mark_is_out_of_nothing_is_filled(tmp_path, most):
    (tmp_path / "table.csv").write_text(f"{GERMAN}Teilnehmer/in1001,Jane Doe,,,{most},\n", "utf-8")
    with pytest.raises(GradingError, match=r"row 2: Bestwertung is .*cannot be said what a mark is out of"):
        read_grade_sheet(tmp_path / "table.csv")


@pytest.mark.parametrize(
    ("other", "most"), [("7.5", 1000), ("2,50", 1), ("-", None), ("12,345", None), ("1,234,567", None)]
)
def test_a_thousand_or_one_is_told_by_the_tables_own_decimals_or_refused(tmp_path, other, most):
    rows = f'Teilnehmer/in1001,Jane Doe,,"{other}","1,000",\nTeilnehmer/in1002,Max Roe,,,"1,000",\n'
    (tmp_path / "table.csv").write_text(GERMAN + rows, "utf-8")
    if most:
        assert set(read_grade_sheet(tmp_path / "table.csv").of.values()) == {most}
    else:
        with pytest.raises(GradingError, match=r'row 2: Bestwertung is "1,000": is that 1 or 1000\? Write it there'):
            read_grade_sheet(tmp_path / "table.csv")


@pytest.mark.parametrize(
    "text",
    [
        'Username,"Loss [Total Pts: 1,000 Score] |409586"\njdoe,\n',
        'Student,ID,Loss (1)\n    Points Possible,,"1,000"\n"Doe, Jane",48213,\n',
        'Username,"Loss Points Grade <Numeric MaxPoints:1,000>",End-of-Line Indicator\n#jdoe,,#\n',
    ],
)
def test_so_it_is_where_the_heading_says_it(tmp_path, text):
    (tmp_path / "table.csv").write_text(text, "utf-8")
    with pytest.raises(GradingError, match=r'the most that there is to get is "1,000": is that 1 or 1000\?'):
        read_grade_sheet(tmp_path / "table.csv")


def test_a_first_line_that_tells_the_delimiter_is_obeyed_and_stays(tmp_path):
    """Excel writes it in some countries, and reads it in all."""
    before = tmp_path / "grades.csv"
    rows = [f"{one.last}, {one.first}|{one.number}|" for one in EVERYBODY]
    before.write_bytes("\r\n".join(["\ufeffsep=|", "Student|ID|Loss, by hand; 2 (1)", *rows, ""]).encode())
    result = run(report_of(tmp_path, "canvas"), "--into", before, "--out", tmp_path / "upload.csv")
    assert "column Loss, by hand; 2 (1)\n2 filled" in result.output
    wanted = before.read_bytes().replace(f"|{EVERYBODY[0].number}|".encode(), f"|{EVERYBODY[0].number}|7".encode())
    wanted = wanted.replace(f"|{EVERYBODY[1].number}|".encode(), f"|{EVERYBODY[1].number}|10".encode())
    assert (tmp_path / "upload.csv").read_bytes() == wanted
    assert len(read_roster(before).people) == len(EVERYBODY)
    (tmp_path / "own.csv").write_text("sep=;\na;b\n1;2\n", "utf-8")
    assert read_table(tmp_path / "own.csv") == [{"a": "1", "b": "2"}]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("First Name,Last Name,SID,Email,Sections,Total Score,Max Points,Status\n", "Gradescope imports no marks"),
        ("Name,SID,Email,Total Score,Max Points,Status,Submission ID\n", "Gradescope imports no marks"),
        (
            "Last Name,First Name,Username,Student ID,Last Access,Availability,Loss\n",
            "Without it Blackboard makes a new column",
        ),
        ("Student,ID,Loss (1),Mean (2)\n", "more than one column"),
        ("Student,ID,Section\n", "no column for marks"),
        ("a,b\n", "no column that says who somebody is"),
        ("Email,Mark\n", "more than one column"),
        ("", "no column that says who somebody is"),
    ],
)
def test_what_is_no_table_for_marks_is_said(tmp_path, text, says):
    file = tmp_path / "table.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(GradingError, match=says):
        read_grade_sheet(file)


@pytest.mark.parametrize(
    "headings",
    [
        "SID,Email", "Name,SID,Email,Total Score", "Student,ID", "Student,ID,Section", "LastName,FirstName,ID,Section",
        "Last Name,First Name,Username,Student ID", "ID,Vollständiger Name,Status", "Identifier,Full name",
    ],
)  # fmt: skip
def test_a_table_of_ones_own_may_be_headed_as_a_systems(tmp_path, headings):
    """SID and Email made it Gradescope's, which takes no marks; Student and ID Canvas', with no column for any."""
    one = EVERYBODY[0]
    cells = {
        "Email": f"{one.login}@example.org",
        "FirstName": one.first,
        "LastName": one.last,
        "First Name": one.first,
        "Last Name": one.last,
    } | dict.fromkeys(("SID", "ID", "Identifier", "Username", "Student ID"), one.login)
    cells |= dict.fromkeys(("Name", "Student", "Full name", "Vollständiger Name"), one.name)
    row = ",".join(cells.get(heading, "") for heading in headings.split(","))
    (tmp_path / "own.csv").write_text(f"{headings},Mark\n{row},\n", "utf-8")
    result = run(
        report_of(tmp_path, ""), "--into", tmp_path / "own.csv", "--column", "Mark", "--out", tmp_path / "up.csv"
    )
    assert "1 filled" in result.output, result.output
    assert (tmp_path / "up.csv").read_text("utf-8") == f"{headings},Mark\n{row},7\n"
    with pytest.raises(GradingError, match="more than one column that marks could go into"):
        read_grade_sheet(tmp_path / "own.csv")


def test_the_export_is_never_overwritten(tmp_path):
    before = export("canvas", EVERYBODY, tmp_path)
    data = before.read_bytes()
    result = run(report_of(tmp_path, "canvas"), "--into", before, "--out", before)
    assert result.exit_code == 2
    assert "stays as it is" in result.output
    assert before.read_bytes() == data


def test_the_guide_shows_what_is_printed(tmp_path, monkeypatch):
    guide = (Path(__file__).resolve().parents[2] / "docs" / "MARKS_BACK.md").read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    export("canvas", EVERYBODY, tmp_path)
    report_of(tmp_path, "canvas")
    blocks = re.findall(r"```console\n\$ tinygrad-lite grades (.*)\n((?:.*\n)*?)```", guide)
    assert len(blocks) == 2
    for command, printed in blocks:
        assert run(*shlex.split(command)).output == printed


def test_a_login_before_a_name_finds_the_row_before_the_name_does(tmp_path):
    """Moodle's names may begin with the login; the gradebook has two who are called Jane Doe."""
    sheet = tmp_path / "gradebook.csv"
    sheet.write_text("Username,First name,Last name,Loss\njdoe,Jane,Doe,\njdoe2,Jane,Doe,\nmax,Rosa,Osei,\n", "utf-8")
    found = read_grade_sheet(sheet, "Loss")
    for name, row in (("jdoe Jane Doe", 1), ("jdoe2 Jane Doe", 2), ("Jane Doe", None), ("max Max Doe", None)):
        assert row_of(found, f"{name}_48213", Sought("48213", name, "moodle"))[0] == row, name


def test_where_nobody_is_found_it_is_said_how_rows_are_found(tmp_path):
    """Of folders named by logins, and a table that has none: it is not called ready."""
    sheet = tmp_path / "other.csv"
    sheet.write_text("Identifier,Full name,Grade,Last modified (grade)\nParticipant 1,Zoe Zett,,-\n", "utf-8")
    result = run(report_of(tmp_path, "canvas"), "--into", sheet, "--out", tmp_path / "upload.csv")
    assert result.exit_code == 3
    assert "Nobody's row was found, so the table is as it was." in result.output
    assert "ready to be imported" not in result.output
    assert (tmp_path / "upload.csv").read_bytes() == sheet.read_bytes()
