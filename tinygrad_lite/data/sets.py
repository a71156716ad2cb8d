"""Data sets that need no network."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tinygrad_lite.backend import Generator, default_generator, float32, int64
from tinygrad_lite.tensor import Tensor

DIGITS_TRAINING = 1437  # of the 1797 images, four fifths


def xor(n: int = 1000, *, seed: int | None = None, generator: Generator | None = None) -> tuple[Tensor, Tensor]:
    """`n` random corners of the unit square, and whether exactly one of the two coordinates is 1.

    Returns:
        x (n, 2), each number 0. or 1. with probability ½; y (n, 1), 0. or 1.; both float32.

    >>> x, y = tg.data.xor(4, seed=0)
    >>> x.shape, y.shape, bool(((x.sum(1, keepdim=True) == 1).float() == y).numpy().all())
    ((4, 2), (4, 1), True)
    """
    if seed is not None and generator is not None:
        raise ValueError("xor: give seed or generator, not both.")
    if seed is not None:
        generator = Generator().manual_seed(seed)
    generator = generator or default_generator()
    corners = generator.integers(0, 2, (n, 2), int64)
    label = corners[:, :1] ^ corners[:, 1:]
    return Tensor(corners.astype(float32)), Tensor(label.astype(float32))


def digits(train: bool | None = None) -> tuple[Tensor, Tensor]:
    """Real handwritten digits, 8×8 pixels, written by 13 people.

    Args:
        train: True for the 1437 training images, False for the 360 test images (the split is fixed: a random order
            drawn once with seed 0), None for all 1797 in the order of the source.
    Returns:
        images (n, 64), float32, from 0 (paper) to 16 (ink), row by row; labels (n,), int64, 0 to 9.

    Source: "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak, 1998, UCI Machine Learning
    Repository, doi:10.24432/C50P49, licence CC BY 4.0; its test part, as distributed with scikit-learn.

    >>> images, labels = tg.data.digits(train=True)
    >>> images.shape, labels[:3].tolist()
    ((1437, 64), ...)
    """
    with np.load(Path(__file__).with_name("digits.npz")) as file:
        images, labels = file["images"].astype(float32), file["labels"].astype(int64)
    if train is not None:
        order = np.random.RandomState(0).permutation(len(images))
        chosen = order[:DIGITS_TRAINING] if train else order[DIGITS_TRAINING:]
        images, labels = images[chosen], labels[chosen]
    return Tensor(images), Tensor(labels)
