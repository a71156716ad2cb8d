"""What was not understood, in words that several exercises share: what an instructor can say to a class.

A mistake may name its concept (`@mistake(…, concept="sum or mean", ask="…")`). All others, and the diagnoses that no
exercise names (an answer that is n times too large, a shape on its side), go by their name: the first rule that fits.
Concepts and rules are in `concept_data/`, a file for each lesson and one for all; they are asked in this order:

1. the rules of the lesson that the exercise is of,
2. the rules for all lessons,
3. what the exercise is about (`[topics]` of its lesson),
4. the rules for all lessons that say little ("something is left out").

What still fits nothing, such as a mistake in an exercise of an instructor's own, is a concept under its own name.
"""

from __future__ import annotations

import builtins
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..course.exercise import Mistake
from ..course.run import HUNG

_DATA = Path(__file__).parent / "concept_data"
_ERRORS = {
    name
    for holder in (builtins, np.exceptions, np.linalg)
    for name, value in vars(holder).items()
    if isinstance(value, type) and issubclass(value, BaseException)
}


@dataclass(frozen=True)
class Concept:
    """Something to talk about in the next lecture.

    Attributes:
        key: in a few words, as `concept=` of a mistake says it.
        title: as a headline.
        sentence: what goes wrong, for where no exercise's own sentence is at hand.
        ask: what to ask the class.
        alone: why it is in the list although fewer than two named mistakes are of it; "" where there are two.
    """

    key: str
    title: str
    sentence: str = ""
    ask: str = ""
    alone: str = ""


@dataclass(frozen=True)
class Rule:
    """A pattern in the name of a mistake or a diagnosis, and the concept that it speaks of.

    Attributes:
        concept: its key.
        name: is searched for in the name; "" fits every name.
        exercise: fits the exercise's name as a whole; "" fits every exercise.
        weak: says so little that what the exercise is about says more.
    """

    concept: str
    name: str = ""
    exercise: str = ""
    weak: bool = False

    def fits(self, name: str, exercise: str) -> bool:
        """Whether it speaks of a mistake of this name in this exercise ("mse")."""
        of_exercise = not self.exercise or re.fullmatch(self.exercise, exercise) is not None
        return of_exercise and re.search(self.name, name) is not None


@dataclass(frozen=True)
class Rules:
    """A file of `concept_data/`: its concepts, its rules in order, and what each exercise is about."""

    concepts: tuple[Concept, ...] = ()
    rules: tuple[Rule, ...] = ()
    topics: dict[str, str] = field(default_factory=dict)


def read_rules(path: Path) -> Rules:
    """A file of concepts and rules."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    concepts = tuple(Concept(**row) for row in table.get("concept", ()))
    return Rules(concepts, tuple(Rule(**row) for row in table.get("rule", ())), table.get("topics", {}))


_GENERAL = read_rules(_DATA / "general.toml")
#: By the lesson's folder, with which the ids of its exercises begin.
LESSON_RULES = {path.stem: read_rules(path) for path in sorted(_DATA.glob("*.toml")) if path.stem != "general"}
CONCEPTS = {concept.key: concept for each in (_GENERAL, *LESSON_RULES.values()) for concept in each.concepts}


def concept_of(
    kind: str, name: str, mistake: Mistake | None = None, status: str = "", exercise: str = ""
) -> Concept | None:
    """The concept behind a diagnosis; None where there is none.

    Args:
        kind, name: of the diagnosis.
        mistake: the named mistake, where it is one.
        status: of the verdict; "not-by-hand" is a concept without a diagnosis.
        exercise: its id, "loss/mse", for a named mistake.
    """
    if status == "not-by-hand":
        return CONCEPTS["by hand"]
    if not name:
        return None
    if mistake is not None and mistake.concept:
        return CONCEPTS.get(mistake.concept) or Concept(mistake.concept, _headline(mistake.concept))
    if kind.startswith("error") and name != HUNG:
        name = name if name in _ERRORS else "error of one's own"  # whose name may say who wrote it
        sentence = f"Python stopped with: {name}."
        return Concept(f"error {name}", f"Python says {name}", sentence, "What do the last two lines of the error say?")
    key = _by_rule(name, exercise if mistake is not None else "")
    if key == "special cases":
        return special(name)
    return CONCEPTS[key] if key else Concept(name, _headline(name))


def _by_rule(name: str, exercise: str) -> str:
    """The key of the concept that the first fitting rule gives; "" if none fits."""
    folder, _, own = exercise.partition("/")
    lesson = LESSON_RULES.get(folder, Rules())
    strong = (*lesson.rules, *(rule for rule in _GENERAL.rules if not rule.weak))
    weak = tuple(rule for rule in _GENERAL.rules if rule.weak)
    for rule in strong:
        if rule.fits(name, own):
            return rule.concept
    return lesson.topics.get(own) or next((rule.concept for rule in weak if rule.fits(name, own)), "")


def special(name: str) -> Concept:
    """Of a diagnosis that says where an answer is wrong: each place is a matter of its own."""
    known = CONCEPTS["special cases"]
    return Concept(name, _headline(name), known.sentence, known.ask)


def _headline(text: str) -> str:
    return text[:1].upper() + text[1:]
