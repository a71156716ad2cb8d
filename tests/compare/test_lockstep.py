"""Healthy trainings raise no alarm; a seeded fault is found at its step, layer and quantity."""

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite.compare import lockstep, to_torch
from tinygrad_lite.compare.lockstep import training_step
from tinygrad_lite.compare.report import difference

torch.set_num_threads(1)
nn = tg.nn


def batches(steps, dtype="float32", shape=(6,), seed=0):
    generator = np.random.default_rng(seed)
    return [(generator.normal(size=(16, *shape)).astype(dtype), generator.integers(0, 3, 16)) for _ in range(steps)]


def mlp(dtype="float32", activation=nn.Tanh):
    tg.manual_seed(1)
    return nn.Sequential(nn.Linear(6, 12), activation(), nn.Linear(12, 3)).to(getattr(tg, dtype))


def run(model=None, theirs=None, dtype="float32", steps=4, **settings):
    model = model or mlp(dtype)
    settings.setdefault("criterion", nn.CrossEntropyLoss())
    settings.setdefault("optimizer", tg.optim.SGD(model.parameters(), lr=0.1))
    return lockstep(model, theirs, batches(steps, dtype), **settings)


def first(result):
    assert not result.agrees
    return result.first.step, result.first.layer, result.first.quantity


HEALTHY = {
    "mlp": (lambda: nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 3)), (6,)),
    "norm": (
        lambda: nn.Sequential(nn.Linear(6, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 8), nn.LayerNorm(8),
                              nn.GELU(), nn.Linear(8, 3)),
        (6,),
    ),
    "conv": (
        lambda: nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2),
                              nn.Conv2d(4, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(16, 3)),
        (1, 8, 8),
    ),
}  # fmt: skip


def check_healthy(name, optimizer, dtype, seed):
    build, shape = HEALTHY[name]
    tg.manual_seed(seed)
    model = build().to(getattr(tg, dtype))
    chosen = getattr(tg.optim, optimizer)(model.parameters(), lr=0.05)
    data = batches(100, dtype, shape, seed)
    result = lockstep(model, None, data, criterion=nn.CrossEntropyLoss(), optimizer=chosen)
    assert result.agrees, result.verdict()
    assert result.steps == 100


@pytest.mark.parametrize(
    ("name", "optimizer", "dtype"),
    [("mlp", "Adam", "float32"), ("norm", "Adam", "float64"), ("conv", "SGD", "float32")],
)
def test_no_false_alarm(name, optimizer, dtype):
    check_healthy(name, optimizer, dtype, seed=3)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
@pytest.mark.parametrize("name", HEALTHY)
def test_no_false_alarm_ever(name, optimizer, dtype, seed):
    check_healthy(name, optimizer, dtype, seed)


class WrongTanh(tg.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.y = np.tanh(x)
        return ctx.y

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * (1 - ctx.y)  # y is not squared


class Wrong(nn.Module):
    def forward(self, x):
        return WrongTanh.apply(x)


class Uncorrected(tg.optim.Adam):
    """Without the bias correction."""

    @staticmethod
    def plain_step(param, grad, state, group):
        state["step"] = state["step"] + 1
        m, v = state["exp_avg"].array, state["exp_avg_sq"].array
        m[...] = 0.9 * m + 0.1 * grad
        v[...] = 0.999 * v + 0.001 * grad * grad
        param -= group["lr"] * m / (np.sqrt(v) + group["eps"])


def never_cleared(model, criterion, optimizer, inputs, targets):
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_seeded_faults(dtype):
    model = mlp(dtype, Wrong)
    assert first(run(model, to_torch(mlp(dtype)), dtype)) == (1, "1", "gradient of input")

    adam, sgd = torch.optim.Adam, torch.optim.SGD
    for ours, theirs, found in [
        (lambda p: tg.optim.Adam(p, eps=1e-5), adam, (1, "0", "parameter weight")),
        (lambda p: Uncorrected(p, foreach=False), adam, (1, "0", "parameter weight")),
        (lambda p: tg.optim.Adam(p, betas=(0.9, 0.99)), adam, (1, "0", "state exp_avg_sq of weight")),
        (
            lambda p: tg.optim.SGD(p, momentum=0.8),
            lambda p: sgd(p, momentum=0.9),
            (2, "0", "state momentum_buffer of weight"),
        ),
        (lambda p: tg.optim.SGD(p, lr=0.1), lambda p: sgd(p, lr=0.1001), (1, "0", "parameter weight")),
    ]:  # fmt: skip
        model = mlp(dtype)
        reference = to_torch(model)
        pair = ours(model.parameters()), theirs(reference.parameters())
        assert first(run(model, reference, dtype, optimizer=pair)) == found

    assert first(run(dtype=dtype, step=(never_cleared, training_step))) == (2, "2", "gradient of weight")
    mean_of_other = (lambda y, t: nn.functional.cross_entropy(y, t) * 1.001, torch.nn.functional.cross_entropy)
    assert first(run(dtype=dtype, criterion=mean_of_other)) == (1, "", "loss")


def test_wrong_batchnorm_momentum():
    model = nn.Sequential(nn.Linear(6, 4), nn.BatchNorm1d(4), nn.Linear(4, 3))
    theirs = to_torch(model)
    theirs[1].momentum = 0.2
    assert first(run(model, theirs)) == (1, "1", "buffer running_mean")


def test_what_is_only_on_one_side_or_of_another_kind():
    model, theirs = mlp(), to_torch(mlp())
    without_momentum = tg.optim.SGD(model.parameters()), torch.optim.SGD(theirs.parameters(), momentum=0.9)
    result = run(model, theirs, optimizer=without_momentum)
    assert first(result) == (1, "0", "state momentum_buffer of weight")
    assert "ours nothing, PyTorch float32 of shape (12, 6)" in result.verdict()
    widening = lambda y, t: nn.functional.cross_entropy(y.double(), t)
    result = run(criterion=(widening, torch.nn.functional.cross_entropy))
    assert first(result) == (1, "", "loss")
    assert result.first.ours == "float64 of shape ()"


@pytest.mark.parametrize(
    ("ours", "theirs", "ulps"),
    [
        ([1.0, np.nan, np.inf, -np.inf], [1.0, np.nan, np.inf, -np.inf], 0),
        ([1.0, np.nan], [1.0, 2.0], np.inf),
        ([1.0, np.inf], [1.0, -np.inf], np.inf),
        ([1.0, 2.0], [1.0 + 2**-22, 2.0], 1),  # one unit of the largest element, 2
        ([0.0, 0.0], [0.0, 0.0], 0),
        ([], [], 0),
    ],
)
def test_units_in_the_last_place(ours, theirs, ulps):
    found = difference(1, ("0", "activation"), np.float32(ours), np.float32(theirs))
    assert found.ulps == ulps
    counts = difference(1, ("", "buffer n"), np.array(3), np.array(5))
    assert (counts.ulps, counts.ours, counts.theirs, counts.where) == (np.inf, 3, 5, ())


def test_layers_used_twice_and_tuples():
    class Twice(nn.Module):
        def __init__(self):
            super().__init__()
            self.rnn, self.head = nn.LSTM(4, 4, batch_first=True), nn.Linear(4, 3)

        def forward(self, x):
            first, _ = self.rnn(x)
            second, _ = self.rnn(first)
            return self.head(second[:, -1])

    class TheirTwice(torch.nn.Module):
        forward = Twice.forward

        def __init__(self):
            super().__init__()
            self.rnn, self.head = torch.nn.LSTM(4, 4, batch_first=True), torch.nn.Linear(4, 3)

    model = Twice()
    adam = tg.optim.Adam(model.parameters())
    data = batches(3, shape=(5, 4))
    result = lockstep(model, TheirTwice(), data, criterion=nn.functional.cross_entropy, optimizer=adam)
    assert result.agrees, result.verdict()
    quantities = [quantity for layer, quantity in result.rows() if layer == "rnn"]
    assert {"activation", "activation[2]", "activation, call 2", "gradient of input, call 2"} <= set(quantities)
    assert quantities.index("gradient of input, call 2") < quantities.index("gradient of weight_ih_l0")


def test_a_layer_of_pytorch_that_works_in_place():
    model, theirs = mlp(activation=nn.ReLU), to_torch(mlp())
    theirs[1] = torch.nn.ReLU(inplace=True)
    result = run(model, theirs)
    assert result.agrees, result.verdict()
    assert ("1", "gradient of input") in result.rows()


def test_shown_as_table_and_picture():
    healthy = run()
    assert "agree in all" in repr(healthy)
    assert "agree in all" in healthy.picture().alt
    wrong = run(dtype="float64", step=(never_cleared, training_step))
    text = repr(wrong)
    assert "differs from step 2 ← first" in text
    assert "First at step 2, layer 2, gradient of weight at [" in text.replace("\n", " ")
    html = wrong._repr_html_()
    assert html.count("<tr>") == 1 + len(wrong.rows())
    assert "step 2, layer 2, gradient of weight" in wrong.picture().alt


def test_one_step_has_one_column_of_distances():
    assert repr(run(steps=1)).count("ulp, step") == 0
    assert repr(run(steps=2)).count("ulp, step") == 2


def test_weights_and_tolerance():
    model, theirs = mlp(), to_torch(mlp())
    with torch.no_grad():
        theirs[2].bias[0] += 1
    with pytest.raises(ValueError, match=r"2\.bias differs before the first step"):
        run(model, theirs, copy_first=False)
    assert run(model, theirs).agrees
    assert not run(dtype="float64", tolerance=0).agrees
    assert run(mlp(), None, optimizer=None).agrees


@pytest.mark.parametrize("fault", [False, True])
def test_optimizers_of_your_own_need_no_hooks(fault):
    class OnlySteps:
        def __init__(self, optimizer, lr=0.1):
            self.optimizer, self.state = optimizer, {}
            optimizer.param_groups[0]["lr"] = lr

        def step(self):
            self.optimizer.step()

    model = mlp()
    theirs = to_torch(model)
    ours = OnlySteps(tg.optim.SGD(model.parameters(), lr=0.1), lr=0.2 if fault else 0.1)
    result = run(model, theirs, optimizer=(ours, OnlySteps(torch.optim.SGD(theirs.parameters(), lr=0.1))))
    if fault:
        assert first(result) == (1, "0", "parameter weight")  # not before: the gradients were seen, and agree
    else:
        assert result.agrees


def test_refused():
    with pytest.raises(ValueError, match=r"1 is a Dropout that drops 0\.5 at random"):
        run(nn.Sequential(nn.Linear(6, 3), nn.Dropout()))
    assert run(nn.Sequential(nn.Linear(6, 3), nn.Dropout()).eval()).agrees
    with pytest.raises(ValueError, match="parameters that are not in the model"):
        run(mlp(), optimizer=tg.optim.SGD(mlp().parameters()))
    with pytest.raises(ValueError, match="no batch"):
        run(steps=0)
    with pytest.raises(RuntimeError, match="weight"):
        run(mlp(), torch.nn.Linear(6, 3))


def test_nan_in_both_is_said():
    """It is no difference; but that two models agree whose numbers are nan says nothing about them."""
    model = tg.nn.Linear(2, 1)
    batches = [(np.float32([[1, 2]]), np.float32([[0]])), (np.float32([[np.nan, 2]]), np.float32([[0]]))]
    result = tg.compare.lockstep(model, None, batches, criterion=tg.nn.MSELoss())
    assert result.agrees
    assert result.nan.step == 2
    assert "But from step 2, activation on both are nan, so that little was compared." in result.verdict()
    assert tg.compare.lockstep(model, None, batches[:1], criterion=tg.nn.MSELoss()).nan is None
