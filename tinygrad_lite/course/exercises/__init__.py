"""The exercises and questions of all lessons: which notebook holds which.

A lesson is one notebook source (`lessons/NN_name.py` at the top of the project) and one folder here: `loss/` holds the
exercises of lesson 02 with their solutions and mistakes, a file for each part of the lesson, and says in `EXERCISES`
in which order the lesson has them.
"""

from __future__ import annotations

import importlib
import re
from difflib import get_close_matches

from ..exercise import Exercise
from ..question import Question
from ..task import Task
from ..text_question import TextQuestion

#: Notebook → (folder with its exercises, title).
LESSONS = {
    "00_start_here": ("start", "Start here"),
    "01_forward_pass": ("forward", "Forward pass"),
    "02_loss": ("loss", "Loss"),
    "03_backward_pass": ("backward", "Backward pass"),
    "04_optimizers": ("optim", "Optimizers"),
    "05_schedules": ("schedules", "Schedules"),
    "06_clipping": ("clipping", "Clipping"),
    "07_early_stopping": ("stopping", "Early stopping"),
    "08_gpu_training": ("gpu", "GPU training"),
    "09_complete_loop": ("loop", "The complete loop"),
    "10_debugging": ("debug", "Debugging training"),
    "11_scaling_out": ("scale", "Scaling out"),
}

#: The tasks of lessons that an instructor has added (`course/added.py`), by the lesson's name.
MORE_LESSONS: dict[str, tuple[type[Task], ...]] = {}

#: What she asks besides in a lesson of the course's, to be read by a person.
MORE_TEXTS: dict[str, tuple[type[TextQuestion], ...]] = {}


def title_of(lesson: str) -> str:
    """A lesson as it is called on a page."""
    title = LESSONS[lesson][1]
    return title if lesson in MORE_LESSONS else f"Lesson {lesson.partition('_')[0]}: {title}"


def tasks_of(lesson: str) -> list[Task]:
    """The exercises and questions of a lesson, in its order.

    Raises:
        ValueError: there is no such lesson; names the nearest.
    """
    if lesson not in LESSONS:
        near = _nearest(str(lesson))
        did_you_mean = f' Did you mean "{near}"?' if near else ""
        raise ValueError(f'begin: there is no lesson "{lesson}".{did_you_mean} There are: {", ".join(LESSONS)}.')
    if lesson in MORE_LESSONS:
        return [task() for task in MORE_LESSONS[lesson]]
    module = importlib.import_module(f".{LESSONS[lesson][0]}", __package__)
    return [task() for task in (*module.EXERCISES, *MORE_TEXTS.get(lesson, ()))]


def _nearest(asked: str) -> str:
    """The lesson that is probably meant, by its number ("01", "lesson 3") or by its letters; "" where none is near."""
    number = re.search(r"\d+", asked)
    numbered = {int(name[:2]): name for name in LESSONS if name[:2].isdigit()}
    by_number = numbered.get(int(number[0])) if number else None
    return by_number or next(iter(get_close_matches(asked, LESSONS, n=1, cutoff=0.3)), "")


def removed_from(lesson: str) -> tuple[str, ...]:
    """Ids of exercises that a lesson once had, and that were taken out without another in their place."""
    return getattr(importlib.import_module(f".{LESSONS[lesson][0]}", __package__), "REMOVED", ())


def exercises_of(lesson: str) -> list[Exercise]:
    """Those tasks of a lesson that ask for code."""
    return [task for task in tasks_of(lesson) if isinstance(task, Exercise)]


def questions_of(lesson: str) -> list[Question]:
    """Those tasks of a lesson that ask for a letter or a number."""
    return [task for task in tasks_of(lesson) if isinstance(task, Question)]


def texts_of(lesson: str) -> list[TextQuestion]:
    """Those tasks of a lesson whose answers a person reads."""
    return [task for task in tasks_of(lesson) if isinstance(task, TextQuestion)]
