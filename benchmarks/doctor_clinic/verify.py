"""Are the ill trainings ill, and the healthy ones healthy? Runs each, and its twin, and prints what came of them.

An ill one must be clearly worse than its twin, the same training without the fault, on test data it has not seen; or,
where validation is what misleads, the validation loss that the person sees must be far from the true one. A healthy one
must come, at its end, as near as its tolerance to what methods of another kind (scikit-learn's) reach on these data.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import math
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np

from benchmarks.doctor_clinic import HALVES, cases
from benchmarks.doctor_clinic.case import Case, Patient
from benchmarks.doctor_clinic.reference import reference

WORSE, TIMES = 0.05, 1.3  # so much lower a score, or so many times the loss, is clearly worse


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.doctor_clinic.verify", description=__doc__)
    parser.add_argument("--half", choices=(*HALVES, "both"), default="both")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", default="", help="cases in whose name or family this occurs")
    parser.add_argument("--failed", action="store_true", help="print only those that are not what they are said to be")
    given = parser.parse_args(arguments)
    failed = count = 0
    for half in HALVES if given.half == "both" else (given.half,):
        for case in cases(half):
            if given.only.lower() not in f"{case.name} {case.family}".lower():
                continue
            begun = time.process_time()
            seen = [checked(case, seed) for seed in range(given.seeds)]
            so = sum(result[0] for result in seen) * 3 >= 2 * given.seeds  # in two of three seeds at least
            count, failed = count + 1, failed + (not so)
            if given.failed and so:
                continue
            seconds = (time.process_time() - begun) / given.seeds
            print(f"{'    ' if so else 'NOT '} {half[:4]}  {case.family:<28} {case.name:<86} {seconds:5.1f} s")
            for _, figures in seen:
                print(f"          {figures}")
            sys.stdout.flush()
    print(f"\n{count} cases, {failed} not as they are said to be")
    return 1 if failed else 0


def checked(case: Case, seed: int) -> tuple[bool, str]:
    """Whether a case is what it is said to be with this seed, and the figures that show it."""
    if case.healthy:
        assert case.grown is not None
        score, loss = run(case.grown, seed).honest()
        best = reference(case.data, seed)
        return score >= best - case.tolerance, f"score {score:.3f}, loss {loss:.4g}; reference {best:.3f}"
    patient = run(case.build, seed)
    if case.shows == "misled":
        true = patient.honest()[1] if "leakage" in case.right else patient.in_order()
        text = f"validation shows {patient.reported:.4g}, and is in truth {true:.4g}"
        low, high = sorted((patient.reported, true))
        return math.isnan(patient.reported) or high > 1.25 * low, text
    assert case.twin is not None
    score, loss = patient.honest()
    twin_score, twin_loss = run(case.twin, seed).honest()
    so = score <= twin_score - WORSE or loss >= TIMES * twin_loss
    return so, f"score {score:.3f}, loss {loss:.4g}; without the fault {twin_score:.3f}, {twin_loss:.4g}"


def run(build: Callable[[int], Patient], seed: int) -> Patient:
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        return build(seed)


if __name__ == "__main__":
    with np.errstate(all="ignore"):
        raise SystemExit(main())
