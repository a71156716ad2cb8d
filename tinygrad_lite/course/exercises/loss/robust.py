"""What Huber and smooth L1 share: errors on both sides of the corner."""

from __future__ import annotations

import numpy as np


def _around_a_corner(rng, shape, corner):
    """(predicted, target) with errors of both signs, small and large, none of them exactly at ±corner."""
    size = int(np.prod(shape))
    factors = np.resize([0.5, -2.0, 2.0, -0.5, 0.92, 1.1], size) * rng.uniform(0.98, 1.02, size=size)
    target = rng.normal(size=shape)
    return target + corner * rng.permutation(factors).reshape(shape), target


def _corner_cases(exercise, rng, name):
    """The cases of Huber and smooth L1: with the default corner at 1, then with others."""
    yield exercise.case(np.array([0.5, 3.0]), np.array([0.0, 0.0]))
    yield exercise.case(np.array([1.0]), np.array([3.0]))
    yield exercise.case(np.array([0.8, 0.3, 0.5]), np.array([1.0, 0.0, 0.5]))
    for shape in [(4,), (5,), (7,), (4, 2), (2, 3), (3, 5), (6, 2), (2, 3, 4), (3, 1, 5)]:
        yield exercise.case(*_around_a_corner(rng, shape, 1.0))
    for shape, low, high in [
        ((4,), 0.1, 0.9),
        ((3, 2), 0.1, 0.9),
        ((5,), 1.2, 4.0),
        ((2, 4), 1.2, 4.0),
        ((6,), 1.2, 4.0),
    ]:
        signs = rng.permutation(np.resize([1.0, -1.0], shape).ravel()).reshape(shape)  # all small, then all large
        target = rng.normal(size=shape)
        yield exercise.case(target + signs * rng.uniform(low, high, size=shape), target)
    for shape in [(4,), (2, 4), (5,), (3, 4)]:  # one error in four is large, their mean is small
        factors = np.resize([0.1, 1.6, -0.2, 0.15], shape) * rng.uniform(0.95, 1.05, size=shape)
        target = rng.normal(size=shape)
        yield exercise.case(target + factors, target)
    for errors in [[1.0], [1.0, -1.0, 0.25], [0.5, 1.0, -3.0, 0.25], [-1.0, 2.0, 0.125, 1.0, 0.5]]:
        target = np.resize([0.5, -1.0], len(errors))
        yield exercise.case(target + np.array(errors), target, about=f"where an error is exactly {name}")
    about = f"with a {name} other than 1"
    yield exercise.case(np.array([1.0, 6.0]), np.array([0.0, 0.0]), 3.0, about=about)
    for shape, corner in [((8,), 0.5), ((6,), 2.5), ((3, 4), 0.3), ((4, 3), 1.5), ((5, 2), 3.5), ((2, 5, 2), 0.7)]:
        yield exercise.case(*_around_a_corner(rng, shape, corner), corner, about=about)
