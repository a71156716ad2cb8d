"""Histograms of many arrays beside one another: what weights and activations have in common."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.plots.look import counted, grid_of, new_panels, percent

COLUMNS = 3
MOST_BINS = 100_000


def draw_histograms(arrays: dict[str, np.ndarray], *, bins: int, xlabel: str, caller: str, what: str) -> Any:
    """A panel for each array: the share of its values in each of `bins` equal parts of their range.

    What is not finite is left out, and said in the title. The figure's `alt` lists the figures.
    """
    if bins < 1:
        raise ValueError(f"{caller}: bins must be at least 1, got {bins}.")
    if bins > MOST_BINS:
        raise ValueError(f"{caller}: bins must be at most {MOST_BINS}, which no picture can show apart, got {bins}.")
    if not any(np.isfinite(values).any() for values in arrays.values()):
        raise ValueError(f"{caller}: there is no finite value in {', '.join(arrays)}.")
    rows, columns = grid_of(len(arrays), COLUMNS)
    panels = new_panels(rows, columns, 6.4 if columns == 1 else 3.4, 2.6)
    said = []
    for place, (ax, (name, values)) in enumerate(zip(panels.flat, arrays.items())):
        finite = values[np.isfinite(values)].astype(np.float64)
        missing = counted(values.size - finite.size, "value")
        said.append(f"{name}: {counted(values.size, 'value')}, {figures(finite)}")
        said[-1] += f", {missing} not finite" if finite.size < values.size else ""
        ax.set_title(
            f"{name}\nmean {finite.mean():.2g}, std {finite.std():.2g}" if finite.size else f"{name}\nnothing finite",
            fontsize="medium",
        )
        if finite.size:
            ax.hist(
                finite, bins, weights=np.full(finite.size, 1 / finite.size), color="#56B4E9", edgecolor="0.3", lw=0.5
            )
        ax.axvline(0, color="black", ls=":", lw=1)
        ax.set(xlabel=xlabel, ylabel="share of all" if place % columns == 0 else "")
    for ax in panels.flat[len(arrays) :]:
        ax.remove()
    panels[0, 0].figure.alt = f"Histograms of {counted(len(arrays), what)}. {'. '.join(said)}."
    return panels[0, 0].figure


def figures(finite: np.ndarray) -> str:
    if not finite.size:
        return "none finite"
    zeros = f", {percent((finite == 0).mean())} zeros" if (finite == 0).any() else ""
    return (
        f"mean {finite.mean():.3g}, standard deviation {finite.std():.3g}, "
        f"from {finite.min():.3g} to {finite.max():.3g}{zeros}"
    )
