"""A class: the sample class's marks, tables, a run that goes on, a second try, canaries, regrades of a part."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.sample_class import sample_class, write_class
from tinygrad_lite.cli import main
from tinygrad_lite.course.run import HUNG
from tinygrad_lite.grading import canaries as canary
from tinygrad_lite.grading import classroom, publish, steady, work
from tinygrad_lite.grading.classroom import Wish
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.pseudonyms import Pseudonyms
from tinygrad_lite.grading.record import GRADED, NEEDS_A_PERSON, NOT_HANDED_IN, Mark, Record
from tinygrad_lite.grading.sandbox import Limits, NoSandbox, best_tier
from tinygrad_lite.grading.tables import read_table

MSE = '@exercise("loss/mse")\ndef mse(predicted, target):\n    '
ANSWERS = {
    "anna": MSE + "return np.mean((predicted - target) ** 2)",
    "ben": MSE + "return np.sum((predicted - target) ** 2)",
    "carla": MSE + "...",
    "dora": MSE + "return np.abs(predicted - target).mean()",
}
ENDLESS = MSE + "while True:\n        pass"


def sandboxed():
    try:
        best_tier()
    except NoSandbox:
        return False
    return True


pytestmark = pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")


@pytest.fixture
def handed_in(tmp_path):
    """A class of four with one exercise each, and a folder with nothing in it."""
    for name, cell in ANSWERS.items():
        folder = tmp_path / "submitted" / name
        folder.mkdir(parents=True)
        (folder / "02_loss.ipynb").write_bytes(canary.notebook("02_loss", [cell]))
    (tmp_path / "submitted" / "erik").mkdir()
    return tmp_path / "submitted"


@pytest.fixture
def wish(handed_in, tmp_path):
    # seed 0 is the lesson's own: its right answers are known without PyTorch, which takes seconds to import
    return Wish(handed_in, tmp_path / "report", seed=0, jobs=2)


@pytest.fixture
def quick(monkeypatch):
    """Without the canaries, which have tests of their own."""
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])


def grade(*arguments):
    """Grade, as the command does; nothing is written about it."""
    outcome = classroom.grade(*arguments)
    outcome.run.save(written=True)
    return outcome


@pytest.fixture
def here(monkeypatch):
    """Grading in this process: others take a second to begin. Students' programs run in processes of their own."""
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))


def marks(outcome, exercise="loss/mse"):
    found = {}
    for record in outcome.records:
        mark = next((mark for mark in record.marks if mark.id == exercise), None)
        found[record.student] = (mark.status, mark.name, mark.auto) if mark else record.state
    return found


EXPECTED = {
    "anna": ("right", "", 2.0),
    "ben": ("wrong", "sums instead of averaging", 0.0),
    "carla": ("not-started", "", 0.0),
    "dora": ("wrong", "takes absolute errors", 0.0),
    "erik": NOT_HANDED_IN,
}


def test_a_class_is_marked_and_kept(wish, quick):
    outcome = grade(wish)
    assert marks(outcome) == EXPECTED
    assert (outcome.graded, outcome.kept) == (4, 0)
    again = grade(wish)  # everything anew, as a run of its own
    assert again.run.number == 2
    assert marks(again) == EXPECTED


@pytest.mark.slow
def test_what_runs_out_of_time_is_tried_once_more_alone(wish, quick, here, handed_in):
    from dataclasses import replace

    for student in ("ben", "carla"):
        shutil.rmtree(handed_in / student)
    (handed_in / "dora" / "02_loss.ipynb").write_bytes(canary.notebook("02_loss", [ENDLESS]))
    outcome = grade(replace(wish, limits=classroom.Limits(cpu_seconds=1, wall_seconds=60)))
    others = {name: EXPECTED[name] for name in ("anna", "erik")}
    assert marks(outcome) == others | {"dora": ("error", "did not finish", 0.0)}
    dora = next(record for record in outcome.records if record.student == "dora")
    assert "twice" in next(mark.why for mark in dora.marks if mark.id == "loss/mse")


@pytest.mark.slow
def test_a_run_that_was_stopped_goes_on(wish, quick, here):
    class Stop(Exception):
        pass

    def stop(done, total, record):
        if done == 2:
            raise Stop

    with pytest.raises(Stop):
        grade(wish, stop)
    outcome = grade(wish)
    assert outcome.run.number == 1
    assert outcome.kept >= 2
    assert outcome.kept + outcome.graded == 4
    assert marks(outcome) == EXPECTED


@pytest.mark.slow
def test_one_student_again_and_one_exercise_again(wish, quick, here, handed_in):
    from dataclasses import replace

    grade(wish)
    (handed_in / "carla" / "02_loss.ipynb").write_bytes(canary.notebook("02_loss", [ANSWERS["anna"]]))
    (handed_in / "ben" / "02_loss.ipynb").write_bytes(canary.notebook("02_loss", [ANSWERS["anna"]]))
    outcome = grade(replace(wish, students=("anna",)))
    assert marks(outcome)["anna"] == EXPECTED["anna"]
    assert marks(outcome)["dora"] == EXPECTED["dora"]  # kept
    assert outcome.kept == 1  # the two whose file is another one are graded, too
    with pytest.raises(GradingError, match='no student "nobody" in these notebooks; there are: anna'):
        grade(replace(wish, students=("nobody",)))
    with pytest.raises(GradingError, match='no exercise "loss/mes"'):
        grade(replace(wish, only=("loss/mes",)))


@pytest.mark.slow
def test_one_exercise_again_never_mixes_two_seeds(wish, quick, here, handed_in):
    from dataclasses import replace

    for student in ("ben", "carla", "dora"):
        shutil.rmtree(handed_in / student)
    first = grade(wish)
    with pytest.raises(GradingError, match=r"they were made with seed 0\. Leave --seed out"):
        grade(replace(wish, only=("mse",), seed=7))
    assert len(KeptRuns(wish.report).all()) == 1
    again = grade(replace(wish, only=("mse",), seed=None))
    assert [record.seed for record in again.records if record.marks] == [0]
    assert {mark.id: mark.run for record in again.records for mark in record.marks} == {
        mark.id: 2 if mark.id == "loss/mse" else 1 for record in first.records for mark in record.marks
    }
    assert {"torch", "points", "timing", "regrade", "specs", "grader"} <= again.run.info.keys()
    assert again.run.info["worth"]["02_loss"]["loss/mse"] == 2
    (handed_in / "anna" / "02_loss.ipynb").write_bytes(canary.notebook("02_loss", [ANSWERS["ben"]]))
    other = grade(replace(wish, only=("mse",), seed=7))  # nothing is kept of another file
    assert [record.seed for record in other.records if record.marks] == [7]


@pytest.mark.slow
def test_the_same_file_gets_the_same_seed_and_a_new_one_a_new_seed(wish, quick, here, handed_in):
    from dataclasses import replace

    for student in ("carla", "dora"):
        shutil.rmtree(handed_in / student)
    first = grade(replace(wish, seed=None))
    seeds = {record.student: record.seed for record in first.records if record.marks}
    (handed_in / "anna" / "02_loss.ipynb").write_bytes(canary.notebook("02_loss", [ANSWERS["anna"], "x = 1"]))
    second = {record.student: record.seed for record in grade(replace(wish, seed=None)).records if record.marks}
    assert {name: second[name] == seeds[name] for name in seeds} == {"anna": False, "ben": True}


def test_no_marks_where_a_canary_comes_out_wrong(wish, monkeypatch):
    good = list(canary.canaries("02_loss"))
    wrong = [(canary.SOLVED, good[1][1])]  # the untouched lesson in the solution's place
    monkeypatch.setattr(classroom, "canaries", lambda lesson: wrong)
    with pytest.raises(GradingError, match=r"nobody is marked. the solution, loss/mse: not-started, where right"):
        grade(wish)
    run = KeptRuns(wish.report).last(finished=False)
    assert list(run.records()) == []


@pytest.mark.parametrize("again", [True, False])
def test_a_canary_that_ran_out_of_time_is_tried_once_more_with_twice_as_much(again, wish, monkeypatch):
    tried = []

    def slow(notebook, seed, tier, limits, **more):
        tried.append(limits)
        name = "" if again and len(tried) > 1 else HUNG
        return Record("", lesson="02_loss", marks=(Mark("loss/mse", 2, 0.0, status="error", name=name),))

    monkeypatch.setattr(classroom, "mark", slow)
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [(canary.SOLVED, canary.notebook(lesson, []))])
    monkeypatch.setattr(classroom, "fault", lambda kind, record: record.marks[0].name)
    runs = KeptRuns(wish.report)
    with runs.alone():
        run = runs.begin({"lessons": ["02_loss"], "seed": 0})
        if again:
            assert classroom.test_canaries(run, best_tier(), None) == "right"
        else:
            with pytest.raises(GradingError, match=r"nobody is marked.*Or it was too busy: try again"):
                classroom.test_canaries(run, best_tier(), None)
    assert tried == [Limits(), Limits().twice]
    assert tried[1].wall_seconds == 2 * tried[0].wall_seconds
    assert tried[1].memory == 2 * tried[0].memory


@pytest.mark.slow
@pytest.mark.parametrize("lesson", ["00_start_here", "02_loss", pytest.param("11_scaling_out", marks=pytest.mark.full)])
def test_canaries_come_out_as_they_must(lesson, tree):
    from tinygrad_lite.grading.marking import mark
    from tinygrad_lite.grading.notebook import read_notebook

    for kind, data in canary.canaries(lesson):
        assert canary.fault(kind, mark(read_notebook(data), 3, best_tier(), tree=tree)) == ""


def test_most_exercises_have_a_mistake_that_a_canary_can_make():
    from tinygrad_lite.course.exercises import LESSONS, exercises_of

    found = {lesson: [bool(canary.plain_mistakes(one)) for one in exercises_of(lesson)] for lesson in LESSONS}
    assert all(any(able) for able in found.values())
    assert sum(map(sum, found.values())) > 0.6 * sum(map(len, found.values()))


# ----------------------------------------------------------------------------------------------------- as a command


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The sample class, graded by the command: 60 hand-ins."""
    return graded_by_command(tmp_path_factory.mktemp("class"), sample_class())


@pytest.fixture(scope="module", params=["a part", pytest.param("all of it", marks=pytest.mark.full)])
def graded(request, tmp_path_factory):
    """The sample class, or every fourth hand-in and one of each state, graded by the command; and its students."""
    everybody = sample_class()
    if request.param == "all of it":
        return *request.getfixturevalue("whole"), everybody
    one_of_each = {student.state: student for student in everybody}.values()
    part = [student for place, student in enumerate(everybody) if place % 4 == 2 or student in one_of_each]
    return *graded_by_command(tmp_path_factory.mktemp("part"), part), part


def graded_by_command(top, students):
    write_class(top / "submitted", students)
    result = run_in(top, "grade submitted --out report --seed 0")
    assert (top / "report" / "report.html").exists(), result.output
    return top, result


def run_in(folder, line):
    """Run a command in a folder, as it stands in the guide."""
    with contextlib.chdir(folder):
        return run(*line.split())


GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "GRADING.md").read_text(encoding="utf-8")
WALK, OWN = GUIDE.split("\n## 6. ")[:2]  # the commands of section 6 are run by test_packs.py
COMMANDS = re.findall(r"```console\n\$ tinygrad-lite (.*)\n((?:.*\n)*?)```", WALK)


def lines(text):
    """Without what depends on the machine: the tier, versions."""
    machine = ("run in tier", "in run 1", "Versions: ")
    return [line.rstrip() for line in text.strip().splitlines() if not any(map(line.__contains__, machine))]


@pytest.mark.parametrize(("command", "printed"), COMMANDS[:2], ids=[command for command, _ in COMMANDS[:2]])
def test_the_guide_shows_what_is_printed_before_anything_is_graded(command, printed, tmp_path):
    write_class(tmp_path / "submitted")
    assert lines(run_in(tmp_path, command).output) == lines(printed)


@pytest.mark.slow
def test_the_guide_shows_why_somebody_has_a_mark(tmp_path):
    """Of a class of one: what is printed of a mark is the same in any class."""
    command, printed = next(pair for pair in COMMANDS if "--replay" in pair[0])
    graded_by_command(tmp_path, [student for student in sample_class() if f" {student.name} " in command])
    assert lines(run_in(tmp_path, command).output) == lines(printed)


@pytest.mark.full
@pytest.mark.parametrize(("command", "printed"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_the_guide_shows_what_the_commands_print(command, printed, whole):
    top, result = whole
    again = result if command.startswith("grade submitted --out report --seed") else run_in(top, command)
    assert lines(again.output) == lines(printed)


def test_the_guide_shows_every_command():
    assert [command.split()[0] for command, _ in COMMANDS] == ["release", "grade", "grade", "grade", "report"]


def test_the_sample_class_gets_the_marks_that_are_expected(graded):
    top, result, students = graded
    assert result.exit_code == 2  # something needs a person
    got = {}
    for row in read_table(top / "report" / "grades.csv"):
        got.setdefault(row["student"], {})[row["exercise"]] = row
    for student in students:
        rows = got[student.name]
        if student.state != GRADED:
            assert [row["state"] for row in rows.values()] == [student.state], student.about
            continue
        for task, wanted in student.expected.items():
            row = rows[task]
            assert (row["verdict"], row["state"]) == (wanted.status, wanted.state), (student.name, student.about, task)
            if wanted.diagnosis:
                assert row["diagnosis"].lstrip("'") == wanted.diagnosis.lstrip("'"), (student.name, task)


def test_files_found_are_graded_or_listed(graded):
    top, result, _ = graded
    files = {
        path.relative_to(top / "submitted").as_posix() for path in (top / "submitted").rglob("*") if path.is_file()
    }
    listed = {row["path"] for row in read_table(top / "report" / "who.csv")}
    assert files <= listed
    assert f"Files: {len(listed)} = " in result.output


def test_every_student_has_a_page_without_the_others(graded):
    top, _, students = graded
    names = {student.name for student in students}
    pages = list((top / "report" / "feedback").glob("*.html"))
    assert len(pages) == len({page.name.lower() for page in pages}) >= len(names)
    called = Pseudonyms(top / "report")
    pseudonyms = {called.pseudonym(name) for name in names}
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not [name for name in names if f">{name}<" in text], page.name
        assert {one for one in pseudonyms if one in text} == {page.name.partition("-")[0]}


def test_what_needs_a_person_is_listed(graded):
    top, _, students = graded
    waiting = {row["student"] for row in read_table(top / "report" / "needs.csv")}
    assert {student.name for student in students if student.state == NEEDS_A_PERSON} <= waiting


def test_the_report_is_written_again_and_can_be_projected(graded):
    top, _, students = graded
    page = (top / "report" / "report.html").read_bytes()
    (top / "report" / "report.html").unlink()
    result = run("report", top / "report")
    assert result.output.strip() == str(top / "report" / "report.html")
    assert (top / "report" / "report.html").read_bytes() == page
    assert run("report", top / "report", "--lecture").output.strip().endswith("lecture.html")
    lecture = (top / "report" / "lecture.html").read_text(encoding="utf-8")
    assert not [student.name for student in students if f">{student.name}<" in lecture]


def test_one_answer_is_shown_again(graded):
    top, _, students = graded
    wrong = next(
        (student.name, task)
        for student in students
        for task, wanted in student.expected.items()
        if wanted.diagnosis == "sums instead of averaging"
    )
    result = run("grade", top / "submitted", "--out", top / "report", "--replay", *wrong)
    assert result.exit_code == 0, result.output
    assert "It came out as in that run." in result.output
    assert result.output.count("wrong (sums instead of averaging)") >= 5
    nobody = run("grade", top / "submitted", "--out", top / "report", "--replay", "nobody", "loss/mse")
    assert nobody.exit_code == 2
    assert 'no student "nobody"' in nobody.output


def test_the_list_runs_nothing(handed_in, tmp_path, monkeypatch):
    monkeypatch.setattr(work, "mark", None)
    result = run("grade", handed_in, "--out", tmp_path / "report", "--list")
    assert result.exit_code == 0
    assert "4 notebooks of lesson 02_loss" in result.output
    assert "5 files = 4 to be graded + 1 listed." in result.output
    assert len(read_table(tmp_path / "report" / "who.csv")) == 5


def test_two_lessons_of_one_class_are_reported_together(graded, tmp_path):
    top = graded[0]
    other = tmp_path / "other"
    shutil.copytree(top / "report", other)
    result = run("report", top / "report", other, "--lecture")
    assert result.output.split() == [str(top / "report" / "lecture.html"), str(other / "lecture.html")]
    empty = tmp_path / "empty"
    empty.mkdir()
    result = run("report", top / "report", empty)
    assert result.exit_code == 1
    assert f"In {empty} nothing was graded yet" in result.output


@pytest.mark.slow
def test_a_sample_is_judged_with_other_seeds(wish, quick, here, monkeypatch):
    monkeypatch.setattr(steady, "ONE_IN", 2)
    outcome = grade(wish)
    found = outcome.run.info["steady"]
    assert found["answers"] >= 1
    assert found["differing"] == ()
    assert publish.about(outcome.run.info).compared == found["answers"]


def test_points_of_an_exercise_that_is_not_there_are_told(wish):
    from dataclasses import replace

    with pytest.raises(GradingError, match=r'there is no exercise "loss/mes"\. Did you mean "loss/mse"'):
        grade(replace(wish, points={"loss/mes": 2.0, "loss/mae": 3.0}))


def test_two_at_once_are_told(handed_in, tmp_path):
    with KeptRuns(tmp_path / "report").alone():
        result = run("grade", handed_in, "--out", tmp_path / "report")
    assert result.exit_code == 1
    assert "is being graded into already" in result.output


def test_a_full_disk_is_said(handed_in, tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device", str(tmp_path / "report" / "runs"))

    monkeypatch.setattr(KeptRuns, "begin", full)
    result = run("grade", handed_in, "--out", tmp_path / "report")
    assert result.exit_code == 1
    assert "The disk is full" in result.output
    assert "the same command again" in result.output


@pytest.mark.parametrize("at", ["write_who", "write_table", "write_feedback", "write_reports"])
def test_stopped_while_it_writes_it_goes_on_and_grades_nothing_again(at, wish, quick, here, monkeypatch):
    def full(*arguments, **more):
        raise OSError(28, "No space left on device", str(wish.report))

    with monkeypatch.context() as now:
        now.setattr(publish, at, full)
        assert run("grade", wish.source, "--out", wish.report, "--seed", 0).exit_code == 1
    monkeypatch.setattr(classroom, "grade_one", lambda task: pytest.fail("graded again"))
    assert run("grade", wish.source, "--out", wish.report).exit_code == 0
    assert [one.done for one in KeptRuns(wish.report).all()] == [True]
    rows = read_table(wish.report / "grades.csv")
    points = {row["student"]: row["points"] for row in rows if row["exercise"] == "loss/mse"}
    assert points == {"anna": "2", "ben": "0", "carla": "0", "dora": "0"}
    assert len(list((wish.report / "feedback").glob("*.html"))) == 5


# ------------------------------------------------------------------------------------------------------------ killed
KILLS = [pytest.param(n, marks=() if n == 1 else pytest.mark.full) for n in range(50)]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
@pytest.mark.parametrize("number", KILLS)
def test_killed_at_any_instant_it_ends_with_the_same_marks(number, tmp_path):
    submitted, report = tmp_path / "submitted", tmp_path / "report"
    for n in range(6):
        answer = list(ANSWERS.values())[n % 3]
        (submitted / f"student{n}").mkdir(parents=True)
        (submitted / f"student{n}" / "02_loss.ipynb").write_bytes(canary.notebook("02_loss", [answer, f"# {n}"]))
    command = [
        sys.executable,
        "-c",
        "from tinygrad_lite.cli import main; main()",
        "grade",
        str(submitted),
        "--out",
        str(report),
        "--seed",
        "3",
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, env=dict(os.environ)
    )
    marks_folder, end = report / "runs" / "0001" / "marks", time.monotonic() + 120
    wanted = number % 6  # this many are there when it is killed, and a moment later
    while len(list(marks_folder.glob("*.json"))) < wanted and time.monotonic() < end and process.poll() is None:
        time.sleep(0.01)
    time.sleep(0.013 * number)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = {file.name: file.read_bytes() for file in marks_folder.glob("*.json")}
    was_done = [one.done for one in KeptRuns(report).all()]
    result = run("grade", submitted, "--out", report)
    assert result.exit_code == 0, result.output
    runs = KeptRuns(report).all()
    assert len(runs) == (2 if was_done == [True] else 1)
    after = {file.name: file.read_bytes() for file in runs[0].folder.glob("marks/*.json")}
    assert len(after) == 6
    assert before.items() <= after.items()  # it went on: nothing was graded twice
    points = {
        row["student"]: row["points"] for row in read_table(report / "grades.csv") if row["exercise"] == "loss/mse"
    }
    assert points == {f"student{n}": "2" if n % 3 == 0 else "0" for n in range(6)}
    assert not list(report.rglob("*.part"))


@pytest.mark.slow
def test_a_zip_gives_the_same_marks_as_its_folder(wish, quick, here, tmp_path):
    from dataclasses import replace

    packed = Path(shutil.make_archive(str(tmp_path / "class"), "zip", wish.source))
    outcome = grade(replace(wish, source=packed, report=tmp_path / "other"))
    assert marks(outcome) == {name: mark for name, mark in EXPECTED.items() if name != "erik"}  # whose folder is empty
    assert json.loads((outcome.run.folder / "run.json").read_text("utf-8"))["source"] == str(packed.resolve())


@pytest.mark.parametrize(("may_use", "there", "started"), [({0, 3}, 64, 3), (None, 4, 5), (None, None, 2)])
def test_as_many_processes_as_may_be_used(monkeypatch, may_use, there, started):
    """In a container, or under `taskset`, fewer than the machine has; macOS and Windows do not say."""
    monkeypatch.setattr(os, "cpu_count", lambda: there)
    if may_use is None:
        monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    else:
        monkeypatch.setattr(os, "sched_getaffinity", lambda process: may_use, raising=False)
    assert classroom.usual_jobs() == started
