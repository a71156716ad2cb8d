"""Schedules as curves: the learning rate over the steps."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Sequence
from itertools import cycle
from typing import Any

import numpy as np

from tinygrad_lite.arguments import Axes, checked

# Told apart by their dashes in print, and by colours that are of different brightness and safe for the colour-blind.
MOST_STEPS = 10_000_000
STYLES = ("-", "--", ":", "-.", (0, (6, 1, 1, 1, 1, 1)), (0, (9, 3)))
COLOURS = ("#000000", "#0072B2", "#D55E00", "#56B4E9", "#009E73", "#CC79A7")


@checked
def plot_schedule(
    schedule: Any,
    steps: int,
    *,
    lr: float = 0.1,
    metrics: Sequence[float] | None = None,
    log: bool = False,
    ax: Axes | None = None,
) -> Any:
    """Draw the learning rate of the next `steps` steps. See `plot_schedules`, which draws several.

    >>> from tinygrad_lite.plots import plot_schedule
    >>> figure = plot_schedule(lambda optimizer: tg.optim.lr_scheduler.StepLR(optimizer, 30), steps=100)
    >>> figure.alt
    'Learning rate over 100 steps. StepLR: begins at 0.1, which is its highest, ends at 0.0001.'
    """
    return plot_schedules({"": schedule}, steps, lr=lr, metrics=metrics, log=log, ax=ax)


@checked
def plot_schedules(
    schedules: dict[str, Any],
    steps: int,
    *,
    lr: float = 0.1,
    metrics: Sequence[float] | None = None,
    log: bool = False,
    ax: Axes | None = None,
) -> Any:
    """Draw the learning rates of several schedules, under the names given. Nothing is changed: copies make the steps.

    Args:
        schedules: a schedule, ours or PyTorch's, from where it stands; or a function that makes one for an optimizer,
            such as `lambda optimizer: StepLR(optimizer, 30)`. Where rates differ, each parameter group has its line.
        steps: how many.
        lr: the optimizer's rate, for schedules given as functions.
        metrics: for ReduceLROnPlateau: the measure after each step.
        log: the rate on a logarithmic scale.
        ax: Matplotlib axes to draw into; by default in a new figure.
    Returns:
        The Matplotlib figure. Its attribute `alt` says in words what it shows: `picture(figure, figure.alt)`.
    """
    if steps > MOST_STEPS:
        raise ValueError(f"plot_schedules: steps must be at most {MOST_STEPS}, got {steps}. Schedule whole epochs.")
    if not schedules or steps < 1:
        raise ValueError(f"plot_schedules: needs a schedule and a step at least, got {len(schedules)} and {steps}.")
    ax = ax or new_axes()
    form = "steps-post" if steps <= 50 else "default"  # more stairs than that only blur the dashes
    looks, said, labels = cycle(zip(STYLES, COLOURS)), [], []
    for name, schedule in schedules.items():
        schedule = rehearsal(schedule, lr)
        name, first = name or type(schedule).__name__, getattr(schedule, "last_epoch", 0)
        rates = rehearsed(schedule, steps, metrics)
        groups = rates.T if (rates != rates[:, :1]).any() else rates.T[:1]
        for i, line in enumerate(groups):
            labels.append(f"{name}, group {i}" if len(groups) > 1 else name)
            style, colour = next(looks)
            ax.plot(first + np.arange(steps), line, drawstyle=form, ls=style, color=colour, label=labels[-1])
            said.append(f"{labels[-1]}: {described(line, first)}")
    ax.set(xlabel="step", ylabel="learning rate", title=labels[0] if len(labels) == 1 else "")
    if log:
        ax.set_yscale("log")
    if ax.get_yscale() == "linear":
        ax.set_ylim(bottom=0)
    ax.grid(color="0.9")
    if len(labels) > 1:
        ax.legend()
    ax.figure.alt = f"Learning rate over {steps} steps. {' '.join(said)}"
    return ax.figure


def new_axes() -> Any:
    """In a figure of its own that pyplot does not know: a notebook shows it once, as the value of its cell."""
    from matplotlib.figure import Figure

    return Figure(figsize=(6.4, 3.6), layout="constrained").subplots()


class Rates:
    """Stands in for an optimizer: groups of settings without parameters, and steps that do nothing."""

    def __init__(self, groups: list[dict[str, Any]]):
        self.param_groups = [{name: value for name, value in group.items() if name != "params"} for group in groups]

    def step(self) -> None:
        pass


def rehearsal(schedule: Any, lr: float) -> Any:
    """A copy of the schedule, or of what the function makes, that sets the rates of a stand-in."""
    if hasattr(schedule, "optimizer"):
        groups = copy.deepcopy(Rates(schedule.optimizer.param_groups))
        return copy.deepcopy(schedule, {id(schedule.optimizer): groups})
    if callable(schedule):
        return schedule(Rates([{"lr": lr, "momentum": 0.9}]))
    raise TypeError(
        f"plot_schedule: needs a schedule, or a function that makes one, got {type(schedule).__name__}. Write "
        "plot_schedule(lambda optimizer: StepLR(optimizer, 30), steps=100)."
    )


def rehearsed(schedule: Any, steps: int, metrics: Sequence[float] | None) -> np.ndarray:
    """The rates of each step: (steps, groups)."""
    listens = hasattr(schedule, "num_bad_epochs")  # ReduceLROnPlateau, ours or PyTorch's
    if listens and (metrics is None or len(metrics) < steps - 1):
        raise ValueError("plot_schedule: ReduceLROnPlateau follows a measure. Give metrics=[...], one for each step.")
    rates = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that no optimizer makes its step first
        for step in range(steps):
            if step > 0:
                schedule.step(*([metrics[step - 1]] if listens and metrics is not None else []))
            rates.append([float(group["lr"]) for group in schedule.optimizer.param_groups])
    return np.array(rates)


def described(line: np.ndarray, first: int) -> str:
    top = int(line.argmax())
    highest = "which is its highest" if top == 0 else f"is highest at step {first + top} with {line[top]:.3g}"
    return f"begins at {line[0]:.3g}, {highest}, ends at {line[-1]:.3g}."
