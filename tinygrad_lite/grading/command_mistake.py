"""`tinygrad-lite mistake add`: what it shows, asks and says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import click

from .command import FAILED, SETTLED, command
from .extras import Extras, read_extras
from .new_mistake import Wrong, add_to, check, check_words, from_cluster, from_program, from_student, last_run
from .sandbox import best_tier


@dataclass
class Words:
    """What the instructor says of the mistake; None where it is to be asked."""

    name: str | None
    what: str | None
    hint: str | None
    concept: str = ""

    def ask(self) -> None:
        """Ask for what is not there."""
        self.name = self.name if self.name is not None else click.prompt("Its name, in a few words")
        if self.what is None:
            self.what = click.prompt("What was done, in a sentence (the card's headline)")
        if self.hint is None:
            self.hint = click.prompt("What to look at (may be empty)", default="", show_default=False)


def add_mistake(
    which: tuple[str, ...], cluster: int | None, program: Path | None, into: Path, words: Words, *, yes: bool,
    unsafe: bool,
) -> int:  # fmt: skip
    """Find the answer, check it, show it, ask, and write it; the exit status."""

    def work() -> int:
        load_with(Path(which[0]) if not program else None, into)
        wrong = meant(which, cluster, program)
        load_with(Path(which[0]) if not program else None, into)
        check(wrong, best_tier(unsafe))
        count = f", {len(wrong.students)} of the class" if wrong.students else ""
        print(f"{wrong.exercise.id}{count}: wrong, and without a name. Its program, cleaned of who wrote it:\n")
        print(wrong.code, end="\n\n")
        words.ask()
        name, what, hint = words.name or "", words.what or "", words.hint or ""
        check_words(wrong, name, what, hint)
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
