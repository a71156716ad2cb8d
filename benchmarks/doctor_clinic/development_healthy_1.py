"""Trainings that go well."""

from __future__ import annotations

import torch

from benchmarks.doctor_clinic import data
from benchmarks.doctor_clinic.declare import healthy
from benchmarks.doctor_clinic.faults import cosine, poly
from benchmarks.doctor_clinic.models import mlp
from benchmarks.doctor_clinic.recipe import adamw
from benchmarks.doctor_clinic.trainings import (
    ADDING,
    BARS,
    DIABETES,
    DIGIT_IMAGES,
    DIGITS,
    DIGITS_NORM,
    DIGITS_SGD,
    HILLS,
    RARE,
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
]
