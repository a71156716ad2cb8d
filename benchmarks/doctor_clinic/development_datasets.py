"""What is wrong with the data, their order or their parts."""

from __future__ import annotations

import torch

from benchmarks.doctor_clinic import data, loops
from benchmarks.doctor_clinic.declare import ill
from benchmarks.doctor_clinic.faults import (
    in_runs,
    label_noise,
    labels_permuted,
    ordered,
    val_from_train,
    val_inputs,
    val_targets,
    weighted,
)
from benchmarks.doctor_clinic.models import mlp
from benchmarks.doctor_clinic.recipe import adam, rmsprop
from benchmarks.doctor_clinic.trainings import (
    BARS,
    CLOUDS,
    DIABETES,
    DIGITS,
    DIGITS_NORM,
    DIGITS_SGD,
    HILLS,
    MOONS,
    RARE,
    SPIRALS,
    WAVES,
    WINE,
    WORDS,
)

CASES = [
    # validation data differ
    ill(
        "wine: the columns of validation are in another order",
        "validation data differ",
        WINE,
        shows="misled",
        val_data=val_inputs(lambda x: x[:, ::-1]),
    ),
    ill(
        "PyTorch, hills: validation divided by 5",
        "validation data differ",
        HILLS.but(lib=torch, own=loops.plain),
        shows="misled",
        val_data=val_inputs(lambda x: x / 5),
    ),
    ill(
        "words: the vocabulary of validation was numbered anew",
        "validation data differ",
        WORDS,
        shows="misled",
        val_data=val_inputs(lambda x: (x * 7 + 3) % 40),
    ),
    ill(
        "bars: validation images shifted in brightness by 2",
        "validation data differ",
        BARS,
        shows="misled",
        val_data=val_inputs(lambda x: x + 2),
    ),
    # shifted labels
    ill(
        "digits: the labels of validation count from 1",
        "shifted labels",
        DIGITS,
        shows="misled",
        val_data=val_targets(lambda y: (y + 1) % 10),
    ),
    ill(
        "waves: the classes of validation are numbered the other way round",
        "shifted labels",
        WAVES,
        shows="misled",
        val_data=val_targets(lambda y: 2 - y),
    ),
    ill(
        "moons: 0 and 1 mean the opposite in validation",
        "shifted labels",
        MOONS.but(own=loops.plain),
        shows="misled",
        val_data=val_targets(lambda y: 1 - y),
    ),
    # shuffled labels
    ill(
        "words: eight in ten labels were dealt out anew",
        "shuffled labels",
        WORDS.but(epochs=12),
        also=("overfitting",),
        train_data=labels_permuted(0.8),
    ),
    ill(
        "bars: labels permuted, long trained",
        "shuffled labels",
        BARS.but(epochs=12),
        also=("shifted labels", "overfitting"),
        train_data=labels_permuted(),
    ),
    ill(
        "digits: each batch permutes its targets",
        "shuffled labels",
        DIGITS_SGD,
        also=("shifted labels",),
        own=loops.targets_through(lambda lib, targets: targets[lib.randperm(len(targets))]),
    ),
    # sorted data
    ill("digits: sorted by class and not shuffled", "sorted data", DIGITS_SGD, train_data=ordered, shuffle=False),
    ill(
        "hills: sorted by target, not shuffled",
        "sorted data",
        HILLS.but(batch=20, epochs=6),
        train_data=ordered,
        shuffle=False,
    ),
    ill("bars, batch norm: in runs of 60 of one class", "sorted data", BARS, train_data=in_runs(60), shuffle=False),
    # leakage
    ill(
        "diabetes: validation is a part of training; a large network",
        "leakage",
        DIABETES.but(model=mlp(10, 128, 128, 1), optimizer=adam(3e-3), epochs=60),
        also=("overfitting",),
        shows="misled",
        val_data=val_from_train(),
        cured={},
    ),
    ill(
        "few noisy moons: most of validation was trained on",
        "leakage",
        MOONS.but(data=data.few_noisy_moons, model=mlp(2, 64, 64, 1), epochs=150),
        also=("overfitting",),
        shows="misled",
        val_data=val_from_train(0.9),
    ),
    ill(
        "few digits with false labels, seen in validation too",
        "leakage",
        DIGITS.but(data=data.few_digits, model=mlp(64, 64, 10), epochs=40),
        also=("overfitting",),
        shows="misled",
        train_data=label_noise(0.3),
        val_data=val_from_train(),
    ),
    # class imbalance
    ill(
        "5 % rare: never predicted",
        "class imbalance",
        RARE.but(data=data.rare, epochs=6, sampler=weighted),
        sampler=None,
    ),
    ill(
        "5 % rare, RMSprop, tanh",
        "class imbalance",
        RARE.but(data=data.rare, optimizer=rmsprop(3e-3), model=mlp(5, 24, 1, act="Tanh"), sampler=weighted),
        sampler=None,
    ),
    # tiny batches
    ill("digits, batch norm, batches of 2", "tiny batches", DIGITS_NORM, batch=2),
    ill(
        "spirals, batch norm, batches of 2",
        "tiny batches",
        SPIRALS.but(model=mlp(2, 32, 32, 3, norm="batch"), epochs=8),
        batch=2,
    ),
    ill(
        "clouds, batch norm, batches of 2, own loop",
        "tiny batches",
        CLOUDS.but(own=loops.plain, data=data.hard_clouds, model=mlp(10, 32, 32, 5, norm="batch")),
        batch=2,
    ),
]
