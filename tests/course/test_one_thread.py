"""NumPy's products on one thread in a lesson: on small arrays several only wait for each other."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
import numpy as np
from threadpoolctl import threadpool_info

from tinygrad_lite.course import begin

begin("02_loss")
print("threads", [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"])
"""


@pytest.mark.parametrize(
    ("chosen", "threads"), [({}, 1), ({"OPENBLAS_NUM_THREADS": ""}, 1), ({"OPENBLAS_NUM_THREADS": "2"}, 2)]
)
def test_a_lesson_computes_on_one_thread_unless_the_user_has_chosen(chosen, threads, tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=tmp_path, env=kept | chosen, capture_output=True, text=True, check=True
    )
    counts = run.stdout.partition("threads ")[2].strip()
    if counts == "[]":
        pytest.skip("NumPy's matrix products come from a library whose threads cannot be set, as Apple's")
    if threads > 1 and os.cpu_count() == 1:
        pytest.skip("one processor only")
    assert counts == f"[{threads}]"
