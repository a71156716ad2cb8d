"""The curves of training: loss, metrics and learning rate over the epochs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked, is_several, said
from tinygrad_lite.plots.look import MARKERS, counted, grid_of, new_panels, worth_logarithm
from tinygrad_lite.plots.schedules import COLOURS, STYLES
from tinygrad_lite.training.better import certain_mode, check_mode, mode_by_words
from tinygrad_lite.training.history import History
from tinygrad_lite.training.shown import number


@checked
def plot_history(
    history: Mapping[str, Sequence[float]],
    measures: Sequence[str] | None = None,
    *,
    monitor: str | None = None,
    mode: str | None = None,
    log: bool | None = None,
) -> Any:
    """Draw what was measured in each epoch, a panel for each measure: training and validation together.

    Args:
        history: what `fit` and `train_model` return, or any dict of lists with one number for each epoch; what is not
            a number (a confusion matrix) is left out.
        measures: the panels, such as ["loss", "accuracy"]; by default all.
        monitor, mode: the best epoch, marked in all panels, has the lowest (mode="min") or the highest value ("max")
            of this name; by default "val_loss", or else "loss", or else the first name. Without a mode, the name tells
            which is better, as in `history.best`.
        log: logarithmic scales or not; by default where all values are positive and the largest is at least 100 times
            the smallest.
    Returns:
        The Matplotlib figure. Its attribute `alt` says in words what it shows: `picture(figure, figure.alt)`.

    >>> history = {"loss": [0.9, 0.4, 0.2], "val_loss": [0.8, 0.5, 0.6]}
    >>> print(tg.plots.plot_history(history).alt)
    Curves of training over 3 epochs. loss: training begins at 0.9 and ends at 0.2, lowest 0.2 in epoch 2; validation
    begins at 0.8 and ends at 0.6, lowest 0.5 in epoch 1. Best epoch: 1 (counted from 0), with val_loss 0.5.
    """
    lines = {name: line for name, values in history.items() if (line := line_of(values)) is not None}
    groups = grouped(lines, measures)
    if not any(np.isfinite(lines[name]).any() for names in groups.values() for name in names):
        raise ValueError(f"plot_history: there is no finite value in {', '.join(lines) or 'an empty history'}.")
    monitor = monitor or next((name for name in ("val_loss", "loss") if name in lines), next(iter(lines)))
    best = best_epoch(lines, monitor, mode)
    rows, columns = grid_of(len(groups), 2)
    width, height = (6.4, 3.6) if columns == 1 else (4.8, 3.2)
    panels = new_panels(rows, columns, width, height)
    said = []
    for ax, (measure, names) in zip(panels.flat, groups.items()):
        said.append(f"{measure}: {'; '.join(draw(ax, name, lines[name], i) for i, name in enumerate(names))}.")
        mark(ax, best, monitor, monitor in names)
        if log or (log is None and worth_logarithm(np.concatenate([lines[name] for name in names]))):
            ax.set_yscale("log")
        ax.set(xlabel="epoch, counted from 0", ylabel=measure)
        ax.xaxis.get_major_locator().set_params(integer=True)
        ax.grid(color="0.9")
        ax.legend(fontsize="small")
    for ax in panels.flat[len(groups) :]:
        ax.remove()
    epochs = counted(max(map(len, lines.values())), "epoch")
    found = f" Best epoch: {best[0]} (counted from 0), with {monitor} {best[1]:.3g}." if best else ""
    panels[0, 0].figure.alt = f"Curves of training over {epochs}. {' '.join(said)}{found}"
    return panels[0, 0].figure


def line_of(values: Sequence[Any]) -> np.ndarray | None:
    """The values as numbers; None if one is none."""
    if not is_several(values):
        return None
    numbers = [number(value) for value in values]
    return None if None in numbers else np.array(numbers, dtype=np.float64)


def grouped(lines: Mapping[str, Any], measures: Sequence[str] | None) -> dict[str, list[str]]:
    """Measure → its names, training first."""
    groups: dict[str, list[str]] = {}
    for name in sorted(lines, key=lambda name: name.startswith("val_")):
        groups.setdefault("learning rate" if is_rate(name) else name.removeprefix("val_"), []).append(name)
    if measures is None:
        return groups
    if not is_several(measures):
        raise TypeError(f"plot_history: measures must be a list of names, got {said(measures)}.")
    measures = list(measures)
    for measure in measures:
        if not isinstance(measure, str) or measure not in groups:
            raise KeyError(f"plot_history: there is no measure {measure!r}; there are {', '.join(groups) or 'none'}.")
    return {measure: groups[measure] for measure in measures or groups}


def is_rate(name: str) -> bool:
    return name == "lr" or name.startswith("lr-")  # as LearningRateMonitor calls them


def best_epoch(lines: Mapping[str, np.ndarray], monitor: str, mode: str | None) -> tuple[int, float] | None:
    check_mode(mode, "plot_history")
    finite = History({name: np.where(np.isfinite(values), values, np.nan).tolist() for name, values in lines.items()})
    if monitor in finite and np.isnan(finite[monitor]).all():
        return None
    mode = mode or certain_mode(monitor) or mode_by_words(monitor)
    return finite.best(monitor, mode) if mode or monitor not in finite else None  # nothing tells which is better


def draw(ax: Any, name: str, values: np.ndarray, place: int) -> str:
    """One line, with a cross at the top of each epoch without a finite value; and what there is to say about it."""
    label = name if is_rate(name) else "validation" if name.startswith("val_") else "training"
    place = place if is_rate(name) else int(label == "validation")  # it looks the same in every panel
    colour, marker = COLOURS[place % len(COLOURS)], MARKERS[place % len(MARKERS)]
    look = {"ls": STYLES[place % len(STYLES)], "drawstyle": "steps-post" if is_rate(name) else "default"}
    finite = np.isfinite(values)
    often = max(1, len(values) // 20)
    ax.plot(
        np.where(finite, values, np.nan),
        color=colour,
        marker=marker,
        markersize=4,
        markevery=often,
        label=label,
        **look,
    )
    missing = ""
    if not finite.all():
        gaps = np.flatnonzero(~finite)
        missing = f", not finite in {counted(len(gaps), 'epoch')}, first in epoch {gaps[0]}"
        ax.plot(
            gaps, np.full(len(gaps), 0.96 - 0.05 * place), "x", color=colour, transform=ax.get_xaxis_transform(),
            label=f"{label}: not finite",
        )  # fmt: skip
    if not finite.any():
        return f"{label}{missing}"
    epochs, seen = np.flatnonzero(finite), values[finite]
    falls = seen[-1] <= seen[0]
    extreme = int(seen.argmin() if falls else seen.argmax())
    said = f"{'lowest' if falls else 'highest'} {seen[extreme]:.3g} in epoch {epochs[extreme]}"
    return f"{label} begins at {seen[0]:.3g} and ends at {seen[-1]:.3g}, {said}{missing}"


def mark(ax: Any, best: tuple[int, float] | None, monitor: str, here: bool) -> None:
    """A line at the best epoch; a star where its value is drawn."""
    if best:
        label = f"best epoch: {best[0]} ({monitor} {best[1]:.3g})"
        ax.axvline(best[0], ls=":", color="0.4", label=None if here else label)
        if here:
            ax.plot(*best, "*", color="#D55E00", markeredgecolor="black", markersize=13, label=label)
