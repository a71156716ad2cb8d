"""Groups: graded once, every member has the marks, counted once; from a table, or as the system says."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.named import page_of, rows_of
from tests.grading.test_changes import Class
from tests.grading.test_classroom import ANSWERS, sandboxed
from tests.grading.test_files_in import LOSS, put
from tinygrad_lite.cli import main
from tinygrad_lite.grading import canaries, classroom
from tinygrad_lite.grading.attempts import one_of_each
from tinygrad_lite.grading.class_list import compared
from tinygrad_lite.grading.classroom import Wish, grade, hand_ins
from tinygrad_lite.grading.due import read_timing
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.groups import for_all, read_groups, with_groups, write_members
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.lateness import Clock
from tinygrad_lite.grading.listing import every_file, listing
from tinygrad_lite.grading.overrides import Override, write_overrides
from tinygrad_lite.grading.publish import publish, write_feedback
from tinygrad_lite.grading.record import NEEDS_A_PERSON, Mark, Record
from tinygrad_lite.grading.roster import Person, Roster, read_roster
from tinygrad_lite.grading.settings import read_settings
from tinygrad_lite.grading.tables import read_table
from tinygrad_lite.grading.who_table import write_who

graded_here = pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")


def rows_in(tmp_path, table, text='[groups]\nfile = "groups.csv"\n'):
    (tmp_path / "groups.csv").write_text(table, encoding="utf-8")
    (tmp_path / "grading.toml").write_text(text, encoding="utf-8")
    return read_groups(read_settings(tmp_path / "grading.toml"))


def members(tmp_path, paths, table="", roster=None, files=None):
    """Group and members of each file that counts."""
    put(tmp_path / "class", {path: LOSS for path in paths} | (files or {}))
    rows = rows_in(tmp_path, f"group,student\n{table}")
    found = with_groups(compared(every_file(tmp_path / "class"), roster), rows, roster)
    return {one.student: (one.group, one.members) for one in found.files if one.counts}


def test_a_table_says_who_is_in_a_group(tmp_path):
    found = members(tmp_path, ["jdoe/02_loss.ipynb", "bo/02_loss.ipynb"], "A,jdoe\nA,asmith\nB,cy\n")
    assert found == {"jdoe": ("A", ("jdoe", "asmith")), "bo": ("", ())}


def test_the_table_may_say_a_number_or_a_login_of_the_class_list(tmp_path):
    roster = Roster("moodle", [
        Person("48213", "Jane Doe", frozenset({"48213", "jdoe"}), "Jane Doe_48213"),
        Person("48214", "Al Smith", frozenset({"48214", "asmith"}), "Al Smith_48214"),
    ])  # fmt: skip
    found = members(tmp_path, ["Jane Doe_48213_assignsubmission_file/a.ipynb"], "A,JDOE\nA,asmith\n", roster)
    assert found == {"Jane Doe_48213": ("A", ("Jane Doe_48213", "Al Smith_48214"))}


def test_a_sign_before_a_number_is_not_part_of_it(tmp_path):
    table = 'group,student\nA,\'ada\nA,"=""ben"""\nB,"\'t Hooft, G"\n'
    assert [row.student for row in rows_in(tmp_path, table)] == ["ada", "ben", "'t Hooft, G"]


def test_a_member_without_a_file_is_known_by_what_the_class_list_calls_her(tmp_path):
    """More time for her is her group's, however the line has her: by number, login, or id."""
    put(tmp_path / "class", {"doejane_48213_9911223_a.ipynb": LOSS, "libo_48215_9911224_a.ipynb": LOSS})
    (tmp_path / "book.csv").write_text(
        "Student,ID,SIS Login ID,Section,Loss (1)\n    Points Possible,,,,5\n"
        '"Doe, Jane",48213,jdoe,,\n"Smith, Al",48214,asmith,,\n"Li, Bo",48215,bli,,\n',
        encoding="utf-8",
    )
    roster, rows = read_roster(tmp_path / "book.csv"), rows_in(tmp_path, "group,student\nA,48213\nA,48214\n")
    found = with_groups(compared(every_file(tmp_path / "class"), roster), rows, roster)
    for name in ("48214", "asmith", "smithal_48214"):
        text = f'[time]\ndue = 2026-11-22T23:59:00+01:00\n[extension]\n{name} = "1 day"\n'
        (tmp_path / "grading.toml").write_text(text, encoding="utf-8")
        clock = Clock.of(read_timing(read_settings(tmp_path / "grading.toml")), found.files, found.ids)
        assert (list(clock.extra), clock.unknown) == (["smithal_48214"], ())


def test_a_group_of_the_systems_is_known_by_its_name(tmp_path):
    table = "Team 4,48213\nTeam 4,48215\n"
    paths = ["team4_48213_9911223_02_loss.ipynb", "doejane_48216_9911224_02_loss.ipynb"]
    assert members(tmp_path, paths, table) == {
        "team4_48213": ("Team 4", ("team4_48213", "48215")), "doejane_48216": ("", ()),
    }  # fmt: skip
    files = with_groups(compared(every_file(tmp_path / "class"), None), rows_in(tmp_path, f"group,student\n{table}"))
    assert not [one.note for one in files.files if "please confirm" in one.note]


#: Where a group's name stands in the place of a student's: of one hand-in, and of two.
IN_A_STUDENTS_PLACE = {
    "brightspace": [f"{number} - Group 7 - Nov 2{day}, 2026 1022 AM/02_loss.ipynb" for number, day in (
        ("41000-64", 0), ("41001-64", 1))],
    "blackboard": [f"Loss_Group_7_attempt_2026-11-2{day}-10-22-00_02_loss.ipynb" for day in (0, 1)],
}  # fmt: skip
OTHERS = {"bo": "Bo Li", "dee": "Dee Oz", "eve": "Eve Ray"}
BESIDE = {
    "brightspace": [
        f"3100{n}-64 - {name} - Nov 20, 2026 1022 AM/02_loss.ipynb" for n, name in enumerate(OTHERS.values())
    ],
    "blackboard": [f"Loss_{login}_attempt_2026-11-20-10-22-00_02_loss.ipynb" for login in OTHERS],
}


@pytest.mark.parametrize("several", [1, 2])
@pytest.mark.parametrize("system", BESIDE)
def test_a_groups_name_in_a_students_place_is_the_groups(system, several, tmp_path):
    """Its members had handed in nothing, or one had the marks of another's own earlier file."""
    paths = [*IN_A_STUDENTS_PLACE[system][:several], *BESIDE[system]]
    name = "Group_7" if system == "blackboard" else "Group 7"
    put(tmp_path / "class", {path: LOSS for path in paths})
    people = {"ann": "Ann Lee", "cy": "Cy Ito", **OTHERS}
    rows = "".join(f"{login},{called}\n" for login, called in people.items())
    (tmp_path / "list.csv").write_text(f"login,name\n{rows}", encoding="utf-8")
    rows = rows_in(tmp_path, f"group,student\n{name},ann\n{name},cy\n")
    roster = read_roster(tmp_path / "list.csv")
    found = with_groups(compared(every_file(tmp_path / "class"), roster), rows, roster)
    groups = [one for one in found.files if one.path not in BESIDE[system]]
    assert {(one.group, one.members, one.note) for one in groups} == {(name, ("ann", "cy"), "")}
    assert (found.absent, found.strangers, found.unplaced) == ([], [], [])


def test_several_submitters_of_gradescope_are_members(tmp_path):
    metadata = (
        "submission_1:\n  :submitters:\n  - :name: Jane Doe\n    :sid: '1'\n  - :name: Al Smith\n    :sid: '2'\n"
        "submission_2:\n  :submitters:\n  - :name: Bo Li\n    :sid: '3'\n"
    )
    paths = ["assignment_9_export/submission_1/a.ipynb", "assignment_9_export/submission_2/a.ipynb"]
    found = members(tmp_path, paths, files={"assignment_9_export/submission_metadata.yml": metadata.encode()})
    assert found == {"submission_1": ("submission_1", ("1", "2")), "3": ("", ())}


def test_a_team_of_ilias_are_all_who_are_in_its_folder(tmp_path):
    paths = ["Team 7/Doe_Jane_jdoe_1/a.ipynb", "Team 7/Smith_Al_asmith_2/a.ipynb", "Team 8/Li_Bo_bo_3/a.ipynb"]
    found = members(tmp_path, paths)
    assert found["jdoe"] == found["asmith"] == ("Team 7", ("jdoe", "asmith"))
    assert found["bo"] == ("Team 8", ())


@pytest.mark.parametrize(
    ("table", "text", "says"),
    [
        ("a,b\n", None, "its first line should be group,student"),
        ("group,student\nA,\n", None, r"groups\.csv, line 2: a line has a group and a student"),
        ("group;student\nA;jdoe\nB;jdoe\n", None, "line 3: jdoe is in A already"),
        ("", '[groups]\nfile = "other.csv"\n', r'grading\.toml, line 2: there is no file "other\.csv" beside it'),
        ("", '[groups]\ntable = "groups.csv"\n', r'line 2: \[groups\] knows no "table"'),
    ],
)
def test_a_table_that_cannot_be_understood_is_told_with_its_line(table, text, says, tmp_path):
    def read():
        with_groups(compared([], None), rows_in(tmp_path, table, *([text] if text else [])))

    with pytest.raises(GradingError, match=says):
        read()


# ---------------------------------------------------------------------------------------------------- a class of them

TOML = """
[time]
due = 2026-11-22T23:59:00+01:00
late = "10 % a day"
[groups]
file = "groups.csv"
"""
GROUPS = "group,student\nA,jdoe\nA,asmith\nB,bo\nB,cy\nC,nobody\n"
TIMES = {"jdoe": "2026-11-23 08:00:00 UTC", "bo": "2026-11-22 08:00:00 UTC", "cy": "2026-11-22 09:00:00 UTC"}
CELLS = {"jdoe": ANSWERS["anna"], "bo": ANSWERS["ben"], "cy": ANSWERS["anna"], "dora": ANSWERS["dora"]}


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Two groups of two, of the second both handed in; and one student alone."""
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))
    monkeypatch.chdir(tmp_path)
    for name, cell in CELLS.items():
        folder = tmp_path / "submitted" / name / "loss"
        folder.mkdir(parents=True)
        (folder / "02_loss.ipynb").write_bytes(canaries.notebook("02_loss", [cell]))
        (folder / "timestamp.txt").write_text(TIMES.get(name, "2026-11-22 08:00:00 UTC"), encoding="utf-8")
    (tmp_path / "grading.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "groups.csv").write_text(GROUPS, encoding="utf-8")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, [*map(str, arguments)], catch_exceptions=False).output


def graded(*more):
    return run("grade", "submitted", "--out", "report", "--seed", "0", "--settings", "grading.toml", *more)


def points(exercise="loss/mse"):
    return {row["student"]: row["points"] for row in read_table(REPORT / "grades.csv") if row["exercise"] == exercise}


REPORT = Path("report")
MARKS = {"asmith": "1.8", "jdoe": "1.8", "bo": "2", "cy": "2", "dora": "0"}


@pytest.mark.slow
@graded_here
def test_every_member_has_the_marks_of_one_notebook(course):
    printed = graded()
    assert points() == MARKS
    assert "2  of these by groups, with 4 members" in printed
    assert "1  handed in twice: the later one counts" in printed
    assert page_of(course / "report", "asmith").exists()
    assert [(row["group"], row["student"]) for row in read_table(REPORT / ".who-members.csv")] == [
        ("B", "bo"), ("B", "cy"), ("A", "jdoe"), ("A", "asmith"),
    ]  # fmt: skip
    numbers = (course / "report" / "report.json").read_text("utf-8")
    assert '"counted_with_their_group": 2' in numbers
    assert '"judged": 3' in numbers
    again = graded()
    assert points() == MARKS
    assert not (REPORT / "changes.csv").exists()
    assert "5 of 5 hand-ins graded" in again


@pytest.mark.slow
@graded_here
def test_a_member_is_overridden_shown_again_and_graded_again_alone(course):
    graded()
    run("override", "report", "asmith", "mse", "1", "Did not take part.")
    assert points() == MARKS | {"asmith": "1"}
    assert "asmith, loss/mse: 2 of 2 points" in graded("--replay", "asmith", "mse")
    assert "(2 of them before)" in graded("--student", "asmith")  # the group's notebook is graded, two are kept
    assert points() == MARKS | {"asmith": "1"}
    assert [(row["student"], row["reason"]) for row in rows_of(REPORT / "changes.csv")] == [("asmith", "override")]


@pytest.mark.slow
@graded_here
def test_more_time_for_one_is_more_time_for_the_group(course):
    with (course / "grading.toml").open("a", encoding="utf-8") as file:
        file.write('[extension]\nasmith = "+1 day"\n')
    graded()
    assert points() == MARKS | {"asmith": "2", "jdoe": "2"}


@pytest.mark.slow
@graded_here
def test_who_joins_a_group_and_who_leaves_it_has_a_line_in_changes(course):
    graded()
    (course / "groups.csv").write_text("group,student\nA,jdoe\nB,bo\nB,cy\nB,eve\n", encoding="utf-8")
    graded()
    assert points() == {"jdoe": "1.8", "bo": "2", "cy": "2", "eve": "2", "dora": "0"}
    moved = {row["student"]: row["reason"] for row in rows_of(REPORT / "changes.csv") if "mse" in row["exercise"]}
    assert moved == {"asmith": "hand-in changed", "eve": "hand-in changed"}


@pytest.mark.slow
@graded_here
def test_members_marks_go_into_the_systems_table(course):
    graded()
    (course / "table.csv").write_text("Login,Mark\njdoe,\nasmith,\nbo,\ncy,\ndora,\n", encoding="utf-8")
    printed = run("grades", "report", "--into", "table.csv", "--column", "Mark", "--out", "upload.csv")
    assert "5 filled · 0 unchanged" in printed
    rows = dict(line.split(",") for line in (course / "upload.csv").read_text("utf-8").split())
    assert rows["jdoe"] == rows["asmith"] != rows["dora"]


@pytest.mark.slow
@graded_here
def test_a_run_that_was_stopped_goes_on_with_its_groups(course):
    rows = read_groups(read_settings(course / "grading.toml"))
    wish = Wish(course / "submitted", course / "report", seed=0, groups=rows)

    class Stop(Exception):
        pass

    def stop(done, total, record):
        if done == 2:
            raise Stop

    with pytest.raises(Stop):
        grade(wish, stop)
    outcome = grade(wish)
    assert (outcome.run.number, outcome.kept, outcome.graded) == (1, 2, 1)
    assert [record.student for record in outcome.records] == sorted(MARKS)
    assert [record.student for record in KeptRuns(wish.report).last().records()] == sorted(MARKS)


def test_a_systems_own_group_is_set_aside_for_its_members(course):
    metadata = "submission_1:\n  :submitters:\n  - :name: J\n    :sid: '1'\n  - :name: A\n    :sid: '2'\n"
    put(course / "class", {"e/submission_1/a.ipynb": LOSS, "e/submission_metadata.yml": metadata.encode()})
    wish = Wish(course / "class", course / "other", seed=0)
    found = hand_ins(wish)
    assert [one.members for one in found.files if one.counts] == [("1", "2")]
    if sandboxed():
        outcome = grade(wish)
        assert [(record.student, record.group) for record in outcome.records] == [
            ("1", "submission_1"), ("2", "submission_1"),
        ]  # fmt: skip
        assert [record.student for record in outcome.run.records()] == ["1", "2"]
        assert outcome.run.kept("submission_1", "e/submission_1/a.ipynb", outcome.records[0].sha256)


# ------------------------------------------------------------------------------------------- back into the system


MOODLE = "{}_assignsubmission_file/a.ipynb"
CLASS = [
    Person("311", "Group A", frozenset({"311"}), "Group A_311"),
    Person("1", "Jane Doe", frozenset({"1", "jdoe"}), "Jane Doe_1"),
    Person("2", "Al Smith", frozenset({"2", "asmith"}), "Al Smith_2"),
]


def report_on(tmp_path, paths, table, student):
    """A report on these hand-ins, of which one is by a group; every member has 7 of 10."""
    put(tmp_path / "class", {path: LOSS for path in paths})
    roster, rows = Roster("moodle", CLASS), rows_in(tmp_path, f"group,student\n{table}")
    found = with_groups(compared(every_file(tmp_path / "class"), roster), rows, roster)
    found = replace(found, files=one_of_each(found.files))
    report = tmp_path / "report"
    write_who(report, found.files)
    write_members(report, found, roster)
    one = next(one for one in found.files if one.counts and one.student == student)
    record = Record(one.student, one.path, one.sha256, "02_loss", marks=(Mark("loss/mse", 10, 7.0),))
    runs = KeptRuns(report)
    with runs.alone():
        kept = runs.begin({"lessons": ["02_loss"]})
        for each in for_all(record, one):
            kept.keep(each)
        kept.save(finished="now")
    write_feedback(report / "feedback", kept, list(kept.records()))
    return report


@pytest.fixture
def by_system(tmp_path):
    """Moodle's own group, whose members a table names."""
    return report_on(tmp_path, [MOODLE.format("Group A_311")], "Group A,jdoe\nGroup A,asmith\n", "Group A_311")


@pytest.fixture
def by_table(tmp_path):
    """Two of Moodle's students who both handed in, and are a group by a table."""
    paths = [MOODLE.format("Jane Doe_1"), MOODLE.format("Al Smith_2")]
    return report_on(tmp_path, paths, "A,jdoe\nA,asmith\n", "Jane Doe_1")


SHEET = "Identifier,Full name,Grade,Maximum Grade\nParticipant 1,Jane Doe,,10\nParticipant 2,Al Smith,,10\n"


@pytest.mark.parametrize("which", ["by_system", "by_table"])
def test_members_marks_are_placed_by_what_the_system_calls_them(which, request, tmp_path):
    report = request.getfixturevalue(which)
    (tmp_path / "sheet.csv").write_text(SHEET, encoding="utf-8")
    printed = run("grades", report, "--into", tmp_path / "sheet.csv", "--out", tmp_path / "upload.csv")
    assert "2 filled · 0 unchanged\n" in printed
    rows = (tmp_path / "upload.csv").read_text("utf-8").splitlines()
    assert [row.split(",")[2] for row in rows[1:]] == ["7", "7"]


def packed(report, tmp_path, *more):
    printed = run("feedback", report, "--for", "moodle", "--out", tmp_path / "feedback.zip", *more)
    if not (tmp_path / "feedback.zip").exists():
        return printed, []
    with zipfile.ZipFile(tmp_path / "feedback.zip") as archive:
        return printed, archive.namelist()


def test_a_systems_group_has_one_page_for_all(by_system, tmp_path):
    printed, names = packed(by_system, tmp_path)
    assert names == ["Group A_311_assignsubmission_file/feedback.html"]
    assert "1 page under the names of Moodle · 1 with their group's" in printed


def test_a_mark_of_one_member_alone_is_on_no_page_for_all(by_system, tmp_path):
    override = Override(1.0, "Did not take part.")
    write_overrides(by_system, {("Al Smith_2", "loss/mse"): override})
    printed, names = packed(by_system, tmp_path)
    assert names == []
    assert "No page has a place of its own in Moodle (Al Smith_2, Jane Doe_1). Nothing was written." in printed


def test_a_page_for_all_is_held_back_with_any_of_them(by_system, tmp_path):
    for held in ("Al Smith\n", "Jane Doe\n"):
        (tmp_path / "held.txt").write_text(held, encoding="utf-8")
        assert packed(by_system, tmp_path, "--hold", tmp_path / "held.txt")[1] == []


def test_members_who_handed_in_themselves_have_their_own_page(by_table, tmp_path):
    _, names = packed(by_table, tmp_path)
    assert names == [MOODLE.format(who).replace("a.ipynb", "feedback.html") for who in ("Al Smith_2", "Jane Doe_1")]


def test_a_member_without_a_place_of_her_own_in_the_system_is_listed(tmp_path):
    report = report_on(tmp_path, [MOODLE.format("Jane Doe_1")], "A,jdoe\nA,asmith\n", "Jane Doe_1")
    printed, names = packed(report, tmp_path)
    assert names == ["Jane Doe_1_assignsubmission_file/feedback.html"]
    assert "1 not to be placed (Al Smith_2)" in printed


def test_what_waits_for_a_person_waits_once_a_group(tmp_path):
    course = Class(tmp_path / "report")
    both = [Record(who, "a.ipynb", "0", "02_loss", state=NEEDS_A_PERSON, why="Odd.", group="A") for who in "ab"]
    runs = KeptRuns(course.report)
    with runs.alone():
        assert publish(course.report, runs.begin(course.info), [], both) == 1


def test_a_mark_that_was_set_for_one_member_does_not_settle_what_the_others_wait_for(tmp_path):
    course = Class(tmp_path / "report")
    marks = (Mark("loss/mse", 2, state=NEEDS_A_PERSON, why="Odd."), Mark("loss/mae", 2, 2.0, status="right"))
    both = [Record(who, "a.ipynb", "0", "02_loss", marks=marks, group="A") for who in "ab"]
    runs, overrides, needs = KeptRuns(course.report), {}, []
    for student in ("", "a", "b"):
        if student:
            overrides[student, "loss/mse"] = Override(1.0, "Shown in person.")
        write_overrides(course.report, overrides)
        with runs.alone():
            needs.append(publish(course.report, runs.begin(course.info), [], both))
        said = json.loads((course.report / "report.json").read_text("utf-8"))
        needs.append([said["settled"], len(said["needs"])])
    assert needs == [1, [0, 1], 1, [0, 1], 0, [1, 0]]


def test_one_member_alone_is_held_back(by_table, tmp_path):
    (tmp_path / "held.txt").write_text("Al Smith\n", encoding="utf-8")
    printed, names = packed(by_table, tmp_path, "--hold", tmp_path / "held.txt")
    assert (len(names), "1 held back" in printed) == (1, True)


def test_a_group_to_be_held_back_must_be_named_by_its_members(by_system, tmp_path):
    (tmp_path / "held.txt").write_text("Group A_311\n", encoding="utf-8")
    printed, names = packed(by_system, tmp_path, "--hold", tmp_path / "held.txt")
    assert names == []
    assert 'nobody is called "Group A_311".' in printed


# ------------------------------------------------------------------------------------------- a slip of the pen in it


def doubts_of(tmp_path, table, roster=None):
    place = put(tmp_path / "class", {f"{name}/a.ipynb": LOSS for name in ("ada", "ben", "cleo")})
    known = None
    if roster:
        (tmp_path / "roster.csv").write_text(roster, "utf-8")
        known = read_roster(tmp_path / "roster.csv")
    found = with_groups(compared(listing(place), known), rows_in(tmp_path, f"group,student\n{table}"), known)
    return {one.student: one.note for one in found.files if "please confirm" in one.note}


def test_a_member_who_is_nowhere_else_is_asked_where_somebody_is_called_nearly_so(tmp_path):
    """Otherwise "cloe" has marks, and cleo has none of the group's, and nobody sees it."""
    asked = doubts_of(tmp_path, "A,ada\nA,cloe\n")
    known = 'of this group nobody is known as "cloe". Did you mean cleo?'
    assert asked == {"ada": f"{known}; please confirm, or mend the table of groups"}
    assert doubts_of(tmp_path / "b", "A,ada\nA,zoltan\n") == {}  # she need not have handed in anything


def test_with_a_class_list_a_member_who_is_not_on_it_is_asked(tmp_path):
    roster = "login,name\nada,Ada A\nben,Ben B\ncleo,Cleo C\ndan,Dan D\n"
    assert doubts_of(tmp_path, "A,ada\nA,dan\n", roster) == {}
    asked = doubts_of(tmp_path / "b", "A,ada\nA,zoltan\n", roster)
    assert asked == {"ada": 'of this group nobody is known as "zoltan"; please confirm, or mend the table of groups'}
