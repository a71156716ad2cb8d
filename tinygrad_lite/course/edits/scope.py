"""Where the pieces of a definition hang, and what each of them can see."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from .copied import copied

#: What every loop of a changed program calls in each round; not the student's.
TICK = "_another_round_"
#: Pieces of code that may be needed at another place too have at most so many nodes.
_SMALL = 9
#: So many of them are tried at most.
_MANY = 30


@dataclass(frozen=True)
class Scope:
    """What a piece of code can see.

    Attributes:
        names: the parameters and variables of its function.
        attributes: what its class keeps in `self`; none in a function.
        numpy: what the notebook calls NumPy; "" where it has no name for it.
        function: the function that it stands in, as it was handed in; None in a default.
        methods: all functions of its class; none in a function.
        outside: the names that have a value outside: modules, other cells' functions, Python's own.
    """

    names: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    numpy: str = ""
    function: ast.FunctionDef | None = None
    methods: tuple[ast.FunctionDef, ...] = ()
    outside: frozenset[str] = frozenset()

    @cached_property
    def pieces(self) -> tuple[ast.expr, ...]:
        """Small expressions of the function that are more than a name, each once: what is used there may be needed
        here too."""
        return self.pieces_up_to(_SMALL)

    def pieces_up_to(self, size: int) -> tuple[ast.expr, ...]:
        """The same, with so many nodes at most."""
        found: dict[str, ast.expr] = {}
        for node in ast.walk(self.function) if self.function else ():
            if isinstance(node, ast.Attribute | ast.Subscript | ast.Call | ast.BinOp) and self._is_small(node, size):
                found.setdefault(ast.dump(node), copied(node))
        return tuple(sorted(found.values(), key=lambda node: sum(1 for _ in ast.walk(node)))[:_MANY])

    @cached_property
    def conditions(self) -> tuple[ast.expr, ...]:
        """Comparisons and the like in the function, each once."""
        found: dict[str, ast.expr] = {}
        for node in ast.walk(self.function) if self.function else ():
            asked = getattr(node, "test", None)
            if isinstance(asked, ast.expr) and not isinstance(asked, ast.Constant):
                found.setdefault(ast.dump(asked), copied(asked))
            if isinstance(node, ast.Compare):
                found.setdefault(ast.dump(node), copied(node))
        return tuple(found.values())[:_MANY]

    @cached_property
    def own_names(self) -> tuple[str, ...]:
        """Those of the names that the function itself has, not one around it."""
        return _names_of(self.function) if self.function else ()

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """Parameters that the function never reads."""
        if self.function is None:
            return ()
        given = self.function.args
        read = {n.id for n in ast.walk(self.function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        names = [argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
        return tuple(name for name in names if name != "self" and name not in read)

    @cached_property
    def flags(self) -> frozenset[str]:
        """Parameters that say yes or no, by their defaults: nothing to calculate with."""
        given = self.function.args if self.function else ast.arguments([], [], None, [], [], None, [])
        last = reversed([*given.posonlyargs, *given.args])  # defaults belong to the last ones
        pairs = [*zip(last, reversed(given.defaults), strict=False), *zip(given.kwonlyargs, given.kw_defaults)]
        return frozenset(
            arg.arg for arg, default in pairs if isinstance(default, ast.Constant) and isinstance(default.value, bool)
        )

    @cached_property
    def statements(self) -> tuple[ast.stmt, ...]:
        """The statements of one line in the function, each once."""
        return tuple(_of_one_line([self.function] if self.function else []).values())[:_MANY]

    @cached_property
    def of_methods(self) -> tuple[ast.stmt, ...]:
        """Those of the other methods that could stand here: what every one of them does may be forgotten in one."""
        here = [self.function] if self.function else []
        own, known = _of_one_line(here), {"self", *self.names}
        known |= {node.name for function in here for node in ast.walk(function) if isinstance(node, ast.FunctionDef)}
        return tuple(
            node
            for text, node in _of_one_line(self.methods).items()
            if text not in own and {name.id for name in ast.walk(node) if isinstance(name, ast.Name)} <= known
        )[:_MANY]

    @cached_property
    def constants(self) -> tuple[object, ...]:
        """Numbers and texts in the function, each once."""
        nodes = ast.walk(self.function) if self.function else ()
        found = [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, int | float | str)]
        return tuple({(type(value), value): value for value in found}.values())[:_MANY]

    @cached_property
    def undefined(self) -> tuple[str, ...]:
        """Names in the function that are read and have no value, in it, around it or outside."""
        nodes = list(ast.walk(self.function)) if self.function else []
        read = dict.fromkeys(n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load))
        called = {n.func.id for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
        return tuple(name for name in read if name not in {*self.names, *called, *self.outside, self.numpy, "self"})

    def _is_small(self, node: ast.expr, size: int) -> bool:
        """Whether it is read, has a value, and is short."""
        inside = list(ast.walk(node))
        named = any(isinstance(n, ast.Name) and n.id in (*self.names, "self") for n in inside)
        read = not any(isinstance(getattr(n, "ctx", None), ast.Store | ast.Del) for n in inside)
        return named and read and sum(not isinstance(n, ast.expr_context | ast.operator) for n in inside) <= size


@dataclass(frozen=True, eq=False)
class Slot:
    """A place in a tree: the field of a node, or one item of a field.

    Attributes:
        parent, field, index: where it is.
        scope: what can be seen there.
        statement: the innermost statement that it is, or is evaluated in; None in the defaults of a function.
        within: the definitions around it, the outermost first: a class and its method, a function.
    """

    parent: ast.AST
    field: str
    index: int | None
    scope: Scope
    statement: ast.stmt | None = None
    within: tuple[ast.AST, ...] = ()

    @property
    def node(self) -> ast.AST:
        """What stands there."""
        held = getattr(self.parent, self.field)
        return held if self.index is None else held[self.index]

    def put(self, node: ast.AST) -> None:
        """Put a node there."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def is_tick(node: ast.AST) -> bool:
    """Whether a statement is not the student's: it counts the rounds of a loop, or the calls of a function."""
    call = node.value if isinstance(node, ast.Expr) else None
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == TICK


def slots(tree: ast.AST, numpy: str, outside: Iterable[str] = ()) -> Iterator[Slot]:
    """Every place in the bodies and defaults of a definition, except in exceptions and formatted texts."""
    attributes = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"
    }
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    attributes -= {node.name for node in functions}
    methods = tuple(copied(functions)) if attributes else ()
    known = frozenset({*outside, *vars(builtins)})
    yield from _below(tree, Scope((), tuple(sorted(attributes)), numpy, None, methods, known), None, ())


def _of_one_line(functions: Iterable[ast.FunctionDef]) -> dict[str, ast.stmt]:
    """The statements of one line in some functions, each once, by what they say."""
    kinds = ast.Assign | ast.AugAssign | ast.Expr | ast.Return | ast.Raise
    found: dict[str, ast.stmt] = {}
    for node in (node for function in functions for node in ast.walk(function)):
        if isinstance(node, kinds) and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            text = ast.dump(node)
            if TICK not in text and text not in found:
                found[text] = copied(node)
    return found


def _below(node: ast.AST, scope: Scope, statement: ast.stmt | None, within: tuple[ast.AST, ...]) -> Iterator[Slot]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        within = (*within, node)
    if isinstance(node, ast.FunctionDef):
        for place, default in enumerate(node.args.defaults):
            yield Slot(node.args, "defaults", place, Scope(), None, within)
            yield from _below(default, Scope(), None, within)
        names = (*_names_of(node), *_around(scope, node))
        scope = replace(scope, names=names, function=copied(node))
    for field, held in ast.iter_fields(node):
        if isinstance(node, ast.FunctionDef) and field != "body":
            continue  # the defaults are above; the rest of its first line is judged by itself
        items = enumerate(held) if isinstance(held, list) else [(None, held)]
        for index, child in items:
            if not isinstance(child, ast.AST) or isinstance(child, ast.expr_context | ast.operator | ast.cmpop):
                continue
            if is_tick(child):
                continue
            inside = child if isinstance(child, ast.stmt) else statement
            yield Slot(node, field, index, scope, inside, within)
            if not isinstance(child, ast.Raise | ast.Assert | ast.JoinedStr):
                yield from _below(child, scope, inside, within)


def _around(scope: Scope, function: ast.FunctionDef) -> list[str]:
    """The names of the functions around a function."""
    own = _names_of(function)
    return [name for name in scope.names if name not in own]


def _names_of(function: ast.FunctionDef) -> tuple[str, ...]:
    """The parameters and variables of a function, without `self` and what it calls by name."""
    given = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    stored = [n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    return tuple(name for name in dict.fromkeys([*given, *stored]) if name != "self")
