"""What is done with a student's Checkpoint: scripts in which a training is saved, goes on, and is resumed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...case import Case, Handle, Ref, Script
from ...exercise import Exercise
from .recipes import Network, OptimizerOf, Place, Training

BACK = "where a model that went on is to go back"
DOUBLE = "where numbers are float64"
MOMENTA = "where the optimizer's momentum has changed"
TWICE = "where a checkpoint is loaded twice"
_SMALL, _MEDIUM, _LARGE = (2, 3, 1), (3, 5, 2), (4, 6, 3)


def scripts(exercise: Exercise, rng: np.random.Generator) -> Iterator[Case]:
    """From plain SGD to Adam with batch normalisation and two learning rates."""
    yield resumed(exercise, rng, _SMALL, False, "SGD", (0.1,), 3)
    yield resumed(exercise, rng, _SMALL, False, "SGD", (0.1,), 1, momentum=0.9, before=True)
    yield resumed(exercise, rng, _MEDIUM, True, "SGD", (0.05,), 2, momentum=0.8, before=True)
    yield resumed(exercise, rng, _LARGE, True, "Adam", (0.02,), 0, later=True)
    for name, epoch in (("Adam", 3), ("RMSprop", 5), ("AdamW", 2)):
        yield resumed(exercise, rng, _MEDIUM, True, name, (0.01, 0.03), epoch, later=True)
    yield resumed(exercise, rng, _LARGE, False, "Adam", (0.02,), 300, dtype="float64", about=DOUBLE)
    yield resumed(exercise, rng, _MEDIUM, True, "SGD", (0.05,), 4, 0.9, momenta=True, about=MOMENTA)
    yield gone_back(exercise, rng, "Adam")
    yield loaded_twice(exercise, rng, "Adam")


def resumed(
    exercise: Exercise,
    rng: np.random.Generator,
    sizes: tuple[int, int, int],
    norm: bool,
    name: str,
    rates: tuple[float, ...],
    epoch: int,
    momentum: float | None = None,
    before: bool = False,
    later: bool = False,
    dtype: str = "float32",
    momenta: bool = False,
    about: str = "",
) -> Case:
    """Save, go on; load in a new object, and go on as far: the same to the last bit.

    With `before`, an older checkpoint of the same name is there; with `later`, a younger one of another name.
    """
    play = Play(exercise, rng, sizes, norm, name, rates, momentum, dtype, momenta)
    play.run("", 1)
    if before:
        play.save(epoch - 1)
    play.run("", 1)
    play.save(epoch)
    play.note("saved")
    play.run("", 1)
    play.note("one step later")
    if later:
        play.save(epoch + 1, "later_path")
    play.load("new_", report=True)
    play.differs("saved", "new_")
    play.run("new_", 1)
    play.differs("one step later", "new_")
    return play.case(about)


def gone_back(exercise: Exercise, rng: np.random.Generator, name: str) -> Case:
    """The best weights back: into the model from which they were saved, by the object that saved them."""
    play = Play(exercise, rng, _MEDIUM, True, name, (0.05,))
    play.run("", 2)
    play.save(2)
    play.note("saved")
    play.run("", 1)
    play.note("one step later")
    play.run("", 1)
    play.save(4, "later_path")
    play.load("", report=True)
    play.differs("saved", "")
    play.run("", 1)
    play.differs("one step later", "")
    return play.case(BACK)


def loaded_twice(exercise: Exercise, rng: np.random.Generator, name: str) -> Case:
    """What is loaded is not spoilt by the training that follows."""
    play = Play(exercise, rng, _SMALL, True, name, (0.03,))
    play.run("", 1)
    play.save(1)
    play.run("", 1)
    play.save(2)
    play.note("saved")
    play.run("", 1)
    play.note("one step later")
    play.load("new_")
    play.run("new_", 2)
    play.load("new_", report=True)
    play.differs("saved", "new_")
    play.run("new_", 1)
    play.differs("one step later", "new_")
    return play.case(TWICE)


class Play:
    """A script in the making. A model and its optimizer come together: "" or "new_" says which."""

    def __init__(
        self,
        exercise: Exercise,
        rng: np.random.Generator,
        sizes: tuple[int, int, int],
        norm: bool,
        name: str,
        rates: tuple[float, ...],
        momentum: float | None = None,
        dtype: str = "float32",
        momenta: bool = False,
    ) -> None:
        self.script: Script = exercise.script()
        self.saver: Handle | None = None
        seeds = rng.integers(1000, size=3).tolist()
        self.given: dict[str, Any] = {
            "path": Place("lr0.00001"),  # what comes behind the dot belongs to the name
            "model": Network(sizes, norm, seeds[0], dtype),
            "optimizer": OptimizerOf(name, rates, "model", momentum),
            "new_model": Network(sizes, norm, seeds[1], dtype),
            "new_optimizer": OptimizerOf(name, tuple(5 * rate for rate in rates), "new_model", momentum),
            "training": Training(5 + sizes[1], sizes, seeds[2], dtype, momenta),
        }

    def _training(self, method: str, *args: Any, report: bool = False) -> None:
        Handle(self.script, "training").call(method, *args, report=report)

    def _both(self, which: str) -> tuple[Ref, Ref]:
        return Ref(f"{which}model"), Ref(f"{which}optimizer")

    def run(self, which: str, steps: int) -> None:
        """Train on."""
        self._training("run", *self._both(which), steps)

    def note(self, name: str) -> None:
        """Note down, by our own means, what is there now."""
        self._training("note", name, *self._both(""))

    def differs(self, name: str, which: str) -> None:
        """Report what is not as it was noted."""
        self._training("differs", name, *self._both(which), report=True)

    def save(self, epoch: int, path: str = "path") -> None:
        """Save; always by the same object."""
        if path not in self.given:
            self.given[path] = Place("lr0.00002", "path")
        self.saver = self.saver or self.script.new("saver")
        self.saver.call("save", Ref(path), *self._both(""), epoch, report=False)

    def load(self, which: str, report: bool = False) -> None:
        """Load in a new object; into the model that was saved, in the one that saved it."""
        loader = self.script.new("loader") if which or self.saver is None else self.saver
        loader.call("load", Ref("path"), *self._both(which), report=report)

    def case(self, about: str = "") -> Case:
        """The finished case; last comes whether there are files at all."""
        for path in ("path", "later_path"):
            if path in self.given:
                self._training("written", Ref(path), Ref("model"), report=True)
        return self.script.case(about, **self.given)
