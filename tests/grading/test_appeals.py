"""Appeals: a table that an instructor keeps; what is open is on the work list, what came of them in the report."""

import re

import pytest
from click.testing import CliRunner

from tinygrad_lite.cli import main
from tinygrad_lite.grading.appeals import Appealed, outcome_of, read_appeals
from tinygrad_lite.grading.forget import Person, _appeals
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.pseudonyms import Pseudonyms
from tinygrad_lite.grading.publish import publish
from tinygrad_lite.grading.record import Mark, Record
from tinygrad_lite.grading.replay import meant
from tinygrad_lite.grading.tables import read_table
from tinygrad_lite.grading.wish import Wish

IDS = ("loss/mse", "loss/bce")
FILES = {"ada": "a1b2", "ben": "b1b2", "carla": "c1b2"}


class Class:
    """A class of three, whose marks and checks a test changes between runs."""

    def __init__(self, report):
        self.report, self.spec, self.exempt, self.files = report, "a", [], dict(FILES)
        self.auto = {(student, name): 0.0 for student in FILES for name in IDS}

    def graded(self):
        """Grade; gives how many lines need somebody."""
        info = {
            "lessons": ["02_loss"], "seed": 1, "version": "1", "tier": "sandbox", "tier_sentence": "", "points": {},
            "extras": {"mistakes": [], "exercises": [], "exempt": self.exempt}, "specs": dict.fromkeys(IDS, self.spec),
        }  # fmt: skip
        records = [
            Record(
                student, f"{student}/a.ipynb", digits + "0" * 60, "02_loss", seed=1,
                marks=tuple(Mark(name, 2, self.auto[student, name], status="wrong", name="x") for name in IDS),
            )
            for student, digits in self.files.items()
        ]  # fmt: skip
        runs = KeptRuns(self.report)
        with runs.alone():
            run = runs.begin(info)
            for record in records:
                run.keep(record)
            run.save(finished="now")
            return publish(self.report, run, [], records, runs.before(run))

    def asked(self, *rows, heading="code,asked,decided,by,note"):
        (self.report / "appeals.csv").write_text("\n".join([heading, *rows]) + "\n", "utf-8")

    def said(self):
        """What the report says of appeals."""
        text = re.sub("<[^>]*>", "", (self.report / "report.html").read_text("utf-8"))
        return re.findall(r"^\d+ appeals?.*gained\.$", text, re.MULTILINE)

    def needs(self):
        return [(row["student"], row["exercise"], row["why"]) for row in read_table(self.report / "needs.csv")]


@pytest.fixture
def course(tmp_path):
    course = Class(tmp_path / "report")
    course.graded()
    return course


def test_without_appeals_nothing_is_said(course):
    assert course.said() == []
    assert course.needs() == []


def test_an_open_one_is_on_the_work_list(course):
    course.asked("02_loss-bce-a1b2-r1,Monday,,,", "02_loss-mse-b1b2-r1,,Stays,anna,read it with him")
    assert course.graded() == 1
    assert course.needs() == [("ada", "loss/bce", "an appeal is open (Monday)")]
    (row,) = read_table(course.report / "needs.csv")
    assert "--replay 02_loss-bce-a1b2-r1" in row["what to do"]
    assert course.said() == ["2 appeals (1 open), 0 checks mended, 0 students gained."]
    assert "Appeals: 1" in re.sub("<[^>]*>", "", (course.report / "report.html").read_text("utf-8"))


def test_a_check_that_was_mended_for_one_is_counted_with_all_who_gained(course):
    course.asked("02_loss-bce-a1b2-r1,,check mended,anna,", "02_loss-bce-b1b2-r1,,check mended,anna,")
    course.spec = "b"
    course.auto |= {("ada", "loss/bce"): 2.0, ("carla", "loss/bce"): 1.0, ("ben", "loss/mse"): 2.0}
    assert course.graded() == 0
    assert course.said() == ["2 appeals, 1 check mended, 2 students gained."]  # ben gained where nobody had asked


def test_a_mark_that_was_set_is_a_gain_and_one_that_fell_back_is_none(course):
    course.asked("02_loss-bce-a1b2-r1,,mark set,anna,", "02_loss-mse-b1b2-r1,,stays,anna,")
    course.auto["ben", "loss/bce"] = 2.0
    course.spec = "b"
    course.graded()
    course.auto["ben", "loss/bce"], course.spec = 0.0, "c"
    override = CliRunner().invoke(main, ["override", str(course.report), "ada", "bce", "2", "It can be read so."])
    assert override.exit_code == 0
    course.graded()
    assert outcome_of(course.report, read_appeals(course.report), "02_loss") == Appealed(2, 0, 0, 1)
    (course.report / "changes.csv").unlink()
    assert outcome_of(course.report, read_appeals(course.report), "02_loss") == Appealed(2, 0, 0, 0)
    assert outcome_of(course.report, read_appeals(course.report), "03_backward") == Appealed()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("02_loss-bce-a1b2-r1,,maybe,,", 'line 2: decided is "maybe"; it is one of: stays, mark set, check mended'),
        ("jdoe,,,,", 'line 2: "jdoe" is no code'),
        ("02_loss-bce-a1b2-r9,,stays,,", "line 2: There is no run 9"),
    ],
)
def test_a_line_that_is_wrong_is_on_the_work_list_and_stops_nobody(course, line, says):
    course.asked(line)
    assert course.graded() == 1
    assert says in course.needs()[0][2]


def test_a_table_without_codes_is_said_and_one_of_a_spreadsheet_is_read(course):
    course.asked("ada,loss/bce", heading="student,exercise")
    course.graded()
    assert course.needs() == [("", "", "appeals.csv, line 1: its first line should be code,asked,decided,by,note")]
    text = "Code;Asked\r\n".lower() + "02_loss-bce-a1b2-r1;früh\r\n"
    (course.report / "appeals.csv").write_bytes(text.encode("cp1252"))
    assert [(one.student, one.asked, one.open) for one in read_appeals(course.report)] == [("ada", "früh", True)]


def test_who_gained_is_counted_from_what_holds_now(course):
    """Cases are exempted for an appeal, and then count again: the report says no more that anybody gained."""
    course.asked("02_loss-bce-a1b2-r1,,check mended,anna,")
    course.exempt = [["loss/bce", 14], ["loss/bce", 15]]
    course.auto |= dict.fromkeys([("ada", "loss/bce"), ("carla", "loss/bce")], 2.0)
    course.graded()
    assert course.said() == ["1 appeal, 1 check mended, 2 students gained."]
    course.exempt = [["loss/bce", 14]]
    course.auto["carla", "loss/bce"] = 0.0
    course.graded()
    assert course.said() == ["1 appeal, 1 check mended, 1 student gained."]
    course.exempt = []
    course.auto["ada", "loss/bce"] = 0.0
    course.graded()
    assert course.said() == ["1 appeal, 0 checks mended, 0 students gained."]


def test_a_gain_that_another_file_took_away_is_none(course):
    """Nor does what is undone later count of a file that never had it."""
    course.asked("02_loss-bce-a1b2-r1,,check mended,anna,")
    course.exempt = [["loss/bce", 14]]
    course.auto["ada", "loss/bce"] = 2.0
    course.graded()
    course.files["ada"], course.auto["ada", "loss/bce"] = "a9b2", 1.0
    course.graded()
    assert course.said() == ["1 appeal, 1 check mended, 0 students gained."]


def set_by_hand(course, student, points):
    done = CliRunner().invoke(main, ["override", str(course.report), student, "bce", str(points), "It can be read so."])
    assert done.exit_code == 0, done.output


def test_a_mark_that_was_set_where_nobody_appealed_is_no_gain_of_these_appeals(course):
    """Carla's was set before anybody asked; the check was mended for Ada, Ben's mark set, and Carla gained nothing."""
    set_by_hand(course, "carla", 2)
    course.asked("02_loss-bce-a1b2-r1,,check mended,anna,")
    assert course.graded() == 0
    assert course.said() == ["1 appeal, 0 checks mended, 0 students gained."]
    course.exempt = [["loss/bce", 14]]
    course.auto["ada", "loss/bce"] = 2.0
    course.graded()
    assert course.said() == ["1 appeal, 1 check mended, 1 student gained."]
    course.asked("02_loss-bce-a1b2-r1,,check mended,anna,", "02_loss-bce-b1b2-r1,,mark set,anna,")
    set_by_hand(course, "ben", 1)
    course.graded()
    assert course.said() == ["2 appeals, 1 check mended, 2 students gained."]


def test_a_check_that_changed_by_itself_is_no_gain_of_a_mark_that_was_set(course):
    course.asked("02_loss-bce-a1b2-r1,,mark set,anna,")
    set_by_hand(course, "ada", 2)
    course.spec = "b"
    course.auto["carla", "loss/bce"] = 2.0
    course.graded()
    assert course.said() == ["1 appeal, 0 checks mended, 1 student gained."]


def test_an_appeal_that_was_taken_back_has_a_word_and_changes_nothing(course):
    course.asked("02_loss-bce-a1b2-r1,,withdrawn,anna,")
    course.graded()
    assert course.needs() == []
    course.auto["ada", "loss/bce"], course.spec = 2.0, "b"  # a check that was mended by itself
    course.graded()
    assert course.said() == ["1 appeal, 0 checks mended, 0 students gained."]


@pytest.mark.parametrize(
    ("asked", "student"), [("Monday", "ada"), ("ben on Monday", "ben"), ("BEN", "ben"), ("{}", "ben")]
)
def test_of_a_group_it_is_said_who_asks_or_who_else_may(course, asked, student):
    course.files["ben"] = course.files["ada"]
    course.graded()
    course.asked(f"02_loss-bce-a1b2-r2,{asked.format(Pseudonyms(course.report).pseudonym('ben').lower())},,,")
    course.graded()
    (row,) = read_table(course.report / "needs.csv")
    assert row["student"] == student
    assert ("that of ben: asked may say who asks" in row["what to do"]) == (student == "ada")
    wish = Wish(course.report, course.report)
    _, record, _, others = meant(wish, "02_loss-bce-a1b2-r2", "")
    assert (record.student, *others) == (("ada", "ben") if student == "ada" else ("ben", "ada"))


@pytest.mark.parametrize(("asked", "left"), [("Monday", 1), ("ada", 0), ("ben", 1), ("ada and ben", 0)])
def test_who_is_forgotten_takes_an_appeal_along_that_was_hers(course, asked, left):
    course.files["ben"] = course.files["ada"]
    course.graded()
    course.asked(f"02_loss-bce-a1b2-r2,{asked},,,", "02_loss-bce-c1b2-r2,,,,")
    _appeals(course.report, Person.of(Pseudonyms(course.report), "ada", course.report))
    assert len(read_table(course.report / "appeals.csv")) == left + 1


def test_of_a_group_all_gain_by_a_mark_that_was_set_for_each(course):
    course.files["ben"] = course.files["ada"]  # one file of both
    course.graded()
    course.asked("02_loss-bce-a1b2-r2,,mark set,anna,")
    for student in ("ada", "ben"):
        set_by_hand(course, student, 2)
    course.graded()
    assert course.said() == ["1 appeal, 0 checks mended, 2 students gained."]
