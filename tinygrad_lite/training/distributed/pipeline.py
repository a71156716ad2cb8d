"""Model parallel: each process has one stage of a model, and small batches run through the stages as on a conveyor."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from tinygrad_lite.arguments import is_several
from tinygrad_lite.training.distributed.arrays import as_torch
from tinygrad_lite.training.distributed.buckets import broadcast_all
from tinygrad_lite.training.distributed.collectives import (
    OnTheWay,
    all_gather_object,
    barrier,
    broadcast_object,
    recv,
)
from tinygrad_lite.training.distributed.processes import get_rank, get_world_size, joined_group
from tinygrad_lite.training.distributed.sampler import share_of
from tinygrad_lite.training.library import library_of, samples_in
from tinygrad_lite.training.setup import whole_number

DTYPES = ("float32", "float64", "float16", "int64", "int32", "uint8", "bool")
MOST_DIMENSIONS = 8


class Event(NamedTuple):
    """When a stage worked on a micro-batch: seconds since the batch began, without the time for waiting and sending."""

    stage: int
    micro_batch: int
    kind: str  # "forward" or "backward"
    start: float
    end: float


class Pipeline:
    """A model in stages, of which process r computes stage r; a batch goes through them in `micro_batches` parts.

    First all parts go forward, then all backward, the last one first (GPipe). While stage 1 works on the first part,
    stage 0 works on the second: at the beginning and the end some stages wait, the rest of the time all work. Were all
    parts equally long, stages would be idle for (stages - 1) / (micro_batches + stages - 1) of the time; `events` has
    what was measured. Losses and gradients are those of the whole batch, up to rounding; only batch norm measures each
    part by itself.

    Every process builds all stages alike, and gives its optimizer the parameters of its own, `pipeline.module`. Alone,
    one process computes all stages, one after another.

    Source: Huang et al., GPipe: Efficient Training of Giant Neural Networks using Pipeline Parallelism, 2019, figure 2.

    Args:
        stages: modules, as many as there are processes; each takes what the one before returns, a tensor.
        criterion: of the last one's output and the targets: a mean over samples.
        micro_batches: into how many parts a batch is cut.

    Attributes:
        module: the stage of this process; alone, all of them.
        events: when this process worked on what, in the last batch.

    >>> stages = [tg.nn.Linear(2, 8), tg.nn.Linear(8, 1)]
    >>> pipeline = tg.training.distributed.Pipeline(stages, tg.nn.MSELoss(), micro_batches=2)
    >>> loss = pipeline.train_batch(tg.zeros(4, 2), tg.zeros(4, 1))
    >>> [(event.kind, event.micro_batch) for event in pipeline.events]  # alone: both stages at once
    [('forward', 0), ('forward', 1), ('backward', 1), ('backward', 0)]
    """

    def __init__(self, stages: Sequence[Any], criterion: Callable, micro_batches: int = 4):
        self.stages, self.criterion = list(stages), criterion
        self.micro_batches = whole_number(micro_batches, "micro_batches", "Pipeline", least=1)
        world_size, rank = get_world_size(), get_rank()
        if world_size > 1 and len(self.stages) != world_size:
            raise ValueError(
                f"Pipeline: there are {len(self.stages)} stages, but {world_size} processes; each process computes one."
            )
        self.library = library_of(self.stages[0])
        self.module = self.stages[rank] if world_size > 1 else self.library.nn.Sequential(*self.stages)
        self.first, self.last, self.rank = rank == 0, rank == world_size - 1, rank
        self.events: list[Event] = []
        if world_size > 1:
            broadcast_all(tensor for stage in self.stages for tensor in weights_of(stage))

    def train_batch(self, inputs: Any, targets: Any) -> float:
        """Forward and backward of a batch, which every process gives: adds to the gradients, and returns the loss."""
        size = samples_in(targets)
        count = min(self.micro_batches, size)
        parts = [share_of(size, count, number) for number in range(count)]
        self.module.train()
        self.events = []
        barrier()
        self._began = time.perf_counter()
        under_way: list[tuple[Any, Any]] = []  # what each part came in as, and what came out
        losses = 0.0
        with sending() as send:
            for number, (first, last) in enumerate(parts):
                part = inputs[first:last] if self.first else self._received(self.rank - 1).requires_grad_()
                with self._timed("forward", number):
                    result = self.module(part)
                    if self.last:
                        result = self.criterion(result, targets[first:last]) * ((last - first) / size)
                if self.last:
                    losses += result.item()
                else:
                    send(result.detach(), self.rank + 1)
                under_way.append((part, result))
        with sending() as send:
            for number in reversed(range(count)):
                part, result = under_way.pop()
                gradient = None if self.last else self._received(self.rank + 1)
                with self._timed("backward", number):
                    result.backward(gradient)
                if not self.first:
                    send(part.grad, self.rank - 1)
        return broadcast_object(losses, src=get_world_size() - 1)

    def gather_events(self) -> list[Event]:
        """What all stages did in the last batch, in every process."""
        return [event for events in all_gather_object(self.events) for event in events]

    def collect(self) -> list[Any]:
        """The stages with the weights that their processes have learned, in every process."""
        for rank, stage in enumerate(self.stages if get_world_size() > 1 else []):
            broadcast_all(weights_of(stage), src=rank)
        return self.stages

    @contextmanager
    def _timed(self, kind: str, number: int) -> Iterator[None]:
        start = time.perf_counter() - self._began
        yield
        self.events.append(Event(self.rank, number, kind, start, time.perf_counter() - self._began))

    def _received(self, src: int) -> Any:
        """A tensor of the neighbour: first come its dtype and shape, then its numbers."""
        head = recv(np.zeros(MOST_DIMENSIONS + 2, np.int64), src)
        kind, dimensions, *shape = head.tolist()
        device = getattr(next(iter(self.module.parameters()), None), "device", None)
        dtype = getattr(self.library, DTYPES[kind])
        return recv(self.library.zeros(tuple(shape[:dimensions]), dtype=dtype, device=device), src)


def weights_of(stage: Any) -> list[Any]:
    return [*stage.parameters(), *stage.buffers()]


@contextmanager
def sending() -> Iterator[Callable[[Any, int], None]]:
    """A function that sends tensors without waiting until they have come; at the end of the block all have."""
    on_the_way: list[OnTheWay] = []

    def send(value: Any, dst: int) -> None:
        sent = as_torch(value).contiguous()
        name = str(sent.dtype).removeprefix("torch.")
        if name not in DTYPES or sent.ndim > MOST_DIMENSIONS:
            raise TypeError(f"Pipeline: a stage returned {name} in {sent.ndim} dimensions, which cannot be sent.")
        import torch

        head = torch.zeros(MOST_DIMENSIONS + 2, dtype=torch.int64)
        head[: 2 + sent.ndim] = torch.tensor([DTYPES.index(name), sent.ndim, *sent.shape])
        distributed = joined_group("Pipeline")
        for part in (head, sent):
            on_the_way.append(OnTheWay("Pipeline", part, lambda tensor: distributed.isend(tensor, dst)))

    yield send
    for message in on_the_way:
        message.wait()


def idle_share(events: Iterable[Event]) -> float:
    """How much of the time, from the first event to the last, the stages did nothing: the bubble.

    >>> busy = [Event(0, 0, "forward", 0.0, 1.0), Event(1, 0, "forward", 1.0, 2.0)]
    >>> idle_share(busy)  # each of two stages waits for the other
    0.5
    """
    found = list(events) if is_several(events) else []
    if not found or not all(isinstance(event, Event) for event in found):
        raise TypeError(f"idle_share: takes the events of a Pipeline, at least one, got {events!r:.60}.")
    whole = max(event.end for event in found) - min(event.start for event in found)
    stages = len({event.stage for event in found})
    return 1 - sum(event.end - event.start for event in found) / (stages * whole)
