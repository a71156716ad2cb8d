"""A needed value written as the solution writes it, in the student's names.

The solution's expression is taken from the top: what comes to a value that the student has a name or a short piece for
becomes that; anything else is written as the solution has it, part by part. A variable of the solution that the student
has nothing for is written out as the solution computes it.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from ..case import Case
from ..edits.change import load
from ..edits.scope import Scope
from .program import Program
from .watched import REPEATED, Name, Watched

#: So deep are variables of the solution written out.
DEEP = 6


@dataclass(frozen=True)
class Moment:
    """When the student's code comes by: in a case, one of so many times."""

    case: Case
    times: int
    index: int


#: What the student can write, by the keys of what it comes to at each moment.
Known = Mapping[tuple[Any, ...], ast.expr]


class NotWritten(Exception):
    """The student has no names for it."""


class Translation:
    """From the solution's expressions to the student's at one place.

    Args:
        program: the student's.
        watched: the solution.
        scope: the names at the place.
        moments: when it is reached.
        known: what can be written there.
        named: what the student calls variables that are given a value.
    """

    def __init__(
        self,
        program: Program,
        watched: Watched,
        scope: Scope,
        moments: Sequence[Moment],
        known: Known,
        named: Mapping[str, str] | None = None,
    ) -> None:
        self.program, self.watched, self.scope = program, watched, scope
        self.moments, self.known, self.named = moments, known, named or {}
        self._numbers = {id(node): number for number, node in watched.nodes.items()}
        functions = [node for node in ast.walk(watched.program.tree) if isinstance(node, ast.FunctionDef)]
        self._functions = {id(node): function for function in functions for node in ast.walk(function)}

    def of(self, node: ast.AST, bound: frozenset[str] = frozenset(), deep: int = DEEP) -> Any:
        """A piece of the solution in the student's names.

        Raises:
            NotWritten: there are none for some of it.
        """
        inside = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        read = isinstance(getattr(node, "ctx", None), ast.Load | None)
        if isinstance(node, ast.expr) and read and not inside & bound and (key := self._key(node)) in self.known:
            return self.known[key]  # type: ignore[index]
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            return ast.Name(node.id if node.id in bound else self.named[node.id], ast.Store())
        if isinstance(node, ast.Name):
            return ast.Name(node.id, ast.Load()) if node.id in bound else self._name(node, bound, deep)
        if isinstance(node, ast.Lambda | ast.ListComp | ast.GeneratorExp | ast.DictComp | ast.SetComp):
            bound |= _bound_in(node)
        if isinstance(node, ast.For):
            bound |= _stored_in(node.target)
        fields = {}
        for name, held in ast.iter_fields(node):
            if isinstance(held, list):
                fields[name] = [self.of(each, bound, deep) if isinstance(each, ast.AST) else each for each in held]
            else:
                fields[name] = self.of(held, bound, deep) if isinstance(held, ast.AST) else held
        return type(node)(**fields)

    def _key(self, node: ast.expr) -> tuple[Any, ...] | None:
        """The keys of what an expression of the solution comes to at each moment; None where that is not clear."""
        number, found = self._numbers.get(id(node)), []
        for moment in self.moments if number is not None else ():
            keys = self.watched.keys(moment.case).get(number, [])  # type: ignore[arg-type]
            if len(keys) == moment.times:
                found.append(keys[moment.index])
            elif keys and all(key == keys[0] for key in keys):
                found.append(keys[0])
            else:
                return None
        return tuple(found) if found else None

    def _name(self, node: ast.Name, bound: frozenset[str], deep: int) -> ast.expr:
        """What the student has for a name of the solution."""
        name, definition = node.id, self._functions[id(node)]
        given = name in _arguments_of(definition)
        if name in self.named:
            return load(self.named[name])
        if given or name in _stored_in(definition):
            values = [*_values_of(name, definition)]
            if len(values) == 1 and deep and not given:
                return self.of(values[0], bound, deep - 1)
            if self._is_main(definition) and (name in self.scope.names or name == "self"):
                return load(name)
            raise NotWritten
        here, there = self.program.namespace, self.watched.program.namespace
        if there.get(name) is np and self.scope.numpy:
            return load(self.scope.numpy)
        if name in self.scope.names or (name not in there and not hasattr(builtins, name)):
            raise NotWritten
        if name in there:
            here.setdefault(
                name, there[name]
            )  # a function of an earlier exercise, which the student need not have kept
        return load(name)

    def _is_main(self, definition: ast.AST) -> bool:
        """Whether a function is the solution, or stands in it: another one's parameters hold something else."""
        return any(node is definition for node in ast.walk(self.watched.program.tree.body[-1]))


def as_solved(
    program: Program,
    watched: Watched,
    names: Sequence[Name],
    scope: Scope,
    moments: Sequence[Moment],
    known: Sequence[Known],
) -> Iterator[ast.expr]:
    """What the solution writes for a series of values, in the student's names; with one set of pieces or another."""
    found = set[str]()
    for (number, way, sign), pieces in product(names, known):
        if way > REPEATED:
            continue
        translation = Translation(program, watched, scope, moments, pieces)
        try:
            tree = translation.of(watched.nodes[number])
        except NotWritten:
            continue
        if ast.dump(tree) not in found:
            found.add(ast.dump(tree))
            yield tree if sign > 0 else ast.UnaryOp(ast.USub(), tree)


def _values_of(name: str, definition: ast.AST) -> Iterator[ast.expr]:
    """What a variable is given in a definition; nothing where one of them is no expression, as in a loop."""
    found: list[ast.expr] = []
    for node in ast.walk(definition):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
            if isinstance(target, ast.Name) and target.id == name:
                found.append(value)
            elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = zip(target.elts, value.elts, strict=False)
                found += [one for part, one in pairs if isinstance(part, ast.Name) and part.id == name]
    names = [node for node in ast.walk(definition) if isinstance(node, ast.Name) and node.id == name]
    stored = sum(isinstance(node.ctx, ast.Store) for node in names)
    return iter(found if stored == len(found) else [])


def _arguments_of(definition: ast.AST) -> set[str]:
    return {node.arg for node in ast.walk(definition) if isinstance(node, ast.arg)}


def _stored_in(definition: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(definition) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def _bound_in(node: ast.AST) -> set[str]:
    """The names that a lambda or a comprehension brings in."""
    return _stored_in(node) | _arguments_of(node)
