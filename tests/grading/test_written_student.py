"""What an instructor writes into `student` of who.csv: somebody of the class list, however she is called there."""

import pytest

from tests.grading.test_files_in import LOSS, change, listed, put
from tinygrad_lite.grading.class_list import Compared, compared
from tinygrad_lite.grading.errors import WrongUse
from tinygrad_lite.grading.listing import listing
from tinygrad_lite.grading.roster import read_roster

CLASS = {48213: "Jane Doe", 48214: "Bo Li", 48215: "Ann Lee", 48216: "Al Poe", 48217: "Eve Orr", 48218: "Jane Doe"}
LOST = "mine/a.ipynb"


def written(student, folder) -> Compared:
    """Moodle's download and its worksheet: of one file nothing says whose it is, and somebody writes that."""
    names = [f"{CLASS[number]}_{number}_assignsubmission_file/a.ipynb" for number in (48213, 48214, 48216, 48217)]
    place, report = put(folder / "class", dict.fromkeys([*names, LOST], LOSS)), folder / "report"
    rows = [f'Participant {number},{name},m{number}@x.org,"Sunday, 22 November 2026, 2:58 PM"\n'
            for number, name in CLASS.items()]  # fmt: skip
    heading = "Identifier,Full name,Email address,Last modified (submission)\n"
    (folder / "sheet.csv").write_text(heading + "".join(rows), encoding="utf-8")
    listed(place, report)
    change(report, LOST, "student", student)
    return compared(listing(place, report=report), read_roster(folder / "sheet.csv"))


@pytest.mark.parametrize("student", ["Ann Lee", "Lee, Ann", "48215", "Ann Lee_48215", "m48215@x.org", "m48215"])
def test_of_whom_there_was_no_file(student, tmp_path):
    """As the line "nothing handed in" or grades.csv has her, say: she is no stranger, and handed in something."""
    found = written(student, tmp_path)
    (one,) = [one for one in found.files if one.path == LOST]
    assert (one.lms_id, one.name, one.handed_in) == ("48215", "Ann Lee", "2026-11-22T14:58:00")
    assert "not on the roster" not in one.note
    assert ([person.lms_id for person in found.absent], found.strangers) == (["48218"], [])


@pytest.mark.parametrize("student", ["Bo Li", "Li, Bo", "48214", "Bo Li_48214"])
def test_of_whom_there_is_another_file(student, tmp_path):
    """The two are one student's, of which one counts."""
    found = written(student, tmp_path)
    assert len([one for one in found.files if one.student == "Bo Li_48214"]) == 2
    assert [one.counts for one in found.files].count(True) == 4
    assert found.strangers == []


def test_a_name_of_two_is_not_taken_for_the_one_who_handed_in(tmp_path):
    with pytest.raises(WrongUse, match=r'2 are called "Jane Doe"\. Write .* which of them: 48213 or 48218\.'):
        written("Jane Doe", tmp_path)


def test_nor_for_one_of_two_who_handed_in(tmp_path):
    names = [f"{name}_assignsubmission_file/a.ipynb" for name in ("Jane Doe_1", "Jane Doe_2", "Bo Li_3", "Al Poe_4")]
    place, report = put(tmp_path / "class", dict.fromkeys([*names, LOST], LOSS)), tmp_path / "report"
    listed(place, report)
    change(report, LOST, "student", "Jane Doe")
    with pytest.raises(WrongUse, match=r'"Jane Doe" may be Jane Doe_1 or Jane Doe_2\.'):
        listing(place, report=report)


def test_who_is_on_no_list_is_still_a_stranger(tmp_path):
    assert written("Sam Stray", tmp_path).strangers == ["Sam Stray"]
