"""The learning-rate range test as a picture."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.arguments import Axes, checked, said
from tinygrad_lite.plots.schedules import new_axes


@checked
def plot_range_test(result: Any, *, ax: Axes | None = None) -> Any:
    """Draw the losses of `training.lr_range_test` over the rates, and the suggested rate if there is one.

    Returns:
        The Matplotlib figure; its attribute `alt` says in words what it shows: `picture(figure, figure.alt)`.
    """
    if not hasattr(result, "lrs"):
        raise TypeError(f"plot_range_test: takes what lr_range_test returned, got {said(result)}.")
    ax = ax or new_axes()
    ax.plot(result.lrs, result.losses, ".", color="0.7", label="loss of a batch")
    ax.plot(result.lrs, result.smoothed, "-", color="black", label="smoothed")
    first, lowest, last = result.smoothed[0], min(result.smoothed), result.smoothed[-1]
    alt = f"Loss over the learning rate, from {result.lrs[0]:.3g} to {result.lrs[-1]:.3g}. The smoothed loss "
    alt += f"begins at {first:.3g}, is {lowest:.3g} where it is lowest, and ends at {last:.3g}."
    try:
        suggestion = result.suggestion
    except ValueError:  # the loss never fell
        pass
    else:
        ax.axvline(suggestion, ls="--", color="#0072B2", label=f"suggestion: {suggestion:.2g}")
        alt += f" Suggested rate: {suggestion:.2g}."
    ax.set(xscale="log", xlabel="learning rate", ylabel="loss")
    fall = first - lowest or 1.0  # where it has diverged, losses may be so high that nothing else could be seen
    ax.set_ylim(min(result.losses) - 0.2 * fall, first + 0.8 * fall)
    ax.grid(color="0.9")
    ax.legend()
    ax.figure.alt = alt
    return ax.figure
