"""What a notebook hands in: which definition answers which exercise, and what was answered to which question.

The rules are those of the lesson (`course/session.py`): the decorator decides, then the name; an id may be shortened or
misspelt where the function's name tells; a value under an exercise's name is no answer. Besides, of several answers the
last counts, and an empty one never takes a written one's place.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any

from ..course.exercise import Exercise
from ..course.exercises import tasks_of
from ..course.submission import Submission
from ..course.task import Task
from .assigned import ASSIGNMENTS, pairs
from .cell_text import Text
from .literals import Constants, literal_of
from .statements import DEFINITIONS, STRAIGHT, Statement


class Tasks:
    """The tasks of a lesson, found as a student writes them."""

    def __init__(self, lesson: str) -> None:
        self.all: list[Task] = tasks_of(lesson)
        self.exercises = {task.id: task for task in self.all if isinstance(task, Exercise)}
        self.by_name = {exercise.name: exercise for exercise in self.exercises.values()}
        self.stubs = {key: item.stub() if item.broken else "" for key, item in self.exercises.items()}

    @classmethod
    @cache
    def of(cls, lesson: str) -> Tasks:
        """Those of a lesson, made once."""
        return cls(lesson)

    def find(self, written: str) -> Task | None:
        """As `Session.task`: by its id, the id's last part, or its name."""
        for task in self.all:
            if task.is_called(written):
                return task
        return None

    def registered(self, written: str, name: str) -> tuple[Exercise | None, str]:
        """As `Session.register`: the exercise that a decorator means, and what is to be said."""
        task, note = self.find(written), ""
        if task is None and name in self.by_name:
            task = self.by_name[name]
            note = f'There is no exercise "{written[:80]}"; this was taken for "{task.id}".'
        return (task, note) if isinstance(task, Exercise) else (None, "")


@dataclass(frozen=True)
class Candidate:
    """One definition that would answer an exercise: its cell and statement by index, its name, how it is known."""

    exercise: str
    cell: int
    statement: int
    name: str
    registered: bool
    written: str = ""
    note: str = ""
    empty: bool = False


@dataclass
class Words:
    """What the notebook calls `exercise` and `answer`: it may have imported them under other names."""

    exercise: set[str] = field(default_factory=lambda: {"exercise"})
    answer: set[str] = field(default_factory=lambda: {"answer"})

    @classmethod
    def of(cls, texts: list[Text]) -> Words:
        """From the imports of all cells."""
        words = cls()
        for text in texts:
            for node in (node for statement in text.statements for node in statement.nodes):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tinygrad_lite"):
                    words.exercise |= {a.asname for a in node.names if a.name == "exercise" and a.asname}
                    words.answer |= {a.asname for a in node.names if a.name == "answer" and a.asname}
        return words


def candidates(index: int, text: Text, tasks: Tasks, words: Words, factories: set[str]) -> list[Candidate]:
    """What one cell hands in: for each exercise that is registered or, failing that, bound by name, the last.

    Args:
        index: of the cell.
        text: the cell.
        tasks: of the lesson.
        words: what the notebook calls `exercise`.
        factories: functions of the notebook that return functions.
    """
    found: dict[str, Candidate] = {}
    for number, statement in enumerate(text.statements):
        for name, written, decorated in _definitions(statement, tasks, words, factories):
            if decorated:
                exercise, note = tasks.registered(written, name)
            else:
                exercise = tasks.by_name[name]
                note = f'The line `@exercise("{exercise.id}")` is missing above it; it was checked all the same.'
            earlier = found.get(exercise.id) if exercise else None
            if exercise is None or (earlier and earlier.registered and not decorated):
                continue
            empty = is_stub(name, text.source, tasks.stubs[exercise.id])
            found[exercise.id] = Candidate(exercise.id, index, number, name, decorated, written, note, empty)
    return list(found.values())


def _definitions(
    statement: Statement, tasks: Tasks, words: Words, factories: set[str]
) -> Iterator[tuple[str, str, bool]]:
    """(name, id as written, registered by `exercise`) of what a statement defines for exercises."""
    for node in statement.pieces:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            written = [registers(decorator, words, node.name) for decorator in node.decorator_list]
            yield from ((node.name, word, True) for word in written if word is not None)
            if not any(word is not None for word in written) and node.name in tasks.by_name:
                yield node.name, "", False
        elif isinstance(node, ast.Call):
            word = registers(node.func, words, "") if node.args else None
            if word is not None:
                yield getattr(node.args[0], "id", "<lambda>"), word, True
        elif isinstance(node, ASSIGNMENTS):
            for target, value in pairs(node):
                if target in tasks.by_name and _is_function(value, statement, factories, words):
                    yield target, "", False
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                name = alias.asname or alias.name
                if name in tasks.by_name:
                    yield name, "", False


def registers(decorator: ast.expr, words: Words, name: str) -> str | None:
    """The id in `exercise("loss/mse")`; of a bare `@exercise` the function's name; None for any other decorator."""
    call = decorator if isinstance(decorator, ast.Call) else None
    func = call.func if call else decorator
    called = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    if called not in words.exercise:
        return None
    if call is None:
        return name or None
    values = _given(call)
    if len(values) == 1 and isinstance(values[0], ast.Constant) and isinstance(values[0].value, str):
        return values[0].value
    return name if values else None


def registers_while_running(statement: Statement, tasks: Tasks, words: Words) -> bool:
    """Whether it registers something, and only the running notebook tells for what: under an id that is made, or
    within a function."""
    for node, at_its_turn in statement.may_register:
        written, name = list[str | None](), ""
        if isinstance(node, DEFINITIONS):
            written, name = [registers(decorator, words, node.name) for decorator in node.decorator_list], node.name
        elif node.args:
            written = [registers(node.func, words, "")]
        made = any(word == name and tasks.registered(word, name)[0] is None for word in written)
        if made or (any(written) and not at_its_turn):
            return True
    return False


def _is_function(value: ast.expr, statement: Statement, factories: set[str], words: Words) -> bool:
    """Whether an assigned value is a function: one without a name, another's name, or what a factory returns."""
    if isinstance(value, ast.Call):
        if isinstance(value.func, ast.Call) and registers(value.func, words, "") is not None:
            return False  # `mse = exercise("loss/mse")(…)`: registered already
        return getattr(value.func, "id", "") in factories
    return isinstance(value, ast.Lambda) or (isinstance(value, ast.Name) and f"def {value.id}" in factories)


def factories_in(texts: list[Text]) -> set[str]:
    """Functions of the notebook that return a function of their own, and "def NAME" for every function there is."""
    return {name for text in texts for statement in text.statements for name in statement.factories}


@lru_cache(maxsize=1_000)
def is_stub(name: str, source: str, stub: str) -> bool:
    """As `Submission.is_stub`, which only asks the object for its name."""
    return Submission(SimpleNamespace(__name__=name), source).is_stub(stub)  # type: ignore[arg-type]


def stub_like(name: str, source: str) -> bool:
    """Whether nothing was written where a definition stands, for all that its cell's text tells."""
    return is_stub(name, source, "")


def named_in_broken(raw: str, cell_id: str, tasks: Tasks, words: Words) -> set[str]:
    """The tasks that a cell speaks of which Python cannot read: by decorator, `answer`, name, or the cell's own id."""
    decorated = re.findall(rf"""^[ \t]*@(?:\w+\.)*(?:{_any(words.exercise)})\(\s*["']([^"'\n]+)""", raw, re.MULTILINE)
    defined = re.findall(r"^(?:def|class)\s+(\w+)", raw, re.MULTILINE)
    answered = re.findall(rf"""^[^#\n]*\b(?:{_any(words.answer)})\(\s*["']([^"'\n]+)""", raw, re.MULTILINE)
    found = {task.id for task in map(tasks.find, decorated) if isinstance(task, Exercise)}
    found |= {tasks.by_name[name].id for name in defined if name in tasks.by_name}
    found |= {task.id for task in map(tasks.find, answered) if task and not isinstance(task, Exercise)}
    return found or {task.id for task in tasks.all if task.id.replace("/", "-") == cell_id}


def _any(words: set[str]) -> str:
    return "|".join(map(re.escape, sorted(words)))


# --------------------------------------------------------------------------------------------------------- questions


@dataclass(frozen=True)
class Reply:
    """One `answer("id", …)`: the value, or as `unclear` the expression that is no literal."""

    question: str
    value: Any = ...
    unclear: str = ""


def all_replies(
    texts: list[Text],
    tasks: Tasks,
    words: Words,
    own: Collection[str],
    changed: Mapping[tuple[int, int], frozenset[str]],
) -> Iterator[Reply]:
    """What a notebook answers, in order.

    Args:
        own: functions that the notebook defines.
        changed: by cell and statement the names of what is changed there, by calls of the notebook's functions too.
    """
    constants = Constants(own)
    called = (pair for text in texts for statement in text.statements for some in statement.called for pair in some)
    calls = [call for name, call in called if name in words.answer]
    if all(isinstance(given, ast.Constant) for call in calls for given in _given(call)):  # mostly: no name matters
        for call in calls:
            yield from _reply(call, tasks, constants)
        return
    for index, text in enumerate(texts):
        gone = [changed[index, number] for number in range(len(text.statements))]
        yield from replies(text, tasks, words, constants, gone)


def _given(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def replies(
    text: Text, tasks: Tasks, words: Words, constants: Constants, changed: Sequence[frozenset[str]]
) -> Iterator[Reply]:
    """What a cell answers, in order.

    Args:
        constants: the names that hold a literal; kept up to date. What is changed in any other way holds none.
        changed: for each statement the names of what it changes, by calls of the notebook's functions too.
    """
    for statement, gone in zip(text.statements, changed, strict=True):
        if not statement.is_straight:
            _forget(constants, gone | statement.binds)
        for node, calls, stored in zip(statement.nodes, statement.called, statement.stored, strict=True):
            for name, call in calls:
                if name in words.answer:
                    yield from _reply(call, tasks, constants)
            if isinstance(node, STRAIGHT):
                _assign(node, stored, constants)
        _forget(constants, gone)


def _forget(constants: Constants, names: Iterable[str]) -> None:
    for name in names:
        constants.pop(name, None)


def _assign(node: ast.stmt, stored: frozenset[str], constants: Constants) -> None:
    """What an assignment, which gives these names a value, does to the names that hold a literal."""
    values: list[tuple[str, ast.expr]] = []
    if isinstance(node, ast.Assign | ast.AnnAssign):
        values = list(pairs(node))
    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        values = [(node.target.id, ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value))]
    known = {name: literal_of(value, constants) for name, value in values}
    _forget(constants, stored)
    constants |= {name: literal[0] for name, literal in known.items() if literal is not None}


def _reply(call: ast.Call, tasks: Tasks, constants: Constants) -> Iterator[Reply]:
    """What one `answer(…)` answers; nothing where there is no such question."""
    arguments = {keyword.arg: keyword.value for keyword in call.keywords}
    arguments |= dict(zip(("exercise_id", "given"), call.args, strict=False))
    asked = literal_of(arguments.get("exercise_id"), constants)
    task = tasks.find(asked[0]) if asked and isinstance(asked[0], str) else None
    if task is None or isinstance(task, Exercise):
        return
    given = arguments.get("given", ast.Constant(...))
    literal = literal_of(given, constants)
    yield Reply(task.id, unclear=ast.unparse(given)[:500]) if literal is None else Reply(task.id, literal[0])
