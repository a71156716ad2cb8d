"""Networks that cannot learn, or learn too much."""

from __future__ import annotations

import torch

from benchmarks.doctor_clinic import data, loops
from benchmarks.doctor_clinic.declare import ill
from benchmarks.doctor_clinic.faults import label_noise
from benchmarks.doctor_clinic.models import biased, built, constant, conv, mlp, recurrent, scaled
from benchmarks.doctor_clinic.recipe import adam, adamw, sgd
from benchmarks.doctor_clinic.trainings import (
    BARS,
    CIRCLE,
    DIABETES,
    DIGITS,
    DIGITS_SGD,
    HILLS,
    HILLS_SGD,
    MOONS,
    SINE,
    SPIRALS,
    SQUARES,
    WAVES,
    WORDS_LSTM,
)

CASES = [
    # vanishing gradients
    ill(
        "digits: eight layers of sigmoid",
        "vanishing gradients",
        DIGITS_SGD.but(own=None),
        model=mlp(64, 32, 32, 32, 32, 32, 32, 32, 10, act="Sigmoid"),
    ),
    ill(
        "hills: ten layers of tanh with weights five times too small",
        "vanishing gradients",
        HILLS_SGD,
        model=built(scaled(0.2), mlp(5, 24, 24, 24, 24, 24, 24, 24, 24, 24, 1, act="Tanh")),
    ),
    ill(
        "bars: five sigmoid layers after the pixels, own loop",
        "vanishing gradients",
        BARS.but(own=loops.plain, optimizer=sgd(0.1, 0.9)),
        model=mlp(100, 32, 32, 32, 32, 32, 4, act="Sigmoid", flatten=True),
    ),
    # exploding gradients
    ill(
        "digits: five layers with weights eight times too large",
        "exploding gradients",
        DIGITS_SGD,
        also=("NaN", "learning rate too high", "dead ReLUs"),
        model=built(scaled(8), mlp(64, 32, 32, 32, 32, 10)),
    ),
    ill(
        "waves, RNN: recurrent weights five times too large",
        "exploding gradients",
        WAVES.but(model=recurrent("RNN", 1, 24, 3)),
        model=built(scaled(5, "weight_hh"), recurrent("RNN", 1, 24, 3)),
    ),
    # dead ReLUs
    ill(
        "PyTorch, moons: biases of -8",
        "dead ReLUs",
        MOONS.but(lib=torch, own=loops.plain),
        model=built(biased(-8.0), mlp(2, 16, 16, 1)),
    ),
    ill(
        "bars, convolutions: biases of -20",
        "dead ReLUs",
        BARS.but(model=conv(4, (8, 16), side=10)),
        model=built(biased(-20.0), conv(4, (8, 16), side=10)),
    ),
    ill(
        "sine: a ReLU after the last layer, which begins below 0",
        "dead ReLUs",
        SINE.but(model=mlp(1, 32, 32, 1)),
        model=built(biased(-3.0, but_last=False), mlp(1, 32, 32, 1, last="ReLU")),
    ),
    # overfitting
    ill(
        "few noisy moons, large network, 200 epochs",
        "overfitting",
        MOONS.but(data=data.few_noisy_moons, model=mlp(2, 64, 64, 1), epochs=12, optimizer=adam(3e-3)),
        epochs=200,
        optimizer=adam(1e-2),
    ),
    ill(
        "diabetes: 128 units in two layers, 80 epochs",
        "overfitting",
        DIABETES,
        model=mlp(10, 128, 128, 1),
        optimizer=adam(3e-3),
        epochs=80,
    ),
    ill(
        "digits with 30 % false labels, learnt by heart",
        "overfitting",
        DIGITS.but(train_data=label_noise(0.3), epochs=6),
        epochs=60,
        model=mlp(64, 128, 10),
        optimizer=adam(1e-2),
    ),
    # underfitting
    ill("PyTorch, circle: logistic regression", "underfitting", CIRCLE.but(lib=torch), model=mlp(2, 1)),
    ill("hills: one hidden unit", "underfitting", HILLS, model=mlp(5, 1, 1, act="Tanh")),
    ill("spirals: two units", "underfitting", SPIRALS.but(own=loops.plain), model=mlp(2, 2, 3, act="Tanh")),
    ill(
        "words: an embedding of size 1 and an RNN with one unit",
        "underfitting",
        WORDS_LSTM,
        model=recurrent("RNN", 1, 1, 2, vocabulary=40),
    ),
    # dropout too high
    ill("digits: dropout 0.95", "dropout too high", DIGITS, model=mlp(64, 32, 10, dropout=0.95)),
    ill("hills: dropout 0.7 in three layers", "dropout too high", HILLS, model=mlp(5, 32, 32, 32, 1, dropout=0.7)),
    ill(
        "words, LSTM: dropout 0.97 on the last state",
        "dropout too high",
        WORDS_LSTM,
        model=recurrent("LSTM", 8, 16, 2, vocabulary=40, dropout=0.97),
    ),
    # weight decay too high
    ill(
        "digits: SGD with weight decay 0.3",
        "weight decay too high",
        DIGITS_SGD,
        optimizer=sgd(0.1, 0.9, weight_decay=0.3),
    ),
    ill("hills: AdamW with weight decay 20", "weight decay too high", HILLS, optimizer=adamw(1e-2, weight_decay=20.0)),
    ill(
        "squares: SGD with weight decay 0.5, own loop",
        "weight decay too high",
        SQUARES.but(own=loops.plain, optimizer=sgd(0.02, 0.9)),
        optimizer=sgd(0.02, 0.9, weight_decay=0.5),
    ),
    # symmetric weights
    ill(
        "hills: all weights begin at 0.1, tanh",
        "symmetric weights",
        HILLS.but(model=mlp(5, 32, 32, 1, act="Tanh")),
        model=built(constant(0.1, biases=0.0), mlp(5, 32, 32, 1, act="Tanh")),
    ),
    ill(
        "PyTorch, spirals: ones in every layer",
        "symmetric weights",
        SPIRALS.but(lib=torch, model=mlp(2, 32, 32, 3, act="Tanh")),
        also=("exploding gradients",),
        model=built(constant(1.0, biases=0.0), mlp(2, 32, 32, 3, act="Tanh")),
    ),
    ill(
        "circle: zeros, sigmoid net, own loop",
        "symmetric weights",
        CIRCLE.but(own=loops.plain, model=mlp(2, 24, 24, 1, act="Tanh")),
        model=built(constant(0.0, biases=0.0), mlp(2, 24, 24, 1, act="Sigmoid")),
    ),
]
