"""The drawn graph holds the numbers of the real one, in every step."""

import re
import sys
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

import tinygrad_lite as tg
from tinygrad_lite.plots import computation_graph
from tinygrad_lite.plots.graph_layout import layout


def scalars(*values):
    return [tg.tensor(value, requires_grad=True) for value in values]


def boxes(graph):
    return {box.title: (box, graph.whole.gradients.get(i)) for i, box in enumerate(graph.whole.graph.boxes)}


def neuron():
    w, b = scalars(0.5, -1.0)
    x = tg.tensor(3.0)
    return computation_graph(lambda: (w * x + b).tanh(), w=w, x=x, b=b), (w, b)


def test_values_gradients_and_local_gradients():
    graph, (w, b) = neuron()
    found = boxes(graph)
    (w * 3.0 + b).tanh().backward()
    assert found["w"][1] == w.grad.item()
    assert found["b"][1] == b.grad.item()
    assert found["x"][1] is None
    assert [found[title][0].value.item() for title in "wxb*+"] == [0.5, 3, -1, 1.5, 0.5]
    slope = 1 - np.tanh(np.float32(0.5)) ** 2
    assert found["Tanh"][0].inputs[0].local == pytest.approx(slope)
    assert found["+"][1] == pytest.approx(slope)
    assert [arrow.local for arrow in found["*"][0].inputs] == [3.0, None]


def test_no_grad_is_touched_and_the_graph_can_still_be_used():
    (w,) = scalars(2.0)
    y = w * w + w
    graph = computation_graph(y, w=w, y=y)
    assert w.grad is None
    y.backward()
    assert w.grad.item() == 5
    assert boxes(graph)["w"][1] == 5
    with pytest.raises(RuntimeError, match="already used by backward"):
        computation_graph(y)


def test_steps():
    graph, _ = neuron()
    captions = [frame.caption for frame in graph.frames]
    assert len(captions) == 1 + 3 + 1 + 3
    assert captions[1] == "Forwards, 1 of 3: * gives 1.5."
    assert captions[-1] == "Backwards, 3 of 3: *; w gets 0.7864 times 3 = 2.359."
    known = [len(frame.known) for frame in graph.frames]
    assert known == [3, 4, 5, 6, 6, 6, 6, 6]
    assert [len(frame.gradients) for frame in graph.frames] == [0, 0, 0, 0, 1, 2, 4, 5]
    assert "0.4621" not in graph.svg(2)
    assert "0.4621" in graph.svg(3)
    assert "×0.7864" in graph.svg(5)
    assert "×3" not in graph.svg(6)
    assert "×3" in graph.svg(7)


def test_a_gradient_adds_up_over_the_steps():
    (w,) = scalars(3.0)
    graph = computation_graph(lambda: w * w + w, w=w)
    place = next(i for i, box in enumerate(graph.whole.graph.boxes) if box.name == "w")
    assert [frame.gradients.get(place) for frame in graph.frames][-2:] == [1, 7]


def test_a_tensor_shows_what_its_graph_kept():
    w, x = scalars(2.0, 3.0)
    product = w * x
    y = (product + 1).tanh()
    found = boxes(computation_graph(y, {"w": w, "p": product}))
    assert found["p = *"][0].value == 6
    assert found["Tanh"][0].value == y.item()
    assert found["+"][0].value is None
    assert "not kept" in computation_graph(y).svg()
    constant = tg.tensor([1.0, 2.0])
    assert "c" in boxes(computation_graph((w * constant).sum(), c=constant))


def test_arrays_broadcasting_and_losses():
    tg.manual_seed(0)
    model = tg.nn.Sequential(tg.nn.Linear(2, 3), tg.nn.ReLU(), tg.nn.Linear(3, 2))
    x, targets = tg.randn(5, 2), tg.tensor([0, 1, 0, 1, 1])

    def loss():
        return tg.nn.functional.cross_entropy(model(x), targets)

    found = boxes(computation_graph(loss, dict(model.named_parameters()), x=x, targets=targets))
    loss().backward()
    for name, parameter in model.named_parameters():
        np.testing.assert_allclose(found[name][1], parameter.grad.numpy(), rtol=1e-6)
    assert found["x"][0].inputs == []
    graph = computation_graph(lambda: (model[0].bias * 2.0).sum() + x.sum(), bias=model[0].bias)
    assert boxes(graph)["bias"][1].tolist() == [2, 2, 2]
    assert "[2 2 2]" in graph.svg()
    large = tg.ones(9, 9, requires_grad=True)
    assert "(9×9) mean 1" in computation_graph(lambda: large.sum()).svg()


def test_the_pictures_are_sound_and_described():
    graph, _ = neuron()
    for step in [None, *range(len(graph.frames))]:
        root = ElementTree.fromstring(graph.svg(step))
        texts = {child.tag.rpartition("}")[2]: child.text for child in root}
        assert root.get("role") == "img"
        assert texts["title"] == (graph.whole if step is None else graph.frames[step]).caption
        assert "* of w and x" in texts["desc"]
    assert not re.search(r"NaN|nan|None", graph.svg())
    (odd,) = scalars(1.0)
    escaped = computation_graph(odd * 2.0, {"<b>&": odd})
    ElementTree.fromstring(escaped.svg())
    assert "<b>" not in escaped.html() + escaped.html(3)


def test_shown_with_and_without_widgets(monkeypatch):
    graph, _ = neuron()
    bundle = graph._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["text/html"] == graph.html()
    slider, picture = graph.slider().children
    slider.value = 4
    assert graph.frames[4].caption in picture.value
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    assert set(graph._repr_mimebundle_()) == {"text/plain", "text/html"}


def test_refused():
    (w,) = scalars(1.0)
    with pytest.raises(ValueError, match="nothing was recorded"):
        computation_graph(w)
    with pytest.raises(ValueError, match="nothing was recorded"):
        computation_graph(lambda: 3.0)
    y = w
    for _ in range(300):
        y = y * 1.01
    with pytest.raises(ValueError, match="more than 200 operations"):
        computation_graph(y)


def test_layout_has_no_overlaps_and_goes_to_the_right():
    generator = np.random.default_rng(0)
    for _ in range(20):
        count = int(generator.integers(2, 25))
        inputs = [[]] + [
            sorted({int(i) for i in generator.integers(0, n, generator.integers(0, 3))}) for n in range(1, count)
        ]
        sizes = [(float(w), float(h)) for w, h in generator.integers(20, 90, (count, 2))]
        placed = layout(sizes, inputs)
        for target, sources in enumerate(inputs):
            for source in sources:
                assert placed.corners[source][0] + sizes[source][0] < placed.corners[target][0]
        for i in range(count):
            for j in range(i):
                (x, y), (u, v) = placed.corners[i], placed.corners[j]
                apart_x = x + sizes[i][0] <= u or u + sizes[j][0] <= x
                assert apart_x or y + sizes[i][1] <= v or v + sizes[j][1] <= y
