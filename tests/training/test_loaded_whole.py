"""A saved training is loaded whole: whichever part of it is broken, everything has again what it had."""

from __future__ import annotations

import random
import warnings

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite import data, nn, optim, training
from tinygrad_lite.training import metrics
from tinygrad_lite.training.whole import copied


def ours(seed: int, epochs: int):
    tg.manual_seed(seed)
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 1))
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    loader = data.DataLoader(data.TensorDataset(tg.randn(12, 3), tg.randn(12, 1)), batch_size=4, shuffle=True)
    schedule = optim.lr_scheduler.StepLR(optimizer, 1)
    return trained(model, optimizer, nn.MSELoss(), schedule, loader, epochs, precision="float16")


def theirs(seed: int, epochs: int):
    torch.manual_seed(seed)
    model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4), torch.nn.Linear(4, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    parts = torch.utils.data.TensorDataset(torch.randn(12, 3), torch.randn(12, 1))
    loader = torch.utils.data.DataLoader(parts, batch_size=4, shuffle=True)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, 1)
    return trained(model, optimizer, torch.nn.MSELoss(), schedule, loader, epochs)


def trained(model, optimizer, criterion, schedule, loader, epochs, **settings):
    callbacks = [training.EarlyStopping(monitor="loss"), training.EMAWeightAveraging(), training.GradientStats()]
    trainer = training.Trainer(
        model, optimizer, criterion, scheduler=schedule, metrics=[metrics.MAE()], callbacks=callbacks, **settings
    )
    trainer.fit(loader, epochs=epochs)
    return trainer


def seen(trainer):
    """All that loading may change."""
    gradients = [None if p.grad is None else copied(p.grad) for p in trainer.model.parameters()]
    place = vars(trainer._place)
    names = ("epoch", "batch", "step", "_stopped", "between_steps", "_loader_setup", "_same_loader")
    return copied([trainer.state_dict(), gradients, place["loaded"], [getattr(trainer, name) for name in names]])


def same(a, b):
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[name], b[name]) for name in a)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if hasattr(a, "shape"):
        return np.array_equal(np.asarray(a), np.asarray(b), equal_nan=True)
    return a == b or type(a).__name__ == type(b).__name__


def places(state, above=()):
    """Every place in a state."""
    pairs = state.items() if isinstance(state, dict) else enumerate(state) if isinstance(state, (list, tuple)) else ()
    for name, part in list(pairs)[:50]:
        yield (*above, name)
        yield from places(part, (*above, name))


def with_other(state, place, value):
    """The state with something else in one place."""
    if not place:
        return value
    first, *rest = place
    parts = dict(state) if isinstance(state, dict) else list(state)
    parts[first] = with_other(parts[first], rest, value)
    return parts


@pytest.mark.parametrize("wrong", [None, "x", [1], tg.zeros(7)], ids=["None", "text", "list", "tensor"])
@pytest.mark.parametrize("make", [ours, theirs])
def test_whatever_is_wrong_in_it_nothing_of_it_stays(make, wrong):
    """What is taken all the same (a setting of a group, say) is loaded whole, too."""
    good, trainer = copied(make(1, 2).state_dict()), make(0, 1)
    before, refused = seen(trainer), 0
    chosen = random.Random(repr(wrong)).sample(list(places(good)), 25)
    for place in [("optimizer",), ("callbacks",), ("history",), ("random",), ("place",), ("progress",), *chosen]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                trainer.load_state_dict(with_other(good, place, wrong))
        except (TypeError, ValueError, RuntimeError, NotImplementedError):
            refused += 1
            assert same(seen(trainer), before), place
        else:
            trainer = make(0, 1)
            before = seen(trainer)
    assert refused >= 6


def test_an_optimizer_s_state_that_does_not_fit_leaves_the_model_as_it_was():
    good, trainer = copied(ours(1, 2).state_dict()), ours(0, 1)
    weight = trainer.model[0].weight.tolist()
    good["optimizer"]["state"][0]["exp_avg"] = tg.zeros(7)
    with pytest.raises(ValueError, match="Adam: the saved exp_avg has shape"):
        trainer.load_state_dict(good)
    assert trainer.model[0].weight.tolist() == weight


def test_a_callback_of_ones_own_that_stumbles_is_told_of_and_nothing_was_changed():
    class Counts(training.Callback):
        seen = 0

        def state_dict(self):
            return {"seen": self.seen}

        def load_state_dict(self, state):
            self.seen = state["seen"]
            if state["seen"]:
                raise KeyError("more")

    good, trainer = copied(ours(1, 2).state_dict()), ours(0, 1)
    good["callbacks"].append(["Counts", {"seen": 3}])
    trainer.add_callback(callback := Counts())
    before = seen(trainer)
    with pytest.raises(ValueError, match=r"the saved state is not built .*KeyError: 'more'.*; nothing was changed"):
        trainer.load_state_dict(good)
    assert same(seen(trainer), before)
    assert callback.seen == 0


def test_a_loop_of_ones_own_takes_all_or_nothing(tmp_path):
    def loop():
        model = nn.Linear(2, 1)
        optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
        return model, training.CallbackList([training.EarlyStopping()], model=model, optimizer=optimizer)

    _, other = loop()
    state = copied(other.trainer.state_dict())
    state["model"]["weight"], state["callbacks"] = tg.ones(1, 2), [["EarlyStopping", {"best": 1.0}]]
    training.save_checkpoint(tmp_path / "broken.safetensors", state)
    model, mine = loop()
    before = model.weight.tolist()
    with pytest.raises(ValueError, match="EarlyStopping: the saved state lacks counter"):
        mine.resume(tmp_path / "broken.safetensors")
    assert model.weight.tolist() == before


def test_weights_that_fit_in_part_change_nothing_in_a_model_of_pytorch_s(tmp_path):
    training.save_weights(tmp_path / "w.safetensors", torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Linear(3, 1)))
    model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Linear(3, 2))
    before = model[0].weight.tolist()
    with pytest.raises(RuntimeError, match="size mismatch"):
        training.load_weights(tmp_path / "w.safetensors", model)
    assert model[0].weight.tolist() == before


def changed(state, **parts):
    return {**state, **parts}


def test_parts_alone_take_all_or_nothing():
    model, other = nn.Linear(2, 1), nn.Linear(2, 1)
    with pytest.raises(RuntimeError, match=r"bias holds <U1, which are no numbers"):
        model.load_state_dict(changed(other.state_dict(), bias=["x"]))
    assert model.weight.tolist() != other.weight.tolist()

    ahead = optim.Lookahead(optim.SGD(model.parameters(), lr=0.1, momentum=0.9))
    state = optim.Lookahead(optim.SGD(model.parameters(), lr=0.5, momentum=0.9)).state_dict()
    for slow in ([tg.zeros(7), tg.zeros(1)], [tg.zeros(1, 2)], 3):
        with pytest.raises(ValueError, match="Lookahead: the saved slow"):
            ahead.load_state_dict(changed(state, slow=slow))
    assert ahead.param_groups[0]["lr"] == 0.1

    average = optim.ExponentialMovingAverage(model.parameters())
    for wrong in ({"averages": [tg.zeros(1, 2), 3]}, {"decay": "x"}, {"n_averaged": None}):
        with pytest.raises((TypeError, ValueError), match="ExponentialMovingAverage: "):
            average.load_state_dict(changed(average.state_dict(), **wrong))

    history = training.History()
    history["loss"] = [1.0]
    with pytest.raises(TypeError, match="History: load_state_dict takes lists"):
        history.load_state_dict({"epochs": {"loss": [2.0]}})
    assert history["loss"] == [1.0]

    schedule = optim.lr_scheduler.LambdaLR(optim.SGD(model.parameters(), lr=0.1), lambda epoch: 1.0)
    with pytest.raises(TypeError, match=r"LambdaLR: the saved lr_lambdas must be what .* remembers, got str 'x'"):
        schedule.load_state_dict(changed(schedule.state_dict(), last_epoch=3, lr_lambdas=["x"]))
    cycle = optim.lr_scheduler.CyclicLR(optim.SGD(model.parameters(), lr=0.1, momentum=0.9), 0.1, 0.2)
    with pytest.raises(TypeError, match="CyclicLR: the saved _scale_fn_custom must be"):
        cycle.load_state_dict(changed(cycle.state_dict(), last_epoch=3, _scale_fn_custom={"a": 1}))
    assert (schedule.last_epoch, cycle.last_epoch) == (0, 0)
