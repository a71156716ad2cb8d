"""Whether an exercise was written by hand: what a submission's source calls, followed through its own helpers."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from .submission import Submission
from .walked import walked


@dataclass(frozen=True)
class ForbiddenCall:
    """A use of what an exercise rules out: what the exercise calls it, the expression, and its line."""

    module: str
    expression: str
    line: str


def forbidden_call(submission: Submission, forbids: tuple[str, ...]) -> ForbiddenCall | None:
    """The first use of a forbidden module in the submission or in a helper of the notebook that it calls."""
    seen: set[str] = set()
    waiting = [(submission.definition, submission.source)]
    while waiting:
        definition, source = waiting.pop()
        if definition is None:
            continue
        search = _Search(submission, forbids, source, definition)
        search.visit(definition)
        if search.found:
            return search.found
        for name in sorted(search.called - seen):
            seen.add(name)
            waiting.append(submission.helper(search.namespace.get(name)))
    return None


class _Search(ast.NodeVisitor):
    """Walks one definition. `aliases` maps the names that it imports itself to their modules.

    A name that the definition itself gives a value, its parameters above all, is not the notebook's variable of the
    same name.
    """

    def __init__(self, submission: Submission, forbids: tuple[str, ...], source: str, definition: ast.AST) -> None:
        own = _own_names(definition)
        self.namespace = {name: value for name, value in submission.namespace.items() if name not in own}
        self.exercises = submission.exercises
        self.forbids, self.source = forbids, source
        self.aliases: dict[str, str] = {}
        self.called: set[str] = set()
        self.found: ForbiddenCall | None = None

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for statement in (*node.args.defaults, *node.body):  # not the decorators: @exercise is ours
            self.visit(statement)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for statement in (*node.bases, *node.body):
            self.visit(statement)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.aliases[alias.asname or alias.name.partition(".")[0]] = alias.name

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            self.aliases[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}"

    def visit_Attribute(self, node: ast.Attribute) -> None:
        root: ast.AST = node
        while isinstance(root, ast.Attribute):
            root = root.value
        if isinstance(root, ast.Name):
            self._look_at(root.id, node)
        else:
            self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        self._look_at(node.id, node)

    def _look_at(self, name: str, node: ast.expr) -> None:
        self.called.add(name)
        whole = self.aliases.get(name) or _full_name(self.namespace.get(name), name in self.exercises)
        if isinstance(node, ast.Attribute) and whole:
            whole += ast.unparse(node).removeprefix(name)
        ruled_out = [entry for entry in self.forbids if f"{whole}.".startswith(f"{entry}.")]
        if self.found is None and ruled_out:
            line = self.source.splitlines()[node.lineno - 1].strip()
            self.found = ForbiddenCall(ruled_out[0], ast.unparse(node), line)


def _own_names(definition: ast.AST) -> set[str]:
    """The parameters and variables of a definition, and of the functions in it."""
    return {
        node.arg if isinstance(node, ast.arg) else node.id
        for node in walked(definition)
        if isinstance(node, ast.arg) or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    }


def _full_name(value: Any, belongs_to_exercise: bool) -> str:
    """Where a variable of the notebook comes from: the module's name, or the defining module's and its own."""
    if value is None or belongs_to_exercise:
        return ""
    if isinstance(value, ModuleType):
        return value.__name__
    if isinstance(value, type) or callable(value):
        module = getattr(value, "__module__", None) or type(value).__module__
        return f"{module}.{getattr(value, '__name__', '')}"
    return type(value).__module__
