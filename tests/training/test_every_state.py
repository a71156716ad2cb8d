"""Every part with a state survives a file, and training ends as if nothing had happened, to the bit.

The parts are listed by looking through the packages: a new one fails here until it is added.
"""

import inspect
import json

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.training.parts import BOTH
from tests.training.resuming import LOADERS, assert_resumes, loader_of, loader_with, pairs_of, trainer_of
from tinygrad_lite import training
from tinygrad_lite.training import Callback, metrics


def public(module, base):
    """The classes of a package that users make objects of, by name: a new one is among them by itself."""
    found = {name: getattr(module, name) for name in module.__all__}
    return {name: kind for name, kind in found.items() if inspect.isclass(kind) and issubclass(kind, base)}


S = tg.optim.lr_scheduler
PARTS_OF_TWO = {
    "SequentialLR": lambda S, o: S.SequentialLR(o, [S.LinearLR(o, 0.1, total_iters=5), S.StepLR(o, 3)], [5]),
    "ChainedScheduler": lambda S, o: S.ChainedScheduler([S.ExponentialLR(o, 0.9), S.MultiStepLR(o, [4, 12], 0.5)]),
}
SCHEDULES = PARTS_OF_TWO | {
    "ConstantLR": lambda S, o: S.ConstantLR(o, 0.5, 11),
    "CosineAnnealingLR": lambda S, o: S.CosineAnnealingLR(o, 20),
    "CosineAnnealingWarmRestarts": lambda S, o: S.CosineAnnealingWarmRestarts(o, 4, 2),
    "CyclicLR": lambda S, o: S.CyclicLR(o, 0.01, 0.1, 4, mode="exp_range"),
    "ExponentialLR": lambda S, o: S.ExponentialLR(o, 0.9),
    "LambdaLR": lambda S, o: S.LambdaLR(o, lambda step: 1 / (1 + step)),
    "LinearLR": lambda S, o: S.LinearLR(o, 0.1, total_iters=15),
    "MultiStepLR": lambda S, o: S.MultiStepLR(o, [3, 10, 10, 14], 0.5),
    "MultiplicativeLR": lambda S, o: S.MultiplicativeLR(o, lambda step: 0.95),
    "OneCycleLR": lambda S, o: S.OneCycleLR(o, 0.2, total_steps=40),
    "PolynomialLR": lambda S, o: S.PolynomialLR(o, 30, 2.0),
    "ReduceLROnPlateau": lambda S, o: S.ReduceLROnPlateau(o, patience=0, threshold=0.5),
    "StepLR": lambda S, o: S.StepLR(o, 4, 0.5),
}
LIBRARIES = {"ours": tg, "pytorch's": torch}


def test_every_schedule_is_here():
    assert SCHEDULES.keys() == public(S, S.LRScheduler).keys() - {"LRScheduler"}


@BOTH
@pytest.mark.parametrize("name", SCHEDULES)
def test_every_schedule_goes_on(tmp_path, lib, name):
    every = "epoch" if name == "ReduceLROnPlateau" else "step"

    def make(callbacks):
        def schedule(optimizer):
            return SCHEDULES[name](lib.optim.lr_scheduler, optimizer)

        return trainer_of(lib, scheduler=schedule, schedule_every=every, callbacks=callbacks)

    assert_resumes(tmp_path, make, lambda: loader_of(lib))


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_schedule_survives_json(name):
    """Text for numbers as keys, lists for tuples: what `json.dumps(schedule.state_dict())` makes of a state."""

    def made():
        optimizer = tg.optim.SGD([tg.zeros(1, requires_grad=True)], lr=0.1, momentum=0.9)
        return optimizer, SCHEDULES[name](S, optimizer)

    def run(optimizer, schedule, steps):
        rates = []
        for step in range(steps):
            optimizer.step()
            schedule.step(*([1.0 + step] if name == "ReduceLROnPlateau" else []))
            rates.append(optimizer.param_groups[0]["lr"])
        return rates

    optimizer, schedule = made()
    run(optimizer, schedule, 7)
    fresh, resumed = made()
    fresh.load_state_dict(optimizer.state_dict())
    resumed.load_state_dict(json.loads(json.dumps(schedule.state_dict())))
    assert run(fresh, resumed, 20) == run(optimizer, schedule, 20)


OPTIMIZERS = {
    "Lookahead": lambda params: tg.optim.Lookahead(tg.optim.Adam(params, lr=0.02), k=3),
    "SAM": lambda params: tg.optim.SAM(tg.optim.SGD(params, lr=0.1, momentum=0.9)),
}


@pytest.mark.parametrize("name", sorted(public(tg.optim, tg.optim.Optimizer).keys() - {"Optimizer"}))
def test_every_optimizer_goes_on(tmp_path, name):
    plain = getattr(tg.optim, name)

    def make(callbacks):
        return trainer_of(optimizer=OPTIMIZERS.get(name, lambda params: plain(params, lr=0.02)), callbacks=callbacks)

    assert_resumes(tmp_path, make, lambda: loader_of(tg))


ONE_OF_THREE = tg.tensor([[0.2, 0.5, 0.3], [0.6, 0.3, 0.1], [0.1, 0.1, 0.8]]), tg.tensor([1, 2, 2])
YES_OR_NO = tg.tensor([0.2, 0.9, 0.6, 0.4]), tg.tensor([0, 1, 0, 1])
NUMBERS = tg.tensor([0.1, 2.5, -1.0]), tg.tensor([0.0, 2.0, 1.0])
METRICS = {
    "Accuracy": ((), ONE_OF_THREE),
    "AveragePrecision": ((), YES_OR_NO),
    "ConfusionMatrix": ((3,), ONE_OF_THREE),
    "F1": (("macro",), ONE_OF_THREE),
    "MAE": ((), NUMBERS),
    "MSE": ((), NUMBERS),
    "MeanLoss": ((), (tg.tensor(0.1), 3)),
    "Precision": (("macro",), ONE_OF_THREE),
    "R2": ((), NUMBERS),
    "ROCAUC": ((), YES_OR_NO),
    "Recall": (("macro",), ONE_OF_THREE),
    "TopKAccuracy": ((2,), ONE_OF_THREE),
}


def test_every_metric_is_here():
    assert METRICS.keys() == public(metrics, metrics.Metric).keys() - {"Metric"}


@pytest.mark.filterwarnings("ignore:.*undefined")
@pytest.mark.parametrize("name", METRICS)
def test_every_metric_goes_on(tmp_path, name):
    arguments, batch = METRICS[name]
    metric, resumed = (getattr(metrics, name)(*arguments) for _ in range(2))
    metric.update(*batch)
    path = training.save_checkpoint(tmp_path / "x.safetensors", metric.state_dict())
    resumed.load_state_dict(training.load_checkpoint(path))
    for each in (metric, resumed):
        each.update(*batch)
    np.testing.assert_array_equal(resumed.compute(), metric.compute())


SAMPLERS = {
    "BatchSampler": lambda data, g: tg.data.BatchSampler(tg.data.RandomSampler(data, generator=g), 8, False),
    "DistributedSampler": lambda data, g: tg.data.DistributedSampler(data, 2, 0),
    "RandomSampler": lambda data, g: tg.data.RandomSampler(data, replacement=True, generator=g),
    "SequentialSampler": lambda data, g: tg.data.SequentialSampler(data),
    "SubsetRandomSampler": lambda data, g: tg.data.SubsetRandomSampler(range(5, 45), generator=g),
    "WeightedRandomSampler": lambda data, g: tg.data.WeightedRandomSampler(range(1, 53), 40, generator=g),
    "one of my own": lambda data, g: ByNumPy(),
}


class ByNumPy(tg.data.Sampler):
    def __iter__(self):
        return iter(np.random.permutation(52).tolist())  # noqa: NPY002

    def __len__(self):
        return 52


def test_every_sampler_is_here():
    assert SAMPLERS.keys() - {"one of my own"} == public(tg.data, tg.data.Sampler).keys() - {"Sampler"}


@pytest.mark.parametrize("at", [(1, 2), (1, None)])
@pytest.mark.parametrize("own_generator", [False, True])
@pytest.mark.parametrize("name", SAMPLERS)
def test_every_sampler_goes_on(tmp_path, name, own_generator, at):
    """Also one with a generator of its own, which the loader does not know."""

    def loader():
        data, generator = pairs_of(tg), tg.Generator().manual_seed(3) if own_generator else None
        sampler = SAMPLERS[name](data, generator)
        if name == "BatchSampler":
            return tg.data.DataLoader(data, batch_sampler=sampler)
        return tg.data.DataLoader(data, batch_size=8, sampler=sampler)

    assert_resumes(tmp_path, lambda callbacks: trainer_of(callbacks=callbacks), loader, at=at)


class Noisy:
    """A data set that draws, as augmentation does: from NumPy, Python or the library, whichever it likes."""

    def __init__(self, lib):
        self.pairs, self.lib = pairs_of(lib), lib

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, i):
        x, y = self.pairs[i]
        return x + 0.1 * self.lib.randn(2) + float(np.random.uniform(0, 0.1)), y  # noqa: NPY002


@pytest.mark.one_in(4)
@BOTH
@pytest.mark.parametrize("at", [(1, 2), (0, 0), (1, None)])
@pytest.mark.parametrize("name", LOADERS)
def test_every_loader_goes_on(tmp_path, lib, name, at):
    """Also PyTorch's, which does not say where it stands; batches, dropout and augmentation are the same."""
    noisy = not (lib is torch and name == "persistent workers")  # PyTorch seeds those only once: see `fit`
    data = Noisy(lib) if noisy else pairs_of(lib)

    def loader():
        return loader_with(lib, data, LOADERS[name])

    assert_resumes(tmp_path, lambda callbacks: trainer_of(lib, callbacks=callbacks), loader, at=at)


CALLBACKS = {
    "ActivationStats": lambda folder: training.ActivationStats(every_n_steps=2),
    "CSVLogger": lambda folder: training.CSVLogger(folder / "log.csv"),
    "EMAWeightAveraging": lambda folder: training.EMAWeightAveraging(0.8),
    "EarlyStopping": lambda folder: training.EarlyStopping("loss", patience=2, restore_best=True),
    "GradientStats": lambda folder: training.GradientStats(every_n_steps=2),
    "JSONLogger": lambda folder: training.JSONLogger(folder / "log.jsonl"),
    "LambdaCallback": lambda folder: training.LambdaCallback(on_epoch_end=lambda epoch, logs: logs.update(e=epoch)),
    "LearningRateMonitor": lambda folder: training.LearningRateMonitor(),
    "ModelCheckpoint": lambda folder: training.ModelCheckpoint(folder / "best", "loss", save_top_k=2),
    "NaNGuard": lambda folder: training.NaNGuard(),
    "Profiler": lambda folder: training.Profiler(folder / "trace.json", rows=0),
    "ProgressBar": lambda folder: training.ProgressBar(),
    "StepHistory": lambda folder: training.StepHistory(),
    "TensorBoardLogger": lambda folder: training.TensorBoardLogger(folder / "runs"),
}


def test_every_callback_is_here():
    assert CALLBACKS.keys() == public(training, Callback).keys() - {"Callback"}


@pytest.mark.parametrize("name", CALLBACKS)
def test_every_callback_goes_on(tmp_path, name):
    def make(callbacks):
        scheduler = SCHEDULES["StepLR"]
        return trainer_of(
            scheduler=lambda optimizer: scheduler(S, optimizer), schedule_every="step",
            callbacks=[CALLBACKS[name](tmp_path), *callbacks],
        )  # fmt: skip

    assert_resumes(tmp_path, make, lambda: loader_of(tg))


def test_averages_and_scalers_go_on(tmp_path):
    """What is not in a Trainer's state by itself."""
    w = tg.tensor([1.0, 2.0], requires_grad=True)
    scaler, average = tg.amp.GradScaler(init_scale=8.0, growth_interval=3), tg.optim.ExponentialMovingAverage([w], 0.9)
    average.update()
    path = training.save_checkpoint(tmp_path / "x.safetensors", [scaler.state_dict(), average.state_dict()])
    saved = training.load_checkpoint(path)
    fresh, other = tg.amp.GradScaler(), tg.optim.ExponentialMovingAverage([tg.zeros(2, requires_grad=True)])
    fresh.load_state_dict(saved[0])
    other.load_state_dict(saved[1])
    assert fresh.state_dict() == scaler.state_dict()
    assert repr(other.state_dict()) == repr(average.state_dict())
