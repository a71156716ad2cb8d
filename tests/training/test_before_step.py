"""on_before_step: between backward and the step, with gradients that are complete, unscaled and not yet clipped."""

import numpy as np
import pytest

import tinygrad_lite as tg
from tests.training.parts import BOTH, loader_of, model_of, trainer_of
from tinygrad_lite.training import Callback, CancelBatch, CancelFit

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")


def gradients_of(model):
    return np.concatenate([p.grad.numpy().reshape(-1) for p in model.parameters()])


def weights_of(model):
    return np.concatenate([p.detach().numpy().reshape(-1).copy() for p in model.parameters()])


class Looks(Callback):
    """Notes what there is before each step, and after it."""

    def on_fit_begin(self):
        self.steps, self.gradients, self.weights, self.after = [], [], [], []

    def on_before_step(self, step):
        self.steps.append(step)
        self.gradients.append(gradients_of(self.trainer.model).copy())
        self.weights.append(weights_of(self.trainer.model))
        self.loss = self.trainer.loss

    def on_batch_end(self, batch, logs):
        if self.trainer.between_steps:
            self.after.append(gradients_of(self.trainer.model).copy())
            assert self.loss == logs["loss"]


def by_hand(lib, batches):
    """The gradient of the mean loss over these batches, with new weights."""
    model, criterion = model_of(lib), lib.nn.BCEWithLogitsLoss()
    sum(criterion(model(x), y) for x, y in batches).backward()
    return gradients_of(model) / len(batches)


@BOTH
@pytest.mark.parametrize("options", [{}, {"accumulate": 2}, {"max_norm": 0.01}, {"precision": "float16"}])
def test_the_gradients_are_complete_unscaled_and_not_clipped(lib, options):
    looks, accumulate = Looks(), options.get("accumulate", 1)
    trainer = trainer_of(lib, looks, **options)
    trainer.fit(loader_of(lib))  # 5 batches: with accumulate=2, steps of 2, 2 and 1
    assert looks.steps == [*range(trainer.step)]
    assert trainer.step == (3 if accumulate == 2 else 5)
    wanted = by_hand(lib, [*loader_of(lib)][:accumulate])
    tolerance = 1e-2 if "precision" in options else 1e-5
    np.testing.assert_allclose(looks.gradients[0], wanted, rtol=tolerance, atol=tolerance * abs(wanted).max())
    if "max_norm" in options:
        assert np.linalg.norm(looks.after[0]) == pytest.approx(0.01, rel=1e-4)
    else:
        np.testing.assert_array_equal(looks.after[0], looks.gradients[0])
    steps = np.diff([*looks.weights, weights_of(trainer.model)], axis=0)
    np.testing.assert_allclose(steps, [-0.1 * gradient for gradient in looks.after], atol=1e-6)  # SGD: not yet made


class Clips(Callback):
    def __init__(self, value):
        self.value = value

    def on_before_step(self, step):
        utils = self.trainer.library.nn.utils
        utils.clip_grad_value_(self.trainer.model.parameters(), self.value)


@BOTH
@pytest.mark.parametrize("accumulate", [1, 2])
def test_what_a_callback_changes_is_what_the_step_uses(lib, accumulate):
    clipped = trainer_of(lib, accumulate=accumulate, clip_value=0.01)
    own = trainer_of(lib, Clips(0.01), accumulate=accumulate)
    for trainer in (clipped, own):
        trainer.fit(loader_of(lib), epochs=2)
    np.testing.assert_array_equal(weights_of(clipped.model), weights_of(own.model))
    assert abs(weights_of(own.model) - weights_of(model_of(lib))).max() <= 0.1 * 0.01 * own.step + 1e-6


class Raises(Callback):
    """Raises an error before the second step, once."""

    def __init__(self, error):
        self.error = error

    def on_before_step(self, step):
        error = self.error if step == 1 else None
        if error is not None:
            self.error = None
            raise error


@BOTH
@pytest.mark.parametrize("precision", [None, "float16"])
def test_cancelling_leaves_the_step_out_and_training_goes_on(lib, precision):
    trainer = trainer_of(lib, Raises(CancelBatch()), precision=precision)
    trainer.fit(loader_of(lib))
    assert trainer.step == 4
    trainer = trainer_of(lib, Raises(CancelFit("enough")), precision=precision)
    trainer.fit(loader_of(lib))
    assert (trainer.step, trainer.stop_reason) == (1, "enough")
    trainer.fit(loader_of(lib), epochs=1)  # the scaler can unscale again
    assert trainer.stop_reason is None


def test_infinite_gradients_are_seen_and_the_scaler_leaves_the_step_out():
    looks = Looks()
    trainer = trainer_of(tg, looks, precision="float16")
    trainer.scaler = tg.amp.GradScaler(init_scale=2.0**40)
    trainer.fit(loader_of(tg))
    assert not np.isfinite(looks.gradients[0]).all()
    np.testing.assert_array_equal(looks.weights[0], looks.weights[1])
    assert trainer.scaler.get_scale() < 2.0**40


def test_the_loss_of_the_last_batch():
    trainer = trainer_of(tg)
    assert np.isnan(trainer.loss)
    trainer.fit(loader_of(tg), epochs=1)
    last = [*loader_of(tg)][-1]
    before = trainer_of(tg)
    before.fit([*loader_of(tg)][:-1], epochs=1)
    assert trainer.loss == tg.nn.BCEWithLogitsLoss()(before.model(last[0]), last[1]).item()
