"""Answers as students type them, written without looking at the named mistakes: a diagnosis is true or absent.

They are in answers/. Whoever changes a check and finds a test here failing reads the answer and the card: is what the
card says true of *this* code? If so, its name goes into the answer's marker; if not, the check is wrong.
"""

import functools
import linecache
import time
import zlib

import numpy as np
import pytest
import torch

import tinygrad_lite
from tinygrad_lite.course.card import verdict_card
from tinygrad_lite.course.certificate.answers import answers_folder, answers_to
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.oracle import cases_of, expected_answers
from tinygrad_lite.course.run import HUNG
from tinygrad_lite.course.submission import Submission

#: What is known to end is given this long: on a busy machine, a diagnosis must not be cut off.
AMPLE = 60.0
#: CI asks one answer in so many, always the same ones; all are asked with --full, as after a change of their exercise.
SHARE = 4
EXERCISES = {exercise.id: (lesson, exercise) for lesson in LESSONS for exercise in exercises_of(lesson)}
ANSWERS = {exercise_id: answers_to(exercise) for exercise_id, (_, exercise) in EXERCISES.items()}


@pytest.fixture(scope="module", autouse=True)
def _torch_is_ready():
    """Some answers take PyTorch's optimizers. Their first step imports so much that a busy machine needs seconds."""
    weight = torch.nn.Parameter(torch.ones(1))
    weight.grad = torch.ones(1)
    torch.optim.SGD([weight], lr=0.1).step()


@pytest.fixture(autouse=True)
def _files_go_nowhere(tmp_path, monkeypatch):
    """Some answers write a file of a name of their own, into the folder in which they are."""
    monkeypatch.chdir(tmp_path)


def each(kind):
    """One test for each answer of a kind."""
    for exercise_id, answers in ANSWERS.items():
        for answer in getattr(answers, kind):
            says = "".join(f"-{name or 'nothing'}" for name in answer.diagnoses[:1])
            marks = [pytest.mark.full] if zlib.crc32(answer.source.encode()) % SHARE else []
            yield pytest.param(exercise_id, answer, id=f"{answer.place.replace(', line ', ':')}{says}", marks=marks)


@functools.cache
def asked(exercise_id):
    """Its cases and what is expected. The same ones for every answer: so its mistakes are put to them only once."""
    exercise = EXERCISES[exercise_id][1]
    cases = cases_of(exercise)
    return cases, expected_answers(exercise, cases)


@functools.cache
def borrowed(lesson):
    return {exercise.name: exercise.solution for exercise in exercises_of(lesson)}


def check(exercise_id, answer):
    """The verdict on an answer that was typed into a cell of its lesson, and the card."""
    lesson, exercise = EXERCISES[exercise_id]
    namespace = {"np": np, "tg": tinygrad_lite, **borrowed(lesson)}
    file = f"<{answer.place}>"
    linecache.cache[file] = (len(answer.source), None, answer.source.splitlines(keepends=True), file)
    exec(compile(answer.source, file, "exec"), namespace)
    submission = Submission(namespace[exercise.name], answer.source, namespace, frozenset(borrowed(lesson)))
    seconds = None if HUNG in answer.diagnoses else AMPLE
    began = time.process_time()
    verdict = verdict_on(exercise, submission, *asked(exercise_id), seconds)
    allowed = exercise.budget + sum(exercise.long.values())
    assert time.process_time() - began < 1.5 * allowed, "a student would see this check cut off"
    return verdict, repr(verdict_card(exercise, verdict, []))


@pytest.mark.one_in(5)
@pytest.mark.parametrize(("exercise_id", "answer"), list(each("wrong")))
def test_a_wrong_answer_gets_a_true_diagnosis_or_none(exercise_id, answer):
    verdict, card = check(exercise_id, answer)
    assert verdict.status in ("wrong", "error", "not-by-hand"), f"{answer.source}\n\npasses:\n{card}"
    assert answer.is_true(verdict.diagnosis.name if verdict.diagnosis else None), (
        f"{answer.source}\n\nIs this true of it? Expected was one of {answer.diagnoses}.\n\n{card}"
    )
    assert "{" not in (verdict.diagnosis.text if verdict.diagnosis else ""), card


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("exercise_id", "answer"), list(each("right")))
def test_a_right_answer_in_any_style_passes(exercise_id, answer):
    verdict, card = check(exercise_id, answer)
    assert verdict.status == "right", f"{answer.source}\n\n{card}"


def test_every_file_of_answers_is_of_an_exercise():
    files = {path.relative_to(answers_folder()).with_suffix("").as_posix() for path in answers_folder().rglob("*.py")}
    assert files == set(EXERCISES)


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_every_exercise_has_many_answers(exercise_id):
    answers = ANSWERS[exercise_id]
    assert len(answers.wrong) >= 14
    assert len(answers.right) >= 8
