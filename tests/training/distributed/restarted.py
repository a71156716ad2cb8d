"""Trains undisturbed, then once more with a process killed in the middle, under `torchrun --max-restarts=1`.

The first start trains to the end, then begins a second training, in which process 1 kills itself. torchrun starts all
anew, and these go on with the second training from its checkpoint.
"""

import os
import pickle
import signal
import sys
from pathlib import Path

import torch

import tinygrad_lite as tg
from tinygrad_lite import training
from tinygrad_lite.training import distributed

FIRST_START = os.environ["TORCHELASTIC_RESTART_COUNT"] == "0"


class Dies(training.Callback):
    def on_batch_begin(self, batch):
        if FIRST_START and self.trainer.epoch == 1 and batch == 5 and distributed.get_rank() == 1:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))  # Windows has only the latter, as sudden


def train(lib, folder, *callbacks):
    lib.manual_seed(0)
    tg.manual_seed(0)
    x, y = (lib.tensor(part.numpy()) for part in tg.data.spirals(118, seed=0))
    data, nn = (tg.data if lib is tg else lib.utils.data), lib.nn
    loader = data.DataLoader(data.TensorDataset(x, y), batch_size=16, shuffle=True)
    layers = [nn.Linear(2, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.2), nn.Linear(16, 3)]
    model = nn.Sequential(*layers)
    optimizer = lib.optim.Adam(model.parameters(), lr=0.02)
    trainer = training.Trainer(
        model, optimizer, nn.CrossEntropyLoss(), metrics=[training.metrics.Accuracy()], max_norm=1.0, distributed=True,
        scheduler=lib.optim.lr_scheduler.OneCycleLR(optimizer, 0.02, total_steps=24), schedule_every="step",
        callbacks=[training.ModelCheckpoint(folder, save_top_k=2, every_n_batches=2), *callbacks],
    )  # fmt: skip
    trainer.resume(folder, loader)
    began = trainer.epoch, trainer.batch
    trainer.fit(loader, loader, epochs=3)
    drawn = [lib.rand(3).tolist(), tg.rand(3).tolist()]
    moments = [part.numpy().tobytes() for s in optimizer.state_dict()["state"].values() for part in s.values()]
    weights = [p.detach().numpy().tobytes() for p in model.parameters()]
    return began, (weights, moments, dict(trainer.history), drawn)


def main(folder, library):
    for name, callbacks in (("whole", []), ("killed", [Dies()])):
        if name == "whole" and not FIRST_START:
            continue
        result = train(library, folder / f"states of {name}", *callbacks)
        (folder / f"{name}-{distributed.get_rank()}.pickle").write_bytes(pickle.dumps(result))


if __name__ == "__main__":
    main(Path(sys.argv[1]), torch if sys.argv[2] == "torch" else tg)
