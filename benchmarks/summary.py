"""Figures from samples: the middle one, and between what the middle half lies."""

import numpy as np


def summary(samples, least=False):
    """`value`, the median (or the smallest, where that was asked for), and the quartiles `low` and `high`.

    >>> summary([4.0, 1.0, 2.0, 3.0, 10.0])
    {'value': 3.0, 'low': 2.0, 'high': 4.0}
    """
    low, middle, high = np.percentile(samples, (25, 50, 75))
    value = min(samples) if least else middle
    return {name: round(float(x), 4) for name, x in (("value", value), ("low", low), ("high", high))}


def ratios(sides):
    """Everybody's figure as a multiple of PyTorch's.

    >>> ratios({"PyTorch": {"value": 2.0}, "ours": {"value": 1.0}})
    {'ours': 0.5}
    """
    if "PyTorch" not in sides:
        return {}
    return {who: round(side["value"] / sides["PyTorch"]["value"], 4) for who, side in sides.items() if who != "PyTorch"}


def growth(once, twice):
    """How many times as long twice as much takes, for each side.

    >>> growth({"ours": {"value": 2.0}}, {"ours": {"value": 5.0}})
    {'ours': {'value': 2.5, 'low': 2.5, 'high': 2.5}}
    """
    return {who: summary([twice[who]["value"] / once[who]["value"]]) for who in once}
