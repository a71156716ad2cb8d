"""A function out of a file, with what it needs of that file put into it: so that it stands alone.

What it needs are imports, other functions and constants at the top of the file, and what these need. Of a class each
method gets what it needs.
"""

from __future__ import annotations

import ast
import copy

_Definition = ast.FunctionDef | ast.ClassDef


def standing_alone(own: _Definition, tree: ast.Module, known: set[str]) -> _Definition:
    """A definition of a file's tree, standing alone; `known` is there without the file."""
    there = _at_the_top(tree, own)
    alone = copy.deepcopy(own)
    functions = [alone] if isinstance(alone, ast.FunctionDef) else alone.body
    for function in functions:
        if isinstance(function, ast.FunctionDef):
            needed = _needed(function, there, known | {own.name})
            first = 1 if ast.get_docstring(function) is not None else 0
            function.body[first:first] = [copy.deepcopy(each) for each in tree.body if each in needed]
    return ast.fix_missing_locations(alone)


def _at_the_top(tree: ast.Module, own: _Definition) -> dict[str, ast.stmt]:
    """What may be put into a function, by the names that it gives."""
    found: dict[str, ast.stmt] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for alias in statement.names:
                found[alias.asname or alias.name.partition(".")[0]] = statement
        elif isinstance(statement, ast.FunctionDef | ast.ClassDef) and statement is not own:
            found[statement.name] = statement
        elif isinstance(statement, ast.Assign) and _is_constant(statement.value):
            found.update({each.id: statement for each in statement.targets if isinstance(each, ast.Name)})
    return found


def _is_constant(value: ast.expr) -> bool:
    """Whether a value stays what it is: a list that a function changes would begin anew with every call."""
    try:
        hash(ast.literal_eval(value))
    except (ValueError, TypeError):
        return False
    return True


def _needed(function: ast.stmt, there: dict[str, ast.stmt], known: set[str]) -> set[ast.stmt]:
    """The statements that give a function the names that it reads."""
    found: set[ast.stmt] = set()
    waiting = [function]
    while waiting:
        read = {node.id for node in ast.walk(waiting.pop()) if isinstance(node, ast.Name)}
        new = {there[name] for name in read - known if name in there} - found
        found |= new
        waiting += new
    return found
