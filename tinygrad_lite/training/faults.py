"""What is wrong with the numbers of a network, defined once: not finite, dead, saturated, vanishing, exploding.

The callbacks, the training doctor and the plots all use these. Where a threshold is said to be measured, it was with
`python -m benchmarks.fault_thresholds`: 60 healthy trainings, 24 with vanishing and 24 with exploding gradients, each
looked at before training, after a quarter of it and at its end.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

# A layer's gradient vanishes below this share of the largest layer's, both per parameter. Measured: in healthy
# trainings the smallest share was 0.021, in those whose gradients vanish the largest was 0.00016; this is between them.
# Others, measured after it was set: 60 healthy ones, never below 0.038; 48 vanishing ones, never above it before
# training and after a quarter of it, and 2 of them at the end (0.0024).
VANISHING = 2e-3

# A layer's gradient explodes above this norm. Measured: healthy ones stay below 3, and 15 of 24 exploding ones are
# above 1000 (23 above 100). The room is for losses that are summed over a batch and not averaged, whose gradients are
# as many times as large; thresholds for clipping lie between 0.25 and 10 (Pascanu, Mikolov, Bengio 2013).
EXPLODING = 1e3

# ... or when it is so many times as large as is usual for this network, where that is known: with the weights that its
# layers draw by themselves. Set with the doctor's first trainings, measured in docs/measurements/doctor.md.
STEEP = 20.0

# A layer is dead when so large a share of its units gives 0 for every sample; a part of them is ordinary (sparse, as
# Glorot, Bordes, Bengio 2011 want it). Measured in docs/measurements/doctor.md.
DEAD = 0.9

# A value is saturated within this share of the range from one of its ends: the slope there is at most 4 % of the
# steepest, for Tanh as for Sigmoid (Glorot, Bengio 2010).
MARGIN = 0.01
RANGES = {"Tanh": (-1, 1), "Hardtanh": (-1, 1), "Softsign": (-1, 1), "Sigmoid": (0, 1), "Hardsigmoid": (0, 1)}


def not_finite(values: Any) -> int:
    """How many numbers are NaN or infinite.

    >>> not_finite(np.array([1.0, np.nan, -np.inf])), not_finite([1, 2])
    (2, 0)
    """
    values = np.asarray(values)
    return int(values.size - np.count_nonzero(np.isfinite(values)))


def active_units(outputs: np.ndarray) -> np.ndarray:
    """For each unit (a channel of an image, the last size of a sequence) whether it is ever not 0."""
    unit = 1 if outputs.ndim in (2, 4) else outputs.ndim - 1
    return (outputs != 0).any(axis=tuple(axis for axis in range(outputs.ndim) if axis != unit))


def dead_share(outputs: np.ndarray) -> float:
    """The share of units that are 0 for every sample; the layer is dead from `DEAD` on.

    >>> dead_share(np.array([[0.0, 1.0], [0.0, 0.0]]))
    0.5
    """
    return float(1 - active_units(outputs).mean())


def saturated_share(kind: str, outputs: np.ndarray) -> float:
    """The share of values close to the ends of what a layer of this kind can give; NaN where it has no ends.

    >>> saturated_share("Tanh", np.array([0.0, 0.99])), saturated_share("ReLU", np.array([0.0]))
    (0.5, nan)
    """
    if kind not in RANGES:
        return math.nan
    low, high = RANGES[kind]
    margin = MARGIN * (high - low)
    return float(((outputs < low + margin) | (outputs > high - margin)).mean())


def layer_gradients(gradients: Iterable[tuple[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Parameters' gradients by layer, those of its weight and bias one after another, in float64.

    >>> layer_gradients([("0.weight", np.ones((1, 2))), ("0.bias", np.zeros(1))])
    {'0': array([1., 1., 0.])}
    """
    parts: dict[str, list[np.ndarray]] = {}
    for name, gradient in gradients:
        if gradient.size:
            parts.setdefault(name.rpartition(".")[0], []).append(gradient.reshape(-1))
    return {layer: np.concatenate(part).astype(np.float64) for layer, part in parts.items()}


def norm(*arrays: np.ndarray) -> float:
    """The root of the sum of squares of all numbers.

    >>> norm(np.array([3.0, 0.0]), np.array([[4.0]]))
    5.0
    """
    return math.sqrt(sum(float(np.vdot(array, array)) for array in arrays))


def per_parameter(gradient: np.ndarray) -> float:
    """The size of a gradient, so that small and large layers can be compared: its norm / √(its numbers).

    >>> per_parameter(np.full(100, 0.5)) == per_parameter(np.full(4, 0.5)) == 0.5
    True
    """
    return norm(gradient) / math.sqrt(gradient.size)


def vanishing(sizes: Mapping[str, float], share: float = VANISHING) -> list[str]:
    """The layers whose gradient per parameter is 0, or less than this share of the largest layer's.

    >>> vanishing({"0": 1e-6, "2": 0.3, "4": 0.5})
    ['0']
    """
    floor = share * max((size for size in sizes.values() if math.isfinite(size)), default=0.0)
    return [layer for layer, size in sizes.items() if size == 0 or size < floor]


def explodes(norm: float, limit: float = EXPLODING, usual: float = math.inf) -> bool:
    """Whether a gradient of this norm, of a layer or a whole network, is too large: also where it is not finite.

    >>> explodes(2e3), explodes(50.0), explodes(50.0, usual=1.0), explodes(float("nan"))
    (True, False, True, True)
    """
    return not norm <= min(limit, STEEP * usual)
