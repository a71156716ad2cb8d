"""The lessons: which notebook holds which exercises.

A lesson is one notebook source (`lessons/NN_name.py` at the top of the project) and one folder here: `loss/` holds the
exercises of lesson 02 with their solutions and mistakes, a file for each part of the lesson, and says in `EXERCISES`
in which order the lesson has them.
"""

from __future__ import annotations

import importlib
from difflib import get_close_matches

from ..exercise import Exercise

#: Notebook → (folder with its exercises, title).
LESSONS = {
    "00_start_here": ("start", "Start here"),
    "01_forward_pass": ("forward", "Forward pass"),
    "02_loss": ("loss", "Loss"),
    "03_backward_pass": ("backward", "Backward pass"),
    "04_optimizers": ("optim", "Optimizers"),
    "05_schedules": ("schedules", "Schedules"),
    "06_clipping": ("clipping", "Clipping"),
}


def exercises_of(lesson: str) -> list[Exercise]:
    """The exercises of a lesson, in its order.

    Raises:
        ValueError: there is no such lesson; names the nearest.
    """
    if lesson not in LESSONS:
        near = get_close_matches(lesson, LESSONS, n=1, cutoff=0.3)
        did_you_mean = f' Did you mean "{near[0]}"?' if near else ""
        raise ValueError(f'begin: there is no lesson "{lesson}".{did_you_mean} There are: {", ".join(LESSONS)}.')
    module = importlib.import_module(f".{LESSONS[lesson][0]}", __package__)
    return [exercise() for exercise in module.EXERCISES]
