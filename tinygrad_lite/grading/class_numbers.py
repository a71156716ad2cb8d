"""Everything that a class report says, as plain data: what report.json holds, and all that the pages are drawn from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from typing import Any

from ..course.exercise import Exercise
from ..course.exercises import MORE_LESSONS, tasks_of, title_of
from ..course.task import Task
from ..course.text_question import TextQuestion
from .about_run import About
from .agreement import COMMON, agreements
from .apart import PERCENTILE, SHUFFLES
from .class_rows import STOPPED, mark_where_they_stopped, row_of, share, text_rows
from .clusters import clusters
from .definitions import Given
from .flag import AT_LEAST, SHARE, STRONG, flags, mark_of, refused
from .groups import once_a_group
from .hand_marking.marks import unread
from .marking import tree_name
from .measured import MEASURED, sentence
from .numbers import number
from .record import GRADED, MACHINE, NEEDS_A_PERSON, NOT_HANDED_IN, Record
from .say import example, to_say, topics
from .statistics import FOR_CORRELATIONS, FOR_PERCENTAGES, LEVEL


def class_numbers(records: Iterable[Record], lesson: str, about: About | None = None) -> dict[str, Any]:
    """The report on one lesson. No student is named in it but in `pairs`."""
    about = about or About()
    everybody = list(records)
    with_texts = once_a_group(everybody)
    to_read = unread(with_texts)
    everybody = [record.judged for record in everybody]
    counted = once_a_group(everybody)
    judged = [record for record in counted if record.state == GRADED]
    tasks = [task for task in tasks_of(lesson) if not isinstance(task, TextQuestion)]
    exercises = [task for task in tasks if isinstance(task, Exercise)]
    found = topics(judged, tasks)
    unnamed = clusters(judged, exercises)
    rows = [row_of(task, judged, about) for task in tasks]
    mark_where_they_stopped(rows, judged)
    return {
        "lesson": lesson,
        "title": title_of(lesson),
        "version": about.version,
        "seed": about.seed,
        "sandbox": about.sandbox,
        "canaries": about.canaries,
        "changed": about.changed,
        "missing_counts": about.missing,
        "students": _students(everybody, counted, judged, about),
        "concepts": [_concept(topic, lesson, tasks, len(judged)) for topic in to_say(found)],
        "all_concepts": [
            {"title": topic.concept.title, "students": len(topic.students), "points": number(topic.points)}
            for topic in found
        ],
        "exercises": rows,
        "texts": text_rows(with_texts),
        "clusters": [_cluster(cluster) for cluster in unnamed],
        "checks": _checks(judged, exercises, unnamed, about),
        **_needs(counted, judged, lesson, exercises, unnamed, about, to_read),
        "pairs": _pairs(judged, exercises, about),
        "together": [],
        "method": {
            "level": LEVEL, "for_percentages": FOR_PERCENTAGES, "for_correlations": FOR_CORRELATIONS,
            "flag_students": AT_LEAST, "flag_share": SHARE, "flag_strong": STRONG, "stopped": STOPPED,
            "shuffles": SHUFFLES, "percentile": PERCENTILE, "common": COMMON, "measured": list(map(sentence, MEASURED)),
            "refused": "" if lesson in MORE_LESSONS else f"tinygrad-lite atlas {lesson} --lines",
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


def _concept(topic: Any, lesson: str, tasks: list[Task], judged: int) -> dict[str, Any]:
    shown = example(topic, lesson, tasks)
    return {
        "title": topic.concept.title,
        "students": share(len(topic.students), judged),
        "points": number(topic.points),
        "where": [
            {"name": task_id.rpartition("/")[2], "students": count} for task_id, count in topic.where.most_common()
        ],
        "example": asdict(shown),
    }


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
    counted: list[Record],
    judged: list[Record],
    lesson: str,
    exercises: list[Exercise],
    unnamed: list[Any],
    about: About,
    to_read: int,
) -> dict[str, Any]:
    """What waits for the instructor, each with its command; and how much of it a mark that she set has settled."""
    known = {exercise.id for exercise in exercises}
    places = {
        state: [
            *([(record.student, task.id) for task in tasks_of(lesson)] for record in counted if record.state == state),
            *([(record.student, mark.id)] for record in judged for mark in record.marks if mark.state == state),
        ]
        for state in (MACHINE, NEEDS_A_PERSON)
    }
    first = [[(student, flag.id)] for flag in flags(judged) if flag.id in known for student in flag.refused]
    waits = {what: [some for some in each if not _settled(some, about)] for what, each in places.items()}
    look = [some for some in first if not _settled(some, about)]
    settled = sum(_settled(some, about) for each in (*places.values(), first) for some in each)
    machine, persons = len(waits[MACHINE]), len(waits[NEEDS_A_PERSON])
    rows = [
        ("Notebooks or answers that need a person", persons, "needs.csv"),
        ("Questions about files", about.asked, "who.csv"),
        ("Text answers unread", to_read, "manual.csv"),
        ("Answers to look at first", len(look), "needs.csv"),
        ("Clusters without a name", len(unnamed), "tinygrad-lite mistake add REPORT EXERCISE --cluster N"),
        ("Failures of the machine", machine, "tinygrad-lite grade … --student STUDENT"),
        ("Appeals", about.appeals.open, "appeals.csv"),
    ]  # fmt: skip
    needs = [{"what": what, "count": count, "how": how} for what, count, how in rows if count]
    return {"needs": needs, "settled": settled}


def _settled(places: Collection[tuple[str, str]], about: About) -> bool:
    """Whether a person has set all of these marks."""
    return bool(places) and all(place in about.by_hand for place in places)


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
