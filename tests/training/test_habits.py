"""What people type who come from elsewhere, such as Keras: it works, or the line to write is said."""

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.training.parts import BOTH, loader_of, model_of, trainer_of
from tinygrad_lite import training
from tinygrad_lite.training import EarlyStopping, Trainer
from tinygrad_lite.training.metrics import Accuracy


def parts_of(lib):
    model = model_of(lib)
    return model, lib.optim.SGD(model.parameters(), lr=0.1), lib.nn.BCEWithLogitsLoss()


# ----------------------------------------------------------------------------------------------------- tg.training
def test_rooms_are_there_without_an_import():
    for name in tg.LATER:
        assert getattr(tg, name).__name__ == f"tinygrad_lite.{name}"
        assert name in dir(tg)
    with pytest.raises(AttributeError, match="module 'tinygrad_lite' has no attribute 'trainer'"):
        tg.trainer


# --------------------------------------------------------------------------------------------------------- predict
@BOTH
def test_predict_takes_batches_pairs_and_a_tensor(lib):
    trainer, loader = trainer_of(lib), loader_of(lib)
    inputs = lib.cat([x for x, _ in loader])
    wanted = trainer.predict(loader)
    assert tuple(wanted.shape) == (40, 1)
    for given in (inputs, [inputs], [x for x, _ in loader]):
        answers = trainer.predict(given)
        assert tuple(answers.shape) == (40, 1)
        np.testing.assert_allclose(answers.numpy(), wanted.numpy(), rtol=1e-5, atol=1e-6)
    assert trainer.model.training


def test_predict_of_the_digits():
    images, _ = tg.data.digits(train=True)
    model = tg.nn.Linear(64, 10)
    trainer = Trainer(model, tg.optim.SGD(model.parameters(), lr=0.1), tg.nn.CrossEntropyLoss())
    assert trainer.predict(images).shape == (1437, 10)


def test_a_model_that_gives_more_than_a_tensor():
    model = tg.nn.LSTM(2, 3)
    trainer = Trainer(model, tg.optim.SGD(model.parameters(), lr=0.1), tg.nn.MSELoss())
    with pytest.raises(TypeError, match="predict: the model must give a tensor, not tuple"):
        trainer.predict([tg.randn(5, 4, 2)])


# -------------------------------------------------------------------------------------------- what is no loader
@BOTH
def test_samples_are_not_batches(lib):
    model, optimizer, criterion = parts_of(lib)
    trainer = Trainer(model, optimizer, criterion)
    dataset = loader_of(lib).dataset
    x, y = (lib.cat(parts) for parts in zip(*loader_of(lib)))
    data = "tg.data" if lib is tg else "torch.utils.data"
    for wrong, text in (
        (dataset, rf"is a data set \(TensorDataset\), which gives single samples\. Write {data}\.DataLoader\(dataset"),
        (x, rf"must give batches, got Tensor\. Write {data}\.DataLoader\({data}\.TensorDataset\(inputs, targets\)"),
        ((x, y), "must give batches, got two tensors"),
        (x.numpy(), "must give batches, got ndarray"),
        (None, "must give batches in a for loop"),
        (64, "must give batches in a for loop"),
    ):
        if wrong is not None:
            with pytest.raises(TypeError, match=f"fit: val_loader {text}"):
                trainer.fit(loader_of(lib), wrong)
        for call in (trainer.fit, trainer.validate, trainer.test):
            with pytest.raises(TypeError, match=rf"(fit|validate): (train_loader|the loader) {text}"):
                call(wrong)
        with pytest.raises(TypeError, match=f"train_one_epoch: the loader {text}"):
            training.train_one_epoch(model, wrong, criterion, optimizer)
    for wrong in (dataset, x.numpy(), None):
        with pytest.raises(TypeError, match="predict: the loader "):
            trainer.predict(wrong)


# ------------------------------------------------------------------------------------- the calls of a tutorial
def test_the_calls_of_a_tutorial_say_the_line_to_write():
    """`train_one_epoch(model, loader, criterion, optimizer, device)` there gives a pair; here a dict, by name."""
    model, optimizer, criterion = parts_of(tg)
    loader, device = loader_of(tg), "cpu"
    with pytest.raises(TypeError, match=r"train_one_epoch: 5 arguments were given without a name.* Write: logs = tra"):
        training.train_one_epoch(model, loader, criterion, optimizer, device)
    with pytest.raises(
        TypeError, match=r"validate: 4 arguments were given .*Write: logs = validate\(model, loader, cri"
    ):
        training.validate(model, loader, criterion, device)
    with pytest.raises(
        TypeError, match=r"train_model: .*'num_epochs'. It is called 'epochs' here.*Write: history = tra"
    ):
        training.train_model(model, loader, loader, criterion, optimizer, device, num_epochs=10)
    # and the lines that are said work
    metrics = [Accuracy(threshold=0.0)]
    logs = training.train_one_epoch(model, loader, criterion, optimizer, metrics=metrics, device=device)
    assert 0 <= logs["accuracy"] <= 1 < logs["loss"] + 1
    logs = training.validate(model, loader, criterion, metrics=metrics, device=device)
    assert 0 <= logs["accuracy"] <= 1 < logs["loss"] + 1
    history = training.train_model(
        model, loader, loader, criterion, optimizer, epochs=2, metrics=metrics, device=device
    )
    assert [len(history[name]) for name in ("loss", "accuracy", "val_loss", "val_accuracy")] == [2] * 4


CALLS = {
    "loss_fn": (
        lambda m, o, c: Trainer(m, o, loss_fn=c),
        "Trainer: there is no argument 'loss_fn'. .*'criterion' here",
    ),
    "max_epochs": (lambda m, o, c: Trainer(m, o, c, max_epochs=3), "Trainer: there is no argument 'max_epochs'"),
    "clipping": (lambda m, o, c: Trainer(m, o, c, gradient_clip_val=1.0), "It is called 'max_norm' here"),
    "accumulating": (lambda m, o, c: Trainer(m, o, c, accumulate_grad_batches=2), "It is called 'accumulate' here"),
    "by place": (lambda m, o, c: Trainer(m, o, c, [Accuracy()]), "4 arguments were given without a name"),
    "too few": (lambda m, o, c: Trainer(m), "optimizer and criterion are missing"),
    "twice": (lambda m, o, c: Trainer(m, o, c, model=m), "'model' was given twice"),
    "nothing known": (lambda m, o, c: Trainer(m, o, c, wandb=True), "there is no argument 'wandb'"),
    "epochs of fit": (lambda m, o, c: Trainer(m, o, c).fit([], num_epochs=3), "fit: .*It is called 'epochs' here"),
    "validation_data": (lambda m, o, c: Trainer(m, o, c).fit([], validation_data=[]), "called 'val_loader' here"),
    "no loader": (lambda m, o, c: Trainer(m, o, c).fit(epochs=3), "train_loader is missing"),
    "two optimizers": (
        lambda m, o, c: Trainer(m, [o, o], c),
        "Trainer: optimizer must be an optimizer, got list. Give",
    ),
    "two losses": (
        lambda m, o, c: Trainer(m, o, [c, c]),
        "Trainer: criterion must be a function or a module, got list",
    ),
    "optimizer's class": (
        lambda m, o, c: Trainer(m, tg.optim.Adam, c),
        r"optimizer is the class Adam\. Give an object of it: Adam\(model\.par",
    ),
    "loss's class": (lambda m, o, c: Trainer(m, o, tg.nn.MSELoss), r"is the class.*MSELoss\(\)"),
    "model's class": (
        lambda m, o, c: Trainer(tg.nn.ReLU, o, c),
        r"model is the class ReLU\. Give an object of it: ReLU\(\.\.\.\)",
    ),
    "loss's name": (lambda m, o, c: Trainer(m, o, "mse"), "criterion must be a function or a module, got str"),
    "optimizer's name": (lambda m, o, c: Trainer(m, "adam", c), "optimizer must be an optimizer, got str"),
    "a loss that is a number": (
        lambda m, o, c: Trainer(m, o, 0.5),
        "criterion must be a function or a module, got float",
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_calls_as_elsewhere(name):
    call, text = CALLS[name]
    with pytest.raises((TypeError, ValueError), match=text):
        call(*parts_of(tg))


# ----------------------------------------------------------------------------------- names and arguments elsewhere
def made():
    """An object of each kind that answers unknown names."""
    trainer = trainer_of(tg, metrics=Accuracy(threshold=0.0))
    trainer.fit(loader_of(tg), loader_of(tg))
    return {
        "Trainer": trainer, "History": trainer.history, "Callback": EarlyStopping(), "Metric": Accuracy(),
        "RangeTest": training.lr_range_test(*parts_of(tg), loader_of(tg), num_iter=5),
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["Trainer", "History", "Callback", "Metric", "RangeTest"])
def test_names_of_elsewhere(kind):
    thing = made()[kind]
    for name in thing.elsewhere:
        with pytest.raises(AttributeError, match=rf"^\w+ has no '{name}'\. Write .+\.$"):
            getattr(thing, name)
    with pytest.raises(AttributeError, match="object has no attribute 'nonsense'"):
        thing.nonsense
    assert not hasattr(thing, "nonsense")


def test_the_lines_that_are_said_work():
    trainer = made()["Trainer"]
    assert trainer.history.last()["loss"] == trainer.history["loss"][-1]
    assert trainer.optimizer.param_groups[0]["lr"] == 0.1
    assert (trainer.epoch, trainer.step, trainer.epochs) == (1, 5, 1)
    with pytest.raises(AttributeError, match=r"Write trainer\.stop\('the reason'\)"):
        trainer.should_stop = True
    with pytest.raises(AttributeError, match="It is called 'ROCAUC' here"):
        training.metrics.AUROC
    with pytest.raises(KeyError, match=r"there is no 'val_acc'; measured were .*Did you mean 'val_accuracy'"):
        trainer.history["val_acc"]
    with pytest.raises(KeyError, match=r"the callback StepHistory\(\) keeps them"):
        trainer.history.steps["batch_loss"]


WITHOUT_ARGUMENTS = ("CancelBatch", "CancelEpoch", "CancelFit", "Callback", "LearningRateMonitor", "Metric")
WITHOUT_ARGUMENTS += ("UndefinedMetricWarning",)
ROOMS = (training.callbacks, training.metrics)
CONSTRUCTORS = [getattr(room, name) for room in ROOMS for name in room.__all__ if name not in WITHOUT_ARGUMENTS]
CONSTRUCTORS += [training.lr_range_test, training.train_model, training.train_one_epoch, training.validate, Trainer]


@pytest.mark.parametrize("constructor", CONSTRUCTORS, ids=lambda one: one.__name__)
def test_arguments_that_do_not_exist(constructor):
    """Python's own text never comes through."""
    if constructor in (training.Profiler, training.LambdaCallback):  # these pass on what they do not know
        return
    with pytest.raises(
        TypeError, match=f"^{constructor.__name__}: there is no argument 'nonsense'.* (Write|Its argum)"
    ):
        constructor(nonsense=1)
    with pytest.raises(TypeError, match=f"^{constructor.__name__}: .*30 arguments were given without a name"):
        constructor(*range(30))


ARGUMENTS = {
    "filepath": (lambda: training.ModelCheckpoint(filepath="m"), "It is called 'folder' here"),
    "restore_best_weights": (lambda: EarlyStopping(restore_best_weights=True), "It is called 'restore_best' here"),
    "verbose": (lambda: EarlyStopping(verbose=1), r"callbacks=\[ProgressBar\(\)\]"),
    "misspelt": (lambda: EarlyStopping(patiense=1), "It is called 'patience' here"),
    "a file": (lambda: training.ModelCheckpoint("best.pt"), "give a folder; best.pt looks like a file"),
    "a function": (lambda: training.LambdaCallback(print), "LambdaCallback: 1 argument was given without a name"),
    "path last": (
        lambda: training.save_weights(model_of(tg), "w"),
        r"the path comes first: save_weights\(path, model\)",
    ),
    "path last, load": (lambda: training.load_weights(model_of(tg), "w"), "load_weights: the path comes first"),
    "logs by name": (lambda: training.CallbackList().on_epoch_end(0, loss=0.5), "there is no argument 'loss'"),
    "a model": (lambda: trainer_of(tg).fit(model_of(tg), loader_of(tg)), "must give batches, got a model, Sequential"),
    "schedule's class": (
        lambda: trainer_of(tg, scheduler=tg.optim.lr_scheduler.StepLR).fit(loader_of(tg)),
        "scheduler is the class StepLR",
    ),
    "other tensors": (lambda: trainer_of(tg).predict(torch.zeros(3, 2)), "the model is one of tinygrad_lite, but the"),
    "range of samples": (lambda: training.lr_range_test(*parts_of(tg), loader_of(tg).dataset), "is a data set"),
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_arguments_of_elsewhere(name):
    call, text = ARGUMENTS[name]
    with pytest.raises((TypeError, ValueError), match=text):
        call()


def test_callbacks_and_metrics_that_are_set_later():
    for change in (
        lambda trainer: setattr(trainer, "callbacks", [EarlyStopping(patience=1, min_delta=9.0)]),
        lambda trainer: setattr(trainer, "callbacks", EarlyStopping(patience=1, min_delta=9.0)),
        lambda trainer: trainer.callbacks.append(EarlyStopping(patience=1, min_delta=9.0)),
        lambda trainer: trainer.callbacks.__iadd__([EarlyStopping(patience=1, min_delta=9.0)]),
    ):
        trainer = trainer_of(tg)
        change(trainer)
        trainer.metrics = Accuracy(threshold=0.0)
        assert len(trainer.fit(loader_of(tg), loader_of(tg), epochs=5)["val_accuracy"]) == 2


def test_a_tensor_that_is_logged_leaves_its_graph():
    model, _, criterion = parts_of(tg)
    callbacks = training.CallbackList(training.StepHistory())
    x, y = next(iter(loader_of(tg)))
    callbacks.on_batch_begin(0)
    callbacks.on_batch_end(0, {"loss": criterion(model(x), y)})
    callbacks.on_epoch_end(0, {"loss": criterion(model(x), y)})
    assert isinstance(callbacks.history.steps["batch_loss"][0], float)
    assert callbacks.history["loss"][0].grad_fn is None


def test_a_logger_that_hears_only_of_batches_and_ends(tmp_path):
    callbacks = training.CallbackList(training.CSVLogger(tmp_path / "log", every_n_steps=1))
    for epoch in range(2):
        for batch in range(3):
            callbacks.on_batch_end(batch, {"loss": 0.5})
        callbacks.on_epoch_end(epoch, {"loss": 0.5})
    assert len((tmp_path / "log").read_text("utf-8").splitlines()) == 9
