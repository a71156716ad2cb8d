"""Networks as functions of the library they are made with: `mlp(2, 16, 1)(tg)` or `mlp(2, 16, 1)(torch)`."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any


def softmax(nn: Any, kind: str) -> Any:
    """The last activation, if there is one."""
    return getattr(nn, kind)(dim=-1) if kind in ("Softmax", "LogSoftmax") else getattr(nn, kind)()


def mlp(
    *sizes: int,
    act: str = "ReLU",
    norm: str | None = None,
    dropout: float = 0.0,
    drop_inputs: float = 0.0,
    last: str | None = None,
    flatten: bool = False,
) -> Callable:
    """Linear layers of these sizes; between them a norm ("batch" or "layer"), an activation and dropout."""

    def make(lib: Any) -> Any:
        nn, layers = lib.nn, []
        if flatten:
            layers.append(nn.Flatten())
        if drop_inputs:
            layers.append(nn.Dropout(drop_inputs))
        for place, (inside, outside) in enumerate(pairwise(sizes)):
            layers.append(nn.Linear(inside, outside))
            if place == len(sizes) - 2:
                break
            if norm:
                layers.append(nn.BatchNorm1d(outside) if norm == "batch" else nn.LayerNorm(outside))
            layers.append(getattr(nn, act)())
            if dropout:
                layers.append(nn.Dropout(dropout))
        if last:
            layers.append(softmax(nn, last))
        return nn.Sequential(*layers)

    return make


def conv(
    outputs: int,
    channels: tuple[int, ...] = (8, 16),
    act: str = "ReLU",
    norm: bool = False,
    dropout: float = 0.0,
    last: str | None = None,
    average: bool = False,
    side: int = 8,
) -> Callable:
    """Convolutions of 3 by 3, each followed by max pooling, and one linear layer."""

    def make(lib: Any) -> Any:
        nn, layers, before = lib.nn, [], 1
        for number in channels:
            layers.append(nn.Conv2d(before, number, 3, padding=1))
            if norm:
                layers.append(nn.BatchNorm2d(number))
            layers += [getattr(nn, act)(), nn.MaxPool2d(2)]
            before = number
        if average:
            layers.append(nn.AdaptiveAvgPool2d(1))
        layers.append(nn.Flatten())
        if dropout:
            layers.append(nn.Dropout(dropout))
        size = 1 if average else (side // 2 ** len(channels)) ** 2
        layers.append(nn.Linear(before * size, outputs))
        if last:
            layers.append(softmax(nn, last))
        return nn.Sequential(*layers)

    return make


def recurrent(
    kind: str,
    inputs: int,
    hidden: int,
    outputs: int,
    vocabulary: int = 0,
    dropout: float = 0.0,
    last: str | None = None,
    where: int = -1,
) -> Callable:
    """An RNN, LSTM or GRU over (batch, time, inputs), or over words; a linear layer on its answer at one time."""

    def make(lib: Any) -> Any:
        nn = lib.nn

        class SequenceModel(nn.Module):
            def __init__(self):
                super().__init__()
                if vocabulary:
                    self.embedding = nn.Embedding(vocabulary, inputs)
                self.body = getattr(nn, kind)(inputs, hidden, batch_first=True)
                self.drop = nn.Dropout(dropout)
                self.head = nn.Linear(hidden, outputs)
                self.last = softmax(nn, last) if last else nn.Identity()

            def forward(self, x):
                answers, _ = self.body(self.embedding(x) if vocabulary else x)
                return self.last(self.head(self.drop(answers[:, where])))

        return SequenceModel()

    return make


def bag(vocabulary: int, size: int, hidden: int, outputs: int, dropout: float = 0.0, act: str = "ReLU") -> Callable:
    """The mean of the words' embeddings, and a network on it."""

    def make(lib: Any) -> Any:
        nn = lib.nn

        class BagOfWords(nn.Module):
            def __init__(self):
                super().__init__()
                self.embedding = nn.Embedding(vocabulary, size)
                self.head = mlp(size, hidden, outputs, dropout=dropout, act=act)(lib)

            def forward(self, x):
                return self.head(self.embedding(x).mean(1))

        return BagOfWords()

    return make


def built(change: Callable[[Any, Any], Any], model: Callable) -> Callable:
    """The model, then `change(lib, model)`, which may give another one."""

    def make(lib: Any) -> Any:
        made = model(lib)
        return change(lib, made) or made

    return make


# ---------------------------------------------------------------------------------------------- changes of weights
def constant(value: float, only: str = "weight", biases: float | None = None) -> Callable:
    """Every weight whose name holds `only` begins at `value`."""

    def change(lib: Any, model: Any) -> None:
        for name, weight in model.named_parameters():
            if only in name and weight.ndim > 1:
                lib.nn.init.constant_(weight, value)
            elif biases is not None and weight.ndim == 1:
                lib.nn.init.constant_(weight, biases)

    return change


def scaled(factor: float, only: str = "weight") -> Callable:
    """Every weight matrix whose name holds `only` begins so many times larger."""

    def change(lib: Any, model: Any) -> None:
        with lib.no_grad():
            for name, weight in model.named_parameters():
                if only in name and weight.ndim > 1:
                    weight.mul_(factor)

    return change


def biased(value: float, but_last: bool = True) -> Callable:
    """The biases of all layers, or of all but the last one, begin at `value`."""

    def change(lib: Any, model: Any) -> None:
        biases = [weight for name, weight in model.named_parameters() if name.endswith("bias")]
        for bias in biases[:-1] if but_last else biases:
            lib.nn.init.constant_(bias, value)

    return change


def frozen(but: str) -> Callable:
    """Only parameters whose name begins with one of these (separated by a space) are trained."""

    def change(lib: Any, model: Any) -> None:
        for name, weight in model.named_parameters():
            if not name.startswith(tuple(but.split())):
                weight.requires_grad_(False)

    return change


def pretrained(data: Callable, seed: int, epochs: int = 12, head: str = "") -> Callable:
    """The body has been trained on the same kind of data before; the head, if named, is new."""

    def change(lib: Any, model: Any) -> None:
        x, y = data(seed).train
        optimizer, criterion = lib.optim.Adam(model.parameters(), lr=5e-3), lib.nn.CrossEntropyLoss()
        x, y = lib.from_numpy(x), lib.from_numpy(y)
        for start in list(range(0, len(x), 50)) * epochs:
            optimizer.zero_grad()
            criterion(model(x[start : start + 50]), y[start : start + 50]).backward()
            optimizer.step()
        for name, weight in model.named_parameters():
            if head and name.startswith(head):
                (lib.nn.init.zeros_ if weight.ndim == 1 else lib.nn.init.xavier_uniform_)(weight)

    return change


def time_first(lib: Any, model: Any) -> None:
    """The recurrent layer takes (time, batch, inputs), and gets (batch, time, inputs)."""
    model.body.batch_first = False
