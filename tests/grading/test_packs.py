"""Exercises of an instructor's own, and mistakes that she names: released, graded, and kept from students."""

import contextlib
import json
import re
import shlex
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbclient import NotebookClient

from tests.grading.hand_in import LESSON
from tests.grading.named import page_of
from tests.grading.test_classroom import OWN, lines, sandboxed
from tinygrad_lite.cli import main
from tinygrad_lite.course import added
from tinygrad_lite.course.exercise import MORE_MISTAKES
from tinygrad_lite.course.exercises import LESSONS, exercises_of, title_of
from tinygrad_lite.grading import canaries as canary
from tinygrad_lite.grading import classroom
from tinygrad_lite.grading import extras as loading
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.extras import Extras, read_extras
from tinygrad_lite.grading.packs import check_extras
from tinygrad_lite.grading.settings import read_settings
from tinygrad_lite.grading.tables import read_table

PACK = (Path(__file__).parent / "pack" / "my_exam.py").read_text("utf-8")


@pytest.fixture(autouse=True)
def nothing_added():
    yield
    Extras().load()


def run(folder, *arguments, typed=None):
    with contextlib.chdir(folder):
        return CliRunner().invoke(main, [str(one) for one in arguments], input=typed, catch_exceptions=False)


def cell(kind, source, cell_id):
    found = {"cell_type": kind, "id": cell_id, "metadata": {}, "source": source}
    return found | ({"outputs": [], "execution_count": None} if kind == "code" else {})


FIRST = (
    'import numpy as np\nfrom tinygrad_lite.course import answer, begin, exercise\n\nbegin("exam_february", '
    'pack="my_exam.py")'
)
RIGHT = '@exercise("exam/clipped")\ndef clipped(values, limit):\n    return np.clip(values, -limit, limit)  # secret'


@pytest.fixture
def folder(tmp_path):
    """An instructor's folder."""
    return write_pack(tmp_path)


def write_pack(place):
    """A pack, and a notebook with its solutions as its author wrote it in JupyterLab."""
    (place / "my_exam.py").write_text(PACK, "utf-8")
    cells = [
        cell("markdown", "# Exam\nGood luck.", "9a1"),
        cell("code", FIRST, "9a2"),
        cell("code", 'answer("exam/epochs", "a")', "9a3"),
        cell("code", RIGHT, "9a4"),
        cell("code", "progress = None", "9a5"),
    ]
    whole = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (place / "solved.ipynb").write_text(json.dumps(whole), "utf-8")
    return place


def release(folder, *more):
    done = run(folder, "release", "solved.ipynb", "--exercises", "my_exam.py", "--out", "students", *more)
    assert done.exit_code == 0, done.output
    return nbformat.read(folder / "students" / "exam_february.ipynb", as_version=4)


def text_of(notebook):
    return "\n".join(one["source"] for one in notebook["cells"])


# ------------------------------------------------------------------------------------------------------------ release


def test_an_exam_has_no_hints_and_no_solution(folder):
    notebook = release(folder, "--exam")
    text = text_of(notebook)
    assert "secret" not in text
    assert "np.clip" not in text
    assert "largest value" not in text
    assert "my_exam" not in text
    assert "The values, each limited to the range" in text
    assert "how many steps has an epoch" in text
    assert '"exam/epochs",\n    "exam/clipped",\n' in text


def test_homework_has_its_hints_folded(folder):
    text = text_of(release(folder))
    assert "<summary>Hint 1</summary>\n\nWhat is the largest value" in text
    assert "secret" not in text
    assert "np.minimum" not in text


def executed(notebook, folder):
    """What each cell of the notebook shows, run as students run it, where there is no pack."""
    place = folder / "at_home"
    place.mkdir(exist_ok=True)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(place)}}).execute()
    shown = {}
    for one in notebook["cells"]:
        outputs = [output for output in one.get("outputs", []) if output["output_type"] == "display_data"]
        shown[one["id"]] = "\n".join(output["data"]["text/plain"] for output in outputs)
    return shown


def test_in_a_students_kernel_an_exam_only_says_received(folder):
    notebook = release(folder, "--exam")
    cells = {one["id"]: one for one in notebook["cells"]}
    cells["exam-clipped"]["source"] = '@exercise("exam/clipped")\ndef clipped(values, limit):\n    return values'
    cells["exam-epochs"]["source"] = 'answer("exam/epochs", "b")'
    for name in ("progress()", 'hint("exam/clipped")', 'solution("exam/clipped", show=True)', 'check("clipped")'):
        source = f"from tinygrad_lite.course import *\n{name}"
        notebook["cells"].append(nbformat.v4.new_code_cell(source, id=re.sub(r"\W", "", name)))
    notebook["cells"].append(nbformat.v4.new_code_cell('@exercise("exam/clip")\ndef f(x):\n    ...', id="misspelt"))
    notebook["cells"].append(nbformat.v4.new_code_cell("clipped(3, 1)", id="own"))
    shown = executed(notebook, folder)
    assert "exam_february · 2 tasks" in shown["9a2"]
    assert shown["exam-clipped"].startswith("▸ exam/clipped · received\n")
    assert shown["exam-epochs"].startswith("▸ exam/epochs · received\n")
    assert "2 of 2 received" in shown["progress"]
    assert "has no hints" in shown["hintexamclipped"]
    assert "your instructor's own" in shown["solutionexamclippedshowTrue"]
    assert "Did you mean exam/clipped" in shown["misspelt"]
    own = next(one for one in notebook["cells"] if one["id"] == "own")
    assert own["outputs"][0]["data"]["text/plain"] == "3"  # her own, not a borrowed one
    assert "right" not in " ".join(shown.values()).replace("whether it is right", "")


@pytest.mark.full
def test_the_untouched_exam_is_not_started(folder):
    shown = executed(release(folder, "--exam"), folder)
    assert shown["exam-clipped"] == "○ exam/clipped · not started"
    assert shown["exam-epochs"] == "○ exam/epochs · not started"


@pytest.mark.full
def test_with_the_pack_an_instructor_tries_her_notebook(folder):
    notebook = nbformat.read(folder / "solved.ipynb", as_version=4)
    (folder / "at_home").mkdir()
    (folder / "at_home" / "my_exam.py").write_text(PACK, "utf-8")
    shown = executed(notebook, folder)
    assert shown["9a4"].startswith("✓ exam/clipped · right")


def test_the_courses_own_lessons_are_no_exam(tmp_path):
    done = run(tmp_path, "release", LESSON, "--exam", "--out", "students")
    assert done.exit_code == 1
    assert "no exam" in done.output


# -------------------------------------------------------------------------------------------------------- what is told

FAULTS = {
    "line 3: SyntaxError": PACK.replace("import numpy as np", "import numpy as"),
    'write LESSON = "exam_february"': PACK.replace("LESSON, TITLE =", "_, TITLE ="),
    'there is a lesson "02_loss" already': PACK.replace('"exam_february"', '"02_loss"'),
    "begins as the exercises of 02_loss do": PACK.replace("exam/clipped", "loss/clipped"),
    "there is another exam/clipped": PACK.replace("exam/epochs", "exam/clipped"),
    "exam/clipped has no solution": PACK.replace("def solution", "def answer_of_mine"),
    "exam/clipped has no reference": PACK.replace("def reference", "def another"),
    "write EXERCISES": PACK.replace("EXERCISES =", "ALL ="),
    "its own solution comes out “wrong”": PACK.replace("np.maximum(np.minimum(values, limit), -limit)", "values"),
    "its cases or reference fail": PACK.replace("np.sign(values)", "np.sing(values)"),
    "tell the mistake “limits above only” from “scales": PACK.replace(
        "values * min(1.0, limit / np.abs(values).max())", "values.clip(max=limit)"
    ),
    "its cases hold what students' processes do not have: Clipped.Mine of": PACK.replace(
        "np.array([3.0, -2.0, 0.5])", "np.array([3.0, -2.0, 0.5]).view(type(self).Mine)"
    ).replace("    def cases(", "    class Mine(np.ndarray):\n        pass\n\n    def cases(", 1),
    "from the right answers": PACK.replace("return np.minimum(values, limit)", "return values.clip(-limit, limit)"),
}


def checked(extras, lesson):
    extras.load()
    check_extras([lesson])


@pytest.mark.parametrize("said", FAULTS)
def test_what_is_wrong_with_a_pack_is_told_before_anything_is_graded(said):
    extras = Extras(exercises=(("my_exam.py", FAULTS[said]),))
    with pytest.raises(GradingError, match=re.escape(said)):
        checked(extras, "exam_february")


def test_what_is_added_is_forgotten_again():
    before = dict(LESSONS)
    Extras(exercises=(("my_exam.py", PACK),)).load()
    assert title_of("exam_february") == "Exam, February"
    assert [one.name for one in exercises_of("exam_february")] == ["clipped"]
    Extras().load()
    assert before == LESSONS
    assert loading._loaded == Extras()


def test_files_of_grading_toml(tmp_path):
    (tmp_path / "my_exam.py").write_text(PACK, "utf-8")
    settings = tmp_path / "grading.toml"
    settings.write_text('[files]\nexercises = "my_exam.py"\n', "utf-8")
    assert read_extras((), (), read_settings(settings)) == Extras(exercises=(("my_exam.py", PACK),))
    settings.write_text('[files]\nexercise = "my_exam.py"\n', "utf-8")
    with pytest.raises(GradingError, match=r'line 2: \[files\] knows no "exercise"\. Did you mean "exercises"\?'):
        read_extras((), (), read_settings(settings))


def test_the_canaries_have_all_mistakes_of_a_pack():
    Extras(exercises=(("my_exam.py", PACK),)).load()
    kinds = {kind: data.decode() for kind, data in canary.canaries("exam_february")}
    assert list(kinds) == ["the solution", "the untouched lesson", "named mistakes", "named mistakes, 2"]
    assert "np.minimum(values, limit)\\n" in kinds["named mistakes"]
    assert "np.abs(values).max()" in kinds["named mistakes, 2"]
    (one,) = exercises_of("exam_february")
    assert canary.wanted_of("named mistakes, 2", one) == ("wrong", "scales the largest to the limit")


# ------------------------------------------------------------------------------------------------------------ grading

needs_sandbox = pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")
SECTION = OWN.split("\n## ")[0]
COMMANDS = re.findall(r"```console\n\$ tinygrad-lite (.*)\n((?:.*\n)*?)```", SECTION)
MSE = '@exercise("loss/mse")\ndef mse(predicted, target):\n    '
CLASS = {
    "anna": MSE + "return np.mean((predicted - target) ** 2)",
    "berta": MSE + "berta = np.abs(predicted - target)  # berta\n    return np.mean(np.sqrt(berta))",
    "carl": '@exercise("loss/mse")\ndef mse(p, t):\n    return np.mean(abs(p - t) ** 0.5)',
    "dora": MSE + "return np.sum((predicted - target) ** 2)",
    "erik": MSE + "return helper(predicted - target)\n\ndef helper(x):\n    return np.mean(np.sqrt(np.abs(x)))",
}
CLIP = '@exercise("exam/clipped")\ndef clipped(values, limit):\n    '
EXAMS = {
    "anna": [CLIP + "return np.clip(values, -limit, limit)", 'answer("exam/epochs", "a")'],
    "berta": [CLIP + "return np.minimum(limit, values)", 'answer("exam/epochs", "b")'],
    "carl": [CLIP + "...", 'answer("exam/epochs", ...)'],
}


def hand_in(place, lesson, students):
    for name, cells in students.items():
        (place / name).mkdir(parents=True)
        (place / name / f"{lesson}.ipynb").write_bytes(canary.notebook(lesson, cells))


@pytest.fixture(scope="module")
def guided(tmp_path_factory):
    """A folder in which the commands of the guide were run, one after the other; and what each printed."""
    top = tmp_path_factory.mktemp("own")
    hand_in(top / "submitted", LESSON, {name: [source] for name, source in CLASS.items()})
    hand_in(top / "exams", "exam_february", EXAMS)
    write_pack(top)
    with pytest.MonkeyPatch.context() as patch:  # those of the course's lessons have tests of their own
        patch.setattr(classroom, "canaries", lambda lesson: canary.canaries(lesson) if "exam" in lesson else [])
        patch.setattr(classroom.os, "cpu_count", lambda: 1)  # each process imports everything
        assert run(top, "grade", "submitted", "--out", "report", "--seed", "0").exit_code == 0
        printed = [run(top, *shlex.split(command)).output for command, _ in COMMANDS]
    Extras().load()
    return top, printed


def marks(report, exercise):
    rows = [row for row in read_table(report / "grades.csv") if row["exercise"] == exercise]
    return {row["student"]: (row["verdict"], row["diagnosis"]) for row in rows}


@pytest.mark.slow
@needs_sandbox
def test_the_guide_shows_what_the_commands_print(guided):
    _, printed = guided
    assert [command.split()[0] for command, _ in COMMANDS] == ["mistake", "grade", "release", "grade"]
    for (command, wanted), came in zip(COMMANDS, printed, strict=True):
        assert lines(came) == lines(wanted), command


def test_the_guide_shows_the_pack():
    assert f"```python\n{PACK}```" in SECTION


@pytest.mark.slow
@needs_sandbox
def test_all_who_answered_so_are_told_and_nobody_is_named(guided):
    top, _ = guided
    named = ("wrong", "roots added")
    wanted = {"anna": ("right", ""), "dora": ("wrong", "sums instead of averaging")}
    assert marks(top / "report", "loss/mse") == wanted | dict.fromkeys(("berta", "carl", "erik"), named)
    page = page_of(top / "report", "carl").read_text("utf-8")
    assert "You took the roots of the absolute errors." in page
    assert "Which power does the name say?" in page
    text = (top / "my_mistakes.py").read_text("utf-8")
    assert "berta" not in text
    assert 'exercise="loss/mse"' in text
    assert "You took the roots" in (top / "report" / "report.html").read_text("utf-8")
    again = run(top, "grade", "submitted", "--out", "report", "--replay", "carl", "mse")
    assert "wrong (roots added)" in again.output
    assert run(top, "report", "report").exit_code == 0


@pytest.mark.slow
@needs_sandbox
def test_an_exam_is_marked(guided):
    top, _ = guided
    wanted = {"anna": ("right", ""), "berta": ("wrong", "limits above only"), "carl": ("not-started", "")}
    assert marks(top / "exam_report", "exam/clipped") == wanted
    assert marks(top / "exam_report", "exam/epochs")["berta"][0] == "wrong"
    pages = [page.read_text("utf-8") for page in (top / "exam_report" / "feedback").glob("*.html")]
    assert len(pages) == 3
    assert all("Exam, February" in page and "np.maximum" not in page for page in pages)


WORDS = ("--name", "of mine", "--what", "You did this.", "--hint", "", "--yes")
REFUSED = {
    "only a wrong one can be named": ("report", "anna", "loss/mse", *WORDS),
    "has a name already: “sums instead of averaging”": ("report", "dora", "loss/mse", *WORDS),
    "has a name already: “roots added”": ("report", "carl", "loss/mse", *WORDS),
    'no student "nobody"': ("report", "nobody", "loss/mse", *WORDS),
    "there is no cluster 3": ("report", "loss/mse", "--cluster", "3", *WORDS),
    "no exercise \"loss/nse\"": ("loss/nse", "--program", "wrong.py", *WORDS),
    "This mistake has a name already: “takes absolute errors”": ("loss/mse", "--program", "wrong.py", *WORDS),
    "not judged wrong with seed 0, but: right": ("loss/mse", "--program", "right.py", *WORDS),
    "It uses `helper`, which is not in it": ("loss/mse", "--program", "foreign.py", *WORDS),
    "Fewer than 3 cases tell it from the right answers": ("loss/mse", "--program", "near.py", *WORDS),
    "has a mistake “sums instead of averaging” already": (
        "loss/mse", "--program", "new.py", "--name", "sums instead of averaging", *WORDS[2:],
    ),
    "a full stop at its end": ("loss/mse", "--program", "new.py", "--name", "x", "--what", "no stop", *WORDS[4:]),
}  # fmt: skip
PROGRAMS = {
    "wrong.py": "return np.abs(predicted - target).mean()",
    "right.py": "return np.mean((predicted - target) ** 2)",
    "foreign.py": "return helper(predicted, target)",
    "near.py": "return np.mean((predicted - target) ** 2) + (predicted.size == 1)",
    "new.py": "return np.mean((predicted - target) ** 6)",
}


@pytest.mark.slow
@needs_sandbox
@pytest.mark.parametrize("said", REFUSED)
def test_what_cannot_be_named(said, guided):
    top, _ = guided
    for name, body in PROGRAMS.items():
        (top / name).write_text(f"import numpy as np\n\n\ndef mse(predicted, target):\n    {body}\n", "utf-8")
    before = (top / "my_mistakes.py").read_bytes()
    done = run(top, "mistake", "add", *REFUSED[said])
    wrong_use = said.startswith(("no ", "there is no ", "a full stop"))
    assert (done.exit_code, said in done.output) == (2 if wrong_use else 1, True), done.output
    assert (top / "my_mistakes.py").read_bytes() == before


@pytest.mark.slow
@needs_sandbox
def test_what_is_not_given_is_asked_and_no_means_no(guided):
    top, _ = guided
    (top / "new.py").write_text("def mse(predicted, target):\n    return ((predicted - target) ** 6).mean()\n", "utf-8")
    call = ("mistake", "add", "loss/mse", "--program", "new.py", "--into", "other.py")
    refused = run(top, *call, typed="sixth power\nYou took the sixth power.\n\nn\n")
    assert "Nothing was written." in refused.output
    assert not (top / "other.py").exists()
    done = run(top, *call, typed="sixth power\nYou took the sixth power.\n\ny\n")
    assert done.exit_code == 0, done.output
    assert "return ((predicted - target) ** 6).mean()" in done.output  # it is shown before it is asked
    added.add_mistakes("other.py", (top / "other.py").read_text("utf-8"))
    assert [(one.name, one.text) for one in MORE_MISTAKES["loss/mse"]] == [("sixth power", "You took the sixth power.")]


def test_a_file_of_mistakes_that_does_not_fit_is_told():
    text = "from tinygrad_lite.course.exercise import mistake\n"
    text += '@mistake("a", "B.", exercise="{}")\ndef f(p, t):\n    {}\n'
    for exercise, body, said in (
        ("loss/nse", "return 0", 'no exercise "loss/nse"'),
        ("loss/mse", "return ((p - t) ** 2).mean()", "from the right answers"),
        ("loss/mse", "return ((p - t) ** 2).sum()", "from “sums instead of averaging”"),
    ):
        extras = Extras(mistakes=(("my_mistakes.py", text.format(exercise, body)),))
        with pytest.raises(GradingError, match=re.escape(said)):
            checked(extras, LESSON)


# -------------------------------------------------------------------------------------------------- the next time


@pytest.fixture
def once(tmp_path, monkeypatch):
    """An instructor's folder, in which the exam was graded with her pack, and the lesson with her mistakes."""
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))
    write_pack(tmp_path)
    (tmp_path / "my_mistakes.py").write_text(MISTAKES, "utf-8")
    hand_in(tmp_path / "exams", "exam_february", {"anna": EXAMS["anna"]})
    hand_in(tmp_path / "submitted", LESSON, {"berta": [CLASS["berta"]]})
    run(tmp_path, "grade", "exams", "--exercises", "my_exam.py", "--out", "exam")
    run(tmp_path, "grade", "submitted", "--mistakes", "my_mistakes.py", "--out", "report")
    return tmp_path


MISTAKES = """
import numpy as np
from tinygrad_lite.course.exercise import mistake


@mistake("roots added", "You took the roots of the absolute errors.", exercise="loss/mse")
def roots(predicted, target):
    return np.mean(np.sqrt(np.abs(predicted - target)))
"""


@pytest.mark.slow
@needs_sandbox
def test_a_regrade_has_the_exercises_and_mistakes_of_the_run_before(once):
    before = [marks(once / "exam", "exam/clipped"), marks(once / "report", "loss/mse")]
    assert before == [{"anna": ("right", "")}, {"berta": ("wrong", "roots added")}]
    said = run(once, "grade", "exams", "--out", "exam", "--student", "anna").output
    assert "Your exercises: my_exam.py, as in the last run." in said
    said = run(once, "grade", "submitted", "--out", "report", "--student", "berta").output
    assert "Your mistakes: my_mistakes.py, as in the last run." in said
    assert [marks(once / "exam", "exam/clipped"), marks(once / "report", "loss/mse")] == before
    assert not (once / "report" / "changes.csv").exists()


@pytest.mark.slow
@needs_sandbox
def test_a_regrade_says_that_a_file_of_the_run_before_says_something_else_now(once):
    with (once / "my_mistakes.py").open("a", encoding="utf-8") as file:
        file.write("\n# looked through\n")
    changed = "Your mistakes: my_mistakes.py, the file of the last run; what it says has changed since."
    assert changed in run(once, "grade", "submitted", "--out", "report").output
    assert (
        "Your mistakes: my_mistakes.py, as in the last run."
        in run(once, "grade", "submitted", "--out", "report").output
    )
    (once / "grading.toml").write_text('[files]\nmistakes = "my_mistakes.py"\n', "utf-8")
    run(once, "grade", "submitted", "--out", "report", "--settings", "grading.toml")
    (once / "my_mistakes.py").write_text(MISTAKES, "utf-8")
    said = run(once, "grade", "submitted", "--out", "report").output
    assert "Settings: grading.toml, the file of the last run; changed in it since: my_mistakes.py." in said


@pytest.mark.slow
@needs_sandbox
def test_exercises_and_mistakes_that_are_gone_are_said_and_can_be_replaced(once):
    (once / "my_exam.py").rename(once / "other.py")
    (once / "my_mistakes.py").unlink()
    for report, option in (("exam", "exercises"), ("report", "mistakes")):
        gone = run(once, "grade", "exams" if report == "exam" else "submitted", "--out", report)
        assert gone.exit_code == 2
        assert f"which is no longer there. Say with --{option} what holds now" in " ".join(gone.output.split())
    (once / "none.py").write_text("", "utf-8")
    run(once, "grade", "submitted", "--mistakes", "none.py", "--out", "report")
    assert marks(once / "report", "loss/mse") == {"berta": ("wrong", "")}
    run(once, "grade", "exams", "--exercises", "other.py", "--out", "exam")
    assert marks(once / "exam", "exam/clipped") == {"anna": ("right", "")}


def test_a_file_that_is_named_twice_is_read_once(tmp_path, monkeypatch):
    (tmp_path / "grading.toml").write_text('[files]\nmistakes = "my_mistakes.py"\n', "utf-8")
    (tmp_path / "my_mistakes.py").write_text(MISTAKES, "utf-8")
    monkeypatch.chdir(tmp_path)
    found = read_extras((), (Path("my_mistakes.py"), tmp_path / "my_mistakes.py"), read_settings(Path("grading.toml")))
    assert found.mistakes == (("my_mistakes.py", MISTAKES),)
