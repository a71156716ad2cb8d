"""Changes that write the only statement anew: to mend all of the code is no place."""

from __future__ import annotations

import ast

from ..submission import Submission
from .tried import Try


def is_anew(submission: Submission, change: Try) -> bool:
    """Whether a change leaves nothing of the only statement that there is."""
    return _leaves_nothing(change) and len(_statements(submission)) == 1


def _statements(submission: Submission) -> list[ast.stmt]:
    """What is written: the statements of a definition and of the functions of its cell that it uses."""
    definitions = [each for each in (submission.definition, *submission.cell_helpers()) if each is not None]
    inside = [node for definition in definitions for node in ast.walk(definition) if isinstance(node, ast.stmt)]
    return [node for node in inside if not isinstance(node, ast.FunctionDef | ast.ClassDef) and not _is_text(node)]


def _is_text(statement: ast.stmt) -> bool:
    """A docstring."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _leaves_nothing(change: Try) -> bool:
    """Whether a whole statement, or all of its value, is another one after a change, which has no part of it."""
    statement = change.slot.statement
    if statement is None or change.missing or change.at not in (statement, getattr(statement, "value", None)):
        return False
    before = {id(node) for node in ast.walk(change.at) if isinstance(node, ast.expr)}
    return before.isdisjoint(map(id, ast.walk(change.replacement)))
