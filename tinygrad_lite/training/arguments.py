"""What is given to the loop and the Trainer, looked at before training begins: metrics, callbacks, arguments' names."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from tinygrad_lite.training.shown import did_you_mean

Call = TypeVar("Call", bound=Callable[..., Any])

# Arguments as they are called elsewhere → here
ELSEWHERE = {
    "num_epochs": "epochs", "max_epochs": "epochs", "n_epochs": "epochs", "nb_epoch": "epochs", "epoch": "epochs",
    "loss_fn": "criterion", "loss": "criterion", "loss_func": "criterion", "opt": "optimizer",
    "optimizers": "optimizer", "lr_scheduler": "scheduler", "schedulers": "scheduler", "cbs": "callbacks",
    "callback": "callbacks", "metric": "metrics", "gradient_clip_val": "max_norm", "clipnorm": "max_norm",
    "max_grad_norm": "max_norm", "clip_norm": "max_norm", "clipvalue": "clip_value",
    "accumulate_grad_batches": "accumulate", "gradient_accumulation_steps": "accumulate",
    "train_dataloader": "train_loader", "train_dataloaders": "train_loader", "train_dl": "train_loader",
    "train_data": "train_loader", "val_dataloaders": "val_loader", "val_dataloader": "val_loader",
    "val_data": "val_loader", "valid_dl": "val_loader", "validation_data": "val_loader", "valid_loader": "val_loader",
    "dataloader": "loader", "dataloaders": "loader", "data_loader": "loader",
}  # fmt: skip


def explained(line: str) -> Callable[[Call], Call]:
    """A call with arguments that do not fit is answered with what is wrong and the `line` to write."""

    def around(function: Call) -> Call:
        @functools.wraps(function)
        def called(*args: Any, **kwargs: Any) -> Any:
            try:
                signature.bind(*args, **kwargs)
            except TypeError:
                raise TypeError(f"{name}: {misfit(signature, args, kwargs)} Write: {line}") from None
            return function(*args, **kwargs)

        signature = inspect.signature(function)
        name = function.__qualname__.removesuffix(".__init__")
        return called  # type: ignore[return-value]

    return around


def misfit(signature: inspect.Signature, args: tuple, kwargs: dict[str, Any]) -> str:
    """Why these arguments cannot be given to such a function, as a sentence or two."""
    parameters = {name: p for name, p in signature.parameters.items() if name != "self"}
    shift = len(signature.parameters) - len(parameters)
    given = len(args) - shift
    places = [name for name, p in parameters.items() if p.kind is p.POSITIONAL_OR_KEYWORD]
    wrong = [
        f"there is no argument {name!r}." + (f" It is called {here!r} here." if here in parameters else "")
        for name, here in ((name, ELSEWHERE.get(name)) for name in kwargs)
        if name not in parameters
    ]
    if given > len(places):
        wrong.append(f"{given} arguments were given without a name; without a name go only {', '.join(places)}.")
    twice = [name for name in places[:given] if name in kwargs]
    wrong += [f"{name!r} was given twice." for name in twice]
    missing = [name for name in places[given:] if parameters[name].default is inspect._empty and name not in kwargs]
    if missing and not wrong:
        wrong.append(f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing.")
    return " ".join(wrong)


def several(given: Any, single: Callable[[Any], bool], what: str) -> list[Any]:
    """What was given as a list; a single object counts as a list of one, None as none."""
    if given is None:
        return []
    if isinstance(given, dict):
        raise TypeError(f"{what}: must be a list, got dict. Each has its own name: give list(...values()).")
    if isinstance(given, str) or single(given):
        return [given]
    if not isinstance(given, Iterable):
        raise TypeError(f"{what}: must be a list, got {type(given).__name__}.")
    return list(given)


def check_objects(caller: str, **parts: Any) -> None:
    """Raise if a class is given where an object of it is wanted, or a loss that cannot be called."""
    for name, part in parts.items():
        if isinstance(part, type):
            given = "model.parameters(), lr=0.01" if name == "optimizer" else "..." if name == "model" else ""
            raise TypeError(
                f"{caller}: {name} is the class {part.__name__}. Give an object of it: {part.__name__}({given})."
            )
    if "criterion" in parts and not callable(parts["criterion"]):
        kind = type(parts["criterion"]).__name__
        raise TypeError(
            f"{caller}: criterion must be a function or a module, got {kind}. Give tg.nn.CrossEntropyLoss() or the "
            "like; for several losses, a function that adds them up."
        )


METHODS = ("update", "compute", "reset")


def checked_metrics(metrics: Any) -> list[Any]:
    """The metrics as a list, if each can be used, and no two have one name: one would take the other's place."""
    found = several(metrics, lambda one: isinstance(one, type) or hasattr(one, "update"), "metrics")
    for metric in found:
        if isinstance(metric, str):
            raise TypeError(f"metrics: {metric!r} is text. Give the object: metrics=[{object_for(metric)}].")
        if isinstance(metric, type):
            raise TypeError(f"metrics: {metric.__name__} is the class. Give an object of it: {metric.__name__}().")
        missing = [method for method in METHODS if not callable(getattr(metric, method, None))]
        if missing:
            raise TypeError(
                f"metrics: {kind_and_name(metric)} cannot be used as a metric, which needs update(predictions, "
                f"targets), compute() and reset(); it has no {' and no '.join(missing)}."
            )
        if not isinstance(getattr(metric, "name", None), str):
            raise TypeError(
                f"metrics: {kind_and_name(metric)} has no name for the logs. Give it one, as in metric.name = 'score'."
            )
    names = ["loss", *(metric.name for metric in found)]
    for name in names:
        if names.count(name) > 1:
            whose = "the loss itself has that name" if name == "loss" else "another has it too"
            raise ValueError(f"metrics: {whose}, {name!r}. Give one its own, as in Accuracy(name='another').")
    return found


def object_for(text: str) -> str:
    """How the metric that somebody called `text` is made."""
    from tinygrad_lite.training import metrics

    plain = {name.lower(): name for name in metrics.__all__ if "Warning" not in name and name != "Metric"}
    plain |= {"acc": "Accuracy", "auc": "ROCAUC", "auroc": "ROCAUC", "top_k_accuracy": "TopKAccuracy"}
    key = text.lower().replace("_", "").replace(" ", "")
    found = key if key in plain else text.lower() if text.lower() in plain else did_you_mean(key, plain)
    return f"tg.training.metrics.{plain[found or 'accuracy']}()"


def kind_and_name(given: Any) -> str:
    """An object, for errors: its class, or the name of a function."""
    return f"the function {given.__name__}" if inspect.isroutine(given) else f"a {type(given).__name__}"
