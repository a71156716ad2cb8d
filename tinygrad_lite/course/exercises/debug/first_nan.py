"""Lesson 10: where the first number that is none comes from."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake


def sick(array):
    return not np.isfinite(array).all()


def first(named_arrays, test=sick, otherwise=None):
    """The first name whose array fails a test."""
    return next((name for name, array in named_arrays if test(array)), otherwise)


_MANY = "where arrays have thousands of numbers"
_TWICE = "where a name comes twice"


class FirstNan(Exercise):
    id, points, agrees_with = "debug/first_nan", 2, ""
    forbids = ()
    hints = (
        "A NaN spreads: once it is in one layer, it is in all that follow. So the first in the list says where it came "
        "from. And an infinity is the step before it.",
        "`np.isnan` finds NaN, `np.isinf` finds +∞ and −∞, `np.isfinite` is true for all others. NaN is never equal to "
        "anything, itself included, so `==` does not find it.",
        "`for name, array in named_arrays:` with an `if` in it that asks about the whole array (`.all()` or `.any()`), "
        "and a `return` in that. Behind the loop, the case in which nothing was found.",
    )
    notice = (
        "With the activations of a forward pass in order, this finds the layer that broke first. "
        "`torch.autograd.set_detect_anomaly(True)` does the same for the operations of a backward pass."
    )
    causes = (
        (
            "ValueError",
            "truth value of an array",
            "A condition wants one True or False, and here gets one for each element. `.any()` asks whether one of "
            "them is true, `.all()` whether all are.",
        ),
        (
            "ValueError",
            "too many values to unpack|not enough values to unpack",
            "Each entry of `named_arrays` is a pair, a name and an array: `for name, array in named_arrays:` takes it "
            "apart.",
        ),
        (
            "AttributeError",
            "'list' object has no attribute 'items'",
            "`named_arrays` is a list of pairs, no dict: `for name, array in named_arrays:` goes through it.",
        ),
        (
            "TypeError",
            "only .* arrays can be converted",
            "This function asks about a single number, and here gets an array. `np.isnan`, `np.isinf` and "
            "`np.isfinite` ask about each element of an array.",
        ),
        (
            "TypeError",
            "ufunc 'is(nan|inf|finite)' not supported|must be real number",
            "This function wants numbers, and here gets something else. Each entry of `named_arrays` is a pair, a name "
            "and an array; take the array out first.",
        ),
    )

    def cases(self, rng):
        nan, inf = np.nan, np.inf
        yield self.case([("a", np.array([1.0])), ("b", np.array([nan]))])
        yield self.case([("a", np.array([1.0, 2.0])), ("b", np.array([3.0, 4.0]))], about=_NONE)
        yield self.case([("a", np.array([1.0])), ("b", np.array([0.0, inf])), ("c", np.array([nan]))])
        for names, shapes, bad in _DRAWN:
            yield self._drawn(rng, names, shapes, bad)
        for count in (1, 3, 4):
            yield self._drawn(rng, "wbxh"[:count], [(3,), (2, 4), (5,), (3, 2)][:count], {}, about=_NONE)
        large, small = np.array([1.5e308, 1.0e308]), np.array([1.0])
        yield self.case([("a", large), ("b", np.array([nan]))], about=_LARGE)
        yield self.case([("a", small), ("b", -large), ("c", np.array([2.0, inf]))], about=_LARGE)
        yield self.case([("a", large), ("b", small)], about=_NONE)
        for shape, value in [((40, 50), nan), ((2500,), inf), ((30, 70), nan)]:
            many = rng.normal(size=shape)
            many.reshape(-1)[many.size // 2] = value
            yield self.case([("a", rng.normal(size=shape)), ("b", many), ("c", np.array([nan]))], about=_MANY)
        for value in (nan, inf, -inf):  # a layer that is used twice
            spoilt = np.array([1.0, value])
            yield self.case([("a", small), ("b", spoilt), ("c", spoilt), ("b", small)], about=_TWICE)

    def _drawn(self, rng, names, shapes, bad, about=""):
        arrays = [rng.normal(size=shape) for shape in shapes]
        for index, (value, place) in bad.items():
            array = arrays[index].reshape(-1)
            where = {"first": 0, "later": rng.integers(1, len(array)), "all": slice(None)}
            array[where[place]] = value
        return self.case(list(zip(names, arrays, strict=True)), about=about)

    def reference(self, named_arrays):
        import torch

        bad = [name for name, array in named_arrays if not torch.isfinite(torch.from_numpy(array)).all()]
        return bad[0] if bad else None

    @staticmethod
    def solution(named_arrays):
        """The first array with a NaN or an infinity in it.

        Args:
            named_arrays: list of pairs `(name, array)` in the order in which they were computed.
        Returns:
            str: its name, by the order of the list; None where all numbers are finite.
        """
        for name, array in named_arrays:
            if not np.isfinite(array).all():
                return name
        return None

    def again(self, named_arrays):
        return first(named_arrays, sick)

    @mistake(
        "finds NaN only",
        "You looked for NaN alone. An infinity is as bad, and usually comes first: ∞ − ∞ and 0 · ∞ are NaN.",
    )
    def nan_only(self, named_arrays):
        return first(named_arrays, lambda array: np.isnan(array).any())

    @mistake(
        "looks at the sum",
        "You looked at the sum, or at the mean, of each array. The sum of large numbers is infinite although each of "
        "them is finite. Ask every number: `np.isfinite(array).all()`.",
    )
    def by_sum(self, named_arrays):
        with np.errstate(over="ignore"):
            return first(named_arrays, lambda array: not np.isfinite(array.sum()))

    @mistake(
        "finds infinities only",
        "You looked for infinities alone. NaN, which is what 0/0 and ∞ − ∞ give, is not infinite: `np.isinf` is false "
        "for it.",
    )
    def inf_only(self, named_arrays):
        return first(named_arrays, lambda array: np.isinf(array).any())

    @mistake(
        "finds +∞ only",
        "Of the three, your function finds +∞ alone; NaN and −∞ pass. If you compared with `== np.nan`: NaN is equal "
        "to nothing, not even to itself, so that is never true.",
    )
    def plus_alone(self, named_arrays):
        return first(named_arrays, lambda array: (array == np.inf).any())

    @mistake(
        "misses −∞",
        "Minus infinity passes as a number in your function: NaN and +∞ are found, −∞ is not. `np.isfinite` is false "
        "for all three.",
    )
    def plus_only(self, named_arrays):
        return first(named_arrays, lambda array: (np.isnan(array) | (array == np.inf)).any())

    @mistake(
        "NaN before infinity",
        "You looked for NaN in all arrays first, and for infinities only where there was no NaN. The first array with "
        "either of them is asked for, in the order of the list.",
    )
    def nan_first(self, named_arrays):
        return self.nan_only(named_arrays) or self.inf_only(named_arrays)

    @mistake(
        "the last one",
        "You returned the last array that is not finite. The ones after the first have mostly caught it from there; "
        "the first is where to look.",
    )
    def last(self, named_arrays):
        return first(named_arrays[::-1], sick)

    @mistake(
        "the first one without",
        "You returned the first array in which all is well. The first with a NaN or an infinity is asked for.",
    )
    def healthy(self, named_arrays):
        return first(named_arrays, lambda array: not sick(array))

    @mistake(
        "all of them",
        "You returned all the names. Asked for is the first alone, or None.",
    )
    def everything(self, named_arrays):
        return [name for name, array in named_arrays if sick(array)]

    @mistake(
        "its place instead of its name",
        "You returned the array's place in the list, counted from 0. Its name is asked for.",
    )
    def place(self, named_arrays):
        return first([(index, array) for index, (_, array) in enumerate(named_arrays)], sick)

    @mistake(
        "the array instead of its name",
        "You returned the array itself. Its name is asked for: that says where to look.",
    )
    def array(self, named_arrays):
        return first([(array, array) for _, array in named_arrays], sick)

    @mistake(
        "name and array",
        "You returned the pair of name and array. The name alone is asked for.",
    )
    def pair(self, named_arrays):
        return first([((name, array), array) for name, array in named_arrays], sick)

    @mistake(
        "the first by the alphabet",
        "You returned the name that comes first in the alphabet. The order of the list is the one that counts: it is "
        "the order in which the arrays were computed.",
    )
    def alphabet(self, named_arrays):
        return first(sorted(named_arrays, key=lambda pair: pair[0]), sick)

    @mistake(
        "looks at the first array only",
        "Only the first array is looked at; whatever it holds, the answer is given. `return None` belongs behind the "
        "loop, not into it.",
    )
    def one_round(self, named_arrays):
        return first(named_arrays[:1], sick)

    @mistake(
        "leaves the last array out",
        "The last array is never looked at. A list of n pairs has the places 0 to n − 1, and a `for` over the list "
        "itself reaches them all.",
    )
    def all_but_last(self, named_arrays):
        return first(named_arrays[:-1], sick)

    @mistake(
        "looks at the first element only",
        "Only the first element of each array is looked at. A NaN may stand anywhere in it.",
    )
    def one_element(self, named_arrays):
        return first(named_arrays, lambda array: not np.isfinite(array.flat[0]))

    @mistake(
        "only where every element is bad",
        "An array counts in your answer only if none of its elements is finite. One bad element is enough.",
    )
    def entirely(self, named_arrays):
        return first(named_arrays, lambda array: not np.isfinite(array).any())

    @mistake(
        "finds nothing",
        "Your answer is None in every case. If you compared with `== np.nan`: NaN is equal to nothing, not even to "
        "itself, so that is never true. And no number is NaN and infinite at once: `or` joins the two.",
    )
    def nothing(self, named_arrays):
        return None

    @mistake(
        "an empty text for none",
        "Where all is well your answer is an empty text. It should be None, which no array can be called.",
    )
    def empty_text(self, named_arrays):
        return first(named_arrays, sick, otherwise="")

    @mistake(
        "the last name for none",
        "Where all is well you return the last name. After a loop, its variable still holds the last value; return "
        "None there.",
    )
    def last_name(self, named_arrays):
        return first(named_arrays, sick, otherwise=named_arrays[-1][0])


_NONE = "where all arrays are finite"
_LARGE = "where numbers are very large"
_NAN, _INF = np.nan, np.inf
#: Names of the arrays, their shapes, and what is put into which of them: into its first element, a later one, or all.
_DRAWN: list[tuple[str, list[tuple[int, ...]], dict[int, tuple[float, str]]]] = [
    ("vzux", [(3,), (2, 3), (4,), (2, 2)], {1: (_NAN, "later"), 3: (_NAN, "all")}),
    ("gdac", [(2, 3), (5,), (3, 2, 2), (4,)], {0: (_NAN, "later"), 2: (_NAN, "first"), 3: (_NAN, "all")}),
    ("hkfj", [(4,), (2, 2), (3,), (2, 4)], {1: (_INF, "first"), 2: (_NAN, "all"), 3: (_NAN, "later")}),
    ("qsap", [(3, 3), (4,), (2, 5), (6,)], {1: (_INF, "later"), 2: (_NAN, "later"), 3: (_NAN, "first")}),
    ("mnkl", [(2, 4), (3,), (5,), (2, 3)], {1: (-_INF, "later"), 2: (_NAN, "all"), 3: (_NAN, "all")}),
    ("rtso", [(3,), (4,), (2, 2), (5,)], {1: (-_INF, "first"), 2: (-_INF, "all"), 3: (_INF, "all")}),
    ("lnkm", [(2, 2), (3,), (4,), (5,)], {3: (_NAN, "later")}),
    ("fegh", [(3,), (2, 3), (2,), (4,)], {3: (_INF, "all")}),
    ("dbca", [(2,), (3, 2), (4,), (6,)], {2: (_INF, "all"), 3: (_NAN, "later")}),
    ("xwzu", [(5,), (2, 3), (4,), (3,)], {0: (-_INF, "later"), 1: (_NAN, "first"), 3: (_NAN, "all")}),
    ("kzba", [(2, 2, 3), (4,), (3,), (2,)], {1: (_NAN, "first"), 2: (_NAN, "all")}),
    ("jihg", [(3,), (3,), (3,), (3,)], {1: (_NAN, "all"), 2: (_INF, "later")}),
    ("rtqs", [(4, 2), (2,), (5,), (3, 3)], {1: (_INF, "later"), 2: (_INF, "first"), 3: (_INF, "all")}),
    ("onml", [(2,), (4,), (3, 2), (5,)], {0: (_INF, "later"), 2: (-_INF, "later")}),
]
