"""What is wrong in the loop, or in what it trains."""

from __future__ import annotations

import torch

from benchmarks.doctor_clinic import data, loops
from benchmarks.doctor_clinic.declare import ill
from benchmarks.doctor_clinic.faults import everywhere
from benchmarks.doctor_clinic.models import built, conv, frozen, mlp
from benchmarks.doctor_clinic.recipe import adam, sgd
from benchmarks.doctor_clinic.trainings import (
    BARS,
    CLOUDS,
    DIGITS,
    DIGITS_SGD,
    HILLS,
    MOONS,
    SINE,
    SPIRALS,
    TUMOURS,
    WAVES,
    WORDS,
)

CASES = [
    # no zero_grad
    ill("moons, Adam: no zero_grad", "no zero_grad", MOONS.but(own=loops.plain), own=loops.never_zeroed),
    ill(
        "PyTorch, hills: zero_grad of another model",
        "no zero_grad",
        HILLS.but(lib=torch, own=loops.plain),
        own=loops.other_optimizer_zeroed,
    ),
    ill(
        "words, embeddings: no zero_grad, momentum",
        "no zero_grad",
        WORDS.but(own=loops.plain, optimizer=sgd(0.5, 0.9)),
        own=loops.never_zeroed,
    ),
    # parameters not updated
    ill("digits: optimizer.step() was forgotten", "parameters not updated", DIGITS_SGD, own=loops.no_step),
    ill(
        "moons: zero_grad between backward and step",
        "parameters not updated",
        MOONS.but(own=loops.plain),
        also=("no zero_grad",),
        own=loops.zeroed_before_step,
    ),
    ill(
        "PyTorch, clouds: everything was frozen for a look, and stayed so but for one bias",
        "parameters not updated",
        CLOUDS.but(lib=torch),
        also=("frozen parameters",),
        model=built(frozen("2.bias"), mlp(10, 32, 5)),
    ),
    # frozen parameters
    ill(
        "digits: body at random and frozen, narrow",
        "frozen parameters",
        DIGITS.but(model=mlp(64, 8, 8, 10), epochs=12),
        also=("parameters not updated",),
        model=built(frozen("4"), mlp(64, 8, 8, 10)),
    ),
    ill(
        "spirals: only the last of three layers is inside the graph",
        "frozen parameters",
        SPIRALS.but(own=loops.plain, model=mlp(2, 12, 12, 3)),
        also=("parameters not updated", "detached loss"),
        own=loops.body_without_graph,
    ),
    ill(
        "sine: all but the first layer frozen by mistake",
        "frozen parameters",
        SINE,
        also=("parameters not updated",),
        model=built(frozen("0"), mlp(1, 32, 32, 1, act="Tanh")),
        epochs=6,
        cured=dict(epochs=6),
    ),
    # training mode in validation
    ill(
        "PyTorch, moons: dropout is on in validation",
        "training mode in validation",
        MOONS.but(lib=torch, own=loops.plain, model=mlp(2, 32, 32, 1, dropout=0.3)),
        shows="misled",
        validates="training mode",
    ),
    ill(
        "hills with dropout: no eval(), regression",
        "training mode in validation",
        HILLS.but(own=loops.plain, model=mlp(5, 64, 64, 1, dropout=0.2)),
        shows="misled",
        validates="training mode",
    ),
    ill(
        "bars, convolutions with dropout 0.6: no eval()",
        "training mode in validation",
        BARS.but(own=loops.training_mode_each_step, model=conv(4, (8, 16), dropout=0.6, side=10)),
        shows="misled",
        validates="training mode",
    ),
    # evaluation mode in training
    ill(
        "raw tumours, batch norm from the first layer on, left in eval()",
        "evaluation mode in training",
        TUMOURS.but(
            data=everywhere(x=lambda x: x)(data.raw_tumours),
            model=mlp(30, 24, 24, 1, norm="batch"),
            optimizer=adam(1e-2),
            epochs=20,
            own=loops.plain,
        ),
        also=("unscaled inputs",),
        left_in="eval",
    ),
    ill(
        "few noisy moons, dropout off: eval() stayed on",
        "evaluation mode in training",
        MOONS.but(data=data.few_noisy_moons, own=loops.plain, model=mlp(2, 64, 64, 1, dropout=0.6), epochs=120),
        also=("overfitting",),
        left_in="eval",
    ),
    # clipping too low
    ill(
        "digits: max_norm 1e-3 with momentum", "clipping too low", DIGITS_SGD.but(own=None), trainer=dict(max_norm=1e-3)
    ),
    ill(
        "PyTorch, bars: clip_value 1e-5",
        "clipping too low",
        BARS.but(lib=torch, optimizer=sgd(0.05, 0.9)),
        trainer=dict(clip_value=1e-5),
        model=conv(4, (8, 16), norm=True, side=10),
    ),
    ill(
        "waves, GRU: clipped to 0.003, momentum",
        "clipping too low",
        WAVES.but(optimizer=sgd(0.2, 0.9), epochs=12),
        trainer=dict(max_norm=3e-3),
    ),
]
