"""`fix_08` of lesson 10: training steps on validation batches, and statistics that know the validation inputs."""

from __future__ import annotations

from typing import Any

import numpy as np

import tinygrad_lite as tg

from ...exercise import Exercise, mistake
from ...recipes import Criterion, Optimizer
from .pieces import Loader, Net

#: (training samples, validation samples, batch size, sizes of the network, optimizer, its options, rate, epochs)
_SETTINGS = [
    (4, 2, 2, (1, 1), "SGD", {}, 0.1, 2),
    (5, 3, 2, (2, 3, 1), "SGD", {}, 0.1, 3),
    (7, 4, 3, (3, 4, 1), "SGD", {"momentum": 0.9}, 0.03, 4),
    (6, 5, 4, (2, 5, 1), "Adam", {}, 0.02, 3),
    (9, 5, 4, (4, 3, 1), "SGD", {}, 0.05, 3),
    (8, 7, 3, (3, 5, 1), "Adam", {}, 0.03, 3),
]


def stack(*loaders: Any) -> Any:
    """The inputs of all samples, in an array."""
    return np.concatenate([inputs.numpy() for loader in loaders for inputs, _ in loader])


def moments(array: np.ndarray, ddof: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of each column."""
    return array.mean(0), array.std(0, ddof=ddof)


def passes(model, loader, criterion, optimizer, epochs, val_loader, train, val=None, *, steps=("train",), order=1):
    """Go through both loaders in each epoch.

    Args:
        train, val: mean and standard deviation for either part's inputs; the same for both where `val` is left out.
        steps: the parts whose batches are trained on.
        order: −1 goes through the validation part first.
    """
    history: dict[str, list[float]] = {"train": [], "val": []}
    parts = [("train", loader, train), ("val", val_loader, train if val is None else val)][::order]
    for _ in range(epochs):
        for name, batches, (mean, std) in parts:
            total = 0.0
            for inputs, targets in batches:
                loss = criterion(model((inputs - mean) / std), targets)
                if name in steps:
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(inputs)
            history[name].append(total / len(batches.dataset))
    return history


class Fix08(Exercise):
    id, points, rtol, forbids = "debug/fix_08", 4, 1e-7, ()
    name = "train_08"
    hints = (
        "Ask of each line: would it give something else if the validation samples were others? Which lines may that "
        "be true of, if they are to stand for samples nobody has seen?",
        "Validation samples may go into one thing only, the validation loss. Not into a gradient, and not into the "
        "mean and the standard deviation with which all inputs are standardised.",
        "The statistics are those of `loader` alone. In the loop over batches, `zero_grad`, `backward` and `step` "
        'stand under `if name == "train":`; the loss is added up for both.',
    )
    causes = (
        (
            "RuntimeError",
            "the loss does not depend on any parameter",
            "Under `no_grad` nothing is recorded that `backward` could go back through. That is as it should be for "
            "validation: `backward` and `step` belong to training batches.",
        ),
    )
    notice = "Whatever is computed from data before training, such as a mean, is trained as well: from training data."

    def cases(self, rng):
        for n, n_val, batch, sizes, name, options, lr, epochs in _SETTINGS:
            spread, place = rng.uniform(0.5, 3.0, size=sizes[0]), rng.uniform(-2.0, 2.0, size=sizes[0])
            inputs = [place + shift + spread * rng.normal(size=(m, sizes[0])) for m, shift in [(n, 0), (n_val, 0.5)]]
            loader, val_loader = (Loader(x, rng.normal(size=(len(x), 1)), batch) for x in inputs)
            arguments = Net.draw(rng, *sizes), loader, Criterion("MSELoss"), Optimizer(name, lr, options=options)
            yield self.case(*arguments, epochs, val_loader, changes=("model",), observe=("model",))

    def reference(self, model, loader, criterion, optimizer, epochs, val_loader):
        import torch

        seen = loader.dataset.tensors[0]
        found = {"train": [], "val": []}
        for _ in range(epochs):
            losses = []
            for inputs, targets in loader:
                optimizer.zero_grad()
                loss = criterion(model((inputs - seen.mean(0)) / seen.std(0)), targets)
                loss.backward()
                optimizer.step()
                losses += [loss.item()] * len(inputs)
            found["train"].append(sum(losses) / len(losses))
            inputs, targets = val_loader.dataset.tensors
            with torch.no_grad():
                found["val"].append(criterion(model((inputs - seen.mean(0)) / seen.std(0)), targets).item())
        return found

    @staticmethod
    def broken(model, loader, criterion, optimizer, epochs, val_loader):
        seen = tg.cat([inputs for inputs, _ in [*loader, *val_loader]])
        mean, std = seen.mean(0), seen.std(0)
        history = {"train": [], "val": []}
        for _ in range(epochs):
            for name, batches in [("train", loader), ("val", val_loader)]:
                total = 0.0
                for inputs, targets in batches:
                    optimizer.zero_grad()
                    loss = criterion(model((inputs - mean) / std), targets)
                    loss.backward()
                    optimizer.step()
                    total += loss.item() * len(inputs)
                history[name].append(total / len(batches.dataset))
        return history

    @staticmethod
    def solution(model, loader, criterion, optimizer, epochs, val_loader):
        """Train on the samples of `loader`, and after each epoch validate on those of `val_loader`.

        All inputs are standardised per feature, with the mean and the `std(0)` of the training samples alone.

        Args:
            model, loader, criterion: `criterion(model(inputs), targets)` is the batch mean of the loss.
            optimizer: has `zero_grad()` and `step()`.
            epochs: how many times to go through the loader.
            val_loader: gives batches as `loader` does, of the samples that are for validation.
        Returns:
            dict of two lists with one float an epoch: "train", the mean loss per sample from the forward pass
            before each step, and "val", the mean loss per sample of the validation.
        """
        seen = tg.cat([inputs for inputs, _ in loader])
        mean, std = seen.mean(0), seen.std(0)
        history = {"train": [], "val": []}
        for _ in range(epochs):
            for name, batches in [("train", loader), ("val", val_loader)]:
                total = 0.0
                for inputs, targets in batches:
                    loss = criterion(model((inputs - mean) / std), targets)
                    if name == "train":
                        optimizer.zero_grad()
                        loss.backward()
                        optimizer.step()
                    total += loss.item() * len(inputs)
                history[name].append(total / len(batches.dataset))
        return history

    def again(self, model, loader, criterion, optimizer, epochs, val_loader):
        mine = moments(stack(loader))
        return passes(model, loader, criterion, optimizer, epochs, val_loader, mine)

    @mistake(
        "trains on validation, with statistics of all data",
        "The validation batches still train the model: each of them makes a step. And the mean and standard deviation "
        "are still computed from both parts. So the validation loss is that of samples the training has seen.",
    )
    def untouched(self, model, loader, criterion, optimizer, epochs, val_loader):
        everything = moments(stack(loader, val_loader))
        return passes(model, loader, criterion, optimizer, epochs, val_loader, everything, steps=("train", "val"))

    @mistake(
        "statistics of all data",
        "The validation batches make no steps any more. But the mean and the standard deviation still come from both "
        "parts: through them, every training step knows something of the validation inputs.",
    )
    def all_statistics(self, model, loader, criterion, optimizer, epochs, val_loader):
        return passes(model, loader, criterion, optimizer, epochs, val_loader, moments(stack(loader, val_loader)))

    @mistake(
        "trains on validation",
        "The statistics are those of the training part now. But the validation batches still train the model: each of "
        "them makes a step, so their loss falls as the training loss does and says nothing of new samples.",
    )
    def trains_on_both(self, model, loader, criterion, optimizer, epochs, val_loader):
        return passes(
            model, loader, criterion, optimizer, epochs, val_loader, moments(stack(loader)), steps=("train", "val")
        )

    @mistake(
        "validation by its own statistics",
        "Each part is standardised by its own mean and standard deviation. The model learned what a number means by "
        "those of the training part; validation inputs have to be measured with the same ones.",
    )
    def own_statistics(self, model, loader, criterion, optimizer, epochs, val_loader):
        mine, theirs = moments(stack(loader)), moments(stack(val_loader))
        return passes(model, loader, criterion, optimizer, epochs, val_loader, mine, theirs)

    @mistake(
        "validation by its own statistics, and trained on",
        "Each part is standardised by its own mean and standard deviation; validation inputs have to be measured with "
        "those of the training part. And the validation batches still train the model: each makes a step.",
    )
    def own_statistics_and_steps(self, model, loader, criterion, optimizer, epochs, val_loader):
        mine, theirs = moments(stack(loader)), moments(stack(val_loader))
        both = ("train", "val")
        return passes(model, loader, criterion, optimizer, epochs, val_loader, mine, theirs, steps=both)

    @mistake(
        "does not standardise",
        "The inputs are not standardised: the losses are those of a training on the numbers as they come. Leaving the "
        "statistics out ends that leak, but the statistics of the training part are allowed, and asked for.",
    )
    def raw(self, model, loader, criterion, optimizer, epochs, val_loader):
        return passes(model, loader, criterion, optimizer, epochs, val_loader, (0.0, 1.0))

    @mistake(
        "standardises the training part only",
        "The training inputs are standardised, the validation inputs go into the model as they come. It then sees "
        "numbers of another scale than those it learned from. The same mean and deviation belong to both.",
    )
    def raw_validation(self, model, loader, criterion, optimizer, epochs, val_loader):
        mine = moments(stack(loader))
        return passes(model, loader, criterion, optimizer, epochs, val_loader, mine, (0.0, 1.0))

    @mistake(
        "the deviation still of all data",
        "The standard deviation is still that of both parts; your mean is right. The deviation is a statistic as well, "
        "and knows the validation inputs.",
    )
    def deviation_of_all(self, model, loader, criterion, optimizer, epochs, val_loader):
        statistics = moments(stack(loader))[0], moments(stack(loader, val_loader))[1]
        return passes(model, loader, criterion, optimizer, epochs, val_loader, statistics)

    @mistake(
        "statistics of the validation part",
        "Mean and standard deviation are those of the validation part alone. It is the other one that training may "
        "know: `loader`.",
    )
    def of_validation(self, model, loader, criterion, optimizer, epochs, val_loader):
        return passes(model, loader, criterion, optimizer, epochs, val_loader, moments(stack(val_loader)))

    @mistake(
        "trains on the validation part only",
        "The batches of `val_loader` make the steps now, and those of `loader` make none. The two have changed places: "
        "training samples are the ones in `loader`.",
    )
    def exchanged(self, model, loader, criterion, optimizer, epochs, val_loader):
        mine = moments(stack(loader))
        return passes(model, loader, criterion, optimizer, epochs, val_loader, mine, steps=("val",))

    @mistake(
        "validates before training",
        "Each validation loss is the one before the epoch's training, so the list is an epoch behind, and the last "
        "epoch is never validated. Train first, then validate.",
    )
    def validates_first(self, model, loader, criterion, optimizer, epochs, val_loader):
        mine = moments(stack(loader))
        return passes(model, loader, criterion, optimizer, epochs, val_loader, mine, order=-1)

    @mistake(
        "statistics of the first batch",
        "Mean and standard deviation are those of the first training batch alone. They leak nothing, but the whole "
        "training part may be used, and tells more.",
    )
    def first_batch(self, model, loader, criterion, optimizer, epochs, val_loader):
        inputs, _ = next(iter(loader))
        return passes(model, loader, criterion, optimizer, epochs, val_loader, moments(inputs.numpy()))

    @mistake(
        "one mean for all features",
        "One mean and one standard deviation were computed over all numbers of the training inputs. Per feature means "
        "one for each column: `mean(0)` and `std(0)`.",
    )
    def over_everything(self, model, loader, criterion, optimizer, epochs, val_loader):
        statistics = stack(loader).mean(), stack(loader).std(ddof=1)
        return passes(model, loader, criterion, optimizer, epochs, val_loader, statistics)

    @mistake(
        "one deviation for all features",
        "Your standard deviation is one number, over all training inputs. Features need one each: `std(0)`.",
    )
    def one_deviation(self, model, loader, criterion, optimizer, epochs, val_loader):
        statistics = stack(loader).mean(0), stack(loader).std(ddof=1)
        return passes(model, loader, criterion, optimizer, epochs, val_loader, statistics)

    @mistake(
        "divides by n in the deviation",
        "Nothing leaks any more. Only the standard deviation is the one that divides by n, as NumPy's does; asked for "
        "is that of a tensor's `std(0)`, which divides by n − 1.",
    )
    def population(self, model, loader, criterion, optimizer, epochs, val_loader):
        mine = moments(stack(loader), ddof=0)
        return passes(model, loader, criterion, optimizer, epochs, val_loader, mine)

    @mistake(
        "nothing is trained",
        "The losses stay the same from epoch to epoch: no step is made any more, with training batches neither. "
        "Validation batches should make none; those of `loader` should.",
    )
    def no_steps(self, model, loader, criterion, optimizer, epochs, val_loader):
        return passes(model, loader, criterion, optimizer, epochs, val_loader, moments(stack(loader)), steps=())

    @mistake(
        "validation gradients reach the next step",
        "Validation batches make no steps any more, but they still fill the gradients. The first training step of the "
        "next epoch is made with these added: a leak that no `step` shows. The statistics are right.",
    )
    def gradients_stay(self, model, loader, criterion, optimizer, epochs, val_loader):
        mean, std = moments(stack(loader))
        history = {"train": [], "val": []}
        for _ in range(epochs):
            for name, batches in [("train", loader), ("val", val_loader)]:
                total = 0.0
                for inputs, targets in batches:
                    loss = criterion(model((inputs - mean) / std), targets)
                    loss.backward()
                    if name == "train":
                        optimizer.step()
                        optimizer.zero_grad()
                    total += loss.item() * len(inputs)
                history[name].append(total / len(batches.dataset))
        return history

    @mistake(
        "each batch by its own statistics",
        "Every batch is standardised by its own mean and standard deviation. The same input then means something else "
        "in each batch; one mean and one deviation, those of the training part, belong to all.",
    )
    def by_batch(self, model, loader, criterion, optimizer, epochs, val_loader):
        def own(inputs):
            return model((inputs - inputs.mean(0)) / inputs.std(0))

        return passes(own, loader, criterion, optimizer, epochs, val_loader, (0.0, 1.0))

    @mistake(
        "divides by the variance",
        "The inputs are divided by the variance of the training part, the square of the standard deviation: `std`, not "
        "`var`.",
    )
    def variance(self, model, loader, criterion, optimizer, epochs, val_loader):
        mean, std = moments(stack(loader))
        return passes(model, loader, criterion, optimizer, epochs, val_loader, (mean, std**2))

    @mistake(
        "validates once, at the end",
        'The training is right now. But "val" holds one loss, that of the trained model; asked for is one after each '
        "epoch, so that the two curves can be compared.",
    )
    def once(self, model, loader, criterion, optimizer, epochs, val_loader):
        right = self.solution(model, loader, criterion, optimizer, epochs, val_loader)
        return {**right, "val": right["val"][-1:]}

    @mistake(
        "no validation loss",
        'The training is right now. But the losses in "val" are all 0: nothing was added up for validation batches. '
        "They take part in the loss that is reported, and in nothing else.",
    )
    def no_validation(self, model, loader, criterion, optimizer, epochs, val_loader):
        right = self.solution(model, loader, criterion, optimizer, epochs, val_loader)
        return {**right, "val": [0.0] * epochs}

    @mistake(
        "divides by the number of training samples",
        "The training is right now. But the sum of the validation losses is divided by the number of training samples; "
        "the validation part has a length of its own.",
    )
    def other_length(self, model, loader, criterion, optimizer, epochs, val_loader):
        right = self.solution(model, loader, criterion, optimizer, epochs, val_loader)
        share = len(val_loader.dataset) / len(loader.dataset)
        return {**right, "val": [share * loss for loss in right["val"]]}

    @mistake(
        "steps in validation with old gradients",
        "Validation batches fill no gradients any more, but each still makes a step, with the gradients that the last "
        "training batch left behind. The step belongs to training batches alone, as `backward` does.",
    )
    def old_gradients(self, model, loader, criterion, optimizer, epochs, val_loader):
        mean, std = moments(stack(loader))

        def stepping(outputs, targets):
            loss = criterion(outputs, targets)
            if len(seen) == len(loader):  # all training batches of this epoch have gone by
                optimizer.step()
            else:
                seen.append(len(targets))
            return loss

        history: dict[str, list[float]] = {"train": [], "val": []}
        for _ in range(epochs):
            seen: list[int] = []
            found = passes(model, loader, stepping, optimizer, 1, val_loader, (mean, std))
            history = {name: history[name] + found[name] for name in history}
        return history

    @mistake(
        "subtracts mean / std",
        "From the inputs you subtracted mean / std: the division comes before the subtraction. Standardised is "
        "(inputs − mean) / std, with parentheses.",
    )
    def no_brackets(self, model, loader, criterion, optimizer, epochs, val_loader):
        mean, std = moments(stack(loader))
        return passes(model, loader, criterion, optimizer, epochs, val_loader, (mean / std, 1.0))
