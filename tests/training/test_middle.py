"""In the middle of an epoch: batches left out of a group, validation, figures left over, targets of several parts."""

import copy
import math

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.training.parts import BOTH, loader_of, model_of, trainer_of
from tinygrad_lite import training
from tinygrad_lite.training import Callback, CancelBatch, CancelEpoch, CancelFit, Trainer, metrics


# ------------------------------------------------------------------------------------------ batches that are left out
class Leaves(Callback):
    """Leaves out a batch, and keeps the gradients of every step."""

    def __init__(self, batch):
        self.batch, self.gradients = batch, []

    def on_batch_begin(self, batch):
        if batch == self.batch:
            raise CancelBatch

    def on_before_step(self, step):
        self.gradients.append([p.grad.detach().numpy().copy() for p in self.trainer.model.parameters()])


@BOTH
@pytest.mark.parametrize("left_out", range(4))
def test_a_batch_left_out_of_a_group(lib, left_out):
    """The step is made with the other one alone: with no gradient of the group before, and not later."""
    leaves = Leaves(left_out)
    trainer = trainer_of(lib, leaves, lr=0.0, accumulate=2)
    trainer.fit(loader_of(lib, 32), epochs=1)
    assert trainer.step == len(leaves.gradients) == 2
    inputs, targets = list(loader_of(lib, 32))[left_out ^ 1]  # the other one of its group
    model = model_of(lib)
    (lib.nn.BCEWithLogitsLoss()(model(inputs), targets) / 2).backward()
    for found, parameter in zip(leaves.gradients[left_out // 2], model.parameters(), strict=True):
        np.testing.assert_allclose(found, parameter.grad.numpy(), rtol=1e-6, atol=1e-9)


@BOTH
def test_an_epoch_left_in_the_middle_of_a_group(lib):
    class Leaving(Callback):
        def on_batch_end(self, batch, logs):
            if (self.trainer.epoch, batch) == (0, 2):
                raise CancelEpoch

    trainer = trainer_of(lib, Leaving(), accumulate=2)
    trainer.fit(loader_of(lib, 32), epochs=1)
    assert trainer.between_steps
    assert trainer.state_dict()["gradients"] is None


def test_without_a_batch_that_counts_figures_are_nan():
    class LeavesAll(Callback):
        def on_batch_begin(self, batch):
            raise CancelBatch

    history = trainer_of(tg, LeavesAll(), metrics=[metrics.MAE()]).fit(loader_of(tg), loader_of(tg))
    assert math.isnan(history["loss"][0])
    assert math.isnan(history["mae"][0])
    assert history["val_mae"][0] > 0


@pytest.mark.parametrize(
    ("cancel", "moment"),
    [(CancelBatch, "on_batch_end"), (CancelBatch, "on_epoch_end"), (CancelEpoch, "on_epoch_begin")],
)
def test_a_cancel_at_a_moment_that_has_nothing_to_cancel(cancel, moment):
    def raising(*_):
        raise cancel

    callback = Callback()
    setattr(callback, moment, raising)
    with pytest.raises(RuntimeError, match=rf"fit: {cancel.__name__} was raised where it has no meaning. Raise it in"):
        trainer_of(tg, callback).fit(loader_of(tg))


# --------------------------------------------------------------------------------------------- figures left over
class OwnMean:
    """A metric of one's own, which begins anew by emptying its list."""

    name = "own"

    def __init__(self):
        self.seen = []

    def update(self, predictions, targets):
        self.seen.append(float(abs(predictions - targets).mean()))

    def compute(self):
        return float(np.mean(self.seen))

    def reset(self):
        self.seen.clear()


@BOTH
def test_validation_in_the_middle_of_an_epoch_leaves_its_figures_alone(lib):
    class Validates(Callback):
        def on_batch_end(self, batch, logs):
            if batch == 2:
                self.logs = self.trainer.validate(loader_of(lib, 24))
                self.alone = training.validate(
                    self.trainer.model, loader_of(lib, 24), self.trainer.criterion, metrics=[metrics.MAE(), OwnMean()]
                )

    validates = Validates()
    disturbed = trainer_of(lib, validates, metrics=[metrics.MAE(), OwnMean()]).fit(loader_of(lib), epochs=2)
    assert disturbed == trainer_of(lib, metrics=[metrics.MAE(), OwnMean()]).fit(loader_of(lib), epochs=2)
    assert validates.logs == validates.alone


def test_validation_after_a_stop_in_the_middle_of_an_epoch():
    class Stops(Callback):
        def on_batch_end(self, batch, logs):
            self.trainer.stop("interrupted")

    trainer = trainer_of(tg, Stops(), metrics=[metrics.MAE()])
    trainer.fit(loader_of(tg))
    alone = training.validate(trainer.model, loader_of(tg, 24), trainer.criterion, metrics=[metrics.MAE()])
    assert trainer.validate(loader_of(tg, 24)) == trainer.validate(loader_of(tg, 24)) == alone


@BOTH
@pytest.mark.parametrize("error", [CancelFit, ValueError])
def test_validation_that_breaks_off_is_made_again(lib, error):
    class BreaksOff(Callback):
        count = 0

        def on_validation_end(self, logs):
            self.count += 1
            if self.count == 2:
                raise error

    trainer = trainer_of(lib, BreaksOff(), metrics=[metrics.MAE(), OwnMean()])
    for _ in range(2):
        try:
            trainer.fit(loader_of(lib), loader_of(lib), epochs=3)
        except ValueError:
            assert error is ValueError
    whole = trainer_of(lib, metrics=[metrics.MAE(), OwnMean()])
    assert trainer.history == whole.fit(loader_of(lib), loader_of(lib), epochs=3)


@pytest.mark.parametrize("metric", [metrics.MAE(), OwnMean()], ids=["ours", "own"])
def test_the_loop_functions_begin_with_empty_metrics(metric):
    trainer = trainer_of(tg)
    used = copy.deepcopy(metric)
    used.update(tg.tensor([9.0]), tg.tensor([0.0]))  # as a loop leaves it that was interrupted
    for one in (metric, used):
        one.found = training.validate(trainer.model, loader_of(tg), trainer.criterion, metrics=one)
    assert metric.found == used.found
    used.update(tg.tensor([9.0]), tg.tensor([0.0]))
    logs = training.train_one_epoch(trainer.model, loader_of(tg), trainer.criterion, trainer.optimizer, metrics=used)
    assert logs[metric.name] < 2


# ------------------------------------------------------------------------------------ targets of several parts
@BOTH
@pytest.mark.parametrize("form", [dict, list, tuple])
def test_targets_of_several_parts_count_by_their_samples(lib, form):
    """The last batch is smaller, so a mean over batches would be another."""
    parts = {dict: lambda t: {"class": t, "again": t}, list: lambda t: [t, t], tuple: lambda t: (t, t)}[form]
    first = (lambda t: t["class"]) if form is dict else (lambda t: t[0])
    plain = list(loader_of(lib, 36))
    criterion = lib.nn.BCEWithLogitsLoss()
    model = model_of(lib)
    optimizer = lib.optim.SGD(model.parameters(), lr=0.1)
    trainer = Trainer(model, optimizer, lambda outputs, targets: criterion(outputs, first(targets)))
    batches = [(inputs, parts(targets)) for inputs, targets in plain]
    assert trainer.fit(batches, batches) == trainer_of(lib).fit(plain, plain)


@BOTH
def test_single_samples_are_no_batches(lib):
    samples = [(inputs[0], targets[0, 0]) for inputs, targets in loader_of(lib)]
    with pytest.raises(TypeError, match=r"the loader gives single samples\. Give it a batch_size"):
        trainer_of(lib).fit(samples)


# ----------------------------------------------------------------------------------------- where training goes on
@pytest.mark.parametrize("folder", ["runs", "v1.5", "a.b.c"])
def test_a_folder_that_is_not_there_yet(tmp_path, folder):
    trainer = trainer_of(tg)
    assert trainer.resume(tmp_path / folder) is None
    assert training.CallbackList(model=trainer.model).resume(tmp_path / folder) == 0


@pytest.mark.parametrize("file", ["last.safetensors", "model.pt"])
def test_a_file_that_is_not_there(tmp_path, file):
    with pytest.raises(FileNotFoundError, match=r"resume: there is no file .* give its folder"):
        trainer_of(tg).resume(tmp_path / file)


def test_an_own_loop_that_had_ended_trains_no_more(tmp_path):
    def run():
        trainer = trainer_of(tg)
        trained = []
        callbacks = training.CallbackList(
            [training.EarlyStopping("loss", patience=1, min_delta=9.0), training.ModelCheckpoint(tmp_path, "loss")],
            model=trainer.model,
            optimizer=trainer.optimizer,
        )
        with callbacks:
            for epoch in range(callbacks.resume(tmp_path), 20):
                if callbacks.stop_reason:
                    break
                callbacks.on_epoch_begin(epoch)
                callbacks.on_epoch_end(epoch, {"loss": 1.0})
                trained.append(epoch)
        return trained

    assert run() == [0, 1]
    with pytest.warns(UserWarning, match="resume: the saved training had ended: loss has not become better"):
        assert run() == []


def test_the_trial_run_is_made_once():
    trainer = trainer_of(tg, fast_dev_run=True)
    trainer.fit(loader_of(tg), epochs=5)
    with pytest.warns(UserWarning, match="make a new Trainer without it"):
        trainer.fit(loader_of(tg), epochs=5)


def test_mean_loss_is_exact_and_survives_infinity():
    mean = metrics.MeanLoss()
    for loss in (1e16, 1.0, -1e16):
        mean.update(loss, 1)
    assert mean.compute() == 1 / 3
    restored = metrics.MeanLoss()
    restored.load_state_dict(mean.state_dict())
    assert restored.state == mean.state
    assert type(restored.state["total"]) is float
    mean.update(math.inf, 2)
    mean.update(1.0, 2)
    assert mean.compute() == math.inf
    mean.update(torch.tensor(math.nan), 1)
    assert math.isnan(mean.compute())


def test_a_callback_that_is_checked_is_no_slower():
    """`dir(callback)` would make a dict of its attributes, and each of them slower to reach."""

    class NoDir(Callback):
        def __dir__(self):
            raise AssertionError("looked at the object, and not at its class")

    trainer_of(tg, NoDir()).fit(loader_of(tg))


# ------------------------------------------------------------------------------------------------- plain errors
@BOTH
def test_a_loss_that_is_a_number(lib):
    model = model_of(lib)

    def number(outputs, targets):
        return 0.5

    trainer = Trainer(model, lib.optim.SGD(model.parameters(), lr=0.1), number)
    with pytest.raises(TypeError, match=r"fit: the loss must be a tensor, but number gave float\. Leave out"):
        trainer.fit(loader_of(lib))


def test_files_in_the_place_of_folders(tmp_path):
    file = tmp_path / "runs"
    file.write_text("")
    with pytest.raises(NotADirectoryError, match=r"ModelCheckpoint: .*runs is a file\. Give a folder"):
        trainer_of(tg, training.ModelCheckpoint(file, "loss")).fit(loader_of(tg))
    with pytest.raises(IsADirectoryError, match=r"CSVLogger: .* is a folder\. Give the path of a file"):
        trainer_of(tg, training.CSVLogger(tmp_path)).fit(loader_of(tg))


@pytest.mark.parametrize("name", ["epochs", "max_epochs", "train_dataloader", "val_data"])
def test_what_belongs_to_fit_is_not_for_the_trainer(name):
    with pytest.raises(TypeError, match=rf"there is no argument '{name}'\. Give it to fit: trainer\.fit\("):
        trainer_of(tg, **{name: 3})
