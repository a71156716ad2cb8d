"""Schedules: the same rates and momenta as PyTorch's, step by step, and the same state."""

import copy
import warnings

import numpy as np
import pytest
import torch

import tinygrad_lite as tg

OURS, THEIRS = tg.optim.lr_scheduler, torch.optim.lr_scheduler
STEPS = 120


def optimizer_of(lib, name="SGD", lrs=(0.1, 0.7), **options):
    options = {"momentum": 0.5} if name == "SGD" else options
    groups = [{"params": [lib.zeros(2, requires_grad=True)], "lr": lr} for lr in lrs]
    return getattr(lib.optim, name)(groups, **options)


def both(make, **options):
    """The schedule that `make(schedulers, optimizer)` makes, ours and PyTorch's."""
    with warnings.catch_warnings():  # a sequence of combined ones makes its first step twice
        warnings.simplefilter("ignore")
        return [make(OURS, optimizer_of(tg, **options)), make(THEIRS, optimizer_of(torch, **options))]


def rates(schedule):
    groups = schedule.optimizer.param_groups
    momenta = [group["betas"][0] if "betas" in group else group["momentum"] for group in groups]
    return [*(group["lr"] for group in groups), *schedule.get_last_lr(), *momenta]


def go(schedule, *arguments):
    with warnings.catch_warnings():  # nothing is trained, and step(epoch) is deprecated
        warnings.simplefilter("ignore")
        schedule.step(*arguments)


def assert_same(mine, theirs, steps=STEPS, arguments=lambda step: ()):
    for step in range(steps):
        np.testing.assert_allclose(rates(mine), rates(theirs), rtol=1e-12, atol=1e-300, err_msg=f"step {step}")
        go(mine, *arguments(step))
        go(theirs, *arguments(step))
    np.testing.assert_allclose(rates(mine), rates(theirs), rtol=1e-12, atol=1e-300)


class Fading:
    """A callable object, whose memory is saved."""

    def __init__(self, rate):
        self.rate = rate

    def __call__(self, epoch):
        return 1 / (1 + self.rate * epoch)


SINGLE = {
    "constant": lambda S, o: S.ConstantLR(o),
    "constant, long": lambda S, o: S.ConstantLR(o, 0.25, 40),
    "constant, at once": lambda S, o: S.ConstantLR(o, factor=0.5, total_iters=0),
    "linear": lambda S, o: S.LinearLR(o),
    "linear, down": lambda S, o: S.LinearLR(o, 1.0, 0.0, 50),
    "linear, up": lambda S, o: S.LinearLR(o, start_factor=0.01, end_factor=0.8, total_iters=33),
    "step": lambda S, o: S.StepLR(o, 7),
    "step, each": lambda S, o: S.StepLR(o, step_size=1, gamma=0.97),
    "milestones": lambda S, o: S.MultiStepLR(o, [60, 10, 30, 30], 0.3),
    "milestone 0": lambda S, o: S.MultiStepLR(o, milestones=(0, 4)),
    "exponential": lambda S, o: S.ExponentialLR(o, 0.93),
    "polynomial": lambda S, o: S.PolynomialLR(o),
    "polynomial, root": lambda S, o: S.PolynomialLR(o, 50.5, 0.5),
    "polynomial, 2.5": lambda S, o: S.PolynomialLR(o, total_iters=70, power=2.5),
    "lambda": lambda S, o: S.LambdaLR(o, lambda epoch: 0.9**epoch),
    "lambdas": lambda S, o: S.LambdaLR(o, [lambda epoch: 0.9**epoch, Fading(0.3)]),
    "multiplicative": lambda S, o: S.MultiplicativeLR(o, [Fading(0.001), lambda epoch: 1.01]),
    "cosine": lambda S, o: S.CosineAnnealingLR(o, 30),
    "cosine, floor": lambda S, o: S.CosineAnnealingLR(o, T_max=7, eta_min=0.05),
    "cosine, 1": lambda S, o: S.CosineAnnealingLR(o, 1, 0.01),
    "restarts": lambda S, o: S.CosineAnnealingWarmRestarts(o, 10),
    "restarts, longer": lambda S, o: S.CosineAnnealingWarmRestarts(o, T_0=3, T_mult=2, eta_min=0.01),
    "cyclic": lambda S, o: S.CyclicLR(o, 0.01, 0.1, 10),
    "cyclic, groups": lambda S, o: S.CyclicLR(o, [0.01, 0.2], [0.1, 0.5], 7, 11, "triangular2"),
    "cyclic, exp": lambda S, o: S.CyclicLR(o, 0.1, 0.9, 5, mode="exp_range", gamma=0.98, cycle_momentum=False),
    "cyclic, own": lambda S, o: S.CyclicLR(o, 0.1, 0.9, 5, scale_fn=lambda x: 0.9**x, scale_mode="iterations"),
    "cyclic, object": lambda S, o: S.CyclicLR(o, 0.1, 0.9, 5, 0, mode="any", scale_fn=Fading(0.5), base_momentum=0.3),
    "one cycle": lambda S, o: S.OneCycleLR(o, 1.0, 130),
    "one cycle, groups": lambda S, o: S.OneCycleLR(o, [0.1, 2.0], epochs=5, steps_per_epoch=24, div_factor=3.0),
    "one cycle, linear": lambda S, o: S.OneCycleLR(o, 0.5, 120, anneal_strategy="linear", max_momentum=[0.9, 0.7]),
    "one cycle, three": lambda S, o: S.OneCycleLR(o, 0.5, 121, three_phase=True, final_div_factor=10.0),
    "one cycle, three, steep": lambda S, o: S.OneCycleLR(o, 0.5, 120, three_phase=True, pct_start=0.8),
    "one cycle, no rise": lambda S, o: S.OneCycleLR(o, 0.5, 120, pct_start=0.0, cycle_momentum=False),
}
COMBINED = {
    "sequence": lambda S, o: S.SequentialLR(o, [S.LinearLR(o, 0.1, 1.0, 20), S.CosineAnnealingLR(o, 100)], [20]),
    "sequence of 4": lambda S, o: S.SequentialLR(
        o,
        [S.ConstantLR(o, 0.1, 30), S.ExponentialLR(o, 0.9), S.MultiplicativeLR(o, lambda e: 0.99), S.StepLR(o, 5)],
        [10, 20, 60],
    ),
    "sequence, closed forms": lambda S, o: S.SequentialLR(
        o,
        [S.PolynomialLR(o, 9), S.MultiStepLR(o, [0, 3]), S.LinearLR(o), S.PolynomialLR(o, 9), S.ConstantLR(o)],
        [10, 20, 30, 40],
    ),
    "sequence, cycles": lambda S, o: S.SequentialLR(
        o,
        [S.LambdaLR(o, Fading(0.2)), S.CosineAnnealingWarmRestarts(o, 7, 2), S.CyclicLR(o, 0.1, 0.2, 4)],
        milestones=[15, 60],
    ),
    "sequence from the second": lambda S, o: S.SequentialLR(o, [S.StepLR(o, 3), S.ExponentialLR(o, 0.9)], [0]),
    "sequence, one left out": lambda S, o: S.SequentialLR(
        o, [S.StepLR(o, 3), S.ExponentialLR(o, 0.9), S.StepLR(o, 8)], [5, 5]
    ),
    "chain": lambda S, o: S.ChainedScheduler([S.ConstantLR(o, 0.1, 20), S.ExponentialLR(o, 0.95)]),
    "chain of 3": lambda S, o: S.ChainedScheduler(
        [S.LinearLR(o, 0.2, 1.0, 10), S.StepLR(o, 9, 0.5), S.CosineAnnealingLR(o, 200, 1e-3)], optimizer=o
    ),
    "chain of a sequence": lambda S, o: S.ChainedScheduler([COMBINED["sequence"](S, o), S.StepLR(o, 50)]),
    "sequence of a chain": lambda S, o: S.SequentialLR(o, [COMBINED["chain"](S, o), S.ExponentialLR(o, 0.9)], [40]),
    "sequence of a sequence": lambda S, o: S.SequentialLR(o, [COMBINED["sequence"](S, o), S.StepLR(o, 9)], [50]),
}
ALL = {**SINGLE, **COMBINED}


@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
@pytest.mark.parametrize("name", ALL)
def test_same_rates_as_pytorch(name, optimizer):
    assert_same(*both(ALL[name], name=optimizer))


@pytest.mark.parametrize("name", ALL)
def test_a_change_by_hand_lasts_as_in_pytorch(name):
    mine, theirs = both(ALL[name])
    for step in (3, 29):
        assert_same(mine, theirs, step)
        for schedule in (mine, theirs):
            schedule.optimizer.param_groups[0]["lr"] *= 0.3
            schedule.optimizer.param_groups[1]["lr"] = 0.02
    assert_same(mine, theirs, 60)


@pytest.mark.parametrize("name", SINGLE)
def test_step_to_an_epoch(name):
    """PyTorch still takes the number of an epoch: then the closed form is used."""
    mine, theirs = both(SINGLE[name])
    assert_same(mine, theirs, 40, lambda step: (step * 37 % 90,) if step % 3 else ())


def test_fractions_of_epochs_for_restarts():
    mine, theirs = both(SINGLE["restarts, longer"])
    assert_same(mine, theirs, 200, lambda step: (step / 7,))
    assert_same(mine, theirs, 30)


@pytest.mark.parametrize("name", ["step", "milestones", "constant", "linear", "exponential", "polynomial", "cosine"])
def test_both_forms_agree(name):
    """From the rate before, and from the first one."""
    step_by_step, at_once = both(SINGLE[name])[0], both(SINGLE[name])[0]
    for epoch in range(1, 100):
        go(step_by_step)
        go(at_once, epoch)
        np.testing.assert_allclose(rates(step_by_step), rates(at_once), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("moment", [0, 1, 10, 20, 21, 47])
@pytest.mark.parametrize("name", ALL)
def test_the_state_moves_to_pytorch_and_back(name, moment):
    """A schedule goes on in PyTorch, and PyTorch's in ours, as if nothing had happened."""
    mine, theirs = both(ALL[name])
    assert_same(mine, theirs, moment)
    assert mine.state_dict().keys() == theirs.state_dict().keys()
    resumed, in_pytorch = both(ALL[name])
    for source, target in ((theirs, resumed), (mine, in_pytorch)):
        for group, given in zip(target.optimizer.param_groups, source.optimizer.param_groups, strict=True):
            group.update({key: value for key, value in given.items() if key not in ("params", "foreach")})
        target.load_state_dict(copy.deepcopy(source.state_dict()))
    assert_same(mine, in_pytorch, 30)
    assert_same(resumed, theirs, 0)
    for _ in range(30):
        go(theirs)
    assert_same(mine, theirs, 0)
