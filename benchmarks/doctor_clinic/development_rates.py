"""Learning rates, schedules and scales."""

from __future__ import annotations

import torch

from benchmarks.doctor_clinic import data, loops
from benchmarks.doctor_clinic.declare import ill
from benchmarks.doctor_clinic.faults import everywhere, schedule
from benchmarks.doctor_clinic.recipe import adam, rmsprop, sgd
from benchmarks.doctor_clinic.trainings import (
    CIRCLE,
    DIGITS_SGD,
    HILLS,
    HILLS_SGD,
    MOONS,
    SINE,
    SPIRALS,
    SQUARES,
    TUMOURS,
    WAVES,
    WORDS,
)

CASES = [
    # learning rate too high
    ill(
        "digits: momentum with rate 2",
        "learning rate too high",
        DIGITS_SGD,
        also=("dead ReLUs",),
        optimizer=sgd(2.0, 0.9),
    ),
    ill(
        "hills: SGD with 1.0 and momentum",
        "learning rate too high",
        HILLS_SGD,
        also=("NaN", "exploding gradients", "dead ReLUs"),
        optimizer=sgd(1.0, 0.9),
    ),
    ill(
        "PyTorch, spirals: Adam with 0.3",
        "learning rate too high",
        SPIRALS.but(lib=torch),
        also=("dead ReLUs",),
        optimizer=adam(0.3),
    ),
    # learning rate too low
    ill("digits: SGD with 1e-4", "learning rate too low", DIGITS_SGD, optimizer=sgd(1e-4)),
    ill("hills: momentum with 1e-5", "learning rate too low", HILLS_SGD, optimizer=sgd(1e-5, 0.9)),
    ill("waves, GRU: RMSprop with 1e-6", "learning rate too low", WAVES, optimizer=rmsprop(1e-6)),
    ill("spirals: Adam with 1e-4, mild", "learning rate too low", SPIRALS, optimizer=adam(1e-4)),
    # schedule ended early
    ill(
        "hills: linear to 0 over one epoch of fifteen",
        "schedule ended early",
        HILLS_SGD.but(optimizer=sgd(0.01, 0.9)),
        also=("learning rate too low",),
        schedule=schedule("LinearLR", start_factor=1.0, end_factor=0.0, total_iters=15),
        each="step",
    ),
    ill(
        "PyTorch, words: polynomial to 0 in two of twelve epochs",
        "schedule ended early",
        WORDS.but(lib=torch, optimizer=adam(3e-3), epochs=12),
        schedule=schedule("PolynomialLR", total_iters=2, power=2.0),
    ),
    ill(
        "moons: cosine planned for 2 epochs, then kept at 0",
        "schedule ended early",
        MOONS.but(optimizer=adam(5e-3)),
        schedule=schedule("LambdaLR", lr_lambda=lambda epoch: max(0.0, 1 - epoch / 2) ** 2),
    ),
    # unscaled targets
    ill(
        "hills: targets in thousands",
        "unscaled targets",
        HILLS.but(optimizer=adam(3e-3)),
        data=everywhere(y=lambda y: 5000 * y + 20000)(data.hills),
    ),
    ill(
        "sine: targets around 1000",
        "unscaled targets",
        SINE.but(own=loops.plain),
        data=everywhere(y=lambda y: y + 1000)(data.sine),
    ),
    ill(
        "PyTorch, squares: targets of the order of 0.0001",
        "unscaled targets",
        SQUARES.but(lib=torch),
        data=everywhere(y=lambda y: 1e-4 * y)(data.squares),
    ),
    # unscaled inputs
    ill("tumours: as measured, SGD", "unscaled inputs", TUMOURS, also=("dead ReLUs",), data=data.raw_tumours),
    ill(
        "circle: coordinates around 1000", "unscaled inputs", CIRCLE, data=everywhere(x=lambda x: x + 1000)(data.circle)
    ),
    ill(
        "spirals: coordinates of 0.001",
        "unscaled inputs",
        SPIRALS,
        data=everywhere(x=lambda x: 0.001 * x)(data.spirals),
    ),
]
