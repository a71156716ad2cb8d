"""Metrics that are given, looked at before training begins."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.training.arguments import kind_and_name, several
from tinygrad_lite.training.shown import did_you_mean

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
