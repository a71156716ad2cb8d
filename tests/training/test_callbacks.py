"""The loggers and the progress bar: what they write, and that it is whole however training ends."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

import tinygrad_lite as tg
from tests.training.parts import BOTH, ENDS, WAYS, loader_of, train_until, trainer_of
from tinygrad_lite.training import (
    Callback,
    CSVLogger,
    JSONLogger,
    LambdaCallback,
    LearningRateMonitor,
    ModelCheckpoint,
    ProgressBar,
    TensorBoardLogger,
)
from tinygrad_lite.training.metrics import Accuracy


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(path):
    text = path.read_text(encoding="utf-8")
    assert text == "" or text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


LOGS = {"csv": (CSVLogger, table), "json": (JSONLogger, lines)}
EITHER = pytest.mark.parametrize("kind", LOGS)


@BOTH
@EITHER
def test_what_was_measured_is_in_the_file(tmp_path, lib, kind):
    logger, read = LOGS[kind]
    path = tmp_path / "new" / "log"
    trainer = trainer_of(lib, LearningRateMonitor(), logger(path), metrics=[Accuracy(threshold=0.0)])
    history = trainer.fit(loader_of(lib), loader_of(lib), epochs=3)
    rows = read(path)
    assert list(rows[0]) == ["epoch", "loss", "accuracy", "val_loss", "val_accuracy", "lr"]
    assert [int(row["epoch"]) for row in rows] == [0, 1, 2]
    for name, values in history.items():
        assert [float(row[name]) for row in rows] == values  # to the last digit


def odd(epoch, logs):
    logs["odd"] = [float("nan"), np.float32(0.5), np.array([1.0, np.nan]), float("inf")][epoch]
    if epoch >= 2:
        logs["later"] = tg.tensor(2.5)


def test_later_columns_and_what_is_not_finite(tmp_path):
    trainer = trainer_of(
        tg, CSVLogger(tmp_path / "csv"), JSONLogger(tmp_path / "json"), LambdaCallback(on_epoch_end=odd)
    )
    trainer.fit(loader_of(tg), epochs=4)
    rows = table(tmp_path / "csv")
    assert [row["odd"] for row in rows] == ["nan", "0.5", "[1.0, nan]", "inf"]
    assert [row["later"] for row in rows] == ["", "", "2.5", "2.5"]
    assert [float(row["loss"]) for row in rows] == trainer.history["loss"]
    rows = lines(tmp_path / "json")
    assert [row["odd"] for row in rows] == [None, 0.5, [1.0, None], None]
    assert [row.get("later") for row in rows] == [None, None, 2.5, 2.5]


@EITHER
@pytest.mark.parametrize("way", WAYS)
def test_files_are_whole_however_training_ends(tmp_path, kind, way):
    logger, read = LOGS[kind]
    train_until(way, logger(tmp_path / "log"), ModelCheckpoint(tmp_path / "states"))
    assert [int(row["epoch"]) for row in read(tmp_path / "log")] == [0]
    going_on = trainer_of(tg, logger(tmp_path / "log"))
    assert going_on.resume(tmp_path / "states")
    going_on.fit(loader_of(tg), loader_of(tg), epochs=3)
    assert [int(row["epoch"]) for row in read(tmp_path / "log")] == [0, 1, 2]


@EITHER
def test_the_file_can_be_read_after_each_epoch(tmp_path, kind):
    logger, read = LOGS[kind]
    seen = []
    reader = LambdaCallback(order=60, on_epoch_end=lambda epoch, logs: seen.append(len(read(tmp_path / "log"))))
    trainer_of(tg, logger(tmp_path / "log"), reader).fit(loader_of(tg), epochs=4)
    assert seen == [1, 2, 3, 4]


@EITHER
def test_going_on_does_not_double_an_epoch(tmp_path, kind):
    """The checkpoint is of epoch 1; epochs 2 and 3 were trained after it, and the last line is torn."""
    logger, read = LOGS[kind]
    path = tmp_path / "log"
    trainer = trainer_of(tg, logger(path))
    trainer.fit(loader_of(tg), epochs=2)
    state = trainer.save(tmp_path / "state.safetensors")
    trainer.fit(loader_of(tg), epochs=4)  # the same trainer goes on: so does the file
    assert len(read(path)) == 4
    path.write_text(path.read_text(encoding="utf-8")[:-3], encoding="utf-8")
    for append in (False, True):
        again = trainer_of(tg, logger(path, append=append))
        again.resume(state)
        history = again.fit(loader_of(tg), epochs=4 + append)
        assert [int(row["epoch"]) for row in read(path)] == [*range(4 + append)]
        assert [float(row["loss"]) for row in read(path)] == history["loss"]


@EITHER
def test_a_new_training_begins_the_file_anew_or_writes_below(tmp_path, kind):
    logger, read = LOGS[kind]
    for append, epochs in [(False, [0, 1]), (False, [0, 1]), (True, [0, 1, 0, 1])]:
        trainer_of(tg, logger(tmp_path / "log", append=append)).fit(loader_of(tg), epochs=2)
        assert [int(row["epoch"]) for row in read(tmp_path / "log")] == epochs
    (tmp_path / "log").write_text("a letter\nto a friend\n", encoding="utf-8")
    with pytest.raises(ValueError, match=f"log was not written by a {logger.__name__} .*Choose another path"):
        trainer_of(tg, logger(tmp_path / "log", append=True)).fit(loader_of(tg))
    assert (tmp_path / "log").read_text(encoding="utf-8").startswith("a letter")


KILLED = """
import sys, tinygrad_lite as tg
from tests.training.parts import loader_of, trainer_of
from tinygrad_lite.training import CSVLogger, JSONLogger, TensorBoardLogger
folder = sys.argv[1]
trainer_of(tg, CSVLogger(folder + "/csv"), JSONLogger(folder + "/json"), TensorBoardLogger(folder + "/board")).fit(
    loader_of(tg, n=8), epochs=10**6)
"""


@pytest.mark.skipif(os.name == "nt", reason="kills as on Unix")
def test_a_killed_process_leaves_whole_files(tmp_path):
    with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)]) as process:
        waits_until = time.monotonic() + 600  # a busy machine takes its time to import
        while not (tmp_path / "json").exists() or len((tmp_path / "json").read_bytes()) < 2000:
            assert time.monotonic() < waits_until
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    for kind, (_, read) in LOGS.items():
        rows = read(tmp_path / kind)
        assert [int(row["epoch"]) for row in rows] == [*range(len(rows))]
    assert len(scalars(tmp_path / "board")["Loss/train"]) >= len(rows) - 2


# ----------------------------------------------------------------------------------------------- TensorBoard
def board(folder):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    events = EventAccumulator(str(folder), size_guidance={"scalars": 0, "histograms": 0, "tensors": 0})
    return events.Reload()


def scalars(folder):
    events = board(folder)
    return {name: {e.step: e.value for e in events.Scalars(name)} for name in events.Tags()["scalars"]}


@BOTH
def test_tensorboard_reads_scalars_and_histograms(tmp_path, lib):
    trainer = trainer_of(lib, TensorBoardLogger(tmp_path, histograms_every=2), metrics=[Accuracy(threshold=0.0)])
    trainer.scheduler = lib.optim.lr_scheduler.StepLR(trainer.optimizer, 1, 0.5)
    history = trainer.fit(loader_of(lib), loader_of(lib), epochs=3)
    found = scalars(tmp_path)
    assert sorted(found) == ["Accuracy/train", "Accuracy/val", "Learning_rate", "Loss/train", "Loss/val"]
    assert [*found["Loss/val"].values()] == pytest.approx(history["val_loss"])
    assert [*found["Accuracy/train"].values()] == pytest.approx(history["accuracy"])
    assert [*found["Learning_rate"].values()] == pytest.approx([0.1, 0.05, 0.025])
    events = board(tmp_path)
    names = [name for name, _ in trainer.model.named_parameters()]
    wanted = [f"{kind}/{name}" for kind in ("Parameters", "Gradients") for name in names]
    assert sorted(events.Tags()["histograms"]) == sorted(wanted)
    for name, parameter in trainer.model.named_parameters():
        for kind, tensor in (("Parameters", parameter), ("Gradients", parameter.grad)):
            first, last = events.Histograms(f"{kind}/{name}")
            values = tensor.detach().numpy().astype(float)
            assert (first.step, last.step) == (0, 2)
            figures = (last.histogram_value.num, last.histogram_value.min, last.histogram_value.sum)
            assert figures == pytest.approx((values.size, values.min(), values.sum()), rel=1e-5, abs=1e-6)
            assert sum(last.histogram_value.bucket) == values.size


@pytest.mark.parametrize("way", WAYS)
def test_tensorboard_however_training_ends(tmp_path, way):
    train_until(way, TensorBoardLogger(tmp_path))
    assert list(scalars(tmp_path)["Loss/train"]) == [0]
    (text,) = board(tmp_path).Tensors("Stopped/text_summary")
    assert text.tensor_proto.string_val[0].decode() == ENDS[way]


def test_tensorboard_goes_on(tmp_path, monkeypatch):
    trainer = trainer_of(tg, TensorBoardLogger(tmp_path))
    trainer.fit(loader_of(tg), epochs=2)
    state = trainer.save(tmp_path / "state.safetensors")
    trainer.fit(loader_of(tg), epochs=4)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 2)  # event files are named by the second, and read in that order
    again = trainer_of(tg, TensorBoardLogger(tmp_path), lr=0.01)
    again.resume(state)
    again.optimizer.param_groups[0]["lr"] = 0.5
    again.fit(loader_of(tg), epochs=3)
    found = scalars(tmp_path)["Loss/train"]
    assert list(found) == [0, 1, 2]  # the old epochs 2 and 3 are hidden
    assert [*found.values()] == pytest.approx(again.history["loss"])
    assert again.history["loss"] != trainer.history["loss"][:3]


def test_tensorboard_leaves_out_what_it_cannot_show(tmp_path):
    def spoil(epoch, logs):
        logs["confusion"] = np.eye(2)
        with tg.no_grad():
            trainer.model[0].weight[0, 0] = float("nan")
            trainer.model[2].weight[:] = float("inf")

    trainer = trainer_of(tg, LambdaCallback(on_epoch_end=spoil), TensorBoardLogger(tmp_path, histograms_every=1))
    trainer.model[0].bias.requires_grad_(False)
    trainer.fit(loader_of(tg))
    names = board(tmp_path).Tags()["histograms"]
    assert "Parameters/0.weight" in names
    assert not {"Parameters/2.weight", "Gradients/0.bias"} & set(names)
    assert "Confusion/train" not in scalars(tmp_path)
    with pytest.raises(ValueError, match="TensorBoardLogger: histograms_every must be at least 1, got 0"):
        TensorBoardLogger(tmp_path, histograms_every=0)


# ---------------------------------------------------------------------------------------------- progress bar
def shown(text):
    """What a terminal shows in the end: a carriage return begins the line again."""
    rows = []
    for line in text.split("\n"):
        cells = ""
        for part in line.split("\r"):
            cells = part + cells[len(part) :]
        rows.append(cells.rstrip())
    return rows


@BOTH
def test_a_line_for_each_epoch(lib):
    file = io.StringIO()
    trainer = trainer_of(lib, ProgressBar(file=file), metrics=[Accuracy(threshold=0.0)])
    trainer.fit(loader_of(lib), loader_of(lib), epochs=2)
    first, second, rest = shown(file.getvalue())
    logs = trainer.history.last()
    text = ", ".join(f"{name} {value:.4g}" for name, value in logs.items())
    assert second.startswith(f"epoch 1/1: {text}, lr 0.1 (")
    assert first.startswith("epoch 0/1: loss ")
    assert rest == ""
    assert "epoch 0/1:  20%" in file.getvalue()  # after the first of 5 batches
    assert "accuracy" in file.getvalue().split("epoch 0/1: loss")[0]


@pytest.mark.parametrize("way", WAYS)
def test_no_bar_is_left_half_drawn(way):
    file = io.StringIO()
    train_until(way, ProgressBar(file=file))
    first, reason, rest = shown(file.getvalue())
    assert first.startswith("epoch 0/2: loss")
    assert reason == f"stopped in epoch 1, after 3 batches: {ENDS[way]}".rstrip()
    assert rest == ""


def test_no_bar_stays_in_a_notebook(monkeypatch, capsys):
    notebook = pytest.importorskip("tqdm.notebook")
    shown = []

    class Shown(notebook.tqdm):
        def __init__(self, *args, **options):
            super().__init__(*args, **options, display=False)

        def display(self, *args, **options):
            super().display(*args, **options)
            shown.append(options)

    monkeypatch.setattr("tqdm.notebook.tqdm", Shown)
    monkeypatch.setattr("tinygrad_lite.training.callbacks.progress_bar.kernel_shell", object)
    trainer_of(tg, ProgressBar()).fit(loader_of(tg), epochs=2)
    assert shown[-1].get("close")  # the widget is taken away
    assert not [each for each in shown if each.get("bar_style") == "danger"]


def test_lines_go_to_stdout_and_the_bar_to_stderr(capsys):
    trainer_of(tg, ProgressBar()).fit(loader_of(tg))
    out, err = capsys.readouterr()
    assert out.startswith("epoch 0/0: loss")
    assert "batch" in err


def test_a_program_that_only_imported_the_kernels_module_is_no_notebook(monkeypatch, capsys):
    """`tqdm.auto` would decide by that module, once, and then write the bar where lines belong."""
    pytest.importorskip("ipykernel.zmqshell")
    for module in ("tqdm.auto", "tqdm.autonotebook"):  # it decides when it is first imported
        monkeypatch.delitem(sys.modules, module, raising=False)
    trainer_of(tg, ProgressBar()).fit(loader_of(tg))
    out, err = capsys.readouterr()
    assert out.startswith("epoch 0/0: loss")
    assert "batch" in err


def test_the_bar_is_drawn_ten_times_a_second_at_most(monkeypatch):
    bar, now = ProgressBar(file=io.StringIO()), [0.0]
    drawn = []
    monkeypatch.setattr("tinygrad_lite.training.callbacks.progress_bar.time.perf_counter", lambda: now[0])
    monkeypatch.setattr(bar, "_draw", drawn.append)
    for batch in range(2000):
        now[0] += 0.001
        bar.on_batch_end(batch, {})
    assert len(drawn) == 20


def test_a_loader_without_a_length():
    def batches():
        yield from loader_of(tg)

    file = io.StringIO()
    trainer_of(tg, ProgressBar(file=file)).fit(batches())
    assert shown(file.getvalue())[0].startswith("epoch 0/0: loss")


# ------------------------------------------------------------------------------------------------- the others
@BOTH
def test_learning_rates(lib):
    model = trainer_of(lib).model
    for groups, names in ((1, ["lr"]), (2, ["lr-group0", "lr-group1"])):
        trainer = trainer_of(lib, LearningRateMonitor(), model=model)
        if groups == 2:
            first, *rest = model.parameters()
            trainer.optimizer = lib.optim.SGD([{"params": [first], "lr": 0.5}, {"params": rest}], lr=0.1)
        trainer.scheduler = lib.optim.lr_scheduler.ExponentialLR(trainer.optimizer, 0.5)
        history = trainer.fit(loader_of(lib), epochs=3)
        assert [name for name in history if name != "loss"] == names
        assert history[names[-1]] == [0.1, 0.05, 0.025]
        assert history[names[0]][0] == (0.1 if groups == 1 else 0.5)


def test_the_rate_an_epoch_began_with_also_when_going_on_inside_it():
    class Stops(Callback):
        def on_batch_end(self, batch, logs):
            if self.trainer.step == 7:
                self.trainer.stop("here")

    def scheduled(*callbacks):
        trainer = trainer_of(tg, LearningRateMonitor(), *callbacks, schedule_every="step")
        trainer.scheduler = tg.optim.lr_scheduler.ExponentialLR(trainer.optimizer, 0.5)
        return trainer

    loader, whole = loader_of(tg), scheduled()
    whole.fit(loader_of(tg), epochs=2)
    first = scheduled(Stops())
    first.fit(loader, epochs=2)
    state, second = first.state_dict(), scheduled()
    state["progress"]["stopped"] = None
    second.load_state_dict(state, loader=loader)
    second.fit(loader, epochs=2)
    assert second.history == whole.history


def test_functions_as_callbacks():
    seen = []
    moments = [
        "fit_begin",
        "epoch_begin",
        "batch_begin",
        "before_step",
        "batch_end",
        "validation_begin",
        "validation_end",
        "epoch_end",
        "fit_end",
    ]
    hooks = {f"on_{m}": lambda *args, m=m: seen.append((m, len(args))) for m in moments}
    trainer_of(tg, LambdaCallback(**hooks)).fit(loader_of(tg, n=8), loader_of(tg, n=8))
    assert seen == list(zip(moments, [0, 1, 1, 1, 2, 0, 1, 2, 0]))
    trainer_of(tg, LambdaCallback(on_epoch_end=None)).fit(loader_of(tg, n=8))
    with pytest.raises(TypeError, match="there is no moment 'on_epoch'; there are on_fit_begin, on_fit_end"):
        LambdaCallback(on_epoch=print)
    with pytest.raises(TypeError, match="on_epoch_end must be a function, got str"):
        LambdaCallback(on_epoch_end="print")
