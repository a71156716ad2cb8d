"""What is no state of an object is refused by its `load_state_dict` in a sentence, and nothing of it was taken."""

from __future__ import annotations

import copy
import traceback
import warnings

import numpy as np
import pytest

import tinygrad_lite as tg
from tinygrad_lite import amp, data, nn, optim, training
from tinygrad_lite.optim import lr_scheduler
from tinygrad_lite.training import metrics


def sgd():
    return optim.SGD(nn.Linear(2, 1).parameters(), lr=0.1, momentum=0.9)


def in_turn(kind, **more):
    optimizer = sgd()
    parts = [lr_scheduler.ConstantLR(optimizer), lr_scheduler.StepLR(optimizer, 1)]
    return lr_scheduler.SequentialLR(optimizer, parts, **more) if more else kind(parts)


def loop():
    model = nn.Linear(2, 1)
    return model, optim.SGD(model.parameters(), lr=0.1), nn.MSELoss()


def averaging():
    callback = training.EMAWeightAveraging()
    training.Trainer(*loop(), callbacks=[callback])
    return callback


SCHEDULES = {
    "StepLR": (1,), "MultiStepLR": ([1],), "LambdaLR": (lambda epoch: 1.0,), "MultiplicativeLR": (lambda epoch: 1.0,),
    "ConstantLR": (), "LinearLR": (), "ExponentialLR": (0.5,), "CosineAnnealingLR": (5,), "ReduceLROnPlateau": (),
    "CyclicLR": (0.1, 0.2), "OneCycleLR": (0.1, 10), "CosineAnnealingWarmRestarts": (5,), "PolynomialLR": (),
}  # fmt: skip
METRICS = ["Accuracy", "F1", "MAE", "MSE", "R2", "ROCAUC", "AveragePrecision", "MeanLoss", "Precision", "Recall"]
STATEFUL = {
    "Linear": lambda: nn.Linear(2, 1),
    "SGD": sgd,
    "Lookahead": lambda: optim.Lookahead(sgd()),
    "ExponentialMovingAverage": lambda: optim.ExponentialMovingAverage(nn.Linear(2, 1).parameters()),
    **{name: lambda name=name: getattr(lr_scheduler, name)(sgd(), *SCHEDULES[name]) for name in SCHEDULES},
    "SequentialLR": lambda: in_turn(lr_scheduler.SequentialLR, milestones=[2]),
    "ChainedScheduler": lambda: in_turn(lr_scheduler.ChainedScheduler),
    "GradScaler": amp.GradScaler,
    "DataLoader": lambda: data.DataLoader(data.TensorDataset(tg.zeros(4, 2))),
    "Trainer": lambda: training.Trainer(*loop()),
    **{name: getattr(metrics, name) for name in METRICS},
    **{name: getattr(training, name) for name in ("EarlyStopping", "LearningRateMonitor", "GradientStats")},
    "ModelCheckpoint": lambda: training.ModelCheckpoint("folder"),
    "CallbackList": lambda: training.CallbackList([training.EarlyStopping()], model=nn.Linear(2, 1)),
}
NO_STATES = [{}, {"a": 1}, None, [1], "state", 3]


def same(a, b):
    """Whether two states hold the same."""
    if isinstance(a, dict):
        return isinstance(b, dict) and a.keys() == b.keys() and all(same(a[name], b[name]) for name in a)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if hasattr(a, "shape"):
        return np.array_equal(np.asarray(a), np.asarray(b), equal_nan=True)
    return a == b or type(a).__name__ == type(b).__name__


@pytest.mark.parametrize("given", NO_STATES, ids=repr)
@pytest.mark.parametrize("name", STATEFUL)
def test_what_is_no_state_is_refused_in_a_sentence(name, given):
    one = STATEFUL[name]()
    before = copy.deepcopy(one.state_dict())
    with pytest.raises((TypeError, ValueError, RuntimeError)) as refused:
        one.load_state_dict(given)
    assert not isinstance(refused.value, KeyError)
    said = str(refused.value)
    assert said.startswith((f"{name}: ", "load_state_dict")), said
    assert "object" not in said
    assert "indices" not in said
    assert same(one.state_dict(), before)


LACKING = [
    (name, part)
    for name in (*SCHEDULES, "SequentialLR", "GradScaler", "DataLoader", "Trainer", "EarlyStopping", "Accuracy")
    for part in STATEFUL[name]().state_dict()
    if part in ("last_epoch", "milestones", "lr_lambdas", "_schedulers", "_scale_fn_custom", "metric")
    or name in ("GradScaler", "DataLoader", "EarlyStopping")
    or (name == "Trainer" and part in ("model", "optimizer", "callbacks", "progress", "random", "history"))
]


@pytest.mark.parametrize(("name", "part"), LACKING)
def test_a_part_that_is_missing_is_named_and_nothing_is_taken(name, part):
    """The rest of the state is another one's: something would change."""
    one, other = STATEFUL[name](), STATEFUL[name]()
    if hasattr(other, "last_epoch"):
        other.last_epoch = 3
    before, state = copy.deepcopy(one.state_dict()), other.state_dict()
    del state[part]
    with pytest.raises(ValueError, match=rf"{name}: the saved state lacks {part}\. .*nothing was changed"):
        one.load_state_dict(state)
    assert same(one.state_dict(), before)


def test_schedules_in_turn_take_all_or_nothing():
    one, other = (in_turn(lr_scheduler.SequentialLR, milestones=[2]) for _ in range(2))
    other.last_epoch = 3
    state = copy.deepcopy(other.state_dict())
    del state["_schedulers"][1]["last_epoch"]
    with pytest.raises(ValueError, match="StepLR: the saved state lacks last_epoch"):
        one.load_state_dict(state)
    assert one.last_epoch == 0
    state["_schedulers"].pop()
    with pytest.raises(ValueError, match="SequentialLR: the saved state has 1 _schedulers, and here are 2"):
        one.load_state_dict(state)
    assert one.last_epoch == 0


@pytest.mark.parametrize("name", [name for name in SCHEDULES if name != "ReduceLROnPlateau"])
@pytest.mark.parametrize("epoch", [-5, -1, float("nan"), float("inf")])
def test_a_schedule_has_no_epoch_below_0(name, epoch):
    schedule = STATEFUL[name]()
    before = copy.deepcopy(schedule.state_dict())
    with pytest.raises(ValueError, match=f"{name}: epoch must be at least 0, got {epoch}"):
        schedule.step(epoch)
    assert same(schedule.state_dict(), before)


def test_a_plateau_counts_no_epoch_whose_measure_is_none():
    schedule = STATEFUL["ReduceLROnPlateau"]()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for measure, epoch in (("low", None), (1.0, -5)):
            with pytest.raises((TypeError, ValueError), match="ReduceLROnPlateau: "):
                schedule.step(measure, epoch)
    assert schedule.last_epoch == 0


@pytest.mark.parametrize("scale", ["x", -1.0, 0, float("nan"), float("inf"), [1.0], True])
def test_a_scale_is_a_positive_number(scale):
    scaler = amp.GradScaler()
    with pytest.raises((TypeError, ValueError), match="update: new_scale must be a"):
        scaler.update(scale)
    assert scaler.get_scale() == 65536.0


@pytest.mark.parametrize("sides", [(2**70, 1), (1, -(2**70)), (2**70, tg.tensor([1]))])
def test_where_says_which_number_does_not_fit(sides):
    with pytest.raises(RuntimeError, match=r"where: -?1180591620717411303424 does not fit into int64"):
        tg.where(tg.tensor([True]), *sides)


@pytest.mark.parametrize("device", [np.array([1, 2]), 1.5, [0], "x"], ids=repr)
def test_no_gpu_is_called_so(device):
    for owner in (tg.tensor(1.0), nn.Linear(2, 1)):
        with pytest.raises(RuntimeError, match="is not known; there are"):
            owner.cuda(device)


def parts_of(state, above=()):
    """Every place in a state, but for what lies inside arrays."""
    pairs = state.items() if isinstance(state, dict) else enumerate(state) if isinstance(state, (list, tuple)) else ()
    for name, part in pairs:
        yield (*above, name)
        yield from parts_of(part, (*above, name))


def with_other(state, place, value):
    first, *rest = place
    parts = dict(state) if isinstance(state, dict) else list(state)
    parts[first] = with_other(parts[first], rest, value) if rest else value
    return parts


def used(name):
    """One that has something to save."""
    one = STATEFUL[name]()
    if name == "SGD":
        one.param_groups[0]["params"][0].sum().backward()
        one.step()
    if name in ("MAE", "ROCAUC"):
        one.update(tg.tensor([0.2, 0.7]), tg.tensor([0.0, 1.0]))
    return one


WRONG = [None, "x", [1], [[1, 2], [3]], {}, -1, 1.5, np.zeros(7), np.array(["a", None], object), [[[1.0]]], set(), b"x"]
KINDS = [
    "SGD", "Lookahead", "ExponentialMovingAverage", "StepLR", "OneCycleLR", "ReduceLROnPlateau", "SequentialLR",
    "GradScaler", "DataLoader", "MAE", "ROCAUC", "EarlyStopping", "GradientStats", "ModelCheckpoint",
]  # fmt: skip


PYTHON_S = ("not iterable", "ambiguous", "unhashable", "has no len", "not subscriptable", "unpack", "has no attribute")


def error_of(one, state):
    try:
        one.load_state_dict(state)
    except (TypeError, ValueError, RuntimeError) as error:
        return error
    return None


@pytest.mark.parametrize("name", KINDS)
def test_whichever_part_of_a_state_is_of_another_kind_python_s_own_words_are_not_said(name):
    """What is refused is refused in words of ours and leaves what was there; what is taken can be saved again."""
    one = used(name)
    good = copy.deepcopy(one.state_dict())
    for place in [*parts_of(good), ("more",)]:
        for wrong in WRONG:
            state = with_other(good, place, wrong) if place != ("more",) else {**good, "more": wrong}
            refused = error_of(one, state)
            if refused is None:
                one.state_dict()
                one = used(name)
                assert error_of(one, good) is None
                continue
            last = list(traceback.walk_tb(refused.__traceback__))[-1][0]
            assert "tinygrad_lite" in last.f_code.co_filename, (place, wrong, refused)
            assert not any(word in str(refused) for word in PYTHON_S), (place, wrong, refused)
            assert same(one.state_dict(), good), (place, wrong)


@pytest.mark.parametrize("of", ["tinygrad_lite", "python", "numpy"])
def test_random_numbers_in_no_state_that_they_can_have_are_refused_in_words(of):
    trainer = training.Trainer(*loop())
    state = trainer.state_dict()
    for wrong in (None, "x", [], [3, [1, 2], None], {}, ["MT19937", set(), 1, 0, 0.0]):
        before = np.random.get_state()[1].tolist()  # noqa: NPY002 - it is what is saved
        with pytest.raises(ValueError, match="the saved state of the random numbers is not one that they can have had"):
            trainer.load_state_dict({**state, "random": {**state["random"], of: wrong}})
        assert np.random.get_state()[1].tolist() == before  # noqa: NPY002


def test_a_whole_number_among_a_schedule_s_settings_may_have_been_saved_as_another():
    one, other = (lr_scheduler.ExponentialLR(sgd(), gamma) for gamma in (1, 0.5))
    one.load_state_dict(other.state_dict())
    assert one.gamma == 0.5
