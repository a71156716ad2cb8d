"""`python -m tinygrad_lite.course.new`, in a copy of the project: an exercise is begun, a lesson begun and finished.

A lesson adds, it does not change: with it, no file of course/ outside exercises/ becomes another, but for the list of
all cells that lessons ever had.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tinygrad_lite.course.folders import project_folder
from tinygrad_lite.course.new import NewError, files_of
from tinygrad_lite.course.update.given import known_cells

PARTS = ("tinygrad_lite", "lessons", "tests/certificate/answers", "pyproject.toml")
EXERCISES = "tinygrad_lite/course/exercises"

#: The exercise of the new lesson when its author is done, with words of its own for an exception.
FINISHED = '''
import numpy as np

from ...exercise import Exercise, mistake


class Patience(Exercise):
    id = "waiting/patience"
    axes = {"losses": ("epochs",)}
    hints = ("Where is the lowest loss?", "The epochs behind it.", "`len(…) - 1 - …`")
    causes = (("ZeroDivisionError", "", "An early stopper never divides."),)

    def cases(self, rng):
        yield self.case(np.array([3.0, 1.0, 2.0]))
        for epochs in (4, 6, 7, 9, 12, 15):
            yield self.case(rng.permutation(epochs) + rng.uniform(0.1, 0.9))

    def reference(self, losses):
        import torch

        return len(losses) - 1 - torch.argmin(torch.from_numpy(losses))

    @staticmethod
    def solution(losses):
        """How many epochs ago the loss was lowest."""
        return len(losses) - 1 - np.argmin(losses)

    @mistake("returns the best epoch", "You returned the best epoch. Count the epochs behind it.")
    def epoch(self, losses):
        return np.argmin(losses)

    @mistake("counts the best epoch too", "You counted the best epoch too. Only those behind it count.")
    def one_more(self, losses):
        return len(losses) - np.argmin(losses)

    @mistake("looks for the highest loss", "You looked for the highest loss. The lowest is the best.")
    def highest(self, losses):
        return len(losses) - 1 - np.argmax(losses)

    @mistake("returns the lowest loss", "You returned the lowest loss. The question is how long ago it was.")
    def lowest(self, losses):
        return np.min(losses)
'''
ANSWERS = """import numpy as np

# %% wrong: returns the best epoch
def patience(losses):
    return losses.argmin()

# %% right: from behind
def patience(losses):
    return np.argmin(losses[::-1])

# %% right: by a loop
def patience(losses):
    best, count = losses[0], 0
    for loss in losses[1:]:
        count += 1
        if loss < best:
            best, count = loss, 0
    return count
"""
#: What a student does in the new lesson: a right answer, a named mistake, and an exception with a cause of its own.
STUDENT = """
from tinygrad_lite.course import begin, exercise
begin("99_waiting")
print(patience([2.0, 1.0, 3.0, 4.0]))
@exercise("waiting/patience")
def patience(losses): return len(losses) - 1 - losses.argmin()
@exercise("waiting/patience")
def patience(losses): return losses.argmin()
@exercise("waiting/patience")
def patience(losses): return 1 / 0
"""


class Copy:
    """A copy of what a lesson is made from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in PARTS:
            source, target = project_folder() / part, folder / part
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)

    def run(self, *words: str) -> subprocess.CompletedProcess:
        """Python in the copy; without a traceback, whatever is wrong."""
        env = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONIOENCODING": "utf-8", "TINYGRAD_LITE_STRICT": ""}
        done = subprocess.run(
            [sys.executable, "-B", *words], cwd=self.folder, env=env, capture_output=True, encoding="utf-8"
        )
        assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
        return done

    def course(self, command: str, *words: str) -> subprocess.CompletedProcess:
        return self.run("-m", f"tinygrad_lite.course.{command}", *words)

    def files(self) -> dict[str, bytes]:
        """All files but those that Python keeps beside its sources, in some environments."""
        paths = (path for path in self.folder.rglob("*") if path.is_file() and path.parent.name != "__pycache__")
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}

    def changed(self, before: dict[str, bytes]) -> set[str]:
        """The files that are not as they were."""
        return {name for name, content in self.files().items() if before.get(name) != content}

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


@pytest.fixture
def copy(tmp_path):
    return Copy(tmp_path)


def test_an_exercise_in_a_lesson_that_is_there(copy):
    before = copy.files()
    done = copy.course("new", "loss/hinge")
    wrote = {f"{EXERCISES}/loss/hinge.py", "tests/certificate/answers/loss/hinge.py"}
    added = {f"{EXERCISES}/loss/__init__.py", "lessons/02_loss.py"}
    assert done.returncode == 0, done.stderr
    assert copy.changed(before) == wrote | added
    assert {f"wrote {name}" for name in wrote} | {f"added to {name}" for name in added} <= set(done.stdout.split("\n"))
    assert "python -m tinygrad_lite.course.certificate --only loss/hinge" in done.stdout

    lesson, listing = copy.read("lessons/02_loss.py"), copy.read(f"{EXERCISES}/loss/__init__.py")
    assert lesson.index('# %% exercise="loss/choose_loss"') < lesson.index('# %% exercise="loss/hinge"')
    assert '# %% exercise="loss/hinge"\n\n# %% [markdown] id="recap"' in lesson
    assert "    ChooseLoss,\n    Hinge,\n" in listing
    assert "\nfrom .hinge import Hinge\nfrom .huber import" in listing

    after = copy.files()
    again = copy.course("new", "loss/hinge")
    assert again.returncode == 1
    assert "is there already; nothing was written." in again.stderr
    assert copy.files() == after


@pytest.mark.slow
def test_a_lesson_adds_and_changes_nothing_else(copy):
    before = copy.files()
    done = copy.course("new", "waiting/patience", "--lesson", "99_waiting", "--title", "Stopping early")
    assert done.returncode == 0, done.stderr
    assert copy.changed(before) == {
        f"{EXERCISES}/__init__.py",
        f"{EXERCISES}/waiting/__init__.py",
        f"{EXERCISES}/waiting/patience.py",
        "lessons/99_waiting.py",
        "tests/certificate/answers/waiting/patience.py",
    }
    begun = copy.course("certificate", "--only", "waiting")
    assert begun.returncode == 1
    for missing in ("Hint 1 is still to be written.", "1 named mistake(s); at least 4", "1 correct version(s) besides"):
        assert missing in begun.stdout

    (copy.folder / EXERCISES / "waiting" / "patience.py").write_text(FINISHED, encoding="utf-8")
    (copy.folder / "tests/certificate/answers/waiting/patience.py").write_text(ANSWERS, encoding="utf-8")
    assert "wrote solutions/99_waiting.ipynb" in copy.course("build").stdout
    finished = copy.course("certificate", "--only", "waiting")
    assert finished.returncode == 0, finished.stdout
    changed = copy.changed(before)
    given = "tinygrad_lite/course/update/cells_given.txt"  # the list of all cells that lessons ever had: it only grows
    ours = [name for name in changed if name.startswith("tinygrad_lite/") and not name.startswith(EXERCISES)]
    assert ours == [given]
    assert changed & before.keys() == {f"{EXERCISES}/__init__.py", given}
    assert known_cells() < set((copy.folder / given).read_text("utf-8").split())

    cards = copy.run("-c", STUDENT).stdout
    assert "Lesson 99: Stopping early" in cards
    assert "\n2\n" in cards, "the borrowed version"
    assert "✓ waiting/patience" in cards
    assert "You returned the best epoch." in cards
    assert "An early stopper never divides." in cards


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("waiting/patience",), "No lesson has its exercises in waiting/. There are start/ (00_start_here), "),
        (("waiting/patience", "99_waiting"), "add: --lesson NN_waiting --title"),
        (("waiting/patience", "7_waiting", "Stop"), '"7_waiting" is no name of a lesson'),
        (("waiting/patience", "02_waiting", "Stop"), "The number of 02_waiting is taken by 02_loss."),
        (("waiting/patience", "99_waiting", "Stopping\nearly"), "The title is not one line of text."),
        (("draws/hinge", "99_waiting", "Stop"), "exercises/draws is there already, and belongs to no lesson"),
        (("loss/hinge", "99_waiting", "Stop"), "loss/ belongs to the lesson 02_loss; leave --lesson out."),
        (("loss/regression",), "exercises/loss/regression.py is there already; nothing was written."),
        (("loss/outlier",), "02_loss has a class Outlier already; choose another name."),
        (("loss",), '"loss" is no id: it is folder/name'),
        (("loss/Hinge",), '"loss/Hinge" is no id'),
        (("loss/class",), '"loss/class" is no id'),
        (("loss/../hinge",), "is no id"),
    ],
)
def test_what_cannot_be_begun(asked, message):
    with pytest.raises(NewError) as error:
        files_of(project_folder(), *asked)
    assert message in str(error.value)


def test_a_listing_in_another_form_is_left_alone(copy):
    path = copy.folder / EXERCISES / "loss" / "__init__.py"
    path.write_text(path.read_text(encoding="utf-8").replace("EXERCISES = (\n", "EXERCISES = tuple((\n"), "utf-8")
    with pytest.raises(NewError, match="is not written as others are"):
        files_of(copy.folder, "loss/hinge")
