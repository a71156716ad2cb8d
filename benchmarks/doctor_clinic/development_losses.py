"""What is wrong between the model and the loss."""

from __future__ import annotations

import torch

from benchmarks.doctor_clinic import loops
from benchmarks.doctor_clinic.declare import ill
from benchmarks.doctor_clinic.faults import missing_values
from benchmarks.doctor_clinic.models import mlp
from benchmarks.doctor_clinic.recipe import adam, sgd
from benchmarks.doctor_clinic.trainings import (
    ADDING,
    BARS,
    CIRCLE,
    DIABETES,
    HILLS,
    MOONS,
    SINE,
    SPIRALS,
    SQUARES,
    TUMOURS,
    WAVES,
    WINE,
    WORDS,
)

CASES = [
    # activation before the loss
    ill(
        "moons: a sigmoid at the end, and BCEWithLogitsLoss; momentum",
        "activation before the loss",
        MOONS,
        optimizer=sgd(0.05, 0.9),
        cured=dict(optimizer=sgd(0.05, 0.9)),
        model=mlp(2, 16, 16, 1, last="Sigmoid"),
        probabilities=True,
    ),
    ill(
        "PyTorch, spirals: softmax as last layer",
        "activation before the loss",
        SPIRALS.but(lib=torch, optimizer=sgd(0.1, 0.9)),
        model=mlp(2, 32, 32, 3, last="Softmax"),
        probabilities=True,
    ),
    ill(
        "circle: sigmoid on the outputs in the loop, then the loss with logits",
        "activation before the loss",
        CIRCLE.but(own=loops.plain, epochs=6),
        own=loops.outputs_through(lambda lib, outputs: lib.sigmoid(outputs)),
    ),
    # logits into NLLLoss
    ill(
        "bars: nll_loss in a loop of one's own, without log_softmax",
        "logits into NLLLoss",
        BARS.but(own=loops.plain),
        loss="NLLLoss",
    ),
    ill(
        "PyTorch, wine: NLLLoss on logits, momentum",
        "logits into NLLLoss",
        WINE.but(lib=torch, optimizer=sgd(0.02, 0.9)),
        loss="NLLLoss",
    ),
    ill(
        "words: NLLLoss on logits of a bag of words",
        "logits into NLLLoss",
        WORDS.but(optimizer=adam(3e-3)),
        loss="NLLLoss",
    ),
    # broadcast targets
    ill(
        "adding, GRU: targets without their last axis, Huber loss",
        "broadcast targets",
        ADDING.but(loss="HuberLoss", own=loops.plain),
        own=loops.targets_through(lambda lib, targets: targets.reshape(-1)),
    ),
    ill(
        "squares, convolutions: flat targets and L1Loss",
        "broadcast targets",
        SQUARES.but(loss="L1Loss", own=loops.plain),
        own=loops.targets_through(lambda lib, targets: targets[:, 0]),
    ),
    ill(
        "diabetes: the Trainer, and a criterion that flattens the targets",
        "broadcast targets",
        DIABETES,
        loss=lambda lib: lambda outputs, targets: ((outputs - targets.reshape(-1)) ** 2).mean(),
    ),
    # detached loss
    ill(
        "moons: outputs detached before the loss",
        "detached loss",
        MOONS.but(own=loops.plain),
        own=loops.detached_outputs,
    ),
    ill(
        "waves, GRU: predicted under no_grad, requires_grad_ on the loss",
        "detached loss",
        WAVES.but(own=loops.plain),
        own=loops.outputs_without_graph,
    ),
    ill(
        "sine: a criterion for the Trainer that goes through numbers",
        "detached loss",
        SINE,
        loss=lambda lib: (
            lambda outputs, targets: lib.tensor(float(((outputs - targets) ** 2).mean()), requires_grad=True)
        ),
    ),
    # NaN
    ill(
        "tumours: log of the probabilities without care",
        "NaN",
        TUMOURS.but(own=loops.plain, optimizer=sgd(0.5, 0.9)),
        also=("learning rate too high",),
        model=mlp(30, 16, 1, last="Sigmoid"),
        probabilities=True,
        loss=lambda lib: lambda p, t: -(t * lib.log(p) + (1 - t) * lib.log(1 - p)).mean(),
    ),
    ill("wine: a missing value in the data", "NaN", WINE, train_data=missing_values(0.01)),
    ill(
        "PyTorch, hills: missing values in a few samples",
        "NaN",
        HILLS.but(lib=torch, own=loops.plain),
        train_data=missing_values(0.004),
    ),
]
