"""`fix_10` of lesson 10: a scheduler that is asked before the optimizer, and once a batch instead of once an epoch."""

from __future__ import annotations

from ...exercise import Exercise, mistake
from ...recipes import Criterion, Optimizer
from .epochs import train
from .pieces import Groups, Loader, Net, Noted, Schedule

#: (samples, batch size, sizes of the network, optimizer, rate, epochs, scheduler, its options)
_SETTINGS: list[tuple] = [
    (4, 2, (2, 2), "SGD", 0.5, 3, "ExponentialLR", {"gamma": 0.5}),
    (5, 2, (2, 3, 2), "SGD", 0.4, 4, "StepLR", {"step_size": 2, "gamma": 0.25}),
    (7, 3, (3, 4, 3), "SGD", 0.3, 5, "CosineAnnealingLR", {"T_max": 5}),
    (6, 4, (2, 5, 3), "Adam", 0.05, 4, "ExponentialLR", {"gamma": 0.7}),
    (9, 5, (4, 3, 2), "SGD", 0.6, 5, "StepLR", {"step_size": 2, "gamma": 0.4}),
]
#: The same with an optimizer that has two groups, for weights and biases.
_GROUPS: list[tuple] = [
    (5, 3, (3, 2), "SGD", (0.4, 0.1), 3, "ExponentialLR", {"gamma": 0.5}),
    (7, 2, (2, 3, 3), "SGD", (0.2, 0.5), 5, "StepLR", {"step_size": 2, "gamma": 0.3}),
    (6, 4, (3, 4, 2), "Adam", (0.05, 0.02), 4, "CosineAnnealingLR", {"T_max": 4}),
]
_STATE = ("optimizer", "model")


def report(model, loader, criterion, optimizer, epochs, *, at="end", rate=None, **places):
    """Train, and note `rate()`, by default the first group's, in each epoch.

    `at` is "begin", before all that `begin` does; "end", before all that `end` does; or "last", behind it.
    """
    rates = []

    def note(_):
        rates.append(rate() if rate else optimizer.param_groups[0]["lr"])

    def in_turn(*parts):
        return lambda epoch: [part(epoch) for part in parts if part]

    begin, end = places.pop("begin", None), places.pop("end", None)
    begin = in_turn(at == "begin" and note, begin)
    end = in_turn(at == "end" and note, end, at == "last" and note)
    losses = train(model, loader, criterion, optimizer, epochs, begin=begin, end=end, **places)
    return {"loss": losses, "lr": rates}


class Changed:
    """An optimizer whose steps are others; all else is the optimizer's own."""

    def __init__(self, optimizer, step):
        self.optimizer, self.step = optimizer, step

    def __getattr__(self, name):
        return getattr(self.optimizer, name)


class Fix10(Exercise):
    id, points, rtol, forbids = "debug/fix_10", 4, 1e-7, ()
    name = "train_10"
    hints = (
        "Have the loop print the learning rate at each `optimizer.step()`, for three epochs of three batches. Which "
        "rate should stand in the first line, and in which lines should it change?",
        "A scheduler that counts epochs is asked once an epoch, when all steps of that epoch are made. What it then "
        "sets is the rate of the next epoch.",
        "In the loop over epochs, in this order: the loop over batches, without the scheduler; a line that notes "
        "`optimizer.param_groups[0]['lr']`; `scheduler.step()`.",
    )
    notice = (
        "A scheduler may count epochs or batches. Which one, its settings tell: `T_max=10` is 10 of what it counts."
    )

    def cases(self, rng):
        for n, batch, sizes, name, lr, epochs, schedule, options in _SETTINGS + _GROUPS:
            loader = Loader(rng.normal(size=(n, sizes[0])), rng.integers(0, sizes[-1], size=n), batch)
            optimizer = Groups(name, *lr) if isinstance(lr, tuple) else Optimizer(name, lr)
            arguments = Net.draw(rng, *sizes), loader, Criterion("CrossEntropyLoss"), Noted(optimizer)
            scheduler = Schedule(schedule, options)
            yield self.case(*arguments, epochs, scheduler, changes=_STATE, observe=_STATE)

    def reference(self, model, loader, criterion, optimizer, epochs, scheduler):
        found = {"loss": [], "lr": []}
        for _ in range(epochs):
            found["lr"].append(scheduler.get_last_lr()[0])
            losses = []
            for inputs, targets in loader:
                optimizer.zero_grad()
                loss = criterion(model(inputs), targets)
                loss.backward()
                optimizer.step()
                losses += [loss.item()] * len(inputs)
            found["loss"].append(sum(losses) / len(losses))
            scheduler.step()
        return found

    @staticmethod
    def broken(model, loader, criterion, optimizer, epochs, scheduler):
        history = {"loss": [], "lr": []}
        for _ in range(epochs):
            total = 0.0
            for inputs, targets in loader:
                scheduler.step()
                optimizer.zero_grad()
                loss = criterion(model(inputs), targets)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
            history["loss"].append(total / len(loader.dataset))
            history["lr"].append(optimizer.param_groups[0]["lr"])
        return history

    @staticmethod
    def solution(model, loader, criterion, optimizer, epochs, scheduler):
        """Train; the scheduler counts epochs: the first epoch runs with the learning rate that the optimizer came with.

        Args:
            model, loader, criterion: `criterion(model(inputs), targets)` is the batch mean of the loss.
            optimizer: has `zero_grad()` and `step()`.
            epochs: how many times to go through the loader.
            scheduler: `scheduler.step()` gives the optimizer the learning rate of the next epoch.
        Returns:
            dict of two lists with one float an epoch: "loss", the mean loss per sample from the forward pass before
            each step, and "lr", the learning rate that the epoch was trained with (of the first parameter group).
        """
        history = {"loss": [], "lr": []}
        for _ in range(epochs):
            total = 0.0
            for inputs, targets in loader:
                optimizer.zero_grad()
                loss = criterion(model(inputs), targets)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
            history["loss"].append(total / len(loader.dataset))
            history["lr"].append(optimizer.param_groups[0]["lr"])
            scheduler.step()
        return history

    def again(self, model, loader, criterion, optimizer, epochs, scheduler):
        return report(model, loader, criterion, optimizer, epochs, end=lambda _: scheduler.step())

    @mistake(
        "asks the scheduler before every step",
        "The scheduler is asked once for every batch, before the optimizer's step. So no step is made with the first "
        "learning rate, and the others are gone through several times too fast: this scheduler counts epochs.",
    )
    def untouched(self, model, loader, criterion, optimizer, epochs, scheduler):
        return report(model, loader, criterion, optimizer, epochs, before=lambda _: scheduler.step())

    @mistake(
        "asks the scheduler before every step, and notes the rate before the epoch",
        "The scheduler is asked once for every batch, before the optimizer's step: no step is made with the first "
        "rate, and the others are gone through too fast, for this scheduler counts epochs. The rates in your list were "
        "noted before they changed.",
    )
    def noted_before(self, model, loader, criterion, optimizer, epochs, scheduler):
        return report(model, loader, criterion, optimizer, epochs, at="begin", before=lambda _: scheduler.step())

    @mistake(
        "asks the scheduler behind every step",
        "Your scheduler is asked once for every batch. It counts epochs: "
        "the rate should stay the same through all batches of an epoch.",
    )
    def every_batch(self, model, loader, criterion, optimizer, epochs, scheduler):
        return report(model, loader, criterion, optimizer, epochs, behind=lambda _: scheduler.step())

    @mistake(
        "asks the scheduler behind every step, and notes the rate before the epoch",
        "Your scheduler is asked once for every batch. It counts epochs: "
        "the rate should stay the same through all batches. The rate in your list is that of each epoch's first step.",
    )
    def every_batch_before(self, model, loader, criterion, optimizer, epochs, scheduler):
        return report(model, loader, criterion, optimizer, epochs, at="begin", behind=lambda _: scheduler.step())

    @mistake(
        "asks the scheduler at the beginning of the epoch",
        "The scheduler is asked once an epoch, but before the epoch's first step. So the first learning rate is never "
        "used, and every epoch has the rate that belongs to the next one. What is noted is what was used.",
    )
    def at_the_beginning(self, model, loader, criterion, optimizer, epochs, scheduler):
        return report(model, loader, criterion, optimizer, epochs, begin=lambda _: scheduler.step())

    @mistake(
        "asks the scheduler at the beginning of the epoch, and notes the rate before that",
        "The scheduler is asked before the epoch's steps, so each epoch is trained with the rate that belongs to the "
        "next. The list of rates looks right, but it was noted before the scheduler changed them: it is not what the "
        "steps were made with.",
    )
    def looks_right(self, model, loader, criterion, optimizer, epochs, scheduler):
        return report(model, loader, criterion, optimizer, epochs, at="begin", begin=lambda _: scheduler.step())

    @mistake(
        "notes the rate of the next epoch",
        "The training is right now. But each rate in your list is that of the next epoch: it is noted when "
        "`scheduler.step()` has already changed it.",
    )
    def next_rate(self, model, loader, criterion, optimizer, epochs, scheduler):
        return report(model, loader, criterion, optimizer, epochs, at="last", end=lambda _: scheduler.step())

    @mistake(
        "one rate for all epochs",
        "All epochs are trained with the rate that the optimizer came with: the scheduler is not asked between them. "
        "At the end of each epoch it should be.",
    )
    def never(self, model, loader, criterion, optimizer, epochs, scheduler):
        return report(model, loader, criterion, optimizer, epochs)

    @mistake(
        "asks the scheduler twice an epoch",
        "Between two epochs your scheduler is asked twice, so every second rate is skipped.",
    )
    def twice(self, model, loader, criterion, optimizer, epochs, scheduler):
        return report(model, loader, criterion, optimizer, epochs, end=lambda _: [scheduler.step(), scheduler.step()])

    @mistake(
        "asks the scheduler at both ends of the epoch",
        "The scheduler is asked twice an epoch, before its steps and behind them. So the first rate is never used, and "
        "of the others every second one is skipped.",
    )
    def both_ends(self, model, loader, criterion, optimizer, epochs, scheduler):
        return report(
            model,
            loader,
            criterion,
            optimizer,
            epochs,
            begin=lambda _: scheduler.step(),
            end=lambda _: scheduler.step(),
        )

    @mistake(
        "notes a list for each rate",
        "The training is right now. What you noted as the rate of an epoch is a list, as `get_last_lr()` gives one for "
        'all parameter groups. "lr" should hold a number for each epoch, that of the first group.',
    )
    def lists(self, model, loader, criterion, optimizer, epochs, scheduler):
        return report(
            model,
            loader,
            criterion,
            optimizer,
            epochs,
            rate=scheduler.get_last_lr,
            end=lambda _: scheduler.step(),
        )

    @mistake(
        "notes the last group's rate",
        "The training is right now. But where the optimizer has several parameter groups, your list has the rates of "
        "the last. Asked for are those of the first.",
    )
    def last_group(self, model, loader, criterion, optimizer, epochs, scheduler):
        return report(
            model,
            loader,
            criterion,
            optimizer,
            epochs,
            rate=lambda: scheduler.get_last_lr()[-1],
            end=lambda _: scheduler.step(),
        )

    @mistake(
        "one epoch late",
        "The rates change one epoch too late: the first serves for two epochs, the second comes in the third. The "
        "scheduler should be asked at the end of every epoch, also of the first, with empty parentheses.",
    )
    def late(self, model, loader, criterion, optimizer, epochs, scheduler):
        def end(epoch):
            if epoch > 0:
                scheduler.step()

        return report(model, loader, criterion, optimizer, epochs, end=end)

    @mistake(
        "notes the rate for every batch",
        'The training is right now. But "lr" has a rate for every batch; asked for is one an epoch, as in "loss".',
    )
    def for_every_batch(self, model, loader, criterion, optimizer, epochs, scheduler):
        right = self.solution(model, loader, criterion, optimizer, epochs, scheduler)
        return {**right, "lr": [rate for rate in right["lr"] for _ in loader]}

    @mistake(
        "returns the lists without their names",
        'The training is right now. But the lists come back side by side; asked for is a dict with "loss" and "lr".',
    )
    def without_names(self, model, loader, criterion, optimizer, epochs, scheduler):
        right = self.solution(model, loader, criterion, optimizer, epochs, scheduler)
        return right["loss"], right["lr"]

    @mistake(
        "notes the first rate for every epoch",
        "The training is right now. But the rates in your list are all the same, the one that the optimizer came with. "
        "Note the rate in each epoch anew, before `scheduler.step()` changes it.",
    )
    def first_rate(self, model, loader, criterion, optimizer, epochs, scheduler):
        right = self.solution(model, loader, criterion, optimizer, epochs, scheduler)
        return {**right, "lr": right["lr"][:1] * epochs}

    @mistake(
        "forgets zero_grad",
        "The scheduler is asked at the right time now. But gradients are never cleared, so each step is made with the "
        "sum of all batches so far.",
    )
    def never_cleared(self, model, loader, criterion, optimizer, epochs, scheduler):
        return report(model, loader, criterion, optimizer, epochs, end=lambda _: scheduler.step(), clear=False)

    @mistake(
        "batches count the same",
        "The training is right now. But your losses are means of the batches' means, in which a smaller last batch "
        "counts as much as a full one. Asked for is the mean over the samples.",
    )
    def batches_alike(self, model, loader, criterion, optimizer, epochs, scheduler):
        return report(model, loader, criterion, optimizer, epochs, end=lambda _: scheduler.step(), alike=True)

    @mistake(
        "asks the scheduler once, before all epochs",
        "The scheduler is asked once, before the first step, and never again: all epochs have the second rate. It "
        "should be asked at the end of each epoch.",
    )
    def once_before(self, model, loader, criterion, optimizer, epochs, scheduler):
        def begin(epoch):
            if epoch == 0:
                scheduler.step()

        return report(model, loader, criterion, optimizer, epochs, begin=begin)

    @mistake(
        "asks the scheduler behind the first batch",
        "The scheduler is asked once an epoch, but right behind the step of its first batch. The rate should stay the "
        "same through all batches of an epoch.",
    )
    def behind_the_first(self, model, loader, criterion, optimizer, epochs, scheduler):
        return report(model, loader, criterion, optimizer, epochs, behind=lambda n: n == 0 and scheduler.step())

    @mistake(
        "asks the scheduler in every second epoch",
        "The scheduler is asked only behind every second epoch, so each rate serves for two. It should be asked at the "
        "end of each epoch.",
    )
    def every_second(self, model, loader, criterion, optimizer, epochs, scheduler):
        return report(model, loader, criterion, optimizer, epochs, end=lambda e: e % 2 == 1 and scheduler.step())

    @mistake(
        "one step an epoch",
        "One step is made in each epoch, with the gradients of its last batch alone. Every batch is to move the "
        "weights: `optimizer.step()` belongs into the loop over the batches, `scheduler.step()` behind it.",
    )
    def one_step(self, model, loader, criterion, optimizer, epochs, scheduler):
        waits = Changed(optimizer, lambda: None)
        return report(model, loader, criterion, waits, epochs, end=lambda _: [optimizer.step(), scheduler.step()])

    @mistake(
        "makes no step",
        "The optimizer makes no step, so the weights stay what they are, and each epoch reports the same loss. "
        "`scheduler.step()` sets a rate; what moves the weights is `optimizer.step()`, once for each batch.",
    )
    def no_step(self, model, loader, criterion, optimizer, epochs, scheduler):
        return report(
            model, loader, criterion, Changed(optimizer, lambda: None), epochs, end=lambda _: scheduler.step()
        )

    @mistake(
        "steps without gradients",
        "Steps are made with the right rates, but the weights never move: the step finds no gradients. Usual reasons: "
        "`zero_grad()` stands between `backward()` and the step, or there is no `backward()`.",
    )
    def empty_steps(self, model, loader, criterion, optimizer, epochs, scheduler):
        def step():
            optimizer.zero_grad()
            optimizer.step()

        return report(model, loader, criterion, Changed(optimizer, step), epochs, end=lambda _: scheduler.step())

    @mistake(
        "adds up batch means, divides by samples",
        "The training is right now. But your losses add up one mean for each batch, and divide by the number of "
        "samples. Each mean has to be multiplied by the samples it was taken over first: `len(inputs)`.",
    )
    def batches_by_samples(self, model, loader, criterion, optimizer, epochs, scheduler):
        means = self.batches_alike(model, loader, criterion, optimizer, epochs, scheduler)
        return {**means, "loss": [loss * len(loader) / len(loader.dataset) for loss in means["loss"]]}

    @mistake(
        "weights by samples, divides by batches",
        "The training is right now. But your losses are divided by the number of batches, though they were added up "
        "over samples. Divide by the number of all samples.",
    )
    def by_batches(self, model, loader, criterion, optimizer, epochs, scheduler):
        right = self.solution(model, loader, criterion, optimizer, epochs, scheduler)
        return {**right, "loss": [loss * len(loader.dataset) / len(loader) for loss in right["loss"]]}
