"""The data that the trainings are made of: each a function of a seed, split into training, validation and test."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

import tinygrad_lite as tg


@dataclass(frozen=True)
class Data:
    """Arrays of three parts; `kind` is "classes" (int64 of shape (n,)), "binary" (n, 1) or "numbers" (n, k)."""

    kind: str
    train: tuple[np.ndarray, np.ndarray]
    val: tuple[np.ndarray, np.ndarray]
    test: tuple[np.ndarray, np.ndarray]

    def with_train(self, x: np.ndarray | None = None, y: np.ndarray | None = None) -> Data:
        return replace(self, train=(self.train[0] if x is None else x, self.train[1] if y is None else y))

    def with_val(self, x: np.ndarray | None = None, y: np.ndarray | None = None) -> Data:
        return replace(self, val=(self.val[0] if x is None else x, self.val[1] if y is None else y))


def parts(kind: str, x: np.ndarray, y: np.ndarray, train: int, val: int) -> Data:
    y = y.astype(np.int64 if kind == "classes" else np.float32)
    if not np.issubdtype(x.dtype, np.integer):
        x = x.astype(np.float32)
    cut = train + val
    return Data(kind, (x[:train], y[:train]), (x[train:cut], y[train:cut]), (x[cut:], y[cut:]))


def shuffled(x: np.ndarray, y: np.ndarray, random: np.random.RandomState) -> tuple[np.ndarray, np.ndarray]:
    order = random.permutation(len(x))
    return x[order], y[order]


def standardized(x: np.ndarray, by: np.ndarray) -> np.ndarray:
    return (x - by.mean(0)) / (by.std(0) + 1e-8)


# ------------------------------------------------------------------------------------------- real, of the package
def real(kind: str, loaded, seed: int, train: int, val: int, standard: bool) -> Data:
    x, y = (part.numpy() for part in loaded(None))
    x, y = shuffled(x, y, np.random.RandomState(1000 + seed))
    if standard:
        x = standardized(x, x[:train])
    return parts(kind, x, y, train, val)


def digits(seed: int, train: int = 800) -> Data:
    data = real("classes", tg.data.digits, seed, train, 300, False)
    return Data("classes", *[((x - 8) / 8, y) for x, y in (data.train, data.val, data.test)])


def digit_images(seed: int, train: int = 600) -> Data:
    data = digits(seed, train)
    return Data("classes", *[(x.reshape(-1, 1, 8, 8), y) for x, y in (data.train, data.val, data.test)])


def few_digits(seed: int) -> Data:
    return digits(seed, 80)


def wine(seed: int) -> Data:
    return real("classes", tg.data.wine, seed, 100, 36, True)


def raw_wine(seed: int) -> Data:
    return real("classes", tg.data.wine, seed, 100, 36, False)


def tumours(seed: int) -> Data:
    return real("binary", tg.data.breast_cancer, seed, 320, 100, True)


def raw_tumours(seed: int) -> Data:
    return real("binary", tg.data.breast_cancer, seed, 320, 100, False)


def diabetes(seed: int) -> Data:
    data = real("numbers", tg.data.diabetes, seed, 260, 80, True)
    mean, std = data.train[1].mean(), data.train[1].std()
    return Data("numbers", *[(x, (y - mean) / std) for x, y in (data.train, data.val, data.test)])


def raw_diabetes(seed: int) -> Data:
    """Inputs standardized, targets as measured: from 25 to 346."""
    return real("numbers", tg.data.diabetes, seed, 260, 80, True)


# ------------------------------------------------------------------------------------------------- made by a rule
def synthetic(kind: str, made, train: int, val: int) -> Data:
    x, y = (part.numpy() for part in made)
    return parts(kind, x, y, train, val)


def spirals(seed: int) -> Data:
    return synthetic("classes", tg.data.spirals(1400, 3, noise=0.1, seed=seed), 600, 300)


def moons(seed: int) -> Data:
    return synthetic("binary", tg.data.moons(1200, noise=0.15, seed=seed), 400, 300)


def few_noisy_moons(seed: int) -> Data:
    return synthetic("binary", tg.data.moons(1000, noise=0.45, seed=seed), 50, 350)


def sine(seed: int) -> Data:
    return synthetic("numbers", tg.data.sine(1200, noise=0.1, seed=seed), 500, 300)


def noisy_sine(seed: int) -> Data:
    return synthetic("numbers", tg.data.sine(1400, noise=0.5, seed=seed), 600, 300)


def adding(seed: int) -> Data:
    data = synthetic("numbers", tg.data.adding(1400, 8, seed=seed), 800, 300)
    return Data("numbers", *[(x, y - 1) for x, y in (data.train, data.val, data.test)])


def clouds(seed: int, classes: int = 5, dims: int = 10, spread: float = 1.0, train: int = 600) -> Data:
    """Normal clouds around places drawn at random."""
    random = np.random.RandomState(2000 + seed)
    places = random.randn(classes, dims) * 1.2
    y = random.randint(0, classes, train + 900)
    return parts("classes", places[y] + spread * random.randn(len(y), dims), y, train, 300)


def two_clouds(seed: int) -> Data:
    """Two clouds that lie much in one another: 70 % right is all that can be had."""
    random = np.random.RandomState(2100 + seed)
    y = random.randint(0, 2, 2000)
    x = random.randn(2000, 6)
    x[:, 0] += 1.05 * (y - 0.5)
    return parts("binary", x, y[:, None], 800, 400)


def rare(seed: int, share: float = 0.05, apart: float = 1.6) -> Data:
    """A rare class that lies at the edge of the other, partly in it."""
    random = np.random.RandomState(2200 + seed)
    y = (random.rand(3000) < share).astype(int)
    x = random.randn(3000, 5)
    x[:, :2] += apart * y[:, None]
    return parts("binary", x, y[:, None], 1000, 600)


def clear_rare(seed: int) -> Data:
    return rare(seed, 0.08, 3.5)


def rare_classes(seed: int) -> Data:
    """Three classes, the last two of them 4 % each and hard to tell from the first."""
    random = np.random.RandomState(2300 + seed)
    y = random.choice(3, 3000, p=[0.92, 0.04, 0.04])
    x = random.randn(3000, 6)
    x[:, 0] += 1.7 * (y == 1)
    x[:, 1] += 1.7 * (y == 2)
    return parts("classes", x, y, 1000, 600)


def hills(seed: int, train: int = 600, noise: float = 0.1) -> Data:
    """Five inputs of which a smooth function is to be found; the targets have variance about 1."""
    random = np.random.RandomState(2400 + seed)
    x = random.uniform(-1, 1, (train + 900, 5))
    y = 1.2 * np.sin(2 * x[:, 0]) + x[:, 1] * x[:, 2] + 0.7 * x[:, 3] + np.abs(x[:, 4]) - 0.5
    return parts("numbers", x, (y + noise * random.randn(len(y)))[:, None], train, 300)


def noisy_hills(seed: int) -> Data:
    return hills(seed, 800, 0.7)


def few_hills(seed: int) -> Data:
    return hills(seed, 50, 0.5)


def circle(seed: int) -> Data:
    """Inside of a circle, or outside?"""
    random = np.random.RandomState(2500 + seed)
    x = random.uniform(-1, 1, (1400, 2))
    return parts("binary", x, (np.hypot(x[:, 0], x[:, 1]) < 0.75)[:, None], 600, 300)


def bars(seed: int, noise: float = 0.6, train: int = 400) -> Data:
    """Images of 10 by 10 with a bar: upright, lying, or on one of the two diagonals."""
    random = np.random.RandomState(2600 + seed)
    n = train + 600
    x, y, k = noise * random.randn(n, 1, 10, 10), random.randint(0, 4, n), np.arange(6)
    for image, label in zip(x[:, 0], y):
        row, column = random.randint(0, 5, 2)
        if label == 0:
            image[row + k[:5], column] += 1.5
        elif label == 1:
            image[row, column + k[:5]] += 1.5
        elif label == 2:
            image[row + k[:5], column + k[:5]] += 1.5
        else:
            image[row + k[:5], column + 4 - k[:5]] += 1.5
    return parts("classes", x, y, train, 300)


def squares(seed: int) -> Data:
    """Images of 8 by 8 with a bright square: how many pixels does it have? (standardized)"""
    random = np.random.RandomState(2700 + seed)
    n = 1200
    x, y = 0.2 * random.randn(n, 1, 8, 8), np.zeros(n)
    for i in range(n):
        side, row, column = random.randint(1, 6), random.randint(0, 3), random.randint(0, 3)
        x[i, 0, row : row + side, column : column + side] += 1
        y[i] = side**2
    return parts("numbers", x, ((y - 11) / 8.6)[:, None], 500, 300)


def words(seed: int, length: int = 10, vocabulary: int = 40) -> Data:
    """Sentences of words (numbers from 0 to 39), each word pleasant or not; is the sentence pleasant?"""
    random = np.random.RandomState(2800 + seed)
    worth = random.permutation(np.linspace(-1, 1, vocabulary))
    x = random.randint(0, vocabulary, (2000, length))
    return parts("classes", x, worth[x].sum(1) > 0, 1000, 400)


def few_words(seed: int) -> Data:
    random = np.random.RandomState(2900 + seed)
    worth = random.permutation(np.linspace(-1, 1, 200))
    x = random.randint(0, 200, (1200, 10))
    return parts("classes", x, worth[x].sum(1) + 0.8 * random.randn(1200) > 0, 150, 400)


def first_sign(seed: int, length: int = 6) -> Data:
    """Sequences of noise in which the first number says the class."""
    random = np.random.RandomState(3000 + seed)
    x = 0.5 * random.randn(1600, length, 2)
    y = random.randint(0, 2, 1600)
    x[:, 0, 0] = np.where(y, 1, -1)
    return parts("classes", x, y, 800, 300)


def long_first_sign(seed: int) -> Data:
    return first_sign(seed, 15)


def waves(seed: int) -> Data:
    """Sequences of 20 numbers from a sine of one of three frequencies, with noise: which one?"""
    random = np.random.RandomState(3100 + seed)
    y = random.randint(0, 3, 1500)
    t, phase = np.arange(20), random.uniform(0, 6.28, 1500)
    x = np.sin(np.array([0.3, 0.6, 1.0])[y, None] * t + phase[:, None]) + 0.3 * random.randn(1500, 20)
    return parts("classes", x[:, :, None], y, 700, 300)


# ------------------------------------------------------------------------------------------ with a fault in itself
def with_target(data: Data) -> Data:
    """The target, not quite exact, as one more column of the inputs."""
    random = np.random.RandomState(7)
    changed = [
        (np.concatenate([x, y + 0.01 * random.randn(*y.shape)], 1).astype(np.float32), y)
        for x, y in (data.train, data.val, data.test)
    ]
    return Data(data.kind, *changed)


def clouds_with_target(seed: int) -> Data:
    return with_target(two_clouds(seed))


def hills_with_target(seed: int) -> Data:
    return with_target(noisy_hills(seed))


def rarer(seed: int) -> Data:
    return rare(seed, 0.03, 1.5)


def hard_clouds(seed: int) -> Data:
    return clouds(seed, spread=1.6)


def few_zeros(seed: int) -> Data:
    """Is it a zero? Nine in ten zeros of the training digits are missing, and all digits are pale and noisy."""
    data, random = digits(seed, 1100), np.random.RandomState(seed)
    changed = []
    for x, y in (data.train, data.val, data.test):
        kept = (y != 0) | (random.rand(len(y)) < 0.4)
        x = x[kept] * 0.4 + 0.5 * random.randn(kept.sum(), 64)
        changed.append((x.astype(np.float32), (y[kept] == 0).astype(np.int64)))
    return Data("classes", *changed)


def foreign_clouds(seed: int) -> Data:
    """Inputs of one experiment and labels of another, in training and everywhere."""
    here, there = clouds(seed), clouds(seed + 500)
    return Data("classes", *[(x, y) for (x, _), (_, y) in zip(*[(d.train, d.val, d.test) for d in (here, there)])])


def blind_hills(seed: int) -> Data:
    """Five measurements that do not bear on the targets."""
    made, random = hills(seed), np.random.RandomState(seed)
    return Data(
        "numbers", *[(random.randn(*x.shape).astype(np.float32), y) for x, y in (made.train, made.val, made.test)]
    )


def parity(seed: int) -> Data:
    """Are the ones among 24 bits odd in number?"""
    bits = np.random.RandomState(3200 + seed).randint(0, 2, (1500, 24))
    return parts("classes", 2.0 * bits - 1, bits.sum(1) % 2, 600, 300)


def scrambled(data: Data, seed: int) -> Data:
    """Every sample's pixels, or moments, in an order of its own."""
    random, changed = np.random.RandomState(seed), []
    for x, y in (data.train, data.val, data.test):
        flat = x.reshape(len(x), -1)
        changed.append((np.stack([random.permutation(row) for row in flat]).reshape(x.shape), y))
    return Data(data.kind, *changed)


def scrambled_bars(seed: int) -> Data:
    return scrambled(bars(seed), seed)


def scrambled_waves(seed: int) -> Data:
    return scrambled(waves(seed), seed)
