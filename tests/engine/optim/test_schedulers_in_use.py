"""Schedules in training: on plateaus, resumed, with any optimizer, with wrong arguments, in the wrong order."""

import copy
import types
import warnings

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.testing._internal.common_optimizers import optim_db

import tinygrad_lite as tg
from tests.engine.optim.test_schedulers import OURS, THEIRS, Fading, assert_same, both, go, optimizer_of, rates

number = st.floats(0.01, 0.99)
length = st.integers(1, 40)
MEASURES = np.random.default_rng(0).uniform(0.5, 1.5, 300) * np.linspace(2, 0.5, 300)
PLATEAUS = [
    {},
    {"factor": 0.5, "patience": 0},
    {"mode": "max", "patience": 3, "cooldown": 2, "factor": 0.9},
    {"threshold_mode": "abs", "threshold": 0.3, "patience": 4, "min_lr": [0.05, 0.01]},
    {"mode": "max", "threshold_mode": "abs", "threshold": 0.1, "patience": 2, "min_lr": 0.02},
    {"factor": 0.99, "patience": 1, "eps": 0.002},
]


@pytest.mark.parametrize("options", PLATEAUS, ids=str)
def test_plateaus(options):
    mine, theirs = both(lambda S, o: S.ReduceLROnPlateau(o, **options))
    assert_same(mine, theirs, 150, lambda step: (MEASURES[step],))
    resumed, in_pytorch = both(lambda S, o: S.ReduceLROnPlateau(o))
    for source, target in ((theirs, resumed), (mine, in_pytorch)):
        for group, given_ in zip(target.optimizer.param_groups, source.optimizer.param_groups, strict=True):
            group["lr"] = given_["lr"]
        assert mine.state_dict().keys() == theirs.state_dict().keys()
        target.load_state_dict(source.state_dict())
    assert_same(resumed, in_pytorch, 150, lambda step: (MEASURES[150 + step],))


def test_plateaus_see_tensors_nan_and_new_groups():
    mine, theirs = both(lambda S, o: S.ReduceLROnPlateau(o, patience=0))
    for value in (1.0, np.nan, -np.inf, 0.5):
        go(mine, tg.tensor([value]))
        go(theirs, torch.tensor([value]))
        assert rates(mine) == rates(theirs)
    for lib, schedule in ((tg, mine), (torch, theirs)):
        schedule.optimizer.add_param_group({"params": [lib.zeros(1, requires_grad=True)], "lr": 0.3})
    assert_same(mine, theirs, 3, lambda step: (2.0,))
    fixed = OURS.ReduceLROnPlateau(optimizer_of(tg), patience=0, min_lr=[0.1, 0.2])
    fixed.optimizer.add_param_group({"params": [tg.zeros(1, requires_grad=True)], "lr": 0.3})
    fixed.step(1.0)
    with pytest.raises(RuntimeError, match="there are 3 parameter groups, but 2 values in"):
        fixed.step(1.0)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_sequence_and_chain(data):
    """Random schedules one after the other, while others change the same rates."""
    kinds = {
        "ConstantLR": (number, length),
        "LinearLR": (number, number, length),
        "StepLR": (length, number),
        "MultiStepLR": (st.lists(length, max_size=4), number),
        "ExponentialLR": (st.floats(0.8, 1.1),),
        "PolynomialLR": (length, st.floats(0.5, 3)),
        "CosineAnnealingLR": (length, st.floats(0, 0.01)),
        "CosineAnnealingWarmRestarts": (length, st.integers(1, 3), st.floats(0, 0.01)),
        "CyclicLR": (number, number, length, length, st.sampled_from(["triangular", "triangular2", "exp_range"])),
        "MultiplicativeLR": (st.builds(Fading, st.floats(0, 0.01)),),
    }
    drawn = []
    for kind in data.draw(st.lists(st.sampled_from(sorted(kinds)), min_size=2, max_size=4)):
        drawn.append((kind, [data.draw(option) for option in kinds[kind]]))
    milestones = sorted(data.draw(st.lists(st.integers(0, 60), min_size=len(drawn) - 1, max_size=len(drawn) - 1)))

    def make(S, o):
        schedules = [getattr(S, kind)(o, *options) for kind, options in drawn]
        return S.ChainedScheduler([S.SequentialLR(o, schedules, milestones), S.ExponentialLR(o, 0.99)])

    assert_same(*both(make, lrs=(0.5, 0.01)), steps=80)


@pytest.mark.parametrize(
    "info", [info for info in optim_db if hasattr(tg.optim, info.name)], ids=lambda info: info.name
)
def test_pytorchs_own_cases(info):
    """The combinations that PyTorch tests its optimizers with; the weights agree as well."""
    for makers in info.scheduler_inputs:
        mine, theirs = [tg.tensor([1.0, -0.5], requires_grad=True)], [torch.tensor([1.0, -0.5], requires_grad=True)]
        ours, reference = getattr(tg.optim, info.name)(mine, lr=0.1), getattr(torch.optim, info.name)(theirs, lr=0.1)
        # PyTorch's own functions, with our schedules under the names that they use
        ours_made = [types.FunctionType(make.__code__, vars(OURS))(ours) for make in makers]
        made = [make(reference) for make in makers]
        for _ in range(30):
            for (w,), optimizer, schedules in ((mine, ours, ours_made), (theirs, reference, made)):
                optimizer.zero_grad()
                loss = ((w - 0.5) ** 4).sum()
                loss.backward()
                optimizer.step()
                for schedule in schedules:
                    plateau = "Plateau" in type(schedule).__name__
                    schedule.step(*([float(loss.detach())] if plateau else []))
            assert [s.get_last_lr() for s in ours_made] == [s.get_last_lr() for s in made]
        np.testing.assert_allclose(mine[0].detach().numpy(), theirs[0].detach().numpy(), rtol=1e-4)


RESUMED = {
    "step": lambda S, o, **k: S.StepLR(o, 10, 0.5, **k),
    "milestones": lambda S, o, **k: S.MultiStepLR(o, [9, 10, 30], 0.5, **k),
    "constant": lambda S, o, **k: S.ConstantLR(o, 0.5, 15, **k),
    "linear": lambda S, o, **k: S.LinearLR(o, 0.1, 1.0, 20, **k),
    "exponential": lambda S, o, **k: S.ExponentialLR(o, 0.9, **k),
    "polynomial": lambda S, o, **k: S.PolynomialLR(o, 25, **k),
    "lambda": lambda S, o, **k: S.LambdaLR(o, Fading(0.1), **k),
    "multiplicative": lambda S, o, **k: S.MultiplicativeLR(o, Fading(0.1), **k),
    "cosine": lambda S, o, **k: S.CosineAnnealingLR(o, 25, 0.01, **k),
    "restarts": lambda S, o, **k: S.CosineAnnealingWarmRestarts(o, 4, 2, **k),
    "cyclic": lambda S, o, **k: S.CyclicLR(o, 0.1, 0.3, 4, **k),
    "one cycle": lambda S, o, **k: S.OneCycleLR(o, 0.1, 60, **k),
}


@pytest.mark.parametrize("last", [0, 8, 9, 21])
@pytest.mark.parametrize("name", RESUMED)
def test_going_on_from_the_last_epoch_alone(name, last):
    """The groups remember their initial rates: PyTorch's way without a saved schedule."""
    before = both(RESUMED[name])
    assert_same(*before, steps=last)
    after = [RESUMED[name](S, schedule.optimizer, last_epoch=last) for S, schedule in zip((OURS, THEIRS), before)]
    assert_same(*after, steps=30)
    fresh = both(lambda S, o: o)
    for S, optimizer in zip((OURS, THEIRS), fresh):
        with pytest.raises(KeyError, match="initial_lr"):
            RESUMED[name](S, optimizer, last_epoch=last)


@pytest.mark.parametrize("name", RESUMED)
def test_training_goes_on_in_new_objects(name):
    """Saved in the middle and loaded into new ones, ours or PyTorch's: the same rates and weights."""

    def made(lib, S):
        w = lib.tensor([1.0, -2.0], requires_grad=True)
        optimizer = lib.optim.SGD([{"params": [w], "lr": 0.02}], momentum=0.5)
        return w, optimizer, RESUMED[name](S, optimizer)

    def train(w, optimizer, schedule):
        for _ in range(9):
            optimizer.zero_grad()
            (w * w).sum().backward()
            optimizer.step()
            schedule.step()
        return w.detach().numpy(), schedule.get_last_lr()

    straight, _, _ = first = made(tg, OURS)
    train(*first)
    saved = copy.deepcopy([part.state_dict() for part in first[1:]])
    middle = straight.detach().numpy().copy()
    weights, lrs = train(*first)
    for lib, S in ((tg, OURS), (torch, THEIRS)):
        w, optimizer, schedule = made(lib, S)
        w.data[:] = lib.tensor(middle)
        for part, state in zip((optimizer, schedule), saved):
            if lib is torch and part is optimizer:
                state["state"] = {
                    k: {n: torch.tensor(v.numpy()) for n, v in s.items()} for k, s in state["state"].items()
                }
            part.load_state_dict(copy.deepcopy(state))
        again, lrs_again = train(w, optimizer, schedule)
        np.testing.assert_allclose(again, weights, rtol=1e-6)
        np.testing.assert_allclose(lrs_again, lrs, rtol=1e-12)
    optimizer = tg.optim.SGD([tg.tensor(middle, requires_grad=True)], lr=0.5, momentum=0.5)
    optimizer.load_state_dict(saved[0])  # without the state of the schedule
    if name not in ("restarts", "milestones"):  # the one forgets its cycle, the other multiplies again, as in PyTorch
        assert RESUMED[name](OURS, optimizer, last_epoch=8).get_last_lr() == pytest.approx(saved[1]["_last_lr"])


@pytest.mark.parametrize("wrapper", ["Lookahead", "SAM"])
def test_optimizers_around_another(wrapper):
    w = tg.tensor([1.0, -2.0], requires_grad=True)
    optimizer = getattr(tg.optim, wrapper)(tg.optim.SGD([w], lr=0.1, momentum=0.9))
    schedule = OURS.OneCycleLR(optimizer, 0.1, 21)

    def loss():
        optimizer.zero_grad()
        value = (w * w).sum()
        value.backward()
        return value

    for _ in range(20):
        loss()
        optimizer.step(loss)
        assert schedule.get_last_lr() == [optimizer.optimizer.param_groups[0]["lr"]]
        schedule.step()
    assert optimizer.optimizer.param_groups[0]["lr"] < 0.001
    assert np.abs(w.detach().numpy()).max() < 1.5


def test_warmup_cosine():
    def rule(lr, step, warmup_steps, total_steps, min_lr):
        if step < warmup_steps:
            return lr * (step + 1) / warmup_steps
        done = min((step - warmup_steps) / (total_steps - warmup_steps), 1)
        return min_lr + (lr - min_lr) * (1 + np.cos(np.pi * done)) / 2

    for warmup, total, least in [(1, 2, 0.0), (5, 40, 0.01), (10, 11, 0.0)]:
        schedule = OURS.warmup_cosine(optimizer_of(tg, lrs=(0.1, 0.7, 0.0)), warmup, total, min_lr=least)
        for step in range(50):
            wanted = [rule(lr, step, warmup, total, least) for lr in (0.1, 0.7, 0.0)]
            np.testing.assert_allclose(schedule.get_last_lr(), wanted, rtol=1e-12)
            go(schedule)
        again = OURS.warmup_cosine(schedule.optimizer, warmup, total, least, last_epoch=3)
        np.testing.assert_allclose(again.get_last_lr()[1], rule(0.7, 4, warmup, total, least), rtol=1e-12)
    with pytest.raises(ValueError, match="0 < warmup_steps < total_steps, got warmup_steps=5 and total_steps=5"):
        OURS.warmup_cosine(optimizer_of(tg), 5, 5)


# --------------------------------------------------------------------------------------------- order and optimizers
def test_the_order_of_steps():
    """As in PyTorch: a warning, once, if the schedule makes its step before the optimizer."""
    for S, optimizer in ((OURS, optimizer_of(tg)), (THEIRS, optimizer_of(torch))):
        schedule = S.StepLR(optimizer, 3)
        with pytest.warns(UserWarning, match=r"before .?optimizer.step\(\)"):
            schedule.step()
        good = S.StepLR(optimizer, 3)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            schedule.step()
            optimizer.step()
            good.step()
        with pytest.warns(UserWarning, match="get_last_lr"):
            schedule.get_lr()
        with pytest.warns(UserWarning, match="deprecated"):
            schedule.step(5)


def test_the_optimizer_stays_itself():
    """Watching for the first step leaves no trace in it, and no tie between it and a copy."""
    w = tg.tensor([1.0], requires_grad=True)
    optimizer = tg.optim.SGD([w], lr=1.0)
    OURS.StepLR(optimizer, 3)
    twin = copy.deepcopy(optimizer)
    (other,) = twin.param_groups[0]["params"]
    other.grad = tg.tensor([0.25])
    step = twin.step
    assert step() is None
    assert step(lambda: 3) == 3
    assert (w.item(), other.item()) == (1.0, 0.5)
    assert "step" not in vars(twin)
    assert not optimizer._opt_called


def test_any_optimizer_with_groups_and_steps():
    class Sparse:
        def __init__(self):
            self.param_groups = [{"lr": 1.0}]

        def step(self):
            return "done"

    optimizer = Sparse()
    schedule = OURS.SequentialLR(
        optimizer,
        [OURS.ExponentialLR(optimizer, 0.5), OURS.CyclicLR(optimizer, 0.1, 0.3, 2, cycle_momentum=False)],
        [2],
    )
    seen = []
    for _ in range(5):
        seen.append(optimizer.param_groups[0]["lr"])
        assert optimizer.step() == "done"
        schedule.step()
    np.testing.assert_allclose(seen, [1.0, 0.5, 0.1, 0.2, 0.3])
    assert_same(*(S.OneCycleLR(optimizer_of(torch, "Adam"), 0.1, 200) for S in (OURS, THEIRS)))


def test_functions_are_saved_if_they_are_objects():
    mine, theirs = both(lambda S, o: S.LambdaLR(o, [Fading(0.3), lambda epoch: 1.0]))
    assert mine.state_dict()["lr_lambdas"] == theirs.state_dict()["lr_lambdas"] == [{"rate": 0.3}, None]
    other, _ = both(lambda S, o: S.LambdaLR(o, [Fading(0.9), abs]))
    other.load_state_dict(theirs.state_dict())
    assert other.lr_lambdas[0].rate == 0.3
    assert other.state_dict()["lr_lambdas"][1] is None


WRONG = [
    (lambda S, o: S.StepLR([1], 3), "StepLR: needs an optimizer, got list"),
    (lambda S, o: S.ReduceLROnPlateau(3), "needs an optimizer, got int"),
    (lambda S, o: S.CyclicLR(3, 0.1, 0.2), "needs an optimizer, got int"),
    (lambda S, o: S.OneCycleLR(3, 0.1, 5), "needs an optimizer, got int"),
    (lambda S, o: S.ConstantLR(o, 1.1), "factor must be more than 0 and at most 1, got 1.1"),
    (lambda S, o: S.LinearLR(o, 0), "start_factor must be more than 0 and at most 1, got 0"),
    (lambda S, o: S.LinearLR(o, 0.5, -1), "end_factor must be at least 0 and at most 1, got -1"),
    (lambda S, o: S.LambdaLR(o, [abs]), "lr_lambda has 1 values, but the optimizer has 2"),
    (lambda S, o: S.MultiplicativeLR(o, 0.5), "lr_lambda must be a function of the epoch, got float"),
    (lambda S, o: S.CosineAnnealingWarmRestarts(o, 0), "T_0 must be a whole number of at least 1, got 0"),
    (lambda S, o: S.CosineAnnealingWarmRestarts(o, 2.5), "T_0 must be a whole number"),
    (lambda S, o: S.CosineAnnealingWarmRestarts(o, 2, 0), "T_mult must be a whole number of at least 1, got 0"),
    (lambda S, o: S.CosineAnnealingWarmRestarts(o, 2, eta_min="0"), "eta_min must be a number, got str"),
    (lambda S, o: S.CosineAnnealingWarmRestarts(o, 2).step(-1), "epoch must be at least 0, got -1"),
    (lambda S, o: S.CyclicLR(o, 0.1, 0.2, 0), "step_size_up must be greater than 0, got 0"),
    (lambda S, o: S.CyclicLR(o, 0.1, [0.2]), "max_lr has 1 values, but the optimizer has 2"),
    (lambda S, o: S.CyclicLR(o, 0.1, 0.2, mode="zigzag"), "mode must be .* got 'zigzag'"),
    (lambda S, o: S.OneCycleLR(o, 0.1), "give total_steps, or both epochs and steps_per_epoch"),
    (lambda S, o: S.OneCycleLR(o, 0.1, epochs=5), "give total_steps, or both"),
    (lambda S, o: S.OneCycleLR(o, 0.1, 0), "total_steps must be a whole number greater than 0, got 0"),
    (lambda S, o: S.OneCycleLR(o, 0.1, epochs=1.5, steps_per_epoch=3), "epochs must be a whole number"),
    (lambda S, o: S.OneCycleLR(o, 0.1, epochs=2, steps_per_epoch=-3), "steps_per_epoch must be a whole number"),
    (lambda S, o: S.OneCycleLR(o, 0.1, 9, pct_start=1), "pct_start must be a float from 0 to 1, got 1"),
    (lambda S, o: S.OneCycleLR(o, 0.1, 9, pct_start=1.1), "pct_start must be a float"),
    (lambda S, o: S.OneCycleLR(o, 0.1, 9, anneal_strategy="sin"), "anneal_strategy must be .* got 'sin'"),
    (lambda S, o: S.OneCycleLR(o, 0.1, 10, pct_start=0.1), "a phase of the 10 steps has no length"),
    (lambda S, o: [go(s) for s in [S.OneCycleLR(o, 0.1, 3)] * 4], "OneCycleLR: step 4 is after the last of 3"),
    (lambda S, o: S.ReduceLROnPlateau(o, factor=1.0), "factor must be less than 1"),
    (lambda S, o: S.ReduceLROnPlateau(o, mode="low"), "mode must be 'min' or 'max', got 'low'"),
    (lambda S, o: S.ReduceLROnPlateau(o, threshold_mode="no"), "threshold_mode must be 'rel' or 'abs', got 'no'"),
    (lambda S, o: S.ReduceLROnPlateau(o, min_lr=[1]), "min_lr has 1 values, but the optimizer has 2"),
    (lambda S, o: S.SequentialLR(o, [], []), "needs a milestone for each but the first, got 0"),
    (lambda S, o: S.SequentialLR(o, [S.StepLR(o, 3)], [3]), "got 1 schedules and 1 milestones"),
    (lambda S, o: S.SequentialLR(o, [o], []), r"schedulers\[0\] must be a schedule"),
    (lambda S, o: S.SequentialLR(o, [S.ReduceLROnPlateau(o)], []), "ReduceLROnPlateau, whose step needs the measure"),
    (lambda S, o: S.SequentialLR(copy.deepcopy(o), [S.StepLR(o, 3)], []), r"schedulers\[0\] .* another optimizer"),
    (lambda S, o: S.ChainedScheduler([]), "at least one schedule"),
    (lambda S, o: S.ChainedScheduler([3]), r"schedulers\[0\] must be a schedule, got int"),
    (lambda S, o: S.ChainedScheduler([S.StepLR(o, 3), S.ReduceLROnPlateau(o)]), r"schedulers\[1\] is a ReduceLROnPl"),
    (lambda S, o: S.ChainedScheduler([S.StepLR(o, 3), S.StepLR(copy.deepcopy(o), 3)]), "another optimizer"),
    (lambda S, o: S.LRScheduler(o), r"LRScheduler: write get_lr\(self\)"),
]


@pytest.mark.parametrize(("make", "message"), WRONG, ids=[message[:40] for _, message in WRONG])
def test_wrong_arguments(make, message):
    """An error that says what is wrong, wherever PyTorch raises one."""
    with pytest.raises((ValueError, TypeError, NotImplementedError, AttributeError, ZeroDivisionError)):
        make(THEIRS, optimizer_of(torch))
    with pytest.raises((ValueError, TypeError, NotImplementedError), match=message):
        make(OURS, optimizer_of(tg))


STRICTER = [  # PyTorch lets these pass, and stops later with a division by 0, or gives nonsense
    (lambda S, o: S.StepLR(o, 0), "StepLR: step_size must be greater than 0, got 0"),
    (lambda S, o: S.CosineAnnealingLR(o, 0), "T_max must be greater than 0, got 0"),
    (lambda S, o: S.ConstantLR(o, 0), "factor must be more than 0"),
    (lambda S, o: S.LinearLR(o, total_iters=0), "total_iters must be greater than 0"),
    (lambda S, o: S.PolynomialLR(o, -1), "total_iters must be greater than 0"),
    (lambda S, o: S.StepLR(o, -3), "step_size must be greater than 0"),
    (lambda S, o: S.CyclicLR(o, 0.1, 0.2, scale_fn=abs, scale_mode="steps"), "scale_mode must be"),
    (lambda S, o: S.SequentialLR(o, [S.StepLR(o, 1), S.StepLR(o, 2), S.StepLR(o, 3)], [5, 2]), "milestones must grow"),
    (
        lambda S, o: S.SequentialLR(o, [S.StepLR(o, 1), S.ChainedScheduler([S.StepLR(o, 2)])], [5]),
        r"schedulers\[1\] is a ChainedScheduler, which cannot begin later",
    ),
    (lambda S, o: S.LambdaLR(o, 0.5), "lr_lambda must be a function of the epoch, got float"),
]


@pytest.mark.parametrize(("make", "message"), STRICTER, ids=[message[:40] for _, message in STRICTER])
def test_what_pytorch_notices_late(make, message):
    with pytest.raises((ValueError, TypeError), match=message):
        make(OURS, optimizer_of(tg))


def test_momentum_needs_an_optimizer_that_has_one():
    plain = types.SimpleNamespace(param_groups=[{"lr": 0.1}], step=lambda: None)
    for make in (lambda: OURS.CyclicLR(plain, 0.1, 0.2), lambda: OURS.OneCycleLR(plain, 0.1, 10)):
        with pytest.raises(ValueError, match=r"neither a momentum nor betas. Set cycle_momentum=False"):
            make()
