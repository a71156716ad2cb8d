"""A student's definition as a tree that can be changed at one place, made to run, and put back."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np

from ..edits.scope import Scope, Slot, slots
from ..expired import Expired
from ..submission import Submission

_TICK = "_another_round_"
#: A changed loop that goes on for so many rounds does not end.
MOST_ROUNDS = 20_000


class Program:
    """A definition, changed at one place at a time.

    Its globals are a copy of the notebook's variables, so that running it gives no name of the notebook a new value.
    """

    def __init__(self, submission: Submission) -> None:
        assert submission.definition is not None
        definition = copy.deepcopy(submission.definition)
        definition.decorator_list = []
        self.name = definition.name
        self.tree = ast.Module([definition], [])
        self.namespace = dict(submission.namespace)
        self.namespace[_TICK] = self._count
        self.rounds = 0
        numpy = next((name for name, value in self.namespace.items() if value is np), "")
        self.ours = {id(tick) for tick in _with_ticks(definition)}
        self.whole = Slot(self.tree, "body", 0, Scope())
        self.slots = [slot for slot in slots(self.tree, numpy) if id(slot.node) not in self.ours]

    def candidate(self) -> Callable[..., Any] | None:
        """The function or class as the tree now says it; None where it cannot be made."""
        self.rounds = 0
        try:
            exec(compile(self.tree, "<one place changed>", "exec"), self.namespace)
        except Expired:
            raise
        except Exception:
            return None
        return self.namespace[self.name]

    def changed(self, slot: Slot, replacement: ast.AST) -> Callable[..., Any] | None:
        """The candidate with something else at one place. The tree is as before when this returns."""
        before = slot.node
        ast.fix_missing_locations(ast.copy_location(replacement, before))
        slot.put(replacement)
        try:
            return self.candidate()
        finally:
            slot.put(before)

    def parameters_not_read(self, slot: Slot | None = None, replacement: ast.AST | None = None) -> set[str]:
        """The parameters that the function does not read, with something else at one place."""
        before = slot.node if slot else None
        if slot and replacement:
            slot.put(replacement)
        try:
            definition = self.tree.body[0]
            return parameters_not_read(definition) if isinstance(definition, ast.FunctionDef) else set()
        finally:
            if slot and before:
                slot.put(before)

    def _count(self) -> None:
        """Called in every round of every loop."""
        self.rounds += 1
        if self.rounds > MOST_ROUNDS:
            raise RuntimeError("This loop does not end.")


def parameters_not_read(function: ast.FunctionDef) -> set[str]:
    """The parameters of a function that its body does not read."""
    nodes = [node for statement in function.body for node in ast.walk(statement)]
    read = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return {argument.arg for argument in function.args.args} - read


def _with_ticks(definition: ast.AST) -> Iterator[ast.stmt]:
    """Let every loop count its rounds, as a change may keep one from ending; gives what was put in."""
    for node in list(ast.walk(definition)):
        if isinstance(node, ast.For | ast.While):
            tick = ast.Expr(ast.Call(ast.Name(_TICK, ast.Load()), [], []))
            node.body.insert(0, ast.fix_missing_locations(ast.copy_location(tick, node.body[0])))
            yield tick


#: What a definition may mention besides its own names: none of it writes a file or reaches the network.
_MODULES = {"numpy", "math", "tinygrad_lite", "itertools", "functools", "collections", "operator", "random", "copy"}
_REACHES_OUT = {"open", "exec", "eval", "compile", "input", "__import__", "globals", "locals", "vars", "setattr"}
_REACHES_OUT |= {"save", "savez", "savez_compressed", "savetxt", "tofile", "dump", "write", "memmap", "load", "replace"}
_REACHES_OUT |= {"unlink", "rename", "rmdir", "system", "urlopen", "write_text", "write_bytes", "delattr", "exit"}


def harmless(submission: Submission) -> bool:
    """Whether a changed version of it could do no harm: it imports nothing, opens no file, and keeps to itself."""
    if submission.imports() or submission.mentioned() & _REACHES_OUT:
        return False
    if any(
        isinstance(node, ast.Global | ast.Nonlocal | ast.Yield | ast.AsyncFunctionDef) for node in submission.nodes()
    ):
        return False
    for name in submission.mentioned():
        value = submission.namespace.get(name)
        if isinstance(value, ModuleType) and value.__name__.partition(".")[0] not in _MODULES:
            return False
    return all(_keeps_to_itself(submission, value) for _, value in submission.outside_names())


def _keeps_to_itself(submission: Submission, value: Any) -> bool:
    """A number, a text, a class or function of a library, or a harmless function of the notebook."""
    definition, source = submission.helper(value)
    if definition is not None:
        inside = Submission(value, source, submission.namespace, submission.exercises)
        mentioned = {getattr(node, "id", getattr(node, "attr", "")) for node in ast.walk(definition)}
        return not inside.imports() and not mentioned & _REACHES_OUT
    if isinstance(value, bool | int | float | str | tuple | None):
        return True
    module = getattr(value, "__module__", None) or ""
    return module.partition(".")[0] in _MODULES
