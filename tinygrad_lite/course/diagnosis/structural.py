"""Step 2: what can be said of any exercise without anything being written for it.

Each function looks for one fault and returns its diagnosis or None; `structural` asks them in the order in which a
student should act on them. They state facts about what came back and what the source says, never a guess.
"""

from __future__ import annotations

from collections.abc import Callable

from ..judge import Attempt, Diagnosis
from .effects import changed_besides, changed_input, state_or_chance, warned
from .reading import (
    forgets_in_loop,
    other_default,
    outside_variable,
    overwritten_parameter,
    returns_in_loop,
    unused_parameter,
)
from .returned import method_returned_nothing, raised_or_not, returned_argument, returned_nothing, wrong_type
from .shape import other_length, wrong_shape
from .shown import Shown
from .where import edge_cases, not_finite, only_for_one


def structural(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """The first fault of form in the submission; `shown` is the failing case that the student is shown."""
    return _first(_LOOKS, attempt, shown)


def where_wrong(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """Not what was done, but where the answers go wrong."""
    return _first(_WHERE, attempt, shown)


def _first(looks: Looks, attempt: Attempt, shown: Shown) -> Diagnosis | None:
    for look in looks:
        found = look(attempt, shown)
        if found:
            return found
    return None


Looks = tuple[Callable[[Attempt, Shown], Diagnosis | None], ...]
#: What says what was done, and comes before the algebra of the values …
_LOOKS: Looks = (
    returned_nothing,
    method_returned_nothing,
    unused_parameter,
    overwritten_parameter,
    raised_or_not,
    wrong_type,
    returns_in_loop,
    forgets_in_loop,
    returned_argument,
    other_length,
    wrong_shape,
    state_or_chance,
    outside_variable,
    changed_input,
    warned,
    other_default,
)
#: … and what only says where it goes wrong, and comes after it.
_WHERE: Looks = (only_for_one, edge_cases, not_finite, changed_besides)
