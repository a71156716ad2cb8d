"""Going on: to the bit inside a group of batches, in the same process, from damaged folders and earlier files."""

import os
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.training.parts import BOTH, UNIX
from tests.training.resuming import (
    LOADERS,
    Interrupts,
    Saves,
    assert_resumes,
    let_go,
    loader_of,
    loader_with,
    model_of,
    outcome,
    pairs_of,
    trainer_of,
)
from tinygrad_lite import training
from tinygrad_lite.training import Callback, CheckpointError, Trainer, metrics

EARLIER = Path(__file__).with_name("earlier")
S = tg.optim.lr_scheduler


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


@UNIX
@BOTH
@pytest.mark.parametrize("way", ["Ctrl-C", "stop"])
@pytest.mark.parametrize("batch", [2, 3, 6])
def test_saved_after_it_was_stopped(tmp_path, lib, way, batch):
    """`trainer.save` after `fit` has ended inside a group of batches, between two, or after the last of the epoch."""
    whole = trainer_of(lib, accumulate=3)
    whole.fit(loader_of(lib), epochs=3)
    stopped, resumed = (trainer_of(lib, accumulate=3, callbacks=[c]) for c in (Interrupts(way, (1, batch)), Callback()))
    stopped.fit(loader_of(lib), epochs=3)
    path = stopped.save(tmp_path / "x.safetensors")
    tg.manual_seed(99)
    torch.manual_seed(99)
    resumed.resume(path)
    if way == "stop" and batch == 6:  # stopped at the end of an epoch, as by EarlyStopping
        with pytest.warns(UserWarning, match=r"the saved training had ended: enough\. To go on, call fit again"):
            resumed.fit(loader_of(lib), epochs=3)
        assert (resumed.epoch, resumed.stop_reason) == (2, "enough")
    resumed.fit(loader_of(lib), epochs=3)
    assert outcome(resumed) == outcome(whole)


@BOTH
def test_a_loss_that_learns_goes_on_too(tmp_path, lib):
    class Tempered(lib.nn.Module):
        def __init__(self):
            super().__init__()
            self.warmth = lib.nn.Parameter(lib.ones(1))

        def forward(self, logits, targets):
            return lib.nn.functional.binary_cross_entropy_with_logits(logits * self.warmth, targets)

    def make(callbacks):
        model, loss = model_of(lib), Tempered()
        optimizer = lib.optim.SGD([*model.parameters(), *loss.parameters()], lr=0.1)
        made = Trainer(model, optimizer, loss, callbacks=callbacks)
        losses.append(loss)
        return made

    losses = []
    assert_resumes(tmp_path, make, lambda: loader_of(lib))
    assert losses[0].warmth.item() == losses[1].warmth.item() != 1.0


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
