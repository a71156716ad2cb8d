"""What is wrong with the data, their order or their parts."""

from __future__ import annotations

import numpy as np
import torch

from benchmarks.doctor_clinic import data, loops
from benchmarks.doctor_clinic.declare import ill
from benchmarks.doctor_clinic.faults import (
    inputs_permuted,
    labels_permuted,
    labels_rolled,
    labels_sorted,
    ordered,
    ordered_by_input,
    val_from_train,
    val_inputs,
    val_targets,
    weighted,
    without_last_column,
)
from benchmarks.doctor_clinic.models import bag, conv, mlp
from benchmarks.doctor_clinic.recipe import sgd
from benchmarks.doctor_clinic.trainings import (
    BARS,
    CLOUDS,
    DIGIT_IMAGES,
    DIGITS,
    HILLS,
    HILLS_SGD,
    MOONS,
    RARE,
    SINE,
    SPIRALS,
    SQUARES,
    TUMOURS,
    WAVES,
    WORDS,
)

CASES = [
    # validation data differ
    ill(
        "tumours: training is standardized, validation is raw",
        "validation data differ",
        TUMOURS,
        shows="misled",
        val_data=val_inputs(lambda x: x * np.linspace(1, 300, 30) + 20),
    ),
    ill(
        "digits: training from -1 to 1, validation from 0 to 16",
        "validation data differ",
        DIGITS,
        shows="misled",
        val_data=val_inputs(lambda x: 8 * x + 8),
    ),
    ill(
        "digit images: transposed in validation",
        "validation data differ",
        DIGIT_IMAGES,
        shows="misled",
        val_data=val_inputs(lambda x: x.transpose(0, 1, 3, 2)),
    ),
    ill(
        "digit images: ink and paper exchanged in validation",
        "validation data differ",
        DIGIT_IMAGES.but(own=loops.plain),
        shows="misled",
        val_data=val_inputs(lambda x: -x),
    ),
    # shifted labels
    ill(
        "hills: the targets are moved by one sample against the inputs",
        "shifted labels",
        HILLS_SGD,
        also=("shuffled labels",),
        train_data=labels_rolled(1),
    ),
    ill(
        "PyTorch, clouds: labels one sample late",
        "shifted labels",
        CLOUDS.but(lib=torch),
        also=("shuffled labels",),
        train_data=labels_rolled(1),
    ),
    ill(
        "PyTorch, bars: validation labels from 1 to 4, the last made 0",
        "shifted labels",
        BARS.but(lib=torch),
        shows="misled",
        val_data=val_targets(lambda y: (y + 1) % 4),
    ),
    ill(
        "spirals: the labels of training are one class further than those of validation",
        "shifted labels",
        SPIRALS,
        train_data=lambda data, seed: data.with_train(y=(data.train[1] + 1) % 3),
    ),
    # shuffled labels
    ill(
        "digits: the labels were permuted",
        "shuffled labels",
        DIGITS,
        also=("shifted labels",),
        train_data=labels_permuted(),
    ),
    ill(
        "hills: the inputs were shuffled, the targets were not",
        "shuffled labels",
        HILLS_SGD,
        also=("shifted labels",),
        train_data=inputs_permuted,
    ),
    ill(
        "PyTorch, moons: the targets of training were sorted, the inputs not",
        "shuffled labels",
        MOONS.but(lib=torch, own=loops.plain),
        also=("shifted labels",),
        train_data=labels_sorted,
    ),
    # sorted data
    ill("PyTorch, clouds: sorted by class", "sorted data", CLOUDS.but(lib=torch), train_data=ordered, shuffle=False),
    ill(
        "words: first all unpleasant sentences, then all pleasant ones",
        "sorted data",
        WORDS.but(own=loops.plain),
        train_data=ordered,
        shuffle=False,
    ),
    ill(
        "sine: from left to right, batches of 50",
        "sorted data",
        SINE.but(batch=50, optimizer=sgd(0.1, 0.9)),
        train_data=ordered_by_input,
        shuffle=False,
    ),
    ill(
        "waves, GRU: all of one frequency, then of the next",
        "sorted data",
        WAVES.but(own=loops.plain),
        train_data=ordered,
        shuffle=False,
    ),
    # leakage
    ill(
        "PyTorch, few words: the validation loader was made of the training set",
        "leakage",
        WORDS.but(lib=torch, data=data.few_words, model=bag(200, 16, 32, 2), epochs=30),
        also=("overfitting",),
        shows="misled",
        val_data=val_from_train(),
    ),
    ill(
        "noisy clouds: a column of the inputs is the target",
        "leakage",
        RARE.but(data=data.two_clouds, model=mlp(7, 16, 1), epochs=8),
        shows="misled",
        data=data.clouds_with_target,
        cured=dict(model=mlp(6, 16, 1)),
        test_data=without_last_column,
    ),
    ill(
        "hills: the target is among the inputs",
        "leakage",
        HILLS.but(data=data.noisy_hills, epochs=8),
        shows="misled",
        data=data.hills_with_target,
        model=mlp(6, 32, 32, 1),
        test_data=without_last_column,
    ),
    # class imbalance
    ill(
        "three classes, two of them rare",
        "class imbalance",
        RARE.but(data=data.rare_classes, model=mlp(6, 16, 3), loss="CrossEntropyLoss", sampler=weighted),
        sampler=None,
    ),
    ill(
        "PyTorch, 3 % rare, own loop",
        "class imbalance",
        RARE.but(data=data.rarer, lib=torch, own=loops.plain, sampler=weighted),
        sampler=None,
    ),
    ill(
        "digits: a zero or not? few zeros, of low contrast",
        "class imbalance",
        DIGITS.but(data=data.few_zeros, epochs=3, sampler=weighted),
        sampler=None,
    ),
    # tiny batches
    ill(
        "PyTorch, hills, batch norm, batches of 3",
        "tiny batches",
        HILLS.but(lib=torch, model=mlp(5, 32, 32, 1, norm="batch"), epochs=5),
        batch=3,
    ),
    ill(
        "squares, conv regression with batch norm, batches of 1",
        "tiny batches",
        SQUARES.but(model=conv(1, (8, 16), norm=True), epochs=3),
        batch=1,
    ),
]
