"""Trainings on a stand-in that is as strict as a GPU: whoever takes its numbers to NumPy by a side door gets an error.

The arrays of "torch" lie on the CPU, where PyTorch hands numbers to NumPy without a word; those of a GPU do not.
"""

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.devices.test_training import loader_of, spirals, trainer_on, weights_of
from tinygrad_lite import training
from tinygrad_lite.data import DataLoader, Dataset, DeviceLoader, TensorDataset
from tinygrad_lite.devices import DeviceArray


@pytest.fixture
def strict(monkeypatch):
    """PyTorch's tensors give no numbers away, but by `numpy(force=True)`, which copies them from any device."""

    def refuse(self, *args, **options):
        raise TypeError("can't convert device tensor to numpy. Use Tensor.cpu() first.")

    numpy = torch.Tensor.numpy

    def to_numpy(self, *, force=False):
        on_the_cpu = self.dtype is torch.uint8  # the state of a generator, which of a GPU's too lies there
        return numpy(self, force=True) if force or on_the_cpu else refuse(self)

    for name, strict in {"__array__": refuse, "__dlpack__": refuse, "numpy": to_numpy}.items():
        monkeypatch.setattr(torch.Tensor, name, strict)


def test_the_stand_in_is_strict(strict):
    x = torch.ones(2)
    for detour in (lambda: np.asarray(x), lambda: x.numpy(), lambda: np.from_dlpack(x), lambda: np.exp(x)):
        with pytest.raises(TypeError, match="can't convert device tensor"):
            detour()
    assert tg.ones(2, device="torch").cpu().numpy().tolist() == [1, 1]


def callbacks(path):
    return [
        training.EarlyStopping("val_loss", patience=1, min_delta=10.0, restore_best=True),  # nothing is good enough
        training.EMAWeightAveraging(0.9), training.ModelCheckpoint(path), training.StepHistory(), training.NaNGuard(),
    ]  # fmt: skip


def test_early_stopping_and_resume(strict, tmp_path):
    whole = trainer_on("torch", *callbacks(tmp_path / "whole"), dropout=0.5)
    whole.fit(loader_of(), loader_of(), epochs=9)
    assert whole.epoch < 9  # it stopped by itself
    first = trainer_on("torch", *callbacks(tmp_path / "first"), dropout=0.5)
    first.fit(loader_of(), loader_of(), epochs=1)
    first.save(tmp_path / "at1.safetensors")
    second = trainer_on("torch", *callbacks(tmp_path / "second"), dropout=0.5)
    second.resume(tmp_path / "at1.safetensors")
    second.fit(loader_of(), loader_of(), epochs=9)
    assert second.epoch == whole.epoch
    assert second.history["val_loss"] == whole.history["val_loss"]
    for name, value in weights_of(whole).items():
        np.testing.assert_array_equal(value, weights_of(second)[name], err_msg=name)


@pytest.mark.parametrize("wrapper", ["SAM", "Lookahead"])
def test_optimizers_around_others(strict, wrapper, tmp_path):
    trainer = trainer_on("torch", precision="float16" if wrapper == "Lookahead" else None)
    trainer.optimizer = getattr(tg.optim, wrapper)(trainer.optimizer)
    losses = trainer.fit(loader_of(), epochs=3)["loss"]
    assert losses[-1] < losses[0]
    trainer.save(tmp_path / "at3.safetensors")


# -------------------------------------------------------------------------------- batches that are moved afterwards
class Squares(Dataset):
    def __len__(self):
        return 7

    def __getitem__(self, i):
        return tg.tensor([float(i), float(i * i)]), i


def test_batches_of_workers_are_moved(strict):
    """Made in other processes, on the CPU; the device gets the same numbers as without workers."""
    wanted = [[part.tolist() for part in batch] for batch in DataLoader(Squares(), batch_size=3)]
    for move in (
        lambda loader: DeviceLoader(loader, "torch"),
        lambda loader: (training.to_device(batch, "torch") for batch in loader),
    ):
        batches = list(move(DataLoader(Squares(), batch_size=3, num_workers=2)))
        assert {part.device for batch in batches for part in batch} == {tg.device("torch")}
        assert all(isinstance(part.array, DeviceArray) for batch in batches for part in batch)
        assert [[part.tolist() for part in batch] for batch in batches] == wanted


def test_a_training_with_workers_and_moved_batches_learns_the_same(strict):
    found = []
    for workers in (0, 1):
        loader = DeviceLoader(loader_of(num_workers=workers), "torch")
        found.append(trainer_on("torch").fit(loader, epochs=1)["loss"])
    assert found[0] == found[1]


def test_pinned_batches_are_moved_without_waiting(monkeypatch):
    """With stand-ins for what a GPU does: each tensor is pinned once, and then sent with non_blocking."""
    sent, pinned = [], []
    put = tg.backend.devices_there().put

    def noted(array, device, non_blocking=False):
        sent.append((array.tolist(), non_blocking))
        return put(array, device, non_blocking)

    monkeypatch.setattr(tg.backend, "pinned", lambda array: pinned.append(array.tolist()) or array)
    monkeypatch.setattr(tg.backend.devices_there(), "put", noted)
    data = TensorDataset(*(part[:4] for part in spirals().tensors))
    batches = list(DeviceLoader(DataLoader(data, batch_size=2, pin_memory=True), "torch"))
    assert pinned == [values for values, _ in sent]
    assert [non_blocking for _, non_blocking in sent] == [True] * 4
    assert [part.tolist() for batch in batches for part in batch] == pinned


def test_pinned_memory_is_a_copy_of_the_numbers(monkeypatch):
    """`x.pin_memory()` where there is a GPU: in any layout; the numbers, shape and dtype stay."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.Tensor, "pin_memory", lambda self: self.clone())
    for x in (tg.arange(6.0).reshape(2, 3), tg.arange(6).reshape(2, 3).T, tg.tensor(2.0), tg.zeros(0, 2)):
        y = x.pin_memory()
        assert (y.tolist(), y.shape, y.dtype, y.device) == (x.tolist(), x.shape, x.dtype, x.device)
        assert not x.numel() or not np.shares_memory(x.numpy(), y.numpy())
