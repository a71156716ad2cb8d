"""Measuring without training: the mode, the gradients, and who has to find everything as it was."""

from __future__ import annotations

from ...exercise import Exercise, mistake
from ...recipes import Criterion
from . import rounds
from .causes import loop_cause
from .nets import classes_loader, net
from .rounds import accuracy_of, batch_mean_accuracy, batch_mean_loss, both, loss_of, samples

#: (samples, batch size, inputs, hidden, classes, batch norm, mode it comes in, frozen parts)
_SIZES = [
    (3, 2, 1, 2, 2, False, True, ()),
    (8, 3, 2, 3, 3, True, True, ()),
    (10, 4, 3, 5, 4, True, True, ()),
    (11, 3, 2, 4, 3, True, False, ()),
    (8, 3, 2, 3, 5, True, False, ()),
    (13, 5, 3, 6, 5, True, True, ("1",)),
    (17, 6, 2, 3, 4, True, True, ("1",)),
    (16, 7, 4, 5, 3, True, True, ("1", "2")),
    (12, 5, 2, 4, 3, True, False, ()),
    (10, 6, 2, 5, 4, True, True, ()),
]


#: The same of networks in which a part has parts of its own; all come in train mode.
_NESTED = [
    (5, 3, 2, 3, 2, True, ()),
    (10, 4, 3, 4, 3, True, ("0.1",)),
    (14, 5, 2, 5, 4, False, ()),
    (6, 4, 2, 3, 3, True, ("0", "0.1")),
]
_MIXED = "where the model comes in evaluation mode, and a part of it in training mode"
_FIXED = "where a parameter has requires_grad=False"


class Validate(Exercise):
    id, points, rtol, agrees_with = "loop/validate", 4, 2e-5, "PyTorch"
    parts = ("mean loss", "accuracy")
    forbids = ("tinygrad_lite.training",)
    hints = (
        "The counting is that of train_one_epoch. What is left out here, what has to be switched before, and what does "
        "whoever calls this function expect to find unchanged afterwards? Look at the parts of the model, too.",
        "Remember the mode of every part (`model.modules()` goes through the model and all its parts, each has "
        "`.training`). Then eval mode, the sums over the batches, and each part's mode back. No backward, no step, no "
        "zero_grad.",
        "`modes = [part.training for part in model.modules()]`, `model.eval()`, the loop; at the end `for part, mode "
        "in zip(model.modules(), modes): part.training = mode`. `with tg.no_grad():` around the loop saves the graph.",
    )
    notice = (
        "Under `no_grad` no graph is recorded, which saves time and memory. Each library has its own, so whoever knows "
        "which one the model is of says it: in this function or around its call. It does not switch Dropout off: that "
        "is what `eval()` does."
    )

    def cause(self, failure, case, submission):
        return loop_cause(failure, submission)

    def cases(self, rng):
        for n, batch, inputs, hidden, classes, norm, training, frozen in _SIZES:
            model = net(rng, inputs, hidden, classes, norm, training=training, frozen=frozen, grads=True)
            loader = classes_loader(rng, n, batch, inputs, classes)
            yield self.case(model, loader, Criterion("CrossEntropyLoss"), changes=_MODEL, observe=_MODEL)
        for n, batch, inputs, hidden, classes, norm, frozen in _NESTED:
            model = net(rng, inputs, hidden, classes, norm, frozen=frozen, grads=True, nested=True)
            loader = classes_loader(rng, n, batch, inputs, classes)
            yield self.case(model, loader, Criterion("CrossEntropyLoss"), changes=_MODEL, observe=_MODEL)
        for others in (("1",), ("1", "3"), ("2",)):
            model = net(rng, 2, 3, 3, True, training=False, frozen=others, grads=True)
            given = model, classes_loader(rng, 6, 4, 2, 3), Criterion("CrossEntropyLoss")
            yield self.case(*given, changes=_MODEL, observe=_MODEL, about=_MIXED)
        for fixed in (("0.weight", "0.bias"), ("2.bias",), ("0.weight",)):
            given = net(rng, 3, 4, 2, fixed=fixed), classes_loader(rng, 7, 3, 3, 2), Criterion("CrossEntropyLoss")
            yield self.case(*given, changes=_MODEL, observe=_MODEL, about=_FIXED)

    def reference(self, model, loader, criterion):
        import torch

        modes = {name: part.training for name, part in model.named_modules()}
        model.eval()
        logits, targets = torch.cat([model(x).detach() for x, _ in loader]), torch.cat([y for _, y in loader])
        for name, part in model.named_modules():
            part.training = modes[name]
        loss = torch.nn.functional.cross_entropy(logits, targets)
        return loss.item(), (logits.argmax(1) == targets).double().mean().item()

    @staticmethod
    def solution(model, loader, criterion):
        """Measure a classifier on data that it is not trained on, in evaluation mode.

        Afterwards everything is as it was: the mode of the model and of each of its parts (a part may be in another
        mode than the rest), its parameters and buffers, and every `.grad`. Works for both libraries.

        Args:
            model: the network; `model(x)` gives logits, (batch, classes).
            loader: a DataLoader; each batch is `(x, y)`, and y holds the index of the right class of each row.
            criterion: the loss, `criterion(outputs, y)`, a mean over the batch.
        Returns:
            (mean loss, accuracy), two floats, both averaged over all samples; the accuracy from 0 to 1.
        """
        modes = [part.training for part in model.modules()]
        model.eval()
        total, right, count = 0.0, 0, 0
        for x, y in loader:
            outputs = model(x)
            total += criterion(outputs, y).item() * len(y)
            right += (outputs.argmax(1) == y).sum().item()
            count += len(y)
        for part, mode in zip(model.modules(), modes, strict=True):
            part.training = mode
        return total / count, right / count

    @staticmethod
    def again(model, loader, criterion):
        modes = _modes(model)
        model.eval()
        batches = rounds.look(model, loader, criterion)
        _restore(model, modes)
        return loss_of(batches), accuracy_of(batches)

    @mistake(
        "does not set evaluation mode",
        "The model was measured in the mode in which it came. In train mode batch normalisation takes the statistics "
        "of the batch, so an answer depends on who else is in it, and it goes on learning its running statistics from "
        "the validation data; Dropout takes numbers out. `model.eval()` belongs before the loop.",
    )
    def no_eval(self, model, loader, criterion):
        batches = rounds.look(model, loader, criterion)
        return loss_of(batches), accuracy_of(batches)

    @mistake(
        "measures in train mode",
        "You put the model into train mode to measure it. There batch normalisation takes the statistics of the batch "
        "and goes on learning them from the validation data. Here it is `model.eval()`.",
    )
    def in_train_mode(self, model, loader, criterion):
        modes = _modes(model)
        model.train()
        batches = rounds.look(model, loader, criterion)
        _restore(model, modes)
        return loss_of(batches), accuracy_of(batches)

    @mistake(
        "parts of parts stay in evaluation mode",
        "The parts of the model have their mode back, but the parts of these parts stay in evaluation mode. "
        "`model.modules()` goes through all of them, however deep; `model.children()` does not.",
    )
    def first_level_only(self, model, loader, criterion):
        modes = [(part, part.training) for part in (model, *model.children())]
        model.eval()
        batches = rounds.look(model, loader, criterion)
        for part, mode in modes:
            part.training = mode
        return loss_of(batches), accuracy_of(batches)

    @mistake(
        "leaves the model in evaluation mode",
        "The numbers are right, but the model stays in evaluation mode. Who called you goes on training, and from then "
        "on without Dropout, and with batch normalisation that learns no statistics. Put every part's mode back.",
    )
    def stays_in_eval(self, model, loader, criterion):
        model.eval()
        batches = rounds.look(model, loader, criterion)
        return loss_of(batches), accuracy_of(batches)

    @mistake(
        "always ends in train mode",
        "The numbers are right, but afterwards the whole model is in train mode, in whatever mode it came. It may have "
        "come in evaluation mode, or with some parts in it, as with a frozen batch normalisation. Remember each part's "
        "mode and put it back.",
    )
    def ends_in_train(self, model, loader, criterion):
        model.eval()
        batches = rounds.look(model, loader, criterion)
        model.train()
        return loss_of(batches), accuracy_of(batches)

    @mistake(
        "gives all parts the mode of the whole",
        "All parts get the mode of the whole model back. A part that was in evaluation mode while the rest trained, "
        "as a frozen batch normalisation, is now in train mode. Remember the mode of each part.",
    )
    def one_mode_for_all(self, model, loader, criterion):
        was = model.training
        model.eval()
        batches = rounds.look(model, loader, criterion)
        model.train(was)
        return loss_of(batches), accuracy_of(batches)

    @mistake(
        "puts back the model's own mode, not that of its parts",
        "`model.training` is put back, but the parts stay in evaluation mode. That attribute is the model's own "
        "alone; its layers have one each.",
    )
    def own_mode_only(self, model, loader, criterion):
        was = model.training
        model.eval()
        batches = rounds.look(model, loader, criterion)
        model.training = was
        return loss_of(batches), accuracy_of(batches)

    @mistake(
        "clears the gradients",
        "The numbers are right, but afterwards the gradients are gone. Validating is to leave no trace: who called you "
        "may be about to make a step.",
    )
    def clears(self, model, loader, criterion):
        found = self.solution(model, loader, criterion)
        for parameter in model.parameters():
            parameter.grad = None
        return found

    @mistake(
        "runs backward",
        "The numbers are right, but `backward()` ran. It adds gradients of the validation data to what is in `.grad`, "
        "and the next step would learn from them. To measure, the forward pass is enough.",
    )
    def backward(self, model, loader, criterion):
        modes = _modes(model)
        model.eval()
        batches = []
        for x, y in loader:
            outputs = model(x)
            loss = criterion(outputs, y)
            loss.backward()
            batches.append(rounds.measured(outputs, y, loss))
        _restore(model, modes)
        return both(batches)

    @mistake(
        "averages the batch losses with equal weight",
        "You averaged the losses of the batches as if all were equally large. The last batch is often smaller; its "
        "samples then count more than the others. Weight each batch's loss by its number of samples.",
    )
    def equal_loss(self, model, loader, criterion):
        modes = _modes(model)
        model.eval()
        batches = rounds.look(model, loader, criterion)
        _restore(model, modes)
        return batch_mean_loss(batches), accuracy_of(batches)

    @mistake(
        "averages the batch accuracies with equal weight",
        "Your loss is right. The accuracy is the mean of the batches' accuracies, as if all batches were equally "
        "large; count the right predictions and divide by all samples.",
    )
    def equal_accuracy(self, model, loader, criterion):
        modes = _modes(model)
        model.eval()
        batches = rounds.look(model, loader, criterion)
        _restore(model, modes)
        return loss_of(batches), batch_mean_accuracy(batches)

    @mistake(
        "averages losses and accuracies with equal weight",
        "You averaged losses and accuracies of the batches as if all were equally large. The last batch is often "
        "smaller; its samples then count more than the others. Sum over samples, and divide by their number.",
    )
    def equal_both(self, model, loader, criterion):
        modes = _modes(model)
        model.eval()
        batches = rounds.look(model, loader, criterion)
        _restore(model, modes)
        return batch_mean_loss(batches), batch_mean_accuracy(batches)

    @mistake(
        "weights every batch as a full one",
        "Your loss comes out too large: as if every batch had as many samples as a full one. The last is often "
        "smaller; multiply its loss by the number of samples that it really has, `len(y)`.",
    )
    def full_loss(self, model, loader, criterion):
        modes = _modes(model)
        model.eval()
        batches = rounds.look(model, loader, criterion)
        _restore(model, modes)
        return rounds.loss_of_full_ones(batches), accuracy_of(batches)

    @mistake(
        "divides the sum of batch means by the number of samples",
        "You added up the batches' mean losses and divided by the number of samples. Each is a mean already, so the "
        "result is about a batch size too small. Multiply each by its number of samples before adding it.",
    )
    def over_samples(self, model, loader, criterion):
        modes = _modes(model)
        model.eval()
        batches = rounds.look(model, loader, criterion)
        _restore(model, modes)
        return sum(batch.loss for batch in batches) / samples(batches), accuracy_of(batches)

    @mistake(
        "divides the sum over samples by the number of batches",
        "Your losses are multiplied by their number of samples, but the sum is then divided by the number of batches. "
        "So the result is about a batch size too large. Divide by the number of samples.",
    )
    def over_batches(self, model, loader, criterion):
        modes = _modes(model)
        model.eval()
        batches = rounds.look(model, loader, criterion)
        _restore(model, modes)
        return loss_of(batches) * samples(batches) / len(batches), accuracy_of(batches)

    @mistake(
        "counts the right predictions",
        "Your loss is right. In place of the accuracy you returned how many predictions are right; divide by the "
        "number of samples.",
    )
    def count(self, model, loader, criterion):
        modes = _modes(model)
        model.eval()
        batches = rounds.look(model, loader, criterion)
        _restore(model, modes)
        return loss_of(batches), sum(batch.right for batch in batches)

    @mistake(
        "the accuracy in percent",
        "Your accuracy is in percent. Asked for is a share, from 0 to 1. The loss is right.",
    )
    def percent(self, model, loader, criterion):
        modes = _modes(model)
        model.eval()
        batches = rounds.look(model, loader, criterion)
        _restore(model, modes)
        return loss_of(batches), 100 * accuracy_of(batches)

    @mistake(
        "loss and accuracy exchanged",
        "You returned the accuracy first and the loss second. Asked for is (mean loss, accuracy).",
    )
    def exchanged(self, model, loader, criterion):
        return both(_measured(model, loader, criterion))[::-1]

    @mistake(
        "the last batch only",
        "Your numbers are those of the last batch. It is one small part of the data; add up over all batches.",
    )
    def last(self, model, loader, criterion):
        return both(_measured(model, loader, criterion)[-1:])

    @mistake(
        "the first batch only",
        "Your numbers are those of the first batch. A `return` inside the loop ends it there; the sums have to go "
        "over all batches.",
    )
    def first(self, model, loader, criterion):
        return both(_measured(model, loader, criterion)[:1])


def _modes(model):
    return [part.training for part in model.modules()]


def _restore(model, modes):
    for part, mode in zip(model.modules(), modes, strict=True):
        part.training = mode


def _measured(model, loader, criterion):
    """The batches, measured as they should be."""
    modes = _modes(model)
    model.eval()
    batches = rounds.look(model, loader, criterion)
    _restore(model, modes)
    return batches


_MODEL = ("model",)
