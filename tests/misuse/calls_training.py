"""Right calls of whole trainings, callbacks, metrics and checkpoints. See `call.py`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.pyplot  # noqa: F401 - loading it takes long, and is not to be interrupted
import torch

import tinygrad_lite as tg
from tests.misuse.call import Call, call
from tests.misuse.calls_optim import sgd
from tinygrad_lite import amp, compare, data, nn, optim, plots, profiler, training
from tinygrad_lite.training import distributed, metrics


def loader() -> Any:
    return data.DataLoader(data.TensorDataset(tg.ones(6, 3), tg.ones(6, 1)), 3)


def parts() -> tuple[Any, Any, Any]:
    model = nn.Linear(3, 1)
    return model, optim.SGD(model.parameters(), lr=0.1), nn.MSELoss()


def trainer(**more: Any) -> Any:
    return training.Trainer(*parts(), **more)


def fit(made: Any) -> None:
    made.fit(loader(), loader(), epochs=1)


def fit_with(callback: Any) -> None:
    trainer(callbacks=[callback]).fit(loader(), loader(), epochs=2)


FOLDER = tempfile.TemporaryDirectory(prefix="misuse-")  # removed when Python ends


def a_file() -> str:
    """A new file in a folder of its own."""
    return str(Path(tempfile.mkdtemp(dir=FOLDER.name)) / "file")


def _loop(name: str, **more: Any) -> Call:
    model, optimizer, criterion = parts()
    if name == "train_model":
        return call(training.train_model, model, loader(), loader(), criterion, optimizer, epochs=1, leave="epochs")
    if name == "validate":
        return call(training.validate, model, loader(), criterion)
    return call(training.train_one_epoch, model, loader(), criterion, optimizer)


CALLBACKS: dict[str, Callable[[], Call]] = {
    f"tinygrad_lite.training.{name}": lambda name=name: call(getattr(training, name), use=fit_with)
    for name in (
        "ActivationStats", "EMAWeightAveraging", "EarlyStopping", "GradientStats", "LearningRateMonitor", "NaNGuard",
        "StepHistory", "LambdaCallback", "Callback",
    )
}  # fmt: skip
CALLBACKS |= {
    f"tinygrad_lite.training.{name}": lambda name=name: call(getattr(training, name), a_file(), use=fit_with)
    for name in ("CSVLogger", "JSONLogger", "ModelCheckpoint", "TensorBoardLogger", "Profiler")
}
CALLBACKS["tinygrad_lite.training.ProgressBar"] = lambda: call(training.ProgressBar)
CALLBACKS["tinygrad_lite.training.CallbackList"] = lambda: call(
    training.CallbackList, [training.StepHistory()], model=parts()[0], optimizer=sgd(), epochs=2
)
CALLBACKS["tinygrad_lite.training.CallbackList.on_batch_end"] = lambda: call(
    training.CallbackList([training.StepHistory()]).on_batch_end, 0, {"loss": 1.0}
)

TRAINING: dict[str, Callable[[], Call]] = {
    "tinygrad_lite.training.Trainer": lambda: call(training.Trainer, *parts(), use=fit),
    "tinygrad_lite.training.Trainer.fit": lambda: call(trainer().fit, loader(), loader(), epochs=1, leave="epochs"),
    "tinygrad_lite.training.Trainer.validate": lambda: call(trainer().validate, loader()),
    "tinygrad_lite.training.Trainer.test": lambda: call(trainer().test, loader()),
    "tinygrad_lite.training.Trainer.predict": lambda: call(trainer().predict, loader()),
    "tinygrad_lite.training.train_model": lambda: _loop("train_model"),
    "tinygrad_lite.training.train_one_epoch": lambda: _loop("train_one_epoch"),
    "tinygrad_lite.training.validate": lambda: _loop("validate"),
    "tinygrad_lite.training.diagnose": lambda: call(training.diagnose, trainer(), loader=loader(), steps=3),
    "tinygrad_lite.training.lr_range_test": lambda: call(training.lr_range_test, *parts(), loader(), num_iter=4),
    "tinygrad_lite.training.RangeTest": lambda: call(training.RangeTest, 0.9),
    "tinygrad_lite.training.History": lambda: call(training.History, {"loss": [1.0]}),
    "tinygrad_lite.training.to_device": lambda: call(training.to_device, (tg.ones(2), {"a": tg.ones(2)}), "cpu"),
    "tinygrad_lite.training.save_checkpoint": lambda: call(
        training.save_checkpoint, a_file(), {"step": 3, "x": tg.ones(2)}
    ),
    "tinygrad_lite.training.load_checkpoint": lambda: call(
        training.load_checkpoint, training.save_checkpoint(a_file(), {"step": 3})
    ),
    "tinygrad_lite.training.latest_checkpoint": lambda: call(training.latest_checkpoint, str(Path(a_file()).parent)),
    "tinygrad_lite.training.save_weights": lambda: call(training.save_weights, a_file(), parts()[0]),
    "tinygrad_lite.training.load_weights": lambda: call(
        training.load_weights, training.save_weights(a_file(), parts()[0]), parts()[0]
    ),
    "tinygrad_lite.training.export_torch": lambda: call(training.export_torch, a_file(), parts()[0]),
}

# ------------------------------------------------------------------------------------------------------------- metrics
LOGITS = lambda: tg.tensor([[0.25, 0.75], [0.5, 0.5], [1.0, 0.0]])
CLASSES = lambda: tg.tensor([1, 0, 1])
ONE = lambda: tg.tensor([0.5, 0.25, 2.0])
OF_NUMBERS = ("MAE", "MSE", "R2", "MeanLoss")


def _arguments(name: str) -> tuple:
    return (ONE(), ONE()) if name in OF_NUMBERS else (LOGITS(), CLASSES())


def used(metric: Any) -> None:
    metric.update(*_arguments(type(metric).__name__))
    metric.compute()


NAMES = [name for name in metrics.__all__ if name not in ("Metric", "UndefinedMetricWarning")]
METRICS: dict[str, Callable[[], Call]] = {}
for each in NAMES:
    METRICS[f"tinygrad_lite.training.metrics.{each}"] = lambda each=each: call(
        getattr(metrics, each), use=None if each == "MeanLoss" else used
    )
    METRICS[f"tinygrad_lite.training.metrics.{each}.merge"] = lambda each=each: call(
        getattr(metrics, each)().merge, getattr(metrics, each)()
    )
    if each != "MeanLoss":
        METRICS[f"tinygrad_lite.training.metrics.{each}.update"] = lambda each=each: _updating(each)
METRICS["tinygrad_lite.training.metrics.MeanLoss.update"] = lambda: call(metrics.MeanLoss().update, 1.0, 3)
METRICS["tinygrad_lite.training.metrics.Metric"] = lambda: call(metrics.Metric, "mine")


def _updating(name: str) -> Call:
    metric = getattr(metrics, name)()
    return call(metric.update, *_arguments(name), use=lambda _: metric.compute())


# -------------------------------------------------------------------------------------------------- the rest around it
def torch_parts() -> tuple[Any, Any]:
    return torch.nn.Linear(3, 1), torch.nn.Linear(3, 1)


def batches() -> list:
    return [(tg.ones(2, 3), tg.ones(2, 1))]


def both_losses() -> tuple:
    return nn.MSELoss(), torch.nn.MSELoss()


def conv() -> Any:
    return nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU())


def points() -> Any:
    return nn.Linear(2, 1)


def scaled(scaler: Any) -> None:
    optimizer = sgd()
    loss = (optimizer.param_groups[0]["params"][0] ** 2).sum()
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()


def entered(context: Any) -> None:
    with context:
        tg.ones(2, 2) @ tg.ones(2, 2)


AROUND: dict[str, Callable[[], Call]] = {
    "tinygrad_lite.amp.autocast": lambda: call(amp.autocast, "cpu", use=entered),
    "tinygrad_lite.amp.GradScaler": lambda: call(amp.GradScaler, use=scaled),
    "tinygrad_lite.amp.GradScaler.scale": lambda: call(amp.GradScaler().scale, tg.ones(2, requires_grad=True)),
    "tinygrad_lite.amp.GradScaler.step": lambda: call(amp.GradScaler(enabled=False).step, sgd()),
    "tinygrad_lite.amp.GradScaler.unscale_": lambda: call(amp.GradScaler(enabled=False).unscale_, sgd()),
    "tinygrad_lite.amp.GradScaler.load_state_dict": lambda: call(
        amp.GradScaler().load_state_dict, amp.GradScaler().state_dict()
    ),
    "tinygrad_lite.profiler.profile": lambda: call(profiler.profile, use=entered),
    "tinygrad_lite.profiler.record_function": lambda: call(profiler.record_function, "a name", use=entered),
    "tinygrad_lite.compare.from_torch": lambda: call(compare.from_torch, torch_parts()[0]),
    "tinygrad_lite.compare.to_torch": lambda: call(compare.to_torch, parts()[0]),
    "tinygrad_lite.compare.copy_weights": lambda: call(compare.copy_weights, parts()[0], torch_parts()[0]),
    "tinygrad_lite.compare.lockstep": lambda: call(
        compare.lockstep, parts()[0], torch_parts()[0], batches(), criterion=both_losses(), leave="step"
    ),
    "tinygrad_lite.compare.timing": lambda: call(
        compare.timing, lambda: 1, lambda: 1, rounds=2, round_seconds=0.0001, memory=False
    ),
    "tinygrad_lite.plots.computation_graph": lambda: call(
        plots.computation_graph, (tg.ones(2, requires_grad=True) * 2).sum()
    ),
    "tinygrad_lite.plots.plot_activation_maps": lambda: call(plots.plot_activation_maps, conv(), tg.ones(1, 1, 5, 5)),
    "tinygrad_lite.plots.plot_activations": lambda: call(plots.plot_activations, conv(), tg.ones(1, 1, 5, 5)),
    "tinygrad_lite.plots.plot_confusion_matrix": lambda: call(
        plots.plot_confusion_matrix, [[2, 1], [0, 3]], ["a", "b"]
    ),
    "tinygrad_lite.plots.plot_decision_boundary": lambda: call(
        plots.plot_decision_boundary, points(), tg.ones(4, 2), tg.tensor([0.0, 1.0, 0.0, 1.0]), points=5
    ),
    "tinygrad_lite.plots.plot_gradient_flow": lambda: _flow(),
    "tinygrad_lite.plots.plot_history": lambda: call(plots.plot_history, {"loss": [2.0, 1.0], "val_loss": [2.0, 1.5]}),
    "tinygrad_lite.plots.plot_loss_slice": lambda: call(
        plots.plot_loss_slice, parts()[0], nn.MSELoss(), tg.ones(2, 3), tg.ones(2, 1), points=3
    ),
    "tinygrad_lite.plots.plot_loss_surface": lambda: call(
        plots.plot_loss_surface, parts()[0], nn.MSELoss(), tg.ones(2, 3), tg.ones(2, 1), points=3
    ),
    "tinygrad_lite.plots.plot_range_test": lambda: call(
        plots.plot_range_test, training.lr_range_test(*parts(), loader(), num_iter=4)
    ),
    "tinygrad_lite.plots.plot_schedule": lambda: call(
        plots.plot_schedule, lambda optimizer: optim.lr_scheduler.StepLR(optimizer, 2), 5
    ),
    "tinygrad_lite.plots.plot_schedules": lambda: call(
        plots.plot_schedules, {"steps": lambda optimizer: optim.lr_scheduler.StepLR(optimizer, 2)}, 5
    ),
    "tinygrad_lite.plots.plot_weights": lambda: call(plots.plot_weights, parts()[0], bins=4),
    "tinygrad_lite.plots.picture": lambda: _picture(),
    "tinygrad_lite.training.distributed.idle_share": lambda: call(
        distributed.idle_share, [distributed.Event(0, 0, "forward", 0.0, 1.0)]
    ),
}  # fmt: skip


def _flow() -> Call:
    model = parts()[0]
    model(tg.ones(2, 3)).sum().backward()
    return call(plots.plot_gradient_flow, model)


def _picture() -> Call:
    from matplotlib.figure import Figure

    return call(plots.picture, Figure(), "nothing")


CALLS: dict[str, Callable[[], Call]] = {**TRAINING, **CALLBACKS, **METRICS, **AROUND}
