"""What is wrong in the loop, or in what it trains."""

from __future__ import annotations

import copy

import torch

import tinygrad_lite as tg
from benchmarks.doctor_clinic import data, loops
from benchmarks.doctor_clinic.declare import ill
from benchmarks.doctor_clinic.faults import everywhere, only, schedule
from benchmarks.doctor_clinic.models import bag, built, conv, frozen, mlp, recurrent
from benchmarks.doctor_clinic.recipe import sgd
from benchmarks.doctor_clinic.trainings import (
    BARS,
    CLOUDS,
    DIGITS_NORM,
    DIGITS_SGD,
    HILLS,
    HILLS_SGD,
    SINE,
    TUMOURS,
    WAVES,
    WORDS,
)

CASES = [
    # no zero_grad
    ill(
        "digits, momentum: no zero_grad",
        "no zero_grad",
        DIGITS_SGD.but(optimizer=sgd(0.05)),
        own=loops.never_zeroed,
        optimizer=sgd(0.05),
    ),
    ill(
        "waves, GRU: zero_grad once in 20 batches",
        "no zero_grad",
        WAVES.but(own=loops.plain),
        own=loops.zeroed_now_and_then(20),
    ),
    ill("clouds, momentum 0.9: no zero_grad", "no zero_grad", CLOUDS.but(own=loops.plain), own=loops.never_zeroed),
    # parameters not updated
    ill(
        "bars: the Trainer's optimizer has the parameters of an earlier model",
        "parameters not updated",
        BARS,
        also=("frozen parameters",),
        given=lambda model: conv(4, (8, 16), norm=True, side=10)(tg).parameters(),
    ),
    ill(
        "PyTorch, sine: the model was copied after the optimizer had been made",
        "parameters not updated",
        SINE.but(lib=torch, own=loops.plain),
        also=("frozen parameters",),
        given=lambda model: copy.deepcopy(model).parameters(),
    ),
    ill(
        "hills: a schedule that begins at 0 and stays there",
        "parameters not updated",
        HILLS,
        also=("learning rate too low", "schedule ended early"),
        schedule=schedule("LambdaLR", lr_lambda=lambda epoch: 0.0),
    ),
    # frozen parameters
    ill(
        "bars: the optimizer has the last layer only",
        "frozen parameters",
        BARS,
        also=("parameters not updated",),
        given=only("9"),
    ),
    ill(
        "PyTorch, waves: the GRU is frozen",
        "frozen parameters",
        WAVES.but(lib=torch, model=recurrent("GRU", 1, 8, 3)),
        also=("parameters not updated",),
        model=built(frozen("head"), recurrent("GRU", 1, 8, 3)),
    ),
    ill(
        "words: the embedding and the first layer are not given to the optimizer",
        "frozen parameters",
        WORDS,
        also=("parameters not updated",),
        given=only("head.2"),
    ),
    # training mode in validation
    ill(
        "digits with dropout 0.5: validated without eval()",
        "training mode in validation",
        DIGITS_SGD.but(model=mlp(64, 48, 48, 10, dropout=0.5)),
        shows="misled",
        validates="training mode",
    ),
    ill(
        "few digits in batches, batch norm, dropout 0.4: no eval()",
        "training mode in validation",
        DIGITS_NORM.but(own=loops.plain, model=mlp(64, 48, 32, 10, norm="batch", dropout=0.4)),
        shows="misled",
        validates="training mode",
    ),
    ill(
        "words, a bag of embeddings with dropout: no eval()",
        "training mode in validation",
        WORDS.but(own=loops.plain, model=bag(40, 8, 24, 2, dropout=0.7)),
        shows="misled",
        validates="training mode",
    ),
    # evaluation mode in training
    ill(
        "raw digits, batch norm: eval() of the first validation stayed on",
        "evaluation mode in training",
        DIGITS_NORM.but(
            own=loops.plain, data=everywhere(x=lambda x: 40 * x + 60)(data.digits), optimizer=sgd(0.05, 0.9)
        ),
        left_in="eval",
    ),
    ill(
        "PyTorch, deep sigmoid network with batch norm, left in eval()",
        "evaluation mode in training",
        CLOUDS.but(lib=torch, own=loops.plain, model=mlp(10, 24, 24, 24, 24, 5, act="Sigmoid", norm="batch")),
        also=("vanishing gradients",),
        left_in="eval",
    ),
    ill(
        "images of brightness 0 to 255 and batch norm left in eval()",
        "evaluation mode in training",
        BARS.but(
            own=loops.plain,
            data=everywhere(x=lambda x: 60 * x + 128)(data.bars),
            optimizer=sgd(0.05, 0.9),
            model=conv(4, (8, 16), norm=True, side=10),
        ),
        also=("unscaled inputs",),
        left_in="eval",
    ),
    # clipping too low
    ill(
        "hills: clip_grad_norm_ to 1e-4 in a loop of one's own",
        "clipping too low",
        HILLS_SGD,
        also=("learning rate too low",),
        own=loops.clipped(1e-4),
    ),
    ill(
        "tumours: clip_grad_value_ 1e-4",
        "clipping too low",
        TUMOURS.but(own=loops.plain),
        also=("learning rate too low",),
        own=loops.clipped_by_value(1e-4),
    ),
]
