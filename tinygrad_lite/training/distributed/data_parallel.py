"""Data parallel training: each process has the whole model and a part of every batch; their gradients are averaged."""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tinygrad_lite import nn
from tinygrad_lite.autograd import around_backward, is_grad_enabled
from tinygrad_lite.training.distributed.buckets import CAP_MB, average, broadcast_all
from tinygrad_lite.training.distributed.collectives import all_gather_object, all_reduce
from tinygrad_lite.training.distributed.processes import get_world_size


class DistributedDataParallel(nn.Module):
    """A model of which every process has a copy; after each `backward` their gradients are averaged.

    So all copies make the same step, and stay equal to the bit. They begin with the weights of process 0. Where each
    loss is the mean over equally many samples, the average is the gradient of the mean over all of them: the one that
    a single process computes from the whole batch, up to rounding. For shares of different sizes, see `share_of_mean`.

    Batch norm measures mean and variance over the share of its own process, as in PyTorch; its running statistics are
    those of process 0, which every `forward` in training brings to all.

    Args:
        module: a model of ours; those of PyTorch have `torch.nn.parallel.DistributedDataParallel`.
        bucket_cap_mb: gradients are sent in pieces of at most so many megabytes.
        broadcast_buffers: bring the buffers (running statistics) of process 0 to all before each `forward`.
        find_unused_parameters: a parameter may be used in some processes only: what is missing counts as zeros.
            Otherwise that is an error. One that is used in no process stays without a gradient.

    >>> model = tg.training.distributed.DistributedDataParallel(tg.nn.Linear(2, 1))  # alone: the model as it is
    >>> model(tg.zeros(3, 2)).shape
    (3, 1)
    """

    def __init__(
        self,
        module: Any,
        *,
        bucket_cap_mb: float = CAP_MB,
        broadcast_buffers: bool = True,
        find_unused_parameters: bool = False,
    ):
        super().__init__()
        if not isinstance(module, nn.Module):
            raise TypeError(
                f"DistributedDataParallel: needs a model of tinygrad_lite, got {type(module).__name__}. For one of "
                "PyTorch: torch.nn.parallel.DistributedDataParallel."
            )
        if not bucket_cap_mb > 0:
            raise ValueError(f"DistributedDataParallel: bucket_cap_mb must be above 0, got {bucket_cap_mb!r}.")
        self.module = module
        self.bucket_cap_mb, self.broadcast_buffers = bucket_cap_mb, broadcast_buffers
        self.find_unused_parameters = find_unused_parameters
        self.require_backward_grad_sync = True  # PyTorch's names
        self.require_forward_param_sync = True
        self._several = get_world_size() > 1
        if not self._several:
            return
        self._trained = [(name, p) for name, p in module.named_parameters() if p.requires_grad]
        check_alike(module)
        broadcast_all([*module.parameters(), *module.buffers()])
        average_after_backward(self)

    def forward(self, *inputs: Any, **named_inputs: Any) -> Any:
        if self._several and is_grad_enabled():
            if self.broadcast_buffers and self.require_forward_param_sync and self.training:
                broadcast_all(self.module.buffers())
            self.require_forward_param_sync = self.require_backward_grad_sync
        return self.module(*inputs, **named_inputs)

    @contextlib.contextmanager
    def no_sync(self) -> Iterator[None]:
        """Inside the `with` block `backward` only adds up this process's gradients; the next one after it averages.

        For several batches a step: so they are sent once, not once a batch. `forward` belongs inside too.
        """
        before, self.require_backward_grad_sync = self.require_backward_grad_sync, False
        try:
            yield
        finally:
            self.require_backward_grad_sync = before

    def _backward(self, run: Callable[[], None]) -> None:
        """One `backward`, and the averaging, if it went through this model."""
        parameters = [p for _, p in self._trained]
        before = [p.grad for p in parameters]
        for parameter in parameters:
            parameter.grad = None
        try:
            run()
        finally:
            reached = any(p.grad is not None for p in parameters)
            for parameter, known in zip(parameters, before):
                add_up(parameter, known)
        if reached and self.require_backward_grad_sync:
            average(self._trained, fill=self.find_unused_parameters, cap_mb=self.bucket_cap_mb)


def average_after_backward(model: DistributedDataParallel) -> None:
    """Have every `backward` of this thread ask the model to average, as long as the model is there."""
    known = weakref.ref(model)

    def around(tensor: Any, run: Callable[[], None]) -> None:
        model = known()
        if model is None:
            handle.remove()  # not when the model goes: that may be while `backward` looks through what to call
            run()
        else:
            model._backward(run)

    handle = around_backward(around)


def add_up(parameter: Any, known: Any) -> None:
    """Add the gradient that was there before to the one that came, in the tensor that was there before."""
    if known is None:
        return
    came, parameter.grad = parameter.grad, known
    if came is not None:
        known.add_(came)


def check_alike(module: Any) -> None:
    """Raise, in all processes, if their models are not made alike."""
    mine = [(name, value.shape, str(value.dtype)) for name, value in module.state_dict().items()]
    for rank, theirs in enumerate(all_gather_object(mine)):
        different = [pair for pair in zip(mine, theirs) if pair[0] != pair[1]]
        if different or len(mine) != len(theirs):
            example = f", such as {different[0][0]} here and {different[0][1]} there" if different else ""
            raise RuntimeError(
                f"DistributedDataParallel: process {rank} has another model than this one: {len(theirs)} parameters "
                f"and buffers, here {len(mine)}{example}. All processes must build the same model."
            )


def average_gradients(model: Any) -> None:
    """Put the mean over all processes in place of every `.grad` of a model: between `backward` and `step`.

    For a loop that does by hand what `DistributedDataParallel` does after each `backward`.

    Args:
        model: a model of ours, or its parameters.
    Raises:
        RuntimeError: a parameter has a gradient in some processes, but not in others.
    """
    average([(name, p) for name, p in named_parameters(model) if p.requires_grad])


def broadcast_weights(model: Any) -> None:
    """Put the parameters and buffers of process 0 in place of those of all others, so that all begin alike."""
    broadcast_all([*model.parameters(), *model.buffers()])


def named_parameters(model: Any) -> Iterable[tuple[str, Any]]:
    if hasattr(model, "named_parameters"):
        return model.named_parameters()
    return ((f"parameter {number}", parameter) for number, parameter in enumerate(model))


def share_of_mean(loss: Any, samples: int) -> Any:
    """The mean loss of this process's share, weighted so that the average over processes is the mean over samples.

    That is loss · samples · processes / samples of all processes; where all shares are equal, the loss itself.

    Args:
        loss: the mean over the samples of this process.
        samples: how many these are.

    >>> share_of_mean(tg.tensor(0.5), samples=8)  # alone
    tensor(0.5000)
    """
    import numpy as np

    counts = all_reduce(np.array([float(samples)]))
    weight = samples * get_world_size() / counts.item()
    return loss if weight == 1 else loss * weight
