"""Notebooks for tests: cells of a lesson with the answers that a test wants, judged in a process apart."""

from tinygrad_lite.course.exercises import exercises_of
from tinygrad_lite.grading.definitions import Block, Given, Program
from tinygrad_lite.grading.judging import Judging
from tinygrad_lite.grading.sandbox.limits import Limits
from tinygrad_lite.grading.sandbox.limits_only import LimitsOnly

HEAD = "import numpy as np\nimport tinygrad_lite as tg\n"
MSE = "def mse(predicted, target):\n    return np.mean((predicted - target) ** 2)\n"
MAE = "def mae(predicted, target):\n    return np.mean(np.abs(predicted - target))\n"


def program(*answers, before=HEAD, lesson="02_loss"):
    """A program of these cells: each answers the exercise after which its last `def` or `class` is called."""
    ids = {exercise.name: exercise.id for exercise in exercises_of(lesson)}
    cells, given = [Block("head", before, before)], {}
    for place, source in enumerate(answers, start=1):
        cells.append(Block(f"cell-{place}", source, source))
        names = [
            line.split()[1].partition("(")[0].rstrip(":")
            for line in source.splitlines()
            if line[:4] in ("def ", "clas")
        ]
        name = next(name for name in reversed(names) if name in ids)
        given[ids[name]] = Given(place, name, False, "", place, source)
    return Program(tuple(cells), given)


def judging(tree, *answers, limits=None, seed=0, lesson="02_loss", **more):
    """What judges them."""
    exercises = exercises_of(lesson)
    return Judging(program(*answers, lesson=lesson, **more), exercises, seed, LimitsOnly(), tree, limits or Limits())


def judged(tree, *answers, **more):
    """What came of each, by the exercise's name."""
    found = judging(tree, *answers, **more).all()
    return {exercise_id.partition("/")[2]: each for exercise_id, each in found.items()}


def statuses(tree, *answers, **more):
    """The status of each, "" where there is no verdict."""
    return {name: each.verdict.status if each.verdict else "" for name, each in judged(tree, *answers, **more).items()}
