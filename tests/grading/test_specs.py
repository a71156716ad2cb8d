"""What says that a check is the same: its own text, and that of everything in the course which it uses."""

import pytest

from tinygrad_lite.course.exercises import LESSONS, tasks_of
from tinygrad_lite.grading import specs
from tinygrad_lite.grading.specs import grader, used_by

MSE, DRAWS = "tinygrad_lite.course.exercises.loss.regression", "tinygrad_lite.course.exercises.draws"


@pytest.fixture
def mended(monkeypatch):
    """Have a module end in another line, as an author's editor would."""
    before = specs._text

    def mend(module):
        monkeypatch.setattr(specs, "_text", lambda name: before(name) + "# mended" * (name == module))

    return mend


def test_a_check_uses_what_it_imports_itself_or_through_others():
    used = used_by(MSE)
    assert {DRAWS, "tinygrad_lite.course.exercise", "tinygrad_lite.course.compare"} <= used
    assert MSE not in used
    assert not [name for name in used if name.startswith("tinygrad_lite.course.exercises.optim")]


@pytest.mark.parametrize("module", [DRAWS, "tinygrad_lite.course.compare"])
def test_a_shared_part_that_was_mended_changes_all_that_use_it(module, mended):
    before = specs.specs(["02_loss"])
    mended(module)
    after = specs.specs(["02_loss"])
    assert {name for name in before if before[name] != after[name]} >= {"loss/mse", "loss/mae"}


def test_what_a_check_does_not_use_changes_nothing(mended):
    before = specs.specs(["02_loss"])
    mended("tinygrad_lite.course.exercises.optim.optimizer_class")
    assert specs.specs(["02_loss"]) == before


def test_every_task_of_every_lesson_has_a_name_and_so_has_the_package():
    found = specs.specs(LESSONS)
    assert set(found) == {task.id for lesson in LESSONS for task in tasks_of(lesson)}
    assert {len(name) for name in [*found.values(), grader()]} == {12}
