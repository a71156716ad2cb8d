"""Two causes at once; and trainings to which no name fits."""

from __future__ import annotations

import torch

from benchmarks.doctor_clinic import data, loops
from benchmarks.doctor_clinic.declare import ill
from benchmarks.doctor_clinic.faults import everywhere, weighted
from benchmarks.doctor_clinic.models import built, conv, frozen, mlp, recurrent
from benchmarks.doctor_clinic.recipe import adam, adamw, sgd
from benchmarks.doctor_clinic.trainings import (
    BARS,
    CLOUDS,
    DIGITS,
    DIGITS_SGD,
    HILLS,
    LONG_FIRST,
    MOONS,
    RARE,
    TUMOURS,
    WAVES,
    WINE,
    WORDS,
)

CASES = [
    # two causes
    ill(
        "digits: softmax before the loss, and the rate too low",
        "two causes",
        DIGITS_SGD,
        right=("activation before the loss", "learning rate too low"),
        model=mlp(64, 32, 10, last="Softmax"),
        optimizer=sgd(1e-3),
        probabilities=True,
    ),
    ill(
        "tumours as measured, and the rate too high",
        "two causes",
        TUMOURS,
        right=("unscaled inputs", "learning rate too high", "dead ReLUs", "NaN", "exploding gradients"),
        data=data.raw_tumours,
        optimizer=sgd(3.0, 0.9),
    ),
    ill(
        "hills: dropout 0.75 and strong weight decay",
        "two causes",
        HILLS,
        right=("dropout too high", "weight decay too high"),
        model=mlp(5, 32, 32, 1, dropout=0.75),
        optimizer=adamw(1e-2, weight_decay=8.0),
    ),
    ill(
        "PyTorch, bars: frozen convolutions, and Adam with 1e-5",
        "two causes",
        BARS.but(lib=torch),
        right=("frozen parameters", "learning rate too low", "parameters not updated"),
        model=built(frozen("9"), conv(4, (8, 16), norm=True, side=10)),
        optimizer=adam(1e-5),
    ),
    ill(
        "wine as measured, and validation standardized",
        "two causes",
        WINE.but(epochs=6),
        right=("unscaled inputs", "validation data differ"),
        data=data.raw_wine,
        val_data=lambda data, seed: data.with_val(x=(data.val[0] - data.train[0].mean(0)) / data.train[0].std(0)),
    ),
    ill(
        "hills: detached loss, and zero_grad forgotten",
        "two causes",
        HILLS.but(own=loops.plain),
        right=("detached loss", "no zero_grad", "parameters not updated"),
        own=loops.detached_and_never_zeroed,
    ),
    ill(
        "5 % rare, and Adam with 1e-5",
        "two causes",
        RARE.but(data=data.rare, sampler=weighted),
        right=("class imbalance", "learning rate too low"),
        sampler=None,
        optimizer=adam(1e-5),
    ),
    # unknown
    ill("digits: the images were all read as 0", "unknown", DIGITS, data=everywhere(x=lambda x: 0 * x)(data.digits)),
    ill(
        "clouds: the wrong file, inputs have nothing to do with the labels",
        "unknown",
        CLOUDS.but(own=loops.plain),
        data=data.foreign_clouds,
        also=("shuffled labels", "shifted labels"),
    ),
    ill(
        "hills: the columns that say something were left out",
        "unknown",
        HILLS,
        data=data.blind_hills,
        also=("shuffled labels",),
    ),
    ill("bars: the sign of the loss is wrong", "unknown", BARS.but(own=loops.plain), own=loops.upwards),
    ill(
        "first of 15 signs: the answer is read after the first three, of a sequence turned round",
        "unknown",
        LONG_FIRST,
        data=everywhere(x=lambda x: x[:, ::-1])(data.long_first_sign),
        model=recurrent("GRU", 2, 12, 2, where=2),
    ),
    ill(
        "bars: the pixels of each image are in an order of its own",
        "unknown",
        BARS,
        data=data.scrambled_bars,
        also=("shuffled labels",),
    ),
    ill(
        "waves: the moments of each sequence are out of order",
        "unknown",
        WAVES,
        data=data.scrambled_waves,
        also=("shuffled labels",),
    ),
    ill(
        "moons: an optimizer that maximizes", "unknown", MOONS.but(own=loops.plain), optimizer=adam(1e-2, maximize=True)
    ),
    ill(
        "PyTorch, words: every word was read as the unknown word",
        "unknown",
        WORDS.but(lib=torch),
        data=everywhere(x=lambda x: 0 * x)(data.words),
    ),
]
