"""docs/TRAINING.md: its code runs from top to bottom, and what it says of the results is true."""

import json
import re
from pathlib import Path

import pytest
import torch
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from tinygrad_lite import training
from tinygrad_lite.training import metrics
from tinygrad_lite.training.callbacks.callback import HOOKS

TEXT = Path(__file__).resolve().parents[2] / "docs" / "TRAINING.md"


@pytest.fixture(scope="module")
def toured(tmp_path_factory):
    """The names that are there after the last block, and the folder it all ran in."""
    folder = tmp_path_factory.mktemp("tour")
    names = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for code in re.findall(r"^```python\n(.*?)^```", TEXT.read_text("utf-8"), re.DOTALL | re.MULTILINE):
            exec(compile(code, str(TEXT), "exec"), names)
        yield names, folder


@pytest.mark.slow
def test_the_digits_are_learned(toured):
    names, _ = toured
    assert names["result"]["test_accuracy"] >= 0.97
    assert names["history"]["val_accuracy"][-1] > 0.95
    assert names["trainer"].stop_reason is None or "has not become better" in names["trainer"].stop_reason
    assert 1e-4 < names["sweep"].suggestion < 1


def test_a_callback_of_ones_own_stops(toured):
    names, _ = toured
    assert names["noisy"].stop_reason == "the loss is low enough"
    assert 0 < names["noisy"].step < 5 * len(names["train_loader"])


def test_every_moment_is_listed():
    assert set(HOOKS) <= set(re.findall(r"`(on_\w+)\(", TEXT.read_text("utf-8")))


def test_the_doctor_finds_the_rate(toured):
    names, _ = toured
    assert "learning rate too high" in [cause.name for cause in names["diagnosis"].causes]


def test_what_was_written(toured):
    names, folder = toured
    epochs = names["history"].epochs
    assert len((folder / "log.csv").read_text("utf-8").splitlines()) == epochs + 1
    rows = [json.loads(line) for line in (folder / "log.jsonl").read_text("utf-8").splitlines()]
    assert len([row for row in rows if "step" not in row]) == epochs
    steps = [row["step"] for row in rows if "step" in row]
    assert steps == [*range(0, epochs * len(names["train_loader"]), 5)]
    assert names["history"].steps["step"] == [*range(epochs * len(names["train_loader"]))]
    assert len(list((folder / "checkpoints").glob("epoch-*.safetensors"))) == 2
    board = EventAccumulator(str(folder / "runs")).Reload()
    assert len(board.Scalars("Loss/train")) == epochs
    assert board.Tags()["histograms"]
    names["new_model"]().load_state_dict(torch.load(folder / "digits.pt", weights_only=True))


def test_a_run_that_broke_off_goes_on_to_the_same_end(toured):
    names, _ = toured
    crashed, resumed, undisturbed = names["crashed"], names["resumed"], names["undisturbed"]
    assert crashed.stop_reason == "RuntimeError: the power is gone"
    assert crashed.history.epochs == 2
    assert resumed.history == undisturbed.history
    for mine, others in zip(resumed.model.parameters(), undisturbed.model.parameters()):
        assert (mine.detach().numpy() == others.detach().numpy()).all()


def test_callbacks_in_the_loop_of_ones_own(toured):
    names, folder = toured
    assert names["callbacks"].history["val_loss"][-1] < 1
    assert len((folder / "own.csv").read_text("utf-8").splitlines()) == 4
    assert names["averaged"].history["val_accuracy"][-1] > 0.8


def test_every_piece_is_in_use():
    """What the first sentence says."""
    code = "".join(re.findall(r"^```python\n(.*?)^```", TEXT.read_text("utf-8"), re.DOTALL | re.MULTILINE))
    missing = {name for name in training.__all__ if not re.search(rf"\btraining\.{name}\b", code)}
    told = {"CancelFit", "metrics", "distributed", "to_device"}  # in the text
    assert missing <= {"History", "RangeTest", *told}  # what functions return
    told = {name for name in metrics.__all__ if not re.search(rf"\bmetrics\.{name}\b", code)}
    assert told <= {"UndefinedMetricWarning"}
    assert all(
        re.search(rf"\b{name}\b", TEXT.read_text("utf-8")) for name in (missing | told) - {"History", "RangeTest"}
    )


def test_every_picture_was_drawn(toured):
    names, folder = toured
    assert {path.stem for path in folder.glob("*.png")} == set(names["figures"])
    assert all(len(figure.alt) > 40 for figure in names["figures"].values())
