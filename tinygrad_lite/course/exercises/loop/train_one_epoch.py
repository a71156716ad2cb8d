"""One epoch of training, and what it says of itself."""

from __future__ import annotations

from ...exercise import Exercise, mistake
from ...recipes import Criterion, Optimizer
from . import rounds
from .causes import loop_cause
from .nets import classes_loader, net
from .rounds import accuracy_of, batch_mean_accuracy, batch_mean_loss, both, loss_of, samples

#: (samples, batch size, inputs, hidden, classes, learning rate, momentum, batch norm, mode it comes in, frozen parts)
_SIZES = [
    (3, 2, 1, 2, 2, 0.1, 0.0, False, True, ()),
    (7, 3, 2, 3, 3, 0.3, 0.0, False, True, ()),
    (10, 4, 3, 5, 4, 0.2, 0.0, False, True, ()),
    (11, 3, 2, 4, 3, 0.2, 0.9, False, True, ()),
    (13, 5, 3, 6, 5, 0.3, 0.0, True, False, ()),
    (17, 6, 2, 3, 4, 0.4, 0.0, True, False, ()),
    (14, 4, 4, 5, 3, 0.2, 0.0, True, False, ()),
    (16, 7, 3, 4, 2, 0.3, 0.0, True, True, ("1",)),
    (9, 4, 2, 3, 5, 0.5, 0.0, False, False, ()),
    (18, 5, 3, 2, 3, 0.4, 0.0, False, True, ()),
    (12, 6, 2, 4, 3, 0.3, 0.0, False, True, ()),
]


class TrainOneEpoch(Exercise):
    id, points, rtol, agrees_with = "loop/train_one_epoch", 4, 2e-5, "PyTorch"
    parts = ("mean loss", "accuracy")
    forbids = ("tinygrad_lite.training",)
    hints = (
        "The loop is the one from before: clear, predict, loss, backward, step. New is what is counted beside it: per "
        "sample, not per batch. Which three sums have to be kept?",
        "Sums over the batches: loss · number of samples, right predictions, samples. At the end: loss sum / samples, "
        "and right / samples. A prediction is the place of the largest output in its row.",
        "`model.train()`; three sums at 0; `for x, y in loader:` with the five steps, then `total += loss.item() * "
        "len(y)`, `right += (outputs.argmax(1) == y).sum().item()` and `count += len(y)`; return two quotients.",
    )
    notice = (
        "These are numbers of a network that moves: the first batch was measured before it had learned anything of "
        "this epoch. That is one reason why the training loss can lie above the validation loss."
    )

    def cause(self, failure, case, submission):
        return loop_cause(failure, submission)

    def cases(self, rng):
        for n, batch, inputs, hidden, classes, lr, momentum, norm, training, frozen in _SIZES:
            model = net(rng, inputs, hidden, classes, norm=norm, training=training, frozen=frozen)
            loader = classes_loader(rng, n, batch, inputs, classes)
            optimizer = Optimizer("SGD", lr, options={"momentum": momentum})
            criterion = Criterion("CrossEntropyLoss")
            yield self.case(model, loader, criterion, optimizer, changes=_MODEL, observe=_MODEL)

    def reference(self, model, loader, criterion, optimizer):
        import torch

        model.train()
        logits, targets, losses = [], [], []
        for x, y in loader:
            optimizer.zero_grad()
            outputs = model(x)
            criterion(outputs, y).backward()
            losses.append(torch.nn.functional.cross_entropy(outputs.detach(), y, reduction="none"))
            logits.append(outputs.detach())
            targets.append(y)
            optimizer.step()
        right = torch.cat(logits).argmax(1) == torch.cat(targets)
        return torch.cat(losses).mean().item(), right.double().mean().item()

    @staticmethod
    def solution(model, loader, criterion, optimizer):
        """Train a classifier for one epoch: one step for each batch.

        The model is put into train mode and stays in it. Works for both libraries.

        Args:
            model: the network; `model(x)` gives logits, (batch, classes).
            loader: a DataLoader; each batch is `(x, y)`, and y holds the index of the right class of each row.
            criterion: the loss, `criterion(outputs, y)`, a mean over the batch.
            optimizer: has `zero_grad()` and `step()`.
        Returns:
            (mean loss, accuracy), two floats: both averaged over all samples of the epoch, from the forward pass before
            each step; the accuracy from 0 to 1.
        """
        model.train()
        total, right, count = 0.0, 0, 0
        for x, y in loader:
            optimizer.zero_grad()
            outputs = model(x)
            loss = criterion(outputs, y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
            right += (outputs.argmax(1) == y).sum().item()
            count += len(y)
        return total / count, right / count

    @staticmethod
    def again(model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer)
        return loss_of(batches), accuracy_of(batches)

    @mistake(
        "averages the batch losses with equal weight",
        "You averaged the losses of the batches as if all were equally large. The last batch is often smaller; its "
        "samples then count more than the others. Weight each batch's loss by its number of samples.",
    )
    def equal_loss(self, model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer)
        return batch_mean_loss(batches), accuracy_of(batches)

    @mistake(
        "averages the batch accuracies with equal weight",
        "Your loss is right. The accuracy is the mean of the batches' accuracies, as if all batches were equally "
        "large; count the right predictions and divide by all samples.",
    )
    def equal_accuracy(self, model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer)
        return loss_of(batches), batch_mean_accuracy(batches)

    @mistake(
        "averages losses and accuracies with equal weight",
        "You averaged losses and accuracies of the batches as if all were equally large. The last batch is often "
        "smaller; its samples then count more than the others. Sum over samples, and divide by their number.",
    )
    def equal_both(self, model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer)
        return batch_mean_loss(batches), batch_mean_accuracy(batches)

    @mistake(
        "weights every batch as a full one",
        "Your loss comes out too large: as if every batch had as many samples as a full one. The last is often "
        "smaller; multiply its loss by the number of samples that it really has, `len(y)`.",
    )
    def full_loss(self, model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer)
        return rounds.loss_of_full_ones(batches), accuracy_of(batches)

    @mistake(
        "divides the sum of batch means by the number of samples",
        "You added up the batches' mean losses and divided by the number of samples. Each is a mean already, so the "
        "result is about a batch size too small. Multiply each by its number of samples before adding it.",
    )
    def over_samples(self, model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer)
        return sum(batch.loss for batch in batches) / samples(batches), accuracy_of(batches)

    @mistake(
        "divides the sum over samples by the number of batches",
        "Your losses are multiplied by their number of samples, but the sum is then divided by the number of batches. "
        "So the result is about a batch size too large. Divide by the number of samples.",
    )
    def over_batches(self, model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer)
        return loss_of(batches) * samples(batches) / len(batches), accuracy_of(batches)

    @mistake(
        "adds up the losses",
        "Your loss is the sum of the batches' losses; it grows with the number of batches. Asked for is the mean per "
        "sample.",
    )
    def summed(self, model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer)
        return sum(batch.loss for batch in batches), accuracy_of(batches)

    @mistake(
        "counts the right predictions",
        "Your loss is right. In place of the accuracy you returned how many predictions are right; divide by the "
        "number of samples.",
    )
    def count(self, model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer)
        return loss_of(batches), sum(batch.right for batch in batches)

    @mistake(
        "divides the right predictions by the number of batches",
        "Your loss is right. The right predictions are divided by the number of batches, so the accuracy can come out "
        "above 1. Divide by the number of samples.",
    )
    def count_by_batches(self, model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer)
        return loss_of(batches), sum(batch.right for batch in batches) / len(batches)

    @mistake(
        "the accuracy in percent",
        "Your accuracy is in percent. Asked for is a share, from 0 to 1. The loss is right.",
    )
    def percent(self, model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer)
        return loss_of(batches), 100 * accuracy_of(batches)

    @mistake(
        "loss and accuracy exchanged",
        "You returned the accuracy first and the loss second. Asked for is (mean loss, accuracy).",
    )
    def exchanged(self, model, loader, criterion, optimizer):
        return both(rounds.train(model, loader, criterion, optimizer))[::-1]

    @mistake(
        "the last batch only",
        "Your numbers are those of the last batch. It is one small part of the data; add up over all batches.",
    )
    def last(self, model, loader, criterion, optimizer):
        return both(rounds.train(model, loader, criterion, optimizer)[-1:])

    @mistake(
        "forgets zero_grad",
        "The gradients are not set back to zero between the batches. `backward()` adds to what is there, so each step "
        "includes all batches before it.",
    )
    def no_zero_grad(self, model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer, zero="never")
        return loss_of(batches), accuracy_of(batches)

    @mistake(
        "the weights never move",
        "After your epoch the weights are what they were before it. Either `optimizer.step()` is not reached, or there "
        "are no gradients when it is: not computed yet, wiped out by `zero_grad`, or cut off by `detach` or `no_grad`.",
    )
    def no_step(self, model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer, step="never")
        return loss_of(batches), accuracy_of(batches)

    @mistake(
        "one step in the whole epoch",
        "Only one step was made, with the gradients of the last batch, as when `optimizer.step()` stands behind the "
        "loop. Every batch is to move the weights, so the step belongs inside.",
    )
    def one_step(self, model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer, step="epoch")
        return loss_of(batches), accuracy_of(batches)

    @mistake(
        "one step with the gradients of all batches",
        "Only one step was made, with the gradients of all batches added up. That can be done on purpose (one large "
        "batch); here every batch is to move the weights, so that clearing and stepping belong inside.",
    )
    def one_large_step(self, model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer, zero="epoch", step="epoch")
        return loss_of(batches), accuracy_of(batches)

    @mistake(
        "softmax before the cross-entropy",
        "The criterion was given probabilities. `CrossEntropyLoss` makes its own softmax of the logits; with two of "
        "them, one after the other, the gradients become small and the network learns slowly.",
    )
    def double_softmax(self, model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer, change=lambda outputs: outputs.softmax(1))
        return loss_of(batches), accuracy_of(batches)

    @mistake(
        "measures after the step",
        "Your numbers come from a second forward pass, after the step. Asked for are those from the forward pass "
        "before it, which is there anyway; a second one costs time.",
    )
    def after_the_step(self, model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer, again="all")
        return loss_of(batches), accuracy_of(batches)

    @mistake(
        "the accuracy after the step",
        "Your loss is from the forward pass before each step, your accuracy from a second one after it. Asked for are "
        "both from the first, whose outputs are there anyway; a second one costs time.",
    )
    def accuracy_after(self, model, loader, criterion, optimizer):
        return both(rounds.train(model, loader, criterion, optimizer, again="outputs"))

    @mistake(
        "does not set train mode",
        "The model was left in the mode in which it came. Here it came in evaluation mode, wholly or in a part, as "
        "after a validation: batch normalisation then takes its running statistics and learns none, and Dropout is "
        "off. `model.train()` belongs before the loop.",
    )
    def no_mode(self, model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer, mode=None)
        return loss_of(batches), accuracy_of(batches)

    @mistake(
        "trains in evaluation mode",
        "You put the model into evaluation mode. There batch normalisation learns no statistics and Dropout is off. "
        "For training it is `model.train()`.",
    )
    def in_eval(self, model, loader, criterion, optimizer):
        batches = rounds.train(model, loader, criterion, optimizer, mode=False)
        return loss_of(batches), accuracy_of(batches)

    @mistake(
        "leaves the model in evaluation mode",
        "The training is right, but the model is in evaluation mode when you hand it back. It is to stay in train "
        "mode; who evaluates it sets the other one.",
    )
    def ends_in_eval(self, model, loader, criterion, optimizer):
        found = both(rounds.train(model, loader, criterion, optimizer))
        model.eval()
        return found

    @mistake(
        "measures in a second pass",
        "The training is right. Your numbers come from another pass over the data when the epoch was over. Asked for "
        "are those from the forward pass before each step, which is there anyway.",
    )
    def second_pass(self, model, loader, criterion, optimizer):
        rounds.train(model, loader, criterion, optimizer)
        frozen = {name: value.detach().numpy().copy() for name, value in model.named_buffers()}
        found = both(rounds.look(model, loader, criterion))
        for name, value in model.named_buffers():
            value.data = type(value)(frozen[name])
        return found


_MODEL = ("model",)
