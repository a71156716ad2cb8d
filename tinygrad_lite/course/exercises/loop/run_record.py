"""What an experiment has to write down so that somebody else can repeat it, and knows that it was the same."""

from __future__ import annotations

import ast
import json
from typing import Any

import numpy as np

from ...exercise import Exercise, Finding, mistake


class RunRecord(Exercise):
    id, points, agrees_with = "loop/run_record", 3, ""
    forbids = ("tinygrad_lite.training",)
    hints = (
        "Three things: what was chosen (settings), what it was done with (the data), and both in a form that a file "
        "keeps and another program reads. JSON knows numbers, texts, lists and dicts, but no NumPy arrays.",
        "The data do not go into the record, their fingerprint does: `hashlib.sha256(array.tobytes()).hexdigest()`, "
        'with the shape as a list and `str(array.dtype)`. So the record is {"settings": …, "data": {name: {"shape", '
        '"dtype", "sha256"}}}.',
        'Build `data = {}` in a loop over `arrays.items()`, then `return json.dumps({"settings": …, "data": data}, '
        "sort_keys=True)`.",
    )
    notice = (
        "Equal records, equal experiments; one changed number in the data gives another fingerprint. The versions of "
        "Python, NumPy and the library belong to the settings."
    )

    causes = (
        (
            "TypeError",
            r"Object of type (\w+) is not JSON serializable",
            "JSON knows numbers, texts, lists and dicts, and nothing of type {0}. Make one of these of it first, as "
            "`str(…)` makes a text of a dtype.",
        ),
        (
            "ValueError",
            "not C-contiguous",
            "SHA-256 was given an array whose rows do not lie one behind the other in memory: here, a matrix turned "
            "round, `.T`. `array.tobytes()` gives its numbers in the order of its rows, however it lies.",
        ),
    )

    def cases(self, rng):
        yield self._case({"seed": 0, "lr": 0.1}, {"x": np.array([1.0, 2.0])})
        yield self._case({"seed": 7, "layers": [64, 32, 10], "optimizer": "Adam"}, {"x": np.eye(2), "y": np.arange(2)})
        for rows, columns in [(3, 2), (5, 4), (4, 3), (2, 6), (7, 2)]:
            settings: dict[str, Any] = {
                "seed": int(rng.integers(100)),
                "lr": round(float(rng.uniform(0.001, 1)), 4),
                "shuffle": True,
            }
            settings |= {"betas": [0.9, 0.999], "note": "äß", "schedule": {"name": "cosine", "epochs": rows * 5}}
            arrays = {"x": rng.normal(size=(rows, columns)), "y": rng.integers(0, 3, size=rows)}
            yield self._case(settings, arrays)
        small = rng.normal(size=(3, 2)).astype(np.float32)
        yield self._case({"seed": None, "lr": 0.01}, {"images": small, "flags": np.array([True, False])})
        for note in ("Ann's run: None, True", "False; it's the 2nd", 'so-called "zeros", all None'):
            yield self._case(
                {"lr": 3e-7, "weight_decay": 1e-12, "note": note}, {"x": np.zeros((2, 3)), "y": np.ones(4)}
            )
        yield self._case({}, {"x": rng.integers(0, 255, size=(2, 3)).astype(np.uint8)})
        yield self._case({"seed": 1}, {"x": rng.normal(size=(2, 3)).round(3).T})

    def _case(self, settings, arrays):
        return self.case(settings, arrays)

    def judge(self, case, answer):
        if not isinstance(answer, str):
            kind = "a dict" if isinstance(answer, dict) else "nothing" if answer is None else "something else"
            return Finding(f"{kind}, no text", f"You returned {kind}, no text. `json.dumps(…)` makes a text of a dict.")
        try:
            record = json.loads(answer)
        except (ValueError, RecursionError):
            as_python = "Python's text" if _is_python(answer) else "no JSON"
            return Finding(as_python, "The record cannot be read back: `json.loads` refuses it.")
        settings, arrays = case.args["settings"], case.args["arrays"]
        return _missing(record, json.loads(RunRecord.solution(settings, arrays)), arrays)

    @staticmethod
    def solution(settings, arrays):
        """What an experiment has to write down: its settings, and a fingerprint of its data, as JSON.

        Args:
            settings: dict of what was chosen (seed, learning rate, versions …): numbers, texts, True, False, None,
                lists and dicts of these.
            arrays: dict of the data, name → array.
        Returns:
            text that `json.loads` reads as {"settings": settings, "data": {name: {"shape": [3, 2], "dtype": "float64",
            "sha256": "…"}, …}}. The fingerprint is `hashlib.sha256(array.tobytes()).hexdigest()`.
        """
        import hashlib

        data = {}
        for name, array in arrays.items():
            fingerprint = hashlib.sha256(array.tobytes()).hexdigest()
            data[name] = {"shape": list(array.shape), "dtype": str(array.dtype), "sha256": fingerprint}
        return json.dumps({"settings": settings, "data": data}, sort_keys=True)

    @mistake(
        "a text, but no JSON",
        "Your record is a dict as Python prints it. With its single quotes, `True` and `None` no other program reads "
        "that, and neither does `json.loads`; use `json.dumps`.",
    )
    def printed(self, settings, arrays):
        return str(json.loads(self.solution(settings, arrays)))

    @mistake(
        "returns the dict",
        "You returned the dict itself. Asked for is the text that can be written into a file: `json.dumps` makes it.",
    )
    def the_dict(self, settings, arrays):
        return json.loads(self.solution(settings, arrays))

    @mistake(
        "Python's hash as the fingerprint",
        "Your fingerprint is Python's `hash`, which is another one in every run of the program, so that equal data "
        "could not be recognised; SHA-256 gives the same on every machine.",
    )
    def python_hash(self, settings, arrays):
        return _changed(settings, arrays, sha256=lambda array: hash(array.tobytes()))

    @mistake(
        "the fingerprint of the printed array",
        "Your fingerprint is made of the array as it is printed, which is rounded, and shortened where it is long. Two "
        "different data sets can then look the same. `array.tobytes()` holds every bit.",
    )
    def of_the_text(self, settings, arrays):
        return _changed(settings, arrays, sha256=_of_text)

    @mistake(
        "leaves the settings out",
        "The record holds the data and no settings. Without the seed and the learning rate nobody can repeat it.",
    )
    def no_settings(self, settings, arrays):
        return json.dumps({"data": json.loads(self.solution(settings, arrays))["data"]})

    @mistake(
        "settings and data in one dict",
        'The settings stand beside "data", not under a key of their own, "settings". A setting may have any name, also '
        '"data", and would then be lost.',
    )
    def flat(self, settings, arrays):
        return json.dumps({**settings, "data": json.loads(self.solution(settings, arrays))["data"]})

    @mistake(
        "all numbers of the data",
        "Your record holds the data themselves. Of a real data set that is too much to read or to keep; its shape, "
        "dtype and fingerprint say whether it is the same.",
    )
    def all_data(self, settings, arrays):
        return json.dumps({"settings": settings, "data": {name: array.tolist() for name, array in arrays.items()}})

    @mistake(
        "the fingerprint alone",
        "For each array your record holds the fingerprint alone. Shape and dtype belong to it: the same bytes can be "
        "(2, 3) or (3, 2).",
    )
    def fingerprint_alone(self, settings, arrays):
        data = {name: _sha(array.tobytes()) for name, array in arrays.items()}
        return json.dumps({"settings": settings, "data": data})

    @mistake(
        "one fingerprint for everything",
        "You made one fingerprint of all arrays together. One for each says *which* data are no longer the same.",
    )
    def one_for_all(self, settings, arrays):
        whole = _sha(b"".join(array.tobytes() for array in arrays.values()))
        return _changed(settings, arrays, sha256=lambda array: whole)

    @mistake(
        "MD5 for SHA-256",
        "Your fingerprint is that of MD5. Two different data sets with the same MD5 can be made on purpose; with "
        "SHA-256 nobody has managed that.",
    )
    def md5(self, settings, arrays):
        return _changed(settings, arrays, sha256=_md5)

    @mistake(
        "the shape as a text",
        "Your shape is a text. A list of numbers, [3, 2], can be computed with when it is read back.",
    )
    def shape_text(self, settings, arrays):
        return _changed(settings, arrays, shape=lambda array: str(array.shape))

    @mistake(
        "the size for the shape",
        "In place of the shape stands one number. The shape is a list with the length of every axis.",
    )
    def size_for_shape(self, settings, arrays):
        return _changed(settings, arrays, shape=lambda array: array.size)


def _sha(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def _md5(array) -> str:
    import hashlib

    return hashlib.md5(array.tobytes(), usedforsecurity=False).hexdigest()


def _of_text(array) -> str:
    return _sha(str(array).encode())


def _is_python(text):
    """Whether a text is a dict as Python prints it."""
    try:
        return isinstance(ast.literal_eval(text), dict)
    except (ValueError, SyntaxError):
        return False


def _changed(settings, arrays, **entries):
    """The record with some entries of each array made in another way."""
    record = json.loads(RunRecord.solution(settings, arrays))
    for name, array in arrays.items():
        record["data"][name] |= {key: make(array) for key, make in entries.items()}
    return json.dumps(record)


def _missing(record, wanted, arrays):
    """What in a record is not as asked for, from the outside in."""
    if not isinstance(record, dict):
        return Finding("no dict", "The text is read back as something else than a dict.")
    for part in wanted:
        if part not in record:
            at_the_top = all(key in record for key in wanted["settings"]) and part == "settings" and wanted["settings"]
            key = "settings at the top" if at_the_top else f"no {part}"
            return Finding(key, f'There is nothing under "{part}" in the record.')
    if set(record) != set(wanted):
        extra = next(key for key in record if key not in wanted)
        return Finding("more than asked", f'"{extra}" is in the record; asked for are "settings" and "data".')
    if record["settings"] != wanted["settings"]:
        return Finding("settings differ", "The settings are not read back as they came in.")
    data = record["data"]
    if not isinstance(data, dict) or set(data) != set(wanted["data"]):
        return Finding("other names", 'Under "data" there is not one entry for each array, by its name.')
    for name, entry in wanted["data"].items():
        finding = _of_array(name, data[name], entry, arrays)
        if finding:
            return finding
    return None


def _of_array(name, got, wanted, arrays):
    """What is not as asked for in the entry of one array."""
    if not isinstance(got, dict):
        said = {"the fingerprint": wanted["sha256"], "all numbers": arrays[name].tolist()}
        what = next((what for what, value in said.items() if got == value), "something else")
        return Finding(f"{what} for an array", f'Of "{name}" the record holds no dict with shape, dtype and sha256.')
    for key, value in wanted.items():
        if key not in got:
            return Finding(f"no {key}", f'Of "{name}" the record does not hold "{key}".')
        if got[key] == value:
            continue
        if key == "sha256":
            text = f'The fingerprint of "{name}" is not that of SHA-256 over its bytes, `array.tobytes()`.'
            return Finding(f"another sha256 ({_way_of(got[key], name, arrays)})", text)
        text = f'Of "{name}" the record says {key} = {json.dumps(got[key])}; it is {json.dumps(value)}.'
        return Finding(f"another {key} ({type(got[key]).__name__})", text)
    if set(got) != set(wanted):
        return Finding("more of an array", f'Of "{name}" the record holds more than shape, dtype and sha256.')
    return None


def _way_of(got, name, arrays):
    """How a wrong fingerprint was made, where that is known."""
    array = arrays[name]
    ways = {
        "hash": hash(array.tobytes()),
        "md5": _md5(array),
        "text": _of_text(array),
        "repr": _sha(repr(array).encode()),
        "all": _sha(b"".join(other.tobytes() for other in arrays.values())),
    }
    way = next((way for way, value in ways.items() if got == value), "unknown")
    return "text" if way == "repr" else way
