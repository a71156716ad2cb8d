"""The gradients drawn are those of the parameters, or those that GradientStats measured."""

import numpy as np
import pytest

import tinygrad_lite as tg
from tinygrad_lite.plots import plot_gradient_flow
from tinygrad_lite.training import Trainer
from tinygrad_lite.training.callbacks.gradient_stats import GradientStats


def network(lib):
    nn = lib.nn
    return nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 3))


def lines(figure):
    return {line.get_label(): line for line in figure.axes[0].get_lines()}


def expected(model, *layers):
    gradients = [np.concatenate([p.grad.numpy().ravel() for p in model[i].parameters()]) for i in layers]
    return [np.sqrt((gradient.astype(np.float64) ** 2).mean()) for gradient in gradients]


def set_gradients(model, lib, *values):
    for layer, value in zip((0, 2, 4), values):
        for parameter in model[layer].parameters():
            parameter.grad = lib.full_like(parameter.detach(), value)


def test_the_gradients_now(lib, unchanged, rendered):
    model = network(lib)
    (model(lib.randn(50, 2)) ** 2).sum().backward()
    with unchanged(model):
        figure = plot_gradient_flow(model)
    ax = figure.axes[0]
    wanted = expected(model, 0, 2, 4)
    np.testing.assert_allclose(lines(figure)["now"].get_ydata(), wanted)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0 (Linear)", "2 (Linear)", "4 (Linear)"]
    assert (ax.get_yscale(), ax.get_ylabel()) == ("log", "norm of gradient / √parameters")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "exploding: norm of the layer above 1000",
        "vanishing: below 0.002 of the largest",
        "now",
    ]
    assert f"with {max(wanted):.3g}, smallest in" in figure.alt
    assert figure.alt.endswith("No layer vanishes or explodes.")
    rendered(figure)


def test_what_vanishes_explodes_or_is_not_finite(lib, rendered):
    model = network(lib)
    set_gradients(model, lib, 1e-3, 0.0, 500.0)
    figure = plot_gradient_flow(model)  # 500 · √15 is above 1000, 1e-3 below 500 · 0.002
    assert figure.alt.endswith("Vanishing: 0 (Linear), 2 (Linear). Exploding: 4 (Linear).")
    assert lines(figure)["now: exactly zero"].get_xdata().tolist() == [1]
    rendered(figure)
    set_gradients(model, lib, 1.0, float("nan"), float("inf"))
    figure = plot_gradient_flow(model, vanishing=1e-2, exploding=1.0)
    assert figure.alt.endswith("Exploding: 0 (Linear). Not finite or missing: 2 (Linear), 4 (Linear).")
    assert lines(figure)["now: not finite or missing"].get_xdata().tolist() == [1, 2]
    set_gradients(model, lib, 0.0, 0.0, 0.0)
    rendered(plot_gradient_flow(model))


def test_the_measurements_of_a_training(lib, rendered):
    model, x, y = network(lib), *tg.data.blobs(48, seed=0)
    batches = [(lib.tensor(x.numpy()[i::6]), lib.tensor(y.numpy()[i::6])) for i in range(6)]
    stats = GradientStats(every_n_steps=2)
    Trainer(model, lib.optim.SGD(model.parameters(), lr=0.1), lib.nn.CrossEntropyLoss(), callbacks=[stats]).fit(
        batches, epochs=4
    )
    figure = plot_gradient_flow(model, stats)
    drawn = lines(figure)
    assert list(drawn) == ["step 0", "step 8", "step 14", "step 22"]
    for label, line in drawn.items():
        sample = next(sample for sample in stats.history if label == f"step {sample['step']}")
        norms = [sample[layer]["norm"] for layer in ("0", "2", "4")]
        np.testing.assert_allclose(line.get_ydata(), norms / np.sqrt([24, 36, 15]))
    assert len({line.get_marker() for line in drawn.values()}) == 4
    assert "Step 22: largest in" in figure.alt
    rendered(figure)
    model.zero_grad()
    assert list(lines(plot_gradient_flow(model, list(stats.history)[:1]))) == ["step 0"]


def test_what_cannot_be_drawn(lib):
    model = network(lib)
    with pytest.raises(ValueError, match=r"after loss.backward\(\) and before zero_grad"):
        plot_gradient_flow(model)
    set_gradients(model, lib, *[float("nan")] * 3)
    with pytest.raises(ValueError, match=r"needs vanishing >= 0 and exploding > 0, got 0\.1 and 0"):
        plot_gradient_flow(model, vanishing=0.1, exploding=0)
    with pytest.raises(ValueError, match="no gradient is finite"):
        plot_gradient_flow(model)
    for wrong in ([], [3], GradientStats()):
        with pytest.raises(ValueError, match="stats must be a GradientStats with a measurement at least"):
            plot_gradient_flow(model, wrong)
    with pytest.raises(ValueError, match="no measurement of a layer of this model"):
        plot_gradient_flow(model, [{"step": 0, "other": {"norm": 1.0}}])
