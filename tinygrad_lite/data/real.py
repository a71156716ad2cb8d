"""Real data that comes along with the package, so that it needs no network."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tinygrad_lite.arguments import checked
from tinygrad_lite.tensor import Tensor

TRAINING = 0.8  # the share of the training samples


def loaded(name: str, train: bool | None) -> tuple[np.ndarray, np.ndarray]:
    """All samples in the order of the source; or those of the fixed split, a random order drawn once with seed 0."""
    with np.load(Path(__file__).with_name(f"{name}.npz")) as file:
        x, y = file["x"].astype(np.float32), file["y"]
    if train is not None:
        order = np.random.RandomState(0).permutation(len(x))
        training = int(TRAINING * len(x))
        chosen = order[:training] if train else order[training:]
        x, y = x[chosen], y[chosen]
    return x, y


@checked
def columns(name: str) -> list[str]:
    """The names of the columns of "breast_cancer", "diabetes" or "wine".

    >>> tg.data.columns("wine")[:2]
    ['alcohol', 'malic_acid']
    """
    if name not in ("breast_cancer", "diabetes", "wine"):
        raise ValueError(f'columns: there are those of "breast_cancer", "diabetes" and "wine", got {name!r:.60}.')
    with np.load(Path(__file__).with_name(f"{name}.npz")) as file:
        return file["names"].tolist()


@checked
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
    x, y = loaded("digits", train)
    return Tensor(x), Tensor(y.astype(np.int64))


@checked
def breast_cancer(train: bool | None = None) -> tuple[Tensor, Tensor]:
    """Measurements of cell nuclei in 569 breast tumours: malignant or benign?

    Args:
        train: True for the 455 training samples, False for the 114 test samples, None for all.
    Returns:
        x (n, 30), float32, of very different sizes (standardize them); y (n, 1), float32: 0. malignant, 1. benign.

    Source: "Breast Cancer Wisconsin (Diagnostic)", W. Wolberg, O. Mangasarian, N. Street and W. Street, 1993, UCI
    Machine Learning Repository, doi:10.24432/C5DW2B, licence CC BY 4.0; as distributed with scikit-learn.
    """
    x, y = loaded("breast_cancer", train)
    return Tensor(x), Tensor(y[:, None].astype(np.float32))


@checked
def diabetes(train: bool | None = None) -> tuple[Tensor, Tensor]:
    """Ten measurements of 442 patients, and how far their diabetes had progressed a year later.

    Args:
        train: True for the 353 training samples, False for the 89 test samples, None for all.
    Returns:
        x (n, 10), float32, as measured (standardize them); y (n, 1), float32, from 25 to 346.

    Source: B. Efron, T. Hastie, I. Johnstone and R. Tibshirani 2004, "Least angle regression", Annals of Statistics 32;
    as distributed with scikit-learn.
    """
    x, y = loaded("diabetes", train)
    return Tensor(x), Tensor(y[:, None].astype(np.float32))


@checked
def wine(train: bool | None = None) -> tuple[Tensor, Tensor]:
    """Chemical analyses of 178 wines from three growers of one region: whose is it?

    Args:
        train: True for the 142 training samples, False for the 36 test samples, None for all.
    Returns:
        x (n, 13), float32, of very different sizes (standardize them); y (n,), int64, from 0 to 2.

    Source: "Wine", S. Aeberhard and M. Forina, 1992, UCI Machine Learning Repository, doi:10.24432/C5PC7J, licence
    CC BY 4.0; as distributed with scikit-learn.
    """
    x, y = loaded("wine", train)
    return Tensor(x), Tensor(y)
