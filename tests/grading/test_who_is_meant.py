"""A text that is nobody's id: it is asked who may be meant, and nobody is taken for another."""

import pytest
from click.testing import CliRunner

from tests.grading.downloads import download
from tests.grading.test_marks_back import EVERYBODY
from tinygrad_lite.cli import main
from tinygrad_lite.grading.errors import WrongUse
from tinygrad_lite.grading.held import read_students
from tinygrad_lite.grading.near import did_you_mean
from tinygrad_lite.grading.pseudonyms import Known, Pseudonyms
from tinygrad_lite.grading.who_is_meant import may_be_meant, who_was_meant

CLASS = [
    {"student": "Jane Doe_1", "lms_id": "1", "name": "Jane Doe", "pseudonym": "K7Q2"},
    {"student": "Jürgen Müller_2", "lms_id": "2", "name": "Jürgen Müller", "pseudonym": "B4C5"},
    {"student": "Ann Doe_3", "lms_id": "3", "name": "Ann Doe", "pseudonym": "D6E7"},
    {"student": "olee", "lms_id": "olee", "name": "O'Neil-Lee, Oğuz", "pseudonym": "F8G9"},
]


def held(tmp_path, text):
    (tmp_path / "hold.txt").write_text(text, "utf-8")
    return read_students(tmp_path / "hold.txt", CLASS)


@pytest.mark.parametrize(
    ("named", "student"),
    [
        ("Jane Doe_1", "Jane Doe_1"), ("K7Q2", "Jane Doe_1"), ("1", "Jane Doe_1"), ("Doe, Jane", "Jane Doe_1"),
        ("jane doe", "Jane Doe_1"), ("Jurgen Muller  # late", "Jürgen Müller_2"), ("OLEE", "olee"),
    ],
)  # fmt: skip
def test_who_is_named_is_found(named, student, tmp_path):
    assert held(tmp_path, named) == {student}


@pytest.mark.parametrize(
    ("named", "student"),
    [
        ("u31x", "Jane Doe_1"), ("U31X", "Jane Doe_1"), ("jane@example.org", "Jane Doe_1"), ("k7q2", "Jane Doe_1"),
        ("Doe, Jane", "Jane Doe_1"), ("jurgen muller", "Jürgen Müller_2"), ("1", "Jane Doe_1"), ("olee", "olee"),
    ],
)  # fmt: skip
def test_a_student_is_named_the_same_way_for_every_command(named, student, tmp_path):
    """By what the class list knows, too: `--hold` knew no login, `override` no name turned round."""
    names = Pseudonyms(tmp_path)
    names.learn(Known(row["student"], {row["lms_id"], row["name"]}) for row in CLASS)
    names.learn([Known("Jane Doe_1", {"u31x", "jane@example.org"}), Known("Eve Emm_9", {"u99x", "Eve Emm"})])
    (tmp_path / "hold.txt").write_text(named, "utf-8")
    if named == "k7q2":
        named = names.pseudonym(student).lower()
    assert read_students(tmp_path / "hold.txt", CLASS, names) == {student}
    assert names.meant(named) == student
    (tmp_path / "hold.txt").write_text("u99x", "utf-8")  # who is on the class list alone
    with pytest.raises(WrongUse, match='nobody is called "u99x"'):
        read_students(tmp_path / "hold.txt", CLASS, names)


@pytest.mark.parametrize(
    ("named", "asked"),
    [
        ("Müller", "Did you mean Jürgen Müller_2?"),  # the one Müller here; another may have handed in nothing
        ("muller", "Did you mean Jürgen Müller_2?"),
        ("Doe", "Did you mean Ann Doe_3 or Jane Doe_1?"),
        ("Jane", "Did you mean Jane Doe_1?"),
        ("Jane Dow", "Did you mean Jane Doe_1?"),
        ("Lee", "Did you mean olee (O'Neil-Lee, Oğuz)?"),
        ("Nobody At All", "Write the id that stands in the column student of who.csv; who has no line there handed in"),
    ],
)
def test_a_part_of_a_name_or_a_slip_is_asked(named, asked, tmp_path):
    with pytest.raises(WrongUse) as refused:
        held(tmp_path, f"Jane Doe\n\n{named}\n")
    assert f'line 3: nobody is called "{named}". {asked}' in str(refused.value)
    assert str(refused.value).endswith("Nothing was written.")


def test_all_lines_are_said_at_once(tmp_path):
    with pytest.raises(WrongUse) as refused:
        held(tmp_path, "Müller\nLee\nJane Doe\n")
    assert [line.partition("line ")[2][:1] for line in str(refused.value).splitlines()] == ["1", "2", ""]


def test_of_many_only_some_are_named():
    called = {f"s{place}": [f"Jane Number{place}"] for place in range(9)}
    assert who_was_meant("jane", called).endswith("s4 (Jane Number4), or one of 4 more?")
    assert may_be_meant("", called) == may_be_meant("?", called) == []


def test_every_command_that_takes_a_student_asks(tmp_path, monkeypatch):
    """By a surname, which is nobody's id; the class report's own list of names knows it."""
    names = Pseudonyms(tmp_path)
    names.learn([Known("jdoe", {"Jane Doe", "48213"}), Known("rroe", {"Rick Roe"})])
    assert who_was_meant("roe", names.called()) == "Did you mean rroe (Rick Roe)?"
    place = download("moodle", EVERYBODY[2:], tmp_path)
    surname = EVERYBODY[2].last
    command = ["grade", place, "--out", tmp_path / "report", "--student", surname, "--unsafe"]
    done = CliRunner().invoke(main, list(map(str, command)), catch_exceptions=False)
    assert done.exit_code == 2
    assert f'There is no student "{surname}" in these notebooks; there are: ' in done.output
    assert f"Did you mean {EVERYBODY[2].name}_{EVERYBODY[2].number}" in done.output


def test_ids_are_known_by_their_end_and_in_capitals():
    ids = ["loss/mse", "loss/mae", "optim/adam"]
    assert did_you_mean("adamm", ids) == did_you_mean("Optim/Adam", ids) == 'Did you mean "optim/adam"?'
    assert did_you_mean("zzz", ids) == ""
