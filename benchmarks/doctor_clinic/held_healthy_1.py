"""Trainings that go well."""

from __future__ import annotations

import torch

from benchmarks.doctor_clinic import data, loops
from benchmarks.doctor_clinic.declare import healthy
from benchmarks.doctor_clinic.faults import cosine, cosine_by_step, linear, one_cycle
from benchmarks.doctor_clinic.models import built, conv, frozen, mlp, pretrained
from benchmarks.doctor_clinic.recipe import adam, adamw, rmsprop, sgd
from benchmarks.doctor_clinic.trainings import (
    BARS,
    CIRCLE,
    CLOUDS,
    DIGIT_IMAGES,
    DIGITS,
    DIGITS_NORM,
    DIGITS_SGD,
    FIRST,
    HILLS,
    HILLS_SGD,
    LONG_FIRST,
    MOONS,
    SINE,
    SPIRALS,
    SQUARES,
    WAVES,
    WORDS_LSTM,
)

CASES = [
    healthy("digits, Adam, to the end", DIGITS),
    healthy("spirals, half way", SPIRALS, epochs=8, whole=25),
    healthy("spirals, to the end", SPIRALS),
    healthy("moons, before the first step", MOONS, epochs=0, whole=15),
    healthy("circle, tanh net", CIRCLE),
    healthy("clouds, momentum", CLOUDS),
    healthy("sine, tanh net", SINE),
    healthy("hills, regression with Adam", HILLS),
    healthy("hills, regression with momentum, own loop", HILLS_SGD),
    healthy("words, LSTM", WORDS_LSTM),
    healthy("first sign, RNN, clipped at 1", FIRST),
    healthy("long first sign, GRU", LONG_FIRST),
    healthy("waves, GRU", WAVES),
    healthy("PyTorch, hills, own loop", HILLS, lib=torch, own=loops.plain),
    healthy("spirals, one-cycle by step, finished", SPIRALS, schedule=one_cycle(0.02), each="step"),
    healthy("sine, linear to 0, finished", SINE, schedule=linear),
    healthy("digits, before the first step, Trainer", DIGITS, epochs=0, whole=8),
    healthy("digits, after one epoch", DIGITS, epochs=1, whole=8),
    healthy("digits, GELU", DIGITS, model=mlp(64, 32, 10, act="GELU")),
    healthy("digits, leaky ReLU, layer norm", DIGITS, model=mlp(64, 32, 32, 10, act="LeakyReLU", norm="layer")),
    healthy("digits, tanh", DIGITS, model=mlp(64, 32, 10, act="Tanh")),
    healthy("digits, large batches of 200", DIGITS, batch=200, optimizer=adam(1e-2), epochs=20),
    healthy("digits, all samples in one batch", DIGITS, batch=800, optimizer=adam(2e-2), epochs=40),
    healthy(
        "digits, a network of 12 units", DIGITS, model=mlp(64, 12, 10), optimizer=adam(1e-2), epochs=15, tolerance=0.08
    ),
    healthy("digits, Adam, clipped at 0.01, to which Adam does not mind", DIGITS, trainer=dict(max_norm=0.01)),
    healthy("digits, batch norm, batches of 8", DIGITS_NORM, batch=8, optimizer=adam(1e-3)),
    healthy(
        "digits, log_softmax and CrossEntropyLoss, which is the same twice",
        DIGITS,
        model=mlp(64, 32, 10, last="LogSoftmax"),
    ),
    healthy(
        "digits, cosine by step, after a third of it",
        DIGITS,
        schedule=cosine_by_step,
        each="step",
        optimizer=adam(8e-3),
        epochs=5,
        whole=15,
    ),
    healthy("digits, SGD with rate 0.5, which works", DIGITS_SGD, optimizer=sgd(0.5), epochs=10),
    healthy(
        "digits, frozen body of a network trained on other digits, new head",
        DIGITS,
        model=built(frozen("2"), built(pretrained(data.digits, 77, head="2"), mlp(64, 48, 10))),
        epochs=8,
    ),
    healthy(
        "digit images, batch norm, one-cycle to 0, finished",
        DIGIT_IMAGES,
        model=conv(10, (8, 16), norm=True),
        schedule=one_cycle(0.02),
        each="step",
        epochs=6,
    ),
    healthy("digit images, before the first step", DIGIT_IMAGES, epochs=0, whole=8),
    healthy(
        "digit images, leaky ReLU, dropout 0.3",
        DIGIT_IMAGES,
        model=conv(10, (8, 16), act="LeakyReLU", dropout=0.3),
        epochs=10,
    ),
    healthy("bars, own loop, momentum", BARS, own=loops.plain, optimizer=sgd(0.05, 0.9)),
    healthy("bars, in the middle, AdamW", BARS, optimizer=adamw(1e-2, weight_decay=0.1), epochs=3, whole=8),
    healthy("bars, GELU without norm", BARS, model=conv(4, (8, 16), act="GELU", side=10), epochs=10),
    healthy("PyTorch, squares, Huber loss", SQUARES, lib=torch, loss="HuberLoss"),
    healthy("spirals, after two epochs", SPIRALS, epochs=2, whole=25),
    healthy("spirals, batch norm", SPIRALS, model=mlp(2, 32, 32, 3, norm="batch")),
    healthy("spirals, ELU, early", SPIRALS, model=mlp(2, 32, 32, 3, act="ELU"), epochs=5, whole=30),
    healthy("moons, momentum, to the end", MOONS, optimizer=sgd(0.1, 0.9), own=loops.plain),
    healthy(
        "moons, ELU, RMSprop, cosine to 0, finished",
        MOONS,
        optimizer=rmsprop(1e-2),
        model=mlp(2, 24, 24, 1, act="ELU"),
        epochs=30,
        schedule=cosine,
    ),
    healthy(
        "moons, one layer of sigmoid units", MOONS, model=mlp(2, 16, 1, act="Sigmoid"), optimizer=adam(0.1), epochs=80
    ),
    healthy("PyTorch, moons, before the first step, own loop", MOONS, lib=torch, own=loops.plain, epochs=0, whole=15),
    healthy("circle, own loop, after three epochs", CIRCLE, own=loops.plain, epochs=3, whole=50),
]
