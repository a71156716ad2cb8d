"""Histograms of the weights of each layer."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.arguments import Model, checked
from tinygrad_lite.plots.histograms import draw_histograms
from tinygrad_lite.training.metrics.metric import as_array


@checked
def plot_weights(model: Model, *, biases: bool = False, bins: int = 40) -> Any:
    """Draw how the weights of each layer are distributed, a panel for each parameter, in the order of the layers.

    Args:
        model: ours or PyTorch's.
        biases: also parameters with one dimension: biases, and the scales of normalisation.
        bins: in which the range of each parameter is divided.
    Returns:
        The Matplotlib figure. Its attribute `alt` says in words what it shows: `picture(figure, figure.alt)`.
    Raises:
        ValueError: there is no such parameter, or no value is finite.

    >>> model = tg.nn.Sequential(tg.nn.Linear(2, 2))
    >>> with tg.no_grad():
    ...     weight = model[0].weight.copy_(tg.tensor([[1.0, 2.0], [3.0, 4.0]]))
    >>> print(tg.plots.plot_weights(model).alt)
    Histograms of 1 parameter. 0.weight (2×2): 4 values, mean 2.5, standard deviation 1.12, from 1 to 4.
    """
    arrays: dict[str, np.ndarray] = {}
    for name, parameter in model.named_parameters():
        values = as_array(parameter, name)
        if values.size and (biases or values.ndim > 1):
            arrays[f"{name} ({'×'.join(map(str, values.shape))})"] = values
    if not arrays:
        raise ValueError(
            f"plot_weights: {type(model).__name__} has no weights with two dimensions; biases=True draws all."
        )
    return draw_histograms(arrays, bins=bins, xlabel="weight", caller="plot_weights", what="parameter")
