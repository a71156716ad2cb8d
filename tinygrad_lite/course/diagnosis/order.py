"""The order of the looks: which part of an attempt is looked at, for what, and why at this place.

One message at a time, the one to act on first. Each look states what it can prove and otherwise says nothing; the first
that speaks is heard. A part is never empty of faults.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..attempt import Attempt, Diagnosis, answers_of
from ..exercise import Mistake
from ..run import HUNG
from . import effects, reading, returned, shape, where
from .algebraic import algebraic
from .causes import exception
from .exact import named_mistake
from .part import Part
from .shrink import is_finite

Look = Callable[[Part], Diagnosis | Mistake | None]


def _nothing(attempt: Attempt, part: Part, found: Diagnosis | Mistake, diagnosis: Diagnosis) -> Diagnosis:
    return diagnosis


@dataclass(frozen=True)
class Cases:
    """A choice of an attempt's cases, and what becomes of a diagnosis of these in a diagnosis of the whole.

    Attributes:
        chosen: gives the indices of the cases; None for all.
        rest: adds to a diagnosis what is true of the other cases.
    """

    chosen: Callable[[Attempt], list[int]] | None = None
    rest: Callable[[Attempt, Part, Diagnosis | Mistake, Diagnosis], Diagnosis] = _nothing

    def of(self, attempt: Attempt) -> Part | None:
        """The part of an attempt with these cases; None where it is right, or nothing but the whole again."""
        if self.chosen is None:
            return Part(**vars(attempt))
        part = Part(**vars(attempt.only(self.chosen(attempt))))
        return part if part.wrong and len(part.cases) < len(attempt.cases) else None


def _before_a_hang(attempt: Attempt) -> list[int]:
    """The cases before the one that did not come to an end; none where all did."""
    failure = attempt.answers[-1].failure
    return list(range(len(attempt.answers) - 1)) if failure and failure.kind == HUNG else []


def _and_a_hang(attempt: Attempt, part: Part, found: Diagnosis | Mistake, diagnosis: Diagnosis) -> Diagnosis:
    text = f"{diagnosis.text} After {len(part.cases)} cases there was one in which it did not come to an end."
    return Diagnosis(diagnosis.kind, diagnosis.name, text)


def _finite(attempt: Attempt) -> list[int]:
    return [index for index, answer in enumerate(attempt.answers) if is_finite(answer.value)]


def _and_overflow(attempt: Attempt, part: Part, found: Diagnosis | Mistake, diagnosis: Diagnosis) -> Diagnosis:
    others = len(attempt.cases) - len(part.cases)
    text = f"{diagnosis.text} In {others} other {'case' if others == 1 else 'cases'} your answer is infinite or nan."
    return Diagnosis(f"{diagnosis.kind} and overflow", diagnosis.name, text)


def _ordinary(attempt: Attempt) -> list[int]:
    """The cases that ask no question of their own (`Exercise.apart`)."""
    return [index for index, case in enumerate(attempt.cases) if case.about not in attempt.exercise.apart]


def _and_more(attempt: Attempt, part: Part, found: Diagnosis | Mistake, diagnosis: Diagnosis) -> Diagnosis:
    """Whether a mistake in the ordinary cases is also all that is wrong in the special ones."""
    assert isinstance(found, Mistake)
    special = [index for index in attempt.wrong if attempt.cases[index].about in attempt.exercise.apart]
    alike = answers_of(found.candidate, [attempt.cases[index] for index in special])
    rtol = attempt.exercise.rtol
    others = [i for i, theirs in zip(special, alike, strict=True) if not attempt.answers[i].agrees(theirs, rtol)]
    places = list(dict.fromkeys(attempt.cases[index].about for index in others))
    text = f"{diagnosis.text} Something else goes wrong {' and '.join(places)}." if places else diagnosis.text
    return Diagnosis("mistake and more", diagnosis.name, text)


ALL = Cases()
BEFORE_A_HANG = Cases(_before_a_hang, _and_a_hang)
FINITE = Cases(_finite, _and_overflow)
ORDINARY = Cases(_ordinary, _and_more)


def own_finding(part: Part) -> Diagnosis | None:
    """Where the exercise has a judge of its own: what it found."""
    finding = part.findings[part.first_wrong]
    if not part.exercise.has_own_judge or finding is None:
        return None
    return Diagnosis("property", finding.key, finding.text)


#: (cases, what is looked for in them, why it stands here).
ORDER: tuple[tuple[Cases, Look, str], ...] = (
    (ALL, reading.always_true, "read off the source, and the cause of whatever the values show"),
    (ALL, reading.other_order, "proven by calling it by name; every value is wrong for this one reason"),
    (ALL, reading.shared_by_all_objects, "a cause, of which wrong values and exceptions are consequences"),
    (ALL, named_mistake, "the most that can be said of values: what was done, in the author's words"),
    (BEFORE_A_HANG, named_mistake, "a mistake that shows before it hangs is mended first, and often ends the hang"),
    (ALL, exception, "an exception comes before a wrong value: as long as it is raised, there is no value"),
    # From here on every case has an answer. First what came back …
    (ALL, returned.returned_nothing, "nothing came back, so nothing else can be said of it"),
    (ALL, returned.method_returned_nothing, "the same, of a method"),
    (ALL, reading.unused_parameter, "an answer that leaves an input out can only be right by luck"),
    (ALL, reading.overwritten_parameter, "the same, though the input is read"),
    (ALL, returned.raised_or_not, "whether there is an answer comes before which"),
    (ALL, returned.wrong_type, "the kind comes before the shape"),
    (ALL, reading.returns_in_loop, "a loop of one round explains lengths, shapes and values"),
    (ALL, reading.forgets_in_loop, "the same: only the last round is left"),
    (ALL, returned.returned_argument, "nothing was computed, whatever shape it has"),
    (ALL, shape.other_length, "how many come before what they are"),
    (ALL, shape.wrong_shape, "the shape comes before the values"),
    # … then what happened besides …
    (ALL, effects.state_or_chance, "answers that change from call to call have no value to be explained"),
    (ALL, reading.outside_variable, "the usual cause of values that nothing else explains"),
    (ALL, effects.changed_input, "every value is right: only the input was spoilt"),
    (ALL, effects.warned, "every value is right: only NumPy warned"),
    (ALL, reading.other_default, "read off the first line; wrong exactly where the default is used"),
    # … then the values: what was done, or where they go wrong.
    (ALL, algebraic, "how the answer follows from the expected one, in all cases"),
    (ALL, own_finding, "the property that does not hold, in the author's words"),
    (ALL, where.only_for_one, "not what was done, but where it goes wrong: the narrowest first"),
    (ALL, where.edge_cases, "right in all ordinary cases"),
    (ALL, where.not_finite, "a NaN or an infinity"),
    (ALL, effects.changed_besides, "the input was spoilt too; nothing is known of the values"),
    # Nothing is true of all cases. Something may be true of most.
    (FINITE, named_mistake, "an overflow hides a mistake that the other cases show"),
    (FINITE, algebraic, "the same, for how the values follow from the expected ones"),
    (ORDINARY, named_mistake, "special cases, which ask a question of their own, hide a mistake in all others"),
)
