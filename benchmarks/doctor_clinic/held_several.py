"""Two causes at once; and trainings to which no name fits."""

from __future__ import annotations

import numpy as np
import torch

from benchmarks.doctor_clinic import data, loops
from benchmarks.doctor_clinic.declare import ill
from benchmarks.doctor_clinic.faults import everywhere, labels_permuted, ordered, schedule
from benchmarks.doctor_clinic.models import biased, built, constant, mlp, recurrent, time_first
from benchmarks.doctor_clinic.recipe import adam, sgd
from benchmarks.doctor_clinic.trainings import (
    ADDING,
    CLOUDS,
    DIABETES,
    DIGITS_NORM,
    DIGITS_SGD,
    FIRST,
    HILLS,
    MOONS,
    SINE,
    SPIRALS,
    SQUARES,
    WAVES,
)

CASES = [
    # two causes
    ill(
        "digits: sorted by class, and zero_grad forgotten",
        "two causes",
        DIGITS_SGD,
        right=("sorted data", "no zero_grad"),
        train_data=ordered,
        shuffle=False,
        own=loops.never_zeroed,
    ),
    ill(
        "diabetes: raw targets, flat, so that they broadcast",
        "two causes",
        DIABETES.but(own=loops.plain, optimizer=adam(1e-2)),
        right=("unscaled targets", "broadcast targets"),
        data=data.raw_diabetes,
        own=loops.targets_through(lambda lib, targets: targets[:, 0]),
    ),
    ill(
        "digits: eight sigmoid layers, and clipped to 0.001",
        "two causes",
        DIGITS_SGD.but(own=None),
        right=("vanishing gradients", "clipping too low"),
        model=mlp(64, 32, 32, 32, 32, 32, 32, 10, act="Sigmoid"),
        trainer=dict(max_norm=1e-3),
    ),
    ill(
        "waves: zero weights in a GRU, and a schedule that ends at once",
        "two causes",
        WAVES,
        right=("symmetric weights", "schedule ended early"),
        model=built(constant(0.0, biases=0.0), recurrent("GRU", 1, 16, 3)),
        schedule=schedule("ExponentialLR", gamma=0.1),
    ),
    ill(
        "spirals: a linear model, and labels permuted",
        "two causes",
        SPIRALS,
        right=("underfitting", "shuffled labels", "shifted labels"),
        model=mlp(2, 3),
        train_data=labels_permuted(),
    ),
    ill(
        "moons: rate too high, biases of -8",
        "two causes",
        MOONS.but(own=loops.plain),
        right=("learning rate too high", "dead ReLUs"),
        model=built(biased(-8.0), mlp(2, 16, 16, 1)),
        optimizer=adam(1.0),
    ),
    ill(
        "digits, batch norm: batches of 2, and the rate too high",
        "two causes",
        DIGITS_NORM.but(own=loops.plain),
        right=("tiny batches", "learning rate too high"),
        batch=2,
        optimizer=adam(0.1),
    ),
    # unknown
    ill(
        "PyTorch, hills: the error is made larger",
        "unknown",
        HILLS.but(lib=torch, own=loops.plain, optimizer=sgd(0.001)),
        own=loops.upwards,
        cured=dict(optimizer=sgd(0.05, 0.9)),
    ),
    ill(
        "digits: reshaped so that samples are mixed",
        "unknown",
        DIGITS_SGD,
        also=("shuffled labels", "shifted labels"),
        own=loops.inputs_through(lambda lib, x: x.permute(1, 0).reshape(len(x), 64)),
    ),
    ill(
        "parity of 24 bits",
        "unknown",
        CLOUDS.but(epochs=6),
        data=data.parity,
        also=("overfitting",),
        model=mlp(24, 32, 32, 2),
        cured=dict(data=data.clouds, model=mlp(10, 32, 5)),
    ),
    ill(
        "sine: the loop feeds noise in place of x",
        "unknown",
        SINE.but(own=loops.plain),
        own=loops.inputs_through(lambda lib, x: lib.randn_like(x)),
    ),
    ill(
        "first sign, LSTM: batch_first was forgotten",
        "unknown",
        FIRST.but(model=recurrent("LSTM", 2, 12, 2)),
        model=built(time_first, recurrent("LSTM", 2, 12, 2)),
    ),
    ill(
        "adding: the numbers were lost, only the marks are read",
        "unknown",
        ADDING,
        data=everywhere(x=lambda x: x * np.array([0, 1], np.float32))(data.adding),
    ),
    ill(
        "squares: preprocessing left only the sign of each image's mean",
        "unknown",
        SQUARES,
        data=everywhere(x=lambda x: np.sign(x.mean((2, 3), keepdims=True)) * np.ones_like(x))(data.squares),
    ),
    ill(
        "waves: a criterion that compares the labels with themselves",
        "unknown",
        WAVES,
        also=("detached loss", "parameters not updated"),
        loss=lambda lib: lambda outputs, targets: (0 * outputs).sum() + ((targets - targets) ** 2).sum(),
    ),
]
