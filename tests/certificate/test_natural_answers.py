"""Answers as students type them, written without looking at the named mistakes: a diagnosis is true or absent.

The tables are in natural/. Whoever changes a check and finds a test here failing reads the answer and the card: is what
the card says true of *this* code? If so, its name goes into the table; if not, the check is wrong.
"""

import linecache
import runpy
import textwrap
from pathlib import Path

import numpy as np
import pytest

from tinygrad_lite.course.card import verdict_card
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.submission import Submission

EXERCISES = {exercise.id: (lesson, exercise) for lesson in LESSONS for exercise in exercises_of(lesson)}
TABLES = [runpy.run_path(str(path)) for path in sorted((Path(__file__).parent / "natural").glob("*.py"))]


def answers(table, wrong):
    """(exercise id, source, diagnoses that are true of it) of every answer, with a readable name."""
    for module in TABLES:
        for exercise_id, items in module.get(table, {}).items():
            for number, item in enumerate(items, start=1):
                source, true = item if wrong else (item, None)
                allowed = true if isinstance(true, tuple) else (true,)
                tail = f"-{allowed[0] or 'nothing'}" if wrong else ""
                yield pytest.param(
                    exercise_id, textwrap.dedent(source).strip(), allowed, id=f"{exercise_id}-{number}{tail}"
                )


def check(exercise_id, source):
    """The verdict on an answer that was typed into a cell of its lesson, and the card."""
    lesson, exercise = EXERCISES[exercise_id]
    borrowed = {other.name: other.solution for other in exercises_of(lesson) if hasattr(other, "solution")}
    namespace = {"np": np, **borrowed}
    file = f"<natural {exercise_id} {hash(source)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec"), namespace)
    verdict = verdict_on(exercise, Submission(namespace[exercise.name], source, namespace, frozenset(borrowed)))
    return verdict, repr(verdict_card(exercise, verdict, []))


def is_cut(name, said):
    """Long names are written with … at their end."""
    return bool(name and said and name.endswith("…") and said.startswith(name[:-1]))


def holds(exercise_id, source, allowed):
    verdict, card = check(exercise_id, source)
    said = verdict.diagnosis.name if verdict.diagnosis else None
    assert verdict.status in ("wrong", "error", "not-by-hand"), f"{source}\n\npasses:\n{card}"
    assert any(said == name or is_cut(name, said) for name in allowed), (
        f"{source}\n\nIs this true of it? Expected was one of {allowed}.\n\n{card}"
    )
    assert "{" not in (verdict.diagnosis.text if verdict.diagnosis else ""), card


@pytest.mark.parametrize(("exercise_id", "source", "allowed"), list(answers("WRONG", wrong=True)))
def test_a_wrong_answer_gets_a_true_diagnosis_or_none(exercise_id, source, allowed):
    holds(exercise_id, source, allowed)


@pytest.mark.parametrize(("exercise_id", "source", "allowed"), list(answers("RIGHT", wrong=False)))
def test_a_right_answer_in_any_style_passes(exercise_id, source, allowed):
    verdict, card = check(exercise_id, source)
    assert verdict.status == "right", f"{source}\n\n{card}"


def test_every_coded_exercise_has_answers():
    coded = {key for key, (_, exercise) in EXERCISES.items() if hasattr(exercise, "solution")}
    covered = {exercise_id for module in TABLES for exercise_id in module["WRONG"]}
    assert covered <= coded
    for module in TABLES:
        for exercise_id in module["WRONG"]:
            assert len(module["WRONG"][exercise_id]) >= 14
            assert len(module["RIGHT"][exercise_id]) >= 8
