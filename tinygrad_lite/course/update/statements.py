"""The statements of a text in the order in which they run, those in loops each for itself."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Any


def in_turn(statements: Iterable[ast.stmt]) -> Iterator[ast.stmt | list[list[ast.stmt]]]:
    """Statements without those that hold others: `for row in rows: print(row)` is `row = rows`, then `print(row)`.

    Of a loop it is the first round. Of branches one or the other runs: they come as a list. Functions and classes stay
    whole.
    """
    for statement in statements:
        branches: list[list[ast.stmt]] = []
        match statement:
            case ast.For() | ast.AsyncFor():
                yield _stands_for(statement, statement.target, statement.iter)
            case ast.While():
                yield _stands_for(statement, None, statement.test)
            case ast.If():
                yield _stands_for(statement, None, statement.test)
                branches = [statement.body, statement.orelse]
            case ast.With() | ast.AsyncWith():
                for item in statement.items:
                    yield _stands_for(statement, item.optional_vars, item.context_expr)
            case ast.Match():
                yield _stands_for(statement, None, statement.subject)
                branches = [[*_head(case), *case.body] for case in statement.cases]
            case ast.Try() | ast.TryStar():
                pass
            case _:
                yield statement
                continue
        if branches:
            yield branches
        else:
            yield from _within(statement)


def _within(statement: Any) -> Iterator[ast.stmt | list[list[ast.stmt]]]:
    """The statements that a loop, a `with` or a `try` holds."""
    yield from in_turn(statement.body)
    for handler in getattr(statement, "handlers", ()):
        name = ast.Name(handler.name, ast.Store()) if handler.name else None
        yield _stands_for(statement, name, handler.type or ast.Constant(None))
        yield from in_turn(handler.body)
    yield from in_turn(getattr(statement, "orelse", ()))
    yield from in_turn(getattr(statement, "finalbody", ()))


def _head(case: ast.match_case) -> Iterator[ast.stmt]:
    """What a case does before its statements: it reads some values, and gives names to others."""
    parts = list(ast.walk(case.pattern))
    names = [name for part in parts for name in (getattr(part, "name", None), getattr(part, "rest", None)) if name]
    target = ast.Tuple([ast.Name(name, ast.Store()) for name in names], ast.Store())
    yield _stands_for(case, target, ast.Tuple([part for part in parts if isinstance(part, ast.expr)], ast.Load()))
    if case.guard:
        yield _stands_for(case, None, case.guard)


def _stands_for(whole: ast.stmt | ast.match_case, target: ast.expr | None, value: ast.expr) -> ast.stmt:
    """The head of a statement as one of its own: it reads a value, and perhaps gives it a name."""
    head: ast.stmt = ast.Assign([target], value) if target is not None else ast.Expr(value)
    return ast.fix_missing_locations(ast.copy_location(head, whole))
