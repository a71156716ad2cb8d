"""Which shapes of lesson 01 go together: NumPy's and PyTorch's rule of broadcasting."""

from __future__ import annotations

import numpy as np

from ...exercise import FORBIDDEN, Exercise, mistake

_SCALAR = "where one of the shapes is ()"
_EMPTY = "where a length is 0"
_UNFIT = "where there is no common shape"

_NUMPYS_OWN = ("broadcast_shapes", "broadcast", "broadcast_arrays", "broadcast_to", "nditer")


def _padded(a, b):
    """Both shapes with as many axes, filled up with 1 from the left."""
    dimensions = max(len(a), len(b))
    return [(1,) * (dimensions - len(shape)) + shape for shape in (a, b)]


def _fitting(rng, dimensions):
    """Two shapes that go together, with lengths 1 in both; the second may be shorter."""
    lengths = [int(length) for length in rng.choice(np.arange(2, 10), size=dimensions, replace=False)]
    kinds = rng.integers(0, 3, size=dimensions)
    kinds[rng.integers(dimensions)] = 1  # somewhere the first has to give way …
    kinds[-1] = 2 if kinds[-1] == 1 and dimensions > 1 else kinds[-1]
    a = tuple(1 if kind == 1 else length for kind, length in zip(kinds, lengths, strict=True))
    b = tuple(1 if kind == 2 else length for kind, length in zip(kinds, lengths, strict=True))
    return a, b


class BroadcastShape(Exercise):
    id, points, agrees_with = "forward/broadcast_shape", 3, "NumPy"
    forbids = (*FORBIDDEN, *(f"numpy.{name}" for name in _NUMPYS_OWN))
    raises = ("ValueError",)
    hints = (
        "Write the two shapes below one another, with their *right* ends in line. What fills the gap on the left of "
        "the shorter one?",
        "Fill up the shorter shape with 1 from the left. Then place by place: equal lengths stay; where one is 1, the "
        "other one counts; anything else is a ValueError.",
        "`a = (1,) * (len(b) - len(a)) + a`, and the same for b (a negative number of ones is none). Then a loop over "
        "`zip(a, b)` with two cases and a `raise ValueError(…)`, and `return tuple(…)`.",
    )
    notice = "(N, 1) and (N,) go together as (N, N). No error, no warning: the commonest silent mistake with shapes."

    def cases(self, rng):
        yield self.case((3,), (3,))
        yield self.case((4, 3), (3,))
        yield self.case((4, 1), (4,))
        yield self.case((1,), (5,))
        yield self.case((3,), (4,))
        yield self.case((2, 3), (2,))
        for dimensions in (1, 2, 3, 3, 4):
            yield self.case(*_fitting(rng, dimensions))
        for dimensions, fewer in [(2, 1), (3, 1), (3, 2), (4, 1), (4, 3)]:
            a, b = _fitting(rng, dimensions)
            yield self.case(a, b[fewer:])
            yield self.case(a[fewer:], b)
        yield self.case((1000, 3), (int("1000"), 1))  # equal, and two objects
        yield self.case((2, 1, 3, 1, 2, 1, 2), (4, 1, 5, 1, 3, 1))
        for a, b in [((), ()), ((), (3,)), ((2, 5), ()), ((), (1, 4)), ((), (2, 3, 4))]:
            yield self.case(a, b, about=_SCALAR)
        for a, b in [((0,), (1,)), ((1,), (0,)), ((3, 0), (1, 1)), ((1, 4), (0, 4)), ((0, 2), (2,)), ((0, 3), (0, 3))]:
            yield self.case(a, b, about=_EMPTY)
        for dimensions, fewer in [(2, 0), (3, 0), (3, 1), (4, 2), (2, 0)]:
            yield self.case(*self._unfit(rng, dimensions, fewer), about=_UNFIT)
        yield self.case((0,), (3,), about=_UNFIT)
        yield self.case((2, 3), (0, 3), about=_UNFIT)
        for a, b in [((6,), (3,)), ((2, 4), (8, 4)), ((5, 1), (10, 7)), ((2, 9), (3,))]:  # multiples do not fit
            yield self.case(a, b, about=_UNFIT)

    @staticmethod
    def _unfit(rng, dimensions, fewer):
        """Two shapes that would go together but for one place, with the longer of the two in either."""
        a, b = (list(shape) for shape in _fitting(rng, dimensions))
        place = int(rng.integers(fewer, dimensions))
        a[place], b[place] = (int(length) for length in rng.choice(np.arange(2, 10), size=2, replace=False))
        return (tuple(a), tuple(b[fewer:])) if rng.random() < 0.5 else (tuple(a[fewer:]), tuple(b))

    def reference(self, a, b):
        return np.broadcast_shapes(a, b)

    @staticmethod
    def solution(a, b):
        """The shape of `x + y` for arrays x and y of the shapes a and b.

        Args:
            a, b: shapes, as tuples; () is the shape of a single number.
        Returns:
            tuple: the common shape. A length 1 gives way to any other, 0 included.
        Raises:
            ValueError: there is no common shape.
        """
        a = (1,) * (len(b) - len(a)) + a
        b = (1,) * (len(a) - len(b)) + b
        shape = []
        for left, right in zip(a, b):
            if left != right and left != 1 and right != 1:
                raise ValueError(f"{left} and {right} are neither equal, nor is one of them 1")
            shape.append(right if left == 1 else left)
        return tuple(shape)

    @mistake(
        "lines up the left ends",
        "You compared the shapes from the left. They are lined up at their right ends: the last axis meets the last "
        "axis, and what is missing is filled up in front.",
    )
    def from_the_left(self, a, b):
        length = max(len(a), len(b))
        return self.solution(a + (1,) * (length - len(a)), b + (1,) * (length - len(b)))

    @mistake(
        "leaves out the leading axes",
        "Your result is as long as the shorter of the two shapes. `zip` stops there; the axes that only the longer one "
        "has belong to the result too.",
    )
    def cut_short(self, a, b):
        length = min(len(a), len(b))
        return self.solution(a[len(a) - length :], b[len(b) - length :])

    @mistake(
        "leaves out the leading axes, and 1 wins against 0",
        "Your result is as long as the shorter of the two shapes, where `zip` stops; the axes that only the longer one "
        "has belong to the result too. And where a 1 meets a 0, the 0 counts, not the larger of the two.",
    )
    def cut_short_and_larger(self, a, b):
        length = min(len(a), len(b))
        return self.one_against_zero(a[len(a) - length :], b[len(b) - length :])

    @mistake(
        "needs equally many axes",
        "You raise an error wherever the shapes have different numbers of axes. The shorter one is filled up with 1 in "
        "front: that is how a bias of shape (out,) is added to a batch.",
    )
    def same_dimensions(self, a, b):
        if len(a) != len(b):
            raise ValueError
        return self.solution(a, b)

    @mistake(
        "never raises",
        "You took the larger length at every place, without asking whether the two fit. Lengths such as 3 and 4 have "
        "none in common: only a 1 gives way.",
    )
    def never_raises(self, a, b):
        return tuple(max(left, right) for left, right in zip(*_padded(a, b), strict=True))

    @mistake(
        "the larger of each pair, from the left",
        "You paired the lengths from the left, and took the larger of each pair. Shapes are lined up at their right "
        "ends, what the shorter one lacks is filled up in front, and only a 1 gives way.",
    )
    def pairs_from_the_left(self, a, b):
        return tuple(max(left, right) for left, right in zip(a, b))

    @mistake(
        "1 wins against 0",
        "You took the larger of the two lengths. Beside a 1 the other length counts, and it can be 0: an array without "
        "elements stays without elements.",
    )
    def one_against_zero(self, a, b):
        self.solution(a, b)
        return self.never_raises(a, b)

    @mistake(
        "only the second may stretch",
        "You let only the second shape give way. Both may: where the first has a 1, the length of the second counts.",
    )
    def one_way(self, a, b):
        first, second = _padded(a, b)
        if any(left != right and right != 1 for left, right in zip(first, second, strict=True)):
            raise ValueError
        return tuple(first)

    @mistake(
        "only the first may stretch",
        "You let only the first shape give way. Both may: where the second has a 1, the length of the first counts.",
    )
    def other_way(self, a, b):
        return self.one_way(b, a)

    @mistake(
        "a length 1 does not give way",
        "You raise an error wherever two lengths differ. A 1 gives way to any other length: that is what broadcasting "
        "is.",
    )
    def no_stretching(self, a, b):
        shape = []
        for left, right in zip(reversed(a), reversed(b), strict=False):
            if left != right:
                raise ValueError
            shape.append(left)
        longer = a if len(a) > len(b) else b
        return longer[: len(longer) - len(shape)] + tuple(reversed(shape))

    @mistake(
        "in reverse order",
        "Your shape is in reverse order. Whoever collects the lengths from the right has to turn them round at the "
        "end.",
    )
    def reversed_order(self, a, b):
        return self.solution(a, b)[::-1]

    @mistake(
        "returns None where they do not fit",
        "You returned None where there is no common shape. Whoever calls the function goes on with it, and fails "
        "somewhere else; `raise ValueError(…)` stops at once and says why.",
    )
    def returns_none(self, a, b):
        try:
            return self.solution(a, b)
        except ValueError:
            return None

    @mistake(
        "returns False where they do not fit",
        "You returned False where there is no common shape. Whoever calls the function goes on with it, and fails "
        "somewhere else; `raise ValueError(…)` stops at once and says why.",
    )
    def returns_false(self, a, b):
        try:
            return self.solution(a, b)
        except ValueError:
            return False

    @mistake(
        "the longer shape",
        "You returned the longer of the two shapes. Its lengths of 1 still have to give way to the other's.",
    )
    def longer(self, a, b):
        self.solution(a, b)
        return a if len(a) >= len(b) else b

    @mistake(
        "multiples fit too",
        "You let a length pass that divides the other. Broadcasting repeats only what has the length 1; 3 and 6 do not "
        "go together.",
    )
    def multiples(self, a, b):
        shape = []
        for left, right in zip(*_padded(a, b), strict=True):
            smaller, larger = sorted((left, right))
            if larger > 1 and (smaller == 0 or larger % smaller):
                raise ValueError
            shape.append(0 if smaller == 0 else larger)
        return tuple(shape)
