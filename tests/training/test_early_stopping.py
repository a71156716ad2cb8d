"""EarlyStopping and ModelCheckpoint's choice of epochs, on series of values given by hand."""

import numpy as np
import pytest

import tinygrad_lite as tg
from tests.training.parts import BOTH, loader_of, trainer_of
from tinygrad_lite import training
from tinygrad_lite.training import Callback, EarlyStopping, ModelCheckpoint

NAN, INF = float("nan"), float("inf")


class Gives(Callback):
    """Puts a series of values, one an epoch, into the logs."""

    order = -1

    def __init__(self, values, name="val_loss"):
        self.values, self.name = values, name

    def on_epoch_end(self, epoch, logs):
        logs[self.name] = self.values[epoch]


def run(values, *callbacks, lib=tg, trainer=None, name="val_loss"):
    trainer = trainer or trainer_of(lib, Gives(values, name), *callbacks)
    trainer.fit(loader_of(lib), epochs=len(values))
    return trainer


# values, arguments → best value, its epoch, the epoch after which training stopped (None: it did not)
SERIES = {
    "better to the end": ([3, 2, 1], {"patience": 1}, 1, 2, None),
    "patience 1": ([3, 4, 1], {"patience": 1}, 3, 0, 1),
    "in a row": ([3, 4, 2, 4, 4, 1], {"patience": 3}, 1, 5, None),
    "a tie is not better": ([3, 3, 3, 1], {"patience": 2}, 3, 0, 2),
    "exactly min_delta is not better": ([1.0, 0.5, 0.5, 0], {"patience": 2, "min_delta": 0.5}, 1.0, 0, 2),
    "more than min_delta is": ([1.0, 0.49, 0.3, 0.2], {"patience": 2, "min_delta": 0.5}, 0.49, 1, 3),
    "small steps do not add up to one": ([1.0, 0.9, 0.8, 0.7], {"patience": 2, "min_delta": 0.15}, 0.8, 2, None),
    "max": ([0.1, 0.3, 0.3, 0.2], {"monitor": "mine", "patience": 2, "mode": "max"}, 0.3, 1, 3),
    "max by the name": ([0.1, 0.3, 0.3, 0.2], {"monitor": "val_accuracy", "patience": 2}, 0.3, 1, 3),
    "max with min_delta": (
        [0.5, 0.75, 1.25],
        {"monitor": "mine", "patience": 1, "mode": "max", "min_delta": 0.25},
        0.5,
        0,
        1,
    ),
    "NaN is not better": ([1, NAN, NAN], {"patience": 2}, 1, 0, 2),
    "NaN first": ([NAN, 2, 1], {"patience": 2}, 1, 2, None),
    "only NaN": ([NAN, NAN, NAN], {"patience": 2}, INF, None, 1),
    "infinite first": ([INF, INF, 1], {"patience": 3}, 1, 2, None),
}


@pytest.mark.parametrize("name", SERIES)
def test_when_it_stops(name):
    values, arguments, best, best_epoch, stopped = SERIES[name]
    stopping = EarlyStopping(**arguments)
    trainer = run(values, stopping, name=stopping.monitor)
    assert (stopping.best, stopping.best_epoch) == (best, best_epoch)
    assert trainer.history.epochs == (len(values) if stopped is None else stopped + 1)
    assert (trainer.stop_reason is None) == (stopped is None)
    if stopped is not None:
        assert stopping.counter == arguments["patience"]
        assert f"{stopping.monitor} has not become better than {best:.6g} (epoch {best_epoch})" in trainer.stop_reason


def test_the_printed_run():
    """The run with patience 10 that one source prints: best in epoch 42, 0.0498; stopped in epoch 52."""
    values = [*np.linspace(0.7001, 0.06, 42), 0.0498, 0.0512, *np.linspace(0.052, 0.0556, 9), *[0.01] * 20]
    stopping = EarlyStopping(patience=10)
    assert run(values, stopping).history.epochs == 53
    assert (stopping.best, stopping.best_epoch, stopping.counter) == (0.0498, 42, 10)


def stops_by_the_sources(values, patience, worse):
    best, counter = None, 0
    for epoch, value in enumerate(values):
        if best is not None and worse(value, best):
            counter += 1
            if counter >= patience:
                return epoch
        else:
            best, counter = value, 0
    return None


def test_of_the_sources_two_agree_and_one_differs_at_a_tie():
    """Two count a tie as worse, as we do; the third as better, so that it never stops on a plateau."""
    strict, loose = (lambda value, best: not value < best), (lambda value, best: value > best)
    for seed in range(5):
        values = np.random.default_rng(seed).integers(0, 30, 25) / 10
        stopping = EarlyStopping(patience=3)
        stopped = run(values.tolist(), stopping).history.epochs - 1
        assert stopped == (stops_by_the_sources(values, 3, strict) or len(values) - 1)
    plateau = [0.5] * 6
    assert stops_by_the_sources(plateau, 3, loose) is None
    assert run(plateau, EarlyStopping(patience=3)).history.epochs - 1 == stops_by_the_sources(plateau, 3, strict) == 3


class Remembers(Callback):
    def on_fit_begin(self):
        self.weights = []

    def on_epoch_end(self, epoch, logs):
        self.weights.append(weights(self.trainer.model))


def weights(model):
    return np.concatenate([parameter.detach().numpy().reshape(-1) for parameter in model.parameters()])


@BOTH
def test_the_best_weights_come_back(lib):
    remembers = Remembers()
    trainer = run([3, 1, 2, 2, 2], EarlyStopping(patience=2, restore_best=True), remembers, lib=lib)
    assert (weights(trainer.model) == remembers.weights[1]).all()
    assert (weights(trainer.model) != remembers.weights[3]).any()
    trainer = run([3, 1, 2, 2, 2], EarlyStopping(patience=2), remembers, lib=lib)
    assert (weights(trainer.model) == remembers.weights[3]).all()


def test_going_on_from_a_checkpoint_counts_on(tmp_path):
    values = [3, 1, 2, 2, 2, 2]
    run(values[:3], EarlyStopping(patience=3, restore_best=True), ModelCheckpoint(tmp_path))
    stopping, remembers = EarlyStopping(patience=3, restore_best=True), Remembers()
    trainer = trainer_of(tg, Gives(values), remembers, stopping, ModelCheckpoint(tmp_path))
    trainer.resume(tmp_path / "last.safetensors")
    assert (stopping.best, stopping.best_epoch, stopping.counter) == (1, 1, 1)
    run(values, trainer=trainer)
    assert trainer.history.epochs == 5
    whole = Remembers()
    run(values[:2], whole)
    assert (weights(trainer.model) == whole.weights[1]).all()


def test_wrong_use():
    for wrong in (0, -1, 2.0, True):
        with pytest.raises(ValueError, match="EarlyStopping: patience must be a positive integer, got"):
            EarlyStopping(patience=wrong)
    with pytest.raises(ValueError, match="mode must be 'min' or 'max', or None to choose it by the name, got 'auto'"):
        EarlyStopping(mode="auto")
    for wrong in (-0.1, NAN):
        with pytest.raises(ValueError, match="min_delta must not be negative"):
            EarlyStopping(min_delta=wrong)
    for callback in (EarlyStopping(), ModelCheckpoint("unused")):
        with pytest.raises(ValueError, match=r"there is no 'val_loss'; measured were loss\. Give fit a val_loader"):
            trainer_of(tg, callback).fit(loader_of(tg))


def test_which_is_better_is_never_silently_wrong():
    """Keras chooses by the name, Lightning takes "min" whatever the name is; here what is certain wins or is said."""
    for made in (lambda **given: EarlyStopping(**given), lambda **given: ModelCheckpoint("unused", **given)):
        for monitor, mode in (("val_accuracy", "min"), ("val_loss", "max")):
            callback = made(monitor=monitor, mode=mode)
            with pytest.raises(ValueError, match=f"(More|Less) of '{monitor}' is better, so that mode='{mode}' would"):
                run([1], callback, name=monitor)
        with pytest.raises(ValueError, match="is less or more of 'mine' better"):
            run([1], made(monitor="mine"), name="mine")
    schedule = tg.optim.lr_scheduler.ReduceLROnPlateau  # its mode is "min" by default, as in PyTorch
    trainer = trainer_of(tg, metrics=[training.metrics.Accuracy(threshold=0.0)], monitor="val_accuracy")
    trainer.scheduler = schedule(trainer.optimizer)
    with pytest.raises(ValueError, match="ReduceLROnPlateau: More of 'val_accuracy' is better"):
        trainer.fit(loader_of(tg), loader_of(tg))


def test_a_metric_says_which_is_better():
    class Own:
        name, higher_is_better, values = "mine", True, [1, 3, 2, 2, 2]

        def update(self, predictions, targets):
            pass

        def compute(self):
            return self.values.pop(0)

        def reset(self):
            pass

    stopping = EarlyStopping("mine", patience=2)
    trainer_of(tg, stopping, metrics=Own()).fit(loader_of(tg), epochs=9)
    assert (stopping.best, stopping.best_epoch) == (3, 1)
    with pytest.raises(ValueError, match="More of 'mine' is better"):
        trainer_of(tg, EarlyStopping("mine", mode="min"), metrics=Own()).fit(loader_of(tg))
    for metric in (training.metrics.Accuracy(name="hits"), training.metrics.R2(name="share")):
        stopping = EarlyStopping(metric.name)
        stopping.trainer = trainer_of(tg, metrics=[metric])
        stopping.on_fit_begin()
        assert stopping.best == -INF


def test_a_name_that_is_not_there():
    trainer = trainer_of(tg, EarlyStopping("val_acc"), metrics=[training.metrics.Accuracy(threshold=0.0)])
    with pytest.raises(ValueError, match=r"measured were loss, .*val_accuracy\. Did you mean 'val_accuracy'") as error:
        trainer.fit(loader_of(tg), loader_of(tg))
    assert "val_loader" not in str(error.value)  # there is one


def test_the_best_epoch_of_a_history():
    history = training.History({"loss": [3, 1, NAN, 1], "accuracy": [0.1, NAN, 0.9, 0.9]})
    assert history.best("loss") == (1, 1)
    assert history.best("accuracy") == history.best("accuracy", "max") == (2, 0.9)
    with pytest.raises(ValueError, match=r"history\.best: mode must be 'min' or 'max', or None .*, got 'highest'"):
        history.best("accuracy", "highest")


# ------------------------------------------------------------------------------------------- ModelCheckpoint
# values, arguments → epochs whose files are kept, the best first
KEPT = {
    "the best": ([3, 1, 2], {}, [1]),
    "of two that tie, the first": ([3, 1, 1], {}, [1]),
    "the best two": ([3, 1, 2, 4], {"save_top_k": 2}, [1, 2]),
    "ties among several": ([1, 2, 2, 1], {"save_top_k": 3}, [0, 3, 1]),
    "max": ([0.3, 0.1, 0.2], {"monitor": "mine", "save_top_k": 2, "mode": "max"}, [0, 2]),
    "max by the name": ([0.3, 0.1, 0.2], {"monitor": "val_f1", "save_top_k": 2}, [0, 2]),
    "all": ([3, 1, 2], {"save_top_k": -1}, [1, 2, 0]),
    "none": ([3, 1, 2], {"save_top_k": 0}, []),
    "NaN comes last": ([NAN, 1, NAN, 2], {"save_top_k": 3}, [1, 3, 0]),
}


@pytest.mark.parametrize("name", KEPT)
def test_which_epochs_are_kept(tmp_path, name):
    values, arguments, kept = KEPT[name]
    checkpoint = ModelCheckpoint(tmp_path, save_last=False, **arguments)
    run(values, checkpoint, name=checkpoint.monitor)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"epoch-{e:04}.safetensors" for e in kept)
    assert checkpoint.best_path == (tmp_path / f"epoch-{kept[0]:04}.safetensors" if kept else None)
    assert checkpoint.best == (values[kept[0]] if kept else None)
    if kept:
        assert training.load_checkpoint(checkpoint.best_path)["progress"]["epoch"] == kept[0] + 1


def test_the_list_of_the_best_goes_on(tmp_path):
    run([3, 1, 4], ModelCheckpoint(tmp_path, save_top_k=2))
    checkpoint = ModelCheckpoint(tmp_path, save_top_k=2)
    trainer = trainer_of(tg, Gives([3, 1, 4, 2, 1]), checkpoint)
    trainer.resume(tmp_path / "last.safetensors")
    assert checkpoint.best_path.name == "epoch-0001.safetensors"
    run([3, 1, 4, 2, 1], trainer=trainer)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["epoch-0001.safetensors", "epoch-0004.safetensors", "last.safetensors"]
    assert training.load_checkpoint(checkpoint.last_path)["progress"]["epoch"] == 5


def test_with_a_smaller_save_top_k_all_that_are_too_many_go(tmp_path):
    run([3, 1, 4, 2], ModelCheckpoint(tmp_path, save_top_k=4))
    checkpoint = ModelCheckpoint(tmp_path, save_top_k=1)
    trainer = trainer_of(tg, Gives([3, 1, 4, 2, 5]), checkpoint)
    trainer.resume(tmp_path / "last.safetensors")
    run([3, 1, 4, 2, 5], trainer=trainer)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["epoch-0001.safetensors", "last.safetensors"]
