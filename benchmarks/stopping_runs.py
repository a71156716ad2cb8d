"""Early stopping, leaks and modes, measured over seeds: `python -m benchmarks.stopping_runs`.

The experiments of lesson 07 on the real 8 × 8 digits, repeated over more seeds and settings than fit into a notebook.
`--output FILE` writes the tables in Markdown. One thread in each of two processes.
"""

# ruff: noqa: E402 (the number of threads must be set before NumPy is loaded)
import os

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import argparse
import multiprocessing
import time
from pathlib import Path

import numpy as np

import tinygrad_lite as tg
from tinygrad_lite import nn

from .stopping_page import (
    BATCH,
    DELTAS,
    DROPS,
    EPOCHS,
    NORM_RATES,
    PATIENCES,
    RATES,
    TRAIN,
    VALIDATE,
    WRITERS_RATES,
    WRONG,
    page,
)


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


def borders(labels):
    """Where the blocks of the source begin: there the labels count from 0 to 9 several times, in every block anew."""
    text, found = "".join(map(str, labels)), []
    at = text.find("1234567890123456")
    while at >= 0:
        found.append(at - (text[at - 1] == "0"))
        at = text.find("1234567890123456", at + 100)
    return found


def folds_of(labels, seed, by_chance):
    """Five folds: of samples drawn by chance, or of whole blocks of the source drawn by chance."""
    rng = np.random.default_rng(seed)
    if by_chance:
        return np.array_split(rng.permutation(len(labels)), 5)
    blocks = np.split(np.arange(len(labels)), borders(labels)[1:])
    return [np.concatenate([blocks[i] for i in group]) for group in np.array_split(rng.permutation(len(blocks)), 5)]


def writers(job):
    """Test accuracy over five folds, of whole blocks of the source or of samples drawn by chance."""
    rate, seed, by_chance = job
    x, y = digits()
    right = []
    for fold in folds_of(y, seed, by_chance):
        tg.manual_seed(seed)
        rng = np.random.default_rng(seed)
        train = np.setdiff1d(np.arange(len(x)), fold)
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


def norm_only(job):
    """Test accuracy of a network with batch norm and without dropout, all labels right, after 3 and after 20 epochs."""
    rate, seed, forget_train = job
    (x, y), rng = digits(), np.random.default_rng(seed)
    order = rng.permutation(len(x))
    train, test = order[:TRAIN], order[TRAIN:]
    tg.manual_seed(seed)
    model = nn.Sequential(*[layer for layer in two_mode_model() if not isinstance(layer, nn.Dropout)])
    optimizer, accuracies = tg.optim.Adam(model.parameters(), lr=rate), []
    for epoch in range(20):
        if epoch == 0 or not forget_train:
            model.train()
        for batch in np.array_split(rng.permutation(train), range(BATCH, TRAIN, BATCH)):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(tg.tensor(x[batch])), tg.tensor(y[batch])).backward()
            optimizer.step()
        model.eval()
        with tg.no_grad():
            accuracies.append(float((model(tg.tensor(x[test])).numpy().argmax(axis=1) == y[test]).mean()))
    return {"rate": rate, "forget": forget_train, 3: accuracies[2], 20: accuracies[19]}


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
    """All results: recordings, writers, modes, batch norm without dropout."""
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        rows = pool.map(recorded, jobs(seeds), chunksize=4)
        places = [(rate, seed, chance) for rate in WRITERS_RATES for seed in range(seeds) for chance in (False, True)]
        norms = [(rate, seed, forget) for rate in NORM_RATES for seed in range(seeds) for forget in (False, True)]
        return (
            rows,
            pool.map(writers, places, chunksize=1),
            pool.map(modes, range(seeds), chunksize=1),
            pool.map(norm_only, norms, chunksize=1),
        )


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
