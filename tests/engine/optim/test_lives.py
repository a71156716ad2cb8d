"""Optimizers live as PyTorch's do, whatever is done to them between steps."""

from collections import Counter

import pytest

import tinygrad_lite as tg
from tests.engine.optim.lives import live


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch):
    """So small that parameters are gathered, alone, and in several blocks."""
    monkeypatch.setattr(tg.optim.packs, "BLOCK", 50)
    monkeypatch.setattr(tg.optim.Optimizer, "small", 16)
    monkeypatch.setattr(tg.optim.SGD, "small", 16)


def assert_alike(seeds):
    outcomes = [live(seed) for seed in seeds]
    differences = [text for text in outcomes if text and not text.startswith("PyTorch fails")]
    assert not differences, f"{len(differences)} of {len(outcomes)} lives differ:\n" + "\n".join(differences[:3])
    assert Counter(outcomes)[None] > len(outcomes) / 2  # in most, PyTorch does not fail


def test_lives():
    assert_alike(range(300))


@pytest.mark.full
def test_many_lives():
    assert_alike(range(300, 6300))
