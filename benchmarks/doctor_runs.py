"""How often the training doctor is right: healthy and ill trainings by the hundred, and what it says of each.

    python -m benchmarks.doctor_runs --set tune        # the trainings that its thresholds were set with
    python -m benchmarks.doctor_runs --output FILE     # others: the measurement, docs/measurements/doctor.md

Every training is drawn by a seed, made whole, and counts only if it is what it should be, by a test set that the doctor
does not see: a healthy one learns and does not overfit, an ill one suffers from its fault.
"""

from __future__ import annotations

import argparse
import collections
import datetime
import math
import pathlib
import platform
import time
import warnings

import numpy as np

from tinygrad_lite.training import diagnose

from .doctor_cases import DATA, healthy
from .doctor_faults import FAULTS
from .xor_seeds import wilson

HEALTHY, ILL = 320, 25  # trainings: healthy ones, and ill ones of each fault
START, EARLY, WHOLE = "before training", "a quarter of the way", "after training"
MARK = "<!-- what follows is written by benchmarks/doctor_runs.py -->\n"  # on the page of the measurement
LATE = ("overfitting", "underfitting", "learning rate too low", "training mode in validation")


def unit_of(case):
    """The loss of the best constant on the training targets."""
    targets, task = case.train.dataset.tensors[1].numpy(), DATA[case.data][3]
    if task == "numbers":
        return float(targets.var())
    shares = np.bincount(targets.reshape(-1).astype(int)) / len(targets)
    return float(-sum(share * math.log(share) for share in shares if share))


def suffers(fault, case):
    """Whether a whole training is what it should be."""
    losses, test = np.array(case.history["loss"]), np.array(case.test_losses)
    finite = bool(np.isfinite(losses).all() and np.isfinite(test).all())
    if fault == "NaN":
        return not np.isfinite(losses).all()
    if fault in (
        "detached loss",
        "no zero_grad",
        "broadcast targets",
        "shuffled labels",
        "training mode in validation",
    ):
        return True
    unit = unit_of(case)
    end, tested, lowest = losses[-1] / unit, test[-1] / unit, test.min() / unit
    if fault in ("learning rate too high", "exploding gradients") and not finite:
        return True
    return (
        finite
        and {
            "healthy": tested < 0.75 and tested < 1.15 * lowest + 0.03,
            "learning rate too high": end > 0.5 and tested > 0.5,
            "learning rate too low": end > 0.8,
            "vanishing gradients": end > 0.9,
            "exploding gradients": losses[0] / unit > 5 and tested > 0.5,
            "dead ReLUs": end > 0.5,
            "overfitting": tested > 1.3 * lowest and tested - lowest > 0.1 and end < 0.6 * tested,
            "underfitting": end > 0.3 and losses[-(len(losses) // 3 + 1)] / unit - end < 0.05,
        }[fault]
    )


def drawn(which, fault, count):
    """So many trainings with a fault, each as far as it is to be diagnosed; and how many were drawn for it."""
    first = 1000 * ["healthy", *FAULTS].index(fault)
    found, seed = [], first
    while len(found) < count and seed < first + 990:
        case = trained(which, fault, seed, WHOLE)
        if suffers(fault, case):
            stage = WHOLE if fault in LATE else str(np.random.default_rng(seed).choice([START, EARLY, WHOLE, WHOLE]))
            found.append(case if stage == WHOLE else trained(which, fault, seed, stage))
        seed += 1
    return found, seed - first


def trained(which, fault, seed, stage):
    """The training of a seed, as far as it is to be diagnosed."""
    case = {"healthy": healthy, **FAULTS}[fault](which, seed)
    case.go({START: 0, EARLY: max(1, case.epochs // 4), WHOLE: case.epochs}[stage])
    case.stage, case.seed = stage, seed
    return case


def diagnosis_of(case, steps=30):
    """What the doctor says, given what a learner has at hand."""
    shown = case.validation if case.strength in ("shown", "whole") else None
    if case.step is None:
        return diagnose(case.trainer, loader=case.train, val_loader=case.val, steps=steps)
    return diagnose(case.step, case.model, case.train, case.history, val_loader=case.val, validate=shown, steps=steps)


def measured(which, healthy_count, ill_count, faults=None):
    """One row for each training: (fault, stage, seed, names, description, seconds)."""
    rows, tried = [], {}
    for fault in ["healthy", *FAULTS] if faults is None else faults:
        cases, tried[fault] = drawn(which, fault, healthy_count if fault == "healthy" else ill_count)
        for case in cases:
            start = time.process_time()
            diagnosis = diagnosis_of(case)
            how = "own step" if case.step else "Trainer"
            text = f"{case.data}, {case.architecture}, {case.optimizer_name}, {case.strength}, {how}"
            seconds = time.process_time() - start
            names = tuple(fault if cause.name in case.names else cause.name for cause in diagnosis.causes)
            rows.append((fault, case.stage, case.seed, names, text, seconds, diagnosis))
    return rows, tried


def share(right, count):
    low, high = wilson(right, count)
    return f"{right} of {count} | {100 * right / count:.1f} % | {100 * max(low, 0):.1f} to {100 * high:.1f} %"


def tables(rows, tried):
    """The tables of the page, as lines."""
    ill = [row for row in rows if row[0] != "healthy"]
    well = [row for row in rows if row[0] == "healthy"]
    alarms = [row for row in well if row[3]]
    lines = ["| trainings | right | share | 95 % (Wilson) |", "|---|---|---|---|"]
    if ill:
        lines.append(
            f"| ill: the cause is named, alone or as one of two | {share(sum(r[0] in r[3] for r in ill), len(ill))} |"
        )
        lines.append(f"| ill: named alone | {share(sum(r[3] == (r[0],) for r in ill), len(ill))} |")
    if well:
        lines.append(f"| healthy: false alarms | {share(len(alarms), len(well))} |")
    lines += [
        "",
        "| cause | named | share | 95 % (Wilson) | alone | otherwise said | drawn for it |",
        "|---|---|---|---|---|---|---|",
    ]
    for fault in dict.fromkeys(row[0] for row in ill):
        own = [row for row in ill if row[0] == fault]
        others = collections.Counter(" or ".join(r[3]) or "nothing" for r in own if fault not in r[3])
        said = ", ".join(f"{name} ({count})" for name, count in others.most_common()) or "–"
        alone = sum(row[3] == (fault,) for row in own)
        right = sum(fault in row[3] for row in own)
        lines.append(f"| {fault} | {share(right, len(own))} | {alone} | {said} | {tried[fault]} |")
    lines += ["", "| false alarm | stage | training |", "|---|---|---|"]
    lines += [f"| {' or '.join(row[3])} | {row[1]} | {row[4]} |" for row in alarms] or ["| none | – | – |"]
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", default="measure", choices=["tune", "first", "measure"])
    parser.add_argument("--healthy", type=int, default=HEALTHY)
    parser.add_argument("--ill", type=int, default=ILL, help="of each fault")
    parser.add_argument("--only", nargs="*", default=None, metavar="FAULT")
    parser.add_argument("--output", metavar="FILE", help="write the tables here")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    start = time.time()
    rows, tried = measured(arguments.set, arguments.healthy, arguments.ill, arguments.only)
    lines = tables(rows, tried)
    seconds = sorted(row[5] for row in rows)
    median, slowest = seconds[len(seconds) // 2], seconds[-1]
    lines += [
        f"\n{len(rows)} trainings of the set `{arguments.set}`, {tried.get('healthy', 0)} drawn for the healthy ones.",
        f"A diagnosis takes {median:.2f} s of one core (median; the slowest {slowest:.2f} s), all together "
        f"{time.time() - start:.0f} s.",
        f"{datetime.date.today()}, Python {platform.python_version()}, NumPy {np.__version__}, {platform.machine()}.",
    ]
    print("\n".join(lines))
    for fault, stage, seed, names, text, _, _ in rows:
        if (fault not in names) if fault != "healthy" else names:
            print(f"{fault} | {seed} | {stage} | {text} | {', '.join(names) or 'nothing'}")
    if arguments.output:
        page = pathlib.Path(arguments.output)
        before = page.read_text("utf-8").partition(MARK)[0] if page.exists() else ""
        page.write_text(before + MARK + "\n" + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
