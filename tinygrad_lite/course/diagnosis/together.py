"""Two mistakes at once: what comes out is what a named mistake gives, and one thing more, proven as well.

The last looks, where no single cause explains the answers. Whatever is said holds in all cases.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..attempt import Diagnosis, fault_of, first_sentence
from ..compare import as_array, same
from ..exercise import Mistake
from ..run import Answer
from ..work import Prices, Work
from . import reading
from .algebraic import Explanation, Pair, explanations, fits
from .combined import Both, combined
from .effects import instead_of_changing
from .exact import TELLING, fill, kept_answer, known_answer, named_mistake
from .parts import Part
from .quantities import quantities
from .wording import definition_of

#: What may be done to the answers of a mistake: what changes their size or sign, and nothing of their shape.
_SCALES = ("wrong sign", "twice too large", "half", "1 minus")
MORE = "mistake and more"
#: So much may be tried, in microseconds of a usual machine: counted, so that a busy one gets the same card.
MOST_WORK = 1_000_000
#: What is told here as two may after all be a single one, which nobody has named: `judge.py` asks where it is.
TWO = "mistakes"
#: The same, where only one of the two is known by name.
AND_ANOTHER = "mistake and another"
#: How what is told of two begins.
JUST_TWO = "Your answers are just what two mistakes give together"


def mistake_in_place(part: Part) -> Diagnosis | None:
    """A named mistake in code that also changes what it was given."""
    changed = [name for answer in part.answers for name in answer.changed]
    if not changed or part.all_values_right:
        return None
    as_if = replace(part, answers=[replace(answer, changed=()) for answer in part.answers])
    mistake = named_mistake(as_if)
    if mistake is None:
        return None
    shown = part.shown_as(mistake)[0]
    if known := _that_changes(part):
        more = f"Besides: {said_one(part, known)}"
    else:
        instead = instead_of_changing(shown.args.get(changed[0]))
        more = f"Besides, your function changes `{changed[0]}` itself: {instead}"
    return Diagnosis(MORE, mistake.name, f"{fill(mistake, part.exercise, shown).text} {more}")


def changed_besides(part: Part) -> Diagnosis | None:
    """An argument came back changed, and some values are wrong; of what else is wrong, at most one thing is known."""
    changed = [name for answer in part.answers for name in answer.changed]
    if not changed or not part.shown[1].changed:
        return None
    known = _that_changes(part)
    first = said_one(part, known) if known else instead_of_changing(part.shown[0].args.get(changed[0]))
    text = f"Your function changes `{changed[0]}` itself, and some of its answers are wrong too. Begin with the first: "
    text += first[0].lower() + first[1:]
    if known:
        text += besides(part, lambda mistake: mistake is known or mistake.name == known.name)
    return Diagnosis("structure", "changes its input, and is wrong", text)


def unused_parameter(part: Part) -> Diagnosis | None:
    """A parameter that is never read; and what else is wrong, where that has a name."""
    found = reading.unused_parameter(part)
    if found is None or found.name != "unused parameter":
        return found
    unused = part.submission.unused_parameters()
    return replace(found, text=found.text + besides(part, lambda mistake: _leaves_out(mistake, unused)))


def _leaves_out(mistake: Mistake, names: Sequence[str]) -> bool:
    """Whether a mistake does not read these parameters either."""
    definition = definition_of(mistake.candidate)
    read = {node.id for node in ast.walk(definition) if isinstance(node, ast.Name)} if definition else {*names}
    return read.isdisjoint(names)


def _that_changes(part: Part) -> Mistake | None:
    """The one named mistake that changes what it was given in just the cases in which the submission does."""
    found = [mistake for mistake in part.exercise.mistakes() if _changes_alike(part, mistake)]
    return found[0] if len(found) == 1 else None


def _changes_alike(part: Part, mistake: Mistake) -> bool:
    """Whether a named mistake changes what it was given in just the cases in which the submission does."""
    theirs = (known_answer(part.exercise, mistake, case).changed for case in part.cases)
    return all(mine.changed == other for mine, other in zip(part.answers, theirs, strict=True))


def scaled_mistake(part: Part) -> Diagnosis | None:
    """What a named mistake gives, with the opposite sign, or times or divided by something that the case knows."""
    if part.exercise.has_own_judge or any(case.steps for case in part.cases):
        return None
    got = _numbers(part.answers)
    wanted = _numbers(part.expected)
    if (
        got is None
        or wanted is None
        or _one_number(got)
        or any(g.shape != w.shape for g, w in zip(got, wanted, strict=True))
    ):
        return None
    known = [quantities(part.exercise, case) for case in part.cases]
    tried = list(_scales(part, known))
    found: list[tuple[Mistake, Explanation]] = []
    for mistake in part.exercise.mistakes():
        if _speaks_of_size(mistake):
            continue
        theirs = _answers(part, mistake, got, wanted)
        if theirs is None:
            continue
        pairs: list[Pair] = list(zip(got, theirs, strict=True))
        found += [(mistake, item) for item in tried if fits(item, pairs, known)]
    plain = [pair for pair in found if not pair[1].quantity]
    found = plain or found
    if len(found) != 1:
        return None
    mistake, item = found[0]
    also = item.sentence.replace("the expected one", "what that gives")
    if item.name == "1 minus" and all(isinstance(answer.value, bool | np.bool_) for answer in part.expected):
        also = "the opposite of what that gives"
    text = f"There are two things to mend. Alone, one would be described like this: {said_one(part, mistake)}"
    return Diagnosis(TWO, mistake.name, f"{text} But your answer is {also}, in all {len(got)} cases.")


def _numbers(answers: list[Answer]) -> list[np.ndarray] | None:
    """The values as arrays; None where one is none."""
    found = [
        None if answer.failure or isinstance(answer.value, tuple) else as_array(answer.value) for answer in answers
    ]
    return [array.astype(np.float64) for array in found if array is not None] if None not in map(_kind, found) else None


def all_alike(part: Part) -> bool:
    """Whether every answer is the same one number: it says too little of where it comes from."""
    return _one_number(_numbers(part.answers))


def _one_number(values: list[np.ndarray] | None) -> bool:
    numbers = {number for value in values or () for number in value.flat}
    return len(numbers) == 1


def _kind(array: np.ndarray | None) -> str | None:
    return None if array is None else array.dtype.kind


def _scales(part: Part, known: list[dict[str, float]]) -> Iterator[Explanation]:
    for item in explanations(part, known):
        if item.name in _SCALES or item.name.startswith(("times", "divided by")):
            yield item


def _answers(part: Part, mistake: Mistake, got: list[np.ndarray], wanted: list[np.ndarray]) -> list[np.ndarray] | None:
    """What a mistake answers to all cases; None where its shapes are others, or it is hardly wrong."""
    first = _numbers([known_answer(part.exercise, mistake, part.cases[0])])
    if first is None or first[0].shape != got[0].shape:
        return None
    theirs = _numbers([known_answer(part.exercise, mistake, case) for case in part.cases])
    if theirs is None or any(t.shape != g.shape for t, g in zip(theirs, got, strict=True)):
        return None
    return theirs if sum(not same(t, w) for t, w in zip(theirs, wanted, strict=True)) >= TELLING else None


def _speaks_of_size(mistake: Mistake) -> bool:
    """Whether the first sentence says how large the answer is: of one that is times something it is not true."""
    return "times too" in first_sentence(mistake.text)[0]


def two_mistakes(part: Part) -> Diagnosis | None:
    """Two named mistakes in one program, which answers every case as the submission does."""
    found = _programs_like(part)
    if not found:
        return None
    named = _in_all(found)
    if len(found) == 2 and not named:
        either, other = (" And: ".join(said_one(part, each) for each in (both.first, both.second)) for both in found)
        pairs = "two such pairs do; each is described as it would be alone"
        return Diagnosis(TWO, found[0].first.name, f"{JUST_TWO}, and {pairs}. Either: {either} Or: {other}")
    if not named:
        return None
    if len(named) == 1 and (scaled := scaled_mistake(part)) is not None:
        return scaled  # a mistake and its size say more than a mistake and one of several
    text = f"{JUST_TWO}. {said_of(part, named)}"
    return Diagnosis(TWO if len(named) == 2 else AND_ANOTHER, named[0].name, text)


def _programs_like(part: Part) -> list[Both]:
    """The programs with two mistakes that answer every case as the submission does; none where that says little."""
    if len(part.answers) < len(part.cases) or all_alike(part):
        return []
    work, prices = Work(MOST_WORK), Prices(part.exercise.solution)
    first = sorted(range(len(part.cases)), key=lambda index: (index not in part.wrong[:3], index))
    found: list[Both] = []
    kind: Any = type(part.exercise)  # hashable, whatever mypy thinks of classes of classes
    for both in combined(kind):
        if not work.is_left:
            return []
        if all(_so_far(part, index, both, work, prices) for index in first) and _differs(part, both):
            found.append(both)
    return found


def _in_all(found: list[Both]) -> list[Mistake]:
    """The mistakes that are in all of these programs."""
    return [
        mistake for mistake in (found[0].first, found[0].second) if all(mistake in (b.first, b.second) for b in found)
    ]


def besides(part: Part, seen: Callable[[Mistake], bool]) -> str:
    """What else is wrong, beside what was seen: the other of two named mistakes, if no other pair comes into question.

    Args:
        part: what was answered.
        seen: whether a mistake is the one that was seen.
    """
    if part.exercise.has_own_judge:
        return ""  # there, what two programs have in common is a finding, and not what they answered
    found = _programs_like(part)
    named = _in_all(found) if found else []
    if len(named) < 2 or [*map(seen, named)].count(True) != 1:
        return ""
    other = next(mistake for mistake in named if not seen(mistake))
    return f" When that is mended, one thing is left. Alone, it would be described like this: {said_one(part, other)}"


def said_of(part: Part, mistakes: list[Mistake]) -> str:
    """What would be said of each by itself: beside the other it need not be true to the letter.

    First that which is wrong in more cases, if there is such a one: with it one begins.
    """
    if len(mistakes) == 1:
        one = said_one(part, mistakes[0])
        return f"Alone, one of them would be described like this: {one} The other could be one of several."
    counted = sorted(((_wrong_alone(part, mistake), mistake) for mistake in mistakes), key=lambda each: -each[0])
    (more, first), (less, second) = counted
    text = f"Alone, one would be described like this: {said_one(part, first)} "
    text += f"And the other, alone, like this: {said_one(part, second)}"
    if more == less:
        return text
    return f"{text} Begin with the first: alone, it makes {more} of {len(part.cases)} cases wrong, the other {less}."


def _wrong_alone(part: Part, mistake: Mistake) -> int:
    """In how many cases a mistake alone is wrong."""
    answers = (known_answer(part.exercise, mistake, case) for case in part.cases)
    given = zip(part.cases, answers, part.expected, strict=True)
    return sum(fault_of(part.exercise, case, answer, wanted) is not None for case, answer, wanted in given)


def said_one(part: Part, mistake: Mistake) -> str:
    """The first sentence of a mistake, of the case that is shown, that can be said beside another."""
    text = fill(mistake, part.exercise, part.shown[0]).text
    return sayable(text) or first_sentence(text)[0]


def sayable(text: str) -> str:
    """The first sentence of a mistake's text that says what is wrong, and of nothing that it is right.

    Whoever made this mistake alone has the rest right; beside another mistake that need not be so.
    """
    while text:
        sentence, text = first_sentence(text)
        said = _BUT.sub("", _RIGHT_TOO.sub(".", _IS_RIGHT.sub("", sentence)))
        if not (_CLAIMS.search(said) and not _OF_OTHERS.search(said)):
            return said[0].upper() + said[1:]
    return ""


def _so_far(part: Part, index: int, both: Both, work: Work, prices: Prices) -> bool:
    """Whether a program answers one more case as the submission did; most do not get beyond the first."""
    work.spend(prices.of(part.cases[index]))
    key = (type(part.exercise), both.first.name, both.second.name)
    return answers_alike(part, index, kept_answer(key, both.candidate, part.cases[index]))


def answers_alike(part: Part, index: int, theirs: Answer) -> bool:
    """Whether a program's answer to one case is what the submission answered."""
    case, mine, wanted = part.cases[index], part.answers[index], part.expected[index]
    if mine.changed != theirs.changed:
        return False
    if part.exercise.has_own_judge and not (mine.failure or theirs.failure):
        keys = [
            found.key if found else "" for found in (fault_of(part.exercise, case, a, wanted) for a in (mine, theirs))
        ]
        return keys[0] == keys[1]
    return mine.agrees(theirs, part.exercise.rtol)


def _differs(part: Part, both: Both) -> bool:
    """Whether each of the two mistakes alone answers otherwise, in enough cases."""
    rtol = part.exercise.rtol
    for mistake in (both.first, both.second):
        theirs = [known_answer(part.exercise, mistake, case) for case in part.cases]
        if sum(not mine.agrees(other, rtol) for mine, other in zip(part.answers, theirs, strict=True)) < TELLING:
            return False
    return True


#: What begins by saying what is right, and what ends so.
_IS_RIGHT = re.compile(r"^(The|Your) [\w, ]+ (is|are) right( now)?(, but |; |\. )")
_RIGHT_TOO = re.compile(r"; your [\w', ]+ (is|are) right\.")
#: What answers a sentence before it.
_BUT = re.compile(r"^But ")
#: What says that something of the student's is right; and what is right without being the student's.
_CLAIMS = re.compile(
    r"\b(is|are) (all )?right\b|\brightly\b|\bas (it|they) should\b(?! be)|\bwhere (it|they) should\b[.;,]|"
    r"\bat the right time\b|\b(has|have) the right\b|\bof the training part now\b"
)
_OF_OTHERS = re.compile(r"\b(prediction|predictions|class|where it) (is|are) right\b")
