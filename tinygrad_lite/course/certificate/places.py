"""Faults planted in right answers, and whether the place that a student is told holds the fault.

The proof of `course/localise/`: in each right answer with a name (tests/certificate/answers), each mutant that fails is
a fault whose line is known. The faults are in two halves, by their names: one to develop with, one to measure.

    python -m tinygrad_lite.course.certificate.places_page --every 40 --out docs/measurements/localising.md
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import permutations

from ..attempt import Attempt, Place
from ..judge import for_two, verdict_on
from ..localise import Search, begun, searched
from .answers import answers_to
from .bench import Bench
from .mutants import Mutant, mutants

DEVELOPMENT, HELD = 0, 1


@dataclass(frozen=True)
class Planted:
    """One fault, or two, in one right answer.

    Attributes:
        id: the exercise, the answer's name and the faults.
        lines: where they were planted.
        place: what the student is told; None where nothing.
        kind: "value" where every case has an answer, "raises" where one raises.
        why: why nothing was found: "unfit", "slow", "too much", "no change", "several places", "all anew"; else "".
        named: what the check says of it besides, "" where nothing.
        seconds: of computing that the search took.
    """

    id: str
    lines: tuple[int, ...]
    place: Place | None
    kind: str = "value"
    why: str = ""
    named: str = ""
    seconds: float = 0.0

    @property
    def told(self) -> set[int]:
        """The lines that are told."""
        spots = (*self.place.spots, *self.place.second) if self.place else ()
        return {spot.number for spot in spots}

    @property
    def held(self) -> bool:
        """Whether the place that is told holds the fault; of two, both, or the one that is told as the only one.

        A place may be told as one of two lines: one of them has to be the fault's.
        """
        if self.place is None:
            return False
        if not self.place.second:
            return bool(set(self.lines) & self.told)
        first, second = ({spot.number for spot in spots} for spots in (self.place.spots, self.place.second))
        return any(one in first and other in second for one, other in permutations(self.lines, 2))


def planted(bench: Bench, asked: Callable[[str], bool] = lambda _: True) -> Iterator[Planted]:
    """Plant faults in the right answers to an exercise; those that some case notices, and that end.

    Args:
        bench: of the exercise.
        asked: which of them are, by their id.
    """
    for answer in answers_to(bench.exercise).named:
        for mutant in mutants(answer.source):
            name = f"{bench.exercise.id}, {answer.name}: {mutant.description}"
            if asked(name) and (found := _planted(bench, name, mutant.source, (_line(mutant),))) is not None:
                yield found


def planted_twice(bench: Bench, asked: Callable[[str], bool] = lambda _: True) -> Iterator[Planted]:
    """The same with a second fault in another line. Whatever is left out, and what is returned, stays as it is."""
    for answer in answers_to(bench.exercise).named:
        for first in filter(_is_small, mutants(answer.source)):
            name = f"{bench.exercise.id}, {answer.name}: {first.description}"
            if not asked(name):
                continue
            others = [m for m in mutants(first.source) if _is_small(m) and _line(m) != _line(first)]
            if others and _planted(bench, name, first.source, ()) is not None:
                second = min(others, key=lambda mutant: part(name + mutant.description, 10**9))
                both = f"{name}; {second.description}"
                if (found := _planted(bench, both, second.source, (_line(first), _line(second)))) is not None:
                    yield found


def _is_small(mutant: Mutant) -> bool:
    return "left out" not in mutant.description and "return" not in mutant.description


def _line(mutant: Mutant) -> int:
    return int(re.match(r"line (\d+)", mutant.description)[1])  # type: ignore[index]


def _planted(bench: Bench, name: str, source: str, lines: tuple[int, ...]) -> Planted | None:
    try:
        submission = bench.submit(source)
    except Exception:
        return None  # what does not come to be is not checked
    cases = bench.cases(bench.seeds[0])
    expected = bench.looked_up(cases)
    attempt = Attempt.of(bench.exercise, submission, cases, expected)
    attempt.put()
    if not attempt.wrong or len(attempt.answers) < len(cases):
        return None
    kind = "raises" if any(answer.failure for answer in attempt.answers) else "value"
    if not lines:
        return Planted(name, (), None, kind)
    verdict = verdict_on(bench.exercise, submission, cases, expected)
    search, began = begun(attempt), time.thread_time()
    place = searched(search, for_two(verdict)) if search else None
    seconds = time.thread_time() - began
    why = "" if place or not search else search.ended or _why(search)
    named = verdict.diagnosis.name if verdict.diagnosis else ""
    return Planted(name, lines, place, kind, why if search else "unfit", named, seconds)


def _why(search: Search) -> str:
    """Why a search that came to its end tells nothing."""
    if not search.winners:
        return "all anew" if search.anew else "no change"
    return "several places"


def part(name: str, parts: int) -> int:
    """Which of so many equal parts something belongs to, by its name: the same one for ever."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % parts


def sample(half: int, every: int, of: str = "") -> Callable[[str], bool]:
    """Which faults are asked: one in so many of a half."""
    return lambda name: part(name, 2) == half and part(f"{of} sample {name}", every) == 0
