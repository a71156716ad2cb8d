"""Starts scripts in several processes, as users do."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]


def environment(**more):
    one_thread = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    on_windows = {"USE_LIBUV": "0"} if sys.platform == "win32" else {}  # with which PyTorch is not built there
    paths = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, **one_thread, **on_windows, "PYTHONPATH": paths, "PYTHONUTF8": "1", **more}


def torchrun(script, *arguments, processes=2, restarts=0, fails=False):
    """Run a script of this folder (or a path) under torchrun; returns what it printed, on both channels."""
    options = ["--standalone", f"--nproc-per-node={processes}", f"--max-restarts={restarts}"]
    command = [sys.executable, "-m", "torch.distributed.run", *options, str(HERE / script), *map(str, arguments)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", env=environment()
    )
    try:
        printed, _ = process.communicate(timeout=400)
    except subprocess.TimeoutExpired:
        process.terminate()  # torchrun then ends the others
        printed, _ = process.communicate()
        raise AssertionError(f"{script} did not end:\n{printed}") from None
    assert (process.returncode != 0) is fails, printed
    return printed
