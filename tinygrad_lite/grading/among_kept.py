"""A new mistake among the answers that are kept for testing: right ones stay right, and wrong ones keep their names.

The answers are in the repository alone. From a wheel nothing is looked through, and nothing is said of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..course import added
from ..course.certificate.answers import Answers, TypedAnswer, answers_folder, answers_to
from ..course.certificate.bench import Bench
from ..course.exercise import MORE_MISTAKES
from ..course.folders import NotACheckout
from ..course.oracle import LESSON_SEED
from .errors import GradingError


@dataclass(frozen=True)
class AmongKept:
    """What came of it.

    Attributes:
        right: how many right answers stay right.
        wrong: how many wrong ones there are.
        named: where those stand that get the new name: file and line.
    """

    right: int
    wrong: int
    named: tuple[str, ...]

    def __str__(self) -> str:
        found = f"Kept answers: all {self.right} right ones stay right; of {self.wrong} wrong ones "
        if not self.named:
            return f"{found}none is this mistake."
        return (
            f"{found}{len(self.named)} {'is' if len(self.named) == 1 else 'are'} this mistake: {'; '.join(self.named)}."
        )


def among_kept(exercise_id: str, file: str, text: str) -> AmongKept | None:
    """Try a file of mistakes on the answers that are kept; None where none are.

    Raises:
        GradingError: a right answer is taken for wrong, or a wrong one loses the name that it has.
    """
    exercise = added.exercise_by_id(exercise_id)
    try:
        answers_folder()
    except NotACheckout:
        return None
    kept = answers_to(exercise) if exercise else Answers()
    if exercise is None or not kept.right:
        return None
    bench = Bench(exercise, (LESSON_SEED,))
    before = [_name(bench, answer) for answer in kept.wrong]
    known = {each: list(mistakes) for each, mistakes in MORE_MISTAKES.items()}
    try:
        added.add_mistakes(file, text)
        refused = [answer for answer in kept.right if not bench.passes(bench.submit(answer.source), LESSON_SEED)]
        after = [_name(bench, answer) for answer in kept.wrong]
    finally:
        MORE_MISTAKES.clear()
        MORE_MISTAKES.update(known)
    if refused:
        raise GradingError(f"A right answer would no longer be right: {refused[0].place}.")
    for answer, name, now in zip(kept.wrong, before, after, strict=True):
        if name and not now:
            raise GradingError(
                f"It is so near to “{name}” that an answer which has that name now would have none: {answer.place}."
            )
    named = [answer.place for answer, name, now in zip(kept.wrong, before, after, strict=True) if now and not name]
    return AmongKept(len(kept.right), len(kept.wrong), tuple(named))


def _name(bench: Bench, answer: TypedAnswer) -> str:
    """The named mistake that an answer is; "" for none."""
    cases = bench.cases(LESSON_SEED)
    return bench.named(bench.submit(answer.source), cases, bench.looked_up(cases))
