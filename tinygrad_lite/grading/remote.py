"""One answer in a student's process, as `course/judge.py` puts cases to it."""

from __future__ import annotations

import contextlib
import copy
import inspect
import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

from tinygrad_lite.course.case import Case
from tinygrad_lite.course.elsewhere import Elsewhere
from tinygrad_lite.course.plain import Other
from tinygrad_lite.course.run import Answer
from tinygrad_lite.grading.answers import Unfit, answer_from
from tinygrad_lite.grading.heard import Heard
from tinygrad_lite.grading.process import Process

_CASES: WeakKeyDictionary[Case, bytes] = WeakKeyDictionary()
_heard = Heard()


class Remote(Elsewhere):
    """One answer to an exercise, in its process.

    Attributes:
        heard: the answers to the cases in the order in which they were first said ahead: how it behaves.
    """

    def __init__(self, process: Process, exercise_id: str, place: int, description: dict[str, Any], name: str) -> None:
        self.process, self.exercise_id, self.place = process, exercise_id, place
        self.is_class = description.get("is class") is True
        self.__name__ = name
        self.__signature__ = signature_from(description.get("signature"))
        self.names: list[str] = []
        self.made_anew = False
        self.planned: list[Case] = []
        self.coming: Iterator[Answer] = iter(())
        self.heard: list[Answer] = []
        self.said = 0

    def within(self, seconds: float) -> contextlib.AbstractContextManager[None]:
        return self.process.within(seconds)

    def by_name(self, names: Sequence[str]) -> Remote:
        other = self._copy()
        other.names = list(names)
        return other

    def afresh(self) -> Remote:
        other = self._copy()
        other.made_anew = True
        return other

    def _copy(self) -> Remote:
        other = copy.copy(self)
        other.planned, other.coming = [], iter(())
        return other

    def ahead(self, cases: Iterable[Case]) -> None:
        self.said += 1
        self.planned = list(cases)
        self.coming = self._answers(self.planned[:])

    def answer(self, case: Case) -> Answer:
        if not self.planned or self.planned[0] is not case:
            self.planned = []
            return next(self._answers([case]))
        del self.planned[0]
        answer = next(self.coming)
        if self.said == 1:
            self.heard.append(answer)
        return answer

    def _answers(self, cases: list[Case]) -> Iterator[Answer]:
        """Put cases, all at once; each answer as it comes."""

        if self.process.started is None:  # it was lost
            self.process.run_up_to(self.place, self.exercise_id, [])
        self.process.start()
        new, numbers = self.process.numbered(cases)
        how = {"by name": self.names, "afresh": self.made_anew}
        request = {"do": "put", "exercise": self.exercise_id, **how, "new": len(new), "cases": numbers}
        messages = self.process.ask(request, *map(as_bytes, new))
        for number, case in zip(numbers, cases, strict=True):
            message = next(messages)
            answer = _heard.get(case, number, message)  # the same as before, or as another student's: the very same
            if answer is None:
                answer = self._answer(message, number, case)
                _heard.keep(case, number, message, answer)
            yield answer

    def _answer(self, message: bytes, number: int, case: Case) -> Answer:
        """The answer to a case in a message."""
        said = self.process.understood(message)
        try:
            if not isinstance(said, list) or not said or type(said[0]) is not int or said[0] != number:
                raise Unfit("the answer to another case")
            return answer_from(said, case)
        except Unfit as problem:
            raise self.process.lost(f"It sent what is no answer: {problem}.") from None


def as_bytes(case: Case) -> bytes:
    """A case as it is sent to who puts it, made once."""
    if case not in _CASES:
        _CASES[case] = pickle.dumps(replace(case))  # a copy, which has nothing that the case has found out of itself
    return _CASES[case]


class Shown:
    """A default value that is no plain data: it looks like this and is equal to nothing."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def signature_from(told: Any) -> inspect.Signature | None:
    """A signature out of what a process says; None where that makes no sense."""
    try:
        parameters = []
        for name, kind, has_default, default, text in told:
            value = Shown(str(text)[:200]) if isinstance(default, Other) else default
            given = value if has_default else inspect.Parameter.empty
            parameters.append(inspect.Parameter(name, inspect._ParameterKind(kind), default=given))
        return inspect.Signature(parameters)
    except (TypeError, ValueError):
        return None
