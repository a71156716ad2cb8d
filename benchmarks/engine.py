"""How fast the engine is: `python benchmarks/engine.py`, beside PyTorch (eager) and the same written by hand in NumPy.

One thread each, everything in shuffled order, medians. `--json FILE` keeps the figures, `--only TEXT` selects rows.
"""

# ruff: noqa: E402 (the number of threads must be set before NumPy is loaded)
import os

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import gc
import json
import platform
import random
import statistics
import time
from itertools import pairwise

import by_hand
import numpy as np
import torch

import tinygrad_lite as tg

torch.set_num_threads(1)

MLPS = {"a": ((2, 8, 1), 32), "b": ((64, 128, 10), 64), "c": ((784, 256, 128, 10), 128)}
TARGETS = {  # ratio to PyTorch that must be reached
    "a: XOR MLP 2-8-1, batch 32, SGD step": 0.40,
    "a: XOR MLP 2-8-1, batch 32, Adam step": 0.28,
    "b: MLP 64-128-10, batch 64, SGD step": 0.50,
    "b: MLP 64-128-10, batch 64, Adam step": 0.42,
    "c: MLP 784-256-128-10, batch 128, SGD step": 0.95,
    "c: MLP 784-256-128-10, batch 128, Adam step": 0.88,
    "Adam, 10 tensors of 10 to 1,000,000": 0.75,
    "Adam, 200 tensors of 10 to 100,000": 0.65,
    "Adam, 200 tensors of 64": 0.10,
    "SGD, 10 tensors of 10 to 1,000,000": 1.30,
    "SGD, 200 tensors of 10 to 100,000": 1.25,
    "SGD, 200 tensors of 64": 0.60,
    "add of 4": 0.65,
    "mul of 64 x 64": 0.90,
    "matmul of 8 x 8": 0.70,
    "mul + relu + sum + backward, 64 x 64": 0.85,
    "forward and backward through 10,000 operations": 0.90,
}


def training_step(lib, sizes, batch, optimizer):
    """One step of training: predict, loss, backward, step."""
    layers = []
    for before, after in pairwise(sizes):
        layers += [lib.nn.Linear(before, after), lib.nn.ReLU()]
    model = lib.nn.Sequential(*layers[:-1])
    step = getattr(lib.optim, optimizer)(model.parameters(), lr=1e-3)
    inputs, targets = by_hand.batch(sizes, batch)
    inputs, targets = lib.from_numpy(inputs), lib.from_numpy(targets)
    loss_of = lib.nn.BCEWithLogitsLoss() if sizes[-1] == 1 else lib.nn.CrossEntropyLoss()

    def run():
        loss = loss_of(model(inputs), targets)
        step.zero_grad()
        loss.backward()
        step.step()

    return run


def optimizer_step(lib, optimizer, sizes):
    parameters = [lib.ones(size, requires_grad=True) for size in sizes]
    for parameter in parameters:
        parameter.grad = lib.full_like(parameter, 0.01)
    return getattr(lib.optim, optimizer)(parameters, lr=1e-3).step


def chain(lib, length=10_000):
    x = lib.ones(4, requires_grad=True)

    def run():
        y = x
        for _ in range(length // 2):
            y = y * 0.999
            y = y + 0.001
        y.sum().backward()

    return run


def small_operations(lib):
    a, b = lib.ones(4), lib.ones(4)
    yield "add of 4", lambda: a + b
    c, d = lib.ones(64, 64), lib.ones(64, 64)
    yield "mul of 64 x 64", lambda: c * d
    e, f = lib.ones(8, 8), lib.ones(8, 8)
    yield "matmul of 8 x 8", lambda: e @ f
    x, y = lib.randn(64, 64, requires_grad=True), lib.randn(64, 64, requires_grad=True)

    def backward():
        x.grad = y.grad = None
        (x * y).relu().sum().backward()

    yield "mul + relu + sum + backward, 64 x 64", backward


def workloads():
    """Name of the row → who → what is timed."""
    rows = {}
    for letter, (sizes, batch) in MLPS.items():
        title = f"{letter}: {'XOR ' if letter == 'a' else ''}MLP {'-'.join(map(str, sizes))}, batch {batch}"
        for optimizer in ("SGD", "Adam"):
            rows[f"{title}, {optimizer} step"] = {
                "torch": training_step(torch, sizes, batch, optimizer),
                "ours": training_step(tg, sizes, batch, optimizer),
                "by hand": by_hand.training_step(sizes, batch, optimizer),
            }
    tensors = {
        "10 tensors of 10 to 1,000,000": np.logspace(1, 6, 10).astype(int).tolist(),
        "200 tensors of 10 to 100,000": np.logspace(1, 5, 200).astype(int).tolist(),
        "200 tensors of 64": [64] * 200,
    }
    for optimizer in ("Adam", "SGD"):
        for title, sizes in tensors.items():
            rows[f"{optimizer}, {title}"] = {
                "torch": optimizer_step(torch, optimizer, sizes),
                "ours": optimizer_step(tg, optimizer, sizes),
                "by hand": by_hand.optimizer_step(optimizer, sizes),
            }
    for lib, who in ((torch, "torch"), (tg, "ours")):
        for title, run in small_operations(lib):
            rows.setdefault(title, {})[who] = run
        rows.setdefault("forward and backward through 10,000 operations", {})[who] = chain(lib)
    rows["forward and backward through 20,000 operations"] = {"torch": chain(torch, 20_000), "ours": chain(tg, 20_000)}
    return rows


def measure(rows, rounds):
    """The median time of each, in µs. A round runs everything for some milliseconds, in an order shuffled anew, so that
    a disturbance meets all alike; but of an optimizer alone only one step, which begins with the caches full of
    something else, as it does after a backward pass.
    """
    everything = [(title, who) for title, row in rows.items() for who in row]
    counts, times = {}, {key: [] for key in everything}
    for title, who in everything:
        run = rows[title][who]
        run()
        start = time.perf_counter()
        run()
        alone = title.startswith(("Adam", "SGD"))
        counts[title, who] = 1 if alone else max(1, int(0.004 / (time.perf_counter() - start)))
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        random.shuffle(everything)
        for title, who in everything:
            run, count = rows[title][who], counts[title, who]
            start = time.perf_counter()
            for _ in range(count):
                run()
            times[title, who].append((time.perf_counter() - start) / count * 1e6)
    gc.unfreeze()
    return {title: {who: statistics.median(times[title, who]) for who in row} for title, row in rows.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", metavar="FILE", help="write the figures here as well")
    parser.add_argument("--only", metavar="TEXT", default="", help="rows whose name contains this")
    parser.add_argument("--rounds", type=int, default=60, help="how often everything is timed")
    arguments = parser.parse_args()
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, PyTorch {torch.__version__}, one thread each")
    print(f"{'':50}{'torch µs':>10}{'ours µs':>10}{'by hand':>10}{'ours/torch':>12}{'target':>8}")
    figures = {}
    rows = {title: row for title, row in workloads().items() if arguments.only in title}
    for title, times in measure(rows, arguments.rounds).items():
        ratio, target = times["ours"] / times["torch"], TARGETS.get(title)
        by_hand_ratio = f"{times['by hand'] / times['torch']:.2f}" if "by hand" in times else "-"
        mark = "" if target is None else f"{target:.2f}{'' if ratio <= target else ' !'}"
        print(
            f"{title:50}{times['torch']:10.1f}{times['ours']:10.1f}{by_hand_ratio:>10}{ratio:12.3f}{mark:>8}",
            flush=True,
        )
        figures[title] = {**{f"{who} µs": round(value, 2) for who, value in times.items()}, "target": target}
    lengths = [figures.get(f"forward and backward through {n},000 operations", {}).get("ours µs") for n in (10, 20)]
    if all(lengths):
        print(f"twice as many operations take {lengths[1] / lengths[0]:.2f} times as long (target: at most 2.50)")
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump(figures, file, indent=1, ensure_ascii=False)


if __name__ == "__main__":
    main()
