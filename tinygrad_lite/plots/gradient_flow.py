"""How large the gradients of each layer are, from the first to the last: whether they vanish or explode on the way."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from tinygrad_lite.arguments import Axes, Model, checked, is_several
from tinygrad_lite.plots.look import MARKERS, counted, new_axes
from tinygrad_lite.plots.schedules import COLOURS, STYLES
from tinygrad_lite.training import faults
from tinygrad_lite.training.callbacks.layer_stats import layer_name
from tinygrad_lite.training.faults import EXPLODING, VANISHING
from tinygrad_lite.training.metrics.metric import as_array

LINES = 4  # at most, of all measurements


@checked
def plot_gradient_flow(
    model: Model,
    stats: Any = None,
    *,
    vanishing: float = VANISHING,
    exploding: float = EXPLODING,
    ax: Axes | None = None,
) -> Any:
    """Draw the gradient of each layer on a logarithmic scale, with the bands in which `GradientStats` warns.

    What is drawn is the norm of a layer's gradient (weight and bias together) divided by the root of their number, so
    that small and large layers can be compared.

    Args:
        model: ours or PyTorch's; after `loss.backward()`, the gradients are those in `parameter.grad`.
        stats: a `GradientStats` that watched the training of this model, or its `history`: then up to four of its
            measurements are drawn instead, from the first to the last.
        vanishing: the lower band begins at this share of the largest layer's.
        exploding: the upper band begins where the norm of a layer is larger than this.
        ax: Matplotlib axes to draw into; by default in a new figure.
    Returns:
        The Matplotlib figure. Its attribute `alt` says in words what it shows: `picture(figure, figure.alt)`.
    Raises:
        ValueError: there are no gradients, or none is finite.

    >>> model = tg.nn.Sequential(tg.nn.Linear(1, 1, bias=False), tg.nn.Linear(1, 1, bias=False))
    >>> model[0].weight.grad, model[1].weight.grad = tg.tensor([[0.5]]), tg.tensor([[-2.0]])
    >>> print(tg.plots.plot_gradient_flow(model).alt)
    Gradients of 2 layers, per parameter, on a logarithmic scale. Now: largest in 1 (Linear) with 2, smallest in 0
    (Linear) with 0.5, ratio 4. No layer vanishes or explodes.
    """
    if not (0 <= vanishing < math.inf and 0 < exploding < math.inf):
        raise ValueError(
            f"plot_gradient_flow: needs vanishing >= 0 and exploding > 0, got {vanishing} and {exploding}."
        )
    names, roots, lines = measured(model, stats)
    last = list(lines.values())[-1]
    floor = vanishing * max(last[np.isfinite(last)], default=math.nan)  # as in faults.vanishing
    turned = len(names) > 4
    ax = ax or new_axes(max(6.4, 0.5 * len(names)), 5.0 if turned else 4.4)
    draw_bands(ax, np.stack(list(lines.values())), floor, exploding / roots, vanishing, exploding)
    for i, (label, line) in enumerate(lines.items()):
        draw_line(ax, label, line, i)
    ax.set_xticks(range(len(names)), names, rotation=45 if turned else 0, ha="right" if turned else "center")
    ax.set(xlabel="layer, from the first to the last", ylabel="norm of gradient / √parameters")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.01), borderaxespad=0, fontsize="small", ncols=2)
    told = [told_line(label, line, names) for label, line in lines.items()]
    told += told_outside(dict(zip(names, last)), dict(zip(names, last * roots)), vanishing, exploding)
    layers = counted(len(names), "layer")
    ax.figure.alt = f"Gradients of {layers}, per parameter, on a logarithmic scale. {' '.join(told)}"
    return ax.figure


def measured(model: Model, stats: Any) -> tuple[list[str], np.ndarray, dict[str, np.ndarray]]:
    """The layers' names, the roots of their sizes, and for each measurement a line: its label, and a value a layer."""
    sizes = sizes_of(model)
    found = norms_now(model) if stats is None else norms_in(stats)
    layers = [layer for layer in sizes if any(layer in norms for norms in found.values())]
    if not layers:
        raise ValueError(
            "plot_gradient_flow: no layer has a gradient. Call it after loss.backward() and before zero_grad()."
            if stats is None
            else "plot_gradient_flow: stats holds no measurement of a layer of this model."
        )
    roots = np.sqrt([sizes[layer] for layer in layers])
    lines = {
        label: np.array([norms.get(layer, math.nan) for layer in layers]) / roots for label, norms in found.items()
    }
    if not any(np.isfinite(line).any() for line in lines.values()):
        raise ValueError(
            "plot_gradient_flow: no gradient is finite. training.NaNGuard finds where the first NaN is born."
        )
    return [layer_name(model, layer) for layer in layers], roots, lines


def sizes_of(model: Any) -> dict[str, int]:
    """Layer → how many parameters of its own it trains, in the order of the layers."""
    sizes: dict[str, int] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad and parameter.numel():
            layer = name.rpartition(".")[0]
            sizes[layer] = sizes.get(layer, 0) + parameter.numel()
    return sizes


def norms_now(model: Any) -> dict[str, dict[str, float]]:
    """{"now": {layer: norm of its gradients}}."""
    named = [(name, as_array(p.grad, name)) for name, p in model.named_parameters() if p.grad is not None]
    return {"now": {layer: faults.norm(gradient) for layer, gradient in faults.layer_gradients(named).items()}}


def norms_in(stats: Any) -> dict[str, dict[str, float]]:
    """{"step 0": {layer: norm}, ...}: the first and the last measurement, and some between them."""
    history = getattr(stats, "history", stats)
    history = list(history) if is_several(history) else []
    if not history or not all(isinstance(sample, Mapping) and "step" in sample for sample in history):
        raise ValueError(
            "plot_gradient_flow: stats must be a GradientStats with a measurement at least, or its history."
        )
    chosen = np.unique(np.linspace(0, len(history) - 1, LINES).round().astype(int))
    return {
        f"step {history[i]['step']}": {layer: f["norm"] for layer, f in history[i].items() if layer != "step"}
        for i in chosen
    }


def draw_bands(
    ax: Any, values: np.ndarray, floor: float, ceilings: np.ndarray, vanishing: float, exploding: float
) -> None:
    positive = values[np.isfinite(values) & (values > 0)]
    marks = [value for value in (*positive, *ceilings, floor) if value > 0]
    low, high = min(marks) / 30, max(marks) * 30
    ax.set_yscale("log")
    ax.set(xlim=(-0.5, len(ceilings) - 0.5), ylim=(low, high))
    edges = np.repeat(np.arange(len(ceilings) + 1) - 0.5, 2)[1:-1]
    look = {"facecolor": "0.93", "edgecolor": "0.7", "linewidth": 0.8, "zorder": 0}
    text = f"exploding: norm of the layer above {exploding:g}"
    ax.fill_between(edges, np.repeat(ceilings, 2), high, hatch="////", label=text, **look)
    if floor > 0:
        text = f"vanishing: below {vanishing:g} of the largest"
        ax.fill_between(edges, low, floor, hatch="....", label=text, **look)
    ax.grid(color="0.9", zorder=0)


def draw_line(ax: Any, label: str, line: np.ndarray, place: int) -> None:
    """The layers' values; on a logarithmic scale zeros stand at the bottom, and what is not finite at the top."""
    colour, drawn = COLOURS[place], np.isfinite(line) & (line > 0)
    ax.plot(np.where(drawn, line, np.nan), ls=STYLES[place], marker=MARKERS[place], color=colour, label=label)
    for found, height, marker, what in (
        (line == 0, 0.03, "v", "exactly zero"),
        (~np.isfinite(line), 0.97, "x", "not finite or missing"),
    ):
        if found.any():
            place_there = {"transform": ax.get_xaxis_transform(), "ls": "", "marker": marker, "markersize": 9}
            ax.plot(
                np.flatnonzero(found), [height] * found.sum(), color=colour, label=f"{label}: {what}", **place_there
            )


def told_line(label: str, line: np.ndarray, names: list[str]) -> str:
    finite = np.where(np.isfinite(line), line, np.nan)
    if np.isnan(finite).all():
        return f"{label.capitalize()}: not finite in any layer."
    largest, smallest = int(np.nanargmax(finite)), int(np.nanargmin(finite))
    text = f"{label.capitalize()}: largest in {names[largest]} with {line[largest]:.3g}, smallest in {names[smallest]} "
    text += f"with {line[smallest]:.3g}"
    return text + (f", ratio {line[largest] / line[smallest]:.3g}." if line[smallest] > 0 else ".")


def told_outside(sizes: dict[str, float], norms: dict[str, float], vanishing: float, exploding: float) -> list[str]:
    """Which layers lie in the bands, by the last line: gradients per parameter, and norms."""
    gone = [name for name, size in sizes.items() if not math.isfinite(size)]
    large = [name for name in norms if name not in gone and faults.explodes(norms[name], exploding)]
    found = {"Vanishing": faults.vanishing(sizes, vanishing), "Exploding": large, "Not finite or missing": gone}
    told = [f"{what}: {', '.join(names)}." for what, names in found.items() if names]
    return told or ["No layer vanishes or explodes."]
