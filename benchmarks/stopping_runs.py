"""Early stopping, leaks and modes, measured over seeds: `python -m benchmarks.stopping_runs`.

The experiments of lesson 07 on the real 8 × 8 digits, repeated over more seeds and settings than fit into a notebook.
`--output FILE` writes the tables in Markdown. One thread in each of two processes.
"""

# ruff: noqa: E402 (the number of threads must be set before NumPy is loaded)
import os

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import argparse
import datetime
import multiprocessing
import platform
import time
from pathlib import Path

import numpy as np

import tinygrad_lite as tg
from tinygrad_lite import nn

#: The recordings: 400 samples to train, 200 for validation, the rest for the test; 60 epochs.
TRAIN, VALIDATE, EPOCHS, BATCH = 400, 200, 60, 32
PATIENCES, DELTAS = (1, 2, 3, 5, 10, 20, EPOCHS), (0.0, 0.001, 0.01, 0.1)
RATES, WRONG = (0.0005, 0.001, 0.002, 0.005), (0.0, 0.1, 0.2)
DROPS = (0.0, 0.5, 0.7)
WRITERS_RATES = (0.002, 0.005, 0.01, 0.02, 0.05)


def digits():
    """All digits in the order of the source, pixels from -1 to 1, and their labels."""
    images, labels = tg.data.digits()
    return ((images.numpy() - 8) / 8).astype(np.float32), labels.numpy()


def with_wrong_labels(labels, share, rng):
    """The labels, some of which were replaced, by chance, by another digit."""
    noisy = labels.copy()
    wrong = rng.random(len(labels)) < share
    noisy[wrong] = (labels[wrong] + rng.integers(1, 10, wrong.sum())) % 10
    return noisy


def record(seed, rate=0.002, wrong=0.1, drop=0.0, forget_train=False, epochs=EPOCHS):
    """One training, measured after each epoch on all samples that it did not train on.

    Returns:
        loss of every held-out sample, whether its label (perhaps a wrong one) was predicted, whether the true digit
        was: three arrays (epochs, samples).
    """
    (x, y), rng = digits(), np.random.default_rng(seed)
    order = rng.permutation(len(x))
    train, held = order[:TRAIN], order[TRAIN:]
    noisy = with_wrong_labels(y, wrong, rng)
    tg.manual_seed(seed)
    model = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Dropout(drop), nn.Linear(128, 10))
    optimizer = tg.optim.Adam(model.parameters(), lr=rate)
    losses, hits, true_hits = [], [], []
    for epoch in range(epochs):
        if epoch == 0 or not forget_train:
            model.train()
        for batch in np.array_split(rng.permutation(train), range(BATCH, TRAIN, BATCH)):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(tg.tensor(x[batch])), tg.tensor(noisy[batch])).backward()
            optimizer.step()
        model.eval()
        with tg.no_grad():
            logits = model(tg.tensor(x[held]))
            losses.append(nn.functional.cross_entropy(logits, tg.tensor(noisy[held]), reduction="none").numpy())
        predicted = logits.numpy().argmax(axis=1)
        hits.append(predicted == noisy[held])
        true_hits.append(predicted == y[held])
    return np.array(losses), np.array(hits), np.array(true_hits)


def stopped(values, patience, delta=0.0, tie_is_better=False):
    """Best epoch and last epoch under early stopping; less is better."""
    best, best_epoch, counter = np.inf, 0, 0
    for epoch, value in enumerate(values):
        if value < best - delta or (tie_is_better and value <= best - delta):
            best, best_epoch, counter = value, epoch, 0
        else:
            counter += 1
            if counter >= patience:
                break
    return best_epoch, epoch


def recorded(job):
    """What the tables need of one recording: summaries for each patience and min_delta, ties, and optimism."""
    name, settings = job
    losses, hits, true_hits = record(**settings)
    val, val_hits, test = losses[:, :VALIDATE].mean(1), hits[:, :VALIDATE].mean(1), true_hits[:, VALIDATE:].mean(1)
    row = {"name": name, "test": test, "last": float(test[-1]), "top": float(test.max())}
    for patience in PATIENCES:
        for delta in DELTAS:
            best, end = stopped(val, patience, delta)
            row[patience, delta] = (best, end, test[best], test[end])
    row["at stop"] = row[10, 0.0][2]
    for tie in (False, True):
        best, end = stopped(-val_hits, 5, tie_is_better=tie)
        row["tie", tie] = (best, end, test[best], test[end])
    rng = np.random.default_rng(settings["seed"])
    for size in (20, 50, 100, 200, 400):
        row["optimism", size] = np.mean([optimism(losses, hits, size, rng) for _ in range(50)], axis=0)
    return row


def optimism(losses, hits, size, rng):
    """By how much the validation score flatters: of the loss at its lowest, of the accuracy at its highest, and of
    the loss at a fixed epoch, with `size` samples drawn for validation and the rest for the test.
    """
    order = rng.permutation(losses.shape[1])
    val, test = order[:size], order[size:]
    val_loss, test_loss = losses[:, val].mean(1), losses[:, test].mean(1)
    val_acc, test_acc = hits[:, val].mean(1), hits[:, test].mean(1)
    low, high, fixed = val_loss.argmin(), val_acc.argmax(), 10
    return test_loss[low] - val_loss[low], val_acc[high] - test_acc[high], test_loss[fixed] - val_loss[fixed]


def writers(job):
    """Test accuracy over five folds, of blocks in the order of the source or of samples drawn by chance."""
    rate, seed, by_chance = job
    x, y = digits()
    order = np.random.default_rng(seed).permutation(len(x)) if by_chance else np.arange(len(x))
    right = []
    for fold in np.array_split(order, 5):
        tg.manual_seed(seed)
        rng = np.random.default_rng(seed)
        train = np.setdiff1d(order, fold)
        model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
        optimizer = tg.optim.Adam(model.parameters(), lr=rate)
        for _ in range(30):
            for batch in np.array_split(rng.permutation(train), range(64, len(train), 64)):
                optimizer.zero_grad()
                nn.functional.cross_entropy(model(tg.tensor(x[batch])), tg.tensor(y[batch])).backward()
                optimizer.step()
        with tg.no_grad():
            right.append((model(tg.tensor(x[fold])).numpy().argmax(axis=1) == y[fold]).mean())
    return {"rate": rate, "chance": by_chance, "accuracy": float(np.mean(right))}


def two_mode_model():
    layers = []
    for inputs in (64, 128):
        layers += [nn.Linear(inputs, 128), nn.BatchNorm1d(128), nn.ReLU(), nn.Dropout(0.5)]
    return nn.Sequential(*layers, nn.Linear(128, 10))


def modes(seed):
    """Test accuracy in eval mode, and with eval() forgotten, by batch size; and in eval mode after each of these."""
    parts = tg.data.digits(train=True), tg.data.digits(train=False)
    (x, y), (x_test, y_test) = [((images.numpy() - 8) / 8, labels.numpy()) for images, labels in parts]
    tg.manual_seed(seed)
    model, rng = two_mode_model(), np.random.default_rng(seed)
    optimizer = tg.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(10):
        for batch in np.split(rng.permutation(len(x))[: 22 * 64], 22):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(tg.tensor(x[batch])), tg.tensor(y[batch])).backward()
            optimizer.step()
    state = {name: value.clone() for name, value in model.state_dict().items()}

    def accuracy(training, size):
        model.train(training)
        parts = np.array_split(np.arange(len(x_test)), len(x_test) // size)
        with tg.no_grad():
            right = [(model(tg.tensor(x_test[i])).numpy().argmax(axis=1) == y_test[i]).sum() for i in parts]
        return sum(right) / len(x_test)

    result = {"eval": accuracy(False, 360)}
    for size in (2, 8, 64):
        model.load_state_dict(state)
        result[size] = accuracy(True, size)
        result["after", size] = accuracy(False, 360)
    return result


def jobs(seeds):
    """Every recording, as (name, settings)."""
    found = [
        (("wrong", wrong, rate), {"seed": seed, "wrong": wrong, "rate": rate})
        for wrong in WRONG
        for rate in RATES
        for seed in range(seeds)
    ]
    found += [
        (("drop", drop, rate, forget), {"seed": seed, "drop": drop, "rate": rate, "forget_train": forget})
        for drop in DROPS
        for rate in RATES
        for forget in (False, True)
        if drop or not forget
        for seed in range(seeds)
    ]
    return found


def measured(seeds, processes=2):
    """All results: recordings, writers, modes."""
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        rows = pool.map(recorded, jobs(seeds), chunksize=4)
        places = [(rate, seed, chance) for rate in WRITERS_RATES for seed in range(seeds) for chance in (False, True)]
        return rows, pool.map(writers, places, chunksize=1), pool.map(modes, range(seeds), chunksize=1)


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
                [f"{wrong:.0%}", f"{rate:g}", spread(best), spread(last), f"{(gain > 0).sum()} of {len(gain)}",
                 f"{np.mean([row[10, 0.0][0] for row in found]):.0f}"]
            )  # fmt: skip
    head = ["wrong labels", "learning rate", "best weights back", "all 60 epochs", "better stopped", "mean best epoch"]
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
    return table(["learning rate", "blocks in the order of the source", "by chance"], lines)


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

How to read it. Where the labels are right, the weights of the last epoch are about as good as those of the lowest
validation loss: stopping early saves time, and nothing else. Where some are wrong, the network learns these by heart in
the end, and the best weights are better than the last in nearly every run, unless the learning rate is so small that 60
epochs are only just enough: small steps that end in time do the same. Stopping early does not reach what could not be
reached otherwise; it spares knowing the number of epochs beforehand.

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

## Writers

Five folds of all 1797 digits, 64-64-10, 30 epochs of Adam, mean of the folds; the order of the source holds the
digits of one writer together.

{writers}

## A forgotten eval()

64-128-128-10 with batch norm and dropout 0.5 after each hidden layer, trained on the 1437 training digits (10 epochs
of Adam, 0.003, batches of 64), tested on 360. With batches of 1, batch norm refuses to compute in training mode.

{modes}
"""


def page(results, seeds, seconds):
    rows, places, two_lives = results
    return PAGE.format(
        date=datetime.date.today(), machine=f"a {os.cpu_count()}-core {platform.machine()} {platform.system()} machine",
        python=platform.python_version(), numpy=np.__version__, minutes=max(1, seconds / 60), last=seeds - 1,
        pays=pays(rows), patiences=patiences(rows), ties=ties(rows), flattered=flattered(rows), dropped=dropped(rows),
        writers=by_writers(places), modes=by_modes(two_lives),
    )  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    start = time.perf_counter()
    text = page(measured(options.seeds), options.seeds, time.perf_counter() - start)
    print(text)
    if options.output:
        options.output.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
