"""The state of all random numbers that training draws: ours, Python's, NumPy's and, with PyTorch, PyTorch's.

Each device has a generator of its own. What was saved is brought back for the devices that are there: a training that
goes on on another device than it was saved on draws other numbers there, for dropout, than it would have.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from typing import Any

import numpy as np

from tinygrad_lite.backend import DeviceError, default_generator, default_generators, forget_generators


def get_random_state(library: Any) -> dict[str, Any]:
    """Where all generators stand; numbers, text and arrays only, so that it can be saved as data."""
    kind, keys, *place = np.random.get_state()  # noqa: NPY002 (what data sets may use)
    version, internal, gauss = random.getstate()
    state: dict[str, Any] = {
        "tinygrad_lite": default_generator().get_state(),
        "python": [version, list(internal), gauss],
        "numpy": [str(kind), np.asarray(keys), *place],
        "devices": {name: one.get_state() for name, one in default_generators().items() if name != "cpu"},
    }
    if library.__name__ == "torch":
        state["torch"] = library.get_rng_state().numpy()
        if library.cuda.is_initialized():
            state["torch.cuda"] = [one.numpy() for one in library.cuda.get_rng_state_all()]
        if library.backends.mps.is_available():
            state["torch.mps"] = library.mps.get_rng_state().cpu().numpy()
    return state


def set_random_state(state: dict[str, Any], library: Any) -> None:
    """Let all generators go on from where they stood.

    Raises:
        ValueError: a generator was never in such a state.
    """
    try:
        _set_random_state(state, library)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise ValueError(
            f"the saved state of the random numbers is not one that they can have had ({error})."
        ) from error


def _set_random_state(state: dict[str, Any], library: Any) -> None:
    default_generator().set_state(state["tinygrad_lite"])
    version, internal, gauss = state["python"]
    random.setstate((version, tuple(internal), gauss))
    np.random.set_state(tuple(state["numpy"]))  # noqa: NPY002
    if "devices" in state:
        forget_generators(but=state["devices"])
    for name, saved in state.get("devices", {}).items():
        with contextlib.suppress(DeviceError):  # it is not there now
            default_generator(name).set_state(saved)
    if library.__name__ == "torch":
        set_random_state_of_torch(state, library)


def set_random_state_of_torch(state: dict[str, Any], torch: Any) -> None:
    """The same for PyTorch's generators, as far as they were saved and their devices are there."""
    if "torch" in state:
        torch.set_rng_state(torch.from_numpy(np.array(state["torch"])))
    if torch.cuda.is_available():
        for index, saved in enumerate(state.get("torch.cuda", [])[: torch.cuda.device_count()]):
            torch.cuda.set_rng_state(torch.from_numpy(np.array(saved)), index)
    if "torch.mps" in state and torch.backends.mps.is_available():
        torch.mps.set_rng_state(torch.from_numpy(np.array(state["torch.mps"])))


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
