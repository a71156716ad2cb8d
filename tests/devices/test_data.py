"""Batches for a device: pinned, moved ahead, made by workers that touch no device."""

import gc
import multiprocessing
import weakref
from collections import namedtuple

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite.backend import DeviceError
from tinygrad_lite.data import DataLoader, Dataset, DeviceLoader, TensorDataset
from tinygrad_lite.devices import DeviceArray, Way
from tinygrad_lite.training import to_device

NO_CUDA = pytest.mark.skipif(torch.cuda.is_available() or torch.backends.mps.is_available(), reason="there is a GPU")
Pair = namedtuple("Pair", ["x", "y"])


def rows(n=10, device="cpu"):
    return TensorDataset(tg.arange(n).float().to(device), tg.arange(n).to(device))


def lists(batches):
    return [[part.tolist() for part in batch] for batch in batches]


class Noisy(Dataset):
    """Samples with noise, so that it shows from which random numbers they were made."""

    def __len__(self):
        return 6

    def __getitem__(self, i):
        return i + tg.rand(2), i


class Failing(Dataset):
    def __len__(self):
        return 6

    def __getitem__(self, i):
        if i == 4:
            raise KeyError("sample 4 is broken")
        return tg.tensor(i)


class Given:
    """A loader that notes what is asked of it."""

    def __init__(self):
        self.given, self.closed = 0, False

    def __iter__(self):
        try:
            for i in range(5):
                self.given += 1
                yield tg.tensor([i])
        finally:
            self.closed = True


# ------------------------------------------------------------------------------------------------ to_device
def test_everything_in_a_batch_is_moved():
    batch = {"pair": Pair(tg.zeros(2), [tg.ones(1), "text"]), "theirs": torch.zeros(1), "n": 3, "none": None}
    moved = to_device(batch, "meta")
    assert isinstance(moved["pair"], Pair)
    assert moved["pair"].y[1] == "text"
    assert {moved["pair"].x.device, moved["pair"].y[0].device} == {tg.device("meta")}
    assert moved["theirs"].device == torch.device("meta")
    assert moved["n"] == 3
    assert moved["none"] is None
    assert batch["pair"].x.device == tg.device("cpu")


# --------------------------------------------------------------------------------------------- DeviceLoader
def test_the_same_batches_on_the_device():
    loader = DataLoader(rows(), batch_size=4, shuffle=True, generator=tg.Generator().manual_seed(0))
    ahead = DeviceLoader(DataLoader(rows(), 4, True, generator=tg.Generator().manual_seed(0)), "torch")
    for _ in range(2):
        batches = list(ahead)
        assert {part.device for batch in batches for part in batch} == {tg.device("torch")}
        assert lists(batches) == lists(loader)


def test_length_and_attributes_are_the_loaders():
    loader = DataLoader(rows(), batch_size=4, generator=tg.Generator())
    ahead = DeviceLoader(loader, "torch")
    assert len(ahead) == 3
    for name in ("dataset", "batch_size", "batch_sampler", "sampler", "generator", "num_workers", "drop_last"):
        assert getattr(ahead, name) is getattr(loader, name)
    with pytest.raises(AttributeError, match="no_such"):
        ahead.no_such
    with pytest.raises(TypeError, match="needs a loader, which gives batches, got int"):
        DeviceLoader(3, "torch")
    with pytest.raises(DeviceError, match="'gpu' is not known"):
        DeviceLoader(loader, "gpu")


def test_one_batch_is_on_its_way_while_another_is_worked_on():
    source = Given()
    asked = []
    for batch in DeviceLoader(source, "torch"):
        asked.append((batch.item(), source.given))
    assert asked == [(0, 2), (1, 3), (2, 4), (3, 5), (4, 5)]


def test_no_wait_and_no_numbers_are_needed_to_move_them():
    """ "meta" has none: whatever looked at one would fail."""
    for x, y in DeviceLoader(DataLoader(rows(), 4), "meta"):
        assert x.device == y.device == tg.device("meta")


def test_an_error_comes_where_it_belongs():
    """After the batches that could be made."""
    seen = []
    batches = map(seen.append, DeviceLoader(DataLoader(Failing(), batch_size=2), "torch"))
    with pytest.raises(KeyError, match="sample 4 is broken"):
        list(batches)
    seen = [batch.tolist() for batch in seen]
    assert seen == [[0, 1], [2, 3]]


def test_a_loop_that_is_left_leaves_nothing_running():
    source = Given()
    for _ in DeviceLoader(source, "torch"):
        break
    assert source.closed
    assert source.given == 2
    source = Given()
    batches = map(lambda batch: batch.reshape(7), DeviceLoader(source, "torch"))
    with pytest.raises(RuntimeError, match="reshape"):
        list(batches)
    del batches
    gc.collect()
    assert source.closed


def test_its_workers_end_with_the_loop():
    loader = DataLoader(Noisy(), batch_size=2, num_workers=1)
    kept = []
    keep, loader._from_workers = loader._from_workers, None
    loader._from_workers = lambda *given: kept.append(weakref.ref(made := keep(*given))) or made
    for _ in DeviceLoader(loader, "torch"):
        break
    gc.collect()
    assert kept
    assert kept[0]() is None
    assert not multiprocessing.active_children()


def test_where_it_stands_is_at_the_batch_that_was_given():
    def fresh():
        return DataLoader(rows(), batch_size=2, shuffle=True, generator=tg.Generator().manual_seed(1))

    whole = lists(fresh())
    ahead = DeviceLoader(fresh(), "torch")
    batches = iter(ahead)
    first = lists([next(batches), next(batches)])
    state = ahead.state_dict()
    other = DeviceLoader(fresh(), "torch")
    other.load_state_dict(state)
    assert first + lists(other) == whole


def test_pytorchs_loader():
    data = torch.utils.data.TensorDataset(torch.arange(5))
    batches = list(DeviceLoader(torch.utils.data.DataLoader(data, batch_size=2), "meta"))
    assert [tuple(x.shape) for (x,) in batches] == [(2,), (2,), (1,)]
    assert {x.device.type for (x,) in batches} == {"meta"}


# ----------------------------------------------------------------------------------------------- pin_memory
@NO_CUDA
def test_pinned_batches_without_a_gpu_are_as_they_are():
    with pytest.warns(UserWarning, match="pin_memory=True has no effect here") as warned:
        assert lists(DataLoader(rows(), 4, pin_memory=True)) == lists(DataLoader(rows(), 4))
    assert len(warned) == 1
    with pytest.raises(DeviceError, match="pin_memory: there is no GPU here"):
        tg.zeros(2).pin_memory()
    assert not tg.zeros(2).is_pinned()


def test_every_tensor_of_a_batch_is_pinned(monkeypatch):
    pinned = []
    monkeypatch.setattr(tg.backend, "pinned", lambda array: pinned.append(array.shape) or array)
    loader = DataLoader([{"a": tg.zeros(3), "b": "text"}] * 4, batch_size=2, pin_memory=True)
    assert [batch["b"] for batch in loader] == [["text"] * 2] * 2
    assert pinned == [(2, 3)] * 2
    monkeypatch.undo()
    with pytest.raises(DeviceError, match="pin_memory: the numbers lie on torch"):
        list(DataLoader(rows(device="torch"), pin_memory=True))


# -------------------------------------------------------------------------------------------------- workers
def test_workers_get_no_data_that_lies_on_a_device():
    class Holds(Dataset):
        def __init__(self, part):
            self.part = part

        __len__, __getitem__ = Noisy.__len__, Noisy.__getitem__

    for part in (
        [tg.zeros(2, device="torch")],
        {"x": tg.zeros(2).to("torch")},
        rows(device="torch"),
        torch.zeros(1, device="meta"),
    ):
        for held in (Holds(part), tg.data.Subset(Holds(part), [0, 1]), Holds(part) + Noisy()):
            with pytest.raises(DeviceError, match=r"which worker processes cannot read\. Leave out num_workers"):
                next(iter(DataLoader(held, num_workers=1)))


def test_what_workers_make_is_the_hosts():
    """Also where another device is the default one; and the batches are those that are made without workers."""
    with tg.device("torch"):
        made = list(DataLoader(Noisy(), batch_size=3, num_workers=2, generator=tg.Generator().manual_seed(0)))
    assert {part.device for batch in made for part in batch} == {tg.device("cpu")}
    assert lists(made) == lists(DataLoader(Noisy(), batch_size=3, generator=tg.Generator().manual_seed(0)))


# ---------------------------------------------------------------------------------- data that lies there already
def test_rows_of_tensors_on_a_device():
    data = rows(device="torch")
    part, _ = tg.data.random_split(data, [6, 4], generator=tg.Generator().manual_seed(0))
    for loader in (DataLoader(data, 4), DataLoader(part, 4), DataLoader(data, 4, num_workers=2)):
        batches = list(loader)
        assert {x.device for batch in batches for x in batch} == {tg.device("torch")}
        assert sorted(i for _, y in batches for i in y.tolist()) == sorted(
            loader.dataset[i][1].item() for i in range(len(loader.dataset))
        )


def test_samples_on_a_device_are_joined_there():
    batch = tg.data.default_collate(
        [(x, float(i), i, np.float32(i)) for i, x in enumerate(tg.ones(3, 2, device="torch"))]
    )
    assert batch[0].device == tg.device("torch")
    assert batch[0].shape == (3, 2)
    assert [str(part.device) for part in batch[1:]] == ["cpu"] * 3
    with tg.device("torch"):
        assert str(tg.data.default_collate([1.0, 2.0]).device) == "torch"


def test_floats_where_there_is_no_float64(monkeypatch):
    monkeypatch.setattr("tinygrad_lite.data.collate.get_default_device", lambda: type("", (), {"type": "mps"}))
    assert tg.data.default_collate([1.0, 2.0]).dtype == tg.float32


# ------------------------------------------------------------------------------------------------- on CUDA
def test_copies_beside_the_computation(monkeypatch):
    """In a stream of their own, for which the GPU waits before the batch is used; PyTorch's functions only note it."""
    noted = []

    class Stream:
        device = "cuda:0"

        def __init__(self, name):
            self.name = name

        def wait_stream(self, other):
            noted.append(f"{self.name} waits for {other.name}")

        def __enter__(self):
            noted.append(f"into {self.name}")

        def __exit__(self, *error):
            noted.append(f"out of {self.name}")

    class OnGPU(torch.Tensor):
        is_cuda = True

        def record_stream(self, stream):
            noted.append(f"{self.tolist()} used in {stream.name}")

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "current_device", lambda: 0)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch.cuda, "Stream", lambda device: Stream("side"))
    monkeypatch.setattr(torch.cuda, "current_stream", lambda device: Stream("main"))
    monkeypatch.setattr(torch.cuda, "stream", lambda stream: stream)
    way = Way(tg.device("cuda"))

    def move():
        noted.append("copy")
        ours = tg.Tensor(DeviceArray(torch.tensor([1]).as_subclass(OnGPU), tg.device("torch")))
        return {"ours": [ours], "theirs": torch.tensor([2]).as_subclass(OnGPU), "name": "x"}

    batch, arrived = way.sent(move)
    assert noted == ["into side", "copy", "out of side"]
    arrived()
    assert noted[3:] == ["main waits for side", "[1] used in main", "[2] used in main"]
    assert batch["name"] == "x"
