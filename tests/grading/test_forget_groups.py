"""Who is forgotten takes nothing from the group whose hand-in was placed with her by hand, or lay in her folder."""

import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.test_classroom import sandboxed
from tests.grading.test_files_in import LOSS, change, put
from tinygrad_lite.cli import main
from tinygrad_lite.grading import canaries, classroom
from tinygrad_lite.grading.forget import Person, _table, tables_in
from tinygrad_lite.grading.forget_groups import _nameless, heirs, moved
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


@pytest.fixture
def in_her_folder(tmp_path, monkeypatch):
    """Of a group of three the file lay in Ada's own folder; who hands in nothing has a 0."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))
    put(tmp_path / "class", {f"{HERS}/02_loss.ipynb": LOSS, f"{DANS}/02_loss.ipynb": LOSS})
    lines = [f"Participant {number},{name},{number}@example.org,,10,Yes" for number, name in PEOPLE.items()]
    heading = "Identifier,Full name,Email address,Grade,Maximum Grade,Grade can be changed"
    Path("sheet.csv").write_text("\n".join([heading, *lines, ""]), encoding="utf-8")
    Path("groups.csv").write_text("group,student\nA,48501\nA,48502\nA,48503\n", encoding="utf-8")
    Path("grading.toml").write_text('[policy]\nmissing = "zero"\n[groups]\nfile = "groups.csv"\n', encoding="utf-8")
    run("grade", "class", "--out", REPORT, "--roster", "sheet.csv", "--settings", "grading.toml")
    assert len(marks()) == len(PEOPLE)
    assert len(set(marks().values())) == 1


PEOPLE = {"48501": "Ada Low", "48502": "Ben Tan", "48503": "Cleo Wu", "48504": "Dan Ito"}
HERS, DANS = "Ada Low_48501_assignsubmission_file", "Dan Ito_48504_assignsubmission_file"
GONE = "handed in by a group/02_loss.ipynb"


def marks():
    """By name what all is worth that counts."""
    rows = read_table(REPORT / "grades.csv")
    return {row["student"].partition("_")[0]: row["points"] for row in rows if row["exercise"] == "loss/mse"}


def taken_out(number):
    """The download, the list and the groups without her, as `forget` asks."""
    shutil.rmtree(Path("class") / HERS, ignore_errors=True)
    for table in ("sheet.csv", "groups.csv"):
        lines = Path(table).read_text("utf-8").splitlines(keepends=True)
        Path(table).write_text("".join(line for line in lines if number not in line), encoding="utf-8")


@pytest.mark.usefixtures("in_her_folder")
def test_the_others_keep_their_marks_where_the_file_lay_in_her_folder():
    """They lost them, had a 0 the next time, and nothing needed anybody."""
    before = marks()
    said = run("forget", REPORT, "48501")
    assert "A group's hand-in that stood in who.csv for this student stands there for" in said
    taken_out("48501")
    for _ in range(2):
        said = run("grade", "class", "--out", REPORT)
        assert "1 of 1 hand-in graded, 2 handed in before." in said
        assert marks() == {name: points for name, points in before.items() if name != "Ada Low"}
        assert [row["student"].partition("_")[0] for row in read_table(REPORT / "needs.csv")] == ["Ben Tan"]
        assert read_table(REPORT / "changes.csv") == []
    for file in [*REPORT.rglob("*.csv"), *REPORT.rglob("*.json"), *REPORT.rglob("*.html")]:
        assert "48501" not in file.read_text("utf-8"), file
    change(REPORT, GONE, "counts", "ok")
    assert "Nothing needs you." in run("grade", "class", "--out", REPORT)
    said = run("feedback", REPORT, "--for", "moodle", "--out", "pages.zip")
    with zipfile.ZipFile("pages.zip") as pages:
        assert sorted(pages.namelist()) == [
            f"{name}_{number}_assignsubmission_file/feedback.html" for number, name in [*PEOPLE.items()][1:]
        ], said
    filled = run("grades", REPORT, "--into", "sheet.csv", "--out", "up.csv")
    assert "3 filled" in filled


@pytest.mark.usefixtures("in_her_folder")
def test_so_do_they_when_one_after_the_other_is_forgotten_and_then_it_is_nobodys():
    for number, stay in (("48501", {"Ben Tan", "Cleo Wu"}), ("48502", {"Cleo Wu"}), ("48503", set())):
        run("forget", REPORT, number)
        taken_out(number)
        run("grade", "class", "--out", REPORT)
        assert marks().keys() == stay | {"Dan Ito"}
        assert (GONE in {row["path"] for row in read_table(REPORT / "who.csv")}) is bool(stay)


@pytest.mark.usefixtures("in_her_folder")
def test_a_call_that_was_killed_finds_the_records_again():
    person = Person.of(Pseudonyms(REPORT), "48501", REPORT)
    for _ in range(2):
        moved(REPORT, heirs(REPORT, person.known.student, lambda path: HERS in path), person.known.student)
    run("forget", REPORT, "48501")
    taken_out("48501")
    run("grade", "class", "--out", REPORT)
    assert marks().keys() == {"Ben Tan", "Cleo Wu", "Dan Ito"}
    assert set(marks().values()) == {marks()["Dan Ito"]}


@pytest.mark.usefixtures("in_her_folder")
@pytest.mark.parametrize("rule", ["best", "best of each exercise"])
def test_of_several_attempts_hers_counts_on(rule):
    """What was graded of it was kept under her name alone: with "best of each exercise" its marks went."""
    right = {"mse": "np.mean((predicted - target) ** 2)", "mae": "np.mean(np.abs(predicted - target))"}
    hers = ["mse"] if "each" in rule else ["mse", "mae"]
    for folder, good in ((HERS, hers), ("Ben Tan_48502_assignsubmission_file", ["mae"])):
        answers = [f"def {name}(predicted, target):\n    return {right[name] if name in good else 0}" for name in right]
        put(Path("class"), {f"{folder}/02_loss.ipynb": canaries.notebook("02_loss", answers)})
    Path("grading.toml").write_text(
        f'[policy]\nmissing = "zero"\n[time]\nattempts = "{rule}"\n[groups]\nfile = "groups.csv"\n', encoding="utf-8"
    )
    run("grade", "class", "--out", REPORT)
    before = marks()
    assert before["Cleo Wu"] == "2"
    run("forget", REPORT, "48501")
    taken_out("48501")
    for _ in range(2):
        run("grade", "class", "--out", REPORT)
        assert marks() == {name: points for name, points in before.items() if name != "Ada Low"}


def test_two_files_have_two_names():
    assert _nameless("02_loss", {GONE}) == "handed in by a group/02_loss (2).ipynb"
    assert _nameless("02_loss", ()) == GONE


@pytest.mark.usefixtures("course")
def test_a_file_of_hers_alone_goes_with_her():
    run("forget", REPORT, "dan")
    assert [one["path"] for one in read_table(REPORT / "who.csv")] == [FILE]
