"""`fix_01` of lesson 10: gradients that are never set back, and a last batch that counts too much."""

from __future__ import annotations

from ...case import settled
from ...exercise import Exercise, mistake
from ...recipes import Criterion, Optimizer
from . import rows
from .pieces import Loader, Net
from .rows import CAUSES, loop_cause, trained

#: (samples, batch size, sizes of the network, criterion, optimizer, rate, its options, epochs)
SETTINGS: list[tuple] = [
    (3, 2, (1, 1), "MSELoss", "SGD", 0.1, {}, 2),
    (5, 2, (2, 2), "CrossEntropyLoss", "SGD", 0.5, {}, 2),
    (5, 3, (2, 3, 1), "MSELoss", "SGD", 0.1, {}, 3),
    (7, 4, (3, 4, 3), "CrossEntropyLoss", "SGD", 0.3, {"momentum": 0.9}, 3),
    (5, 3, (4, 3, 2), "CrossEntropyLoss", "Adam", 0.05, {}, 3),
    (8, 5, (3, 4, 1), "MSELoss", "Adam", 0.03, {}, 2),
    (4, 2, (3, 2), "CrossEntropyLoss", "SGD", 0.4, {}, 2),
]


def arguments(rng, n, batch, sizes, criterion, optimizer, lr, options):
    """Model, loader, criterion and optimizer of a setting; what is to be learnt depends on the inputs."""
    x, true = rng.normal(size=(n, sizes[0])), rng.normal(size=(sizes[0], sizes[-1]))
    scores = settled(x @ true)
    y = scores + 0.1 * rng.normal(size=scores.shape) if criterion == "MSELoss" else scores.argmax(axis=1)
    net, loader = Net.draw(rng, *sizes), Loader(x, y, batch)
    return net, loader, Criterion(criterion), Optimizer(optimizer, lr, options=options)


class Fix01(Exercise):
    id, points, rtol, forbids = "debug/fix_01", 4, 1e-7, ()
    name = "train_01"
    hints = (
        "Before the second `backward()`, look at `model.parameters()`: what is in each `.grad`, and of which batch is "
        "it? Then: three batches of 4, 4 and 1 samples; how much does each of the nine samples count in the report?",
        "`backward()` adds to what is in `.grad`; so before each one it has to be empty. The mean over all samples is "
        "the sum of (batch mean · samples in the batch), divided by the number of all samples.",
        "One line more per batch, `optimizer.zero_grad()`; `len(inputs)` where the loss is added up; "
        "`len(loader.dataset)` where it is divided.",
    )
    notice = (
        "The second fault is the quieter one: nothing in the training shows it, only the report is wrong. It is in the "
        "example programs of many tutorials."
    )

    def cause(self, failure, case, submission):
        return loop_cause(CAUSES, failure, submission)

    def cases(self, rng):
        for *setting, epochs in SETTINGS:
            yield self.case(*arguments(rng, *setting), epochs, changes=("model",), observe=("model",))

    def reference(self, model, loader, criterion, optimizer, epochs):
        history = []
        for _ in range(epochs):
            losses = []
            for inputs, targets in loader:
                for parameter in model.parameters():
                    parameter.grad = None
                loss = criterion(model(inputs), targets)
                loss.backward()
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
                outputs = model(inputs)
                loss = criterion(outputs, targets)
                loss.backward()
                optimizer.step()
                total += loss.item()
            history.append(total / len(loader))
        return history

    @staticmethod
    def solution(model, loader, criterion, optimizer, epochs):
        """Train, and report how it went.

        Args:
            model, loader, criterion: `criterion(model(inputs), targets)` is the batch mean of the loss.
            optimizer: has `zero_grad()` and `step()`.
            epochs: how many times to go through the loader.
        Returns:
            list of floats: for each epoch the mean loss per sample, from the forward pass before each step. Every
            sample counts the same, also in a last batch that is smaller.
        """
        history = []
        for _ in range(epochs):
            total = 0.0
            for inputs, targets in loader:
                optimizer.zero_grad()
                outputs = model(inputs)
                loss = criterion(outputs, targets)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
            history.append(total / len(loader.dataset))
        return history

    def again(self, model, loader, criterion, optimizer, epochs):
        return rows.per_sample(trained(model, loader, criterion, optimizer, epochs))

    @mistake(
        "never sets gradients back, and averages batches",
        "Both faults are still there. Nothing sets the gradients back between one batch and the next, so each step is "
        "made from the sum of all batches so far. And the report averages the batches, so that a sample of a small "
        "last batch counts more than others.",
    )
    def untouched(self, model, loader, criterion, optimizer, epochs):
        return rows.of_batches(trained(model, loader, criterion, optimizer, epochs, clear="never"))

    @mistake(
        "never sets gradients back",
        "Between one batch and the next the gradients are not set back: `backward()` adds to what is there, and each "
        "step is made from the sum of all batches so far. The report is right.",
    )
    def accumulates(self, model, loader, criterion, optimizer, epochs):
        return rows.per_sample(trained(model, loader, criterion, optimizer, epochs, clear="never"))

    @mistake(
        "averages batches",
        "The report is not yet right: it averages the batches' means, so that each sample of a last batch that is "
        "smaller counts more than the others. The training itself is right now.",
    )
    def batch_means(self, model, loader, criterion, optimizer, epochs):
        return rows.of_batches(trained(model, loader, criterion, optimizer, epochs))

    @mistake(
        "sets gradients back once an epoch",
        "Gradients are set back once an epoch, and that is too seldom: within an epoch, each step is made from the sum "
        "of all its batches so far. The report is right.",
    )
    def once_an_epoch(self, model, loader, criterion, optimizer, epochs):
        return rows.per_sample(trained(model, loader, criterion, optimizer, epochs, clear="epoch"))

    @mistake(
        "sets gradients back once an epoch, and averages batches",
        "Gradients are set back once an epoch; within it, each step is made from the sum of all its batches so far. "
        "And the report averages the batches, so that a sample of a small last batch counts more than others.",
    )
    def once_an_epoch_means(self, model, loader, criterion, optimizer, epochs):
        return rows.of_batches(trained(model, loader, criterion, optimizer, epochs, clear="epoch"))

    @mistake(
        "the weights never move",
        "The weights are the same before and after, so each epoch reports the same. Usual reasons: no step is made; "
        "gradients are set back between `backward()` and the step; or `.detach()`, `.item()` or a new tensor cuts the "
        "loss off from the weights.",
    )
    def no_step(self, model, loader, criterion, optimizer, epochs):
        return rows.per_sample(trained(model, loader, criterion, optimizer, epochs, step="never"))

    @mistake(
        "the weights never move, and averages batches",
        "The weights are the same before and after. Usual reasons: no step is made; gradients are set back between "
        "`backward()` and the step; or the loss is cut off from the weights. And the report averages the batches, so "
        "that a sample of a small last batch counts more than others.",
    )
    def no_step_means(self, model, loader, criterion, optimizer, epochs):
        return rows.of_batches(trained(model, loader, criterion, optimizer, epochs, step="never"))

    @mistake(
        "one step an epoch",
        "One step is made in each epoch, with the gradients of its last batch alone. Every batch is to move the "
        "weights: the step belongs into the loop over the batches.",
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
        "steps with the gradient of the batch's sum",
        "Backward starts from the loss times the number of samples: the gradients, and with them the steps of SGD, "
        "are too long by that factor. The report is right; multiply for the report alone.",
    )
    def of_the_sum(self, model, loader, criterion, optimizer, epochs):
        return rows.per_sample(trained(model, loader, criterion, optimizer, epochs, scale="sum"))

    @mistake(
        "weights by samples, divides by batches",
        "The report is divided by the number of batches, though it was added up over samples. Divide by the number of "
        "all samples. The training itself is right.",
    )
    def weighted_by_batches(self, model, loader, criterion, optimizer, epochs):
        return rows.weighted_by_batches(trained(model, loader, criterion, optimizer, epochs))

    @mistake(
        "adds up batch means, divides by samples",
        "The report adds up one mean for each batch, and divides by the number of samples. Each mean has to be "
        "multiplied by the samples it was taken over first: `len(inputs)`. The training itself is right.",
    )
    def batches_by_samples(self, model, loader, criterion, optimizer, epochs):
        return rows.batches_by_samples(trained(model, loader, criterion, optimizer, epochs))

    @mistake(
        "multiplies by the number of batches",
        "The report multiplies each batch's mean by the number of batches: that is `len(loader)`. The number of "
        "samples in this batch is `len(inputs)`. The training itself is right.",
    )
    def times_batches(self, model, loader, criterion, optimizer, epochs):
        return rows.times_batches(trained(model, loader, criterion, optimizer, epochs))

    @mistake(
        "counts every batch as full",
        "The report multiplies every batch's mean by the number of samples in a full batch. The last batch may have "
        "fewer: `len(inputs)` is the number in this one. The training itself is right.",
    )
    def as_if_full(self, model, loader, criterion, optimizer, epochs):
        return rows.as_if_full(trained(model, loader, criterion, optimizer, epochs))

    @mistake(
        "adds up and does not divide",
        "What you report is the sum over all samples; the mean divides it by their number, `len(loader.dataset)`. The "
        "training itself is right.",
    )
    def not_divided(self, model, loader, criterion, optimizer, epochs):
        return rows.sums_of_samples(trained(model, loader, criterion, optimizer, epochs))

    @mistake(
        "adds up batch means and does not divide",
        "What you report is the sum of the batches' means. The mean over samples weights each of them by its samples "
        "and divides by the number of all. The training itself is right.",
    )
    def sum_of_means(self, model, loader, criterion, optimizer, epochs):
        return rows.sums_of_batches(trained(model, loader, criterion, optimizer, epochs))

    @mistake(
        "reports the last batch",
        "What you report is the loss of each epoch's last batch, and that jumps with whatever samples are in it. "
        "Wanted is the mean over all samples of the epoch. The training itself is right.",
    )
    def last_batch(self, model, loader, criterion, optimizer, epochs):
        return rows.of_last_batch(trained(model, loader, criterion, optimizer, epochs))

    @mistake(
        "reports every batch",
        "Your list has one loss for each batch; it should have one for each epoch, the mean over all its samples. The "
        "training itself is right.",
    )
    def every_batch(self, model, loader, criterion, optimizer, epochs):
        return rows.one_a_batch(trained(model, loader, criterion, optimizer, epochs))

    @mistake(
        "the total goes on from epoch to epoch",
        "In the report, each epoch's total includes those of the epochs before: it has to begin at 0 in every epoch. "
        "The training itself is right.",
    )
    def running_total(self, model, loader, criterion, optimizer, epochs):
        return rows.never_from_zero(trained(model, loader, criterion, optimizer, epochs))

    @mistake(
        "measures the loss behind the step",
        "What you report was computed again behind each step, and is the loss of weights that were moved for this very "
        "batch before. Asked for is the loss from the forward pass before the step. The training itself is right.",
    )
    def behind_the_step(self, model, loader, criterion, optimizer, epochs):
        return rows.behind_the_step(trained(model, loader, criterion, optimizer, epochs, after=True))

    @mistake(
        "never sets gradients back, and divides by batches",
        "Between one batch and the next the gradients are not set back: each step is made from the sum of all batches "
        "so far. And the report, added up over samples, is divided by the number of batches.",
    )
    def accumulates_by_batches(self, model, loader, criterion, optimizer, epochs):
        return rows.weighted_by_batches(trained(model, loader, criterion, optimizer, epochs, clear="never"))

    @mistake(
        "never sets gradients back, and adds up batch means",
        "Between one batch and the next the gradients are not set back: each step is made from the sum of all batches "
        "so far. And the report adds up one mean for each batch, and divides by the number of samples.",
    )
    def accumulates_means(self, model, loader, criterion, optimizer, epochs):
        return rows.batches_by_samples(trained(model, loader, criterion, optimizer, epochs, clear="never"))
