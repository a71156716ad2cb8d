"""`fix_07` of lesson 10: inputs and targets that are shuffled each by an order of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from ...compare import same
from ...exercise import Exercise, Finding, mistake
from ...recipes import World
from .pieces import Loader
from .watched import Linear, SameOrders, Step, WatchedLoss, WatchedOptimizer, WatchedRng, places, steps

#: (samples, batch size, inputs, rate, epochs). Several batches of different sizes, and so many epochs that a fair order
#: makes the loader's own batches in all of them less than once in a billion times.
_SETTINGS = [(7, 3, 1, 0.1, 5), (7, 2, 2, 0.05, 5), (9, 4, 3, 0.1, 4), (8, 3, 2, 0.05, 5), (11, 4, 4, 0.05, 3)]

_UNUSED = "Nothing was drawn from `rng`: it is afterwards what it was before."


def order_of(step: Step, loader: Loader) -> tuple[list[int], list[int]]:
    """Which samples' inputs, and which samples' targets, a step was made from; the targets in doubt the right ones."""
    inputs = [] if step.inputs is None else places(step.inputs.reshape(-1, loader.x.shape[1]), loader.x)
    return inputs, inputs if step.targets is None else places(step.targets.reshape(-1, 1), loader.y)


def chunks(items: list, size: int) -> list[list]:
    """Pieces of equal length; the last may be shorter."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def mixed(inputs: list[list[int]], targets: list[list[int]], loader: Loader, epochs: int) -> Finding | None:
    """How inputs came together with targets of others; `inputs` and `targets` are lists by batch."""
    pairs = [pair for batch in zip(inputs, targets, strict=True) for pair in zip(*batch, strict=True)]
    wrong = sum(one != other for one, other in pairs)
    if not wrong:
        return None
    text = f"{wrong} of {len(pairs)} times the input of one sample was trained with the target of another."
    everything = list(range(len(loader.x)))
    orders = [chunks([pair[part] for pair in pairs], len(loader.x)) for part in (0, 1)]
    if any(len(order) != epochs or any(sorted(epoch) != everything for epoch in order) for order in orders):
        return Finding("mixed, and not each once", f"{text} And in an epoch, not every sample came once.")
    as_loaded = everything * epochs
    if all(sorted(one) == sorted(other) for one, other in zip(inputs, targets, strict=True)):
        return Finding("mixed within the batches", text)
    if [one for one, _ in pairs] == as_loaded:
        return Finding("targets shuffled", text)
    if [other for _, other in pairs] == as_loaded:
        return Finding("inputs shuffled", text)
    return Finding("mixed", text)


def not_once(order: list[int], loader: Loader, epochs: int) -> Finding | None:
    """Whether each epoch goes through all samples once."""
    n = len(loader.x)
    if len(order) < n * epochs:
        text = f"{n * epochs - len(order)} times a sample was left out, of {n * epochs} in all."
        return Finding("left out", f"{text} Each epoch is to use every sample once.")
    if len(order) > n * epochs:
        return Finding("too many", f"Samples were used {len(order)} times in all, instead of {n * epochs} times.")
    again = sum(n - len(set(epoch)) for epoch in chunks(order, n))
    return Finding("again", f"{again} times a sample came again within an epoch, and another never.") if again else None


def not_shuffled(batches: list[list[int]], loader: Loader, epochs: int) -> Finding | None:
    """Whether the order of the samples is drawn anew for each epoch."""
    n, size = len(loader.x), loader.batch_size
    orders = chunks([sample for batch in batches for sample in batch], n)
    if all(order == orders[0] for order in orders):
        if orders[0] == list(range(n)):
            return Finding("not shuffled", "All epochs go through the samples in the loader's order.")
        return Finding("one order", "All epochs go through the samples in the same order.")
    loaded = [set(batch) for batch in chunks(list(range(n)), size)]
    by_epoch = chunks([set(batch) for batch in batches], len(loaded))
    if all(batch in loaded for epoch in by_epoch for batch in epoch):
        if all(epoch == loaded for epoch in by_epoch):
            return Finding(
                "within batches", "In every epoch the batches are the loader's; they are only shuffled inside."
            )
        return Finding("batches shuffled", "The batches are always the loader's; only which comes first is drawn.")
    return None


class Fix07(Exercise):
    id, points, forbids, agrees_with = "debug/fix_07", 3, (), ""
    name = "train_07"
    hints = (
        "Let a data set's targets say which sample they are: targets 0, 1, 2 …, and inputs of the same numbers. Print "
        "`x` and `y` of the first batch behind the shuffling. What should be seen there, and what is?",
        "One order for both: if sample 5 comes first among the inputs, target 5 comes first among the targets.",
        "Draw `order = rng.permutation(…)` once in each epoch, and use that same list of places behind `inputs` and "
        "behind `targets`.",
    )
    notice = "A DataLoader with `shuffle=True` draws the places of whole samples, so this mistake cannot happen in it."

    def cases(self, rng):
        for n, size, inputs, lr, epochs in _SETTINGS:
            loader = Loader(rng.normal(size=(n, inputs)), rng.normal(size=(n, 1)), size)
            model = Linear(rng.normal(size=(1, inputs)), rng.normal(size=1))
            seed = WatchedRng(int(rng.integers(1000)))
            arguments = model, loader, WatchedLoss("MSELoss"), WatchedOptimizer("SGD", lr), epochs, seed
            yield self.case(*arguments, changes=("model", "rng"), observe=("model", "rng"))

    def judge(self, case, answer: Any) -> Finding | None:
        value, after = answer
        loader, epochs = case.args["loader"], case.args["epochs"]
        made = steps(after["model"])
        if not made:
            return Finding("no steps", "No step of training was made.")
        if any(step.inputs is None for step in made):
            return Finding("steps without a batch", "A step was made without a forward pass before it.")
        deep = [step.inputs.shape for step in made if step.inputs.ndim > 2]
        if deep:
            text = f"A batch of inputs has the shape {deep[0]}, which is not (samples, features)."
            return Finding("more dimensions", f"{text} Indexing with None adds a dimension.")
        orders = [order_of(step, loader) for step in made]
        inputs, targets = ([order[part] for order in orders] for part in (0, 1))
        if any(len(one) != len(other) for one, other in orders) or any(-1 in one + other for one, other in orders):
            return Finding("other samples", "A step was made from inputs or targets that are not the data set's.")
        order = [sample for batch in inputs for sample in batch]
        found = mixed(inputs, targets, loader, epochs) or not_once(order, loader, epochs)
        if found:
            return found
        found = not_shuffled(inputs, loader, epochs)
        if found:
            return found
        sizes = [len(batch) for batch in chunks(list(range(len(loader.x))), loader.batch_size)]
        if [len(batch) for batch in inputs] != sizes * epochs:
            return Finding("batch sizes", f"The batches should have {sizes} samples in each epoch; yours have others.")
        if after["rng"] == case.args["rng"].observe(case.args["rng"].build(World())):
            return Finding("rng unused", f"{_UNUSED} Asked for are orders that are drawn from it.")
        return self._learnt(made, inputs, loader) or self._reported(value, made, inputs, loader, epochs)

    def beside(self, case, inputs):
        """The same case, in which the samples come in the order in which the wrong loop took their inputs."""
        loader, epochs = case.args["loader"], case.args["epochs"]
        if any(np.shape(batch)[1:] != loader.x.shape[1:] for batch in inputs):
            return None
        batches = [places(batch, loader.x) for batch in inputs]
        order = [sample for batch in batches for sample in batch]
        sizes = [len(batch) for batch in chunks(list(range(len(loader.x))), loader.batch_size)]
        if -1 in order or not_once(order, loader, epochs) or [len(batch) for batch in batches] != sizes * epochs:
            return None
        orders = tuple(map(tuple, chunks(order, len(loader.x))))
        return replace(case, args=case.args | {"rng": SameOrders(orders)})

    def _learnt(self, made: list[Step], batches: list[list[int]], loader: Loader) -> Finding | None:
        """Whether each step was made with the gradient of its batch's mean loss."""
        for step, batch in zip(made, batches, strict=True):
            error = 2 * (step.inputs @ step.weight.T + step.bias - loader.y[batch]) / len(batch)
            wanted = error.T @ step.inputs, error.sum(axis=0)
            if any(not same(got, right, 1e-7) for got, right in zip(step.gradients, wanted, strict=True)):
                text = "A step was made with another gradient than that of its batch's mean loss."
                return Finding("gradients", f"{text} Earlier gradients have to be cleared, once for each batch.")
        return None

    def _reported(self, value: Any, made, batches, loader: Loader, epochs: int) -> Finding | None:
        """Whether what came back are the epochs' mean losses per sample."""
        squares = [
            ((step.inputs @ step.weight.T + step.bias - loader.y[batch]) ** 2).sum()
            for step, batch in zip(made, batches, strict=True)
        ]
        means = [float(sum(epoch)) / len(loader.x) for epoch in chunks(squares, len(squares) // epochs)]
        if same(value, means, 1e-7):
            return None
        alike = chunks(
            [square / len(batch) for square, batch in zip(squares, batches, strict=True)], len(squares) // epochs
        )
        if same(value, [float(np.mean(epoch)) for epoch in alike], 1e-7):
            text = "Your losses are the means of the batches' means. A last batch that is smaller then counts too much."
            return Finding("batches count the same", f"{text} Asked for is the mean over the samples.")
        text = f"Asked for are the mean losses per sample of the {epochs} epochs: here {np.round(means, 4).tolist()}."
        return Finding("losses", text)

    @staticmethod
    def broken(model, loader, criterion, optimizer, epochs, rng):
        inputs, targets = loader.dataset.tensors
        history = []
        for _ in range(epochs):
            inputs = inputs[rng.permutation(len(inputs))]
            targets = targets[rng.permutation(len(targets))]
            total = 0.0
            for start in range(0, len(inputs), loader.batch_size):
                x = inputs[start : start + loader.batch_size]
                y = targets[start : start + loader.batch_size]
                optimizer.zero_grad()
                loss = criterion(model(x), y)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(x)
            history.append(total / len(inputs))
        return history

    @staticmethod
    def solution(model, loader, criterion, optimizer, epochs, rng):
        """Train; before each epoch the samples are shuffled.

        Batches have `loader.batch_size` samples; the last one of an epoch may have fewer.

        Args:
            model, loader, criterion: `criterion(model(inputs), targets)` is the batch mean of the loss.
                `loader.dataset.tensors` are all inputs and all targets.
            optimizer: has `zero_grad()` and `step()`.
            epochs: how many times to go through all samples.
            rng: a NumPy generator, from which orders are drawn. Which of its functions draws them, and how many
                numbers it takes, is free.
        Returns:
            list of floats: for each epoch the mean loss per sample, from the forward pass before each step.
        """
        inputs, targets = loader.dataset.tensors
        history = []
        for _ in range(epochs):
            order = rng.permutation(len(inputs))
            inputs, targets = inputs[order], targets[order]
            total = 0.0
            for start in range(0, len(inputs), loader.batch_size):
                x = inputs[start : start + loader.batch_size]
                y = targets[start : start + loader.batch_size]
                optimizer.zero_grad()
                loss = criterion(model(x), y)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(x)
            history.append(total / len(inputs))
        return history

    @staticmethod
    def _train(model, loader, criterion, optimizer, epochs, orders, scale=1.0):
        """Train; `orders()` gives, for each epoch, the batches as pairs of places: of inputs and of targets."""
        inputs, targets = loader.dataset.tensors
        history = []
        for _ in range(epochs):
            total = 0.0
            for ours, theirs in orders():
                optimizer.zero_grad()
                loss = criterion(model(inputs[ours]), targets[theirs])
                loss.backward()
                optimizer.step()
                total += loss.item() * len(ours)
            history.append(scale * total / len(inputs))
        return history

    def _by_places(self, model, loader, criterion, optimizer, epochs, draw):
        """Train with `draw()`: places of inputs and of targets for a whole epoch."""
        cut = np.arange(loader.batch_size, len(loader.dataset), loader.batch_size)

        def orders():
            ours, theirs = draw()
            return zip(np.split(ours, cut), np.split(theirs, cut), strict=True)

        return self._train(model, loader, criterion, optimizer, epochs, orders)

    @mistake(
        "two orders",
        "Inputs and targets come in two different orders, so a sample's input meets another one's target. What such "
        "pairs teach says nothing about the data, and no error tells of it.",
    )
    def two_orders(self, model, loader, criterion, optimizer, epochs, rng):
        n = len(loader.dataset)
        draw = lambda: (rng.permutation(n), rng.permutation(n))  # noqa: E731
        return self._by_places(model, loader, criterion, optimizer, epochs, draw)

    @mistake(
        "shuffles the inputs only",
        "The inputs come in a new order, the targets in the loader's. What belongs together has to be moved together: "
        "one order for both.",
    )
    def inputs_only(self, model, loader, criterion, optimizer, epochs, rng):
        n = len(loader.dataset)
        draw = lambda: (rng.permutation(n), np.arange(n))  # noqa: E731
        return self._by_places(model, loader, criterion, optimizer, epochs, draw)

    @mistake(
        "shuffles the targets only",
        "The targets come in a new order, the inputs in the loader's. What belongs together has to be moved together: "
        "one order for both.",
    )
    def targets_only(self, model, loader, criterion, optimizer, epochs, rng):
        n = len(loader.dataset)
        draw = lambda: (np.arange(n), rng.permutation(n))  # noqa: E731
        return self._by_places(model, loader, criterion, optimizer, epochs, draw)

    @mistake(
        "mixes within the batch",
        "The right samples come into a batch together, but inside it inputs and targets stand in different orders. A "
        "sample's target has to stand in the same row as its input.",
    )
    def within_the_batch(self, model, loader, criterion, optimizer, epochs, rng):
        def draw():
            order = rng.permutation(len(loader.dataset))
            cut = np.arange(loader.batch_size, len(order), loader.batch_size)
            return order, np.concatenate([np.roll(batch, 1) for batch in np.split(order, cut)])

        return self._by_places(model, loader, criterion, optimizer, epochs, draw)

    @mistake(
        "does not shuffle",
        "Inputs and targets belong together again, but nothing is shuffled any more: all epochs go through the samples "
        "in the loader's order. Asked for is a new order before each epoch.",
    )
    def unshuffled(self, model, loader, criterion, optimizer, epochs, rng):
        n = len(loader.dataset)
        return self._by_places(model, loader, criterion, optimizer, epochs, lambda: (np.arange(n), np.arange(n)))

    @mistake(
        "one order for all epochs",
        "Inputs and targets belong together again, but all epochs go through them in the same order. Before each epoch "
        "a new one should be drawn; a generator that is made anew with a fixed seed gives the old one again.",
    )
    def one_order(self, model, loader, criterion, optimizer, epochs, rng):
        order = np.roll(rng.permutation(len(loader.dataset)), 1)
        order = order[::-1] if (np.diff(order) == 1).all() else order
        return self._by_places(model, loader, criterion, optimizer, epochs, lambda: (order, order))

    @mistake(
        "shuffles the batches, not the samples",
        "Inputs and targets belong together again, but the batches are always made of the same samples, those of the "
        "loader: only which batch comes first is drawn. It is the samples that should be shuffled.",
    )
    def batches(self, model, loader, criterion, optimizer, epochs, rng):
        pieces = chunks(list(range(len(loader.dataset))), loader.batch_size)

        def orders():
            return [(pieces[k], pieces[k]) for k in rng.permutation(len(pieces))]

        return self._train(model, loader, criterion, optimizer, epochs, orders)

    @mistake(
        "shuffles inside the batches",
        "Inputs and targets belong together again, but each batch is made of the same samples in every epoch, and only "
        "shuffled inside. That changes no gradient. All samples should be shuffled, and then cut into batches.",
    )
    def inside(self, model, loader, criterion, optimizer, epochs, rng):
        pieces = chunks(list(range(len(loader.dataset))), loader.batch_size)

        def orders():
            drawn = [rng.permutation(piece) for piece in pieces]
            return [(piece, piece) for piece in drawn]

        return self._train(model, loader, criterion, optimizer, epochs, orders)

    @mistake(
        "leaves rng alone",
        "Inputs and targets belong together again, and their order changes. But nothing was drawn from `rng`: "
        "whoever hands over another generator gets no other orders.",
    )
    def another_generator(self, model, loader, criterion, optimizer, epochs, rng):
        own, n = np.random.default_rng(len(loader.dataset)), len(loader.dataset)

        def draw():
            order = own.permutation(n)
            return order, order

        return self._by_places(model, loader, criterion, optimizer, epochs, draw)

    @mistake(
        "draws with replacement",
        "Inputs and targets belong together again, but in an epoch some samples come twice and others never: places "
        "are drawn one by one. A permutation has each of them once.",
    )
    def with_replacement(self, model, loader, criterion, optimizer, epochs, rng):
        def draw():
            places = rng.integers(len(loader.dataset), size=len(loader.dataset))
            places[0] = places[-1]
            return places, places

        return self._by_places(model, loader, criterion, optimizer, epochs, draw)
