"""What is right: the reference's answers, computed once and kept.

The reference of most exercises is PyTorch, whose import takes longer than a whole check. The lessons always ask the
same cases, so the right answers to these are in a small file beside the exercises (`exercises/loss/expected.json`,
written by `python -m tinygrad_lite.course.build`). A case that is not in it, as when a teacher grades with a seed of
her own, is answered by the reference itself. The answers are found by the case's content, so that a case that changed
is never compared with an old answer.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import numpy as np

from .case import Case
from .exercise import Exercise
from .plain import decode, encode, fingerprint
from .run import Answer, run

#: The seed of the cases that the lessons ask.
LESSON_SEED = 0


def cases_of(exercise: Exercise, seed: int = LESSON_SEED) -> list[Case]:
    """The cases of an exercise for a seed, in the author's order."""
    return list(exercise.cases(np.random.default_rng(seed)))


def expected_answers(exercise: Exercise, cases: list[Case]) -> list[Answer]:
    """The right answer to each case; an empty one where the exercise judges answers by properties.

    Raises:
        RuntimeError: the reference itself failed, which is the author's mistake.
    """
    if exercise.has_own_judge:
        return [Answer() for _ in cases]
    known = _known_answers(file_of_answers(exercise.id))
    return [_from_file(known, exercise, case) or ask_reference(exercise, case) for case in cases]


def _from_file(known: dict[str, Any], exercise: Exercise, case: Case) -> Answer | None:
    saved = known.get(key_of(exercise, case))
    return Answer(decode(saved[0]), decode(saved[1])) if saved else None


def ask_reference(exercise: Exercise, case: Case) -> Answer:
    """The reference's answer, computed now."""
    answer = run(exercise.reference, case, library="torch")
    if answer.failure:
        raise RuntimeError(
            f"{exercise.id}: the reference failed on this case:\n{case.code()}"
        ) from answer.failure.exception
    return Answer(answer.value, answer.after)


def key_of(exercise: Exercise, case: Case) -> str:
    """The name under which the answer to a case is kept."""
    return f"{exercise.id} {fingerprint((dict(case.args), list(case.steps), list(case.observe)))}"


def file_of_answers(exercise_id: str) -> Path:
    """Where the right answers to a lesson's cases are kept."""
    return Path(__file__).parent / "exercises" / exercise_id.partition("/")[0] / "expected.json"


@functools.lru_cache(maxsize=32)
def _known_answers(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def answers_as_json(exercises: list[Exercise]) -> str:
    """The content of a lesson's `expected.json`: the references' answers, one line a case."""
    lines = []
    for exercise in exercises:
        for case in [] if exercise.has_own_judge else cases_of(exercise):
            answer = ask_reference(exercise, case)
            saved = json.dumps([encode(answer.value), encode(answer.after)])
            lines.append(f"{json.dumps(key_of(exercise, case))}: {saved}")
    return "{\n" + ",\n".join(lines) + "\n}\n"
