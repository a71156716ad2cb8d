"""Learning rates, schedules and scales."""

from __future__ import annotations

import numpy as np
import torch

from benchmarks.doctor_clinic import data, loops
from benchmarks.doctor_clinic.declare import ill
from benchmarks.doctor_clinic.faults import everywhere, schedule
from benchmarks.doctor_clinic.recipe import adam, adamw, rmsprop, sgd
from benchmarks.doctor_clinic.trainings import (
    ADDING,
    BARS,
    DIABETES,
    DIGIT_IMAGES,
    DIGITS,
    HILLS,
    HILLS_SGD,
    MOONS,
    SINE,
    SPIRALS,
    WAVES,
    WINE,
    WORDS,
)

CASES = [
    # learning rate too high
    ill("bars: Adam with 0.5", "learning rate too high", BARS, optimizer=adam(0.5)),
    ill("waves, GRU: RMSprop with 0.3", "learning rate too high", WAVES, optimizer=rmsprop(0.3)),
    ill("sine: AdamW with 0.3, tanh", "learning rate too high", SINE, optimizer=adamw(0.3)),
    ill(
        "diabetes: SGD at the edge of what goes",
        "learning rate too high",
        DIABETES.but(own=loops.plain),
        also=("NaN", "exploding gradients"),
        optimizer=sgd(0.9),
    ),
    # learning rate too low
    ill("bars: Adam with 1e-6", "learning rate too low", BARS, optimizer=adam(1e-6)),
    ill("PyTorch, words: Adam with 1e-5", "learning rate too low", WORDS.but(lib=torch), optimizer=adam(1e-5)),
    ill(
        "moons: SGD with 0.003 and no momentum, mild",
        "learning rate too low",
        MOONS.but(own=loops.plain),
        optimizer=sgd(0.003),
    ),
    # schedule ended early
    ill(
        "digits: StepLR by 0.1 after every epoch",
        "schedule ended early",
        DIGITS.but(optimizer=adam(1e-3), epochs=12),
        schedule=schedule("StepLR", step_size=1, gamma=0.1),
    ),
    ill(
        "spirals: the schedule of epochs was stepped for each batch",
        "schedule ended early",
        SPIRALS,
        schedule=schedule("ExponentialLR", gamma=0.9),
        each="step",
    ),
    ill(
        "adding, GRU: MultiStepLR at the first three epochs",
        "schedule ended early",
        ADDING,
        schedule=schedule("MultiStepLR", milestones=[1, 2, 3], gamma=0.1),
    ),
    # unscaled targets
    ill(
        "diabetes: targets as measured, Adam",
        "unscaled targets",
        DIABETES.but(optimizer=adam(1e-2), epochs=12),
        data=data.raw_diabetes,
    ),
    ill(
        "hills, momentum: targets times 300",
        "unscaled targets",
        HILLS_SGD.but(optimizer=sgd(0.02, 0.9)),
        also=("NaN", "exploding gradients", "dead ReLUs"),
        data=everywhere(y=lambda y: 300 * y)(data.hills),
    ),
    ill(
        "adding, GRU: sums in cents",
        "unscaled targets",
        ADDING,
        data=everywhere(y=lambda y: 100 * y + 500)(data.adding),
    ),
    # unscaled inputs
    ill("wine: as measured, Adam", "unscaled inputs", WINE, data=data.raw_wine),
    ill(
        "PyTorch, hills: one input in the ten thousands",
        "unscaled inputs",
        HILLS.but(lib=torch),
        data=everywhere(x=lambda x: x * np.array([1, 1, 1, 1, 2e4], np.float32))(data.hills),
    ),
    ill(
        "digit images: from 0 to 25500",
        "unscaled inputs",
        DIGIT_IMAGES.but(optimizer=sgd(0.05, 0.9), own=loops.plain),
        also=("NaN", "dead ReLUs", "exploding gradients"),
        data=everywhere(x=lambda x: 12750 * x + 12750)(data.digit_images),
    ),
    ill(
        "waves, GRU: sensor values of 500 ± 20",
        "unscaled inputs",
        WAVES,
        data=everywhere(x=lambda x: 20 * x + 500)(data.waves),
    ),
]
