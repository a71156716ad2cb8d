"""Whether an instructor's own exercises and mistakes can be graded by, found out before anybody is graded.

What the certificate asks of the course's own in hours is asked here in seconds: the solution is right on every case,
each mistake is wrong, and no two of them, or of the course's, are too near to be told apart.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

from tinygrad_lite.course.attempt import answers_of
from tinygrad_lite.course.diagnosis.exact import TELLING, Behaviour, known_answer
from tinygrad_lite.course.exercise import MORE_MISTAKES, Exercise, Mistake
from tinygrad_lite.course.exercises import MORE_LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.oracle import LESSON_SEED
from tinygrad_lite.course.submission import Submission

from .asked import asked
from .errors import WrongUse
from .numbers import counted
from .remote import as_bytes


def check_extras(lessons: list[str], seed: int = LESSON_SEED) -> None:
    """Refuse what would give wrong marks.

    Args:
        lessons: those that are to be graded.
        seed: of the cases that are tried.
    Raises:
        GradingError: says of which exercise, what is wrong, and what to do.
    """
    for lesson in lessons:
        for exercise in exercises_of(lesson):
            if lesson in MORE_LESSONS:
                check_exercise(exercise, seed)
                check_mistakes(exercise, exercise.mistakes(), seed)
            else:
                check_mistakes(exercise, MORE_MISTAKES.get(exercise.id, []), seed)


class There(pickle.Unpickler):
    """Makes of a case's bytes what a student's process can make of them."""

    def find_class(self, module: str, name: str) -> Any:
        if module.partition(".")[0] not in ("builtins", "collections", "numpy", "tinygrad_lite"):
            raise pickle.UnpicklingError(f"{name} of {module}")
        return super().find_class(module, name)


def check_exercise(exercise: Exercise, seed: int) -> None:
    """Whether the cases can be asked, and the solution is right on every one."""
    try:
        cases, expected = asked(exercise, seed)
    except Exception as problem:
        raise WrongUse(f"{exercise.id}: its cases or reference fail: {type(problem).__name__}: {problem}") from None
    if len(cases) < TELLING:
        raise WrongUse(
            f"{exercise.id} has {counted(len(cases), 'case')}: give it {TELLING} or more, some drawn from `rng`."
        )
    try:
        for case in cases:
            There(io.BytesIO(as_bytes(case))).load()
    except Exception as problem:  # of what cannot be pickled any may come
        raise WrongUse(
            f"{exercise.id}: its cases hold what students' processes do not have: {problem}. "
            "Use numbers, arrays, lists, and the recipes of tinygrad_lite/course/recipes.py."
        ) from None
    verdict = verdict_on(exercise, Submission.of(exercise.solution), cases, expected)
    if verdict.status != "right":
        shown = verdict.case.code() if verdict.case else ""
        why = verdict.forbidden.expression if verdict.forbidden else verdict.diagnosis.text if verdict.diagnosis else ""
        came = verdict.answer.value if verdict.answer and not verdict.answer.failure else ""
        lines = [f"{exercise.id}: its own solution comes out “{verdict.status}” {why}".rstrip(), shown]
        if verdict.expected is not None and verdict.case:
            lines.append(f"solution: {came}, reference: {verdict.expected.value}")
        lines.append("Mend the solution, the reference or the case; nobody was graded.")
        raise WrongUse("\n".join(line for line in lines if line))


def check_mistakes(exercise: Exercise, mistakes: list[Mistake], seed: int) -> None:
    """Whether each of these mistakes can be told from the right answers and from every other mistake."""
    if not mistakes:
        return
    cases, expected = asked(exercise, seed)

    def behaviour(answers: list) -> Behaviour:
        return Behaviour(exercise, cases, answers, expected)

    own = exercise.has_own_judge
    right = behaviour(answers_of(exercise.solution, cases) if own else expected)
    known = {one.name: behaviour([known_answer(exercise, one, case) for case in cases]) for one in exercise.mistakes()}
    for mistake in mistakes:
        mine = known[mistake.name]
        others = {"the right answers": right} | {f"“{name}”": one for name, one in known.items() if one is not mine}
        for name, other in others.items():
            if mine.tells(other) < TELLING:
                raise WrongUse(
                    f"{exercise.id}: fewer than {TELLING} cases tell the mistake “{mistake.name}” from {name}: it "
                    "could not be told from it. Remove it, or add cases; nobody was graded."
                )
        verdict = verdict_on(exercise, Submission.of(mistake.candidate), cases, expected)
        told = verdict.diagnosis.name if verdict.diagnosis else ""
        if verdict.status not in ("wrong", "right") or told not in ("", mistake.name):
            raise WrongUse(
                f"{exercise.id}: the mistake “{mistake.name}” comes out as “{told or verdict.status}”, not under its "
                "own name. Remove it, or make it a program that only this is wrong with; nobody was graded."
            )
