"""Checkpoints: exact, whole or not at all, refused when damaged; and a killed training goes on to the same end."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file

import tinygrad_lite as tg
from tinygrad_lite import training
from tinygrad_lite.training import CheckpointError, checkpoint

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=12,
)


@given(VALUES)
def test_everything_comes_back_as_it_was(value):
    arrays = {}
    text = json.dumps(checkpoint.encoded(value, "state", arrays), allow_nan=False)
    assert repr(checkpoint.decoded(json.loads(text), arrays)) == repr(value)


def test_arrays_and_tensors_come_back_as_they_were(tmp_path):
    state = {
        "ours": tg.arange(6).reshape(2, 3).T,
        "theirs": torch.arange(4.0)[::2],
        "array": np.float64([1.5, np.nan, -np.inf]),
        "zero": np.zeros((0, 3), np.float16),
        "number": tg.tensor(3, dtype=tg.int32),
        "bool": np.array(True),
        "nan": float("nan"),
        "infinite": [float("inf"), -float("inf")],
        "big": 2**127,
        "a.b": {"c": np.ones(1)},
        "a": {"b.c": np.zeros(1), 3: (1, None)},
        "scalar": np.float32(0.1),
    }
    path = training.save_checkpoint(tmp_path / "new" / "x.safetensors", state)
    loaded = training.load_checkpoint(path)
    assert list(loaded) == list(state)
    for name in ("ours", "theirs", "array", "zero", "number", "bool"):
        assert type(loaded[name]) is type(state[name])
        mine, before = np.asarray(loaded[name]), np.asarray(state[name])
        assert (mine.dtype, mine.shape, mine.tobytes()) == (before.dtype, before.shape, before.tobytes())
    assert (loaded["a.b"]["c"].item(), loaded["a"]["b.c"].item()) == (1.0, 0.0)
    assert loaded["a"][3] == (1, None)
    assert (loaded["big"], repr(loaded["nan"]), loaded["infinite"]) == (2**127, "nan", [np.inf, -np.inf])
    assert loaded["scalar"] == np.float32(0.1)
    loaded["array"][0] = 2.0  # not read-only
    with pytest.raises(TypeError, match=r"state\.model\.1 is a builtin.*, which cannot be saved as data"):
        training.save_checkpoint(path, {"model": [1, len, test_wrong_files]})
    assert training.load_checkpoint(path)["big"] == 2**127


def written(tmp_path, value=1.0):
    return training.save_checkpoint(tmp_path / "x.safetensors", {"w": np.full(100, value), "name": "model"})


def damage(data, name):
    return {
        "empty": b"",
        "truncated": data[:-7],
        "header cut": data[:20],
        "text": b"this is not a checkpoint, but long enough to look like a file",
        "pickle": b"\x80\x04cos\nsystem\n(S'echo harm'\ntR.",
    }[name]


@pytest.mark.parametrize("name", ["empty", "truncated", "header cut", "text", "pickle"])
def test_damaged_files(tmp_path, name):
    path = written(tmp_path)
    other = training.save_checkpoint(tmp_path / "older.safetensors", {"w": 1})
    os.utime(other, (1, 1))
    path.write_bytes(damage(path.read_bytes(), name))
    with pytest.raises(CheckpointError, match=r"x\.safetensors: the file is .*good checkpoint beside it is .*older"):
        training.load_checkpoint(path)
    with pytest.warns(UserWarning, match=r"passed over .*older\.safetensors\. .*x\.safetensors: the file is"):
        assert training.latest_checkpoint(tmp_path) == other
    other.write_bytes(b"")
    with pytest.raises(CheckpointError, match=r"no checkpoint in it can be read.* x?.*To begin anew, move them away"):
        training.latest_checkpoint(tmp_path)


def test_every_flipped_bit_is_seen(tmp_path):
    path = written(tmp_path)
    data = path.read_bytes()
    for place in np.random.default_rng(0).integers(0, len(data), 200).tolist():
        path.write_bytes(data[:place] + bytes([data[place] ^ (1 << place % 8)]) + data[place + 1 :])
        try:
            training.load_checkpoint(path)
        except CheckpointError:
            continue
        # the one thing that may change unseen is white space after the header, which means nothing
        assert data[place : place + 1] == b" ", place


def test_wrong_files(tmp_path):
    save_file({"weight": np.ones(2)}, tmp_path / "weights.safetensors")
    with pytest.raises(CheckpointError, match="not a checkpoint of tinygrad_lite; for weights: load_weights"):
        training.load_checkpoint(tmp_path / "weights.safetensors")
    future = {"format": checkpoint.FORMAT, "version": "99", "rest": "{}", "checksum": ""}
    save_file({}, tmp_path / "future.safetensors", metadata=future)
    with pytest.raises(CheckpointError, match=r"the format 99 of another version of tinygrad_lite: update"):
        training.load_checkpoint(tmp_path / "future.safetensors")
    for load in (training.load_checkpoint, lambda path: training.load_weights(path, tg.nn.Linear(1, 1))):
        with pytest.raises(FileNotFoundError, match=r"load_\w+: there is no file .*missing"):
            load(tmp_path / "missing.safetensors")
        with pytest.raises(IsADirectoryError, match=r"load_\w+: .* is a folder\. .*latest_checkpoint finds the newest"):
            load(tmp_path)
    with pytest.raises(CheckpointError, match=r"is a checkpoint, which may hold more .*load_checkpoint\(path\)"):
        training.load_weights(tmp_path / "future.safetensors", tg.nn.Linear(1, 1))
    with pytest.raises(CheckpointError, match=r"no checkpoint in it can be read.*future\.safetensors: it has"):
        training.latest_checkpoint(tmp_path)
    (tmp_path / "future.safetensors").unlink()
    assert training.latest_checkpoint(tmp_path) is None  # weights are no damaged checkpoint
    assert training.latest_checkpoint(tmp_path / "nowhere") is None


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = written(tmp_path, 1.0)

    def full(*args):
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        written(tmp_path, 2.0)
    assert training.load_checkpoint(path)["w"][0] == 1.0
    assert [file.name for file in tmp_path.iterdir()] == ["x.safetensors"]


def test_weights_go_both_ways(tmp_path):
    ours = tg.nn.Sequential(tg.nn.Conv2d(1, 2, 3), tg.nn.BatchNorm2d(2), tg.nn.Flatten(), tg.nn.Linear(8, 2))
    theirs = torch.nn.Sequential(
        torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2), torch.nn.Flatten(), torch.nn.Linear(8, 2)
    )
    training.load_weights(training.save_weights(tmp_path / "ours.safetensors", ours), theirs)
    for name, value in theirs.state_dict().items():
        np.testing.assert_array_equal(value.numpy(), ours.state_dict()[name].numpy(), err_msg=name)
    other = tg.nn.Sequential(tg.nn.Conv2d(1, 2, 3), tg.nn.BatchNorm2d(2), tg.nn.Flatten(), tg.nn.Linear(8, 2))
    training.load_weights(training.save_weights(tmp_path / "theirs.safetensors", theirs), other)
    assert set(load_file(tmp_path / "theirs.safetensors")) == set(ours.state_dict())
    np.testing.assert_array_equal(other[0].weight.detach().numpy(), ours[0].weight.detach().numpy())
    exported = torch.load(training.export_torch(tmp_path / "ours.pt", ours), weights_only=True)
    theirs.load_state_dict(exported)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("kills", [8, pytest.param(80, marks=pytest.mark.full)])
def test_killed_training_goes_on_to_the_same_end(tmp_path, kills):
    script = Path(__file__).with_name("killed.py")
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path), str(kills), "0"], capture_output=True, text=True, timeout=500
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(", equal") == kills
    assert done.stdout.count("checkpoint True") > kills // 3  # most were killed with something to go on from


def test_bfloat16_is_refused_by_name(tmp_path):
    """NumPy does not know it: the errors said "KeyError: 'BF16'", or spoke of a ScalarType."""
    model = torch.nn.Linear(2, 2).to(torch.bfloat16)
    for write in (training.save_weights, training.export_torch):
        with pytest.raises(TypeError, match=f"{write.__name__}: weight holds torch.bfloat16"):
            write(tmp_path / "mine.safetensors", model)
    with pytest.raises(TypeError, match=r"save_checkpoint: state.w holds torch.bfloat16"):
        training.save_checkpoint(tmp_path / "mine.safetensors", {"w": model.weight})
    theirs = tmp_path / "theirs.safetensors"
    safetensors.torch.save_file(model.state_dict(), theirs)
    for into in (model, tg.nn.Linear(2, 2)):
        with pytest.raises(TypeError, match=r"load_weights: (weight|bias) in .* holds BF16"):
            training.load_weights(theirs, into)
    with pytest.raises(training.CheckpointError, match="no checkpoint of tinygrad_lite"):
        training.load_checkpoint(theirs)


def test_a_checkpoint_beside_weights_of_another_program(tmp_path):
    """A folder is searched for the newest good checkpoint; files that are none are passed over."""
    training.save_checkpoint(tmp_path / "mine.safetensors", {"epoch": 3})
    safetensors.torch.save_file({"w": torch.ones(2, dtype=torch.bfloat16)}, tmp_path / "theirs.safetensors")
    assert training.latest_checkpoint(tmp_path) == tmp_path / "mine.safetensors"
