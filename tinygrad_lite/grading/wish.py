"""What is to be graded, and how; and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..course.exercises import LESSONS, tasks_of
from .due import Timing
from .errors import WrongUse
from .extras import Extras
from .groups import Row
from .kept_runs import Run
from .listed import Listed
from .missing import EMPTY
from .near import there_are
from .never_lower import NEVER_LOWER
from .points import check_ids
from .pseudonyms import Pseudonyms
from .record import Record
from .sandbox import Limits
from .settings import read_settings
from .who_is_meant import who_was_meant


@dataclass
class Outcome:
    """What became of a run.

    Attributes:
        run: where it is kept.
        files: every file that was found.
        graded: how many notebooks were graded in this call; kept: how many were there already.
        records: of all that were handed in, by student.
        canaries: "right".
        said: what is to be printed besides.
    """

    run: Run
    files: list[Listed]
    graded: int = 0
    kept: int = 0
    canaries: str = ""
    records: list[Record] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Wish:
    """What is to be graded, and how.

    Attributes:
        source: the folder or zip.
        report: the folder for everything that comes out.
        lesson: only notebooks of this lesson; "" for all.
        only, students: grade only these exercises, and these students, anew; all others keep their marks.
        seed: of the cases; None for the one that the same file had before, or a fresh one.
        unsafe: also where nothing but limits holds students' programs.
        jobs: how many processes; 0 for one more than there are processors.
        points: of tasks, where not what the lessons say.
        scheduler: address of a Dask scheduler, "" for processes of this machine.
        extras: the instructor's own exercises and mistakes.
        still_open: students may still hand in: their pages show neither seed nor case.
        timing: when it was due, and what late work loses.
        groups: who works together, as an instructor wrote it.
        regrade: whether marks that went out may become lower.
        missing: what counts for what was not handed in.
        settings: the file that said all this; None where there was none.
        roster: the class list; None where there is none.
        exercises, mistakes: the files of `extras` that the command named, not those of the settings.
    """

    source: Path
    report: Path
    lesson: str = ""
    only: tuple[str, ...] = ()
    students: tuple[str, ...] = ()
    seed: int | None = None
    unsafe: bool = False
    jobs: int = 0
    points: Mapping[str, float] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    scheduler: str = ""
    extras: Extras = field(default_factory=Extras)
    still_open: bool = False
    timing: Timing = field(default_factory=Timing)
    groups: tuple[Row, ...] = ()
    regrade: str = NEVER_LOWER
    missing: str = EMPTY
    settings: Path | None = None
    roster: Path | None = None
    exercises: tuple[Path, ...] = ()
    mistakes: tuple[Path, ...] = ()


Progress = Callable[[int, int, Record], None]


def checked(wish: Wish, files: list[Listed], lessons: Collection[str]) -> Wish:
    """The wish with whole ids ("loss/mse" where "mse" was given); what names nothing that is there is refused."""
    known = {task.id for lesson in lessons for task in tasks_of(lesson)}
    students = {student for one in files for student in (one.student, *one.members) if student}
    wish = replace(wish, only=tuple(whole_id(given, known) for given in wish.only))
    names = Pseudonyms(wish.report)
    wish = replace(wish, students=tuple(map(names.meant, wish.students)))
    called = {student: names.called().get(student, set()) for student in sorted(students)}
    for given in sorted({*wish.only} - known):
        raise WrongUse(f'There is no exercise "{given}" in these notebooks; {there_are(given, sorted(known))}')
    for given in sorted({*wish.students} - students):
        instead = there_are(given, called, who_was_meant(given, called))
        raise WrongUse(f'There is no student "{given}" in these notebooks; {instead}')
    check_ids(read_settings(wish.settings), wish.points, (task.id for lesson in LESSONS for task in tasks_of(lesson)))
    return wish


def whole_id(given: str, known: Collection[str]) -> str:
    """The one id that ends in what was given; what was given where there is none, or more than one."""
    found = [each for each in known if given in (each, each.rpartition("/")[2])]
    return found[0] if len(found) == 1 else given
