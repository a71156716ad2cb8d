"""Scalars for TensorBoard, out of dicts in dicts."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...exercise import Exercise, mistake
from .writer import Writer


class LogScalars(Exercise):
    id, points, agrees_with = "loop/log_scalars", 3, ""
    forbids = ("tinygrad_lite.training",)
    causes = (
        (
            "AttributeError",
            r"'(?:int|float)' object has no attribute 'items'",
            "A number came where a dict is expected. Numbers are to be written, dicts gone into; and a function that "
            "calls itself has to hand on its arguments in the order of its first line.",
        ),
        (
            "RecursionError",
            "",
            "The function calls itself without end. Each call has to be about less than the one before: about the "
            "dict inside.",
        ),
    )
    hints = (
        "A value of the dict is a number, which can be written at once, or a dict again, with which the same has to be "
        "done. What must that second round know of the first?",
        "The tag of a number is the keys on the way to it, with a slash between them: `Loss`, then `train`, gives "
        "`Loss/train`. At the top there is no slash in front.",
        "For each `key, value` of `metrics.items()`: if `isinstance(value, dict)`, call `log_scalars` with a new dict "
        'whose keys are `f"{key}/{name}"`; otherwise `writer.add_scalar(key, value, epoch)`.',
    )
    notice = "TensorBoard draws tags with the same beginning side by side: everything under Loss in one group."

    def cases(self, rng):
        yield self._case(3, {"lr": 0.5})
        yield self._case(0, {"lr": 0.25, "Loss": {"train": 0.5, "val": 0.75}})
        yield self._case(7, {"Loss": {"train": 0.3, "val": 0.4}, "Accuracy": {"train": 0.9, "val": 0.8}})
        yield self._case(12, {"grad": {"norm": {"before": 4.0, "after": 1.0}}, "lr": 0.01})
        yield self._case(5, {"a": {"b": {"c": {"d": 2.0}, "e": 3.0}, "f": 4.0}, "g": 5.0})
        yield self._case(1, {"Loss": {"train": 0.125}, "Time": {"epoch": 2.5, "batch": {"mean": 0.25, "max": 0.75}}})
        yield self._case(2, {"lr": 0.0, "Loss": {"train": 0.5}})
        yield self._case(9, {"Accuracy": {"train": 0.25, "val": 0.0}, "Loss": {"train": 1.5, "val": 2.5}})
        yield self._case(6, {"grad": {"norm": {"before": 0.0, "after": 0.0}, "dead": 0}, "lr": 0.5})
        for _ in range(6):
            yield self._case(int(rng.integers(2, 100)), _tree(rng, 0))
        yield self._case(4, {"steps": 32, "Loss": {"train": 0.5}, "empty": {}}, about="where a dict is empty")
        numpys = {"Loss": {"train": np.float32(0.5), "val": np.float64(0.75)}, "steps": np.int64(32)}
        yield self._case(8, numpys, about="where numbers are NumPy's")

    def _case(self, epoch, metrics, about=""):
        return self.case(Writer(), epoch, metrics, about=about, changes=("writer",), observe=("writer",))

    def reference(self, writer, epoch, metrics):
        waiting: list[tuple[tuple[str, ...], Any]] = [((str(key),), value) for key, value in metrics.items()]
        while waiting:
            path, value = waiting.pop()
            if isinstance(value, dict):
                waiting += [((*path, str(key)), item) for key, item in value.items()]
            else:
                writer.add_scalar("/".join(path), value, epoch)

    @staticmethod
    def solution(writer, epoch, metrics):
        """Write all numbers of a dict, and of the dicts in it, as scalars for TensorBoard.

        Args:
            writer: a SummaryWriter; `writer.add_scalar(tag, value, step)` writes one number.
            epoch: the number of the epoch, which is the step.
            metrics: dict whose values are numbers, or dicts again, to any depth, such as
                {"lr": 0.1, "Loss": {"train": 0.3}}; this gives the tags "lr" and "Loss/train". The order of the calls
                is free.
        Returns:
            nothing
        """
        for key, value in metrics.items():
            if isinstance(value, dict):
                log_scalars(writer, epoch, {f"{key}/{name}": item for name, item in value.items()})
            else:
                writer.add_scalar(key, value, epoch)

    def again(self, writer, epoch, metrics):
        for path, value in _leaves(metrics):
            writer.add_scalar("/".join(path), value, epoch)

    @mistake(
        "one level only",
        "You go one level down: what lies deeper is handed on as a dict. However deep the dicts are nested, each "
        "number gets a call of its own; a function that calls itself does it.",
    )
    def one_level(self, writer, epoch, metrics):
        for key, value in metrics.items():
            if isinstance(value, dict):
                for name, item in value.items():
                    writer.add_scalar(f"{key}/{name}", item, epoch)
            else:
                writer.add_scalar(key, value, epoch)

    @mistake(
        "leaves out zeros",
        "Numbers that are 0 were not written. An accuracy or a learning rate of 0 is a figure like any other, and its "
        "curve would have a hole there.",
    )
    def no_zeros(self, writer, epoch, metrics):
        for path, value in _leaves(metrics):
            if value:
                writer.add_scalar("/".join(path), value, epoch)

    @mistake(
        "hands on whole dicts",
        "Where a value is a dict, you handed the dict itself to `add_scalar`. A scalar is one number: go into the "
        "dict.",
    )
    def whole_dicts(self, writer, epoch, metrics):
        for key, value in metrics.items():
            writer.add_scalar(key, value, epoch)

    @mistake(
        "leaves out the way to the number",
        "Your tags are the last keys alone: `train` for `Loss/train`. Loss and accuracy of the training would then be "
        "drawn into one curve.",
    )
    def last_key_only(self, writer, epoch, metrics):
        for path, value in _leaves(metrics):
            writer.add_scalar(path[-1], value, epoch)

    @mistake(
        "keeps only the last two keys",
        "Your tags hold the last two keys. Of a number that lies deeper, all keys on the way belong into the tag.",
    )
    def last_two(self, writer, epoch, metrics):
        for path, value in _leaves(metrics):
            writer.add_scalar("/".join(path[-2:]), value, epoch)

    @mistake(
        "a slash in front",
        "Your tags begin with a slash: `/lr`. A slash belongs between two keys, so at the top there is none.",
    )
    def slash_in_front(self, writer, epoch, metrics):
        for path, value in _leaves(metrics):
            writer.add_scalar("/" + "/".join(path), value, epoch)

    @mistake(
        "a slash at the end",
        "Your tags end with a slash: `lr/`. A slash belongs between two keys only.",
    )
    def slash_at_the_end(self, writer, epoch, metrics):
        for path, value in _leaves(metrics):
            writer.add_scalar("/".join(path) + "/", value, epoch)

    @mistake(
        "another sign than the slash",
        "The keys in your tags are joined by another sign than the slash. TensorBoard makes its groups of what stands "
        "before a slash.",
    )
    def other_sign(self, writer, epoch, metrics):
        for path, value in _leaves(metrics):
            writer.add_scalar("_".join(path), value, epoch)

    @mistake(
        "a dot for the slash",
        "The keys in your tags are joined by a dot. TensorBoard makes its groups of what stands before a slash.",
    )
    def dot(self, writer, epoch, metrics):
        for path, value in _leaves(metrics):
            writer.add_scalar(".".join(path), value, epoch)

    @mistake(
        "a name stays for those behind it",
        "The name of a dict stays in the tags of what comes behind it in the same dict: `Loss/Accuracy/val` for "
        "`Accuracy/val`. The way down belongs to the call that goes down, not to the loop.",
    )
    def name_stays(self, writer, epoch, metrics):
        _with_lasting_names(writer, epoch, metrics, "")

    @mistake(
        "keys are added to the way, never taken off",
        "Every key that you come by stays in the tags of all that follow. When a branch is done its keys have to be "
        "taken off again; simpler is a new, longer way for each call.",
    )
    def never_shortened(self, writer, epoch, metrics):
        _with_all_keys(writer, epoch, metrics, [])

    @mistake(
        "ends with the first dict",
        "What comes behind the first dict is not written: a `return` in a loop ends the loop as well.",
    )
    def ends_early(self, writer, epoch, metrics):
        _up_to_the_first_dict(writer, epoch, metrics, "")

    @mistake(
        "the keys run together",
        "The keys in your tags follow each other with nothing between them. A slash belongs there.",
    )
    def run_together(self, writer, epoch, metrics):
        for path, value in _leaves(metrics):
            writer.add_scalar("".join(path), value, epoch)

    @mistake(
        "the keys in the wrong order",
        "Your tags hold the keys from the inside out: `train/Loss`. The outer key comes first, so that everything "
        "under Loss is one group.",
    )
    def inside_out(self, writer, epoch, metrics):
        for path, value in _leaves(metrics):
            writer.add_scalar("/".join(path[::-1]), value, epoch)

    @mistake(
        "leaves out the numbers at the top",
        "Numbers that lie at the top of `metrics`, as the learning rate, are not written.",
    )
    def no_top(self, writer, epoch, metrics):
        for path, value in _leaves(metrics):
            if len(path) > 1:
                writer.add_scalar("/".join(path), value, epoch)

    @mistake(
        "leaves out the dicts",
        "Only the numbers at the top of `metrics` are written. Those in the dicts belong to it.",
    )
    def top_only(self, writer, epoch, metrics):
        for path, value in _leaves(metrics):
            if len(path) == 1:
                writer.add_scalar(path[0], value, epoch)

    @mistake(
        "value and epoch exchanged",
        "You handed the epoch on as the value and the value as the step. It is `add_scalar(tag, value, step)`.",
    )
    def exchanged(self, writer, epoch, metrics):
        for path, value in _leaves(metrics):
            writer.add_scalar("/".join(path), epoch, value)

    @mistake(
        "leaves out the epoch",
        "You did not hand on the epoch. Without a step TensorBoard draws all points of a curve at the same place.",
    )
    def no_epoch(self, writer, epoch, metrics):
        for path, value in _leaves(metrics):
            writer.add_scalar("/".join(path), value)

    @mistake(
        "the epoch plus 1",
        "Your step is the epoch plus 1. Asked for is the epoch as it came in.",
    )
    def next_epoch(self, writer, epoch, metrics):
        for path, value in _leaves(metrics):
            writer.add_scalar("/".join(path), value, epoch + 1)


log_scalars = LogScalars.solution


def _leaves(metrics, path=()):
    """Every number with the keys on the way to it."""
    for key, value in metrics.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key), value


def _with_lasting_names(writer, epoch, metrics, prefix):
    for key, value in metrics.items():
        tag = f"{prefix}/{key}" if prefix else key
        if isinstance(value, dict):
            prefix = tag
            _with_lasting_names(writer, epoch, value, prefix)
        else:
            writer.add_scalar(tag, value, epoch)


def _with_all_keys(writer, epoch, value, path):
    if not isinstance(value, dict):
        writer.add_scalar("/".join(path), value, epoch)
        return
    for key, item in value.items():
        path.append(key)
        _with_all_keys(writer, epoch, item, path)


def _up_to_the_first_dict(writer, epoch, metrics, prefix):
    for key, value in metrics.items():
        tag = f"{prefix}/{key}" if prefix else key
        if isinstance(value, dict):
            return _up_to_the_first_dict(writer, epoch, value, tag)
        writer.add_scalar(tag, value, epoch)


def _tree(rng, depth):
    """A random dict of numbers and dicts; no key twice anywhere."""
    names = rng.permutation(["lr", "loss", "train", "val", "norm", "time", "mean", "max"])
    tree = {}
    for name in names[: int(rng.integers(2, 4))]:
        deeper = depth < 3 and rng.uniform() < (0.7 if depth < 2 else 0.3)
        tree[str(name)] = _tree(rng, depth + 1) if deeper else round(float(rng.uniform(1, 9)), 3)
    return tree
