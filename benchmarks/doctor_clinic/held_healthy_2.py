"""Trainings that go well."""

from __future__ import annotations

import torch

from benchmarks.doctor_clinic import data, loops
from benchmarks.doctor_clinic.declare import healthy
from benchmarks.doctor_clinic.faults import ordered, weighted
from benchmarks.doctor_clinic.models import mlp
from benchmarks.doctor_clinic.recipe import adam, adamw, sgd
from benchmarks.doctor_clinic.trainings import (
    ADDING,
    CLOUDS,
    DIABETES,
    HILLS_SGD,
    RARE,
    SINE,
    TUMOURS,
    WAVES,
    WINE,
    WORDS,
)

CASES = [
    healthy(
        "hard clouds, sorted in the file but shuffled by the loader",
        CLOUDS,
        data=data.hard_clouds,
        train_data=ordered,
        own=loops.plain,
    ),
    healthy("clouds, not shuffled, as they are in random order", CLOUDS, shuffle=False),
    healthy(
        "noisy clouds, own loop, linear model", RARE, data=data.two_clouds, model=mlp(6, 1), own=loops.plain, epochs=8
    ),
    healthy(
        "three classes, rare ones weighted",
        RARE,
        data=data.rare_classes,
        model=mlp(6, 8, 3),
        loss="CrossEntropyLoss",
        sampler=weighted,
        epochs=4,
    ),
    healthy("tumours, SGD without momentum, own loop", TUMOURS, own=loops.plain, optimizer=sgd(0.3), epochs=12),
    healthy("wine, linear model, own loop", WINE, model=mlp(13, 3), own=loops.plain, tolerance=0.08),
    healthy(
        "wine, layer norm, weight decay",
        WINE,
        model=mlp(13, 16, 3, norm="layer"),
        optimizer=adamw(1e-2, weight_decay=0.1),
        tolerance=0.08,
    ),
    healthy("sine, half way, own loop", SINE, own=loops.plain, epochs=8, whole=25),
    healthy("hills, momentum, own loop, clipped by value", HILLS_SGD, own=loops.clipped_by_value(0.5)),
    healthy("hills, before the first step, own loop", HILLS_SGD, epochs=0, whole=15),
    healthy("diabetes, Adam, PyTorch", DIABETES, lib=torch, optimizer=adam(5e-3), tolerance=0.1),
    healthy("words, PyTorch, own loop", WORDS, lib=torch, own=loops.plain),
    healthy("words, bag, after one epoch", WORDS, epochs=1, whole=8),
    healthy("waves, before the first step", WAVES, epochs=0, whole=8),
    healthy("PyTorch, waves, in the middle", WAVES, lib=torch, epochs=4, whole=10),
    healthy("adding, to the end, clipped", ADDING, trainer=dict(max_norm=0.5)),
]
