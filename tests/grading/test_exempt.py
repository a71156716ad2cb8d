"""A case that counts for nobody: for the whole class, with its reason, and back."""

import re
import shlex
from dataclasses import replace

import pytest
from click.testing import CliRunner

from tests.grading.named import hand_out, page_of, rows_of
from tests.grading.test_classroom import sandboxed
from tinygrad_lite.cli import main
from tinygrad_lite.course.added import exercise_by_id
from tinygrad_lite.course.oracle import cases_of
from tinygrad_lite.grading import canaries as canary
from tinygrad_lite.grading import classroom
from tinygrad_lite.grading.asked import asked, numbers_asked
from tinygrad_lite.grading.changes import AGAIN, EXEMPTED, _said_of_cases
from tinygrad_lite.grading.command_exempt import numbers_in
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.exempt import Exemption, check_exempt, read_exempt, with_exempt
from tinygrad_lite.grading.extras import Extras
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.tables import read_table
from tinygrad_lite.grading.why_changed import as_read

BCE = '@exercise("loss/bce")\ndef bce(probability, target):\n    p = np.clip(probability, 1e-7, 1 - 1e-7)\n    '
CLASS = {
    "ada": BCE + "return -np.mean(np.where(target == 1, np.log(p), np.log(1 - p)))",
    "ben": BCE + "return -np.sum(target * np.log(p) + (1 - target) * np.log(1 - p))",
    "carla": BCE + "return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))",
}
BETWEEN = "every target but 1 counts as 0"


@pytest.fixture(autouse=True)
def as_it_was():
    """Without what a test has made known in this process."""
    yield
    Extras().load()


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


@pytest.fixture
def here(monkeypatch):
    """Without the canaries of other exercises, and in this process: others take a second to begin."""
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))


def points(report):
    rows = read_table(report / "grades.csv")
    return {row["student"]: row["points"] for row in rows if row["exercise"] == "loss/bce"}


def page(report, student):
    return page_of(report, student).read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")
def test_from_the_page_to_the_mended_marks_and_back(tmp_path, here, monkeypatch):
    monkeypatch.chdir(tmp_path)
    report = tmp_path / "report"
    for name, cell in CLASS.items():
        (tmp_path / "submitted" / name).mkdir(parents=True)
        (tmp_path / "submitted" / name / "02_loss.ipynb").write_bytes(canary.notebook("02_loss", [cell]))
    grade = ("grade", "submitted", "--out", "report", "--seed", 0, "--only", "bce")
    run(*grade)
    assert points(report) == {"ada": "0", "ben": "0", "carla": "3"}

    shown = run("grade", "submitted", "--out", "report", "--replay", "ada", "bce").output
    assert "4 of them: with targets between 0 and 1" in shown
    (line,) = re.findall(r"tinygrad-lite (exempt .*)", shown)
    assert line == 'exempt report loss/bce 14,15,16,17 "why"'
    result = run(*shlex.split(line.replace("why", "Not in the lecture.")))
    assert result.exit_code == 0, result.output
    assert f"Without them these mistakes come out right, too: {BETWEEN}" in result.output
    assert points(report) == {"ada": "0", "ben": "0", "carla": "3"}  # not before the class is graded again
    (again,) = re.findall(r"^ *tinygrad-lite (grade .*)", result.output, re.MULTILINE)
    assert again == "grade submitted --out report --only loss/bce"

    hand_out(report)
    after = run(*shlex.split(again))
    assert "loss/bce: cases 14, 15, 16, 17 exempted: 1 mark up, 0 down" in after.output
    assert points(report) == {"ada": "3", "ben": "0", "carla": "3"}
    (moved,) = rows_of(report / "changes.csv")
    assert (moved["student"], moved["reason"]) == ("ada", "cases 14, 15, 16, 17 exempted")
    assert "It was 0: a part of the check was not fair" in page(report, "ada")
    assert "It was" not in page(report, "carla")
    assert "case 14 counts for nobody: Not in the lecture." in re.sub(
        "<[^>]*>", "", (report / "report.html").read_text("utf-8")
    )
    shown = run("grade", "submitted", "--out", "report", "--replay", "ben", "bce").output
    assert "Left out, for they count for nobody, by their numbers: 14, 15, 16, 17." in shown
    assert "of 23 cases" in shown
    assert "It came out as in that run." in shown

    hand_out(report)
    undone = run("exempt", "report", "bce", "14-17", "--undo")
    assert undone.exit_code == 0, undone.output
    after = run(*shlex.split(again))
    assert "cases 14, 15, 16, 17 count again: 0 marks up, 1 down" in after.output
    assert points(report) == {"ada": "0", "ben": "0", "carla": "3"}
    assert "had been left out counts again" in page(report, "ada")

    case = cases_of(exercise_by_id("loss/bce"), 0)[13]  # as all were asked it: the last run's own seed is nobody's
    assert case.code().splitlines()[0] in run("exempt", "report", "bce", 14, "Not in the lecture.").output


# ------------------------------------------------------------------------------------------- what can be left out


@pytest.fixture
def report(tmp_path):
    """A report of a class of nobody."""
    runs = KeptRuns(tmp_path / "report")
    with runs.alone():
        runs.begin({"lessons": ["02_loss"], "seed": 0, "points": {}, "source": "x"}).save(finished="now")
    return tmp_path / "report"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("bce", "14", " "), "Say why"),
        (("bce", "14"), "Say why"),
        (("recap_1", "1", "why"), 'There is no exercise "recap_1" with cases in this report; there are: loss/mse'),
        (("bce", "28", "why"), "loss/bce has no case 28: its cases are 1 to 27."),
        (("bce", "0", "why"), "loss/bce has no case 0"),
        (("bce", "-1", "why"), "-1 is no case: cases are numbered from 1"),
        (("bce", "some", "why"), '"some" names no cases'),
        (("bce", "1-99999999999", "why"), "names no cases"),
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_is_written(report, arguments, says):
    result = run("exempt", report, *arguments)
    assert result.exit_code == 2
    assert says in result.output
    assert not (report / "exempt.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("bce", "1-27", "why"), "All 27 cases of loss/bce would be exempt"),
        (("bce", "18-27", "why"), "no longer knows the mistake “does not clamp”"),
        (("bce", "14", "--undo"), "Case 14 of loss/bce has no line in exempt.csv"),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_written(report, arguments, says):
    result = run("exempt", report, *arguments)
    assert result.exit_code == 1
    assert says in result.output
    assert not (report / "exempt.csv").exists()


def test_the_table_keeps_who_decided_why_and_refuses_a_second_line(report):
    result = run("exempt", report, "loss/bce", "14, 16-17", "Not in the lecture.", "--by", "anna")
    assert result.exit_code == 0, result.output
    assert "loss/bce: cases 14, 16, 17 of 27: left out for everybody" in result.output
    assert "case 14 (with targets between 0 and 1)\n    probability = [0.796824" in result.output
    assert "Every named mistake that was wrong is still wrong." in result.output
    assert [(one.case, one.reason, one.by) for one in read_exempt(report)] == [
        (case, "Not in the lecture.", "anna") for case in (14, 16, 17)
    ]
    assert "Case 16 of loss/bce has a line" in run("exempt", report, "loss/bce", "16", "again").output
    assert run("exempt", report, "loss/bce", "16", "--undo").exit_code == 0
    assert [one.case for one in read_exempt(report)] == [14, 17]


def test_a_table_that_a_spreadsheet_has_saved_is_read_and_a_wrong_one_is_said(tmp_path):
    table = tmp_path / "exempt.csv"
    table.write_bytes("exercise;case;reason\r\nloss/bce;14;für alle\r\n".encode("cp1252"))
    assert read_exempt(tmp_path) == [Exemption("loss/bce", 14, "für alle")]
    table.write_text("exercise,case,reason\nloss/bce,first,x\n", "utf-8")
    with pytest.raises(GradingError, match='line 2: case is "first"'):
        read_exempt(tmp_path)
    table.write_text("exercise,reason\nloss/bce,x\n", "utf-8")
    with pytest.raises(GradingError, match='no column "case"'):
        read_exempt(tmp_path)
    with pytest.raises(GradingError, match='there is no exercise "loss/bec"'):
        check_exempt([Exemption("loss/bec", 1, "x")])


# -------------------------------------------------------------------------------------------------- what is asked


def test_numbers_stay_those_of_the_whole_list():
    exercise = exercise_by_id("loss/bce")
    every = cases_of(exercise, 0)
    with_exempt(Extras(), [Exemption("loss/bce", 2, "x"), Exemption("loss/mse", 3, "x")]).load()
    cases, expected = asked(exercise, 0)
    numbers = numbers_asked(exercise, 0)
    assert numbers == [1, *range(3, 28)]
    assert [case.code() for case in cases] == [every[number - 1].code() for number in numbers]
    assert len(expected) == len(cases)
    Extras().load()
    assert numbers_asked(exercise, 0) == list(range(1, 28))


def test_a_run_keeps_what_was_left_out_and_one_of_before_has_nothing():
    extras = replace(Extras((("a.py", "x = 1"),)), exempt=(("loss/bce", 2),))
    assert Extras.from_run({"extras": extras.as_json()}) == extras
    assert "exempt" not in Extras().as_json()
    assert Extras.from_run({"extras": Extras().as_json()}) == Extras.from_run({}) == Extras()


@pytest.mark.parametrize(
    ("numbers", "exempt", "says", "told"),
    [
        ([7], [("loss/bce", 7)], "case 7 exempted", "no longer counts, for nobody"),
        ([2, 7], [("loss/bce", 7), ("loss/bce", 2)], "cases 2, 7 exempted", "no longer counts, for nobody"),
        ([2, 7], [("loss/bce", 7)], "case 7 exempted", "no longer counts, for nobody"),
        ([7], [], "case 7 counts again", "counts again, for everybody"),
        ([2, 7], [], "cases 2, 7 count again", "counts again, for everybody"),
    ],
)
def test_the_reason_names_the_cases(numbers, exempt, says, told):
    assert _said_of_cases("loss/bce", numbers, exempt) == says
    assert told in as_read([says])
    assert EXEMPTED != AGAIN


def test_numbers_as_people_write_them():
    assert numbers_in("3, 1,5-6") == [1, 3, 5, 6]
