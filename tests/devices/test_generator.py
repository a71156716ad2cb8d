"""Random numbers on a device: PyTorch's own, seeded with all others, and brought back with them."""

import copy
import pickle

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite.backend import DeviceError, default_generators, float32, float64, int64, using_generator


def numbers(array):
    return array.numpy()


def test_the_numbers_are_those_of_pytorch():
    ours, theirs = tg.Generator("torch").manual_seed(3), torch.Generator().manual_seed(3)
    for mine, reference in (
        (ours.uniform(0, 1, (3, 2), float32), torch.rand(3, 2, generator=theirs)),
        (ours.normal(0, 1, (20,), float64), torch.randn(20, dtype=torch.float64, generator=theirs)),
        (ours.integers(-2, 9, (7,), int64), torch.randint(-2, 9, (7,), generator=theirs)),
        (ours.permutation(11), torch.randperm(11, generator=theirs)),
        (ours.uniform(-2, 5, (4,), float32), torch.empty(4).uniform_(-2, 5, generator=theirs)),
        (ours.normal(3, 2, (4,), float32), torch.empty(4).normal_(3, 2, generator=theirs)),
    ):
        assert mine.place == tg.device("torch")
        np.testing.assert_array_equal(numbers(mine), reference.numpy())


def test_drawn_in_proportion_to_weights():
    drawn = tg.Generator("torch").manual_seed(0).choice(np.array([0.0, 1.0, 3.0]), 4000, True)
    counts = np.bincount(numbers(drawn), minlength=3)
    assert counts[0] == 0
    assert 2.6 < counts[2] / counts[1] < 3.4
    once = tg.Generator("torch").manual_seed(0).choice(np.ones(5), 5, False)
    assert sorted(once.tolist()) == [0, 1, 2, 3, 4]


def test_manual_seed_starts_all_of_them_also_those_not_made_yet():
    def drawn():
        return numbers(tg.default_generator("torch").uniform(0, 1, (4,), float32))

    tg.manual_seed(12)
    torch.manual_seed(12)
    first = drawn()
    np.testing.assert_array_equal(first, torch.rand(4).numpy())
    assert "torch" in default_generators()
    tg.manual_seed(12)
    np.testing.assert_array_equal(drawn(), first)
    assert (drawn() != first).all()
    on_cpu = tg.manual_seed(12).uniform(0, 1, (4,), float32)
    assert (on_cpu != first).all()  # as in PyTorch: another source, other numbers


def test_the_devices_do_not_disturb_each_other():
    tg.manual_seed(1)
    expected = tg.rand(3).tolist()
    tg.manual_seed(1)
    tg.default_generator("torch").uniform(0, 1, (100,), float32)
    assert tg.rand(3).tolist() == expected


def test_back_to_where_it_stood():
    tg.default_generator("torch").uniform(0, 1, (3,), float32)
    state = tg.get_rng_state("torch")
    first = numbers(tg.default_generator("torch").normal(0, 1, (5,), float32))
    tg.set_rng_state(state, "torch")
    np.testing.assert_array_equal(numbers(tg.default_generator("torch").normal(0, 1, (5,), float32)), first)
    with pytest.raises(DeviceError, match="of a generator for 'cpu', not for 'torch'"):
        tg.set_rng_state(tg.get_rng_state(), "torch")


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda g: pickle.loads(pickle.dumps(g))], ids=["copy", "pickle"])
def test_a_copy_goes_on_where_the_original_stands(copied):
    original = tg.Generator("torch").manual_seed(4)
    original.uniform(0, 1, (3,), float32)
    other = copied(original)
    assert other.device == original.device
    assert other.initial_seed() == 4
    np.testing.assert_array_equal(numbers(other.permutation(9)), numbers(original.permutation(9)))


def test_another_generator_for_a_while():
    tg.manual_seed(0)
    expected = numbers(tg.default_generator("torch").uniform(0, 1, (2,), float32))
    tg.manual_seed(0)
    with using_generator(tg.Generator("torch").manual_seed(0)):
        np.testing.assert_array_equal(numbers(tg.default_generator("torch").uniform(0, 1, (2,), float32)), expected)
    np.testing.assert_array_equal(numbers(tg.default_generator("torch").uniform(0, 1, (2,), float32)), expected)


def test_samplers_take_one_of_a_device():
    order = list(tg.data.RandomSampler(range(6), generator=tg.Generator("torch").manual_seed(2)))
    assert order == torch.randperm(6, generator=torch.Generator().manual_seed(2)).tolist()


def test_what_is_drawn_for_a_device_is_drawn_there():
    """Creation, initialisation and dropout; all are PyTorch's numbers for the same seed."""
    for mine, theirs in (
        (lambda: tg.rand(3, 2, device="torch"), lambda: torch.rand(3, 2)),
        (lambda: tg.randn(20, device="torch"), lambda: torch.randn(20)),
        (lambda: tg.randint(9, (5,), device="torch"), lambda: torch.randint(9, (5,))),
        (lambda: tg.randperm(8, device="torch"), lambda: torch.randperm(8)),
        (lambda: tg.zeros(4, device="torch").uniform_(-1, 1), lambda: torch.zeros(4).uniform_(-1, 1)),
        (lambda: tg.nn.init.normal_(tg.zeros(30, device="torch")), lambda: torch.nn.init.normal_(torch.zeros(30))),
    ):
        tg.manual_seed(5)
        torch.manual_seed(5)
        found = mine()
        assert found.device == tg.device("torch")
        np.testing.assert_array_equal(found.cpu().numpy(), theirs().numpy())


def test_dropout_on_a_device():
    x = tg.ones(2000, device="torch", requires_grad=True)
    tg.manual_seed(3)
    before = tg.get_rng_state()
    y = tg.nn.functional.dropout(x, 0.25)
    assert tg.get_rng_state() == before  # nothing was drawn on the CPU
    kept = y.detach().cpu().numpy()
    assert set(np.unique(kept).round(5)) == {0.0, np.float32(4 / 3).round(5)}
    assert 0.7 < (kept > 0).mean() < 0.8
    y.sum().backward()
    np.testing.assert_array_equal(x.grad.cpu().numpy(), kept)
    tg.manual_seed(3)
    np.testing.assert_array_equal(tg.nn.functional.dropout(x, 0.25).detach().cpu().numpy(), kept)


def test_numbers_of_the_cpu_for_a_device():
    """With a generator of the CPU, all devices get the same numbers."""
    drawn = [tg.rand(4, generator=tg.Generator().manual_seed(1), device=d).tolist() for d in ("cpu", "torch")]
    assert drawn[0] == drawn[1]
