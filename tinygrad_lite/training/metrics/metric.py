"""What all metrics share: batches come in, a figure comes out, and several workers' counts can be joined."""

from __future__ import annotations

import contextlib
import copy
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked, need_saved, said
from tinygrad_lite.tensor import Tensor
from tinygrad_lite.training.elsewhere import Explains
from tinygrad_lite.training.metrics.waiting import MOST, elsewhere, fetched, held, numbers


class UndefinedMetricWarning(UserWarning):
    """What was seen leaves a figure undefined, such as a recall without a single positive sample."""


class Metric(Explains):
    """A figure over many batches: `update` with each of them, then `compute`; `reset` before the next epoch.

    A subclass says what one batch adds, `measure`, and what follows from the sums of all batches, `result`. Nothing
    but these sums is kept, so that it makes no difference how the samples are cut into batches, in which order those
    come, and how they are spread over workers.

    Predictions and targets may be tensors (ours or PyTorch's, with or without a gradient), arrays, or lists. Those that
    lie on a device stay there, and are fetched for many batches at once, at the latest by `compute`; the first ones
    after a `reset` at once, so that what is wrong with them shows there.

    Attributes:
        name: what the figure is called in logs.

    >>> from tinygrad_lite.training.metrics import Metric
    >>> class ShareOfZeros(Metric):
    ...     def measure(self, predictions, targets):
    ...         return {"zeros": np.sum(predictions == 0), "count": predictions.size}
    ...
    ...     def result(self, zeros, count):
    ...         return float(zeros / count)
    >>> metric = ShareOfZeros("share_of_zeros")
    >>> for predictions in ([0, 1], [0, 0]):
    ...     metric.update(predictions, predictions)
    >>> metric.compute()
    0.75
    """

    elsewhere = {
        "update_state": "metric.update(predictions, targets)",
        "reset_state": "metric.reset()",
        "reset_states": "metric.reset()",
        "forward": "metric.update(predictions, targets), then metric.compute()",
        "value": "metric.compute()",
        "avg": "metric.compute()",
        "to": "nothing: it works with tensors of every device",
    }
    higher_is_better: bool | None = None  # asked by those that look for the best epoch; None: neither

    @checked
    def __init__(self, name: str):
        self.name = name
        self.reset()

    def measure(self, predictions: np.ndarray, targets: np.ndarray) -> dict[str, Any]:
        """What this batch adds: numbers or arrays by name."""
        raise NotImplementedError(f"{type(self).__name__}: write measure(self, predictions, targets).")

    def result(self, *args: Any, **kwargs: Any) -> Any:
        """The figure, from the sums of what `measure` returned, passed by name."""
        raise NotImplementedError(f"{type(self).__name__}: write result(self, ...), with the names from measure.")

    def reset(self) -> None:
        """Forget all samples."""
        self.state = {}

    @property
    def state(self) -> dict[str, Any]:
        """The sums of all batches."""
        if self._waiting:
            self._fetch()
        return self._state

    @state.setter
    def state(self, state: dict[str, Any]) -> None:
        self._state = state
        self._waiting: list[tuple[Any, Any]] = []  # predictions and targets that still lie on a device
        self._size = 0  # how many numbers these are

    def update(self, predictions: Any, targets: Any) -> None:
        """Take in one batch; an empty one adds nothing."""
        if type(predictions) is type(targets) is Tensor:
            scores, truth = predictions.array, targets.array
            if type(scores) is type(truth) is np.ndarray:  # at once, as nearly all batches are such
                if scores.size or truth.size:
                    self.absorb(self.measure(scores, truth))
                return
        if elsewhere(predictions) or elsewhere(targets):
            self._waiting.append((held(predictions), held(targets)))
            self._size += sum(int(np.prod(np.shape(part))) for part in self._waiting[-1])
            if not self._state or self._size > MOST:
                self._fetch()
        else:
            self._take_in(predictions, targets)

    def _fetch(self) -> None:
        waiting, self._waiting, self._size = self._waiting, [], 0
        for predictions, targets in zip(*(fetched(list(side)) for side in zip(*waiting))):
            self._take_in(predictions, targets)

    def _take_in(self, predictions: Any, targets: Any) -> None:
        predictions, targets = as_array(predictions, "predictions"), as_array(targets, "targets")
        if predictions.size or targets.size:
            self.absorb(self.measure(predictions, targets))

    def compute(self) -> Any:
        """The figure over all samples since the last `reset`.

        Raises:
            ValueError: there were none.
        """
        if not self.state:
            raise ValueError(f"{type(self).__name__}: there are no samples yet. Call update with a batch first.")
        return self.result(**self.state)

    def merge(self, other: Metric) -> None:
        """Take in the samples that another metric of the same kind and settings has seen, as on another worker."""
        if repr(other) != repr(self):
            raise ValueError(f"merge: {other!r} does not count the same as {self!r}; give both the same settings.")
        if other.state:
            self.absorb(other.state)

    def absorb(self, state: dict[str, Any]) -> None:
        before = self.state
        for name, value in state.items():
            if name in before:
                if isinstance(value, np.ndarray):
                    self.check_width(np.shape(before[name]), value.shape)
                value = before[name] + value
            before[name] = value

    def check_width(self, before: tuple[int, ...], now: tuple[int, ...]) -> None:
        """Whether the samples have as many classes, labels or outputs as those before."""
        if before != now:
            raise ValueError(
                f"{type(self).__name__}: this batch or metric has {now[-1]} classes, labels or outputs, those before "
                f"had {before[-1]}. Call reset() before you go on with another model or data set."
            )

    def state_dict(self) -> dict[str, Any]:
        """The sums so far, as arrays, and the metric they belong to. A loaded copy can also be merged."""
        return {"metric": repr(self)} | {name: np.array(value) for name, value in self.state.items()}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on from a `state_dict`; the numbers are copied."""
        need_saved(type(self).__name__, state_dict, ("metric",))
        if str(state_dict["metric"]) != repr(self):
            raise ValueError(f"load_state_dict: the saved sums are of {state_dict['metric']}, not of {self!r}.")
        figures = {name: self.figures(name, value) for name, value in state_dict.items() if name != "metric"}
        self.state = {name: value if value.ndim else value.item() for name, value in figures.items()}

    def figures(self, name: str, saved: Any) -> np.ndarray:
        """A saved sum."""
        try:
            array = np.array(saved)
        except ValueError:  # lists of several lengths
            array = np.array(None)
        if array.dtype.kind not in "biuf":
            raise TypeError(f"{type(self).__name__}: the saved {name} must be numbers, got {said(saved)}.")
        return array

    def __repr__(self) -> str:
        settings = (
            f"{key}={value!r}" for key, value in vars(self).items() if key != "name" and not key.startswith("_")
        )
        return f"{type(self).__name__}({', '.join(settings)})"


def state_of(metric: Any) -> dict[str, Any] | None:
    """What a metric has seen, to be saved; None if it has no `state_dict`, which a metric of one's own may lack."""
    return metric.state_dict() if hasattr(metric, "state_dict") else None


def bring_back(metric: Any, state: dict[str, Any] | None, midway: bool) -> None:
    """Go on from `state_of`; a metric without a state begins anew, which falsifies its figure `midway` in an epoch."""
    if state is not None and hasattr(metric, "load_state_dict"):
        metric.load_state_dict(state)
    elif midway:
        warnings.warn(
            f"{metric.name}: the metric has no state_dict and load_state_dict, so that its figure for this epoch "
            "counts only the batches from here on. Write both, or make it a subclass of tg.training.metrics.Metric.",
            stacklevel=2,
        )


@contextlib.contextmanager
def set_aside(metrics: Iterable[Any]) -> Iterator[None]:
    """Inside the `with` block the metrics may be used for something else; then they have again what they had."""
    for metric in metrics:
        getattr(metric, "state", None)  # what waits on a device is fetched, not copied there
    kept = [(metric, copy.deepcopy(getattr(metric, "__dict__", {}))) for metric in metrics]
    try:
        yield
    finally:
        for metric, attributes in kept:
            vars(metric).update(attributes)


def as_array(values: Any, what: str) -> np.ndarray:
    """The numbers of a tensor of either library, an array or a list; never a copy where none is needed."""
    array = numbers(values)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{what} must hold numbers, got {array.dtype}.")
    return array


def undefined(message: str) -> None:
    warnings.warn(message, UndefinedMetricWarning, stacklevel=4)
