"""A class: every notebook of a folder or zip becomes a record, whatever becomes of the others or of this process.

The order of things: list the files, grade the canaries, grade what has no record yet, try once more alone what ran out
of time, write the tables and pages. Each record is a file of its own, so a run that was killed goes on.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import platform
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from tinygrad_lite import __version__
from tinygrad_lite.course.exercises import LESSONS, tasks_of

from .attempts import one_of_each
from .canaries import canaries, fault
from .class_list import Compared, compared
from .due import Timing
from .errors import GradingError
from .exempt import check_exempt, read_exempt, with_exempt
from .extras import Extras
from .groups import Row, with_groups
from .kept_runs import KeptRuns, Run
from .lateness import Clock
from .listed import Listed
from .listing import every_file, found_again, without_notebook
from .marking import mark
from .notebook import read_notebook
from .own_record import own_records
from .packs import check_extras
from .points import unknown_ids
from .record import Record
from .roster import Roster
from .sandbox import Limits, Tier, best_tier
from .settle import settle
from .steady import other_seeds, sample, steadiness
from .tree import make_tree
from .work import Task, grade_one, lost, ran_out, settled
from .workers import Lost, spread


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
        jobs: how many processes.
        points: of tasks, where not what the lessons say.
        scheduler: address of a Dask scheduler, "" for processes of this machine.
        extras: the instructor's own exercises and mistakes.
        still_open: students may still hand in: their pages show neither seed nor case.
        timing: when it was due, and what late work loses.
        groups: who works together, as an instructor wrote it.
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


Progress = Callable[[int, int, Record], None]


def grade(wish: Wish, progress: Progress = lambda done, total, record: None, found: Compared | None = None) -> Outcome:
    """Grade a class. The caller holds the report folder: `KeptRuns(report).alone()`.

    Args:
        progress: is told of every notebook that is done.
        found: what was handed in, beside the class list, where that was looked up already.
    Raises:
        GradingError: a canary came out wrong: nothing is marked.
        NoSubmissions: there is no such folder or zip; NoSandbox: programs cannot be held here.
        OSError: the disk is full; what was graded is kept, and the same call goes on.
    """
    exempt = read_exempt(wish.report)
    wish = replace(wish, extras=with_exempt(wish.extras, exempt))
    wish.extras.load()
    check_exempt(exempt)
    found = found or hand_ins(wish)
    files = found.files
    counting = [one for one in files if one.counts]
    tier, runs = best_tier(wish.unsafe), KeptRuns(wish.report)
    wish = checked(wish, files, {one.lesson for one in counting})
    clock = Clock.of(wish.timing, files, found.ids)
    clock.check(counting)
    check_extras(sorted({one.lesson for one in counting}))
    before = runs.last()
    run = the_run(wish, runs, tier, sorted({one.lesson for one in counting}))
    with shared_tree(wish) as tree:
        outcome = Outcome(run, files, canaries=test_canaries(run, tier, tree))
        todo = [one for one in counting if not kept(run, one, wish, before)]
        outcome.kept = len(counting) - len(todo)
        work = Work(wish, run, tier, tree, runs.seeds() if wish.seed is None else {})
        for record in work.all(todo):
            outcome.graded += 1
            run.keep(merged(record, wish, before))
            progress(outcome.kept + outcome.graded, len(counting), record)
        work.check_itself(counting, run.everything())
    others = [*without_notebook(files), *found.records()]
    for record in others:
        run.keep(record)
    outcome.records, outcome.files = settle(run, files, others, clock)
    outcome.said = clock.said(outcome.records)
    shown = own_records(found for _, found in found_again(wish.source, files))
    run.save(finished=now(), files=len(files), shown=shown, still_open=wish.still_open)
    return outcome


def hand_ins(wish: Wish, roster: Roster | None = None) -> Compared:
    """Who handed in what: every file, beside the class list, with who is in a group, and whether it counts."""
    found = compared(every_file(wish.source, wish.lesson, wish.report), roster)
    found = with_groups(found, wish.groups, roster)
    return replace(found, files=one_of_each(found.files, wish.timing.attempts))


# --------------------------------------------------------------------------------------------------------- the run


def the_run(wish: Wish, runs: KeptRuns, tier: Tier, lessons: list[str]) -> Run:
    """The last run, if it was never finished and did what this one is to do; else a new one."""
    same: dict[str, Any] = {
        "version": __version__, "lessons": lessons, "specs": specs(lessons), "points": dict(wish.points),
        "only": list(wish.only), "students": list(wish.students), "source": str(wish.source.resolve()),
        "tier": tier.name, "extras": wish.extras.as_json(), "timing": wish.timing.as_json(),
    }  # fmt: skip
    last = runs.last(finished=False)
    known = last.info if last is not None and not last.finished else {}
    if (
        last is not None
        and wish.seed in (None, known.get("seed"))
        and all(known.get(key) == value for key, value in same.items())
    ):
        return last
    seed = secrets.randbelow(2**31) if wish.seed is None else wish.seed
    about = {"seed": seed, "started": now(), "tier_sentence": tier.sentence, "why_no_better_tier": tier.why}
    machine = {"python": platform.python_version(), "numpy": np.__version__, "system": platform.platform(terse=True)}
    return runs.begin(same | about | machine)


def specs(lessons: Iterable[str]) -> dict[str, str]:
    """A short name for what each task asks, by its id: another one where an author changed something."""
    found = {}
    for lesson in lessons:
        for task in tasks_of(lesson):
            text = inspect.getsource(inspect.getmodule(type(task)))  # type: ignore[arg-type]
            found[task.id] = hashlib.sha256(text.encode()).hexdigest()[:12]
    return found


def checked(wish: Wish, files: list[Listed], lessons: Collection[str]) -> Wish:
    """The wish with whole ids ("loss/mse" where "mse" was given); what names nothing that is there is refused."""
    known = {task.id for lesson in lessons for task in tasks_of(lesson)}
    students = {student for one in files for student in (one.student, *one.members)}
    wish = replace(wish, only=tuple(whole_id(given, known) for given in wish.only))
    for given, there, what in ((wish.only, known, "exercise"), (wish.students, students, "student")):
        unknown = sorted(set(given) - there)
        if unknown:
            listed = ", ".join(sorted(there)[:12]) or "none"
            raise GradingError(f"There is no {what} {unknown[0]!r} in these notebooks; there are: {listed}.")
    misspelt = unknown_ids(wish.points, (task.id for lesson in LESSONS for task in tasks_of(lesson)))
    if misspelt:
        raise GradingError(" ".join(misspelt))
    return wish


def whole_id(given: str, known: Collection[str]) -> str:
    """The one id that ends in what was given; what was given where there is none, or more than one."""
    found = [each for each in known if given in (each, each.rpartition("/")[2])]
    return found[0] if len(found) == 1 else given


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S%z")


class shared_tree:
    """The files that students' processes may read, made once for all processes of this machine; none for others."""

    def __init__(self, wish: Wish):
        self.folder = None if wish.scheduler else Path(tempfile.mkdtemp(prefix="grading-"))

    def __enter__(self) -> Path | None:
        return make_tree(self.folder) if self.folder else None

    def __exit__(self, *failure: object) -> None:
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


def test_canaries(run: Run, tier: Tier, tree: Path | None) -> str:
    """Grade the notebooks whose marks are known, unless this run has done so.

    Raises:
        GradingError: a mark came out wrong.
    """
    if run.info.get("canaries") == "right":
        return "right"
    for lesson in run.info["lessons"]:
        for kind, data in canaries(lesson):
            wrong = fault(kind, mark(read_notebook(data), run.info["seed"], tier, path=kind, tree=tree))
            if wrong:
                run.save(canaries=wrong)
                raise GradingError(
                    f"A notebook whose marks are known came out wrong, so nobody is marked. {wrong}. Something is "
                    f"wrong with this machine or this installation: python {sys.version.split()[0]}, tier {tier.name}."
                )
    run.save(canaries="right")
    return "right"


# ------------------------------------------------------------------------------------------------------- notebooks


def kept(run: Run, one: Listed, wish: Wish, before: Run | None) -> bool:
    """Whether a notebook needs no grading: this run has done it, or it was not asked for and has marks already."""
    if run.kept(one.student, one.path, one.sha256):
        return True
    old = before.kept(one.student, one.path, one.sha256) if before and wish.students else None
    if old is not None and not {one.student, *one.members} & {*wish.students}:
        run.keep(old)
        return True
    return False


def merged(record: Record, wish: Wish, before: Run | None) -> Record:
    """The new record; with `only`, the old marks of all other exercises, where there are any."""
    old = before.kept(record.student, record.path, record.sha256) if before and wish.only else None
    if old is None or not record.marks:
        return record
    known = {one.id: one for one in old.marks}
    marks = tuple(one if one.id in wish.only else known.get(one.id, one) for one in record.marks)
    return replace(record, marks=marks)


@dataclass(frozen=True)
class Work:
    """What is graded in a run, and where.

    Attributes:
        seeds: of files that were graded before, by their hash.
    """

    wish: Wish
    run: Run
    tier: Tier
    tree: Path | None
    seeds: Mapping[str, int]

    def tasks(self, some: Iterable[Listed], limits: Limits) -> Iterator[Task]:
        """These notebooks, read one after the other."""
        for one, found in found_again(self.wish.source, some):
            if found.read is not None:
                known = self.run.info["seed"] if self.wish.seed is not None else self.seeds.get(one.sha256)
                seed = self.run.info["seed"] if known is None else known
                yield Task(
                    one.student, one.path, found.read(), seed, self.tier, limits, self.tree, self.wish.points,
                    self.wish.extras,
                )  # fmt: skip

    def graded(self, tasks: Iterable[Task]) -> Iterator[Record]:
        """The records, as they are done."""
        for task, result in worked(self.wish)(grade_one, tasks, self.wish.jobs or os.cpu_count() or 1):
            yield lost(task, result) if isinstance(result, Lost) else result

    def all(self, todo: list[Listed]) -> Iterator[Record]:
        """The records of these notebooks; last those that are tried a second time, one at a time."""
        limits, again = self.wish.limits, []
        by_place = {(one.student, one.path): one for one in todo}
        for record in self.graded(self.tasks(todo, limits)):
            if ran_out(record):
                again.append(by_place[record.student, record.path])
            else:
                yield record
        more = replace(limits, cpu_seconds=2 * limits.cpu_seconds, wall_seconds=2 * limits.wall_seconds)
        for task, result in spread(grade_one, self.tasks(again, replace(more, memory=2 * more.memory)), 1):
            yield settled(lost(task, result) if isinstance(result, Lost) else result)

    def check_itself(self, handed_in: list[Listed], records: Iterable[Record]) -> None:
        """Judge a sample with other seeds too, unless this run has done so, and note in which verdicts they differ."""
        in_part = self.wish.only or self.wish.students
        if "steady" not in self.run.info and not in_part:
            some = sample(handed_in, self.run.info["seed"])
            again = self.graded(other_seeds(self.tasks(some, self.wish.limits)))
            self.run.save(steady=asdict(steadiness(records, again)))


def worked(wish: Wish) -> Callable[..., Iterator[tuple[Any, Any]]]:
    """How tasks are spread: over processes of this machine, or over the workers of a Dask scheduler."""
    if not wish.scheduler:
        return spread
    from .dask import spread_by

    return spread_by(wish.scheduler)
