"""`fix_06` of lesson 10: a step decay that raises the learning rate, of one group only."""

from __future__ import annotations

from ...exercise import Exercise, mistake
from ...recipes import Criterion
from .epochs import train
from .pieces import Groups, Loader, Net, Noted

#: (samples, batch size, sizes of the network, optimizer, rates of weights and biases, epochs, gamma, step size)
_SETTINGS = [
    (4, 2, (2, 2), "SGD", (0.5, 0.2), 4, 0.5, 2),
    (5, 3, (2, 3, 2), "SGD", (0.4, 0.1), 5, 0.25, 2),
    (7, 4, (3, 4, 3), "SGD", (0.3, 0.6), 7, 0.5, 3),
    (6, 4, (2, 5, 3), "Adam", (0.05, 0.02), 6, 0.2, 2),
    (5, 2, (4, 3, 2), "SGD", (0.2, 0.5), 6, 0.4, 2),
    (8, 5, (3, 5, 4), "Adam", (0.02, 0.04), 8, 0.5, 3),
    (6, 3, (2, 4, 3), "SGD", (0.4, 0.4), 5, 0.25, 2),
    (4, 2, (2, 3, 2), "SGD", (0.02, 0.01), 6, 0.01, 2),
    (5, 3, (3, 2), "SGD", (0.3, 0.1), 8, 0.02, 2),
]
_STATE = ("optimizer", "model")


def with_rates(model, loader, criterion, optimizer, epochs, rate):
    """Train with `rate(epoch, its own rate at the start, the first group's)` in each group."""
    starts = [group["lr"] for group in optimizer.param_groups]

    def begin(epoch):
        for group, start in zip(optimizer.param_groups, starts, strict=True):
            group["lr"] = rate(epoch, start, starts[0])

    return train(model, loader, criterion, optimizer, epochs, begin=begin)


def powers(model, loader, criterion, optimizer, epochs, gamma, power):
    """Train with each group's rate at the start times gamma to the power `power(epoch)`."""
    return with_rates(
        model, loader, criterion, optimizer, epochs, lambda epoch, start, _: start * gamma ** power(epoch)
    )


def first_group_only(model, loader, criterion, optimizer, epochs, rate):
    """Train with `rate(epoch, its rate at the start)` in the first group; the others keep theirs."""
    first = optimizer.param_groups[0]
    start = first["lr"]

    def begin(epoch):
        first["lr"] = rate(epoch, start)

    return train(model, loader, criterion, optimizer, epochs, begin=begin)


class Fix06(Exercise):
    id, points, rtol, forbids = "debug/fix_06", 4, 1e-7, ()
    name = "train_06"
    hints = (
        "Write down, for the first few epochs, the learning rate of every parameter group before training begins: "
        "`[group['lr'] for group in optimizer.param_groups]`. What does step decay promise, and what do you see?",
        "In epoch e, a group that began with the rate r has r · gammaᵏ, where k = e // step_size says how many decays "
        "lie behind it. Each group has an r of its own.",
        "Before the loop over epochs a list with every group's rate at the start; in it "
        "`for group, rate in zip(optimizer.param_groups, …):` and one line that sets `group['lr']`.",
    )
    causes = (
        (
            "TypeError",
            "list indices must be integers or slices, not str",
            '`optimizer.param_groups` is a list of dicts, one a group. The rate of one group is under its key "lr": '
            "take a group out of the list first.",
        ),
        (
            "TypeError",
            "can't multiply sequence by non-int",
            "A list of rates was multiplied by a number, which lists cannot be. Each group has one of these numbers.",
        ),
    )
    notice = (
        "PyTorch's `lr_scheduler.StepLR(optimizer, step_size, gamma)` sets the rates of all groups, each from its own "
        "start; so does the one of tinygrad_lite."
    )

    def cases(self, rng):
        for n, batch, sizes, name, rates, epochs, gamma, step_size in _SETTINGS:
            loader = Loader(rng.normal(size=(n, sizes[0])), rng.integers(0, sizes[-1], size=n), batch)
            optimizer = Noted(Groups(name, *rates))
            arguments = Net.draw(rng, *sizes), loader, Criterion("CrossEntropyLoss"), optimizer
            yield self.case(*arguments, epochs, gamma, step_size, changes=_STATE, observe=_STATE)

    def reference(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        import torch

        scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size, gamma)
        history = []
        for _ in range(epochs):
            losses = []
            for inputs, targets in loader:
                optimizer.zero_grad()
                loss = criterion(model(inputs), targets)
                loss.backward()
                optimizer.step()
                losses += [loss.item()] * len(inputs)
            scheduler.step()
            history.append(sum(losses) / len(losses))
        return history

    @staticmethod
    def broken(model, loader, criterion, optimizer, epochs, gamma, step_size):
        lr = optimizer.param_groups[0]["lr"]
        history = []
        for epoch in range(epochs):
            optimizer.param_groups[0]["lr"] = lr / gamma ** (epoch // step_size)
            total = 0.0
            for inputs, targets in loader:
                optimizer.zero_grad()
                loss = criterion(model(inputs), targets)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
            history.append(total / len(loader.dataset))
        return history

    @staticmethod
    def solution(model, loader, criterion, optimizer, epochs, gamma, step_size):
        """Train with step decay: every `step_size` epochs, each group's learning rate is multiplied by `gamma`.

        Args:
            model, loader, criterion: `criterion(model(inputs), targets)` is the batch mean of the loss.
            optimizer: has one parameter group or several; each begins with a learning rate of its own.
            epochs: how many times to go through the loader.
            gamma: a number between 0 and 1, such as 0.1.
            step_size: whole number of epochs.
        Returns:
            list of floats: for each epoch the mean loss per sample, from the forward pass before each step.
        """
        rates = [group["lr"] for group in optimizer.param_groups]
        history = []
        for epoch in range(epochs):
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * gamma ** (epoch // step_size)
            total = 0.0
            for inputs, targets in loader:
                optimizer.zero_grad()
                loss = criterion(model(inputs), targets)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
            history.append(total / len(loader.dataset))
        return history

    def again(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        return powers(model, loader, criterion, optimizer, epochs, gamma, lambda e: e // step_size)

    @mistake(
        "raises the rate, of the first group only",
        "The first group's rate still grows: every {step_size} epochs it is divided by gamma, which is below 1. And "
        "the other group's rate stays as it was.",
    )
    def untouched(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        return first_group_only(
            model, loader, criterion, optimizer, epochs, lambda epoch, start: start / gamma ** (epoch // step_size)
        )

    @mistake(
        "lowers the rate of the first group only",
        "The other group's rate stays at its start for the whole training; your first group's rate is right. "
        "With one group nobody would see it. `optimizer.param_groups` is a list: look how long it is here.",
    )
    def one_group(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        return first_group_only(
            model, loader, criterion, optimizer, epochs, lambda epoch, start: start * gamma ** (epoch // step_size)
        )

    @mistake(
        "raises the rates of all groups",
        "Every group's rate is changed now, from its own start, but upwards: divided by gamma every {step_size} "
        "epochs, and gamma is below 1. A decay makes rates smaller.",
    )
    def all_up(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        return powers(model, loader, criterion, optimizer, epochs, gamma, lambda e: -(e // step_size))

    @mistake(
        "gives all groups the first group's rate",
        "From the first epoch on, all groups have one rate, that of the first group. The other group was given a rate "
        "of its own, and that is lost: each group decays from its own start.",
    )
    def shared(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        return with_rates(
            model, loader, criterion, optimizer, epochs, lambda epoch, _, first: first * gamma ** (epoch // step_size)
        )

    @mistake(
        "gives all groups the first group's rate, and raises it",
        "From the first epoch on, all groups have one rate, that of the first group, and it still grows: divided by "
        "gamma, which is below 1. Each group should decay from its own start.",
    )
    def shared_up(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        return with_rates(
            model, loader, criterion, optimizer, epochs, lambda epoch, _, first: first / gamma ** (epoch // step_size)
        )

    @mistake(
        "the rates never change",
        "All groups keep the rate they began with to the end. That trains, but it is no step decay: after "
        "{step_size} epochs each rate should be multiplied by gamma.",
    )
    def constant(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        return train(model, loader, criterion, optimizer, epochs)

    @mistake(
        "decays in every epoch",
        "Every group's rate is multiplied by gamma from each epoch to the next. It should stay for {step_size} epochs "
        "before it falls.",
    )
    def every_epoch(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        return powers(model, loader, criterion, optimizer, epochs, gamma, lambda e: e)

    @mistake(
        "decays in every epoch, the first group only",
        "The first group's rate is multiplied by gamma from each epoch to the next; it should stay for {step_size} "
        "epochs before it falls. The other group's rate never changes.",
    )
    def every_epoch_first(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        return first_group_only(model, loader, criterion, optimizer, epochs, lambda epoch, start: start * gamma**epoch)

    @mistake(
        "decays smoothly",
        "The rates fall a little in every epoch, by gamma over {step_size} epochs. A step decay holds them still and "
        "then lets them fall at once: the exponent is a whole number, `epoch // step_size`.",
    )
    def smooth(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        return powers(model, loader, criterion, optimizer, epochs, gamma, lambda e: e / step_size)

    @mistake(
        "decays what has been decayed already",
        "Each epoch's rate is the rate of the epoch before, multiplied by gamma ** (epoch // step_size). So the decays "
        "pile up: after the first {step_size} epochs the rate falls in every epoch. Start each time from the rate at "
        "the beginning, or multiply only when an epoch begins a new step.",
    )
    def compounded(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        def so_far(epoch):
            return sum(e // step_size for e in range(epoch + 1))

        return powers(model, loader, criterion, optimizer, epochs, gamma, so_far)

    @mistake(
        "one epoch early",
        "The rates fall one epoch too early, the first time before {step_size} epochs are over. "
        "Epochs count from 0 here: the first decay belongs to epoch {step_size}.",
    )
    def early(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        return powers(model, loader, criterion, optimizer, epochs, gamma, lambda e: (e + 1) // step_size)

    @mistake(
        "one epoch late",
        "The rates fall one epoch too late, the first time after {step_size} epochs and one more. "
        "Epochs count from 0 here: the first decay belongs to epoch {step_size}.",
    )
    def late(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        return powers(model, loader, criterion, optimizer, epochs, gamma, lambda e: max(e - 1, 0) // step_size)

    @mistake(
        "one decay too many, at the start",
        "Every rate is gamma times what it should be, in all epochs: a decay happens in epoch 0 already, where `epoch "
        "% step_size` is 0 too. The first {step_size} epochs are to run with the rates that the optimizer came with.",
    )
    def at_the_start(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        return powers(model, loader, criterion, optimizer, epochs, gamma, lambda e: e // step_size + 1)

    @mistake(
        "decays once",
        "The rates fall after the first {step_size} epochs and never again. Every {step_size} epochs they should fall "
        "once more.",
    )
    def once(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        return powers(model, loader, criterion, optimizer, epochs, gamma, lambda e: min(e // step_size, 1))

    @mistake(
        "decays before each batch",
        "The rates fall several times in one epoch: in each epoch whose number is a multiple of {step_size}, 0 "
        "excepted, they are multiplied by gamma once for every batch. Once for the whole epoch is meant.",
    )
    def every_batch(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        now = [0]

        def before(number):
            if now[0] and now[0] % step_size == 0:
                for group in optimizer.param_groups:
                    group["lr"] *= gamma

        def begin(epoch):
            now[0] = epoch

        return train(model, loader, criterion, optimizer, epochs, begin=begin, before=before)

    @mistake(
        "the remainder for the quotient",
        "The rates fall within each step of {step_size} epochs and then jump back: the power of gamma is `epoch % "
        "step_size`, the remainder. How many decays lie behind an epoch, the quotient tells.",
    )
    def remainder(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        return powers(model, loader, criterion, optimizer, epochs, gamma, lambda e: e % step_size)

    @mistake(
        "gamma times the number of decays",
        "The rates are start · gamma · k, with k the number of decays so far: 0 at first, and then growing. Each decay "
        "multiplies by gamma once more, which is gamma to the power k.",
    )
    def no_power(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        return with_rates(
            model, loader, criterion, optimizer, epochs, lambda epoch, start, _: start * gamma * (epoch // step_size)
        )

    @mistake(
        "a thousandth of the rate, still growing",
        "The first group begins with a thousandth of its rate, and still grows from there: divided by gamma every "
        "{step_size} epochs. That hides the growth for a while. And the other group's rate stays as it was.",
    )
    def thousandth(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        return first_group_only(
            model,
            loader,
            criterion,
            optimizer,
            epochs,
            lambda epoch, start: start / 1000 / gamma ** (epoch // step_size),
        )

    @mistake(
        "leaves the first group out",
        "The first group's rate stays at its start; your second group's rate is right. Every group decays: the list "
        "of groups begins at place 0.",
    )
    def not_the_first(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        def begin(epoch):
            if epoch and epoch % step_size == 0:
                for group in optimizer.param_groups[1:]:
                    group["lr"] *= gamma

        return train(model, loader, criterion, optimizer, epochs, begin=begin)

    @mistake(
        "exchanges the rates of the groups",
        "The groups decay in step, but each has the rate that was given to the other. Which rate belongs to which "
        "group is told by its place in the list.",
    )
    def exchanged(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        starts = [group["lr"] for group in optimizer.param_groups][::-1]

        def begin(epoch):
            for group, start in zip(optimizer.param_groups, starts, strict=True):
                group["lr"] = start * gamma ** (epoch // step_size)

        return train(model, loader, criterion, optimizer, epochs, begin=begin)

    @mistake(
        "decays in every epoch from the first decay on",
        "The first decay comes after {step_size} epochs, as it should. But from there on the rates fall in every "
        "epoch. Between two decays lie {step_size} epochs.",
    )
    def from_then_on(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        return powers(model, loader, criterion, optimizer, epochs, gamma, lambda e: max(e - step_size + 1, 0))

    @mistake(
        "counts batches for epochs",
        "The rates fall every {step_size} batches. Asked for is a decay every {step_size} epochs: what counts may be "
        "told only once an epoch that time goes on.",
    )
    def counts_batches(self, model, loader, criterion, optimizer, epochs, gamma, step_size):
        done = [0]

        def behind(number):
            done[0] += 1
            if done[0] % step_size == 0:
                for group in optimizer.param_groups:
                    group["lr"] *= gamma

        return train(model, loader, criterion, optimizer, epochs, behind=behind)
