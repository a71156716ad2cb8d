"""What two processes check together: `torchrun inside.py FOLDER`. Every check runs in both, in the same order."""

import contextlib
import gc
import io
import json
import os
import sys
from itertools import chain, pairwise
from pathlib import Path

import numpy as np
import torch

import tinygrad_lite as tg
from tinygrad_lite import training
from tinygrad_lite.observers import here
from tinygrad_lite.training import distributed
from tinygrad_lite.training.distributed.collectives import OnTheWay

CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def raises(kind, words, function):
    try:
        function()
    except kind as error:
        text = str(error)
    else:
        raise AssertionError(f"no {kind.__name__}")
    missing = [word for word in words if word not in text]
    assert not missing, f"{missing} not in: {text}"


def same(found, wanted):
    found = found.detach().numpy() if hasattr(found, "detach") else found
    np.testing.assert_array_equal(found, np.asarray(wanted))


# ----------------------------------------------------------------------------------------------------- collectives
@check
def sums_and_means(rank, folder):
    for make in (tg.tensor, torch.tensor, np.array):
        x = make([1.0 + rank, 2.0])
        assert distributed.all_reduce(x) is x
        same(x, [3.0, 4.0])
        same(distributed.all_reduce(make([1.0 + rank, 2.0]), op="mean"), [1.5, 2.0])
        same(distributed.all_reduce(make([rank, 5]), op="max"), [1, 5])
        same(distributed.all_reduce(make([rank + 2, 5]), op="product"), [6, 25])
        same(distributed.broadcast(make([rank, 7]), src=1), [1, 7])
    raises(TypeError, ["Use floats"], lambda: distributed.all_reduce(np.array([1]), op="mean"))
    raises(TypeError, ["list"], lambda: distributed.all_reduce([1.0]))


@check
def nothing_is_held_after_a_call(rank, folder):
    """A thread of gloo that still holds a tensor when the program ends aborts the process; slow threads hold longer."""
    names = Path("/proc/self/task").glob("*/comm")  # where there is none, threads are as fast as they are
    threads = [int(name.parent.name) for name in names if "runloop" in name.read_text("utf-8")]
    for thread in threads:
        os.sched_setscheduler(thread, os.SCHED_IDLE, os.sched_param(0))
    layer = torch.nn.Linear(3, 3)
    for _ in range(30):
        sent, parts = torch.ones(3), []
        distributed.all_reduce(sent)
        distributed.broadcast(sent)
        parts = distributed.all_gather(sent)
        (distributed.send if rank == 0 else distributed.recv)(sent, 1 - rank)
        message = OnTheWay("test", torch.ones(3), lambda tensor: torch.distributed.all_reduce(tensor, async_op=True))
        assert [tensor._use_count() for tensor in (sent, *parts, message.wait())] == [1] * 4
        distributed.average_gradients(layer)
        assert distributed.all_gather_object(rank) == [0, 1]
    for thread in threads:
        os.sched_setscheduler(thread, os.SCHED_OTHER, os.sched_param(0))


@check
def other_layouts(rank, folder):
    x = np.arange(6.0).reshape(2, 3) + rank
    distributed.all_reduce(x.T)  # not in one piece: what comes is written into its place
    same(x, np.arange(6.0).reshape(2, 3) * 2 + 1)
    same(distributed.all_reduce(np.array(float(rank))), 1.0)
    read_only = np.broadcast_to(np.float32(1), (3,))
    raises(ValueError, ["read-only"], lambda: distributed.all_reduce(read_only))


@check
def an_array_of_another_device(rank, folder):
    class OnADevice:  # as arrays of a second device are: the numbers are in a PyTorch tensor
        base = None

        def __init__(self, tensor):
            self.tensor = tensor

    array = OnADevice(torch.tensor([1.0, rank]))
    assert distributed.all_reduce(array) is array
    assert array.tensor.tolist() == [2.0, 1.0]
    tensor = tg.zeros(2)
    tensor.array = array
    array.tensor += rank
    distributed.broadcast(tensor, src=1)
    assert array.tensor.tolist() == [3.0, 2.0]


@check
def gathered(rank, folder):
    first, second = distributed.all_gather(tg.tensor([[rank, 7]]))
    same(first, [[0, 7]])
    same(second, [[1, 7]])
    assert distributed.all_gather_object({"rank": rank}) == [{"rank": 0}, {"rank": 1}]
    assert distributed.broadcast_object(["from", rank], src=1) == ["from", 1]


@check
def from_one_to_the_other(rank, folder):
    if rank == 0:
        distributed.send(tg.tensor([1.5, 2.5]), dst=1)
    else:
        same(distributed.recv(tg.zeros(2), src=0), [1.5, 2.5])
    distributed.barrier()


@check
def every_kind_of_number_in_buckets(rank, folder):
    kinds = (np.float16, np.float32, np.float64, np.int64, np.uint8, np.bool_)
    values = [tg.tensor(np.array([[1, rank], [0, 1]]).astype(kind)) for kind in kinds]
    distributed.buckets.broadcast_all([*values, tg.tensor(rank), tg.tensor(np.ones((2, 0)))], src=1)
    for value, kind in zip(values, kinds):
        assert value.dtype == kind
        same(value, np.array([[1, 1], [0, 1]]).astype(kind))


# --------------------------------------------------------------------------------------------------- data parallel
class Branches(tg.nn.Module):
    """Of two layers, process 1 uses only the first."""

    def __init__(self):
        super().__init__()
        self.first, self.second, self.idle = tg.nn.Linear(2, 2), tg.nn.Linear(2, 2), tg.nn.Linear(2, 2)

    def forward(self, x, both):
        return self.second(self.first(x)) if both else self.first(x)


@check
def not_used_by_all(rank, folder):
    tg.manual_seed(0)
    replica = distributed.DistributedDataParallel(Branches())
    loss = replica(tg.ones(1, 2), both=rank == 0).sum()
    words = ["process 1: second.weight, second.bias", "find_unused_parameters=True"]
    raises(RuntimeError, words, loss.backward)
    tolerant = distributed.DistributedDataParallel(Branches(), find_unused_parameters=True)
    tolerant(tg.ones(1, 2), both=rank == 0).sum().backward()
    bias = tolerant.module.second.bias.grad
    same(bias, [0.5, 0.5])  # ones in process 0, as good as zeros in process 1
    assert tolerant.module.idle.weight.grad is None


@check
def other_models(rank, folder):
    words = ["another model", "(3, 2)", "(4, 2)"]
    raises(RuntimeError, words, lambda: distributed.DistributedDataParallel(tg.nn.Linear(2, 3 + rank)))


@check
def weights_and_running_statistics_of_process_0(rank, folder):
    tg.manual_seed(rank)
    replica = distributed.DistributedDataParallel(tg.nn.Sequential(tg.nn.Linear(2, 3), tg.nn.BatchNorm1d(3)))
    replica(tg.randn(8, 2) + rank)  # each sees other samples
    mean = replica.module[1].running_mean
    own = distributed.all_gather_object(mean.numpy().tolist())
    assert own[0] != own[1]
    replica(tg.randn(8, 2))
    states = distributed.all_gather_object([replica.module[0].weight.detach().numpy().tolist(), mean.shape])
    assert states[0] == states[1]
    replica.eval()
    before = replica.module[1].num_batches_tracked.item()
    replica(tg.randn(8, 2))
    assert before == replica.module[1].num_batches_tracked.item() == 2


@check
def statistics_that_are_not_shared(rank, folder):
    replica = distributed.DistributedDataParallel(tg.nn.BatchNorm1d(3), broadcast_buffers=False)
    for _ in range(3):
        replica(tg.randn(8, 3) + 5 * rank)
    first, second = distributed.all_gather_object(replica.module.running_mean.numpy().tolist())
    assert abs(first[0] - second[0]) > 1


@check
def several_batches_a_step(rank, folder):
    layer = tg.nn.Linear(2, 1, bias=False)
    replica = distributed.DistributedDataParallel(layer)
    with replica.no_sync():
        replica(tg.tensor([[1.0, rank]])).sum().backward()
        same(layer.weight.grad, [[1.0, rank]])  # its own
    replica(tg.tensor([[2.0, 4.0 * rank]])).sum().backward()
    same(layer.weight.grad, [[3.0, 2.5]])  # the means of 3, 3 and of 0, 5
    kept = layer.weight.grad
    replica(tg.tensor([[1.0, 1.0]])).sum().backward()  # adds up, as in one process, in the same tensor
    same(kept, [[4.0, 3.5]])
    assert layer.weight.grad is kept


@check
def several_models(rank, folder):
    """A generator and its judge: a backward that does not reach a model averages nothing in it."""
    one, two = (distributed.DistributedDataParallel(tg.nn.Linear(1, 1, bias=False)) for _ in range(2))
    x = tg.tensor([[1.0 + rank]])
    first, second = one(x), two(x)
    first.sum().backward()
    assert two.module.weight.grad is None
    second.sum().backward()
    same(one.module.weight.grad, [[1.5]])
    same(two.module.weight.grad, [[1.5]])
    watched = len(here.around_backward)
    del one, first
    gc.collect()
    two(x).sum().backward()
    assert len(here.around_backward) < watched
    same(two.module.weight.grad, [[3.0]])


@check
def by_hand(rank, folder):
    tg.manual_seed(rank)
    layer = tg.nn.Linear(3, 2)
    distributed.broadcast_weights(layer)
    x = tg.tensor([[1.0, 2.0, 3.0]] * (1 + rank))
    loss = distributed.share_of_mean(layer(x).mean(), samples=len(x))  # 1 of 3 samples, and 2 of 3
    loss.backward()
    distributed.average_gradients(layer)
    one = tg.nn.Linear(3, 2)
    one.load_state_dict(layer.state_dict())
    one(tg.tensor([[1.0, 2.0, 3.0]] * 3)).mean().backward()
    np.testing.assert_allclose(layer.weight.grad.numpy(), one.weight.grad.numpy(), rtol=1e-6)
    np.testing.assert_allclose(layer.bias.grad.numpy(), one.bias.grad.numpy(), rtol=1e-6)


@check
def small_buckets_and_halves(rank, folder):
    model = tg.nn.Sequential(*(tg.nn.Linear(20, 20) for _ in range(5)))
    model[2].half()
    replica = distributed.DistributedDataParallel(model, bucket_cap_mb=0.001)
    for parameter in model.parameters():
        parameter.grad = tg.full_like(parameter.detach(), 60000.0 if parameter.dtype == tg.float16 else 1.0 + rank)
    assert replica.bucket_cap_mb == 0.001
    distributed.buckets.average([*model.named_parameters()], cap_mb=0.001)
    for parameter in model.parameters():  # a sum of 120000 would not fit into float16
        same(parameter.grad, np.full(parameter.shape, 60000.0 if parameter.dtype == tg.float16 else 1.5))


@check
def as_pytorchs_with_batch_norm(rank, folder):
    tg.manual_seed(0)
    mine = tg.nn.Sequential(tg.nn.Linear(2, 6), tg.nn.BatchNorm1d(6), tg.nn.Tanh(), tg.nn.Linear(6, 1)).double()
    theirs = tg.compare.to_torch(mine)
    sides = []
    for lib, model, wrap in (
        (tg, mine, distributed.DistributedDataParallel),
        (torch, theirs, torch.nn.parallel.DistributedDataParallel),
    ):
        replica, numbers = wrap(model), np.random.default_rng(rank)
        optimizer = lib.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
        for _ in range(6):
            optimizer.zero_grad()
            with replica.no_sync():
                replica(lib.tensor(numbers.standard_normal((5, 2)))).square().mean().backward()
            replica(lib.tensor(numbers.standard_normal((5, 2)))).square().mean().backward()
            optimizer.step()
        sides.append([value.detach().numpy() for value in model.state_dict().values()])
    for ours, pytorchs in zip(*sides, strict=True):
        np.testing.assert_allclose(ours, pytorchs, rtol=1e-11, atol=1e-13)


# --------------------------------------------------------------------------------------------------------- samplers
@check
def shares_of_what_process_0_drew(rank, folder):
    tg.manual_seed(rank)  # the others would draw another order
    data = tg.data.TensorDataset(tg.arange(10))
    batches = tg.data.BatchSampler(tg.data.RandomSampler(data), 4, drop_last=False)
    first, second = distributed.all_gather_object(list(distributed.ShareOfBatches(batches)))
    assert [len(batch) for batch in first] == [2, 2, 1]
    assert [len(batch) for batch in second] == [2, 2, 1]
    assert sorted(chain(*first, *second)) == list(range(10))


@check
def as_pytorchs_sampler(rank, folder):
    theirs = torch.utils.data.DistributedSampler(range(7), shuffle=False)
    assert list(distributed.DistributedSampler(range(7), shuffle=False)) == list(theirs)


# ---------------------------------------------------------------------------------------------------------- Trainer
def pairs(n=40):
    return tg.data.TensorDataset(*tg.data.moons(n, seed=0))


def trainer_of(*callbacks, model=None, **arguments):
    tg.manual_seed(0)
    model = model or tg.nn.Sequential(tg.nn.Linear(2, 4), tg.nn.Tanh(), tg.nn.Linear(4, 1))
    optimizer = tg.optim.SGD(model.parameters(), lr=0.1)
    loss = tg.nn.BCEWithLogitsLoss()
    return training.Trainer(model, optimizer, loss, callbacks=callbacks, distributed=True, **arguments)


@check
def one_prints_and_writes(rank, folder):
    printed = io.StringIO()
    files = [training.CSVLogger(folder / "log.csv"), training.JSONLogger(folder / "log.jsonl")]
    saving = training.ModelCheckpoint(folder / "states", save_top_k=1, every_n_batches=2)
    trainer = trainer_of(training.ProgressBar(printed), *files, saving)
    if rank:  # which must not try
        training.callbacks.model_checkpoint.save_checkpoint = None
        training.trainer.save_checkpoint = None
    loader = tg.data.DataLoader(pairs(), batch_size=8, shuffle=True)
    trainer.fit(loader, loader, epochs=3)
    trainer.save(folder / "one.safetensors")
    distributed.barrier()
    assert (printed.getvalue().count("val_loss") > 0) is (rank == 0)
    assert len((folder / "log.csv").read_text("utf-8").splitlines()) == 4
    assert len(list((folder / "states").glob("epoch-*"))) == 1
    again = trainer_of()
    assert again.resume(folder / "states", loader) == folder / "states" / "last.safetensors"
    assert (again.epoch, again.history) == (3, trainer.history)
    single = distributed.all_gather_object([p.detach().numpy().tolist() for p in again.model.parameters()])
    assert single[0] == single[1]
    raises(FileNotFoundError, ["there is no file"], lambda: again.resume(folder / "another.safetensors"))


class SavesMidway(training.Callback):
    def __init__(self, path):
        self.path = path

    def on_batch_end(self, batch, logs):
        if (self.trainer.epoch, batch) == (1, 2):
            self.trainer.save(self.path)


def to_be_resumed(folder, *callbacks):
    loader = tg.data.DataLoader(pairs(), batch_size=7, shuffle=True)
    return trainer_of(*callbacks, metrics=[training.metrics.Accuracy(threshold=0.0)]), loader


@check
def saved_by_two_to_be_resumed_by_one(rank, folder):
    trainer, loader = to_be_resumed(folder, SavesMidway(folder / "midway.safetensors"))
    history = trainer.fit(loader, loader, epochs=3)
    if rank == 0:
        (folder / "midway.json").write_text(json.dumps(dict(history)), "utf-8")


@check
def orders_and_dropout_differ_where_they_should(rank, folder):
    seen = []

    class Sees(training.Callback):
        def on_batch_end(self, batch, logs):
            seen.append((self.trainer.inputs.numpy().tolist(), self.trainer.predictions.numpy().tolist()))

    class Mask(tg.nn.Module):
        def __init__(self):
            super().__init__()
            self.scale, self.dropout = tg.nn.Parameter(tg.ones(1)), tg.nn.Dropout(0.5)

        def forward(self, x):
            return self.dropout(tg.ones(len(x), 1) * self.scale)

    sampler = distributed.DistributedSampler(pairs(), shuffle=True)  # divided already; the epoch is told to it
    loader = tg.data.DataLoader(pairs(), batch_size=20, sampler=sampler)
    trainer_of(Sees(), model=Mask()).fit(loader, epochs=2)
    first, second = distributed.all_gather_object(seen)
    assert [len(inputs) for inputs, _ in first + second] == [20] * 4
    assert first[0][0] != first[1][0]  # another order in each epoch
    assert sorted(map(tuple, first[0][0] + second[0][0])) == sorted(map(tuple, first[1][0] + second[1][0]))
    assert first[0][1] != second[0][1]  # another mask in each process


@check
def what_differs_is_an_error_in_both(rank, folder):
    loader = tg.data.DataLoader(pairs(), batch_size=8)
    words = ["process 1 is about to train otherwise", "accumulate is 2 and was 1"]
    raises(RuntimeError, words, lambda: trainer_of(accumulate=1 + rank).fit(loader))
    raises(RuntimeError, ["epochs is 3 and was 2"], lambda: trainer_of().fit(loader, epochs=2 + rank))
    uneven = tg.data.DataLoader(pairs(), sampler=distributed.DistributedSampler(pairs()), batch_size=8 + rank)
    raises(RuntimeError, ["process 1", "batch size is 9 and was 8"], lambda: trainer_of().fit(uneven))


@check
def a_batch_left_out_by_one(rank, folder):
    class LeavesOut(training.Callback):
        def on_batch_begin(self, batch):
            if batch == 1 and self.trainer._ranks.rank == 1:
                raise training.CancelBatch

    loader = tg.data.DataLoader(pairs(), batch_size=8)
    raises(RuntimeError, ["left out in some processes only"], lambda: trainer_of(LeavesOut()).fit(loader))


@check
def a_metric_that_cannot_be_joined(rank, folder):
    class Count:
        name, count = "count", 0

        def update(self, predictions, targets):
            self.count += len(targets)

        def compute(self):
            return self.count

        def reset(self):
            self.count = 0

    loader = tg.data.DataLoader(pairs(), batch_size=8)
    raises(TypeError, ["joined for count", "merge"], lambda: trainer_of(metrics=[Count()]).fit(loader))


@check
def half_precision(rank, folder):
    trainer = trainer_of(precision="float16", max_norm=1.0)
    trainer.fit(tg.data.DataLoader(pairs(), batch_size=8), epochs=2)
    found = distributed.all_gather_object((trainer.scaler.state_dict(), trainer.step, dict(trainer.history)))
    assert found[0] == found[1]


@check
def joined_twice(rank, folder):
    raises(RuntimeError, ["has joined its group already"], distributed.init_process_group)


# --------------------------------------------------------------------------------------------------------- pipeline
def staged(lib):
    lib.manual_seed(0)
    return [lib.nn.Sequential(lib.nn.Linear(3, 8), lib.nn.Tanh()).double(), lib.nn.Linear(8, 2).double()]


@check
def two_stages(rank, folder):
    for lib in (tg, torch):
        stages, whole = staged(lib), lib.nn.Sequential(*staged(lib))
        pipeline = distributed.Pipeline(stages, lib.nn.CrossEntropyLoss(), micro_batches=3)
        optimizers = [lib.optim.SGD(m.parameters(), lr=0.5, momentum=0.9) for m in (pipeline.module, whole)]
        numbers = np.random.default_rng(0)
        x, y = lib.tensor(numbers.standard_normal((7, 3))), lib.tensor(numbers.integers(0, 2, 7))
        for _ in range(4):
            for optimizer in optimizers:
                optimizer.zero_grad()
            loss = pipeline.train_batch(x, y)
            expected = lib.nn.CrossEntropyLoss()(whole(x), y)
            expected.backward()
            assert abs(loss - expected.item()) < 1e-14
            for optimizer in optimizers:
                optimizer.step()
        for mine, theirs in zip([p for s in pipeline.collect() for p in s.parameters()], whole.parameters()):
            np.testing.assert_allclose(mine.detach().numpy(), theirs.detach().numpy(), rtol=1e-12)
    events = pipeline.gather_events()
    forth, back = [(k, "forward") for k in range(3)], [(k, "backward") for k in (2, 1, 0)]
    for stage in (0, 1):
        own = [event for event in events if event.stage == stage]
        assert [(event.micro_batch, event.kind) for event in own] == forth + back
        assert all(0 <= event.start <= event.end for event in own)
        assert all(one.end <= other.start for one, other in pairwise(own))
    assert 0 < distributed.idle_share(events) < 1
    raises(ValueError, ["3 stages, but 2 processes"], lambda: distributed.Pipeline([*stages, whole], None))


def main(folder):
    distributed.init_process_group(timeout=120)
    rank, folder = distributed.get_rank(), Path(folder)
    assert distributed.is_main_process() is (rank == 0)
    assert (distributed.get_world_size(), distributed.local_rank()) == (2, rank)
    for function in CHECKS:
        with contextlib.redirect_stderr(io.StringIO()):
            function(rank, folder)
        distributed.barrier()
        if rank == 0:
            print("checked:", function.__name__, flush=True)
    distributed.destroy_process_group()
    distributed.destroy_process_group()
    assert not distributed.is_initialized()


if __name__ == "__main__":
    main(sys.argv[1])
