"""Pictures of what lies on a device: the same as of the same numbers on the CPU."""

import matplotlib
import numpy as np
import pytest

import tinygrad_lite as tg
from tests.devices.both import PLACE
from tinygrad_lite import plots

matplotlib.use("Agg")


def model_on(device, outputs=3):
    tg.manual_seed(0)
    return tg.nn.Sequential(tg.nn.Linear(2, 8), tg.nn.Tanh(), tg.nn.Linear(8, outputs)).to(device)


def data_on(device):
    x, y = tg.data.spirals(30, seed=0)
    return x.to(device), y.to(device)


def with_gradients(model, device):
    tg.nn.functional.cross_entropy(model(data_on(device)[0]), data_on(device)[1]).backward()
    return model


PICTURES = {
    "decision boundary": lambda d: plots.plot_decision_boundary(model_on(d), *data_on(d)),
    "gradient flow": lambda d: plots.plot_gradient_flow(with_gradients(model_on(d), d)),
    "activations": lambda d: plots.plot_activations(model_on(d), data_on(d)[0]),
    "weights": lambda d: plots.plot_weights(model_on(d)),
    "loss slice": lambda d: plots.plot_loss_slice(model_on(d), tg.nn.CrossEntropyLoss(), *data_on(d), points=5),
    "loss surface": lambda d: plots.plot_loss_surface(model_on(d), tg.nn.CrossEntropyLoss(), *data_on(d), points=3),
    "confusion": lambda d: plots.plot_confusion_matrix(tg.tensor([[3, 1], [0, 2]], device=d)),
}


def shown(figure):
    """The numbers of all lines, images and points in a picture."""
    found = []
    for axes in figure.axes:
        found += [np.asarray(line.get_ydata(), float) for line in axes.lines]
        found += [
            np.asarray(image.get_array(), float)
            for image in (*axes.images, *axes.collections)
            if image.get_array() is not None
        ]
    return found


@pytest.mark.parametrize("name", PICTURES)
def test_the_same_picture(name):
    on_cpu, there = (PICTURES[name](device) for device in ("cpu", PLACE))
    numbers, others = shown(on_cpu), shown(there)
    assert len(numbers) == len(others)
    assert sum(array.size for array in numbers) or name == "activations"
    for mine, other in zip(numbers, others):
        np.testing.assert_allclose(mine, other, rtol=1e-3, atol=1e-5)
    assert on_cpu.alt == there.alt


@pytest.mark.parametrize("as_function", [False, True])
def test_the_graph(as_function):
    def graph(device):
        w, b = (tg.tensor(value, requires_grad=True, device=device) for value in (0.5, -1.0))
        x = tg.tensor([3.0, 1.0], device=device)

        def compute():
            return ((w * x + b).tanh() ** 2).sum()

        return plots.computation_graph(compute if as_function else compute(), w=w, x=x, b=b)

    on_cpu, there = graph("cpu"), graph(PLACE)
    assert [frame.caption for frame in on_cpu.frames] == [frame.caption for frame in there.frames]
    assert len(on_cpu.frames) > 8
