"""How often a small network learns XOR, and why it sometimes does not: `python benchmarks/xor_seeds.py`.

The same program drives tinygrad_lite and PyTorch. Each seed draws 1000 random corners of the unit square, of which the
first 800 train and the last 200 validate, and first weights; the batches of 32 are not shuffled. Adam, learning rate
0.01, binary cross entropy with logits, at most 100 epochs; training stops after 10 epochs without a strictly better
validation loss, which is averaged by sample. `--only NAME …` selects recipes, `--seeds N`, `--output FILE` for the
table in Markdown. One thread in each of two processes.
"""

# ruff: noqa: E402 (the number of threads must be set before NumPy is loaded)
import os

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import collections
import math
import multiprocessing
import platform
import time

import numpy as np

GOAL = 0.0498  # the source's figure
CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
RECIPES = {  # name → what differs from the source: 8 hidden ReLUs, Xavier normal, biases 0
    "source: 2-8-1, ReLU, Xavier": {},
    "16 hidden units": {"width": 16},
    "32 hidden units": {"width": 32},
    "Tanh": {"activation": "Tanh"},
    "He (Kaiming) normal": {"weights": "kaiming"},
    "hidden biases 0.1": {"bias": 0.1},
    "PyTorch's default first values": {"weights": "default"},
    "16 hidden units, He normal": {"width": 16, "weights": "kaiming"},
    "16 hidden units, Tanh": {"width": 16, "activation": "Tanh"},
}


def library(name):
    if name == "PyTorch":
        import torch

        torch.set_num_threads(1)
        return torch
    import tinygrad_lite

    return tinygrad_lite


def new_model(lib, width=8, activation="ReLU", weights="xavier", bias=0.0):
    model = lib.nn.Sequential(lib.nn.Linear(2, width), getattr(lib.nn, activation)(), lib.nn.Linear(width, 1))
    for i, layer in enumerate((model[0], model[2])):
        if weights == "xavier":
            lib.nn.init.xavier_normal_(layer.weight)  # standard deviation √(2 / (in + out))
        elif weights == "kaiming":
            lib.nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        if weights != "default":
            lib.nn.init.constant_(layer.bias, bias if i == 0 else 0.0)
    return model


def new_data(lib):
    corners = lib.randint(0, 2, (1000, 2))
    return corners.float(), (corners[:, :1] != corners[:, 1:]).float()


def train(lib, model, x, y):
    """The best validation loss, and the number of epochs."""
    batches = [(x[i : i + 32], y[i : i + 32]) for i in range(0, 800, 32)]
    loss_of = lib.nn.BCEWithLogitsLoss()
    optimizer = lib.optim.Adam(model.parameters(), lr=0.01)
    best, waited = math.inf, 0
    for epoch in range(1, 101):  # noqa: B007
        for inputs, targets in batches:
            loss = loss_of(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        with lib.no_grad():  # all 200 at once: the average by sample
            validation = loss_of(model(x[800:]), y[800:]).item()
        if validation < best:
            best, waited = validation, 0
        else:
            waited += 1
            if waited == 10:
                break
    return best, epoch


def look_at(lib, model):
    """Hidden units that are off at all four corners, and pairs of corners of different label with nearly one output."""
    with lib.no_grad():
        hidden = model[1](model[0](lib.from_numpy(CORNERS))).numpy()
        logits = model(lib.from_numpy(CORNERS)).numpy()[:, 0]
    dead = int((hidden == 0).all(0).sum())
    names = ["00", "01", "10", "11"]
    probabilities = 1 / (1 + np.exp(-logits))
    pairs = [(0, 1), (0, 2), (1, 3), (2, 3)]  # neighbours have different labels
    confused = [f"{names[a]}~{names[b]}" for a, b in pairs if abs(probabilities[a] - probabilities[b]) < 0.1]
    return dead, ", ".join(confused)


def one_seed(task):
    name, recipe, seed = task
    settings = RECIPES[recipe]
    lib = library("PyTorch" if name == "PyTorch, paired" else name)
    if name == "PyTorch, paired":  # weights and data of our run
        ours = library("tinygrad_lite")
        ours.manual_seed(seed)
        x, y = (lib.from_numpy(part.numpy()) for part in new_data(ours))
        model = new_model(lib, **settings)
        model.load_state_dict({k: lib.tensor(v.numpy()) for k, v in new_model(ours, **settings).state_dict().items()})
    else:
        lib.manual_seed(seed)
        x, y = new_data(lib)
        model = new_model(lib, **settings)
    best, epochs = train(lib, model, x, y)
    return name, recipe, seed, best, epochs, *look_at(lib, model)


def wilson(successes, n, z=1.96):
    """95 % interval of a share. Source: Wilson 1927."""
    share = successes / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return middle - half, middle + half


def share_row(results):
    best = np.array([result[3] for result in results])
    reached = best <= GOAL
    low, high = wilson(int(reached.sum()), len(best))
    median = f"{np.median(best[reached]):.4f}" if reached.any() else "-"
    stuck = f"{best[~reached].min():.3f} to {best[~reached].max():.3f}" if not reached.all() else "-"
    share = f"{reached.sum()} of {len(best)} | {100 * reached.mean():.1f} % | {100 * low:.1f} to {100 * high:.1f} %"
    return f"{share} | {median} | {stuck}"


def report(results, out):
    by_run = collections.defaultdict(list)
    for result in results:
        by_run[result[1], result[0]].append(result)
    print(
        f"| recipe | library | reached {GOAL} | share | 95 % (Wilson) | median of those | the others' best loss |",
        file=out,
    )
    print("|---|---|---|---|---|---|---|", file=out)
    for (recipe, name), runs in by_run.items():
        print(f"| {recipe} | {name} | {share_row(runs)} |", file=out)
    paired = {(r[1], r[2]): r[3] for r in results if r[0] == "PyTorch, paired"}
    mine = {(r[1], r[2]): r[3] for r in results if r[0] == "tinygrad_lite" and (r[1], r[2]) in paired}
    if paired:
        same = sum((mine[key] <= GOAL) == (paired[key] <= GOAL) for key in mine)
        relative = [abs(mine[key] / paired[key] - 1) for key in mine]
        print(f"\nPaired: same verdict for {same} of {len(mine)} seeds; the best losses differ by ", end="", file=out)
        print(f"{np.median(relative):.1e} (median) and {max(relative):.1e} (largest), relative.", file=out)
    print(
        "\n| recipe | library | units always off | corners it cannot tell apart | runs | best losses |",
        file=out,
    )
    print("|---|---|---|---|---|---|", file=out)
    for (recipe, name), runs in by_run.items():
        groups = collections.defaultdict(list)
        for run in runs:
            if run[3] > GOAL:
                groups[run[5], run[6] or "none"].append(run[3])
        for (dead, confused), losses in sorted(groups.items(), key=lambda item: -len(item[1])):
            print(
                f"| {recipe} | {name} | {dead} | {confused} | {len(losses)} | {min(losses):.3f} to {max(losses):.3f} |",
                file=out,
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--only", nargs="*", default=list(RECIPES), choices=list(RECIPES), metavar="RECIPE")
    parser.add_argument("--libraries", nargs="*", default=["tinygrad_lite", "PyTorch", "PyTorch, paired"])
    parser.add_argument("--output", metavar="FILE", help="write the tables here")
    arguments = parser.parse_args()
    tasks = [
        (name, recipe, seed)
        for recipe in arguments.only
        for name in arguments.libraries
        if name != "PyTorch, paired" or recipe == arguments.only[0]
        for seed in range(arguments.seeds)
    ]
    start = time.time()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        results = pool.map(one_seed, tasks, chunksize=10)
    report(results, None)
    print(
        f"\n{len(tasks)} runs, {time.time() - start:.0f} s, Python {platform.python_version()}, NumPy {np.__version__}"
    )
    if arguments.output:
        with open(arguments.output, "w", encoding="utf-8") as file:
            report(results, file)


if __name__ == "__main__":
    main()
