"""What is wrong between the model and the loss."""

from __future__ import annotations

import numpy as np
import torch

from benchmarks.doctor_clinic import data, loops
from benchmarks.doctor_clinic.declare import ill
from benchmarks.doctor_clinic.faults import everywhere, softmax_by_hand
from benchmarks.doctor_clinic.models import mlp, recurrent
from benchmarks.doctor_clinic.recipe import sgd
from benchmarks.doctor_clinic.trainings import BARS, DIGITS, DIGITS_SGD, HILLS, HILLS_SGD, SINE, SPIRALS, WAVES

CASES = [
    # activation before the loss
    ill(
        "digits: the network ends with softmax, and the loss is CrossEntropyLoss",
        "activation before the loss",
        DIGITS.but(optimizer=sgd(0.05, 0.9)),
        model=mlp(64, 32, 10, last="Softmax"),
        probabilities=True,
    ),
    ill(
        "bars: softmax in the loop, as the person wanted probabilities to print",
        "activation before the loss",
        BARS.but(own=loops.plain, epochs=3),
        own=loops.outputs_through(lambda lib, outputs: lib.nn.functional.softmax(outputs, dim=1)),
    ),
    ill(
        "waves, GRU: softmax at the end, cross-entropy in a loop of one's own",
        "activation before the loss",
        WAVES.but(own=loops.plain, optimizer=sgd(0.2, 0.9), epochs=8),
        model=recurrent("GRU", 1, 16, 3, last="Softmax"),
        probabilities=True,
    ),
    # logits into NLLLoss
    ill("digits: NLLLoss on what the last linear layer gives", "logits into NLLLoss", DIGITS, loss="NLLLoss"),
    ill(
        "spirals: NLLLoss on probabilities",
        "logits into NLLLoss",
        SPIRALS.but(epochs=8),
        model=mlp(2, 32, 32, 3, last="Softmax"),
        loss="NLLLoss",
        probabilities=True,
    ),
    # broadcast targets
    ill(
        "hills: targets of shape (n,), outputs of (n, 1), MSELoss",
        "broadcast targets",
        HILLS_SGD,
        own=loops.targets_through(lambda lib, targets: targets[:, 0]),
    ),
    ill(
        "PyTorch, sine: the targets were squeezed",
        "broadcast targets",
        SINE.but(lib=torch, own=loops.plain),
        own=loops.targets_through(lambda lib, targets: targets.squeeze()),
    ),
    ill(
        "hills: the outputs were squeezed, the targets are (n, 1)",
        "broadcast targets",
        HILLS.but(own=loops.plain),
        own=loops.outputs_through(lambda lib, outputs: outputs.squeeze(1)),
    ),
    # detached loss
    ill("digits: the loss was made anew from its number", "detached loss", DIGITS_SGD, own=loops.loss_from_number),
    ill(
        "PyTorch, hills: through NumPy and back",
        "detached loss",
        HILLS.but(own=loops.plain, lib=torch),
        own=loops.through_numpy,
    ),
    # NaN
    ill("digits: softmax by hand at a temperature of 0.01 overflows", "NaN", DIGITS_SGD, loss=softmax_by_hand),
    ill(
        "digits: standardized by columns of which some never vary",
        "NaN",
        DIGITS,
        also=("unscaled inputs",),
        data=everywhere(x=lambda x: (x - x.mean(0)) / np.where(np.arange(64) % 8 == 0, 0.0, 0.5))(data.digits),
    ),
]
