"""A plain folder in which a folder is named after a group of the table: it is the group's hand-in, or it is asked."""

from dataclasses import replace

import pytest

from tests.grading.test_files_in import LOSS, put
from tests.grading.test_groups import rows_in
from tinygrad_lite.grading.attempts import one_of_each
from tinygrad_lite.grading.class_list import compared
from tinygrad_lite.grading.groups import for_all, with_groups
from tinygrad_lite.grading.listing import every_file
from tinygrad_lite.grading.record import Record
from tinygrad_lite.grading.roster import read_roster
from tinygrad_lite.grading.screen import told
from tinygrad_lite.grading.to_confirm import to_confirm
from tinygrad_lite.grading.who_table import Edit, write_who

ROSTER = "login,name\nada,Ada Low\nben,Ben Tan\ncleo,Cleo Fox\ndan,Dan Roe\n"
TABLE = "team_b,ada\nteam_b,ben\nteam_b,cleo\n"


def found_in(tmp_path, folders, table=TABLE, roster=ROSTER):
    put(tmp_path / "class", {f"{name}/02_loss.ipynb": LOSS + b" " * place for place, name in enumerate(folders)})
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    known, rows = read_roster(tmp_path / "roster.csv"), rows_in(tmp_path, f"group,student\n{table}")
    return with_groups(compared(every_file(tmp_path / "class"), known), rows, known)


@pytest.mark.parametrize("folder", ["team_b", "Team_B"])
def test_a_folder_named_after_a_group_is_the_groups(folder, tmp_path):
    found = found_in(tmp_path, [folder, "dan"])
    team, dan = sorted(found.files, key=lambda one: one.student == "dan")
    assert (team.group, team.members, team.note) == ("team_b", ("ada", "ben", "cleo"), "")
    assert dan.members == ()
    assert (found.absent, found.strangers, found.unplaced) == ([], [], [])
    assert not any("nothing" in line for line in told(found, tmp_path))
    records = for_all(Record(team.student, team.path, team.sha256, "02_loss"), team)
    assert [record.student for record in records] == ["ada", "ben", "cleo"]


def test_without_a_class_list_too(tmp_path):
    put(tmp_path / "class", {"team_b/02_loss.ipynb": LOSS})
    found = with_groups(compared(every_file(tmp_path / "class"), None), rows_in(tmp_path, f"group,student\n{TABLE}"))
    assert [one.members for one in found.files] == [("ada", "ben", "cleo")]


def test_beside_a_members_own_folder_one_counts_and_it_is_asked(tmp_path):
    found = found_in(tmp_path, ["team_b", "ada", "dan"])
    files = one_of_each(found.files)
    assert sorted(one.counts for one in files) == [False, True, True]
    assert [one.note for one in files if "nothing says: please confirm" in one.note]


def test_a_students_folder_stays_hers_whatever_a_group_is_called(tmp_path):
    found = found_in(tmp_path, ["dan"], "dan,ada\ndan,ben\n")
    assert [(one.student, one.members) for one in found.files] == [("dan", ())]
    assert [person.student for person in found.absent] == ["ada", "ben", "cleo"]


def test_where_two_groups_are_called_so_it_is_asked(tmp_path):
    found = found_in(tmp_path, ["TEAM_B", "dan"], "team_b,ada\nTeam_B,ben\n")
    assert {one.student: one.members for one in found.files} == {"TEAM_B": (), "dan": ()}
    assert found.unplaced == ["TEAM_B"]
    write_who(tmp_path / "report", found.files)
    (asked,) = to_confirm(tmp_path / "report", "grade")
    assert "2 groups are called TEAM_B: please say whose it is" in asked["why"]


def test_what_does_not_count_as_the_instructor_wrote_is_not_the_groups(tmp_path):
    put(tmp_path / "class", {"team_b/02_loss.ipynb": LOSS})
    roster = read_roster(put(tmp_path / "list", {"roster.csv": ROSTER.encode()}) / "roster.csv")
    files = [replace(one, edit=Edit(counts="no")) for one in every_file(tmp_path / "class")]
    found = with_groups(compared(files, roster), rows_in(tmp_path, f"group,student\n{TABLE}"), roster)
    assert [person.student for person in found.absent] == ["ada", "ben", "cleo", "dan"]
    assert found.strangers == ["team_b"]
