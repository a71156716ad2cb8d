"""A training in words: what data, which network, which loop; and how it is made and trained."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import torch

import tinygrad_lite as tg
from benchmarks.doctor_clinic import loops
from benchmarks.doctor_clinic.case import Patient
from benchmarks.doctor_clinic.data import Data
from tinygrad_lite.training import Trainer

torch.set_num_threads(1)  # these networks are small: more threads only wait for one another


@dataclass(frozen=True)
class Recipe:
    """One training. What is not said is as one would do it.

    Attributes:
        data: makes the data of a seed.
        model: makes the network, of the library it is given.
        loss: the name of a class of lib.nn; or a function of the library that gives the criterion.
        optimizer: name, and its arguments.
        given: which parameters the optimizer gets, as a function of the model.
        lib: tinygrad_lite or torch.
        epochs: so many have been trained. whole: so many are planned, for schedules; None: the same.
        own: the loop of one's own; None: the Trainer.
        schedule: makes a scheduler of (lib, optimizer, epochs, steps an epoch); each: after each "epoch" or "step".
        left_in: "eval" if the model was left in evaluation mode.
        train_data, val_data: what goes wrong with the data of that part.
        validates: "yes"; "no"; "training mode": a validation of one's own that forgot eval().
        probabilities: the model answers with probabilities, not logits.
        truth: changes the model's answers on test data to what they mean, for the measuring only.
    """

    data: Callable[[int], Data]
    model: Callable[[Any], Any]
    loss: Any = "CrossEntropyLoss"
    optimizer: tuple[str, dict] = ("Adam", {"lr": 3e-3})
    given: Callable[[Any], Any] | None = None
    lib: Any = tg
    epochs: int = 5
    whole: int | None = None
    batch: int = 32
    shuffle: bool = True
    own: Callable | None = None
    schedule: Callable | None = None
    each: str = "epoch"
    left_in: str = "train"
    train_data: Callable[[Data, int], Data] | None = None
    val_data: Callable[[Data, int], Data] | None = None
    test_data: Callable[[Data, int], Data] | None = None
    validates: str = "yes"
    probabilities: bool = False
    trainer: dict = field(default_factory=dict)
    sampler: Callable[[Data], Any] | None = None
    truth: Callable[[np.ndarray], np.ndarray] | None = None

    def but(self, **changes: Any) -> Recipe:
        return replace(self, **changes)

    def build(self, seed: int) -> Patient:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return Builder(self, seed).patient()


def adam(lr: float = 3e-3, **more: Any) -> tuple[str, dict]:
    return "Adam", {"lr": lr, **more}


def adamw(lr: float = 3e-3, **more: Any) -> tuple[str, dict]:
    return "AdamW", {"lr": lr, **more}


def sgd(lr: float, momentum: float = 0.0, **more: Any) -> tuple[str, dict]:
    return "SGD", {"lr": lr, "momentum": momentum, **more}


def rmsprop(lr: float = 1e-3, **more: Any) -> tuple[str, dict]:
    return "RMSprop", {"lr": lr, **more}


class Builder:
    """Makes and trains what a recipe says, with the random numbers of a seed."""

    def __init__(self, recipe: Recipe, seed: int):
        self.recipe, self.seed, self.lib = recipe, seed, recipe.lib
        tg.manual_seed(seed)
        torch.manual_seed(seed)
        np.random.seed(seed)  # noqa: NPY002  (trainings may use it)
        self.clean = recipe.data(seed)
        data = self.clean
        if recipe.train_data is not None:
            data = recipe.train_data(data, seed)
        if recipe.val_data is not None:
            data = recipe.val_data(data, seed)
        self.data = data
        self.model = recipe.model(self.lib)
        self.criterion = recipe.loss(self.lib) if callable(recipe.loss) else getattr(self.lib.nn, recipe.loss)()
        name, arguments = recipe.optimizer
        given = recipe.given(self.model) if recipe.given else self.model.parameters()
        self.optimizer = getattr(self.lib.optim, name)(list(given), **arguments)
        self.loader = self.loader_of(data.train, recipe.batch, recipe.shuffle, recipe.sampler)
        self.val_loader = None if recipe.validates == "no" else self.loader_of(data.val, 100, False)
        self.scheduler = None
        if recipe.schedule is not None:
            epochs = recipe.epochs if recipe.whole is None else recipe.whole
            self.scheduler = recipe.schedule(self.lib, self.optimizer, epochs, len(self.loader))

    def loader_of(self, part: Any, batch: int, shuffle: bool, sampler: Any = None) -> Any:
        data = tg.data if self.lib is tg else torch.utils.data
        dataset = data.TensorDataset(*[self.lib.from_numpy(np.ascontiguousarray(array)) for array in part])
        if sampler is not None:
            return data.DataLoader(dataset, batch_size=batch, sampler=sampler(self.lib, part))
        return data.DataLoader(dataset, batch_size=batch, shuffle=shuffle)

    def patient(self) -> Patient:
        training, history, validate, optimizer = self.with_trainer() if self.recipe.own is None else self.with_loop()
        reported = float("nan")
        if self.val_loader is not None:
            evaluation = self.recipe.validates != "training mode"
            reported = loops.mean_loss(self.lib, self.model, self.criterion, self.val_loader, evaluation)
        return Patient(
            training, self.model, self.loader, history, optimizer, self.val_loader, validate, self.honest, reported,
            self.in_order,
        )  # fmt: skip

    def with_trainer(self) -> tuple:
        trainer = Trainer(
            self.model, self.optimizer, self.criterion, scheduler=self.scheduler, schedule_every=self.recipe.each,
            **self.recipe.trainer,
        )  # fmt: skip
        if self.recipe.epochs:
            trainer.fit(self.loader, self.val_loader, epochs=self.recipe.epochs)
        return trainer, None, None, None

    def with_loop(self) -> tuple:
        recipe, history, each_step = self.recipe, {"loss": [], "val_loss": []}, self.recipe.each == "step"
        step = recipe.own(self.lib, self.model, self.criterion, self.optimizer, self.scheduler if each_step else None)
        self.model.train()
        silent = False

        def validate():
            return loops.mean_loss(
                self.lib, self.model, self.criterion, self.val_loader, recipe.validates != "training mode"
            )

        for _ in range(recipe.epochs):
            losses = []
            if recipe.left_in == "eval":
                self.model.eval()
            for batch in self.loader:
                loss = step(batch)
                silent = loss is None
                losses.append(math.nan if silent else float(loss))
            history["loss"].append(sum(losses) / len(losses))
            if self.val_loader is not None:
                history["val_loss"].append(validate())
            if self.scheduler is not None and not each_step:
                self.scheduler.step()
        if recipe.left_in == "eval":
            self.model.eval()
        if silent:
            history.pop("loss")  # this step returns no loss, so there is none to write down
        kept = {name: values for name, values in history.items() if values}
        named = "optimizer" in getattr(step, "__code__", loops.plain.__code__).co_freevars
        own_validation = validate if recipe.validates == "training mode" else None
        return step, kept or None, own_validation, None if named else self.optimizer

    # -------------------------------------------------------------------------------------------- as it really is
    def answers(self, x: np.ndarray) -> np.ndarray:
        modes = [(module, module.training) for module in self.model.modules()]
        self.model.eval()
        with self.lib.no_grad(), np.errstate(all="ignore"):
            out = self.model(self.lib.from_numpy(x)).numpy()
        for module, training in modes:
            module.training = training
        return self.recipe.truth(out) if self.recipe.truth else out

    def honest(self) -> tuple[float, float]:
        """Score and loss on test data: balanced accuracy and cross-entropy, or R² and mean squared error."""
        data = self.clean if self.recipe.test_data is None else self.recipe.test_data(self.clean, self.seed)
        x, y = data.test
        return measured(data.kind, self.answers(x), y, self.recipe.probabilities)

    def in_order(self) -> float:
        """The criterion on the validation data as they should be, in evaluation mode."""
        return loops.mean_loss(self.lib, self.model, self.criterion, self.loader_of(self.clean.val, 100, False), True)


def measured(kind: str, answers: np.ndarray, y: np.ndarray, probabilities: bool) -> tuple[float, float]:
    answers = np.nan_to_num(answers.astype(np.float64), nan=0.0, posinf=1e6, neginf=-1e6)
    if kind == "numbers":
        error = ((answers - y) ** 2).mean()
        return max(float(1 - error / y.var()), -1.0), float(error)
    if kind == "binary":
        y = y[:, 0].astype(int)
        log_odds = answers[:, 0]
        if probabilities:
            log_odds = np.log(np.clip(log_odds, 1e-6, 1)) - np.log(np.clip(1 - log_odds, 1e-6, 1))
        answers = np.stack([np.zeros_like(log_odds), log_odds], 1)
    elif probabilities:
        answers = np.log(np.clip(answers, 1e-6, None))
    chosen = answers.argmax(1)
    log_probabilities = answers - np.log(np.exp(answers - answers.max(1, keepdims=True)).sum(1, keepdims=True))
    log_probabilities -= answers.max(1, keepdims=True)
    loss = -log_probabilities[np.arange(len(y)), y].mean()
    return float(np.mean([(chosen[y == label] == label).mean() for label in np.unique(y)])), float(loss)
