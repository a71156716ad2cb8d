"""Two models, ours and PyTorch's, trained side by side; the first number that differs is found.

All batches are run, and every number of every step is compared. `Lockstep.first` (`report.py`) is then the first one,
in the order in which they are computed (`recorder.py`), that differs by more than is allowed.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

import tinygrad_lite
from tinygrad_lite import nn
from tinygrad_lite.arguments import checked, is_several, said

from .conversion import as_array, copy_weights, to_torch
from .recorder import Place, Recorder
from .report import Difference, Lockstep, difference

FLOOR = 16.0  # units in the last place that are always allowed: a sum in another order, another exp
FACTOR = 32.0  # how many times as large as what rounding did to PyTorch's own copies a difference may be
COPIES = 3


def training_step(model: Any, criterion: Callable, optimizer: Any, inputs: Any, targets: Any) -> Any:
    """The step of training that `lockstep` takes where no other is given."""
    model.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    if optimizer is not None:
        optimizer.step()
    return loss


@checked
def lockstep(
    ours: Any,
    theirs: Any,
    batches: Iterable[tuple],
    *,
    criterion: Any,
    optimizer: Any = None,
    step: Any = training_step,
    copy_first: bool = True,
    tolerance: float | None = None,
) -> Lockstep:
    """Train our model and PyTorch's with the same weights on the same batches, and compare all they compute.

    Compared at every step, in the order of computation: what each layer returns, the loss, buffers, gradients from
    the loss back, the optimizer's state, the parameters.

    Args:
        ours, theirs: the models, with the same names of parameters; `theirs` None for `to_torch(ours)`.
        batches: (inputs, targets) for each step, as arrays or tensors of either library.
        criterion: our loss (PyTorch's of the same name is taken beside it), a function that works with both
            libraries, or a pair (ours, theirs).
        optimizer: ours (PyTorch's is made to match), a pair, or None to compare without changing the weights. Those of
            your own need a `state` and a `step`; without `register_step_pre_hook`, gradients are read after the step.
        step: `step(model, criterion, optimizer, *batch)`, a step of training that returns the loss; or a pair. It must
            use and change nothing but what it is given.
        copy_first: start from our weights and buffers in both; else the models must agree from the start.
        tolerance: how large a difference may be, in units in the last place of the tensor's largest element.
            None: judged by what rounding does to this very training, see below.
    Raises:
        ValueError: names differ, or a layer draws random numbers, which the two libraries do differently.

    Rounding errors grow while a network trains, and no fixed tolerance is right for all: the gradient of a bias before
    a BatchNorm is nothing but rounding error, and Adam makes whole steps of it. So three copies of PyTorch's model are
    trained along, whose weights and inputs were changed in the last place. How far they drift from the original
    (largest so far, each quantity by itself), times 32, plus 16 units, is what a difference may be.

    >>> model = tg.nn.Sequential(tg.nn.Linear(2, 4), tg.nn.Tanh(), tg.nn.Linear(4, 1))
    >>> batches = [(np.float32([[0, 1], [1, 1]]), np.float32([[1], [0]]))] * 5
    >>> sgd = tg.optim.SGD(model.parameters(), lr=0.1)
    >>> tg.compare.lockstep(model, None, batches, criterion=tg.nn.MSELoss(), optimizer=sgd).agrees
    True
    """
    for model in (ours, theirs):
        if not hasattr(model, "named_modules") and (model is not None or ours is None):
            raise TypeError(f"lockstep: a model is a Module, ours or PyTorch's, got {said(model)}.")
    for loss in criterion if isinstance(criterion, tuple) and len(criterion) == 2 else (criterion,):
        if not callable(loss):
            raise TypeError(f"lockstep: criterion must be a loss, or a pair of two, got {said(criterion)}.")
    for own in optimizer if isinstance(optimizer, tuple) and len(optimizer) == 2 else (optimizer,):
        if own is not None and not hasattr(own, "step"):
            raise TypeError(f"lockstep: optimizer must be one of ours, or a pair of two, got {said(optimizer)}.")
    refuse_random(ours)
    theirs = to_torch(ours) if theirs is None else theirs
    copy_weights(ours, theirs) if copy_first else check_equal(ours, theirs)
    optimizers = pair(optimizer, lambda own: to_torch(own, counterparts(own, ours, theirs)))
    criteria, steps = pair(criterion, their_criterion), pair(step, lambda own: own)
    mine, reference = Recorder(ours, optimizers[0]), Recorder(theirs, optimizers[1])
    drift = Drift(theirs, optimizers[1]) if tolerance is None else None
    found: list[Difference] = []
    for number, batch in enumerate(batches, start=1):
        our_batch, their_batch = in_both(batch, device_of(ours), device_of(theirs))
        if step is training_step and len(our_batch) != 2:
            raise TypeError(f"lockstep: a batch must be (inputs, targets), got {len(our_batch)} parts: {said(batch)}.")
        got = mine.step(steps[0], criteria[0], optimizers[0], *our_batch)  # first: our errors say more
        wanted = reference.step(steps[1], criteria[1], optimizers[1], *their_batch)
        if drift is not None:
            drift.follow(wanted, steps[1], criteria[1], their_batch)
        for place in in_order(wanted, got):
            allowed = FLOOR + FACTOR * drift.largest.get(place, 0.0) if drift is not None else float(tolerance or 0)
            found.append(difference(number, place, got.get(place), wanted.get(place), allowed))
    return Lockstep(found)


class Drift:
    """What rounding does to this training: copies of PyTorch's model, shaken in the last place, and how far they go."""

    def __init__(self, model: Any, optimizer: Any):
        self.largest: dict[Place, float] = {}  # so far, in units in the last place
        self.copies = []
        for seed in range(COPIES):
            shaken, own_optimizer = copy.deepcopy((model, optimizer))
            generator = np.random.default_rng(seed)
            for parameter in shaken.parameters():
                parameter.data.copy_(shake(parameter.detach(), generator))
            self.copies.append((Recorder(shaken, own_optimizer), generator))

    def follow(self, wanted: dict[Place, np.ndarray], step: Callable, criterion: Callable, batch: list) -> None:
        for recorder, generator in self.copies:
            found = recorder.step(step, criterion, recorder.optimizer, shake(batch[0], generator), *batch[1:])
            for place in wanted.keys() & found.keys():
                ulps = difference(0, place, found[place], wanted[place]).ulps
                self.largest[place] = max(self.largest.get(place, 0.0), ulps)


def shake(tensor: Any, generator: np.random.Generator) -> Any:
    """Each element a little larger or smaller, by as much as rounding may; whole numbers as they are."""
    import torch

    if not tensor.is_floating_point():
        return tensor
    signs = torch.as_tensor(generator.integers(0, 2, tuple(tensor.shape)) * 2 - 1)
    return tensor * (1 + torch.finfo(tensor.dtype).eps * signs.to(tensor))


def in_order(wanted: dict[Place, Any], got: dict[Place, Any]) -> list[Place]:
    """All that was compared. A layer that only one side has (a function on the other) is no difference in itself."""
    through_layers = ("activation", "gradient of input")
    both = [*wanted, *(place for place in got if place not in wanted)]
    return [place for place in both if (place in wanted and place in got) or not place[1].startswith(through_layers)]


def pair(given: Any, counterpart: Callable) -> tuple[Any, Any]:
    """(ours, theirs), where both may be given, or only ours."""
    if isinstance(given, tuple):
        return given
    return given, None if given is None else counterpart(given)


def their_criterion(own: Any) -> Any:
    if isinstance(own, nn.Module):
        return to_torch(own)
    if getattr(own, "__module__", None) == nn.functional.__name__:
        import torch

        return getattr(torch.nn.functional, own.__name__)
    return own  # a function that uses what both libraries have


def counterparts(optimizer: Any, ours: Any, theirs: Any) -> list[Any]:
    """Their parameters in the order in which our optimizer holds ours."""
    names = {id(parameter): name for name, parameter in ours.named_parameters()}
    their_parameters = dict(theirs.named_parameters())
    held = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    if not all(id(parameter) in names for parameter in held):
        raise ValueError("lockstep: the optimizer trains parameters that are not in the model; make it from this one.")
    return [their_parameters[names[id(parameter)]] for parameter in held]


def device_of(model: Any) -> Any:
    """Where a model lies: its first parameter does."""
    return next((parameter.device for parameter in model.parameters()), "cpu")


def in_both(batch: tuple, our_device: Any, their_device: Any) -> tuple[list, list]:
    """A batch as our tensors and as theirs, with memory of their own, each beside its model."""
    import torch

    if isinstance(batch, str) or not is_several(batch):
        raise TypeError(f"lockstep: a batch must be (inputs, targets), got {said(batch)}.")
    arrays = [as_array(part if hasattr(part, "dtype") else tinygrad_lite.tensor(part)) for part in batch]
    ours = [tinygrad_lite.tensor(array, device=our_device) for array in arrays]
    return ours, [torch.tensor(array, device=their_device) for array in arrays]


def check_equal(ours: Any, theirs: Any) -> None:
    state, their_state = ours.state_dict(), theirs.state_dict()
    for name in [*state, *their_state]:
        if name not in state or name not in their_state:
            raise ValueError(f"lockstep: {name} is in only one of the two models.")
        if not np.array_equal(as_array(state[name]), as_array(their_state[name]), equal_nan=True):
            raise ValueError(f"lockstep: {name} differs before the first step; with copy_first=True ours is copied.")


def refuse_random(model: Any) -> None:
    for name, module in model.named_modules():
        probability = module.p if type(module).__name__.startswith("Dropout") else getattr(module, "dropout", 0)
        if module.training and isinstance(probability, (int, float)) and probability > 0:
            raise ValueError(
                f"lockstep: {name or 'the model'} is a {type(module).__name__} that drops {probability} at random, and "
                "the two libraries draw different numbers. Set its probability to 0, or call model.eval()."
            )
