"""`tinygrad-lite mistake add` from a plain file: in one step, for an instructor's file or for the course itself."""

import contextlib

import numpy as np
import pytest
from click.testing import CliRunner

from tests.grading.test_classroom import sandboxed
from tinygrad_lite.cli import main
from tinygrad_lite.course import added
from tinygrad_lite.course.added import module_from
from tinygrad_lite.course.exercise import MORE_MISTAKES
from tinygrad_lite.course.exercises import exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.submission import Submission
from tinygrad_lite.grading import among_kept as looking
from tinygrad_lite.grading.command_mistake import Words, short_name
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.extras import Extras
from tinygrad_lite.grading.for_the_course import method_of
from tinygrad_lite.grading.new_mistake import Wrong, as_file, from_program

needs_sandbox = pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")
ANSWER = """import numpy as np
from tinygrad_lite.course import exercise

@exercise("loss/mse")
def mse(predicted, target):
    return np.mean(np.abs(predicted - target) ** 3)  # mine
"""
SAY = "You took the third power of the errors. Which power has the square?"
MSE = next(one for one in exercises_of("02_loss") if one.id == "loss/mse")


@pytest.fixture(autouse=True)
def nothing_added():
    yield
    Extras().load()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "answer.py").write_text(ANSWER, encoding="utf-8")
    return tmp_path


def add(folder, *words):
    with contextlib.chdir(folder):
        return CliRunner().invoke(main, ["mistake", "add", *map(str, words)], catch_exceptions=False)


def wrong(body, exercise=MSE):
    return Wrong(exercise, "02_loss", f"def {exercise.name}(predicted, target):\n    return {body}")


@pytest.mark.slow
@needs_sandbox
def test_from_a_wrong_answer_to_a_mistake_with_a_name_in_one_step(folder):
    done = add(folder, "loss/mse", "answer.py", "--say", SAY, "--yes")
    assert done.exit_code == 0, done.output
    assert "Kept answers: all " in done.output
    assert "my_mistakes.py: added “took the third power of the errors”." in done.output
    text = (folder / "my_mistakes.py").read_text("utf-8")
    assert "@exercise" not in text
    assert "# mine" not in text
    added.add_mistakes("my_mistakes.py", text)
    (found,) = MORE_MISTAKES["loss/mse"]
    assert found.text == SAY
    namespace = {}
    exec(ANSWER.replace('@exercise("loss/mse")\n', ""), namespace)
    verdict = verdict_on(MSE, Submission(namespace["mse"], ANSWER, namespace))
    assert (verdict.diagnosis.kind, verdict.diagnosis.name) == ("mistake", "took the third power of the errors")
    again = add(folder, "loss/mse", "answer.py", "--say", SAY, "--yes")
    assert again.exit_code == 1
    assert "has a name already: “took the third power of the errors”" in again.output


@needs_sandbox
def test_for_the_course_it_is_a_method_ready_to_be_pasted(folder):
    done = add(folder, "loss/mse", "answer.py", "--say", SAY, "--course")
    assert done.exit_code == 0, done.output
    assert not (folder / "my_mistakes.py").exists()
    assert "For the class MSE in tinygrad_lite/course/exercises/loss/regression.py:" in done.output
    assert "    def took_the_third_power_of_the_errors(self, predicted, target):\n" in done.output
    assert "# %% wrong: took the third power of the errors\ndef mse(predicted, target):" in done.output
    assert "python -m tinygrad_lite.course.certificate --only loss/mse" in done.output


def test_a_printed_method_works_in_its_class():
    text = f"{'You took the third power of the errors, and that is a long sentence ' * 3}indeed."
    source = method_of(wrong("np.mean(abs(predicted - target) ** 3)"), "third power", text, "And why?", "another power")
    assert max(map(len, source.splitlines())) <= 120
    namespace = {}
    exec(
        "import numpy as np\nfrom tinygrad_lite.course.exercise import mistake\n"
        f"from tinygrad_lite.course.exercises.loss.regression import MSE\nclass More(MSE):\n{source}",
        namespace,
    )
    found = next(one for one in namespace["More"]().mistakes() if one.name == "third power")
    assert (found.text, found.concept) == (f"{text} And why?", "another power")
    assert found.candidate(2.0, 0.0) == 8.0


def test_a_method_that_calls_itself_and_a_class_keep_working():
    code = "def mse(predicted, target):\n    return mse(predicted, target - 1) if target > 0 else predicted"
    assert "return self.third(predicted, target - 1)" in method_of(Wrong(MSE, "02_loss", code), "third", "You.", "")
    code = "class mse:\n    def make(self):\n        return mse()"
    assert "    class ThirdPower:\n" in method_of(Wrong(MSE, "02_loss", code), "third power", "You.", "")
    assert "return ThirdPower()" in method_of(Wrong(MSE, "02_loss", code), "third power", "You.", "")
    taken = method_of(wrong("0"), "cases", "You.", "")  # a name that an exercise has already
    assert "def as_cases(self" in taken


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("You forgot the absolute value: errors below −delta are squared.", "forgot the absolute value"),
        ("Your answer is the sum.", "is the sum"),
        ("It takes `x` twice, and then some.", "takes x twice"),
        ("You took one two three four five six seven eight nine.", "took one two three four five six seven"),
        ("You took the mean over the rows of the whole batch, not the sum.", "took the mean over the rows"),
        (
            "You subtract the largest number of the whole array where each row has one.",
            "subtract the largest number of the whole array",
        ),
        ("You added the step to the weights instead of subtracting it from them.", "added the step to the weights"),
        ("", ""),
    ],
)
def test_a_name_comes_out_of_the_first_sentence(what, name):
    assert short_name(what) == name
    said = Words.said(f"{what} A hint. And more.", None)
    assert (said.name, said.what, said.hint) == (name, what, "A hint. And more.") or not what


@needs_sandbox
@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("loss/mse", "nowhere.py", "--say", SAY), 2, "'nowhere.py' does not exist"),
        (("loss/msee", "answer.py", "--say", SAY), 2, 'no exercise "loss/msee". Did you mean "loss/mse"?'),
        (("loss/mse", "answer.py", "--say", SAY, "--what", "x."), 2, "--say is --what and --hint in one"),
        (("loss/mse", "answer.py", "--say", "no stop"), 2, "a full stop at its end"),
        (("loss/mae", "answer.py", "--say", SAY), 2, "no function or class `mae`"),
        (("loss/mse",), 2, "Give EXERCISE FILE"),
    ],
)
def test_what_cannot_be_added(folder, words, status, said):
    done = add(folder, *words, "--yes")
    assert (done.exit_code, said in done.output) == (status, True), done.output
    assert not (folder / "my_mistakes.py").exists()


# ------------------------------------------------------------------------------------------------ the kept answers


def test_kept_answers_that_get_the_name_are_told_and_nothing_stays_added():
    found = looking.among_kept(
        "loss/mse", "f.py", as_file(wrong("np.mean(abs(predicted - target) ** 3)"), "c", "You.", "")
    )
    assert found.named == ()
    assert found.right >= 8
    assert MORE_MISTAKES.get("loss/mse", []) == []
    unnamed = next(each for each in looking.answers_to(MSE).wrong if each.diagnoses == (None,))
    program = unnamed.source.partition("def ")[1] + unnamed.source.partition("def ")[2]
    found = looking.among_kept("loss/mse", "f.py", as_file(Wrong(MSE, "02_loss", program), "c", "You.", ""))
    assert unnamed.place in found.named
    assert f"{len(found.named)} {'is' if len(found.named) == 1 else 'are'} this mistake" in str(found)


def test_a_mistake_that_takes_the_name_from_a_kept_answer_is_refused():
    near = wrong("np.sum((predicted - target) ** 2) + (predicted.size == 7)")  # in hardly any case another answer
    with pytest.raises(GradingError, match="so near to “sums instead of averaging” that an answer"):
        looking.among_kept("loss/mse", "f.py", as_file(near, "c", "You.", ""))
    assert MORE_MISTAKES.get("loss/mse", []) == []


def test_without_the_repository_nothing_is_said_of_kept_answers(monkeypatch):
    def none():
        raise looking.NotACheckout("a wheel")

    monkeypatch.setattr(looking, "answers_folder", none)
    assert looking.among_kept("loss/mse", "f.py", as_file(wrong("0.0"), "c", "You.", "")) is None


def test_a_file_as_it_is_typed_is_understood(tmp_path):
    file = tmp_path / "answer.py"
    file.write_text(f"\ufeff{ANSWER}", encoding="utf-8")
    assert from_program("loss/mse", file).code.startswith("def mse(predicted, target):")


def test_what_a_program_needs_of_its_file_goes_with_it(tmp_path):
    file = tmp_path / "answer.py"
    file.write_text(WITH_HELPERS, encoding="utf-8")
    wrong = from_program("loss/mse", file)
    space: dict = {"np": np}
    exec(wrong.code, space)
    assert list(space) == ["np", "__builtins__", "mse"]
    assert space["mse"](np.array([1.0, 3.0]), np.array([0.0, 0.0])) == 1.0 + 27.0 + 0.5
    assert "kept" not in wrong.code
    assert "import numpy" not in wrong.code


def test_each_method_of_a_class_gets_what_it_needs(tmp_path):
    file = tmp_path / "answer.py"
    file.write_text(CLASS_WITH_IMPORT, encoding="utf-8")
    code = from_program("stopping/early_stopping", file).code
    space: dict = {}
    exec(code, space)
    assert space["EarlyStopping"]().step(4.0) == 2.0
    assert code.count("from math import sqrt") == 1


@needs_sandbox
def test_a_file_with_an_import_on_its_first_line_and_a_helper_is_added(folder):
    (folder / "answer.py").write_text(WITH_HELPERS, encoding="utf-8")
    done = add(folder, "loss/mse", "answer.py", "--say", SAY, "--yes")
    assert done.exit_code == 0, done.output
    module = module_from("my_mistakes.py", (folder / "my_mistakes.py").read_text(encoding="utf-8"))
    (own,) = [value for value in vars(module).values() if getattr(value, "mistake_of", "")]
    assert own(np.array([2.0]), np.array([0.0])) == 8.5


WITH_HELPERS = """from functools import reduce
import numpy as np

OFFSET = 0.5
kept = []

def added(a, b):
    return a + b

def total(numbers):
    return reduce(added, numbers)

def mse(predicted, target):
    return float(total(np.abs(np.ravel(predicted - target)) ** 3) + OFFSET)
"""
CLASS_WITH_IMPORT = """from math import sqrt

class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience = patience

    def step(self, value):
        return sqrt(value)
"""
