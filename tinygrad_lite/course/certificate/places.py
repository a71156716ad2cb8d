"""Faults planted in right answers, and whether the place that a student is told holds the fault.

The proof of `course/localise/`: in each right answer with a name (tests/certificate/answers), each mutant that fails is
a fault whose line is known.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..attempt import Attempt, Place
from ..localise import locate
from .answers import answers_to
from .bench import Bench
from .mutants import Mutant, mutants


@dataclass(frozen=True)
class Planted:
    """One fault in one right answer.

    Attributes:
        id: the exercise, the answer's name and the fault.
        line: where it was planted.
        place: what the student is told; None where nothing.
    """

    id: str
    line: int
    place: Place | None

    @property
    def held(self) -> bool:
        """Whether the place that is told holds the fault."""
        return self.place is not None and self.line in [spot.number for spot in self.place.spots]


def planted(bench: Bench, asked: Callable[[str], bool] = lambda _: True) -> Iterator[Planted]:
    """Plant faults in the right answers to an exercise; those that some case notices, and that end.

    Args:
        bench: of the exercise.
        asked: which of them are, by their id.
    """
    for answer in answers_to(bench.exercise).named:
        for mutant in mutants(answer.source):
            name = f"{bench.exercise.id}, {answer.name}: {mutant.description}"
            if asked(name) and (found := _planted(bench, name, mutant)) is not None:
                yield found


def _planted(bench: Bench, name: str, mutant: Mutant) -> Planted | None:
    try:
        submission = bench.submit(mutant.source)
    except Exception:
        return None  # what does not come to be is not checked
    cases = bench.cases(bench.seeds[0])
    attempt = Attempt.of(bench.exercise, submission, cases, bench.looked_up(cases), 0.5)
    attempt.put()
    if not attempt.wrong or len(attempt.answers) < len(cases) or attempt.answers[-1].failure:
        return None
    line = int(re.match(r"line (\d+)", mutant.description)[1])  # type: ignore[index]
    return Planted(name, line, locate(attempt))


def part(name: str, parts: int) -> int:
    """Which of so many equal parts something belongs to, by its name: the same one for ever."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % parts
