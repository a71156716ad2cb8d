"""What a notebook's answers use, as its text says it: nothing is asked of the process that runs them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import Any

from tinygrad_lite.course.added import lesson_of
from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.course.exercises import MORE_LESSONS
from tinygrad_lite.grading.around import Own, mentioned, parsed, variables_of
from tinygrad_lite.grading.definitions import Program
from tinygrad_lite.grading.engine import cases_need_engine, speaks_of_engine


class Uses:
    """What the answers of one notebook use.

    Attributes:
        program: of the notebook.
        by_name: the lesson's exercises.
        kept: the texts of the cells that are run.
    """

    def __init__(self, program: Program, by_name: Mapping[str, Exercise]) -> None:
        self.program, self.by_name = program, by_name
        self.kept = [block.kept for block in program.cells if block.kept]
        self._variables: dict[int, dict[str, Any]] = {}
        self._mentions: dict[str, set[str]] = {}

    def closure(self, names: Iterable[str]) -> set[str]:
        """These exercises and those that their solutions call."""
        found, waiting = set(), list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += mentioned(parsed(self.by_name[name].solution_code()), {}) & set(self.by_name)
        return found

    def variables(self, exercise_id: str) -> dict[str, Any]:
        """What the text says of the variables when an answer is judged."""
        after = self.program.answers[exercise_id].after
        if after not in self._variables:
            blocks = [block for block in self.program.cells[: after + 1] if block.kept]
            self._variables[after] = variables_of((block.source, block.kept) for block in blocks)
        return self._variables[after]

    def mentioned(self, exercise_id: str) -> set[str]:
        """Every name of the notebook that an answer reads, or a helper of it."""
        if exercise_id not in self._mentions:
            self._mentions[exercise_id] = mentioned(self.whole(exercise_id), self.variables(exercise_id))
        return self._mentions[exercise_id]

    def whole(self, exercise_id: str) -> ast.AST:
        """The definition of an answer; where it is none, its cell."""
        given = self.program.answers[exercise_id]
        value = self.variables(exercise_id).get(given.name)
        return value.definition if isinstance(value, Own) else parsed(self.program.cells[given.cell].kept)

    def others(self, exercise_id: str) -> set[str]:
        """Names of the exercises of which working versions are there where an answer is alone: of all that it uses."""
        if MORE_LESSONS and lesson_of(exercise_id) in MORE_LESSONS:
            return set()
        own = self._exercise(exercise_id).name
        used = self.mentioned(exercise_id) & set(self.by_name) - {own}
        return self.closure(name for name in used if own not in self.closure([name]))

    def engine(self, exercise_id: str) -> bool:
        """Whether an answer runs where the engine is: not if it is to do without, nor if it does not use it."""
        exercise = self._exercise(exercise_id)
        if cases_need_engine(type(exercise)):  # type: ignore[arg-type]
            return True
        values = [self.variables(exercise_id).get(name) for name in self.mentioned(exercise_id)]
        text = self.program.cells[self.program.answers[exercise_id].cell].kept
        return "tinygrad_lite" not in exercise.forbids and speaks_of_engine(values, text)

    def _exercise(self, exercise_id: str) -> Exercise:
        return next(exercise for exercise in self.by_name.values() if exercise.id == exercise_id)
