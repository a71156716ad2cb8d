"""What a notebook's answers use, as its text says it: nothing is asked of the process that runs them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import Any

from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.grading.around import Own, mentioned, parsed, variables_of
from tinygrad_lite.grading.definitions import Program


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
