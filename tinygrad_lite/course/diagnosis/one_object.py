"""One object where several are meant, or one that can be gone through only once: read off the source, within a call."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..attempt import Diagnosis
from .changes import is_changeable, is_changed, is_read, is_used_up
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
    found: dict[str, list[tuple[ast.expr | None, list[ast.AST]]]] = {}
    for node, loops in _with_loops(function, []):
        if isinstance(node, ast.Assign) and all(isinstance(target, ast.Name) for target in node.targets):
            for target in node.targets:
                found.setdefault(target.id, []).append((node.value, loops))  # type: ignore[attr-defined]
        elif isinstance(node, ast.arg):
            found.setdefault(node.arg, []).append((None, loops))
    stored = [n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    for name, places in found.items():
        value, loops = places[0]
        if len(places) == 1 and value is not None and stored.count(name) == 1:
            yield name, value, loops


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
    if isinstance(value, ast.Call) and not value.args and getattr(value.func, "attr", "") in _OF_MODELS:
        return True
    endless = isinstance(value, ast.Call) and getattr(value.func, "attr", getattr(value.func, "id", "")) in _ENDLESS
    return is_used_up(value) and not endless


_ENDLESS = {"count", "cycle", "iter"}


def _times(function: ast.AST, name: str, made_in: list[ast.AST]) -> int:
    """How often a variable is gone through after it was made: at most once for each of two branches."""
    return sum(2 if len(loops) > len(made_in) else 1 for loops in _goes(function, name))


def _goes(function: ast.AST, name: str) -> Iterator[list[ast.AST]]:
    """The loops around each place where a variable is gone through; none that stands in a branch."""
    branches = {id(n) for node in ast.walk(function) if isinstance(node, ast.If | ast.IfExp) for n in ast.walk(node)}
    for node, loops in _with_loops(function, []):
        if id(node) in branches:
            continue
        through: list[ast.expr] = []
        if isinstance(node, ast.For | ast.comprehension):
            through = [node.iter]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in _GO_THROUGH:
            through = node.args
        yield from (loops for each in through if isinstance(each, ast.Name) and is_read(each) and each.id == name)


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
        called = getattr(one.func, "attr", getattr(one.func, "id", ""))
        return called if called in ("list", "dict", "set", "deque") else "object"
    return kinds.get(type(one), "list")


def _short(node: ast.AST) -> str:
    """A piece of code, cut where it is long."""
    text = ast.unparse(node)
    return text if len(text) <= 50 else f"{text[:49]}…"
