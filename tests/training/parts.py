"""A small training in either library, for the tests of callbacks."""

import contextlib
import os
import signal

import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite.training import Callback, CancelFit, Trainer

LIBRARIES = {"ours": tg, "pytorch's": torch}
BOTH = pytest.mark.parametrize("lib", LIBRARIES.values(), ids=LIBRARIES)


def model_of(lib, activation="Tanh", depth=1, width=8):
    lib.manual_seed(0)
    layers = [lib.nn.Linear(2, width), getattr(lib.nn, activation)()]
    for _ in range(depth - 1):
        layers += [lib.nn.Linear(width, width), getattr(lib.nn, activation)()]
    return lib.nn.Sequential(*layers, lib.nn.Linear(width, 1))


def loader_of(lib, n=40, batch_size=8):
    x, y = tg.data.moons(n, seed=0)
    if lib is torch:
        x, y = torch.tensor(x.numpy()), torch.tensor(y.numpy())
    data = tg.data if lib is tg else torch.utils.data
    return data.DataLoader(data.TensorDataset(x, y), batch_size=batch_size)


def trainer_of(lib=tg, *callbacks, model=None, lr=0.1, **arguments):
    model = model or model_of(lib)
    optimizer = lib.optim.SGD(model.parameters(), lr=lr)
    return Trainer(model, optimizer, lib.nn.BCEWithLogitsLoss(), callbacks=callbacks, **arguments)


class EndsWith(Callback):
    """Ends training in epoch 1, batch 2, in one of the ways in which it can end."""

    def __init__(self, way):
        self.way = way

    def on_batch_begin(self, batch):
        if (self.trainer.epoch, batch) == (1, 2):
            if self.way == "error":
                raise KeyError("broken")
            if self.way == "cancelled":
                raise CancelFit("enough")
            if self.way == "stopped":
                self.trainer.stop("it is good")
            for _ in range({"Ctrl-C": 1, "Ctrl-C twice": 2}.get(self.way, 0)):
                os.kill(os.getpid(), signal.SIGINT)


ENDS = {
    "error": "KeyError: 'broken'",
    "cancelled": "enough",
    "stopped": "it is good",
    "Ctrl-C": "interrupted",
    "Ctrl-C twice": "KeyboardInterrupt: ",
}
UNIX = pytest.mark.skipif(os.name == "nt", reason="signals as on Unix")
WAYS = [pytest.param(way, marks=UNIX) if "C" in way else way for way in ENDS]


def train_until(way, *callbacks, lib=tg):
    """Training of 3 epochs that ends in this way in the second."""
    trainer = trainer_of(lib, *callbacks, EndsWith(way))
    with contextlib.suppress(KeyError, KeyboardInterrupt):
        trainer.fit(loader_of(lib), loader_of(lib), epochs=3)
    assert trainer.stop_reason == ENDS[way]
    return trainer
