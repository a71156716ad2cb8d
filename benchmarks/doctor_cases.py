"""Ordinary trainings for the training doctor: data, models, optimizers, and how a learner would train them.

Three sets that share no seed, and no architecture but those of some faults: two to set the doctor's thresholds with,
and one, with other data as well, to measure it. docs/measurements/doctor.md says how they were used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import tinygrad_lite as tg
from tinygrad_lite.training import History, Trainer, validate

# ------------------------------------------------------------------------------------------- data and models


def standardized(x):
    values = x.numpy()
    return tg.tensor((values - values.mean(0)) / np.maximum(values.std(0), 1e-6))


def first_rows(pair, n, seed):
    order = np.random.default_rng(seed).permutation(len(pair[0]))[:n]
    return standardized(pair[0])[order], pair[1][order]


def diabetes(n, seed):
    x, y = first_rows(tg.data.diabetes(), n, seed)
    return x, (y - 152.0) / 77.0


def images(n, seed):
    x, y = tg.data.digits()
    order = np.random.default_rng(seed).permutation(len(x))[:n]
    return (x[order] / 16).reshape(-1, 1, 8, 8), y[order]


def flat_images(n, seed):
    x, y = images(n, seed)
    return x.reshape(-1, 64), y


def rings(n, seed):
    """Three circles around one another."""
    random = np.random.default_rng(seed)
    label, angle = random.integers(0, 3, n), random.uniform(0, 2 * np.pi, n)
    radius = 0.5 + label * 0.6 + random.normal(0, 0.1, n)
    x = np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)
    return tg.tensor(x.astype(np.float32)), tg.tensor(label)


def quadrants(n, seed):
    """Are both coordinates of one sign?"""
    random = np.random.default_rng(seed)
    x = random.uniform(-1, 1, (n, 2)).astype(np.float32)
    return tg.tensor(x * 1.7), tg.tensor((x[:, :1] * x[:, 1:] > 0).astype(np.float32))


def clouds(n, seed):
    """Four normal distributions in 12 dimensions."""
    random = np.random.default_rng(seed)
    label = random.integers(0, 4, n)
    x = random.normal(0, 1, (4, 12))[label] + random.normal(0, 1, (n, 12))
    return tg.tensor(x.astype(np.float32)), tg.tensor(label)


def friedman(n, seed):
    """A curved function of five of eight inputs. Source: Friedman 1991, "Multivariate adaptive regression splines"."""
    random = np.random.default_rng(seed)
    x = random.uniform(0, 1, (n, 8))
    y = 10 * np.sin(np.pi * x[:, 0] * x[:, 1]) + 20 * (x[:, 2] - 0.5) ** 2 + 10 * x[:, 3] + 5 * x[:, 4]
    y = (y + random.normal(0, 1, n) - 14.4) / 5
    return tg.tensor(((x - 0.5) * 3.46).astype(np.float32)), tg.tensor(y[:, None].astype(np.float32))


def bars(n, seed):
    """Images of a bar across, upright, or along one of the two diagonals, with noise."""
    random = np.random.default_rng(seed)
    label, place = random.integers(0, 4, n), random.integers(1, 7, n)
    row, column = np.mgrid[:8, :8]
    lines = [row, column, (row + column) % 8, (row - column) % 8]
    x = np.stack([lines[kind] == at for kind, at in zip(label, place)]) + random.normal(0, 0.3, (n, 8, 8))
    return tg.tensor(x[:, None].astype(np.float32)), tg.tensor(label)


def waves(n, seed):
    """Sequences of 10 numbers: which of three frequencies?"""
    random = np.random.default_rng(seed)
    label, start = random.integers(0, 3, n), random.uniform(0, 2 * np.pi, (n, 1))
    x = np.sin(np.array([0.4, 0.9, 1.6])[label][:, None] * np.arange(10) + start) + random.normal(0, 0.1, (n, 10))
    return tg.tensor(x[..., None].astype(np.float32)), tg.tensor(label)


DATA = {
    "moons": (lambda n, s: tg.data.moons(n, noise=0.15, seed=s), 2, 1, "binary"),
    "blobs": (lambda n, s: tg.data.blobs(n, centers=5, std=0.4, seed=s), 2, 5, "classes"),
    "spirals": (lambda n, s: tg.data.spirals(n, noise=0.15, turns=0.5, seed=s), 2, 3, "classes"),
    "sine": (lambda n, s: tg.data.sine(n, seed=s), 1, 1, "numbers"),
    "diabetes": (diabetes, 10, 1, "numbers"),
    "breast cancer": (lambda n, s: first_rows(tg.data.breast_cancer(), n, s), 30, 1, "binary"),
    "wine": (lambda n, s: first_rows(tg.data.wine(), n, s), 13, 3, "classes"),
    "digits": (flat_images, 64, 10, "classes"),
    "digit images": (images, 8, 10, "classes"),
    "adding 5": (lambda n, s: tg.data.adding(n, length=5, seed=s), 2, 1, "numbers"),
    "adding 8": (lambda n, s: tg.data.adding(n, length=8, seed=s), 2, 1, "numbers"),
    "rings": (rings, 2, 3, "classes"),
    "quadrants": (quadrants, 2, 1, "binary"),
    "clouds": (clouds, 12, 4, "classes"),
    "friedman": (friedman, 8, 1, "numbers"),
    "bars": (bars, 8, 4, "classes"),
    "waves": (waves, 1, 3, "classes"),
}
CRITERIA = {"binary": tg.nn.BCEWithLogitsLoss, "classes": tg.nn.CrossEntropyLoss, "numbers": tg.nn.MSELoss}


class Recurrent(tg.nn.Module):
    """The last output of a recurrent layer, through a linear one."""

    def __init__(self, kind, inputs, hidden, outputs):
        super().__init__()
        self.recurrent = kind(inputs, hidden, batch_first=True)
        self.head = tg.nn.Linear(hidden, outputs)

    def forward(self, x):
        return self.head(self.recurrent(x)[0][:, -1])


def mlp(widths, activation=tg.nn.ReLU, extra=None):
    def make(inputs, outputs):
        layers, size = [], inputs
        for width in widths:
            layers += [tg.nn.Linear(size, width), *([] if extra is None else [extra(width)]), activation()]
            size = width
        return tg.nn.Sequential(*layers, tg.nn.Linear(size, outputs))

    return make


def conv(channels, extra=None):
    def make(size, outputs):
        layers, before = [], 1
        for width in channels:
            layers += [tg.nn.Conv2d(before, width, 3, padding=1), *([] if extra is None else [extra(width)])]
            layers += [tg.nn.ReLU(), tg.nn.MaxPool2d(2)]
            before = width
        side = size // 2 ** len(channels)
        return tg.nn.Sequential(*layers, tg.nn.Flatten(), tg.nn.Linear(before * side**2, outputs))

    return make


def dropout(width):
    return tg.nn.Dropout(0.2)


def recurrent(kind, hidden):
    return lambda inputs, outputs: Recurrent(kind, inputs, hidden, outputs)


SETS = {  # curved: no straight line will do; clear: not much noise; one number: with one output
    "tune": {
        "seeds": 0,
        "tables": ["moons", "blobs", "diabetes", "digits"],
        "curved": ["moons"], "clear": ["moons", "blobs", "digits"], "one number": ["diabetes", "moons"],
        "tabular": {
            "16": mlp([16]), "32-32": mlp([32, 32]), "32-16, tanh": mlp([32, 16], tg.nn.Tanh),
            "24-24, dropout": mlp([24, 24], extra=dropout), "32-32, BatchNorm": mlp([32, 32], extra=tg.nn.BatchNorm1d),
        },
        "images": ("digit images", {"conv 8": conv([8])}),
        "sequences": ("adding 5", {"GRU 16": recurrent(tg.nn.GRU, 16)}),
    },
    "first": {
        "seeds": 10_000,
        "tables": ["spirals", "breast cancer", "wine", "sine"],
        "curved": ["spirals", "sine"], "clear": ["spirals", "wine", "sine"], "one number": ["sine", "breast cancer"],
        "tabular": {
            "20": mlp([20]), "48-24": mlp([48, 24]), "24-24-24": mlp([24, 24, 24]),
            "40, tanh": mlp([40], tg.nn.Tanh), "64, dropout": mlp([64], extra=dropout),
            "48-24, BatchNorm": mlp([48, 24], extra=tg.nn.BatchNorm1d),
            "32-32, LeakyReLU": mlp([32, 32], tg.nn.LeakyReLU),
        },
        "images": (
            "digit images", {"conv 6-12": conv([6, 12]), "conv 6-12, BatchNorm": conv([6, 12], tg.nn.BatchNorm2d)}
        ),
        "sequences": ("adding 8", {"LSTM 12": recurrent(tg.nn.LSTM, 12), "RNN 20": recurrent(tg.nn.RNN, 20)}),
    },
    "measure": {
        "seeds": 20_000,
        "tables": ["rings", "quadrants", "clouds", "friedman"],
        "curved": ["rings", "quadrants"], "clear": ["rings", "quadrants", "clouds"],
        "one number": ["friedman", "quadrants"],
        "tabular": {
            "28": mlp([28]), "36-18": mlp([36, 18]), "20-20-20": mlp([20, 20, 20]), "56, tanh": mlp([56], tg.nn.Tanh),
            "40-40, GELU": mlp([40, 40], tg.nn.GELU), "36-36, dropout": mlp([36, 36], extra=dropout),
            "28-28, LayerNorm": mlp([28, 28], extra=tg.nn.LayerNorm),
            "44, BatchNorm": mlp([44], extra=tg.nn.BatchNorm1d),
        },
        "images": ("bars", {"conv 10": conv([10]), "conv 5-10, BatchNorm": conv([5, 10], tg.nn.BatchNorm2d)}),
        "sequences": ("waves", {"GRU 10": recurrent(tg.nn.GRU, 10), "LSTM 14": recurrent(tg.nn.LSTM, 14)}),
    },
}  # fmt: skip
OPTIMIZERS = {  # rates that are ordinary for networks of this size
    "SGD": (lambda p, lr: tg.optim.SGD(p, lr=lr), (0.05, 0.3)),
    "momentum": (lambda p, lr: tg.optim.SGD(p, lr=lr, momentum=0.9), (0.01, 0.06)),
    "Adam": (lambda p, lr: tg.optim.Adam(p, lr=lr), (0.003, 0.02)),
    "AdamW": (lambda p, lr: tg.optim.AdamW(p, lr=lr), (0.003, 0.02)),
    "RMSprop": (lambda p, lr: tg.optim.RMSprop(p, lr=lr), (0.001, 0.006)),
}


# ------------------------------------------------------------------------------------------------ a training
@dataclass
class Case:
    """A training: what it consists of, and how it is given to the doctor."""

    data: str
    model: Any
    optimizer: Any
    criterion: Any
    train: Any
    val: Any
    test: Any
    epochs: int
    architecture: str
    optimizer_name: str
    step: Callable | None = None  # None: a Trainer
    history: History = field(default_factory=History)
    trainer: Any = None
    validation: Callable | None = None  # in place of the right one
    strength: str = ""
    test_losses: list = field(default_factory=list)
    names: tuple = ()  # other names that say it as well, or better

    def validated(self):
        return self.validation() if self.validation else validate(self.model, self.val, self.criterion)["loss"]

    def go(self, epochs):
        """Train for some epochs, with a Trainer, or as a student's own loop does it."""
        if self.step is None:
            self.trainer = Trainer(self.model, self.optimizer, self.criterion)
        for epoch in range(epochs):
            if self.step is None:
                self.history = self.trainer.fit(self.train, self.val, epoch + 1)
            else:
                self.model.train()
                losses = [self.step(batch) for batch in self.train]
                self.history.add({"loss": float(np.mean(losses)), "val_loss": self.validated()})
            self.test_losses.append(validate(self.model, self.test, self.criterion)["loss"])
        if self.step is None and not epochs:
            self.model.train()


def batches_of(x, y, size, seed=None):
    """In a random order, if there is a seed."""
    generator = None if seed is None else tg.backend.Generator().manual_seed(seed)
    single = len(x) % size == 1  # a batch of one has no variance for BatchNorm
    return tg.data.DataLoader(
        tg.data.TensorDataset(x, y), size, seed is not None, drop_last=single, generator=generator
    )


def choose(rng, options):
    return list(options)[rng.integers(len(options))]


def log_uniform(rng, low, high):
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def draw(which, seed, **wanted):
    """An ordinary training. `wanted` says what is not left to chance: data, model, n, rate (a factor), batch, ..."""
    settings, rng = SETS[which], np.random.default_rng(settings_seed(which, seed))
    tg.manual_seed(settings_seed(which, seed))
    kind = rng.choice(["tables", "images", "sequences"], p=[0.76, 0.14, 0.1])
    data, models = choose(rng, settings["tables"]), settings["tabular"]
    if "data" in wanted:
        data = choose(rng, wanted["data"])
    elif kind == "images" and wanted.get("any", True):
        data, models = settings["images"]
    elif kind == "sequences" and wanted.get("any", True):
        data, models = settings["sequences"]
    make, inputs, outputs, task = DATA[data]
    n = wanted.get("n") or int(rng.integers(300, 600))
    x, y = make(n + 600, int(rng.integers(1 << 30)))
    n = min(n, len(x) // 2)
    middle = (n + len(x)) // 2
    name = choose(rng, models)
    model = wanted.get("model", models[name])(inputs, outputs)
    batch = wanted.get("batch") or int(rng.choice([16, 32, 50, 64]))
    optimizer_name = choose(rng, wanted.get("optimizers", OPTIMIZERS))
    make_optimizer, (low, high) = OPTIMIZERS[optimizer_name]
    optimizer = make_optimizer(model.parameters(), log_uniform(rng, low, high) * wanted.get("rate", 1.0))
    train = batches_of(x[:n], y[:n], batch, int(rng.integers(1 << 30)))
    val, test = batches_of(x[n:middle], y[n:middle], 128), batches_of(x[middle:], y[middle:], 128)
    steps = wanted.get("steps") or int(rng.integers(150, 350))
    epochs = max(3, steps // max(1, n // batch))
    case = Case(data, model, optimizer, CRITERIA[task](), train, val, test, epochs, name, optimizer_name)
    if rng.random() < 0.5:
        case.step = own_step(case, rng)
    return case, rng


def settings_seed(which, seed):
    return SETS[which]["seeds"] + seed


def own_random(which, seed):
    """For what a fault draws before the training is drawn."""
    return np.random.default_rng([settings_seed(which, seed), 1])


def own_step(case, rng):
    """A student's own step; in some of the ways in which it may rightly be written."""
    model, optimizer, criterion = case.model, case.optimizer, case.criterion

    def zero_first(batch):
        inputs, targets = batch
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        return loss.item()

    def zero_last(batch):
        model.train()
        loss = criterion(model(batch[0]), batch[1])
        loss.backward()
        tg.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    return (zero_first, zero_last)[rng.integers(2)]


def targets_of(case):
    return case.train.dataset.tensors[1].numpy()


def set_targets(case, values):
    x = case.train.dataset.tensors[0]
    case.train.dataset.tensors = (x, tg.tensor(values))


# --------------------------------------------------------------------------------------------------- healthy
def healthy(which, seed):
    case, rng = draw(which, seed)
    if rng.random() < 0.2:  # a few wrong labels
        labels, wrong = targets_of(case).copy(), rng.random(len(targets_of(case))) < 0.05
        labels[wrong] = rng.permutation(labels)[wrong]
        set_targets(case, labels)
    case.strength = str(rng.choice(["at the start", "early", "whole", "whole", "whole"]))
    if case.strength == "whole" and rng.random() < 0.3:
        case.validation = lambda: validate(case.model, case.val, case.criterion)["loss"]
    return case
