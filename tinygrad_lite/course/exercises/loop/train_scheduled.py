"""A learning rate schedule in a training loop: when it is told that an epoch is over."""

from __future__ import annotations

from typing import Any

from ...exercise import Exercise, mistake
from ...recipes import Criterion, Optimizer
from . import rounds
from .causes import loop_cause
from .nets import classes_loader, net
from .scheduler import Scheduler

#: (samples, batch size, classes, learning rate, epochs, schedule, its options)
_SIZES: list[tuple[Any, ...]] = [
    (4, 2, 2, 0.5, 2, "ExponentialLR", {"gamma": 0.5}),
    (7, 3, 3, 0.8, 4, "ExponentialLR", {"gamma": 0.5}),
    (7, 4, 4, 0.4, 5, "StepLR", {"step_size": 2, "gamma": 0.5}),
    (6, 2, 3, 0.3, 4, "CosineAnnealingLR", {"T_max": 4}),
    (11, 4, 2, 0.6, 3, "ExponentialLR", {"gamma": 0.25}),
    (8, 3, 5, 0.2, 4, "StepLR", {"step_size": 1, "gamma": 0.1}),
    (8, 5, 3, 0.4, 3, "CosineAnnealingLR", {"T_max": 3}),
    (6, 4, 4, 0.7, 4, "StepLR", {"step_size": 3, "gamma": 0.2}),
    (5, 2, 2, 0.5, 1, "ExponentialLR", {"gamma": 0.5}),
    (6, 3, 3, 0.5, 3, "LinearLR", {"start_factor": 0.25, "total_iters": 2}),
    (7, 4, 2, 0.6, 4, "LinearLR", {"start_factor": 0.1, "total_iters": 3}),
    (5, 3, 2, 0.4, 2, "LinearLR", {"start_factor": 0.5, "total_iters": 4}),
]
#: (learning rate, epochs, epochs before, schedule, its options)
_ON_ITS_WAY: list[tuple[Any, ...]] = [
    (0.5, 2, 1, "ExponentialLR", {"gamma": 0.5}),
    (0.8, 3, 3, "StepLR", {"step_size": 2, "gamma": 0.5}),
    (0.4, 2, 2, "CosineAnnealingLR", {"T_max": 5}),
]


CHANGED = "model", "scheduler"


class TrainScheduled(Exercise):
    id, points, rtol, agrees_with = "loop/train_scheduled", 3, 2e-5, "PyTorch"
    forbids = ("tinygrad_lite.training",)
    hints = (
        "The loop over the batches is there already: `train_one_epoch`. Around it there are two things to do in each "
        "epoch: write down the rate that it is trained with, and tell the schedule that it is over. In which order?",
        'The rate stands in `optimizer.param_groups[0]["lr"]`. `scheduler.step()` moves it on, and comes after the '
        "epoch's last step.",
        "`rates = []`; `for _ in range(epochs):` append the rate, call `train_one_epoch(…)`, call `scheduler.step()`; "
        "`return rates`.",
    )
    notice = (
        "`ReduceLROnPlateau` alone wants to be told a loss, `scheduler.step(val_loss)`: it has to know what does not "
        "get better. All others are told nothing."
    )

    def cause(self, failure, case, submission):
        return loop_cause(failure, submission)

    def cases(self, rng):
        for n, batch, classes, lr, epochs, name, options in _SIZES:
            model, loader = net(rng, 2, 3, classes), classes_loader(rng, n, batch, 2, classes)
            given = model, loader, Criterion("CrossEntropyLoss"), Optimizer("SGD", lr), Scheduler(name, options)
            yield self.case(*given, epochs, changes=CHANGED, observe=CHANGED)
        for lr, epochs, before, name, options in _ON_ITS_WAY:
            model, loader = net(rng, 2, 3, 3), classes_loader(rng, 6, 3, 2, 3)
            given = model, loader, Criterion("CrossEntropyLoss"), Optimizer("SGD", lr), Scheduler(name, options, before)
            yield self.case(*given, epochs, changes=CHANGED, observe=CHANGED, about="where the training goes on")

    def reference(self, model, loader, criterion, optimizer, scheduler, epochs):
        model.train()
        rates = []
        for _ in range(epochs):
            rates.append(float(scheduler.get_last_lr()[0]))
            for x, y in loader:
                optimizer.zero_grad()
                criterion(model(x), y).backward()
                optimizer.step()
            scheduler.step()
        return rates

    @staticmethod
    def solution(model, loader, criterion, optimizer, scheduler, epochs):
        """Train a classifier for several epochs, with a schedule that changes the learning rate between them.

        Args:
            model, loader, criterion, optimizer: as `train_one_epoch` takes them; it may be used here. The rate stands
                in `optimizer.param_groups[0]["lr"]`.
            scheduler: a schedule of that optimizer; `scheduler.step()`, after each epoch, the last one too, tells it
                that one is over.
            epochs: how many epochs to train for.
        Returns:
            list of floats: for each epoch the learning rate that it was trained with.
        """
        rates = []
        for _ in range(epochs):
            rates.append(optimizer.param_groups[0]["lr"])
            train_one_epoch(model, loader, criterion, optimizer)
            scheduler.step()
        return rates

    @mistake(
        "a step of the schedule for every batch",
        "You told the schedule after every batch that an epoch is over. This one counts epochs, so the rate changes as "
        "many times faster as there are batches. (Some schedules, such as one-cycle, count batches; their pages say "
        "so.)",
    )
    def each_batch(self, model, loader, criterion, optimizer, scheduler, epochs):
        rates = []
        for _ in range(epochs):
            rates.append(_rate(optimizer))
            for x, y in loader:
                optimizer.zero_grad()
                criterion(model(x), y).backward()
                optimizer.step()
                scheduler.step()
        return rates

    @mistake(
        "the schedule is not told of the last epoch",
        "Rates and weights are right, but the schedule has not heard that the last epoch is over. Whoever trains on "
        "with it would train one epoch more at that rate.",
    )
    def not_the_last(self, model, loader, criterion, optimizer, scheduler, epochs):
        rates = []
        for epoch in range(epochs):
            if epoch:
                scheduler.step()
            rates.append(_rate(optimizer))
            rounds.train(model, loader, criterion, optimizer)
        return rates

    @mistake(
        "the schedule first",
        "`scheduler.step()` came before the epoch's training. The rate changes before it was used, so its first value "
        "never is. PyTorch warns of this order.",
    )
    def scheduler_first(self, model, loader, criterion, optimizer, scheduler, epochs):
        rates = []
        for _ in range(epochs):
            scheduler.step()
            rates.append(_rate(optimizer))
            rounds.train(model, loader, criterion, optimizer)
        return rates

    @mistake(
        "the schedule first, the rate from before",
        "`scheduler.step()` came before the epoch's training, and the rate was written down before that. So every "
        "epoch was trained with another rate than the one in your list.",
    )
    def scheduler_first_old_rate(self, model, loader, criterion, optimizer, scheduler, epochs):
        rates = []
        for _ in range(epochs):
            rates.append(_rate(optimizer))
            scheduler.step()
            rounds.train(model, loader, criterion, optimizer)
        return rates

    @mistake(
        "writes down the next epoch's rate",
        "The training is right, but the rates in your list were read after `scheduler.step()`: each is that of the "
        "next epoch. Write the rate down before.",
    )
    def next_rate(self, model, loader, criterion, optimizer, scheduler, epochs):
        rates = []
        for _ in range(epochs):
            rounds.train(model, loader, criterion, optimizer)
            scheduler.step()
            rates.append(_rate(optimizer))
        return rates

    @mistake(
        "one rate too many",
        "The training is right. Your list holds one rate more than there are epochs: the last was never trained with.",
    )
    def one_too_many(self, model, loader, criterion, optimizer, scheduler, epochs):
        rates = [_rate(optimizer)]
        for _ in range(epochs):
            rounds.train(model, loader, criterion, optimizer)
            scheduler.step()
            rates.append(_rate(optimizer))
        return rates

    @mistake(
        "the schedule is never told",
        "All epochs were trained with the first rate: `scheduler.step()` is not called. It belongs into the loop over "
        "the epochs.",
    )
    def never(self, model, loader, criterion, optimizer, scheduler, epochs):
        rates = []
        for _ in range(epochs):
            rates.append(_rate(optimizer))
            rounds.train(model, loader, criterion, optimizer)
        return rates

    @mistake(
        "the schedule is told once, behind all epochs",
        "All epochs were trained with the first rate: `scheduler.step()` is called once, when all of them are over. It "
        "belongs into the loop over the epochs.",
    )
    def told_at_the_end(self, model, loader, criterion, optimizer, scheduler, epochs):
        rates = self.never(model, loader, criterion, optimizer, scheduler, epochs)
        scheduler.step()
        return rates

    @mistake(
        "a rate for every batch",
        "The training is right. Your list has the rate of every batch; asked for is one for every epoch.",
    )
    def rate_of_each_batch(self, model, loader, criterion, optimizer, scheduler, epochs):
        rates = self.solution(model, loader, criterion, optimizer, scheduler, epochs)
        return [rate for rate in rates for _ in range(len(loader))]

    @mistake(
        "returns the losses",
        "The training is right. You returned the epochs' losses; asked for are the learning rates.",
    )
    def losses(self, model, loader, criterion, optimizer, scheduler, epochs):
        found = []
        for _ in range(epochs):
            found.append(rounds.loss_of(rounds.train(model, loader, criterion, optimizer)))
            scheduler.step()
        return found

    @mistake(
        "returns losses and accuracies",
        "The training is right. You returned what `train_one_epoch` gives, a pair for every epoch; asked for are the "
        "learning rates.",
    )
    def pairs(self, model, loader, criterion, optimizer, scheduler, epochs):
        found = []
        for _ in range(epochs):
            found.append(rounds.both(rounds.train(model, loader, criterion, optimizer)))
            scheduler.step()
        return found

    @mistake(
        "returns the last rate only",
        "The training is right. You returned one rate, the last epoch's; asked for is a list with that of every epoch.",
    )
    def last_only(self, model, loader, criterion, optimizer, scheduler, epochs):
        return self.solution(model, loader, criterion, optimizer, scheduler, epochs)[-1]

    @mistake(
        "two steps of the schedule in an epoch",
        "The schedule moves on by two epochs in each. `scheduler.step()` is called twice.",
    )
    def twice(self, model, loader, criterion, optimizer, scheduler, epochs):
        rates = []
        for _ in range(epochs):
            rates.append(_rate(optimizer))
            rounds.train(model, loader, criterion, optimizer)
            scheduler.step()
            scheduler.step()
        return rates

    @mistake(
        "trains for one epoch",
        "Your list has one rate, and the network was trained for one epoch, whatever `epochs` says.",
    )
    def one_epoch(self, model, loader, criterion, optimizer, scheduler, epochs):
        return self.solution(model, loader, criterion, optimizer, scheduler, 1)

    @mistake(
        "does not train",
        "The rates are right, but the weights never move: no epoch was trained.",
    )
    def untrained(self, model, loader, criterion, optimizer, scheduler, epochs):
        rates = []
        for _ in range(epochs):
            rates.append(_rate(optimizer))
            scheduler.step()
        return rates


def train_one_epoch(model, loader, criterion, optimizer):
    return rounds.both(rounds.train(model, loader, criterion, optimizer))


def _rate(optimizer):
    return optimizer.param_groups[0]["lr"]
