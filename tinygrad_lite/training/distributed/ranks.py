"""What a Trainer asks when it is one of several processes that train together (`distributed=True`)."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from tinygrad_lite.backend import default_generator, int64, manual_seed
from tinygrad_lite.training.distributed.buckets import average, broadcast_all
from tinygrad_lite.training.distributed.collectives import all_gather_object, all_reduce, broadcast_object
from tinygrad_lite.training.distributed.data_parallel import DistributedDataParallel
from tinygrad_lite.training.distributed.divided import divided, shares_of
from tinygrad_lite.training.distributed.processes import (
    get_rank,
    get_world_size,
    init_process_group,
    is_initialized,
)
from tinygrad_lite.training.loop import emptied, look_at, measured
from tinygrad_lite.training.random_state import get_random_state, set_random_state
from tinygrad_lite.training.setup import differences, loader_setup, setup_of


def ranks_of(wanted: bool, library: Any) -> Ranks | None:
    """The processes of a Trainer; None if it is alone, or shall be."""
    if not wanted:
        return None
    if not is_initialized() and get_world_size() > 1:
        init_process_group()
    return Ranks(library) if get_world_size() > 1 else None


class Ranks:
    """The processes that train together, as one of them sees them.

    Attributes:
        replica: what is called in training in place of the model: it averages the gradients.
        stopping: whether they have agreed to end training after this batch.
        unsent: whether there are gradients that were not averaged yet.
    """

    def __init__(self, library: Any):
        self.library, self.rank, self.world_size = library, get_rank(), get_world_size()
        self.main = self.rank == 0
        self.stopping = self.unsent = False
        self.replica: Any = None
        self._model: Any = None  # of which it is
        self._kept: list[tuple[Any, Any]] = []  # the loaders of this `fit`, and what became of them: they have workers
        self._shares: Any = None  # of the training batches
        self._hooks_may_stop = False  # whether a callback in some process looks at batches
        if not self.main:
            self.draw_apart()

    def draw_apart(self) -> None:
        """Draw other random numbers than process 0, so that not every share of a batch has the same dropout."""
        manual_seed(int(default_generator().integers(0, 2**62, (), int64)) + self.rank)
        if self.library.__name__ == "torch":
            self.library.manual_seed(self.library.initial_seed() + self.rank)

    def begin(self, trainer: Any, train_loader: Any, val_loader: Any, epochs: int) -> None:
        """All are about to do the same, with the weights of process 0, each with its share of the batches.

        Raises:
            RuntimeError: they are about to train otherwise than process 0; in all processes.
        """
        check_mergeable(trainer.metrics)
        self.stopping = self.unsent = False
        self._kept = [(one, self.share(one)) for one in (train_loader, val_loader)]
        self._shares = shares_of(self.share(train_loader))
        place = {name: getattr(trainer, name) for name in ("epoch", "batch", "step")} | setup_of(trainer)
        place |= loader_setup(train_loader, trainer.limit_train_batches) | {"epochs": epochs}
        everyones = all_gather_object((place, bool(trainer.callbacks.hooks["on_batch_end"])))
        self._hooks_may_stop = any(may for _, may in everyones)
        for rank, (theirs, _) in enumerate(everyones):
            if found := differences(everyones[0][0], theirs):
                raise RuntimeError(
                    f"fit: process {rank} is about to train otherwise than process 0: there {found} in process 0."
                )
        self._copy_model(trainer.model)

    # ------------------------------------------------------------------------------------------------------ the model
    def _copy_model(self, model: Any) -> None:
        if self._model is model:
            broadcast_all([*model.parameters(), *model.buffers()])
            return
        theirs = self.library.__name__ == "torch"
        kind = self.library.nn.parallel.DistributedDataParallel if theirs else DistributedDataParallel
        self._model, self.replica = model, kind(model)

    @contextlib.contextmanager
    def sending(self, wanted: bool) -> Iterator[None]:
        """Average the gradients of the `backward` in this block, or only add them up if others are still to come."""
        with contextlib.nullcontext() if wanted else self.replica.no_sync():
            yield
        self.unsent = not wanted

    def send_rest(self) -> None:
        """Average what was added up, if the batch that should have done it was left out."""
        if self.unsent:
            average([(name, p) for name, p in self._model.named_parameters() if p.requires_grad])
            self.unsent = False

    # ---------------------------------------------------------------------------------------------------- the batches
    def share(self, loader: Any) -> Any:
        """A loader of this process's share of every batch; the same one for the same loader during a `fit`."""
        for known, made in self._kept:
            if known is loader:
                return made
        return divided(loader)

    def weighted(self, loss: Any, number: int) -> Any:
        """The loss of training batch `number`, so that the mean over processes is the mean over samples."""
        weight = 1.0 if self._shares is None else self._shares.weight(number)
        return loss if weight == 1 else loss * weight

    def over_all(self, loss: Any, size: int, number: int, reason: str | None) -> tuple[float, int, bool]:
        """The mean loss of training batch `number` over all processes, of how many samples; whether some are here.

        Also whether one of the processes wants to stop: `stopping`.

        Raises:
            RuntimeError: the processes are at different batches, or have batches of different sizes that were not
                divided here, so that their mean is not the one over samples.
        """
        loss = loss if isinstance(loss, float) else loss.item()
        here = size if self._shares is None else self._shares.own_size(number)
        mine = np.array([loss * here if here else 0.0, here, number, reason is not None], np.float64)
        total, samples, numbers, stops = all_reduce(mine).tolist()
        if numbers != number * self.world_size:
            raise RuntimeError(
                f"fit: process {self.rank} is at batch {number}, another one is not: a batch was left out in some "
                "processes only. Raise CancelBatch and CancelEpoch in all of them or in none."
            )
        if self._shares is None and samples != size * self.world_size:
            raise RuntimeError(
                f"fit: process {self.rank} has {size} samples in batch {number}, all together have {samples:.0f}: the "
                "mean of their gradients is not the one over samples. Give the loader of one process, whose batches "
                "the Trainer divides; or one with a DistributedSampler."
            )
        self.stopping = bool(stops)
        return total / samples, int(samples), here > 0

    # ------------------------------------------------------------------------------------------------------ agreement
    def after_hooks(self, reason: str | None) -> None:
        """Ask whether one wants to stop, after `on_batch_end`."""
        if self._hooks_may_stop:
            self.stopping = bool(all_reduce(np.array([reason is not None], np.int64)).item())

    def agreed(self, reason: str | None) -> str | None:
        """Why training ends, if one process wants that."""
        return next((one for one in all_gather_object(reason) if one is not None), None)

    def from_main(self, compute: Callable[[], Any]) -> Any:
        """What process 0 computes, or the error that it raises; in all."""
        value: Any = None
        failed: Exception | None = None
        if self.main:
            try:
                value = compute()
            except Exception as error:  # raised below, in all processes
                failed = error
        value, failed = broadcast_object((value, failed))
        if failed is not None:
            raise failed
        return value

    # ----------------------------------------------------------------------------------------------------- measuring
    def merged(self, metrics: list[Any]) -> list[Any]:
        """Copies of the metrics that have seen what all processes have seen."""
        if not metrics:
            return []
        everyones = all_gather_object([metric.state_dict() for metric in metrics])
        return [joined(metric, [states[place] for states in everyones]) for place, metric in enumerate(metrics)]

    def validate(self, trainer: Any, batches: Iterable[Any], loader: Any) -> dict[str, Any]:
        """What `validate` returns, over the shares of all processes: `batches` are those of `loader`, or its first."""
        check_mergeable(trainer.metrics)
        broadcast_all(trainer.model.buffers())  # the running statistics of process 0, which are also those saved
        metrics, shares = emptied(trainer.metrics), shares_of(loader)
        counting = (batch for n, batch in enumerate(batches) if shares is None or shares.own_size(n))
        mean = look_at(trainer.model, counting, trainer.criterion, metrics, trainer.device)
        (whole, *merged) = self.merged([mean, *metrics])
        emptied(metrics)
        return measured(whole, merged)

    # ---------------------------------------------------------------------------------------------------------- state
    def with_own_parts(self, trainer: Any, state: dict[str, Any]) -> dict[str, Any]:
        """A Trainer's state, and in it what differs from process to process: random numbers, and what metrics saw."""
        processes = all_gather_object({name: state[name] for name in ("random", "place", "metrics")})
        return state | {"metrics": [one.state_dict() for one in self.merged(trainer.metrics)], "processes": processes}

    def own_part(self, trainer: Any, state: dict[str, Any]) -> dict[str, Any]:
        """The state that is this process's own. If there were not as many, its random numbers begin anew."""
        parts = state.get("processes", [])
        if len(parts) == self.world_size:
            return state | parts[self.rank]
        if self.main:
            return state
        set_random_state(state["random"], self.library)
        self.draw_apart()
        empty = [metric.state_dict() for metric in emptied(trainer.metrics)]  # process 0 has what all of them saw
        return state | {"random": get_random_state(self.library), "metrics": empty}


def check_mergeable(metrics: list[Any]) -> None:
    """Raise if there is a metric of which several processes cannot make one figure."""
    missing = [one.name for one in metrics if not all(hasattr(one, name) for name in ("state_dict", "merge"))]
    if missing:
        raise TypeError(
            f"distributed=True: what the processes see cannot be joined for {', '.join(missing)}. Make it a subclass "
            "of tg.training.metrics.Metric, or give it state_dict, load_state_dict and merge."
        )


def joined(metric: Any, states: list[dict[str, Any]]) -> Any:
    """One metric that has seen all that is in these states."""
    together = copy.deepcopy(metric)
    together.reset()
    for state in states:
        other = copy.deepcopy(metric)
        other.load_state_dict(state)
        together.merge(other)
    return together
