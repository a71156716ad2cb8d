"""A training loop with gradient accumulation, in lesson 11: large batches where the memory is small."""

from __future__ import annotations

from ...exercise import Exercise, mistake
from ...recipes import Criterion, Optimizer
from ..loop.causes import loop_cause
from ..loop.nets import classes_loader, net
from .groups import by_samples, groups_of, sample_mean, train
from .replicas import Trained

#: (samples, size of a micro-batch, group_size, inputs, hidden, classes, lr, momentum)
_EVEN = ((4, 2, 2, 1, 2, 2, 0.5, 0.0), (12, 2, 3, 2, 3, 3, 0.5, 0.0), (8, 2, 2, 3, 4, 2, 0.4, 0.9))
_SHORT_BATCH = ((7, 2, 2, 2, 3, 3, 0.6, 0.0), (11, 4, 3, 3, 3, 2, 0.5, 0.0), (17, 3, 3, 2, 4, 4, 0.4, 0.9))
_SHORT_GROUP = ((10, 2, 2, 2, 3, 3, 0.5, 0.0), (12, 3, 3, 2, 2, 4, 0.6, 0.0), (14, 2, 4, 3, 3, 3, 0.5, 0.0))
_BOTH = ((9, 2, 3, 2, 3, 3, 0.7, 0.0), (13, 3, 2, 3, 4, 2, 0.5, 0.0), (19, 4, 3, 2, 3, 4, 0.5, 0.9))


class TrainAccumulated(Exercise):
    id, points, rtol, agrees_with = "scale/train_accumulated", 4, 2e-5, "PyTorch"
    forbids = ("tinygrad_lite.training",)
    hints = (
        "`backward()` adds to `.grad`. So clear, then several times forward and backward, then one step. Two questions "
        "are left: by what must the gradients be divided, and what happens to the micro-batches left over at the end?",
        "The criterion gives a mean. Times `len(y)` it is a sum over samples; the gradients of these sums may be added "
        "up. Before the step divide every `.grad` by the number of samples of the group. The step is due after every "
        "`group_size` micro-batches, and after the last one.",
        "`for number, (x, y) in enumerate(loader, 1):` with `loss = criterion(model(x), y) * len(y)`, `backward()` "
        "and the counts. `if number % group_size == 0 or number == len(loader):` divide, step, clear, note down the "
        "loss, and set the counts back to 0.",
    )
    notice = "Only one micro-batch has its activations in memory at a time. The gradients take as much as ever."

    def cause(self, failure, case, submission):
        return loop_cause(failure, submission)

    def cases(self, rng):
        for sizes, about in (
            (_EVEN, ""),
            (_SHORT_BATCH, "where the last micro-batch is smaller"),
            (_SHORT_GROUP, "where the last group is smaller"),
            (_BOTH, "where the last group and its last micro-batch are smaller"),
        ):
            for n, size, group, inputs, hidden, classes, lr, momentum in sizes:
                yield self._case(rng, n, size, group, (inputs, hidden, classes), lr, momentum, about)
        for n, size in ((5, 2), (9, 4), (4, 1)):
            yield self._case(rng, n, size, 1, (2, 3, 3), 0.5, 0.0, "where group_size is 1")
        for n, size, group in ((5, 2, 4), (7, 3, 5), (6, 2, 8)):
            yield self._case(rng, n, size, group, (2, 3, 3), 0.5, 0.0, "where one group takes in everything")
        for n, size, group in ((9, 2, 2), (12, 2, 3), (8, 2, 2)):
            yield self._case(rng, n, size, group, (2, 3, 3), 0.5, 0.0, "with old gradients", grads=True)

    def _case(self, rng, n, size, group, widths, lr, momentum, about, grads=False):
        inputs, hidden, classes = widths
        model = Trained(net(rng, inputs, hidden, classes, grads=grads))
        loader = classes_loader(rng, n, size, inputs, classes)
        optimizer = Optimizer("SGD", lr, options={"momentum": momentum})
        setup = model, loader, Criterion("CrossEntropyLoss"), optimizer, group
        return self.case(*setup, about=about, changes=("model",), observe=("model",))

    def reference(self, model, loader, criterion, optimizer, group_size):
        import torch

        losses = []
        for group in groups_of(loader, group_size):
            x, y = torch.cat([x for x, _ in group]), torch.cat([y for _, y in group])
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        return losses

    @staticmethod
    def solution(model, loader, criterion, optimizer, group_size):
        """Train for one epoch with large batches that are made of several micro-batches each.

        `group_size` micro-batches of the loader, one behind the other, make a group; the last group has those that
        are left. For each group there is one step, by the gradient of the mean loss over all samples of the group,
        as if it were one batch. Gradients may be there from before; they do not count. Works for both libraries.

        Args:
            model: the network; `model(x)` gives logits.
            loader: gives the micro-batches, `(x, y)` each, as a DataLoader does. The last one may be smaller.
            criterion: the loss, `criterion(outputs, y)`, a mean over the micro-batch.
            optimizer: has `zero_grad()` and `step()`.
            group_size: how many micro-batches make a group, 1 or more.
        Returns:
            list of floats: for each step the mean loss over the samples of its group.
        """
        losses, total, count = [], 0.0, 0
        optimizer.zero_grad()
        for number, (x, y) in enumerate(loader, 1):
            loss = criterion(model(x), y) * len(y)
            loss.backward()
            total, count = total + loss.item(), count + len(y)
            if number % group_size == 0 or number == len(loader):
                for parameter in model.parameters():
                    parameter.grad = parameter.grad / count
                optimizer.step()
                optimizer.zero_grad()
                losses.append(total / count)
                total, count = 0.0, 0
        return losses

    def again(self, model, loader, criterion, optimizer, group_size):
        return train(model, groups_of(loader, group_size), criterion, optimizer)

    @mistake(
        "divides by group_size throughout",
        "Every micro-batch counts 1 / group_size in your step. That is right as long as all are equally large and the "
        "group is full. Weight each by its samples, and divide by those of the group.",
    )
    def over_group_size(self, model, loader, criterion, optimizer, group_size):
        groups = groups_of(loader, group_size)
        return train(model, groups, criterion, optimizer, lambda sizes: [1 / group_size] * len(sizes))

    @mistake(
        "divides by group_size throughout, the losses too",
        "Every micro-batch counts 1 / group_size in your step, and in your loss. That is right as long as all are "
        "equally large and the group is full. Weight each by its samples, and divide by those of the group.",
    )
    def over_group_size_both(self, model, loader, criterion, optimizer, group_size):
        groups = groups_of(loader, group_size)
        losses = lambda means, sizes: sum(means) / group_size  # noqa: E731
        return train(model, groups, criterion, optimizer, lambda sizes: [1 / group_size] * len(sizes), losses)

    @mistake(
        "all micro-batches of a group count the same",
        "The micro-batches of a group count the same in your step and in your loss, however large they are. Where the "
        "last one is smaller, its samples then count more than the others. Weight each by its samples.",
    )
    def equal(self, model, loader, criterion, optimizer, group_size):
        groups = groups_of(loader, group_size)
        return train(model, groups, criterion, optimizer, _equal, _plain_mean)

    @mistake(
        "all micro-batches of a group count the same in the step",
        "The micro-batches of a group count the same in your step, however large they are; your losses are right. "
        "Where the last one is smaller, its samples then count more than the others.",
    )
    def equal_step(self, model, loader, criterion, optimizer, group_size):
        return train(model, groups_of(loader, group_size), criterion, optimizer, _equal)

    @mistake(
        "all micro-batches of a group count the same in the loss",
        "Your steps are right. In your losses the micro-batches of a group count the same, however large they are; "
        "asked for is the mean over samples.",
    )
    def equal_loss(self, model, loader, criterion, optimizer, group_size):
        return train(model, groups_of(loader, group_size), criterion, optimizer, by_samples, _plain_mean)

    @mistake(
        "does not divide",
        "The gradients of the micro-batches are added up and not divided by anything: `backward()` adds, and each is a "
        "mean already. The step is about as many times too long as there are micro-batches in the group.",
    )
    def sums(self, model, loader, criterion, optimizer, group_size):
        return train(model, groups_of(loader, group_size), criterion, optimizer, lambda sizes: [1.0] * len(sizes))

    @mistake(
        "does not divide the sums over samples",
        "Your step is that of the *sum* over all samples of the group. Before the step every `.grad` has to be divided "
        "by their number.",
    )
    def sample_sums(self, model, loader, criterion, optimizer, group_size):
        return train(model, groups_of(loader, group_size), criterion, optimizer, _sizes)

    @mistake(
        "leaves out the last, incomplete group",
        "The micro-batches behind the last full group make no step: nothing is learned from their samples. One more "
        "step is due at the end.",
    )
    def drops(self, model, loader, criterion, optimizer, group_size):
        groups = [group for group in groups_of(loader, group_size) if len(group) == group_size]
        return train(model, groups, criterion, optimizer)

    @mistake(
        "leaves out the last, incomplete group, and divides by group_size",
        "The micro-batches behind the last full group make no step: nothing is learned from their samples. And within "
        "a group all count the same, also a smaller one. One more step is due at the end, and each step goes by the "
        "mean over *its* samples.",
    )
    def drops_equal(self, model, loader, criterion, optimizer, group_size):
        groups = [group for group in groups_of(loader, group_size) if len(group) == group_size]
        return train(model, groups, criterion, optimizer, _equal, _plain_mean)

    @mistake(
        "clears the gradients before every micro-batch",
        "`zero_grad()` is called for every micro-batch, so the step sees the gradient of the last one only. Clear once "
        "for each group.",
    )
    def clears_each(self, model, loader, criterion, optimizer, group_size):
        return train(model, groups_of(loader, group_size), criterion, optimizer, clear="batch")

    @mistake(
        "never clears the gradients",
        "The gradients are never cleared, so each group is added to all groups before it. Call `zero_grad()` once for "
        "each group.",
    )
    def never_clears(self, model, loader, criterion, optimizer, group_size):
        return train(model, groups_of(loader, group_size), criterion, optimizer, clear="never")

    @mistake(
        "never clears, and divides what is there",
        "The gradients are never cleared, so what is left of each group is added to all groups behind it. Call "
        "`zero_grad()` once for each group.",
    )
    def never_clears_late(self, model, loader, criterion, optimizer, group_size):
        groups = groups_of(loader, group_size)
        return train(model, groups, criterion, optimizer, _sizes, clear="never", late=True)

    @mistake(
        "clears once for all",
        "The gradients are cleared before the first group and never again, so what is left of each group is added to "
        "all groups behind it. Call `zero_grad()` once for each group.",
    )
    def clears_once(self, model, loader, criterion, optimizer, group_size):
        groups = groups_of(loader, group_size)
        return train(model, groups, criterion, optimizer, _sizes, clear="once", late=True)

    @mistake(
        "clears before the step",
        "The weights have not moved. If the gradients are cleared before the step, nothing is left to step by: first "
        "backward, then the step, then clear.",
    )
    def clears_before_step(self, model, loader, criterion, optimizer, group_size):
        return train(model, groups_of(loader, group_size), criterion, optimizer, lambda sizes: [0.0] * len(sizes))

    @mistake(
        "divides the gradients of means by the number of samples",
        "The gradients of the micro-batches are means already, and their sum is divided by the number of samples: the "
        "step is about as many times too short as a micro-batch has samples. Multiply each loss by `len(y)` first.",
    )
    def means_over_samples(self, model, loader, criterion, optimizer, group_size):
        groups = groups_of(loader, group_size)
        return train(model, groups, criterion, optimizer, lambda sizes: [1 / sum(sizes)] * len(sizes))

    @mistake(
        "divides the sums over samples by group_size",
        "Your step is that of the sum over all samples of the group, divided by `group_size`, which counts "
        "micro-batches. Divide by the number of samples.",
    )
    def samples_over_group_size(self, model, loader, criterion, optimizer, group_size):
        groups = groups_of(loader, group_size)
        return train(model, groups, criterion, optimizer, lambda sizes: [size / group_size for size in sizes])

    @mistake(
        "divides the sums over samples by group_size, the losses too",
        "Your step, and your loss, are those of the sum over all samples of the group, divided by `group_size`, which "
        "counts micro-batches. Divide both by the number of samples.",
    )
    def samples_over_group_size_both(self, model, loader, criterion, optimizer, group_size):
        groups = groups_of(loader, group_size)
        losses = lambda means, sizes: sample_mean(means, sizes) * sum(sizes) / group_size  # noqa: E731
        weights = lambda sizes: [size / group_size for size in sizes]  # noqa: E731
        return train(model, groups, criterion, optimizer, weights, losses)

    @mistake(
        "divides the losses by group_size",
        "Your steps are right. Your losses are sums over the samples of a group, divided by `group_size`, which counts "
        "micro-batches. Divide by the number of samples.",
    )
    def losses_over_group_size(self, model, loader, criterion, optimizer, group_size):
        losses = lambda means, sizes: sample_mean(means, sizes) * sum(sizes) / group_size  # noqa: E731
        return train(model, groups_of(loader, group_size), criterion, optimizer, losses=losses)

    @mistake(
        "does not divide, the losses neither",
        "The gradients of the micro-batches are added up and not divided by anything, and their losses too. Each is a "
        "mean already: the step is about as many times too long as there are micro-batches in the group.",
    )
    def all_sums(self, model, loader, criterion, optimizer, group_size):
        groups = groups_of(loader, group_size)
        ones = lambda sizes: [1.0] * len(sizes)  # noqa: E731
        return train(model, groups, criterion, optimizer, ones, lambda means, sizes: sum(means))

    @mistake(
        "divides the sum of mean losses by the number of samples",
        "Your steps are right. Your losses are sums of means, divided by the number of samples: multiply each by "
        "`len(y)` before adding it.",
    )
    def loss_over_samples(self, model, loader, criterion, optimizer, group_size):
        losses = lambda means, sizes: sum(means) / sum(sizes)  # noqa: E731
        return train(model, groups_of(loader, group_size), criterion, optimizer, losses=losses)

    @mistake(
        "the first step after a single micro-batch, and none for the rest",
        "Your first step comes after the very first micro-batch, 0 % group_size being 0, and what is left at the end "
        "makes no step. Whoever counts from 0 has to ask for `(number + 1) % group_size`, and for the last one.",
    )
    def first_alone_rest_lost(self, model, loader, criterion, optimizer, group_size):
        batches = list(loader)
        groups = [batches[:1], *groups_of(batches[1:], group_size)]
        return train(model, [groups[0], *(g for g in groups[1:] if len(g) == group_size)], criterion, optimizer)

    @mistake(
        "does not clear before the first group",
        "The gradients are cleared behind each step, but not before the first micro-batch: what was there before is "
        "added to the first group.",
    )
    def old_gradients(self, model, loader, criterion, optimizer, group_size):
        return train(model, groups_of(loader, group_size), criterion, optimizer, clear="behind")

    @mistake(
        "a step for every micro-batch",
        "There is one step for every micro-batch: that is training with small batches. Let the gradients add up, and "
        "step once for each group.",
    )
    def step_each(self, model, loader, criterion, optimizer, group_size):
        return train(model, groups_of(loader, 1), criterion, optimizer)

    @mistake(
        "a single step for the whole epoch",
        "There is a single step, at the end, for all micro-batches of the epoch. One is due after every `group_size`.",
    )
    def one_step(self, model, loader, criterion, optimizer, group_size):
        return train(model, groups_of(loader, len(loader)), criterion, optimizer)

    @mistake(
        "the first group is one short",
        "Your first step comes one micro-batch early, and so all others do: whoever counts from 0 has `group_size` of "
        "them when the number is group_size − 1.",
    )
    def one_early(self, model, loader, criterion, optimizer, group_size):
        batches = list(loader)
        first = [batches[: group_size - 1]] if group_size > 1 else []
        rest = batches[group_size - 1 :]
        groups = first + [rest[start : start + group_size] for start in range(0, len(rest), group_size)]
        return train(model, groups, criterion, optimizer)

    @mistake(
        "the first step after a single micro-batch",
        "Your first step comes after the very first micro-batch: 0 % group_size is 0. Whoever counts from 0 has to ask "
        "for `(number + 1) % group_size`.",
    )
    def first_alone(self, model, loader, criterion, optimizer, group_size):
        batches = list(loader)
        groups = [batches[:1], *groups_of(batches[1:], group_size)]
        return train(model, groups, criterion, optimizer)

    @mistake(
        "the losses of the micro-batches",
        "Your steps are right. You returned a loss for every micro-batch; asked for is one for every step.",
    )
    def micro_losses(self, model, loader, criterion, optimizer, group_size):
        noted = []

        def note(means, sizes):
            noted.extend(means)
            return 0.0

        train(model, groups_of(loader, group_size), criterion, optimizer, losses=note)
        return noted

    @mistake(
        "the loss of the last micro-batch of each group",
        "Your steps are right. Your losses are those of the last micro-batch of each group alone; asked for is the "
        "mean over all samples of the group.",
    )
    def last_loss(self, model, loader, criterion, optimizer, group_size):
        return train(model, groups_of(loader, group_size), criterion, optimizer, losses=lambda means, sizes: means[-1])

    @mistake(
        "the sums of the losses",
        "Your steps are right. Your losses are sums over the samples of a group; divide by their number.",
    )
    def loss_sums(self, model, loader, criterion, optimizer, group_size):
        losses = lambda means, sizes: sample_mean(means, sizes) * sum(sizes)  # noqa: E731
        return train(model, groups_of(loader, group_size), criterion, optimizer, losses=losses)

    @mistake(
        "the mean of all losses",
        "Your steps are right. You returned a single number, the mean of the losses of all steps; asked for is a list "
        "with one for each step.",
    )
    def one_loss(self, model, loader, criterion, optimizer, group_size):
        losses = self.solution(model, loader, criterion, optimizer, group_size)
        return sum(losses) / len(losses)


def _equal(sizes):
    return [1 / len(sizes)] * len(sizes)


def _sizes(sizes):
    return [float(size) for size in sizes]


def _plain_mean(means, sizes):
    return sum(means) / len(means)
