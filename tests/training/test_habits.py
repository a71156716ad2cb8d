"""What people type who come from elsewhere, such as Keras: it works, or the line to write is said."""

import numpy as np
import pytest

import tinygrad_lite as tg
from tests.training.parts import BOTH, loader_of, model_of, trainer_of
from tinygrad_lite import training
from tinygrad_lite.training import Trainer
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
