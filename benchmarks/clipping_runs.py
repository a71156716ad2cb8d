"""What clipping does for an RNN that reads digits pixel by pixel: `python -m benchmarks.clipping_runs`.

The experiment of lesson 06, repeated over seeds, learning rates and max_norms, in tinygrad_lite and, from the same
weights and with the same batches, in PyTorch. `--output FILE` writes the tables in Markdown. One thread in each of two
processes.
"""

# ruff: noqa: E402 (the number of threads must be set before NumPy is loaded)
import os

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import argparse
import datetime
import math
import multiprocessing
import platform
import time
from pathlib import Path

import numpy as np

import tinygrad_lite as tg

OURS, THEIRS = "tinygrad_lite", "PyTorch"
HIDDEN, BATCH, EPOCHS = 64, 32, 10
RATES, LIMITS = (0.003, 0.01, 0.03, 0.1, 0.3), (math.inf, 1.0, 0.1)
#: With clipping and without, where it decides most: in both libraries.
DECISIVE = [(0.1, math.inf), (0.1, 1.0)]
#: Is a limit above the usual norms enough? Compared with no clipping and with max_norm 1 at the same learning rate.
HIGHER = {0.1: (2.0, 3.0, 5.0, 8.0), 0.03: (8.0,)}
#: The same with Adam: these learning rates, each with these limits.
ADAM, ADAM_LIMITS = (0.0003, 0.001, 0.003, 0.01, 0.03), (math.inf, 8.0, 1.0)


def library(name):
    if name == OURS:
        return tg
    import torch

    torch.set_num_threads(1)
    return torch


def new_model(lib, start):
    """The notebook's model: an RNN over 64 pixels and a Linear layer on its last state, with the weights `start`."""

    class PixelReader(lib.nn.Module):
        def __init__(self):
            super().__init__()
            self.rnn = lib.nn.RNN(1, HIDDEN, batch_first=True)
            self.out = lib.nn.Linear(HIDDEN, 10)

        def forward(self, x):
            states, _ = self.rnn(x)
            return self.out(states[:, -1])

    model = PixelReader()
    if start is None:  # as the notebook draws them
        tg.nn.init.orthogonal_(model.rnn.weight_hh_l0)
    else:
        model.load_state_dict({name: lib.tensor(value) for name, value in start.items()})
    return model


def pixels(train):
    images, labels = tg.data.digits(train=train)
    return images.numpy().reshape(-1, 64, 1) / np.float32(16), labels.numpy()


def run(name, seed, rate, limit, epochs=EPOCHS, optimizer="SGD"):
    """One training: test accuracy, mean loss of the last epoch, norms of all steps, seconds."""
    lib, (x, y), (x_test, y_test) = library(name), pixels(True), pixels(False)
    tg.manual_seed(seed)
    model = new_model(tg, None)
    if lib is not tg:
        model = new_model(lib, {key: value.numpy() for key, value in model.state_dict().items()})
    way, optimizer = optimizer, getattr(lib.optim, optimizer)(model.parameters(), lr=rate)
    criterion = lib.nn.CrossEntropyLoss()
    places = tg.data.DataLoader(tg.data.TensorDataset(tg.tensor(np.arange(len(x)))), batch_size=BATCH, shuffle=True)
    losses, norms, start = [], [], time.perf_counter()
    for _ in range(epochs):
        for (chosen,) in places:
            index = chosen.numpy()
            optimizer.zero_grad()
            loss = criterion(model(lib.tensor(x[index])), lib.tensor(y[index]))
            loss.backward()
            norms.append(float(lib.nn.utils.clip_grad_norm_(model.parameters(), limit)))
            optimizer.step()
            losses.append(loss.item())
    with lib.no_grad():
        right = model(lib.tensor(x_test)).numpy().argmax(axis=1) == y_test
    return {
        "library": name, "seed": seed, "rate": rate, "limit": limit, "optimizer": way, "accuracy": float(right.mean()),
        "loss": float(np.mean(losses[-len(losses) // epochs :])), "norms": norms,
        "seconds": time.perf_counter() - start,
    }  # fmt: skip


def measured(jobs, processes=2):
    """The results of all jobs, each the arguments of `run`, in their order."""
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        return pool.starmap(run, jobs, chunksize=1)


def named(limit):
    return "no clipping" if math.isinf(limit) else f"max_norm {limit:g}"


def of(results, name, rate, limit, optimizer="SGD"):
    wanted = (name, rate, limit, optimizer)
    return [row for row in results if (row["library"], row["rate"], row["limit"], row["optimizer"]) == wanted]


def spread(values, form):
    return f"{np.median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def grid(results, limits=LIMITS, optimizer="SGD"):
    """Test accuracies by learning rate and max_norm."""
    results = [row for row in results if row["optimizer"] == optimizer]
    limits = [limit for limit in limits if any(row["limit"] == limit for row in results)]
    lines = [
        "| learning rate | " + " | ".join(named(limit) for limit in limits) + " |",
        "|---" * (1 + len(limits)) + "|",
    ]
    for rate in sorted({row["rate"] for row in results}):
        cells = [[row["accuracy"] for row in of(results, OURS, rate, limit, optimizer)] for limit in limits]
        lines.append(f"| {rate:g} | " + " | ".join(spread(cell, ".0%") if cell else "-" for cell in cells) + " |")
    return "\n".join(lines)


def best(results):
    """For each max_norm the learning rate with the highest median accuracy."""
    found = []
    for limit in LIMITS:
        medians = {
            rate: np.median([row["accuracy"] for row in of(results, OURS, rate, limit)])
            for rate in RATES
            if of(results, OURS, rate, limit)
        }
        if medians:
            rate = max(medians, key=lambda rate: medians[rate])
            found.append(f"{named(limit)} {medians[rate]:.0%} at {rate:g}")
    return ", ".join(found)


def details(results):
    """Both libraries where clipping decides most."""
    lines = [
        "| | library | test accuracy | loss of the last epoch | largest norm | steps with a norm above 1 |",
        "|---|---|---|---|---|---|",
    ]
    for rate, limit in DECISIVE:
        for name in (OURS, THEIRS):
            rows = of(results, name, rate, limit)
            if rows:
                norms = [np.array(row["norms"]) for row in rows]
                cells = [spread([row["accuracy"] for row in rows], ".0%"), spread([row["loss"] for row in rows], ".2f")]
                cells += [spread([n.max() for n in norms], ".0f"), spread([(n > 1).mean() for n in norms], ".0%")]
                lines.append(f"| {named(limit)} | {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def higher_limits(results):
    """For two learning rates, limits from none down to 1: how often they clip, and in how many seeds they help."""
    lines = [
        "| learning rate | | test accuracy | steps clipped | better than without, seeds |",
        "|---|---|---|---|---|",
    ]
    for rate, limits in HIGHER.items():
        free = {row["seed"]: row["accuracy"] for row in of(results, OURS, rate, math.inf)}
        for limit in (math.inf, *sorted(limits, reverse=True), 1.0):
            rows = of(results, OURS, rate, limit)
            if rows:
                clipped = np.median([(np.array(row["norms"]) > limit).mean() for row in rows])
                better = sum(row["accuracy"] > free.get(row["seed"], 1.0) for row in rows)
                helps = "" if math.isinf(limit) else f"{better} of {len(rows)}"
                accuracy = spread([row["accuracy"] for row in rows], ".0%")
                lines.append(f"| {rate:g} | {named(limit)} | {accuracy} | {clipped:.0%} | {helps} |")
    return "\n".join(lines)


PAGE = """# What clipping does for an RNN on the digits, pixel by pixel

Measured {date} on {machine}; Python {python}, NumPy {numpy}, PyTorch {torch}. Again, in about {minutes:.0f} minutes:

```
python -m benchmarks.clipping_runs --output docs/measurements/clipping.md
```

The real 8 × 8 digits (1437 to train, 360 to test) are read one pixel at a time, 64 steps. The network:
`RNN(1, {hidden})` with tanh and an orthogonal `weight_hh` (spectral radius 1), and `Linear({hidden}, 10)` on the last
state. Plain SGD, batches of {batch}, {epochs} epochs, cross-entropy. Seeds 0 to {last}, each with first weights and an
order of batches of its own; PyTorch runs from the same weights with the same batches. In each cell: the median, and
the smallest to the largest of the seeds.

## In both libraries: learning rate 0.1

{details}

## Test accuracy by learning rate and max_norm

{grid}

Best of these learning rates, by the median: {best}.

How to read it. Clipping does not make possible what is impossible without it: with a learning rate small enough, the
unclipped training works too. It makes the choice of the learning rate less delicate, and allows larger ones. Where
nearly every step is clipped, the length of a step is learning rate times max_norm, so that a ten times smaller max_norm
wants a ten times larger learning rate.

## Limits above the usual norm

{higher}

How to read it. With 0.1, what helps is that *every* step is bounded: a limit that cuts off only the exceptions does not
save the training. With 0.03 such a limit is enough to help most seeds.

## The same with Adam

Test accuracy by learning rate and max_norm:

{adam}

How to read it. Adam divides by the usual size of the gradients, so a limit that cuts nearly every step is no second
learning rate. Each column at its own best rate, clipping gains little or nothing on this task.
"""


def page(results, seeds, seconds):
    import torch

    return PAGE.format(
        date=datetime.date.today(), machine=f"a {os.cpu_count()}-core {platform.machine()} {platform.system()} machine",
        python=platform.python_version(), numpy=np.__version__, torch=torch.__version__.partition("+")[0],
        minutes=max(1, seconds / 60), hidden=HIDDEN, batch=BATCH, epochs=EPOCHS, last=seeds - 1,
        details=details(results), grid=grid(results), best=best(results), higher=higher_limits(results),
        adam=grid(results, ADAM_LIMITS, "Adam"),
    )  # fmt: skip


def all_jobs(seeds):
    ours = [(OURS, seed, rate, limit) for rate in RATES for limit in LIMITS for seed in range(seeds)]
    ours += [(OURS, seed, rate, limit) for rate, limits in HIGHER.items() for limit in limits for seed in range(seeds)]
    ours += [
        (OURS, seed, rate, limit, EPOCHS, "Adam") for rate in ADAM for limit in ADAM_LIMITS for seed in range(seeds)
    ]
    return ours + [(THEIRS, seed, rate, limit) for rate, limit in DECISIVE for seed in range(seeds)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    start = time.perf_counter()
    results = measured(all_jobs(options.seeds))
    text = page(results, options.seeds, time.perf_counter() - start)
    print(text)
    if options.output:
        options.output.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
