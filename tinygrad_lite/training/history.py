"""What was measured in each epoch."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.arguments import need_saved
from tinygrad_lite.training.better import check_mode, cost, mode_for
from tinygrad_lite.training.elsewhere import Explains
from tinygrad_lite.training.shown import cell, did_you_mean, kind_of, number


class History(Explains, dict):
    """Name → list with one number for each epoch: `history["val_loss"][3]`; a name that came later begins with NaN.

    Attributes:
        steps: with the callback `StepHistory`, also the "step", "batch_loss" and "lr" of single steps, each a list.

    >>> history = tg.training.History()
    >>> history.add({"loss": 0.5, "val_loss": 0.6})
    >>> history.add({"loss": 0.3, "val_loss": 0.7})
    >>> history.best("val_loss")
    (0, 0.6)
    """

    elsewhere = {
        "history": "history['loss']: it is the dict itself",
        "epoch": "range(history.epochs)",
        "plot": "tg.plots.plot_history(history)",
        "plot_loss": "tg.plots.plot_history(history, ['loss'])",
        "loss": "history['loss']",
        "val_loss": "history['val_loss']",
        "accuracy": "history['accuracy']",
        "val_accuracy": "history['val_accuracy']",
        "batch_loss": "history.steps['batch_loss'], with the callback StepHistory()",
    }

    def __init__(self, *args: Any, **kwargs: Any):
        try:
            super().__init__(*args, **kwargs)
        except (TypeError, ValueError):
            raise TypeError(f"History: takes a dictionary of measures, got {args[0]!r:.60}.") from None
        self.steps: dict[str, list] = Steps()

    def add(self, logs: dict[str, float]) -> None:
        """One more epoch."""
        self.put(self.epochs, logs)

    def put(self, epoch: int, logs: dict[str, float]) -> None:
        """The numbers of an epoch: of a new one, or more of the last one."""
        for name in {**self, **logs}:
            values = self.setdefault(name, [])
            values.extend([float("nan")] * (epoch + 1 - len(values)))
            if name in logs:
                value = logs[name]
                values[epoch] = value.detach() if hasattr(value, "detach") else value  # not the graph with it

    @property
    def epochs(self) -> int:
        """How many epochs there are."""
        return max(map(len, self.values()), default=0)

    def best(self, name: str, mode: str | None = None) -> tuple[int, float]:
        """The epoch with the lowest (mode="min") or the highest value ("max"), counted from 0, and that value.

        Without a mode, the name tells it: more of "val_accuracy" is better, less of "val_loss".
        """
        check_mode(mode, "history.best")
        values = self._numbers(name)
        mode = mode or mode_for(name, None, "history.best")  # one that is given asks for the lowest or the highest
        epochs = [epoch for epoch, value in enumerate(values) if value == value]
        if not epochs:
            raise ValueError(f"history.best: {name!r} has no value in any epoch.")
        epoch = min(epochs, key=lambda epoch: cost(values[epoch], mode))  # of several that tie, the first
        return epoch, values[epoch]

    def last(self) -> dict[str, float]:
        """The numbers of the last epoch."""
        return {name: values[-1] for name, values in self.items()}

    def __missing__(self, name: str) -> Any:
        near = did_you_mean(name, self) if isinstance(name, str) else None
        hint = f" Did you mean {near!r}?" if near else ""
        raise KeyError(f"history: there is no {name!r}; measured were {', '.join(self) or 'no epochs yet'}.{hint}")

    def _numbers(self, name: str) -> list[float]:
        values = [number(value) for value in self[name]]
        if None in values:
            what = kind_of(self[name][values.index(None)])
            raise ValueError(f"history.best: {name!r} is {what}, of which none is better or worse.")
        return [value for value in values if value is not None]

    def __repr__(self) -> str:
        if not self:
            return "History of no epochs"
        widths = {name: max(12, len(name)) for name in self}
        lines = [" ".join(["epoch", *(f"{name:>{width}}" for name, width in widths.items())])]
        for epoch in range(self.epochs):
            cells = (f"{cell(self[name][epoch]):>{width}}" for name, width in widths.items())
            lines.append(" ".join([f"{epoch:5}", *cells]))
        return "\n".join(lines)

    def state_dict(self) -> dict[str, Any]:
        copies = [{name: list(values) for name, values in part.items()} for part in (self, self.steps)]
        return {"epochs": copies[0], "steps": copies[1]}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        need_saved("History", state_dict, ())
        earlier = not isinstance(state_dict.get("epochs"), dict)  # before there were steps, it was the epochs alone
        parts = {"epochs": state_dict, "steps": {}} if earlier else state_dict
        both = [parts.get(name) for name in ("epochs", "steps")]
        if not all(
            isinstance(part, dict) and all(isinstance(values, list) for values in part.values()) for part in both
        ):
            raise TypeError(
                "History: load_state_dict takes lists of values by their names, as state_dict() gives them."
            )
        self.clear()
        self.update({name: list(values) for name, values in parts["epochs"].items()})
        self.steps = Steps({name: list(values) for name, values in parts["steps"].items()})


class Steps(dict):
    """Name → list with one value for each step that was kept."""

    def __missing__(self, name: str) -> Any:
        kept = f"kept are {', '.join(self)}" if self else "the callback StepHistory() keeps them"
        raise KeyError(f"history.steps: there is no {name!r}; {kept}.")
