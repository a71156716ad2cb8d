"""The whole training: epochs, validation, callbacks, early stopping, and the best model back."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ...recipes import Criterion, Optimizer
from .causes import loop_cause
from .nets import Loader, classes_loader, net
from .scripted import Recorders, Scripted
from .train_one_epoch import TrainOneEpoch
from .validate import Validate
from .whole_training import SHORT, Both, logs_of, run

train_one_epoch, validate = TrainOneEpoch.solution, Validate.solution
BOTH = "model", "callbacks"

#: (validation losses, how many of these epochs may be trained, patience, callbacks)
_COURSES = [
    ([0.75, 0.5], 2, 2, 1),
    ([1.0, 0.5, 0.75, 0.625, 0.7, 0.25], 6, 2, 1),
    ([1.0, 1.125, 0.75, 0.875, 0.5, 0.625], 6, 2, 1),
    ([0.9, 0.5, 0.8, 0.7, 0.6, 0.4], 6, 3, 1),
    ([0.5, 0.625, 0.6, 0.25, 0.2], 5, 1, 1),
    ([0.6, 0.4, 0.55, 0.5, 0.45, 0.3], 6, 2, 2),
    ([0.9, 0.7, 0.8, 0.6, 0.5, 0.55], 4, 3, 2),
    ([0.7, 0.5, 0.6], 3, 3, 1),
    ([0.9, 0.6, 0.8, 0.65], 4, 4, 2),
    ([0.75, 0.5, 0.5, 0.5, 0.25], 5, 2, 1),
    ([0.6, 0.4, 0.4, 0.5, 0.3], 5, 2, 1),
    ([0.5, 0.5], 2, 2, 0),
    ([0.7, 0.6, 0.65, 0.5, 0.55, 0.45], 6, 2, 0),
    ([1.0, 0.8, 0.9, 0.6, 0.7, 0.65, 0.3], 7, 3, 1),
]
#: The same, for losses that fall by very little: lower is lower.
_LITTLE = [
    ([0.5, 0.4996, 0.4999, 0.4998, 0.4993], 5, 2, 1),
    ([0.8, 0.79995, 0.79999, 0.79996], 4, 2, 1),
    ([0.6, 0.59999, 0.599995, 0.599994], 4, 2, 1),
    ([0.7, 0.699999, 0.6999996, 0.6999995], 4, 2, 1),
]
_SIZES = [(9, 5, 3, 3, 1.8, 5, 2)]  # training and validation samples, batch size, classes, lr, epochs, patience


class TrainModel(Exercise):
    id, points, rtol, agrees_with = "loop/train_model", 5, 2e-5, ""
    parts = ("best epoch", "its validation loss")
    forbids = ("tinygrad_lite.training",)
    hints = (
        "`train_one_epoch` and `validate` are there. What is left is the bookkeeping around them: what was the best "
        "validation loss, in which epoch, what did the model look like then, and how long ago is that?",
        "Each epoch: train, validate, tell the callbacks. If the validation loss is lower than the best: remember it, "
        "the epoch, and a *copy* of the model's state. If not, and the best is `patience` epochs ago: stop. At the end "
        "put the copy back.",
        '`best_loss = float("inf")`; `for epoch in range(epochs):` with the two calls, the `logs`, a loop over '
        "`callbacks`, then `if val_loss < best_loss:` … `elif epoch - best_epoch >= patience: break`. "
        "`copy.deepcopy(model.state_dict())` makes the copy, `model.load_state_dict(…)` puts it back.",
    )
    notice = (
        "state_dict holds the buffers too: batch normalisation's running statistics belong to the best model as much "
        "as its weights."
    )

    def cause(self, failure, case, submission):
        return loop_cause(failure, submission)

    def cases(self, rng):
        for losses, epochs, patience, callbacks in _COURSES:
            train = classes_loader(rng, 3, 3, 2, 2)
            val = Loader(2 * rng.normal(size=(4, 2)), np.zeros(4, dtype=int), 4)
            course = (np.array(losses) * rng.uniform(0.95, 1.05)).round(3).tolist()
            model = Scripted(rng.normal(size=(2, 2)), rng.normal(size=2), course)
            yield self._case(model, train, val, 0.2, epochs, patience, callbacks)
        for losses, epochs, patience, callbacks in _LITTLE:
            train = classes_loader(rng, 3, 3, 2, 2)
            val = Loader(2 * rng.normal(size=(4, 2)), np.zeros(4, dtype=int), 4)
            model = Scripted(rng.normal(size=(2, 2)), rng.normal(size=2), losses)
            about = "where the validation loss falls by very little"
            yield self._case(model, train, val, 0.2, epochs, patience, callbacks, about)
        for n, n_val, batch, classes, lr, epochs, patience in _SIZES:
            train = classes_loader(rng, n, batch, 2, classes)
            val = Loader(2 * rng.normal(size=(n_val, 2)), rng.integers(0, classes, size=n_val), batch)
            yield self._case(net(rng, 2, 4, classes, True), train, val, lr, epochs, patience, 1)
        setup = net(rng, 2, 4, 3, True), classes_loader(rng, 8, 3, 2, 3), classes_loader(rng, 6, 4, 2, 3)
        tools = Criterion("CrossEntropyLoss"), Optimizer("SGD", 0.3)
        yield self.case(*setup, *tools, 3, 2, about="without callbacks", changes=("model",), observe=("model",))
        train, val = classes_loader(rng, 3, 3, 2, 2), Loader(2 * rng.normal(size=(4, 2)), np.zeros(4, dtype=int), 4)
        model = Scripted(rng.normal(size=(2, 2)), rng.normal(size=2), [4e12, 2e12, 3e12, 5e12, 1e12])
        yield self._case(model, train, val, 0.2, 5, 2, 1, about="where all validation losses are very large")

    def _case(self, model, train, val, lr, epochs, patience, callbacks, about=""):
        setup = Criterion("CrossEntropyLoss"), Optimizer("SGD", lr), epochs, patience, Recorders(callbacks)
        return self.case(model, train, val, *setup, about=about, changes=BOTH, observe=BOTH)

    def reference(self, model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
        seen = []
        for epoch in range(epochs):
            train = train_one_epoch(model, train_loader, criterion, optimizer)
            val = validate(model, val_loader, criterion)
            seen.append((val[0], epoch, {name: value.clone() for name, value in model.state_dict().items()}))
            for callback in callbacks:
                callback.on_epoch_end(epoch, logs_of(train, val))
            if epoch - min(seen)[1] >= patience:
                break
        loss, epoch, state = min(seen)
        model.load_state_dict(state)
        return epoch, loss

    @staticmethod
    def solution(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
        """Train until the validation loss no longer falls, and leave the best model in place.

        Each epoch: `train_one_epoch`, then `validate`; then every callback is told,
        `callback.on_epoch_end(epoch, logs)`, where logs is a dict of four: "train_loss", "train_accuracy", "val_loss",
        "val_accuracy". Training ends after `epochs` epochs, or earlier, when `patience` epochs in a row had no
        validation loss lower than the lowest before. At the end the model has the state, parameters and buffers, that
        it had after the epoch with the lowest validation loss; and it is in train mode, where these two leave it.

        Args:
            model, criterion, optimizer: as `train_one_epoch` takes them.
            train_loader, val_loader: the data to train on, and the data to validate with.
            epochs: the most epochs to train for; they are numbered from 0.
            patience: a whole number ≥ 1. (All validation losses are finite.)
            callbacks: a list of objects with the method `on_epoch_end(epoch, logs)`.
        Returns:
            (number of the best epoch, its validation loss)
        """
        best_loss, best_epoch, best_state = float("inf"), 0, None
        for epoch in range(epochs):
            train_loss, train_accuracy = train_one_epoch(model, train_loader, criterion, optimizer)
            val_loss, val_accuracy = validate(model, val_loader, criterion)
            logs = {"train_loss": train_loss, "train_accuracy": train_accuracy}
            logs |= {"val_loss": val_loss, "val_accuracy": val_accuracy}
            for callback in callbacks:
                callback.on_epoch_end(epoch, logs)
            if val_loss < best_loss:
                best_loss, best_epoch = val_loss, epoch
                best_state = {name: value.clone() for name, value in model.state_dict().items()}
            elif epoch - best_epoch >= patience:
                break
        model.load_state_dict(best_state)
        return best_epoch, best_loss

    @staticmethod
    def again(*given):
        return run(*given)

    @mistake(
        "ends with the last epoch's weights",
        "The model has the weights of the last epoch, not those of the best one. Either nothing is put back, or what "
        "is put back is no copy: `model.state_dict()` hands out the tensors that go on being trained.",
    )
    def last_weights(self, *given):
        return run(*given, restore=False)

    @mistake(
        "puts back the parameters, not the buffers",
        "The parameters are those of the best epoch, but the buffers, batch normalisation's running statistics, are "
        "those of the last. `state_dict()` holds both.",
    )
    def no_buffers(self, *given):
        return run(*given, restore="parameters")

    @mistake(
        "stops one epoch late",
        "You wait for one epoch more than `patience` without a lower loss. Training is to end as soon as there were "
        "`patience` of them in a row.",
    )
    def late(self, *given):
        return run(*given, wait=lambda bad, patience: bad > patience)

    @mistake(
        "stops one epoch early",
        "You stop one epoch too early: `patience` epochs in a row have to go by without a lower loss.",
    )
    def early(self, *given):
        return run(*given, wait=lambda bad, patience: bad >= max(patience - 1, 1))

    @mistake(
        "never stops early",
        "All epochs are trained, whatever `patience` says.",
    )
    def never(self, *given):
        return run(*given, wait=lambda bad, patience: False)

    @mistake(
        "counts epochs that are not in a row",
        "The count of epochs without a lower loss is not set back when there is one. `patience` speaks of epochs in a "
        "row.",
    )
    def not_in_a_row(self, *given):
        return run(*given, reset=False)

    @mistake(
        "compares with the epoch before",
        "You compare each validation loss with that of the epoch before. Lower than the last one is not lower than the "
        "lowest: keep the best, and compare with that.",
    )
    def with_last(self, *given):
        return run(*given, against="last")

    @mistake(
        "a tie counts as better",
        "A validation loss that is equal to the lowest counts as better with you. Better means lower: otherwise a "
        "training that stands still would never stop.",
    )
    def ties(self, *given):
        return run(*given, tie=True)

    @mistake(
        "the best by the training loss",
        "You choose the best epoch by the training loss, which falls nearly always. Whether the network does well on "
        "data that it has not seen only the validation loss tells.",
    )
    def by_train_loss(self, *given):
        return run(*given, value=lambda logs: logs["train_loss"], answer="value")

    @mistake(
        "the best by the accuracy",
        "You choose the best epoch by the validation accuracy. Asked for is the lowest validation loss; the accuracy "
        "moves in jumps and is often the same twice.",
    )
    def by_accuracy(self, *given):
        return run(*given, value=lambda logs: -logs["val_accuracy"])

    @mistake(
        "the epochs from 1",
        "You number the epochs from 1. Asked for are numbers from 0, in the callbacks and in what you return.",
    )
    def from_one(self, *given):
        return run(*given, first=1)

    @mistake(
        "tells the callbacks the epochs from 1",
        "The callbacks hear of epochs numbered from 1. Asked for are numbers from 0, as in what you return.",
    )
    def told_from_one(self, *given):
        return run(*given, told=lambda epoch, logs: (epoch + 1, logs))

    @mistake(
        "calls the accuracies train_acc and val_acc",
        "The logs for the callbacks have `train_acc` and `val_acc` in them. The keys are to be `train_accuracy` and "
        "`val_accuracy`: a callback looks its numbers up by their names.",
    )
    def other_keys(self, *given):
        return run(*given, told=lambda epoch, logs: (epoch, {SHORT.get(key, key): logs[key] for key in logs}))

    @mistake(
        "returns the last epoch",
        "You return the last epoch and its validation loss. Asked for are those of the best epoch.",
    )
    def returns_last(self, *given):
        return run(*given, answer="last")

    @mistake(
        "loss and epoch exchanged",
        "You return (validation loss, epoch). Asked for is (epoch, validation loss).",
    )
    def exchanged(self, *given):
        return run(*given)[::-1]

    @mistake(
        "the callbacks do not hear of the last epoch",
        "Where training stops early, the callbacks are not told of the last epoch: training is over before they are. "
        "Tell them first.",
    )
    def not_told_at_the_end(self, *given):
        return run(*given, tell="before the break")

    @mistake(
        "the callbacks hear of better epochs only",
        "The callbacks are told only when an epoch was better. They are to be told of every epoch: a curve with only "
        "its best points shows no overfitting.",
    )
    def told_if_better(self, *given):
        return run(*given, tell="if better")

    @mistake(
        "the callbacks are never told",
        "The callbacks are never told that an epoch is over: call `on_epoch_end(epoch, logs)` of each, in every epoch.",
    )
    def never_told(self, *given):
        return run(*given, tell="never")

    @mistake(
        "tells the first callback only",
        "Only the first callback is told. There may be several, and there may be none: go through the list.",
    )
    def first_callback(self, model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks=()):
        return run(model, train_loader, val_loader, criterion, optimizer, epochs, patience, callbacks[:1])

    @mistake(
        "validates with the training data",
        "You validate with the training data. How well a network does there says little about data that it has not "
        "seen: that is what `val_loader` is for.",
    )
    def on_training_data(self, model, train_loader, val_loader, *given):
        return run(model, train_loader, train_loader, *given)

    @mistake(
        "validates before it trains",
        "Each epoch validates first and trains then, so that every validation loss is that of the weights before the "
        "epoch, and the state that is kept belongs to another loss. Train, then validate.",
    )
    def validates_first(self, *given):
        return run(*given, validate_first=True)

    @mistake(
        "leaves the model in evaluation mode",
        "The model is in evaluation mode when you hand it back; all else is right. `train_one_epoch` has left it in "
        "train mode, and `validate` as it was; there is no need to touch it.",
    )
    def ends_in_eval(self, model, *given):
        found = run(model, *given)
        model.eval()
        return found

    @mistake(
        "the best weights only where it stops early",
        "Where training goes on to the last epoch, the model has the weights of that one: the best are put back only "
        "where it stops early. They belong behind the loop.",
    )
    def only_if_stopped(self, *given):
        return run(*given, restore="if stopped")

    @mistake(
        "the best weights only where it does not stop early",
        "Where training stops early, the model keeps the weights of the last epoch: the best are not put back then. "
        "`break` leaves the loop alone.",
    )
    def only_if_not_stopped(self, *given):
        return run(*given, restore="if not stopped")

    @mistake(
        "trains on the validation data",
        "The validation data are trained on: as when `train_one_epoch` is called with `val_loader` as well. Then no "
        "data are left that the network has not seen, and every number it gives of itself is too good.",
    )
    def trains_on_both(self, model, train_loader, val_loader, criterion, optimizer, *given):
        both = Both(train_loader, val_loader)
        return run(model, both, val_loader, criterion, optimizer, *given)
