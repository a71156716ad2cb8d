"""Networks that cannot learn, or learn too much."""

from __future__ import annotations

import torch

from benchmarks.doctor_clinic import data, loops
from benchmarks.doctor_clinic.declare import ill
from benchmarks.doctor_clinic.faults import first
from benchmarks.doctor_clinic.models import bag, biased, built, constant, conv, mlp, recurrent, scaled
from benchmarks.doctor_clinic.recipe import adam, rmsprop, sgd
from benchmarks.doctor_clinic.trainings import (
    BARS,
    CIRCLE,
    CLOUDS,
    DIGITS,
    DIGITS_SGD,
    HILLS,
    HILLS_SGD,
    LONG_FIRST,
    MOONS,
    SINE,
    SPIRALS,
    SQUARES,
    WAVES,
    WORDS,
)

CASES = [
    # vanishing gradients
    ill(
        "PyTorch, clouds: six layers of sigmoid, momentum",
        "vanishing gradients",
        CLOUDS.but(lib=torch),
        model=mlp(10, 24, 24, 24, 24, 24, 24, 5, act="Sigmoid"),
    ),
    ill(
        "first of 15 signs, RNN with small recurrent weights",
        "vanishing gradients",
        LONG_FIRST,
        model=built(scaled(0.15, "weight_hh"), recurrent("RNN", 2, 12, 2)),
        optimizer=sgd(0.1, 0.9),
    ),
    ill(
        "spirals: six ReLU layers with weights of a tenth",
        "vanishing gradients",
        SPIRALS.but(model=mlp(2, 32, 32, 32, 3)),
        model=built(scaled(0.1), mlp(2, 32, 32, 32, 32, 32, 32, 3)),
    ),
    # exploding gradients
    ill(
        "PyTorch, hills: weights eight times too large",
        "exploding gradients",
        HILLS_SGD.but(lib=torch),
        also=("NaN", "learning rate too high", "dead ReLUs"),
        model=built(scaled(8), mlp(5, 64, 64, 64, 1)),
    ),
    ill(
        "squares, convolutions: weights ten times too large",
        "exploding gradients",
        SQUARES.but(optimizer=sgd(0.01, 0.9)),
        also=("NaN", "learning rate too high", "dead ReLUs"),
        model=built(scaled(10), conv(1)),
    ),
    ill(
        "sine: eight ReLU layers, weights six times too large",
        "exploding gradients",
        SINE.but(own=loops.plain),
        also=("NaN", "learning rate too high"),
        model=built(scaled(6), mlp(1, 32, 32, 32, 32, 32, 32, 1)),
    ),
    # dead ReLUs
    ill("digits: biases begin at -10", "dead ReLUs", DIGITS_SGD, model=built(biased(-10.0), mlp(64, 32, 10))),
    ill(
        "hills: biases begin at -4, Adam with 1e-3",
        "dead ReLUs",
        HILLS.but(optimizer=adam(1e-3), epochs=25),
        model=built(biased(-4.0), mlp(5, 32, 32, 1)),
    ),
    ill(
        "clouds: two layers whose biases begin at -6, own loop",
        "dead ReLUs",
        CLOUDS.but(model=mlp(10, 24, 24, 5)),
        model=built(biased(-6.0), mlp(10, 24, 24, 5)),
        own=loops.plain,
    ),
    # overfitting
    ill(
        "PyTorch, few words, 80 epochs",
        "overfitting",
        WORDS.but(lib=torch, data=data.few_words, model=bag(200, 16, 32, 2), epochs=6, own=loops.plain),
        epochs=80,
    ),
    ill(
        "60 samples of noisy hills, large network, 300 epochs",
        "overfitting",
        HILLS.but(data=data.noisy_hills, train_data=first(60), model=mlp(5, 6, 1), epochs=50),
        model=mlp(5, 96, 96, 1),
        epochs=300,
    ),
    ill("noisy bars: 60 images, conv net", "overfitting", BARS, train_data=first(60), epochs=60, cured=dict(epochs=15)),
    # underfitting
    ill("spirals: one linear layer", "underfitting", SPIRALS, model=mlp(2, 3)),
    ill("sine: a straight line", "underfitting", SINE.but(own=loops.plain), model=mlp(1, 1)),
    ill("digits through a layer of two units", "underfitting", DIGITS.but(epochs=12), model=mlp(64, 2, 10, act="Tanh")),
    # dropout too high
    ill(
        "PyTorch, bars: dropout 0.97 before the last layer",
        "dropout too high",
        BARS.but(lib=torch, own=loops.plain),
        model=conv(4, (8, 16), dropout=0.97, side=10),
    ),
    ill(
        "spirals: dropout 0.6 of the two inputs", "dropout too high", SPIRALS, model=mlp(2, 32, 32, 3, drop_inputs=0.6)
    ),
    ill(
        "moons: dropout 0.85 in narrow layers",
        "dropout too high",
        MOONS.but(own=loops.plain),
        model=mlp(2, 16, 16, 1, dropout=0.85),
    ),
    # weight decay too high
    ill(
        "PyTorch, circle: Adam with weight decay 1",
        "weight decay too high",
        CIRCLE.but(lib=torch),
        optimizer=adam(1e-2, weight_decay=1.0),
    ),
    ill(
        "waves, GRU: RMSprop with weight decay 0.5",
        "weight decay too high",
        WAVES.but(optimizer=rmsprop(3e-3)),
        optimizer=rmsprop(3e-3, weight_decay=0.5),
    ),
    ill(
        "spirals: weight decay 0.05 in Adam", "weight decay too high", SPIRALS, optimizer=adam(1e-2, weight_decay=0.05)
    ),
    # symmetric weights
    ill(
        "digits: all weights begin at 0",
        "symmetric weights",
        DIGITS_SGD.but(model=mlp(64, 32, 32, 10)),
        model=built(constant(0.0, biases=0.0), mlp(64, 32, 32, 10)),
    ),
    ill(
        "bars: convolutions begin at 0.05 throughout",
        "symmetric weights",
        BARS.but(model=conv(4, (8, 16), side=10)),
        model=built(constant(0.05, biases=0.0), conv(4, (8, 16), side=10)),
    ),
    ill(
        "waves, GRU: constant weights",
        "symmetric weights",
        WAVES,
        model=built(constant(0.1, biases=0.0), recurrent("GRU", 1, 16, 3)),
    ),
]
