"""The state of all random numbers that training draws: ours, Python's, NumPy's and, with PyTorch, PyTorch's."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from typing import Any

import numpy as np

from tinygrad_lite.backend import default_generator


def get_random_state(library: Any) -> dict[str, Any]:
    """Where all generators stand; numbers, text and arrays only, so that it can be saved as data."""
    kind, keys, *place = np.random.get_state()  # noqa: NPY002 (what data sets may use)
    version, internal, gauss = random.getstate()
    state: dict[str, Any] = {
        "tinygrad_lite": default_generator().get_state(),
        "python": [version, list(internal), gauss],
        "numpy": [str(kind), np.asarray(keys), *place],
    }
    if library.__name__ == "torch":
        state["torch"] = library.get_rng_state().numpy()
    return state


def set_random_state(state: dict[str, Any], library: Any) -> None:
    """Let all generators go on from where they stood."""
    default_generator().set_state(state["tinygrad_lite"])
    version, internal, gauss = state["python"]
    random.setstate((version, tuple(internal), gauss))
    np.random.set_state(tuple(state["numpy"]))  # noqa: NPY002
    if library.__name__ == "torch" and "torch" in state:
        library.set_rng_state(library.from_numpy(np.array(state["torch"])))


@contextlib.contextmanager
def deterministic_algorithms(library: Any, wanted: bool) -> Iterator[None]:
    """Inside the `with` block, if `wanted`, PyTorch takes only algorithms that give the same bits each time.

    Ours always do: NumPy adds up in the same order each time. What has no such algorithm raises RuntimeError.
    """
    if not wanted or library.__name__ != "torch":
        yield
        return
    before, cudnn = library.are_deterministic_algorithms_enabled(), library.backends.cudnn
    as_now = {"enabled": cudnn.enabled, "benchmark_limit": cudnn.benchmark_limit, "allow_tf32": cudnn.allow_tf32}
    library.use_deterministic_algorithms(True)
    try:
        # with benchmark=True it measures which algorithm is fastest, which differs
        with cudnn.flags(**as_now, benchmark=False, deterministic=True):
            yield
    finally:
        library.use_deterministic_algorithms(before)
