"""What a Trainer is given: parts that do not belong together are refused in a sentence that says what to write."""

import csv
import io
import json
import re
import warnings

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.training.parts import BOTH, loader_of, model_of, trainer_of
from tinygrad_lite import training
from tinygrad_lite.training import Callback, CancelBatch, Trainer


def parts_of(lib, seed=0):
    model = model_of(lib)
    return model, lib.optim.SGD(model.parameters(), lr=0.1), lib.nn.BCEWithLogitsLoss()


# ------------------------------------------------------------------------------------------------ parts and libraries
@BOTH
def test_an_optimizer_of_another_model_is_refused(lib):
    """It would train nothing, in silence."""
    model, _, criterion = parts_of(lib)
    _, other, _ = parts_of(lib)
    text = r"the optimizer has none of the model's parameters.* Make it from this model: SGD\(model\.parameters\(\), \."
    with pytest.raises(ValueError, match=text):
        Trainer(model, other, criterion)
    trainer = trainer_of(lib)
    trainer.model = model
    with pytest.raises(ValueError, match=text):
        trainer.fit(loader_of(lib))
    with pytest.raises(ValueError, match=text):
        training.train_one_epoch(model, loader_of(lib), criterion, other)


@BOTH
def test_an_optimizer_of_some_layers_is_fine(lib):
    model, _, criterion = parts_of(lib)
    trainer = Trainer(model, lib.optim.SGD(model[-1].parameters(), lr=0.1), criterion)
    assert trainer.fit(loader_of(lib)).epochs == 1


@BOTH
def test_a_schedule_of_another_optimizer_is_refused(lib):
    trainer, (_, other, _) = trainer_of(lib), parts_of(lib)
    trainer.scheduler = lib.optim.lr_scheduler.StepLR(other, 3)
    with pytest.raises(ValueError, match=r"\(StepLR\) sets the learning rate of another optimizer.*StepLR\(optimizer"):
        trainer.fit(loader_of(lib))
    with pytest.raises(TypeError, match="scheduler must be a schedule of the learning rate, got str"):
        Trainer(*parts_of(lib), scheduler="cosine").fit(loader_of(lib))


def test_a_schedule_of_the_optimizer_inside_is_fine():
    model = model_of(tg)
    inside = tg.optim.SGD(model.parameters(), lr=0.1)
    for around in (tg.optim.Lookahead(inside), tg.optim.SAM(inside)):
        schedule = tg.optim.lr_scheduler.StepLR(inside, 1)
        trainer = Trainer(model, around, tg.nn.BCEWithLogitsLoss(), scheduler=schedule)
        assert trainer.fit(loader_of(tg)).epochs == 1


@BOTH
def test_a_plateau_is_not_for_every_step(lib):
    trainer = trainer_of(lib, schedule_every="step")
    trainer.scheduler = lib.optim.lr_scheduler.ReduceLROnPlateau(trainer.optimizer)
    with pytest.raises(ValueError, match=r"waits for a measure of the whole epoch.*Write schedule_every='epoch'"):
        trainer.fit(loader_of(lib))


@pytest.mark.parametrize(("lib", "other"), [(tg, torch), (torch, tg)], ids=["ours", "pytorch's"])
def test_mixed_libraries(lib, other):
    """Each part of the other library is named, and what to write in its place."""
    model, optimizer, criterion = parts_of(lib)
    _, wrong_optimizer, wrong_criterion = parts_of(other)
    mine, word = lib.__name__, "tg" if lib is tg else "torch"
    begins = f"the model is one of {mine}, but the {{}} of {other.__name__}. "
    with pytest.raises(TypeError, match=re.escape(begins.format("loss") + f"Take {word}.nn.BCEWithLogitsLoss; ")):
        Trainer(model, optimizer, wrong_criterion)
    with pytest.raises(TypeError, match=re.escape(begins.format("loss"))):
        training.validate(model, loader_of(lib), other.nn.functional.mse_loss)
    with pytest.raises(TypeError, match=re.escape(begins.format("optimizer") + f"Take {word}.optim.SGD; ")):
        Trainer(model, wrong_optimizer, criterion)
    trainer = Trainer(model, optimizer, criterion)
    loop = lambda loader: training.train_one_epoch(model, loader, criterion, optimizer)
    for train in (trainer.fit, trainer.validate, loop):
        with pytest.raises(TypeError, match=re.escape(begins.format("batches") + "Make them with ")):
            train(loader_of(other))


def test_several_optimizers_and_closures():
    model, optimizer, criterion = parts_of(torch)
    with pytest.raises(TypeError, match=r"optimizer must be an optimizer, got list. Give one optimizer; several take"):
        Trainer(model, [optimizer], criterion)
    with pytest.raises(ValueError, match=r"LBFGS\.step needs a closure"):
        Trainer(model, torch.optim.LBFGS(model.parameters()), criterion)


# ------------------------------------------------------------------------------------------------------------- numbers
@pytest.mark.parametrize(
    "wrong",
    [
        {"max_norm": -1.0}, {"max_norm": 0}, {"max_norm": float("nan")}, {"clip_value": -0.1}, {"accumulate": 1.5},
        {"accumulate": 0}, {"limit_train_batches": 0}, {"limit_val_batches": 1.5}, {"limit_train_batches": -1},
        {"fast_dev_run": -1}, {"fast_dev_run": "yes"}, {"max_norm": "1"},
    ],
    ids=str,
)  # fmt: skip
def test_numbers_that_mean_nothing(wrong):
    (name, value), *_ = wrong.items()
    with pytest.raises(ValueError, match=f"Trainer: {name} must be .*{re.escape(str(value))}"):
        trainer_of(tg, **wrong)


@pytest.mark.parametrize("epochs", [2.5, -1, True, "3", None])
def test_epochs_are_whole(epochs):
    with pytest.raises(ValueError, match="fit: epochs must be an integer of at least 0, got"):
        trainer_of().fit(loader_of(tg), epochs=epochs)
    model, optimizer, criterion = parts_of(tg)
    with pytest.raises(ValueError, match="train_model: epochs must be"):
        training.train_model(model, loader_of(tg), None, criterion, optimizer, epochs=epochs)


def test_epochs_are_all_of_them():
    trainer = trainer_of()
    trainer.fit(loader_of(tg), epochs=np.int64(2))
    with pytest.warns(
        UserWarning, match=r"epochs=2 counts all of them, and 2 of these are done already.* write epochs=4"
    ):
        trainer.fit(loader_of(tg), epochs=2)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert trainer.fit(loader_of(tg), epochs=3).epochs == 3


# ------------------------------------------------------------------------------------------------------------- loaders
@BOTH
def test_generators_and_empty_loaders(lib):
    """None of them trains, validates or predicts nothing in silence."""
    trainer, good = trainer_of(lib), loader_of(lib)
    for loaders in ((iter(good),), (good, iter(good)), ((pair for pair in good), good)):
        with pytest.raises(TypeError, match=r"which gives its batches only once, but every epoch needs them. Pass a"):
            trainer.fit(*loaders, epochs=2)
    with pytest.raises(TypeError, match="train_loader must give batches in a for loop, such as a DataLoader; got 3"):
        trainer.fit(3)
    assert trainer.fit((pair for pair in good), iter(good), epochs=1).epochs == 1  # once is enough for one
    data = (tg if lib is tg else torch.utils).data
    for empty in ([], data.DataLoader(data.TensorDataset(lib.zeros(4, 2)), batch_size=8, drop_last=True)):
        with pytest.raises(ValueError, match="fit: train_loader gave no batches"):
            trainer.fit(empty, epochs=2)
        for use in (trainer.validate, trainer.test, trainer.predict):
            with pytest.raises(ValueError, match="the loader gave no batches"):
                use(empty)
    model, optimizer, criterion = parts_of(lib)
    for loaders in (([], good), (good, [])):
        with pytest.raises(ValueError, match="the loader gave no batches"):
            training.train_model(model, *loaders, criterion, optimizer)
    with pytest.raises(TypeError, match="train_model: train_loader is a generator, which gives"):
        training.train_model(model, (pair for pair in good), None, criterion, optimizer, epochs=2)


@BOTH
def test_training_without_validation(lib):
    model, optimizer, criterion = parts_of(lib)
    assert list(training.train_model(model, loader_of(lib), None, criterion, optimizer, epochs=2)) == ["loss"]


class Stream(torch.utils.data.IterableDataset):
    def __iter__(self):
        return iter(loader_of(torch, n=20, batch_size=1).dataset)


def test_a_loader_whose_length_nobody_knows():
    """What is left of a group of batches at the end makes a step too."""
    loader = torch.utils.data.DataLoader(Stream(), batch_size=4)
    trainer = trainer_of(torch, training.ProgressBar(file=io.StringIO()), accumulate=2)
    assert trainer.fit(loader, loader, epochs=2).epochs == 2
    assert trainer.step == 6  # 5 batches an epoch


@BOTH
def test_limits(lib):
    batches = []
    count = training.LambdaCallback(on_batch_end=lambda batch, logs: batches.append(batch))
    trainer = trainer_of(lib, count, limit_train_batches=3, limit_val_batches=0.5, accumulate=2)
    logs = trainer.fit(loader_of(lib), loader_of(lib), epochs=2)
    assert batches == [0, 1, 2] * 2
    assert trainer.step == 4  # the third batch makes a step of its own
    first_two = [batch for batch, _ in zip(loader_of(lib), range(2))]
    assert training.validate(trainer.model, first_two, trainer.criterion)["loss"] == logs["val_loss"][-1]
    assert trainer.test(loader_of(lib))["test_loss"] != logs["val_loss"][-1]
    with pytest.raises(ValueError, match=r"a share of 0\.5 needs a loader with a length"):
        trainer_of(lib, limit_train_batches=0.5).fit(pair for pair in loader_of(lib))


@BOTH
def test_fast_dev_run(lib, tmp_path):
    """All is tried, nothing is written."""
    seen = []
    trainer = trainer_of(
        lib, training.ModelCheckpoint(tmp_path / "c"), training.CSVLogger(tmp_path / "log.csv"),
        training.JSONLogger(tmp_path / "log.jsonl"), training.TensorBoardLogger(tmp_path / "runs"),
        training.EarlyStopping("no such figure"), training.LambdaCallback(on_batch_begin=seen.append), fast_dev_run=2,
    )  # fmt: skip
    assert trainer.fit(loader_of(lib), loader_of(lib), epochs=7).epochs == 1
    assert seen == [0, 1]
    assert list(tmp_path.iterdir()) == []
    assert trainer_of(lib, fast_dev_run=True).limit_train_batches == 1


@pytest.mark.parametrize("frozen", [False, True])
def test_deterministic(monkeypatch, frozen):
    """Also where PyTorch's flags may only be changed by its context manager, as after an import of its test tools."""
    monkeypatch.setitem(torch.backends.flags_frozen.__globals__, "__allow_nonbracketed_mutation_flag", not frozen)
    assert torch.backends.flags_frozen() == frozen
    seen = []
    enabled = torch.are_deterministic_algorithms_enabled
    before = enabled(), torch.backends.cudnn.benchmark, torch.backends.cudnn.deterministic
    look = training.LambdaCallback(on_batch_begin=lambda batch: seen.append(enabled()))
    for wanted in (True, False):
        trainer_of(torch, look, deterministic=wanted).fit(loader_of(torch, n=8))
    assert seen == [True, False]
    assert (enabled(), torch.backends.cudnn.benchmark, torch.backends.cudnn.deterministic) == before
    runs = [trainer_of(tg, deterministic=True).fit(loader_of(tg), epochs=2) for _ in range(2)]
    assert runs[0] == runs[1]


# ---------------------------------------------------------------------------------------------- steps that are left out
@BOTH
@pytest.mark.parametrize("every", ["step", "epoch"])
def test_steps_that_the_scaler_leaves_out_move_no_schedule(lib, every):
    stats = training.GradientStats(every_n_steps=1)
    trainer = trainer_of(lib, stats, precision="float16", schedule_every=every)
    trainer.scaler = lib.amp.GradScaler("cpu", init_scale=2.0**127)
    trainer.scheduler = lib.optim.lr_scheduler.ExponentialLR(trainer.optimizer, 0.5)
    before = [p.detach().clone() for p in trainer.model.parameters()]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch: a schedule by epoch before the first step
        trainer.fit(loader_of(lib, n=16), epochs=1)
    assert trainer.skipped
    assert trainer.step == 0
    assert trainer.optimizer.param_groups[0]["lr"] == (0.1 if every == "step" else 0.05)
    assert all((now == then).all() for now, then in zip(trainer.model.parameters(), before))
    assert list(stats.history) == []
    trainer.scaler = lib.amp.GradScaler("cpu", init_scale=2.0**10)
    trainer.fit(loader_of(lib, n=16), epochs=2)
    assert trainer.step == 2
    assert trainer.optimizer.param_groups[0]["lr"] == 0.025


# ------------------------------------------------------------------------------------------------------------------ SAM
class SAMOfPyTorch:
    """As written for PyTorch by many: two steps around an optimizer."""

    def __init__(self, optimizer, rho=0.05):
        self.optimizer, self.rho, self.param_groups = optimizer, rho, optimizer.param_groups
        self.zero_grad, self.state_dict = optimizer.zero_grad, optimizer.state_dict

    def step(self):
        raise AssertionError("first_step and second_step are for this")

    @torch.no_grad()
    def first_step(self, zero_grad=False):
        self.before = [(p, p.clone()) for group in self.param_groups for p in group["params"]]
        length = torch.stack([p.grad.norm() for p, _ in self.before]).norm()
        for p, _ in self.before:
            p.add_(p.grad, alpha=float(self.rho / (length + 1e-12)))
        self.optimizer.zero_grad()

    @torch.no_grad()
    def second_step(self, zero_grad=False):
        for p, before in self.before:
            p.copy_(before)
        self.optimizer.step()


def test_sam_in_the_trainer_is_the_closure_and_agrees_with_pytorch():
    plain = model_of(tg)
    optimizer, criterion = tg.optim.SAM(tg.optim.SGD(plain.parameters(), lr=0.1)), tg.nn.BCEWithLogitsLoss()
    for inputs, targets in loader_of(tg):

        def closure(inputs=inputs, targets=targets):
            optimizer.zero_grad()
            loss = criterion(plain(inputs), targets)
            loss.backward()
            return loss

        optimizer.step(closure)
    model = model_of(tg)
    trainer = Trainer(model, tg.optim.SAM(tg.optim.SGD(model.parameters(), lr=0.1)), criterion)
    loss = trainer.fit(loader_of(tg))["loss"]
    theirs = model_of(torch)
    theirs.load_state_dict({name: torch.tensor(value.numpy()) for name, value in model_of(tg).state_dict().items()})
    sam = SAMOfPyTorch(torch.optim.SGD(theirs.parameters(), lr=0.1))
    in_pytorch = Trainer(theirs, sam, torch.nn.BCEWithLogitsLoss()).fit(loader_of(torch))["loss"]
    np.testing.assert_allclose(loss, in_pytorch, rtol=1e-5)
    for mine, by_hand, other in zip(model.parameters(), plain.parameters(), theirs.parameters(), strict=True):
        np.testing.assert_array_equal(mine.detach().numpy(), by_hand.detach().numpy())
        np.testing.assert_allclose(mine.detach().numpy(), other.detach().numpy(), rtol=1e-4, atol=1e-6)


def test_sam_comes_back_when_a_step_is_left_out():
    class Leaves(Callback):
        def on_before_step(self, step):
            raise CancelBatch

    model = model_of(tg)
    before = [p.detach().clone() for p in model.parameters()]
    sam = tg.optim.SAM(tg.optim.SGD(model.parameters(), lr=0.1))
    trainer = Trainer(model, sam, tg.nn.BCEWithLogitsLoss(), callbacks=[Leaves()])
    trainer.fit(loader_of(tg))
    assert all((now == then).all() for now, then in zip(model.parameters(), before))


@pytest.mark.parametrize("options", [{"accumulate": 2}, {"precision": "float16"}])
def test_sam_needs_whole_batches(options):
    model = model_of(tg)
    sam = tg.optim.SAM(tg.optim.SGD(model.parameters(), lr=0.1))
    with pytest.raises(ValueError, match=f"SAM passes each batch twice .*; leave out {next(iter(options))}"):
        Trainer(model, sam, tg.nn.BCEWithLogitsLoss(), **options)


# ---------------------------------------------------------------------------------------------------- one epoch number
class Worst(Callback):
    """Makes a known epoch the best: the second of five, number 1."""

    order = -1

    def on_epoch_end(self, epoch, logs):
        logs["loss"] = abs(epoch - 1.0)
        self.trainer.history.put(epoch, logs)


@BOTH
def test_one_number_for_an_epoch_everywhere(lib, tmp_path, capsys):
    """Counted from 0, as PyTorch Lightning does: in hooks, the history, files, names of files, lines and sentences."""
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    bar, seen = io.StringIO(), []
    stopping = training.EarlyStopping("loss", patience=2)
    checkpoint = training.ModelCheckpoint(tmp_path / "c", "loss")
    callbacks = [
        Worst(), stopping, checkpoint, training.CSVLogger(tmp_path / "log.csv"),
        training.JSONLogger(tmp_path / "log.jsonl"), training.TensorBoardLogger(tmp_path / "runs"),
        training.ProgressBar(file=bar), training.LambdaCallback(on_epoch_end=lambda epoch, logs: seen.append(epoch)),
    ]  # fmt: skip
    trainer = trainer_of(lib, *callbacks)
    history = trainer.fit(loader_of(lib), epochs=5)
    assert seen == [0, 1, 2, 3]
    assert stopping.best_epoch == history.best("loss")[0] == 1
    assert checkpoint.best_path.name == "epoch-0001.safetensors"
    assert "(epoch 1) for 2 epochs" in trainer.stop_reason
    rows = list(csv.DictReader((tmp_path / "log.csv").read_text().splitlines()))
    assert [row["epoch"] for row in rows if float(row["loss"]) == 0.0] == ["1"]
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [line["epoch"] for line in lines if line["loss"] == 0.0] == [1]
    events = EventAccumulator(str(tmp_path / "runs")).Reload()
    assert [event.step for event in events.Scalars("Loss/train") if event.value == 0.0] == [1]
    assert re.findall(r"epoch (\d)/4: loss 0,", bar.getvalue()) == ["1"]
    assert "stopped after epoch 3: " in bar.getvalue()
    best_in_repr = [line.split()[0] for line in repr(history).splitlines()[1:] if float(line.split()[1]) == 0.0]
    assert best_in_repr == ["1"]
    model, optimizer, criterion = parts_of(lib)
    training.train_model(model, loader_of(lib), None, criterion, optimizer, epochs=2, verbose=True)
    assert re.findall(r"epoch (\d)/1: loss", capsys.readouterr().out) == ["0", "1"]
