"""Callbacks that are given, looked at before training begins: a hook that is never called is missed in silence."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from tinygrad_lite.training.arguments import kind_and_name, several
from tinygrad_lite.training.callbacks.callback import HOOKS, Callback
from tinygrad_lite.training.shown import did_you_mean

# Moments as they are called elsewhere (Keras, Lightning, fastai, transformers) → here
MOMENTS = {
    "on_train_begin": "on_fit_begin", "on_train_start": "on_fit_begin", "on_fit_start": "on_fit_begin",
    "before_fit": "on_fit_begin", "on_training_start": "on_fit_begin",
    "on_train_end": "on_fit_end", "after_fit": "on_fit_end",
    "on_train_epoch_start": "on_epoch_begin", "on_epoch_start": "on_epoch_begin", "before_epoch": "on_epoch_begin",
    "on_train_epoch_end": "on_epoch_end", "on_epoch_finish": "on_epoch_end", "after_epoch": "on_epoch_end",
    "on_train_batch_begin": "on_batch_begin", "on_train_batch_start": "on_batch_begin",
    "on_batch_start": "on_batch_begin", "on_step_begin": "on_batch_begin", "before_batch": "on_batch_begin",
    "on_train_batch_end": "on_batch_end", "on_step_end": "on_batch_end", "after_batch": "on_batch_end",
    "on_batch_finish": "on_batch_end", "on_before_optimizer_step": "on_before_step",
    "on_pre_optimizer_step": "on_before_step", "on_optimizer_step": "on_before_step",
    "on_after_backward": "on_before_step", "after_backward": "on_before_step", "before_step": "on_before_step",
    "on_before_zero_grad": "on_before_step", "on_test_begin": "on_validation_begin",
    "on_validation_start": "on_validation_begin", "on_validation_epoch_start": "on_validation_begin",
    "before_validate": "on_validation_begin", "on_test_end": "on_validation_end", "on_evaluate": "on_validation_end",
    "on_validation_epoch_end": "on_validation_end", "after_validate": "on_validation_end",
}  # fmt: skip


def checked_callbacks(callbacks: Any) -> list[Any]:
    """The callbacks as a list, if each of them can be called, and nothing in them waits for a moment that never comes.

    A single callback counts as a list of one.
    """
    found = several(callbacks, lambda one: isinstance(one, type) or not hasattr(one, "__iter__"), "callbacks")
    for callback in found:
        kind = type(callback).__name__
        if isinstance(callback, str):
            raise TypeError(f"callbacks: {callback!r} is text. Give the object, such as EarlyStopping('val_loss').")
        if isinstance(callback, type):
            name = callback.__name__
            raise TypeError(f"callbacks: {name} is the class. Give an object of it: {name}(...).")
        if inspect.isroutine(callback):
            raise TypeError(
                f"callbacks: {kind_and_name(callback)} does not say when it is to be called. Write "
                f"LambdaCallback(on_epoch_end={callback.__name__.strip('<>')}), for instance."
            )
        for name in dir(type(callback)):  # not of the object, since that makes its attributes slower from then on
            check_moment(kind, name)
        hooks = [name for name in HOOKS if callable(getattr(callback, name, None))]
        if not hooks:
            raise TypeError(f"callbacks: {kind} has none of the methods of a callback: {', '.join(HOOKS)}.")
        for name in hooks:
            check_arguments(kind, name, getattr(callback, name))
    return found


def check_moment(kind: str, name: str) -> None:
    """Whether a method of a callback is named for a moment that does not exist."""
    if name in HOOKS or not (name.startswith("on_") or name in MOMENTS):
        return
    near = MOMENTS.get(name) or did_you_mean(name, HOOKS)
    hint = f"Did you mean {near}?" if near else f"There are {', '.join(HOOKS)}."
    raise TypeError(f"callbacks: {kind}.{name} would never be called: there is no such moment. {hint}")


def check_arguments(kind: str, name: str, method: Callable[..., Any]) -> None:
    """Whether a method can be called as `Callback` has it."""
    wanted = list(inspect.signature(getattr(Callback, name)).parameters)[1:]  # without self
    try:
        signature = inspect.signature(method)
    except ValueError:  # a built-in function that does not tell
        return
    try:
        signature.bind(*wanted)
    except TypeError:
        given = ", ".join(signature.parameters)
        raise TypeError(
            f"callbacks: {kind}.{name} is called as {name}({', '.join(wanted)}), but takes ({given}). All else is in "
            "self.trainer: its model, optimizer, history and so on."
        ) from None
