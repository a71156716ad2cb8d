"""The order in which samples are visited, and going on in the middle of it."""

from collections import Counter

import numpy as np
import pytest
import torch

import tinygrad_lite as tg


def seeded(seed=0):
    return tg.Generator().manual_seed(seed)


def test_orders():
    data = list(range(10))
    assert list(tg.data.SequentialSampler(data)) == data
    sampler = tg.data.RandomSampler(data, generator=seeded())
    first, second = list(sampler), list(sampler)
    assert first != second
    assert sorted(first) == sorted(second) == data
    assert list(tg.data.RandomSampler(data, generator=seeded())) == first
    chosen = list(tg.data.SubsetRandomSampler([3, 5, 7], generator=seeded()))
    assert sorted(chosen) == [3, 5, 7]


@pytest.mark.parametrize("count", [3, 10, 25])
def test_random_sampler_of_another_length(count):
    sampler = tg.data.RandomSampler(range(10), num_samples=count, generator=seeded())
    drawn = list(sampler)
    assert len(drawn) == len(sampler) == count
    assert set(Counter(drawn).values()) <= {count // 10, count // 10 + 1}  # without replacement: each as often
    replaced = list(tg.data.RandomSampler(range(10), replacement=True, num_samples=1000, generator=seeded()))
    assert len(replaced) == 1000
    assert all(60 < n < 140 for n in Counter(replaced).values())


def test_weighted_sampler():
    weights = [0.0, 1.0, 3.0]
    drawn = Counter(tg.data.WeightedRandomSampler(weights, 4000, generator=seeded()))
    assert drawn[0] == 0
    assert 2800 < drawn[2] < 3200
    assert sorted(tg.data.WeightedRandomSampler(weights, 2, replacement=False, generator=seeded())) == [1, 2]
    with pytest.raises(ValueError, match="3 different samples are wanted, but only 2 have a weight"):
        tg.data.WeightedRandomSampler(weights, 3, replacement=False)
    for wrong in ([-1.0, 2.0], [0.0], [[1.0]]):
        with pytest.raises(ValueError, match="weights must be"):
            tg.data.WeightedRandomSampler(wrong, 1)


@pytest.mark.parametrize("drop_last", [False, True])
@pytest.mark.parametrize("size", [1, 5, 12])
@pytest.mark.parametrize("replicas", [1, 2, 5])
def test_distributed_sampler_shares_as_pytorchs(size, replicas, drop_last):
    def shares(lib, shuffle):
        data = range(size)
        samplers = [
            lib.DistributedSampler(data, replicas, rank, shuffle, drop_last=drop_last) for rank in range(replicas)
        ]
        for sampler in samplers:
            sampler.set_epoch(3)
        assert [len(sampler) for sampler in samplers] == [len(list(sampler)) for sampler in samplers]
        return [list(sampler) for sampler in samplers]

    assert shares(tg.data, False) == shares(torch.utils.data, False)
    shuffled = [i for share in shares(tg.data, True) for i in share]
    assert len(set(shuffled)) == min(size, len(shuffled))  # all take part; none twice while others wait


def test_distributed_sampler_epochs():
    sampler = tg.data.DistributedSampler(range(20), 2, 0)
    first = list(sampler)
    assert list(sampler) == first
    sampler.set_epoch(1)
    assert list(sampler) != first
    with pytest.raises(ValueError, match="rank must be from 0 to 1, got 2"):
        tg.data.DistributedSampler(range(20), 2, 2)
    with pytest.raises(ValueError, match="say num_replicas"):
        tg.data.DistributedSampler(range(20))


def test_own_samplers():
    data = tg.data.TensorDataset(tg.arange(6))
    assert [x.tolist() for (x,) in tg.data.DataLoader(data, 2, sampler=[5, 0, 3])] == [[5, 0], [3]]
    loader = tg.data.DataLoader(data, batch_sampler=[[1, 2, 3], [0]])
    assert [x.tolist() for (x,) in loader] == [[1, 2, 3], [0]]
    assert len(loader) == 2
    part = tg.data.Subset(tg.data.Subset(data, [5, 4, 3, 2]), [3, 0])
    assert [x.tolist() for (x,) in tg.data.DataLoader(part, 2)] == [[2, 5]]


def test_concatenation():
    first, second = tg.data.TensorDataset(tg.arange(3)), tg.data.TensorDataset(tg.arange(2) + 10)
    mine = first + second
    assert [mine[i][0].item() for i in range(-5, 5)] == [0, 1, 2, 10, 11] * 2
    with pytest.raises(IndexError, match="no sample 5 among 5"):
        mine[5]
    with pytest.raises(ValueError, match="no data sets"):
        tg.data.ConcatDataset([])


class Noisy(tg.data.Dataset):
    def __len__(self):
        return 10

    def __getitem__(self, i):
        return i, tg.rand(1)


TENSORS = tg.data.TensorDataset(tg.arange(10), tg.arange(10))
PLACES = [(data, own, stop, 0) for data in (Noisy(), TENSORS) for own in (True, False) for stop in (1, 4, 6)]


@pytest.mark.host("its dataset draws from the CPU's random numbers")
@pytest.mark.parametrize(("dataset", "own_generator", "stop", "workers"), [*PLACES, (Noisy(), False, 2, 2)])
def test_going_on_in_the_middle_of_an_epoch(dataset, own_generator, stop, workers):
    """As after a crash: the loader is made anew, and the random numbers are put back to where they were."""

    def new_loader():
        tg.manual_seed(7)
        generator = seeded(1) if own_generator else None
        return tg.data.DataLoader(dataset, batch_size=3, shuffle=True, generator=generator, num_workers=workers)

    def batches(loader, epochs):
        for _ in range(epochs):
            for batch in loader:
                yield [np.asarray(part).tolist() for part in batch] + [tg.rand(1).item()]  # the last as by dropout

    loader = new_loader()
    whole = list(batches(loader, epochs=2))
    assert len(whole) == 8
    loader = new_loader()
    for seen, batch in enumerate(batches(loader, epochs=2), 1):
        assert batch == whole[seen - 1]
        if seen == stop:
            break
    state, random_state = loader.state_dict(), tg.default_generator().get_state()
    own_state = loader.generator.get_state() if own_generator else None
    loader = new_loader()
    loader.load_state_dict(state)
    tg.default_generator().set_state(random_state)
    if own_generator:
        loader.generator.set_state(own_state)
    assert list(batches(loader, epochs=2 if stop <= 4 else 1)) == whole[stop:]


def test_a_state_between_epochs():
    loader = tg.data.DataLoader(TENSORS, batch_size=3, shuffle=True, generator=seeded())
    list(loader)
    assert loader.state_dict() == {"generator": None, "samplers": [], "batches": 0}
    loader.load_state_dict(loader.state_dict())
    assert len(list(loader)) == 4


@pytest.mark.parametrize("drop_last", [False, True])
def test_distributed_sampler_says_how_many(drop_last):
    mine, reference = (
        kind(range(10), num_replicas=3, rank=1, shuffle=False, drop_last=drop_last)
        for kind in (tg.data.DistributedSampler, torch.utils.data.DistributedSampler)
    )
    assert (mine.num_samples, mine.total_size) == (reference.num_samples, reference.total_size)
