"""Which of two values is better: asked by EarlyStopping, ModelCheckpoint, `history.best` and `plot_history`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tinygrad_lite.arguments import need_kind
from tinygrad_lite.training.shown import did_you_mean, kind_of, number

# Figures whose direction is certain, by their names without "val_" ...
KNOWN = {
    "loss": "min", "mse": "min", "mae": "min", "accuracy": "max", "precision": "max", "recall": "max", "f1": "max",
    "roc_auc": "max", "average_precision": "max", "r2": "max",
}  # fmt: skip
# ... and words that tell it in other names, such as top5_accuracy or my_error
WORDS = {
    "max": {"accuracy", "acc", "precision", "recall", "f1", "auc", "r2", "score", "iou", "dice", "bleu"},
    "min": {"loss", "error", "err", "mse", "rmse", "mae", "perplexity"},
}


def check_mode(mode: str | None, caller: str) -> None:
    if mode is not None and (not isinstance(mode, str) or mode not in ("min", "max")):
        raise ValueError(f"{caller}: mode must be 'min' or 'max', or None to choose it by the name, got {mode!r}.")


def mode_for(name: str, mode: str | None, caller: str, metrics: Iterable[Any] = ()) -> str:
    """Whether less ("min") or more ("max") of the figure `name` is better, if `mode` does not say so.

    A metric tells by its `higher_is_better`; other figures by their names.

    Raises:
        ValueError: nothing tells it; or `mode` is the opposite of what is certain.

    >>> mode_for("val_loss", None, "EarlyStopping"), mode_for("val_top5_accuracy", None, "EarlyStopping")
    ('min', 'max')
    """
    certain = certain_mode(name, metrics)
    if mode is not None and certain is not None and mode != certain:
        better = "More" if certain == "max" else "Less"
        raise ValueError(
            f"{caller}: {better} of {name!r} is better, so that mode={mode!r} would keep the worst epoch. Write "
            f"mode={certain!r}, or leave it out."
        )
    chosen = mode or certain or mode_by_words(name)
    if chosen is None:
        raise ValueError(f"{caller}: is less or more of {name!r} better? Say mode='min' or mode='max'.")
    return chosen


def certain_mode(name: str, metrics: Iterable[Any] = ()) -> str | None:
    """What the metric of that name says of itself, or what everybody means by the name."""
    figure = name.removeprefix("val_")
    own = [getattr(metric, "higher_is_better", None) for metric in metrics if metric.name == figure]
    return KNOWN.get(figure) if not own or own[0] is None else "max" if own[0] else "min"


def mode_by_words(name: str) -> str | None:
    """What the words in a name suggest, if they agree."""
    words = set(name.lower().replace("-", "_").split("_"))
    suggested = [mode for mode in WORDS if WORDS[mode] & words]
    return suggested[0] if len(suggested) == 1 else None


def watched(logs: Mapping[str, Any], monitor: str, caller: str) -> float:
    """The number that is to be watched, from the logs of an epoch.

    Raises:
        ValueError: there is no such name in the logs, or it is no number.
    """
    if monitor not in logs:
        near = did_you_mean(monitor, logs)
        hint = f" Did you mean {near!r}?" if near else ""
        if monitor.startswith("val_") and not any(name.startswith("val_") for name in logs):
            hint = " Give fit a val_loader."
        raise ValueError(f"{caller}: there is no {monitor!r}; measured were {', '.join(logs)}.{hint}")
    value = number(logs[monitor])
    if value is None:
        numbers = [name for name, other in logs.items() if number(other) is not None]
        raise ValueError(
            f"{caller}: {monitor!r} is {kind_of(logs[monitor])}, of which none is better or worse. Watch a number: "
            f"{', '.join(numbers)}."
        )
    return value


def cost(value: float, mode: str) -> float:
    """The value, turned so that less is better; NaN stays NaN, which is less than nothing.

    >>> cost(0.9, "max") < cost(0.8, "max")
    True
    """
    return value if mode == "min" else -value


class Best:
    """The best value so far, and for how many values in a row there was no better one.

    Better means less than best - min_delta (with mode="max", more than best + min_delta): a tie is not better.
    """

    def __init__(self, mode: str = "min", min_delta: float = 0.0, caller: str = "Best"):
        need_kind(caller, "min_delta", min_delta, "float")
        if not min_delta >= 0:
            raise ValueError(f"{caller}: min_delta must not be negative, got {min_delta}.")
        self.mode, self.min_delta = mode, float(min_delta)
        self.seen: float | None = None
        self.counter = 0

    @property
    def value(self) -> float:
        """The best so far; before the first, what every value is better than."""
        return self.seen if self.seen is not None else float("inf") if self.mode == "min" else float("-inf")

    def is_better(self, value: float) -> bool:
        """Whether `value` is the best so far; it is remembered then. NaN is never better."""
        better = cost(value, self.mode) < cost(self.value, self.mode) - self.min_delta
        self.seen, self.counter = (value, 0) if better else (self.seen, self.counter + 1)
        return better
