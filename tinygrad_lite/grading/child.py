"""What runs in a student's process: it runs the notebook's definitions, and puts cases to them.

The judge asks on file descriptor 0 and is answered on 1 (`wire.py`). Nothing here knows what is right. Student's code
runs in the same interpreter and can do here what it likes: whatever comes from here, the judge takes as the student's
answer and no more.

Three requests, each a message {"do": …, "id": …}; every message that answers one has its id before it:

- "load": the notebook's cells, and which of them hold answers. It forgets what was loaded before, and is not answered.
- "run": the cells up to a place are run, in order; then it is told what is there.
- "put": cases are put to the answer to one exercise, by their numbers; new ones are the messages that follow. Each
  answer is sent at once, so that what was answered before a case that never ends is not lost; it is a list that begins
  with the case's number.
"""

from __future__ import annotations
import __future__

import ast
import builtins
import importlib
import inspect
import linecache
import math
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

import numpy as np

from tinygrad_lite.course.afresh import called_alike, made_afresh
from tinygrad_lite.course.case import Case
from tinygrad_lite.course.plain import Other, to_plain
from tinygrad_lite.course.run import Answer, Failure, _failure, by_name, run
from tinygrad_lite.grading import frames, in_turn, own_files, stand_ins, values, wire

#: What is kept of a text.
MOST_MESSAGE, MOST_PRINTED = 2000, 4000
#: How NumPy takes divisions by zero and the like, when nobody has changed it.
USUAL = np.geterr()


class Channel:
    """The way to the judge. What else is written to 1 goes where 2 goes, and there is nothing to read on 0."""

    def __init__(self) -> None:
        self.questions = os.fdopen(os.dup(0), "rb")
        self.answers = os.dup(1)
        os.dup2(2, 1)
        nothing, end = os.pipe()
        os.close(end)
        os.dup2(nothing, 0)
        os.close(nothing)

    def next(self) -> bytes:
        """The judge's next message; the process ends when there will be none."""
        data = frames.read_frame(self.questions)
        if data is None:
            os._exit(0)
        return data

    def send(self, request: str, message: dict[str, Any] | list) -> None:
        """A message to the judge in answer to the request with this id.

        Raises:
            TooMuch: it cannot be sent.
        """
        data = memoryview(frames.framed(request.encode() + wire.encode(message)))
        while data:
            data = data[os.write(self.answers, data) :]


class Silence:
    """Takes what is printed while cells are run, and keeps nothing."""

    encoding = "utf-8"

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """There is nothing to flush."""

    def isatty(self) -> bool:
        return False


def main(**more: Callable[[Notebook, dict[str, Any]], None]) -> None:
    """Answer until there is nothing more to answer.

    Args:
        more: what else can be requested, and who answers it.
    """
    channel = Channel()
    sys.stdout = Silence()
    own_files.allow()
    sys.path.append("")  # the notebook's own folder, where it may write modules; last: they take nobody's place
    vars(builtins).update({"exit": stand_ins.leave, "quit": stand_ins.leave})
    notebook: Notebook | None = None
    cases: list[Case] = []
    while True:
        request = wire.decode(channel.next())
        if notebook is None or request["do"] == "load":
            notebook = Notebook(channel, request)
        elif request["do"] == "run":
            notebook.run_up_to(request)
        elif request["do"] in more:
            more[request["do"]](notebook, request)
        else:
            cases += [pickle.loads(channel.next()) for _ in range(request["new"])]
            notebook.put(request, cases)


class Notebook:
    """A notebook's variables, and the student's answers to exercises among them.

    The request to load has: "cells", (name, text) of each; "answers", of each answer [the exercise's id, its name, the
    cell's place, the variable, and the id in the decorator, "" for none]; "borrowed", working versions by the
    exercise's name; "absent", packages that have stand-ins; "skipped", names of cells that are not run; "values", data
    by the names that it has where the engine is (`values.py`).
    """

    def __init__(self, channel: Channel, request: dict[str, Any]) -> None:
        self.channel = channel
        self.cells, self.skipped, self.answers = request["cells"], request["skipped"], request["answers"]
        self.values = request["values"]
        self.place = self.flags = 0
        self.found: dict[str, Any] = {}
        self.failures: dict[str, list] = {}
        stand_ins.install(request["absent"])
        in_turn.install(text for _, text in self.cells)
        stand_ins.registered.clear()
        module = sys.modules["__main__"] = ModuleType("__main__")
        self.variables = vars(module)
        self.variables |= {"display": stand_ins.nothing, "get_ipython": stand_ins.NoShell}
        self.borrowed = lent(request["borrowed"])
        self.variables |= self.borrowed
        self.common = list(common_things())

    # ---------------------------------------------------------------------------------------------- running the cells

    def run_up_to(self, request: dict[str, Any]) -> None:
        """Run the cells that have not been run yet, up to a place, and tell what is there then."""
        while self.place <= request["place"]:
            cell, text = self.cells[self.place]
            if text and cell not in self.skipped:
                self.channel.send(request["id"], {"cell": cell})
                self.run_cell(cell, text)
            self.find_answers()
            self.place += 1
        kinds = {}
        for name in request["names"]:
            value = self.variables.get(name)
            if name in self.variables and not isinstance(value, ModuleType):
                kinds[name] = list(map(short, stand_ins.kind_of(value)))
        known = request["exercise"] in self.found
        description = described(self.found[request["exercise"]]) if known else None
        told = {"answer": description, "kinds": kinds, "failures": self.failures, "spoilt": self.is_spoilt()}
        if request["values"]:
            found = attempted(lambda: values.data_of(request["names"], self.variables))
            told |= {"values": found} if values.can_be_told(told | {"values": found}) else {}
        self.channel.send(request["id"], told)

    def is_spoilt(self) -> bool:
        """Whether something that all answers use is no longer what it was."""
        changed = (now.get(name) is not value for now, before in self.common for name, value in before.items())
        return np.geterr() != USUAL or any(changed)

    def find_answers(self) -> None:
        """The answers in the cell that was run; names of exercises are then bound to what is borrowed, if anything."""
        for exercise_id, name, place, variable, written in self.answers:
            if place == self.place:
                seen = stand_ins.registered.get(written) if written else None
                candidate = self.variables.get(variable) if seen is None else seen
                if candidate is not None:
                    self.found[exercise_id] = self.variables[name] = candidate
        stand_ins.registered.clear()
        self.variables |= self.borrowed

    def run_cell(self, cell: str, text: str) -> None:
        """Run what is kept of one cell, statement by statement; the first failure of each cell is remembered."""
        file = f"<{cell}>"
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        try:
            statements = ast.parse(text).body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
            self.failures[cell] = as_list(_failure(problem))
            return
        for statement in statements:
            if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
                features = [getattr(__future__, alias.name, None) for alias in statement.names]
                self.flags |= sum(feature.compiler_flag for feature in features if feature)
            try:
                if isinstance(statement, ast.Import | ast.ImportFrom):  # what files there are is looked up anew
                    sys.path_importer_cache.pop(os.getcwd(), None)
                flags = self.flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
                finished(eval(compile(ast.Module([statement], []), file, "exec", flags, True), self.variables))
            except BaseException as problem:
                self.failures.setdefault(cell, as_list(_failure(problem)))
                if isinstance(problem, stand_ins.MAY_WORK_ELSEWHERE):
                    self.variables |= stand_ins.instead_of(statement, problem)
            values.put_in_place(self.values, self.variables)

    # ----------------------------------------------------------------------------------------------- answering cases

    def put(self, request: dict[str, Any], cases: list[Case]) -> None:
        """Put the cases that are asked for, by their numbers, to the answer to an exercise, one after the other."""
        candidate: Any = self.found[request["exercise"]]
        self.variables.update(
            {name: candidate for exercise_id, name, *_ in self.answers if exercise_id == request["exercise"]}
        )
        if request["by name"]:
            candidate = by_name(candidate, request["by name"])
        for number in request["cases"]:
            case = cases[number]
            try:
                answer = run(self.anew(request["exercise"], candidate) if request["afresh"] else candidate, case)
            except BaseException as problem:
                answer = Answer([] if case.steps else None, failure=_failure(problem))
            self.reply(request["id"], number, case, answer)

    def anew(self, exercise: str, candidate: Any) -> Any:
        """The answer to an exercise made once more from its cell; what is there where that cannot be done."""
        place = max((place for exercise_id, _, place, *_ in self.answers if exercise_id == exercise), default=0)
        made = made_afresh(self.cells[place][1], getattr(candidate, "__name__", ""), self.variables)
        return made if called_alike(made, candidate) else candidate

    def reply(self, request: str, number: int, case: Case, answer: Answer) -> None:
        """Send an answer; what is too much to be sent is told as such."""
        state = [answer.value, answer.after]
        rest = [
            answer.failure and as_list(answer.failure),
            answer.raised and as_list(answer.raised),
            answer.printed[:MOST_PRINTED],
            answer.warned[:MOST_MESSAGE],
            list(answer.changed),
        ]
        try:
            self.channel.send(request, [number, *state, *rest])
        except wire.TooMuch:
            large = Other(f"{type(answer.value).__name__} that is too large")
            value: Any = [large] * len(answer.value) if case.steps else large
            self.channel.send(request, [number, value, None, *rest])


def finished(waiting: Any) -> None:
    """Carry out a statement with `await` in it to its end: what waits for nothing from outside needs no more."""
    while inspect.iscoroutine(waiting):
        try:
            waiting.send(None)
        except StopIteration:
            return


def common_things() -> Iterator[tuple[Mapping[str, Any], dict[str, Any]]]:
    """What all answers use: the variables of Python's, NumPy's and the engine's modules, and what they are now.

    Of modules that are loaded: where no text says `random`, NumPy's is not, until a case asks for it.
    """
    engine, random = (sys.modules.get(name, ModuleType("none")) for name in ("tinygrad_lite", "numpy.random"))
    for owner in (builtins, math, np, random, np.linalg, engine, vars(engine).get("Tensor", ModuleType)):
        yield vars(owner), dict(vars(owner))


def lent(sources: dict[str, list]) -> dict[str, Any]:
    """Working versions of exercises from [code, how it calls itself]; they see each other, NumPy and the engine."""
    around: dict[str, Any] = {"__name__": "borrowed"}
    if sources:
        modules = {"np": "numpy", "tg": "tinygrad_lite", "copy": "copy", "json": "json", "math": "math"}
        around |= {name: importlib.import_module(module) for name, module in modules.items()}
        around["pickle"] = importlib.import_module("pickle")
    for name, (source, called) in sources.items():
        exec(compile(source, os.path.join(os.path.dirname(__file__), f"{name}.py"), "exec", 0, True), around)
        around[name].__name__ = called
    return {name: around[name] for name in sources}


def as_list(failure: Failure) -> list:
    """A failure as plain data."""
    message, line = failure.message[:MOST_MESSAGE], failure.line[:MOST_MESSAGE]
    return [short(failure.kind), message, line, failure.line_number, failure.step]


def described(candidate: Any) -> dict[str, Any]:
    """What can be said of a candidate without calling it."""
    name = getattr(candidate, "__name__", "")
    return {
        "callable": callable(candidate),
        "is class": inspect.isclass(candidate),
        "kind": short(type(candidate).__name__),
        "name": short(name) if isinstance(name, str) else "",
        "signature": attempted(lambda: signature_of(candidate)),
    }


def signature_of(candidate: Any) -> list:
    """Of each parameter its name, its kind, and its default: (is there one, as plain data, as text)."""
    return [
        (each.name, int(each.kind), *default_of(each.default))
        for each in inspect.signature(candidate).parameters.values()
    ]


def default_of(value: Any) -> tuple[bool, Any, str]:
    """A parameter's default."""
    if value is inspect.Parameter.empty:
        return False, None, ""
    plain = to_plain(value)
    simple = plain is None or isinstance(plain, bool | int | float | str | tuple | list)
    return True, plain if simple else Other(short(type(value).__name__)), short(repr(value))


def attempted(look: Callable[[], Any]) -> Any:
    """What a look at an object of a student gives; None where it raises, or gives what cannot be sent."""
    try:
        found = look()
        wire.encode(found)
    except Exception:
        return None
    return found


def short(text: Any) -> str:
    """The beginning of a text."""
    return str(text)[:200]
