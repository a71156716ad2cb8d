"""Examining one exercise, and all of a lesson."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from ..exercise import Exercise
from ..exercises import LESSONS, exercises_of, questions_of
from ..question import Question
from . import proofs
from .answers import AnswersError, TypedAnswer, answers_folder, answers_to
from .bench import Bench
from .record import Certificate
from .rules import author_faults, lesson_faults, question_faults

#: The lesson's own, which students are asked, and one other. `--full` and the kept page ask many.
SEEDS = 2


def certify(
    exercise: Exercise,
    correct: Iterable[Callable[..., Any] | TypedAnswer] = (),
    equivalent: Mapping[str, str] | None = None,
    seeds: int | Iterable[int] = SEEDS,
    one_in: int = 1,
) -> Certificate:
    """Examine one exercise.

    Args:
        exercise: what is examined.
        correct: differently written correct versions, at least two; their names say how they are written. Functions
            or classes, or answers with a name out of a file of answers.
        equivalent: mutants that are right under the contract: description → why.
        seeds: how many, or which; the lesson's own (0) should be among them.
        one_in: of the mutants, what is said is asked of one in so many; every one has to be noticed.
    """
    asked = tuple(range(seeds)) if isinstance(seeds, int) else tuple(seeds)
    certificate = Certificate(exercise.id, seeds=len(asked))
    bench = Bench(exercise, asked)
    try:
        certificate.failures += author_faults(exercise)
        proofs.prove_solution(bench, certificate)
        if certificate.solution_seeds < len(asked):
            return certificate  # nothing else can be proved
        proofs.prove_correct(bench, certificate, bench.submit_versions(correct))
        proofs.prove_stub_and_lazy(bench, certificate)
        proofs.prove_mistakes(bench, certificate)
        proofs.prove_told_apart(bench, certificate)
        proofs.prove_steady(bench, certificate)
        proofs.prove_mutants(bench, certificate, equivalent or {}, one_in)
    except Exception as problem:
        where = traceback.extract_tb(problem.__traceback__)[-1]
        cause = problem.__cause__ or problem
        place = f"{Path(where.filename).name}, line {where.lineno}"
        certificate.failures.append(f"It could not be examined: {cause!r} ({place}).\n{problem}")
    return certificate


def certify_question(question: Question) -> Certificate:
    """Examine one question."""
    return Certificate(question.id, question=True, failures=question_faults(question))


# ---------------------------------------------------------------------------------------- in a checkout


def certify_lesson(lesson: str, seeds: int = SEEDS, only: str = "") -> Iterable[Certificate]:
    """The certificates of a lesson's exercises and questions whose id begins with `only`, then of the whole lesson."""
    for exercise in exercises_of(lesson):
        if exercise.id.startswith(only):
            yield certify_with_answers(exercise, seeds)
    yield from (certify_question(question) for question in questions_of(lesson) if question.id.startswith(only))
    if not only:
        yield certify_whole(lesson)


def certify_with_answers(exercise: Exercise, seeds: int = SEEDS, one_in: int = 1) -> Certificate:
    """Examine one exercise with the right answers and equivalent mutants of its file in tests/certificate/answers."""
    try:
        answers = answers_to(exercise)
    except AnswersError as problem:
        return Certificate(exercise.id, failures=[str(problem)])
    return certify(exercise, answers.named, answers.equivalent, seeds, one_in)


def certify_whole(lesson: str) -> Certificate:
    """What holds of a lesson's exercises together, and that no answers are to an exercise that does not exist."""
    folder = LESSONS[lesson][0]
    certificate = Certificate(f"{folder} (the whole lesson)", question=True)
    certificate.failures += lesson_faults(folder, exercises_of(lesson), questions_of(lesson))
    ids = {exercise.id for exercise in exercises_of(lesson)}
    with_answers = {f"{folder}/{path.stem}" for path in answers_folder().glob(f"{folder}/*.py")}
    certificate.failures += [
        f"tests/certificate/answers/{unknown}.py has answers to {unknown}, which is no exercise."
        for unknown in sorted(with_answers - ids)
    ]
    return certificate
