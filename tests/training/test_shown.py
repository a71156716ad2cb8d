"""Every metric, ours and one's own, in every place that shows or saves what was measured."""

import io
import json

import numpy as np
import pytest

import tinygrad_lite as tg
from tests.training.parts import loader_of, model_of, trainer_of
from tests.training.test_callbacks import board, scalars, table
from tinygrad_lite import training
from tinygrad_lite.training import metrics
from tinygrad_lite.training.metrics.metric import as_array


class Own:
    """A metric with what the docs ask for, and no more."""

    name = "own"

    def __init__(self):
        self.reset()

    def reset(self):
        self.right = self.count = 0

    def update(self, predictions, targets):
        self.right += int(((as_array(predictions, "p") > 0) == (as_array(targets, "t") > 0.5)).sum())
        self.count += len(targets)

    def compute(self):
        return self.right / self.count


def own_giving(value):
    class Gives(Own):
        def compute(self):
            return value

    return Gives()


THRESHOLD = {"threshold": 0.0}
MADE = {
    "Accuracy": lambda: metrics.Accuracy(**THRESHOLD),
    "ConfusionMatrix": lambda: metrics.ConfusionMatrix(2, **THRESHOLD),
    "ConfusionMatrix, shares": lambda: metrics.ConfusionMatrix(2, normalize="true", **THRESHOLD),
    "MAE": metrics.MAE,
    "MSE": metrics.MSE,
    "R2": metrics.R2,
    "ROCAUC": metrics.ROCAUC,
    "AveragePrecision": metrics.AveragePrecision,
    "own": Own,
    "own, tensor": lambda: own_giving(tg.tensor(0.5)),
    "own, tensor with gradient": lambda: own_giving(tg.tensor([0.5], requires_grad=True)),
    "own, tensors": lambda: own_giving(tg.tensor([0.5, 0.25])),
    "own, list": lambda: own_giving([0.5, float("nan")]),
    "own, dict": lambda: own_giving({"cats": np.float32(0.5), "dogs": [1, 2]}),
    "own, text": lambda: own_giving("good"),
    "own, None": lambda: own_giving(None),
    "own, NaN": lambda: own_giving(float("nan")),
    "own, int": lambda: own_giving(np.int64(3)),
}
for kind in ("Precision", "Recall", "F1"):
    for average in ("binary", "micro", "macro", "weighted", None):
        MADE[f"{kind}, {average}"] = lambda kind=kind, average=average: getattr(metrics, kind)(
            average, num_classes=2, zero_division=0, **THRESHOLD
        )
for kind in ("ROCAUC", "AveragePrecision"):
    MADE[f"{kind}, None"] = lambda kind=kind: getattr(metrics, kind)(None, multilabel=True)
# these need other predictions than those of this model, or are no metric of predictions
ELSEWHERE = {"TopKAccuracy", "MeanLoss", "Metric", "UndefinedMetricWarning"}


def test_no_metric_is_forgotten():
    assert {name.partition(",")[0] for name in MADE} - {"own"} == set(metrics.__all__) - ELSEWHERE


def by_column(loader):
    """Targets as a column, which is what several labels are."""
    return [(x, y.reshape(-1, 1)) for x, y in loader]


def fitted(made, *callbacks, epochs=2, **given):
    trainer = trainer_of(tg, *callbacks, metrics=[made], **given)
    loader = by_column(loader_of(tg))
    return trainer, trainer.fit(loader, loader, epochs=epochs)


@pytest.mark.parametrize("name", MADE)
def test_every_metric_in_every_display(tmp_path, name, capsys):
    """fit's result as the last line of a cell, the bar, the files, a checkpoint, the printed line, the picture."""
    bar = io.StringIO()
    loggers = [
        training.ProgressBar(file=bar),
        training.CSVLogger(tmp_path / "csv"),
        training.JSONLogger(tmp_path / "json"),
        training.TensorBoardLogger(tmp_path / "board"),
        training.ModelCheckpoint(tmp_path / "states"),
    ]
    trainer, history = fitted(MADE[name](), *loggers)
    measured = trainer.metrics[0].name
    lines = repr(history).splitlines()
    assert len(lines) == 3
    assert measured in lines[0].split()
    assert len({len(line) for line in lines}) == 1  # columns stand under their names
    assert "epoch 1/1: loss" in bar.getvalue()
    rows = table(tmp_path / "csv")
    assert [float(row["loss"]) for row in rows] == history["loss"]
    assert measured in rows[0]
    rows = [json.loads(line) for line in (tmp_path / "json").read_text("utf-8").splitlines()]
    figure = training.shown.number(history[f"val_{measured}"][-1])
    if figure is not None and figure == figure:
        assert rows[-1][f"val_{measured}"] == pytest.approx(figure)
        assert f"{measured} " in bar.getvalue()
    shown = scalars(tmp_path / "board")
    tags = [tag for tag in shown if tag.lower().endswith("/val")]
    assert len(tags) == (1 if figure is None else 2)
    assert board(tmp_path / "board")
    going_on = trainer_of(tg, metrics=[MADE[name]()])
    going_on.resume(tmp_path / "states")
    assert repr(going_on.history) == repr(history)
    tg.plots.plot_history(history)
    model = model_of(tg)
    loader, optimizer = by_column(loader_of(tg)), tg.optim.SGD(model.parameters(), lr=0.1)
    criterion = tg.nn.BCEWithLogitsLoss()
    training.train_model(model, loader, loader, criterion, optimizer, epochs=1, metrics=[MADE[name]()], verbose=True)
    assert capsys.readouterr().out.startswith("epoch 0/0: loss ")


WATCHERS = {
    "EarlyStopping": lambda name, folder: training.EarlyStopping(name, mode="max"),
    "ModelCheckpoint": lambda name, folder: training.ModelCheckpoint(folder, name, mode="max"),
}


@pytest.mark.parametrize("watcher", WATCHERS)
@pytest.mark.parametrize("name", ["ConfusionMatrix", "F1, None", "own, tensors", "own, dict", "own, text", "own, None"])
def test_what_is_no_number_cannot_be_watched(tmp_path, watcher, name):
    metric = MADE[name]()
    made = WATCHERS[watcher](f"val_{metric.name}", tmp_path)
    with pytest.raises(ValueError, match=f"{watcher}: 'val_{metric.name}' is .*none is better or worse. Watch a numb"):
        fitted(metric, made)
    _, history = fitted(MADE[name]())
    with pytest.raises(ValueError, match=rf"history\.best: '{metric.name}' is .*of which none is better"):
        history.best(metric.name, "max")


def test_a_schedule_cannot_wait_for_a_matrix():
    trainer = trainer_of(tg, metrics=[MADE["ConfusionMatrix"]()], monitor="val_confusion_matrix")
    trainer.scheduler = tg.optim.lr_scheduler.ReduceLROnPlateau(trainer.optimizer)
    with pytest.raises(ValueError, match="ReduceLROnPlateau: 'val_confusion_matrix' is an array of shape"):
        trainer.fit(loader_of(tg), loader_of(tg))


@pytest.mark.parametrize("name", ["own, tensor", "own, tensor with gradient", "own, int"])
def test_a_tensor_of_one_number_is_a_number(tmp_path, name):
    stopping = training.EarlyStopping("val_own", patience=1, mode="max")
    trainer, history = fitted(MADE[name](), stopping, training.ModelCheckpoint(tmp_path, "val_own", mode="max"))
    assert trainer.history.epochs == 2
    assert stopping.best == history.best("own", "max")[1]
    assert isinstance(stopping.best, float)


# ----------------------------------------------------------------------------------------- a metric of one's own
def test_a_metric_of_ones_own_is_saved_and_gone_on_with(tmp_path):
    whole = trainer_of(tg, metrics=[Own()]).fit(loader_of(tg), epochs=4)
    first = trainer_of(tg, training.ModelCheckpoint(tmp_path, "loss"), metrics=[Own()])
    first.fit(loader_of(tg), epochs=2)
    second = trainer_of(tg, metrics=[Own()])
    second.resume(tmp_path)
    assert second.fit(loader_of(tg), epochs=4) == whole


def test_in_the_middle_of_an_epoch_it_says_that_its_figure_is_not_whole(tmp_path):
    class Stops(training.Callback):
        def on_batch_end(self, batch, logs):
            if batch == 2:
                self.trainer.stop("here")

    first = trainer_of(tg, Stops(), metrics=[Own()])
    first.fit(loader_of(tg))
    path = first.save(tmp_path / "state.safetensors")
    second = trainer_of(tg, metrics=[Own()])
    with pytest.warns(UserWarning, match="own: the metric has no state_dict .* only the batches from here on"):
        second.resume(path, loader_of(tg))


# -------------------------------------------------------------------------------------------- what is given
class HasNoReset:
    name = "half"

    def update(self, predictions, targets):
        pass

    def compute(self):
        return 0.0


class Nameless(HasNoReset):
    name = None

    def reset(self):
        pass


WRONG = {
    "text": (["accuracy"], r"'accuracy' is text\. Give the object: metrics=\[tg\.training\.metrics\.Accuracy\(\)\]"),
    "text alone": ("acc", r"'acc' is text\. .*Accuracy\(\)"),
    "text of another": (["roc_auc"], r"ROCAUC\(\)"),
    "text misspelt": (["confusion"], r"ConfusionMatrix\(\)"),
    "class": ([metrics.Accuracy], r"Accuracy is the class\. Give an object of it: Accuracy\(\)"),
    "class alone": (metrics.F1, r"F1 is the class"),
    "function": ([len], r"the function len cannot be used as a metric, .*it has no update and no compute and no reset"),
    "no reset": ([HasNoReset()], "a HasNoReset cannot be used .* has no reset"),
    "no name": ([Nameless()], "a Nameless has no name for the logs"),
    "dict": ({"accuracy": metrics.Accuracy()}, "must be a list, got dict"),
    "number": (3, "must be a list, got int"),
}


@pytest.mark.parametrize("name", WRONG)
def test_metrics_that_are_none(name):
    given, text = WRONG[name]
    with pytest.raises(TypeError, match=f"metrics: .*{text}|metrics: {text}"):
        trainer_of(tg, metrics=given)
    model = model_of(tg)
    with pytest.raises(TypeError, match="metrics: "):
        training.validate(model, loader_of(tg), tg.nn.BCEWithLogitsLoss(), metrics=given)


def test_a_single_metric_and_a_generator_are_taken():
    one = metrics.Accuracy(threshold=0.0)
    for given in (one, [one], (one for _ in range(1)), (one,)):
        assert "accuracy" in trainer_of(tg, metrics=given).fit(loader_of(tg))
        logs = training.validate(model_of(tg), loader_of(tg), tg.nn.BCEWithLogitsLoss(), metrics=one)
        assert "accuracy" in logs
    assert list(trainer_of(tg, metrics=None).fit(loader_of(tg))) == ["loss"]


def test_two_metrics_of_one_name():
    for given in ([metrics.Accuracy(), metrics.Accuracy()], [metrics.MAE(name="loss")]):
        with pytest.raises(ValueError, match=r"Give one its own, as in Accuracy\(name='another'\)"):
            trainer_of(tg, metrics=given)


def test_training_without_validation():
    model = model_of(tg)
    optimizer = tg.optim.SGD(model.parameters(), lr=0.1)
    history = training.train_model(model, loader_of(tg), None, tg.nn.BCEWithLogitsLoss(), optimizer, epochs=1)
    assert list(history) == ["loss"]
