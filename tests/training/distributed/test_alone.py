"""training.distributed in one process: everything works as in a group of one; samplers; what the environment says."""

import subprocess
import sys
import types
from datetime import timedelta
from itertools import chain

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.training.distributed.launching import environment
from tinygrad_lite import training
from tinygrad_lite.training import distributed
from tinygrad_lite.training.distributed import divided, processes, ranks
from tinygrad_lite.training.distributed.divided import HandedOut, is_divided, rows, set_epoch

PLACE = {"RANK": "1", "WORLD_SIZE": "2", "MASTER_ADDR": "localhost", "MASTER_PORT": "29500"}


@pytest.fixture
def place(monkeypatch):
    """Sets what torchrun would set."""

    def put(**changed):
        for name, value in {**PLACE, **changed}.items():
            if value is None:
                monkeypatch.delenv(name, raising=False)
            else:
                monkeypatch.setenv(name, value)

    put(**dict.fromkeys(PLACE))
    return put


def test_alone_everything_works_and_pytorch_is_not_loaded():
    script = """
import sys
import numpy as np
import tinygrad_lite as tg
from tinygrad_lite import training
from tinygrad_lite.training import distributed as d

with d.process_group(timeout=5):
    assert (d.get_rank(), d.get_world_size(), d.is_main_process(), d.is_initialized()) == (0, 1, True, False)
    x = tg.ones(2)
    assert d.all_reduce(x, "mean") is x and d.broadcast(x) is x and d.all_gather(x)[0] is not x
    assert d.all_gather_object(3) == [3] and d.broadcast_object(3) == 3
    d.barrier()
    model = tg.nn.Linear(2, 1)
    replica = d.DistributedDataParallel(model)
    with replica.no_sync():
        d.share_of_mean(replica(tg.ones(3, 2)).mean(), 3).backward()
    d.average_gradients(model)
    d.broadcast_weights(model)
    assert model.bias.grad.item() == 1
    assert list(replica.state_dict()) == ["module.weight", "module.bias"]
    loader = tg.data.DataLoader(tg.data.TensorDataset(tg.ones(5, 2), tg.ones(5, 1)), batch_size=2)
    trainer = training.Trainer(model, tg.optim.SGD(model.parameters()), tg.nn.MSELoss(), distributed=True)
    trainer.fit(loader, epochs=2)
    assert trainer.is_main_process and "processes" not in trainer.state_dict()
assert "torch" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True, env=environment())


def test_alone_there_is_nobody_to_send_to():
    for function in (distributed.send, distributed.recv):
        with pytest.raises(RuntimeError, match="there is no other process"):
            function(np.ones(2), 1)
    with pytest.raises(ValueError, match="op must be one of sum, mean"):
        distributed.all_reduce(np.ones(2), op="average")


# -------------------------------------------------------------------------------------------------- environment
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"WORLD_SIZE": None}, "WORLD_SIZE not set, but RANK=1"),
        ({"RANK": None}, "RANK not set, but WORLD_SIZE=2"),
        ({"MASTER_ADDR": None, "MASTER_PORT": None}, "MASTER_ADDR and MASTER_PORT not set"),
        ({"RANK": "2"}, "RANK=2 must be from 0 to 1, as WORLD_SIZE=2"),
        ({"RANK": "first"}, "RANK must be a whole number, but is 'first'"),
        ({"MASTER_PORT": "0"}, "MASTER_PORT=0 is no port"),
    ],
)
def test_an_environment_that_makes_no_sense(place, changed, words):
    place(**changed)
    with pytest.raises(ValueError, match=words):
        distributed.init_process_group()


def test_the_environment_says_who_one_is_before_joining(place):
    place()
    assert (distributed.get_rank(), distributed.get_world_size(), distributed.is_main_process()) == (1, 2, False)
    with pytest.raises(RuntimeError, match=r"has not joined the others\. Call init_process_group"):
        distributed.all_reduce(np.ones(2))
    place(**dict.fromkeys(("RANK", "WORLD_SIZE")))  # an address alone says nothing
    assert distributed.get_world_size() == 1


def test_a_backend_that_is_not_there(place):
    with pytest.raises(ValueError, match="backend must be 'gloo' or 'nccl', got 'mpi'"):
        distributed.init_process_group("mpi")
    with pytest.raises(ValueError, match="timeout must be a time above 0"):
        distributed.init_process_group(timeout=0)
    assert processes.as_timedelta(1.5) == timedelta(seconds=1.5)
    if not torch.cuda.is_available():
        place()
        with pytest.raises(distributed.DistributedError, match="'nccl' needs a GPU"):
            distributed.init_process_group("nccl")


def test_each_process_has_a_gpu_of_its_own(monkeypatch):
    """As far as that can be said without a GPU."""
    chosen = []
    cuda = types.SimpleNamespace(is_available=lambda: True, device_count=lambda: 2, set_device=chosen.append)
    monkeypatch.setattr(torch, "cuda", cuda)
    monkeypatch.setattr(torch.distributed, "is_nccl_available", lambda: True)
    assert processes.usable_backend(None, 1) == "cpu:gloo,cuda:nccl"
    assert processes.usable_backend("nccl", 0) == "cpu:gloo,cuda:nccl"
    assert processes.usable_backend("gloo", 5) == "gloo"
    assert chosen == [1, 0]
    with pytest.raises(distributed.DistributedError, match=r"process 2 of this machine.*there are 2 GPUs"):
        processes.usable_backend(None, 2)


# ----------------------------------------------------------------------------------------------------- samplers
@pytest.mark.parametrize("drop_last", [False, True])
@pytest.mark.parametrize("size", [1, 2, 6, 7, 8, 23])
@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_the_sampler_is_pytorchs(size, count, drop_last):
    for rank in range(count):
        mine, theirs = (
            sampler(range(size), count, rank, shuffle=False, drop_last=drop_last)
            for sampler in (distributed.DistributedSampler, torch.utils.data.DistributedSampler)
        )
        assert list(mine) == list(theirs)
        assert len(mine) == len(theirs)


def test_another_order_in_each_epoch_alike_in_all_processes():
    def drawn(rank, epoch, seed=0):
        sampler = distributed.DistributedSampler(range(10), 2, rank, seed=seed)
        sampler.set_epoch(epoch)
        return list(sampler)

    assert sorted(drawn(0, 3) + drawn(1, 3)) == list(range(10))
    assert drawn(0, 3) == drawn(0, 3) != drawn(0, 4)
    assert drawn(0, 1, seed=2) == drawn(0, 2, seed=1) == drawn(0, 3)  # seed + epoch, as PyTorch's


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_the_shares_are_the_batches(count):
    batches = [[5, 3, 1, 0], [2, 4, 6], [7], [8, 9]]
    parts = [distributed.ShareOfBatches(batches, count, rank) for rank in range(count)]
    shares = [list(part) for part in parts]
    for number, batch in enumerate(batches):
        own = [part.own_size(number) for part in parts]
        counted = [share[number][:size] for share, size in zip(shares, own)]
        assert [*chain(*counted)] == batch
        assert max(own) - min(own) <= 1
        assert all(share[number] for share in shares)  # each has something to compute
        assert sum(part.weight(number) for part in parts) == pytest.approx(count)
    assert len(parts[0]) == 4
    with pytest.raises(ValueError, match="rank must be from 0 to 1, got 2"):
        distributed.ShareOfBatches(batches, 2, 2)


def test_loaders_that_are_divided_already():
    data = tg.data.TensorDataset(tg.arange(6))
    sampler = distributed.DistributedSampler(data, 2, 0)
    theirs = torch.utils.data.DistributedSampler(range(6), 2, 0)
    assert is_divided(tg.data.DataLoader(data, sampler=sampler))
    assert is_divided(torch.utils.data.DataLoader(range(6), sampler=theirs))
    plain = tg.data.DataLoader(data, batch_size=4)
    assert not is_divided(plain)
    assert divided.divided(None) is None
    share = divided.divided(plain)
    assert is_divided(share)
    assert divided.divided(share) is share
    assert [batch[0].tolist() for batch in share] == [[0, 1, 2, 3], [4, 5]]  # alone
    set_epoch(tg.data.DataLoader(data, sampler=sampler), 7)
    assert sampler.epoch == 7


def test_endless_or_unknown_batches_are_handed_out():
    class Stream(torch.utils.data.IterableDataset):
        def __iter__(self):
            return iter([(torch.tensor([n, n]), n) for n in range(5)])

    shares = divided.divided(torch.utils.data.DataLoader(Stream(), batch_size=2))
    assert isinstance(shares, HandedOut)
    assert [len(targets) for _, targets in shares] == [2, 2, 1]
    assert [shares.weight(n) for n in range(3)] == [1, 1, 1]


class Moves:
    """A loader that moves the batches of another, as DeviceLoader does."""

    def __init__(self, loader):
        self.loader = loader

    def __len__(self):
        return len(self.loader)

    def __iter__(self):
        return ((2 * x, y) for x, y in self.loader)


def test_a_loader_around_another():
    pairs = tg.data.TensorDataset(tg.arange(5), tg.arange(5))
    for inside in (tg.data.DataLoader(pairs, 2), list(tg.data.DataLoader(pairs, 2))):
        share = divided.divided(Moves(Moves(inside)))
        assert type(share) is type(share.loader) is Moves
        assert [x.tolist() for x, _ in share] == [[0, 4], [8, 12], [16]]
        assert divided.shares_of(share).sizes == [2, 2, 1]
    assert is_divided(Moves(tg.data.DataLoader(pairs, sampler=distributed.DistributedSampler(pairs, 2, 0))))


def test_rows_of_nested_batches():
    batch = {
        "x": tg.arange(4),
        "parts": [tg.zeros(4, 2), tg.ones(4)],
        "name": ["a", "b", "c", "d"],
        "scale": tg.tensor(2),
    }
    found = rows((batch, (tg.arange(4),)), 1, 3)
    assert found[0]["name"] == ["b", "c"]
    assert [part.shape for part in found[0]["parts"]] == [(2, 2), (2,)]
    assert found[0]["scale"].item() == 2
    assert found[1][0].tolist() == [1, 2]


# ------------------------------------------------------------------------------------------------------- the rest
def test_a_model_of_pytorch_has_its_own():
    with pytest.raises(TypeError, match=r"torch\.nn\.parallel\.DistributedDataParallel"):
        distributed.DistributedDataParallel(torch.nn.Linear(1, 1))
    with pytest.raises(ValueError, match="bucket_cap_mb must be above 0"):
        distributed.DistributedDataParallel(tg.nn.Linear(1, 1), bucket_cap_mb=0)


def test_metrics_are_joined():
    parts = [training.metrics.ROCAUC() for _ in range(3)]
    whole = training.metrics.ROCAUC()
    numbers = np.random.default_rng(0)
    for metric in parts[:2]:  # the third has seen nothing
        scores, truth = numbers.random(20), numbers.integers(0, 2, 20)
        metric.update(scores, truth)
        whole.update(scores, truth)
    states = [metric.state_dict() for metric in parts]
    assert ranks.joined(parts[2], states).compute() == whole.compute()
    assert parts[0].state_dict()["scores"].size == 20


def test_buckets_go_by_kind_and_size():
    tensors = [tg.zeros(1000), tg.zeros(1000, dtype=tg.float64), tg.zeros(1000), tg.zeros(1000)]
    found = distributed.buckets.buckets_of(tensors, cap_mb=8100 / 2**20)
    assert [[id(one) for one in bucket.tensors] for bucket in found] == [
        [id(tensors[0]), id(tensors[2])], [id(tensors[1])], [id(tensors[3])]
    ]  # fmt: skip


def test_words_from_elsewhere():
    model = tg.nn.Linear(1, 1)
    parts = model, tg.optim.SGD(model.parameters()), tg.nn.MSELoss()
    with pytest.raises(TypeError, match="It is called 'distributed' here"):
        training.Trainer(*parts, strategy="ddp")
    with pytest.raises(TypeError, match="torchrun starts the processes"):
        training.Trainer(*parts, devices=2)


def test_a_pipeline_alone_is_the_model():
    stages = [tg.nn.Linear(3, 4), tg.nn.Linear(4, 2)]
    pipeline = distributed.Pipeline(stages, tg.nn.MSELoss(), micro_batches=5)
    x, y = tg.randn(3, 3), tg.randn(3, 2)  # fewer samples than parts
    loss = pipeline.train_batch(x, y)
    found = [p.grad.numpy().copy() for p in pipeline.module.parameters()]
    whole = tg.nn.Sequential(*stages)
    for p in whole.parameters():
        p.grad = None
    expected = tg.nn.MSELoss()(whole(x), y)
    expected.backward()
    assert loss == pytest.approx(expected.item(), rel=1e-5)
    for mine, p in zip(found, whole.parameters()):
        np.testing.assert_allclose(mine, p.grad.numpy(), rtol=1e-5, atol=1e-6)
    assert len(pipeline.gather_events()) == 6
    assert pipeline.collect() == stages
