"""Examining one exercise, and all of a lesson."""

from __future__ import annotations

import functools
import importlib.util
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from ..exercise import Exercise
from ..exercises import LESSONS, exercises_of, questions_of, tasks_of
from ..question import Question
from . import proofs
from .bench import Bench
from .record import Certificate
from .rules import author_faults, lesson_faults, question_faults

SEEDS = 3


def certify(
    exercise: Exercise,
    correct: Iterable[Callable[..., Any]] = (),
    equivalent: Mapping[str, str] | None = None,
    seeds: int | Iterable[int] = SEEDS,
) -> Certificate:
    """Examine one exercise.

    Args:
        exercise: what is examined.
        correct: differently written correct versions, at least two; their names say how they are written.
        equivalent: mutants that are right under the contract: description → why.
        seeds: how many, or which; the lesson's own (0) should be among them.
    """
    asked = tuple(range(seeds)) if isinstance(seeds, int) else tuple(seeds)
    certificate = Certificate(exercise.id, seeds=len(asked))
    bench = Bench(exercise, asked)
    try:
        certificate.failures += author_faults(exercise)
        proofs.prove_solution(bench, certificate)
        if certificate.solution_seeds < len(asked):
            return certificate  # nothing else can be proved
        proofs.prove_correct(bench, certificate, list(correct))
        proofs.prove_stub_and_lazy(bench, certificate)
        proofs.prove_mistakes(bench, certificate)
        proofs.prove_told_apart(bench, certificate)
        proofs.prove_steady(bench, certificate)
        proofs.prove_mutants(bench, certificate, equivalent or {})
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


@functools.cache
def table(kind: str, module: str) -> dict[str, Any]:
    """`CORRECT` or `EQUIVALENT` of a lesson, from tests/certificate/<kind>/<module>.py; empty where there is none.

    Args:
        kind: "correct" or "equivalent".
        module: the lesson's exercise file, "loss".
    """
    path = Path(__file__).parents[3] / "tests" / "certificate" / kind / f"{module}.py"
    if not path.is_file():
        return {}
    name = f"certificate_{kind}_{module}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded  # so that the sources of its functions can be found
    spec.loader.exec_module(loaded)
    return getattr(loaded, kind.upper())


def certify_lesson(lesson: str, seeds: int = SEEDS, only: str = "") -> Iterable[Certificate]:
    """The certificates of a lesson's exercises and questions whose id begins with `only`, then of the whole lesson."""
    exercises, module = exercises_of(lesson), LESSONS[lesson][0]
    correct, equivalent = table("correct", module), table("equivalent", module)
    for exercise in exercises:
        if exercise.id.startswith(only):
            yield certify(exercise, correct.get(exercise.id, ()), equivalent.get(exercise.id), seeds)
    yield from (certify_question(question) for question in questions_of(lesson) if question.id.startswith(only))
    if not only:
        yield certify_whole(lesson)


def certify_whole(lesson: str) -> Certificate:
    """What holds of a lesson's exercises together, and that the tables name no others."""
    module = LESSONS[lesson][0]
    certificate = Certificate(f"{module} (the whole lesson)", question=True)
    certificate.failures += lesson_faults(module, tasks_of(lesson))
    ids = {exercise.id for exercise in exercises_of(lesson)}
    for kind in ("correct", "equivalent"):
        unknown = sorted(table(kind, module).keys() - ids)
        where = f"tests/certificate/{kind}/{module}.py"
        certificate.failures += [f"{where} names {name}, which is no exercise." for name in unknown]
    return certificate
