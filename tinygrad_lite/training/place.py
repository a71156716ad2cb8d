"""Where in an epoch training stands, so that it can go on at the next batch: in this process, or in a later one.

Nothing is asked of the loader: it may be ours, PyTorch's, or anything that gives the same batches again when the same
random numbers are drawn. So the place is how many batches it gave, and where all generators of random numbers stood
when the epoch began. To go on, they are set back to there, the epoch's order is drawn again, the batches that were
given already are passed over, and the generators go on from where they stood at last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from tinygrad_lite.arguments import need_saved
from tinygrad_lite.data.device_loader import DeviceLoader
from tinygrad_lite.data.loader import DataLoader, generators_of, set_states
from tinygrad_lite.training.random_state import get_random_state, set_random_state


class Place:
    """The beginning of the epoch that is under way; `batches` begins or goes on with it.

    Attributes:
        began: the random state when the epoch began; None if none is under way.
        ran: whether the loader's workers ran already when the epoch began.
        loaded: what `load_state_dict` brought for each loader, until the loaders are there.
    """

    def __init__(self, library: Any):
        self.library = library
        self.began: dict[str, Any] | None = None
        self.ran = False
        self.loaded: list[Any] = []

    def batches(self, loader: Iterable, done: int) -> Iterator[Any]:
        """The batches of an epoch; of the one that is under way, those that come after the first `done`."""
        if not done:
            self.began, self.ran = self._random_state(loader), workers_run(loader)
            return iter(loader)
        now = self._random_state(loader)
        assert self.began is not None
        let_workers_run(loader, self.ran)
        self._set_random_state(self.began, loader)
        if isinstance(maker := inner(loader), DataLoader):  # it passes over batches without making them
            maker.go_on_after(done)
            left = iter(loader)
        else:
            left = iter(loader)
            if sum(1 for _ in islice(left, done)) < done:
                raise ValueError(f"fit: {done} batches of this epoch were trained on, but the loader gives fewer now.")
        self._set_random_state(now, loader)
        return left

    def settle(self, *loaders: Any) -> None:
        """Let loaders go on from where they stood when the state was saved that was loaded."""
        if not self.loaded:
            return
        now = get_random_state(self.library)
        for loader, saved in zip(loaders, self.loaded):
            let_workers_run(loader, saved["ran"])
            set_states(generators_of(loader), saved["generators"])
        set_random_state(now, self.library)
        self.loaded = []

    def state_dict(self, *loaders: Any) -> dict[str, Any]:
        now = [
            {"generators": [one.get_state() for one in generators_of(loader)], "ran": workers_run(loader)}
            for loader in loaders
        ]
        return {"began": self.began, "ran": self.ran, "loaders": self.loaded or now}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        need_saved("place", state_dict, ("began", "ran", "loaders"))
        self.began, self.ran, self.loaded = (state_dict[name] for name in ("began", "ran", "loaders"))

    def load_loader_state(self, state: dict[str, Any]) -> None:
        """As `load_state_dict`, from what was saved before there were places: the `state_dict` of our DataLoader."""
        began = state["generator"]  # of the loader's own generator or, if it has none, of the default one
        self.began = {"all": get_random_state(self.library) | {"tinygrad_lite": began}, "own": [began]}

    def _random_state(self, loader: Any) -> dict[str, Any]:
        own = [generator.get_state() for generator in generators_of(loader)]
        return {"all": get_random_state(self.library), "own": own}

    def _set_random_state(self, state: dict[str, Any], loader: Any) -> None:
        set_random_state(state["all"], self.library)
        set_states(generators_of(loader), state["own"])


def inner(loader: Any) -> Any:
    """The loader that makes the batches."""
    return inner(loader.loader) if isinstance(loader, DeviceLoader) else loader


def workers_run(loader: Any) -> bool:
    """Whether PyTorch's persistent workers have been started: a random number is drawn then, but not later."""
    return getattr(inner(loader), "_iterator", None) is not None


def let_workers_run(loader: Any, wanted: bool) -> None:
    """Have these workers started, or not, as they were when the same epoch began before."""
    loader = inner(loader)
    if isinstance(loader, DataLoader) or not getattr(loader, "persistent_workers", False):
        return
    if not wanted:
        loader._iterator = None  # they end
    elif loader._iterator is None:
        iter(loader)
