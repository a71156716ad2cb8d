"""What needs a fresh process for each sample: the time of an import, and the memory of a training step."""

import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np

from .sides import LIBRARIES
from .summary import summary

IMPORT = "import time; start = time.perf_counter(); import {}; print(time.perf_counter() - start)"
TOP = Path(__file__).resolve().parents[__package__.count(".") + 1]  # where this package is found


def answer(*arguments):
    """The number that a fresh Python prints."""
    path = os.pathsep.join([str(TOP), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-P", *arguments]
    env = {**os.environ, "PYTHONPATH": path}
    return float(subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout)


def import_samples(names, rounds):
    """{who: the milliseconds of each round}; one round more, which fills the file cache, does not count."""
    samples = {who: [] for who in names}
    for number in range(rounds + 1):
        for who in random.sample(list(names), len(names)):
            milliseconds = answer("-c", IMPORT.format(LIBRARIES[who])) * 1e3
            if number:
                samples[who].append(milliseconds)
    return samples


def import_times(samples):
    return {who: summary(times) for who, times in samples.items()}


def import_times_without_numpy(samples):
    """Ours alone: by how much it takes longer than NumPy's in the same round."""
    return {"ours": summary(np.subtract(samples["ours"], samples["by hand"]))}


def peak_memory(names, rounds):
    """{who: MB}. Nothing where the system does not tell."""
    if sys.platform == "win32":
        return {}
    return {who: summary([answer("-m", f"{__package__}.peak", who) for _ in range(rounds)]) for who in names}
