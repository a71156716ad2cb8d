"""The training loop as plain functions: predict, loss, backward, clip, step. `Trainer` is the same with hooks.

Lesson 09 has you write them yourself: `lessons/09_complete_loop.py`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tinygrad_lite.arguments import need_kind
from tinygrad_lite.data.moving import to_device
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.better import mode_for, watched
from tinygrad_lite.training.history import History
from tinygrad_lite.training.library import inputs_and_targets, library_of, samples_in
from tinygrad_lite.training.metrics.checks import checked_metrics
from tinygrad_lite.training.metrics.loss import MeanLoss, loss_of
from tinygrad_lite.training.setup import (
    check_batches,
    check_library,
    check_loader,
    check_model,
    check_parts,
    check_positive,
    check_schedule,
    check_tensors,
    waits_for_plateau,
    whole_number,
)
from tinygrad_lite.training.shown import in_words, printable


@explained(
    "logs = train_one_epoch(model, loader, criterion, optimizer, metrics=[Accuracy()], device=device), and then "
    "logs['loss'], logs['accuracy']."
)
def train_one_epoch(
    model: Any,
    loader: Iterable,
    criterion: Callable,
    optimizer: Any,
    *,
    metrics: Iterable[Any] = (),
    max_norm: float | None = None,
    device: Any = None,
) -> dict[str, float]:
    """Train on every batch once.

    Args:
        model, criterion, optimizer: ours or PyTorch's.
        loader: batches, each a pair (inputs, targets).
        metrics: objects with `name`, `update(predictions, targets)`, `compute()` and `reset()`.
        max_norm: gradients are scaled down to this common norm, if they are larger.
        device: where batches are moved to.
    Returns:
        "loss", the mean over all samples (not over batches, of which the last may be smaller), and each metric.
    """
    metrics = emptied(checked_metrics(metrics))
    check_parts(model, optimizer, criterion, "train_one_epoch")
    check_positive(max_norm, "max_norm", "train_one_epoch")
    model.train()
    clip = library_of(model).nn.utils.clip_grad_norm_
    mean = MeanLoss()
    for batch in batches_of(loader, "train_one_epoch", model):
        inputs, targets = inputs_and_targets(batch if device is None else to_device(batch, device))
        predictions = model(inputs)
        loss = criterion(predictions, targets)
        optimizer.zero_grad()
        loss.backward()
        if max_norm is not None:
            clip(model.parameters(), max_norm)
        optimizer.step()
        mean.update(loss_of(loss), samples_in(targets))
        for metric in metrics:
            metric.update(predictions.detach(), targets)
    logs = measured(mean, metrics)
    emptied(metrics)
    return logs


@explained(
    "logs = validate(model, loader, criterion, metrics=[Accuracy()], device=device), and then logs['loss'], "
    "logs['accuracy']."
)
def validate(
    model: Any, loader: Iterable, criterion: Callable, *, metrics: Iterable[Any] = (), device: Any = None
) -> dict[str, float]:
    """Loss and metrics on data that is not trained on: in evaluation mode, without gradients.

    The model is afterwards in the mode it was in. Arguments and result as those of `train_one_epoch`.
    """
    metrics = emptied(checked_metrics(metrics))
    check_library(model, criterion, "validate")
    check_model(model, "validate")
    mean = look_at(model, batches_of(loader, "validate", model), criterion, metrics, device)
    logs = measured(mean, metrics)
    emptied(metrics)
    return logs


def look_at(model: Any, batches: Iterable, criterion: Callable, metrics: list[Any], device: Any) -> MeanLoss:
    """The loss on batches, in evaluation mode, without gradients; the metrics see them too."""
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    mean = MeanLoss()
    try:
        with library_of(model).no_grad():
            for batch in batches:
                inputs, targets = inputs_and_targets(batch if device is None else to_device(batch, device))
                predictions = model(inputs)
                mean.update(loss_of(criterion(predictions, targets)), samples_in(targets))
                for metric in metrics:
                    metric.update(predictions, targets)
    finally:
        for module, training in modes:
            module.training = training
    return mean


@explained(
    "history = train_model(model, train_loader, val_loader, criterion, optimizer, epochs=10, metrics=[Accuracy()], "
    "device=device), and then history['loss'], history['accuracy'], history['val_loss'], history['val_accuracy']."
)
def train_model(
    model: Any,
    train_loader: Iterable,
    val_loader: Iterable | None,
    criterion: Callable,
    optimizer: Any,
    *,
    epochs: int = 10,
    metrics: Iterable[Any] = (),
    scheduler: Any = None,
    max_norm: float | None = None,
    device: Any = None,
    verbose: bool = False,
) -> History:
    """Train for some epochs, and validate after each, if there is a `val_loader`.

    Args:
        val_loader: batches of other data; None: there is no validation.
        scheduler: a step is made after each epoch; `ReduceLROnPlateau` gets the validation loss.
        verbose: print a line an epoch, counted from 0, with "✓ (best)" where the validation loss is the lowest so far.
        The others: as those of `train_one_epoch`.
    Returns:
        History: "loss" and the metrics, "val_loss" and the metrics of validation.

    >>> tg.manual_seed(0) and None
    >>> data = tg.data.TensorDataset(*tg.data.moons(200, seed=0))
    >>> model = tg.nn.Sequential(tg.nn.Linear(2, 16), tg.nn.ReLU(), tg.nn.Linear(16, 1))
    >>> history = tg.training.train_model(
    ...     model, tg.data.DataLoader(data, 20, shuffle=True), tg.data.DataLoader(data, 100),
    ...     tg.nn.BCEWithLogitsLoss(), tg.optim.Adam(model.parameters(), lr=0.05), epochs=5)
    >>> list(history), history["val_loss"][-1] < history["val_loss"][0]
    (['loss', 'val_loss'], True)
    """
    need_kind("train_model", "verbose", verbose, "bool")
    epochs = whole_number(epochs, "epochs", "train_model", least=0)
    check_loader(train_loader, "train_model", "train_loader", several=epochs > 1)
    if val_loader is not None:
        check_loader(val_loader, "train_model", "val_loader", several=epochs > 1)
    check_schedule(scheduler, optimizer, "epoch")
    history, metrics = History(), checked_metrics(metrics)
    for epoch in range(epochs):
        logs = train_one_epoch(
            model, train_loader, criterion, optimizer, metrics=metrics, max_norm=max_norm, device=device
        )
        if val_loader is not None:
            found = validate(model, val_loader, criterion, metrics=metrics, device=device)
            logs.update({f"val_{name}": value for name, value in found.items()})
        history.add(logs)
        step_schedule(scheduler, logs)
        if verbose:
            print(printable(f"epoch {epoch}/{epochs - 1}: {in_words(logs)}{remark(history)}", sys.stdout))
    return history


def remark(history: History) -> str:
    """What to say of the last epoch: whether it is the best so far."""
    if "val_loss" not in history or history["val_loss"][-1] != history["val_loss"][-1]:
        return ""
    return " ✓ (best)" if history.best("val_loss")[0] == history.epochs - 1 else ""


def step_schedule(scheduler: Any, logs: dict[str, float], monitor: str = "val_loss") -> None:
    """One step of a scheduler, if there is one; with what it watches, if it waits for a plateau."""
    if scheduler is None:
        return
    if waits_for_plateau(scheduler):
        mode_for(monitor, scheduler.mode, "ReduceLROnPlateau")
        scheduler.step(watched(logs, monitor, "ReduceLROnPlateau"))
    else:
        scheduler.step()


def batches_of(loader: Iterable, caller: str, model: Any = None) -> Iterator[Any]:
    """The batches of a loader, if it has some, and if they are of the model's library."""
    check_batches(loader, caller)
    empty = True
    for batch in loader:
        if empty and model is not None:
            check_tensors(model, *inputs_and_targets(batch), caller)
        empty = False
        yield batch
    if empty:
        raise ValueError(f"{caller}: the loader gave no batches. Is the data set empty, or was a generator used up?")


def emptied(metrics: list[Any]) -> list[Any]:
    """The metrics, set back: without what they have from another use, such as a loop that was interrupted."""
    for metric in metrics:
        metric.reset()
    return metrics


def measured(mean: MeanLoss, metrics: Iterable[Any]) -> dict[str, Any]:
    """The mean as "loss", and what each metric has found; NaN where no batch counted."""
    if not mean.state:
        return dict.fromkeys(["loss", *(metric.name for metric in metrics)], float("nan"))
    return {"loss": mean.compute(), **{metric.name: metric.compute() for metric in metrics}}
