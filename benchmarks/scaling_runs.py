"""Batch size and learning rate, and two ways to search, over seeds: `python -m benchmarks.scaling_runs`.

The experiments of lesson 11 on the real 8 × 8 digits, over more seeds and settings than fit into a notebook.
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

from .scaling_page import BATCHES, BUDGETS, EPOCHS, FULL, RATES, TRAIN, WAYS, page


def digits(seed, train):
    """The digits in an order of their own: to train on, and the others; pixels from -1 to 1."""
    images, labels = tg.data.digits()
    x, y = ((images.numpy() - 8) / 8).astype(np.float32), labels.numpy()
    order = np.random.default_rng(seed).permutation(len(x))
    return (x[order[:train]], y[order[:train]]), (x[order[train:]], y[order[train:]])


def trained(kind, batch, rate, seed, epochs=EPOCHS):
    """The loss on the digits held out, after the epochs; infinite where the training went astray."""
    (x, y), held = digits(seed, TRAIN)
    x, y, x_held, y_held = tg.tensor(x), tg.tensor(y), tg.tensor(held[0]), tg.tensor(held[1])
    rng = np.random.default_rng(seed)
    tg.manual_seed(seed)
    model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
    optimizer = getattr(tg.optim, kind)(model.parameters(), lr=rate)
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            order = rng.permutation(TRAIN)
            for first in range(0, TRAIN, batch):
                rows = order[first : first + batch]
                optimizer.zero_grad()
                loss = nn.functional.cross_entropy(model(x[rows]), y[rows])
                loss.backward()
                optimizer.step()
            if not np.isfinite(loss.item()):
                return np.inf
        with tg.no_grad():
            return float(np.nan_to_num(nn.functional.cross_entropy(model(x_held), y_held).item(), nan=np.inf))


def one_epoch(model, optimizer, x, y, batch, rng):
    """Train for one epoch."""
    model.train()
    order = rng.permutation(len(x))
    for first in range(0, len(x), batch):
        rows = order[first : first + batch]
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x[rows]), y[rows]).backward()
        optimizer.step()


def judged(model, x, y):
    """Loss and share of right answers."""
    model.eval()
    with tg.no_grad():
        logits = model(x)
        loss = float(np.nan_to_num(nn.functional.cross_entropy(logits, y).item(), nan=1e9))
    return loss, float((logits.numpy().argmax(1) == y.numpy()).mean())


def study(way, seed, budget):
    """A search until so many epochs are spent.

    Returns:
        list of (epochs spent so far, lowest validation loss so far, test accuracy of that network), one item for each
        trial that came to its end.
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    sampler = optuna.samplers.TPESampler(seed=seed) if "TPE" in way else optuna.samplers.RandomSampler(seed=seed)
    pruner = optuna.pruners.MedianPruner(5, 2) if "pruning" in way else optuna.pruners.NopPruner()
    search = optuna.create_study(sampler=sampler, pruner=pruner)
    (x, y), (rest, answers) = digits(seed, 400)
    x, y, x_val, y_val = tg.tensor(x), tg.tensor(y), tg.tensor(rest[:400]), tg.tensor(answers[:400])
    x_test, y_test = tg.tensor(rest[400:]), tg.tensor(answers[400:])
    spent, best, history = 0, (np.inf, 0.0), []
    while spent < budget:
        trial = search.ask()
        model, optimizer, batch = suggested(trial, seed)
        rng, state = np.random.default_rng(seed), optuna.trial.TrialState.COMPLETE
        for epoch in range(FULL):
            one_epoch(model, optimizer, x, y, batch, rng)
            loss, _ = judged(model, x_val, y_val)
            spent += 1
            trial.report(loss, epoch)
            if epoch + 1 < FULL and trial.should_prune():
                state = optuna.trial.TrialState.PRUNED
                break
        search.tell(trial, loss if state == optuna.trial.TrialState.COMPLETE else None, state)
        if state == optuna.trial.TrialState.COMPLETE and spent <= budget:
            if loss < best[0]:
                best = loss, judged(model, x_test, y_test)[1]
            history.append((spent, *best))
    return history


def suggested(trial, seed):
    """The network, the optimizer and the batch size of a trial."""
    rate = trial.suggest_float("learning rate", 1e-4, 0.3, log=True)
    hidden = trial.suggest_int("hidden units", 8, 128, log=True)
    drop = trial.suggest_float("dropout", 0.0, 0.7)
    decay = trial.suggest_float("weight decay", 1e-5, 1.0, log=True)
    batch = trial.suggest_categorical("batch size", [16, 32, 64, 128])
    tg.manual_seed(seed)
    model = nn.Sequential(nn.Linear(64, hidden), nn.ReLU(), nn.Dropout(drop), nn.Linear(hidden, 10))
    return model, tg.optim.AdamW(model.parameters(), lr=rate, weight_decay=decay), batch


def measured(job):
    """One job of the pool: ("rule", kind, batch, rate, seed) or ("search", way, seed)."""
    if job[0] == "rule":
        return trained(*job[1:])
    return study(job[1], job[2], max(BUDGETS))


def jobs(seeds, search_seeds):
    rules = [("rule", k, b, r, s) for k, rates in RATES.items() for b in BATCHES for r in rates for s in range(seeds)]
    return rules + [("search", way, seed) for way in WAYS for seed in range(search_seeds)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--search-seeds", type=int, default=20)
    arguments = parser.parse_args()
    begun, todo = time.perf_counter(), jobs(arguments.seeds, arguments.search_seeds)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        found = dict(zip(todo, pool.map(measured, todo, chunksize=8), strict=True))
    text = page(found, arguments.seeds, arguments.search_seeds, time.perf_counter() - begun)
    if arguments.output:
        arguments.output.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
