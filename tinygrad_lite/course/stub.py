"""The stub that a student sees, and the solution as it stands in a solved notebook: both made from the solution.

There is one source for stub, solution, borrowed version and display, so they cannot disagree.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from typing import Any

from .exercise import ChoiceExercise, Exercise, NumberExercise

PLACEHOLDER = "...  # your code here"


def solution_source(exercise: Exercise) -> str:
    """The solution as Python under the exercise's name, without decorator."""
    source = textwrap.dedent(inspect.getsource(exercise.solution))
    definition = ast.parse(source).body[0]
    assert isinstance(definition, ast.FunctionDef | ast.ClassDef)
    lines = source.splitlines()[definition.lineno - 1 :]
    keyword = "class" if isinstance(definition, ast.ClassDef) else "def"
    lines[0] = lines[0].replace(f"{keyword} {definition.name}", f"{keyword} {exercise.name}", 1)
    return "\n".join(lines) + "\n"


def stub_source(exercise: Exercise) -> str:
    """Signature and docstring of the solution, a placeholder in place of every body."""
    lines = solution_source(exercise).splitlines()
    definition = ast.parse("\n".join(lines)).body[0]
    functions = [node for node in ast.walk(definition) if isinstance(node, ast.FunctionDef)]
    for function in sorted(functions, key=lambda node: -node.lineno):
        body = function.body
        if ast.get_docstring(function) is not None:
            body = body[1:]
        if body:
            first = body[0].lineno - 1
            indent = " " * body[0].col_offset
            lines[first : function.end_lineno] = [indent + PLACEHOLDER]
    return "\n".join(lines) + "\n"


def cell_source(exercise: Exercise, solved: bool) -> str:
    """The code cell of an exercise, as a notebook holds it."""
    if isinstance(exercise, ChoiceExercise | NumberExercise):
        right: Any = exercise.right if isinstance(exercise, ChoiceExercise) else round(exercise.value, exercise.digits)
        return f'answer("{exercise.id}", {right!r})' if solved else f'answer("{exercise.id}", ...)  # your answer here'
    source = solution_source(exercise) if solved else stub_source(exercise)
    return f'@exercise("{exercise.id}")\n{source}'.rstrip("\n")
