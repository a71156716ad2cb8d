"""How a training is set up: its mode, what goes into its loss, whether units differ, how many steps were made."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from tinygrad_lite.training.doctor import data
from tinygrad_lite.training.doctor.evidence import Evidence
from tinygrad_lite.training.doctor.snapshot import Snapshot
from tinygrad_lite.training.doctor.subject import Subject, pairs_of
from tinygrad_lite.training.doctor.trials import mixed
from tinygrad_lite.training.doctor.watch import array

SORTED = (3.0, 8.0)  # times as different as by chance, and standard deviations: then the order is no accident


def steps_so_far(subject: Subject, history_epochs: int) -> int:
    """From the history, or from the optimizer's own count; 0 if neither says it."""
    counts = [float(state["step"]) for state in subject.optimizer.state.values() if "step" in state]
    return int(max([history_epochs * subject.epoch_steps, *counts], default=0))


def look_at_order(subject: Subject, found: Evidence) -> None:
    """Are the batches alike? If not, all other experiments are made with mixed ones."""
    pairs = pairs_of(subject.all)
    kinds = [("targets", [targets for _, targets in pairs])]
    if pairs[0][0].ndim == 2 and pairs[0][0].shape[1] <= 100 and pairs[0][0].dtype.kind == "f":
        kinds += [
            (f"input {place}", [inputs[:, place] for inputs, _ in pairs]) for place in range(pairs[0][0].shape[1])
        ]
    for name, parts in kinds:
        times, deviations = data.sorting(parts)
        if not found.sorted and times > SORTED[0] and deviations > SORTED[1]:
            found.sorted, found.sorted_by = times, name
    if found.sorted:
        full = [batch for batch, (_, targets) in zip(subject.all, pairs) if len(targets) == len(pairs[0][1])]
        subject.batches = mixed(subject, full)[: max(found.steps, len(subject.batches))]
        if not subject.judged_elsewhere:
            subject.judges = subject.batches[-max(1, len(subject.batches) // 3) :]


def look_at_mode(subject: Subject, found: Evidence) -> None:
    """Is the model in evaluation mode when it is trained? If it was only left so by a validation, it is put back."""
    layers = [m for m in subject.model.modules() if type(m).__name__.startswith(("BatchNorm", "Dropout"))]
    before = subject.model.training
    subject.now.restore()
    subject.step(subject.batches[0])
    in_training, by_itself = subject.watch.mode, before
    subject.now.restore()
    if layers and subject.watch.predictions is not None and not in_training:
        if by_itself:
            found.evaluating = "the step calls model.eval() and trains then"
        elif any(untouched(m) for m in layers):
            found.evaluating = "model.training is False, and BatchNorm has never seen a batch: its mean 0, variance 1"
        elif reported_in_evaluation(subject, found):
            found.evaluating = "model.training is False, and the training losses are those of evaluation mode"
    if not before and not found.evaluating:
        subject.model.train()
        subject.now = subject.start = Snapshot(subject.model, subject.others)


def untouched(module: Any) -> bool:
    """Whether a BatchNorm keeps statistics and they are as they were at first."""
    mean, variance = getattr(module, "running_mean", None), getattr(module, "running_var", None)
    return mean is not None and not array(mean).any() and bool((array(variance) == 1).all())


def reported_in_evaluation(subject: Subject, found: Evidence) -> bool:
    """Whether the training loss of the history is that of evaluation mode, and far from that of training mode."""
    last = found.curves.last
    if found.curves.epochs < 2 or not last > 0:
        return False
    calm, noisy = (subject.loss(subject.batches, mode) for mode in (False, True))
    subject.now.restore()
    return noisy > 1.3 * calm and abs(last - calm) < 0.25 * (noisy - calm)


def look_into_losses(subject: Subject, found: Evidence) -> None:
    """What goes into a loss that applies softmax or sigmoid by itself, or into one of log-probabilities."""
    for name, maker, values in subject.watch.losses:
        rows = values if values.ndim > 1 else values[None]
        if name == "nll_loss":
            sums = np.exp(np.minimum(rows.astype(np.float64), 50)).sum(1)
            if maker not in ("LogSoftmax", "Log") and np.abs(sums - 1).max() > 0.02:
                low, high = float(sums.min()), float(sums.max())
                found.not_logs = f"exp of a sample's values adds up to {low:.3g} … {high:.3g}, not to 1"
            continue
        known = {"binary_cross_entropy_with_logits": "Sigmoid"}.get(name, "Softmax")
        among = values.size > 0 and bool((values >= 0).all() and (values <= 1).all())
        whole = known == "Softmax" and rows.shape[1] > 1 and bool(np.abs(rows.sum(1) - 1).max() < 1e-3)
        if among and (maker in ("Softmax", "Sigmoid") or whole):
            found.twice = (
                f"{name} is given the result of {maker.lower() if maker in ('Softmax', 'Sigmoid') else known.lower()}"
            )


def look_for_equal_units(subject: Subject, found: Evidence) -> None:
    """After the steps: are there layers whose units are all equal, so that they are one unit many times?"""
    weights = [(name, array(p)) for name, p in subject.model.named_parameters() if p.ndim >= 2]
    modules = dict(subject.model.named_modules())
    for name, weight in weights[:-1]:  # the last gives the answers: zeros are a good beginning there
        layer = name.rpartition(".")[0]
        kind = type(modules.get(layer)).__name__
        if kind.startswith("Embedding") or len(weight) < 2 or not np.isfinite(weight).all():
            continue
        gates = len(weight) // getattr(modules.get(layer), "hidden_size", len(weight))
        rows = weight.reshape(max(1, gates), -1, weight[0].size)  # (gates, units, inputs): an LSTM's units have four
        if rows.shape[1] > 1 and np.abs(rows - rows[:, :1]).max() <= 1e-5 * np.abs(rows).max():
            found.alike.append(layer or name)
        elif rows.shape[2] > 2 and rows.shape[1] > 3 and all(nearly_parallel(gate) for gate in rows):
            found.parallel.append(layer or name)


def nearly_parallel(rows: np.ndarray) -> bool:
    mean = rows.mean(0)
    sizes = np.sqrt((rows**2).sum(1)) * np.sqrt((mean**2).sum())
    return bool((rows @ mean > 0.95 * sizes).all())


def look_uphill(subject: Subject, found: Evidence) -> None:
    """Do small steps raise the loss of the very batch that they were made for? And is a loss of classes negative?"""
    if found.level < 0.9:
        return
    rises = []
    for batch in subject.batches[:8]:
        losses = subject.steps(4, 0.05, subject.start, [batch], look=True)
        rises += [later > earlier for earlier, later in pairwise(losses)]
        found.negative = bool(subject.watch.losses) and len(losses) > 0 and max(losses) < 0
    found.uphill = float(np.mean(rises)) if rises else 0.0


def note_clipping(norms: list[tuple[float, float]], found: Evidence) -> None:
    """The middle of the gradient's norms before and after clipping."""
    if norms:
        found.clipped = tuple(float(value) for value in np.median(np.array(norms), axis=0))  # type: ignore[assignment]


def look_for_noise(subject: Subject, found: Evidence) -> None:
    """Do answers in training mode differ from time to time, though no layer is there to do that?"""
    if found.random_layers:
        return
    answers: list[Any] = []
    for _ in range(2):
        subject.set_rate(0.0)
        subject.now.restore()
        if answers:
            subject.step(subject.batches[0])  # so that other random numbers come
        subject.step(subject.batches[0])
        answers.append(subject.watch.predictions)
    subject.now.restore()
    seen = all(answer is not None and np.isfinite(answer).all() for answer in answers)
    found.noisy = seen and not np.array_equal(*answers)
