"""The grader says of the same code what the card in the lesson says: status, kind, name and text of the diagnosis, and
where a training loop parts from the right one.

All answers that are kept as students type them are judged both ways: in this process, as a lesson does, and in a
process apart. A tenth of them in CI; with --full all of them, once more in the sandbox that the class is graded
in.
"""

import contextlib
import functools
import linecache
import re
import zlib

import numpy as np
import pytest
import torch

import tinygrad_lite
from tinygrad_lite.course.certificate.answers import answers_to
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.run import HUNG
from tinygrad_lite.course.submission import Submission
from tinygrad_lite.grading.asked import asked
from tinygrad_lite.grading.definitions import Block, Given, Program
from tinygrad_lite.grading.judging import Judging
from tinygrad_lite.grading.processes import Processes
from tinygrad_lite.grading.sandbox import NoSandbox, best_tier, with_forks
from tinygrad_lite.grading.sandbox.limits import Limits
from tinygrad_lite.grading.sandbox.limits_only import LimitsOnly

HEAD = "import numpy as np\nimport tinygrad_lite as tg\n"
EXERCISES = {exercise.id: (lesson, exercise) for lesson in LESSONS for exercise in exercises_of(lesson)}
#: Why there is no verdict on what needs PyTorch itself, say: no student's process has it.
NOT_THERE = "It uses what is not there when notebooks are graded"
ABSENT = re.compile(r"\b(torch|sklearn)\b")
#: Python's `hash` of bytes is another one in each process, unless PYTHONHASHSEED says which; one draws its own random
#: numbers, and what is said of one has a time of the clock in it.
BY_CHANCE = ("loop/run_record, line 70", "stopping/train_val_split, line 238", "gpu/time_it, line 495")
#: Of an exercise that saves files so many answers use packages that are not there.
FOR_A_PERSON = 8
#: Busy machines are slow, and what is known to end is to be judged whole.
LIMITS = Limits(cpu_seconds=10**6, wall_seconds=10**6)


def answers_of(exercise_id):
    """All answers to an exercise; those that never end among them."""
    answers = answers_to(EXERCISES[exercise_id][1])
    return [*answers.wrong, *answers.right]


def a_tenth(exercise_id):
    """Always the same ones."""
    return [answer for answer in answers_of(exercise_id) if zlib.crc32(answer.place.encode()) % 10 == 0]


class TwoProcesses(Processes):
    """With the engine and without, each answer with variables of its own: these answers are ours, and starting takes
    long."""

    shared = {}

    def new(self, borrowed, engine, alone="", values=None):
        new = super().new(borrowed, engine, alone, values)
        shared = TwoProcesses.shared.setdefault((self.tier.name, engine), new)
        return contextlib.nullcontext(shared.take(new.notebook))


@pytest.fixture(scope="module", autouse=True)
def _one_process():
    weight = torch.nn.Parameter(torch.ones(1))  # its first step imports much
    weight.grad = torch.ones(1)
    torch.optim.SGD([weight], lr=0.1).step()
    yield
    while TwoProcesses.shared:
        TwoProcesses.shared.popitem()[1].end()


@pytest.fixture(autouse=True)
def _files_go_nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@functools.cache
def lent(lesson):
    return {exercise.name: exercise.solution for exercise in exercises_of(lesson)}


def in_the_lesson(exercise_id, answer, locating=False):
    """The verdict as a lesson gives it."""
    lesson, exercise = EXERCISES[exercise_id]
    namespace = {"np": np, "tg": tinygrad_lite, **lent(lesson)}
    file = f"<{answer.place}>"
    linecache.cache[file] = (len(answer.source), None, answer.source.splitlines(keepends=True), file)
    exec(compile(answer.source, file, "exec", 0, True), namespace)
    submission = Submission(namespace[exercise.name], answer.source, namespace, frozenset(lent(lesson)))
    seconds = None if HUNG in answer.diagnoses else 60.0
    return verdict_on(exercise, submission, *asked(exercise, 0), seconds, locating)


def apart(exercise_id, answer, tree, tier):
    """What the grader makes of it."""
    lesson, exercise = EXERCISES[exercise_id]
    given = Given(1, exercise.name, False, "", 1, answer.source)
    program = Program(
        (Block("head", HEAD, HEAD), Block(answer.place, answer.source, answer.source)), {exercise_id: given}
    )
    exercises = exercises_of(lesson)
    judging = Judging(program, exercises, 0, tier, tree, LIMITS)
    judging.processes = TwoProcesses(program, exercises, tier, tree, LIMITS)
    return judging.all()[exercise_id]


def outcome(verdict):
    """What is said of an answer."""
    found, parting = verdict.diagnosis, verdict.parting
    diagnosis = found and (found.kind, found.name, found.text)
    return verdict.status, diagnosis, parting and (parting.where, parting.what, parting.usual)


def is_same(answer, judged, lesson):
    """Whether the grader says what the lesson says; None where it needs a package that no student's process has."""
    verdict = judged.verdict
    if verdict is None:
        return None if judged.why.startswith(NOT_THERE) and ABSENT.search(answer.source) else False
    if verdict.status == "not-by-hand" and verdict.forbidden.module in ("torch", "sklearn") and not verdict.passed:
        return None
    if outcome(verdict) == outcome(lesson):
        return True
    by_chance = "answers differ" in answer.diagnoses or answer.place in BY_CHANCE
    said = verdict.diagnosis and verdict.diagnosis.name
    return by_chance and verdict.status == lesson.status and (answer.is_true(said) or answer.place in BY_CHANCE)


def differences(exercise_id, answers, tree, tier):
    """Where the grader says something else than the lesson, and how many answers a person has to look at."""
    found, for_a_person = [], 0
    for answer in answers:
        judged, lesson = apart(exercise_id, answer, tree, tier), in_the_lesson(exercise_id, answer)
        same = is_same(answer, judged, lesson)
        for_a_person += same is None
        if same is False:
            said = outcome(judged.verdict) if judged.verdict else judged.why
            found.append(f"{answer.place}\n{answer.source}\n  lesson: {outcome(lesson)}\n  grader: {said}")
    return found, for_a_person


@pytest.mark.slow(one_in=2)
@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_a_tenth_of_the_answers_gets_the_lessons_verdict(exercise_id, tree):
    found, _ = differences(exercise_id, a_tenth(exercise_id), tree, LimitsOnly())
    assert not found, "\n\n".join(found)


@pytest.mark.full
@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_every_answer_gets_the_lessons_verdict(exercise_id, tree):
    found, for_a_person = differences(exercise_id, answers_of(exercise_id), tree, LimitsOnly())
    assert not found, "\n\n".join(found)
    assert for_a_person <= FOR_A_PERSON


@pytest.fixture(scope="module")
def sandbox():
    """The tier that holds here."""
    try:
        return with_forks(best_tier())
    except NoSandbox as problem:
        pytest.skip(f"students' programs cannot be held here: {problem}")


@pytest.mark.full
@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_every_answer_gets_the_lessons_verdict_in_the_sandbox_too(exercise_id, tree, sandbox):
    """What a sandbox denies (files, processes, clocks) costs no answer its mark."""
    found, for_a_person = differences(exercise_id, answers_of(exercise_id), tree, sandbox)
    assert not found, "\n\n".join(found)
    assert for_a_person <= FOR_A_PERSON
