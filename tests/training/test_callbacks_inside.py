"""The callbacks that look inside the model: gradients, activations, NaN, and where the time goes; and their cost."""

import json
import math
import re
import warnings

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.training.parts import BOTH, WAYS, loader_of, model_of, train_until, trainer_of
from tinygrad_lite.training import ActivationStats, Callback, GradientStats, LambdaCallback, NaNGuard, Profiler

NAN, INF = float("nan"), float("inf")


def layer_gradient(model, layer):
    return np.concatenate([p.grad.numpy().reshape(-1) for p in model.get_submodule(layer).parameters()])


# ------------------------------------------------------------------------------------------------ GradientStats
@BOTH
@pytest.mark.parametrize("options", [{}, {"max_norm": 0.01}, {"precision": "bfloat16"}, {"accumulate": 2}])
def test_gradients_are_those_the_optimizer_saw(lib, options):
    stats, wanted = GradientStats(every_n_steps=1), []
    trainer = trainer_of(lib, stats, **options)
    step = trainer.optimizer.step

    def seen():
        wanted.append({layer: layer_gradient(trainer.model, layer).astype(float) for layer in ("0", "2")})
        return step()

    trainer.optimizer.step = seen
    trainer.fit(loader_of(lib), epochs=2)
    assert [sample["step"] for sample in stats.history] == [*range(trainer.step)] == [*range(len(wanted))]
    for sample, gradients in zip(stats.history, wanted):
        for layer, gradient in gradients.items():
            figures = gradient.min(), gradient.max(), gradient.mean(), np.linalg.norm(gradient)
            assert [*sample[layer].values()] == pytest.approx(figures, rel=1e-6, abs=1e-12)
    if "max_norm" in options:
        assert math.hypot(stats.history[0]["0"]["norm"], stats.history[0]["2"]["norm"]) == pytest.approx(0.01, rel=1e-4)


def test_every_so_many_steps_and_no_more_than_are_kept():
    stats = GradientStats(every_n_steps=3, keep=2)
    trainer_of(tg, stats).fit(loader_of(tg), epochs=2)  # 10 steps: 0, 3, 6, 9
    assert stats.series("2", "norm")[0] == [6, 9]
    assert stats.series("2", "norm")[1] == [sample["2"]["norm"] for sample in stats.history]
    with pytest.raises(KeyError, match="there is no layer '7'; measured were 0, 2"):
        stats.series("7", "norm")
    again = GradientStats()
    again.load_state_dict(stats.state_dict())
    assert [*again.history] == [*stats.history]
    for wrong in ({"every_n_steps": 0}, {"keep": 0}):
        with pytest.raises(ValueError, match=f"GradientStats: {next(iter(wrong))} must be at least 1, got 0"):
            GradientStats(**wrong)


def warned(lib, model, **arguments):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        trainer_of(lib, GradientStats(every_n_steps=1), model=model, **arguments).fit(loader_of(lib), epochs=2)
    return [str(warning.message) for warning in caught if "GradientStats" in str(warning.message)]


@BOTH
def test_vanishing_and_exploding_are_said_once_with_layer_and_figures(lib):
    first, *others = warned(lib, model_of(lib, "Sigmoid", depth=8))
    assert first.startswith("GradientStats: in step 0 the gradient of 0 (Linear) vanishes: its norm is ")
    assert "per parameter, " in first
    assert "of the largest layer's." in first
    assert not [text for text in others if "of 0 (Linear)" in text or "16 (Linear)" in text]
    model = model_of(lib)
    with lib.no_grad():
        model[2].weight *= 1e5
    (text,) = warned(lib, model, lr=1e-12)
    assert text.startswith("GradientStats: in step 0 the gradient of 0 (Linear) explodes: its norm is ")
    assert text.endswith("above 1000.")
    assert warned(lib, model_of(lib)) == []
    assert warned(lib, model_of(lib, "ReLU", depth=3, width=32)) == []


@BOTH
def test_a_dead_layer_vanishes(lib):
    model = model_of(lib, "ReLU")
    with lib.no_grad():
        model[0].bias.fill_(-100.0)
    (text,) = warned(lib, model)
    assert "of 0 (Linear) vanishes: its norm is 0; per parameter, exactly zero." in text


@pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning", "ignore:invalid:RuntimeWarning")
def test_steps_that_the_scaler_leaves_out_are_no_explosion():
    trainer = trainer_of(tg, GradientStats(every_n_steps=1), precision="float16")
    trainer.scaler = tg.amp.GradScaler(init_scale=2.0**40)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        trainer.fit(loader_of(tg))
    assert trainer.scaler.get_scale() < 2.0**40


# ---------------------------------------------------------------------------------------------- ActivationStats
@BOTH
def test_activations(lib):
    stats, outputs = ActivationStats(every_n_steps=2), []
    trainer = trainer_of(lib, stats, model=model_of(lib, "ReLU"))

    def keep(module, inputs, output):
        if module.training:
            outputs.append(output.detach().numpy().astype(float))

    trainer.model[1].register_forward_hook(keep)
    trainer.fit(loader_of(lib), loader_of(lib), epochs=2)
    assert stats.series("1", "mean")[0] == [0, 2, 4, 6, 8]
    for sample, output in zip(stats.history, outputs[::2]):
        assert sample["1"]["mean"] == pytest.approx(output.mean())
        assert sample["1"]["std"] == pytest.approx(output.std())
        assert sample["1"]["zeros"] == (output == 0).mean() > 0.1
        assert math.isnan(sample["1"]["saturated"])
        assert list(sample) == ["step", "0", "1", "2"]


@BOTH
def test_chosen_layers_and_saturation(lib):
    model = model_of(lib, "Tanh")
    with lib.no_grad():
        model[0].weight *= 1000.0
    stats = ActivationStats(["1", model[2]], every_n_steps=1)
    trainer = trainer_of(lib, stats, model=model, accumulate=2)
    trainer.fit(loader_of(lib))
    assert [list(sample) for sample in stats.history] == [["step", "1", "2"]] * 3
    assert stats.series("1", "saturated")[1][0] > 0.9
    with pytest.raises(ValueError, match="the model has no layer 'seven'; it has "):
        trainer_of(lib, ActivationStats(["0", "seven"])).fit(loader_of(lib))


def test_outputs_that_are_several_tensors():
    class Last(tg.nn.Module):
        def __init__(self):
            super().__init__()
            self.rnn, self.out = tg.nn.LSTM(2, 4, batch_first=True), tg.nn.Linear(4, 1)

        def forward(self, x):
            return self.out(self.rnn(x.unsqueeze(1))[0][:, -1])

    stats = ActivationStats(every_n_steps=1)
    trainer_of(tg, stats, NaNGuard(), model=Last()).fit(loader_of(tg))
    assert len(stats.series("rnn", "std")[0]) == 5


def hooks_of(model):
    """How many hooks there are, in either library."""
    ours = [module._hooks for module in model.modules() if getattr(module, "_hooks", None)]
    count = sum(len(hooks.before) + len(hooks.after) for hooks in ours)
    count += sum(len(getattr(module, "_forward_hooks", ())) for module in model.modules())
    for parameter in model.parameters():
        hooks = getattr(parameter, "_backward_hooks", None) or getattr(parameter, "_hooks", None)
        count += len(getattr(hooks, "functions", hooks or ()))
    return count


@BOTH
@pytest.mark.parametrize("way", ["to the end", *WAYS])
def test_no_hook_is_left(lib, way):
    if way != "to the end":
        trainer = train_until(way, ActivationStats(every_n_steps=1), NaNGuard(), GradientStats(), lib=lib)
    else:
        seen = LambdaCallback(on_epoch_end=lambda epoch, logs: counts.append(hooks_of(trainer.model)))
        counts, trainer = [], trainer_of(lib, ActivationStats(), NaNGuard(), seen)
        trainer.fit(loader_of(lib), epochs=1)
        assert counts == [3 + 4]  # layers; modules
    assert hooks_of(trainer.model) == 0


def test_everybody_ends_also_after_one_more_ctrl_c():
    def impatient():
        raise KeyboardInterrupt

    trainer = trainer_of(tg, LambdaCallback(on_fit_end=impatient), ActivationStats())
    with pytest.raises(KeyboardInterrupt):
        trainer.fit(loader_of(tg))
    assert hooks_of(trainer.model) == 0


# ----------------------------------------------------------------------------------------------------- NaNGuard
class At(Callback):
    """Does something before a batch."""

    order = -1

    def __init__(self, batch, action):
        self.batch, self.action = batch, action

    def on_batch_begin(self, batch):
        if batch == self.batch:
            self.action(self.trainer)


def spoil_weight(trainer):
    with trainer.library.no_grad():
        trainer.model[2].weight[0, 3] = NAN


def spoil_input(trainer):
    trainer.inputs = trainer.inputs.detach() * 1.0
    trainer.inputs[1, 0] = INF


def spoil_target(trainer):
    trainer.targets = trainer.targets.detach() * 1.0
    trainer.targets[4] = NAN


def spoil_layer(trainer):
    """A layer whose own calculation fails: the logarithm of a negative number."""
    trainer.model[1].forward = lambda x: (x - 100.0).log()


def spoil_loss(trainer):
    trainer.criterion = lambda predictions, targets: (predictions.mean() - 1e6).log()


def spoil_gradient(trainer):
    """The derivative of the square root at 0 is infinite, its value is not."""
    trainer.model[1].forward = lambda x: x + (x * 0.0).sqrt() * 1e-3


def spoil_step(trainer):
    trainer.optimizer.param_groups[0]["lr"] = 1e38
    trainer.criterion = lambda predictions, targets: predictions.sum() * 1e3


BORN = {
    "weight": (spoil_weight, "the output of 2 (Linear) has 8 of 8 values that are not finite; so has its parameter "
                             "2.weight: 1 of 8 values that are not finite."),
    "input": (spoil_input, "the output of 0 (Linear) has 8 of 64 values that are not finite; so has its input: 1 of 16 "
                           "values that are not finite."),
    "target": (spoil_target, "the loss is nan; the targets have 1 of 8 values that are not finite."),
    "layer": (spoil_layer, "the output of 1 (Tanh) has 64 of 64 values that are not finite, though its input and its "
                           "parameters are finite."),
    "loss": (spoil_loss, "the loss is nan, though all layers' outputs and the targets are finite."),
    "gradient": (spoil_gradient, "the gradient of 0."),  # which of the two comes first is the library's affair
    "step": (spoil_step, "after the step, 0.weight has "),
}  # fmt: skip


@BOTH
@pytest.mark.parametrize("place", BORN)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_first_place_is_named(lib, place):
    spoil, text = BORN[place]
    trainer = trainer_of(lib, At(3, spoil), NaNGuard())
    with pytest.raises(FloatingPointError, match=re.escape(f"NaNGuard: in epoch 0, batch 3, {text}")) as error:
        trainer.fit(loader_of(lib))
    if place == "gradient":
        assert str(error.value).endswith("though the loss and all layers' outputs are finite.")
    good = [bool(lib.isfinite(p.detach()).all()) for p in trainer.model.parameters()]
    assert all(good) == (place not in ("weight", "step"))  # what is found before the step is found in time


@BOTH
@pytest.mark.parametrize("place", ["target", "loss", "gradient"])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_while_gradients_are_added_up_it_is_the_batch_that_is_named(lib, place):
    """The step would be made after batch 5."""
    spoil, text = BORN[place]
    trainer = trainer_of(lib, At(3, spoil), NaNGuard(), accumulate=3)
    with pytest.raises(FloatingPointError, match=re.escape(f"NaNGuard: in epoch 0, batch 3, {text}")):
        trainer.fit(loader_of(lib, n=48))
    assert trainer.step == 1


@BOTH
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_stopping_instead_of_raising(lib):
    trainer = trainer_of(lib, At(3, spoil_gradient), NaNGuard(action="stop"))
    history = trainer.fit(loader_of(lib), epochs=5)
    assert history.epochs == 0
    assert trainer.step == 3
    assert trainer.stop_reason.startswith("NaNGuard: in epoch 0, batch 3, the gradient of 0.")


@BOTH
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_in_validation(lib):
    bad = [(inputs * INF, targets) for inputs, targets in loader_of(lib)]
    with pytest.raises(FloatingPointError, match=r"in epoch 0, validation, the output of 0 \(Linear\) has"):
        trainer_of(lib, NaNGuard()).fit(loader_of(lib), bad)
    bad = [(inputs, targets * NAN) for inputs, targets in loader_of(lib)]
    with pytest.raises(FloatingPointError, match="the loss of validation is nan, though"):
        trainer_of(lib, NaNGuard()).fit(loader_of(lib), bad)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_scaler_is_left_alone():
    trainer = trainer_of(tg, NaNGuard(), precision="float16")
    trainer.scaler = tg.amp.GradScaler(init_scale=2.0**40)
    trainer.fit(loader_of(tg))
    with pytest.raises(ValueError, match="NaNGuard: action must be 'raise' or 'stop', got 'warn'"):
        NaNGuard(action="warn")


# ----------------------------------------------------------------------------------------------------- Profiler
@BOTH
def test_the_trace_and_the_table(lib, tmp_path, capsys):
    profiler = Profiler(tmp_path / "new" / "trace.json", wait=1, batches=2, rows=5)
    trainer_of(lib, profiler).fit(loader_of(lib), epochs=2)
    events = json.loads((tmp_path / "new" / "trace.json").read_text(encoding="utf-8"))["traceEvents"]
    name, calls = ("aten::addmm", 2 * 2) if lib is torch else ("Linear", 2 * 2)
    assert sum(event.get("name") == name for event in events) == calls
    out = capsys.readouterr().out
    assert "Self CPU" in out
    assert any(average.key == name for average in profiler.profile.key_averages())
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["trace.json"]


@BOTH
@pytest.mark.parametrize("way", WAYS)
def test_a_profile_that_is_cut_short(lib, tmp_path, way, capsys):
    profiler = Profiler(tmp_path / "trace.json", wait=6, batches=100)
    train_until(way, profiler, lib=lib)
    assert json.loads((tmp_path / "trace.json").read_text(encoding="utf-8"))["traceEvents"]
    assert "Self CPU" in capsys.readouterr().out
    assert tg.observers.everywhere == []


def test_profiles_not_begun_and_wrong_use(tmp_path, capsys):
    trainer_of(tg, Profiler(tmp_path / "trace.json", wait=100)).fit(loader_of(tg))
    assert capsys.readouterr().out == ""
    assert not (tmp_path / "trace.json").exists()
    profiler = Profiler(None, rows=0, record_shapes=True)
    trainer_of(tg, profiler).fit(loader_of(tg))
    assert capsys.readouterr().out == ""
    assert profiler.profile.events()[0].input_shapes
    for wrong in ({"wait": -1}, {"batches": 0}, {"rows": -1}):
        with pytest.raises(ValueError, match=f"Profiler: {next(iter(wrong))} must be at least"):
            Profiler(**wrong)
