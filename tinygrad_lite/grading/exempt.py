"""Cases that no longer count, for the whole class: `REPORT/exempt.csv`.

A check may ask what its task does not say. Until the check is mended, the case that does so is left out for everybody:
the answer is not asked it, and every other case counts as before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ..course.added import exercise_by_id, lesson_of
from ..course.exercise import Exercise
from ..course.judge import verdict_on
from ..course.oracle import LESSON_SEED, cases_of
from ..course.submission import Submission
from .asked import asked
from .canaries import plain_mistakes
from .errors import GradingError, WrongUse
from .extras import Extras
from .packs import check_extras
from .spreadsheet import numbered_rows
from .tables import write_table

TABLE = "exempt.csv"
COLUMNS = ("exercise", "case", "reason", "by", "date")
_NEEDED = COLUMNS[:3]
#: A named mistake that canaries make is looked for with so many seeds.
_SEEDS = range(LESSON_SEED, LESSON_SEED + 3)


@dataclass(frozen=True)
class Exemption:
    """One case that does not count; `case` is its number in the author's order, from 1, the same with every seed."""

    exercise: str
    case: int
    reason: str
    by: str = ""
    date: str = ""


def read_exempt(report: Path) -> list[Exemption]:
    """The lines of a table that may have been saved by a spreadsheet.

    Raises:
        GradingError: it cannot be understood; says in which line.
    """
    path = report / TABLE
    if not path.exists():
        return []
    (_, headings), *rows = numbered_rows(path) or [(1, [""])]
    missing = [column for column in _NEEDED if column not in headings]
    if missing:
        raise WrongUse(f'{path} has no column "{missing[0]}". Its first line should be: {",".join(COLUMNS)}.')
    found = []
    for line, cells in rows:
        row = dict(zip(headings, [*cells, *[""] * len(headings)], strict=False))
        if not row["case"].isdecimal():
            raise WrongUse(f'{path}, line {line}: case is "{row["case"][:40]}". Write its number, such as 7.')
        found.append(
            Exemption(row["exercise"], int(row["case"]), row["reason"], row.get("by", ""), row.get("date", ""))
        )
    return found


def write_exempt(report: Path, exempt: Iterable[Exemption]) -> None:
    """Write the table."""
    write_table(report / TABLE, COLUMNS, map(asdict, exempt), private=True)


def with_exempt(extras: Extras, exempt: Iterable[Exemption]) -> Extras:
    """What a class is graded with, without these cases."""
    return replace(extras, exempt=tuple(sorted({(one.exercise, one.case) for one in exempt})))


def check_exempt(exempt: Iterable[Exemption]) -> None:
    """Refuse what would leave a check without cases, or names no case; packs are loaded.

    Raises:
        GradingError: says what is wrong.
    """
    by_exercise: dict[str, set[int]] = {}
    for one in exempt:
        by_exercise.setdefault(one.exercise, set()).add(one.case)
    for exercise_id, numbers in by_exercise.items():
        exercise = exercise_by_id(exercise_id)
        if exercise is None:
            raise WrongUse(f'{TABLE}: there is no exercise "{exercise_id}" with cases. Mend its line, or delete it.')
        total = len(cases_of(exercise))
        wrong = sorted(number for number in numbers if not 1 <= number <= total)
        if wrong:
            raise WrongUse(f"{exercise_id} has no case {wrong[0]}: its cases are 1 to {total}.")
        if len(numbers) == total:
            raise GradingError(
                f"All {total} cases of {exercise_id} would be exempt, and then every answer would be right. To take it "
                "out altogether, make it worth 0 points in grading.toml."
            )


def check_still_told(exercise: Exercise) -> None:
    """Whether the check, as it is asked now, still knows the mistakes that canaries make.

    Raises:
        GradingError: it would not.
    """
    for seed in _SEEDS:
        for mistake, _ in plain_mistakes(exercise):
            found = verdict_on(exercise, Submission.of(mistake.candidate), *asked(exercise, seed))
            told = found.diagnosis.name if found.diagnosis else ""
            if (found.status, told) != ("wrong", mistake.name):
                raise GradingError(
                    f"Without this the check of {exercise.id} no longer knows the mistake “{mistake.name}”, so "
                    "nobody could be graded with it. Set the marks that are wrong by hand (tinygrad-lite override)."
                )


def let_through(exercise: Exercise) -> set[str]:
    """Names of the mistakes that the check, as it is asked now, takes for right answers."""
    cases, expected = asked(exercise, LESSON_SEED)
    verdicts = {
        one.name: verdict_on(exercise, Submission.of(one.candidate), cases, expected) for one in exercise.mistakes()
    }
    return {name for name, verdict in verdicts.items() if verdict.status == "right"}


def reasons(info: Mapping[str, Any], exempt: Iterable[Exemption]) -> list[Exemption]:
    """The cases that a run was graded without, with the reasons that stand in the table."""
    known = {(one.exercise, one.case): one for one in exempt}
    return [known.get(place, Exemption(*place, "")) for place in Extras.from_run(info).exempt]


def with_more(known: list[Exemption], lines: list[Exemption], extras: Extras) -> list[Exemption]:
    """The lines with more of one exercise, if its check is still one without these cases."""
    there = {(one.exercise, one.case) for one in known}
    again = next((one for one in lines if (one.exercise, one.case) in there), None)
    if again:
        raise GradingError(f"Case {again.case} of {again.exercise} has a line in {TABLE} already.")
    now = [*known, *lines]
    check_exempt(now)
    with_exempt(extras, now).load()
    exercise = exercise_by_id(lines[0].exercise)
    assert exercise is not None
    check_still_told(exercise)
    check_extras([lesson_of(exercise.id)])
    return now
