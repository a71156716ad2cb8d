"""Trains, is killed, goes on, and compares with training that was not killed: `python killed.py FOLDER KILLS SEED`.

Each trial forks a process that trains with a checkpoint after every batch, kills it (SIGKILL) at a random instant, and
lets another one go on from the folder to the end. Prints one line a trial; exits with 1 if one ended differently.
"""

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

import numpy as np

import tinygrad_lite as tg
from tinygrad_lite.training import EarlyStopping, ModelCheckpoint, Trainer

EPOCHS = 3


class Accuracy:
    name, right, count = "accuracy", 0, 0

    def reset(self):
        self.right = self.count = 0

    def update(self, predictions, targets):
        self.right += int((predictions.argmax(1) == targets).sum())
        self.count += len(targets)

    def compute(self):
        return self.right / self.count

    def state_dict(self):
        return dict(self.__dict__)

    def load_state_dict(self, state_dict):
        self.__dict__.update(state_dict)


def train(folder):
    """Train, going on from what is in the folder; returns everything that must be equal in the end."""
    tg.manual_seed(0)
    x, y = tg.data.spirals(120, seed=0)
    batches = tg.data.DataLoader(tg.data.TensorDataset(x, y), batch_size=16, shuffle=True)
    model = tg.nn.Sequential(
        tg.nn.Linear(2, 16), tg.nn.BatchNorm1d(16), tg.nn.ReLU(), tg.nn.Dropout(0.2), tg.nn.Linear(16, 3)
    )
    optimizer = tg.optim.Adam(model.parameters(), lr=0.02)
    scheduler = tg.optim.lr_scheduler.OneCycleLR(optimizer, 0.02, total_steps=EPOCHS * len(batches))
    trainer = Trainer(
        model, optimizer, tg.nn.CrossEntropyLoss(), metrics=[Accuracy()], scheduler=scheduler, schedule_every="step",
        precision="float16", max_norm=1.0,
        callbacks=[EarlyStopping(patience=3), ModelCheckpoint(folder, save_top_k=2, every_n_batches=1)],
    )  # fmt: skip
    trainer.resume(folder, batches)
    history = trainer.fit(batches, tg.data.DataLoader(tg.data.TensorDataset(x, y), batch_size=50), epochs=EPOCHS)
    state = [value.numpy().tobytes() for value in model.state_dict().values()]
    moments = [part.numpy().tobytes() for s in optimizer.state_dict()["state"].values() for part in s.values()]
    return state, moments, dict(history), tg.rand(3).tolist(), trainer.scaler.state_dict()


def in_child(folder, result):
    """Train in a process of its own, and write what came out to a file."""
    pid = os.fork()
    if pid == 0:
        np.seterr(all="ignore")
        Path(result).write_text(repr(train(folder)), encoding="utf-8")
        os._exit(0)
    return pid


def main(folder, kills, seed):
    folder, instants = Path(folder), random.Random(seed)
    began = time.perf_counter()
    os.waitpid(in_child(folder / "whole", folder / "whole.txt"), 0)
    whole, duration = (folder / "whole.txt").read_text(encoding="utf-8"), time.perf_counter() - began
    wrong = 0
    for trial in range(kills):
        pid, instant = in_child(folder / "killed", folder / "killed.txt"), instants.uniform(0, duration)
        time.sleep(instant)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        last = folder / "killed" / "last.safetensors"
        had = last.exists()
        (folder / "killed.txt").unlink(missing_ok=True)
        os.waitpid(in_child(folder / "killed", folder / "killed.txt"), 0)
        equal = (folder / "killed.txt").exists() and (folder / "killed.txt").read_text(encoding="utf-8") == whole
        wrong += not equal
        outcome = "equal" if equal else "DIFFERENT"
        print(f"trial {trial}: killed after {instant:.3f} s of {duration:.3f}, checkpoint {had}, {outcome}")
        shutil.rmtree(folder / "killed", ignore_errors=True)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
