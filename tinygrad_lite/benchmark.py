"""Starting the benchmarks, which lie outside the package: at the top of a checkout, or in a wheel as package data.

And reading what one of them, `tinygrad-lite bench --record gpu`, has written.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).parent
_ONE_THREAD = {name + "_THREADS": "1" for name in ("OMP_NUM", "OPENBLAS_NUM", "MKL_NUM", "VECLIB_MAXIMUM")}

FORMAT, VERSION = "tinygrad_lite gpu recording", 1
SHIPPED = _PACKAGE / "recordings" / "gpu.json"  # the recording that comes along, when there is one
PARTS = {
    "date": str, "stand_in": bool, "size": str, "hardware": dict, "versions": dict, "steps": list, "moves": list,
    "timing": dict, "precision": list, "memory": dict, "loading": list, "training": dict,
}  # fmt: skip


def run_benchmarks(arguments: list[str], module: str = "") -> int:
    """Run them in a fresh process, in which no library has settled yet how many threads it uses.

    Args:
        arguments: of `python -m benchmarks`, or of the module in it.
        module: "gpu" for the recording of a GPU, beside which the CPU uses all its threads; else each uses one.
    Returns:
        int: the exit status.
    """
    package = "tinygrad_lite._benchmarks" if (_PACKAGE / "_benchmarks").is_dir() else "benchmarks"
    path = os.pathsep.join([str(_PACKAGE.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    env = {**os.environ, **({} if module else _ONE_THREAD), "PYTHONPATH": path}
    name = f"{package}.{module}" if module else package
    # -P: a folder called benchmarks where the user stands is not meant
    return subprocess.call([sys.executable, "-P", "-m", name, "--called", "tinygrad-lite bench", *arguments], env=env)


class RecordingError(ValueError):
    """A file that is no recording, or not one of this version."""


class Recording(dict):
    """What `tinygrad-lite bench --record gpu` has written, as a dictionary; and how it is to be labelled."""

    @property
    def stand_in(self) -> bool:
        """Whether there was no GPU, but PyTorch's arrays on the CPU: its times say nothing about a GPU."""
        return self["stand_in"]

    @property
    def label(self) -> str:
        """A sentence to be shown with everything that is taken from it."""
        hardware, versions = self["hardware"], self["versions"]
        name = hardware["name"]
        if self.stand_in:
            name = f'the stand-in "torch" (no GPU: PyTorch\'s arrays on the CPU, {hardware["cpu"]})'
        ours, theirs = versions["tinygrad_lite"], versions["torch"]
        return f"Recorded on {name}, {self['date']}, with tinygrad_lite {ours}, PyTorch {theirs}."


def recorded_gpu_run(file: str | os.PathLike | None = None) -> Recording | None:
    """A recording of a GPU's run.

    Args:
        file: one of your own; by default the recording that comes with the package.
    Returns:
        Recording | None: None where no recording comes along, and no file is named.
    """
    path = SHIPPED if file is None else Path(file)
    if file is None and not path.exists():
        return None
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise RecordingError(f"{path} cannot be read as a recording: {problem}") from None
    return checked(found, path)


def checked(found: Any, path: Path) -> Recording:
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise RecordingError(f"{path} is not what `tinygrad-lite bench --record gpu` writes.")
    if found.get("version") != VERSION:
        raise RecordingError(
            f"{path} has version {found.get('version')} of the format, and this tinygrad_lite reads {VERSION}: "
            "record it again with `tinygrad-lite bench --record gpu`."
        )
    wrong = [name for name, kind in PARTS.items() if not isinstance(found.get(name), kind)]
    wrong += [f"hardware.{name}" for name in ("name", "cpu") if name not in (found.get("hardware") or {})]
    wrong += [f"versions.{name}" for name in ("tinygrad_lite", "torch") if name not in (found.get("versions") or {})]
    if wrong:
        raise RecordingError(f"{path} is broken: missing or of the wrong kind: {', '.join(wrong)}.")
    return Recording(found)
