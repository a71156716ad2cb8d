"""Gradients of a scaled loss, divided again in float32, in lesson 08; and whether one of them overflowed."""

from __future__ import annotations

import numpy as np

from ...compare import is_number
from ...exercise import Exercise, Finding, mistake

_LARGEST = float(np.finfo(np.float16).max)
_ALL = "where no gradient at all is finite"
_BEYOND = "where the sum of the gradients is beyond float16"
_EDGE = "where a gradient is as large as float16 can hold"
#: What is said of an answer, by the name of what is wrong with it.
TEXTS = {
    "not a pair": "Your answer is no pair. Asked for are two things: the list of arrays, and found_inf.",
    "the two answers exchanged": "Your answer begins with found_inf. Asked for is (list of arrays, found_inf).",
    "a flag for each array": "Your found_inf holds a flag for each array. One overflow anywhere spoils the whole step: "
    "asked for is a single True or False.",
    "no flag": "Your found_inf is neither True nor False.",
    "an overflow where there is none": "Your found_inf is true, but all gradients are finite: a good step would be "
    "left out.",
    "inf missed": "Your found_inf is false, but a gradient is inf. With that step a weight would be lost for good.",
    "-inf missed": "Your found_inf is false, but a gradient is −inf. With that step a weight would be lost for good.",
    "NaN missed": "Your found_inf is false, but a gradient is NaN. With that step a weight would be lost for good.",
    "no list of arrays": "The first part of your answer is no list of arrays. Every array that came in has one there, "
    "in the same order.",
    "another number of arrays": "Your list has another number of arrays than came in. Each gradient has one, in the "
    "same order.",
    "another shape": "An array of yours has another shape than the gradient at its place. Each keeps its shape.",
    "float16 comes back": "Your arrays are float16. Divided by the scale, small gradients become 0 there again; "
    "the answer is to be float32.",
    "float64 comes back": "Your arrays are float64, twice as long as needed. The answer is to be float32, as weights "
    "are.",
    "another dtype": "Your arrays are of another dtype than float32.",
    "divided in float16": "Your arrays are float32, but their values went through float16 on the way. A small gradient "
    "divided by the scale rounds there, or becomes 0, and a scale above 65504 is infinite: first the dtype, then the "
    "division.",
    "not divided": "Your gradients are those that came in, as large as before. They belong to the scaled loss: divide "
    "by the scale.",
    "multiplied": "Your gradients are times the scale once more. They have been multiplied with it already, as was the "
    "loss: divide.",
    "divided twice": "Your gradients are smaller than expected by the scale once more: it was divided by twice.",
    "other values": "Your values are not the gradients divided by the scale.",
}


class LossScale(Exercise):
    id, points, agrees_with = "gpu/loss_scale", 2, ""
    parts = ("gradients", "found_inf")
    causes = tuple(
        (
            kind,
            "(?i)inf|nan|finite|overflow",
            "An overflow is no reason to stop: it is told by found_inf, which is True.",
        )
        for kind in ("OverflowError", "ValueError", "RuntimeError", "FloatingPointError", "ArithmeticError")
    )
    hints = (
        "Two questions of each array: is everything in it finite, and what is it without the scale? A float16 that is "
        "divided stays a float16: where would a small number get lost?",
        "gradient = float32(scaled gradient) / scale. found_inf is true if any number in any array is inf, −inf or "
        "NaN; `np.isfinite` is False for all three.",
        "A list of `grad.astype(…) / …` for each array. For the flag: `np.isfinite(grad).all()` says of one array "
        "whether it is good; found_inf is true if one of them is not.",
    )
    notice = "Scaling the loss is one multiplication; taking the scale out again is this."

    def cases(self, rng):
        yield self._case([[2.0, -4.0]], 4.0)
        yield self._case([[1.0, np.inf]], 2.0)
        yield self._case([[np.nan, 1.0]], 2.0)
        yield self._case([[-np.inf, 1.0]], 2.0)
        yield self._case([[0.5, 3.0], [-0.25]], 1024.0)
        for shapes, scale, size in _DRAWN:
            yield self._drawn(rng, shapes, scale, size)
        for bad in (np.inf, -np.inf, np.nan):
            for place in range(3):
                arrays = [rng.normal(size=shape) for shape in ((2, 3), (4,), (3, 2))]
                arrays[place].flat[int(rng.integers(arrays[place].size))] = bad
                yield self._case(arrays, 256.0)
        yield self._case([[1.0], [np.inf, -np.inf, 2.0]], 8.0)
        yield self._case([[np.inf], [np.nan, 1.0]], 8.0)
        yield self._case([[np.inf, np.nan, 1.0], [0.5]], 8.0)
        for bad in (np.inf, -np.inf, np.nan):
            yield self._case([[bad], [0.5, 1.0]], 8.0)
            yield self._case([[bad, bad], [bad]], 8.0, _ALL)
        for arrays in ([[40000.0, 50000.0]], [[1.0], [60000.0, 30000.0]], [[-45000.0, -40000.0, 2.0], [3.0]]):
            yield self._case(arrays, 16.0, _BEYOND)
        for arrays in ([[_LARGEST, -1.0]], [[2.0], [-_LARGEST, 5.0]], [[_LARGEST], [-_LARGEST, 7.0]]):
            yield self._case(arrays, 4096.0, _EDGE)
        tiny = float(np.finfo(np.float16).smallest_subnormal)
        for arrays in ([[0.0, 1.5]], [[3.0], [0.0, -0.0, -2.0]], [[0.0], [0.0]], [[tiny, 0.0], [-3 * tiny, 1.0]]):
            yield self._case(arrays, 8.0)
        for shapes in ([(3,)], [(2, 2), (5,)]):
            yield self._drawn(rng, shapes, 1.0, 1.0, "where the scale is 1")

    def _case(self, arrays, scale, about=""):
        return self.case([np.array(array, np.float16) for array in arrays], float(scale), about=about)

    def _drawn(self, rng, shapes, scale, size, about=""):
        return self._case([size * rng.normal(size=shape) for shape in shapes], scale, about)

    def judge(self, case, answer):
        key = _fault(case.args["grads"], case.args["scale"], answer)
        return Finding(key, TEXTS[key]) if key else None

    @staticmethod
    def solution(grads, scale):
        """The gradients without the scale, and whether one of them overflowed.

        Args:
            grads: list of float16 arrays: the gradients of the loss times scale. It is left as it is.
            scale: float, what the loss was multiplied by.
        Returns:
            (list of float32 arrays, found_inf): the gradients divided by scale *in float32*, and True if any number
            in any of them is inf, −inf or NaN, False otherwise. Where it is True, nobody looks at the gradients.
        """
        unscaled = [grad.astype(np.float32) / scale for grad in grads]
        found_inf = not all(np.isfinite(grad).all() for grad in grads)
        return unscaled, found_inf

    @mistake(
        "NaN is not found",
        "Your found_inf is false where a gradient is NaN and none is infinite. Where something overflows, NaN is soon "
        "there too: inf − inf is NaN. Ask for both.",
    )
    def only_inf(self, grads, scale):
        return self._with(grads, scale, any(np.isinf(grad).any() for grad in grads))

    @mistake(
        "inf is not found",
        "Your found_inf is true for NaN, but not for inf or −inf. What overflows in float16 becomes infinite first.",
    )
    def only_nan(self, grads, scale):
        return self._with(grads, scale, any(np.isnan(grad).any() for grad in grads))

    @mistake(
        "-inf is not found",
        "Your found_inf is false where a gradient is −inf. Gradients overflow in both directions.",
    )
    def no_minus(self, grads, scale):
        return self._with(grads, scale, any((np.isnan(grad) | (grad == np.inf)).any() for grad in grads))

    @mistake(
        "-inf and NaN are not found",
        "Your found_inf is true for inf alone. −inf and NaN spoil the weights as much.",
    )
    def only_plus(self, grads, scale):
        return self._with(grads, scale, any((grad == np.inf).any() for grad in grads))

    @mistake(
        "never finds an overflow",
        "Your found_inf is never true. Note that NaN equals nothing, not even itself: a comparison with `np.nan` is "
        "always False. `np.isfinite` asks for inf and NaN at once.",
    )
    def never(self, grads, scale):
        return self._with(grads, scale, False)

    @mistake(
        "found_inf is always true",
        "Your found_inf is true whatever the gradients are: no step would ever be taken. Note that `~` turns Python's "
        "True into −2, which counts as true as well; `not` turns it into False.",
    )
    def always(self, grads, scale):
        return self._with(grads, scale, True)

    @mistake(
        "a gradient of 0 taken for an overflow",
        "Your found_inf is true where a gradient is 0. That is a number like any other: where a ReLU is switched off, "
        "gradients are 0, and the step is a good one. Only inf and NaN spoil it.",
    )
    def zeros(self, grads, scale):
        return self._with(grads, scale, any((~np.isfinite(grad) | (grad == 0)).any() for grad in grads))

    @mistake(
        "only the last array is looked at",
        "Your found_inf tells of the last array only. An overflow in one of the others goes unnoticed: once it is "
        "true, it has to stay so.",
    )
    def last(self, grads, scale):
        return self._with(grads, scale, not np.isfinite(grads[-1]).all())

    @mistake(
        "only the first array is looked at",
        "Your found_inf tells of the first array only. An overflow in one of the others spoils the step as well.",
    )
    def first(self, grads, scale):
        return self._with(grads, scale, not np.isfinite(grads[0]).all())

    @mistake(
        "only where every array has one",
        "Your found_inf is true only where every array has an overflow. A single one anywhere is enough.",
    )
    def every(self, grads, scale):
        return self._with(grads, scale, not any(np.isfinite(grad).all() for grad in grads))

    @mistake(
        "only where nothing in an array is finite",
        "Your found_inf is true only where no number of an array is finite. A single one that is not is enough.",
    )
    def nothing_finite(self, grads, scale):
        return self._with(grads, scale, any(not np.isfinite(grad).any() for grad in grads))

    @mistake(
        "only where nothing at all is finite",
        "Your found_inf is true only where no number in any array is finite. A single one that is not, anywhere, is "
        "enough.",
    )
    def nothing_at_all(self, grads, scale):
        return self._with(grads, scale, not any(np.isfinite(grad).any() for grad in grads))

    @mistake(
        "true where all is finite",
        "Your found_inf is the other way round: true where all gradients are finite. Then good steps would be left "
        "out, and the spoiled ones taken.",
    )
    def negated(self, grads, scale):
        return self._with(grads, scale, all(np.isfinite(grad).all() for grad in grads))

    @mistake(
        "a sum in float16",
        "Your found_inf is true where all gradients are finite and only their sum is beyond float16. Ask each number, "
        "not the sum.",
    )
    def by_sum(self, grads, scale):
        with np.errstate(over="ignore", invalid="ignore"):
            return self._with(grads, scale, any(not np.isfinite(grad.sum()) for grad in grads))

    @mistake(
        "the largest float16 counts as an overflow",
        "Your found_inf is true for 65504, the largest number that float16 can hold. It is still finite: only inf and "
        "NaN have overflowed.",
    )
    def largest(self, grads, scale):
        return self._with(grads, scale, any(not (np.abs(grad) < _LARGEST).all() for grad in grads))

    @mistake("a flag for each array", TEXTS["a flag for each array"])
    def flags(self, grads, scale):
        return self._with(grads, scale, [not np.isfinite(grad).all() for grad in grads])

    @mistake("the two answers exchanged", TEXTS["the two answers exchanged"])
    def exchanged(self, grads, scale):
        return self.solution(grads, scale)[::-1]

    @mistake("float16 comes back", TEXTS["float16 comes back"])
    def half(self, grads, scale):
        unscaled, found_inf = self.solution(grads, scale)
        with np.errstate(over="ignore"):
            return [grad.astype(np.float16) for grad in unscaled], found_inf

    @mistake("float64 comes back", TEXTS["float64 comes back"])
    def double(self, grads, scale):
        return [grad.astype(np.float64) / scale for grad in grads], self.solution(grads, scale)[1]

    @mistake("divided in float16", TEXTS["divided in float16"])
    def in_half(self, grads, scale):
        with np.errstate(over="ignore", invalid="ignore"):
            unscaled = [(grad / np.float16(scale)).astype(np.float32) for grad in grads]
        return unscaled, self.solution(grads, scale)[1]

    @mistake("not divided", TEXTS["not divided"])
    def undivided(self, grads, scale):
        return self.solution(grads, 1.0)[0], self.solution(grads, scale)[1]

    @mistake("multiplied", TEXTS["multiplied"])
    def multiplied(self, grads, scale):
        return self.solution(grads, 1 / scale)[0], self.solution(grads, scale)[1]

    @mistake("divided twice", TEXTS["divided twice"])
    def twice(self, grads, scale):
        return self.solution(grads, scale**2)[0], self.solution(grads, scale)[1]

    def _with(self, grads, scale, found_inf):
        return self.solution(grads, scale)[0], found_inf


#: Shapes, the scale, and how large the scaled gradients are: some of them close to the smallest float16.
_DRAWN = [
    ([(3,)], 1024.0, 0.01),
    ([(2, 3), (3,)], 65536.0, 0.5),
    ([(4,), (2, 2), (5,)], 65536.0, 1e-4),
    ([(6,)], 2.0**24, 300.0),
    ([(5, 2), (2,)], 1000.0, 0.002),
    ([(2, 3, 2)], 3.0, 1e-5),
    ([(7,), (1,), (3, 3)], 0.5, 20.0),
    ([(3, 4)], 40000.0, 3.0),
]


def _fault(grads, scale, answer):
    """The name of what is wrong with an answer; "" if nothing is."""
    if not isinstance(answer, list | tuple) or len(answer) != 2:
        return "not a pair"
    arrays, flag = answer
    if not _single(flag):
        return _no_flag(arrays, flag)
    bad = next((number for grad in grads for number in grad.flat if not np.isfinite(number)), None)
    if bool(flag) != (bad is not None):
        missed = "an overflow where there is none" if bad is None else "NaN missed"
        return missed if bad is None or np.isnan(bad) else "inf missed" if bad > 0 else "-inf missed"
    return "" if flag else _fault_of_arrays(grads, scale, arrays)


def _single(value):
    """Whether a plain value is one number, True or False."""
    return is_number(value) and np.ndim(value) == 0


def _no_flag(arrays, flag):
    if not isinstance(flag, list | tuple | np.ndarray):
        return "no flag"
    if _single(arrays):
        return "the two answers exchanged"
    return "a flag for each array" if all(map(_single, flag)) else "no flag"


def _fault_of_arrays(grads, scale, arrays):
    if is_number(arrays):
        arrays = list(np.atleast_1d(arrays))
    if not isinstance(arrays, list | tuple) or not all(isinstance(array, np.ndarray) for array in arrays):
        return "no list of arrays"
    if len(arrays) != len(grads):
        return "another number of arrays"
    if any(array.shape != grad.shape for array, grad in zip(arrays, grads, strict=True)):
        return "another shape"
    dtypes = {str(array.dtype) for array in arrays} - {"float32"}
    if dtypes:
        name = min(dtypes)
        return f"{name} comes back" if name in ("float16", "float64") else "another dtype"
    got, halves = (np.concatenate([array.ravel() for array in several]) for several in (arrays, grads))
    return _fault_of_values(got.astype(np.float64), halves, scale)


def _fault_of_values(got, halves, scale):
    """Compared number by number: small gradients beside large ones are to be right as well."""
    scaled = halves.astype(np.float64)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        known = {
            "": [scaled / scale],
            "not divided": [scaled],
            "multiplied": [scaled * scale],
            "divided twice": [scaled / scale**2],
            "divided in float16": [halves / np.float16(scale), halves * np.float16(1 / scale)],
        }
    for key, several in known.items():
        if any(np.allclose(got, values.astype(np.float64), rtol=1e-5, atol=0, equal_nan=True) for values in several):
            return key
    return "other values"
