"""What comes out of the layers: histograms of each, and the maps of a convolution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tinygrad_lite.arguments import Model, checked, is_several, said
from tinygrad_lite.plots.histograms import draw_histograms
from tinygrad_lite.plots.look import counted, grid_of, new_panels
from tinygrad_lite.plots.running import outputs_of_layers
from tinygrad_lite.training.callbacks.layer_stats import layer_name
from tinygrad_lite.training.metrics.metric import as_array


@checked
def plot_activations(model: Model, inputs: Any, layers: Sequence[str] | None = None, *, bins: int = 40) -> Any:
    """Draw how the outputs of each layer are distributed, a panel for each, in the order in which they run.

    Args:
        model: ours or PyTorch's. It runs in evaluation mode; nothing in it is changed.
        inputs: a batch for the model.
        layers: names as in `model.named_modules()`; by default all without layers inside.
        bins: in which the range of each layer's outputs is divided.
    Returns:
        The Matplotlib figure. Its attribute `alt` says in words what it shows: `picture(figure, figure.alt)`.

    >>> model = tg.nn.Sequential(tg.nn.ReLU())
    >>> print(tg.plots.plot_activations(model, [[-1.0, 0.0, 1.0, 3.0]]).alt)
    Histograms of 1 layer. 0 (ReLU): 4 values, mean 1, standard deviation 1.22, from 0 to 3, 50 % zeros.
    """
    if layers is None:
        layers = [name for name, module in model.named_modules() if not any(True for _ in module.children())]
    known(model, layers, "plot_activations")
    if not as_array(inputs, "plot_activations: inputs").size:
        raise ValueError("plot_activations: inputs is empty.")
    outputs = outputs_of_layers(model, inputs, layers)
    if not outputs:
        raise ValueError(f"plot_activations: none of the layers ran: {', '.join(layers)}.")
    arrays = {layer_name(model, name): values for name, values in outputs.items()}
    return draw_histograms(arrays, bins=bins, xlabel="output", caller="plot_activations", what="layer")


@checked
def plot_activation_maps(model: Model, image: Any, layer: str | None = None, *, columns: int = 8) -> Any:
    """Draw what a convolution makes of one image: the image, and the map of each channel, all on one grey scale.

    Args:
        model: ours or PyTorch's. It runs in evaluation mode; nothing in it is changed.
        image: (channels, height, width), or a batch of one such; with one channel also (height, width).
        layer: its name as in `model.named_modules()`; by default the first Conv2d.
        columns: maps in a row.
    Returns:
        The Matplotlib figure. Its attribute `alt` says in words what it shows: `picture(figure, figure.alt)`.

    >>> model = tg.nn.Sequential(tg.nn.Conv2d(1, 2, 1, bias=False))
    >>> with tg.no_grad():
    ...     weight = model[0].weight.copy_(tg.tensor([1.0, -2.0]).reshape(2, 1, 1, 1))
    >>> print(tg.plots.plot_activation_maps(model, [[0.0, 1.0], [0.5, 0.0]]).alt)
    An image of 2×2 and what 0 (Conv2d) makes of it: 2 maps of 2×2, values from -2 to 1. The highest value is in map 0,
    the lowest in map 1.
    """
    if columns < 1:
        raise ValueError(f"plot_activation_maps: columns must be at least 1, got {columns}.")
    pixels = one_image(image)
    found = [name for name, module in model.named_modules() if type(module).__name__ == "Conv2d"]
    if layer is None and not found:
        raise ValueError(f"plot_activation_maps: {type(model).__name__} has no Conv2d; name a layer with maps.")
    layer = found[0] if layer is None else layer
    known(model, [layer], "plot_activation_maps")
    maps = outputs_of_layers(model, pixels[None], [layer]).get(layer, np.empty(0))
    if maps.ndim != 4:
        raise ValueError(
            f"plot_activation_maps: {layer!r} must give (1, channels, height, width), but gave {maps.shape}."
            if maps.size
            else f"plot_activation_maps: {layer!r} did not run."
        )
    if not np.isfinite(maps).any():
        raise ValueError(f"plot_activation_maps: there is no finite value in what {layer!r} gives.")
    figure = drawn_maps(pixels, maps[0], columns)
    figure.alt = told(pixels, maps[0], layer_name(model, layer))
    return figure


def known(model: Model, layers: Sequence[str], caller: str) -> None:
    names = [name for name, _ in model.named_modules()]
    if not is_several(layers):
        raise TypeError(f"{caller}: layers must be a list of names, got {said(layers)}.")
    for layer in layers:
        if not isinstance(layer, str) or layer not in names:
            raise ValueError(f"{caller}: the model has no layer {layer!r}; it has {', '.join(filter(None, names))}.")


def one_image(image: Any) -> np.ndarray:
    """(channels, height, width) in floats."""
    pixels = as_array(image, "plot_activation_maps: image")
    pixels = pixels[0] if pixels.ndim == 4 and len(pixels) == 1 else pixels[None] if pixels.ndim == 2 else pixels
    if pixels.ndim != 3 or not pixels.size:
        raise ValueError(
            f"plot_activation_maps: needs one image (channels, height, width), got shape {np.shape(image)}. "
            "Of a batch, pass batch[0]."
        )
    return pixels if pixels.dtype.kind == "f" else pixels.astype(np.float32)


def drawn_maps(pixels: np.ndarray, maps: np.ndarray, columns: int) -> Any:
    panels = new_panels(*grid_of(1 + len(maps), columns), 1.3, 1.4)
    shown = panels.flat[: 1 + len(maps)]
    if len(pixels) == 3:  # red, green and blue, whatever they were normalised to
        low, high = pixels.min(), pixels.max()
        shown[0].imshow((pixels.transpose(1, 2, 0) - low) / ((high - low) or 1))
    else:
        shown[0].imshow(pixels[0], cmap="gray")
    shown[0].set_title("image" if len(pixels) in (1, 3) else "channel 0", fontsize="medium", fontweight="bold")
    finite = maps[np.isfinite(maps)]
    for i, values in enumerate(maps):
        grey = shown[1 + i].imshow(values, cmap="gray", vmin=finite.min(), vmax=finite.max())
        shown[1 + i].set_title(f"map {i}", fontsize="medium")
    for ax in panels.flat:
        ax.set_axis_off()
    figure = panels[0, 0].figure
    figure.colorbar(grey, ax=list(panels.flat), label="value", aspect=12 * len(panels))
    return figure


def told(pixels: np.ndarray, maps: np.ndarray, name: str) -> str:
    finite = np.where(np.isfinite(maps), maps, np.nan)
    highest, lowest = (finder(finite) // maps[0].size for finder in (np.nanargmax, np.nanargmin))
    size, image = "×".join(map(str, maps.shape[1:])), "×".join(map(str, pixels.shape[1:]))
    alt = f"An image of {image} and what {name} makes of it: {counted(len(maps), 'map')} of {size}, values from "
    alt += f"{np.nanmin(finite):.3g} to {np.nanmax(finite):.3g}. The highest value is in map {highest}, the lowest in "
    alt += f"map {lowest}."
    blank = [f"map {i}" for i, values in enumerate(maps) if not values.any()]
    return alt + (f" All zero: {', '.join(blank)}." if blank else "")
