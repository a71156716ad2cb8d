"""Going on: every part with a state survives a file, and training ends as if nothing had happened, to the bit."""

import inspect
import json
import os
import signal
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.training.parts import BOTH, UNIX
from tinygrad_lite import training
from tinygrad_lite.training import Callback, CheckpointError, Trainer, metrics

EARLIER = Path(__file__).with_name("earlier")


def public(module, base):
    """The classes of a package that users make objects of, by name: a new one is among them by itself."""
    found = {name: getattr(module, name) for name in module.__all__}
    return {name: kind for name, kind in found.items() if inspect.isclass(kind) and issubclass(kind, base)}


# ---------------------------------------------------------------------------------------- a training, cut and resumed
def model_of(lib, outputs=1):
    lib.manual_seed(0)
    layers = [lib.nn.Linear(2, 6), lib.nn.BatchNorm1d(6), lib.nn.Dropout(0.2), lib.nn.ReLU(), lib.nn.Linear(6, outputs)]
    return lib.nn.Sequential(*layers)


def pairs_of(lib, n=52):
    x, y = tg.data.moons(n, seed=0)
    if lib is tg:
        return tg.data.TensorDataset(x, y)
    return torch.utils.data.TensorDataset(torch.tensor(x.numpy()), torch.tensor(y.numpy()))


def loader_of(lib, batch_size=8, n=52, **arguments):
    data = tg.data if lib is tg else torch.utils.data
    return data.DataLoader(pairs_of(lib, n), batch_size=batch_size, **{"shuffle": True, **arguments})


def trainer_of(lib=tg, optimizer=None, scheduler=None, **arguments):
    model = model_of(lib)
    made = optimizer(model.parameters()) if optimizer else lib.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    schedule = scheduler(made) if scheduler else None
    return Trainer(model, made, lib.nn.BCEWithLogitsLoss(), scheduler=schedule, **arguments)


class Saves(Callback):
    """Saves into a file after a batch, or at the end of an epoch (batch None)."""

    order = 200

    def __init__(self, path, epoch, batch):
        self.path, self.at = path, (epoch, batch)

    def on_batch_end(self, batch, logs):
        if (self.trainer.epoch, batch) == self.at:
            self.trainer.save(self.path)

    def on_epoch_end(self, epoch, logs):
        if (epoch, None) == self.at:
            self.trainer.save(self.path)


def outcome(trainer):
    """Everything that must be equal to the bit."""
    state = trainer.state_dict()
    return json.dumps(training.checkpoint.encoded({**state, "place": None}, "", arrays := {})), {
        name: array.tobytes() for name, array in arrays.items()
    }


def assert_resumes(tmp_path, make, loader, epochs=3, at=(1, 2)):
    """`make(callbacks)` gives a trainer; it is trained once in one go, and once with new objects from a file."""
    path = tmp_path / "state.safetensors"
    np.random.seed(5)  # noqa: NPY002
    whole = make([Saves(path, *at)])
    whole.fit(loader(), loader(), epochs=epochs)
    assert path.exists()
    resumed = make([])
    for seed in (tg.manual_seed, torch.manual_seed, np.random.seed):
        seed(99)
    resumed.resume(path)
    resumed.fit(loader(), loader(), epochs=epochs)
    for mine, theirs in zip(outcome(resumed), outcome(whole), strict=True):
        assert mine == theirs
    let_go(whole, resumed)


def let_go(*trainers):
    """PyTorch's workers take 5 seconds each to end when the loader is found in a circle of objects, as here."""
    for trainer in trainers:
        trainer.loader = trainer.val_loader = None


# ------------------------------------------------------------------------------------------- every part, by its class
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


@pytest.mark.parametrize("name", public(tg.optim, tg.optim.Optimizer).keys() - {"Optimizer"})
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


LOADERS = {
    "shuffled": {"shuffle": True},
    "in order": {"shuffle": False},
    "two workers": {"shuffle": True, "num_workers": 2},
    "persistent workers": {"shuffle": True, "num_workers": 2, "persistent_workers": True},
    "own generator": {"shuffle": True, "generator": 3},
    "drop last": {"shuffle": True, "drop_last": True},
}


def loader_with(lib, data, options):
    options = dict(options)
    if "generator" in options:
        options["generator"] = (tg if lib is tg else torch).Generator().manual_seed(3)
    return (tg if lib is tg else torch.utils).data.DataLoader(data, batch_size=8, **options)


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
    "EarlyStopping": lambda folder: training.EarlyStopping("loss", patience=2, restore_best=True),
    "GradientStats": lambda folder: training.GradientStats(every_n_steps=2),
    "JSONLogger": lambda folder: training.JSONLogger(folder / "log.jsonl"),
    "LambdaCallback": lambda folder: training.LambdaCallback(on_epoch_end=lambda epoch, logs: logs.update(e=epoch)),
    "LearningRateMonitor": lambda folder: training.LearningRateMonitor(),
    "ModelCheckpoint": lambda folder: training.ModelCheckpoint(folder / "best", "loss", save_top_k=2),
    "NaNGuard": lambda folder: training.NaNGuard(),
    "Profiler": lambda folder: training.Profiler(folder / "trace.json", rows=0),
    "ProgressBar": lambda folder: training.ProgressBar(),
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


# ------------------------------------------------------------------------------- inside a group of batches, and fp16
OPTIONS = {
    "accumulate": {"accumulate": 3},
    "clipped": {"accumulate": 3, "max_norm": 0.1, "clip_value": 0.05},
    "float16": {"accumulate": 2, "precision": "float16", "max_norm": 1.0},
    "bfloat16": {"accumulate": 4, "precision": "bfloat16"},
    "limited": {"accumulate": 2, "limit_train_batches": 5, "limit_val_batches": 2},
}


@BOTH
@pytest.mark.parametrize("batch", range(5))
@pytest.mark.parametrize("options", OPTIONS)
def test_inside_a_group_of_batches(tmp_path, lib, options, batch):
    """The gradients that several batches have added up are saved too."""

    def make(callbacks):
        return trainer_of(lib, callbacks=callbacks, **OPTIONS[options])

    assert_resumes(tmp_path, make, lambda: loader_of(lib), at=(1, batch))


class Interrupts(Callback):
    """Ctrl-C, `stop`, or an error, after a batch."""

    def __init__(self, way, at=(1, 2)):
        self.way, self.at = way, at

    def on_batch_end(self, batch, logs):
        if (self.trainer.epoch, batch) == self.at:
            self.at = None  # once
            if self.way == "Ctrl-C":
                os.kill(os.getpid(), signal.SIGINT)
            elif self.way == "stop":
                self.trainer.stop("enough")


@UNIX
@BOTH
@pytest.mark.parametrize(("way", "at"), [("Ctrl-C", (1, 2)), ("stop", (0, 0))])
@pytest.mark.parametrize("name", LOADERS)
def test_the_next_fit_goes_on_at_the_next_batch(lib, name, way, at):
    """In the same process, with the same loader: to the bit, and no batch twice."""

    def train(callback, fits):
        trainer = trainer_of(lib, accumulate=2, callbacks=[callback])
        loader = loader_with(lib, pairs_of(lib), LOADERS[name])
        for _ in range(fits):
            trainer.fit(loader, epochs=3)
        return trainer

    cut, whole = train(Interrupts(way, at), fits=2), train(Interrupts(None), fits=1)
    assert outcome(cut) == outcome(whole)
    let_go(cut, whole)


class Sees(Callback):
    """The samples of each epoch."""

    def __init__(self):
        self.seen = {}

    def on_batch_end(self, batch, logs):
        self.seen.setdefault(self.trainer.epoch, []).extend(map(tuple, self.trainer.inputs.tolist()))


@BOTH
@pytest.mark.parametrize("new", [False, True])
def test_no_sample_twice_whatever_happens_to_the_loader_meanwhile(lib, new):
    """Somebody looks at a batch, draws random numbers, or makes the loader anew (runs its cell again)."""
    sees, loader = Sees(), loader_of(lib)
    trainer = trainer_of(lib, callbacks=[sees, Interrupts("stop")])
    trainer.fit(loader, epochs=2)
    next(iter(loader))
    lib.rand(3)
    trainer.fit(loader_of(lib) if new else loader, epochs=2)
    assert [len(set(samples)) for samples in sees.seen.values()] == [len(samples) for samples in sees.seen.values()]
    assert [len(samples) for samples in sees.seen.values()] == [52, 52]


@BOTH
def test_another_loader_begins_the_epoch_again_and_says_so(lib):
    trainer = trainer_of(lib, callbacks=[Interrupts("stop")])
    trainer.fit(loader_of(lib), epochs=2)
    with pytest.warns(UserWarning, match=r"one \(batch size is 4 and was 8; batches is 13 and was 7\): epoch 1 b"):
        trainer.fit(loader_of(lib, batch_size=4), epochs=2)
    assert trainer.history.epochs == 2


@pytest.mark.parametrize("name", ["middle", "end"])
def test_checkpoints_of_the_earlier_version(name):
    """Written when a checkpoint had no place, no setup and no gradients; the end was noted with that version."""
    loader = loader_of(tg, n=50)
    tg.manual_seed(0)
    model = tg.nn.Sequential(tg.nn.Linear(2, 4), tg.nn.Dropout(0.2), tg.nn.Tanh(), tg.nn.Linear(4, 1))
    optimizer = tg.optim.Adam(model.parameters(), lr=0.02)
    trainer = Trainer(
        model, optimizer, tg.nn.BCEWithLogitsLoss(), metrics=[metrics.Accuracy(threshold=0.0)], schedule_every="step",
        scheduler=S.CosineAnnealingLR(optimizer, 30), callbacks=[training.EarlyStopping("loss")],
    )  # fmt: skip
    tg.manual_seed(99)
    trainer.resume(EARLIER / f"{name}.safetensors", loader)
    assert (trainer.epoch, trainer.batch) == ((1, 3) if name == "middle" else (2, 0))
    history = trainer.fit(loader, epochs=3)
    np.testing.assert_allclose(history["loss"], [0.6693361520767211, 0.6082959222793579, 0.554216377735138], rtol=1e-6)
    assert history["accuracy"] == [0.6, 0.74, 0.8]


# ----------------------------------------------------------------------------------------------- what goes on with what
OTHERS = {
    "optimizer is Adam and was SGD": {"optimizer": lambda params: tg.optim.Adam(params)},
    "scheduler is None and was StepLR; schedule_every is None and was step": {"scheduler": None},
    "scheduler is MultiStepLR and was StepLR": {"scheduler": lambda optimizer: S.MultiStepLR(optimizer, [3])},
    "schedule_every is epoch and was step": {"schedule_every": "epoch"},
    "precision is bfloat16 and was None": {"precision": "bfloat16"},
    "accumulate is 3 and was 2": {"accumulate": 3},
    "max_norm is None and was 1.0": {"max_norm": None},
    "clip_value is 0.1 and was None": {"clip_value": 0.1},
    "parameter groups is 2 and was 1": {"optimizer": lambda params: tg.optim.SGD(in_two(params), lr=0.1)},
}
LOADED = {
    "batch size is 4 and was 8; batches is 13 and was 7": {"batch_size": 4},
    "samples is 60 and was 52; batches is 8 and was 7": {"n": 60},
}


def in_two(params):
    first, *rest = params
    return [{"params": [first]}, {"params": rest}]


def saved_in(tmp_path, at):
    path = tmp_path / "x.safetensors"
    trainer_like(callbacks=[Saves(path, *at)]).fit(loader_of(tg), epochs=2)
    return path


def trainer_like(**others):
    usual = {"accumulate": 2, "max_norm": 1.0, "schedule_every": "step", "scheduler": lambda o: S.StepLR(o, 3)}
    return trainer_of(**usual | others)


@pytest.mark.parametrize("at", [(1, 2), (1, None)])
@pytest.mark.parametrize("text", OTHERS)
def test_what_differs_is_said_and_can_be_insisted_on(tmp_path, text, at):
    path = saved_in(tmp_path, at)
    with pytest.raises(ValueError, match=f"not set up as the one that was saved: {text}. Set it.*strict=False"):
        trainer_like(**OTHERS[text]).resume(path)
    trainer = trainer_like(**OTHERS[text])
    assert trainer.resume(path, strict=False) == path
    assert trainer.fit(loader_of(tg), epochs=3).epochs == 3


@pytest.mark.parametrize("at", [(1, 2), (1, None)])
@pytest.mark.parametrize("text", LOADED)
def test_another_loader_is_said(tmp_path, text, at):
    path, other = saved_in(tmp_path, at), loader_of(tg, **LOADED[text])
    with pytest.raises(ValueError, match=f"load_state_dict: .*was saved: {text}"):
        trainer_like().resume(path, other)
    trainer = trainer_like()
    trainer.resume(path)
    with pytest.raises(ValueError, match=f"fit: .*was saved: {text}"):
        trainer.fit(other, epochs=3)
    trainer.resume(path, strict=False)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        assert trainer.fit(other, epochs=3).epochs == 3
    assert [str(warning.message) for warning in said] == (
        [f"fit: the loader is another one ({text}): epoch 1 begins again."] if at[1] else []
    )


def test_the_loss_and_the_library_are_compared(tmp_path):
    path = saved_in(tmp_path, (1, None))
    for lib, loss in ((tg, "MSELoss"), (torch, "BCEWithLogitsLoss")):
        model = model_of(lib)
        trainer = Trainer(model, lib.optim.SGD(model.parameters(), lr=0.1), getattr(lib.nn, loss)())
        word = "loss is MSELoss" if lib is tg else "library is torch"
        with pytest.raises(ValueError, match=word):
            trainer.resume(path)


# ------------------------------------------------------------------------------------------------------ damaged files
def test_a_folder_of_damaged_files_is_not_begun_anew(tmp_path):
    trainer = trainer_of(callbacks=[training.ModelCheckpoint(tmp_path, "loss", save_top_k=2)])
    trainer.fit(loader_of(tg), epochs=2)
    files = sorted(tmp_path.iterdir())
    for n in range(1, len(files) + 1):
        newest = training.checkpoint.checkpoints_in(tmp_path)[n - 1]
        newest.write_bytes(newest.read_bytes()[:-9])
        os.utime(newest, (2e9 - n, 2e9 - n))  # as old as it was, beside the others
        if n < len(files):
            with pytest.warns(UserWarning, match="passed over"):
                assert trainer_of().resume(tmp_path) is not None
    before = {path: path.read_bytes() for path in files}
    with pytest.raises(CheckpointError, match="no checkpoint in it can be read"):
        trainer_of().resume(tmp_path)
    assert {path: path.read_bytes() for path in files} == before
    assert trainer_of().resume(tmp_path / "none yet") is None


def test_text_that_is_nested_too_deep_is_a_damaged_file(tmp_path):
    from safetensors.numpy import save

    deep = "[" * 100_000 + "]" * 100_000
    for text in (deep, '{"$array": "no such array", "kind": "array"}', '{"$float": "x"}', '{"$dict": [1]}'):
        header = {"format": training.checkpoint.FORMAT, "version": "1", "rest": text}
        header["checksum"] = training.checkpoint.checksum({}, text)
        (tmp_path / "x.safetensors").write_bytes(save({}, metadata=header))
        with pytest.raises(CheckpointError, match="its text is no state"):
            training.load_checkpoint(tmp_path / "x.safetensors")


def test_damaged_weights(tmp_path):
    """Files of `save_weights` have a checksum in their metadata; those that others wrote need none."""
    from safetensors.torch import load_file, save_file

    path, model = training.save_weights(tmp_path / "w.safetensors", model_of(tg)), model_of(tg)
    assert load_file(path).keys() == model.state_dict().keys()
    data = path.read_bytes()
    for place in np.random.default_rng(0).integers(8, len(data), 100).tolist():
        path.write_bytes(data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :])
        try:
            training.load_weights(path, model)
        except CheckpointError as error:
            assert "damaged" in str(error)  # noqa: PT017
        else:  # it was in the name of a metadatum: the weights are those that were saved
            for name, value in model_of(tg).state_dict().items():
                np.testing.assert_array_equal(value.numpy(), model.state_dict()[name].numpy())
    save_file(model_of(torch).state_dict(), path)
    training.load_weights(path, model)
    with pytest.raises(FileNotFoundError, match="load_weights: there is no file"):
        training.load_weights(tmp_path / "none", model)


def test_a_kill_leaves_no_more_than_the_best(tmp_path, monkeypatch):
    """Killed after a better epoch was saved, and before the worse one was removed: that is done when it goes on."""

    def checkpoint():
        return training.ModelCheckpoint(tmp_path, "loss", save_top_k=1, save_last=False)

    with monkeypatch.context() as killed:
        killed.setattr(training.ModelCheckpoint, "_remove_dropped", lambda self: None)
        trainer_of(callbacks=[checkpoint()]).fit(loader_of(tg), epochs=2)
    assert len(list(tmp_path.iterdir())) == 2
    trainer = trainer_of(callbacks=[checkpoint()])
    trainer.resume(tmp_path)
    trainer.fit(loader_of(tg), epochs=3)
    assert len(list(tmp_path.iterdir())) == 1
