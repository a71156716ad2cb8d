"""NumPy's matrix products on one thread, as long as a notebook runs.

The arrays of the lessons are small: several threads gain nothing on them, and each product ends by waiting for all of
them. Beside other busy programs that costs most of the time: a training of one second took half a minute.
"""

from __future__ import annotations

import os

from threadpoolctl import threadpool_limits

CHOSEN_BY_THE_USER = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


def use_one_thread() -> None:
    """Let NumPy's products run on one thread from now on, unless the user has set a number of threads."""
    if not any(os.environ.get(name) for name in CHOSEN_BY_THE_USER):  # an empty one chooses nothing
        threadpool_limits(1, user_api="blas")
