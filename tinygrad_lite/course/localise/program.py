"""A student's definition, with the helpers of its cell, as a tree that can be changed at one place and put back."""

from __future__ import annotations

import ast
import contextlib
import functools
import sys
from collections.abc import Callable, Iterator, Sequence
from types import CodeType
from typing import Any

import numpy as np

from ..case import Case
from ..edits.copied import copied
from ..edits.scope import TICK, Slot, slots
from ..expired import Expired
from ..run import Answer, run
from ..submission import Submission
from ..work import CHANGE, HELD, NODE, ROUND, Prices, Work
from .asked import asked
from .guarded import GUARDS, RANGE, guarded, put_with_care, refuse_what_grew
from .ticks import called, count_rounds, without_ticks
from .units import Units
from .variants import WHICH, switched

_SEEN = "_was_here_"
#: A changed version that goes on for so many rounds and calls does not end.
MOST_ROUNDS = 50_000


class Program:
    """A definition and the functions of its cell that it calls, changed at one place at a time.

    Its globals are a copy of the notebook's variables, so that running it gives no name of the notebook a new value.

    Attributes:
        work: what it takes to change and to run it is counted here.
        prices: what a run takes on each case.
    """

    def __init__(
        self, submission: Submission, work: Work, prices: Prices | None = None, tree: ast.Module | None = None
    ) -> None:
        assert submission.definition is not None
        self.work, self.prices = work, prices
        self._open: tuple[Slot, ast.AST] | None = None
        self.name = submission.definition.name
        self.tree = tree or own_code(submission)
        self.namespace = {**RANGE, **submission.namespace, TICK: self._count, WHICH: 0, **GUARDS}
        self.count()
        self._others = submission.namespace
        self.ours = {id(tick) for tick in count_rounds(self.tree)}
        self.units = Units(self.tree, self.namespace)
        self.sizes: dict[int, int] = {}
        _count_nodes(self.tree, self.sizes)

    @functools.cached_property
    def slots(self) -> list[Slot]:
        """The places at which something can be changed. To find them takes long, and many programs are only run."""
        numpy = next((name for name, value in self._others.items() if value is np), "")
        return [*slots(self.tree, numpy, self._others)]

    @property
    def helpers(self) -> dict[str, int]:
        """The other functions of the cell, and how many arguments each takes."""
        functions = [node for node in self.tree.body if isinstance(node, ast.FunctionDef) and node.name != self.name]
        return {node.name: len(node.args.args) for node in functions}

    def changed(self, slot: Slot, replacement: ast.AST) -> Callable[..., Any] | None:
        """The function or class with something else at one place; None where it cannot be made."""
        return next((candidate for _, candidate in self.variants(slot, [replacement])), None)

    def variants(self, slot: Slot, replacements: Sequence[ast.AST]) -> Iterator[tuple[int, Callable[..., Any]]]:
        """The same for several things at one place: (which of them, the function or class).

        Each is to be used before the next is asked for.
        """
        unit = self.units.of(slot)
        self.work.spend(CHANGE * len(replacements))
        replacements = [guarded(replacement) for replacement in replacements]
        together = switched(slot.node, replacements) if len(replacements) > 1 else None
        code = self._compiled(slot, together, unit) if together else None
        for index, replacement in enumerate(replacements):
            alone = code or self._compiled(slot, replacement, unit)
            self.count(MOST_ROUNDS)
            self.namespace[WHICH] = index
            if alone and self.units.put(unit, alone):
                yield index, self.namespace[self.name]
        self.units.put_back()

    def ask(
        self, how: Callable[..., Answer], candidate: Callable[..., Any], case: Case, most: int = MOST_ROUNDS
    ) -> Answer:
        """What a version of it answers, by `run` or `glance`, in so many rounds at most."""
        self.count(most)
        answer = asked(how, candidate, case)
        self.work.spend(
            (self.prices.of(case) if self.prices else 0) + ROUND * self.rounds + HELD * _numbers(answer.value)
        )
        return answer

    def statements_run(self, cases: Sequence[Case], work: Work) -> list[set[int]]:
        """For each case the ids of the statements that it runs.

        Only as many cases are asked as the work allows.
        """
        statements, before = _with_marks(self.tree)
        seen: set[int] = set()
        self.namespace[_SEEN] = seen.add
        try:
            code = self._code(self.tree)
        finally:
            for node, field, body in before:
                setattr(node, field, body)
        if not code:
            return [{id(statement) for statement in statements} for _ in cases]
        found = []
        defined = {index for index, statement in enumerate(statements) if id(statement) in self.units.in_classes}
        exec(code, self.namespace)
        for case in cases:
            seen.clear()
            self.count(10**9)  # it ended before
            work.spend(self.prices.of(case) if self.prices else 0)
            with contextlib.suppress(Exception):  # it may spoil its arguments so far that they cannot be looked at
                run(self.namespace[self.name], case)
            found.append({id(statements[index]) for index in seen | defined})
            if not work.is_left:
                break
        self.units.begin()
        return found

    def count(self, most: int = MOST_ROUNDS) -> None:
        """Count rounds and calls from here on; more than so many raise."""
        self.rounds, self.most = 0, most

    def code_with(self, slot: Slot, replacement: ast.AST) -> ast.Module:
        """A copy of the code with something else at one place, without what counts its rounds."""
        with self.standing(slot, replacement):
            return self.code()

    def code(self) -> ast.Module:
        """A copy of the code, without what counts its rounds."""
        return ast.fix_missing_locations(without_ticks(copied(self.tree)))

    def marked_with(self, slot: Slot, replacement: ast.AST) -> ast.Module:
        """The same, in which the change can be told from the rest."""
        replacement.is_first = True  # type: ignore[attr-defined]
        try:
            return self.code_with(slot, replacement)
        finally:
            del replacement.is_first  # type: ignore[attr-defined]

    def _compiled(self, slot: Slot, replacement: ast.AST, unit: ast.stmt) -> CodeType | None:
        """A unit with something else at one place, compiled. The tree is as before when this returns."""
        self.work.spend(NODE * self.sizes[id(unit)])
        statement = replacement if slot.node is slot.statement else slot.statement
        with self.standing(slot, replacement), put_with_care(statement):
            return self._code(ast.Module([unit], []))

    @contextlib.contextmanager
    def standing(self, slot: Slot, replacement: ast.AST) -> Iterator[None]:
        """A block in which something else stands at a place."""
        give_places(replacement, slot.node)
        self._open = slot, slot.node
        slot.put(replacement)
        try:
            yield
        finally:
            self.close()

    def close(self) -> None:
        """Put back what a place held: once more behind whatever ran out of time, which may end just before it."""
        if self._open is not None:
            slot, before = self._open
            slot.put(before)
            self._open = None

    def _code(self, tree: ast.Module) -> CodeType | None:
        try:
            return compile(tree, "<one place changed>", "exec")
        except Expired:
            raise
        except Exception:
            return None

    def _count(self) -> None:
        """Called in every round of every loop, and at the beginning of every function."""
        self.rounds += 1
        if self.rounds > self.most:
            raise RuntimeError("This does not end.")
        if not self.rounds % 8:
            refuse_what_grew(sys._getframe(1))


def _numbers(value: Any) -> int:
    """How many numbers an answer's arrays have."""
    if isinstance(value, list | tuple):
        return sum(_numbers(each) for each in value if isinstance(each, np.ndarray | list | tuple))
    return value.size if isinstance(value, np.ndarray) else 0


def is_first(node: ast.AST) -> bool:
    """Whether it is what was changed first."""
    return getattr(node, "is_first", False)


def own_code(submission: Submission, others: Sequence[ast.stmt] = ()) -> ast.Module:
    """The definition behind the helpers of its cell, and others, without decorator and docstrings."""
    assert submission.definition is not None
    definition = copied(submission.definition)
    definition.decorator_list = []
    tree = ast.Module([*copied([*others, *submission.cell_helpers()]), definition], [])
    _without_docstrings(tree)
    return tree


def parameters_not_read(function: ast.AST) -> set[str]:
    """The parameters of a function that its body does not read; none of a class."""
    if not isinstance(function, ast.FunctionDef):
        return set()
    nodes = [node for statement in function.body for node in ast.walk(statement)]
    read = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return {argument.arg for argument in function.args.args} - read


def variables_read(tree: ast.AST) -> set[str]:
    """The variables and functions that are made in the code, and read there: not only made longer or changed."""
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    stored = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    stored |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    changed = {id(name) for node in ast.walk(tree) for name in _only_changed(node)}
    return {node.id for node in names if isinstance(node.ctx, ast.Load) and id(node) not in changed} & stored


def left_unused(tree: ast.AST) -> set[tuple[str, str]]:
    """What a function gives a value, or is given, and never reads: (the function, the name). Methods' signatures are
    not their author's choice, and a name that begins with `_` says that it is not needed.
    """
    methods = {id(each) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for each in node.body}
    found = set()
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            nodes = [node for statement in function.body for node in ast.walk(statement)]
            read = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store)}
            targets = [target for node in nodes if isinstance(node, ast.Assign) for target in node.targets]
            made = {target.id for target in targets if isinstance(target, ast.Name)}
            if id(function) not in methods:
                made |= {argument.arg for argument in function.args.args}
            found |= {(function.name, name) for name in made - read if not name.startswith("_")}
    return found


def _only_changed(node: ast.AST) -> Iterator[ast.AST]:
    """The name in `x.append(…)`, where nothing is made of what that gives, and in `x[i] = …`."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
        yield node.value.func.value
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        yield node.value


def _count_nodes(node: ast.AST, sizes: dict[int, int]) -> int:
    """How many nodes each piece of a tree has, by its id."""
    sizes[id(node)] = 1 + sum(_count_nodes(child, sizes) for child in ast.iter_child_nodes(node))
    return sizes[id(node)]


def give_places(replacement: ast.AST, before: ast.AST) -> None:
    """Let what is new in a replacement stand where it comes in; below the student's own pieces nothing is new."""
    line, column = getattr(before, "lineno", 1), getattr(before, "col_offset", 0)
    positions = {"lineno": line, "col_offset": column, "end_lineno": line, "end_col_offset": column}
    waiting = [replacement]
    while waiting:
        node = waiting.pop()
        if node._attributes:
            known = node.__dict__
            if "end_col_offset" in known and isinstance(node, ast.expr):
                continue
            if "end_col_offset" not in known:
                known.update(positions)
        waiting += ast.iter_child_nodes(node)


def _without_docstrings(tree: ast.Module) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.copy_location(ast.Pass(), node.body[0])]


def _with_marks(tree: ast.AST) -> tuple[list[ast.stmt], list[tuple[ast.AST, str, list]]]:
    """Let every statement say that it runs. Gives the statements, and the bodies as they were: (node, field, body)."""
    statements: list[ast.stmt] = []
    before = []
    for node in list(ast.walk(tree)):
        for field in ("body", "orelse", "finalbody"):
            body = getattr(node, field, None)
            if not isinstance(body, list) or not body or isinstance(node, ast.Module):
                continue
            before.append((node, field, body))
            marked = []
            for statement in body:
                marked += [called(_SEEN, statement, len(statements)), statement]
                statements.append(statement)
            setattr(node, field, marked)
    return statements, before
