"""How far apart healthy and ill gradients are: what the thresholds in tinygrad_lite/training/faults.py rest on.

    python -m benchmarks.fault_thresholds      # about a minute

Of trainings of the sets `tune` and `measure` (benchmarks/doctor_cases.py), before training, after a quarter of it and
at its end: the smallest gradient of a layer as a share of the largest, both per parameter; the largest norm of a layer.
"""

import argparse
import warnings

import numpy as np

from tinygrad_lite.training import faults

from .doctor_faults import FAULTS
from .doctor_runs import EARLY, START, WHOLE, suffers, trained

COUNTS = {"healthy": 30, "vanishing gradients": 12, "exploding gradients": 12}  # trainings of each set


def gradients_of(case):
    """Of the first batch, by layer."""
    inputs, targets = next(iter(case.train))
    case.model.train()
    case.model.zero_grad()
    case.criterion(case.model(inputs), targets).backward()
    return faults.layer_gradients((name, p.grad.numpy()) for name, p in case.model.named_parameters())


def figures(which, fault, seed):
    """(share, norm) at each stage of a training."""
    found = []
    for stage in (START, EARLY, WHOLE):
        layers = gradients_of(trained(which, fault, seed, stage)).values()
        sizes = [faults.per_parameter(layer) for layer in layers]
        found.append((min(sizes) / max(max(sizes), 1e-300), max(faults.norm(layer) for layer in layers)))
    return found


def main():
    argparse.ArgumentParser(description=__doc__.partition(":")[0]).parse_args()  # --help, and nothing else
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    for fault, count in COUNTS.items():
        found = []
        for which in ("tune", "measure"):
            seeds = iter(range(1000 * ["healthy", *FAULTS].index(fault), 10**6))
            ill = (seed for seed in seeds if suffers(fault, trained(which, fault, seed, WHOLE)))
            found += [figures(which, fault, next(ill)) for _ in range(count)]
        shares, norms = np.moveaxis(np.array(found), 2, 0)  # each (trainings, stages)
        print(f"{fault}, {len(found)} trainings")
        print(f"  smallest share of the largest layer's: {np.nanmin(shares):.2g} to {np.nanmax(shares):.2g}")
        print(f"  largest norm of a layer before training: {norms[:, 0].min():.3g} to {norms[:, 0].max():.3g}")
        for limit in (100, faults.EXPLODING):
            print(f"  above {limit:g} at any stage: {(np.nanmax(norms, 1) > limit).sum()}")


if __name__ == "__main__":
    main()
