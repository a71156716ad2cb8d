"""An answer as it was when its cell had just been run: with nothing in it that earlier calls have left behind.

Only what makes functions, classes and empty beginnings is run again: imports, definitions, `seen = []`. What else
stands in the cell (calls, pictures, a training) is not. A variable of another cell stays as it is.
"""

from __future__ import annotations

import ast
import builtins
import copy
import inspect
from collections.abc import Mapping
from typing import Any

#: Functions that only make something, from nothing or from plain data.
_MAKERS = {"list", "dict", "set", "iter", "range", "defaultdict", "OrderedDict", "Counter", "deque", "count", "cycle"}
_MAKERS |= {"zeros", "ones", "empty", "full", "arange", "array", "map", "zip", "filter", "enumerate", "reversed"}


def made_afresh(source: str, name: str, variables: Mapping[str, Any]) -> Any:
    """The object of that name, made once more from the text of its cell; None where that cannot be done.

    The notebook's own variables keep their values.
    """
    try:
        tree = ast.parse(source)
        kept = [undecorated(statement) for statement in tree.body if only_makes(statement)]
        own = dict(variables)
        own.setdefault("__builtins__", builtins)
        exec(compile(ast.Module(kept, []), "<made afresh>", "exec", 0, True), own)
    except Exception:
        return None
    made = own.get(name)
    return None if made is variables.get(name) else made


def called_alike(made: Any, before: Any) -> bool:
    """Whether what was made anew is called as the object itself: a method's text alone has one `self` more."""
    try:
        mine, theirs = (list(inspect.signature(each).parameters) for each in (made, before))
    except (TypeError, ValueError):
        return False
    return mine == theirs  # the names alone: a default may have been changed by calls


def undecorated(statement: ast.stmt) -> ast.stmt:
    """A definition without `@exercise(…)`, which would register it."""
    if not isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return statement
    statement = copy.copy(statement)
    statement.decorator_list = [each for each in statement.decorator_list if "exercise" not in ast.unparse(each)]
    return statement


def only_makes(statement: ast.stmt) -> bool:
    """Whether a statement does nothing but give a name, or an attribute, something new."""
    if isinstance(statement, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef):
        return True
    if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
        return False
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return all(isinstance(each, ast.Name | ast.Attribute | ast.Tuple) for each in targets) and _is_made(statement.value)


def _is_made(value: ast.expr) -> bool:
    calls = [node for node in ast.walk(value) if isinstance(node, ast.Call)]
    named = {getattr(call.func, "attr", getattr(call.func, "id", "")) for call in calls}
    return isinstance(value, ast.Lambda) or named <= _MAKERS
