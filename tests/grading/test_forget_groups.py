"""Who is forgotten takes nothing from the group whose hand-in was placed with her by hand."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.test_classroom import sandboxed
from tests.grading.test_files_in import LOSS, put
from tinygrad_lite.cli import main
from tinygrad_lite.grading import classroom
from tinygrad_lite.grading.forget import Person, _table, tables_in
from tinygrad_lite.grading.forget_groups import heirs
from tinygrad_lite.grading.pseudonyms import Pseudonyms
from tinygrad_lite.grading.tables import WHO, read_table, write_table

REPORT = Path("report")
FILE = "one/02_loss.ipynb"
ROSTER = "login,name\nada,Ada Low\nben,Ben Tan\ncleo,Cleo Wu\ndan,Dan Ito\n"

pytestmark = pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)), catch_exceptions=False).output


def listed():
    return run("grade", "class", "--out", REPORT, "--list")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Of a group of three a file came in a folder that says nothing, and was placed with Ada in who.csv."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))
    put(tmp_path / "class", {FILE: LOSS, "dan/02_loss.ipynb": LOSS})
    Path("list.csv").write_text(ROSTER, encoding="utf-8")
    Path("groups.csv").write_text("group,student\nA,ada\nA,ben\nA,cleo\n", encoding="utf-8")
    Path("grading.toml").write_text('[groups]\nfile = "groups.csv"\n', encoding="utf-8")
    more = ("--roster", "list.csv", "--settings", "grading.toml")
    run("grade", "class", "--out", REPORT, *more, "--list")
    rows = read_table(REPORT / "who.csv")
    write_table(REPORT / "who.csv", WHO, [row | ({"student": "ada"} if row["path"] == FILE else {}) for row in rows])
    run("grade", "class", "--out", REPORT, *more)
    assert {row["student"] for row in read_table(REPORT / "grades.csv")} == {"ada", "ben", "cleo", "dan"}


@pytest.mark.usefixtures("course")
def test_the_others_of_a_group_are_not_missing_when_one_is_forgotten():
    said = run("forget", REPORT, "ada")
    assert "A group's hand-in that stood in who.csv for this student stands there for ben now." in said
    (row,) = (one for one in read_table(REPORT / "who.csv") if one["path"] == FILE)
    assert (row["student"], row["name"], row["lms_id"]) == ("ben", "Ben Tan", "ben")
    assert row["pseudonym"] == Pseudonyms(REPORT).pseudonym("ben")
    for table in (REPORT / "who.csv", REPORT / ".who-as-found.csv", REPORT / ".who-members.csv"):
        assert "ada" not in table.read_text("utf-8").lower()
    for _ in range(2):
        said = listed()
        assert "nothing handed in" not in said
        assert "of these by groups" in said


@pytest.mark.usefixtures("course")
def test_whatever_was_rewritten_already_the_same_member_stands_for_it():
    """A call that was killed is given again."""
    person = Person.of(Pseudonyms(REPORT), "ada", REPORT)
    person.heirs = heirs(REPORT, "ada", lambda path: False)
    assert {path: about["student"] for path, about in person.heirs.items()} == {FILE: "ben"}
    for table in tables_in(REPORT):
        again = heirs(REPORT, "ada", lambda path: False)
        assert again == person.heirs
        _table(table, person)
    (row,) = (one for one in read_table(REPORT / "who.csv") if one["path"] == FILE)
    assert row["student"] == "ben"


@pytest.mark.usefixtures("course")
def test_a_file_in_a_folder_of_her_name_goes_with_her():
    assert heirs(REPORT, "ada", lambda path: path == FILE) == {}
    run("forget", REPORT, "dan")
    assert [one["path"] for one in read_table(REPORT / "who.csv")] == [FILE]
