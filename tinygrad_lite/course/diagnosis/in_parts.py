"""Mistakes that show in different parts of an answer: each is looked for in its part alone.

A part is an item of a tuple, an entry of a dict, or what the arguments became.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..attempt import Attempt, Diagnosis
from ..case import Case
from ..compare import as_array, same
from ..exercise import Exercise, Mistake
from ..run import Answer
from .exact import TELLING, known_answer
from .parts import Part
from .together import MORE, TWO, said_of, said_one

#: The name of a part, and what stands there.
Pieces = dict[str, Any]
#: How the name of a part ends that is what became of an argument.
_STATE = " afterwards"


def mistakes_in_parts(part: Part) -> Diagnosis | None:
    """Two named mistakes, each of which is all that is wrong with some parts of every answer."""
    seen = _Seen.of(part)
    if seen is None or None in seen.behind.values() or len(seen.mistakes) != 2:
        return None
    text = "Two things are not right yet, in different parts of your answer. " + said_of(part, seen.mistakes)
    return Diagnosis(TWO, seen.mistakes[0].name, text)


def mistake_in_one_part(part: Part) -> Diagnosis | None:
    """A named mistake that is all that is wrong with some parts, where others are wrong for a reason without a name."""
    seen = _Seen.of(part)
    if seen is None or len(seen.mistakes) != 1:
        return None
    (mistake,) = seen.mistakes
    others = [name for name, behind in seen.behind.items() if behind is None]
    theirs = _rows(part.exercise, part.cases, [known_answer(part.exercise, mistake, case) for case in part.cases])
    if not others or theirs is None or not all(_apart(seen.mine, theirs, name, part) for name in others):
        return None  # it may explain all of them
    states = {name for name in seen.explained if name.endswith(_STATE)}
    if not all(_has_weights(seen.mine[0][name]) for name in states):
        return None  # what was only written down, as how often something was called, has many causes
    if seen.explained != states and any(_apart(theirs, seen.wanted, name, part) for name in others):
        return None  # it says something of parts that it does not explain; only training has effects on all the rest
    said = said_one(part, mistake)
    text = (
        "More than one part of your answer is not right yet. "
        f"One mistake explains {' and '.join(sorted(seen.explained))}: "
        f"{said} It does not explain {' and '.join(others)}: look at that next."
    )
    return Diagnosis(MORE, mistake.name, text, alone=said)


@dataclass(frozen=True)
class _Seen:
    """The answers in parts.

    Attributes:
        mine, wanted: the parts of every answer, and of what was expected.
        behind: the wrong parts, at least two, each with the one mistake that gives it, or None.
    """

    mine: list[Pieces]
    wanted: list[Pieces]
    behind: dict[str, Mistake | None]

    @property
    def mistakes(self) -> list[Mistake]:
        """The mistakes behind parts, each once."""
        return list(dict.fromkeys(mistake for mistake in self.behind.values() if mistake))

    @property
    def explained(self) -> set[str]:
        """The wrong parts behind which there is a mistake."""
        return {name for name, mistake in self.behind.items() if mistake}

    @classmethod
    def of(cls, part: Part) -> _Seen | None:
        """An attempt so; None where its answers have no parts, or fewer than two are wrong."""
        if part.exercise.has_own_judge:
            return None
        wanted = _rows(part.exercise, part.cases, part.expected)
        mine = _rows(part.exercise, part.cases, part.answers)
        if wanted is None or mine is None or mine[0].keys() != wanted[0].keys():
            return None
        wrong = [name for name in wanted[0] if _apart(mine, wanted, name, part)]
        if len(wrong) < 2:
            return None
        behind = {
            name: None if _says_little(mine, name) else _of_part(part, name, wrong, mine, wanted) for name in wrong
        }
        return cls(mine, wanted, behind)


def parts_mended(before: Attempt, after: Attempt) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The parts of the answers that were wrong and are right in all cases afterwards, and those that are wrong still.

    None of either where fewer than two parts were wrong, or one is wrong afterwards that was right.
    """
    wanted, mine, then = (
        _rows(before.exercise, before.cases, answers) for answers in (before.expected, before.answers, after.answers)
    )
    if before.exercise.has_own_judge or wanted is None or mine is None or then is None:
        return (), ()
    if not wanted[0].keys() == mine[0].keys() == then[0].keys():
        return (), ()
    wrong, still = ([name for name in wanted[0] if _apart(rows, wanted, name, before)] for rows in (mine, then))
    mended = [name for name in wrong if name not in still and _apart(mine, wanted, name, before) >= TELLING]
    if not mended or not still or not set(still) <= set(wrong):
        return (), ()
    return tuple(mended), tuple(still)


def _has_weights(state: Any) -> bool:
    """Whether what became of an argument holds arrays, as a model does; what only wrote something down holds none."""
    if isinstance(state, dict | list | tuple):
        return any(map(_has_weights, state.values() if isinstance(state, dict) else state))
    return isinstance(state, np.ndarray)


def _says_little(rows: list[Pieces], name: str) -> bool:
    """Whether a part is the same one number throughout, as 0: that may have many causes."""
    arrays = [as_array(row[name]) for row in rows]
    known = [array for array in arrays if array is not None]
    return len(known) == len(arrays) and len({number for array in known for number in array.flat}) < 2


def _of_part(part: Part, name: str, wrong: list[str], mine: list[Pieces], wanted: list[Pieces]) -> Mistake | None:
    """The one mistake that gives a part of every answer, and leaves right what is right here.

    What a mistake makes of an argument has to be so here, too, if it is to explain what was returned.
    """
    near = []
    for mistake in part.exercise.mistakes():
        theirs = _rows(part.exercise, part.cases, [known_answer(part.exercise, mistake, case) for case in part.cases])
        if theirs is None or theirs[0].keys() != wanted[0].keys():
            continue
        spoilt = [each for each in wanted[0] if _apart(theirs, wanted, each, part)]
        apart, telling = _apart(mine, theirs, name, part), _apart(theirs, wanted, name, part)
        states = [each for each in spoilt if each.endswith(_STATE) and each != name]
        if any(_apart(mine, theirs, each, part) for each in states):
            continue
        if apart < TELLING <= telling and set(spoilt) <= set(wrong):
            near.append((mistake, apart, len(spoilt)))
    fewest = min((spoilt for _, _, spoilt in near), default=0)
    best = [(mistake, apart) for mistake, apart, spoilt in near if spoilt == fewest]
    return best[0][0] if len(best) == 1 and best[0][1] == 0 else None


def _apart(ones: list[Pieces], others: list[Pieces], name: str, part: Part | Attempt) -> int:
    """In how many cases a part of two answers differs."""
    rtol = part.exercise.rtol
    return sum(not same(one[name], other[name], rtol) for one, other in zip(ones, others, strict=True))


def _rows(exercise: Exercise, cases: list[Case], answers: list[Answer]) -> list[Pieces] | None:
    """The parts of every answer; None where they are not the same ones in all."""
    rows = [pieces(exercise, case, answer) for case, answer in zip(cases, answers, strict=False)]
    if len(rows) < len(cases) or any(row is None for row in rows):
        return None
    found = [row for row in rows if row is not None]
    return found if all(row.keys() == found[0].keys() for row in found) else None


def pieces(exercise: Exercise, case: Case, answer: Answer) -> Pieces | None:
    """The parts of one answer; None where it failed, or is a script's."""
    value = answer.value
    if answer.failure or case.steps:
        return None
    if exercise.parts:
        if not isinstance(value, tuple | list) or len(value) != len(exercise.parts):
            return None
        found = {f"`{name}`": each for name, each in zip(exercise.parts, value, strict=True)}
    else:
        found = _entries(value) if isinstance(value, dict) else {"what you return": value}
    return found | {f"`{name}`{_STATE}": state for name, state in (answer.after or {}).items()}


def _entries(value: dict[Any, Any]) -> Pieces:
    """The entries of a dict; of one that holds dicts with the same entries, each of these, of all of them."""
    inner = [each for each in value.values() if isinstance(each, dict)]
    if inner and len(inner) == len(value) and all(each.keys() == inner[0].keys() for each in inner):
        return {f"`{key}`": [each[key] for each in inner] for key in inner[0]}
    return {f"`{key}`": entry for key, entry in value.items()}
