"""Answers as students type them: a file for each exercise, tests/certificate/answers/<lesson's folder>/<name>.py.

    import numpy as np

    # %% wrong: sums instead of averaging         a wrong answer, and the diagnosis that is true of it
    # %% wrong: (no diagnosis) | drops errors     each of the two would be true
    # %% wrong: wrong only with logits as …       a long name is cut
    # %% right                                    a right answer
    # %% right: by a loop                         one with a name: the certificate proves it on every seed
    # %% wrong, in by a loop: starts at 1         the right answer of that name with some of its lines changed:
                                                  below it stand `# - line before` and `# + line after`
    # %% wrong (held): sums instead of averaging  one of a half that was not looked at while checks were being made:
                                                  the other half is marked (developed), of right ones too
    # %% equivalent: line 3: d < 1 → d <= 1       a mutant of the solution that is right too; below it `# Because …`

An answer is what stands in a notebook's cell, letter for letter.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ..exercise import Exercise
from ..folders import project_folder

HEAD = "import numpy as np"
NO_DIAGNOSIS = "(no diagnosis)"
_MARKER = re.compile(r"# %% (?:(wrong|right)(?: \((developed|held)\))?(?:, in ([^:]+))?(?:: (.+))?|(equivalent): (.+))")
_FORMS = (
    "`# %% wrong: NAME`, `# %% right`, `# %% right: NAME`, `# %% wrong, in NAME: NAME` or `# %% equivalent: MUTANT`"
)


class AnswersError(ValueError):
    """A file of answers is not as it should be; says which line, and what to write."""


@dataclass(frozen=True)
class TypedAnswer:
    """One answer.

    Attributes:
        source: what is typed into the cell.
        name: of a right one, by which it is proven; "" where it has none.
        diagnoses: names of those that are true of a wrong one, each by itself; None stands for none at all.
        place: file and line, for messages.
        half: of answers that were split before anybody looked, "developed" or "held"; "" of all others.
    """

    source: str
    name: str = ""
    diagnoses: tuple[str | None, ...] = ()
    place: str = ""
    half: str = ""

    def is_true(self, said: str | None) -> bool:
        """Whether a diagnosis is one of those that are true of it; a name with … at its end is the beginning of one."""
        cut = [name[:-1] for name in self.diagnoses if name and name.endswith("…")]
        return said in self.diagnoses or (said is not None and said.startswith(tuple(cut)))


@dataclass
class Answers:
    """All answers to an exercise, and those mutants of its solution (description → why) that are right too."""

    wrong: list[TypedAnswer] = field(default_factory=list)
    right: list[TypedAnswer] = field(default_factory=list)
    equivalent: dict[str, str] = field(default_factory=dict)

    @property
    def named(self) -> list[TypedAnswer]:
        """The right ones that have a name."""
        return [answer for answer in self.right if answer.name]


def answers_folder() -> Path:
    """Where the answers are.

    Raises:
        NotACheckout: this is an installed wheel, which has none.
    """
    return project_folder() / "tests" / "certificate" / "answers"


def answers_to(exercise: Exercise) -> Answers:
    """The answers to an exercise; none where it has no file yet."""
    path = answers_folder() / f"{exercise.id}.py"
    return read_answers(path.read_text(encoding="utf-8"), exercise.name, exercise.id) if path.exists() else Answers()


@cache  # dozens of tests ask for the same files, and every answer in them is compiled
def read_answers(text: str, name: str, where: str) -> Answers:
    """The answers in a file's text: the same object for the same text, to read only.

    Args:
        name: what every answer defines.
        where: the exercise's id, for messages.
    Raises:
        AnswersError: a marker, or a cell, cannot be understood.
    """
    found = Answers()
    for line, marker, body in _cells(text, where):
        place = f"{where}, line {line}"
        kind, half, base, label, is_mutant, mutant = marker.groups()
        if is_mutant:
            found.equivalent[mutant] = _reason(body, place)
            continue
        source = _changed(_named(base, found, place).source, body, place) if base else body
        _must_define(source, name, place)
        if kind == "right":
            _must_be_new(label, found, place)
            found.right.append(TypedAnswer(source, label or "", (), place, half or ""))
        elif label:
            diagnoses = tuple(None if said == NO_DIAGNOSIS else said for said in label.split(" | "))
            found.wrong.append(TypedAnswer(source, "", diagnoses, place, half or ""))
        else:
            raise AnswersError(f"{place}: say which diagnosis is true of it, or `# %% wrong: {NO_DIAGNOSIS}`.")
    return found


def _cells(text: str, where: str) -> Iterator[tuple[int, re.Match, str]]:
    """(line, marker, text below it) of each cell."""
    lines = text.splitlines()
    starts = [index for index, line in enumerate(lines) if re.match(r"\s*#\s*%%", line)]
    if "\n".join(lines[: starts[0] if starts else None]).strip() != HEAD:
        raise AnswersError(f"{where}: above the first `# %%` stands `{HEAD}`, as notebooks have it, and nothing else.")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        marker = _MARKER.fullmatch(lines[start])
        if marker is None:
            raise AnswersError(f"{where}, line {start + 1}: `{lines[start]}` is not understood. It is {_FORMS}.")
        yield start + 1, marker, "\n".join(lines[start + 1 : end]).strip("\n")


def _reason(body: str, place: str) -> str:
    """The comment below a mutant."""
    lines = body.splitlines()
    if not lines or not all(line.startswith("# ") for line in lines):
        raise AnswersError(f"{place}: below it stands why that mutant is right, as a comment, and nothing else.")
    return " ".join(line.removeprefix("# ") for line in lines)


def _named(name: str, found: Answers, place: str) -> TypedAnswer:
    for answer in found.named:
        if answer.name == name:
            return answer
    raise AnswersError(f"{place}: no right answer above it is named `{name}`.")


def _must_be_new(name: str | None, found: Answers, place: str) -> None:
    if name and any(answer.name == name for answer in found.right):
        raise AnswersError(f"{place}: another right answer is named `{name}` already.")


def _changed(source: str, body: str, place: str) -> str:
    """A source with pieces changed: lines that begin with `# - ` become the lines with `# + ` that follow them."""
    if not re.fullmatch(r"(# [-+].*\n|#\n)*# [-+].*", body):
        raise AnswersError(f"{place}: what changes is written `# - line before` and, below, `# + line after`.")
    text = f"\n{source}\n"
    for piece in re.findall(r"(?:^# -.*\n?)+(?:^# \+.*\n?)*", body, flags=re.MULTILINE):
        before, after = ("".join(f"{line[4:]}\n" for line in piece.splitlines() if line[2] == sign) for sign in "-+")
        if text.count(f"\n{before}") != 1:
            raise AnswersError(f"{place}: these lines are there {text.count(before)} times, not once:\n{before}")
        text = text.replace(f"\n{before}", f"\n{after}")
    return text[1:-1]


def _must_define(source: str, name: str, place: str) -> None:
    try:
        statements = ast.parse(source).body
    except SyntaxError as problem:
        raise AnswersError(f"{place}: Python cannot read this answer: {problem}.") from problem
    for statement in statements:
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement]
        if name in [getattr(target, "name", getattr(target, "id", None)) for target in targets]:
            return
    raise AnswersError(f"{place}: this answer does not define `{name}`.")
