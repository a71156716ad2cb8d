"""`fix_04` of lesson 10: validation in train mode, and best weights that move on with the training."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

import tinygrad_lite as tg

from ...case import settled
from ...exercise import Exercise, mistake
from ...recipes import Criterion, Optimizer, World, build
from .norm_net import NormNet
from .pieces import Loader
from .rows import CAUSES, loop_cause

#: (samples, batch size, samples for validation, their batch size, sizes of the network, rate, epochs, the best of them)
_SETTINGS: list[tuple] = [
    (4, 4, 3, 3, (1, 2, 1), 0.2, 4, 1),
    (6, 3, 5, 3, (2, 3, 1), 0.15, 4, 2),
    (7, 4, 7, 4, (2, 3, 1), 0.15, 4, 1),
    (5, 5, 5, 3, (3, 4, 2), 0.3, 4, 2),
    (6, 2, 6, 4, (2, 3, 2), 0.1, 4, 2),
    (6, 3, 5, 3, (3, 3, 1), 0.15, 4, 1),
    (5, 3, 4, 2, (2, 3, 1), 0.2, 3, 0),
]
#: The same where, behind the best one, an epoch is better than the one before it, and not the best; and where the
#: worst is one in the middle.
_UP_AND_DOWN: list[tuple] = [
    (4, 4, 3, 3, (1, 2, 1), 0.8, 5, 1),
    (5, 5, 5, 3, (3, 4, 2), 0.8, 5, 1),
    (4, 4, 3, 3, (1, 2, 1), 0.6, 5, 1),
]
#: The same, where an epoch is better than the one before by very little; by what part of the way it is nearer.
_CLOSE: list[tuple] = [(4, 4, 3, 3, (1, 2, 1), 0.2, 4, 1), (6, 3, 5, 3, (2, 3, 1), 0.15, 4, 2)]
_NEARER = 1e-5


def evaluate(model: Any, loader: Any, criterion: Any) -> tuple[float, float]:
    """The mean loss per sample, and the mean of the batches' means, in whichever mode the model is."""
    losses, sizes = [], []
    with tg.no_grad():
        for inputs, targets in loader:
            losses.append(criterion(model(inputs), targets).item())
            sizes.append(len(inputs))
    return float(np.average(losses, weights=sizes)), float(np.mean(losses))


def parameters_only(model: Any) -> dict[str, Any]:
    """A copy of the parameters, without the running statistics."""
    return {name: value.detach().clone() for name, value in model.named_parameters()}


def put_back(model: Any, state: dict[str, Any]) -> None:
    """Some of a model's state, by name."""
    model.load_state_dict({**model.state_dict(), **state})


def train(
    model: Any,
    loader: Any,
    criterion: Any,
    optimizer: Any,
    epochs: int,
    val_loader: Any,
    *,
    learns: tuple[bool, bool] = (True, True),
    validates: tuple[bool, bool] = (False, False),
    keep: str = "copy",
    better: str = "lowest",
    weigh: bool = True,
    clear: bool = True,
    back: str = "end",
) -> list[float]:
    """Train and validate.

    Args:
        learns: whether the model trains in train mode, in the first epoch and in the later ones.
        validates: whether it validates in train mode, in the first epoch and in the later ones.
        keep: what is kept of the best epoch: a "copy", or its "parameters" only.
        better: which epoch counts as best: that with the "lowest" loss, or the "highest", the "last", the "first", or
            the last whose loss is "falling".
        weigh: whether every validation sample counts the same, rather than every batch.
        clear: whether gradients are set back.
        back: when the best is put back: at the "end", or after every "epoch".
    """
    history: list[float] = []
    kept: dict[str, Any] = {}
    for epoch in range(epochs):
        model.train(learns[epoch > 0])
        for inputs, targets in loader:
            if clear:
                optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.train(validates[epoch > 0])
        history.append(evaluate(model, val_loader, criterion)[not weigh])
        chosen = {
            "lowest": history[-1] == min(history),
            "highest": history[-1] == max(history),
            "last": True,
            "first": epoch == 0,
            "falling": history[-1] < min(history[-2:-1], default=np.inf),
        }
        if chosen[better]:
            kept = copy.deepcopy(model.state_dict()) if keep == "copy" else parameters_only(model)
        if back == "epoch":
            put_back(model, kept)
    put_back(model, kept)
    return history


def draw(rng: np.random.Generator, setting: tuple, close: bool = False) -> tuple:
    """The arguments of a case, the validation's targets near to what the net says after the best epoch.

    With `close` they lie halfway between this and what it says an epoch earlier, and nearer by very little.
    """
    n, batch, n_val, batch_val, (inputs, hidden, outputs), lr, epochs, best = setting
    x, x_val = rng.normal(size=(n, inputs)), rng.normal(size=(n_val, inputs))
    layers = [
        (rng.normal(size=(m, k)) / k**0.5, 0.1 * rng.normal(size=m)) for k, m in ((inputs, hidden), (hidden, outputs))
    ]
    loader = Loader(x, settled(x @ rng.normal(size=(inputs, outputs)) + rng.normal(size=outputs)), batch)
    arguments = {"model": NormNet(*layers), "loader": loader, "criterion": Criterion("MSELoss")}
    arguments["optimizer"] = Optimizer("SGD", lr)
    world = World()
    for name, recipe in arguments.items():
        world.built[name] = build(recipe, world)
    no_targets = Loader(x_val, np.zeros((n_val, outputs)), n_val).build(world)
    said = []
    for rounds in (best, 1):
        train(**world.built, epochs=rounds, val_loader=no_targets, better="last")
        said.append(settled(world.built["model"].eval()(world.tensor(x_val)).detach().numpy()))
    before, after = said
    y_val = (0.5 - _NEARER) * before + (0.5 + _NEARER) * after if close else after + 0.02 * rng.normal(size=after.shape)
    return *arguments.values(), epochs, Loader(x_val, y_val, batch_val)


def draw_up_and_down(rng: np.random.Generator, setting: tuple) -> tuple:
    """The same, drawn until the validation loss falls once more behind the best epoch, from the worst one."""
    while True:
        model, loader, criterion, optimizer, epochs, val_loader = arguments = draw(rng, setting)
        world = World()
        recipes = {"model": model, "loader": loader, "criterion": criterion, "optimizer": optimizer}
        for name, recipe in {**recipes, "val_loader": val_loader}.items():
            world.built[name] = build(recipe, world)
        history = train(**world.built, epochs=epochs)
        best, worst = int(np.argmin(history)), int(np.argmax(history))
        if best < worst < epochs - 1:
            return arguments


class Fix04(Exercise):
    id, points, rtol, forbids = "debug/fix_04", 5, 1e-7, ()
    name = "train_04"
    hints = (
        "Print `model.training` in front of each forward pass, for two epochs: where should it be True, where False? "
        "Then print one weight of `best` after each epoch: it should stay what it was in the best one.",
        "In train mode batch norm uses the batch at hand, and its running statistics move; in eval mode neither. And "
        "`state_dict()` copies nothing: it names the tensors that the optimizer goes on changing.",
        "`model.train()` at the beginning of each epoch, `model.eval()` before the validation; "
        "`copy.deepcopy(…)`, or a dict with `.clone()` of every tensor, where the best is kept.",
    )
    notice = (
        "Both faults give curves that look healthy. The first is found by asking for `model.training`; the second by "
        "validating once more at the end: the best loss should come out again."
    )

    causes = (
        (
            "TypeError",
            "load_state_dict: needs a dict of names and tensors",
            "`load_state_dict` wants what `state_dict()` gives: a dict of names and tensors. Keep a copy of that.",
        ),
        (
            "AttributeError",
            "'dict' object has no attribute '(clone|detach)'",
            "`state_dict()` is a dict. Its tensors have `{0}()`, the dict has not; `copy.deepcopy` copies the dict and "
            "all that is in it.",
        ),
    )

    def cause(self, failure, case, submission):
        return loop_cause((*self.causes, *CAUSES), failure, submission)

    def cases(self, rng):
        for setting in _SETTINGS:
            yield self.case(*draw(rng, setting), changes=("model",), observe=("model",))
        for setting in _CLOSE:
            about = "where the validation loss falls by very little"
            yield self.case(*draw(rng, setting, close=True), about=about, changes=("model",), observe=("model",))
        for setting in _UP_AND_DOWN:
            yield self.case(*draw_up_and_down(rng, setting), changes=("model",), observe=("model",))

    def reference(self, model, loader, criterion, optimizer, epochs, val_loader):
        import torch

        history, states = [], []
        x, y = val_loader.dataset.tensors
        for _ in range(epochs):
            model.train()
            for inputs, targets in loader:
                optimizer.zero_grad()
                criterion(model(inputs), targets).backward()
                optimizer.step()
            model.eval()
            with torch.no_grad():
                history.append(torch.nn.functional.mse_loss(model(x), y).item())
            states.append({name: value.clone() for name, value in model.state_dict().items()})
        model.load_state_dict(states[int(np.argmin(history))])
        return history

    @staticmethod
    def broken(model, loader, criterion, optimizer, epochs, val_loader):
        history = []
        model.train()
        for _ in range(epochs):
            for inputs, targets in loader:
                optimizer.zero_grad()
                criterion(model(inputs), targets).backward()
                optimizer.step()
            total = 0.0
            with tg.no_grad():
                for inputs, targets in val_loader:
                    total += criterion(model(inputs), targets).item() * len(inputs)
            history.append(total / len(val_loader.dataset))
            if history[-1] == min(history):
                best = model.state_dict()
        model.load_state_dict(best)
        return history

    @staticmethod
    def solution(model, loader, criterion, optimizer, epochs, val_loader):
        """Train in train mode; after each epoch validate in eval mode; keep the best.

        At the end the model has the weights and running statistics of the epoch with the lowest validation loss.

        Args:
            model: has batch norm in it.
            loader, criterion, optimizer: as always.
            epochs: how many times to go through the loader.
            val_loader: the samples for validation; no step is made from them.
        Returns:
            list of floats: for each epoch the validation loss, mean per sample.
        """
        history = []
        for _ in range(epochs):
            model.train()
            for inputs, targets in loader:
                optimizer.zero_grad()
                criterion(model(inputs), targets).backward()
                optimizer.step()
            model.eval()
            total = 0.0
            with tg.no_grad():
                for inputs, targets in val_loader:
                    total += criterion(model(inputs), targets).item() * len(inputs)
            history.append(total / len(val_loader.dataset))
            if history[-1] == min(history):
                best = copy.deepcopy(model.state_dict())
        model.load_state_dict(best)
        return history

    def again(self, *arguments):
        return train(*arguments)

    @mistake(
        "validates in train mode, and keeps no copy",
        "Both faults are still there. The validation runs in train mode: batch norm takes its statistics from the "
        "validation batch, and even learns from it. And at the end the model has the last epoch's weights, not the "
        "best ones.",
    )
    def untouched(self, *arguments):
        return train(*arguments, validates=(True, True), better="last")

    @mistake(
        "keeps no copy",
        "At the end the model has the last epoch's weights, not the best ones. Usual reasons: `state_dict()` names "
        "the tensors themselves, which go on moving, and `.copy()` of the dict does not change that; nothing is put "
        "back at the end; or the lowest loss so far is not written down anew, so that every epoch counts as the best. "
        "The modes are right.",
    )
    def references(self, *arguments):
        return train(*arguments, better="last")

    @mistake(
        "validates in train mode",
        "The validation still runs in train mode: batch norm takes its statistics from the validation batch, and its "
        "running statistics move with it. The best weights are kept now.",
    )
    def no_eval(self, *arguments):
        return train(*arguments, validates=(True, True))

    @mistake(
        "stays in eval mode",
        "After the first validation the model stays in eval mode: from the second epoch on it trains without batch "
        "statistics. `eval()` lasts until `train()`. The validation is right, and the best weights are kept.",
    )
    def never_back(self, *arguments):
        return train(*arguments, learns=(True, False))

    @mistake(
        "stays in eval mode, and keeps no copy",
        "After the first validation the model stays in eval mode: `eval()` lasts until `train()`, which each epoch has "
        "to begin with. And at the end the model has the last epoch's weights, not the best ones: `state_dict()` is no "
        "copy.",
    )
    def never_back_references(self, *arguments):
        return train(*arguments, learns=(True, False), better="last")

    @mistake(
        "trains in eval mode",
        "Batch norm is in eval mode during the whole training, from the first batch on: the statistics of a batch are "
        "never used, nor learnt. The best weights are kept.",
    )
    def always_eval(self, *arguments):
        return train(*arguments, learns=(False, False))

    @mistake(
        "trains in eval mode, and keeps no copy",
        "Batch norm is in eval mode during the whole training, from the first batch on: the statistics of a batch are "
        "never used, nor learnt. And at the end the model has the last epoch's weights, not the best ones.",
    )
    def always_eval_references(self, *arguments):
        return train(*arguments, learns=(False, False), better="last")

    @mistake(
        "eval() comes too late",
        "In the first epoch the validation runs in train mode, and from then on everything runs in eval mode, "
        "training, too. `eval()` belongs in front of the validation, `train()` in front of each epoch's steps. The "
        "best weights are kept.",
    )
    def late(self, *arguments):
        return train(*arguments, learns=(True, False), validates=(True, False))

    @mistake(
        "the modes exchanged",
        "It trains in eval mode and validates in train mode. It is the other way round: `train()` for the steps, "
        "`eval()` for the validation.",
    )
    def exchanged(self, *arguments):
        return train(*arguments, learns=(False, False), validates=(True, True))

    @mistake(
        "keeps the parameters only",
        "The running statistics of batch norm stay those of the last epoch, while the parameters are the best one's. "
        "`state_dict()` holds both. The rest is right.",
    )
    def no_buffers(self, *arguments):
        return train(*arguments, keep="parameters")

    @mistake(
        "keeps the first",
        "At the end the model has the weights of the first epoch. The best is to be kept anew each time that the "
        "validation loss is lower than all before. The modes are right.",
    )
    def first(self, *arguments):
        return train(*arguments, better="first")

    @mistake(
        "keeps the worst",
        "At the end the model has the weights of the epoch with the highest validation loss. The best epoch is the one "
        "with the lowest. The modes are right.",
    )
    def worst(self, *arguments):
        return train(*arguments, better="highest")

    @mistake(
        "compares with the epoch before",
        "You keep the weights of each epoch whose validation loss is lower than that of the epoch before. The last "
        "such epoch need not be the best: compare with the lowest of all. The modes are right.",
    )
    def falling(self, *arguments):
        return train(*arguments, better="falling")

    @mistake(
        "goes back within the training",
        "The best weights are put back after every epoch, so that the training begins again from there. Put them back "
        "once, at the end. The modes are right.",
    )
    def back_each_epoch(self, *arguments):
        return train(*arguments, back="epoch")

    @mistake(
        "averages batches",
        "The validation loss averages the batches, so that each sample of a last batch that is smaller counts more "
        "than the others. The modes are right.",
    )
    def batch_means(self, *arguments):
        return train(*arguments, weigh=False)

    @mistake(
        "never sets gradients back",
        "Between one batch and the next the gradients are not set back, as `optimizer.zero_grad()` did: each step is "
        "made from the sum of all batches so far. The modes are right.",
    )
    def accumulates(self, *arguments):
        return train(*arguments, clear=False)
