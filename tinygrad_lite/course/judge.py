"""The verdict on a submission: not started, wrong, error, right but not by hand, or right.

Everything that decides is here in order; what to *say* about a wrong answer is found in `diagnosis/`.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from .budget import Expired, budget
from .by_hand import ForbiddenCall, forbidden_call
from .case import Case
from .compare import ulps
from .exercise import Exercise, Finding
from .oracle import cases_of, expected
from .run import Answer, Failure, run
from .submission import Submission

#: The kind of failure that a check which ran out of time counts as.
HUNG = "did not finish"


@dataclass(frozen=True)
class Diagnosis:
    """What was done wrong. `kind` and `name` are for reports; the first sentence of `text` is the one in bold."""

    kind: str
    name: str
    text: str


@dataclass
class Attempt:
    """A submission on all the cases of its exercise.

    Attributes:
        exercise, submission: what was asked, and what was handed in.
        cases: the cases, from small to large.
        answers: one a case; after a case that hung there are no more.
        findings: one a case; None where the answer is right.
    """

    exercise: Exercise
    submission: Submission
    cases: list[Case]
    answers: list[Answer] = field(default_factory=list)
    findings: list[Finding | None] = field(default_factory=list)

    @cached_property
    def expected(self) -> list[Answer]:
        """The reference's answers; empty answers where the exercise has a judge of its own."""
        if self.exercise.has_own_judge:
            return [Answer() for _ in self.cases]
        return [expected(self.exercise, case) for case in self.cases]

    @property
    def wrong(self) -> list[int]:
        """Which cases were answered wrongly."""
        return [index for index, finding in enumerate(self.findings) if finding]

    @property
    def all_values_right(self) -> bool:
        """Every answer has the right value, whatever else is wrong."""
        return all(finding is None or finding.key in SIDE_EFFECTS for finding in self.findings)


#: Findings about an answer whose value is right.
CHANGED, WARNED = "changed its input", "warned"
SIDE_EFFECTS = (CHANGED, WARNED)


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check.

    Attributes:
        id: the exercise's.
        status: "not-started", "wrong", "error", "not-by-hand" or "right".
        passed, total: cases answered rightly, and asked.
        case, answer, expected: the smallest failing case, what came out and what was expected.
        diagnosis: what was done wrong, if that is known.
        forbidden: the call that makes it "not by hand".
        ulps: the largest difference from the reference, in units in the last place of the largest expected value.
    """

    id: str
    status: str
    passed: int = 0
    total: int = 0
    case: Case | None = None
    answer: Answer | None = None
    expected: Answer | None = None
    diagnosis: Diagnosis | None = None
    forbidden: ForbiddenCall | None = None
    ulps: float = 0.0


def judge(exercise: Exercise, submission: Submission, cases: list[Case] | None = None) -> Verdict:
    """Check a submission against all cases of an exercise.

    Args:
        exercise: what was asked.
        submission: what was handed in.
        cases: other cases than the lesson's, as for grading.
    """
    if submission.is_stub():
        return Verdict(exercise.id, "not-started")
    attempt = Attempt(exercise, submission, cases_of(exercise) if cases is None else cases)
    unfit = wrong_signature(exercise, submission)
    if unfit:
        return Verdict(exercise.id, "error", 0, len(attempt.cases), diagnosis=unfit)
    forbidden = forbidden_call(submission, exercise.forbids)
    if forbidden:  # an import that the budget cut off in the middle would spoil the kernel, so it comes first
        with contextlib.suppress(ImportError):
            importlib.import_module(forbidden.module)
    put(attempt)
    if not attempt.wrong:
        unstable = repeat(attempt)
        if unstable is not None:
            return explain(attempt, unstable)
        status, total = "not-by-hand" if forbidden else "right", len(attempt.cases)
        distance = max(
            (ulps(a.value, e.value) for a, e in zip(attempt.answers, attempt.expected, strict=True)), default=0
        )
        return Verdict(exercise.id, status, total, total, forbidden=forbidden, ulps=distance)
    return without_help(explain(attempt), forbidden)


def without_help(verdict: Verdict, forbidden: ForbiddenCall | None) -> Verdict:
    """An error in a call that the exercise rules out: better not to mend it."""
    if not forbidden or verdict.status != "error" or not verdict.diagnosis:
        return verdict
    text = f"{verdict.diagnosis.text} This exercise asks you to write it yourself, without {forbidden.module}."
    return replace(verdict, diagnosis=replace(verdict.diagnosis, text=text.strip()))


def explain(attempt: Attempt, unstable: int | None = None) -> Verdict:
    """The verdict with its diagnosis. Looking for one runs the submission again, which may hang where it did not."""
    from .diagnosis import as_put, diagnose, verdict  # they run and compare in their turn

    try:
        with budget(attempt.exercise.budget):
            return diagnose(attempt, unstable)
    except Expired:
        first = unstable if unstable is not None else smallest(attempt)
        return verdict(attempt, "wrong", as_put(attempt, first), None)


def put(attempt: Attempt) -> None:
    """Put every case to the submission, within the exercise's budget."""
    exercise, wanted = attempt.exercise, attempt.expected  # the reference's time is not the student's
    try:
        with budget(exercise.budget):
            for case, right in zip(attempt.cases, wanted, strict=True):
                answer = run(attempt.submission.candidate, case)
                attempt.answers.append(answer)
                attempt.findings.append(find(exercise, case, answer, right))
    except Expired:
        case = attempt.cases[len(attempt.answers)]
        failure = Failure(HUNG, f"It did not finish within {exercise.budget:g} seconds.")
        attempt.answers.append(Answer(failure=failure))
        attempt.findings.append(Finding("failed", failure.message))


def find(exercise: Exercise, case: Case, answer: Answer, wanted: Answer) -> Finding | None:
    """What is wrong with one answer; None if nothing is."""
    if answer.failure:
        return Finding("failed", f"{answer.failure.kind}: {answer.failure.message}")
    if exercise.has_own_judge:
        finding = exercise.judge(case, answer.value if answer.after is None else (answer.value, answer.after))
        if finding:
            return finding
    elif not answer.agrees(wanted, exercise.rtol):
        return Finding("value", "It differs from what was expected.")
    if answer.changed:
        return Finding(CHANGED, f"It changed `{answer.changed[0]}`.")
    if exercise.quiet and answer.warned:
        return Finding(WARNED, answer.warned)
    return None


def repeat(attempt: Attempt) -> int | None:
    """Put the cases again in the opposite order: the first case whose answer is then no longer right.

    Catches what keeps something from call to call, and what is right by luck.
    """
    try:
        with budget(attempt.exercise.budget):
            for index in reversed(range(len(attempt.cases))):
                case = attempt.cases[index]
                answer = run(attempt.submission.candidate, case)
                if find(attempt.exercise, case, answer, attempt.expected[index]):
                    attempt.answers[index] = answer
                    return index
    except Expired:
        return len(attempt.cases) - 1
    return None


def wrong_signature(exercise: Exercise, submission: Submission) -> Diagnosis | None:
    """What is wrong with the first line, if it cannot be called as the exercise calls it. Names are free."""
    if not callable(submission.candidate):
        kind = type(submission.candidate).__name__
        return Diagnosis("structure", "not callable", f"`{exercise.name}` is a {kind}, not something to call.")
    if exercise.asks_for_class != inspect.isclass(submission.candidate):
        asked, came = ("class", "function") if exercise.asks_for_class else ("function", "class")
        return Diagnosis("structure", "wrong kind", f"The exercise asks for a {asked}, yours is a {came}.")
    if exercise.asks_for_class:
        return None  # a script tells more: it fails on the line that does not fit
    try:
        yours = inspect.signature(submission.candidate)
    except (TypeError, ValueError):
        return None
    wanted = list(exercise.signature.parameters.values())
    required = sum(parameter.default is parameter.empty for parameter in wanted)
    line = f"`def {exercise.name}{exercise.signature}:`"
    for count in range(required, len(wanted) + 1):
        try:
            yours.bind(*[None] * count)
        except TypeError:
            given = ", ".join(parameter.name for parameter in wanted[:count])
            text = f"It cannot be called as `{exercise.name}({given})`."
            text += f" Its first line should be {line}; other names will do."
            return Diagnosis("structure", "wrong parameters", text)
    return None


def smallest(attempt: Attempt) -> int:
    """The first wrong case whose kind of fault comes first: an exception before a value; of scripts the shortest."""
    failing = [index for index in attempt.wrong if attempt.answers[index].failure]
    return min(failing or attempt.wrong, key=lambda index: len(attempt.cases[index].steps))


def outcome(exercise: Exercise, candidate: Any, cases: list[Case]) -> list[Answer]:
    """A candidate's answers to all cases, without a budget: for solutions and mistakes, which are ours."""
    return [run(candidate, case) for case in cases]
