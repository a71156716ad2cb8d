"""Expressions that can be written at a place, small ones first, each value once.

Whatever is made of names, numbers and the functions of the course is far too much to be tried in the student's code.
Most of it has values that something shorter has already. And where it is known which values are needed, two pieces
and an operator between them are found without being put together: what must stand beside `a` in `a * … = v` is `v / a`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import filterfalse, product
from typing import Any

import numpy as np

from ..edits.change import called, load
from ..edits.scope import Scope
from ..work import ASKED, VALUE, Work
from .alike import alike, is_finite
from .operators import INVERSE, NUMPYS, ONE, TWO, Does, Two, Written
from .piece import Env, Piece
from .shelves import Shelves

#: So many values are known at most; the first so many, the smallest, are put together with one another.
MOST, SMALL = 2500, 14
#: Pieces of the student's own code have at most so many nodes.
LONG = 15


class Pool:
    """The values that can be made where a place is, and a short expression for each.

    Args:
        scope: what names there are.
        envs: what they hold, in some cases: what is the same in one of them may differ in another.
        namespace: what is around.
        helpers: the student's other functions, and how many arguments each takes.
        work: what it takes is counted here.
        large: whether two pieces are put together, too, and more is done to them.
    """

    def __init__(
        self,
        scope: Scope,
        envs: Sequence[Env],
        namespace: Mapping[str, Any],
        helpers: Mapping[str, int],
        work: Work,
        large: bool = True,
    ) -> None:
        self.scope, self.envs, self.namespace, self.work = scope, envs, namespace, work
        self.pieces: dict[Any, Piece] = {}
        self._atoms()
        given = [*self.pieces.values()][:SMALL]
        for _ in range(2):  # and what one function makes may be given to another
            known = len(self.pieces)
            for name, arguments in helpers.items():
                self._with_helper(name, arguments, given)
            given = [*[*self.pieces.values()][known:], *given][:SMALL]
        atoms = [*self.pieces.values()]
        small = range(len(atoms[:SMALL]) if large else 0)
        for one, other in sorted(product(small, repeat=2), key=sum):  # names before numbers
            if not (_is_number(atoms[one]) and _is_number(atoms[other])):
                self._with_two(atoms[one], atoms[other])
        for piece in [*self.pieces.values()][: MOST // 8]:
            if not _is_number(piece):  # of numbers alone anything can be made
                self._with_one(piece)
        self.shelves = Shelves([*self.pieces.values()], work)

    def reaching(self, values: Sequence[Any], own: ast.expr | None = None) -> Iterator[Piece]:
        """Expressions with some values, short ones first: known ones, or two known ones with an operator between.

        Args:
            values: what is needed.
            own: what stands there: it comes first, as a part of it may be all that is lost.
        """
        there = self._there(own) if own is not None else None
        if there is not None:
            yield from sorted(self._meeting(values, there), key=lambda piece: piece.size)
        known = self.pieces.get(tuple(map(alike, values)))
        if known is not None:
            yield known
        if all(isinstance(value, tuple) for value in values):
            yield from self._in_a_row(values)
        yield from sorted(self._meeting(values), key=lambda piece: piece.size)
        for name, back in INVERSE if self.scope.numpy else ():
            before = _tried(partial(_each, partial(_undone, back), values))
            for piece in self._meeting(before) if before is not None else ():
                yield self._in_numpys(name, piece, ())

    def _in_a_row(self, values: Sequence[tuple]) -> Iterator[Piece]:
        """A tuple, each part of which is found by itself."""
        parts = [next(self.reaching(each), None) for each in zip(*values, strict=False)]
        found = [part for part in parts if part is not None]
        if parts and len(found) == len(parts):
            tree = ast.Tuple([part.tree for part in found], ast.Load())
            size = sum(part.size for part in found)
            yield Piece(tree, lambda env: tuple(part.ask(env) for part in found), (), size)

    def _there(self, own: ast.expr) -> Piece | None:
        """What stands at the place."""
        code = compile(ast.fix_missing_locations(ast.Expression(own)), "<what stands there>", "eval")
        ask: Callable[[Env], Any] = partial(eval, code, self.namespace)  # type: ignore[arg-type]
        values = _tried(partial(_each, ask, self.envs))
        return None if values is None or _has_lists(values) else Piece(own, ask, values, 1)

    def _meeting(self, values: Sequence[Any], own: Piece | None = None) -> Iterator[Piece]:
        """Two that are known, with an operator between them; one of them what stands there, if that is given."""
        for two, left, right in self.shelves.meeting(values, own):
            yield self._joined(two, left, right, ())

    def _joined(self, two: Two, one: Piece, other: Piece, values: tuple[Any, ...]) -> Piece:
        """Two pieces with an operator between them."""
        tree = two.tree(one.tree, other.tree, self.scope.numpy)
        return Piece(tree, _after(two.does, one.ask, other.ask), values, one.size + other.size + 1)

    def _in_numpys(self, name: str, piece: Piece, values: tuple[Any, ...]) -> Piece:
        """A function of NumPy of a piece."""
        tree = called(ast.Attribute(load(self.scope.numpy), name, ast.Load()), piece.tree)
        return Piece(tree, _after(getattr(np, name), piece.ask), values, piece.size + 1)

    def _atoms(self) -> None:
        """Names, what `self` keeps, numbers, and small pieces of the student's own code."""
        for name in self.scope.names:
            self._atom(load(name), partial(_of_env, name))
        for attribute in self.scope.attributes:
            self._atom(ast.Attribute(load("self"), attribute, ast.Load()), partial(_of_self, attribute))
        for number in (0, 1, 2, -1, 0.5, *self.scope.constants):
            self._atom(ast.Constant(number), partial(_number, number))  # type: ignore[arg-type]
        for piece in filterfalse(may_change, self.scope.pieces_up_to(LONG)):
            code = compile(ast.fix_missing_locations(ast.Expression(piece)), "<a piece>", "eval")
            self._atom(piece, partial(eval, code, self.namespace), 2)  # type: ignore[arg-type]

    def _atom(self, tree: ast.expr, ask: Callable[[Env], Any], size: int = 1) -> None:
        self._keep(partial(_each, ask, self.envs), lambda values: Piece(tree, ask, values, size))

    def _with_helper(self, name: str, arguments: int, given: Sequence[Piece]) -> None:
        """What a function of the student's makes of one or two pieces."""
        does = self.namespace[name]
        for pieces in product(given, repeat=arguments) if 0 < arguments < 3 else ():
            tree = called(load(name), *(piece.tree for piece in pieces))
            ask = _after(does, *(piece.ask for piece in pieces))
            size = 1 + sum(piece.size for piece in pieces)
            self._keep(
                partial(_each, does, *(piece.values for piece in pieces)),
                lambda values, tree=tree, ask=ask, size=size: Piece(tree, ask, values, size),  # type: ignore[misc]
            )

    def _with_one(self, piece: Piece) -> None:
        """What is done to one piece."""
        for does, written in ONE:
            made = partial(_done, does, written, piece)
            self._keep(partial(_each, does, piece.values), made)
        for name in NUMPYS if self.scope.numpy else ():
            self._keep(partial(_each, getattr(np, name), piece.values), partial(self._in_numpys, name, piece))

    def _with_two(self, one: Piece, other: Piece) -> None:
        """What two pieces come to."""
        for two in TWO:
            if not (two.is_numpys and not self.scope.numpy):
                self._keep(partial(_each, two.does, one.values, other.values), partial(self._joined, two, one, other))

    def _keep(self, ask: Callable[[], tuple[Any, ...]], make: Callable[[tuple[Any, ...]], Piece]) -> None:
        """Keep what has new values; arrays in place of lists of the same numbers, which no operator computes with."""
        if len(self.pieces) >= MOST:
            return
        values = _tried(ask)
        self.work.spend(ASKED)
        if values is not None:
            self.work.spend(len(values) * VALUE)
            key = tuple(map(alike, values))
            known = self.pieces.get(key)
            is_new = known is None or (_has_lists(known.values) and not _has_lists(values))
            if is_new and all(map(is_finite, key)):
                self.pieces[key] = make(values)


def _is_number(piece: Piece) -> bool:
    return isinstance(piece.tree, ast.Constant)


def _has_lists(values: Sequence[Any]) -> bool:
    return any(isinstance(value, list | tuple) for value in values)


def _each(does: Callable[..., Any], *values: Sequence[Any]) -> tuple[Any, ...]:
    """What comes out in each of the surroundings."""
    return tuple(map(does, *values))


def _undone(back: Callable[[Any], Any], value: Any) -> Any:
    return back(np.asarray(value, dtype=float))


def _of_env(name: str, env: Env) -> Any:
    return env[name]


def _of_self(attribute: str, env: Env) -> Any:
    return getattr(env["self"], attribute)


def _number(number: object, env: Env) -> Any:
    return number


def _done(does: Does, written: Written, piece: Piece, values: tuple[Any, ...]) -> Piece:
    return Piece(written(piece.tree), _after(does, piece.ask), values, piece.size + 1)


_CHANGES_ITS_OBJECT = {"append", "extend", "insert", "pop", "popleft", "appendleft", "remove", "sort", "update", "add"}


def may_change(tree: ast.expr) -> bool:
    """Whether a piece of the student's code, computed once more, may change what a name holds."""
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(isinstance(called, ast.Attribute) and called.attr in _CHANGES_ITS_OBJECT for called in calls)


def _after(does: Callable[..., Any], *asks: Callable[[Env], Any]) -> Callable[[Env], Any]:
    """What is done to what is asked."""
    return lambda env: does(*(ask(env) for ask in asks))


_DATA = (bool, int, float, np.ndarray, np.generic, list, tuple)


def _tried(ask: Callable[[], tuple[Any, ...]]) -> tuple[Any, ...] | None:
    """What comes out; None where it raises, or is no number at all."""
    try:
        values = ask()
        if not all(isinstance(value, _DATA) for value in values):
            return None
        if any(isinstance(value, int) and abs(value) >= 2**62 for value in values):
            return None
    except Exception:
        return None
    return values
