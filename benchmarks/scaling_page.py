"""What `scaling_runs.py` measures, and how it is written down."""

import datetime
import platform

import numpy as np

TRAIN, EPOCHS = 1280, 10
BATCHES = (10, 20, 40, 80, 160, 320, 640, 1280)
BASE = 40
RATES = {
    "SGD": tuple(float(f"{0.01 * 2 ** (i / 2):.3g}") for i in range(19)),  # 0.01 to 5.12
    "Adam": tuple(float(f"{0.0005 * 2 ** (i / 2):.3g}") for i in range(17)),  # 0.0005 to 0.128
}
FULL = 12  # epochs of a trial that is not pruned
BUDGETS = (120, 240, 360)
WAYS = ("random", "random, pruning", "TPE", "TPE, pruning")


def table(head, rows):
    lines = ["| " + " | ".join(row) + " |" for row in (head, *rows)]
    return "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]])


def losses_of(found, kind, batch, seeds):
    """The losses of a batch size: one row for each rate, one column for each seed."""
    return np.array([[found["rule", kind, batch, rate, seed] for seed in range(seeds)] for rate in RATES[kind]])


def nearest(kind, rate):
    """The number, in the grid, of the rate that is nearest; None where the grid does not reach it."""
    rates = np.log(RATES[kind])
    at = int(np.argmin(np.abs(rates - np.log(rate))))
    return at if abs(rates[at] - np.log(rate)) <= 0.26 * np.log(2) else None


def rules(found, kind, seeds):
    """For each batch size the best rate, and what the rules' rates give."""
    best = {batch: int(np.median(losses_of(found, kind, batch, seeds), axis=1).argmin()) for batch in BATCHES}
    base, lines = RATES[kind][best[BASE]], []
    for batch in BATCHES:
        losses = losses_of(found, kind, batch, seeds)
        edge = best[batch] in (0, len(RATES[kind]) - 1)
        line = [str(batch), f"{RATES[kind][best[batch]]:g}" + " (edge)" * edge, f"{np.median(losses[best[batch]]):.3f}"]
        for power in (1.0, 0.5, 0.0):
            rate = base * (batch / BASE) ** power
            at = nearest(kind, rate)
            worse = "" if at is None else f"{(losses[at] > losses[best[batch]]).sum()} of {seeds}"
            median = "" if at is None else said(np.median(losses[at]))
            line.append(f"{rate:.3g}: {median} ({worse})" if at is not None else f"{rate:.3g}: not measured")
        lines.append(line)
    rules_of = ["linear rule: loss (worse)", "root rule: loss (worse)", "rate kept: loss (worse)"]
    return table(["batch", "best rate", "loss there", *rules_of], lines)


def said(loss):
    return f"{loss:.3f}" if np.isfinite(loss) else "went astray"


def at_budget(history, budget):
    """The lowest validation loss and its test accuracy, when so many epochs were spent."""
    reached = [item[1:] for item in history if item[0] <= budget]
    return reached[-1] if reached else (np.inf, 0.0)


def search(found, seeds):
    lines = []
    for budget in BUDGETS:
        plain = [at_budget(found["search", "random", seed], budget)[0] for seed in range(seeds)]
        for way in WAYS:
            ends = [at_budget(found["search", way, seed], budget) for seed in range(seeds)]
            loss, accuracy = np.array(ends).T
            wins = f"{(loss < plain).sum()} / {(loss > plain).sum()}" if way != "random" else ""
            quarters = np.quantile(loss, [0.25, 0.75])
            lines.append(
                [str(budget), way, f"{np.median(loss):.3f} ({quarters[0]:.3f} to {quarters[1]:.3f})",
                 f"{np.median(accuracy):.1%}", wins]
            )  # fmt: skip
    return table(["epochs", "search", "lowest validation loss", "test accuracy", "better / worse than random"], lines)


def page(found, seeds, search_seeds, seconds):
    return PAGE.format(
        date=datetime.date.today(), machine=f"{platform.machine()} {platform.system()}",
        python=platform.python_version(), numpy=np.__version__, minutes=round(seconds / 60), seeds=seeds,
        search_seeds=search_seeds, train=TRAIN, epochs=EPOCHS, base=BASE, full=FULL,
        sgd=rules(found, "SGD", seeds), adam=rules(found, "Adam", seeds), search=search(found, search_seeds),
        sgd_rates=f"{RATES['SGD'][0]:g} to {RATES['SGD'][-1]:g}",
        adam_rates=f"{RATES['Adam'][0]:g} to {RATES['Adam'][-1]:g}",
    )  # fmt: skip


PAGE = """# Batch size, learning rate and search on the digits

Measured {date} on a 2-core {machine} machine with other work (it took {minutes} minutes); Python {python},
NumPy {numpy}. Again:

```
python -m benchmarks.scaling_runs --output docs/measurements/scaling.md
```

The experiments of lesson 11, over more seeds and settings than fit into a notebook. No time is measured here.

## The learning rate for a batch size

{train} digits to train on, the 517 others for the loss; 64-64-10, {epochs} epochs, {seeds} seeds. "Best rate": the
lowest median loss of a grid in steps of the root of 2. The rules start from the best rate at batch {base}, which
"rate kept" leaves as it is; "worse": in how many seeds the rate of the rule (the nearest of the grid) gives a larger
loss than the best one.

SGD without momentum, rates {sgd_rates}:

{sgd}

Adam, rates {adam_rates}:

{adam}

## Random search, pruning, TPE

Five settings (learning rate, hidden units, dropout, weight decay, batch size), AdamW, 400 digits to train on, 400 for
validation, 997 for the test; a trial has at most {full} epochs. All ways spend the same number of epochs;
{search_seeds} seeds, each with its own split. The median, and the middle half.

{search}

"Better / worse": in how many seeds the lowest validation loss is below or above that of plain random search.
"""
