"""What came of one answer, and what is said of one that could not be put to the cases."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tinygrad_lite.course.attempt import Diagnosis, Verdict
from tinygrad_lite.course.by_hand import ForbiddenCall, forbidden_call
from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.course.run import HUNG, Answer, Failure
from tinygrad_lite.course.submission import Submission
from tinygrad_lite.grading.answers import Unfit, failure_from


@dataclass
class Judged:
    """What came of one answer.

    Attributes:
        verdict: None where there is none.
        why: why there is none, or why a person should look.
        heard: its answers to the cases, in order.
        seconds: CPU seconds of its process and of the judge.
    """

    verdict: Verdict | None = None
    why: str = ""
    heard: list[Answer] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_begun(self) -> bool:
        """It was run: something was written in its place."""
        return self.verdict is None or self.verdict.status != "not-started"


def did_not_finish(exercise_id: str, why: str) -> Verdict:
    """Of a cell that never ended, or ended the process."""
    text = f"{why or 'The cell did not come to an end.'} It stopped before your answer was there."
    return Verdict(exercise_id, "error", diagnosis=Diagnosis("error", HUNG, text))


def failure_of(told: dict[str, Any], cell: str) -> Failure | None:
    """What the process says of why a cell failed; None where it says nothing that can be understood."""
    failures = told.get("failures")
    try:
        return failure_from(failures.get(cell)) if isinstance(failures, dict) else None
    except Unfit:
        return None


def not_here(exercise: Exercise, submission: Submission, failure: Failure, heard: list[Answer]) -> Judged:
    """Something was used that is not there: the exercise rules it out, or a person has to look."""
    forbidden = forbidden_call(submission, exercise.forbids) or named_by(failure, exercise.forbids)
    if forbidden is None:
        return Judged(None, f"It uses what is not there when notebooks are graded: {failure.message}"[:500], heard)
    total = len(heard)
    return Judged(Verdict(exercise.id, "not-by-hand", 0, total, forbidden=forbidden), "", heard)


def named_by(failure: Failure, forbids: tuple[str, ...]) -> ForbiddenCall | None:
    """What was used of a package that is ruled out, where only the program's own words tell."""
    found = re.match(r"`([\w.]{1,200})` was used", failure.message)
    ruled_out = [entry for entry in forbids if found and f"{found[1]}.".startswith(f"{entry}.")]
    return ForbiddenCall(ruled_out[0], found[1], failure.line) if found and ruled_out else None
