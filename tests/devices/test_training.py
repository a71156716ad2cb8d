"""The training kit on a device: the same curves as on the CPU, checkpoints that go anywhere, few waits."""

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.devices.both import PLACE
from tinygrad_lite import training
from tinygrad_lite.backend import DeviceError
from tinygrad_lite.data import DataLoader, DeviceLoader, TensorDataset
from tinygrad_lite.devices import DeviceArray
from tinygrad_lite.training import Trainer, metrics

DEVICES = pytest.mark.parametrize("device", ["cpu", PLACE])


def spirals(n=120):
    return TensorDataset(*tg.data.spirals(n, seed=0))


def loader_of(data=None, seed=0, **options):
    return DataLoader(data or spirals(), 20, True, generator=tg.Generator().manual_seed(seed), **options)


def trainer_on(device, *callbacks, dropout=0.0, optimizer="Adam", **arguments):
    tg.manual_seed(0)
    parts = [tg.nn.Linear(2, 16), tg.nn.Tanh(), tg.nn.Dropout(dropout), tg.nn.Linear(16, 3)]
    model = tg.nn.Sequential(*parts)
    made = getattr(tg.optim, optimizer)(model.parameters(), lr=0.02)
    arguments.setdefault("metrics", [metrics.Accuracy()])
    return Trainer(model, made, tg.nn.CrossEntropyLoss(), callbacks=callbacks, device=device, **arguments)


def weights_of(trainer):
    return {name: value.cpu().numpy().copy() for name, value in trainer.model.state_dict().items()}


def close(first, second, rtol=1e-4):
    assert list(first) == list(second)
    for name in first:
        np.testing.assert_allclose(first[name], second[name], rtol=rtol, atol=1e-5, err_msg=name)


@pytest.fixture
def waits(monkeypatch):
    """How often Python waited for numbers of the device."""
    seen = []
    for name in ("__bool__", "__float__", "item", "numpy", "tolist"):
        before = getattr(DeviceArray, name)

        def counted(self, before=before, name=name):
            seen.append(name)
            return before(self)

        monkeypatch.setattr(DeviceArray, name, counted)
    return seen


# ---------------------------------------------------------------------------------------------- the same curves
@pytest.mark.parametrize("optimizer", ["SGD", "Adam", "AdamW", "RMSprop"])
def test_the_same_curve_as_on_the_cpu(optimizer):
    found = {}
    for device in ("cpu", PLACE):
        trainer = trainer_on(device, optimizer=optimizer, max_norm=1.0)
        history = trainer.fit(loader_of(), loader_of(), epochs=4)
        assert {str(p.device) for p in trainer.model.parameters()} == {device}
        assert str(trainer.predictions.device) == str(trainer.targets.device) == device
        found[device] = {name: history[name] for name in history} | weights_of(trainer)
    close(found["cpu"], found[PLACE])
    assert found["cpu"]["loss"][-1] < found["cpu"]["loss"][0]


def test_the_loop_as_functions():
    found = {}
    for device in ("cpu", PLACE):
        tg.manual_seed(0)
        model = tg.nn.Linear(2, 3).to(device)
        optimizer = tg.optim.SGD(model.parameters(), lr=0.1)
        history = training.train_model(
            model, loader_of(), loader_of(), tg.nn.CrossEntropyLoss(), optimizer, epochs=2,
            metrics=[metrics.Accuracy(), metrics.ConfusionMatrix(3)], device=device,
        )  # fmt: skip
        found[device] = {name: history[name] for name in history}
    close(found["cpu"], found[PLACE])


def test_batches_moved_ahead_change_nothing():
    moved = trainer_on(PLACE).fit(loader_of(), epochs=2)
    ahead = trainer_on(PLACE).fit(DeviceLoader(loader_of(), PLACE), epochs=2)
    assert moved["loss"] == ahead["loss"]


@pytest.mark.parametrize("precision", ["float16", "bfloat16"])
def test_mixed_precision(precision):
    """Learns nearly as in full precision; the scaler is told the device, also where only the model says it."""
    full = trainer_on(PLACE).fit(loader_of(), epochs=8)["loss"]
    mixed = trainer_on(PLACE, precision=precision)
    losses = mixed.fit(loader_of(), epochs=8)["loss"]
    assert losses[-1] == pytest.approx(full[-1], rel=0.05)
    assert losses != full
    trainer = trainer_on(None, precision=precision)
    trainer.model.to(PLACE)
    history = trainer.fit(DeviceLoader(loader_of(), PLACE), epochs=1)
    assert history["loss"][0] == pytest.approx(losses[0], rel=1e-6)


def test_a_batch_that_was_not_moved_is_explained():
    trainer = trainer_on(None)
    trainer.model.to(PLACE)
    with pytest.raises(DeviceError, match=rf'linear: all operands must lie on one device.*x\.to\("{PLACE}"\)'):
        trainer.fit(loader_of(), epochs=1)
    with pytest.raises(DeviceError, match="'nowhere' is not known"):
        trainer_on("nowhere")


def test_prediction_validation_and_test():
    trainer = trainer_on(PLACE)
    trainer.fit(loader_of(), epochs=1)
    inputs, _ = spirals().tensors
    answers = trainer.predict(inputs)
    assert str(answers.device) == PLACE
    found = trainer.test(loader_of())["test_accuracy"]
    right = answers.cpu().numpy().argmax(1) == spirals().tensors[1].numpy()
    assert found == pytest.approx(right.mean())


@pytest.mark.parametrize("name", ["Adagrad", "Lookahead"])
def test_what_the_optimizer_kept_before_the_model_was_moved(name):
    """Adagrad begins with sums, Lookahead with a copy of the parameters; a schedule goes on with the same optimizer."""
    found = {}
    for device in ("cpu", PLACE):
        tg.manual_seed(0)
        model = tg.nn.Linear(2, 3)
        optimizer = tg.optim.Adagrad(model.parameters(), lr=0.1)
        optimizer = tg.optim.Lookahead(optimizer, k=3) if name == "Lookahead" else optimizer
        schedule = tg.optim.lr_scheduler.StepLR(optimizer, 1, gamma=0.5)
        criterion = tg.nn.CrossEntropyLoss(weight=tg.tensor([1.0, 2.0, 3.0]))  # moved as well
        trainer = Trainer(model, optimizer, criterion, device=device, scheduler=schedule)
        history = trainer.fit(loader_of(), epochs=3)
        assert optimizer.param_groups[0]["lr"] == 0.1 / 8
        found[device] = {"loss": history["loss"]} | weights_of(trainer)
    close(found["cpu"], found[PLACE])


@DEVICES
def test_an_optimizer_in_the_middle_of_its_work_is_moved_along(device):
    trainer = trainer_on("cpu")
    trainer.fit(loader_of(), epochs=1)
    moved = Trainer(trainer.model, trainer.optimizer, trainer.criterion, device=device)
    steps = [state["step"].item() for state in moved.optimizer.state.values()]
    assert set(steps) == {6}
    assert moved.fit(loader_of(), epochs=1)["loss"][0] < trainer.history["loss"][0]


# ------------------------------------------------------------------------------------------------ checkpoints
@pytest.mark.parametrize(("saved_on", "goes_on_on"), [(PLACE, PLACE), (PLACE, "cpu"), ("cpu", PLACE)])
def test_saved_on_one_device_and_resumed_on_another(saved_on, goes_on_on, tmp_path):
    uninterrupted = trainer_on(saved_on)
    uninterrupted.fit(loader_of(), epochs=4)
    first = trainer_on(saved_on)
    first.fit(loader_of(), epochs=2)
    first.save(tmp_path / "at2.safetensors")
    other = trainer_on(goes_on_on)
    other.model[0].weight.data.zero_()
    other.resume(tmp_path / "at2.safetensors")
    history = other.fit(loader_of(seed=99), epochs=4)
    assert {str(p.device) for p in other.model.parameters()} == {goes_on_on}
    wanted = {name: uninterrupted.history[name] for name in uninterrupted.history} | weights_of(uninterrupted)
    found = {name: history[name] for name in history} | weights_of(other)
    if saved_on == goes_on_on:
        for name in wanted:
            np.testing.assert_array_equal(wanted[name], found[name], err_msg=name)
    close(wanted, found)


class StopsIn(training.Callback):
    def __init__(self, epoch, batch):
        self.where = epoch, batch

    def on_batch_end(self, batch, logs):
        if (self.trainer.epoch, batch) == self.where:
            self.trainer.stop("for a while")


@pytest.mark.parametrize("ahead", [False, True])
def test_in_the_middle_of_an_epoch_with_dropout_to_the_bit(ahead, tmp_path):
    """The device's own random numbers are saved and brought back, and so is the place in the loader."""

    def loader():
        return DeviceLoader(loader_of(), PLACE) if ahead else loader_of()

    whole = trainer_on(PLACE, dropout=0.5)
    whole.fit(loader(), epochs=3)
    first = trainer_on(PLACE, StopsIn(1, 2), dropout=0.5)
    first.fit(loader(), epochs=3)
    assert (first.epoch, first.batch) == (1, 3)
    first.save(tmp_path / "middle.safetensors")
    tg.manual_seed(1234)
    tg.rand(7, device=PLACE)
    second = trainer_on(PLACE, dropout=0.5)
    second.resume(tmp_path / "middle.safetensors")
    second.fit(loader(), epochs=3)
    assert second.history["loss"] == whole.history["loss"]
    for name, value in weights_of(whole).items():
        np.testing.assert_array_equal(value, weights_of(second)[name], err_msg=name)


def test_a_range_test_leaves_the_devices_random_numbers_as_they_were():
    trainer = trainer_on(PLACE, dropout=0.5)
    data = DeviceLoader(loader_of(), PLACE)
    tg.manual_seed(3)
    expected = tg.rand(3, device=PLACE).tolist()
    tg.manual_seed(3)
    training.lr_range_test(trainer.model, trainer.optimizer, trainer.criterion, data, num_iter=10)
    assert tg.rand(3, device=PLACE).tolist() == expected


@DEVICES
def test_weights_from_and_to_any_device(device, tmp_path):
    tg.manual_seed(0)
    model, path = tg.nn.Linear(3, 2).to(device), tmp_path / "weights.safetensors"
    training.save_weights(path, model)
    for target in ("cpu", PLACE):
        other = tg.nn.Linear(3, 2).to(target)
        training.load_weights(path, other)
        assert str(other.weight.device) == target
        assert other.weight.tolist() == model.weight.tolist()
    theirs = torch.nn.Linear(3, 2)
    training.load_weights(path, theirs)
    assert theirs.weight.tolist() == model.weight.tolist()
    training.export_torch(tmp_path / "weights.pt", model)
    assert torch.load(tmp_path / "weights.pt")["bias"].tolist() == model.bias.tolist()


# --------------------------------------------------------------------------------------------------- waiting
@pytest.mark.parametrize(
    "metric",
    [
        metrics.Accuracy(), metrics.TopKAccuracy(2), metrics.ConfusionMatrix(), metrics.F1(average="macro"),
        metrics.AveragePrecision(average="macro"),
    ],
    ids=lambda metric: type(metric).__name__,
)  # fmt: skip
def test_a_metric_waits_twice_an_epoch(metric, waits):
    """For the first batch, so that what is wrong shows at once, and at the end; the figure is the CPU's."""
    random = np.random.default_rng(0)
    batches = [(random.normal(size=(8, 4)).astype(np.float32), random.integers(0, 4, 8)) for _ in range(12)]
    for scores, targets in batches:
        metric.update(tg.tensor(scores), tg.tensor(targets))
    expected = metric.compute()
    for targets_on in (PLACE, "cpu"):
        metric.reset()
        waits.clear()
        for scores, targets in batches:
            predictions = tg.tensor(scores, device=PLACE)
            metric.update(predictions, tg.tensor(targets, device=targets_on))
            predictions.zero_()  # the memory may be used again
        found = metric.compute()
        np.testing.assert_array_equal(found, expected)
        assert len(waits) == 4 - 2 * (targets_on == "cpu")  # of predictions and targets


def test_what_waits_is_saved_merged_and_set_aside():
    def half(first):
        metric = metrics.Accuracy()
        for scores, target in [([0.1, 0.9], 1), ([0.2, 0.8], 0), ([0.9, 0.1], 0)][first:]:
            metric.update(tg.tensor([scores], device=PLACE), tg.tensor([target], device=PLACE))
        return metric

    assert half(0).state_dict()["count"] == 3
    both, other = half(0), half(1)
    both.merge(other)
    assert both.compute() == 3 / 5
    metric = half(0)
    with metrics.metric.set_aside([metric]):
        metric.reset()
        metric.update([1], [1])
    assert metric.compute() == 2 / 3
    assert repr(metric) == repr(metrics.Accuracy())


def test_errors_of_the_first_batch_come_at_once_and_later_ones_at_the_latest_at_the_end():
    scores = tg.zeros(1, 2, device=PLACE)
    with pytest.raises(ValueError, match="less than 2, the number of classes"):
        metrics.Accuracy().update(scores, tg.tensor([5], device=PLACE))
    metric = metrics.Accuracy()
    for target in (0, 5):
        metric.update(scores, tg.tensor([target], device=PLACE))
    with pytest.raises(ValueError, match="less than 2, the number of classes"):
        metric.compute()


def test_the_mean_of_losses_is_the_cpus_to_the_bit(waits):
    losses = np.random.default_rng(0).normal(size=50).astype(np.float32)
    means = []
    for device in ("cpu", PLACE):
        mean = metrics.MeanLoss()
        waits.clear()
        for n, loss in enumerate(losses):
            mean.update(tg.tensor(loss, device=device), n + 1)
        assert waits == []
        means.append(mean.compute())
        assert len(waits) == (device == PLACE)
    assert means[0] == means[1]


def test_an_epoch_waits_for_the_checks_of_classes_and_little_else(waits):
    """6 batches: each asks the device once whether the classes are in range; loss and metric ask at the end."""
    trainer = trainer_on(PLACE)
    loader = loader_of()
    trainer.fit(loader, epochs=1)
    waits.clear()
    trainer.fit(loader, epochs=2)
    assert len(waits) <= 6 + 5
    with_hook = trainer_on(PLACE, training.StepHistory())
    with_hook.fit(loader, epochs=1)
    assert len(with_hook.history.steps["batch_loss"]) == 6


# ------------------------------------------------------------------------------------------- callbacks, doctor
def test_every_callback_on_a_device(tmp_path, capsys):
    found = {}
    for device in ("cpu", PLACE):
        callbacks = [
            training.EarlyStopping("val_loss", patience=9, restore_best=True), training.EMAWeightAveraging(0.9),
            training.ModelCheckpoint(tmp_path / device), training.CSVLogger(tmp_path / f"{device}.csv"),
            training.JSONLogger(tmp_path / f"{device}.json"), training.GradientStats(1),
            training.ActivationStats(every_n_steps=1), training.LearningRateMonitor(), training.NaNGuard(),
            training.StepHistory(), training.ProgressBar(),
            training.Profiler(None, wait=0, batches=2), training.TensorBoardLogger(tmp_path / f"tb{device}"),
        ]  # fmt: skip
        trainer = trainer_on(device, *callbacks)
        history = trainer.fit(loader_of(), loader_of(), epochs=3)
        stats = {
            f"{kind} {layer}": callbacks[i].series(layer, kind)[1]
            for i, layer, kind in ((5, "0", "norm"), (6, "1", "std"))
        }
        found[device] = {name: history[name] for name in history} | weights_of(trainer) | stats
    close(found["cpu"], found[PLACE], rtol=1e-3)


def test_nan_guard_names_the_layer():
    trainer = trainer_on(PLACE, training.NaNGuard())
    trainer.model[3].weight.data[1, 2] = float("nan")
    with pytest.raises(FloatingPointError, match=r"the output of 3 \(Linear\) has 20 of 60 .*its parameter 3\.weight"):
        trainer.fit(loader_of(), epochs=1)


@DEVICES
def test_the_doctor(device):
    trainer = trainer_on(device, optimizer="SGD")
    trainer.optimizer.param_groups[0]["lr"] = 30.0  # far from where it begins to be too high
    found = training.diagnose(trainer, loader=loader_of())
    assert "learning rate too high" in [cause.name for cause in found.causes]


@pytest.mark.parametrize("name", ["SAM", "Lookahead"])
def test_optimizers_around_others(name):
    found = {}
    for device in ("cpu", PLACE):
        trainer = trainer_on(device)
        trainer.optimizer = getattr(tg.optim, name)(trainer.optimizer)
        history = trainer.fit(loader_of(), epochs=3)
        found[device] = {"loss": history["loss"]} | weights_of(trainer)
    close(found["cpu"], found[PLACE])


@pytest.mark.parametrize("word", ["accelerator", "gpus", "use_cuda"])
def test_words_from_elsewhere(word):
    with pytest.raises(TypeError, match=f"no argument '{word}'. It is called 'device' here"):
        trainer_on(None, **{word: "gpu"})
    with pytest.raises(AttributeError, match=r"Trainer has no 'cuda'\. Write Trainer\(\.\.\., device='cuda'\)"):
        trainer_on(None).cuda
