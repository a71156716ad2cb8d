"""The few figures of a class report: shares with their intervals, and what goes together.

Written out here because they are short and nothing that the course installs has them; tests compare them with SciPy.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

#: Below so many students no share is given as a percentage: 1 more or less would move it by 5 points.
FOR_PERCENTAGES = 20
#: Below so many students no correlation is given: its own chance is as large as what it is to tell.
FOR_CORRELATIONS = 40
LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """Where a figure lies, with a certainty of `LEVEL`."""

    low: float
    high: float


def wilson(count: int, total: int, level: float = LEVEL) -> Interval:
    """Wilson's interval for a share: `count` of `total`. Of nothing everything is possible."""
    if not 0 <= count <= total:
        raise ValueError(f"wilson: {count} of {total} is no share.")
    if total == 0:
        return Interval(0.0, 1.0)
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, spread = count / total, z * z / total
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return Interval(0.0 if count == 0 else max(0.0, middle - half), 1.0 if count == total else min(1.0, middle + half))


def at_most(count: int, total: int, level: float = LEVEL) -> float:
    """The largest share with which so few are still to be expected: its exact upper bound (Clopper and Pearson).

    Seen were `count` of `total`. If the share were larger than this, so few or fewer would be seen with a chance of
    less than 1 - `level`.

    Example:
        >>> f"{at_most(0, 240):.2%}"
        '1.24%'
    """
    if not 0 <= count <= total:
        raise ValueError(f"at_most: {count} of {total} is no share.")
    if count == total:
        return 1.0

    ways = [math.lgamma(total + 1) - math.lgamma(n + 1) - math.lgamma(total - n + 1) for n in range(count + 1)]

    def chance(share: float) -> float:
        yes, no = math.log(share), math.log1p(-share)
        return sum(math.exp(way + n * yes + (total - n) * no) for n, way in enumerate(ways))

    low, high = count / total, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if chance(middle) > 1 - level else (low, middle)
    return high


def fisher(both: int, first: int, second: int, neither: int) -> float:
    """Fisher's exact test, two-sided: how likely a table at least as unlikely as this one is, if nothing goes together.

    Args:
        both, first, second, neither: how many have both of two things, only the first, only the second, none.
    """
    if min(both, first, second, neither) < 0:
        raise ValueError("fisher: a count below zero.")
    with_first, with_second = both + first, both + second
    total = both + first + second + neither

    def weight(count: int) -> int:
        return math.comb(with_first, count) * math.comb(total - with_first, with_second - count)

    counts = range(max(0, with_first + with_second - total), min(with_first, with_second) + 1)
    weights = [weight(count) for count in counts]
    here = weight(both)
    return sum(each for each in weights if each <= here) / sum(weights)


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Pearson's r; None where one of the two never changes."""
    n = len(first)
    if n != len(second) or n < 2:
        return None
    mean_first, mean_second = math.fsum(first) / n, math.fsum(second) / n
    apart_first, apart_second = [x - mean_first for x in first], [y - mean_second for y in second]
    squares = math.fsum(x * x for x in apart_first) * math.fsum(y * y for y in apart_second)
    if squares <= 0:
        return None
    r = math.fsum(x * y for x, y in zip(apart_first, apart_second, strict=True)) / math.sqrt(squares)
    return max(-1.0, min(1.0, r))


def correlation_interval(r: float, n: int, level: float = LEVEL) -> Interval:
    """Fisher's interval for Pearson's r of `n` pairs."""
    if n <= 3 or abs(r) >= 1:
        return Interval(-1.0, 1.0) if n <= 3 else Interval(r, r)
    half = NormalDist().inv_cdf((1 + level) / 2) / math.sqrt(n - 3)
    return Interval(math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half))


def holm(chances: Sequence[float], level: float = 1 - LEVEL) -> list[bool]:
    """Which of several tests still say something, by Holm's rule: of many tests some are small by luck."""
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    kept = [False] * len(chances)
    for rank, place in enumerate(order):
        if chances[place] > level / (len(chances) - rank):
            break
        kept[place] = True
    return kept
