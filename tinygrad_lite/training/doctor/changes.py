"""What if one thing of a training were different? Each change can be made for an experiment, and is taken back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from tinygrad_lite.training.doctor import data
from tinygrad_lite.training.doctor.evidence import Evidence
from tinygrad_lite.training.doctor.report import number
from tinygrad_lite.training.doctor.subject import Subject, pairs_of
from tinygrad_lite.training.doctor.watch import array
from tinygrad_lite.training.library import inputs_and_targets

CLIPPED = 0.5  # of a gradient's norm is left: then it is worth while to try without clipping
CLEAR, MILD, SMALL = 0.15, 0.1, 0.05  # of the constant's loss
TINY, ENOUGH = 4, 32  # batches for BatchNorm: so small that larger ones are tried, and these


@dataclass
class Change:
    """One thing that is made different.

    Attributes:
        name: of the cause, if training goes better so.
        made: a context manager that makes the change.
        batches: what it makes of batches, where it is the data that change; of those for training only, if `training`.
        anew: whether it is tried from new weights only: those of now have grown up with the data as they are.
        need: by how much of the constant's loss it must be better; less where there is no good reason for it to be so.
    """

    name: str
    figures: list[tuple[str, str]]
    made: Callable[[], contextlib.AbstractContextManager] = contextlib.nullcontext
    batches: Callable[[list[Any]], list[Any]] | None = None
    training: bool = False
    anew: bool = False
    need: float = CLEAR


def candidates(subject: Subject, found: Evidence) -> list[Change]:
    """The changes that make sense for this training: each only where there is something unusual to be changed."""
    makers = (
        standard_targets, standard_inputs, without_clipping, without_decay, without_dropout, thawed, larger_batches
    )  # fmt: skip
    return [change for change in (make(subject, found) for make in makers) if change is not None]


def standard_targets(subject: Subject, found: Evidence) -> Change | None:
    targets = np.concatenate([pair[1] for pair in pairs_of(subject.batches)])
    figures = data.scale(targets)
    if found.kind != "numbers" or not data.unusual(figures) or set(np.unique(targets[:1000])) <= {0.0, 1.0}:
        return None
    mean, spread = targets.mean(0), np.maximum(targets.std(0), 1e-12)

    def batches(given: list[Any]) -> list[Any]:
        return [
            [x, changed(subject, y, lambda values: (values - mean) / spread)] for x, y in map(inputs_and_targets, given)
        ]

    shown = [("targets", f"mean {number(float(targets.mean()))}, standard deviation {number(float(targets.std()))}")]
    return Change("unscaled targets", shown, batches=batches, anew=True, need=SMALL)


def standard_inputs(subject: Subject, found: Evidence) -> Change | None:
    inputs = np.concatenate([pair[0] for pair in pairs_of(subject.batches)])
    if inputs.dtype.kind != "f" or not np.isfinite(inputs).all():
        return None
    figures = data.scale(inputs)
    uneven = figures and inputs.ndim == 2 and figures["largest"] > 30 * figures["median"]
    if not data.unusual(figures) and not uneven:
        return None
    axes = 0 if inputs.ndim == 2 else tuple(axis for axis in range(inputs.ndim) if axis != channel_axis(inputs))
    mean, spread = inputs.mean(axes, keepdims=True), inputs.std(axes, keepdims=True)
    spread = np.where(spread > 1e-9 * max(1.0, figures["largest"]), spread, 1.0)

    def batches(given: list[Any]) -> list[Any]:
        return [
            [changed(subject, x, lambda values: (values - mean) / spread), y] for x, y in map(inputs_and_targets, given)
        ]

    shown = [
        ("inputs, mean", f"{number(float(inputs.mean()))}, of a feature up to {number(figures['mean'])}"),
        ("standard deviation of a feature", f"{number(figures['smallest'])} to {number(figures['largest'])}"),
    ]
    return Change("unscaled inputs", shown, batches=batches, anew=True, need=SMALL)


def channel_axis(inputs: np.ndarray) -> int:
    """The features of sequences are their last axis; of images, (samples, channels, height, width), the second."""
    return inputs.ndim - 1 if inputs.ndim == 3 else 1


def changed(subject: Subject, tensor: Any, function: Callable) -> Any:
    values = array(tensor)
    return subject.library.from_numpy(np.ascontiguousarray(function(values).astype(values.dtype))).to(tensor.device)


def without_clipping(subject: Subject, found: Evidence) -> Change | None:
    before, after = found.clipped
    if not after < CLIPPED * before or any(hasattr(value, "unscale_") for value in subject.others):
        return None

    def give_back() -> None:
        with subject.library.no_grad():
            for name, p in subject.model.named_parameters():
                if p.grad is not None and name in subject.watch.gradients:
                    p.grad.copy_(subject.library.from_numpy(subject.watch.gradients[name]).to(p.device))

    shown = [("norm of the gradient, before and after clipping", f"{number(before)}, {number(after)}")]
    return Change("clipping too low", shown, lambda: instead(subject, give_back), need=MILD)


def without_decay(subject: Subject, found: Evidence) -> Change | None:
    groups = [group for group in subject.optimizer.param_groups if group.get("weight_decay")]
    if not groups:
        return None
    largest = max(float(group["weight_decay"]) for group in groups)

    @contextlib.contextmanager
    def made() -> Iterator[None]:
        before = [(group, group["weight_decay"]) for group in subject.optimizer.param_groups if "weight_decay" in group]

        def none() -> None:
            for group in subject.optimizer.param_groups:
                group["weight_decay"] = 0.0

        with instead(subject, none):
            yield
        for group, value in before:
            group["weight_decay"] = value

    return Change("weight decay too high", [("weight_decay", number(largest))], made, need=MILD)


def without_dropout(subject: Subject, found: Evidence) -> Change | None:
    dropped = [
        (module, name, getattr(module, name))
        for module in subject.model.modules()
        for name in ("p", "dropout")
        if isinstance(getattr(module, name, None), float) and getattr(module, name) > 0
        and (name == "dropout" or type(module).__name__.startswith("Dropout"))
    ]  # fmt: skip
    if not dropped:
        return functional_dropout(subject, found) if found.noisy else None

    @contextlib.contextmanager
    def made() -> Iterator[None]:
        for module, name, _ in dropped:
            setattr(module, name, 0.0)
        try:
            yield
        finally:
            for module, name, value in dropped:
                setattr(module, name, value)

    return Change("dropout too high", [("dropout", ", ".join(number(p) for *_, p in dropped[:5]))], made)


def functional_dropout(subject: Subject, found: Evidence) -> Change:
    """Dropout in the model's code, which only the mode can turn off."""

    @contextlib.contextmanager
    def made() -> Iterator[None]:
        subject.watch.forced = False
        try:
            yield
        finally:
            subject.watch.forced = None

    return Change("dropout too high", [("in training mode", "the model's answers to the same inputs differ")], made)


def thawed(subject: Subject, found: Evidence) -> Change | None:
    """Everything learns: also what is frozen, what the optimizer was not given, what is not registered."""
    updated = subject.watch.updated or set()
    registered = [(f"{name}", p) for name, p in subject.model.named_parameters()]
    hidden = [(f"{name} (not registered)", p) for name, p in subject.hidden]
    idle = [(name, p) for name, p in registered + hidden if not (p.requires_grad and id(p) in updated)]
    if not idle:
        return None

    @contextlib.contextmanager
    def made() -> Iterator[None]:
        before = [(p, p.requires_grad) for _, p in idle]
        for p, _ in before:
            p.requires_grad_(True)
            p.grad = None
        helper = type(subject.optimizer)([p for p, _ in before], lr=max(subject.rates[0], 1e-12))

        def step() -> None:
            for group in helper.param_groups:
                group["lr"] = subject.rates[0] * subject.factor
            if any(p.grad is not None for p, _ in before):
                helper.step()
                helper.zero_grad()

        try:
            with instead(subject, step):
                yield
        finally:
            for p, wanted in before:
                p.requires_grad_(wanted)
                p.grad = None

    count, whole = sum(p.numel() for _, p in idle), sum(p.numel() for _, p in registered + hidden)
    why = [name if not p.requires_grad or "(" in name else f"{name} (not in the optimizer)" for name, p in idle]
    shown = [("numbers that do not learn", f"{count} of {whole}: {', '.join(why[:4])}{' …' if len(why) > 4 else ''}")]
    layers = {name.rpartition(".")[0]: p for name, p in subject.model.named_parameters() if p.ndim >= 2}
    drawn = [name for name, p in layers.items() if any(p is other for _, other in idle) and as_drawn(array(p))]
    if drawn:
        shown.append(("among them, with weights as they were drawn at random", ", ".join(drawn[:4])))
    return Change("frozen parameters", shown, made, need=SMALL if drawn else CLEAR)


def as_drawn(weight: np.ndarray) -> bool:
    """Whether a weight fills just the range that layers draw theirs from: then it has never learned anything."""
    bound = 1 / np.sqrt(weight[0].size)
    return weight.size > 8 and bool(0.8 * bound < np.abs(weight).max() <= 1.0001 * bound)


def larger_batches(subject: Subject, found: Evidence) -> Change | None:
    size = len(inputs_and_targets(subject.batches[0])[1])
    if size > TINY or not any(type(m).__name__.startswith("BatchNorm") for m in subject.model.modules()):
        return None

    def batches(given: list[Any]) -> list[Any]:
        pairs = [inputs_and_targets(batch) for batch in subject.all]
        many = max(2, ENOUGH // size)
        groups = [pairs[i : i + many] for i in range(0, len(pairs), many)]
        groups = [group for group in groups if len(group) == many] or groups[:1]
        return [[subject.library.cat([pair[part] for pair in group]) for part in (0, 1)] for group in groups]

    return Change("tiny batches", [("samples in a batch", str(size))], batches=batches, training=True)


@contextlib.contextmanager
def instead(subject: Subject, function: Callable) -> Iterator[None]:
    """Call it in each step, before the optimizer's own."""
    subject.instead.append(function)
    try:
        yield
    finally:
        subject.instead.remove(function)
