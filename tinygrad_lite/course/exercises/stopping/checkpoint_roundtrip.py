"""A checkpoint, in lesson 07: what has to be written down so that training can go on as if nothing had happened."""

from __future__ import annotations

import copy
import functools
import tempfile
from pathlib import Path
from typing import ClassVar

from ...exercise import Exercise, mistake
from .saving import CAUSES, Checkpoint, Pieces
from .saving_scripts import scripts


@functools.cache
def _folder() -> tempfile.TemporaryDirectory:
    """A folder of this process alone, gone when it ends: nobody else can have put anything there before."""
    return tempfile.TemporaryDirectory(prefix="tinygrad_lite-", ignore_cleanup_errors=True)


def one_place() -> Path:
    """The same file whatever the checkpoint is to be called."""
    return Path(_folder().name) / "checkpoint"


class CheckpointRoundtrip(Exercise):
    id, name, points, agrees_with, forbids = "stopping/checkpoint_roundtrip", "Checkpoint", 4, "", ()
    keeps_state = False
    solution = Checkpoint
    budget = 15.0  # PyTorch's optimizers import for seconds at their first step
    hints = (
        "What would a program that starts tomorrow have to know, besides the weights, to go on exactly where this one "
        "stopped? Look at `model.state_dict()` and at `optimizer.state_dict()` and see what is in them.",
        "`save` writes three things into one file: the state of the model, the state of the optimizer, the epoch. "
        "`load` reads the file, puts both states into the objects that it is given, and returns the epoch.",
        'In `save`: a dict with three entries, then `with open(path, "wb") as file:` and `pickle.dump(…)`. In `load`: '
        "the same backwards, `pickle.load(…)`, with two calls of `load_state_dict`.",
    )
    notice = (
        "After loading, the steps that follow were the same to the last bit as without the interruption. A file made "
        "by pickle can run code when it is read: load only what you trust."
    )
    causes = CAUSES

    def cases(self, rng):
        return scripts(self, rng)

    class reference(Pieces):
        """The same, by PyTorch's own files."""

        def write(self, path, state):
            import torch

            torch.save(state, path)

        def read(self, path):
            import torch

            return torch.load(path)

    @mistake(
        "the optimizer does not come back",
        "`load` leaves the optimizer as it was before. Its moments and its learning rates have to be written by `save` "
        "and put back by `load`, or the steps that follow are other ones.",
    )
    class NoOptimizer(Pieces):
        def fill_optimizer(self, optimizer, state):
            return None

    @mistake(
        "the model does not come back",
        "After `load` the model has the weights that it had before; the optimizer is right. The saved ones have to be "
        "put into the model that is given: `model.load_state_dict(…)`.",
    )
    class NoModel(Pieces):
        def fill_model(self, model, state):
            return None

    @mistake(
        "fills nothing",
        "`load` returns the epoch, but leaves model and optimizer as they were before. What was read has to be put "
        "into these two objects; `model = …` inside of `load` only gives the name to another one.",
    )
    class FillsNothing(Pieces):
        def fill_model(self, model, state):
            return None

        def fill_optimizer(self, optimizer, state):
            return None

    @mistake(
        "forgets the buffers",
        "The parameters come back, the buffers do not: the running mean and variance of batch normalisation. They are "
        "learned too, though not by gradients. `model.state_dict()` holds both.",
    )
    class NoBuffers(Pieces):
        def fill_model(self, model, state):
            learned = {name for name, _ in model.named_parameters()}
            model.load_state_dict({name: value for name, value in state.items() if name in learned}, strict=False)

    @mistake(
        "only the parameters come back",
        "The parameters come back, and nothing else: not the buffers (running mean and variance of batch "
        "normalisation), and nothing of the optimizer. `state_dict()` of both holds all of it.",
    )
    class OnlyParameters(NoBuffers):
        def fill_optimizer(self, optimizer, state):
            return None

    @mistake(
        "keeps the oldest of a name",
        "When a file of that name is there already, your `load` gives what was saved first, not what was saved last. "
        "A second `save` under the same name should take the place of the first.",
    )
    class Oldest(Pieces):
        def write(self, path, state):
            if not Path(path).exists():
                super().write(path, state)

    @mistake(
        "forgets the learning rates",
        "The optimizer's averages of gradients come back, its learning rates do not. A schedule has changed them "
        'since the start; they are in `optimizer.state_dict()`, under "param_groups".',
    )
    class NoRates(Pieces):
        def fill_optimizer(self, optimizer, state):
            rates = [group["lr"] for group in optimizer.param_groups]
            optimizer.load_state_dict(state)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate

    @mistake(
        "forgets the optimizer's state, keeps the learning rates",
        "The learning rates come back, the optimizer's averages of gradients do not. Momentum and Adam remember the "
        "gradients before; without that the next steps are others. `optimizer.state_dict()` holds both.",
    )
    class OnlyRates(Pieces):
        def fill_optimizer(self, optimizer, state):
            for group, saved in zip(optimizer.param_groups, state["param_groups"], strict=True):
                group["lr"] = saved["lr"]

    @mistake(
        "keeps one learning rate of the optimizer",
        "Of the optimizer, only the learning rate of the first group comes back. Gone are the moments, and the "
        "learning rates of the other groups. `optimizer.state_dict()` holds them all.",
    )
    class OneRate(Pieces):
        def fill_optimizer(self, optimizer, state):
            optimizer.param_groups[0]["lr"] = state["param_groups"][0]["lr"]

    @mistake(
        "the epoch is one too large",
        "The epoch that `load` returns is one larger than the one that was saved. Whoever resumes adds 1 to go on with "
        "the next epoch, and would leave one out.",
    )
    class NextEpoch(Pieces):
        def load(self, path, model, optimizer):
            return super().load(path, model, optimizer) + 1

    @mistake(
        "the epoch is one too small",
        "The epoch that `load` returns is one smaller than the one that was saved. An epoch that is done already would "
        "be trained once more.",
    )
    class EpochBefore(Pieces):
        def load(self, path, model, optimizer):
            return super().load(path, model, optimizer) - 1

    @mistake(
        "the optimizer moves other weights",
        "After `load` the training does not go on: the steps move weights that are not the model's, though every "
        "number is right. A model or an optimizer from the file took the place of the given one. Fill those two "
        "instead, with `load_state_dict`.",
    )
    class Others(Pieces):
        def save(self, path, model, optimizer, epoch):
            self.write(path, {"model": model.state_dict(), "optimizer": optimizer, "epoch": epoch})

        def fill_optimizer(self, optimizer, state):
            vars(optimizer).update(vars(state))

    @mistake(
        "keeps copies in memory",
        "What you save comes back, but no file under `path` holds it. Memory ends with the process: when the machine "
        "stops, as it does at the worst moment, everything is lost.",
    )
    class InMemory(Pieces):
        kept: ClassVar[dict] = {}

        def write(self, path, state):
            self.kept[path] = copy.deepcopy(state)

        def read(self, path):
            return copy.deepcopy(self.kept[path])

    @mistake(
        "keeps references in memory",
        "What you keep is no copy: it goes on changing as the training goes on, so that the saved state is the latest "
        "one. And there is no file under `path`: memory ends with the process.",
    )
    class References(Pieces):
        kept: ClassVar[dict] = {}

        def write(self, path, state):
            self.kept[path] = state

        def read(self, path):
            return self.kept[path]

    @mistake(
        "writes under another name",
        "There is no file under `path`, and of two checkpoints only the later one is left. Who saves under two names "
        "wants to have both: the name of the file is what `path` says.",
    )
    class OneName(Pieces):
        def write(self, path, state):
            super().write(one_place(), state)

        def read(self, path):
            return super().read(one_place())
