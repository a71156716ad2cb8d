"""What validation says: in which mode it ran, whether its data are as those of training, whether they are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

import numpy as np

from tinygrad_lite.training.doctor import data, neighbours, survey
from tinygrad_lite.training.doctor.curves import series
from tinygrad_lite.training.doctor.evidence import Evidence
from tinygrad_lite.training.doctor.subject import Subject, pairs_of
from tinygrad_lite.training.doctor.watch import array
from tinygrad_lite.training.library import inputs_and_targets

GAP = 0.15  # of the constant's loss: validation is so much worse than training before its data are looked into
MOST = 1000  # samples of validation


def look_at_mode(
    subject: Subject, found: Evidence, history: Mapping | None, validate: Callable | None, loader: Any
) -> None:
    """In which mode does the user validate? Seen directly, or from the loss that the history reports."""
    subject.now.restore()
    if validate is not None:
        subject.watch.begin()
        value = validate()
        found.validation_mode = subject.watch.mode if subject.watch.predictions is not None else None
        if isinstance(value, (int, float)):
            found.validation["reported"] = float(value)
    reported = series(history, "val_loss")
    if loader is None or not len(reported) or found.bad_weights:
        return
    subject.now.restore()
    found.validation["eval"] = subject.loss(loader)
    if np.abs(reported / found.validation["eval"] - 1).min() < 1e-5:
        return  # it is that of some epoch, perhaps not the last: these may be the best weights
    found.validation["reported"] = float(reported[-1])
    for number in range(9):  # the random numbers go on, so that dropout differs each time
        found.validation[f"train {number}"] = subject.loss(loader, True)


def kept(loader: Iterable) -> list[Any]:
    """Some batches of a validation loader, from its beginning, its middle and its end."""
    batches = list(islice(loader, 200))
    if not batches:
        return []
    sizes = [len(inputs_and_targets(batch)[1]) for batch in batches]
    chosen = max(1, min(len(batches), MOST // max(1, max(sizes, default=1))))
    return [batches[place] for place in np.unique(np.linspace(0, len(batches) - 1, chosen).astype(int))]


def look_at_answers(subject: Subject, found: Evidence) -> None:
    """What the model as it is answers to the data of training and of validation."""
    if found.bad_weights:
        return
    subject.now.restore()
    found.train = survey.seen(subject, subject.batches)
    if subject.judged_elsewhere:
        found.val = survey.seen(subject, subject.judges)
    found.judged = subject.loss(subject.judges) / found.unit


def compare_data(subject: Subject, found: Evidence, loader: Any) -> None:
    """Training data by themselves, and validation data beside them."""
    pairs = pairs_of(subject.all)
    inputs, targets = (np.concatenate(part) for part in zip(*pairs))
    if not np.isfinite(inputs).all():
        return
    if found.val is not None and found.val.inputs.shape[1:] == inputs.shape[1:]:
        found.twins = data.same_samples(inputs[data.thinned(len(inputs), 8000)], found.val.inputs)
        near = neighbours.nearest(found.val.inputs)
        if near is not None and found.train is not None:
            rows, own = found.val.targets, found.train.targets
            found.val_signal = neighbours.signal(data.target_rows(rows), near)
            together = data.target_rows(np.concatenate([rows, own]))
            few = data.thinned(len(own))
            found.cross_signal = neighbours.signal_across(
                found.train.inputs[few], together[len(rows) :][few], found.val.inputs, together[: len(rows)]
            )
    if inputs.dtype.kind != "f":
        return
    few = data.thinned(len(inputs))
    if not found.sequences:
        found.telling = data.telling_column(inputs[few], targets[few])
    if found.signal < 4 and (whole := in_order(loader)) is not None:
        found.displaced = data.moved_by(*whole)


def in_order(loader: Any) -> tuple[np.ndarray, np.ndarray] | None:
    """The data set as it is stored, without shuffling; None if it cannot be asked."""
    tensors = getattr(getattr(loader, "dataset", None), "tensors", None)
    if tensors is None or len(tensors) != 2 or not hasattr(tensors[0], "detach"):
        return None
    inputs, targets = (array(part)[: data.MANY] for part in tensors)
    return (inputs, targets) if inputs.dtype.kind == "f" and np.isfinite(inputs).all() else None


def mend(subject: Subject, found: Evidence) -> None:
    """Where validation is far worse than training: would other inputs, or other names of the classes, put it right?"""
    train, val = found.train, found.val
    if train is None or val is None:
        return
    classes = val.predictions.reshape(len(val.predictions), -1).shape[1]
    if val.labels is not None and train.accuracy - val.accuracy > 0.1:
        other = survey.renamed(val, classes)
        if other is not None:
            found.renamed = (*other, val.accuracy)
    elif found.kind == "numbers" and val.labels is None:
        found.renamed = moved_numbers(train, val)
    if not val.loss > train.loss + GAP * found.unit or val.inputs.dtype.kind != "f":
        return
    best = ("", val.loss)
    for words, function in survey.mendings(train.inputs, val.inputs):
        subject.now.restore()
        batches = [[changed(subject, x, function), y] for x, y in map(inputs_and_targets, subject.judges)]
        loss = subject.loss(batches)
        if loss < best[1] - 0.05 * found.unit:
            best = (words, loss)
    if best[0]:
        found.mended = (*best, val.loss)


def moved_numbers(train: survey.Seen, val: survey.Seen) -> tuple[str, float, float] | None:
    """By how much all validation targets lie off the answers, and the share of the squared error that this is."""
    if train.predictions.size != train.targets.size or val.predictions.size != val.targets.size:
        return None
    off = val.targets.reshape(-1) - val.predictions.reshape(-1)
    usual = train.targets.reshape(-1) - train.predictions.reshape(-1)
    middle = float(off.mean() - usual.mean())
    whole = float((off**2).mean())
    return (f"moved by {middle:+.3g}", 1 - float(off.var()) / whole, abs(middle) / max(float(usual.std()), 1e-12))


def changed(subject: Subject, tensor: Any, function: Callable) -> Any:
    values = array(tensor)
    result = np.ascontiguousarray(function(values.astype(np.float64)).astype(values.dtype))
    return subject.library.from_numpy(result).to(tensor.device)
