"""Losses: values and gradients as PyTorch's, for every reduction; stable; clear about wrong targets."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import tinygrad_lite as tg
from tests.engine.against_torch import agree, numbers

REDUCTIONS = ["none", "mean", "sum"]


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("name", ["mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_regression(name, reduction, dtype):
    options = {"smooth_l1_loss": {"beta": 0.7}, "huber_loss": {"delta": 0.7}}.get(name, {})
    for shape in [(), (5,), (4, 3), (0, 3)]:
        x, y = numbers(*shape, dtype=dtype), numbers(*shape, dtype=dtype, seed=1)
        agree(lambda lib, x, y: getattr(lib.nn.functional, name)(x, y, reduction=reduction, **options), x, y)
    same_numbers = numbers(3)
    agree(lambda lib, x, y: getattr(lib.nn.functional, name)(x, y, reduction=reduction), same_numbers, same_numbers)


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_binary(reduction, dtype):
    targets = numbers(4, 3, dtype=dtype, low=0.0, high=1.0, seed=1)

    def with_logits(lib, x, t):
        return lib.nn.functional.binary_cross_entropy_with_logits(x, t, reduction=reduction)

    def of_probabilities(lib, p, t):
        return lib.nn.functional.binary_cross_entropy(p, t, reduction=reduction)

    agree(with_logits, numbers(4, 3, dtype=dtype), targets)
    agree(of_probabilities, numbers(4, 3, dtype=dtype, low=0.01, high=0.99), targets)
    large = np.array([1e4, -1e4, 100.0, -100.0, 0.0], dtype)
    for target in (0.0, 1.0):
        agree(with_logits, large, np.full(5, target, dtype))
        ends = np.array([0.0, 1.0, 0.5], "float32")
        agree(lambda lib, p, target=target: of_probabilities(lib, p, lib.full((3,), target)), ends)


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_classes(reduction, dtype):
    def loss(name):
        return lambda lib, x, t: getattr(lib.nn.functional, name)(x, t, reduction=reduction)

    cases = [((5, 3), (5,)), ((3,), ()), ((4, 3, 2), (4, 2)), ((2, 3, 2, 2), (2, 2, 2))]
    for logits, targets in cases:
        classes = np.random.default_rng(0).integers(0, 3, targets)
        for name in ("cross_entropy", "nll_loss"):
            agree(loss(name), numbers(*logits, dtype=dtype), classes)
            agree(loss(name), 1e4 * numbers(*logits, dtype=dtype), classes)
    agree(loss("cross_entropy"), np.array([[0.0, -np.inf, 1.0]]), np.array([2]))


LIKE_EACH_OTHER = [(4, 3), (), (0, 3)]


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("name", ["mse_loss", "l1_loss", "huber_loss"])
def test_weighted_regression(name, reduction):
    for shape in LIKE_EACH_OTHER:
        arrays = [numbers(*shape, seed=i) for i in range(3)]
        agree(lambda lib, x, y, w: getattr(lib.nn.functional, name)(x, y, reduction=reduction, weight=w), *arrays)


@pytest.mark.parametrize("name", ["mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss"])
def test_regression_at_the_ends(name):
    x = np.array([np.inf, -np.inf, np.nan, 1e300, 1.0])
    agree(lambda lib, x, y: getattr(lib.nn.functional, name)(x, y, reduction="none"), x, np.zeros(5))


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("weights", [(None, (4, 3)), ((3,), None), ((4, 1), (3,)), ((1,), (1,))], ids=str)
def test_weighted_binary(reduction, dtype, weights):
    targets = numbers(4, 3, dtype=dtype, low=0.0, high=1.0, seed=1)
    weight, pos_weight = [shape and numbers(*shape, dtype=dtype, low=0.1, high=3.0) for shape in weights]

    def as_tensor(lib, array):
        return None if array is None else lib.tensor(array)

    def with_logits(lib, x, t):
        w, p = as_tensor(lib, weight), as_tensor(lib, pos_weight)
        return lib.nn.functional.binary_cross_entropy_with_logits(x, t, w, reduction=reduction, pos_weight=p)

    def of_probabilities(lib, x, t):
        return lib.nn.functional.binary_cross_entropy(x, t, as_tensor(lib, weight), reduction=reduction)

    agree(with_logits, numbers(4, 3, dtype=dtype), targets)
    agree(with_logits, 1e4 * numbers(4, 3, dtype=dtype), targets)
    agree(of_probabilities, numbers(4, 3, dtype=dtype, low=0.01, high=0.99), targets)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_classes_with_all_options(data):
    """Class weights, ignored examples, smoothed labels, probabilities as targets, any dimensions, together."""
    draw, random = data.draw, np.random.default_rng(data.draw(st.integers(0, 99)))
    name, dtype = draw(st.sampled_from(["cross_entropy", "nll_loss"])), draw(st.sampled_from(["float64", "float32"]))
    classes = draw(st.integers(1, 4))
    places = tuple(draw(st.lists(st.integers(0, 3), min_size=1, max_size=3)))
    shape, target_shape = draw(st.sampled_from([((places[0], classes, *places[1:]), places), ((classes,), ())]))
    options = {"reduction": draw(st.sampled_from(REDUCTIONS))}
    weight = random.uniform(0.1, 3, classes).astype(dtype) if draw(st.booleans()) else None
    soft = name == "cross_entropy" and draw(st.booleans())
    if soft:
        target = random.uniform(0, 1, shape).astype(dtype)
    else:
        ignored = options["ignore_index"] = draw(st.sampled_from([-100, 0, -1, 7]))
        target = np.where(random.random(target_shape) < 0.4, ignored, random.integers(0, classes, target_shape))
        target = target if ignored != -100 else np.abs(target) % classes
    if name == "cross_entropy":
        options["label_smoothing"] = draw(st.sampled_from([0.0, 0.3, 1.0]))
    scores = (random.normal(size=shape) * draw(st.sampled_from([1, 1e4]))).astype(dtype)

    def loss(lib, x, t):
        return getattr(lib.nn.functional, name)(x, t, None if weight is None else lib.tensor(weight), **options)

    agree(loss, scores, target)


AGAINST_SLOPES = {
    "mse_loss": lambda F, x, t: F.mse_loss(x, t),
    "huber_loss": lambda F, x, t: F.huber_loss(x, t, delta=0.4),
    "binary": lambda F, x, t: F.binary_cross_entropy_with_logits(x, t, pos_weight=tg.tensor(numbers(3, low=0.5))),
    "probabilities": lambda F, x, t: F.binary_cross_entropy(x.sigmoid(), t),
    "soft classes": lambda F, x, t: F.cross_entropy(x, t, label_smoothing=0.2),
    "kl_div": lambda F, x, t: F.kl_div(x, t, reduction="batchmean"),
}


@pytest.mark.parametrize("loss", AGAINST_SLOPES.values(), ids=AGAINST_SLOPES)
def test_against_measured_slopes(loss):
    x = tg.tensor(numbers(4, 3), requires_grad=True)
    t = tg.tensor(numbers(4, 3, low=0.1, high=0.9, seed=1), requires_grad=True)
    assert tg.autograd.gradcheck(lambda x, t: loss(tg.nn.functional, x, t), (x, t))


def test_classes_weighted_and_plain_agree():
    """The fast form of the plain case, beside the general one with weights of 1."""
    logits, targets = tg.tensor(numbers(6, 4), requires_grad=True), tg.tensor(np.array([0, 3, 1, 1, 2, 0]))
    for reduction in REDUCTIONS:
        grads = []
        for weight in (None, tg.ones(4, dtype=tg.float64)):
            logits.grad = None
            loss = tg.nn.functional.cross_entropy(logits, targets, weight, reduction=reduction)
            (loss * loss).sum().backward()
            grads.append(logits.grad.numpy())
        np.testing.assert_allclose(grads[0], grads[1], rtol=1e-12)


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("name", ["cross_entropy", "nll_loss"])
def test_all_ignored(name, reduction):
    def loss(lib, x, t):
        return getattr(lib.nn.functional, name)(x, t, reduction=reduction)

    agree(loss, numbers(3, 2), np.full(3, -100))
    agree(loss, numbers(2), np.array(-100))


@pytest.mark.parametrize("reduction", [*REDUCTIONS, "batchmean"])
@pytest.mark.parametrize("log_target", [False, True])
@pytest.mark.filterwarnings("ignore:.*divides:UserWarning", "ignore:.*batchmean:UserWarning")
def test_kl_div(reduction, log_target):
    def divergence(lib, x, y):
        return lib.nn.functional.kl_div(x, y, reduction=reduction, log_target=log_target)

    for shape in [(4, 3), (), (2, 3, 2)]:
        target = numbers(*shape, low=-2.0, high=-0.1, seed=1)
        agree(divergence, numbers(*shape, low=-2.0, high=-0.1), target if log_target else np.exp(target))
    agree(divergence, np.array([-1.0, -2.0]), np.array([0.0, 1.0]))
    agree(
        lambda lib, x, y: lib.nn.KLDivLoss(reduction=reduction, log_target=log_target)(x, y),
        np.array([-1.0]),
        np.ones(1),
    )


@pytest.mark.filterwarnings("ignore:.*divides:UserWarning", "ignore:.*batchmean:UserWarning")
@pytest.mark.parametrize("reduction", [*REDUCTIONS, "batchmean"])
@pytest.mark.parametrize("log_target", [False, True])
@pytest.mark.parametrize(
    ("of_input", "of_target"), [((4, 3), (4, 1)), ((4, 1), (4, 3)), ((4, 3), (3,)), ((3,), (4, 3))]
)
def test_kl_div_of_shapes_that_fit(reduction, log_target, of_input, of_target):
    x, y = numbers(*of_input, dtype="float64"), numbers(*of_target, dtype="float64", low=0.1, high=0.9, seed=1)
    options = {"reduction": reduction, "log_target": log_target}
    agree(lambda lib, x, y: lib.nn.functional.kl_div(x, y, **options), x, y)


def test_weights_belong_to_the_module():
    for lib in (tg, torch):
        loss = lib.nn.BCEWithLogitsLoss(weight=lib.ones(2), pos_weight=lib.ones(2))
        assert list(loss.state_dict()) == ["weight", "pos_weight"]
        assert loss.double().pos_weight.dtype == lib.float64
        assert list(lib.nn.CrossEntropyLoss().state_dict()) == []


MODULES = {
    "MSELoss": {},
    "L1Loss": {},
    "SmoothL1Loss": {"beta": 0.5},
    "HuberLoss": {"delta": 0.5},
    "BCELoss": {},
    "BCEWithLogitsLoss": {},
    "CrossEntropyLoss": {},
    "NLLLoss": {},
    "KLDivLoss": {},
}


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.filterwarnings("ignore:.*divides:UserWarning", "ignore:.*batchmean:UserWarning")
def test_modules(name, reduction):
    x = numbers(4, 3, low=0.1, high=0.9)
    y = np.array([0, 2, 1, 1]) if name in ("CrossEntropyLoss", "NLLLoss") else numbers(4, 3, low=0.0, high=1.0)
    agree(lambda lib, x, y: getattr(lib.nn, name)(reduction=reduction, **MODULES[name])(x, y), x, y)
    assert repr(getattr(tg.nn, name)()) == repr(getattr(torch.nn, name)())


def test_cross_entropy_errors():
    loss, logits = tg.nn.functional.cross_entropy, tg.zeros(32, 10)
    with pytest.raises(RuntimeError) as error:
        tg.nn.functional.nll_loss(logits, tg.zeros(32, 10))
    assert str(error.value) == (
        "nll_loss: target must hold class indices of an integer dtype, got float32 of shape (32, 10). These look "
        "like one-hot rows: pass target.argmax(1)."
    )
    with pytest.raises(ValueError, match=r"got \(32, 10\)\. These look like one-hot rows: pass target\.argmax\(1\)"):
        loss(logits, tg.zeros(32, 10, dtype=tg.int64))
    with pytest.raises(RuntimeError, match=r"got float32 of shape \(32,\)\. Convert them: target\.long\(\)"):
        loss(logits, tg.zeros(32))
    with pytest.raises(IndexError, match="target holds class 10, but there are 10 classes: indices go from 0 to 9"):
        loss(logits, tg.full((32,), 10))
    with pytest.raises(IndexError, match="target holds class -1"):
        loss(logits, tg.full((32,), -1))
    with pytest.raises(ValueError, match=r"must have shape \(32,\).*got \(32, 1\)\. Flatten"):
        loss(logits, tg.zeros(32, 1, dtype=tg.int64))
    target = tg.full((32,), 1)
    with pytest.raises(RuntimeError, match=r"weight has shape \(3,\); it must be \(10,\)"):
        loss(logits, target, weight=tg.ones(3))
    with pytest.raises(RuntimeError, match="weight is float64, the input float32"):
        loss(logits, target, weight=tg.ones(10, dtype=tg.float64))
    with pytest.raises(RuntimeError, match=r"weight cannot have a gradient: use weight\.detach"):
        loss(logits, target, weight=tg.ones(10, requires_grad=True))
    with pytest.raises(RuntimeError, match="label_smoothing must be between 0 and 1, got 2"):
        loss(logits, target, label_smoothing=2)
    with pytest.raises(NotImplementedError, match="probabilities as the target: ignore_index=3"):
        loss(logits, tg.zeros(32, 10), ignore_index=3)


def test_binary_errors():
    loss = tg.nn.functional.binary_cross_entropy_with_logits
    with pytest.raises(ValueError, match=r"target has shape \(4,\), input \(4, 1\).*target\.unsqueeze\(1\)"):
        loss(tg.zeros(4, 1), tg.zeros(4))
    with pytest.raises(RuntimeError, match=r"must hold floats .*got int64: use target\.float\(\)"):
        loss(tg.zeros(4), tg.full((4,), 1))
    with pytest.raises(RuntimeError, match="needs probabilities, between 0 and 1"):
        tg.nn.functional.binary_cross_entropy(tg.full((4,), 1.5), tg.zeros(4))
    with pytest.raises(RuntimeError, match=r"pos_weight has shape \(3,\); it must be one that broadcasts to \(4, 1\)"):
        loss(tg.zeros(4, 1), tg.zeros(4, 1), pos_weight=tg.ones(3))


def test_other_errors():
    with pytest.warns(UserWarning, match=r"input has shape \(4, 1\), the target \(4,\)"):
        tg.nn.functional.mse_loss(tg.zeros(4, 1), tg.zeros(4))
    with pytest.raises(ValueError, match="reduction must be 'none', 'mean' or 'sum', got 'avg'"):
        tg.nn.MSELoss(reduction="avg")
    with pytest.raises(NotImplementedError, match="MSELoss: size_average=False"):
        tg.nn.MSELoss(size_average=False)
    with pytest.raises(NotImplementedError, match="cross_entropy: reduce=True"):
        tg.nn.functional.cross_entropy(tg.zeros(1, 2), tg.tensor([0]), reduce=True)
    with pytest.raises(ValueError, match=r"weight has shape \(1,\), the input \(2,\); they must be the same"):
        tg.nn.functional.mse_loss(tg.zeros(2), tg.zeros(2), weight=tg.ones(1))
    with pytest.warns(UserWarning, match='for the divergence itself use "batchmean"'):
        tg.nn.functional.kl_div(tg.zeros(2), tg.zeros(2))
    with pytest.raises(ValueError, match="delta must be greater than 0"):
        tg.nn.functional.huber_loss(tg.zeros(1), tg.zeros(1), delta=0)
    with pytest.raises(RuntimeError, match="mse_loss: needs a floating point"):
        tg.nn.functional.mse_loss(tg.tensor([1]), tg.tensor([1]))
