"""`REPORT/changes.csv`: every mark that became another one, and why.

What the marks were is kept with the run that gave them (`runs/0001/grades.csv`), so a table that somebody edited makes
no change and hides none. A mark rests on few things: the file, the check, the points, the seed, and what a person
decided. Where none of them moved and the mark did, the grader is at fault, and says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from .as_before import time_moved
from .extras import Extras
from .kept_runs import KeptRuns, Run
from .missing import ASKED, DOUBT, TIME, WAITS, rule_of
from .numbers import same
from .record import MACHINE, NOT_HANDED_IN, Mark, Record
from .tables import read_table, safe, write_table

TABLE, MARKS = "changes.csv", "grades.csv"
COLUMNS = ("student", "exercise", "before", "after", "reason", "run")

OVERRIDE, HAND_IN, POINTS, RETRIED = "override", "hand-in changed", "points changed", "retried after a time-out"
MANUAL = "manual mark"
LOST, LATENESS, REGRADE = "not graded: machine", "lateness counted anew", "regrade rule changed"
MISSING = "rule for what is missing changed"
#: Where the rule is as it was, and waited for that, or waits now.
TIME_MOVED, TIME_OVER = "time to hand in changed", "time to hand in is over"
WHOSE = "doubt whose a hand-in is"
#: Of "case 7 exempted" the end; what else is said of cases is that they count again.
EXEMPTED, AGAIN, AGAIN_SEVERAL = "exempted", "counts again", "count again"
CHECK, SEED, MACHINERY = "check changed", "seed", "other machine or versions"
NO_REASON = "no reason found: please report this"
#: The same for all of these: that the time went on, or goes on, would say that somebody has more of it.
_COUNTS_NOW = "whether what was not handed in counts 0 was decided anew."
#: What a student reads of it.
TOLD = {
    HAND_IN: "a file of yours counts that did not before.",
    POINTS: "the exercise is worth another number of points now.",
    MANUAL: "whoever reads your answer has given it another mark.",
    REGRADE: "whether a mark that was given before may become lower was decided anew.",
    MISSING: "what counts where nothing was handed in was decided anew.",
    **dict.fromkeys((TIME_MOVED, TIME_OVER, WHOSE), _COUNTS_NOW),
    LATENESS: "what it loses for when it was handed in was counted anew.",
    LOST: "the machine was at fault this time, and it will be graded again.",
    RETRIED: "at first the machine was at fault, and it was graded again.",
    EXEMPTED: "a part of the check was not fair, and no longer counts, for nobody.",
    AGAIN: "a part of the check that had been left out counts again, for everybody.",
    CHECK: "the check has been changed since, and your answer was graded again.",
    SEED: "the same check was made again, with other numbers.",
    MACHINERY: "it was graded again, on another machine or with other versions of the programs that grade.",
    NO_REASON: "it was graded again. Your instructor was told.",
}

_MACHINE = ("python", "numpy", "torch", "system", "tier", "grader")

#: A student, and an exercise.
Place = tuple[str, str]


@dataclass(frozen=True)
class Change:
    """One mark that moved; points as the table has them, "" for none."""

    student: str
    exercise: str
    before: str
    after: str
    reason: str
    run: int


#: Of which kind the lines of a table are.
Line = TypeVar("Line", bound=Change)


@dataclass(frozen=True)
class Basis:
    """What the marks of a run rest on: its `run.json`, the table that it wrote, and what was handed in.

    A mark may have been kept from an earlier run, whose check and machine were others. So `runs` has them all.
    """

    info: Mapping[str, Any]
    rows: Mapping[Place, Mapping[str, str]]
    files: Mapping[Place, Record]
    runs: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        info: Mapping[str, Any],
        rows: Iterable[Mapping[str, Any]],
        records: Iterable[Record],
        runs: Mapping[int, Mapping[str, Any]] | None = None,
    ) -> Basis:
        """From rows of `grades.csv`, written or about to be."""
        texts = ({key: value if key == "student" else str(safe(value)) for key, value in row.items()} for row in rows)
        by_place = {(row["student"], row["exercise"]): row for row in texts if row.get("exercise")}
        files = {(record.student, mark.id): record for record in records for mark in record.marks}
        return cls(info, by_place, files, runs or {})

    def made(self, place: Place) -> Mapping[str, Any]:
        """`run.json` of the run in which a mark was made."""
        return self.runs.get(mark_in(self.files[place], place[1]).run, self.info)


def published(report: Path, run: Run) -> Basis | None:
    """What was published last: of this run, if it was published already, else of the one before; None at first."""
    last = _last_published(report, run.number)
    if last is None:
        return None
    rows = ({**row, "student": run.names.student(row["student"])} for row in read_table(last.folder / MARKS))
    return Basis.of(last.info, rows, last.records(), all_runs(report))


def _last_published(report: Path, number: int) -> Run | None:
    """The last run up to this number whose marks were written."""
    runs = [one for one in KeptRuns(report).all() if one.number <= number and (one.folder / MARKS).exists()]
    return runs[-1] if runs else None


def all_runs(report: Path) -> dict[int, dict[str, Any]]:
    """Every run's `run.json`, by its number."""
    return {run.number: run.info for run in KeptRuns(report).all()}


def changes(old: Basis, new: Basis, run: int) -> list[Change]:
    """Every mark that is not what it was, by student and exercise."""
    found = []
    for place in sorted(old.rows.keys() | new.rows.keys()):
        was, now = (basis.rows.get(place, {}).get("points", "") for basis in (old, new))
        if not same(was, now):
            found.append(Change(*place, was, now, reason(old, new, place), run))
    return found


def reason(old: Basis, new: Basis, place: Place) -> str:
    """Why a mark is another one: the first thing that it rests on that moved."""
    was, now = old.rows.get(place, {}), new.rows.get(place, {})
    file, other = old.files.get(place), new.files.get(place)
    if not same(was.get("override", ""), now.get("override", "")):
        return OVERRIDE
    states = {row.get("state") or NOT_HANDED_IN for row in (was, now)}
    if states == {NOT_HANDED_IN} and rule_of(old.info) != rule_of(new.info):
        return _why_missing_counts_otherwise(old.info, new.info)
    if file is None or other is None or not _same_file(file, other, place[1]):
        return HAND_IN
    if not same(was.get("max", ""), now.get("max", "")):
        return POINTS
    if not same(was.get("manual", ""), now.get("manual", "")):
        return MANUAL
    before, after = mark_in(file, place[1]), mark_in(other, place[1])
    if same(was.get("auto", ""), now.get("auto", "")) and before.computed != after.computed:
        return LATENESS
    if same(was.get("auto", ""), now.get("auto", "")) and before.held != after.held:
        return REGRADE
    if MACHINE in (was.get("state"), now.get("state")):
        return RETRIED if now.get("state") != MACHINE else LOST
    then, at_present = old.made(place), new.made(place)
    exempt, earlier = (Extras.from_run(info).exempt for info in (at_present, then))
    moved = [number for exercise, number in sorted({*exempt} ^ {*earlier}) if exercise == place[1]]
    if moved:
        return _said_of_cases(place[1], moved, exempt)
    if _check(then, place[1]) != _check(at_present, place[1]):
        return CHECK
    if file.seed != other.seed:
        return SEED
    if _machine(then) != _machine(at_present):
        return MACHINERY
    return NO_REASON


def _why_missing_counts_otherwise(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """What changed where nothing was handed in: the rule itself, or what it waits for."""
    if old.get(ASKED) != new.get(ASKED):
        return MISSING
    if DOUBT in (old.get(WAITS), new.get(WAITS)):
        return WHOSE
    if TIME not in (old.get(WAITS), new.get(WAITS)):
        return MISSING
    return TIME_MOVED if time_moved(old, new) else TIME_OVER


def _said_of_cases(exercise: str, numbers: list[int], exempt: Collection[tuple[str, int]]) -> str:
    """ "case 7 exempted", "cases 2, 7 exempted", "case 7 counts again" """
    gone = [str(number) for number in numbers if (exercise, number) in exempt]
    which = ", ".join(gone or map(str, numbers))
    several = "," in which
    words = EXEMPTED if gone else AGAIN_SEVERAL if several else AGAIN
    return f"case{'s' if several else ''} {which} {words}"


def _check(info: Mapping[str, Any], exercise: str) -> tuple[Any, ...]:
    """What says whether a check is the same: its own text, the package's version, the instructor's packs."""
    return info.get("specs", {}).get(exercise), info.get("version"), info.get("extras")


def check_of(info: Mapping[str, Any], exercise: str) -> tuple[Any, ...]:
    """What a check is in a run, for one exercise: the cases that count for nobody among it."""
    extras = {key: files for key, files in info.get("extras", {}).items() if key != "exempt"}
    exempt = [number for name, number in Extras.from_run(info).exempt if name == exercise]
    return info.get("specs", {}).get(exercise), info.get("version"), extras, exempt


def _same_file(old: Record, new: Record, exercise: str) -> bool:
    """Whether a mark comes from the file that it came from: whichever of the attempts is the best one as a whole."""
    (path, content), (other_path, other) = _file(old, exercise), _file(new, exercise)
    return content == other if content and other else path == other_path


def _file(record: Record, exercise: str) -> tuple[str, str]:
    """The file that a mark comes from: its path, and what is in it; "" where that was not kept."""
    mark = mark_in(record, exercise)
    return (mark.attempt, mark.attempt_sha256) if mark.attempt else (record.path, record.sha256)


def mark_in(record: Record, exercise: str) -> Mark:
    """A record's mark of an exercise."""
    return next(mark for mark in record.marks if mark.id == exercise)


def _machine(info: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(info.get(key) for key in _MACHINE)


def keep(table: Path, found: Sequence[Change], run: Run) -> None:
    """Write a run's changes into a table, after those of earlier runs, by pseudonym.

    A line that a run has written already is there once; a mark that moves there and back has its lines in their order.

    A run that was stopped between its lines and its marks has moved none, where another one took its place.
    """
    new = [{**asdict(one), "student": run.names.pseudonym(one.student), "run": str(one.run)} for one in found]
    last = _last_published(table.parent, run.number - 1)
    stopped = {str(number) for number in range(last.number + 1, run.number)} if last else set()
    old = [row for row in read_table(table) if row["run"] not in stopped]
    rows = [*old, *sorted(new, key=lambda row: (row["student"], row["exercise"]))]
    texts = [{key: str(safe(row[key])) for key in COLUMNS} for row in rows]
    last_of: dict[Place, dict[str, str]] = {}
    lines = []
    for row in texts:
        place = row["student"], row["exercise"]
        if last_of.get(place) != row:
            lines.append(row)
        last_of[place] = row
    if lines or table.exists():
        write_table(table, COLUMNS, lines, private=True)


def changes_of(report: Path, run: Run) -> list[Change]:
    """The lines that a run has in `changes.csv`; of a mark that moved more than once the last."""
    return lines_of(report / TABLE, run, Change)


def lines_of(table: Path, run: Run, kind: type[Line]) -> list[Line]:
    """The lines that a run has in a table of changes; of several for one exercise of a student the last."""
    rows = [row for row in read_table(table) if row["run"] == str(run.number)]
    last = {(row["student"], row["exercise"]): {**row, "student": run.names.student(row["student"])} for row in rows}
    return [kind(**{**row, "run": run.number}) for row in last.values()]  # type: ignore[arg-type]
