"""Starting the benchmarks, which lie outside the package: at the top of a checkout, or in a wheel as package data."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_PACKAGE = Path(__file__).parent
_ONE_THREAD = {name + "_THREADS": "1" for name in ("OMP_NUM", "OPENBLAS_NUM", "MKL_NUM", "VECLIB_MAXIMUM")}


def run_benchmarks(arguments: list[str]) -> int:
    """Run them in a fresh process, in which no library has settled yet how many threads it uses.

    Args:
        arguments: of `python -m benchmarks`.
    Returns:
        int: the exit status.
    """
    module = "tinygrad_lite._benchmarks" if (_PACKAGE / "_benchmarks").is_dir() else "benchmarks"
    path = os.pathsep.join([str(_PACKAGE.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    env = {**os.environ, **_ONE_THREAD, "PYTHONPATH": path}
    # -P: a folder called benchmarks where the user stands is not meant
    return subprocess.call([sys.executable, "-P", "-m", module, *arguments], env=env)
