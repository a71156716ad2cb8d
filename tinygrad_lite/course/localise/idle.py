"""Whether what was made up leaves other statements without work: then it does all of that anew, and mends nothing.

That a variable is read says little: `x - value + value` reads it too. So each statement is left out, or gives its name
another value. If everything is right all the same, and it made a difference before, the statement has become idle.

The same holds of what stands around a piece in its own statement: in `np.sqrt((piece ** 2).sum())` the whole answer may
be put in for the piece, and passes through all of it. Then the place is all of it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..attempt import Attempt
from ..edits.copied import copied
from ..edits.scope import Slot
from ..run import Answer, run
from .alike import alike
from .asked import is_right
from .program import Program, is_first
from .tried import Try

_OTHER = "_another_value_"
#: So many statements are looked at.
MOST = 20
#: Where a statement begins.
_Place = tuple[int, int]


def leaves_idle(attempt: Attempt, program: Program, change: Try) -> bool:
    """Whether a statement that makes a difference in the student's code makes none after a change that mends."""
    before, after = program.code(), program.marked_with(change.slot, change.replacement)
    indices = [*attempt.wrong, *(index for index, finding in enumerate(attempt.findings) if not finding)]
    for place in [*_places(after)][:MOST]:
        still = _answers(attempt, program, _with_other(after, place), indices)
        if all(is_right(attempt, index, answer) for index, answer in zip(indices, still, strict=False)):
            was = _answers(attempt, program, _with_other(before, place), indices)
            if not all(
                alike(answer.value) == alike(attempt.answers[index].value)
                for index, answer in zip(indices, was, strict=False)
            ):
                return True
    return False


def with_all_it_does(attempt: Attempt, program: Program, change: Try) -> Try:
    """A change that mends, at the largest expression the work of which it does anew."""
    if not change.made_up or change.missing:
        return change
    indices = range(len(attempt.cases))
    for slot in _around(change.slot):
        instead = _answers(attempt, program, program.code_with(slot, copied(change.replacement)), indices)
        if not all(is_right(attempt, index, answer) for index, answer in zip(indices, instead, strict=False)):
            continue  # what is around this, too, may undo it: a root the square
        without = _answers(attempt, program, program.code_with(slot, copied(change.slot.node)), indices)
        if any(
            alike(answer.value) != alike(attempt.answers[index].value)
            for index, answer in zip(indices, without, strict=False)
        ):
            change = replace(change, at=slot.node)
    return change


def settles_a_comparison(attempt: Attempt, program: Program, change: Try, after: Sequence[Answer]) -> bool:
    """Whether the comparison in which something is changed says the same in all cases then: it is switched off.

    Args:
        attempt, program: the student's.
        change: the change.
        after: what is answered to the cases when it is made.
    """
    around = (change.slot, *_around(change.slot))
    comparison = next((slot for slot in around if isinstance(slot.node, ast.Compare)), None)
    if comparison is None:
        return False
    for operator, said in ((ast.BitAnd(), False), (ast.BitOr(), True)):  # of arrays, too: a mask keeps its shape
        asked: ast.expr = copied(comparison.node)  # type: ignore[assignment] # a comparison
        settled = program.code_with(comparison, ast.BinOp(asked, operator, ast.Constant(said)))
        answers = _answers(attempt, program, settled, range(len(after)))
        if all(alike(then.value) == alike(now.value) for then, now in zip(answers, after, strict=True)):
            return True
    return False


def _around(slot: Slot) -> Iterator[Slot]:
    """The expressions of its statement that a piece stands in, the innermost first.

    What is given a value, as `a[piece]` in `a[piece] = 1`, is none: nothing can be put in its place.
    """
    statement = slot.statement
    above = {}
    for parent in ast.walk(statement) if statement else ():
        for name, held in ast.iter_fields(parent):
            for index, node in enumerate(held) if isinstance(held, list) else ((None, held),):
                above[id(node)] = replace(slot, parent=parent, field=name, index=index)
    at: ast.AST = slot.parent
    while isinstance(at, ast.expr) and id(at) in above and isinstance(getattr(at, "ctx", None), ast.Load | None):
        yield above[id(at)]
        at = above[id(at)].parent


def _answers(attempt: Attempt, program: Program, tree: ast.Module, indices: Sequence[int]) -> Iterator[Answer]:
    """What a version of the code answers to the cases, one after the other."""
    version = Program(attempt.submission, program.work, program.prices, tree)
    version.namespace[_OTHER] = another
    for index in indices:
        yield version.ask(run, version.namespace[version.name], attempt.cases[index])


def _places(tree: ast.Module) -> Iterator[_Place]:
    """Where the statements of the functions begin that give a single name a value, or only call something."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    seen = set()
    for node in (inside for function in functions for inside in ast.walk(function)):
        if _can_be_other(node) and not any(map(is_first, ast.walk(node))) and _place(node) not in seen:
            seen.add(_place(node))
            yield _place(node)


def _can_be_other(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Name) for target in node.targets)
    return isinstance(node, ast.AugAssign) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))


def _place(node: Any) -> _Place:
    return node.lineno, node.col_offset


def _with_other(tree: ast.Module, place: _Place) -> ast.Module:
    """The code with another value for the name in one statement, or without the statement."""

    class Put(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            if not isinstance(node, ast.stmt) or not _can_be_other(node) or _place(node) != place:
                return self.generic_visit(node)
            if not isinstance(node, ast.Assign):
                return ast.copy_location(ast.Pass(), node)
            node.value = ast.Call(ast.Name(_OTHER, ast.Load()), [node.value], [])
            return node

    changed: ast.Module = Put().visit(copied(tree))  # type: ignore[assignment] # a module, as it was
    return ast.fix_missing_locations(changed)


def another(value: Any) -> Any:
    """Another value of the same kind.

    Raises:
        TypeError: none is known.
    """
    if isinstance(value, bool | np.bool_):
        return not value
    if isinstance(value, int | np.integer):
        return value + 1
    if isinstance(value, float | np.floating):
        return 1.37 * value + 0.11
    if isinstance(value, np.ndarray):
        return ~value if value.dtype == bool else value + 1 if value.dtype.kind in "iu" else 1.37 * value + 0.11
    if isinstance(value, str):
        return value[:-1] or f"{value}?"
    if isinstance(value, list | tuple):
        return value[:-1] if value else type(value)((1,))
    if isinstance(value, dict):
        try:  # the same entries: whoever only asks for them does not need the values
            return {key: another(each) for key, each in value.items()} or {1: 1}
        except TypeError:
            return dict([*value.items()][:-1])
    raise TypeError("another value of this kind is not known")
