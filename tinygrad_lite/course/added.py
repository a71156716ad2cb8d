"""What an instructor adds to the course from files of her own: a lesson with exercises, and named mistakes.

A file of exercises (a pack) is written as the course's own are: a class for each task, with solution and mistakes. It
says what its notebook begins with, how it is called, and in which order it has its tasks:

    LESSON, TITLE = "exam_february", "Exam, February"
    EXERCISES = (Clip, Question1)

What only asks for texts (`TextQuestion`) can also be added to a lesson of the course: LESSON = "02_loss".

A file of mistakes holds a function (or class) for each, below `@mistake("…", "…", exercise="loss/mse")`.

Both are Python and run in this process, as the course's own do: whoever adds a file has read it. They are kept by their
text, so that what a class was graded with is known later, and on other machines.
"""

from __future__ import annotations

import hashlib
import linecache
import re
import sys
import traceback
from pathlib import PurePath
from types import ModuleType
from typing import Any

from .exercise import MORE_MISTAKES, Exercise, Mistake
from .exercises import LESSONS, MORE_LESSONS, MORE_TEXTS, exercises_of, tasks_of
from .task import Task
from .text_question import TextQuestion

_ID = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*")


class AddedError(ValueError):
    """A file of an instructor's cannot be added; says what to do."""


def module_from(name: str, text: str) -> ModuleType:
    """A file's text as a module, whose source can be asked for.

    Raises:
        AddedError: it cannot be run.
    """
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    place = f"<{name} {digest}>"
    module = ModuleType(f"added_{re.sub(r'[^a-z0-9]', '_', PurePath(name).stem.lower())}_{digest}")
    module.__file__ = place
    linecache.cache[place] = (len(text), None, text.splitlines(keepends=True), place)
    sys.modules[module.__name__] = module
    try:
        exec(compile(text, place, "exec", dont_inherit=True), vars(module))
    except Exception as problem:
        del sys.modules[module.__name__]
        lines = [frame.lineno for frame in traceback.extract_tb(problem.__traceback__) if frame.filename == place]
        line = problem.lineno if isinstance(problem, SyntaxError) else lines[-1] if lines else 0
        said = problem.msg if isinstance(problem, SyntaxError) else str(problem)
        where = f"{name}, line {line}" if line else name
        raise AddedError(f"{where}: {type(problem).__name__}: {said}. Mend it; `python {name}` shows more.") from None
    return module


def forget_added() -> None:
    """Leave the course's own lessons and mistakes alone."""
    for lesson in MORE_LESSONS:
        LESSONS.pop(lesson, None)
    MORE_LESSONS.clear()
    MORE_TEXTS.clear()
    MORE_MISTAKES.clear()


# ----------------------------------------------------------------------------------------------------------- a pack


def add_pack(name: str, text: str) -> str:
    """Add the lesson of a pack; gives the lesson's name.

    Raises:
        AddedError: it is not as a pack is to be.
    """
    module = module_from(name, text)
    lesson, title, tasks = (getattr(module, key, None) for key in ("LESSON", "TITLE", "EXERCISES"))
    if not (isinstance(lesson, str) and re.fullmatch(r"[a-z0-9][a-z0-9_]{0,63}", lesson)):
        raise AddedError(f'{name}: write LESSON = "exam_february" into it: what its notebook begins with, begin("…").')
    if not isinstance(tasks, tuple | list) or not tasks:
        raise AddedError(f"{name}: write EXERCISES = (…,) at its end: its classes, in the notebook's order.")
    if lesson in LESSONS:
        return _add_texts(name, lesson, tasks)
    if not (isinstance(title, str) and title.strip()):
        raise AddedError(f'{name}: write TITLE = "…" into it: how it is called on the pages.')
    _check_tasks(name, tasks)
    LESSONS[lesson] = ("", title.strip())
    MORE_LESSONS[lesson] = tuple(tasks)
    return lesson


def _add_texts(name: str, lesson: str, tasks: Any) -> str:
    """Add questions that a person reads to a lesson that there is."""
    if lesson in MORE_LESSONS or not all(isinstance(task, type) and issubclass(task, TextQuestion) for task in tasks):
        raise AddedError(
            f'{name}: there is a lesson "{lesson}" already. Give LESSON another name; a lesson of the course can be '
            "given questions that a person reads (TextQuestion), and nothing else."
        )
    _check_tasks(name, tasks)
    MORE_TEXTS[lesson] = (*MORE_TEXTS.get(lesson, ()), *tasks)
    return lesson


def _check_tasks(name: str, tasks: Any) -> None:
    """Whether each task has what every task has, and no id or name is there twice."""
    ids, names = set(), set()
    folders = {folder: lesson for lesson, (folder, _) in LESSONS.items() if lesson not in MORE_LESSONS}
    taken = {task.id for lesson in MORE_LESSONS for task in tasks_of(lesson)}
    taken |= {task.id for texts in MORE_TEXTS.values() for task in texts}
    for task in tasks:
        if not (isinstance(task, type) and issubclass(task, Task)):
            raise AddedError(f"{name}: EXERCISES has {task!r}, which is no class of a task: write `class …(Exercise)`.")
        task_id = getattr(task, "id", "")
        if not (isinstance(task_id, str) and _ID.fullmatch(task_id)):
            raise AddedError(f'{name}, {task.__name__}: write id = "exam/name" into it, in small letters.')
        folder = task_id.partition("/")[0]
        if folder in folders:
            raise AddedError(
                f"{name}: {task_id} begins as the exercises of {folders[folder]} do. Begin it otherwise: exam/…"
            )
        if task_id in ids or task_id in taken:
            raise AddedError(f"{name}: there is another {task_id}. Give one of them another id.")
        if task.name in names:
            raise AddedError(f"{name}: two tasks are called {task.name}. Give one of them another id, or a `name`.")
        ids.add(task_id)
        names.add(task.name)
        if issubclass(task, Exercise):
            _check_exercise(name, task)
        if issubclass(task, TextQuestion) and not str(getattr(task, "question", "")).strip():
            raise AddedError(f'{name}: {task_id} has no question: write question = "…", as students are to read it.')


def _check_exercise(name: str, task: type[Exercise]) -> None:
    """Whether an exercise has its parts."""
    asked = {
        "solution": "write `@staticmethod` and `def solution(…)`, with the docstring that students are to see",
        "cases": "write `def cases(self, rng)`, which yields `self.case(…)`",
        "reference": "write `def reference(self, …)`, what is right, from another source than the solution; or `judge`",
    }
    for part, what in asked.items():
        there = getattr(task, part, None) is not getattr(Exercise, part, None)
        if not there and not (part == "reference" and task.judge is not Exercise.judge):
            raise AddedError(f"{name}: {task.id} has no {part}: {what}.")
    if not task.name.isidentifier():
        raise AddedError(f"{name}: {task.id} is no name for a function. Choose another id, or a `name`.")


# ----------------------------------------------------------------------------------------------------------- mistakes


def add_mistakes(name: str, text: str) -> None:
    """Add the named mistakes of a file.

    Raises:
        AddedError: it is not as a file of mistakes is to be.
    """
    found = [value for value in vars(module_from(name, text)).values() if getattr(value, "mistake_of", "")]
    for wrong in found:
        exercise = exercise_by_id(wrong.mistake_of)
        if exercise is None:
            raise AddedError(
                f'{name}, {wrong.__name__}: there is no exercise "{wrong.mistake_of}". Mend `exercise=`; if it is one '
                "of a pack, give that with --exercises."
            )
        mistake = Mistake(wrong.mistake[0], wrong.mistake[1], wrong, *wrong.mistake[2:])
        if mistake.name in [other.name for other in exercise.mistakes()]:
            raise AddedError(
                f"{name}, {wrong.__name__}: {exercise.id} has a mistake “{mistake.name}” already. Remove this one, or "
                "give it another name."
            )
        MORE_MISTAKES.setdefault(exercise.id, []).append(mistake)
    if not found:
        raise AddedError(f"{name}: there is no mistake in it. `tinygrad-lite mistake add` writes one.")


def lesson_of(exercise_id: str) -> str:
    """The lesson of an exercise, by its id; "" where there is none."""
    for lesson, (folder, _) in LESSONS.items():
        own = folder == exercise_id.partition("/")[0]
        if (own or lesson in MORE_LESSONS) and any(one.id == exercise_id for one in exercises_of(lesson)):
            return lesson
    return ""


def exercise_by_id(exercise_id: str) -> Exercise | None:
    """An exercise, of the course or added."""
    lesson = lesson_of(exercise_id)
    return next((one for one in exercises_of(lesson) if one.id == exercise_id), None) if lesson else None
