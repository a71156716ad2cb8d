"""The loss around the weights, computed elsewhere by hand; and the weights are the same to the bit afterwards."""

import numpy as np
import pytest

from tinygrad_lite.plots import plot_loss_slice, plot_loss_surface
from tinygrad_lite.plots.landscape import random_directions

X = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0]], np.float32)
Y = np.array([[1.0], [0.0], [2.0]], np.float32)


def network(lib):
    nn = lib.nn
    return nn.Sequential(nn.Linear(2, 4), nn.BatchNorm1d(4), nn.Dropout(0.5), nn.Tanh(), nn.Linear(4, 1))


def linear(lib, weight=(1.0, -0.5)):
    model = lib.nn.Linear(2, 1, bias=False)
    model.load_state_dict({"weight": lib.tensor([weight])})
    return model


def loss_by_hand(weight):
    return float(((X @ np.reshape(weight, (2, 1)) - Y) ** 2).mean())


def test_along_a_direction(lib, unchanged, rendered):
    model, direction = linear(lib), np.array([[2.0, 1.0]])
    with unchanged(model):
        figure = plot_loss_slice(model, lib.nn.MSELoss(), X, lib.tensor(Y), {"weight": direction}, span=2, points=9)
    curve, here = figure.axes[0].get_lines()
    steps = np.linspace(-2, 2, 9)
    wanted = [loss_by_hand([1 + 2 * step, -0.5 + step]) for step in steps]
    np.testing.assert_allclose(curve.get_xdata(), steps)
    np.testing.assert_allclose(curve.get_ydata(), wanted, rtol=1e-5)
    assert (here.get_xdata()[0], here.get_ydata()[0]) == (0, pytest.approx(wanted[4]))
    assert figure.axes[0].get_xlabel() == "step (lengths of the direction given)"
    assert f"(step 0) it is {wanted[4]:.3g}; lowest is {min(wanted):.3g} at step" in figure.alt
    rendered(figure)


def test_over_two_directions(lib, unchanged, rendered):
    model = linear(lib)
    directions = [{"weight": [[1.0, 0.0]]}, {"weight": [[0.0, 1.0]]}]
    with unchanged(model):
        figure = plot_loss_surface(model, lib.nn.MSELoss(), X, Y, directions, span=1, points=5)
    steps = np.linspace(-1, 1, 5)
    wanted = np.array([[loss_by_hand([1 + a, -0.5 + b]) for b in steps] for a in steps])
    area = next(c for c in figure.axes[0].collections if getattr(c, "filled", False))
    np.testing.assert_allclose(area.levels[[0, -1]], [wanted.min(), wanted.max()], rtol=1e-5)
    a, b = np.unravel_index(wanted.argmax(), wanted.shape)
    assert f"(steps (0, 0)) it is {wanted[2, 2]:.3g}; lowest is {wanted.min():.3g} at steps (" in figure.alt
    assert figure.alt.endswith(f"highest {wanted.max():.3g} at steps ({steps[a]:.3g}, {steps[b]:.3g}).")
    assert (figure.axes[0].get_ylabel(), figure.axes[1].get_ylabel()) == ("step in direction 2", "loss")
    rendered(figure)


def test_random_directions_are_filter_normalised(lib):
    model = network(lib)
    first, second = random_directions(model, 2, seed=3)
    assert list(first) == ["0.weight", "4.weight"]
    for name, direction in first.items():
        weight = model.state_dict()[name].numpy()
        np.testing.assert_allclose(np.linalg.norm(direction, axis=1), np.linalg.norm(weight, axis=1), rtol=1e-6)
        assert not np.allclose(direction, second[name])
    np.testing.assert_array_equal(random_directions(model, 1, seed=3)[0]["0.weight"], first["0.weight"])


@pytest.mark.parametrize("draw", [plot_loss_slice, plot_loss_surface])
def test_a_model_in_training_is_not_disturbed(lib, draw, unchanged, rendered):
    model, x, y = network(lib), lib.tensor(X), lib.tensor(Y)
    loss = lib.nn.functional.mse_loss(model(x), y)  # its graph keeps the weights
    model[2].eval()
    with unchanged(model):
        figure = draw(model, lib.nn.MSELoss(), x, y, points=5)
    assert "lengths of the weights, row by row" in figure.axes[0].get_xlabel()
    loss.backward()
    assert all(parameter.grad is not None for parameter in model.parameters())
    rendered(figure)

    def failing(predictions, targets):
        raise ZeroDivisionError

    with unchanged(model), pytest.raises(ZeroDivisionError):
        draw(model, failing, x, y, points=5)


def test_scales_dtypes_and_losses_that_are_not_finite(lib, rendered):
    model = linear(lib).double()
    far = plot_loss_slice(model, lib.nn.MSELoss(), X, Y, span=1000, points=5)
    assert far.axes[0].get_yscale() == "log"
    assert (
        plot_loss_slice(model, lib.nn.MSELoss(), X, Y, span=1000, points=5, log=False).axes[0].get_yscale() == "linear"
    )
    rendered(plot_loss_surface(model, lib.nn.MSELoss(), X, Y, span=1000, points=5))

    def bounded(predictions, targets):
        loss = ((predictions - targets) ** 2).mean()
        return loss if loss.item() < 4 else loss * float("inf")

    for draw, count in ((plot_loss_slice, 9), (plot_loss_surface, 81)):
        figure = draw(model, bounded, X, Y, span=3, points=9)
        assert f" of {count} places." in figure.alt
        assert "Not finite at " in figure.alt
        rendered(figure)
    rendered(plot_loss_surface(model, lambda predictions, targets: (predictions * 0).sum(), X, Y, points=3))


def test_what_cannot_be_drawn(lib):
    model, criterion = linear(lib), lib.nn.MSELoss()
    for settings in ({"points": 4}, {"points": 1}, {"span": 0}, {"span": float("inf")}):
        with pytest.raises(ValueError, match="needs span > 0 and an odd number of points from 3"):
            plot_loss_slice(model, criterion, X, Y, **settings)
    with pytest.raises(ValueError, match="the loss is not finite at any place"):
        plot_loss_slice(model, criterion, X * np.nan, Y, points=3)
    with pytest.raises(KeyError, match="there is no parameter 'bias'; there are weight"):
        plot_loss_slice(model, criterion, X, Y, {"bias": [1.0]})
    with pytest.raises(ValueError, match=r"weight has shape \(1, 2\), its direction \(2,\)"):
        plot_loss_slice(model, criterion, X, Y, {"weight": [1.0, 1.0]})
    with pytest.raises(ValueError, match="needs two directions, got 1"):
        plot_loss_surface(model, criterion, X, Y, [{"weight": [[1.0, 1.0]]}])
    with pytest.raises(ValueError, match="a random direction needs a weight with two dimensions that is not all zero"):
        plot_loss_slice(linear(lib, (0.0, 0.0)), criterion, X, Y)
