"""Models and optimizers turned into PyTorch's and back where they lie; both trained side by side there; timed."""

import sys

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite import compare, profiler
from tinygrad_lite.compare import conversion
from tinygrad_lite.devices import DeviceArray


def model_on(device="torch"):
    tg.manual_seed(0)
    return tg.nn.Sequential(tg.nn.Linear(3, 4), tg.nn.BatchNorm1d(4), tg.nn.Tanh(), tg.nn.Linear(4, 2)).to(device)


def batches(n=3):
    random = np.random.default_rng(0)
    return [(random.normal(size=(8, 3)).astype(np.float32), random.integers(0, 2, 8)) for _ in range(n)]


@pytest.fixture
def no_way_to_the_host(monkeypatch):
    """On a device, numbers that pass through the CPU are copied twice, and waited for."""

    def refuse(value, *arguments):
        if value.ndim:  # the count of steps lies on the CPU, in both libraries
            raise AssertionError("this passed through the CPU")
        return np.array(value)

    monkeypatch.setattr(DeviceArray, "numpy", refuse)
    monkeypatch.setattr(conversion, "as_array", refuse)


def test_to_pytorch_and_its_numbers(no_way_to_the_host):
    ours = model_on()
    theirs = compare.to_torch(ours)
    for name, tensor in theirs.state_dict().items():
        assert tensor.device.type == "cpu"
        assert tensor.tolist() == ours.state_dict()[name].array.tensor.tolist(), name
    theirs[0].weight.data.zero_()
    assert ours[0].weight.array.tensor.any()  # memory of its own


def test_a_loss_with_weights_and_an_optimizer_with_state(no_way_to_the_host):
    criterion = compare.to_torch(tg.nn.CrossEntropyLoss(weight=tg.tensor([1.0, 2.0], device="torch")))
    assert criterion.weight.tolist() == [1.0, 2.0]
    ours = model_on()
    optimizer = tg.optim.Adam(ours.parameters(), lr=0.01)
    ours(tg.ones(4, 3, device="torch")).sum().backward()
    optimizer.step()
    theirs = compare.to_torch(optimizer, compare.to_torch(ours).parameters())
    kept = [state["exp_avg"] for state in theirs.state.values()]
    for mine, other in zip((optimizer.state[p]["exp_avg"] for p in ours.parameters()), kept, strict=True):
        assert mine.array.tensor.tolist() == other.tolist()


@pytest.mark.parametrize("moved", ["cpu", "torch"])
def test_weights_are_copied_to_wherever_the_target_lies(moved):
    ours, theirs = model_on(), compare.to_torch(model_on("cpu"))
    for parameter in theirs.parameters():
        parameter.data.fill_(0.25)
    compare.copy_weights(theirs, ours)
    assert str(ours[0].weight.device) == "torch"
    assert set(ours[0].weight.detach().cpu().numpy().ravel()) == {0.25}
    other = model_on(moved)
    compare.copy_weights(ours, other)
    assert str(other[3].bias.device) == moved
    assert other[3].bias.tolist() == [0.25, 0.25]


def test_what_lies_on_a_gpu_is_taken_over_there(monkeypatch):
    """A GPU is not at hand: "meta" is, on which PyTorch copies no number to the host."""
    theirs = torch.nn.Linear(3, 2, device="meta")
    taken = conversion.taken(theirs.weight, tg)
    assert (taken.device, taken.shape, taken.dtype) == (tg.device("meta"), (2, 3), tg.float32)
    assert conversion.taken(taken, torch).is_meta
    ours = compare.from_torch(theirs)
    assert {str(p.device) for p in ours.parameters()} == {"meta"}
    assert compare.to_torch(ours).weight.is_meta
    mixed = torch.nn.Linear(3, 2)
    mixed.bias = torch.nn.Parameter(torch.zeros(2, device="meta"))
    with pytest.raises(NotImplementedError, match="from_torch: model has parameters of several devices"):
        compare.from_torch(mixed)


def test_in_lockstep_on_a_device():
    model = model_on()
    adam = tg.optim.Adam(model.parameters(), lr=0.01)
    result = compare.lockstep(model, None, batches(), criterion=tg.nn.CrossEntropyLoss(), optimizer=adam)
    assert result.agrees, result.verdict()
    assert result.steps == 3
    assert len(result.differences) > 50


def test_lockstep_finds_what_differs_on_a_device():
    model, theirs = model_on(), compare.to_torch(model_on())
    model[2] = tg.nn.Sigmoid()
    result = compare.lockstep(model, theirs, batches(), criterion=tg.nn.CrossEntropyLoss())
    assert result.first.layer == "2"


# ------------------------------------------------------------------------------------ clocks wait for the device
@pytest.fixture
def settled(monkeypatch):
    """What happened, in order: "settle" where the GPUs are waited for, "work" where a function ran."""
    seen = []
    monkeypatch.setattr("tinygrad_lite.accelerator.settle", lambda: seen.append("settle"))
    return seen


def test_timing_waits_before_it_reads_the_clock(settled):
    sys.modules["tinygrad_lite.compare.timing"].timed(lambda: settled.append("work"), 3)
    assert settled == ["settle", "work", "work", "work", "settle"]
    settled.clear()
    x, y = tg.ones(4, 4, device="torch"), torch.ones(4, 4)
    result = compare.timing(lambda: x @ x, lambda: y @ y, rounds=2, round_seconds=1e-4, memory=False)
    assert result.ours.median > 0
    assert len(settled) >= 2 * 2 * 4


def test_the_profiler_waits_for_the_device_and_for_no_other(settled):
    with profiler.profile() as profile:
        tg.ones(3, 3) @ tg.ones(3, 3)
        assert settled == []
        x = tg.ones(3, 3, device="torch", requires_grad=True)
        (x @ x).sum().backward()
    names = [event.name for event in profile.events()]
    assert names == ["MatMul", "MatMul", "Sum", "SumBackward", "MatMulBackward"]
    assert settled == ["settle"] * 2 * 4  # before and after each on the device


def test_a_single_number_of_a_device_goes_into_an_array_of_the_cpu():
    """As the count of batches of a BatchNorm does, when a state is loaded."""
    count, row = tg.tensor(0), tg.zeros(3)
    count.copy_(tg.tensor(7, device="torch"))
    row[1] = tg.tensor(2.0, device="torch")
    assert count.item() == 7
    assert row.tolist() == [0.0, 2.0, 0.0]
