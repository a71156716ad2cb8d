"""Loops of one's own: functions that make a `step(batch)`, right ones and wrong ones, and validations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# Each takes (lib, model, criterion, optimizer, scheduler); the scheduler is None if it steps once an epoch.


def plain(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
    def step(batch):
        inputs, targets = batch
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        if scheduler is not None:
            scheduler.step()
        return loss

    return step


def training_mode_each_step(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
    def step(batch):
        model.train()
        loss = criterion(model(batch[0]), batch[1])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return float(loss.item())

    return step


def clipped(max_norm: float) -> Callable:
    def make(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
        def step(batch):
            inputs, targets = batch
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            lib.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
            optimizer.step()
            return loss

        return step

    return make


def clipped_by_value(largest: float) -> Callable:
    def make(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
        def step(batch):
            optimizer.zero_grad()
            criterion(model(batch[0]), batch[1]).backward()
            lib.nn.utils.clip_grad_value_(model.parameters(), largest)
            optimizer.step()

        return step

    return make


def outputs_through(change: Callable[[Any, Any], Any]) -> Callable:
    """The model's outputs go through `change(lib, outputs)` before the loss."""

    def make(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
        def step(batch):
            inputs, targets = batch
            outputs = change(lib, model(inputs))
            loss = criterion(outputs, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            return loss

        return step

    return make


def targets_through(change: Callable[[Any, Any], Any]) -> Callable:
    """The targets go through `change(lib, targets)` before the loss."""

    def make(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
        def step(batch):
            inputs, targets = batch
            loss = criterion(model(inputs), change(lib, targets))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            return loss

        return step

    return make


def inputs_through(change: Callable[[Any, Any], Any]) -> Callable:
    """The inputs go through `change(lib, inputs)` before the model."""

    def make(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
        def step(batch):
            inputs, targets = batch
            loss = criterion(model(change(lib, inputs)), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            return loss

        return step

    return make


# ------------------------------------------------------------------------------------------------- wrong in order
def never_zeroed(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
    def step(batch):
        inputs, targets = batch
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        return loss

    return step


def zeroed_now_and_then(every: int) -> Callable:
    """The gradients are zeroed once in so many batches, though every batch makes a step."""

    def make(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
        count = [0]

        def step(batch):
            if count[0] % every == 0:
                optimizer.zero_grad()
            count[0] += 1
            loss = criterion(model(batch[0]), batch[1])
            loss.backward()
            optimizer.step()
            return loss

        return step

    return make


def other_optimizer_zeroed(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
    """The gradients of another model are zeroed: that of an earlier experiment."""
    earlier = lib.nn.Linear(3, 3)

    def step(batch):
        earlier.zero_grad()
        loss = criterion(model(batch[0]), batch[1])
        loss.backward()
        optimizer.step()
        return loss

    return step


def zeroed_before_step(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
    def step(batch):
        loss = criterion(model(batch[0]), batch[1])
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        return loss

    return step


def no_step(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
    def step(batch):
        optimizer.zero_grad()
        loss = criterion(model(batch[0]), batch[1])
        loss.backward()
        return loss

    return step


def loss_from_number(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
    def step(batch):
        optimizer.zero_grad()
        loss = criterion(model(batch[0]), batch[1])
        loss = lib.tensor(loss.item(), requires_grad=True)
        loss.backward()
        optimizer.step()
        return loss

    return step


def detached_outputs(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
    def step(batch):
        optimizer.zero_grad()
        outputs = model(batch[0]).detach()
        outputs.requires_grad_(True)
        loss = criterion(outputs, batch[1])
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def through_numpy(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
    def step(batch):
        inputs, targets = batch
        optimizer.zero_grad()
        outputs = lib.from_numpy(model(inputs).detach().numpy().copy())
        outputs.requires_grad_(True)
        loss = criterion(outputs, targets)
        loss.backward()
        optimizer.step()
        return loss

    return step


def outputs_without_graph(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
    """Predicted under no_grad, "to save memory"; requires_grad_ was added when backward complained."""

    def step(batch):
        inputs, targets = batch
        with lib.no_grad():
            loss = criterion(model(inputs), targets)
        loss.requires_grad_(True)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss

    return step


def body_without_graph(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
    """Only the last layer is computed inside the graph."""
    *body, head = list(model.children())

    def step(batch):
        hidden = batch[0]
        with lib.no_grad():
            for layer in body:
                hidden = layer(hidden)
        optimizer.zero_grad()
        loss = criterion(head(hidden), batch[1])
        loss.backward()
        optimizer.step()
        return loss

    return step


def upwards(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
    """The sign of the loss is wrong: it is made as large as can be."""

    def step(batch):
        optimizer.zero_grad()
        loss = -criterion(model(batch[0]), batch[1])
        loss.backward()
        optimizer.step()
        return loss

    return step


def detached_and_never_zeroed(lib: Any, model: Any, criterion: Any, optimizer: Any, scheduler: Any) -> Callable:
    def step(batch):
        outputs = model(batch[0]).detach()
        outputs.requires_grad_(True)
        loss = criterion(outputs, batch[1])
        loss.backward()
        optimizer.step()
        return loss

    return step


# ----------------------------------------------------------------------------------------------------- validation
def mean_loss(lib: Any, model: Any, criterion: Any, loader: Any, evaluation: bool) -> float:
    """The mean over samples; the model is afterwards in the mode it was in."""
    modes = [(module, module.training) for module in model.modules()]
    if evaluation:
        model.eval()
    total = count = 0.0
    with lib.no_grad():
        for inputs, targets in loader:
            total += criterion(model(inputs), targets).item() * len(targets)
            count += len(targets)
    for module, training in modes:
        module.training = training
    return total / count
