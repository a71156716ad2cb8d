"""Data made by a rule, as much of it as you like: for two dimensions, for curves, for sequences.

Each takes `seed`, or a `generator`; without them the numbers come from that of `tg.manual_seed`.
"""

from __future__ import annotations

import math

import numpy as np

from tinygrad_lite.arguments import checked
from tinygrad_lite.backend import Generator, default_generator, float32, float64, int64
from tinygrad_lite.ops.common import shown
from tinygrad_lite.tensor import Tensor


def chosen(name: str, seed: int | None, generator: Generator | None, *sizes: int) -> Generator:
    """Where the random numbers come from; and are the sizes possible ones?"""
    for size in sizes:
        if not 0 <= size < 2**48:
            raise ValueError(f"{name}: cannot make {shown(size)} of them; give a number from 0 on.")
    if seed is not None and generator is not None:
        raise ValueError(f"{name}: give seed or generator, not both.")
    return Generator().manual_seed(seed) if seed is not None else generator or default_generator()


@checked
def xor(n: int = 1000, *, seed: int | None = None, generator: Generator | None = None) -> tuple[Tensor, Tensor]:
    """`n` random corners of the unit square, and whether exactly one of the two coordinates is 1.

    Returns:
        x (n, 2), each number 0. or 1. with probability ½; y (n, 1), 0. or 1.; both float32.

    >>> x, y = tg.data.xor(4, seed=0)
    >>> x.shape, y.shape, bool(((x.sum(1, keepdim=True) == 1).float() == y).numpy().all())
    ((4, 2), (4, 1), True)
    """
    corners = chosen("xor", seed, generator, n).integers(0, 2, (n, 2), int64)
    label = corners[:, :1] ^ corners[:, 1:]
    return Tensor(corners.astype(float32)), Tensor(label.astype(float32))


@checked
def moons(
    n: int = 1000, noise: float = 0.1, *, seed: int | None = None, generator: Generator | None = None
) -> tuple[Tensor, Tensor]:
    """Two half circles that reach into each other, no straight line between them.

    Returns:
        x (n, 2), float32, moved by normal noise of standard deviation `noise`; y (n, 1), float32, 0. (above) or 1.

    >>> x, y = tg.data.moons(200, seed=0)
    >>> x.shape, y.shape
    ((200, 2), (200, 1))
    """
    random = chosen("moons", seed, generator, n)
    label = np.arange(n) % 2
    angle = random.uniform(0, math.pi, (n,), float64)
    x = np.where(label, 1 - np.cos(angle), np.cos(angle)), np.where(label, 0.5 - np.sin(angle), np.sin(angle))
    points = np.stack(x, axis=1) + random.normal(0, float(noise), (n, 2), float64)
    return shuffled(points, label[:, None].astype(float32), random)


@checked
def spirals(
    n: int = 1000,
    classes: int = 3,
    noise: float = 0.1,
    turns: float = 0.75,
    *,
    seed: int | None = None,
    generator: Generator | None = None,
) -> tuple[Tensor, Tensor]:
    """Arms that wind around the origin, one for each class, out to distance 1.

    Returns:
        x (n, 2), float32; y (n,), int64, from 0 to classes - 1. `noise` moves the angle, in radians.

    >>> x, y = tg.data.spirals(90, classes=3, seed=0)
    >>> x.shape, sorted(set(y.tolist()))
    ((90, 2), [0, 1, 2])
    """
    random = chosen("spirals", seed, generator, n, classes)
    label = np.arange(n) % classes
    radius = random.uniform(0.05, 1, (n,), float64)
    angle = 2 * math.pi * (turns * radius + label / classes) + random.normal(0, float(noise), (n,), float64)
    return shuffled(np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), label, random)


@checked
def blobs(
    n: int = 1000,
    centers: int = 3,
    std: float = 0.5,
    *,
    seed: int | None = None,
    generator: Generator | None = None,
) -> tuple[Tensor, Tensor]:
    """Clouds of normally distributed points around `centers` places, evenly spread on a circle of radius 2.

    Returns:
        x (n, 2), float32; y (n,), int64, from 0 to centers - 1.

    >>> x, y = tg.data.blobs(100, centers=4, seed=0)
    >>> x.shape, sorted(set(y.tolist()))
    ((100, 2), [0, 1, 2, 3])
    """
    random = chosen("blobs", seed, generator, n, centers)
    label = np.arange(n) % centers
    angle = 2 * math.pi * label / centers
    middle = 2 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return shuffled(middle + random.normal(0, float(std), (n, 2), float64), label, random)


@checked
def sine(
    n: int = 1000, noise: float = 0.1, *, seed: int | None = None, generator: Generator | None = None
) -> tuple[Tensor, Tensor]:
    """A curve to fit: y = sin(x) + noise, for x between -π and π.

    Returns:
        x (n, 1) and y (n, 1), float32.
    """
    random = chosen("sine", seed, generator, n)
    x = random.uniform(-math.pi, math.pi, (n, 1), float64)
    y = np.sin(x) + random.normal(0, float(noise), (n, 1), float64)
    return Tensor(x.astype(float32)), Tensor(y.astype(float32))


@checked
def adding(
    n: int = 1000, length: int = 50, *, seed: int | None = None, generator: Generator | None = None
) -> tuple[Tensor, Tensor]:
    """Sequences in which two numbers, marked among many, must be remembered and added up.

    Returns:
        x (n, length, 2), float32: at each time a number between 0 and 1, and a mark, 1. for two of them (one in the
        first half, one in the second) and 0. for the others; y (n, 1), float32, the sum of the two marked numbers.
        Always answering 1 has a mean squared error of 1/6.

    Source: Hochreiter & Schmidhuber 1997, "Long short-term memory", where numbers are between -1 and 1.
    """
    if length < 2:
        raise ValueError(f"adding: two numbers are marked, so the length must be at least 2, got {length}.")
    random = chosen("adding", seed, generator, n, length)
    x = np.zeros((n, length, 2), float32)
    x[..., 0] = random.uniform(0, 1, (n, length), float32)
    rows, half = np.arange(n), length // 2
    first, second = random.integers(0, half, (n,), int64), random.integers(half, length, (n,), int64)
    x[rows, first, 1] = x[rows, second, 1] = 1
    return Tensor(x), Tensor(x[rows, first, :1] + x[rows, second, :1])


def shuffled(x: np.ndarray, y: np.ndarray, random: Generator) -> tuple[Tensor, Tensor]:
    order = random.permutation(len(x))
    return Tensor(x[order].astype(float32)), Tensor(y[order])
