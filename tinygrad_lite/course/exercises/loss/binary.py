"""What the losses for yes-or-no answers share: targets, and answers that are sure, right or wrong."""

from __future__ import annotations

import numpy as np

_SOFT = "with targets between 0 and 1"


def _labels(rng, shape):
    """Targets 0.0 and 1.0, both of them there."""
    size = int(np.prod(shape))
    return rng.permutation(np.resize([0.0, 1.0], size)).reshape(shape)


def _sure_and_not(rng, size, probabilities):
    """(probability, target) of `size` elements: each of `probabilities` once where it is wrong, once where right."""
    sure = np.repeat(probabilities, 2)
    wrong_then_right = [t for p in probabilities for t in (float(p < 0.5), float(p > 0.5))]
    p = np.concatenate([sure, rng.uniform(0.1, 0.9, size=size - len(sure))])
    return p, np.concatenate([wrong_then_right, np.resize([1.0, 0.0], size - len(sure))])
