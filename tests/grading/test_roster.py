"""The class list: every system's table is read; who is who, who handed in nothing, who is on no list."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.downloads import EXPORTS, Person, download, export, people
from tests.grading.sample_class import sample_class
from tests.grading.test_files_in import LOSS, put, whose
from tinygrad_lite.cli import main
from tinygrad_lite.grading import classroom
from tinygrad_lite.grading.class_list import compared
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.listing import listing
from tinygrad_lite.grading.record import NOT_HANDED_IN
from tinygrad_lite.grading.roster import columns_of, letters, name_key, read_roster, system_of
from tinygrad_lite.grading.screen import told
from tinygrad_lite.grading.tables import read_table

PROJECT = Path(__file__).resolve().parents[2]
CLASS = people(sample_class())
ABSENT = [Person("absent", 48999, "Rosa", "Osei"), Person("absent2", 48998, "Lin", "Chen")]


def table(folder, text, encoding="utf-8"):
    """A table of one's own."""
    (folder / "roster.csv").write_bytes(text.encode(encoding))
    return read_roster(folder / "roster.csv")


@pytest.mark.parametrize("system", EXPORTS)
def test_every_systems_table_is_read(system, tmp_path):
    roster = read_roster(export(system, CLASS, tmp_path))
    assert roster.system == system.split()[0]
    assert [person.name for person in roster.people] == [person.name for person in CLASS]
    ids = {"moodle": str, "canvas": str, "gradescope": lambda number: f"{number:08d}"}
    wanted = ids.get(system.split()[0])
    assert [one.lms_id for one in roster.people] == [wanted(one.number) if wanted else one.login for one in CLASS]


@pytest.mark.parametrize(
    ("headings", "system"),
    [
        *((",".join(heading), name.split()[0]) for name, ((heading, *_), _) in EXPORTS.items() if "french" not in name),
        ("Name,SID,Email,Total Score,Max Points,Status,Submission ID", "gradescope"),
        ("Student,ID,SIS Login ID,Section,Mark", "canvas"), ("LastName,FirstName,ID,Section,Loss (7)", "canvas"),
        ("Student,ID,Section", "canvas"), ("Identifier,Full name,Email address", "moodle"),  # cut down to the class
        ("update,usr_id,login,lastname,firstname,status,mark", "ilias"),
        ("SID,Email,Mark", ""), ("Student,ID,Mark", ""), ("Username,Last Name,Student ID,Mark", ""),
        ("ID,Vollständiger Name,Punkte", ""),
    ],
)  # fmt: skip
def test_whose_table_it_is(headings, system):
    assert system_of(headings.split(",")) == system


@pytest.mark.parametrize("sign", ["'{}", '"=""{}"""'])
@pytest.mark.parametrize(
    "text",
    [
        "login,name,email\n0123,Jane Doe,jd@x.org\n0456,Li Kim,lk@x.org\n",
        'Student,ID,SIS User ID,SIS Login ID,Section\n"Doe, Jane",0123,77,jd,A\n"Kim, Li",0456,78,lk,A\n',
        "Identifier,Full name,Email address,Grade\n0123,Jane Doe,jd@x.org,\n0456,Li Kim,lk@x.org,\n",
        "SID,Email,Name\n0123,jd@x.org,Jane Doe\n0456,lk@x.org,Li Kim\n",
        "OrgDefinedId,Username,End-of-Line Indicator\n#0123,#jd,#\n#0456,#lk,#\n",
    ],
)
def test_a_sign_that_keeps_the_zeros_of_a_number_is_not_part_of_it(text, sign, tmp_path):
    """Spreadsheets and exports write '0123 or ="0123", lest it become 123."""
    plain = table(tmp_path, text)
    words = ("0123", "0456", "#0123", "#0456", "#jd", "#lk", "77", "78", "jd", "lk", "jd@x.org", "lk@x.org")
    rows = [re.split(r',(?=(?:[^"]*"[^"]*")*[^"]*$)', line) for line in text.splitlines()]
    signed = [",".join(sign.format(cell) if cell in words else cell for cell in row) for row in rows]
    assert "0123" in signed[1]
    found = table(tmp_path, "\n".join([*signed, ""]))
    assert found.people == plain.people
    assert found.with_id("0123").name == plain.with_id("0123").name


@pytest.mark.parametrize(("heading", "what"), [("login", "login"), ("number", "number"), ("email", "email")])
def test_the_headings_that_the_guide_tells_for_a_table_of_ones_own(heading, what, tmp_path):
    guide = (PROJECT / "docs" / "FILES_IN.md").read_text("utf-8")
    assert "`login`, `number` or `email`" in guide
    assert columns_of(["Surname, first name", heading, "Mark"])[what] == 1


@pytest.mark.parametrize("system", EXPORTS)
def test_a_download_beside_its_table(system, tmp_path):
    """Everybody is found but two: one who handed in nothing, and one who is not on the list."""
    everybody, alone = CLASS[:9], Person("stray", 48777, "Sam", "Stray", CLASS[0].files)
    place = download(system.split()[0], [*everybody, alone], tmp_path)
    found = compared(listing(place), read_roster(export(system, [*everybody, *ABSENT], tmp_path)))
    counting = [one for one in found.files if one.counts]
    assert len(counting) == len(everybody) + 1
    # of two who are called alike, a table without numbers from the names says nothing
    alike = 2 if system == "brightspace" else 0
    assert len(found.strangers) == 1 + alike
    assert [person.name for person in found.absent] == ["Rosa Osei", "Lin Chen"]  # of those two there is something
    assert {one.lms_id for one in counting} >= {
        person.lms_id for person in read_roster(export(system, everybody[2:], tmp_path)).people
    }
    assert sum("not on the roster" in one.note for one in counting) == 1 + alike
    states = [(record.state, record.path) for record in found.records()]
    assert states == [(NOT_HANDED_IN, "")] * 2


def test_what_is_said(tmp_path):
    files = {f"Jane Doe_{n}_assignsubmission_file/02_loss.ipynb": LOSS for n in range(48213, 48217)}
    files["Sam Stray_48299_assignsubmission_file/02_loss.ipynb"] = LOSS
    sheet = "Identifier,Full name,Email address,Grade\n" + "".join(
        f"Participant {n},{name},x@example.org,\n"
        for n, name in [*((n, "Jane Doe") for n in range(48213, 48217)), (48300, "Rosa Osei"), (48301, "Lin Chen")]
    )
    found = compared(listing(put(tmp_path / "class", files)), table(tmp_path, sheet))
    assert told(found, tmp_path / "report") == [
        "5 notebooks of lesson 02_loss from a Moodle download. Roster: 6.",
        "   4  found and matched",
        "   1  found, and not on the roster: Sam Stray_48299",
        "   2  nothing handed in: Rosa Osei, Lin Chen",
        f"5 files = 5 to be graded + 0 listed. All of them: {tmp_path / 'report' / 'who.csv'}",
    ]
    assert [record.student for record in found.records()] == ["Rosa Osei_48300", "Lin Chen_48301"]


def test_a_number_with_another_name_is_asked_about(tmp_path):
    files = ["doejane_48213_9911223_02_loss.ipynb", "team4_48214_9911224_02_loss.ipynb", "evil_48215_9911225_02.ipynb"]
    roster = table(
        tmp_path,
        'Student,ID,SIS Login ID,Section\n"Doe, Jane",48213,jd,A\n"Lee, Ann",48214,al,A\n"Ali, Ben",48215,ba,A\n',
    )
    found = {one.student: one for one in compared(list(whose(tmp_path, *files).values()), roster).files}
    assert (found["doejane_48213"].name, found["doejane_48213"].note) == ("Jane Doe", "")
    assert "48214 is Ann Lee on the roster: a group's? Please confirm" in found["team4_48214"].note
    assert "48215 is Ben Ali" in found["evil_48215"].note


@pytest.mark.parametrize("above", ["Grades of DL26;;\n", "DL26;1.12.2026;\n;;\nTutor;Kim;\n\n"])
def test_headings_that_stand_further_down_are_shown(above, tmp_path):
    with pytest.raises(GradingError, match="Take out what stands above the line login, name, mark"):
        table(tmp_path, f"{above}login;name;mark\nada;Ada A;\n")


def test_numbers_that_became_decimals_are_the_same(tmp_path):
    """As pandas writes a column with a gap."""
    roster = table(tmp_path, "ID number,Name\n48213.0,Ada A\n,Ben B\n")
    assert [person.lms_id for person in roster.people] == ["48213", ""]


def test_people_of_one_name_are_never_guessed(tmp_path):
    place = put(tmp_path / "class", {"Jane Doe/a.ipynb": LOSS, "Ann Lee/a.ipynb": LOSS, "doe_jane/a.ipynb": LOSS})
    roster = table(tmp_path, "login,name\njd,Jane Doe\nal,Ann Lee\n")
    found = {one.student: one.lms_id for one in compared(listing(place), roster).files}
    assert found == {"Jane Doe": "Jane Doe", "Ann Lee": "al", "doe_jane": "doe_jane"}
    two = table(tmp_path, "login,name\nal1,Ann Lee\nal2,Ann Lee\n")
    assert "Ann Lee" in compared(listing(place), two).strangers
    place = put(tmp_path / "logins", {"al/a.ipynb": LOSS})
    both = table(tmp_path, "login,name\nal,Ann Lee\nAL,Alma Lind\n")
    assert compared(listing(place), both).strangers == ["al"]


def test_folders_by_login_address_or_name(tmp_path):
    place = put(tmp_path / "class", {f"{name}/a.ipynb": LOSS for name in ("JDOE", "ann@example.org", "Ali, Ben", "li")})
    text = "Username;First name;Last name;Email\n"
    text += "jdoe;Jane;Doe;j@example.org\nal;Ann;Lee;ann@example.org\nba;Ben;Ali;\n;Li;Wei;li@example.org\n"
    found = compared(listing(place), table(tmp_path, text, "cp1252"))
    assert {one.student: one.lms_id for one in found.files} == {
        "JDOE": "jdoe", "ann@example.org": "al", "Ali, Ben": "ba", "li": "li@example.org",
    }  # fmt: skip
    assert (found.absent, found.strangers) == ([], [])


def test_a_login_with_an_underscore_is_confirmed_by_the_list(tmp_path):
    time = "attempt_2026-11-22-14-58-07_02_loss.ipynb"
    files = list(whose(tmp_path, *(f"HW_{login}_{time}" for login in ("a", "b", "j_doe"))).values())
    assert "please confirm" in files[-1].note
    roster = table(tmp_path, "Last Name\tFirst Name\tUsername\tStudent ID\nDoe\tJane\tj_doe\t1\n", "utf-16")
    found = {one.student: one for one in compared(files, roster).files}["j_doe"]
    assert (found.note, found.name) == ("", "Jane Doe")


def test_where_a_login_begins_is_told_by_the_list(tmp_path):
    files = list(whose(tmp_path, "Von_Berg_Li_li_48215/a.ipynb", "Doe_Jane_jd_48216/a.ipynb").values())
    roster = table(tmp_path, "login,name\nli,Li von Berg\njd,Jane Doe\n")
    found = {one.student: one for one in compared(files, roster).files}["Von_Berg_Li_li_48215"]
    assert (found.lms_id, found.name, found.note) == ("li", "Li von Berg", "")
    two = table(tmp_path, "login,name\nli,Li von Berg\nli_li,Li Li\njd,Jane Doe\n")
    assert "Von_Berg_Li_li_48215" in compared(files, two).strangers


def test_an_empty_folder_is_nobodys_hand_in_and_one_record(tmp_path):
    place = put(tmp_path / "class", {"al/a.ipynb": LOSS})
    (place / "jd").mkdir()
    found = compared(listing(place), table(tmp_path, "login,name\njd,Jane Doe\nal,Ann Lee\n"))
    assert [person.name for person in found.absent] == ["Jane Doe"]
    assert found.records() == []  # the empty folder has one already


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "Grade,Feedback\n1,good\n"])
def test_a_table_of_something_else_is_refused(text, tmp_path):
    with pytest.raises(GradingError, match="no column that says who somebody is"):
        table(tmp_path, text)


@pytest.mark.slow
def test_who_handed_in_nothing_has_a_row_without_points(tmp_path, monkeypatch):
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))
    place = download("moodle", CLASS[:1], tmp_path)
    roster, report = export("moodle", [CLASS[0], *ABSENT], tmp_path), tmp_path / "report"
    command = ["grade", place, "--out", report, "--roster", roster, "--seed", 0, "--unsafe"]
    result = CliRunner().invoke(main, [str(word) for word in command], catch_exceptions=False)
    assert "   2  nothing handed in: Rosa Osei, Lin Chen\n" in result.output
    rows = {row["student"]: row for row in read_table(report / "grades.csv")}
    assert (rows["Rosa Osei_48999"]["state"], rows["Rosa Osei_48999"]["points"]) == ("not handed in", "")
    assert rows["Jane Doe_48200"]["state"] == "graded"
    nothing = CliRunner().invoke(main, [str(word) for word in [*command[:5], place.with_name("x.csv"), "--list"]])
    assert nothing.exit_code == 2
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    odd = CliRunner().invoke(main, [str(word) for word in [*command[:5], tmp_path / "odd.csv", "--list"]])
    assert odd.exit_code == 2
    assert "no column that says who somebody is. Its first line is: a, b. Give" in odd.output


def test_names_that_are_the_same():
    assert name_key("Doe, Jané") == name_key("JANE  DOE") == name_key("doe_jane")
    assert name_key("Jane Doe") != name_key("Jane Doe-Lee")
    assert letters("Doe, Jane") == letters("Jane Doe") == "doejane"


def test_what_else_somebody_is_called_is_kept_for_extensions(tmp_path):
    files = listing(download("moodle", CLASS[:3], tmp_path))
    found = compared(files, read_roster(export("moodle", CLASS[:3], tmp_path)))
    assert {CLASS[2].login, f"{CLASS[2].login}@example.org"} <= found.ids[f"{CLASS[2].name}_{CLASS[2].number}"]


@pytest.mark.parametrize("sheet", ["moodle", "moodle german", "moodle french"])
def test_moodles_worksheet_says_when_something_was_handed_in(sheet, tmp_path):
    files = listing(download("moodle", CLASS[:3], tmp_path))
    found = compared(files, read_roster(export(sheet, CLASS[:3], tmp_path)))
    assert {one.handed_in for one in found.files if one.counts} == {"2026-11-22T14:58:00"}
    canvas = compared(listing(download("canvas", CLASS[:3], tmp_path)), read_roster(export(sheet, CLASS[:3], tmp_path)))
    assert not [one for one in canvas.files if one.handed_in.startswith("2026")]


# ----------------------------------------------------------------------------------- a login before the name (Moodle)

PATCHED = ("jdoe Jane Doe_1", "jdoe2 Jane Doe_2", "max Max Power_3", "anna Max Doe_4")
ROSTER = 'login,name\njdoe,Jane Doe\njdoe2,"Doe, Jane"\nmax,Max Power\nanna,Max Doe\n'


def of_patched(tmp_path, roster, names=PATCHED):
    files = {f"{name}_assignsubmission_file/02_loss.ipynb": LOSS for name in names}
    return compared(listing(put(tmp_path / "class", files)), table(tmp_path, roster))


def test_a_login_before_the_name_goes_before_the_name(tmp_path):
    """Some sites' Moodle writes "jdoe Jane Doe_48213": of two Jane Does each is found, and nobody is asked."""
    found = of_patched(tmp_path, ROSTER)
    assert found.strangers == []
    assert found.absent == []
    names = {one.student: (one.name, one.note) for one in found.files}
    assert names == {
        "jdoe Jane Doe_1": ("Jane Doe", ""), "jdoe2 Jane Doe_2": ("Jane Doe", ""),
        "max Max Power_3": ("Max Power", ""), "anna Max Doe_4": ("Max Doe", ""),
    }  # fmt: skip
    assert {"jdoe"} <= found.ids["jdoe Jane Doe_1"]
    assert {"jdoe2"} <= found.ids["jdoe2 Jane Doe_2"]


def test_beside_moodles_own_worksheet_such_names_are_no_groups(tmp_path):
    sheet = "Identifier,Full name,Email address,Grade\n" + "".join(
        f"Participant {n},{name},,\n"
        for n, name in [(1, "Jane Doe"), (2, "Jane Doe"), (3, "Max Power"), (4, "Max Doe")]
    )
    found = of_patched(tmp_path, sheet)
    assert [one.note for one in found.files] == [""] * 4
    assert found.strangers == []


def test_a_first_name_is_not_taken_for_somebody_elses_login(tmp_path):
    """ "Max Doe" without a login before it, and another who logs in as "max"."""
    found = of_patched(tmp_path, "login,name\nmax,Rosa Osei\nmdoe,Max Doe\n", ["Max Doe_7", "Ann Lee_8"])
    assert {one.student: one.name for one in found.files}["Max Doe_7"] == "Max Doe"
    assert found.ids["Max Doe_7"] >= {"mdoe"}
    nobody = of_patched(tmp_path / "b", "login,name\nmax,Rosa Osei\n", ["Max Doe_7", "Ann Lee_8"])
    assert nobody.strangers == ["Ann Lee_8", "Max Doe_7"]


def test_a_family_name_of_several_words_is_no_groups(tmp_path):
    """Half the world has one: nobody is asked about "vanderbergpieter" where the list says "van der Berg, Pieter"."""
    names = [
        ("van der Berg", "Pieter"),
        ("García Márquez", "Gabriel José"),
        ("Mac Giolla Phádraig", "Seán"),
        ("Li", "Bo"),
    ]
    files = [f"{letters(f'{last}, {first}')}_{48213 + place}_{9911223 + place}_02_loss.ipynb"
             for place, (last, first) in enumerate(names)]  # fmt: skip
    rows = [f'"{last}, {first}",{48213 + place},A\n' for place, (last, first) in enumerate(names)]
    roster = table(tmp_path, f"Student,ID,Section\n{''.join(rows)}")
    found = compared(list(whose(tmp_path, *files).values()), roster)
    assert [one.note for one in found.files] == [""] * 4
    assert not found.absent
    two = [f"{last},{first},{48213 + place},A\n" for place, (last, first) in enumerate(names)]
    apart = table(tmp_path, f"LastName,FirstName,ID,Section\n{''.join(two)}")
    called = [f"{letters(f'{last}, {first}')}_{48213 + place}" for place, (last, first) in enumerate(names)]
    assert [person.student for person in apart.people] == called  # as a later hand-in of theirs will be
    assert [one.note for one in compared(list(whose(tmp_path, *files).values()), apart).files] == [""] * 4


def test_who_is_on_the_list_twice_is_one_person(tmp_path):
    files = list(whose(tmp_path, "doejane_48213_9911223_02_loss.ipynb").values())
    roster = table(tmp_path, 'Student,ID,Section\n"Doe, Jane",48213,A\n"Doe, Jane",48213,A\n"Lee, Ann",48214,A\n')
    found = compared(files, roster)
    assert ([person.name for person in found.absent], found.strangers, found.size) == (["Ann Lee"], [], 2)
    assert len(table(tmp_path, "name\nJane Doe\nJane Doe\n").people) == 2  # nothing says that it is one


def test_a_row_of_canvas_without_a_number_is_nobodys(tmp_path):
    """Canvas itself finds nobody by such a row, and people add "Average" by hand."""
    head, jane = "Student,ID,SIS User ID,SIS Login ID,Section,Loss (7)\n", '"Doe, Jane",48213,77,jd,A,3\n'
    for row in ("Average,,,,,3.0\n", '"Student, Test",48299,,,A,0\n', "    Points Possible,,,,,10\n"):
        assert [person.name for person in table(tmp_path, head + row + jane + row).people] == ["Jane Doe"], row
    no_number = table(tmp_path, head + '"Lee, Ann",,,al,A,\n').people
    assert [person.name for person in no_number] == ["Ann Lee"]


@pytest.mark.parametrize(("rows", "asked"), [
    ("jd1,Jane Doe\njd2,Jane Doe\n", "2 there are called Jane Doe"),
    ("jd1,Jane Doe\n", "one there is, as another hand-in is, called Jane Doe"),
])  # fmt: skip
def test_who_may_have_handed_in_is_asked_about_and_has_no_0(rows, asked, tmp_path, monkeypatch):
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    names = {f"Jane Doe_{number}_assignsubmission_file/a.ipynb": LOSS for number in (48213, 48214)}
    place = put(tmp_path / "class", names | {"Bo Li_48215_assignsubmission_file/a.ipynb": LOSS})
    (tmp_path / "list.csv").write_text(f"login,name\n{rows}bl,Bo Li\nann,Ann Lee\n", encoding="utf-8")
    (tmp_path / "grading.toml").write_text('[policy]\nmissing = "zero"\n', encoding="utf-8")
    report = tmp_path / "report"
    command = [place, "--out", report, "--roster", tmp_path / "list.csv", "--settings", tmp_path / "grading.toml"]
    done = CliRunner().invoke(main, ["grade", *map(str, command), "--only", "loss/mse"])
    assert done.exit_code == 2, done.output
    marks = {row["student"]: row["points"] for row in read_table(report / "grades.csv") if row["points"]}
    assert set(marks) == {"Bo Li_48215", "Jane Doe_48213", "Jane Doe_48214", "ann"}
    needs = [row for row in read_table(report / "needs.csv") if asked in row["why"]]
    assert [row["student"] for row in needs] == ["Jane Doe_48213", "Jane Doe_48214"]
    assert all("write into student whose it is, as the class list has it" in row["what to do"] for row in needs)

    who = (report / "who.csv").read_text("utf-8-sig")
    for number, login in ((48213, "jd1"), (48214, "jd2")):
        who = who.replace(f",moodle,Jane Doe_{number},", f",moodle,{login},")
    (report / "who.csv").write_text(who, encoding="utf-8-sig")
    CliRunner().invoke(main, ["grade", *map(str, command), "--only", "loss/mse"])
    assert "jd1" in {row["student"] for row in read_table(report / "grades.csv")}
    assert not [row for row in read_table(report / "needs.csv") if asked in row["why"]]


def test_who_is_on_no_list_and_does_not_count_is_nobody_of_the_class(tmp_path, monkeypatch):
    """A teacher who tried the assignment: no work that waits, and no 0 that is held back for it."""
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    names = ("Teacher Test_99999", "Jane Doe_48213", "Bo Li_48215")
    place = put(tmp_path / "class", {f"{name}_assignsubmission_file/a.ipynb": LOSS for name in names})
    rows = [f"Participant {number},{name},,10\n" for number, name in (
        (48213, "Jane Doe"), (48215, "Bo Li"), (48216, "Ann Lee"))]  # fmt: skip
    sheet, report = tmp_path / "sheet.csv", tmp_path / "report"
    sheet.write_text(f"Identifier,Full name,Grade,Maximum Grade\n{''.join(rows)}", encoding="utf-8")
    (tmp_path / "grading.toml").write_text('[policy]\nmissing = "zero"\n', encoding="utf-8")

    def do(*words):
        return CliRunner().invoke(main, [*map(str, words)])

    grade = ("grade", place, "--out", report, "--roster", sheet, "--settings", tmp_path / "grading.toml")
    assert "not on the roster: Teacher Test_99999" in do(*grade, "--list").output
    who = (report / "who.csv").read_text("utf-8-sig")
    lines = [
        line.replace(",yes,", ",no,") if "Teacher" in line or "Bo Li" in line else line for line in who.split("\n")
    ]
    (report / "who.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    done = do(*grade)
    assert "1 of 2 hand-ins graded, 1 not, 1 missing" in done.output
    assert {row["student"] for row in read_table(report / "grades.csv")} == {
        "Jane Doe_48213", "Bo Li_48215", "Ann Lee_48216",  # Bo Li is on the list: there is a question of him
    }  # fmt: skip
    assert [row["student"] for row in read_table(report / "needs.csv") if "Teacher" in row["student"]] == []
    back = do("grades", report, "--into", sheet, "--out", tmp_path / "up.csv")
    assert "not to be placed" not in back.output
    assert "Ann Lee,0," in (tmp_path / "up.csv").read_text("utf-8")


def test_files_given_to_a_run_that_was_stopped_hold_too(tmp_path, monkeypatch):
    """Stopped on the first evening, and gone on with by a shorter command: nobody is graded without the class list."""
    place = put(tmp_path / "class", {"jd/a.ipynb": LOSS})
    (tmp_path / "list.csv").write_text("login\njd\nann\n", encoding="utf-8")
    (tmp_path / "grading.toml").write_text('[policy]\nmissing = "zero"\n', encoding="utf-8")
    grade = ["grade", str(place), "--out", str(tmp_path / "report"), "--only", "loss/mse"]

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(classroom, "canaries", stopped)
    assert CliRunner().invoke(main, [*grade, "--settings", str(tmp_path / "grading.toml")]).exit_code == 1
    assert CliRunner().invoke(main, [*grade, "--roster", str(tmp_path / "list.csv")]).exit_code == 1
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    done = CliRunner().invoke(main, grade)
    assert "Settings: " in done.output
    assert "Class list: " in done.output
    marks = {(row["student"], row["points"]) for row in read_table(tmp_path / "report" / "grades.csv")}
    assert ("ann", "0") in marks

    assert "run 1." in done.output


def test_a_member_of_a_group_is_known_by_her_own_number_and_name(tmp_path):
    """Before 4.1, Moodle packs a group's work once for each member: "Team A-Jane Doe_48213_…"."""
    people = {48213: "Jane Doe", 48214: "Ann Lee-Day", 48215: "Bo Li"}
    names = [f"{team}-{people[number]}_{number}_assignsubmission_file_/a.ipynb" for team, number in (
        ("Team-1", 48213), ("Group A", 48214))]  # fmt: skip
    names += ["Group B_48215_assignsubmission_file_/a.ipynb"]  # of this the list says another name
    rows = [f"Participant {number},{name}\n" for number, name in people.items()]
    roster = table(tmp_path, f"Identifier,Full name\n{''.join(rows)}")
    found = compared(list(whose(tmp_path, *names).values()), roster)
    said = {one.lms_id: (one.name, one.group, one.note) for one in found.files}
    assert (said["48213"], said["48214"]) == (("Jane Doe", "", ""), ("Ann Lee-Day", "", ""))
    assert "please confirm" in said["48215"][2]
    assert not found.absent
