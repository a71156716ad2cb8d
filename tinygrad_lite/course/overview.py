"""Where a student stands: in this lesson task by task, in the whole course lesson by lesson, and where to go on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .card import STATUS_WORDS, Card
from .exercises import LESSONS, tasks_of, title_of
from .progress_file import Progress
from .session import Session
from .task import Task

SIGNS = {"right": "✓", "not-by-hand": "◐", "not-started": "○"}


def overview(session: Session) -> Card:
    """The card of `progress()`."""
    known = session.progress.read()
    title = title_of(session.lesson) if session.lesson in LESSONS else session.lesson
    card = Card("info", title, f"{done(session)} of {len(session.tasks)} done")
    for task in session.tasks.values():
        entry = known.get(task.id, {})
        status = entry.get("status", "not-started")
        extra = [f"{entry['tries']} {'try' if entry['tries'] == 1 else 'tries'}"] if entry.get("tries") else []
        extra += [f"{entry['hints']} of {len(task.hints)} hints"] if entry.get("hints") else []
        extra += ["solution shown"] if entry.get("solution_shown") else []
        sign = SIGNS.get(status, "✗") if entry else "○"
        card.table.append((sign, task.id, STATUS_WORDS[status], ", ".join(extra)))
    if session.lesson in LESSONS:
        card.table.append(("", "", "", ""))
        card.table += lesson_rows(known, session.lesson)
    card.links = go_on(session)
    card.notes = [session.progress.problem] if session.progress.problem else []
    return card


def lesson_rows(known: dict[str, dict[str, Any]], here: str = "") -> list[tuple[str, ...]]:
    """A row for each lesson: how much of it is done. `here` is the one that is open."""
    rows: list[tuple[str, ...]] = []
    for lesson in LESSONS:
        ids = [task.id for task in tasks_of(lesson)]
        right = sum(known.get(task_id, {}).get("status") == "right" for task_id in ids)
        sign = "✓" if right == len(ids) else "▸" if lesson == here else "○"
        rows.append((sign, title_of(lesson), f"{right} of {len(ids)} done", ""))
    return rows


def standing(folder: Path) -> Card:
    """Where the student of a folder of lessons stands, without any of them being open: `tinygrad-lite status`."""
    renamed = {old: task.id for lesson in LESSONS for task in tasks_of(lesson) for old in task.was}
    known = Progress(folder, renamed).read()
    undone = [(lesson, task.id) for lesson in LESSONS for task in _undone(tasks_of(lesson), known)]
    tasks = sum(len(tasks_of(lesson)) for lesson in LESSONS)
    here = undone[0][0] if undone else ""
    card = Card("info", "The course", f"{tasks - len(undone)} of {tasks} done", table=lesson_rows(known, here))
    last = max(known, key=lambda each: str(known[each].get("when", "")), default="")
    if last:
        card.notes.append(f"The last that you tried was {last}.")
    if not undone:
        card.notes.append("All of it is done.")
    elif (folder / f"{here}.ipynb").exists():
        card.notes.append(f"Next: {undone[0][1]}, in {here}.ipynb.")
    else:
        where = (
            f"Its notebook, {here}.ipynb, is not in this folder; `tinygrad-lite lab FOLDER` puts the lessons into one."
        )
        card.notes.append(f"Next: {undone[0][1]}. {where}")
    return card


def go_on(session: Session) -> list[tuple[str, str]]:
    """Where to go on: the next task of this lesson that is not done, or the next lesson; as (text, address)."""
    undone = _undone(session.tasks.values(), session.progress.read())
    if undone:
        return [(f"Go on here: {undone[0].id}", f"#cell-id={undone[0].id.replace('/', '-')}")]
    return next_lesson(session)


def next_lesson(session: Session) -> list[tuple[str, str]]:
    """The lesson to do after this one, as (text, address): the next in which something is left, then the first such.

    Only one whose notebook lies beside this one; [] where there is none, or where all is done.
    """
    known, lessons = session.progress.read(), list(LESSONS)
    if session.lesson not in lessons:
        return []
    place = lessons.index(session.lesson)
    for name in (*lessons[place + 1 :], *lessons[:place]):
        if Path(f"{name}.ipynb").exists() and _undone(tasks_of(name), known):
            return [(f"Go on here: {title_of(name)}", f"{name}.ipynb")]
    return []


def _undone(tasks: Iterable[Task], known: dict[str, dict[str, Any]]) -> list[Task]:
    return [task for task in tasks if known.get(task.id, {}).get("status") != "right"]


def done(session: Session) -> int:
    """How many tasks of the lesson are done."""
    known = session.progress.read()
    return sum(known.get(task_id, {}).get("status") == "right" for task_id in session.tasks)
