"""Advice for three troubles in training, each piece at its own best: `python -m benchmarks.troubleshooting_runs`.

The troubles: the loss is NaN; training is slow; the validation loss rises. Lesson 10 quotes these figures and repeats a
part of them. `--output FILE` writes the tables in Markdown. One thread.
"""

# ruff: noqa: E402 (the number of threads must be set before NumPy is loaded)
import os

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import argparse
import datetime
import itertools
import platform
import time
import warnings
from pathlib import Path

import numpy as np

import tinygrad_lite as tg
from tinygrad_lite import nn
from tinygrad_lite.nn import functional as F

# --- the loss is NaN ------------------------------------------------------------------------------------------------

CAUSES = {
    "log(0) in a hand-written loss": "binary_cross_entropy_with_logits in its place",
    "0/0 in the data": "no division where the spread is 0",
    "weights drawn too large": "Kaiming's",
    "learning rate far too high": "0.03",
}
LONG = "rate / 10, ten times as long"
REMEDIES = ("nothing", "rate / 10", LONG, "rate / 100", "max_norm 1", "clamp", "the cause mended")


def loader(x, y, batch, shuffle=True):
    return tg.data.DataLoader(tg.data.TensorDataset(tg.tensor(x), tg.tensor(y)), batch_size=batch, shuffle=shuffle)


def digits(train):
    x, y = tg.data.digits(train=train)
    return x.numpy(), y.numpy()


def by_hand(logits, targets, smallest):
    """Binary cross-entropy as its formula says; a probability closer to 0 or 1 than `smallest` is set to there."""
    p = logits.sigmoid()
    if smallest:
        p = p.clamp(smallest, 1 - smallest)
    return -(targets * p.log() + (1 - targets) * (1 - p).log()).mean()


def three_or_eight(train):
    x, y = digits(train)
    keep = (y == 3) | (y == 8)
    return x[keep] / 16, (y[keep] == 3).astype(np.float32).reshape(-1, 1)


def standardised(x, like, mended):
    spread = like.std(0)
    if mended:
        spread[spread == 0] = 1
    return (x - like.mean(0)) / spread


def set_up(cause, remedy):
    """Training data, test data, model, loss, optimizer's class and rate of one ill training and one remedy."""
    mended, smallest = remedy == "the cause mended", 1e-7 if remedy == "clamp" else 0.0
    if cause.startswith("log"):
        model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 1))
        loss = F.binary_cross_entropy_with_logits if mended else lambda z, t: by_hand(z, t, smallest)
        return three_or_eight(True), three_or_eight(False), model, loss, tg.optim.Adam, 0.03
    if cause.startswith("learning"):
        data = [tg.data.diabetes(train=train) for train in (True, False)]
        like = data[0][1].numpy()
        train, test = (
            (standardised(x.numpy(), data[0][0].numpy(), True), (y.numpy() - like.mean(0)) / like.std(0))
            for x, y in data
        )
        model = nn.Sequential(nn.Linear(train[0].shape[1], 32), nn.ReLU(), nn.Linear(32, 1))
        return train, test, model, F.mse_loss, tg.optim.SGD, 0.03 if mended else 5.0
    (x, y), (x_test, y_test) = digits(True), digits(False)
    if cause.startswith("0/0"):
        with np.errstate(invalid="ignore"):
            train, test = (standardised(x, x, mended), y), (standardised(x_test, x, mended), y_test)
        return train, test, nn.Sequential(*layers(64, 32, 10)), F.cross_entropy, tg.optim.SGD, 0.1
    model = nn.Sequential(*layers(64, 24, 24, 24, 24, 24, 10))
    for layer in model:
        if isinstance(layer, nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
            if not mended:
                with tg.no_grad():
                    layer.weight *= 3.0
    return (x / 16, y), (x_test / 16, y_test), model, F.cross_entropy, tg.optim.SGD, 0.1


def layers(*sizes):
    found = []
    for number, (fan_in, fan_out) in enumerate(itertools.pairwise(sizes)):
        found += [nn.ReLU()] if number else []
        found.append(nn.Linear(fan_in, fan_out))
    return found


def nan_run(cause, remedy, seed, epochs=15):
    """Whether the loss stays finite, at which step it does not, and how good the model is on the test set."""
    tg.manual_seed(seed)
    (x, y), (x_test, y_test), model, criterion, kind, rate = set_up(cause, remedy)
    rate /= {"rate / 10": 10, LONG: 10, "rate / 100": 100}.get(remedy, 1)
    optimizer = kind(model.parameters(), lr=rate)
    step = 0
    for _ in range(epochs * (2 if cause.startswith("log") else 1) * (10 if remedy == LONG else 1)):
        for inputs, targets in loader(x, y, 32):
            step += 1
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            if not np.isfinite(loss.item()):
                return {"finite": False, "step": step, "quality": 0.0}
            loss.backward()
            if remedy == "max_norm 1":
                nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
    with tg.no_grad():
        out = model(tg.tensor(x_test)).numpy()
    return {"finite": True, "step": None, "quality": quality(out, y_test)}


def quality(out, y):
    """The share of right answers; of a regression, the share of the variance that it explains (at least 0)."""
    if y.dtype.kind == "i":
        return float((out.argmax(1) == y).mean())
    if set(np.unique(y)) <= {0.0, 1.0}:
        return float(((out > 0) == (y > 0.5)).mean())
    return max(0.0, float(1 - ((out - y) ** 2).mean() / y.var())) if np.isfinite(out).all() else 0.0


# --- training is slow -----------------------------------------------------------------------------------------------

BATCHES = (1, 4, 16, 32, 64, 128, 256)
RATES = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
GOAL, PATIENCE = 0.95, 40  # accuracy on validation data; epochs at most


def slow_run(batch, rate, seed, most=PATIENCE):
    """Epochs, steps and seconds of steps until the validation accuracy is at the goal for the first time."""
    tg.manual_seed(seed)
    x, y = digits(True)
    order = np.random.default_rng(seed).permutation(len(x))
    x, (x_val, y_val) = x / 16, (tg.tensor(x[order[1117:]] / 16), y[order[1117:]])
    model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
    optimizer = tg.optim.SGD(model.parameters(), lr=rate)
    steps, seconds, look = 0, 0.0, max(1, 100 // batch)
    data = loader(x[order[:1117]], y[order[:1117]], batch)
    for _ in range(most):
        begun = time.process_time()
        for inputs, targets in data:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(inputs), targets)
            loss.backward()
            optimizer.step()
            steps += 1
            if steps % look == 0:
                seconds += time.process_time() - begun
                with tg.no_grad():
                    if (model(x_val).numpy().argmax(1) == y_val).mean() >= GOAL:
                        return {"epochs": steps * batch / 1117, "steps": steps, "seconds": seconds}
                begun = time.process_time()
        seconds += time.process_time() - begun
        if not np.isfinite(loss.item()):
            break
    return {"epochs": np.inf, "steps": np.inf, "seconds": np.inf}


# --- the validation loss rises --------------------------------------------------------------------------------------

WRONG, FEW, EPOCHS = 0.2, 200, 60
SETTINGS = {
    "nothing": [{}],
    "early stopping": [{"patience": p} for p in (1, 2, 3, 5, 10, 20)],
    "fewer units (of 64)": [{"hidden": h} for h in (2, 4, 8, 12, 16, 32)],
    "weight decay (AdamW)": [{"decay": d} for d in (0.1, 0.3, 0.6, 1.0, 1.5, 2.0, 3.0, 10.0)],
    "more data (of 200)": [{"samples": n} for n in (400, 800)],
    "more data and early stopping": [{"samples": 800, "patience": p} for p in (1, 2, 3, 5, 10, 20)],
    "weight decay and early stopping": [{"decay": d, "patience": 10} for d in (0.1, 0.3, 0.6, 1.0, 2.0, 3.0)],
}


def rising_run(seed, samples=FEW, hidden=64, decay=0.0, patience=None):
    """Validation losses of all epochs; on the test set, whose labels are right, loss and accuracy of what is kept."""
    tg.manual_seed(seed)
    rng = np.random.default_rng(seed)
    (x, y), (x_test, y_test) = digits(True), digits(False)
    order, wrong = rng.permutation(len(x)), rng.random(len(x)) < WRONG
    y = np.where(wrong, (y + rng.integers(1, 10, len(y))) % 10, y)
    x_val, y_val = tg.tensor(x[order[1037:]] / 16), tg.tensor(y[order[1037:]])
    model = nn.Sequential(nn.Linear(64, hidden), nn.ReLU(), nn.Linear(hidden, 10))
    optimizer = tg.optim.AdamW(model.parameters(), lr=0.01, weight_decay=decay)
    losses, best, kept = [], np.inf, None
    for _ in range(EPOCHS):
        for inputs, targets in loader(x[order[:samples]] / 16, y[order[:samples]], 20):
            optimizer.zero_grad()
            F.cross_entropy(model(inputs), targets).backward()
            optimizer.step()
        with tg.no_grad():
            losses.append(F.cross_entropy(model(x_val), y_val).item())
            if losses[-1] < best or patience is None:
                best, kept = losses[-1], model(tg.tensor(x_test / 16))
        if patience is not None and len(losses) - 1 - int(np.argmin(losses)) >= patience:
            break
    assert kept is not None
    accuracy = float((kept.numpy().argmax(1) == y_test).mean())
    return {
        "losses": losses, "val": best, "loss": F.cross_entropy(kept, tg.tensor(y_test)).item(), "accuracy": accuracy,
        "epochs": len(losses),
    }  # fmt: skip


# --- tables ---------------------------------------------------------------------------------------------------------


def spread(values, form):
    return f"{np.median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def nan_table(seeds):
    lines = ["| | " + " | ".join(CAUSES) + " |", "|---" * (1 + len(CAUSES)) + "|"]
    for remedy in REMEDIES:
        cells = []
        for cause in CAUSES:
            if remedy == "clamp" and not cause.startswith("log"):
                cells.append("–")
                continue
            runs = [nan_run(cause, remedy, seed) for seed in range(seeds)]
            finite = sum(run["finite"] for run in runs)
            steps = [run["step"] for run in runs if not run["finite"]]
            text = f"finite in {finite} of {seeds}"
            if steps:
                text += f", else NaN at step {np.median(steps):.0f} ({min(steps)} to {max(steps)})"
            if finite:
                text += f"; test {spread([run['quality'] for run in runs if run['finite']], '.2f')}"
            cells.append(text)
        lines.append(f"| {remedy} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def slow_table(seeds):
    lines = [
        "| batch size | best rate | epochs | steps | µs a step | seconds to the goal |",
        "|---|---|---|---|---|---|",
    ]
    for batch in BATCHES:
        rows = {}
        for rate in RATES:
            rows[rate] = [slow_run(batch, rate, seed) for seed in range(seeds)]
        rate = min(rows, key=lambda rate: np.median([run["seconds"] for run in rows[rate]]))
        best = rows[rate]
        edge = " (the edge)" if rate in (RATES[0], RATES[-1]) else ""
        per_step = [1e6 * run["seconds"] / run["steps"] for run in best if np.isfinite(run["seconds"])]
        cells = [spread([run[key] for run in best], form) for key, form in (("epochs", ".1f"), ("steps", ".0f"))]
        cells += [f"{np.median(per_step):.0f}", spread([run["seconds"] for run in best], ".3f")]
        lines.append(f"| {batch} | {rate:g}{edge} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def rising_table(seeds):
    lines = [
        "| remedy | its best setting | validation loss of what is kept | test loss | test accuracy | epochs |",
        "|---|---|---|---|---|---|",
    ]
    for name, settings in SETTINGS.items():
        runs = [[rising_run(seed, **setting) for seed in range(seeds)] for setting in settings]
        place = min(range(len(runs)), key=lambda i: np.mean([run["val"] for run in runs[i]]))
        best = runs[place]
        edge = " (the edge)" if len(settings) > 2 and place in (0, len(settings) - 1) else ""
        setting = ", ".join(f"{key} {value:g}" for key, value in settings[place].items()) or "–"
        cells = [
            spread([run[key] for run in best], form)
            for key, form in (("val", ".2f"), ("loss", ".2f"), ("accuracy", ".1%"), ("epochs", ".0f"))
        ]
        lines.append(f"| {name} | {setting}{edge} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


PAGE = """# Advice for three troubles, tried

Measured {date} on {machine}; Python {python}, NumPy {numpy}. Again, in about {minutes:.0f} minutes:

```
python -m benchmarks.troubleshooting_runs --output docs/measurements/troubleshooting.md
```

In each cell: the median, and the smallest to the largest of the seeds.

## The loss is NaN

{nan_seeds} seeds, 15 epochs (30 for the first cause), batches of 32. "Test" is the share of right answers on the test
set, in the last column the share of the variance that is explained. The causes:

- **log(0)**: is it a 3 or an 8? 64-32-1, Adam 0.03, and the formula of binary cross-entropy on `sigmoid(logits)`.
  Clamped, a probability is kept between 1e-7 and 1 − 1e-7.
- **0/0 in the data**: (pixel − mean) / standard deviation, where some pixels never have ink. 64-32-10, SGD 0.1.
- **weights drawn too large**: three times Kaiming's, five hidden layers of 24, SGD 0.1.
- **learning rate far too high**: the diabetes data, 10-32-1, squared error, SGD 5 (mended: 0.03).

{nan}

## Training is slow

64-64-10 on 1117 digits, plain SGD, until {goal:.0%} of 320 validation digits are right, {slow_seeds} seeds; looked at
about every 100 samples. Rates tried for each batch size: {rates}. Seconds are of one core, without the looking.

{slow}

## The validation loss rises

{few} digits, of which {wrong:.0%} of the labels are wrong (as in the 400 for validation; the 360 for the test are
right). 64-64-10, AdamW 0.01, batches of 20, at most {epochs} epochs, {rising_seeds} seeds. Each remedy at the setting
with the lowest mean validation loss of those tried. Without early stopping the last epoch's model is kept, with it the
best epoch's.

{rising}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="for NaN; half as many for the other two")
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    warnings.simplefilter("ignore", RuntimeWarning)
    start, half = time.perf_counter(), max(1, options.seeds // 2)
    tables = {"nan": nan_table(options.seeds), "slow": slow_table(half), "rising": rising_table(half)}
    text = PAGE.format(
        date=datetime.date.today(), machine=f"a {os.cpu_count()}-core {platform.machine()} {platform.system()} machine",
        python=platform.python_version(), numpy=np.__version__, minutes=max(1, (time.perf_counter() - start) / 60),
        nan_seeds=options.seeds, slow_seeds=half, rising_seeds=half, goal=GOAL, few=FEW, wrong=WRONG, epochs=EPOCHS,
        rates=", ".join(f"{rate:g}" for rate in RATES), **tables,
    )  # fmt: skip
    print(text)
    if options.output:
        options.output.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
