"""Which of two values is better: asked by EarlyStopping, ModelCheckpoint, `history.best` and `plot_history`."""

from __future__ import annotations


def check_mode(mode: str, caller: str) -> None:
    if mode not in ("min", "max"):
        raise ValueError(f"{caller}: mode must be 'min' or 'max', got {mode!r}.")


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
        check_mode(mode, caller)
        if not min_delta >= 0:
            raise ValueError(f"{caller}: min_delta must not be negative, got {min_delta}.")
        self.mode, self.min_delta = mode, min_delta
        self.value, self.counter = float("inf") if mode == "min" else float("-inf"), 0

    def is_better(self, value: float) -> bool:
        """Whether `value` is the best so far; it is remembered then. NaN is never better."""
        better = cost(value, self.mode) < cost(self.value, self.mode) - self.min_delta
        self.value, self.counter = (value, 0) if better else (self.value, self.counter + 1)
        return better
