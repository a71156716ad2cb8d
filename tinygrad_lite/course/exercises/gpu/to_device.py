"""A batch, moved to a device however deep its tensors lie, in lesson 08."""

from __future__ import annotations

import numpy as np

from tinygrad_lite.tensor import Tensor

from ...case import Ref, code
from ...compare import identical
from ...exercise import Exercise, Finding, mistake
from .tensors import Batch, Lying, Named

_ARRAY = np.array([1.0, 2.0])


def _lies(name, device="cpu", own=True):
    return Lying(name, device, own)


class ToDevice(Exercise):
    id, points, agrees_with = "gpu/to_device", 2, ""
    causes = (
        (
            "TypeError",
            r"__new__\(\) missing \d+ required positional argument",
            "A named tuple is made from its fields one by one, `type(batch)(*items)`; lists and tuples from all of "
            "their items in one list.",
        ),
        (
            "TypeError",
            r"to_device\(\) missing 1 required positional argument: 'device'",
            "Where your function calls itself, it has to be told the device again: `to_device(item, device)`.",
        ),
        (
            "DeviceError",
            "is not available here",
            "You need no GPU for this exercise. A single tensor came, and your loop took it apart into its numbers: a "
            "tensor moves as a whole, so ask for `.to` first.",
        ),
        (
            "AttributeError",
            r"'(list|tuple|dict)' object has no attribute 'to'",
            "A {0} has no `.to`: what has to move are the tensors in it. Call your function on each of them.",
        ),
        (
            "AttributeError",
            r"'(int|str|float|NoneType|numpy.ndarray)' object has no attribute '(to|device)'",
            "Not everything in a batch is a tensor: here lies something of type {0}. Whatever has no `.to` stays as it "
            "is.",
        ),
    )
    hints = (
        "What is in a batch may itself be a list of batches. A function that calls itself reaches any depth. Which "
        "kinds of thing can it meet?",
        "Four cases: it has `.to` → `batch.to(device)`; a dict → a new dict with every value moved; a list or tuple → "
        "a new one of the same kind; anything else → itself.",
        "`if hasattr(batch, 'to'): return …`, `if isinstance(batch, dict): return {key: to_device(…) for …}`, then "
        "named tuples (they have `_fields`, and are made with `type(batch)(*moved)`), then `list | tuple`.",
    )
    notice = "The batch that you were given is untouched: somebody else may still be using it."

    def cases(self, rng):
        x, y, mask = (_lies(name) for name in ("x", "y", "mask"))
        yield self.case(x, "cuda:0")
        yield self.case(Batch([x, y]), "cuda:0")
        yield self.case(Batch((x, y)), "cuda:0")
        yield self.case(Batch({"x": x, "y": y}), "cuda:1")
        for other in (3, "a name", None, 2.5, True):
            yield self.case(Batch([x, other]), "cuda:0", about="with something in it that is no tensor")
        yield self.case(Batch({"x": x, "pixels": _ARRAY}), "cuda:0", about="with a NumPy array in it")
        yield self.case(_lies("x", own=False), "mps:0", about="with tensors of another library")
        yield self.case(Batch([_lies("x", own=False), y]), "mps:0", about="with tensors of another library")
        yield self.case(Named("Pair", ("inputs", "target"), (x, y)), "cuda:0", about="with a named tuple")
        yield self.case(Batch({"x": [x, (y, mask)], "n": 2}), "cuda:0")
        yield self.case(Batch([[[x]], ({"deep": {"deeper": (y,)}},)]), "cuda:0")
        yield self.case(
            Batch(({"pair": Named("Pair", ("inputs", "target"), ([x], {"y": y}))}, mask)),
            "cuda:0",
            about="with a named tuple",
        )
        yield self.case(Batch([_lies("x", "cuda:0"), y]), "cuda:0", about="where a part lies there already")
        yield self.case(Batch([_lies("x", "cuda:1"), _lies("y", "cuda:0")]), "cpu", about="back to the CPU")
        yield self.case(
            Batch({"x": [_lies("x", "cuda:0"), y], "y": [y]}), "cuda:1", about="where a part lies there already"
        )
        yield self.case(Batch(({"x": _lies("x", "mps:0")}, y)), "cpu", about="back to the CPU")
        foreign = {"x": [_lies("x", own=False)], "y": (_lies("y", own=False), 3)}
        yield self.case(Batch(foreign), "cuda:0", about="with tensors of another library")
        several = [Named("Sample", ("pixels", "digit"), (x, 3)), Named("Sample", ("pixels", "digit"), (y, 4))]
        yield self.case(Batch(several), "cuda:1", about="with a named tuple")
        yield self.case(Batch([]), "cuda:0", about="where there is nothing in it")
        yield self.case(Batch({"x": (), "y": {}}), "cuda:0", about="where there is nothing in it")
        depth = int(rng.integers(4, 9))
        tree = _lies("bottom")
        for level in range(depth):
            tree = [{"down": tree}, (tree,), [tree, level]][int(rng.integers(0, 3))]
        yield self.case(Batch(tree), "cuda:0")

    def judge(self, case, answer):
        return _fault(case.args["batch"], answer, case.args["device"], "batch")

    @staticmethod
    def solution(batch, device):
        """The same batch on another device.

        Args:
            batch: a tensor, or lists, tuples, named tuples and dicts, one in another, with tensors and other things
                in them. It is not changed.
            device: the name of a device, such as "cuda:0".
        Returns:
            The same containers of the same kinds. Whatever has a method `to` is moved, anything else is kept as it is.
        """
        if hasattr(batch, "to"):
            return batch.to(device)
        if isinstance(batch, dict):
            return {key: to_device(value, device) for key, value in batch.items()}
        if isinstance(batch, (list, tuple)):
            moved = [to_device(item, device) for item in batch]
            return type(batch)(*moved) if hasattr(batch, "_fields") else type(batch)(moved)
        return batch

    def _walk(self, batch, move, **ways):
        """As in the solution, with `move` for all that is no container, and other ways for some containers."""
        kind = "named" if hasattr(batch, "_fields") else type(batch).__name__
        if kind in ways:
            return ways[kind](batch)
        if isinstance(batch, dict):
            return {key: self._walk(value, move, **ways) for key, value in batch.items()}
        if isinstance(batch, list | tuple):
            moved = [self._walk(item, move, **ways) for item in batch]
            return type(batch)(*moved) if kind == "named" else type(batch)(moved)
        return move(batch)

    def again(self, batch, device):
        return self._walk(batch, lambda item: _moved(item, device))

    @mistake(
        "one level only",
        "You look one level deep: what lies in a list within the list stays where it was. A function that calls itself "
        "for each item reaches any depth.",
    )
    def one_level(self, batch, device):
        def move(item):
            return _moved(item, device)

        if isinstance(batch, dict):
            return {key: move(value) for key, value in batch.items()}
        if isinstance(batch, list | tuple):
            return type(batch)(*map(move, batch)) if hasattr(batch, "_fields") else type(batch)(map(move, batch))
        return move(batch)

    @mistake(
        "moved, and not kept",
        "You call `.to(device)` and do not keep what it returns. It leaves the tensor where it is and gives a new one.",
    )
    def not_kept(self, batch, device):
        return self._walk(batch, lambda item: (_moved(item, device), item)[1])

    @mistake("dicts left out", "Dicts come back as they were. Their values may be tensors too: make a new dict.")
    def no_dicts(self, batch, device):
        return self._walk(batch, lambda item: _moved(item, device), dict=lambda batch: batch)

    @mistake("lists left out", "Lists come back as they were. Move what is in them, into a new list.")
    def no_lists(self, batch, device):
        return self._walk(batch, lambda item: _moved(item, device), list=lambda batch: batch)

    @mistake(
        "tuples left out",
        "Tuples come back as they were. A loader's batch mostly is one: move what is in it, into a new tuple.",
    )
    def no_tuples(self, batch, device):
        same = {"tuple": lambda batch: batch, "named": lambda batch: batch}
        return self._walk(batch, lambda item: _moved(item, device), **same)

    @mistake(
        "named tuples become dicts",
        "A named tuple comes back as a dict, and `batch.inputs` no longer works: `type(batch)(*moved)`.",
    )
    def named_to_dict(self, batch, device):
        return self._walk(
            batch,
            lambda item: _moved(item, device),
            named=lambda batch: {name: self.named_to_dict(item, device) for name, item in batch._asdict().items()},
        )

    @mistake("named tuples left out", "A named tuple comes back as it was. Move what is in it: `type(batch)(*moved)`.")
    def no_named(self, batch, device):
        return self._walk(batch, lambda item: _moved(item, device), named=lambda batch: batch)

    @mistake(
        "what is no tensor is lost",
        "Whatever is no tensor comes back as None. A number or a name in a batch stays as it is: end with "
        "`return batch`.",
    )
    def lost(self, batch, device):
        return self._walk(batch, lambda item: _moved(item, device) if hasattr(item, "to") else None)

    @mistake(
        "what is no tensor is left out",
        "Whatever is no tensor is missing in what you return. It stays in its place, unchanged.",
    )
    def left_out(self, batch, device):
        if isinstance(batch, dict):
            return {key: self.left_out(value, device) for key, value in batch.items() if _has_place(value)}
        if isinstance(batch, list | tuple):
            moved = [self.left_out(item, device) for item in batch if _has_place(item)]
            return type(batch)(*moved) if hasattr(batch, "_fields") else type(batch)(moved)
        return _moved(batch, device)

    @mistake(
        "always to the first GPU",
        "You move to the first GPU, whatever `device` says. It may be another GPU, or the CPU: `.to(device)`.",
    )
    def always_cuda(self, batch, device):
        return self._walk(batch, lambda item: _moved(item, "cuda:0"))

    @mistake(
        'always to "cuda"',
        'You move to "cuda", whatever `device` says. It may be another GPU, or the CPU: `.to(device)`.',
    )
    def to_cuda(self, batch, device):
        return self._walk(batch, lambda item: _moved(item, "cuda"))

    @mistake(
        "only what is on the CPU",
        "You leave alone what lies on a GPU already. It may be another GPU than the one asked for: `.to(device)` costs "
        "nothing where nothing has to move.",
    )
    def from_cpu_only(self, batch, device):
        return self._walk(
            batch, lambda item: item if str(getattr(item, "device", "cpu")) != "cpu" else _moved(item, device)
        )

    @mistake(
        "tensors of tinygrad_lite only",
        "You ask for the class of tinygrad_lite's tensors, so those of other libraries stay behind. Ask whether there "
        "is a method: `hasattr(batch, 'to')`.",
    )
    def own_only(self, batch, device):
        return self._walk(batch, lambda item: _moved(item, device) if isinstance(item, Tensor) else item)

    @mistake(
        "changes the batch itself",
        "You put the moved tensors into the list or dict that was given. Somebody else may still be using it: make a "
        "new one.",
    )
    def in_place(self, batch, device):
        if isinstance(batch, dict):
            for key, value in batch.items():
                batch[key] = self.in_place(value, device)
            return batch
        if isinstance(batch, list):
            batch[:] = [self.in_place(item, device) for item in batch]
            return batch
        if isinstance(batch, tuple):
            moved = [self.in_place(item, device) for item in batch]
            return type(batch)(*moved) if hasattr(batch, "_fields") else tuple(moved)
        return _moved(batch, device)

    @mistake("only the first item", "Only the first item comes back. Move every item, and return when all are moved.")
    def first_item(self, batch, device):
        if isinstance(batch, dict) and batch:
            return self.first_item(next(iter(batch.values())), device)
        if isinstance(batch, list | tuple) and batch:
            return self.first_item(batch[0], device)
        return _moved(batch, device)

    @mistake(
        "a flat list", "All tensors come back in one flat list. Keep the containers, one in another, as they were."
    )
    def flat(self, batch, device):
        if isinstance(batch, dict | list | tuple):
            found = [self.flat(item, device) for item in (batch.values() if isinstance(batch, dict) else batch)]
            return [one for item in found for one in (item if isinstance(item, list) else [item])]
        return _moved(batch, device)


def _fault(given, answer, device, where):
    """The first thing that is wrong with an answer, part by part, beside the recipe of what was given; None if none."""
    if isinstance(given, Batch):
        return _fault(given.tree, answer, device, where)
    if isinstance(given, Lying | Named):
        wanted = given.text(device)
        if isinstance(answer, Ref) and answer.name == wanted:
            return None
        if isinstance(given, Named) and isinstance(answer, list | tuple):
            kind = type(answer).__name__
            return Finding(f"{kind} for a named tuple", f"`{where}` is a named tuple and came back as a plain {kind}.")
        said = f"`{where}` should be {wanted}, and is {code(answer)}."
        if isinstance(given, Lying) and isinstance(answer, Ref) and answer.name == given.text(given.device):
            said += (
                " It came back as it was. Either nothing went into the container that holds it, or the result of "
                "`.to(device)` was not used: `to` moves nothing, it returns a tensor that lies on that device."
            )
        return Finding(f"{where}: {code(answer)}", said)
    if type(answer) is not type(given):
        return Finding(f"{where}: {_a(answer)}", f"`{where}` is {_a(given)} and came back as {_a(answer)}.")
    if isinstance(given, dict):
        if list(given) != list(answer):
            return Finding(f"{where}: keys", f"`{where}` has the keys {list(given)}, yours {list(answer)}.")
        parts = [(given[key], answer[key], f"{where}[{key!r}]") for key in given]
    elif isinstance(given, list | tuple):
        if len(given) != len(answer):
            return Finding(f"{where}: length", f"`{where}` has {len(given)} items, yours {len(answer)}.")
        parts = [(one, other, f"{where}[{place}]") for place, (one, other) in enumerate(zip(given, answer))]
    else:
        same = identical(answer, given)
        return None if same else Finding(f"{where}: changed", f"`{where}` should stay {code(given)}.")
    return next(filter(None, (_fault(one, other, device, place) for one, other, place in parts)), None)


def _a(value):
    if isinstance(value, Ref | Lying | int | float | str | None):
        return code(value)
    return "an array" if isinstance(value, np.ndarray) else f"a {type(value).__name__}"


def _moved(item, device):
    return item.to(device) if hasattr(item, "to") else item


def _has_place(item):
    return hasattr(item, "to") or isinstance(item, list | tuple | dict)


to_device = ToDevice.solution
