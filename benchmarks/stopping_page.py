"""The page of `benchmarks/stopping_runs.py`: its measurements as tables, and how to read them."""

from __future__ import annotations

import datetime
import os
import platform

import numpy as np

#: What was varied. The recordings: 400 samples to train, 200 for validation, the rest for the test; 60 epochs.
TRAIN, VALIDATE, EPOCHS, BATCH = 400, 200, 60, 32
PATIENCES, DELTAS = (1, 2, 3, 5, 10, 20, EPOCHS), (0.0, 0.001, 0.01, 0.1)
RATES, WRONG = (0.00025, 0.0005, 0.001, 0.002, 0.005, 0.01), (0.0, 0.1, 0.2)
DROPS = (0.0, 0.5, 0.7)
WRITERS_RATES = (0.002, 0.005, 0.01, 0.02, 0.05)
NORM_RATES = (0.0005, 0.001, 0.002, 0.005, 0.01)


def spread(values, form=".1%"):
    return f"{np.median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def table(head, rows):
    lines = ["| " + " | ".join(row) + " |" for row in (head, *rows)]
    return "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]])


def of(rows, *name):
    return [row for row in rows if row["name"] == name]


def pays(rows):
    lines = []
    for wrong in WRONG:
        for rate in RATES:
            found = of(rows, "wrong", wrong, rate)
            best, last = [row["at stop"] for row in found], [row["last"] for row in found]
            gain = np.array(best) - np.array(last)
            lines.append(
                [f"{wrong:.0%}", f"{rate:g}", spread(best), spread(last), f"{(gain > 0).sum()} / {(gain < 0).sum()}",
                 f"{np.mean([row[10, 0.0][0] for row in found]):.0f}"]
            )  # fmt: skip
    head = ["wrong labels", "learning rate", "best weights back", "all 60 epochs", "better / worse", "mean best epoch"]
    return table(head, lines)


def patiences(rows):
    found = of(rows, "wrong", 0.1, 0.002)
    lines = []
    for patience in PATIENCES:
        for delta in DELTAS:
            best, end, kept, stop = np.mean([row[patience, delta] for row in found], axis=0)
            name = "never stops" if patience == EPOCHS else str(patience)
            lines.append([name, f"{delta:g}", f"{end + 1:.1f}", f"{best:.1f}", f"{kept:.1%}", f"{stop:.1%}"])
    return table(["patience", "min_delta", "epochs", "best epoch", "test, best weights", "test, last weights"], lines)


def ties(rows):
    found = of(rows, "wrong", 0.1, 0.002)
    lines = []
    for tie in (False, True):
        best, end, kept, _ = np.mean([row["tie", tie] for row in found], axis=0)
        lines.append(["better" if tie else "not better", f"{end + 1:.1f}", f"{best:.1f}", f"{kept:.1%}"])
    return table(["a tie is", "epochs", "best epoch", "test, best weights"], lines)


def flattered(rows):
    found = of(rows, "wrong", 0.1, 0.002)
    lines = []
    for size in (20, 50, 100, 200, 400):
        loss, accuracy, fixed = np.mean([row["optimism", size] for row in found], axis=0)
        lines.append([str(size), f"{loss:+.3f}", f"{100 * accuracy:+.1f} points", f"{fixed:+.3f}"])
    head = ["validation samples", "loss at its lowest", "accuracy at its highest", "loss at epoch 10"]
    return table(head, lines)


def dropped(rows):
    lines = []
    for drop in DROPS:
        for forget in (False, True):
            for rate in RATES:
                found = of(rows, "drop", drop, rate, forget)
                if found:
                    lines.append(
                        [f"{drop:g}", "train() forgotten" if forget else "right", f"{rate:g}",
                         spread([row["last"] for row in found]), spread([row["at stop"] for row in found])]
                    )  # fmt: skip
    return table(["dropout", "modes", "learning rate", "all 60 epochs", "best weights back"], lines)


def by_writers(results):
    lines = []
    for rate in WRITERS_RATES:
        cells = [[r["accuracy"] for r in results if r["rate"] == rate and r["chance"] == by] for by in (False, True)]
        lines.append([f"{rate:g}", *map(spread, cells)])
    return table(["learning rate", "whole blocks held back", "by chance"], lines)


def by_norm(results):
    lines = []
    for rate in NORM_RATES:
        for epochs in (3, 20):
            cells = [[r[epochs] for r in results if r["rate"] == rate and r["forget"] == by] for by in (False, True)]
            lines.append([f"{rate:g}", str(epochs), *map(spread, cells)])
    return table(["learning rate", "epochs", "right", "train() forgotten"], lines)


def by_modes(results):
    lines = [["eval()", "any", spread([r["eval"] for r in results]), "the same"]]
    lines += [
        ["forgotten", str(size), spread([r[size] for r in results]), spread([r["after", size] for r in results])]
        for size in (64, 8, 2)
    ]
    return table(["mode", "batch size", "test accuracy", "with eval() afterwards"], lines)


PAGE = """# Early stopping, leaks and modes on the digits

Measured {date} on {machine}; Python {python}, NumPy {numpy}. Again, in about {minutes:.0f} minutes:

```
python -m benchmarks.stopping_runs --output docs/measurements/stopping.md
```

The experiments of lesson 07 with seeds 0 to {last}. Where not said otherwise, a cell is the median of the seeds, and
the smallest to the largest.

## Does stopping early pay?

400 digits to train, 200 for validation, 1197 for the test; 64-128-10, Adam, batches of 32, 60 epochs, patience 10. A
share of the labels (of training and validation) is wrong, drawn by chance; the test counts the true digits.

{pays}

"Better / worse": in how many seeds the best weights have more, or fewer, test digits right than the last ones; in the
others as many.

How to read it. Where the labels are right, stopping early costs a little at rates of 0.002 and more (the validation
loss rises while the accuracy still creeps up), saves time there, and changes next to nothing at smaller ones. Where
some are wrong, the network learns these by heart in the end, and the best weights are better than the last in nearly
every run, unless the learning rate is so small that 60 epochs are only just enough: small steps that end in time do the
same. Stopping early does not reach what could not be reached otherwise; it spares knowing the number of epochs
beforehand.

## Patience and min_delta

One label in ten is wrong, learning rate 0.002; means of the seeds. Epochs are counted from 0; "epochs" is how many
were trained.

{patiences}

## Ties

The same trainings, watched by validation accuracy (steps of half a percent, so that there are ties), patience 5; means.

{ties}

## How much the chosen epoch flatters

The same trainings. The validation samples are drawn from all samples held out, 50 times for each seed; the rest is the
test, with the same share of wrong labels. Test loss minus validation loss at the epoch with the lowest validation
loss; validation accuracy minus test accuracy at the epoch with the highest; the first again at epoch 10, chosen
beforehand. Means.

{flattered}

## Dropout, and a forgotten train()

One label in ten is wrong. "train() forgotten": the first validation switches to eval mode, and nothing switches back.

{dropped}

The same fault in a network with batch norm and no dropout: 64-128-128-10, batch norm after each hidden layer, all
labels right, 400 digits to train, Adam, batches of 32; accuracy on the other 1397.

{norms}

## Writers

Five folds of all 1797 digits, 64-64-10, 30 epochs of Adam, mean of the folds. The source holds the digits in 14 blocks,
which the labels tell apart (`borders`). A fold is a group of whole blocks, or as many digits drawn by chance.

{writers}

## A forgotten eval()

64-128-128-10 with batch norm and dropout 0.5 after each hidden layer, trained on the 1437 training digits (10 epochs
of Adam, 0.003, batches of 64), tested on 360. With batches of 1, batch norm refuses to compute in training mode.

{modes}
"""


def page(results, seeds, seconds):
    rows, places, two_lives, norms = results
    return PAGE.format(
        date=datetime.date.today(), machine=f"a {os.cpu_count()}-core {platform.machine()} {platform.system()} machine",
        python=platform.python_version(), numpy=np.__version__, minutes=max(1, seconds / 60), last=seeds - 1,
        pays=pays(rows), patiences=patiences(rows), ties=ties(rows), flattered=flattered(rows), dropped=dropped(rows),
        writers=by_writers(places), modes=by_modes(two_lives), norms=by_norm(norms),
    )  # fmt: skip
