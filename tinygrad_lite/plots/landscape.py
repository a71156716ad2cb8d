"""The loss around the weights a model has: along one direction, or over two."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from tinygrad_lite.arguments import Axes, Model, checked, is_several, said
from tinygrad_lite.plots.look import new_axes, worth_logarithm
from tinygrad_lite.plots.running import as_input, undisturbed
from tinygrad_lite.training.metrics.metric import as_array

Direction = Mapping[str, Any]  # name of a parameter → what a step of 1 adds to it; those not named stay as they are


@checked
def plot_loss_slice(
    model: Model,
    criterion: Callable,
    inputs: Any,
    targets: Any,
    direction: Direction | None = None,
    *,
    span: float = 1.0,
    points: int = 41,
    seed: int = 0,
    log: bool | None = None,
    ax: Axes | None = None,
) -> Any:
    """Draw the loss of `criterion(model(inputs), targets)` while all weights move along one direction.

    Args:
        model: ours or PyTorch's. It runs in evaluation mode; afterwards its weights are the same to the bit.
        inputs, targets: the samples; the same ones at every place.
        direction: parameter name → array, such as the weights of another model less those of this one; by default
            random and filter-normalised: in each row of a weight as long as the row itself, 0 for biases.
        span: how far to go, to both sides: with 1, as far as the weights are from 0.
        points: how many places, an odd number, so that the weights themselves are among them.
        seed: of the random direction.
        log: a logarithmic scale or not; by default if the largest loss is at least 100 times the smallest.
        ax: Matplotlib axes to draw into; by default in a new figure.
    Returns:
        The Matplotlib figure. Its attribute `alt` says in words what it shows: `picture(figure, figure.alt)`.

    >>> model = tg.nn.Linear(1, 1, bias=False)
    >>> with tg.no_grad():
    ...     weight = model.weight.copy_(tg.tensor([[2.0]]))
    >>> criterion, x, y = tg.nn.MSELoss(), [[1.0]], [[3.0]]
    >>> print(tg.plots.plot_loss_slice(model, criterion, x, y, {"weight": [[1.0]]}, span=2, points=5).alt)
    Loss along one direction, from -2 to 2 steps. At the weights as they are (step 0) it is 1; lowest is 0 at step 1,
    highest 9 at step -2.

    Source: Li, Xu, Taylor, Studer & Goldstein 2018, arXiv:1712.09913, section 4.
    """
    chosen = [direction] if direction is not None else random_directions(model, 1, seed)
    steps = checked_steps(span, points)
    losses = losses_at(model, criterion, inputs, targets, chosen, steps)
    ax = ax or new_axes()
    ax.plot(steps, np.where(np.isfinite(losses), losses, np.nan), color="black", marker=".", ms=4, label="loss")
    ax.plot(0, losses[points // 2], "*", color="#D55E00", mec="black", ms=13, label="the weights as they are")
    if log or (log is None and worth_logarithm(losses)):
        ax.set_yscale("log")
    unit = "lengths of the weights, row by row" if direction is None else "lengths of the direction given"
    ax.set(xlabel=f"step ({unit})", ylabel="loss")
    ax.grid(color="0.9")
    ax.legend()
    ax.figure.alt = f"Loss along one direction, from {-span:g} to {span:g} steps. {described(losses, steps)}"
    return ax.figure


@checked
def plot_loss_surface(
    model: Model,
    criterion: Callable,
    inputs: Any,
    targets: Any,
    directions: Sequence[Direction] | None = None,
    *,
    span: float = 1.0,
    points: int = 21,
    seed: int = 0,
    log: bool | None = None,
    ax: Axes | None = None,
) -> Any:
    """Draw the loss over two directions at once, as a map with contour lines; the model runs `points` ** 2 times.

    Arguments and result as those of `plot_loss_slice`; by default the two random directions are filter-normalised.
    """
    from matplotlib import colormaps

    if directions is not None and not is_several(directions):
        raise TypeError(f"plot_loss_surface: directions must be a list of two, got {said(directions)}.")
    chosen = list(directions) if directions is not None else random_directions(model, 2, seed)
    if len(chosen) != 2:
        raise ValueError(f"plot_loss_surface: needs two directions, got {len(chosen)}.")
    steps = checked_steps(span, points)
    losses = losses_at(model, criterion, inputs, targets, chosen, steps)
    drawn = np.ma.masked_invalid(losses.T)  # the first direction across
    ax = ax or new_axes(6.4, 4.8)
    logarithmic = bool(log or (log is None and worth_logarithm(losses)))
    lowest, highest = float(drawn.min()), float(drawn.max())
    if highest > lowest:
        levels = (np.geomspace if logarithmic else np.linspace)(lowest, highest, 12)
        tints = colormaps["Blues"](np.linspace(0, 0.65, 11))  # no darker, as black lines and numbers stand on it
        area = ax.contourf(steps, steps, drawn, levels, colors=tints)
        lines = ax.contour(steps, steps, drawn, levels[1:-1:2], colors="black", linewidths=0.8)
        ax.clabel(lines, fmt=lambda value: f"{value:.3g}", fontsize=8)
        ax.figure.colorbar(area, ax=ax, label="loss", format="%.3g")
    ax.plot(0, 0, "*", color="#D55E00", mec="black", ms=14, label="the weights as they are")
    unit = "lengths of the weights, row by row" if directions is None else "lengths of the direction given"
    ax.set(xlabel=f"step in direction 1 ({unit})", ylabel="step in direction 2")
    ax.legend(loc="upper right", fontsize="small")
    ax.figure.alt = f"Loss over two directions, from {-span:g} to {span:g} steps each. {described(losses, steps)}"
    return ax.figure


def checked_steps(span: float, points: int) -> np.ndarray:
    if not 0 < span < float("inf") or points < 3 or points % 2 == 0:
        raise ValueError(
            f"plot_loss: needs span > 0 and an odd number of points from 3, got span={span} and points={points}."
        )
    return np.linspace(-float(span), float(span), points)


def random_directions(model: Model, count: int, seed: int) -> list[dict[str, np.ndarray]]:
    """Normally distributed, each row as long as the weight's own row; parameters with one dimension stay."""
    if seed < 0:
        raise ValueError(f"plot_loss: seed must not be negative, got {seed}.")
    random = np.random.default_rng(seed)
    directions = []
    for _ in range(count):
        direction = {}
        for name, parameter in model.named_parameters():
            weight = as_array(parameter, name).astype(np.float64)
            if weight.ndim > 1 and weight.size:
                rows = weight.reshape(len(weight), -1)
                drawn = random.standard_normal(rows.shape)
                drawn *= np.linalg.norm(rows, axis=1, keepdims=True) / np.linalg.norm(drawn, axis=1, keepdims=True)
                direction[name] = drawn.reshape(weight.shape)
        if not any(np.any(values) for values in direction.values()):
            raise ValueError(
                "plot_loss: a random direction needs a weight with two dimensions that is not all zero; pass a "
                "direction, parameter name → array."
            )
        directions.append(direction)
    return directions


def losses_at(
    model: Model, criterion: Callable, inputs: Any, targets: Any, directions: Sequence[Direction], steps: np.ndarray
) -> np.ndarray:
    """The losses at all combinations of steps, an axis for each direction; the model has its weights back after it."""
    parameters = dict(model.named_parameters())
    before = {name: parameter.data for name, parameter in parameters.items()}
    moves = [moves_of(model, direction, parameters) for direction in directions]
    inputs, targets = as_input(inputs, model), as_input(targets, model)
    losses = []
    try:
        with undisturbed(model):
            for place in itertools.product(steps.tolist(), repeat=len(directions)):
                for name in set().union(*moves):
                    # other memory, so that neither the numbers nor graphs that keep them are touched
                    parameters[name].data = before[name] + sum(
                        move[name] * step for move, step in zip(moves, place) if name in move
                    )
                losses.append(float(criterion(model(inputs), targets).item()))
    finally:
        for name, parameter in parameters.items():
            parameter.data = before[name]
    if not np.isfinite(losses).any():
        raise ValueError("plot_loss: the loss is not finite at any place. Look at the inputs, targets and weights.")
    return np.array(losses).reshape((len(steps),) * len(directions))


def moves_of(model: Model, direction: Direction, parameters: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(direction, Mapping):
        raise TypeError(f"plot_loss: a direction is a dictionary of names and arrays, got {said(direction)}.")
    moves = {}
    for name, values in direction.items():
        if name not in parameters:
            raise KeyError(f"plot_loss: there is no parameter {name!r}; there are {', '.join(parameters)}.")
        array = as_array(values, name)
        if array.shape != tuple(parameters[name].shape):
            raise ValueError(
                f"plot_loss: {name} has shape {tuple(parameters[name].shape)}, its direction {array.shape}."
            )
        moves[name] = as_input(array.astype(np.float64), model).to(dtype=parameters[name].dtype)
    return moves


def described(losses: np.ndarray, steps: np.ndarray) -> str:
    finite = np.where(np.isfinite(losses), losses, np.nan)
    middle = tuple(size // 2 for size in losses.shape)

    def place(index: int) -> str:
        there = [f"{steps[i]:.3g}" for i in np.unravel_index(index, losses.shape)]
        return f"step {there[0]}" if len(there) == 1 else f"steps ({', '.join(there)})"

    here = "step 0" if len(middle) == 1 else "steps (0, 0)"
    text = f"At the weights as they are ({here}) it is {losses[middle]:.3g}; lowest is {np.nanmin(finite):.3g} at "
    text += (
        f"{place(int(np.nanargmin(finite)))}, highest {np.nanmax(finite):.3g} at {place(int(np.nanargmax(finite)))}."
    )
    gone = int((~np.isfinite(losses)).sum())
    return text + (f" Not finite at {gone} of {losses.size} places." if gone else "")
