"""The statements of a code cell: which names each gives a value, changes and reads. Nothing is run."""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..course.walked import walked
from .assigned import ASSIGNMENTS, pairs
from .at_once import at_once, reads_at_once
from .call_effects import Called, Effect, calls_at_once, effects_in, merged
from .effects import other_names, root_of, touched
from .named_files import files_read, files_written, modules_read, read_in_files

#: Functions that set something for the whole process.
_SETTINGS = {"setrecursionlimit", "seterr"}
DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
#: Statements that are carried out once, from left to right.
STRAIGHT = ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Expr
_BY_TEXT = {"eval", "exec", "globals", "locals", "vars"}
_TABLES_OF_NAMES = {"globals", "locals", "vars"}


@dataclass(frozen=True)
class Statement:
    """One statement at the top of a cell, or several that share a line.

    Attributes:
        first, last: its lines, from 1.
        nodes: its syntax trees.
        once: of each of these the pieces that are carried out when it is (`at_once`).
        text: its lines.
        binds: the names that it gives a value; "*" for a star import.
        touches: names of objects that it changes: `table["a"] = 1`, `Net.forward = …`, `seen.append(1)`.
        other_names: (name, object) where it makes a name stand for an object that has one, or for a part of it.
        calls: what it calls at once.
        effects: what calls of the functions and classes that it defines change.
    """

    first: int
    last: int
    nodes: tuple[ast.stmt, ...]
    once: tuple[tuple[ast.AST, ...], ...]
    text: str
    binds: frozenset[str]
    touches: frozenset[str]
    other_names: frozenset[tuple[str, str]]
    calls: frozenset[Called]
    effects: dict[str, Effect]

    @cached_property
    def reads(self) -> frozenset[str]:
        """The names of the notebook, and of files, that it reads, at once or when its functions are called."""
        try:
            names = frozenset(_global_reads(symtable.symtable(self.text, "<cell>", "exec")))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            names = frozenset(node.id for node in self._everything if isinstance(node, ast.Name))
        added = {
            node.target.id
            for node in self._done
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)
        }
        files = files_read(self.texts) | modules_read(self._everything)
        files |= read_in_files(self.texts) if self.writes else frozenset()
        return names | added | files | (self.words if names & _BY_TEXT else frozenset())

    @cached_property
    def reads_at_once(self) -> frozenset[str]:
        """The names that it reads when it is carried out, and not only when its functions are called."""
        return frozenset().union(*map(reads_at_once, self.nodes))

    @cached_property
    def words(self) -> frozenset[str]:
        """Names in its texts, for code that uses names by their text: `eval("f(x)")`, `globals().update(eps=1e-7)`."""
        found = {word for text in self.texts for word in re.findall(r"[^\W\d]\w*", text)}
        return frozenset(found | {node.arg for node in self._everything if isinstance(node, ast.keyword) and node.arg})

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The texts that stand in it."""
        values = (node.value for node in self._everything if isinstance(node, ast.Constant))
        return tuple(value for value in values if isinstance(value, str))

    @cached_property
    def writes(self) -> frozenset[str]:
        """The files that it writes at once, and folders (`named_files.py`)."""
        return files_written((call for some in self.called for call in some), self.texts)

    @cached_property
    def pieces(self) -> tuple[Any, ...]:
        """What can hand in an answer, in the order of the text: definitions, assignments, imports, and calls of what a
        call gives, `exercise("loss/mse")(f)`; not those within functions."""
        kinds = DEFINITIONS | ASSIGNMENTS | ast.Import | ast.ImportFrom
        some = (node for node in self._done if isinstance(node, kinds) or isinstance(_func(node), ast.Call))
        return tuple(sorted(some, key=_place))

    @cached_property
    def may_register(self) -> tuple[tuple[Any, bool], ...]:
        """What can register something, wherever it stands, and whether it does so when the statement is carried out:
        definitions below decorators, and calls of what a call gives."""
        some = [
            node
            for node in self._everything
            if getattr(node, "decorator_list", None) or isinstance(_func(node), ast.Call)
        ]
        at_its_turn = {node for tree in self.nodes for node in at_once(tree, classes=True)} if some else set()
        return tuple((node, node in at_its_turn) for node in some)

    @cached_property
    def called(self) -> tuple[tuple[tuple[str, ast.Call], ...], ...]:
        """Of each of its trees the calls in it, in the order of the text, and the last name of what each calls."""
        calls = [sorted((node for node in done if isinstance(node, ast.Call)), key=_place) for done in self.once]
        return tuple(tuple((_last_name(call.func), call) for call in some) for some in calls)

    @cached_property
    def stored(self) -> tuple[frozenset[str], ...]:
        """Of each of its trees the names that are given a value in it."""
        return tuple(
            frozenset(node.id for node in done if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
            for done in self.once
        )

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of what it calls at once."""
        return frozenset(call.key for call in self.calls)

    @property
    def _everything(self) -> list[ast.AST]:
        """All pieces of it, carried out when it is or not."""
        return [node for tree in self.nodes for node in walked(tree)]

    @property
    def _done(self) -> list[ast.AST]:
        """What is carried out when it is."""
        return [node for done in self.once for node in done]

    @cached_property
    def factories(self) -> frozenset[str]:
        """Functions that it defines and that return a function of their own; and "def NAME" for every function."""
        found = {f"def {name}" for name, value in self._assigned if isinstance(value, ast.Lambda)}
        for node in self.nodes:
            if isinstance(node, DEFINITIONS):
                found.add(f"def {node.name}")
            if isinstance(node, ast.FunctionDef):
                every = walked(node)
                inside = [n.name for n in every if isinstance(n, ast.FunctionDef) and n is not node]
                returned = [n.value for n in every if isinstance(n, ast.Return)]
                if any(isinstance(value, ast.Lambda) or getattr(value, "id", None) in inside for value in returned):
                    found.add(node.name)
        return frozenset(found)

    @cached_property
    def may_be_functions(self) -> frozenset[str]:
        """Names that it assigns what may be a function, for all that its text tells: `mse = eval("lambda …")`."""
        kinds = ast.Call | ast.Attribute | ast.Subscript | ast.IfExp | ast.BoolOp
        maybe = {name for name, value in self._assigned if isinstance(value, kinds) and name not in _names_in(value)}
        given = {name for names in self.stored for name in names} - {name for name, _ in self._assigned}
        own = (
            node.target for node in self._done if isinstance(node, ast.comprehension | ast.AugAssign | ast.AnnAssign)
        )
        return frozenset(maybe | given.difference(*map(_names_in, own)))  # `a, mse = both()`, `for mse in …`

    @property
    def _assigned(self) -> list[tuple[str, ast.expr]]:
        """The names that it assigns a value that stands there, and the values."""
        return [pair for node in self.pieces if isinstance(node, ASSIGNMENTS) for pair in pairs(node)]

    @cached_property
    def is_setting(self) -> bool:
        """It sets something for the whole process, or names that its text does not show: `exec("eps = 1e-7")`."""
        return self.makes_names or any(name in _SETTINGS for calls in self.called for name, _ in calls)

    @cached_property
    def makes_names(self) -> bool:
        """It gives values to names that its text does not show: `exec(…)`, `globals()["eps"] = …`, `.update(…)`."""
        nodes = self._done
        owners = [
            node.value for node in nodes
            if (isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store))
            or (isinstance(node, ast.Attribute) and node.attr in ("update", "setdefault"))
        ]  # fmt: skip
        called = [node for node in nodes if isinstance(node, ast.Call)]
        tables = [owner for owner in owners if isinstance(owner, ast.Call)]
        return any(getattr(each.func, "id", "") == "exec" for each in called) or any(
            getattr(each.func, "id", "") in _TABLES_OF_NAMES for each in tables
        )

    @cached_property
    def defined_in_texts(self) -> frozenset[str]:
        """Names of the functions and classes that texts in it would define, if they were run."""
        return frozenset(name for text in self.texts for name in re.findall(r"\b(?:def|class)\s+(\w+)", text))

    @cached_property
    def is_straight(self) -> bool:
        """It is carried out once, from left to right. In all others (`for`, `if`) names may get any value."""
        return all(isinstance(node, STRAIGHT) for node in self.nodes)

    @cached_property
    def is_plain(self) -> bool:
        """It certainly gives its names a new value: a definition, an import, an assignment."""
        kinds = DEFINITIONS | ast.Import | ast.ImportFrom | ast.Assign | ast.AnnAssign
        return all(isinstance(node, kinds) for node in self.nodes)

    @cached_property
    def acts_on(self) -> frozenset[str]:
        """Names of objects of which it calls a method, and does nothing with the result: `parser.add_argument("-n")`.

        It is called for what it does to the object, whatever the method is. (Within loops it may be a whole training.)
        """
        values = [node.value for node in self.nodes if isinstance(node, ast.Expr)]
        methods = [func for func in map(_func, values) if isinstance(func, ast.Attribute)]
        return frozenset(name for method in methods for name in root_of(method))

    @cached_property
    def imports(self) -> bool:
        """An import is among what it does."""
        return any(isinstance(node, ast.Import | ast.ImportFrom) for node in self.nodes)

    @cached_property
    def only_defines(self) -> bool:
        """It imports or defines and does nothing else."""
        return all(isinstance(node, DEFINITIONS | ast.Import | ast.ImportFrom) for node in self.nodes)


def _place(node: Any) -> tuple[int, int]:
    """Where a piece of syntax begins."""
    return node.lineno, node.col_offset


def _names_in(piece: ast.AST) -> set[str]:
    """The names that stand in a piece of code."""
    return {node.id for node in walked(piece) if isinstance(node, ast.Name)}


def _func(node: ast.AST) -> ast.expr | None:
    """What a call calls; None of all else."""
    return node.func if isinstance(node, ast.Call) else None


def _last_name(func: ast.expr) -> str:
    """The last name of what is called: "mean" of `np.mean(…)`; "" for what has none."""
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def first_line(node: ast.stmt) -> int:
    """Where a statement begins, its decorators included."""
    return min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])


def statements_of(source: str, tree: ast.Module, failed: tuple[tuple[int, int], ...]) -> Iterator[Statement]:
    """The statements of a cell; those that share a line are one."""
    groups: list[list[ast.stmt]] = []
    for node in tree.body:
        if groups and first_line(node) <= (groups[-1][-1].end_lineno or 0):
            groups[-1].append(node)
        else:
            groups.append([node])
    lines = source.split("\n")
    lost = {start for start, _ in failed}
    for group in groups:
        first, last = first_line(group[0]), group[-1].end_lineno or 0
        if any(first_line(node) in lost for node in group):
            continue
        once = tuple(tuple(at_once(tree)) for tree in group)
        inside = [node for nodes in once for node in nodes]
        done = inside
        if any(isinstance(node, ast.ClassDef) for node in inside):
            done = [node for tree in group for node in at_once(tree, classes=True)]
        yield Statement(
            first,
            last,
            tuple(group),
            once,
            "\n".join(lines[first - 1 : last]) + "\n",
            frozenset(name for node in inside for name in _bound(node)),
            frozenset(name for node in done for name in touched(node)),
            frozenset(pair for node in done for pair in other_names(node)),
            frozenset(call for node in done for call in calls_at_once(node)),
            merged(effects_in(node) for node in inside),
        )


def _bound(node: ast.AST) -> Iterator[str]:
    """The names that one piece of syntax gives a value."""
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
        if getattr(node.value, "id", "") == "builtins":
            yield node.attr
    elif isinstance(node, DEFINITIONS):
        yield node.name
    elif isinstance(node, ast.alias):
        yield node.asname or node.name.partition(".")[0]
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest


def _global_reads(table: symtable.SymbolTable) -> Iterator[str]:
    """The names of the notebook that a piece of code and the functions in it read."""
    top = table.get_type() == "module"
    for symbol in table.get_symbols():
        if (symbol.is_referenced() and (top or symbol.is_global())) or symbol.is_declared_global():
            yield symbol.get_name()
    for child in table.get_children():
        yield from _global_reads(child)
