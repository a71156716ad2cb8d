"""What in the code outlives a call, and is changed by it: read off the source.

Whether it does harm is asked by running (`kept.py`); here is only what it is called, and what to say of it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

from ..submission import Submission
from .changes import ONCE_TYPES, is_changeable, is_changed, is_looked_at, is_read, is_used_up, kept_in_self, other_names

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Lasting:
    """Something that outlives a call: what kind it is, and how the code calls it."""

    kind: str
    name: str


#: Kind → (the diagnosis's name, what is said). {0} is how the code calls it, {1} "function" or "class".
SAID = {
    "default": (
        "a default is kept between calls",
        "`{0}` is the default of an argument, which Python makes only once, and your {1} changes it. What one call "
        "leaves in it, the next one finds there, and answers otherwise than it would alone. A new one, made inside, "
        "begins afresh each time.",
    ),
    "used up default": (
        "a default is used up",
        "`{0}` is the default of an argument, which Python makes only once, and it can be gone through only once. What "
        "one call has taken from it, the next one does not find. Make it inside.",
    ),
    "variable": (
        "a variable of the notebook is kept between calls",
        "`{0}` stands outside of your {1}, which changes it. What one call leaves in it, the next one finds there, and "
        "answers otherwise than it would alone. A new one, made inside, begins afresh each time.",
    ),
    "used up variable": (
        "a variable of the notebook is used up",
        "`{0}` is made once, outside of your {1}, and can be gone through only once. What one call has taken from it, "
        "the next one does not find. Make it inside.",
    ),
    "attribute": (
        "an attribute of the function is kept between calls",
        "`{0}` belongs to the function itself, which lasts as long as the notebook. What one call leaves in it, the "
        "next one finds there, and answers otherwise than it would alone. A plain name begins afresh in each call.",
    ),
    "class": (
        "shared by all objects",
        "`{0}` stands in the class itself, outside of `__init__`, so all objects of the class share it. What one of "
        "them puts in, the next one finds there. `self.{0} = …` in `__init__` gives each its own.",
    ),
    "of the class": (
        "shared by all objects",
        "`{0}` belongs to the class itself, so all objects of the class share it. What one of them puts in, the next "
        "one finds there. What belongs to one object is kept in `self`.",
    ),
    "default of init": (
        "shared by all objects",
        "`{0}` is the default of an argument, which Python makes only once, so all objects of the class share it. What "
        "one of them puts in, the next one finds there. A new one, made in `__init__` and kept in `self`, gives each "
        "its own.",
    ),
    "variable of objects": (
        "shared by all objects",
        "`{0}` is a variable of the notebook, so all objects of the class share it. What one of them puts in, the next "
        "one finds there. A new one, made in `__init__` and kept in `self`, gives each its own.",
    ),
}


def lasting(submission: Submission) -> list[Lasting]:
    """All that outlives a call and is changed by it, of the answer and of the notebook's functions that it calls.

    What nobody reads, such as a counter of calls, makes no difference.
    """
    found: list[Lasting] = []
    for definition in definitions(submission):
        is_class = isinstance(definition, ast.ClassDef)
        if isinstance(definition, ast.ClassDef):
            found += _of_the_class(definition)
        for function, is_init in _functions(definition):
            found += _defaults(function, definition, is_init)
        found += _attributes_of(definition) if not is_class else []
        found += _variables(definition, submission)
    read = [each for each in found if any(is_looked_at(part, each.name) for part in definitions(submission))]
    return list(dict.fromkeys(read))


def definitions(submission: Submission) -> list[ast.FunctionDef | ast.ClassDef]:
    """The answer's definition and those of the notebook's functions that it reaches."""
    if submission.definition is None:
        return []
    found: list[ast.FunctionDef | ast.ClassDef] = [submission.definition]
    for definition in found:
        names = {node.id for node in ast.walk(definition) if isinstance(node, ast.Name)}
        for name in sorted(names & set(submission.namespace) - submission.exercises):
            helper, _ = submission.helper(submission.namespace[name])
            if helper is not None and all(helper.name != other.name for other in found):
                found.append(helper)
    return found


def _functions(definition: ast.FunctionDef | ast.ClassDef) -> Iterator[tuple[Function, bool]]:
    """The function, or the methods of the class; with each whether it is `__init__`. Inner ones are made anew."""
    if not isinstance(definition, ast.ClassDef):
        yield definition, False
        return
    for node in definition.body:
        if isinstance(node, Function):
            yield node, node.name == "__init__"


def _defaults(function: Function, around: ast.AST, is_init: bool) -> Iterator[Lasting]:
    """Arguments whose default is made once, and changed or used up. `__init__` may hand its own on to `self`."""
    arguments = function.args
    plain = [*arguments.posonlyargs, *arguments.args]
    given = [*zip(plain[len(plain) - len(arguments.defaults) :], arguments.defaults, strict=True)]
    given += [
        (arg, default) for arg, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if default
    ]
    for argument, default in given:
        if is_used_up(default):
            yield Lasting("used up default", argument.arg)
        elif is_changeable(default):
            names = other_names(function, argument.arg)
            changed = any(is_changed(function, name) for name in names)
            held = {attribute for name in names for attribute in kept_in_self(function, name)}
            if changed or any(is_changed(around, f".{attribute}") for attribute in held):
                yield Lasting("default of init" if is_init else "default", argument.arg)


def _variables(definition: ast.FunctionDef | ast.ClassDef, submission: Submission) -> Iterator[Lasting]:
    """Variables of the notebook that are changed, given another value by `global`, or used up."""
    is_class = isinstance(definition, ast.ClassDef)
    for name in sorted(_from_outside(definition) & set(submission.namespace) - submission.exercises):
        value = submission.namespace[name]
        if callable(value) and name not in _given_by_global(definition):
            continue
        if type(value).__name__ in ONCE_TYPES or type(value).__name__.endswith("iterator"):
            yield Lasting("used up variable", name)
        elif name in _given_by_global(definition) or _is_changed_somehow(definition, name):
            yield Lasting("variable of objects" if is_class else "variable", name)


def _from_outside(definition: ast.FunctionDef | ast.ClassDef) -> set[str]:
    """The names that a function, or any method, reads or changes without having them for itself."""
    found: set[str] = _given_by_global(definition)
    for function, _ in _functions(definition):
        nodes = list(ast.walk(function))
        bound = {node.id for node in nodes if isinstance(node, ast.Name) and not is_read(node)}
        bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
        bound |= {node.name for node in nodes if isinstance(node, Function | ast.ClassDef)}
        found |= {node.id for node in nodes if isinstance(node, ast.Name) and is_read(node)} - bound
    return found


def _given_by_global(definition: ast.AST) -> set[str]:
    """The names that `global` says, where they get another value."""
    said = {name for node in ast.walk(definition) if isinstance(node, ast.Global) for name in node.names}
    return {node.id for node in ast.walk(definition) if isinstance(node, ast.Name) and not is_read(node)} & said


def _is_changed_somehow(definition: ast.FunctionDef | ast.ClassDef, name: str) -> bool:
    """Whether something from outside is changed, under its own name or another, or in `self` where it is kept."""
    names = other_names(definition, name)
    held = {attribute for each in names for attribute in kept_in_self(definition, each)}
    return any(is_changed(definition, each) for each in [*names, *(f".{attribute}" for attribute in held)])


def _attributes_of(function: ast.FunctionDef | ast.ClassDef) -> Iterator[Lasting]:
    """`f.seen`, changed or given a value inside of `f`."""
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == function.name:
            path = f"{function.name}.{node.attr}"
            if isinstance(node.ctx, ast.Store) or any(
                is_changed(function, name) for name in [path, *other_names(function, path)]
            ):
                yield Lasting("attribute", path)


def _of_the_class(definition: ast.ClassDef) -> Iterator[Lasting]:
    """What stands in the body of a class and is changed, and what is given a value by way of the class."""
    inside = list(ast.walk(definition))
    own = {node.attr for node in inside if _is_stored_in_self(node)}
    for statement in definition.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        value = getattr(statement, "value", None)
        if not isinstance(statement, ast.Assign | ast.AnnAssign) or value is None:
            continue
        for target in targets:
            if isinstance(target, ast.Name) and target.id not in own:
                changed = is_changeable(value) and is_changed(definition, f".{target.id}")
                if changed or is_used_up(value):
                    yield Lasting("class", target.id)
    for node in inside:
        if isinstance(node, ast.Attribute) and _is_the_class(node.value, definition.name):
            path = f"{ast.unparse(node.value)}.{node.attr}"
            if isinstance(node.ctx, ast.Store) or is_changed(definition, path):
                yield Lasting("of the class", path)


def _is_stored_in_self(node: ast.AST) -> TypeGuard[ast.Attribute]:
    stored = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    return stored and isinstance(node.value, ast.Name) and node.value.id == "self"  # type: ignore[attr-defined]


def _is_the_class(node: ast.expr, name: str) -> bool:
    """`SGD`, `cls`, `type(self)` or `self.__class__`."""
    if isinstance(node, ast.Name):
        return node.id in (name, "cls")
    return ast.unparse(node) in ("type(self)", "self.__class__")
