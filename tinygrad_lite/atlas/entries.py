"""What the atlas has of each mistake, and which of them a word means."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Any

from ..course.card import first_sentence
from ..course.exercises import LESSONS, exercises_of
from ..grading.concepts import Concept, concept_of


@dataclass(frozen=True)
class Entry:
    """A mistake.

    Attributes:
        exercise, lesson: of which exercise ("loss/mse"), in which lesson ("02_loss").
        name: of the mistake.
        headline, text: what is said to students: what was done, and what follows.
        concept: what was not understood.
        facts: the smallest case in which it shows: rows (label, value).
        lines: the lines that are wrong, as somebody writes them; "…" stands for lines that are right.
        met, of: how many of the kept answers of students are this mistake, of how many wrong ones.
    """

    exercise: str
    lesson: str
    name: str
    headline: str
    text: str
    concept: Concept
    facts: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]
    met: int
    of: int

    @property
    def words(self) -> str:
        """All that it is found by, in small letters."""
        said = (self.exercise, self.lesson, self.name, self.headline, self.text, self.concept.title, self.concept.key)
        return " ".join(said).lower()


def entries() -> list[Entry]:
    """All mistakes of the course, in the order of the lessons."""
    found = []
    for lesson, (folder, _) in LESSONS.items():
        known = data_of(folder)
        for exercise in exercises_of(lesson):
            kept = known.get(exercise.id, {})
            for mistake in exercise.mistakes():
                concept = concept_of("mistake", mistake.name, mistake, "wrong", exercise.id)
                assert concept is not None
                more = kept.get("mistakes", {}).get(mistake.name, {})
                found.append(
                    Entry(
                        exercise.id,
                        lesson,
                        mistake.name,
                        *first_sentence(more.get("text", mistake.text)),
                        concept,
                        tuple((label, value) for label, value in more.get("facts", ())),
                        tuple(more.get("lines", ())),
                        more.get("met", 0),
                        kept.get("wrong", 0),
                    )
                )
    return found


@functools.cache
def data_of(folder: str) -> dict[str, Any]:
    """What is kept of a lesson's exercises; nothing of one that an instructor has added."""
    file = resources.files(__package__) / "data" / f"{folder}.json"
    if not file.is_file():
        return {}
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def chosen(all_entries: Iterable[Entry], word: str) -> list[Entry]:
    """Those that are meant: of an exercise, of a lesson, or with all the words in them. "" means all."""
    known = list(all_entries)
    named = word.strip().lower()
    for meant in (
        lambda each: named in (each.exercise, each.exercise.rpartition("/")[2]),
        lambda each: named in (each.lesson, each.lesson.partition("_")[0], each.exercise.partition("/")[0]),
        lambda each: all(part in each.words for part in named.split()),
    ):
        found = [each for each in known if meant(each)]
        if found:
            return found
    return []


def by_concept(found: Iterable[Entry]) -> list[tuple[Concept, list[Entry]]]:
    """In groups of one concept, those first that are met most often; in each, too."""
    groups: dict[str, tuple[Concept, list[Entry]]] = {}
    for each in found:
        groups.setdefault(each.concept.key, (each.concept, []))[1].append(each)
    for _, members in groups.values():
        members.sort(key=lambda each: -each.met)
    return sorted(groups.values(), key=lambda group: -sum(each.met for each in group[1]))
