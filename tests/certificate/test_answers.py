"""Files of answers: how they are read, and what an author is told where one cannot be."""

import pytest

from tinygrad_lite.course import build, folders, new
from tinygrad_lite.course.certificate.__main__ import main
from tinygrad_lite.course.certificate.answers import AnswersError, TypedAnswer, answers_to, read_answers
from tinygrad_lite.course.certificate.examine import certify_whole, certify_with_answers
from tinygrad_lite.course.exercises import exercises_of

FILE = """import numpy as np

# %% wrong: sums instead of averaging
def mse(a, b):

    return ((a - b) ** 2).sum()

# %% wrong: (no diagnosis) | wrong only with …
mse = lambda a, b: 0

# %% right: by a loop
import math

def mse(a, b):
    total = 0
    for p, t in zip(a.flat, b.flat):
        total += (p - t) ** 2
    return total / a.size

# %% right (held)
def mse(a, b):
    return np.mean((a - b) ** 2)

# %% wrong (developed), in by a loop: starts at 1, and divides by the length
# -     total = 0
# +     total = 1
#
# -         total += (p - t) ** 2
# -     return total / a.size
# +         total += (p - t) ** 2
# +     return total / len(a)

# %% equivalent: line 2: a - b → b - a
# The square is the same
# either way.
"""


def read(text):
    return read_answers(text, "mse", "loss/mse")


def test_every_kind_of_cell():
    answers = read(FILE)
    first, second, changed = answers.wrong
    named, plain = answers.right
    assert first.source == "def mse(a, b):\n\n    return ((a - b) ** 2).sum()"
    assert first.diagnoses == ("sums instead of averaging",)
    assert first.place == "loss/mse, line 3"
    assert second.diagnoses == (None, "wrong only with …")
    assert answers.named == [named]
    assert (named.name, plain.name) == ("by a loop", "")
    assert [answer.half for answer in (first, changed, named, plain)] == ["", "developed", "", "held"]
    assert changed.source == named.source.replace("= 0", "= 1").replace("a.size", "len(a)")
    assert changed.diagnoses == ("starts at 1, and divides by the length",)
    assert answers.equivalent == {"line 2: a - b → b - a": "The square is the same either way."}


@pytest.mark.parametrize(
    ("said", "true"), [(None, True), ("wrong only with a large logit", True), ("wrong", False), ("", False)]
)
def test_which_diagnosis_is_true(said, true):
    assert TypedAnswer("", diagnoses=(None, "wrong only with …")).is_true(said) is true


def test_no_diagnosis_is_not_true_where_one_is_asked_for():
    assert not TypedAnswer("", diagnoses=("sums",)).is_true(None)
    assert TypedAnswer("", diagnoses=("sums",)).is_true("sums")
    assert not TypedAnswer("", diagnoses=("sums",)).is_true("sums up")


@pytest.mark.parametrize(
    ("old", "now", "message"),
    [
        ("# %% right (held)\n", "# %% right (hold)\n", "loss/mse, line 20: `# %% right (hold)` is not understood."),
        ("# %% right (held)\n", "#%% right\n", "line 20: `#%% right` is not understood"),
        ("# %% wrong: sums instead of averaging", "# %% wrong", "line 3: say which diagnosis is true of it"),
        ("mse = lambda", "mean = lambda", "line 8: this answer does not define `mse`"),
        ("mse = lambda a, b: 0", "mse = lambda a, b:", "line 8: Python cannot read this answer"),
        ("# %% right (held)\n", "# %% right: by a loop\n", "line 20: another right answer is named `by a loop`"),
        ("in by a loop", "in by loops", "line 24: no right answer above it is named `by loops`"),
        ("# -     total = 0", "# -     sum = 0", "line 24: these lines are there 0 times, not once:\n    sum = 0"),
        ("# -     total = 0\n# +", "# the other\n# +", "line 24: what changes is written `# - line before`"),
        ("# The square is the same\n# either way.\n", "", "line 33: below it stands why that mutant is right"),
        ("import numpy as np\n\n", "import math\n\n", "above the first `# %%` stands `import numpy as np`"),
        ("np\n\n# %% wrong", "np\n\ndef mse(a, b):\n    return 1\n\n# %% wrong", "and nothing else"),
    ],
)
def test_what_an_author_is_told(old, now, message):
    assert FILE.count(old) == 1
    with pytest.raises(AnswersError) as error:
        read(FILE.replace(old, now))
    assert message in str(error.value)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """An empty checkout in the place of this one."""
    monkeypatch.setattr(folders, "_PACKAGE", tmp_path / "tinygrad_lite")
    (tmp_path / "lessons").mkdir()
    (tmp_path / "pyproject.toml").touch()
    return tmp_path


def test_a_file_that_cannot_be_read_is_a_failure_of_its_exercise(project):
    (mse,) = [exercise for exercise in exercises_of("02_loss") if exercise.name == "mse"]
    assert answers_to(mse).right == []
    path = project / "tests" / "certificate" / "answers" / "loss" / "mse.py"
    path.parent.mkdir(parents=True)
    path.write_text("# %% right\n", encoding="utf-8")
    (failure,) = certify_with_answers(mse).failures
    assert "above the first `# %%`" in failure


def test_answers_to_no_exercise(project):
    path = project / "tests" / "certificate" / "answers" / "loss" / "hinge.py"
    path.parent.mkdir(parents=True)
    path.touch()
    (failure,) = certify_whole("02_loss").failures
    assert failure == "tests/certificate/answers/loss/hinge.py has answers to loss/hinge, which is no exercise."


@pytest.mark.parametrize(("command", "arguments"), [(main, []), (build.main, []), (new.main, ["loss/hinge"])])
def test_a_wheel_says_that_it_has_none(command, arguments, project, capsys):
    (project / "pyproject.toml").unlink()
    assert command(arguments) == 1
    assert "is not a checkout of tinygrad_lite, and this command needs one." in capsys.readouterr().err
