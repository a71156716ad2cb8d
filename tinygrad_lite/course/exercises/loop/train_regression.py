"""The smallest complete loop: several epochs over a loader, with mean squared error."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ...recipes import Optimizer
from .causes import loop_cause
from .nets import Loader, net

#: (samples, batch size, inputs, hidden, epochs, learning rate, momentum, batch norm, mode it comes in)
_SIZES = [
    (2, 2, 1, 2, 1, 0.1, 0.0, False, True),
    (5, 2, 2, 3, 3, 0.05, 0.0, False, True),
    (7, 3, 2, 3, 2, 0.05, 0.0, False, True),
    (10, 4, 3, 5, 2, 0.03, 0.9, False, True),
    (8, 5, 2, 4, 3, 0.02, 0.0, False, True),
    (8, 5, 4, 3, 3, 0.05, 0.0, True, False),
    (7, 4, 3, 2, 2, 0.04, 0.0, False, False),
    (10, 4, 2, 3, 2, 0.03, 0.0, True, False),
    (6, 4, 2, 6, 2, 0.03, 0.0, True, True),
    (8, 5, 3, 2, 2, 0.04, 0.0, True, False),
]
_FROZEN = "where a part of the model comes in evaluation mode"


class TrainRegression(Exercise):
    id, points, rtol, agrees_with = "loop/train_regression", 4, 2e-5, "PyTorch"
    forbids = ("tinygrad_lite.training",)
    hints = (
        "Two loops, one in the other: over the epochs, and in each over the batches. What has to be set back to zero "
        "at the beginning of every epoch, and what is appended at its end?",
        "For each batch: clear the gradients, predict, loss = mean of (prediction − target)², backward, step. The "
        "epoch's mean per sample is (sum of each batch's loss · its number of samples) / (number of all samples).",
        "`for _ in range(epochs):`, in it `total, count = 0.0, 0` and `for x, y in loader:`; there the five steps of "
        "training, then `total += loss.item() * len(x)` and `count += len(x)`; behind the inner loop one `append`.",
    )
    notice = (
        "The last batch is often smaller than the others. Weighted by its size, every sample counts the same; that is "
        "what makes numbers from different batch sizes comparable."
    )

    def cause(self, failure, case, submission):
        return loop_cause(failure, submission)

    def cases(self, rng):
        for n, batch, inputs, hidden, epochs, lr, momentum, norm, training in _SIZES:
            loader = Loader(rng.normal(size=(n, inputs)), 2 * rng.normal(size=(n, 1)), batch)
            model = net(rng, inputs, hidden, 1, norm=norm, training=training)
            optimizer = Optimizer("SGD", lr, options={"momentum": momentum})
            yield self.case(model, loader, optimizer, epochs, changes=("model",), observe=("model",))
        for n, batch in ((6, 3), (8, 4), (6, 4)):
            loader = Loader(rng.normal(size=(n, 2)), 2 * rng.normal(size=(n, 1)), batch)
            given = net(rng, 2, 3, 1, norm=True, frozen=("1",)), loader, Optimizer("SGD", 0.1), 2
            yield self.case(*given, changes=("model",), observe=("model",), about=_FROZEN)

    def reference(self, model, loader, optimizer, epochs):
        import torch

        model.train()
        history = []
        for _ in range(epochs):
            squares = []
            for x, y in loader:
                optimizer.zero_grad()
                outputs = model(x)
                torch.nn.functional.mse_loss(outputs, y).backward()
                squares.append((outputs.detach() - y).square().flatten())
                optimizer.step()
            history.append(torch.cat(squares).mean().item())
        return history

    @staticmethod
    def solution(model, loader, optimizer, epochs):
        """Train a network with one output for several epochs, with mean squared error.

        Works for a model of tinygrad_lite and one of PyTorch alike. Before the first epoch the model is put into
        train mode, where it stays. Each batch is one step.

        Args:
            model: the network; `model(x)` gives its outputs, (batch, 1).
            loader: a DataLoader; each batch is `(x, y)`, and y is (batch, 1). The last batch may be smaller.
            optimizer: has `zero_grad()` and `step()`.
            epochs: how many times to go through the loader.
        Returns:
            list of floats: for each epoch the mean of (output - y)² over all its samples, each taken from the forward
            pass before the step.
        """
        model.train()
        history = []
        for _ in range(epochs):
            total, count = 0.0, 0
            for x, y in loader:
                optimizer.zero_grad()
                loss = ((model(x) - y) ** 2).mean()
                loss.backward()
                optimizer.step()
                total += loss.item() * len(x)
                count += len(x)
            history.append(total / count)
        return history

    @staticmethod
    def again(model, loader, optimizer, epochs):
        return [_mean(epoch) for epoch in _train(model, loader, optimizer, epochs)]

    @mistake(
        "averages the batches with equal weight",
        "You averaged the losses of the batches as if all were equally large. The last batch is often smaller; its "
        "samples then count more than the others. Weight each batch's loss by its number of samples.",
    )
    def equal_weight(self, model, loader, optimizer, epochs):
        return [float(np.mean([loss for loss, _ in epoch])) for epoch in _train(model, loader, optimizer, epochs)]

    @mistake(
        "adds up the batches' losses",
        "Your number for an epoch is the sum of its batches' losses. It grows with the number of batches; divided by "
        "nothing, it cannot be compared with any other loss.",
    )
    def sums(self, model, loader, optimizer, epochs):
        return [sum(loss for loss, _ in epoch) for epoch in _train(model, loader, optimizer, epochs)]

    @mistake(
        "weights every batch as a full one",
        "Your number for an epoch comes out too large: as if every batch had as many samples as a full one. The last "
        "is often smaller; multiply its loss by the number of samples that it really has, `len(x)`.",
    )
    def full(self, model, loader, optimizer, epochs):
        records = _train(model, loader, optimizer, epochs)
        largest = [max(n for _, n in epoch) for epoch in records]
        return [
            sum(loss * most for loss, _ in epoch) / sum(n for _, n in epoch)
            for most, epoch in zip(largest, records, strict=True)
        ]

    @mistake(
        "divides the sum of batch means by the number of samples",
        "You added up the batches' mean losses and divided by the number of samples. Each is a mean already, so the "
        "result is about a batch size too small. Multiply each by its number of samples before adding it.",
    )
    def over_samples(self, model, loader, optimizer, epochs):
        records = _train(model, loader, optimizer, epochs)
        return [sum(loss for loss, _ in epoch) / sum(n for _, n in epoch) for epoch in records]

    @mistake(
        "does not divide by the number of samples",
        "Your number for an epoch is the sum over its samples. Divided by how many they are it becomes the mean, which "
        "can be compared with other data.",
    )
    def over_nothing(self, model, loader, optimizer, epochs):
        return [sum(loss * n for loss, n in epoch) for epoch in _train(model, loader, optimizer, epochs)]

    @mistake(
        "keeps the last batch's loss only",
        "Your number for an epoch is the loss of its last batch. It is one small part of the data, and jumps about; "
        "add up over all batches of the epoch.",
    )
    def last_batch(self, model, loader, optimizer, epochs):
        return [epoch[-1][0] for epoch in _train(model, loader, optimizer, epochs)]

    @mistake(
        "does not begin anew for each epoch",
        "The sum and the count go on from epoch to epoch: your second number is the mean over the first two epochs, "
        "and so on. Set both back at the beginning of each epoch.",
    )
    def never_reset(self, model, loader, optimizer, epochs):
        records = _train(model, loader, optimizer, epochs)
        before = [[pair for epoch in records[: index + 1] for pair in epoch] for index in range(len(records))]
        return [_mean(pairs) for pairs in before]

    @mistake(
        "only the sum begins anew",
        "The count of samples goes on from epoch to epoch while the sum begins anew, so your numbers fall as 1, ½, ⅓ … "
        "even where nothing is learned. Set both back at the beginning of each epoch.",
    )
    def count_goes_on(self, model, loader, optimizer, epochs):
        found, count = [], 0
        for epoch in _train(model, loader, optimizer, epochs):
            count += sum(n for _, n in epoch)
            found.append(sum(loss * n for loss, n in epoch) / count)
        return found

    @mistake(
        "only the count begins anew",
        "The sum of the losses goes on from epoch to epoch while the count begins anew, so your numbers grow even "
        "where the network learns. Set both back at the beginning of each epoch.",
    )
    def sum_goes_on(self, model, loader, optimizer, epochs):
        found, total = [], 0.0
        for epoch in _train(model, loader, optimizer, epochs):
            total += sum(loss * n for loss, n in epoch)
            found.append(total / sum(n for _, n in epoch))
        return found

    @mistake(
        "one number for each batch",
        "Your list has a number for every batch. Asked for is one for every epoch, the mean over its samples.",
    )
    def each_batch(self, model, loader, optimizer, epochs):
        return [loss for epoch in _train(model, loader, optimizer, epochs) for loss, _ in epoch]

    @mistake(
        "returns the last epoch only",
        "You returned one number, the last epoch's. Asked for is a list with the mean of every epoch: its course is "
        "what shows whether the network learns.",
    )
    def last_epoch(self, model, loader, optimizer, epochs):
        return _mean(_train(model, loader, optimizer, epochs)[-1])

    @mistake(
        "forgets zero_grad",
        "Between one batch and the next, the gradients are not set back to zero. `backward()` adds to what is there, "
        "so each step includes all batches before it.",
    )
    def no_zero_grad(self, model, loader, optimizer, epochs):
        return [_mean(epoch) for epoch in _train(model, loader, optimizer, epochs, zero="never")]

    @mistake(
        "clears the gradients once an epoch",
        "The gradients are set back to zero once an epoch only. Within an epoch `backward()` adds each batch's to "
        "those before; `zero_grad()` belongs into the inner loop.",
    )
    def zero_grad_outside(self, model, loader, optimizer, epochs):
        return [_mean(epoch) for epoch in _train(model, loader, optimizer, epochs, zero="epoch")]

    @mistake(
        "the weights never move",
        "After your training the weights are what they were before it. Either `optimizer.step()` is not reached, or "
        "there are no gradients when it is: not computed yet, wiped out by `zero_grad`, or cut off by `detach` or "
        "`no_grad`.",
    )
    def no_step(self, model, loader, optimizer, epochs):
        return [_mean(epoch) for epoch in _train(model, loader, optimizer, epochs, step="never")]

    @mistake(
        "one step in each epoch",
        "The weights move once in an epoch, after its last batch, by the gradients of that batch alone. Every batch is "
        "to move them, so `optimizer.step()` belongs into the inner loop.",
    )
    def step_outside(self, model, loader, optimizer, epochs):
        return [_mean(epoch) for epoch in _train(model, loader, optimizer, epochs, step="epoch")]

    @mistake(
        "does not set train mode",
        "The model was left in the mode in which it came. Here it came in evaluation mode, where batch normalisation "
        "takes its running statistics and learns none. `model.train()` belongs before the first batch.",
    )
    def no_mode(self, model, loader, optimizer, epochs):
        return [_mean(epoch) for epoch in _train(model, loader, optimizer, epochs, mode=None)]

    @mistake(
        "leaves the model in evaluation mode",
        "The training is right, but the model is in evaluation mode when you hand it back. It is to stay in train "
        "mode; who evaluates it sets the other one.",
    )
    def ends_in_eval(self, model, loader, optimizer, epochs):
        history = self.solution(model, loader, optimizer, epochs)
        model.eval()
        return history

    @mistake(
        "measures after the step",
        "Your losses were computed after the step, by a second forward pass. Asked for are those from the forward "
        "pass before it, which is there anyway; a second one costs time.",
    )
    def after_the_step(self, model, loader, optimizer, epochs):
        records = _train(model, loader, optimizer, epochs, again=True)
        return [_mean(epoch) for epoch in records]

    @mistake(
        "trains for one epoch",
        "You went through the loader once, whatever `epochs` says.",
    )
    def one_epoch(self, model, loader, optimizer, epochs):
        return self.solution(model, loader, optimizer, 1)

    @mistake(
        "sums the squared errors of a batch",
        "The loss that you trained with is the sum of the squared errors, not their mean. So is its gradient: every "
        "step is as many times too long as the batch has samples.",
    )
    def summed_loss(self, model, loader, optimizer, epochs):
        records = _train(model, loader, optimizer, epochs, loss=_sum_of_squares)
        return [sum(loss for loss, _ in epoch) / sum(n for _, n in epoch) for epoch in records]

    @mistake(
        "half of the squared errors",
        "You trained with half of the mean squared error, and wrote that down. The ½ is there in some books, as it "
        "makes the derivative shorter; MSE has none.",
    )
    def half(self, model, loader, optimizer, epochs):
        return [_mean(epoch) for epoch in _train(model, loader, optimizer, epochs, loss=_half)]

    @mistake(
        "one step in each epoch, by all its samples",
        "You made one step in each epoch, by the mean over all its samples, as if they were one batch. Every batch is "
        "to move the weights: more steps for the same work.",
    )
    def full_batch(self, model, loader, optimizer, epochs):
        model.train()
        history = []
        for _ in range(epochs):
            optimizer.zero_grad()
            total = sum(((model(x) - y) ** 2).sum() for x, y in loader) / len(loader.dataset)
            total.backward()
            optimizer.step()
            history.append(total.item())
        return history

    @mistake(
        "absolute errors instead of squares",
        "You trained with the mean of the absolute errors. Asked for is the mean of their squares.",
    )
    def absolute(self, model, loader, optimizer, epochs):
        return [_mean(epoch) for epoch in _train(model, loader, optimizer, epochs, loss=_absolute)]


def _squares(outputs, y):
    return ((outputs - y) ** 2).mean()


def _sum_of_squares(outputs, y):
    return ((outputs - y) ** 2).sum()


def _half(outputs, y):
    return _squares(outputs, y) / 2


def _absolute(outputs, y):
    return (outputs - y).abs().mean()


def _train(model, loader, optimizer, epochs, zero="batch", step="batch", mode=True, loss=_squares, again=False):
    """Records of each epoch: (loss, samples) of each batch."""
    if mode is not None:
        model.train()
    records: list[list[tuple[float, int]]] = []
    for _ in range(epochs):
        records.append([])
        if zero == "epoch":
            optimizer.zero_grad()
        for x, y in loader:
            if zero == "batch":
                optimizer.zero_grad()
            value = loss(model(x), y)
            value.backward()
            if step == "batch":
                optimizer.step()
            if again:
                value = loss(model(x), y)
            records[-1].append((value.item(), len(x)))
        if step == "epoch":
            optimizer.step()
    return records


def _mean(pairs):
    return sum(loss * n for loss, n in pairs) / sum(n for _, n in pairs)
