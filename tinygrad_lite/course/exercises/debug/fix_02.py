"""`fix_02` of lesson 10: a loss that was made anew from a number, so that no gradient reaches a weight."""

from __future__ import annotations

import tinygrad_lite as tg

from ...exercise import Exercise, mistake
from . import rows
from .fix_01 import SETTINGS, arguments
from .rows import CAUSES, loop_cause, trained


class Fix02(Exercise):
    id, points, rtol, forbids = "debug/fix_02", 4, 1e-7, ()
    name = "train_02"
    hints = (
        "Look at the report of three epochs: what do you notice? Then look at `model.parameters()` behind the first "
        "`backward()`: which `.grad` has been filled?",
        "`backward()` goes back through the operations that a tensor was computed by. A tensor that was made from a "
        "number was computed by none.",
        "Let `loss` be what the criterion returns, and call `backward()` on that. For the report, a number: "
        "`loss.item() * len(inputs)`.",
    )
    notice = (
        "No message, no warning, a loss that is printed in every epoch: this fault is found by one look at whether a "
        "weight has moved. `requires_grad=True` only silenced the error that would have told."
    )

    def cause(self, failure, case, submission):
        return loop_cause(CAUSES, failure, submission)

    def cases(self, rng):
        for *setting, epochs in SETTINGS:
            yield self.case(*arguments(rng, *setting), epochs, changes=("model",), observe=("model",))

    def reference(self, model, loader, criterion, optimizer, epochs):
        import torch

        history = []
        for _ in range(epochs):
            losses = []
            for inputs, targets in loader:
                loss = criterion(model(inputs), targets)
                parameters = list(model.parameters())
                for parameter, grad in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
                    parameter.grad = grad
                optimizer.step()
                losses += [loss.item()] * len(inputs)
            history.append(sum(losses) / len(losses))
        return history

    @staticmethod
    def broken(model, loader, criterion, optimizer, epochs):
        history = []
        for _ in range(epochs):
            total = 0.0
            for inputs, targets in loader:
                optimizer.zero_grad()
                loss = criterion(model(inputs), targets).item()
                total += loss * len(inputs)
                loss = tg.tensor(loss, requires_grad=True)  # a float has no backward()
                loss.backward()
                optimizer.step()
            history.append(total / len(loader.dataset))
        return history

    @staticmethod
    def solution(model, loader, criterion, optimizer, epochs):
        """Train, and report how it went.

        Args:
            model, loader, criterion: `criterion(model(inputs), targets)` is the batch mean of the loss.
            optimizer: has `zero_grad()` and `step()`.
            epochs: how many times to go through the loader.
        Returns:
            list of floats: for each epoch the mean loss per sample, from the forward pass before each step.
        """
        history = []
        for _ in range(epochs):
            total = 0.0
            for inputs, targets in loader:
                optimizer.zero_grad()
                loss = criterion(model(inputs), targets)
                total += loss.item() * len(inputs)
                loss.backward()
                optimizer.step()
            history.append(total / len(loader.dataset))
        return history

    def again(self, model, loader, criterion, optimizer, epochs):
        return rows.per_sample(trained(model, loader, criterion, optimizer, epochs))

    @mistake(
        "the weights never move",
        "The weights are the same before and after, so each epoch reports the same. Usual reasons: no step is made; "
        "gradients are set back between `backward()` and the step; or `.detach()`, `.item()` or a new tensor cuts the "
        "loss off from the weights.",
    )
    def untouched(self, model, loader, criterion, optimizer, epochs):
        return rows.per_sample(trained(model, loader, criterion, optimizer, epochs, step="never"))

    @mistake(
        "the weights never move, and averages batches",
        "The weights are the same before and after. Usual reasons: no step is made; gradients are set back between "
        "`backward()` and the step; or the loss is cut off from the weights. And the report averages the batches, so "
        "that a sample of a small last batch counts more than others.",
    )
    def untouched_means(self, model, loader, criterion, optimizer, epochs):
        return rows.of_batches(trained(model, loader, criterion, optimizer, epochs, step="never"))

    @mistake(
        "never sets gradients back",
        "Gradients are not set back between one batch and the next: `backward()` adds to what is there, so each step "
        "is made from the sum of all batches so far. Gradients do reach the weights now.",
    )
    def accumulates(self, model, loader, criterion, optimizer, epochs):
        return rows.per_sample(trained(model, loader, criterion, optimizer, epochs, clear="never"))

    @mistake(
        "sets gradients back once an epoch",
        "Gradients are set back once an epoch only: within it, each step is made from the sum of all its batches so "
        "far. Gradients do reach the weights now.",
    )
    def once_an_epoch(self, model, loader, criterion, optimizer, epochs):
        return rows.per_sample(trained(model, loader, criterion, optimizer, epochs, clear="epoch"))

    @mistake(
        "steps with the gradient of the batch's sum",
        "Backward starts from the loss times the number of samples: the gradients, and with them the steps of SGD, "
        "are too long by that factor. The report is right.",
    )
    def of_the_sum(self, model, loader, criterion, optimizer, epochs):
        return rows.per_sample(trained(model, loader, criterion, optimizer, epochs, scale="sum"))

    @mistake(
        "one step an epoch, from the last batch",
        "One step is made in each epoch, with the gradients of its last batch alone. Every batch is to move the "
        "weights: the step belongs into the loop over the batches. Gradients do reach the weights now.",
    )
    def one_step(self, model, loader, criterion, optimizer, epochs):
        return rows.per_sample(trained(model, loader, criterion, optimizer, epochs, step="epoch"))

    @mistake(
        "one step an epoch, from the sum of all batches",
        "One step is made in each epoch, with the gradients of all its batches added up. This loop is to make one for "
        "every batch: set gradients back, backward and step belong together, in the loop over the batches.",
    )
    def summed_batches(self, model, loader, criterion, optimizer, epochs):
        return rows.per_sample(trained(model, loader, criterion, optimizer, epochs, clear="epoch", step="epoch"))

    @mistake(
        "one step an epoch, from all samples",
        "One step is made in each epoch, from the mean loss of all its samples. This loop is to make one for every "
        "batch. Gradients do reach the weights now.",
    )
    def full_batch(self, model, loader, criterion, optimizer, epochs):
        found = trained(model, loader, criterion, optimizer, epochs, clear="epoch", step="epoch", scale="share")
        return rows.per_sample(found)

    @mistake(
        "one step an epoch, from the sum over all samples",
        "One step is made in each epoch, from the losses of all samples added up. This loop is to make one for every "
        "batch, from the batch's mean. Gradients do reach the weights now.",
    )
    def full_sum(self, model, loader, criterion, optimizer, epochs):
        found = trained(model, loader, criterion, optimizer, epochs, clear="epoch", step="epoch", scale="sum")
        return rows.per_sample(found)

    @mistake(
        "averages batches",
        "The report no longer counts each batch by its size: it averages the batches' means, so that each sample of a "
        "last batch that is smaller counts more than the others. The training itself is right now.",
    )
    def batch_means(self, model, loader, criterion, optimizer, epochs):
        return rows.of_batches(trained(model, loader, criterion, optimizer, epochs))

    @mistake(
        "adds up batch means, divides by samples",
        "The report adds up one mean for each batch, and divides by the number of samples. Each mean has to be "
        "multiplied by the samples it was taken over first: `len(inputs)`. The training itself is right now.",
    )
    def batches_by_samples(self, model, loader, criterion, optimizer, epochs):
        return rows.batches_by_samples(trained(model, loader, criterion, optimizer, epochs))

    @mistake(
        "weights by samples, divides by batches",
        "The report adds up over samples, and divides by the number of batches. Divide by the number of all samples. "
        "The training itself is right now.",
    )
    def weighted_by_batches(self, model, loader, criterion, optimizer, epochs):
        return rows.weighted_by_batches(trained(model, loader, criterion, optimizer, epochs))

    @mistake(
        "adds up and does not divide",
        "What you report is the sum over all samples; the mean divides it by their number. The training itself is "
        "right now.",
    )
    def not_divided(self, model, loader, criterion, optimizer, epochs):
        return rows.sums_of_samples(trained(model, loader, criterion, optimizer, epochs))

    @mistake(
        "reports the loss behind the step",
        "The report comes from a second forward pass, behind the step, when the weights have moved already. Wanted is "
        "the loss that the step was made from. The training itself is right now.",
    )
    def behind(self, model, loader, criterion, optimizer, epochs):
        return rows.behind_the_step(trained(model, loader, criterion, optimizer, epochs, after=True))

    @mistake(
        "reports the last batch",
        "What you report is the loss of each epoch's last batch; wanted is the mean over all samples of the epoch. "
        "The training itself is right now.",
    )
    def last_batch(self, model, loader, criterion, optimizer, epochs):
        return rows.of_last_batch(trained(model, loader, criterion, optimizer, epochs))
