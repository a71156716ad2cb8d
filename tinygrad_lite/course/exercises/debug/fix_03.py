"""`fix_03` of lesson 10: a softmax in front of a loss that has one inside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...exercise import Exercise, mistake
from ...recipes import Criterion, Optimizer
from .pieces import Loader, Net
from .rows import CAUSES, loop_cause

#: (samples, batch size, sizes of the network, optimizer, rate, its options, epochs)
_SETTINGS: list[tuple] = [
    (3, 2, (2, 3), "SGD", 0.5, {}, 2),
    (5, 2, (2, 2), "SGD", 0.8, {}, 2),
    (7, 3, (3, 4, 3), "SGD", 0.5, {}, 2),
    (5, 3, (3, 5, 4), "Adam", 0.05, {}, 3),
    (7, 4, (2, 4, 3), "SGD", 0.4, {"momentum": 0.9}, 3),
    (8, 3, (4, 3, 5), "SGD", 0.7, {}, 2),
]
Report = Callable[[Any, Any], float]


def highest(values: Any) -> float:
    """The sum over the batch of each sample's largest value."""
    return values.max(dim=1).values.sum().item()


def sure(outputs: Any, targets: Any) -> float:
    """The right report: the largest probability of each sample."""
    return highest(outputs.softmax(dim=1))


def own(probabilities: Any, targets: Any) -> Any:
    """The probability of each sample's own class."""
    rows = np.arange(len(probabilities))
    return probabilities[rows, targets.numpy()]


def train(
    model: Any,
    loader: Any,
    criterion: Any,
    optimizer: Any,
    epochs: int,
    *,
    into_loss: Callable[[Any], Any] = lambda outputs: outputs,
    loss_of: Callable[[Any, Any], Any] | None = None,
    report: Report = sure,
    step: bool = True,
    clear: bool = True,
    weigh: bool = True,
    weigh_report: bool = True,
    behind: bool = False,
) -> dict[str, list[float]]:
    """Train; what the criterion gets, and what is added up for the confidence, as asked for.

    `loss_of(outputs, targets)` stands in for the criterion. Without `weigh`, batches are averaged; without
    `weigh_report`, those of the confidence. `behind` takes the confidence from a forward pass behind the step.
    """
    found: dict[str, list[float]] = {"loss": [], "confidence": []}
    for _ in range(epochs):
        losses, confidences, sizes = [], [], []
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = loss_of(outputs, targets) if loss_of else criterion(into_loss(outputs), targets)
            if clear:
                optimizer.zero_grad()
            loss.backward()
            if step:
                optimizer.step()
            losses.append(loss.item())
            confidences.append(report(model(inputs) if behind else outputs, targets) / len(inputs))
            sizes.append(len(inputs))
        found["loss"].append(float(np.average(losses, weights=sizes if weigh else None)))
        found["confidence"].append(float(np.average(confidences, weights=sizes if weigh and weigh_report else None)))
    return found


def probabilities(outputs: Any) -> Any:
    """What the softmax gives."""
    return outputs.softmax(dim=1)


class Fix03(Exercise):
    id, points, rtol, forbids = "debug/fix_03", 4, 1e-7, ()
    name = "train_03"
    hints = (
        "Follow one number from `model(inputs)` to the loss, and say at each place whether it is a logit or a "
        "probability. What does `nn.CrossEntropyLoss` expect, and what does it do with it first?",
        "Cross-entropy of logits z is −log softmax(z)[target]: the softmax is inside. The confidence is the largest "
        "entry of softmax(z), with one softmax, too.",
        "Two names instead of one: `logits = model(inputs)` goes to the criterion; `logits.softmax(dim=1)` is needed "
        "for the confidence alone.",
    )
    notice = (
        "With two softmaxes the loss cannot fall below −log(e / (e + C − 1)), which is 0.55 for three classes: even a "
        "certain and right answer looks doubtful. It still learns, slowly, and so this fault lives long."
    )

    causes = (
        (
            "RuntimeError",
            "cross_entropy: needs a floating point tensor",
            "The criterion was given whole numbers, such as `argmax` makes. It wants the logits of all classes, as the "
            "model gives them.",
        ),
        (
            "TypeError",
            "got a Largest",
            "`max(dim=1)` gives two tensors: the largest values, `.values`, and where they stand, `.indices`.",
        ),
    )

    def cause(self, failure, case, submission):
        return loop_cause((*self.causes, *CAUSES), failure, submission)

    def cases(self, rng):
        for n, batch, sizes, optimizer, lr, options, epochs in _SETTINGS:
            x = rng.normal(size=(n, sizes[0]))
            loader = Loader(x, (x @ rng.normal(size=(sizes[0], sizes[-1]))).argmax(axis=1), batch)
            model, steps = Net.draw(rng, *sizes), Optimizer(optimizer, lr, options=options)
            arguments = model, loader, Criterion("CrossEntropyLoss"), steps, epochs
            yield self.case(*arguments, changes=("model",), observe=("model",))

    def reference(self, model, loader, criterion, optimizer, epochs):
        import torch

        found: dict[str, list[float]] = {"loss": [], "confidence": []}
        for _ in range(epochs):
            losses, confidences = [], []
            for inputs, targets in loader:
                logits = model(inputs)
                each = torch.nn.functional.nll_loss(logits.log_softmax(1), targets, reduction="none")
                optimizer.zero_grad()
                each.mean().backward()
                optimizer.step()
                losses += each.tolist()
                confidences += logits.softmax(1).amax(1).tolist()
            found["loss"].append(sum(losses) / len(losses))
            found["confidence"].append(sum(confidences) / len(confidences))
        return found

    @staticmethod
    def broken(model, loader, criterion, optimizer, epochs):
        history = {"loss": [], "confidence": []}
        for _ in range(epochs):
            total, confidence = 0.0, 0.0
            for inputs, targets in loader:
                outputs = model(inputs).softmax(dim=1)
                loss = criterion(outputs, targets)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
                confidence += outputs.max(dim=1).values.sum().item()
            history["loss"].append(total / len(loader.dataset))
            history["confidence"].append(confidence / len(loader.dataset))
        return history

    @staticmethod
    def solution(model, loader, criterion, optimizer, epochs):
        """Train a classifier, and report how it went.

        Args:
            model: `model(inputs)` gives logits, (batch, classes).
            loader: its targets are class indices.
            criterion: `nn.CrossEntropyLoss()`.
            optimizer: has `zero_grad()` and `step()`.
            epochs: how many times to go through the loader.
        Returns:
            dict of two lists with one float an epoch: "loss", the mean loss per sample, and "confidence", the mean over
            all samples of the largest of a sample's class probabilities. Both are from the forward pass before each
            step.
        """
        history = {"loss": [], "confidence": []}
        for _ in range(epochs):
            total, confidence = 0.0, 0.0
            for inputs, targets in loader:
                outputs = model(inputs)
                loss = criterion(outputs, targets)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
                confidence += outputs.softmax(dim=1).max(dim=1).values.sum().item()
            history["loss"].append(total / len(loader.dataset))
            history["confidence"].append(confidence / len(loader.dataset))
        return history

    def again(self, model, loader, criterion, optimizer, epochs):
        return train(model, loader, criterion, optimizer, epochs)

    @mistake(
        "softmax twice",
        "The criterion still gets probabilities, and takes them for logits: `nn.CrossEntropyLoss` does a softmax of "
        "its own. After two of them the classes look more alike than they are, and from a mistake that the net is "
        "sure of it learns next to nothing.",
    )
    def untouched(self, model, loader, criterion, optimizer, epochs):
        return train(model, loader, criterion, optimizer, epochs, into_loss=probabilities)

    @mistake(
        "no softmax for the confidence",
        "The confidence is the mean of the largest logits. These are no probabilities: for the report the softmax is "
        "needed, once. The training itself is right now.",
    )
    def none_at_all(self, model, loader, criterion, optimizer, epochs):
        return train(model, loader, criterion, optimizer, epochs, report=lambda z, t: highest(z))

    @mistake(
        "the confidence has two softmaxes",
        "The confidence is taken after two softmaxes, so that the classes look more alike than they are. The training "
        "itself is right now.",
    )
    def twice_in_report(self, model, loader, criterion, optimizer, epochs):
        report = lambda z, t: highest(probabilities(probabilities(z)))  # noqa: E731
        return train(model, loader, criterion, optimizer, epochs, report=report)

    @mistake(
        "softmax twice, also for the confidence",
        "The criterion still gets probabilities, and does a softmax of its own. And the confidence is taken after two "
        "softmaxes. One for the report is enough, and none in front of the criterion.",
    )
    def twice_everywhere(self, model, loader, criterion, optimizer, epochs):
        report = lambda z, t: highest(probabilities(probabilities(z)))  # noqa: E731
        return train(model, loader, criterion, optimizer, epochs, into_loss=probabilities, report=report)

    @mistake(
        "the logarithm for the confidence",
        "The confidence is the mean of logarithms, below 0. A probability is wanted: `softmax`, or `exp` of a "
        "log-softmax. The training itself is right: a log-softmax in front of the criterion changes nothing.",
    )
    def logarithm(self, model, loader, criterion, optimizer, epochs):
        report = lambda z, t: highest(z.log_softmax(dim=1))  # noqa: E731
        return train(model, loader, criterion, optimizer, epochs, report=report)

    @mistake(
        "the softmax goes over the batch",
        "For the confidence the softmax goes over the samples of the batch, `dim=0`. The probabilities of one "
        "sample's classes are to add up to 1: `dim=1`. The training itself is right now.",
    )
    def other_axis(self, model, loader, criterion, optimizer, epochs):
        return train(model, loader, criterion, optimizer, epochs, report=lambda z, t: highest(z.softmax(dim=0)))

    @mistake(
        "softmax over the batch in front of the criterion",
        "The criterion still gets a softmax, over the samples of the batch now, and so does the confidence. It should "
        "get the logits as they are: it has a softmax of its own.",
    )
    def other_axis_everywhere(self, model, loader, criterion, optimizer, epochs):
        over = lambda z: z.softmax(dim=0)  # noqa: E731
        return train(model, loader, criterion, optimizer, epochs, into_loss=over, report=lambda z, t: highest(over(z)))

    @mistake(
        "a sigmoid in place of the softmax",
        "The criterion gets a sigmoid of the logits now, and takes that for logits. It should get the logits as they "
        "are. And the probabilities of several classes come from a softmax.",
    )
    def sigmoid(self, model, loader, criterion, optimizer, epochs):
        squash = lambda z: z.sigmoid()  # noqa: E731
        return train(
            model, loader, criterion, optimizer, epochs, into_loss=squash, report=lambda z, t: highest(squash(z))
        )

    @mistake(
        "a sigmoid for the confidence",
        "The confidence is taken from a sigmoid of each logit by itself. The probabilities of several classes come "
        "from a softmax, and add up to 1. The training itself is right now.",
    )
    def sigmoid_report(self, model, loader, criterion, optimizer, epochs):
        return train(model, loader, criterion, optimizer, epochs, report=lambda z, t: highest(z.sigmoid()))

    @mistake(
        "minus the probability for its logarithm",
        "Your loss is minus the probability of the right class. Cross-entropy is minus its logarithm; the criterion "
        "does all of it, from the logits.",
    )
    def no_logarithm(self, model, loader, criterion, optimizer, epochs):
        loss = lambda z, t: -own(probabilities(z), t).mean()  # noqa: E731
        return train(model, loader, criterion, optimizer, epochs, loss_of=loss)

    @mistake(
        "the probability of the right class",
        "Your confidence is the probability of the right class. The largest of a sample's probabilities is wanted, "
        "right or not: how sure the net is. The training itself is right now.",
    )
    def of_the_target(self, model, loader, criterion, optimizer, epochs):
        report = lambda z, t: own(probabilities(z), t).sum().item()  # noqa: E731
        return train(model, loader, criterion, optimizer, epochs, report=report)

    @mistake(
        "softmax in front of the criterion, none for the confidence",
        "The criterion still gets probabilities, and does a softmax of its own; and the confidence is taken from the "
        "logits now. It is the other way round: logits for the criterion, probabilities for the report.",
    )
    def exchanged(self, model, loader, criterion, optimizer, epochs):
        report = lambda z, t: highest(z)  # noqa: E731
        return train(model, loader, criterion, optimizer, epochs, into_loss=probabilities, report=report)

    @mistake(
        "the number of the class",
        'Under "confidence" stands the mean of the classes\' numbers, as `.indices`, `[1]` or `argmax` give them. How '
        "large the largest probability is, is wanted: `.values`. The training itself is right now.",
    )
    def places(self, model, loader, criterion, optimizer, epochs):
        report = lambda z, t: z.argmax(dim=1).sum().item()  # noqa: E731
        return train(model, loader, criterion, optimizer, epochs, report=report)

    @mistake(
        "the confidence behind the step",
        "The confidence comes from a second forward pass, behind the step, when the weights have moved already. Wanted "
        "is that of the forward pass before the step. The training itself is right now.",
    )
    def behind(self, model, loader, criterion, optimizer, epochs):
        return train(model, loader, criterion, optimizer, epochs, behind=True)

    @mistake(
        "averages batches for the confidence",
        "The confidence averages the batches, so that each sample of a last batch that is smaller counts more than the "
        "others. The loss is right.",
    )
    def report_means(self, model, loader, criterion, optimizer, epochs):
        return train(model, loader, criterion, optimizer, epochs, weigh_report=False)

    @mistake(
        "the last epoch alone",
        "You returned the numbers of the last epoch alone. Wanted are lists, with one number for each epoch. The "
        "training itself is right now.",
    )
    def last_epoch(self, model, loader, criterion, optimizer, epochs):
        return {key: values[-1] for key, values in train(model, loader, criterion, optimizer, epochs).items()}

    @mistake(
        "accuracy for the confidence",
        'Under "confidence" stands the accuracy, the share of right answers. Wanted is how sure the net is: the mean '
        "of the largest probabilities. The training itself is right now.",
    )
    def accuracy(self, model, loader, criterion, optimizer, epochs):
        report = lambda z, t: (z.argmax(dim=1) == t).sum().item()  # noqa: E731
        return train(model, loader, criterion, optimizer, epochs, report=report)

    @mistake(
        "the highest confidence of each batch",
        "For the confidence only the surest sample of each batch is taken, as `.max()` without `dim` gives it. Each "
        "sample has a largest probability: `max(dim=1)`. The training itself is right now.",
    )
    def one_a_batch(self, model, loader, criterion, optimizer, epochs):
        report = lambda z, t: probabilities(z).max().item() * len(z)  # noqa: E731
        return train(model, loader, criterion, optimizer, epochs, report=report)

    @mistake(
        "averages batches",
        "The report averages the batches, so that each sample of a last batch that is smaller counts more than the "
        "others. The training itself is right now.",
    )
    def batch_means(self, model, loader, criterion, optimizer, epochs):
        return train(model, loader, criterion, optimizer, epochs, weigh=False)

    @mistake(
        "the weights never move",
        "The weights are the same before and after, so each epoch reports the same. Usual reasons: no step is made; "
        "gradients are set back between `backward()` and the step; or `.detach()`, `.item()` or a new tensor cuts the "
        "loss off from the weights.",
    )
    def no_step(self, model, loader, criterion, optimizer, epochs):
        return train(model, loader, criterion, optimizer, epochs, step=False)

    @mistake(
        "never sets gradients back",
        "Between one batch and the next the gradients are not set back: `backward()` adds to what is there, and each "
        "step is made from the sum of all batches so far. The softmax in front of the criterion is gone, as it should "
        "be.",
    )
    def accumulates(self, model, loader, criterion, optimizer, epochs):
        return train(model, loader, criterion, optimizer, epochs, clear=False)
