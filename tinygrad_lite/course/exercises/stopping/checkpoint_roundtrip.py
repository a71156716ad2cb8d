"""A checkpoint, in lesson 07: what has to be written down so that training can go on as if nothing had happened."""

from __future__ import annotations

import pickle

from ...exercise import Exercise, mistake


class CheckpointRoundtrip(Exercise):
    id, name, points, agrees_with, forbids = "stopping/checkpoint_roundtrip", "Checkpoint", 4, "", ()
    hints = (
        "What would a program that starts tomorrow have to know, besides the weights, to go on exactly where this one "
        "stopped? Look at `model.state_dict()` and at `optimizer.state_dict()` and see what is in them.",
        "`save` writes three things into one file: the state of the model, the state of the optimizer, the epoch. "
        "`load` reads the file, puts both states into the objects that it is given, and returns the epoch.",
        'In `save`: a dict with three entries, then `with open(path, "wb") as file:` and `pickle.dump(…)`. In `load`: '
        "the same backwards, `pickle.load(…)`, with two calls of `load_state_dict`.",
    )

    def cases(self, rng):
        script = self.script()
        script.new("checkpoint")
        yield script.case()

    def reference(self):
        return None

    class solution:
        """Writes down all that training needs in order to go on later, and reads it again.

        It works for models and optimizers of tinygrad_lite and of PyTorch alike: both have `state_dict()` and
        `load_state_dict(…)`.
        """

        def save(self, path, model, optimizer, epoch):
            """Write the state of model and optimizer, and the epoch, into a file named `path` (a text)."""
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
            with open(path, "wb") as file:
                pickle.dump(state, file)

        def load(self, path, model, optimizer):
            """Put what `save` wrote into `model` and `optimizer`, which were made anew; return the epoch."""
            with open(path, "rb") as file:
                state = pickle.load(file)
            model.load_state_dict(state["model"])
            optimizer.load_state_dict(state["optimizer"])
            return state["epoch"]

    @mistake("forgets the optimizer", "You saved the model and not the optimizer.")
    class NoOptimizer(solution):
        def load(self, path, model, optimizer):
            return 0
