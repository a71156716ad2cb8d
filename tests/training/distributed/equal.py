"""The same trainings in one process or several, in float64: `python equal.py FOLDER`, alone or under torchrun."""

import pickle
import sys
from pathlib import Path

import torch

import tinygrad_lite as tg
from tinygrad_lite import training
from tinygrad_lite.training import distributed, metrics


class LeavesOut(training.Callback):
    """The last batch of three that make a step: what the others have added up must still be averaged."""

    def on_batch_begin(self, batch):
        if batch == 5:
            raise training.CancelBatch


class Stops(training.Callback):
    """In one process only, in the middle of the second epoch."""

    def on_batch_end(self, batch, logs):
        if self.trainer.epoch == 1 and batch == 2 and self.trainer.is_main_process:
            self.trainer.stop("enough")


def sgd(lib, parameters):
    return lib.optim.SGD(parameters, lr=0.2, momentum=0.9)


def adam(lib, parameters):
    return lib.optim.AdamW(parameters, lr=0.02)


def sam(lib, parameters):
    return lib.optim.SAM(lib.optim.SGD(parameters, lr=0.2))


def train(lib=tg, n=96, optimizer=sgd, as_list=False, scheduled=False, **arguments):
    """Weights and history of a training; `n` decides how large the last of its batches of 16 is."""
    lib.manual_seed(0)
    tg.manual_seed(0)
    x, y = (part.numpy().astype("f8") for part in tg.data.moons(n, seed=0))
    data = tg.data if lib is tg else lib.utils.data
    pairs = data.TensorDataset(lib.tensor(x), lib.tensor(y))
    batches = data.DataLoader(pairs, batch_size=16, shuffle=not as_list)
    model = lib.nn.Sequential(lib.nn.Linear(2, 16), lib.nn.Tanh(), lib.nn.Linear(16, 1)).double()
    made = optimizer(lib, model.parameters())
    if scheduled:
        arguments["scheduler"] = lib.optim.lr_scheduler.ReduceLROnPlateau(made, patience=0, threshold=0.5)
    trainer = training.Trainer(
        model, made, lib.nn.BCEWithLogitsLoss(), distributed=True,
        metrics=[metrics.Accuracy(threshold=0.0), metrics.ROCAUC()], **arguments,
    )  # fmt: skip
    history = trainer.fit(list(batches) if as_list else batches, data.DataLoader(pairs, batch_size=35), epochs=4)
    result = {"history": dict(history), "steps": trainer.step, "stopped": trainer.stop_reason, "losses": history.steps}
    result["weights"] = [p.detach().numpy().copy() for p in model.parameters()]
    result["test"] = trainer.test(data.DataLoader(pairs, batch_size=n))
    return result


CASES = {
    "momentum": {},
    "Adam": {"optimizer": adam},
    "clipping": {"max_norm": 0.1},
    "clipping by value": {"clip_value": 0.01, "n": 100},
    "accumulation": {"accumulate": 3},
    "an unequal last batch": {"n": 101, "accumulate": 4},
    "a last batch of one sample": {"n": 97},
    "batches in a list": {"as_list": True, "n": 101},
    "a plateau": {"scheduled": True},
    "some batches": {"limit_train_batches": 4, "limit_val_batches": 2},
    "uphill": {"optimizer": sam, "n": 101},
    "a batch left out": {"accumulate": 3, "callbacks": [LeavesOut()]},
    "PyTorch's model": {"lib": torch, "n": 101},
    "PyTorch's model, accumulated and clipped": {"lib": torch, "n": 97, "accumulate": 3, "max_norm": 0.1},
    "PyTorch's model, a batch left out": {"lib": torch, "accumulate": 3, "callbacks": [LeavesOut()]},
    "stopped by one": {"callbacks": [Stops()]},
    "early stopping": {"callbacks": [training.EarlyStopping(patience=1, min_delta=0.5, restore_best=True)]},
    "an average of the weights": {"callbacks": [training.EMAWeightAveraging(0.9), training.StepHistory()], "n": 101},
}


def run_all(folder):
    results = {name: train(**case) for name, case in CASES.items()}
    file = Path(folder) / f"{distributed.get_rank()}-of-{distributed.get_world_size()}.pickle"
    file.write_bytes(pickle.dumps(results))
    return results


if __name__ == "__main__":
    run_all(sys.argv[1])
