"""Several downloads in one folder: each is read as it is alone, every file is there, and nobody comes to another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.grading.downloads import SYSTEMS, Person, download, names, people
from tests.grading.sample_class import sample_class
from tests.grading.test_files_in_fuzz import classes
from tinygrad_lite.cli import main
from tinygrad_lite.grading.found import NOBODYS, Found, why_not
from tinygrad_lite.grading.listing import listing
from tinygrad_lite.grading.systems import named
from tinygrad_lite.grading.tables import read_table

EVERYBODY = people(sample_class())


def files_of(system: str, everybody: list[Person], within: str = "") -> list[Found]:
    """A download's files, as they lie in a folder or archive of this name."""
    found = [Found(f"{within}{path}", why=why_not(path), size=len(data), read=lambda data=data: data)
             for path, data in names(system, everybody).items()]  # fmt: skip
    return [one for one in found if one.why not in NOBODYS]


def is_whole(files: list[Found]) -> bool:
    """Whether a download can be told by itself: its notebooks are somebody's, and of more than one."""
    notebooks = [one for one in files if not one.why]
    return len({one.student for one in notebooks}) > 1 and all(one.student for one in notebooks)


parts = st.lists(st.tuples(st.sampled_from(SYSTEMS), classes()), min_size=2, max_size=3)


@settings(max_examples=40, deadline=None)
@given(parts)
def test_each_download_is_read_as_if_it_were_alone(several):
    alone, together = [], []
    for number, (system, everybody) in enumerate(several):
        theirs = named(files_of(system, everybody))
        assume(is_whole(theirs) and {one.system for one in theirs if one.student} == {system.split()[0]})
        alone += [(number, one) for one in theirs]
        together += files_of(system, everybody, within=f"part{number}.zip/")
    result = named(together)
    assert [one.path for one in result] == [one.path for one in together]  # none is lost, and none comes in
    assume(all(one.system != "plain" for one in result))  # all of one student's: that is a folder of students
    owners: dict[str, set[tuple[str, str]]] = {}
    for (number, before), one in zip(alone, result, strict=True):
        assert (one.system, one.lms_id, one.handed_in, one.why) == (
            before.system, before.lms_id, before.handed_in, before.why,
        )  # fmt: skip
        assert bool(one.student) == bool(before.student)
        if one.student:
            assert one.student.startswith(before.student)
            source = before.system if before.lms_id else str(number)  # a system's number is one person's in all of it
            owners.setdefault(one.student, set()).add((source, before.student))
    assert all(len(each) == 1 for each in owners.values()), owners


@pytest.mark.parametrize("few", [0, 20])
def test_two_sections_in_two_systems(few, tmp_path):
    """Even where one of them has nearly all of the class."""
    cut = len(EVERYBODY) // 2 + few
    download("moodle", EVERYBODY[:cut], tmp_path)
    download("canvas", EVERYBODY[cut:], tmp_path)
    files = listing(tmp_path)
    alone = [one for pack in ("moodle", "canvas") for one in listing(tmp_path / f"{pack}.zip")]
    for some in (lambda one: one.counts, lambda one: one.student):
        assert {(one.student, one.lms_id) for one in filter(some, files)} == {
            (one.student, one.lms_id) for one in filter(some, alone)
        }
    said = CliRunner().invoke(main, ["grade", str(tmp_path), "--out", str(tmp_path / "r"), "--list"]).output
    assert "of lesson 02_loss from a Canvas download and a Moodle download." in said


def test_one_login_in_two_systems_is_asked_of(tmp_path):
    """It may be one person, or two whom two systems call alike."""
    download("blackboard", EVERYBODY[:5], tmp_path)
    download("ilias", EVERYBODY[4:9], tmp_path)
    login = EVERYBODY[4].login
    theirs = [one for one in listing(tmp_path) if one.counts and one.lms_id == login]
    assert {one.student for one in theirs} == {f"{login} (blackboard)", f"{login} (ilias)"}
    assert all("the same person? Please confirm" in one.note for one in theirs)
    report = tmp_path.parent / "report"
    command = ["grade", str(tmp_path), "--out", str(report), "--list"]
    assert "Please look at who.csv, lines" in CliRunner().invoke(main, command).output
    assert {row["student"] for row in read_table(report / "who.csv") if row["lms_id"] == login} >= {theirs[0].student}


def test_two_downloads_of_one_system_know_each_person_by_her_number(tmp_path):
    for number in (1, 2):
        folder = tmp_path / f"group {number}"
        folder.mkdir()
        download("canvas", EVERYBODY[: 5 * number], folder)
    assert {one.system for one in listing(tmp_path) if one.counts} == {"canvas"}
    assert {one.student for one in listing(tmp_path) if one.counts} == {
        one.student for one in listing(tmp_path / "group 2") if one.counts
    }


def test_a_student_cannot_make_a_download_of_her_own_folder(tmp_path):
    """What lies in somebody's folder is hers, whatever it is called."""
    forged = {f"a{number}_4820{number}_991122{number}_02.ipynb": b"" for number in range(1, 6)}
    everybody = [replace(EVERYBODY[place], files=forged if place == 2 else {"a.ipynb": b""}) for place in range(9)]
    result = named(files_of("moodle", everybody))
    assert {one.system for one in result} == {"moodle"}
    assert {one.lms_id for one in result} == {str(one.number) for one in everybody}
