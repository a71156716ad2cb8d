"""One person is one student in a report, whatever a download calls her: on her id hang marks that a person set, what
went out, and her pseudonym."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.test_classroom import ANSWERS
from tests.grading.test_files_in import change
from tests.grading.test_handed_in_before import marked
from tinygrad_lite.cli import main
from tinygrad_lite.grading import canaries, classroom
from tinygrad_lite.grading.listed import Listed
from tinygrad_lite.grading.one_id import one_id_each
from tinygrad_lite.grading.pseudonyms import Pseudonyms
from tinygrad_lite.grading.roster import read_roster
from tinygrad_lite.grading.tables import read_table
from tinygrad_lite.grading.who_table import Edit, write_who

REPORT = Path("report")


@pytest.fixture(autouse=True)
def quick(tmp_path, monkeypatch):
    """Without running anything: what is marked has tests of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, marked(one)) for one in tasks))


def run(*arguments):
    done = CliRunner().invoke(main, list(map(str, arguments)), catch_exceptions=False)
    return done.exit_code, done.output


def put(path, answer="anna"):
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(canaries.notebook("02_loss", [ANSWERS[answer]]))


def text(path, lines):
    Path(path).write_text(lines, encoding="utf-8")


def marks():
    rows = read_table(REPORT / "grades.csv")
    return {row["student"]: row["points"] for row in rows if row["exercise"] == "loss/mse"}


def why():
    return [(row["student"], row["why"]) for row in read_table(REPORT / "needs.csv")]


def everybody():
    return sorted(known.student for _, known in Pseudonyms(REPORT).everybody())


#: A system's download before and after: her folder, and her line of the class list; both with the same number or login.
RENAMED = {
    "moodle": (
        "Identifier,Full name,Email address,Grade,Maximum Grade,Grade can be changed\n",
        ("Ana Abel_1001_assignsubmission_file", "Participant 1001,Ana Abel,a@x.org,,10,Yes\n"),
        ("Ana Huber_1001_assignsubmission_file", "Participant 1001,Ana Huber,a@x.org,,10,Yes\n"),
    ),
    "brightspace": (
        "OrgDefinedId,Username,Last Name,First Name,Loss <Numeric MaxPoints:2>,End-of-Line Indicator\n",
        ("310-64 - Ana Abel - Nov 20, 2026 1022 AM", "#48,#u0,Abel,Ana,,#\n"),
        ("310-64 - Ana Huber - Nov 20, 2026 1022 AM", "#48,#u0,Huber,Ana,,#\n"),
    ),
    "canvas": (
        "Student,ID,SIS Login ID,Section,Loss (7)\n",
        ("abelana_10017_99112233_02_loss.ipynb", '"Abel, Ana",10017,ana,A,\n'),
        ("huberana_10017_99112233_02_loss.ipynb", '"Huber, Ana",10017,ana,A,\n'),
    ),
}


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("system", RENAMED)
def test_who_has_another_name_and_the_same_number_is_the_same_person(system, listed):
    """Of what a person had set for her nothing was left, and nothing needed anybody."""
    heading, *times = RENAMED[system]
    if system == "brightspace" and not listed:
        return  # there is no number in it
    for number, (folder, row) in enumerate(times, start=1):
        source = f"class{number}"
        put(f"{source}/{folder}" + ("" if folder.endswith(".ipynb") else "/02_loss.ipynb"), "ben")
        more = []
        if listed:
            text("list.csv", heading + row)
            more = ["--roster", "list.csv"]
        status, said = run("grade", source, "--out", REPORT, *more)
        assert status == 0, said
        if number == 1:
            (student,) = marks()
            assert run("override", REPORT, student, "loss/mse", "1.5", "shown on paper")[0] == 0
    assert marks() == {student: "1.5"}
    assert everybody() == [student]
    assert read_table(REPORT / "changes.csv")[1:] == []  # the first is the override's
    assert "Ana Huber" in str(Pseudonyms(REPORT).called()[student]) or not listed


def test_who_had_a_mark_by_hand_before_her_first_file_keeps_it():
    """The class list's login was her id, and then her name."""
    text("list.csv", RENAMED["brightspace"][0] + "#48,#u0,Abel,Ana,,#\n#49,#u1,Berg,Bo,,#\n")
    put("class/311-64 - Bo Berg - Nov 20, 2026 1022 AM/02_loss.ipynb")
    run("grade", "class", "--out", REPORT, "--roster", "list.csv")
    assert run("override", REPORT, "u0", "loss/mse", "1.5", "shown on paper")[0] == 0
    put("class/310-64 - Ana Abel - Nov 20, 2026 1022 AM/02_loss.ipynb", "ben")
    run("grade", "class", "--out", REPORT)
    assert marks() == {"Bo Berg": "2", "u0": "1.5"}
    assert everybody() == ["Bo Berg", "u0"]


def test_ilias_knows_her_by_the_number_behind_the_login():
    for login in ("abel", "huber"):
        put(f"{login}/Loss/Abgaben/Abel_Ana_{login}_4801/02_loss.ipynb")
        put(f"{login}/Loss/Abgaben/Berg_Bo_berg_4802/02_loss.ipynb")
        run("grade", login, "--out", REPORT)
    assert everybody() == ["abel", "berg"] == sorted(marks())


def test_a_stray_file_given_by_login_is_hers_whom_another_file_names():
    """She was two students, and the sheet's row of neither was filled."""
    text("list.csv", "login,name,Mark\nu02,Kim Jost,\nu03,Leo Kurz,\n")
    put("sub/Kim Jost/02_loss.ipynb")
    put("sub/Leo Kurz/02_loss.ipynb", "ben")
    put("sub/by mail/a.ipynb")
    run("grade", "sub", "--out", REPORT, "--roster", "list.csv", "--list")
    change(REPORT, "by mail/a.ipynb", "student", "u03")
    assert run("grade", "sub", "--out", REPORT, "--roster", "list.csv")[0] == 2
    assert sorted(marks()) == ["Kim Jost", "Leo Kurz"]
    ((student, said),) = why()
    assert student == "Leo Kurz"
    assert said.endswith(
        "handed in twice: Leo Kurz/02_loss.ipynb counts; which is the later, nothing says: please confirm"
    )
    run("grades", REPORT, "--into", "list.csv", "--column", "Mark", "--out", "up.csv")
    assert Path("up.csv").read_text("utf-8") == "login,name,Mark\nu02,Kim Jost,2\nu03,Leo Kurz,0\n"


def test_two_people_of_one_name_stay_two_and_a_mark_that_counts_nowhere_is_asked_about():
    """The files are given to others than before, and what was set for the first of these counted no more, unsaid."""
    text("list.csv", RENAMED["brightspace"][0] + "#48,#u0,Doe,Jane,,#\n#49,#u1,Doe,Jane,,#\n")
    folders = [f"{number} - Jane Doe - Nov 20, 2026 1022 AM/02_loss.ipynb" for number in ("310-64", "311-64")]
    for folder in folders:
        put(f"class/{folder}", "ben")
    run("grade", "class", "--out", REPORT, "--roster", "list.csv")
    first, _ = sorted(marks())
    run("override", REPORT, first, "loss/mse", "1.5", "shown on paper")
    for folder, login in zip(folders, ("u0", "u1"), strict=True):
        change(REPORT, folder, "student", login)
    assert run("grade", "class", "--out", REPORT)[0] == 2
    assert marks() == {"u0": "0", "u1": "0"}
    ((student, said),) = why()
    assert student == first
    assert said.startswith("a mark that was set by hand counts nowhere: nothing of Jane Doe_310-64 is in this download")
    notes = {row["note"] for row in read_table(REPORT / "who.csv")}
    assert notes == {"another hand-in has this name and other numbers; you wrote whose it is"}


def test_a_number_of_another_system_or_of_two_is_no_sign(tmp_path):
    """Moodle's 1001 need not be Canvas'; and what two had, one of them has."""
    before = [
        Listed("a", "Ana Abel_1001", system="moodle", lms_id="1001"),
        Listed("b", "Bo_7", system="moodle", lms_id="7"), Listed("c", "Cy_7", system="moodle", lms_id="7"),
    ]  # fmt: skip
    write_who(tmp_path, before)
    now = [
        Listed("d", "huberana_1001", system="canvas", lms_id="1001"),
        Listed("e", "Di_7", system="moodle", lms_id="7"),
    ]
    assert one_id_each(now, None, tmp_path) == now


def test_who_handed_in_for_a_group_is_not_the_group(tmp_path):
    """Canvas has her number behind both names."""
    team = Listed("a", "team4_10017", system="canvas", lms_id="10017", name="team4", group="Team 4")
    alone = Listed("b", "abelana_10017", system="canvas", lms_id="10017")
    assert one_id_each([team, alone], None, tmp_path) == [team, alone]
    write_who(tmp_path, [team])
    assert one_id_each([alone], None, tmp_path) == [alone]
    write_who(tmp_path, [replace(alone, group="A", name="abelana")])  # by a table of groups she is herself
    married = replace(alone, student="huberana_10017")
    assert one_id_each([married], None, tmp_path) == [alone]


@pytest.mark.parametrize("around", ["", "DL_02_loss_77/", "Loss/Abgaben/Team_of_two_3/"])
def test_the_number_of_a_folder_around_is_nobodys(around):
    """All of the class were one person."""
    for number, who in enumerate(["Doe_Jane_jdoe", "Abel_Ana_abel", "Berg_Bo_berg"]):
        put(f"il/{around}{who}_4820{number}/02_loss.ipynb", "anna" if number else "ben")
    run("grade", "il", "--out", REPORT)
    assert marks() == {"jdoe": "0", "abel": "2", "berg": "2"}


def test_two_sites_may_give_one_number_to_two_people(tmp_path):
    """The other's hand-in was dropped as hers, without a word."""
    names = {"bergbo": "berg bo", "zornzoe": "zorn zoe"}
    bo, zoe = (Listed(name, f"{name}_12", system="canvas", lms_id="12", name=name) for name in names)
    assert one_id_each([bo, zoe], None, tmp_path) == [bo, zoe]
    write_who(tmp_path, [bo])
    assert one_id_each([zoe], None, tmp_path) == [zoe]
    jane, moodles = (
        Listed(name, f"{name}_12", system="moodle", lms_id="12", name=name) for name in ("Jane Doe", "Zoe Zorn")
    )
    write_who(tmp_path, [jane])
    assert one_id_each([moodles], None, tmp_path) == [moodles]


def test_a_login_that_is_what_stands_before_anothers_at_sign_is_its_owners(tmp_path):
    """A teacher's: the student had his marks."""
    text("list.csv", "login,name,email\ns1,Sue Smith,smith@x.org\ns2,Bo Berg,berg2@x.org\n")
    roster = read_roster(Path("list.csv"))
    teacher, sue = (Listed(name, name, system="blackboard", lms_id=name) for name in ("smith", "s1"))
    assert one_id_each([teacher, sue], roster, tmp_path) == [teacher, sue]
    write_who(tmp_path, [teacher, Listed("b", "berg2", system="blackboard", lms_id="berg2")])
    now = [sue, Listed("c", "s2", system="plain", lms_id="s2")]
    assert one_id_each(now, roster, tmp_path) == now


def test_who_is_here_herself_is_nobody_else(tmp_path):
    write_who(tmp_path, [Listed("a", "ana", system="plain", lms_id="ana")])
    text("list.csv", "login,name,email\nu0,Ana Abel,ana@x.org\nana,Ana Huber,h@x.org\n")
    now = [Listed("b", "ana", system="plain"), Listed("c", "u0", system="plain")]
    roster = read_roster(Path("list.csv"))
    assert [one.student for one in one_id_each(now, roster, tmp_path)] == ["ana", "u0"]


def test_of_two_ids_the_known_one_stays_else_the_one_that_nobody_typed(tmp_path):
    text("list.csv", "login,name\nu0,Ana Abel\n")
    roster = read_roster(Path("list.csv"))
    now = [Listed("a", "Ana Abel", system="plain"), Listed("b", "u0", system="plain", edit=Edit("u0"))]
    assert {one.student for one in one_id_each(now, roster, tmp_path)} == {"Ana Abel"}
    write_who(tmp_path, [Listed("c", "u0", system="plain")])
    assert {one.student for one in one_id_each(now, roster, tmp_path)} == {"u0"}
