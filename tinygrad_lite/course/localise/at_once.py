"""A program with many changes in it at once: of each statement, a variable says which form of it runs.

Compiled once, it runs with any two of the changes, as long as they are in different statements.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Sequence
from typing import Any

from ..edits.copied import copied
from ..edits.scope import Slot
from ..work import CHANGE, NODE
from .guarded import guarded
from .program import Program, give_places
from .tried import Try
from .variants import as_tree

_FORM = "_form_of_{}_"
#: Statements that hold others: only what they ask or run through is changed.
_HEADS = {ast.If: "test", ast.While: "test", ast.For: "iter"}


class AtOnce:
    """A program with changes in it.

    Attributes:
        changes: those that it can run with: of each statement, by its place in the list, one of several.
    """

    def __init__(self, program: Program, changes: Sequence[Try]) -> None:
        self.program = program
        self._parents = {id(child): node for node in ast.walk(program.tree) for child in ast.iter_child_nodes(node)}
        by_statement: dict[int, list[tuple[Try, ast.AST]]] = {}
        for change in changes:
            changed = self._changed(change)
            if changed is not None:
                by_statement.setdefault(id(_where(change.slot)), []).append((change, changed))
        self._forms = {place: [form for _, form in pairs] for place, pairs in by_statement.items()}
        self.changes = [[change for change, _ in pairs] for pairs in by_statement.values()]
        self._names = {place: _FORM.format(number) for number, place in enumerate(by_statement)}

    def made(self) -> Callable[[dict[int, int]], Callable[..., Any]] | None:
        """What gives the program with some changes, {statement: which of them}; None where it cannot be compiled."""
        program, names = self.program, [*self._names.values()]
        program.work.spend(NODE * sum(map(program.sizes.__getitem__, map(id, program.tree.body))))
        program.work.spend(CHANGE * sum(map(len, self.changes)))
        tree = ast.Module([self._with_forms(node) for node in program.tree.body], [])  # type: ignore[misc]
        namespace = {**program.namespace, **dict.fromkeys(names, 0)}
        try:
            exec(compile(ast.fix_missing_locations(tree), "<many places changed>", "exec"), namespace)
        except (SyntaxError, ValueError):
            return None

        def with_changes(which: dict[int, int]) -> Callable[..., Any]:
            for statement, name in enumerate(names):
                namespace[name] = which.get(statement, -1) + 1
            return namespace[program.name]

        return with_changes

    def _changed(self, change: Try) -> ast.AST | None:
        """A changed statement; of one that holds others, what is changed of its head; None where it is neither."""
        slot, statement = change.slot, change.slot.statement
        if statement is None:
            return _with_default(slot, change.replacement) if isinstance(slot.parent, ast.arguments) else None
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            return None
        replacement = guarded(change.replacement)
        give_places(replacement, slot.node)
        head = _HEADS.get(type(statement))
        if slot.node is statement:
            if head is None:
                return replacement if isinstance(replacement, ast.stmt) else None
            same = type(replacement) is type(statement) and replacement.body is statement.body  # type: ignore[attr-defined]
            return getattr(replacement, head) if same else None
        return self._around(slot, replacement, getattr(statement, head) if head else statement)

    def _around(self, slot: Slot, replacement: ast.AST, whole: ast.AST) -> ast.AST:
        """The statement, or its head, with something else at a place: only what lies around that is made anew."""
        made, before, parent = replacement, slot.node, slot.parent
        while before is not whole:
            around = copy.copy(parent)
            for field, held in ast.iter_fields(parent):
                if held is before:
                    setattr(around, field, made)
                elif isinstance(held, list):
                    setattr(around, field, [made if each is before else each for each in held])
            made, before, parent = around, parent, self._parents[id(parent)]
        return made

    def _with_forms(self, node: ast.AST) -> ast.AST:
        """A copy of a statement, in which those below it that are changed have all their forms."""
        made = copy.copy(node)
        for field, held in ast.iter_fields(node):
            if isinstance(held, list) and held and isinstance(held[0], ast.stmt | ast.excepthandler):
                setattr(made, field, [self._with_forms(each) for each in held])
        forms = self._forms.get(id(node))
        if not forms or not isinstance(made, ast.stmt):
            return made
        if isinstance(made, ast.FunctionDef):
            first = as_tree([ast.Pass(), *forms], self._names[id(node)], _either)
            made.body = [first, *made.body]
            return made
        name, head = self._names[id(node)], _HEADS.get(type(node))
        if head is None:
            return as_tree([made, *forms], name, _either)
        heads = [getattr(node, head), *forms]
        setattr(made, head, as_tree(heads, name, lambda test, one, other: ast.IfExp(test, one, other)))
        return made


def _either(test: ast.expr, one: ast.stmt, other: ast.stmt) -> ast.If:
    return ast.If(test, [one], [other])


def _where(slot: Slot) -> ast.AST:
    """The statement that a place is in; of a default, the function."""
    return slot.statement or slot.within[-1]


def _with_default(slot: Slot, default: ast.AST) -> ast.stmt | None:
    """What does at the beginning of a function what another default would do: `if lr == 0.1: lr = …`."""
    function = slot.within[-1]
    if not isinstance(function, ast.FunctionDef) or not isinstance(default, ast.expr) or slot.index is None:
        return None
    name = function.args.args[len(function.args.args) - len(function.args.defaults) + slot.index].arg
    before = copied(slot.node)
    same = ast.Compare(ast.Name(name, ast.Load()), [ast.Eq()], [before])  # type: ignore[list-item]
    return ast.If(same, [ast.Assign([ast.Name(name, ast.Store())], default)], [])
