"""Data sets and batches."""

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.on_device import DEVICE


def rows(n=10):
    return tg.data.TensorDataset(tg.arange(n), tg.arange(n).float().reshape(n, 1) * 10)


@pytest.mark.parametrize(
    ("size", "batch", "drop"), [(10, 3, False), (10, 3, True), (10, 10, True), (2, 5, False), (2, 5, True)]
)
def test_batches_are_pytorchs(size, batch, drop):
    mine = tg.data.DataLoader(rows(size), batch_size=batch, drop_last=drop)
    x = torch.arange(size)
    dataset = torch.utils.data.TensorDataset(x, x.float().reshape(size, 1) * 10)
    theirs = torch.utils.data.DataLoader(dataset, batch_size=batch, drop_last=drop)
    assert len(mine) == len(theirs)
    for ours, reference in zip(mine, theirs, strict=True):
        assert isinstance(ours, list)
        for a, b in zip(ours, reference, strict=True):
            assert a.tolist() == b.tolist()
            assert str(a.dtype) == str(b.dtype).removeprefix("torch.")


def test_shuffling():
    def order(loader):
        return [i for x, _ in loader for i in x.tolist()]

    loader = tg.data.DataLoader(rows(50), batch_size=7, shuffle=True, generator=tg.Generator().manual_seed(1))
    first, second = order(loader), order(loader)
    assert first != second
    assert sorted(first) == sorted(second) == list(range(50))
    again = tg.data.DataLoader(rows(50), batch_size=7, shuffle=True, generator=tg.Generator().manual_seed(1))
    assert order(again) == first
    tg.manual_seed(4)
    third = order(tg.data.DataLoader(rows(50), shuffle=True))
    tg.manual_seed(4)
    assert order(tg.data.DataLoader(rows(50), shuffle=True)) == third


def test_rows_at_once_are_the_samples_collated():
    loader = tg.data.DataLoader(rows(), batch_size=4, shuffle=True, generator=tg.Generator().manual_seed(0))
    for x, y in loader:
        collated = tg.data.default_collate([loader.dataset[i] for i in x.tolist()])
        assert [part.tolist() for part in collated] == [x.tolist(), y.tolist()]
        assert [part.dtype for part in collated] == [x.dtype, y.dtype]


class Mixed(tg.data.Dataset):
    def __len__(self):
        return 4

    def __getitem__(self, i):
        if i >= 4:
            raise IndexError
        return {"x": np.full(2, i, "float32"), "pair": (i, float(i)), "name": str(i), "t": tg.tensor(i)}


def test_collating_of_any_samples():
    class Theirs(torch.utils.data.Dataset):
        __len__ = Mixed.__len__

        def __getitem__(self, i):
            return {**Mixed.__getitem__(None, i), "t": torch.tensor(i)}

    (mine,), (theirs,) = tg.data.DataLoader(Mixed(), batch_size=4), torch.utils.data.DataLoader(Theirs(), batch_size=4)
    assert mine["name"] == theirs["name"]
    for a, b in [(mine["x"], theirs["x"]), (mine["t"], theirs["t"]), *zip(mine["pair"], theirs["pair"], strict=True)]:
        assert a.tolist() == b.tolist()
    own = tg.data.DataLoader(Mixed(), batch_size=2, collate_fn=len)
    assert list(own) == [2, 2]
    with pytest.raises(TypeError, match="cannot join samples of type object"):
        tg.data.default_collate([object()])


def test_splitting():
    for lengths, counts in (([8, 2], [8, 2]), ([0.75, 0.25], [8, 2]), ([0.5, 0.3, 0.2], [5, 3, 2]), ([1.0], [10])):
        parts = tg.data.random_split(rows(), lengths, generator=tg.Generator().manual_seed(0))
        assert [len(part) for part in parts] == counts
        assert sorted(x.item() for part in parts for x, _ in (part[i] for i in range(len(part)))) == list(range(10))
        (x, y), *_ = tg.data.DataLoader(parts[0], batch_size=2)
        assert (x * 10 == y.squeeze(1)).tolist() == [True, True] or len(x) == 1
    with pytest.raises(ValueError, match="add up to 9, not to 10 or 1"):
        tg.data.random_split(rows(), [5, 4])


def test_errors():
    for name, value in (("pin_memory_device", "cuda"), ("in_order", False)):
        with pytest.raises(NotImplementedError, match=f"DataLoader: {name}="):
            tg.data.DataLoader(rows(), **{name: value})
    for wrong in (
        {"sampler": [0], "shuffle": True},
        {"batch_sampler": [[0]], "batch_size": 2},
        {"batch_sampler": [[0]], "drop_last": True},
        {"num_workers": -1},
        {"timeout": 1},
        {"prefetch_factor": 2},
        {"persistent_workers": True},
    ):
        with pytest.raises(ValueError, match="DataLoader: "):
            tg.data.DataLoader(rows(), **wrong)
    with pytest.raises(TypeError, match="has no __getitem__"):
        tg.data.DataLoader(iter([1]))
    with pytest.raises(ValueError, match="batch_size must be a positive integer, got 0"):
        tg.data.DataLoader(rows(), batch_size=0)
    with pytest.raises(ValueError, match="equally many rows"):
        tg.data.TensorDataset(tg.ones(2), tg.ones(3))
    with pytest.raises(NotImplementedError, match="write __getitem__"):
        tg.data.Dataset()[0]


def test_xor():
    x, y = tg.data.xor(seed=0)
    assert (x.shape, y.shape) == ((1000, 2), (1000, 1))
    assert y.numpy()[:, 0].tolist() == [float(a != b) for a, b in x.tolist()]
    assert all(200 < ((x[:, 0] == a) & (x[:, 1] == b)).sum().item() < 300 for a in (0, 1) for b in (0, 1))


def test_digits():
    images, labels = tg.data.digits()
    assert (images.shape, images.dtype, labels.dtype) == ((1797, 64), tg.float32, tg.int64)
    assert (images.min().item(), images.max().item()) == (0, 16)
    assert labels[:10].tolist() == list(range(10))
    assert images.sum().item() == 561718
    (train, train_labels), (test, _) = tg.data.digits(train=True), tg.data.digits(train=False)
    assert (len(train), len(test)) == (1437, 360)
    joined = sorted(train.tolist() + test.tolist())
    assert joined == sorted(images.tolist())
    assert train_labels[:10].tolist() == [2, 8, 2, 6, 6, 7, 1, 9, 8, 5]  # the split never changes


def test_a_small_net_learns_the_digits():
    tg.manual_seed(0)
    images, labels = (part.to(DEVICE) for part in tg.data.digits(train=True))
    model = tg.nn.Sequential(tg.nn.Linear(64, 64), tg.nn.ReLU(), tg.nn.Linear(64, 10))
    optimizer = tg.optim.Adam(model.parameters(), lr=0.005)
    loader = tg.data.DataLoader(tg.data.TensorDataset(images / 16, labels), batch_size=32, shuffle=True)
    for _ in range(15):
        for x, y in loader:
            optimizer.zero_grad()
            tg.nn.functional.cross_entropy(model(x), y).backward()
            optimizer.step()
    images, labels = (part.to(DEVICE) for part in tg.data.digits(train=False))
    assert (model(images / 16).argmax(1) == labels).float().mean().item() > 0.95


def test_several_samples_of_a_subset():
    """PyTorch's Subset hands a list on to its data set, places and all."""
    ours = tg.data.Subset(tg.data.TensorDataset(tg.arange(5) * 10), [4, 0, 2])
    theirs = torch.utils.data.Subset(torch.utils.data.TensorDataset(torch.arange(5) * 10), [4, 0, 2])
    for index in ([0, 1], [2, -1], [], slice(1, None)):
        assert ours[index][0].tolist() == theirs[index][0].tolist()
    with pytest.raises(IndexError, match="there is no sample 3"):
        ours[[0, 3]]
    with pytest.raises(TypeError, match="asked for by a whole number"):
        ours[1.5]
