"""What goes wrong with data, schedules and parameters, as values for the fields of a `Recipe`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.doctor_clinic.data import Data


# ------------------------------------------------------------------------------------------------- training data
def both(*changes: Callable[[Data, int], Data]) -> Callable[[Data, int], Data]:
    """One change after another."""

    def change(data: Data, seed: int) -> Data:
        for one in changes:
            data = one(data, seed)
        return data

    return change


def labels_permuted(share: float = 1.0) -> Callable:
    """This share of the training labels are dealt out anew among their samples."""

    def change(data: Data, seed: int) -> Data:
        random, y = np.random.RandomState(seed), data.train[1].copy()
        some = random.permutation(len(y))[: int(share * len(y))]
        y[some] = y[random.permutation(some)]
        return data.with_train(y=y)

    return change


def inputs_permuted(data: Data, seed: int) -> Data:
    return data.with_train(x=np.random.RandomState(seed).permutation(data.train[0]))


def labels_sorted(data: Data, seed: int) -> Data:
    """The targets were sorted, the inputs were not."""
    return data.with_train(y=np.sort(data.train[1], axis=0))


def labels_rolled(by: int) -> Callable:
    return lambda data, seed: data.with_train(y=np.roll(data.train[1], by, axis=0))


def label_noise(share: float) -> Callable:
    """This share of the labels of a classification are drawn anew."""

    def change(data: Data, seed: int) -> Data:
        random, y = np.random.RandomState(seed), data.train[1].copy()
        some = random.rand(len(y)) < share
        y[some] = random.randint(0, int(y.max()) + 1, y[some].shape)
        return data.with_train(y=y)

    return change


def ordered(data: Data, seed: int) -> Data:
    """All samples in the order of their targets."""
    order = np.argsort(data.train[1].reshape(len(data.train[1]), -1)[:, 0], kind="stable")
    return data.with_train(data.train[0][order], data.train[1][order])


def ordered_by_input(data: Data, seed: int) -> Data:
    order = np.argsort(data.train[0].reshape(len(data.train[0]), -1)[:, 0], kind="stable")
    return data.with_train(data.train[0][order], data.train[1][order])


def in_runs(length: int) -> Callable:
    """The samples come in runs of one class: a run of the first, one of the second, and so on, and round again."""

    def change(data: Data, seed: int) -> Data:
        x, y = data.train
        places = [list(np.flatnonzero(y == label)) for label in np.unique(y)]
        order: list[int] = []
        while any(places):
            for place in places:
                order += place[:length]
                del place[:length]
        return data.with_train(x[order], y[order])

    return change


def repeated(times: int) -> Callable:
    return lambda data, seed: data.with_train(np.tile(data.train[0], (times, 1)), np.tile(data.train[1], (times, 1)))


def first(n: int) -> Callable:
    return lambda data, seed: data.with_train(data.train[0][:n], data.train[1][:n])


def missing_values(share: float) -> Callable:
    def change(data: Data, seed: int) -> Data:
        x = data.train[0].copy()
        x[np.random.RandomState(seed).rand(*x.shape) < share] = np.nan
        return data.with_train(x=x)

    return change


# ------------------------------------------------------------------------------------------------ validation data
def val_inputs(change: Callable[[np.ndarray], np.ndarray]) -> Callable:
    return lambda data, seed: data.with_val(x=np.ascontiguousarray(change(data.val[0])).astype(data.val[0].dtype))


def val_targets(change: Callable[[np.ndarray], np.ndarray]) -> Callable:
    return lambda data, seed: data.with_val(y=np.ascontiguousarray(change(data.val[1])).astype(data.val[1].dtype))


def val_from_train(share: float = 1.0) -> Callable:
    """This share of the validation samples are training samples."""

    def change(data: Data, seed: int) -> Data:
        (x, y), n = data.val, int(share * len(data.val[0]))
        chosen = np.random.RandomState(seed).choice(len(data.train[0]), n, replace=n > len(data.train[0]))
        return data.with_val(
            np.concatenate([data.train[0][chosen], x[n:]]), np.concatenate([data.train[1][chosen], y[n:]])
        )

    return change


# ------------------------------------------------------------------------------------------------ all the samples
def everywhere(x: Callable | None = None, y: Callable | None = None) -> Callable[[Callable], Callable]:
    """Data whose inputs or targets are changed alike in training, validation and test."""

    def of(data: Callable[[int], Data]) -> Callable[[int], Data]:
        def make(seed: int) -> Data:
            made = data(seed)
            changed = [
                (
                    np.ascontiguousarray(x(inputs) if x else inputs).astype(inputs.dtype),
                    np.ascontiguousarray(y(targets) if y else targets).astype(targets.dtype),
                )
                for inputs, targets in (made.train, made.val, made.test)
            ]
            return Data(made.kind, *changed)

        return make

    return of


# ------------------------------------------------------------------------------------------------------- schedules
def schedule(name: str, **arguments: Any) -> Callable:
    """A schedule with fixed arguments."""
    return lambda lib, optimizer, epochs, steps: getattr(lib.optim.lr_scheduler, name)(optimizer, **arguments)


def cosine(lib: Any, optimizer: Any, epochs: int, steps: int) -> Any:
    return lib.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)


def cosine_by_step(lib: Any, optimizer: Any, epochs: int, steps: int) -> Any:
    return lib.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs * steps)


def linear(lib: Any, optimizer: Any, epochs: int, steps: int) -> Any:
    return lib.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: max(0.0, 1 - epoch / epochs))


def linear_by_step(lib: Any, optimizer: Any, epochs: int, steps: int) -> Any:
    return lib.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=epochs * steps)


def poly(power: float) -> Callable:
    return lambda lib, optimizer, epochs, steps: lib.optim.lr_scheduler.PolynomialLR(optimizer, epochs, power)


def one_cycle(max_lr: float) -> Callable:
    def make(lib: Any, optimizer: Any, epochs: int, steps: int) -> Any:
        return lib.optim.lr_scheduler.OneCycleLR(optimizer, max_lr, total_steps=epochs * steps)

    return make


def warm_up(share: float) -> Callable:
    """The rate grows for this share of all steps, and then falls to nothing."""

    def make(lib: Any, optimizer: Any, epochs: int, steps: int) -> Any:
        whole = epochs * steps
        up = max(1, int(share * whole))

        def factor(step: int) -> float:
            return (step + 1) / up if step < up else max(0.0, (whole - step) / (whole - up))

        return lib.optim.lr_scheduler.LambdaLR(optimizer, factor)

    return make


# ------------------------------------------------------------------------------------------- what is given where
def only(prefix: str) -> Callable:
    """The parameters whose name begins so."""
    return lambda model: [weight for name, weight in model.named_parameters() if name.startswith(prefix)]


def weighted(lib: Any, part: Any) -> Any:
    """A sampler that draws every class as often."""
    y = part[1].reshape(-1).astype(int)
    weights = (1 / np.bincount(y))[y]
    data = lib.data if hasattr(lib, "data") else lib.utils.data
    return data.WeightedRandomSampler(weights.tolist(), len(y))


def without_last_column(data: Data, seed: int) -> Data:
    """As the model will meet it when it is used: what the last column holds is not known yet."""
    changed = [data.train, data.val, (data.test[0].copy(), data.test[1])]
    changed[2][0][:, -1] = data.train[0][:, -1].mean()
    return Data(data.kind, *changed)


def softmax_by_hand(lib: Any) -> Callable:
    """Cross-entropy as in the book, at a temperature of 0.01, without care for large numbers."""

    def criterion(logits: Any, targets: Any) -> Any:
        powers = lib.exp(logits / 0.01)
        probabilities = powers / powers.sum(1, keepdim=True)
        return -lib.log(probabilities.gather(1, targets.reshape(-1, 1))).mean()

    return criterion
