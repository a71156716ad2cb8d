"""Parts of an attempt: some of its cases, as if no others had been asked. A look looks at a part, never at the whole.

Where nothing is true of all cases, something may be true of most: of those before the one that hung, of those with a
finite answer, of those that ask no question of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

import numpy as np

from ..attempt import Attempt, Diagnosis, answers_of
from ..compare import as_array
from ..exercise import Exercise, Mistake
from ..run import HUNG
from .kept import kept_between_calls
from .quantities import listed
from .shrink import Shown, as_put, is_finite, shrink

#: Failures that are not looked for in smaller cases: what hangs takes too long, and Python 3.11 gets the line of an
#: UnboundLocalError wrong once the function has run a few times.
_NOT_TWICE = (HUNG, "UnboundLocalError")


@dataclass
class Part(Attempt):
    """Some cases of an attempt, `whole`, at least one of them wrong; and the one that the student is shown."""

    whole: Attempt = field(kw_only=True)

    @classmethod
    def chosen(cls, whole: Attempt) -> list[int]:
        """Which cases of an attempt belong to such a part."""
        raise NotImplementedError

    @classmethod
    def out_of(cls, whole: Attempt) -> Self | None:
        """This part of an attempt; None where nothing in it is wrong, or where it is nothing but the whole again."""
        part = cls(**vars(whole.only(cls.chosen(whole))), whole=whole)
        return part if part.wrong and len(part.cases) < len(whole.cases) else None

    def in_the_whole(self, found: Diagnosis | Mistake, diagnosis: Diagnosis) -> Diagnosis:
        """A diagnosis of this part as a diagnosis of the whole: with what is true of the other cases."""
        raise NotImplementedError

    @cached_property
    def shown(self) -> Shown:
        """The failing case to show, made as small as it may be: looked for only when it is asked for."""
        return self.shown_as(None)

    @cached_property
    def kept(self) -> Diagnosis | None:
        """What outlives a call and changes the answers, if anything does."""
        return kept_between_calls(self.whole)

    def shown_as(self, mistake: Mistake | None) -> Shown:
        """The same, in which a named mistake explains the answer."""
        first = self.first_wrong
        failure = self.answers[first].failure
        if self.kept:
            return as_put(self, first)  # what the calls before have left would spoil smaller cases too
        if failure and mistake is None and failure.kind in _NOT_TWICE:
            return as_put(self, first)
        return shrink(self, telling(self, first), mistake)


class AllCases(Part):
    """The attempt itself."""

    @classmethod
    def out_of(cls, whole: Attempt) -> Self:
        return cls(**vars(whole), whole=whole)

    def in_the_whole(self, found: Diagnosis | Mistake, diagnosis: Diagnosis) -> Diagnosis:
        return diagnosis


class BeforeAHang(Part):
    """The cases before the one that did not come to an end."""

    @classmethod
    def chosen(cls, whole: Attempt) -> list[int]:
        failure = whole.answers[-1].failure
        return list(range(len(whole.answers) - 1)) if failure and failure.kind == HUNG else []

    def in_the_whole(self, found: Diagnosis | Mistake, diagnosis: Diagnosis) -> Diagnosis:
        text = f"{diagnosis.text} After {len(self.cases)} cases there was one in which it did not come to an end."
        return Diagnosis(diagnosis.kind, diagnosis.name, text)


class FiniteAnswers(Part):
    """The cases whose answer holds neither an infinity nor a nan."""

    @classmethod
    def chosen(cls, whole: Attempt) -> list[int]:
        return [index for index, answer in enumerate(whole.answers) if is_finite(answer.value)]

    def in_the_whole(self, found: Diagnosis | Mistake, diagnosis: Diagnosis) -> Diagnosis:
        others = len(self.whole.cases) - len(self.cases)
        cases = "case" if others == 1 else "cases"
        text = f"{diagnosis.text} In {others} other {cases} your answer is infinite or nan."
        return Diagnosis(f"{diagnosis.kind} and overflow", diagnosis.name, text)


class OrdinaryCases(Part):
    """The cases that ask no question of their own (`Exercise.apart`)."""

    @classmethod
    def chosen(cls, whole: Attempt) -> list[int]:
        return [index for index, case in enumerate(whole.cases) if case.about not in whole.exercise.apart]

    def in_the_whole(self, found: Diagnosis | Mistake, diagnosis: Diagnosis) -> Diagnosis:
        """A named mistake may be all that is wrong in the special cases too, or something else goes wrong there."""
        if not isinstance(found, Mistake):
            return diagnosis
        places = self.unlike(found, self.whole.wrong)
        text = f"{diagnosis.text} Something else goes wrong {places}." if places else diagnosis.text
        return Diagnosis("mistake and more", diagnosis.name, text)

    def unlike(self, found: Mistake, cases: Iterable[int]) -> str:
        """Where, in which of these cases that do not belong to the part, the answers are not those of a mistake."""
        whole, chosen = self.whole, set(self.chosen(self.whole))
        special = [index for index in cases if index not in chosen]
        alike = answers_of(found.candidate, [whole.cases[index] for index in special])
        rtol = whole.exercise.rtol
        others = [i for i, theirs in zip(special, alike, strict=True) if not whole.answers[i].agrees(theirs, rtol)]
        places = list(dict.fromkeys(whole.cases[index].about for index in others))
        return listed(places) if places else ""


class PlainCases(OrdinaryCases):
    """The cases with nothing special about them."""

    @classmethod
    def chosen(cls, whole: Attempt) -> list[int]:
        return [index for index, case in enumerate(whole.cases) if not case.about]

    def in_the_whole(self, found: Diagnosis | Mistake, diagnosis: Diagnosis) -> Diagnosis:
        """One mistake that has no name may answer the plain cases as this one does, and the special ones otherwise."""
        places = self.unlike(found, range(len(self.whole.answers))) if isinstance(found, Mistake) else ""
        if not places:
            return diagnosis
        text = (
            f"In the ordinary cases your answers are those of this mistake: {diagnosis.text} They are others {places}"
        )
        return Diagnosis("mistake and more", diagnosis.name, f"{text}: if that is not what you did, look there.")


def telling(part: Part, first: int) -> int:
    """The failing case to show: where the shape is wrong, one with several elements, if there is any."""
    for index in [first, *part.wrong]:
        for _, got, wanted in values_of(part.exercise, as_put(part, index)):
            if got is None or wanted is None or got.shape == wanted.shape:
                if index == first:
                    return first
            elif max(got.size, wanted.size) > 1:
                return index
    return first


def values_of(exercise: Exercise, shown: Shown) -> list[tuple[str, np.ndarray | None, np.ndarray | None]]:
    """Name, answer and expected value of each value that a case asks for; one nameless one where it is no tuple."""
    case, got, wanted = shown[0], shown[1].value, shown[2].value
    if case.steps:
        return []
    if isinstance(wanted, tuple) and isinstance(got, tuple | list) and len(got) == len(wanted):
        names = exercise.parts or tuple(f"part {number}" for number in range(1, len(wanted) + 1))
        return [(name, as_array(g), as_array(w)) for name, g, w in zip(names, got, wanted, strict=True)]
    return [("", as_array(got), as_array(wanted))]
