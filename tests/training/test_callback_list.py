"""Callbacks as they are given, and in a loop of one's own: every one of them works in both."""

import io
import json

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.training.parts import BOTH, loader_of, model_of, trainer_of
from tests.training.test_callbacks import board, scalars, table
from tests.training.test_early_stopping import weights
from tinygrad_lite import training
from tinygrad_lite.training import Callback, CallbackList, EarlyStopping, ModelCheckpoint
from tinygrad_lite.training.callbacks.callback import HOOKS
from tinygrad_lite.training.callbacks.checks import MOMENTS


# ------------------------------------------------------------------------------------------- what is given
@pytest.mark.parametrize("name", [*MOMENTS, "on_epoch_ends", "on_batchend", "on_something"])
def test_a_method_that_would_never_be_called(name):
    misspelt = type("Mine", (Callback,), {name: lambda self: None})()
    near = MOMENTS.get(name) or {"on_epoch_ends": "on_epoch_end", "on_batchend": "on_batch_end"}.get(name)
    wanted = f"Did you mean {near}" if near else "There are on_fit_begin"
    for give in (lambda: trainer_of(tg, misspelt), lambda: CallbackList([misspelt])):
        with pytest.raises(TypeError, match=rf"callbacks: Mine\.{name} would never be called: .*{wanted}"):
            give()
    trainer = trainer_of(tg)
    with pytest.raises(TypeError, match="would never be called"):
        trainer.add_callback(misspelt)


@pytest.mark.parametrize("name", HOOKS)
def test_a_method_with_other_arguments(name):
    class Mine(Callback):
        pass

    setattr(Mine, name, lambda self, trainer, pl_module, more: None)
    with pytest.raises(TypeError, match=rf"Mine\.{name} is called as {name}\(.*\), but takes \(trainer, pl_module, mo"):
        trainer_of(tg, Mine())
    setattr(Mine, name, lambda self, *args, logs=None: None)  # as in Keras, where logs may be left out
    trainer_of(tg, Mine())


class Nothing:
    pass


WRONG = {
    "class": (EarlyStopping, r"EarlyStopping is the class\. Give an object of it: EarlyStopping\(\.\.\.\)"),
    "text": ("early_stopping", r"'early_stopping' is text\. Give the object"),
    "function": (print, r"the function print does not say when .*LambdaCallback\(on_epoch_end=print\)"),
    "lambda": (lambda epoch, logs: None, r"the function <lambda> does not say when"),
    "nothing": (Nothing(), "Nothing has none of the methods of a callback: on_fit_begin"),
    "number": (3, "int has none of the methods"),
}


@pytest.mark.parametrize("name", WRONG)
def test_callbacks_that_are_none(name):
    given, text = WRONG[name]
    for wrong in (given, [given], [EarlyStopping(), given]):
        with pytest.raises(TypeError, match=f"callbacks: .*({text})|callbacks: ({text})"):
            CallbackList(wrong)


def test_one_callback_a_list_a_generator_and_none():
    for given, number in (
        (EarlyStopping(), 1), ([EarlyStopping()], 1), ((EarlyStopping() for _ in range(2)), 2), (None, 0), ((), 0)
    ):  # fmt: skip
        model = model_of(tg)
        optimizer = tg.optim.SGD(model.parameters(), lr=0.1)
        trainer = training.Trainer(model, optimizer, tg.nn.BCEWithLogitsLoss(), callbacks=given)
        assert len(trainer.callbacks) == number


def test_add_callback():
    class Notes(Callback):
        def __init__(self, name, order):
            self.name, self.order = name, order

        def on_epoch_end(self, epoch, logs):
            seen.append(self.name)

    seen = []
    trainer = trainer_of(tg, Notes("late", 10))
    trainer.add_callback(Notes("early", -1))
    trainer.fit(loader_of(tg))
    assert seen == ["early", "late"]


def test_callbacks_that_two_trainings_had():
    """One that was given to another trainer meanwhile tells its own of it; a new training begins with no best value."""
    stopping = EarlyStopping("loss", patience=1, min_delta=10.0)
    first = trainer_of(tg, stopping)
    second = trainer_of(tg, stopping)
    first.fit(loader_of(tg), epochs=5)
    assert first.history.epochs == 2
    assert second.stop_reason is None
    second.fit(loader_of(tg), epochs=5)
    assert second.history.epochs == 2


# ------------------------------------------------------------------------------------------ a loop of one's own
def parts_of(lib):
    model = model_of(lib)
    return model, lib.optim.SGD(model.parameters(), lr=0.1, momentum=0.9), lib.nn.BCEWithLogitsLoss()


def own_loop(callbacks, model, optimizer, criterion, loader, epochs, lib=tg):
    """A loop as one writes it by hand, with all moments."""
    for epoch in epochs:
        callbacks.on_epoch_begin(epoch)
        model.train()
        losses = []
        for batch, (x, y) in enumerate(loader):
            callbacks.on_batch_begin(batch)
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            callbacks.on_before_step(callbacks.trainer.step)
            optimizer.step()
            losses.append(loss.item())
            callbacks.on_batch_end(batch, {"loss": losses[-1]})
        callbacks.on_validation_begin()
        measured = training.validate(model, loader, criterion)
        callbacks.on_validation_end(measured)
        logs = {"loss": float(np.mean(losses)), "val_loss": measured["loss"]}
        callbacks.on_epoch_end(epoch, logs)
        if callbacks.stop_reason is not None:
            break
    return callbacks.history


def every_callback(folder):
    bar = io.StringIO()
    return bar, [
        EarlyStopping("val_loss", patience=3, restore_best=True),
        ModelCheckpoint(folder / "states", save_top_k=2, every_n_batches=2),
        training.CSVLogger(folder / "csv", every_n_steps=1),
        training.JSONLogger(folder / "json"),
        training.TensorBoardLogger(folder / "board", histograms_every=1, every_n_steps=1),
        training.LearningRateMonitor(),
        training.GradientStats(every_n_steps=2),
        training.ActivationStats(every_n_steps=2),
        training.NaNGuard(),
        training.Profiler(None, wait=1, batches=2, rows=0),
        training.ProgressBar(file=bar),
        training.EMAWeightAveraging(0.5),
        training.StepHistory(),
        training.LambdaCallback(on_epoch_end=lambda epoch, logs: None),
    ]


@BOTH
def test_every_callback_in_a_loop_of_ones_own_as_in_the_trainer(tmp_path, lib):
    """The same files, figures and weights."""
    loader = loader_of(lib)
    model, optimizer, criterion = parts_of(lib)
    bar, callbacks = every_callback(tmp_path / "own")
    assert {type(callback).__name__ for callback in callbacks} | {"Callback", "CallbackList"} == {
        name for name in training.callbacks.__all__ if not name.startswith("Cancel")
    }
    with CallbackList(callbacks, model=model, optimizer=optimizer, loader=loader, epochs=3) as own:
        history = own_loop(own, model, optimizer, criterion, loader, range(3), lib)
    theirs, their_optimizer, criterion = parts_of(lib)
    their_bar, callbacks = every_callback(tmp_path / "theirs")
    trainer = training.Trainer(theirs, their_optimizer, criterion, callbacks=callbacks)
    wanted = trainer.fit(loader, loader, epochs=3)
    assert list(history) == [*wanted]
    for name, values in wanted.items():
        assert history[name] == pytest.approx(values, rel=1e-6), name
    assert history.steps == wanted.steps
    assert (weights(model) == weights(theirs)).all()
    for name in ("csv", "json"):
        mine, others = ((tmp_path / who / name).read_text("utf-8").splitlines() for who in ("own", "theirs"))
        assert len(mine) == len(others)
    assert [path.name for path in sorted((tmp_path / "own" / "states").iterdir())] == [
        path.name for path in sorted((tmp_path / "theirs" / "states").iterdir())
    ]
    assert board(tmp_path / "own" / "board").Tags()["histograms"]
    assert len(scalars(tmp_path / "own" / "board")["Loss/val"]) == 3
    assert len(bar.getvalue().split("\n")) == len(their_bar.getvalue().split("\n"))


def test_the_pattern_of_a_source(tmp_path):
    """Two calls an epoch around one's own training; nothing else but the model, which is saved, need be given."""
    model, optimizer, criterion = parts_of(tg)
    callbacks = CallbackList(
        [
            EarlyStopping(patience=2, min_delta=10.0),
            ModelCheckpoint(tmp_path / "checkpoints"),
            training.CSVLogger(tmp_path / "training.log"),
            training.TensorBoardLogger(tmp_path / "logs"),
        ],
        model=model,
    )
    for epoch in range(9):
        callbacks.on_epoch_begin(epoch)
        logs = training.train_one_epoch(model, loader_of(tg), criterion, optimizer)
        logs["val_loss"] = training.validate(model, loader_of(tg), criterion)["loss"]
        callbacks.on_epoch_end(epoch, logs)
        if callbacks.stop_reason:
            break
    assert epoch == 2
    assert "val_loss has not become better" in callbacks.stop_reason
    assert [float(row["loss"]) for row in table(tmp_path / "training.log")] == callbacks.history["loss"]
    assert [*scalars(tmp_path / "logs")["Loss/train"].values()] == pytest.approx(callbacks.history["loss"])
    assert training.load_checkpoint(tmp_path / "checkpoints" / "last.safetensors")["progress"]["epoch"] == 3


def test_without_a_model_those_that_need_one_say_so(tmp_path):
    logs = {"loss": 0.5, "val_loss": 0.5}
    callbacks = CallbackList([EarlyStopping(), training.CSVLogger(tmp_path / "log")])
    callbacks.on_epoch_end(0, logs)
    assert len(table(tmp_path / "log")) == 1
    for callback in (ModelCheckpoint(tmp_path), EarlyStopping(restore_best=True), training.NaNGuard()):
        with pytest.raises(ValueError, match=r"needs the model\. Write CallbackList\(callbacks, model=model"):
            CallbackList([callback]).on_epoch_end(0, dict(logs))
    with pytest.raises(ValueError, match="LearningRateMonitor: needs the optimizer"):
        CallbackList([training.LearningRateMonitor()], model=model_of(tg)).on_epoch_begin(0)


@BOTH
def test_a_loop_of_ones_own_goes_on_after_a_crash(tmp_path, lib):
    whole, optimizer, criterion = parts_of(lib)
    with CallbackList([], model=whole, optimizer=optimizer) as callbacks:
        wanted = own_loop(callbacks, whole, optimizer, criterion, loader_of(lib), range(4), lib)
    for epochs in (2, 4):  # the second time in a new process, as it were
        model, optimizer, criterion = parts_of(lib)
        given = [ModelCheckpoint(tmp_path), EarlyStopping(patience=9)]
        with CallbackList(given, model=model, optimizer=optimizer) as callbacks:
            start = callbacks.resume(tmp_path)
            assert start == (0 if epochs == 2 else 2)
            history = own_loop(callbacks, model, optimizer, criterion, loader_of(lib), range(start, epochs), lib)
    assert history == wanted
    assert (weights(model) == weights(whole)).all()
    with pytest.raises(ValueError, match="this loop has none, unlike the one that was saved: the optimizer"):
        CallbackList([], model=model).resume(tmp_path)


def test_how_a_block_ends(tmp_path):
    class Ends(Callback):
        def __init__(self, error):
            self.error, self.ended = error, None

        def on_batch_end(self, batch, logs):
            raise self.error

        def on_fit_end(self):
            self.ended = self.trainer.stop_reason

    for error, passed_on in (
        (training.CancelFit("enough"), False),
        (KeyError("broken"), True),
        (KeyboardInterrupt(), True),
    ):
        model, optimizer, criterion = parts_of(tg)
        ends = Ends(error)
        expected = pytest.raises(type(error)) if passed_on else io.StringIO()
        with expected, CallbackList(ends, model=model, optimizer=optimizer) as callbacks:
            own_loop(callbacks, model, optimizer, criterion, loader_of(tg), range(2))
        assert ends.ended == ("interrupted" if isinstance(error, KeyboardInterrupt) else str(error))


# ------------------------------------------------------------------------------------------------- single steps
@BOTH
def test_a_point_for_every_step(tmp_path, lib):
    """23 batches an epoch, three epochs: 69 steps."""
    loader = loader_of(lib, n=184)
    own = training.StepHistory()
    loggers = [
        training.CSVLogger(tmp_path / "csv", every_n_steps=1),
        training.JSONLogger(tmp_path / "json", every_n_steps=1),
        training.TensorBoardLogger(tmp_path / "board", every_n_steps=1),
    ]
    trainer = trainer_of(lib, own, *loggers, schedule_every="step")
    trainer.scheduler = lib.optim.lr_scheduler.ExponentialLR(trainer.optimizer, 0.9)
    history = trainer.fit(loader, loader, epochs=3)
    steps = history.steps
    assert steps["step"] == [*range(69)]
    assert steps["lr"] == pytest.approx([0.1 * 0.9**step for step in range(69)])
    sizes = [len(y) for _, y in loader]
    assert np.average(steps["batch_loss"][23:46], weights=sizes) == pytest.approx(history["loss"][1])
    rows = table(tmp_path / "csv")
    of_steps, of_epochs = [row for row in rows if row["step"]], [row for row in rows if not row["step"]]
    assert [float(row["batch_loss"]) for row in of_steps] == steps["batch_loss"]
    assert [int(row["epoch"]) for row in of_steps] == [0] * 23 + [1] * 23 + [2] * 23
    assert [float(row["val_loss"]) for row in of_epochs] == history["val_loss"]
    rows = [json.loads(line) for line in (tmp_path / "json").read_text("utf-8").splitlines()]
    assert [row["batch_loss"] for row in rows if "step" in row] == steps["batch_loss"]
    assert [row["loss"] for row in rows if "step" not in row] == history["loss"]
    points = scalars(tmp_path / "board" / "steps")
    assert [*points["Loss/batch"]] == [*range(69)]
    assert [*points["Loss/batch"].values()] == pytest.approx(steps["batch_loss"])
    assert [*points["Learning_rate"].values()] == pytest.approx(steps["lr"])
    assert len(scalars(tmp_path / "board")["Loss/train"]) == 3


def test_every_so_many_steps_and_going_on_in_the_middle_of_an_epoch(tmp_path):
    class Stops(Callback):
        def on_batch_end(self, batch, logs):
            if self.trainer.step == self.at:
                self.trainer.stop("here")

    def made(folder):
        loggers = [kind(folder / kind.__name__, every_n_steps=2) for kind in (training.CSVLogger, training.JSONLogger)]
        return trainer_of(tg, training.StepHistory(2), *loggers, training.TensorBoardLogger(folder, every_n_steps=2))

    def steps_in(folder):
        csv = [int(row["step"]) for row in table(folder / "CSVLogger") if row["step"]]
        text = (folder / "JSONLogger").read_text("utf-8")
        assert [row["step"] for row in map(json.loads, text.splitlines()) if "step" in row] == csv
        return csv

    whole = made(tmp_path / "whole")
    whole.fit(loader_of(tg), epochs=3)
    assert steps_in(tmp_path / "whole") == whole.history.steps["step"] == [0, 2, 4, 6, 8, 10, 12, 14]
    for at in (3, 8):  # in the first epoch, and in the second
        folder = tmp_path / str(at)
        first, stops = made(folder), Stops()
        stops.at = at
        first.add_callback(stops)
        first.fit(loader_of(tg), epochs=3)
        state = first.state_dict()
        state["progress"]["stopped"] = None
        second, loader = made(folder), loader_of(tg)
        second.load_state_dict(state, loader)
        second.fit(loader, epochs=3)
        assert second.history.steps == whole.history.steps
        assert steps_in(folder) == steps_in(tmp_path / "whole")
    for wrong in (0, -1, 1.5):
        with pytest.raises(ValueError, match=f"CSVLogger: every_n_steps must be a positive integer, .*got {wrong}"):
            training.CSVLogger("unused", every_n_steps=wrong)


def test_subclasses_of_loggers_have_hooks_of_their_own(tmp_path):
    class Counting(training.CSVLogger):
        count = 0

        def on_batch_end(self, batch, logs):
            super().on_batch_end(batch, logs)
            self.count += 1

    counting = Counting(tmp_path / "log.csv")  # without every_n_steps
    trainer_of(tg, counting).fit(loader_of(tg), epochs=1)
    assert counting.count == len(loader_of(tg))
    assert len(counting.rows()) == 1


# ----------------------------------------------------------------------------------------- averages of weights
class Keeps(Callback):
    """What the model has at each moment."""

    order = 5

    def __init__(self):
        self.trained, self.validated, self.at_the_end = [], [], []

    def on_batch_end(self, batch, logs):
        self.trained.append(weights(self.trainer.model))

    def on_validation_end(self, logs):
        self.validated.append(weights(self.trainer.model))

    def on_epoch_end(self, epoch, logs):
        self.at_the_end.append(weights(self.trainer.model))


def averaged(history, decay):
    """By the definition, after each step."""
    average, averages = history[0], []
    for place, values in enumerate(history):
        average = values if place == 0 else decay * average + (1 - decay) * values
        averages.append(average)
    return averages


@BOTH
def test_averages_are_validated_and_training_goes_on_without_them(lib):
    keeps, plain = Keeps(), Keeps()
    trainer_of(lib, plain).fit(loader_of(lib), loader_of(lib), epochs=3)
    trainer = trainer_of(lib, training.EMAWeightAveraging(0.8), keeps)
    history = trainer.fit(loader_of(lib), loader_of(lib), epochs=3)
    assert np.array_equal(keeps.trained, plain.trained)  # the steps are those of a training without it
    wanted = averaged(plain.trained, 0.8)[4::5]
    np.testing.assert_allclose(keeps.validated, wanted, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(keeps.at_the_end, wanted, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(weights(trainer.model), wanted[-1], rtol=1e-5, atol=1e-6)
    assert trainer.validate(loader_of(lib))["loss"] == pytest.approx(history["val_loss"][-1])


@BOTH
@pytest.mark.parametrize("stop", [5, 7, 10])
def test_averages_go_on_from_a_checkpoint_and_in_the_same_trainer(tmp_path, lib, stop):
    class Stops(Callback):
        def on_batch_end(self, batch, logs):
            if self.trainer.step == stop:
                self.trainer.stop("interrupted")

    def made(*more):
        return trainer_of(lib, training.EMAWeightAveraging(0.8), EarlyStopping(patience=9), *more)

    whole = made()
    wanted = whole.fit(loader_of(lib), loader_of(lib), epochs=3)
    first, loader = made(Stops()), loader_of(lib)
    first.fit(loader, loader_of(lib), epochs=3)
    assert first.step == stop
    if lib is tg or stop % 5 == 0:
        path = first.save(tmp_path / "state.safetensors")
        second, fresh = made(), loader_of(lib)
        second.resume(path, fresh)
        assert second.fit(fresh, loader_of(lib), epochs=3) == wanted
        assert (weights(second.model) == weights(whole.model)).all()
        assert first.fit(loader, loader_of(lib), epochs=3) == wanted
        assert (weights(first.model) == weights(whole.model)).all()


@BOTH
def test_the_best_weights_are_the_averages_that_were_best(lib):
    class Gives(Callback):
        order = -20

        def on_epoch_end(self, epoch, logs):
            logs["val_loss"] = [3.0, 1.0, 2.0, 2.0][epoch]

    keeps = Keeps()
    stopping = EarlyStopping(restore_best=True)
    trainer = trainer_of(lib, Gives(), training.EMAWeightAveraging(0.8), stopping, keeps)
    trainer.fit(loader_of(lib), loader_of(lib), epochs=4)
    assert (weights(trainer.model) == keeps.at_the_end[1]).all()


def test_averages_of_another_model_begin_anew():
    ema = training.EMAWeightAveraging(0.8)
    first = trainer_of(tg, ema)
    first.fit(loader_of(tg))
    second = trainer_of(tg, ema, model=model_of(tg, width=4))
    second.fit(loader_of(tg))
    assert ema.average.n_averaged == 5
    for wrong in (-0.1, 1.1):
        with pytest.raises(ValueError, match="EMAWeightAveraging: decay must be from 0 to 1, got"):
            training.EMAWeightAveraging(wrong)


# ------------------------------------------------------------------------------------------------- what is printed
def test_the_line_says_which_epoch_is_the_best():
    class Gives(Callback):
        order = -20

        def on_epoch_end(self, epoch, logs):
            logs["val_loss"] = [3.0, 1.0, 2.0, 2.0, 0.5][epoch]

    for encoding, tick in (("utf-8", "✓"), ("ascii", "?")):
        file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")
        trainer_of(tg, Gives(), EarlyStopping(patience=10), training.ProgressBar(file=file)).fit(
            loader_of(tg), epochs=5
        )
        file.flush()
        text = file.buffer.getvalue().decode(encoding)
        ends = [line.partition(" s)")[2].strip() for line in text.replace("\r", "\n").split("\n") if " s)" in line]
        assert ends == [f"{tick} (best)", f"{tick} (best)", "(patience 1/10)", "(patience 2/10)", f"{tick} (best)"]


def test_train_model_says_which_epoch_is_the_best(capsys):
    torch.manual_seed(0)
    model, optimizer, criterion = parts_of(tg)
    history = training.train_model(model, loader_of(tg), loader_of(tg), criterion, optimizer, epochs=6, verbose=True)
    lines = capsys.readouterr().out.splitlines()
    best = [value == min(history["val_loss"][: epoch + 1]) for epoch, value in enumerate(history["val_loss"])]
    assert [line.endswith(" ✓ (best)") for line in lines] == best
