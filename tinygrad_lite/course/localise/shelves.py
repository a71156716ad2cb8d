"""Many values at once: which two of them, with an operator between, come to a value that is needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ..compare import as_array
from ..work import LOOK, NUMBER, Work
from .alike import weights
from .operators import TWO, Two
from .piece import Piece

_NEAR = 1e-9


class _Shelf:
    """Pieces whose values have the same shapes, in each of the surroundings."""

    def __init__(self, held: Sequence[tuple[Piece, Sequence[np.ndarray]]]) -> None:
        self.pieces = [piece for piece, _ in held]
        self.values = [np.array(each, dtype=np.float64) for each in zip(*(arrays for _, arrays in held), strict=True)]
        keys = _keys(self.values)
        self.order = np.argsort(keys)
        self.keys = keys[self.order]

    def fits(self, needed: Sequence[np.ndarray]) -> bool:
        """Whether values of these shapes may come out when one of these is put together with something like them."""
        try:
            return all(
                np.broadcast_shapes(value.shape, each.shape[1:]) == value.shape
                for value, each in zip(needed, self.values, strict=True)
            )
        except ValueError:
            return False

    def beside(self, needed: Sequence[np.ndarray]) -> list[np.ndarray]:
        """All values, one under the other, to be computed with some of other shapes."""
        return [
            each.reshape(len(each), *(1,) * (value.ndim - each.ndim + 1), *each.shape[1:])
            for value, each in zip(needed, self.values, strict=True)
        ]

    def holding(self, values: Sequence[np.ndarray]) -> Iterator[tuple[int, Piece]]:
        """(which of some values, a piece that has it)."""
        keys = _keys(values)
        near = _NEAR * np.abs(keys)
        starts = np.searchsorted(self.keys, keys - near)
        found = self.keys[np.minimum(starts, len(self.keys) - 1)]
        for index in np.flatnonzero((found >= keys - near) & (found <= keys + near)):  # what is no number is not
            yield int(index), self.pieces[self.order[starts[index]]]


class Shelves:
    """Pieces by the shapes of their values."""

    def __init__(self, pieces: Sequence[Piece], work: Work) -> None:
        self.work = work
        by_shape: dict[tuple[tuple[int, ...], ...], list[tuple[Piece, list[np.ndarray]]]] = {}
        for piece in pieces:
            arrays = _arrays(piece.values)
            if arrays:
                by_shape.setdefault(tuple(array.shape for array in arrays), []).append((piece, arrays))
        self.shelves = {shapes: _Shelf(held) for shapes, held in by_shape.items()}

    def meeting(self, values: Sequence[Any], own: Piece | None = None) -> Iterator[tuple[Two, Piece, Piece]]:
        """(the operator, what stands on its left, and on its right) of what comes to these values.

        One of the two has their shape; the other may be smaller.

        Args:
            values: what is needed.
            own: what one of the two has to be.
        """
        needed, known = _arrays(values), set[tuple[Two, Piece, Piece]]()
        for whole, shelf in self._pairs(needed, own):
            for two, left, right in self._put_together(whole, shelf, needed):
                if (two, left, right) not in known:
                    known.add((two, left, right))
                    yield two, left, right

    def _pairs(self, needed: Sequence[np.ndarray], own: Piece | None) -> Iterator[tuple[_Shelf, _Shelf]]:
        """(pieces of the shape that is needed, pieces that may stand beside them)."""
        shapes = tuple(array.shape for array in needed)
        whole, mine = self.shelves.get(shapes), _arrays(own.values) if own else []
        if own is None:
            yield from ((whole, shelf) for shelf in self.shelves.values() if whole)
        elif mine:
            shelf = _Shelf([(own, mine)])
            if whole:
                yield whole, shelf
            if tuple(array.shape for array in mine) == shapes:
                yield from ((shelf, other) for other in self.shelves.values())

    def _put_together(
        self, whole: _Shelf, shelf: _Shelf, needed: Sequence[np.ndarray]
    ) -> Iterator[tuple[Two, Piece, Piece]]:
        if not shelf.fits(needed):
            return
        beside, size = shelf.beside(needed), sum(array.size for array in needed)
        for two in TWO:
            for back, is_left in ((two.left, True), (two.right, False)):
                if back is None:
                    continue
                self.work.spend(LOOK + NUMBER * len(shelf.pieces) * size)
                for index, other in whole.holding([*map(back, needed, beside)]):
                    piece = shelf.pieces[index]
                    yield (two, other, piece) if is_left else (two, piece, other)


def _arrays(values: Sequence[Any]) -> list[np.ndarray]:
    """Values as arrays of numbers; none where one of them is something else."""
    found = [array for value in values if (array := as_array(value)) is not None and array.dtype.kind in "iufb"]
    return found if len(found) == len(values) else []


def _keys(values: Sequence[np.ndarray]) -> np.ndarray:
    """A number for each of many rows of arrays: the same for the same."""
    flat = np.concatenate([each.reshape(len(each), -1) for each in values], axis=1)
    return flat @ weights(flat.shape[1])
