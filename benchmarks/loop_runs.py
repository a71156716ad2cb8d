"""How good the networks of lesson 09 are, over ten seeds: `python -m benchmarks.loop_runs`.

Digits: four networks, each with six learning rates, the epoch chosen on validation data; and the notebook's own
training, with its own batches. Diabetes: a network beside a straight line, its settings chosen by cross-validation.
`--output FILE` writes the tables in Markdown. One thread in each of two processes.
"""

# ruff: noqa: E402 (the number of threads must be set before NumPy is loaded)
import os

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import argparse
import datetime
import itertools
import multiprocessing
import platform
import time
from pathlib import Path

import numpy as np

import tinygrad_lite as tg
from tinygrad_lite import nn
from tinygrad_lite.training import train_one_epoch, validate
from tinygrad_lite.training.metrics import Accuracy

RATES, EPOCHS, PATIENCE = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1), 40, 8
#: The setting of the notebook, and the most epochs that it trains.
NOTEBOOK, NOTEBOOK_EPOCHS = ("64-128-10, batch norm", 0.01), 30
HIDDEN, DIABETES_RATES, DIABETES_EPOCHS, FOLDS = (2, 4, 8, 32), (0.001, 0.003, 0.01, 0.03, 0.1), 60, 5


def new_model(name):
    """One of the networks that are compared."""
    if name == "64-64-10":
        return nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
    if name == "64-128-10, batch norm":
        return nn.Sequential(nn.Linear(64, 128), nn.BatchNorm1d(128), nn.ReLU(), nn.Linear(128, 10))
    if name == "64-128-64-10, batch norm":
        wide = (nn.Linear(64, 128), nn.BatchNorm1d(128), nn.ReLU())
        return nn.Sequential(*wide, nn.Linear(128, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, 10))
    first = (nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2))
    second = (nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2))
    return nn.Sequential(*first, *second, nn.Flatten(), nn.Linear(128, 10))


NAMES = ("64-64-10", "64-128-10, batch norm", "64-128-64-10, batch norm", "convolution")


def loaders(seed, images):
    """Batches of training, validation and test digits; which digits validate is drawn from the seed."""
    (x, y), (x_test, y_test) = tg.data.digits(train=True), tg.data.digits(train=False)
    order = np.random.default_rng(seed).permutation(len(y))
    parts = []
    for part_x, part_y in ((x[order[287:]], y[order[287:]]), (x[order[:287]], y[order[:287]]), (x_test, y_test)):
        part_x = part_x / 16
        parts.append(tg.data.TensorDataset(part_x.reshape(-1, 1, 8, 8) if images else part_x, part_y))
    train, val, test = parts
    return (
        tg.data.DataLoader(train, batch_size=32, shuffle=True),
        tg.data.DataLoader(val, batch_size=256),
        tg.data.DataLoader(test, batch_size=256),
    )


class NotebookOrder:
    """Batches of 32 as the right `batches` of the lesson draws them: another order in each epoch."""

    def __init__(self, n, seed):
        self.n, self.rng = n, np.random.default_rng(seed)

    def __iter__(self):
        order = self.rng.permutation(self.n).tolist()
        return (order[start : start + 32] for start in range(0, self.n, 32))

    def __len__(self):
        return -(-self.n // 32)


def notebook_loaders(seed):
    """The loaders of the lesson's cell `seeds`: 64 bits, its split, its order, validation and test in one batch."""
    parts = []
    for train in (True, False):
        images, labels = tg.data.digits(train=train)
        parts.append((images.numpy().astype(np.float64) / 16, labels.numpy()))
    (x, y), test = parts
    order = np.random.default_rng(seed).permutation(len(y))
    train, val = ((x[places], y[places]) for places in (order[287:], order[:287]))
    train, val, test = (tg.data.TensorDataset(*map(tg.tensor, part)) for part in (train, val, test))
    return (
        tg.data.DataLoader(train, batch_sampler=NotebookOrder(len(train), seed)),
        tg.data.DataLoader(val, batch_size=287),
        tg.data.DataLoader(test, batch_size=360),
    )


def run(name, rate, seed):
    """One training: validation and test figures of its best epoch, that epoch, how many there were, seconds."""
    tg.manual_seed(seed)
    return trained(name, rate, seed, loaders(seed, images=name == "convolution"), new_model(name), EPOCHS)


def notebook_run(seed):
    """The training of the lesson's cell `seeds`, to the same test accuracy."""
    tg.manual_seed(seed)
    return trained(*NOTEBOOK, seed, notebook_loaders(seed), new_model(NOTEBOOK[0]).double(), NOTEBOOK_EPOCHS)


def trained(name, rate, seed, parts, model, epochs):
    """Until the validation loss has not become lower for some epochs; figures with the weights of the best epoch."""
    (train, val, test), criterion, start = parts, nn.CrossEntropyLoss(), time.perf_counter()
    optimizer = tg.optim.Adam(model.parameters(), lr=rate)
    best, best_epoch, epoch, kept, accuracy = float("inf"), 0, -1, {}, 0.0
    while epoch - best_epoch < PATIENCE and epoch + 1 < epochs:
        epoch += 1
        train_one_epoch(model, train, criterion, optimizer)
        logs = validate(model, val, criterion, metrics=[Accuracy()])
        if logs["loss"] < best:
            best, best_epoch, accuracy = logs["loss"], epoch, logs["accuracy"]
            kept = {key: value.detach().clone() for key, value in model.state_dict().items()}
    model.load_state_dict(kept)
    seconds = time.perf_counter() - start
    right = validate(model, test, criterion, metrics=[Accuracy()])["accuracy"]
    return {
        "name": name, "rate": rate, "seed": seed, "val_loss": best, "val": accuracy, "test": right, "best": best_epoch,
        "epochs": epoch + 1, "seconds": seconds,
    }  # fmt: skip


# ------------------------------------------------------------------------------------------------ diabetes
def figures(predicted, target):
    """(R², mean absolute error)"""
    r2 = 1 - ((predicted - target) ** 2).mean() / ((target - target.mean()) ** 2).mean()
    return float(r2), float(np.abs(predicted - target).mean())


def standardised(x, other):
    mean, std = x.mean(axis=0), x.std(axis=0)
    return (x - mean) / std, (other - mean) / std


def line(x, y, other):
    """What linear least squares predicts for `other`."""
    x, other = standardised(x, other)
    return np.c_[other, np.ones(len(other))] @ np.linalg.lstsq(np.c_[x, np.ones(len(x))], y, rcond=None)[0]


def network(x, y, other, hidden, rate, epochs, seed):
    """What a network predicts for `other` after each epoch."""
    x, other = standardised(x, other)
    mean, std = y.mean(), y.std()
    tg.manual_seed(seed)
    model = nn.Sequential(nn.Linear(10, hidden), nn.ReLU(), nn.Linear(hidden, 1))
    optimizer, outputs = tg.optim.Adam(model.parameters(), lr=rate), []
    data = tg.data.TensorDataset(tg.tensor(x), tg.tensor((y - mean) / std))
    loader = tg.data.DataLoader(data, batch_size=32, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(model, loader, nn.MSELoss(), optimizer)
        with tg.no_grad():
            outputs.append(model(tg.tensor(other)).numpy() * std + mean)
    return outputs


def cross_validated(hidden, rate):
    """R² after each epoch on the part left out, the mean over five parts; `hidden` 0: the straight line."""
    x, y = (part.numpy() for part in tg.data.diabetes(train=True))
    folds = np.array_split(np.random.default_rng(0).permutation(len(x)), FOLDS)
    found = []
    for number, out in enumerate(folds):
        kept = np.concatenate([fold for place, fold in enumerate(folds) if place != number])
        parts = x[kept], y[kept], x[out]
        outputs = network(*parts, hidden, rate, DIABETES_EPOCHS, number) if hidden else [line(*parts)]
        found.append([figures(output, y[out])[0] for output in outputs])
    return np.mean(found, axis=0)


# ------------------------------------------------------------------------------------------------ the page
def measured(function, jobs, processes=2):
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        return pool.starmap(function, jobs, chunksize=1)


def spread(values, form=".1%"):
    return f"{np.median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def digits_table(results):
    lines = ["| network | learning rate | validation loss | validation accuracy | test accuracy | epochs | seconds |"]
    lines.append("|---" * 7 + "|")
    for name, rate in dict.fromkeys((row["name"], row["rate"]) for row in results):
        rows = [row for row in results if (row["name"], row["rate"]) == (name, rate)]
        of = {key: [row[key] for row in rows] for key in rows[0]}
        cells = [spread(of["val_loss"], ".3f"), spread(of["val"]), spread(of["test"])]
        cells += [f"{np.median(of['epochs']):.0f}", f"{np.median(of['seconds']):.1f}"]
        lines.append(f"| {name} | {rate:g} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def notebook_table(rows):
    """The notebook's own training, seed by seed."""
    lines = ["| seed | test accuracy | best epoch | epochs |", "|---" * 4 + "|"]
    lines += [f"| {row['seed']} | {row['test']:.1%} | {row['best']} | {row['epochs']} |" for row in rows]
    return "\n".join([*lines, "", f"Test accuracy: {spread([row['test'] for row in rows])}."])


def diabetes_tables(grid, seeds):
    """By cross-validation; and on the test data, the line and the network at its best setting."""
    lines = ["| network | learning rate | best R² | after epochs |", "|---" * 4 + "|"]
    for (hidden, rate), curve in grid.items():
        lines.append(f"| 10-{hidden}-1 | {rate:g} | {curve.max():.3f} | {curve.argmax() + 1} |")
    hidden, rate = max(grid, key=lambda setting: grid[setting].max())
    epochs = int(grid[hidden, rate].argmax()) + 1
    lines += [f"| straight line | | {cross_validated(0, 0.0)[0]:.3f} | |", ""]
    (x, y), (x_test, y_test) = ((part.numpy() for part in tg.data.diabetes(train=train)) for train in (True, False))
    nets = [figures(network(x, y, x_test, hidden, rate, epochs, seed)[-1], y_test) for seed in range(seeds)]
    r2, mae = figures(line(x, y, x_test), y_test)
    mean = figures(np.full_like(y_test, y.mean()), y_test)
    r2s, maes = zip(*nets)
    lines += [
        "| on the 89 test patients | R² | mean absolute error |", "|---" * 3 + "|",
        f"| mean of the training patients | {mean[0]:.3f} | {mean[1]:.1f} |",
        f"| straight line | {r2:.3f} | {mae:.1f} |",
        f"| 10-{hidden}-1, {rate:g}, {epochs} epochs | {spread(r2s, '.3f')} | {spread(maes, '.1f')} |",
    ]  # fmt: skip
    return "\n".join(lines)


def page(results, notebook, grid, seeds, command):
    today, versions = datetime.date.today(), f"Python {platform.python_version()}, NumPy {np.__version__}"
    return f"""# Lesson 09's networks, over seeds

Measured {today} on a 2-core {platform.machine()} {platform.system()} machine with other work; {versions}. Again:

```
{command}
```

In each cell: the median, and the smallest to the largest of {seeds} seeds.

## Digits

1150 digits to train, 287 to validate (drawn anew for each seed), 360 to test. Pixels from 0 to 1, Adam, batches of 32,
at most {EPOCHS} epochs; training ends when the validation loss has not become lower for {PATIENCE} epochs, and the
weights of its best epoch are kept. The same 360 test digits are asked in every row and for every seed; nothing is
chosen by them.

{digits_table(results)}

### The notebook's own training

The cell `seeds` of the lesson, with ten seeds in place of five: network {NOTEBOOK[0]}, rate {NOTEBOOK[1]:g}, 64 bits,
at most {NOTEBOOK_EPOCHS} epochs; the seed draws the validation digits, the first weights and the batches, which are
those of the lesson and not those of the table above.

{notebook_table(notebook)}

## Diabetes

353 patients to train, 89 to test; inputs and target standardised with what was trained on; Adam, batches of 32, mean
squared error. First cross-validation among the 353: five parts, each left out once (one seed for each), R² on the part
left out. The setting that is best there is trained on all 353 with seeds 0 to {seeds - 1}.

{diabetes_tables(grid, seeds)}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    results = measured(run, list(itertools.product(NAMES, RATES, range(options.seeds))))
    notebook = [notebook_run(seed) for seed in range(options.seeds)]
    settings = list(itertools.product(HIDDEN, DIABETES_RATES))
    grid = dict(zip(settings, measured(cross_validated, settings)))
    command = "python -m benchmarks.loop_runs --output docs/measurements/complete_loop.md"
    text = page(results, notebook, grid, options.seeds, command)
    print(text)
    if options.output:
        options.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
