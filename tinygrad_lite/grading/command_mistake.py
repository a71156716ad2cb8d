"""`tinygrad-lite mistake add`: what it shows, asks and says."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import click

from ..course.card import first_sentence
from .among_kept import among_kept
from .command import FAILED, SETTLED, command
from .extras import Extras, read_extras
from .for_the_course import instructions, method_of
from .new_mistake import (
    Wrong,
    add_to,
    as_file,
    check,
    check_words,
    from_cluster,
    from_program,
    from_student,
    last_run,
)
from .sandbox import best_tier

#: So many words a name has at most, where it is made of a sentence.
MOST_WORDS = 8
#: In front of these a longer sentence may be cut.
_BEGINS_A_CLAUSE = {
    *("and", "as", "because", "before", "but", "if", "instead", "or", "rather", "so", "than", "that", "though"),
    *("unless", "where", "which", "while", "whose", "without"),
}
#: With these nothing ends.
_GOES_ON = {
    *("a", "all", "an", "at", "be", "been", "by", "each", "every", "for", "from", "has", "in", "into", "is", "its"),
    *("not", "of", "on", "only", "over", "the", "their", "to", "under", "was", "with", "your"),
    *_BEGINS_A_CLAUSE,
}


@dataclass
class Words:
    """What the instructor says of the mistake; None where it is to be asked."""

    name: str | None
    what: str | None
    hint: str | None
    concept: str = ""

    @classmethod
    def said(cls, text: str, name: str | None, concept: str = "") -> Words:
        """All of it out of one text: its first sentence says what was done, and gives the name if there is none."""
        what, hint = first_sentence(" ".join(text.split()))
        return cls(name or short_name(what), what, hint, concept)

    def ask(self) -> None:
        """Ask for what is not there."""
        self.name = self.name if self.name is not None else click.prompt("Its name, in a few words")
        if self.what is None:
            self.what = click.prompt("What was done, in a sentence (the card's headline)")
        if self.hint is None:
            self.hint = click.prompt("What to look at (may be empty)", default="", show_default=False)


def short_name(what: str) -> str:
    """A name for a mistake, out of the sentence that says what was done.

    >>> short_name("You forgot the absolute value: errors below −delta are squared.")
    'forgot the absolute value'
    >>> short_name("You divided the sum of all the squared errors by the length of the first axis.")
    'divided the sum of all the squared errors'
    """
    short = re.split(r"[:;,.!?]\s|[.:;,!?]$", re.sub(r"^(You|Your answer|It)\s+", "", what.strip()))[0]
    words = short.replace("`", "").split()
    if len(words) > MOST_WORDS:
        ends = [place for place in range(3, MOST_WORDS + 1) if words[place].lower() in _BEGINS_A_CLAUSE]
        words = words[: max(ends, default=MOST_WORDS)]
        while len(words) > 1 and words[-1].lower() in _GOES_ON:
            words.pop()
    return " ".join([words[0][:1].lower() + words[0][1:], *words[1:]]) if words else ""


def add_mistake(
    which: tuple[str, ...], cluster: int | None, program: Path | None, into: Path, words: Words, *, yes: bool,
    unsafe: bool, course: bool = False,
) -> int:  # fmt: skip
    """Find the answer, check it, show it, ask, and write it; the exit status.

    Args:
        course: print it as a method of the course's exercise, in place of writing it into the instructor's file.
    """

    def work() -> int:
        load_with(Path(which[0]) if not program else None, into)
        wrong = meant(which, cluster, program)
        load_with(Path(which[0]) if not program else None, into)
        check(wrong, best_tier(unsafe))
        count = f", {len(wrong.students)} of the class" if wrong.students else ""
        origin = ", cleaned of who wrote it" if wrong.students else ""
        print(f"{wrong.exercise.id}{count}: wrong, and without a name. Its program{origin}:\n")
        print(wrong.code, end="\n\n")
        words.ask()
        name, what, hint = words.name or "", words.what or "", words.hint or ""
        check_words(wrong, name, what, hint)
        kept = among_kept(wrong.exercise.id, into.name, as_file(wrong, name, what, hint, words.concept))
        if kept:
            print(f"{kept}\n")
        if course:
            print(instructions(wrong, name, method_of(wrong, name, what, hint, words.concept)))
            return SETTLED
        if not yes and not click.confirm("Grading will run this program outside of the sandbox. Add it?"):
            print("Nothing was written.")
            return FAILED
        add_to(into, wrong, name, what, hint, words.concept)
        print(f"{into}: added “{name}”. It is told with: tinygrad-lite grade … --mistakes {into}")
        return SETTLED

    return command(work)


def load_with(report: Path | None, into: Path) -> None:
    """Make known what the report was graded with, and the mistakes that are in the file already."""
    known = Extras.from_run(last_run(report).info) if report else Extras()
    if into.exists():
        others = tuple(file for file in known.mistakes if file[0] != into.name)
        known = replace(known, mistakes=(*others, *read_extras((), (into,)).mistakes))
    known.load()


def meant(which: tuple[str, ...], cluster: int | None, program: Path | None) -> Wrong:
    """The answer or program that is meant."""
    if program:
        return from_program(which[0], program)
    if cluster:
        return from_cluster(Path(which[0]), which[1], cluster)
    return from_student(Path(which[0]), which[1], which[2])
