"""A class: every notebook of a folder or zip becomes a record, whatever becomes of the others or of this process.

The order of things: list the files, grade the canaries, grade what has no record yet, try once more alone what ran out
of time, write the tables and pages. Each record is a file of its own, so a run that was killed goes on.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .attempts import BEST, BEST_OF_EACH, one_of_each
from .begun import now, the_run
from .canaries import canaries, fault
from .class_list import Compared, compared, whose_asked
from .errors import GradingError
from .exempt import check_exempt, read_exempt, with_exempt
from .groups import once_a_group, with_groups
from .handed_in_before import check_lesson, not_here
from .kept_runs import KeptRuns, Run
from .lateness import Clock
from .listed import Listed
from .listing import every_file, found_again, without_lessons, without_notebook
from .marking import mark
from .missing import EMPTY, waits_for
from .missing import as_json as missing_as_json
from .never_lower import Floors
from .notebook import read_notebook
from .one_id import one_id_each
from .overrides import read_overrides
from .own_folder import own_folder, remove
from .own_record import own_records
from .packs import check_extras
from .part import keep_gone, kept, merged, of_run, same_seed
from .pseudonyms import Pseudonyms
from .record import Record
from .roster import Roster
from .sandbox import Limits, Tier, best_tier, with_forks
from .settle import settle
from .steady import other_seeds, sample, steadiness
from .to_confirm import answered
from .tree import make_tree
from .typed_since import sealed
from .wish import Outcome, Progress, Wish, checked
from .work import Task, grade_one, lost, ran_out, settled
from .workers import Lost, spread


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
    read_overrides(wish.report)  # what cannot be read is said before anything is run
    wish = replace(wish, extras=with_exempt(wish.extras, exempt))
    wish.extras.load()
    check_exempt(exempt)
    found = found or hand_ins(wish)
    files = found.files
    Pseudonyms(wish.report).learn(found.known())
    counting = [one for one in files if one.counts]
    tier, runs = with_forks(best_tier(wish.unsafe)), KeptRuns(wish.report)
    wish = checked(wish, files, {one.lesson for one in counting})
    clock = Clock.of(wish.timing, files, found.ids)
    clock.check(counting)
    check_extras(sorted({one.lesson for one in counting}))
    before = runs.last_done()
    here = [one for one in counting if not one.gone]
    same_seed(wish, here, before)
    outside = found.outside()
    in_doubt = bool(found.absent) and not outside.issuperset(found.unplaced)
    waiting = waits_for(wish.missing, wish.timing.is_open(datetime.now(UTC)), in_doubt)
    about_missing = missing_as_json(wish.missing, waiting)
    wish = replace(wish, missing=EMPTY) if waiting else wish
    run = the_run(wish, runs, tier, sorted({one.lesson for one in counting}))
    with shared_tree(wish) as tree:
        outcome = Outcome(run, files, canaries=test_canaries(run, tier, tree))
        keep_gone(run, counting, before)
        todo = [one for one in here if not kept(run, one, wish, before)]
        outcome.kept = len(here) - len(todo)
        work = Work(wish, run, tier, tree, runs.seeds() if wish.seed is None else {})
        for record in work.all(todo):
            outcome.graded += 1
            run.keep(merged(of_run(record, run), wish, before))
            progress(outcome.kept + outcome.graded, len(here), record)
        work.check_itself(here, run.everything())
    of_class = [one for one in files if one.student not in outside]
    others = [*without_notebook(of_class), *without_lessons(files), *found.records()]
    for record in others:
        run.keep(record)
    floors = Floors.of(wish.report, wish.regrade)
    outcome.records, outcome.files = settle(run, files, others, clock, floors, wish.missing)
    outcome.said = clock.said(once_a_group(outcome.records))
    outcome.said += [waiting] if waiting else []
    shown = own_records(found for _, found in found_again(wish.source, files))
    known, gone = before.info.get("shown", {}) if before else {}, {one.student for one in files if one.gone}
    shown |= {student: known[student] for student in gone - shown.keys() if student in known}
    run.save(
        finished=now(), written=False, files=sum(not one.gone for one in files), shown=shown,
        still_open=wish.still_open, answers=sealed(wish.report, files, run.names), **about_missing,
    )  # fmt: skip
    return outcome


def hand_ins(wish: Wish, roster: Roster | None = None) -> Compared:
    """Who handed in what: every file, beside the class list, with who is in a group, and whether it counts."""
    files = every_file(wish.source, wish.lesson, wish.report)
    check_lesson(wish.report, wish.lesson, files)
    files = one_id_each(files, roster, wish.report)
    found = with_groups(compared(files, roster), wish.groups, roster)
    each = wish.timing.attempts in (BEST, BEST_OF_EACH)
    if gone := not_here(wish.report, found.files, wish.lesson, each_attempt=each):
        found = with_groups(compared([*files, *gone], roster), wish.groups, roster)
    found = whose_asked(found)
    files = one_of_each(found.files, wish.timing.attempts)
    return replace(found, files=[answered(one) for one in files])


# -------------------------------------------------------------------------------------------------- before the class


class shared_tree:
    """The files that students' processes may read, made once for all processes of this machine; none for others."""

    def __init__(self, wish: Wish):
        self.folder = None if wish.scheduler else own_folder()

    def __enter__(self) -> Path | None:
        return make_tree(self.folder) if self.folder else None

    def __exit__(self, *failure: object) -> None:
        if self.folder:
            remove(self.folder)


def test_canaries(run: Run, tier: Tier, tree: Path | None) -> str:
    """Grade the notebooks whose marks are known, unless this run has done so; one that runs out of time once more, as a
    student's is.

    Raises:
        GradingError: a mark came out wrong.
    """
    if run.info.get("canaries") == "right":
        return "right"
    for lesson in run.info["lessons"]:
        for kind, data in canaries(lesson):
            for limits in (Limits(), Limits().twice):
                notebook = read_notebook(data)
                record = mark(notebook, run.info["seed"], tier, limits, path=kind, tree=tree, places=False)
                if not ran_out(record):
                    break
            if wrong := fault(kind, record):
                run.save(canaries=wrong)
                busy = " Or it was too busy: try again when nothing else runs." if ran_out(record) else ""
                raise GradingError(
                    f"A notebook whose marks are known came out wrong, so nobody is marked. {wrong}. Something is "
                    "wrong with this machine or this installation: "
                    f"python {sys.version.split()[0]}, tier {tier.name}.{busy}"
                )
    run.save(canaries="right")
    return "right"


# ------------------------------------------------------------------------------------------------------- notebooks


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
        for task, result in worked(self.wish)(grade_one, tasks, self.wish.jobs or usual_jobs()):
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
        for task, result in spread(grade_one, self.tasks(again, limits.twice), 1):
            yield settled(lost(task, result) if isinstance(result, Lost) else result)

    def check_itself(self, handed_in: list[Listed], records: Iterable[Record]) -> None:
        """Judge a sample with other seeds too, unless this run has done so, and note in which verdicts they differ."""
        in_part = self.wish.only or self.wish.students
        if "steady" not in self.run.info and not in_part:
            some = sample(handed_in, self.run.info["seed"])
            again = self.graded(other_seeds(self.tasks(some, self.wish.limits)))
            self.run.save(steady=asdict(steadiness(records, again)))


def usual_jobs() -> int:
    """One process more than there are processors: each waits now and then, for a student's process to start or end."""
    return processors() + 1


def processors() -> int:
    """How many this process may use: in a container, or under `taskset`, fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):  # Linux
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def worked(wish: Wish) -> Callable[..., Iterator[tuple[Any, Any]]]:
    """How tasks are spread: over processes of this machine, or over the workers of a Dask scheduler."""
    if not wish.scheduler:
        return spread
    from .dask import spread_by

    return spread_by(wish.scheduler)
