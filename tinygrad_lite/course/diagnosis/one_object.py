"""One object where several are meant, or one that can be gone through only once: read off the source, within a call."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from ..attempt import Diagnosis
from .changes import called, is_changeable, is_changed, is_read, is_used_up
from .parts import Part

Loop = ast.For | ast.While | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
#: What a model hands out once: PyTorch's and the engine's are generators.
_OF_MODELS = {"parameters", "named_parameters", "buffers", "named_buffers", "modules", "named_modules", "children"}
#: What goes through all that it is given.
_GO_THROUGH = {"list", "tuple", "set", "dict", "sum", "min", "max", "any", "all", "sorted", "enumerate", "zip", "map"}


def used_up(part: Part) -> Diagnosis | None:
    """A variable that can be gone through only once, and is gone through again."""
    for function in part.submission.functions:
        for name, value, inside in _set_once(function):
            if _goes_once(value) and _times(function, name, inside) > 1:
                text = (
                    f"`{name} = {_short(value)}` can be gone through only once. After the first time nothing is left "
                    "in it, and your code goes through it again. `list(…)` around it keeps all."
                )
                return Diagnosis("structure", "is used up", text)
    return None


def shared(part: Part) -> Diagnosis | None:
    """One list, dict or array in several places, changed in one of them."""
    for function in part.submission.functions:
        for name, value, _ in _set_once(function):
            one, cure = _one_for_all(value)
            if one is not None and is_changed(function, name):
                text = (
                    f"`{_short(value)}` holds one and the same {_kind(one)} in all places: what goes into one of them "
                    f"is in all. `{cure}` makes a new one for each."
                )
                return Diagnosis("structure", "one object in all places", text)
    return None


def _set_once(function: ast.AST) -> Iterator[tuple[str, ast.expr, list[ast.AST]]]:
    """The variables of a function that get a value in one place: name, value, and the loops around that place."""
    often = Counter(node.arg for node in ast.walk(function) if isinstance(node, ast.arg))
    often.update(n.id for n in ast.walk(function) if isinstance(n, ast.Name) and not is_read(n))
    for node, loops in _with_loops(function, []):
        for target in node.targets if isinstance(node, ast.Assign) else []:
            if isinstance(target, ast.Name) and often[target.id] == 1:
                yield target.id, node.value, loops  # type: ignore[attr-defined]


def _with_loops(node: ast.AST, loops: list[ast.AST]) -> Iterator[tuple[ast.AST, list[ast.AST]]]:
    """Every piece of the syntax, with the loops that it is in; what a loop goes through is outside of it."""
    yield node, loops
    for field, held in ast.iter_fields(node):
        repeated = isinstance(node, Loop) and field in ("body", "elt", "key", "value", "test")
        for each in held if isinstance(held, list) else [held]:
            if isinstance(each, ast.AST):
                yield from _with_loops(each, [*loops, node] if repeated else loops)


def _goes_once(value: ast.expr) -> bool:
    """Whether an expression gives something that can be gone through only once; what never ends is none."""
    name = called(value) if isinstance(value, ast.Call) else ""
    of_a_model = isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and name in _OF_MODELS
    return of_a_model or (is_used_up(value) and name not in _ENDLESS)


_ENDLESS = {"count", "cycle", "iter"}


def _times(function: ast.AST, name: str, made_in: list[ast.AST]) -> int:
    """How often a variable is gone through after it was made; in a loop that was not around it then, several times."""
    return sum(2 if len(loops) > len(made_in) else 1 for loops in _goes(function, name))


def _goes(function: ast.AST, name: str) -> Iterator[list[ast.AST]]:
    """The loops around each place where a variable is gone through to its end, whatever happens."""
    branches = {id(n) for node in ast.walk(function) if isinstance(node, ast.If | ast.IfExp) for n in ast.walk(node)}
    for node, loops in _with_loops(function, []):
        if id(node) in branches:
            continue
        through: list[ast.expr] = []
        if isinstance(node, ast.comprehension) or (isinstance(node, ast.For) and not _is_left(node)):
            through = [node.iter]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _GO_THROUGH:
            through = node.args
        yield from (loops for each in through if isinstance(each, ast.Name) and is_read(each) and each.id == name)


def _is_left(loop: ast.For) -> bool:
    """Whether a loop may end before its last round: what is left can be gone through."""
    return any(isinstance(node, ast.Break | ast.Return) for node in ast.walk(loop))


def _one_for_all(value: ast.expr) -> tuple[ast.expr | None, str]:
    """What stands in several places at once, and how each place gets its own; None where nothing does."""
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "dict.fromkeys" and len(value.args) == 2:
        keys, one = value.args
        if is_changeable(one):
            return one, f"{{key: {_short(one)} for key in {_short(keys)}}}"
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult):
        for held, times in ((value.left, value.right), (value.right, value.left)):
            if isinstance(held, ast.List) and len(held.elts) == 1 and is_changeable(held.elts[0]):
                return held.elts[0], f"[{_short(held.elts[0])} for _ in range({_short(times)})]"
    return None, ""


def _kind(one: ast.expr) -> str:
    kinds = {ast.Dict: "dict", ast.DictComp: "dict", ast.Set: "set", ast.SetComp: "set"}
    if isinstance(one, ast.Call):
        return called(one) if called(one) in ("list", "dict", "set", "deque") else "object"
    return kinds.get(type(one), "list")


def _short(node: ast.AST) -> str:
    """A piece of code, cut where it is long."""
    text = ast.unparse(node)
    return text if len(text) <= 50 else f"{text[:49]}…"
