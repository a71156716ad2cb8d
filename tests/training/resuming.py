"""A training in either library that is cut and goes on from a file, for the tests of resuming."""

import json
import os
import signal

import numpy as np
import torch

import tinygrad_lite as tg
from tinygrad_lite import training
from tinygrad_lite.training import Callback, Trainer


def model_of(lib, outputs=1):
    lib.manual_seed(0)
    layers = [lib.nn.Linear(2, 6), lib.nn.BatchNorm1d(6), lib.nn.Dropout(0.2), lib.nn.ReLU(), lib.nn.Linear(6, outputs)]
    return lib.nn.Sequential(*layers)


def pairs_of(lib, n=52):
    x, y = tg.data.moons(n, seed=0)
    if lib is tg:
        return tg.data.TensorDataset(x, y)
    return torch.utils.data.TensorDataset(torch.tensor(x.numpy()), torch.tensor(y.numpy()))


def loader_of(lib, batch_size=8, n=52, **arguments):
    data = tg.data if lib is tg else torch.utils.data
    return data.DataLoader(pairs_of(lib, n), batch_size=batch_size, **{"shuffle": True, **arguments})


def trainer_of(lib=tg, optimizer=None, scheduler=None, **arguments):
    model = model_of(lib)
    made = optimizer(model.parameters()) if optimizer else lib.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    schedule = scheduler(made) if scheduler else None
    return Trainer(model, made, lib.nn.BCEWithLogitsLoss(), scheduler=schedule, **arguments)


class Saves(Callback):
    """Saves into a file after a batch, or at the end of an epoch (batch None)."""

    order = 200

    def __init__(self, path, epoch, batch):
        self.path, self.at = path, (epoch, batch)

    def on_batch_end(self, batch, logs):
        if (self.trainer.epoch, batch) == self.at:
            self.trainer.save(self.path)

    def on_epoch_end(self, epoch, logs):
        if (epoch, None) == self.at:
            self.trainer.save(self.path)


def outcome(trainer):
    """Everything that must be equal to the bit."""
    state = trainer.state_dict()
    return json.dumps(training.checkpoint.encoded({**state, "place": None}, "", arrays := {})), {
        name: array.tobytes() for name, array in arrays.items()
    }


def assert_resumes(tmp_path, make, loader, epochs=3, at=(1, 2)):
    """`make(callbacks)` gives a trainer; it is trained once in one go, and once with new objects from a file."""
    path = tmp_path / "state.safetensors"
    np.random.seed(5)  # noqa: NPY002
    whole = make([Saves(path, *at)])
    whole.fit(loader(), loader(), epochs=epochs)
    assert path.exists()
    resumed = make([])
    for seed in (tg.manual_seed, torch.manual_seed, np.random.seed):
        seed(99)
    resumed.resume(path)
    resumed.fit(loader(), loader(), epochs=epochs)
    for mine, theirs in zip(outcome(resumed), outcome(whole), strict=True):
        assert mine == theirs
    let_go(whole, resumed)


def let_go(*trainers):
    """PyTorch's workers take 5 seconds each to end when the loader is found in a circle of objects, as here."""
    for trainer in trainers:
        trainer.loader = trainer.val_loader = None


LOADERS = {
    "shuffled": {"shuffle": True},
    "in order": {"shuffle": False},
    "two workers": {"shuffle": True, "num_workers": 2},
    "persistent workers": {"shuffle": True, "num_workers": 2, "persistent_workers": True},
    "own generator": {"shuffle": True, "generator": 3},
    "drop last": {"shuffle": True, "drop_last": True},
}


def loader_with(lib, data, options):
    options = dict(options)
    if "generator" in options:
        options["generator"] = (tg if lib is tg else torch).Generator().manual_seed(3)
    return (tg if lib is tg else torch.utils).data.DataLoader(data, batch_size=8, **options)


class Interrupts(Callback):
    """Ctrl-C, `stop`, or an error, after a batch."""

    def __init__(self, way, at=(1, 2)):
        self.way, self.at = way, at

    def on_batch_end(self, batch, logs):
        if (self.trainer.epoch, batch) == self.at:
            self.at = None  # once
            if self.way == "Ctrl-C":
                os.kill(os.getpid(), signal.SIGINT)
            elif self.way == "stop":
                self.trainer.stop("enough")
