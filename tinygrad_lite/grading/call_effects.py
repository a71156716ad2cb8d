"""What calls change: a function with `global`, a decorator that keeps a list, a class that is made, used or extended.

What is called has a key: "f" for a function, "Table" for making an object of a class, ".add" for a method of whatever
object, "class Table" for writing a class that is derived from it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..course.walked import walked
from .assigned import ASSIGNMENTS, pairs
from .effects import root_of, touched

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
#: Among the names that a call changes: what is handed to it, and the object whose method it is.
HANDED, ITSELF = "*", "."
#: How many names are followed, from call to call and from object to object: a notebook that was written by hand needs
#: thousands at most, and one that was made to need millions must not hold up the others.
MOST_FOLLOWED = 300_000
#: Methods that run when an object is made, and when a class is derived.
_MAKING = ("__new__", "__init__", "__post_init__")
_DERIVING = ("__init_subclass__", "__new__", "__init__", "__prepare__")  # the last three of a class of classes


@dataclass(frozen=True)
class Called:
    """One call: its key, the names handed over, and the name of the object whose method it is ("" for none)."""

    key: str
    handed: frozenset[str] = frozenset()
    itself: str = ""


def calls_at_once(node: ast.AST) -> Iterator[Called]:
    """The calls that one piece of syntax is; a decorator is called with what stands below it."""
    if isinstance(node, ast.Call):
        values = [*node.args, *(keyword.value for keyword in node.keywords)]
        yield from _called(node.func, frozenset(name for value in values for name in root_of(value)))
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        for decorator in node.decorator_list:
            if not isinstance(decorator, ast.Call):
                yield from _called(decorator, frozenset({node.name}))
        if isinstance(node, ast.ClassDef):
            for base in [*node.bases, *(keyword.value for keyword in node.keywords if keyword.arg == "metaclass")]:
                yield from (Called(f"class {name}") for name in root_of(base))


def _called(function: ast.expr, handed: frozenset[str]) -> Iterator[Called]:
    if isinstance(function, ast.Name):
        yield Called(function.id, handed)
        yield Called(".__call__", handed, function.id)
    elif isinstance(function, ast.Attribute):
        yield Called(f".{function.attr}", handed, next(root_of(function), ""))


@dataclass(frozen=True)
class Effect:
    """What a call of something changes, and what it calls itself.

    Attributes:
        changed: the names that are given a value or changed, with `HANDED` and `ITSELF` among them.
        calls: the calls in it, as they are seen from outside: its own variables are not named.
    """

    changed: frozenset[str] = frozenset()
    calls: frozenset[Called] = frozenset()

    def __or__(self, other: Effect) -> Effect:
        return Effect(self.changed | other.changed, self.calls | other.calls)

    def outside(self) -> Effect:
        """Without what only a caller who has the object can tell."""
        return Effect(self.changed - {HANDED, ITSELF}, frozenset(Called(call.key) for call in self.calls))


def effects_in(node: ast.AST) -> dict[str, Effect]:
    """What calls of what one statement defines change, by key."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return {node.name: _of_function(node)}
    if isinstance(node, ASSIGNMENTS):
        return {name: _of_function(value) for name, value in pairs(node) if isinstance(value, ast.Lambda)}
    return _of_class(node) if isinstance(node, ast.ClassDef) else {}


def _of_function(function: Function, method: bool = False) -> Effect:
    inside = walked(function)
    declared = {name for each in inside if isinstance(each, ast.Global) for name in each.names}
    stored = {each.id for each in inside if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    seen = {name: "" for name in stored - declared}  # a name in it → what it is called outside
    seen |= {each.arg: HANDED for each in inside if isinstance(each, ast.arg)}
    if method:
        seen |= {each.arg: ITSELF for each in [*function.args.posonlyargs, *function.args.args][:1]}

    def outside(names: Iterable[str]) -> frozenset[str]:
        return frozenset(seen.get(name, name) for name in names) - {""}

    calls = [call for each in inside if each is not function for call in calls_at_once(each)]
    return Effect(
        outside(declared & stored) | outside(name for each in inside for name in touched(each)),
        frozenset(
            replace(call, handed=outside(call.handed), itself=seen.get(call.itself, call.itself)) for call in calls
        ),
    )


def _of_class(node: ast.ClassDef) -> dict[str, Effect]:
    """A class that is derived from is changed by that: it knows its subclasses, and may keep a list of them."""
    methods = [each for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    found = {f".{each.name}": _of_function(each, method=True) for each in methods}
    bases = {call.key for call in calls_at_once(node) if call.key.startswith("class ")}
    made = Effect(calls=frozenset(Called(base.removeprefix("class ")) for base in bases))
    derived = Effect(frozenset({node.name}), frozenset(map(Called, bases)))
    for each in methods:
        effect = found[f".{each.name}"]
        made |= Effect(effect.changed - {ITSELF}, effect.calls) if each.name in _MAKING else Effect()
        derived |= effect.outside() if each.name in _DERIVING else Effect()
    return found | {node.name: made, f"class {node.name}": derived}


def merged(many: Iterable[Mapping[str, Effect]]) -> dict[str, Effect]:
    """Those of several statements, by key."""
    found: dict[str, Effect] = {}
    for effects in many:
        for key, effect in effects.items():
            found[key] = found[key] | effect if key in found else effect
    return found


def whole(effects: Mapping[str, Effect]) -> dict[str, frozenset[str]]:
    """What is changed by each key of a notebook, by the calls in it too, as far as `MOST_FOLLOWED` goes."""
    callers: dict[str, list[str]] = {}
    for key, effect in effects.items():
        for called in sorted({call.key for call in effect.calls}):
            callers.setdefault(called, []).append(key)
    found = {key: effect.changed for key, effect in effects.items()}
    waiting = list(effects)
    left = MOST_FOLLOWED
    while waiting and left > 0:
        for caller in callers.get(waiting.pop(), ()):
            more = found[caller] | changed_by_calls(effects[caller].calls, found)
            left -= len(more)
            if more != found[caller]:
                found[caller] = more
                waiting.append(caller)
    return {key: changed for key, changed in found.items() if changed}


def changed_by_calls(calls: Iterable[Called], effects: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The names that calls change.

    Args:
        calls: what is called.
        effects: of the whole notebook, as `whole` gives them.
    """
    changed: set[str] = set()
    for call in calls:
        effect = effects.get(call.key, frozenset())
        changed |= effect - {HANDED, ITSELF}
        changed |= call.handed if HANDED in effect else frozenset()
        changed |= {call.itself} - {""} if ITSELF in effect else frozenset()
    return frozenset(changed)
