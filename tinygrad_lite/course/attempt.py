"""An attempt: a submission on all the cases of its exercise. And what is said of one: the verdict, with a diagnosis."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any

from .budget import budget
from .by_hand import ForbiddenCall
from .case import Case
from .compare import can_be_seen
from .elsewhere import Elsewhere
from .exercise import Exercise, Finding
from .expired import Expired
from .oracle import cases_of, expected_answers
from .run import HUNG, Answer, Failure, run
from .submission import Submission

#: Keys of findings about an answer whose value is right.
CHANGED, WARNED = "changed its input", "warned"
SIDE_EFFECTS = (CHANGED, WARNED)


@dataclass(frozen=True)
class Diagnosis:
    """What was done wrong. `kind` and `name` are for reports; the first sentence of `text` is the one in bold.

    `alone` is what to say in place of a `text` that speaks of more than one mistake, if one change mends all.
    """

    kind: str
    name: str
    text: str
    alone: str = ""


def first_sentence(text: str) -> tuple[str, str]:
    """The first sentence, and the rest."""
    pieces = re.split(r"(?<=[.?])\s+(?=[A-Z`−Σ])", text.strip(), maxsplit=1)
    return pieces[0], pieces[1] if len(pieces) == 2 else ""


@dataclass(frozen=True)
class Spot:
    """A piece of one line of a submission: the line's number and text, and where in it the piece begins and ends."""

    number: int
    line: str
    start: int
    end: int

    @property
    def piece(self) -> str:
        """The piece itself."""
        return self.line[self.start : self.end]


@dataclass(frozen=True)
class Place:
    """The one place where a submission has to be changed: proven by a change there after which every case is right.

    Attributes:
        spots: where; of several, a change at any one of them is enough.
        cases: how many cases are right after it.
        missing: whether nothing has to be changed there, but something is missing behind it.
        several: whether what was changed there is more than one thing, as far as is known: it may be two mistakes.
        second: of two mistakes, where the other one is; the change at `spots` is then not enough.
        left: of two mistakes, what is left when the first is mended, where that has a name; where there is no `second`,
            it is not known where it is, and `cases` says nothing.
        mended, unmended: the parts of the answer that a change at `spots` makes right in all cases, where more than
            one was wrong, and those that are wrong after it still, whatever makes them so.
    """

    spots: tuple[Spot, ...]
    cases: int
    missing: bool = False
    several: bool = False
    second: tuple[Spot, ...] = ()
    left: str = ""
    mended: tuple[str, ...] = ()
    unmended: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parting:
    """Where a wrong loop parts from the right one, on the case that is shown, as two runs of it show.

    Attributes:
        where: "batch 2 of epoch 1".
        what: the first quantity that differs there; "" where the two runs are the same.
        got, expected: the quantity in both.
        usual: what usually moves this first: a hint, no fact.
        trains: whether it is a loop that trains; another one measures.
    """

    where: str
    what: str = ""
    got: Any = None
    expected: Any = None
    usual: str = ""
    trains: bool = True


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check.

    Attributes:
        id: the exercise's.
        status: "not-started", "wrong", "error", "not-by-hand" or "right".
        passed, total: cases answered rightly, and asked.
        case, answer, expected: the smallest failing case, what came out and what was expected.
        diagnosis: what was done wrong, if that is known.
        place: where in the code it was done, if that is proven.
        parting: of a loop over batches, where it parts from the right one.
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
    place: Place | None = None
    parting: Parting | None = None
    forbidden: ForbiddenCall | None = None
    ulps: float = 0.0


@dataclass
class Attempt:
    """A submission on all the cases of its exercise.

    Attributes:
        exercise, submission: what was asked, and what was handed in.
        cases: the cases, from small to large.
        expected: the right answer to each; empty answers where the exercise has a judge of its own.
        seconds: what putting the cases may take, all together.
        answers: one a case; after a case that hung there are no more.
        findings: one a case; None where the answer is right.
    """

    exercise: Exercise
    submission: Submission
    cases: list[Case]
    expected: list[Answer]
    seconds: float
    answers: list[Answer] = field(default_factory=list)
    findings: list[Finding | None] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        exercise: Exercise,
        submission: Submission,
        cases: list[Case] | None = None,
        expected: list[Answer] | None = None,
        seconds: float | None = None,
    ) -> Attempt:
        """An attempt that has not begun; what is left out is the exercise's own."""
        cases = cases_of(exercise) if cases is None else cases
        expected = expected_answers(exercise, cases) if expected is None else expected
        return cls(exercise, submission, cases, expected, exercise.budget if seconds is None else seconds)

    @property
    def wrong(self) -> list[int]:
        """Which cases were answered wrongly."""
        return [index for index, finding in enumerate(self.findings) if finding]

    @property
    def first_wrong(self) -> int:
        """The first wrong case whose kind of fault comes first; the shortest script.

        An exception comes before a value, and a wrong value before a right one with a side effect. Of wrong values, one
        that looks wrong in the digits that are printed.
        """
        failing = [index for index in self.wrong if self.answers[index].failure]
        values = [index for index, finding in enumerate(self.findings) if finding and finding.key not in SIDE_EFFECTS]
        seen = [] if failing else [index for index in values if self.can_be_seen(index)]
        return min(failing or seen or values or self.wrong, key=lambda index: len(self.cases[index].steps))

    def can_be_seen(self, index: int) -> bool:
        """Whether what is wrong with an answer shows in the digits that are printed."""
        got, wanted = self.answers[index], self.expected[index]
        return self.exercise.has_own_judge or can_be_seen((got.value, got.after), (wanted.value, wanted.after))

    @property
    def all_values_right(self) -> bool:
        """Every answer has the right value, whatever else is wrong."""
        return all(finding is None or finding.key in SIDE_EFFECTS for finding in self.findings)

    def only(self, indices: list[int]) -> Attempt:
        """The attempt as if only some of its cases had been asked."""
        return replace(
            self,
            cases=[self.cases[index] for index in indices],
            expected=[self.expected[index] for index in indices],
            answers=[self.answers[index] for index in indices],
            findings=[self.findings[index] for index in indices],
        )

    def put(self) -> None:
        """Put every case to the submission, within the time."""
        seconds = self.seconds
        try:
            for cases, seconds in self._in_their_time():
                with time_for(self.submission, seconds):
                    say_ahead(self.submission, cases)
                    for case in cases:
                        right = self.expected[len(self.answers)]
                        answer = run(self.submission.candidate, case)
                        self.answers.append(answer)
                        self.findings.append(fault_of(self.exercise, case, answer, right))
        except Expired as expired:
            del self.answers[len(self.findings) :]  # an answer that was not looked at any more
            if len(self.answers) == len(self.cases):
                return  # time was up when all was done
            failure = Failure(HUNG, str(expired) or f"It did not finish within {seconds:g} seconds.")
            self.answers.append(Answer(failure=failure))
            self.findings.append(Finding("failed", failure.message))

    def _in_their_time(self) -> Iterator[tuple[list[Case], float]]:
        """The cases in order, with the seconds that they have together; what may take long has its own."""
        for about, cases in itertools.groupby(self.cases, lambda case: case.about if self._is_long(case) else ""):
            yield list(cases), max(self.seconds, self.exercise.long.get(about, 0.0))

    def _is_long(self, case: Case) -> bool:
        return case.about in self.exercise.long

    def repeat(self) -> int | None:
        """Put the cases again in the opposite order, each twice in one go where that is allowed.

        Gives the first case whose answer is then no longer right. Catches what keeps something from call to call, and
        what is right by luck. What may take long is not asked again.
        """
        again = [(index, self.once_more(case)) for index, case in enumerate(self.cases) if not self._is_long(case)][
            ::-1
        ]
        try:
            with time_for(self.submission, self.seconds):
                say_ahead(self.submission, [case for _, case in again])
                for index, case in again:
                    answer = run(self.submission.candidate, case)
                    if fault_of(self.exercise, case, answer, self.expected[index]):
                        self.cases = [*self.cases[:index], case, *self.cases[index + 1 :]]
                        self.answers[index] = answer
                        return index
        except Expired:
            return again[-1][0]
        return None

    def once_more(self, case: Case) -> Case:
        """The case to be put when it is asked again."""
        return case.again if self.exercise.may_be_asked_again(case) else case


def time_for(submission: Submission, seconds: float) -> AbstractContextManager[Any]:
    """A block in which a submission may take so long, wherever it is."""
    candidate = submission.candidate
    return candidate.within(seconds) if isinstance(candidate, Elsewhere) else budget(seconds)


def say_ahead(submission: Submission, cases: list[Case]) -> None:
    """Tell a submission that is elsewhere which cases come next."""
    if isinstance(submission.candidate, Elsewhere):
        submission.candidate.ahead(cases)


def fault_of(exercise: Exercise, case: Case, answer: Answer, wanted: Answer) -> Finding | None:
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


def answers_of(candidate: Any, cases: list[Case]) -> list[Answer]:
    """A candidate's answers to all cases, without a budget: for solutions and mistakes, which are ours."""
    return [run(candidate, case) for case in cases]
