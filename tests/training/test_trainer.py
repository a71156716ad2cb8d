"""The Trainer: the loop it stands for, step by step; PyTorch's models as ours; stopping and going on."""

import os
import signal
import threading

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite import training
from tinygrad_lite.training import Callback, CancelBatch, CancelEpoch, CancelFit, Trainer


def model_of(lib, seed=0, width=8):
    """The same weights in either library."""
    tg.manual_seed(seed)
    ours = tg.nn.Sequential(tg.nn.Linear(2, width), tg.nn.Tanh(), tg.nn.Linear(width, 1))
    if lib is tg:
        return ours
    theirs = torch.nn.Sequential(torch.nn.Linear(2, width), torch.nn.Tanh(), torch.nn.Linear(width, 1))
    theirs.load_state_dict({name: torch.tensor(value.numpy()) for name, value in ours.state_dict().items()})
    return theirs


def loader_of(lib, n=50, batch_size=8, seed=0, **arguments):
    x, y = tg.data.moons(n, seed=seed)
    if lib is tg:
        return tg.data.DataLoader(tg.data.TensorDataset(x, y), batch_size=batch_size, **arguments)
    pairs = torch.utils.data.TensorDataset(torch.tensor(x.numpy()), torch.tensor(y.numpy()))
    return torch.utils.data.DataLoader(pairs, batch_size=batch_size, **arguments)


class Accuracy:
    name = "accuracy"

    def __init__(self):
        self.reset()

    def reset(self):
        self.right, self.count = 0, 0

    def update(self, predictions, targets):
        self.right += int(((predictions > 0) == (targets > 0.5)).sum())
        self.count += len(targets)

    def compute(self):
        return self.right / self.count

    def state_dict(self):
        return {"right": self.right, "count": self.count}

    def load_state_dict(self, state_dict):
        self.__dict__.update(state_dict)


def trainer_of(lib, optimizer="Adam", lr=0.02, **arguments):
    model = model_of(lib)
    return Trainer(
        model,
        getattr(lib.optim, optimizer)(model.parameters(), lr=lr),
        lib.nn.BCEWithLogitsLoss(),
        metrics=[Accuracy()],
        **arguments,
    )


def weights(model):
    return np.concatenate([p.detach().numpy().reshape(-1) for p in model.parameters()])


OPTIONS = {
    "plain": {},
    "clip by norm": {"max_norm": 0.05},
    "clip by value": {"clip_value": 0.01},
    "accumulate": {"accumulate": 3},
    "bfloat16": {"precision": "bfloat16"},
}


@pytest.mark.parametrize("options", OPTIONS)
def test_the_same_code_trains_both_libraries(options):
    histories, last = [], []
    for lib in (tg, torch):
        trainer = trainer_of(lib, **OPTIONS[options])
        schedule = lib.optim.lr_scheduler.StepLR(trainer.optimizer, 2, 0.5)
        trainer.scheduler = schedule
        histories.append(trainer.fit(loader_of(lib), loader_of(lib, seed=1), epochs=5))
        last.append(weights(trainer.model))
    assert list(histories[0]) == ["loss", "accuracy", "val_loss", "val_accuracy"]
    tolerance = 2e-2 if options == "bfloat16" else 2e-5
    for name, values in histories[0].items():
        np.testing.assert_allclose(values, histories[1][name], rtol=tolerance, err_msg=name)
    np.testing.assert_allclose(*last, rtol=tolerance, atol=tolerance)


def test_the_trainer_is_the_plain_loop():
    trainer = trainer_of(tg, max_norm=0.1)
    history = trainer.fit(loader_of(tg), loader_of(tg, seed=1), epochs=3)
    model = model_of(tg)
    plain = training.train_model(
        model, loader_of(tg), loader_of(tg, seed=1), tg.nn.BCEWithLogitsLoss(),
        tg.optim.Adam(model.parameters(), lr=0.02), epochs=3, metrics=[Accuracy()], max_norm=0.1,
    )  # fmt: skip
    assert plain == history
    assert (weights(model) == weights(trainer.model)).all()


def test_losses_are_means_over_samples():
    """The last batch has 2 samples and counts as 2, not as a whole batch."""
    model, criterion = model_of(tg), tg.nn.BCEWithLogitsLoss()
    logs = training.validate(model, loader_of(tg, n=50, batch_size=16), criterion)
    (x, y), *_ = loader_of(tg, n=50, batch_size=50)
    assert logs["loss"] == pytest.approx(criterion(model(x), y).item(), rel=1e-6)
    trainer = trainer_of(tg, lr=0.0)
    assert trainer.fit(loader_of(tg, n=50, batch_size=16))["loss"] == pytest.approx([logs["loss"]], rel=1e-6)


@pytest.mark.parametrize("size", [48, 40])
def test_accumulation_is_the_large_batch(size):
    """Three batches of 8 make a step like one of 24; what is left at the end makes a step too."""
    small = trainer_of(tg, "SGD", lr=0.5, accumulate=3)
    large = trainer_of(tg, "SGD", lr=0.5)
    small.fit(loader_of(tg, n=size, batch_size=8), epochs=2)
    large.fit(loader_of(tg, n=size, batch_size=24), epochs=2)
    assert small.step == large.step == 4
    np.testing.assert_allclose(weights(small.model), weights(large.model), rtol=1e-5, atol=1e-6)


def test_float16_with_a_scaler():
    trainer = trainer_of(tg, "SGD", lr=0.3, precision="float16", max_norm=1.0)
    history = trainer.fit(loader_of(tg, n=200), epochs=8)
    assert history["loss"][-1] < 0.4
    assert trainer.scaler.get_scale() == 65536.0


def test_schedules_by_epoch_by_step_and_by_plateau():
    trainer = trainer_of(tg, "SGD", lr=1.0)
    trainer.scheduler, trainer.schedule_every = tg.optim.lr_scheduler.ExponentialLR(trainer.optimizer, 0.5), "step"
    trainer.fit(loader_of(tg, n=24), epochs=2)
    assert trainer.optimizer.param_groups[0]["lr"] == 0.5**6
    trainer = trainer_of(tg, lr=0.0)
    trainer.scheduler = tg.optim.lr_scheduler.ReduceLROnPlateau(trainer.optimizer, patience=1)
    trainer.optimizer.param_groups[0]["lr"] = 1e-12  # the loss stays as it is, to the precision that counts
    trainer.fit(loader_of(tg), loader_of(tg, seed=1), epochs=4)
    assert trainer.optimizer.param_groups[0]["lr"] == pytest.approx(1e-12)  # smaller changes than eps are left out
    trainer.epoch = 0
    with pytest.raises(ValueError, match=r"there is no 'val_loss'; measured were loss, accuracy\. Give fit a val_loa"):
        trainer.fit(loader_of(tg))


class Recorder(Callback):
    def __init__(self, name="", seen=None, order=0):
        self.name, self.seen, self.order = name, [] if seen is None else seen, order

    def note(self, *what):
        self.seen.append((self.name, *what) if self.name else what)

    def on_fit_begin(self):
        self.note("fit begin")

    def on_fit_end(self):
        self.note("fit end", self.trainer.stop_reason)

    def on_epoch_begin(self, epoch):
        self.note("epoch begin", epoch)

    def on_epoch_end(self, epoch, logs):
        self.note("epoch end", epoch, *logs)

    def on_batch_begin(self, batch):
        self.note("batch begin", batch)

    def on_before_step(self, step):
        self.note("before step", step)

    def on_batch_end(self, batch, logs):
        self.note("batch end", batch, *logs)

    def on_validation_begin(self):
        self.note("validation begin")

    def on_validation_end(self, logs):
        self.note("validation end", *logs)


def test_hooks_are_called_in_order():
    recorder = Recorder()
    trainer_of(tg, callbacks=[recorder]).fit(loader_of(tg, n=16), loader_of(tg, n=8), epochs=1)
    assert recorder.seen == [
        ("fit begin",), ("epoch begin", 0), ("batch begin", 0), ("before step", 0), ("batch end", 0, "loss"),
        ("batch begin", 1), ("before step", 1), ("batch end", 1, "loss"), ("validation begin",),
        ("validation end", "loss", "accuracy"),
        ("epoch end", 0, "loss", "accuracy", "val_loss", "val_accuracy"), ("fit end", None),
    ]  # fmt: skip


def test_callbacks_have_an_order():
    seen = []
    callbacks = [
        Recorder("last", seen, order=5),
        Recorder("a", seen),
        Recorder("b", seen),
        Recorder("first", seen, order=-1),
    ]
    trainer_of(tg, callbacks=callbacks).fit(loader_of(tg, n=8))
    assert [name for name, what, *_ in seen if what == "fit begin"] == ["first", "a", "b", "last"]


class Adds(Callback):
    def on_epoch_end(self, epoch, logs):
        logs["extra"] = float(epoch)


class Fails(Callback):
    def __init__(self, where, error):
        self.where, self.error = where, error

    def on_batch_begin(self, batch):
        if (self.trainer.epoch, batch) == self.where:
            raise self.error


def test_what_callbacks_add_is_kept():
    assert trainer_of(tg, callbacks=[Adds()]).fit(loader_of(tg), epochs=2)["extra"] == [0.0, 1.0]


def test_cancelling():
    recorder = Recorder()
    trainer = trainer_of(tg, callbacks=[Fails((0, 1), CancelBatch()), recorder])
    trainer.fit(loader_of(tg, n=24))
    assert [what for what in recorder.seen if what[0] == "batch end"] == [
        ("batch end", 0, "loss"),
        ("batch end", 2, "loss"),
    ]
    assert trainer.step == 2
    trainer = trainer_of(tg, callbacks=[Fails((0, 1), CancelEpoch())])
    history = trainer.fit(loader_of(tg, n=24), loader_of(tg), epochs=2)
    assert (trainer.step, len(history["val_loss"])) == (4, 2)
    recorder = Recorder()
    trainer = trainer_of(tg, callbacks=[Fails((1, 1), CancelFit("enough")), recorder])
    assert trainer.fit(loader_of(tg, n=24), epochs=5).epochs == 1
    assert recorder.seen[-1] == ("fit end", "enough")


class FailsAtEnd(Callback):
    def on_fit_end(self):
        raise OSError("disk full")


def test_a_batch_that_is_left_out_may_stop_training_too():
    class StopsAndLeaves(Callback):
        def on_batch_begin(self, batch):
            if batch == 1:
                self.trainer.stop("enough")
                raise CancelBatch

    trainer = trainer_of(tg, callbacks=[StopsAndLeaves()])
    trainer.fit(loader_of(tg), epochs=2)
    assert (trainer.epoch, trainer.batch, trainer.stop_reason) == (0, 2, "enough")


def test_errors_reach_the_user_after_everybody_has_ended():
    recorder = Recorder()
    trainer = trainer_of(tg, callbacks=[Fails((1, 0), KeyError("broken")), recorder])
    with pytest.raises(KeyError, match="broken"):
        trainer.fit(loader_of(tg), epochs=3)
    assert recorder.seen[-1] == ("fit end", "KeyError: 'broken'")
    assert trainer.history.epochs == 1
    recorder = Recorder()
    with pytest.raises(OSError, match="disk full"):
        trainer_of(tg, callbacks=[FailsAtEnd(), recorder]).fit(loader_of(tg))
    assert recorder.seen[-1][0] == "fit end"


class Interrupts(Callback):
    def __init__(self, at, times=1):
        self.at, self.times = at, times

    def on_batch_begin(self, batch):
        if (self.trainer.epoch, batch) == self.at:
            for _ in range(self.times):
                os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.skipif(os.name == "nt", reason="signals as on Unix")
def test_ctrl_c_stops_after_the_batch_and_fit_goes_on_there(capsys):
    def loader():
        return loader_of(tg, shuffle=True, generator=tg.Generator().manual_seed(3))

    whole = trainer_of(tg)
    whole.fit(loader(), epochs=3)
    recorder, batches = Recorder(), loader()
    trainer = trainer_of(tg, callbacks=[Interrupts((1, 2)), recorder])
    trainer.fit(batches, epochs=3)
    assert recorder.seen[-2:] == [("batch end", 2, "loss"), ("fit end", "interrupted")]
    assert "Training stops after this batch" in capsys.readouterr().out
    assert (trainer.epoch, trainer.batch, trainer.history.epochs) == (1, 3, 1)
    trainer.callbacks = training.CallbackList([], trainer)
    trainer.fit(batches, epochs=3)
    assert trainer.history == whole.history
    assert (weights(trainer.model) == weights(whole.model)).all()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.skipif(os.name == "nt", reason="signals as on Unix")
def test_ctrl_c_leaves_the_newest_weights():
    """Not those of the best epoch, with which training could not go on where it was."""
    stopping = training.EarlyStopping("loss", restore_best=True)
    trainer = trainer_of(tg, callbacks=[stopping, Interrupts((1, 2))])
    trainer.fit(loader_of(tg), epochs=3)
    newest = weights(trainer.model)
    stopping.restore()
    assert (weights(trainer.model) != newest).any()


@pytest.mark.skipif(os.name == "nt", reason="signals as on Unix")
def test_a_second_ctrl_c_stops_at_once():
    recorder = Recorder()
    trainer = trainer_of(tg, callbacks=[Interrupts((0, 1), times=2), recorder])
    with pytest.raises(KeyboardInterrupt):
        trainer.fit(loader_of(tg), epochs=3)
    assert recorder.seen[-1][0] == "fit end"


def test_in_another_thread():
    trainer, errors = trainer_of(tg), []

    def run():
        try:
            trainer.fit(loader_of(tg), epochs=2)
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert errors == []
    assert trainer.epoch == 2


class SaveAt(Callback):
    order = 100

    def __init__(self, epoch, batch=None):
        self.at, self.saved = (epoch, batch), None

    def on_batch_end(self, batch, logs):
        if (self.trainer.epoch, batch) == self.at:
            self.save()

    def on_epoch_end(self, epoch, logs):
        if (epoch, None) == self.at:
            self.save()

    def save(self):
        import copy

        self.saved = copy.deepcopy(self.trainer.state_dict())


class Counts(Callback):
    """A callback with a state of its own."""

    total = 0.0

    def on_epoch_end(self, epoch, logs):
        self.total += logs["loss"]
        logs["total"] = self.total

    def state_dict(self):
        return {"total": self.total}

    def load_state_dict(self, state_dict):
        self.total = state_dict["total"]


class WithDropout(tg.nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = tg.nn.Sequential(
            tg.nn.Linear(2, 8), tg.nn.BatchNorm1d(8), tg.nn.ReLU(), tg.nn.Dropout(0.3), tg.nn.Linear(8, 1)
        )

    def forward(self, x):
        return self.layers(x)


def with_everything(lib, callbacks, accumulate=1):
    if lib is tg:
        tg.manual_seed(0)
        model = WithDropout()
    else:
        torch.manual_seed(0)
        model = torch.nn.Sequential(
            torch.nn.Linear(2, 8),
            torch.nn.BatchNorm1d(8),
            torch.nn.ReLU(),
            torch.nn.Dropout(0.3),
            torch.nn.Linear(8, 1),
        )
    optimizer = lib.optim.AdamW(model.parameters(), lr=0.05)
    return Trainer(
        model, optimizer, lib.nn.BCEWithLogitsLoss(), metrics=[Accuracy()], precision="float16" if lib is tg else None,
        scheduler=lib.optim.lr_scheduler.OneCycleLR(optimizer, 0.05, total_steps=100), schedule_every="step",
        callbacks=[Counts(), *callbacks], accumulate=accumulate,
    )  # fmt: skip


def torch_pairs(loader):
    """Batches of our loader as PyTorch's tensors: a loader of ours can stand in the middle of an epoch."""
    loader.collate_fn = lambda samples: [torch.tensor(part.numpy()) for part in tg.data.default_collate(samples)]
    return loader


@pytest.mark.parametrize("at", [(1, None), (0, 0), (1, 4), (1, 6)])
@pytest.mark.parametrize("lib", [tg, torch])
def test_going_on_from_a_state_is_as_if_nothing_had_happened(lib, at):
    def loader():
        made = loader_of(tg, shuffle=True)
        return torch_pairs(made) if lib is torch else made

    save = SaveAt(*at)
    whole = with_everything(lib, [save])
    whole.fit(loader(), loader(), epochs=3)
    tg.manual_seed(99)
    torch.manual_seed(99)
    batches, resumed = loader(), with_everything(lib, [])
    resumed.load_state_dict(save.saved, loader=batches)
    assert (resumed.epoch, resumed.batch) == ((at[0] + 1, 0) if at[1] is None else (at[0], at[1] + 1))
    resumed.fit(batches, loader(), epochs=3)
    assert resumed.history == whole.history
    assert (weights(resumed.model) == weights(whole.model)).all()
    assert resumed.step == whole.step


def test_predicting_and_testing():
    for lib in (tg, torch):
        trainer = trainer_of(lib)
        trainer.model.train()
        answers = trainer.predict(loader_of(lib, n=20))
        assert tuple(answers.shape) == (20, 1)
        assert not answers.requires_grad
        assert trainer.model.training
        assert set(trainer.test(loader_of(lib))) == {"test_loss", "test_accuracy"}


def test_modes_are_put_back_one_by_one():
    model = WithDropout()
    model.train()
    model.layers[1].eval()  # frozen on purpose
    training.validate(model, loader_of(tg), tg.nn.BCEWithLogitsLoss())
    assert model.training
    assert not model.layers[1].training


def test_wrong_use():
    model = model_of(tg)
    arguments = model, tg.optim.SGD(model.parameters(), lr=0.1), tg.nn.MSELoss()
    for wrong in ({"schedule_every": "batch"}, {"precision": "float8"}, {"accumulate": 0}):
        with pytest.raises(ValueError, match=f"Trainer: {next(iter(wrong))} must be"):
            Trainer(*arguments, **wrong)
    with pytest.raises(TypeError, match="neither a module of tinygrad_lite nor of PyTorch"):
        Trainer("model", *arguments[1:])
    with pytest.raises(TypeError, match=r"a batch must be a pair \(inputs, targets\), got 3 parts"):
        Trainer(*arguments).fit([(1, 2, 3)])


@pytest.mark.parametrize("names", [["accuracy", "accuracy"], ["loss"]])
def test_two_figures_of_one_name_are_refused(names):
    """One of them would be missing in the logs, and nobody would know which."""
    metrics = [training.metrics.Accuracy(name=name, threshold=0.0) for name in names]
    model, loader = model_of(tg), loader_of(tg)
    optimizer, criterion = tg.optim.SGD(model.parameters(), lr=0.1), tg.nn.MSELoss()
    for begin in (
        lambda: Trainer(model, optimizer, criterion, metrics=metrics),
        lambda: training.train_one_epoch(model, loader, criterion, optimizer, metrics=metrics),
        lambda: training.validate(model, loader, criterion, metrics=metrics),
    ):
        with pytest.raises(ValueError, match=f"'{names[0]}'. Give one its own"):
            begin()


def test_predictions_are_those_of_the_last_batch_outside_the_graph():
    seen = []

    class Look(Callback):
        def on_batch_end(self, batch, logs):
            seen.append((self.trainer.predictions, self.trainer.model(self.trainer.inputs)))

    model = model_of(tg)
    trainer = Trainer(model, tg.optim.SGD(model.parameters(), lr=0.0), tg.nn.MSELoss(), callbacks=[Look()])
    assert trainer.predictions is None
    trainer.fit(loader_of(tg), epochs=1)
    for predictions, again in seen:
        assert not predictions.requires_grad
        np.testing.assert_array_equal(predictions.numpy(), again.detach().numpy())
