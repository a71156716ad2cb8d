"""What the Trainer costs beside a bare loop: `python -m benchmarks.loop_overhead`.

The same network on the same batches of 64 digits, trained by a bare loop, by the loop functions and by a Trainer with
more and more hung on it, in turn, in an order shuffled anew each round. A difference is taken within a round, between
neighbours in time, and divided by the number of batches; the median over the rounds counts. One thread.
`--output FILE` keeps the table, in Markdown.
"""

# ruff: noqa: E402 (the number of threads must be set before NumPy is loaded)
import os

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import gc
import random
import time
from pathlib import Path

import numpy as np

import tinygrad_lite as tg
from tinygrad_lite.training import Callback, Trainer, train_one_epoch
from tinygrad_lite.training.metrics import Accuracy

EPOCH = 160  # batches a run with the dense network: long enough that what `fit` does once does not count


class Counter(Callback):
    """As little as a callback can do at the begin and the end of a batch."""

    def __init__(self):
        self.begun = self.ended = 0

    def on_batch_begin(self, batch):
        self.begun += 1

    def on_batch_end(self, batch, logs):
        self.ended += 1


def dense():
    return tg.nn.Sequential(tg.nn.Linear(64, 32), tg.nn.ReLU(), tg.nn.Linear(32, 10))


def convolutional():
    nn = tg.nn
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(128, 10),
    )  # fmt: skip


def parts(make):
    tg.manual_seed(0)
    model = make()
    return model, tg.optim.SGD(model.parameters(), lr=0.01), tg.nn.CrossEntropyLoss()


def bare(make, batches):
    model, optimizer, criterion = parts(make)

    def run():
        model.train()
        total = 0.0
        for inputs, targets in batches:
            loss = criterion(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(targets)

    return run


def by_function(make, batches, **options):
    model, optimizer, criterion = parts(make)
    return lambda: train_one_epoch(model, batches, criterion, optimizer, **options)


def by_trainer(make, batches, **options):
    trainer = Trainer(*parts(make), **options)
    return lambda: trainer.fit(batches, epochs=trainer.epoch + 1)


def ways(make, batches):
    """What is compared, by name."""
    five = [Counter() for _ in range(5)]
    return {
        "bare loop": bare(make, batches),
        "bare loop, once more": bare(make, batches),
        "train_one_epoch": by_function(make, batches),
        "train_one_epoch, accuracy": by_function(make, batches, metrics=[Accuracy()]),
        "Trainer": by_trainer(make, batches),
        "Trainer, five callbacks": by_trainer(make, batches, callbacks=five),
        "Trainer, accuracy": by_trainer(make, batches, metrics=[Accuracy()]),
        "Trainer, accuracy, five callbacks": by_trainer(
            make, batches, metrics=[Accuracy()], callbacks=[Counter() for _ in range(5)]
        ),
    }


def measure(compared, rounds):
    """{name: seconds of each round}"""
    seconds = {name: [] for name in compared}
    gc.collect()
    gc.freeze()
    gc.disable()
    for _ in range(rounds):
        for name in random.sample(list(compared), len(compared)):
            start = time.perf_counter()
            compared[name]()
            seconds[name].append(time.perf_counter() - start)
        gc.collect()
    gc.enable()
    gc.unfreeze()
    return {name: np.array(values) for name, values in seconds.items()}


def table(title, make, batches, rounds):
    """Median times and differences, as a Markdown table."""
    seconds = measure(ways(make, batches), rounds)
    lines = [f"## {title}", "", f"{len(batches)} batches a run, {rounds} rounds.", ""]
    lines += ["| loop | a batch, µs | more than the bare loop, µs a batch | share of the run |", "|---|---|---|---|"]
    for name, times in seconds.items():
        more = np.median(times - seconds["bare loop"])
        each = 1e6 * np.median(times) / len(batches)
        share = 100 * more / np.median(seconds["bare loop"])
        lines.append(f"| {name} | {each:.1f} | {1e6 * more / len(batches):+.1f} | {share:+.2f} % |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    images, labels = tg.data.digits(train=True)
    images = images / 16
    batches = [(images[i : i + 64], labels[i : i + 64]) for i in range(0, len(images), 64)]
    long = [batches[i % (len(batches) - 1)] for i in range(EPOCH)]  # without the smaller last batch
    text = table("A small step: 64-32-10, batches of 64", dense, long, options.rounds)
    pictures = [(inputs.reshape(-1, 1, 8, 8), targets) for inputs, targets in batches]
    text += "\n" + table("An epoch on the digits with a conv net", convolutional, pictures, options.rounds)
    print(text)
    if options.output:
        options.output.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
