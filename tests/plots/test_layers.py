"""Histograms of weights and activations, and the maps of a convolution."""

import numpy as np
import pytest

import tinygrad_lite as tg
from tinygrad_lite.plots import plot_activation_maps, plot_activations, plot_weights


def convolutional(lib):
    nn = lib.nn
    return nn.Sequential(
        nn.Conv2d(1, 3, 3, padding=1), nn.BatchNorm2d(3), nn.ReLU(), nn.Dropout(0.5), nn.Flatten(), nn.Linear(48, 2)
    )


def bars(ax):
    return [bar.get_height() for bar in ax.patches], [bar.get_x() for bar in ax.patches]


def test_weights(lib, unchanged, rendered):
    model = convolutional(lib)
    with unchanged(model):
        figure = plot_weights(model, bins=10)
    assert len(figure.axes) == 2
    weight = model[0].weight.detach().numpy()
    assert figure.axes[0].get_title().startswith("0.weight (3×1×3×3)\nmean ")
    assert (figure.axes[0].get_xlabel(), figure.axes[0].get_ylabel()) == ("weight", "share of all")
    counts, edges = np.histogram(weight.astype(np.float64), 10)
    np.testing.assert_allclose(bars(figure.axes[0]), (counts / 27, edges[:-1]))
    assert f"0.weight (3×1×3×3): 27 values, mean {weight.astype(float).mean():.3g}," in figure.alt
    assert len(plot_weights(model, biases=True).axes) == 6
    with lib.no_grad():
        model[0].weight[0] = float("nan")
        model[5].weight.fill_(float("inf"))
    figure = plot_weights(model)
    assert "from " in figure.alt
    assert "9 values not finite" in figure.alt
    assert figure.axes[1].get_title() == "5.weight (2×48)\nnothing finite"
    rendered(figure)


def test_activations(lib, unchanged, rendered):
    model = convolutional(lib)
    images = np.random.default_rng(0).normal(size=(5, 1, 4, 4))
    with unchanged(model):
        figure = plot_activations(model, images, bins=8)
    names = ["0 (Conv2d)", "1 (BatchNorm2d)", "2 (ReLU)", "3 (Dropout)", "4 (Flatten)", "5 (Linear)"]
    assert [ax.get_title().split("\n")[0] for ax in figure.axes] == names
    model.eval()
    outputs = model[2](model[1](model[0](lib.tensor(images.astype(np.float32))))).detach().numpy()
    counts, edges = np.histogram(outputs.astype(np.float64), 8)
    np.testing.assert_allclose(bars(figure.axes[2]), (counts / outputs.size, edges[:-1]))
    zeros = 100 * (outputs == 0).mean()
    assert f"2 (ReLU): 240 values, mean {outputs.astype(float).mean():.3g}, standard" in figure.alt
    assert f", {zeros:.0f} % zeros. 3 (Dropout)" in figure.alt
    rendered(figure)
    assert len(plot_activations(model, images, ["5", ""]).axes) == 2


def test_activations_of_other_layers(lib):
    nn = lib.nn
    recurrent = nn.LSTM(2, 3)
    assert "LSTM: 15 values" in plot_activations(recurrent, np.ones((5, 1, 2))).alt
    words = nn.Sequential(nn.Embedding(7, 2), nn.ReLU())
    assert "0 (Embedding): 4 values" in plot_activations(words, [1, 6]).alt


def test_activation_maps(lib, unchanged, rendered):
    model = convolutional(lib)
    image = np.random.default_rng(0).normal(size=(4, 4))
    with unchanged(model):
        figure = plot_activation_maps(model, image)
    model.eval()
    maps = model[0](lib.tensor(image.astype(np.float32).reshape(1, 1, 4, 4))).detach().numpy()[0]
    drawn = [ax.get_images()[0] for ax in figure.axes if ax.get_images()]
    np.testing.assert_array_equal(drawn[0].get_array(), image)
    np.testing.assert_allclose([picture.get_array() for picture in drawn[1:]], maps, rtol=1e-6)
    assert {picture.get_clim() for picture in drawn[1:]} == {(maps.min(), maps.max())}
    assert "An image of 4×4 and what 0 (Conv2d) makes of it: 3 maps of 4×4, values from " in figure.alt
    assert f"The highest value is in map {maps.max((1, 2)).argmax()}, the lowest" in figure.alt
    rendered(figure)
    for same in (image[None], image[None, None]):
        assert plot_activation_maps(model, same).alt == figure.alt
    with lib.no_grad():
        model[1].weight[1] = 0.0
    relu = plot_activation_maps(model, image, "2", columns=2)
    assert relu.alt.endswith("All zero: map 1.")
    colours = lib.nn.Sequential(lib.nn.Conv2d(3, 2, 2))
    rendered(plot_activation_maps(colours, np.random.default_rng(0).integers(0, 256, (3, 4, 4), np.uint8)))


def test_a_model_that_fails_is_left_as_it_was(lib, unchanged):
    model = convolutional(lib)
    with unchanged(model), pytest.raises((ValueError, RuntimeError)):
        plot_activations(model, np.ones((1, 2, 4, 4)))


def test_what_cannot_be_drawn(lib):
    model, image = convolutional(lib), np.ones((4, 4))
    for call, message in (
        (lambda: plot_weights(lib.nn.ReLU()), "ReLU has no weights with two dimensions; biases=True draws all"),
        (lambda: plot_weights(model, bins=0), "bins must be at least 1, got 0"),
        (lambda: plot_activations(model, np.ones((1, 1, 4, 4)), ["9"]), "no layer '9'; it has 0, 1, 2"),
        (lambda: plot_activations(model, []), "inputs is empty"),
        (lambda: plot_activations(lib.nn.ReLU(), [float("nan")]), "no finite value in ReLU"),
        (lambda: plot_activation_maps(model, np.ones((2, 1, 4, 4))), "needs one image .* Of a batch, pass batch"),
        (lambda: plot_activation_maps(lib.nn.ReLU(), image), "ReLU has no Conv2d; name a layer with maps"),
        (lambda: plot_activation_maps(model, image, "5"), r"'5' must give \(1, channels, height, width\), but gave"),
        (lambda: plot_activation_maps(model, image * float("nan")), "no finite value in what '0' gives"),
        (lambda: plot_activation_maps(model, image, columns=0), "columns must be at least 1, got 0"),
    ):
        with pytest.raises(ValueError, match=message):
            call()
    unused = tg.nn.Sequential(tg.nn.Linear(1, 1))
    unused.forward = lambda x: x
    with pytest.raises(ValueError, match="none of the layers ran: 0"):
        plot_activations(unused, [[1.0]])
    with pytest.raises(ValueError, match="'0' did not run"):
        plot_activation_maps(unused, image, "0")
