"""The lessons: which notebook holds which exercises.

`start.py` holds the exercises of lesson 00 with their solutions, `loss.py` those of lesson 02, and so on: a lesson is
one notebook source (`lessons/NN_name.py` at the top of the project) and one exercise file here. A long one is split
into `loss_regression.py`, `loss_binary.py` …; `loss.py` then imports their exercises in the order of the lesson.
"""

from __future__ import annotations

import importlib
import inspect
from difflib import get_close_matches

from ..exercise import Exercise

#: Notebook → (module with its exercises, title).
LESSONS = {
    "00_start_here": ("start", "Start here"),
    "02_loss": ("loss", "Loss"),
}


def exercises_of(lesson: str) -> list[Exercise]:
    """The exercises of a lesson, in the order in which its file has them.

    Raises:
        ValueError: there is no such lesson; names the nearest.
    """
    if lesson not in LESSONS:
        near = get_close_matches(lesson, LESSONS, n=1, cutoff=0.3)
        did_you_mean = f' Did you mean "{near[0]}"?' if near else ""
        raise ValueError(f'begin: there is no lesson "{lesson}".{did_you_mean} There are: {", ".join(LESSONS)}.')
    module = importlib.import_module(f".{LESSONS[lesson][0]}", __package__)
    classes = (member for member in vars(module).values() if inspect.isclass(member) and issubclass(member, Exercise))
    return [exercise() for exercise in classes if exercise.__module__.startswith(module.__name__)]
