"""The whole training of `train_model`, in pieces: the mistakes are made of it."""

from __future__ import annotations

from typing import Any

from .train_one_epoch import TrainOneEpoch
from .validate import Validate

train_one_epoch, validate = TrainOneEpoch.solution, Validate.solution


class Both:
    """One loader after the other."""

    def __init__(self, *loaders):
        self.loaders = loaders

    def __iter__(self):
        for loader in self.loaders:
            yield from loader


SHORT = {"train_accuracy": "train_acc", "val_accuracy": "val_acc"}


def logs_of(train, val):
    return {"train_loss": train[0], "train_accuracy": train[1], "val_loss": val[0], "val_accuracy": val[1]}


def run(
    model,
    train_loader,
    val_loader,
    criterion,
    optimizer,
    epochs,
    patience,
    callbacks=(),
    *,
    restore: Any = True,
    wait=lambda bad, patience: bad >= patience,
    reset=True,
    against="best",
    value=lambda logs: logs["val_loss"],
    first=0,
    answer="best",
    tell="always",
    told=lambda epoch, logs: (epoch, logs),
    validate_first=False,
    tie=False,
):
    """The training, right unless a keyword says otherwise."""
    best: Any = None
    bad, before = 0, float("inf")
    for epoch in range(first, epochs + first):
        val = validate(model, val_loader, criterion) if validate_first else None
        train = train_one_epoch(model, train_loader, criterion, optimizer)
        logs = logs_of(train, val or validate(model, val_loader, criterion))
        limit = before if against == "last" else best[0] if best else float("inf")
        before = value(logs)
        better = before <= limit if tie else before < limit
        if better:
            state = {name: tensor.clone() for name, tensor in model.state_dict().items()}
            best = before, epoch, logs["val_loss"], state
        bad = bad * (not better or not reset) + (not better)
        stops = not better and wait(bad, patience)
        if tell == "always" or (tell == "if better" and better) or (tell == "before the break" and not stops):
            for callback in callbacks:
                callback.on_epoch_end(*told(epoch, logs))
        if stops:
            break
    if restore == "parameters":
        parameters = {name for name, _ in model.named_parameters()}
        now = model.state_dict()
        model.load_state_dict({name: best[3][name] if name in parameters else now[name] for name in now})
    elif restore is True or (restore and (restore == "if stopped") == stops):
        model.load_state_dict(best[3])
    answers = {"last": (epoch, logs["val_loss"]), "value": (best[1], best[0])}
    return answers.get(answer, (best[1], best[2]))
