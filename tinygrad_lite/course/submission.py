"""What a student handed in: the object, its source text and the notebook's variables around it.

The source is read for what running cannot tell: whether the stub is untouched, whether a parameter is never used,
whether a variable of the notebook is used in its place.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import linecache
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import FunctionType, ModuleType
from typing import Any

from .afresh import called_alike, made_afresh
from .elsewhere import Elsewhere
from .walked import walked


@dataclass(frozen=True)
class Submission:
    """A function or class, with the text of the cell that defines it and the variables that it can see.

    Attributes:
        candidate: the object itself.
        source: the text that holds its definition; "" where there is none to be had.
        namespace: the variables around it.
        exercises: names that belong to exercises, which may always be called.
    """

    candidate: Callable[..., Any]
    source: str = ""
    namespace: Mapping[str, Any] = field(default_factory=dict)
    exercises: frozenset[str] = frozenset()

    @classmethod
    def of(cls, candidate: Callable[..., Any]) -> Submission:
        """From an object of a file; its module's variables are around it."""
        module = inspect.getmodule(candidate)
        try:
            source = textwrap.dedent(inspect.getsource(candidate))
        except (OSError, TypeError):
            source = ""
        return cls(candidate, source, vars(module) if module else {})

    @cached_property
    def definition(self) -> ast.FunctionDef | ast.ClassDef | None:
        """The last definition in the source that has the object's name."""
        name = getattr(self.candidate, "__name__", "")
        return find_definition(self.source, name)

    def made_afresh(self) -> Any:
        """The object made anew from the text of its cell; the object itself where that cannot be done."""
        if isinstance(self.candidate, Elsewhere):
            return self.candidate.afresh()
        made = made_afresh(self.source, getattr(self.candidate, "__name__", ""), self.namespace)
        return made if called_alike(made, self.candidate) else self.candidate

    def own_text(self) -> str:
        """The text of the definition alone, with its decorators; the whole source where there is none."""
        if self.definition is None:
            return self.source
        first = min([self.definition.lineno, *(each.lineno for each in self.definition.decorator_list)])
        return "\n".join(self.source.splitlines()[first - 1 : self.definition.end_lineno])

    @property
    def functions(self) -> list[ast.FunctionDef]:
        """The function, or the methods of the class."""
        return [node for node in self.nodes() if isinstance(node, ast.FunctionDef)]

    def is_stub(self, stub: str = "") -> bool:
        """Whether nothing has been written yet: every body is `...`, `pass` or `raise NotImplementedError`.

        Or the code is that of `stub`, with which the student began; comments, layout and docstring do not count.
        """
        begun = _begun(stub, getattr(self.candidate, "__name__", ""))
        if begun is not None and self.definition is not None and begun == _bare(self.definition):
            return True
        functions = self.functions
        return bool(functions) and all(map(_is_empty, functions))

    def empty_functions(self) -> set[str]:
        """The names of the functions or methods in which nothing has been written yet."""
        return {function.name for function in self.functions if _is_empty(function)}

    def unused_parameters(self) -> list[str]:
        """Parameters of the function that its body never reads."""
        return unread_parameters(self.definition) if isinstance(self.definition, ast.FunctionDef) else []

    def helper(self, value: Any) -> tuple[ast.FunctionDef | ast.ClassDef | None, str]:
        """Definition and source of a variable's value, where it is a function that the notebook itself defines."""
        if not isinstance(value, FunctionType) or value.__globals__ is not self.namespace:
            return None, ""
        here = find_definition(self.source, value.__name__)
        if here is not None and here.lineno == value.__code__.co_firstlineno:
            return here, self.source
        source = "".join(linecache.getlines(value.__code__.co_filename))
        return find_definition(source, value.__name__), source

    def cell_helpers(self) -> list[ast.FunctionDef | ast.ClassDef]:
        """The functions and classes of its own cell that the definition uses, and that no decorator changes."""
        try:
            body = ast.parse(self.source).body
        except (SyntaxError, ValueError):
            return []
        there = {node.name: node for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        waiting, used = [self.definition], set[str]()
        while waiting:
            names = free_names(waiting.pop()) & there.keys() - used - {getattr(self.definition, "name", "")}
            used |= names
            waiting += [there[name] for name in names]
        return [node for name, node in there.items() if name in used and not node.decorator_list]

    @cached_property
    def _nodes(self) -> list[ast.AST]:
        return walked(self.definition) if self.definition else []

    def nodes(self) -> list[ast.AST]:
        """Every piece of the definition's syntax."""
        return self._nodes

    def mentioned(self) -> set[str]:
        """Every name and attribute that the code mentions."""
        names = {node.id for node in self.nodes() if isinstance(node, ast.Name)}
        return names | {node.attr for node in self.nodes() if isinstance(node, ast.Attribute)}

    def imports(self) -> list[str]:
        """The modules that the code imports when it is called."""
        plain = [alias.name for node in self.nodes() if isinstance(node, ast.Import) for alias in node.names]
        return plain + [n.module for n in self.nodes() if isinstance(n, ast.ImportFrom) and n.module and not n.level]

    def overwritten_parameters(self) -> list[str]:
        """Parameters that get a new value before they are read: `x = np.array([1, 2])` in the first line."""
        if not isinstance(self.definition, ast.FunctionDef):
            return []
        waiting = {arg.arg for arg in (*self.definition.args.posonlyargs, *self.definition.args.args)}
        overwritten: list[str] = []
        if {"locals", "eval", "exec"} & self.mentioned():
            return overwritten
        for statement in self.definition.body:
            inside = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
            waiting -= {node.id for node in inside if isinstance(node.ctx, ast.Load)}
            if isinstance(statement, ast.Assign):
                given = {target.id for target in statement.targets if isinstance(target, ast.Name)}
                overwritten += sorted(given & waiting)
            waiting -= {node.id for node in inside if isinstance(node.ctx, ast.Store)}
        return overwritten

    def set_in_the_cell(self) -> set[str]:
        """Names that the cell itself gives a value, outside of any function."""
        try:
            statements = ast.parse(self.source).body
        except (SyntaxError, ValueError):
            return set()
        targets = [node for statement in statements if isinstance(statement, ast.Assign) for node in statement.targets]
        return {node.id for node in targets if isinstance(node, ast.Name)}

    def outside_names(self) -> Iterator[tuple[str, Any]]:
        """Names that the code reads from the notebook, with their values; not modules, builtins or exercises."""
        for name in sorted(free_names(self.definition)):
            if name in self.namespace and name not in self.exercises and not hasattr(builtins, name):
                value = self.namespace[name]
                if not isinstance(value, ModuleType) and value is not self.candidate:
                    yield name, value


def find_definition(source: str, name: str) -> ast.FunctionDef | ast.ClassDef | None:
    """The last top-level definition of `name` in a text, None where the text cannot be parsed or has none."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return None
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name]
    return found[-1] if found else None


def _is_empty(function: ast.FunctionDef) -> bool:
    return all(_is_placeholder(statement) for statement in _after_docstring(function.body))


def _after_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements behind a docstring."""
    first = body[0].value if isinstance(body[0], ast.Expr) else None
    return body[1:] if isinstance(first, ast.Constant) and isinstance(first.value, str) else body


def _bare(definition: ast.FunctionDef | ast.ClassDef) -> str:
    """What a definition says, without decorators, docstring, comments and layout."""
    arguments = ast.dump(definition.args) if isinstance(definition, ast.FunctionDef) else ""
    return "\n".join([arguments, *map(ast.dump, _after_docstring(definition.body))])


@lru_cache(maxsize=256)
def _begun(stub: str, name: str) -> str | None:
    """What the definition says with which every student began."""
    definition = find_definition(stub, name)
    return None if definition is None else _bare(definition)


def _is_placeholder(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass):
        return True
    if isinstance(statement, ast.Raise):
        return any(isinstance(n, ast.Name) and n.id == "NotImplementedError" for n in ast.walk(statement))
    return (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and statement.value.value is ...
    )


def free_names(definition: ast.AST | None) -> set[str]:
    """Names that a definition reads without ever giving them a value itself."""
    read: set[str] = set()
    bound: set[str] = set()
    for node in walked(definition) if definition else ():
        if isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            bound.add(node.name)
    return read - bound


def unread_parameters(function: ast.FunctionDef) -> list[str]:
    """Parameters of a function that its body never reads; none where it may read all of them at once."""
    read = {
        node.id
        for statement in function.body
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store)
    }
    if {"locals", "vars", "eval", "exec"} & read:
        return []
    parameters = function.args
    return [arg.arg for arg in (*parameters.posonlyargs, *parameters.args) if arg.arg not in read | {"self"}]
