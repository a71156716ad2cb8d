"""The order of the looks: in which part of an attempt something is looked for, what, and why at this place.

One message at a time, the one to act on first. Each look states what it can prove and otherwise says nothing; the first
that speaks is heard.
"""

from __future__ import annotations

from collections.abc import Callable

from ..attempt import Diagnosis
from ..exercise import Mistake
from . import defaults, effects, in_parts, one_object, reading, returned, shape, together, unnamed, where
from .algebraic import algebraic
from .causes import exception
from .defaults import Given
from .exact import named_mistake
from .nearly import nearly_right
from .parts import AllCases, BeforeAHang, FiniteAnswers, OrdinaryCases, Part, PlainCases

#: What it finds in a part: a named mistake of the exercise, another diagnosis, or nothing.
Look = Callable[[Part], Diagnosis | Mistake | None]

#: (which cases, what is looked for in them, why it stands here).
ORDER: tuple[tuple[type[Part], Look, str], ...] = (
    (AllCases, reading.always_true, "read off the source, and the cause of whatever the values show"),
    (AllCases, reading.other_order, "proven by calling it by name; every value is wrong for this one reason"),
    (AllCases, effects.kept, "a cause, of which wrong values, lengths and exceptions are consequences"),
    (
        AllCases,
        named_mistake,
        "before exceptions: a mistake that raises in some cases explains these as well",
    ),
    (BeforeAHang, named_mistake, "a mistake that shows before it hangs is mended first, and often ends the hang"),
    (AllCases, exception, "an exception comes before a wrong value: as long as it is raised, there is no value"),
    # From here on every case has an answer. First what came back …
    (AllCases, returned.returned_nothing, "nothing came back, so nothing else can be said of it"),
    (AllCases, returned.method_returned_nothing, "the same, of a method"),
    (AllCases, returned.method_returned_another_kind, "the kind comes before the value"),
    (AllCases, returned.attribute_of_another_kind, "the same, of an attribute"),
    (AllCases, together.unused_parameter, "an answer that leaves an input out can only be right by luck"),
    (AllCases, reading.unused_in_a_method, "the same, of a class"),
    (AllCases, reading.unused_attribute, "the same, of what a class keeps"),
    (AllCases, reading.overwritten_parameter, "the same, though the input is read"),
    (AllCases, returned.raised_or_not, "whether there is an answer comes before which"),
    (AllCases, returned.not_called, "says more than the kind, which is right outside; and no two of them agree"),
    (AllCases, returned.wrong_type, "the kind comes before the shape"),
    (AllCases, reading.returns_in_loop, "a loop of one round explains lengths, shapes and values"),
    (AllCases, reading.forgets_in_loop, "the same: only the last round is left"),
    (AllCases, one_object.used_up, "the same: later rounds find nothing"),
    (AllCases, one_object.shared, "the same: what one place gets, all have"),
    (AllCases, returned.returned_argument, "nothing was computed, whatever shape it has"),
    (AllCases, shape.other_length, "how many come before what they are"),
    (AllCases, shape.wrong_shape, "the shape comes before the values"),
    # … then what happened besides …
    (AllCases, effects.state_or_chance, "answers that change from call to call have no value to be explained"),
    (AllCases, reading.outside_variable, "the usual cause of values that nothing else explains"),
    (AllCases, effects.changed_input, "speaks only where every value is right, and so hides nothing"),
    (AllCases, effects.warned, "the same; behind the input that is changed, which does more harm"),
    (AllCases, defaults.other_default, "read off the first line; wrong exactly where the default is used"),
    (AllCases, together.mistake_in_place, "a wrong value and a changed input: both are said"),
    # … then the values: what was done, or where they go wrong.
    (AllCases, algebraic, "how the answer follows from the expected one, in all cases"),
    (
        AllCases,
        returned.own_finding,
        "in place of the algebra, where answers are judged by properties",
    ),
    (
        AllCases,
        where.only_for_one,
        "where it goes wrong, if not what was done: the narrowest place first",
    ),
    (AllCases, where.edge_cases, "a wider place: special cases, each of which has a name"),
    (AllCases, where.not_finite, "behind the places, which say more of it"),
    (AllCases, nearly_right, "wherever it goes wrong, it is by little"),
    (AllCases, together.changed_besides, "last: true, but it need not be why the values are wrong"),
    # Nothing is true of all cases. Something may be true of most.
    (FiniteAnswers, named_mistake, "an overflow hides a mistake that the other cases show"),
    (FiniteAnswers, algebraic, "the same, for how the values follow from the expected ones"),
    (OrdinaryCases, named_mistake, "special cases, which ask a question of their own, hide a mistake in all others"),
    # No single cause explains the answers. Two may.
    (Given, named_mistake, "another default hides a mistake that shows where the argument is given"),
    (AllCases, in_parts.mistakes_in_parts, "two mistakes that show in different parts of an answer"),
    (AllCases, together.two_mistakes, "any two that show in different words of a program: each has a name"),
    (AllCases, together.scaled_mistake, "the answers of a mistake, with another sign or size"),
    (FiniteAnswers, together.scaled_mistake, "the same, behind an overflow"),
    (PlainCases, named_mistake, "a mistake that shows in all plain cases, beside another that shows in special ones"),
    (
        AllCases,
        in_parts.mistake_in_one_part,
        "a mistake that shows in one part; what is wrong with another has no name",
    ),
    (AllCases, unnamed.mistake_and_fault, "a mistake, and a small fault without a name: what takes longest comes last"),
    (AllCases, defaults.other_default_besides, "certain, as it is read off the first line; but it is not all"),
)
