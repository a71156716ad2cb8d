"""Everything that a class report says, as plain data: what report.json holds, and all that the pages are drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import Any

from ..course.exercise import Exercise
from ..course.exercises import tasks_of, title_of
from ..course.run import HUNG
from ..course.task import Task
from .agreement import COMMON, PERCENTILE, SHUFFLES, agreements
from .appeals import Appealed
from .clusters import clusters
from .definitions import Given
from .exempt import Exemption
from .flag import AT_LEAST, SHARE, STRONG, flags, mark_of, refused, unexplained
from .groups import once_a_group
from .marking import tree_name
from .measured import MEASURED, sentence
from .own_record import Shown
from .points import points_table
from .record import GRADED, MACHINE, NEEDS_A_PERSON, NOT_HANDED_IN, Mark, Record
from .say import FEWEST, example, to_say, topics
from .statistics import (
    FOR_CORRELATIONS,
    FOR_PERCENTAGES,
    LEVEL,
    correlation,
    correlation_interval,
    wilson,
)

#: How an answer came out, in the order in which a bar shows it.
OUTCOMES = ("right", "not by hand", "named mistake", "other wrong", "error", "not started")
#: A task that more of those who did the one before left untouched than this is where a class stopped.
STOPPED = 0.25


@dataclass(frozen=True)
class About:
    """What the run knows, and the records do not.

    Attributes:
        version: of tinygrad_lite.
        seed, sandbox: of the run.
        canaries: "right", or what came out wrong.
        changed: marks that changed since the last run; None where this is the first.
        listed: students on the roster; None where there is none.
        unread: texts that nobody has read yet; None counts all that were handed in.
        appeals: what came of them.
        compared, unsteady: how many answers the self-check judged with other seeds too, and the tasks whose verdict
            then differed.
        points: `[points]` of grading.toml.
        shown: what students' own progress files say, of those who handed them in.
        exempt: cases that count for nobody.
    """

    version: str = ""
    seed: int = 0
    sandbox: str = ""
    canaries: str = ""
    changed: int | None = None
    listed: int | None = None
    unread: int | None = None
    appeals: Appealed = field(default_factory=Appealed)
    compared: int = 0
    unsteady: tuple[str, ...] = ()
    points: Mapping[str, float] = field(default_factory=dict)
    shown: Mapping[str, Shown] = field(default_factory=dict)
    exempt: Iterable[Exemption] = ()


def class_numbers(records: Iterable[Record], lesson: str, about: About | None = None) -> dict[str, Any]:
    """The report on one lesson. No student is named in it but in `pairs`."""
    about = about or About()
    everybody = list(records)
    counted = once_a_group(everybody)
    judged = [record for record in counted if record.state == GRADED]
    tasks = tasks_of(lesson)
    exercises = [task for task in tasks if isinstance(task, Exercise)]
    found = topics(judged, tasks)
    unnamed = clusters(judged, exercises)
    rows = [_row(task, judged, about) for task in tasks]
    _mark_where_they_stopped(rows, judged)
    return {
        "lesson": lesson,
        "title": title_of(lesson),
        "version": about.version,
        "seed": about.seed,
        "sandbox": about.sandbox,
        "canaries": about.canaries,
        "changed": about.changed,
        "students": _students(everybody, counted, judged, about),
        "concepts": [_concept(topic, lesson, tasks, len(judged)) for topic in to_say(found)],
        "all_concepts": [
            {"title": topic.concept.title, "students": len(topic.students), "points": topic.points} for topic in found
        ],
        "exercises": rows,
        "clusters": [_cluster(cluster) for cluster in unnamed],
        "checks": _checks(judged, exercises, unnamed, about),
        "needs": _needs(counted, judged, exercises, unnamed, about),
        "pairs": _pairs(judged, exercises, about),
        "together": [],
        "method": {
            "level": LEVEL, "for_percentages": FOR_PERCENTAGES, "for_correlations": FOR_CORRELATIONS,
            "flag_students": AT_LEAST, "flag_share": SHARE, "flag_strong": STRONG, "stopped": STOPPED,
            "shuffles": SHUFFLES, "percentile": PERCENTILE, "common": COMMON, "measured": list(map(sentence, MEASURED)),
        },
    }  # fmt: skip


def _students(everybody: list[Record], counted: list[Record], judged: list[Record], about: About) -> dict[str, int]:
    missing = sum(record.state == NOT_HANDED_IN for record in everybody)
    listed = len(everybody) if about.listed is None else about.listed
    return {
        "listed": listed,
        "handed_in": len(everybody) - missing,
        "missing": max(missing, listed - (len(everybody) - missing)),
        "needs_a_person": sum(record.state == NEEDS_A_PERSON for record in everybody),
        "machine": sum(record.state == MACHINE for record in everybody),
        "counted_with_their_group": len(everybody) - len(counted),
        "judged": len(judged),
    }


def share(count: int, total: int) -> dict[str, Any]:
    """A share with its interval. The page shows percentages only of classes that are large enough for them."""
    interval = wilson(count, total)
    return {"count": count, "of": total, "low": interval.low, "high": interval.high}


def _concept(topic: Any, lesson: str, tasks: list[Task], judged: int) -> dict[str, Any]:
    shown = example(topic, lesson, tasks)
    return {
        "title": topic.concept.title,
        "students": share(len(topic.students), judged),
        "points": topic.points,
        "where": [
            {"name": task_id.rpartition("/")[2], "students": count} for task_id, count in topic.where.most_common()
        ],
        "example": asdict(shown),
    }


def outcome(mark: Mark) -> str:
    """One of `OUTCOMES`; "" where there is no mark."""
    if mark.state != GRADED:
        return ""
    if mark.status == "wrong":
        return "named mistake" if mark.name else "other wrong"
    return {"not-by-hand": "not by hand", "not-started": "not started"}.get(mark.status, mark.status)


def _row(task: Task, judged: list[Record], about: About) -> dict[str, Any]:
    marks = [mark for record in judged if (mark := mark_of(record, task.id)) is not None]
    outcomes = [outcome(mark) for mark in marks]
    graded = [mark for mark in marks if mark.auto is not None]
    counts = {name: outcomes.count(name) for name in OUTCOMES}
    if not isinstance(task, Exercise):  # each wrong choice has its explanation
        counts["named mistake"], counts["other wrong"] = counts["named mistake"] + counts["other wrong"], 0
    wrong = [mark for mark in marks if mark.state == GRADED and mark.status in ("wrong", "error")]
    points = [mark.auto or 0.0 for mark in graded]
    return {
        "id": task.id,
        "name": task.id.rpartition("/")[2],
        "is_question": not isinstance(task, Exercise),
        "points": points_table([task], about.points)[task.id],
        "own_points": float(task.points),
        "counts": counts,
        "no_mark": outcomes.count(""),
        "judged": len(marks) - outcomes.count(""),
        "started": share(len(graded) - counts["not started"], len(graded)),
        "right": share(counts["right"], len(graded)),
        "mean": sum(points) / len(points) if points else None,
        "median": median(points) if points and getattr(task, "part_marks", False) else None,
        "timed_out": sum(mark.name == HUNG for mark in marks),
        "diagnosed": share(sum(not unexplained(mark) for mark in wrong), len(wrong))
        if isinstance(task, Exercise)
        else None,
        "item_rest": _item_rest(task.id, judged),
        "stopped_here": None,
        **_shown(task.id, judged, about),
    }


def _shown(task_id: str, judged: list[Record], about: About) -> dict[str, Any]:
    """How many had a hint or the solution shown, of those whose own record came along; None where none did."""
    own = [about.shown[record.student] for record in judged if record.student in about.shown]
    if not own:
        return {"hints": None, "solutions": None}
    rows = [shown.get(task_id, (0, False)) for shown in own]
    return {
        "hints": {"count": sum(hints > 0 for hints, _ in rows), "of": len(own)},
        "solutions": {"count": sum(solution for _, solution in rows), "of": len(own)},
    }


def _item_rest(task_id: str, judged: list[Record]) -> dict[str, float] | None:
    """How the points of one task go with those of all others; None for small classes."""
    whole = [record for record in judged if all(mark.auto is not None for mark in record.marks)]
    pairs = [(mark.auto or 0.0, record.points) for record in whole if (mark := mark_of(record, task_id)) is not None]
    if len(pairs) < FOR_CORRELATIONS:
        return None
    r = correlation([own for own, _ in pairs], [total - own for own, total in pairs])
    return None if r is None else {"r": r, "n": len(pairs)} | asdict(correlation_interval(r, len(pairs)))


def _mark_where_they_stopped(rows: list[dict[str, Any]], judged: list[Record]) -> None:
    """The first task that many of those who did the one before left untouched."""
    for before, row in pairwise(rows):
        marks = [(mark_of(record, before["id"]), mark_of(record, row["id"])) for record in judged]
        did = [after for first, after in marks if first and first.auto is not None and first.status != "not-started"]
        left = sum(after is not None and after.status == "not-started" for after in did)
        if left >= FEWEST and left > STOPPED * len(did):
            row["stopped_here"] = share(left, len(did))
            return


def _cluster(cluster: Any) -> dict[str, Any]:
    shown = {key: value for key, value in asdict(cluster).items() if key != "students"}
    command = f"tinygrad-lite mistake add REPORT {cluster.id} --cluster {cluster.number}"
    return shown | {"size": cluster.size, "further": list(cluster.further), "command": command}


def _checks(judged: list[Record], exercises: list[Exercise], unnamed: list[Any], about: About) -> dict[str, Any]:
    """What speaks for looking at a check."""
    known = {exercise.id: exercise for exercise in exercises}
    right_values = {
        task_id: sum(
            (mark := mark_of(record, task_id)) is not None and refused(mark) and mark.values_right for record in judged
        )
        for task_id in known
    }
    return {
        "flagged": [
            {"id": flag.id, "refused": share(len(flag.refused), flag.strong), "contract": contract(known[flag.id]),
             "diagnosed": share(flag.diagnosed, flag.wrong)}
            for flag in flags(judged) if flag.raised and flag.id in known
        ],
        "agreeing": [
            {"id": cluster.id, "students": cluster.size, "ways": cluster.ways, "contract": contract(known[cluster.id])}
            for cluster in unnamed if cluster.ways >= 2
        ],
        "values_right": [{"id": name, "students": count} for name, count in right_values.items() if count],
        "exempt": [
            {"id": one.exercise, "case": one.case, "why": one.reason}
            for one in about.exempt if one.exercise in known
        ],
        "appeals": asdict(about.appeals),
        "unsteady": list(about.unsteady),
        "compared": about.compared,
    }  # fmt: skip


def contract(exercise: Exercise) -> str:
    """What the text asks for: the docstring's first paragraph, as the student reads it."""
    return " ".join((exercise.solution.__doc__ or "").strip().partition("\n\n")[0].split())


def _needs(
    counted: list[Record], judged: list[Record], exercises: list[Exercise], unnamed: list[Any], about: About
) -> list[dict[str, Any]]:
    """What waits for the instructor, each with its command."""
    known = {exercise.id for exercise in exercises}
    unread = sum(bool(text.strip()) for record in judged for text in record.texts.values())
    machine = sum(record.state == MACHINE for record in counted)
    machine += sum(mark.state == MACHINE for record in judged for mark in record.marks)
    persons = sum(record.state == NEEDS_A_PERSON for record in counted)
    persons += sum(mark.state == NEEDS_A_PERSON for record in judged for mark in record.marks)
    first = sum(len(flag.refused) for flag in flags(judged) if flag.id in known)
    rows = [
        ("Notebooks or answers that need a person", persons, "needs.csv"),
        ("Text answers unread", unread if about.unread is None else about.unread, "manual.csv"),
        ("Answers to look at first", first, "needs.csv"),
        ("Clusters without a name", len(unnamed), "tinygrad-lite mistake add REPORT EXERCISE --cluster N"),
        ("Failures of the machine", machine, "tinygrad-lite grade … --student STUDENT"),
        ("Appeals", about.appeals.open, "appeals.csv"),
    ]  # fmt: skip
    return [{"what": what, "count": count, "how": how} for what, count, how in rows if count]


def given_trees(exercises: Iterable[Exercise]) -> set[str]:
    """The codes that everybody was given, stubs and solutions, as `Mark.tree` names them."""
    texts = [(each.name, text) for each in exercises for text in (each.stub(), each.solution_code())]
    return {tree_name(Given(0, name, source=text)) for name, text in texts}


def _pairs(judged: list[Record], exercises: list[Exercise], about: About) -> dict[str, Any]:
    """Of a group, whose notebook is one, only one member is compared; so no two members are a pair."""
    handed_in = [replace(record, texts={}) for record in judged]
    found = agreements(handed_in, given_trees(exercises), about.seed)
    sources = {record.student: {mark.id: mark.source for mark in record.marks} for record in handed_in}
    return {
        "compared": found.students,
        "threshold": found.threshold,
        "more": found.more,
        "listed": [
            {
                "students": list(pair.students),
                "bits": pair.bits,
                "shared": [
                    {"id": task_id, "have_it": count, "bits": bits,
                     "sources": [sources[name][task_id] for name in pair.students]}
                    for task_id, count, bits in pair.shared
                ],
            }
            for pair in found.pairs
        ],
    }  # fmt: skip
