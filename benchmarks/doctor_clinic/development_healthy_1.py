"""Trainings that go well."""

from __future__ import annotations

import torch

from benchmarks.doctor_clinic import data, loops
from benchmarks.doctor_clinic.declare import healthy
from benchmarks.doctor_clinic.faults import (
    cosine,
    label_noise,
    linear,
    linear_by_step,
    one_cycle,
    only,
    poly,
    schedule,
    warm_up,
)
from benchmarks.doctor_clinic.models import built, conv, frozen, mlp, pretrained
from benchmarks.doctor_clinic.recipe import adam, adamw, rmsprop, sgd
from benchmarks.doctor_clinic.trainings import (
    ADDING,
    BARS,
    CIRCLE,
    CLOUDS,
    DIABETES,
    DIGIT_IMAGES,
    DIGITS,
    DIGITS_NORM,
    DIGITS_SGD,
    HILLS,
    MOONS,
    RARE,
    SPIRALS,
    SQUARES,
    TUMOURS,
    WINE,
    WORDS,
)

CASES = [
    healthy("digits, momentum, a loop of one's own", DIGITS_SGD),
    healthy("digits, batch norm, in the middle", DIGITS_NORM, epochs=2, whole=8),
    healthy("digit images, a small conv net", DIGIT_IMAGES),
    healthy("bars, conv net with batch norm", BARS),
    healthy("squares, conv regression", SQUARES),
    healthy("tumours, logistic loss", TUMOURS),
    healthy("wine, small batches without batch norm", WINE, tolerance=0.08),
    healthy("diabetes, R² of 0.4 is all that can be had", DIABETES, tolerance=0.1),
    healthy("words, bag of embeddings", WORDS),
    healthy("adding, GRU, in the middle", ADDING, epochs=5, whole=15),
    healthy("PyTorch, digits with AdamW", DIGITS, lib=torch, optimizer=adamw(3e-3)),
    healthy("PyTorch, bars, conv net", BARS, lib=torch),
    healthy("a rare class that is learnt well", RARE),
    healthy("noisy clouds: 70 % is all that can be had", RARE.but(data=data.two_clouds, model=mlp(6, 8, 1), epochs=6)),
    healthy("digits, cosine to exactly 0, finished", DIGITS, schedule=cosine, epochs=10),
    healthy("hills, polynomial to 0, finished", HILLS, schedule=poly(2.0)),
    healthy("digits, RMSprop", DIGITS, optimizer=rmsprop(2e-3)),
    healthy("digits, AdamW with weight decay 0.05", DIGITS, optimizer=adamw(5e-3, weight_decay=0.05)),
    healthy(
        "digits, SGD with weight decay 1e-3, linear to 0 by step, finished",
        DIGITS_SGD,
        own=None,
        optimizer=sgd(0.1, 0.9, weight_decay=1e-3),
        schedule=linear_by_step,
        each="step",
        epochs=8,
    ),
    healthy("digits, dropout 0.5", DIGITS, model=mlp(64, 96, 10, dropout=0.5), epochs=12),
    healthy(
        "digits, dropout 0.5, own loop, after two epochs",
        DIGITS_SGD,
        model=mlp(64, 96, 10, dropout=0.5),
        own=loops.training_mode_each_step,
        epochs=2,
        whole=10,
    ),
    healthy("digits, 10 % false labels", DIGITS, train_data=label_noise(0.1), epochs=6, tolerance=0.08),
    healthy(
        "digits, linear, as good as nearly", DIGITS, model=mlp(64, 10), optimizer=adam(1e-2), epochs=12, tolerance=0.06
    ),
    healthy("digits, momentum, clipped at 1, which acts at the start", DIGITS_SGD, own=loops.clipped(1.0)),
    healthy("digits, log_softmax and NLLLoss", DIGITS, model=mlp(64, 32, 10, last="LogSoftmax"), loss="NLLLoss"),
    healthy(
        "digits, warm-up and down to 0 by step, finished",
        DIGITS,
        schedule=warm_up(0.2),
        each="step",
        epochs=10,
        optimizer=adam(6e-3),
    ),
    healthy("digits, StepLR that is milder", DIGITS, schedule=schedule("StepLR", step_size=4, gamma=0.3), epochs=12),
    healthy("digits, accumulated over 4 batches", DIGITS, trainer=dict(accumulate=4), batch=8),
    healthy("digits, without validation", DIGITS, validates="no"),
    healthy("digits, own loop without validation, in the middle", DIGITS_SGD, validates="no", epochs=2, whole=6),
    healthy(
        "digits, head only given to the optimizer, pretrained body",
        DIGITS_SGD,
        model=built(pretrained(data.digits, 78, head="2"), mlp(64, 48, 10)),
        given=only("2"),
    ),
    healthy(
        "PyTorch, digits, frozen pretrained body",
        DIGITS,
        lib=torch,
        model=built(frozen("2"), built(pretrained(data.digits, 79, head="2"), mlp(64, 48, 10))),
        epochs=8,
    ),
    healthy("PyTorch, digit images, cosine, finished", DIGIT_IMAGES, lib=torch, schedule=cosine, epochs=8),
    healthy("squares, own loop, half way", SQUARES, own=loops.plain, epochs=3, whole=8),
    healthy(
        "squares, batch norm, linear to 0, finished",
        SQUARES,
        model=conv(1, (8, 16), norm=True),
        schedule=linear,
        epochs=8,
    ),
    healthy(
        "spirals, plain SGD with rate 0.3, slow but sure", SPIRALS, optimizer=sgd(0.3), epochs=120, own=loops.plain
    ),
    healthy("spirals, own loop, cosine to 0, finished", SPIRALS, own=loops.plain, schedule=cosine),
    healthy(
        "PyTorch, spirals, one-cycle, finished",
        SPIRALS,
        lib=torch,
        schedule=one_cycle(0.02),
        each="step",
        own=loops.plain,
    ),
    healthy(
        "moons, sigmoid and BCELoss", MOONS, model=mlp(2, 16, 16, 1, last="Sigmoid"), loss="BCELoss", probabilities=True
    ),
    healthy("circle, PyTorch, weight decay 1e-4", CIRCLE, lib=torch, optimizer=adam(1e-2, weight_decay=1e-4)),
    healthy("clouds, before the first step", CLOUDS, epochs=0, whole=8),
    healthy(
        "hard clouds, batch norm, batches of 32", CLOUDS, data=data.hard_clouds, model=mlp(10, 32, 5, norm="batch")
    ),
    healthy(
        "hard clouds, label smoothing 0.1",
        CLOUDS,
        data=data.hard_clouds,
        loss=lambda lib: lib.nn.CrossEntropyLoss(label_smoothing=0.1),
    ),
    healthy("PyTorch, noisy clouds", RARE, lib=torch, data=data.two_clouds, model=mlp(6, 8, 1), epochs=5),
    healthy(
        "noisy clouds, cosine to 0, finished", RARE, data=data.two_clouds, model=mlp(6, 8, 1), epochs=8, schedule=cosine
    ),
]
