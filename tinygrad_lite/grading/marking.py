"""One notebook, from its cells to a record: verdicts, points, and what is no mark."""

from __future__ import annotations

import ast
import functools
import hashlib
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from tinygrad_lite.course.attempt import SIDE_EFFECTS, Verdict, fault_of
from tinygrad_lite.course.card import STATUS_WORDS, Card, first_sentence, short_name, verdict_card
from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.course.exercises import tasks_of, texts_of
from tinygrad_lite.course.question import Question
from tinygrad_lite.course.run import Answer, Failure
from tinygrad_lite.course.task import Task
from tinygrad_lite.course.text_question import TextQuestion
from tinygrad_lite.course.unreadable import what_to_do
from tinygrad_lite.grading import record
from tinygrad_lite.grading.around import parsed, parsed_anew
from tinygrad_lite.grading.asked import asked
from tinygrad_lite.grading.card_data import card_data
from tinygrad_lite.grading.definitions import Given, Program, program_of
from tinygrad_lite.grading.judging import Judging
from tinygrad_lite.grading.notebook import Cell, Notebook
from tinygrad_lite.grading.outcome import Judged
from tinygrad_lite.grading.own_folder import own_folder, remove
from tinygrad_lite.grading.places import Places
from tinygrad_lite.grading.points import earned, points_table
from tinygrad_lite.grading.record import Mark, Record
from tinygrad_lite.grading.sandbox.limits import Limits
from tinygrad_lite.grading.sandbox.tier import Tier
from tinygrad_lite.grading.tree import make_tree
from tinygrad_lite.grading.written import text_of, written

#: Of a task that was taken out of the notebook.
GONE = "Its cell is not in the notebook."
#: Numbers of one answer that tell how it behaves.
TELLING = 200


def mark(
    notebook: Notebook,
    seed: int,
    tier: Tier,
    limits: Limits | None = None,
    *,
    student: str = "",
    path: str = "",
    points: Mapping[str, float] | None = None,
    tree: Path | None = None,
    places: bool | str = True,
) -> Record:
    """Grade one notebook.

    Args:
        notebook: what was read of it.
        seed: of the cases.
        tier: of the sandbox.
        limits: for the notebook as a whole, all its processes together.
        student, path: for the record.
        points: what tasks are worth, where not what the lesson says.
        tree: of `make_tree`; without it one that is made for this process.
        places: whether to look for the places of mistakes as well; or for that in the answer to one exercise alone.
    """
    about: dict[str, Any] = {"student": student, "path": path, "sha256": notebook.sha256, "lesson": notebook.lesson}
    about |= {"version": notebook.version, "seed": seed, "tier": tier.name}
    if not notebook.lesson:
        why = f"It is not known which lesson this is ({notebook.recognised_by})."
        return Record(**about, state=record.NEEDS_A_PERSON, why=why, notes=notebook.notes)
    program = program_of(notebook, notebook.lesson)
    tasks = tasks_of(notebook.lesson)
    read = written(notebook, notebook.lesson, texts_of(notebook.lesson))
    exercises = [task for task in tasks if isinstance(task, Exercise)]
    judging = Judging(program, exercises, seed, tier, tree or own_tree(), limits or Limits())
    about |= {"texts": {task_id: text_of(cells) for task_id, cells in read.items()}}
    about |= {"notes": (*notebook.notes, *program.notes)}
    try:
        judged = judging.all()
    except OSError as problem:
        return Record(**about, state=record.MACHINE, why=f"No process could be started: {problem}"[:500])
    if places:
        Places(judging, notebook.lesson).add_to(judged, only=places if isinstance(places, str) else "")
    worth = points_table(tasks, points)
    marks = tuple(
        _mark_to_be_read(task, worth[task.id], read)
        if isinstance(task, TextQuestion)
        else _mark_of(task, worth[task.id], program, judged.get(task.id), seed)
        for task in tasks
    )
    return Record(**about, marks=marks, seconds=sum(each.seconds for each in marks))


@functools.cache
def own_tree() -> Path:
    """A tree for students' processes that is gone when this process ends."""
    folder = own_folder()
    weakref.finalize(make_tree, remove, folder)  # at the end: a function is there until then
    return make_tree(folder)


def _mark_to_be_read(task: TextQuestion, points: float, read: Mapping[str, list[Cell]]) -> Mark:
    """The mark of a question that a person reads: none, until she has."""
    if task.id in read:
        return Mark(task.id, points, state=record.NEEDS_A_PERSON, read=True)
    return Mark(task.id, points, state=record.NOT_HANDED_IN, why=GONE, read=True)


def _mark_of(task: Task, points: float, program: Program, judged: Judged | None, seed: int) -> Mark:
    """The mark of one task. Whatever goes wrong concerns this one alone."""
    try:
        return _mark(task, points, program, judged, seed)
    except Exception as problem:
        why = f"The check itself failed on this answer ({type(problem).__name__}: {problem})."[:500]
        return Mark(task.id, points, state=record.NEEDS_A_PERSON, why=why)


def _mark(task: Task, points: float, program: Program, judged: Judged | None, seed: int) -> Mark:
    """The mark of one task."""
    if isinstance(task, Question):
        return _mark_of_question(task, points, program)
    assert isinstance(task, Exercise)
    given = program.answers.get(task.id)
    if task.id in program.for_a_person and (given is None or given.empty):
        return Mark(task.id, points, state=record.NEEDS_A_PERSON, why=program.for_a_person[task.id])
    if given is None or judged is None:
        return _mark_without_answer(task, points, program)
    common: dict[str, Any] = {"source": own_source(given), "tree": tree_name(given), "seconds": judged.seconds}
    verdict = judged.verdict
    if verdict is None:
        return Mark(task.id, points, state=record.NEEDS_A_PERSON, why=judged.why or given.note, **common)
    said = verdict.diagnosis
    return Mark(
        task.id,
        points,
        earned(task, points, verdict.status, verdict.passed, verdict.total),
        status=verdict.status,
        kind=said.kind if said else "",
        name=said.name if said else "",
        card=card_data(card_of(task, verdict, [given.note] if given.note else [])),
        why=given.note,
        behaviour=behaviour(judged.heard) if verdict.status in ("wrong", "error") else "",
        passed=verdict.passed,
        total=verdict.total,
        values_right=verdict.status == "right" or values_right(task, judged.heard, seed),
        **common,
    )


def _mark_without_answer(task: Exercise, points: float, program: Program) -> Mark:
    """Of an exercise to which there is nothing that could be run."""
    failure = program.unread.get(task.id)
    if failure is None:
        return Mark(task.id, points, state=record.NOT_HANDED_IN, why=_why_nothing(task, program))
    return _unread(task, points, failure)


def _why_nothing(task: Task, program: Program) -> str:
    """Why there is no answer."""
    there = any(block.name == task.id.replace("/", "-") for block in program.cells)
    return "Its cell is in the notebook, but there is no answer in it." if there else GONE


def _unread(task: Task, points: float, failure: Failure) -> Mark:
    """Of a cell that Python cannot read: it was tried, and does nothing."""
    card = card_data(unread_card(task, failure))
    return Mark(task.id, points, 0.0, status="error", kind="error", name=failure.kind, card=card, source=failure.line)


def _mark_of_question(task: Question, points: float, program: Program) -> Mark:
    note = program.task_notes.get(task.id, "")
    if task.id in program.unclear:
        why = f"The answer is not written as a letter or a number itself, but as “{program.unclear[task.id]}”"[:500]
        return Mark(task.id, points, state=record.NEEDS_A_PERSON, why=why, source=program.unclear[task.id])
    if task.id in program.unread:
        return _unread(task, points, program.unread[task.id])
    if task.id in program.for_a_person and task.id not in program.literals:
        return Mark(task.id, points, state=record.NEEDS_A_PERSON, why=program.for_a_person[task.id])
    if task.id not in program.literals:
        return Mark(task.id, points, state=record.NOT_HANDED_IN, why=_why_nothing(task, program))
    given = program.literals[task.id]
    status, text = task.judge(given)
    card = Card(status, task.id, "cannot be read" if status == "error" else STATUS_WORDS[status])
    card.headline, card.text = ("", text) if status == "right" else first_sentence(text)
    source = "" if given is ... else repr(given)[:200]
    kind, name = ("answer", source) if status == "wrong" else ("", "")
    return Mark(
        task.id, points, earned(task, points, status), "graded", status, kind, name, card_data(card), note, source
    )


# ----------------------------------------------------------------------------------------------------------- cards


def card_of(exercise: Exercise, verdict: Verdict, notes: list[str]) -> Card:
    """The card as in the lesson."""
    card = verdict_card(exercise, verdict, notes)
    if verdict.status == "not-by-hand" and verdict.forbidden and not verdict.passed:
        card.state = "not by hand"
        card.headline = f"`{verdict.forbidden.expression}` does the work for you."
        module = short_name(verdict.forbidden.module)
        card.text = f"This exercise asks you to write it yourself, without {module}, which is not there for grading."
    return card


def unread_card(task: Task, failure: Failure) -> Card:
    """The card of a cell that Python cannot read, as in the lesson."""
    card = Card("error", task.id, "Python cannot read this cell", text=what_to_do(failure.message, failure.line))
    card.facts = [(f"line {failure.line_number}", failure.line), (failure.kind, failure.message)]
    return card


# -------------------------------------------------------------------------------------- what reports compare it by


def values_right(exercise: Exercise, heard: list[Answer], seed: int) -> bool:
    """Whether every value was right, whatever else was wrong."""
    cases, expected = asked(exercise, seed)
    if len(heard) < len(cases):
        return False
    findings = (fault_of(exercise, *each) for each in zip(cases, heard, expected, strict=True))
    return all(finding is None or finding.key in SIDE_EFFECTS for finding in findings)


def behaviour(heard: list[Answer]) -> str:
    """A short name for a list of answers: equal for answers that are equal but for rounding; "" for none."""
    if not heard:
        return ""
    told = [(a.failure.kind if a.failure else rounded(a.value), rounded(a.after), a.changed) for a in heard]
    return hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()[:16]


def rounded(value: Any) -> Any:
    """A plain value with five digits of each number; of a large one, the beginning."""
    if isinstance(value, np.ndarray):
        return value.shape, [f"{float(number):.4e}" for number in value.ravel()[:TELLING]]
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value[:TELLING]]
    if isinstance(value, dict):
        return [(key, rounded(item)) for key, item in list(value.items())[:TELLING]]
    return f"{value:.4e}" if isinstance(value, float) else repr(value)[:TELLING]


def own_source(given: Given) -> str:
    """The student's own code for an exercise, without what stands around it in the cell."""
    for node in reversed(parsed(given.source).body):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == given.name:
            start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            return "\n".join(given.source.splitlines()[start - 1 : node.end_lineno])
    return given.source


def tree_name(given: Given) -> str:
    """A short name for the code's syntax tree without names, docstrings, comments and layout."""
    return _tree_name(own_source(given))


@functools.lru_cache(maxsize=500)
def _tree_name(source: str) -> str:
    tree = parsed_anew(source)  # to be changed
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            node.name, node.decorator_list = "", []
            if ast.get_docstring(node, clean=False) is not None:
                node.body = node.body[1:]
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = names.setdefault(node.id, f"n{len(names)}")
        elif isinstance(node, ast.arg):
            node.arg = names.setdefault(node.arg, f"n{len(names)}")
    return hashlib.sha256(ast.dump(tree).encode("utf-8", "replace")).hexdigest()[:16]
