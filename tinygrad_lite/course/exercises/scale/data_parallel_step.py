"""One step of data parallel training by hand, in lesson 11: several replicas that stay the same."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, look_up, mistake
from ...recipes import Criterion
from ..loop.causes import loop_cause
from ..loop.nets import net
from .parallel_steps import average, backward, step
from .replicas import Optimizers, Replicas, Shards

#: (replicas, samples in each shard, inputs, hidden, classes, lr, optimizer, its options)
_SIZES = (
    (2, 1, 1, 2, 2, 0.5, "SGD", ()),
    (2, 3, 2, 3, 3, 0.5, "SGD", ()),
    (3, 2, 3, 4, 2, 0.8, "SGD", (("weight_decay", 0.2),)),
    (2, 5, 4, 3, 3, 0.4, "SGD", (("weight_decay", 0.1),)),
    (4, 3, 2, 5, 4, 0.6, "SGD", (("momentum", 0.9),)),
    (3, 4, 2, 2, 5, 0.9, "SGD", (("weight_decay", 0.1),)),
    (5, 2, 3, 3, 2, 0.7, "SGD", ()),
    (2, 4, 2, 3, 3, 0.5, "SGD", ()),
    (3, 5, 2, 4, 3, 0.3, "SGD", ()),
    (2, 3, 2, 4, 3, 0.1, "Adam", ()),
    (3, 4, 3, 3, 2, 0.2, "Adam", ()),
    (4, 2, 2, 3, 4, 0.1, "Adam", ()),
)
_CAUSES = (
    (
        "TypeError",
        r"object of type 'generator' has no len|'generator' object is not subscriptable",
        "`model.parameters()` gives the parameters of one replica one by one, as a generator: it can be gone through "
        "once. `list(…)` makes a list of them.",
    ),
)
_OLD = "where gradients of the step before are still there"


class DataParallelStep(Exercise):
    id, points, rtol, agrees_with = "scale/data_parallel_step", 3, 2e-5, "PyTorch"
    forbids = ("tinygrad_lite.training",)
    hints = (
        "Three things happen one after the other: every replica computes gradients from its own shard; the gradients "
        "are averaged; every replica makes the same step. What has to be finished everywhere before the second begins?",
        "For each parameter: add up the `.grad` of all replicas, divide by their number, and put that mean into the "
        "`.grad` of every replica. Then the steps, each by the replica's own optimizer.",
        "A loop over `zip(replicas, shards, optimizers)` with clear, forward, backward. A second loop over "
        "`zip(*(model.parameters() for model in replicas))`, whose rounds have one parameter of all replicas. A third "
        "with `optimizer.step()`. Return the mean of the losses.",
    )
    notice = (
        "The replicas were equal before the step and are equal after it, to the last bit: nothing but gradients has to "
        "pass between them."
    )

    def cause(self, failure, case, submission):
        return look_up(_CAUSES, failure) or loop_cause(failure, submission)

    def cases(self, rng):
        for index, (count, size, inputs, hidden, classes, lr, name, options) in enumerate(_SIZES):
            old = 6 <= index < 9
            model = net(rng, inputs, hidden, classes, grads=old)
            x, y = 2 * rng.normal(size=(count * size, inputs)), rng.integers(0, classes, size=count * size)
            yield self._case(model, Shards(x, y, count), Optimizers(name, lr, options), about=_OLD if old else "")
        for size in (2, 4, 3):
            x, y = 2 * rng.normal(size=(size, 2)), rng.integers(0, 3, size=size)
            yield self._case(net(rng, 2, 3, 3), Shards(x, y, 1), Optimizers("SGD", 0.5), about="with a single replica")

    def _case(self, model, shards, optimizers, about=""):
        names = ("replicas",)
        setup = Replicas(model, shards.count), shards, Criterion("CrossEntropyLoss"), optimizers
        return self.case(*setup, about=about, changes=("replicas", "optimizers"), observe=names)

    def reference(self, replicas, shards, criterion, optimizers):
        import torch

        x, y = torch.cat([x for x, _ in shards]), torch.cat([y for _, y in shards])
        for model, optimizer in zip(replicas, optimizers, strict=True):  # each of them on the whole batch
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
        return loss.item()

    @staticmethod
    def solution(replicas, shards, criterion, optimizers):
        """One step of data parallel training: each replica on its own part of the batch, then all by the mean gradient.

        The replicas come with equal weights and leave with equal weights: those that one model would have after one
        step on the whole batch. Gradients may be left over from the step before; they do not count. Works for both
        libraries.

        Args:
            replicas: list of networks of the same kind, one or more; `model(x)` gives logits.
            shards: list of batches `(x, y)`, one for each replica, all equally large.
            criterion: the loss, `criterion(outputs, y)`, a mean over the batch.
            optimizers: list of optimizers, one for each replica.
        Returns:
            float: the mean loss over the whole batch, from the forward passes before the step.
        """
        losses = []
        for model, (x, y), optimizer in zip(replicas, shards, optimizers):
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            losses.append(loss.item())
        for parameters in zip(*(model.parameters() for model in replicas)):
            mean = sum(parameter.grad for parameter in parameters) / len(replicas)
            for parameter in parameters:
                parameter.grad = mean.clone()
        for optimizer in optimizers:
            optimizer.step()
        return sum(losses) / len(losses)

    def again(self, replicas, shards, criterion, optimizers):
        losses = backward(replicas, shards, criterion)
        average(replicas)
        step(optimizers)
        return float(np.mean(losses))

    @mistake(
        "does not average the gradients",
        "Each replica made its step by its own gradient. Their weights differ from now on, and soon they are as many "
        "different models. Average the gradients first, and then step.",
    )
    def no_average(self, replicas, shards, criterion, optimizers):
        losses = backward(replicas, shards, criterion)
        step(optimizers)
        return float(np.mean(losses))

    @mistake(
        "adds up without dividing",
        "You added up the gradients of the replicas and did not divide by their number. The step is too long by that "
        "factor.",
    )
    def sums(self, replicas, shards, criterion, optimizers):
        losses = backward(replicas, shards, criterion)
        average(replicas, 1)
        step(optimizers)
        return float(np.mean(losses))

    @mistake(
        "a running mean of two at a time",
        "The weights come out so when each replica's gradient is averaged, half and half, with the result so far. The "
        "first replicas' share is then halved again and again. Add up first, and divide once.",
    )
    def halves(self, replicas, shards, criterion, optimizers):
        losses = backward(replicas, shards, criterion)
        for parameters in zip(*(model.parameters() for model in replicas), strict=True):
            mean = parameters[0].grad
            for parameter in parameters[1:]:
                mean = (mean + parameter.grad) / 2
            for parameter in parameters:
                parameter.grad = mean.clone()
        step(optimizers)
        return float(np.mean(losses))

    @mistake(
        "the first replica only",
        "Only the first replica has the mean gradient; the others made their step by their own. The mean goes into "
        "all of them.",
    )
    def mean_for_first(self, replicas, shards, criterion, optimizers):
        losses = backward(replicas, shards, criterion)
        own = [[p.grad.clone() for p in model.parameters()] for model in replicas]
        average(replicas)
        for model, grads in list(zip(replicas, own, strict=True))[1:]:
            for parameter, grad in zip(model.parameters(), grads, strict=True):
                parameter.grad = grad
        step(optimizers)
        return float(np.mean(losses))

    @mistake(
        "only the first replica makes its step",
        "Only the first replica made its step. The others stay behind with the old weights; each has an optimizer of "
        "its own.",
    )
    def first_steps(self, replicas, shards, criterion, optimizers):
        losses = backward(replicas, shards, criterion)
        average(replicas)
        step(optimizers[:1])
        return float(np.mean(losses))

    @mistake(
        "no step",
        "No replica has moved. Behind the average comes `optimizer.step()`, once for each, and the gradients must "
        "still be there then.",
    )
    def no_step(self, replicas, shards, criterion, optimizers):
        for optimizer in optimizers:
            optimizer.zero_grad()
        losses = backward(replicas, shards, criterion)
        average(replicas)
        return float(np.mean(losses))

    @mistake(
        "does not clear the gradients",
        "The gradients of the step before were not cleared: `backward()` adds to them. Call `zero_grad()` before it.",
    )
    def not_cleared(self, replicas, shards, criterion, optimizers):
        losses = backward(replicas, shards, criterion, clear=False)
        average(replicas)
        step(optimizers)
        return float(np.mean(losses))

    @mistake(
        "clears the gradients behind backward",
        "The gradients were all 0 when the steps were made: cleared between backward and the step, there is nothing "
        "left to step by.",
    )
    def cleared_late(self, replicas, shards, criterion, optimizers):
        losses = backward(replicas, shards, criterion)
        for model in replicas:
            for parameter in model.parameters():
                parameter.grad = 0 * parameter.grad
        step(optimizers)
        return float(np.mean(losses))

    @mistake(
        "every replica on the first shard",
        "All replicas were given the first shard. Their gradients are then equal, and the other shards are seen by "
        "nobody.",
    )
    def same_shard(self, replicas, shards, criterion, optimizers):
        return self.solution(replicas, [shards[0]] * len(replicas), criterion, optimizers)

    @mistake(
        "averages the weights instead of the gradients",
        "Your replicas are equal, but not by the mean gradient: each made its step by its own, and the weights were "
        "averaged afterwards. With plain SGD that comes to the same; with Adam, as here, it does not.",
    )
    def averages_weights(self, replicas, shards, criterion, optimizers):
        losses = backward(replicas, shards, criterion)
        step(optimizers)
        for parameters in zip(*(model.parameters() for model in replicas), strict=True):
            mean = sum(parameter.detach() for parameter in parameters) / len(replicas)
            for parameter in parameters:
                parameter.data = mean.clone()
        return float(np.mean(losses))

    @mistake(
        "two steps",
        "Each replica made two steps by the same gradient.",
    )
    def two_steps(self, replicas, shards, criterion, optimizers):
        losses = backward(replicas, shards, criterion)
        average(replicas)
        step(optimizers)
        step(optimizers)
        return float(np.mean(losses))

    @mistake(
        "divides by the size of a shard",
        "The sum of the gradients was divided by the number of samples in a shard. Each is a mean over its shard "
        "already; the mean over the replicas divides by how many of these there are.",
    )
    def by_shard(self, replicas, shards, criterion, optimizers):
        losses = backward(replicas, shards, criterion)
        average(replicas, len(shards[0][1]))
        step(optimizers)
        return float(np.mean(losses))

    @mistake(
        "divides by the number of parameters",
        "The sum of the gradients was divided by the number of parameters. The mean goes over the replicas: divide by "
        "how many of these there are.",
    )
    def by_parameters(self, replicas, shards, criterion, optimizers):
        losses = backward(replicas, shards, criterion)
        average(replicas, len(list(replicas[0].parameters())))
        step(optimizers)
        return float(np.mean(losses))

    @mistake(
        "each by a part of its own gradient",
        "Each replica made its step by its own gradient, divided by the number of replicas. `backward()` on a mean of "
        "the losses does that: a replica's weights have no part in the losses of the others. The gradients themselves "
        "have to be added up.",
    )
    def own_part(self, replicas, shards, criterion, optimizers):
        losses = backward(replicas, shards, criterion)
        for model in replicas:
            for parameter in model.parameters():
                parameter.grad = parameter.grad / len(replicas)
        step(optimizers)
        return float(np.mean(losses))

    @mistake(
        "the sum of the losses",
        "The weights are right. Your loss is the sum of the replicas' losses; the mean loss over the whole batch is "
        "that sum divided by the number of replicas.",
    )
    def loss_sum(self, replicas, shards, criterion, optimizers):
        return self.solution(replicas, shards, criterion, optimizers) * len(replicas)

    @mistake(
        "the loss of the last replica",
        "The weights are right. Your loss is that of the last replica's shard alone.",
    )
    def last_loss(self, replicas, shards, criterion, optimizers):
        losses = backward(replicas, shards, criterion)
        average(replicas)
        step(optimizers)
        return losses[-1]

    @mistake(
        "the loss of the first replica",
        "The weights are right. Your loss is that of the first replica's shard alone.",
    )
    def first_loss(self, replicas, shards, criterion, optimizers):
        losses = backward(replicas, shards, criterion)
        average(replicas)
        step(optimizers)
        return losses[0]

    @mistake(
        "a list of losses",
        "The weights are right. Your answer is a list of losses, one for each replica; asked for is their mean.",
    )
    def losses(self, replicas, shards, criterion, optimizers):
        losses = backward(replicas, shards, criterion)
        average(replicas)
        step(optimizers)
        return losses

    @mistake(
        "divides by 2 whatever the number of replicas",
        "The sum of the gradients was divided by 2, whatever the number of replicas is. It is `len(replicas)`.",
    )
    def by_two(self, replicas, shards, criterion, optimizers):
        losses = backward(replicas, shards, criterion)
        average(replicas, 2)
        step(optimizers)
        return float(np.mean(losses))

    @mistake(
        "the losses after the step",
        "The weights are right. Your loss is measured after the step; asked for is that of the forward passes before "
        "it, which the gradients come from.",
    )
    def losses_afterwards(self, replicas, shards, criterion, optimizers):
        backward(replicas, shards, criterion)
        average(replicas)
        step(optimizers)
        return float(np.mean([criterion(model(x), y).item() for model, (x, y) in zip(replicas, shards, strict=True)]))

    @mistake(
        "averages what is averaged already",
        "The first replica gets the mean, and the next ones get a mean in which that mean stands in the place of the "
        "first one's own gradient. Compute the mean once, before any gradient is replaced.",
    )
    def one_after_the_other(self, replicas, shards, criterion, optimizers):
        losses = backward(replicas, shards, criterion)
        for parameters in zip(*(model.parameters() for model in replicas), strict=True):
            for parameter in parameters:
                parameter.grad = sum(each.grad for each in parameters) / len(replicas)
        step(optimizers)
        return float(np.mean(losses))
