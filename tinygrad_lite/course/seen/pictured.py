"""Asking an exercise for the picture of a wrong answer, so that nothing that goes wrong in it is ever felt."""

from __future__ import annotations

import contextlib
import warnings
from typing import Any

import numpy as np

from ..budget import budget
from ..case import Case
from ..exercise import Exercise
from ..expired import Expired
from ..run import Answer, Printed
from .steps import Steps

#: What a picture may take, in seconds.
PATIENCE = 0.5


def pictured(exercise: Exercise, candidate: Any, case: Case | None, answer: Answer | None) -> Steps | None:
    """The picture of a wrong answer; None where the exercise draws none, or where it cannot be drawn.

    Student's objects may be broken in any way: whatever they raise while they are looked at, the card has its words.
    """
    if case is None or answer is None or answer.failure is not None:
        return None
    try:
        with (
            contextlib.redirect_stdout(Printed()),
            warnings.catch_warnings(),
            np.errstate(all="ignore"),
            budget(PATIENCE),
        ):
            warnings.simplefilter("ignore")
            return exercise.drawn(candidate, case, answer.value)
    except (Exception, SystemExit, Expired):
        return None
