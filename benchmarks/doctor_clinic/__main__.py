"""Runs the doctor in each case, writes a JSON line for each diagnosis, and prints how often it was right."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
import time
import warnings
from collections import Counter
from typing import Any

import numpy as np

from benchmarks.doctor_clinic import HALVES, cases
from benchmarks.doctor_clinic.case import Case
from tinygrad_lite.training import diagnose

VERDICTS = ("right", "second", "wrong", "unknown", "silent", "error")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.doctor_clinic", description=__doc__)
    parser.add_argument("--half", choices=HALVES, default="development")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", default="", help="cases in whose name or family this occurs")
    parser.add_argument("--out", default="", help="a file for the JSON lines; without it they are not kept")
    given = parser.parse_args(arguments)
    results = []
    with open(given.out, "w") if given.out else contextlib.nullcontext() as file:
        for case in cases(given.half):
            if given.only.lower() not in f"{case.name} {case.family}".lower():
                continue
            for seed in range(given.seeds):
                result = diagnosed(case, seed)
                results.append(result)
                if file:
                    print(json.dumps(result), file=file, flush=True)
                if result["verdict"] not in ("right", "healthy"):
                    print(f"{result['verdict']:<8} {case.name} (seed {seed}): {', '.join(result['named']) or '-'}")
                    sys.stdout.flush()
    print(table(results))
    return 0


def diagnosed(case: Case, seed: int) -> dict[str, Any]:
    """What the doctor says of a case with a seed, and whether that is right."""
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            patient = case.build(seed)
        except ValueError as refusal:  # the Trainer itself says what is wrong: nothing is left for the doctor
            return {
                "case": case.name,
                "family": case.family,
                "seed": seed,
                "verdict": "refused",
                "named": [str(refusal)],
            }
        begun, error, named, confidence = time.perf_counter(), "", [], []
        try:
            report = diagnose(patient.training, **patient.arguments())
            named = [cause.name for cause in report.causes]
            confidence = [getattr(cause, "confidence", None) for cause in report.causes]
        except Exception as caught:  # a doctor that stumbles is counted too
            error = f"{type(caught).__name__}: {caught}"
    return {
        "case": case.name, "family": case.family, "seed": seed, "named": named, "confidence": confidence,
        "verdict": verdict(case, named, error), "right": sorted(case.right), "error": error,
        "seconds": round(time.perf_counter() - begun, 2),
    }  # fmt: skip


def verdict(case: Case, named: list[str], error: str) -> str:
    """How one diagnosis counts. Where only "unknown" is right, it is right; else it is a column of its own."""
    if error:
        return "error"
    if case.healthy:
        return "alarm" if named else "healthy"
    if not named:
        return "silent"
    if named[0] in case.right:
        return "right"
    if case.right & set(named[1:2]):
        return "second"
    if named[0] == "unknown":
        return "unknown"
    harmless = case.misleading is not None and named[0] not in case.misleading
    return "second" if harmless else "wrong"


def table(results: list[dict[str, Any]]) -> str:
    """A line for each family, one for all ill trainings, and one for the healthy ones."""
    ill = [result for result in results if result["verdict"] not in ("alarm", "healthy")]
    ill = [result for result in ill if result["family"] != "healthy" and result["verdict"] != "refused"]
    lines = ["", f"{'family':<30}{'n':>5}" + "".join(f"{name:>9}" for name in VERDICTS)]
    families = sorted({result["family"] for result in ill})
    for family in [*families, "all ill"]:
        of = Counter(result["verdict"] for result in ill if family in (result["family"], "all ill"))
        lines.append(f"{family:<30}{of.total():>5}" + "".join(f"{of[name]:>9}" for name in VERDICTS))
    well = [result for result in results if result["family"] == "healthy"]
    if well:
        alarms = sum(result["verdict"] == "alarm" for result in well)
        errors = sum(result["verdict"] == "error" for result in well)
        lines.append(f"healthy: {len(well)}, false alarms: {alarms} ({alarms / len(well):.1%}), errors: {errors}")
    lines.append(f"refused by the Trainer, and not counted: {Counter(r['verdict'] for r in results)['refused']}")
    seconds = sorted(result.get("seconds", 0.0) for result in results) or [0.0]
    lines.append(f"seconds a diagnosis: {seconds[len(seconds) // 2]:.2f} in the middle, {seconds[-1]:.2f} at most")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
