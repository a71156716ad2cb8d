"""Every public function takes what fits and refuses the rest in words of ours: no error from the middle of it.

One argument of a right call is replaced by what people give by mistake, and by what nobody would give (`values.py`).
The call may work; else the error must come from a line of ours that raises it. `python -m tests.misuse` shows what
does not.
"""

from __future__ import annotations

import random
import zlib

import pytest

from tests.misuse.sweep import CALLS, NOT_CALLED, complaints, public
from tests.misuse.values import VALUES

FEW = 2  # values for each argument; with --full, as by `python -m tests.misuse`, all of them


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path, monkeypatch):
    """Where "three" may be a file's name."""
    monkeypatch.chdir(tmp_path)


NAMES = [pytest.param(name, marks=() if number % 3 == 0 else pytest.mark.full) for number, name in enumerate(CALLS)]


@pytest.mark.parametrize("name", NAMES)
def test_a_refusal_is_clear(name):
    drawn = random.Random(zlib.crc32(name.encode()))
    assert complaints(name, lambda: drawn.sample(list(VALUES), FEW)) == []


@pytest.mark.full
@pytest.mark.parametrize("name", CALLS)
def test_every_refusal_is_clear(name):
    assert complaints(name, lambda: list(VALUES)) == []


def test_everything_public_is_called():
    called = {".".join(name.split(".of ")[0].split(" ")[0].split(".")) for name in CALLS}
    missing = [name for name in public() if not any(each == name or each.startswith(f"{name}.") for each in called)]
    assert sorted(set(missing) - set(NOT_CALLED)) == []


def test_an_error_from_inside_is_seen(monkeypatch):
    """What makes the tests above able to fail."""
    from tinygrad_lite.data import sampler

    monkeypatch.setattr(sampler, "need_sized", lambda *_: None)
    found = complaints("tinygrad_lite.data.RandomSampler", lambda: ["None"])
    assert [each.why for each in found if "comes about by itself" in each.why]
