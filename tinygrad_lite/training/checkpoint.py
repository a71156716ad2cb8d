"""Checkpoints: a file from which training goes on as if it had not been interrupted.

One file in the safetensors format: the arrays, and in its header, as JSON text, all the rest. Nothing in it can run as
code. It is written beside its place and then moved there in one go, so that a process killed at any moment leaves the
old file or the new one, never half of one; and a checksum tells a damaged file.

`ModelCheckpoint` (`callbacks/model_checkpoint.py`) says when one is written, `Trainer.state_dict` what is in it, and
`Trainer.resume` goes on from it. What a checkpoint must hold, and what happens without: lesson 07.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import struct
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from tinygrad_lite.arguments import Model, checked, said
from tinygrad_lite.backend import on_host
from tinygrad_lite.files import write_whole
from tinygrad_lite.tensor import Tensor
from tinygrad_lite.training.whole import all_or_nothing

FORMAT, VERSION = "tinygrad_lite checkpoint", 1
ENDING = ".safetensors"
ENDINGS = (".pt", ".pth", ".ckpt", ENDING, ".h5", ".keras", ".pkl", ".npz", ".mojo")  # as models are called


class CheckpointError(RuntimeError):
    """A file cannot be used as a checkpoint; the text says why, and which one can."""


class NoCheckpoint(CheckpointError):
    """The file is whole, but something else."""


def save_checkpoint(path: str | os.PathLike, state: Any) -> Path:
    """Write `state` to a file, in place of what was there.

    Args:
        path: the file; by convention it ends in ".safetensors".
        state: dicts, lists and tuples of numbers, text, None, arrays, our tensors and PyTorch's, such as
            `trainer.state_dict()`. From whatever device: a file can be loaded on any other.
    Raises:
        TypeError: something else is in it; the error says where.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = tg.training.save_checkpoint(f"{folder}/state.safetensors", {"epoch": 3, "w": tg.ones(2)})
    ...     tg.training.load_checkpoint(path)
    {'epoch': 3, 'w': tensor([1., 1.])}
    """
    from safetensors.numpy import save

    check_order("save_checkpoint", path)
    arrays: dict[str, np.ndarray] = {}
    text = json.dumps(encoded(state, "state", arrays), allow_nan=False)
    header = {"format": FORMAT, "version": str(VERSION), "rest": text, "checksum": checksum(arrays, text)}
    return write_whole(path, save(arrays, metadata=header))


def load_checkpoint(path: str | os.PathLike) -> Any:
    """What `save_checkpoint` wrote; arrays and tensors are of the kind they were (of PyTorch's: its tensors).

    They lie on the CPU; a model or an optimizer that loads its state takes them to its own device.

    Raises:
        FileNotFoundError, IsADirectoryError: there is no such file; it is a folder.
        CheckpointError: the file is damaged, no checkpoint, or of a later version of tinygrad_lite.
    """
    check_order("load_checkpoint", path)
    path = Path(path)
    need_file("load_checkpoint", path)
    try:
        return read(path)
    except CheckpointError as error:
        good = [other for other in checkpoints_in(path.parent) if other != path and is_good(other)]
        hint = f" The newest good checkpoint beside it is {good[0]}." if good else ""
        raise CheckpointError(f"{path}: {error}{hint}") from None


def need_file(caller: str, path: Path) -> None:
    """A file, there to be read."""
    if path.is_dir():
        raise IsADirectoryError(f"{caller}: {path} is a folder. Give a file in it; latest_checkpoint finds the newest.")
    if not path.exists():
        raise FileNotFoundError(f"{caller}: there is no file {path}.")


def checkpoints_in(folder: str | os.PathLike) -> list[Path]:
    """The files in a folder that may be checkpoints, the newest first."""
    files = [path for path in Path(folder).glob(f"*{ENDING}") if path.is_file()]
    return sorted(files, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


@checked
def latest_checkpoint(folder: str | os.PathLike) -> Path | None:
    """The newest checkpoint in a folder that is whole, or None if there is none at all.

    Damaged ones are passed over with a warning; files that are no checkpoints, such as weights, without.

    Raises:
        CheckpointError: there are some, but each is damaged.
    """
    damaged: list[str] = []
    for path in checkpoints_in(folder):
        try:
            read(path)
        except NoCheckpoint:
            continue
        except CheckpointError as error:
            damaged.append(f"{path}: {error}")
            continue
        if damaged:
            text = f"passed over what cannot be read, and took the newest that can, {path}. {' '.join(damaged)}"
            warnings.warn(f"latest_checkpoint: {text}", stacklevel=3)
        return path
    if damaged:
        raise CheckpointError(
            f"{folder}: no checkpoint in it can be read, so there is nothing to go on from. {' '.join(damaged)} To "
            "begin anew, move them away or choose another folder."
        )
    return None


def checkpoint_at(path: str | os.PathLike) -> Path | None:
    """The file that is meant: `path` itself, or the newest good one if it is a folder; None if that has none yet.

    Raises:
        FileNotFoundError: `path` is named as a file, but there is none.
    """
    path = Path(path)
    if path.is_file():
        return path
    if path.suffix in ENDINGS and not path.is_dir():
        raise FileNotFoundError(f"resume: there is no file {path}. To go on from the newest one, give its folder.")
    return latest_checkpoint(path)


def checkpoint_of(path: str | os.PathLike) -> tuple[Path | None, Any]:
    """The file that is meant, as `checkpoint_at` says, and what is in it."""
    found = checkpoint_at(path)
    return found, None if found is None else load_checkpoint(found)


def is_good(path: Path) -> bool:
    try:
        read(path)
    except (CheckpointError, OSError):
        return False
    return True


def read(path: Path) -> Any:
    """What is in a checkpoint, if all is well with it."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    data = path.read_bytes()
    if not data:
        raise CheckpointError("the file is empty.")
    try:
        arrays = load(data)
        (length,) = struct.unpack("<Q", data[:8])
        header = json.loads(data[8 : 8 + length]).get("__metadata__", {})
    except (SafetensorError, ValueError, RecursionError, struct.error) as error:
        raise CheckpointError(f"the file is damaged, or not a checkpoint ({error}).") from None
    except KeyError as error:  # other programs write bfloat16 too, which NumPy does not know
        raise NoCheckpoint(f"it holds numbers of {error}, as no checkpoint of tinygrad_lite does.") from None
    if header.get("format") != FORMAT:
        raise NoCheckpoint("this safetensors file is not a checkpoint of tinygrad_lite; for weights: load_weights.")
    if header.get("version") != str(VERSION):
        raise CheckpointError(f"it has the format {header.get('version')} of another version of tinygrad_lite: update.")
    if checksum(arrays, header.get("rest", "")) != header.get("checksum"):
        raise CheckpointError("the file is damaged: its checksum is wrong.")
    try:
        return decoded(json.loads(header["rest"]), arrays)
    except (LookupError, TypeError, ValueError, RecursionError) as error:  # not written by `save_checkpoint`
        raise CheckpointError(f"the file is damaged: its text is no state ({error}).") from None


def checksum(arrays: dict[str, np.ndarray], text: str) -> str:
    """SHA-256 of everything: names, dtypes, shapes and bytes of the arrays, and the text."""
    digest = hashlib.sha256(text.encode("utf-8"))
    for name in sorted(arrays):
        array = arrays[name]
        digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


# ------------------------------------------------------------------------------- what JSON does not know
def encoded(value: Any, place: str, arrays: dict[str, np.ndarray]) -> Any:
    """`value` as JSON; arrays go into `arrays` under the name of their place, what JSON does not know is marked."""
    value = on_host(value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"$float": str(value)}
    if isinstance(value, np.generic):
        return encoded(value.item(), place, arrays)
    if isinstance(value, (list, tuple)):
        parts = [encoded(part, f"{place}.{i}", arrays) for i, part in enumerate(value)]
        return {"$tuple": parts} if isinstance(value, tuple) else parts
    if isinstance(value, dict):
        pairs = [(key, encoded(part, f"{place}.{key}", arrays)) for key, part in value.items()]
        plain = all(isinstance(key, str) and not key.startswith("$") for key, _ in pairs)
        return dict(pairs) if plain else {"$dict": [[encoded(key, place, arrays), part] for key, part in pairs]}
    kind = "array" if isinstance(value, np.ndarray) else "tensor" if isinstance(value, Tensor) else "torch"
    if kind == "torch" and type(value).__module__.partition(".")[0] != "torch":
        raise TypeError(f"save_checkpoint: {place} is a {type(value).__name__}, which cannot be saved as data.")
    if kind == "array" and value.dtype.kind not in "biuf":
        raise TypeError(f"save_checkpoint: {place} is an array of {value.dtype}. Only arrays of numbers are saved.")
    while place in arrays:  # names with dots in them may meet
        place += "+"
    arrays[place] = np.asarray(value, order="C") if kind == "array" else numbers(value, f"save_checkpoint: {place}")
    return {"$array": place, "kind": kind}


def numbers(tensor: Any, where: str) -> np.ndarray:
    """The numbers of a tensor of either library, on the CPU and in order; NumPy does not know bfloat16."""
    try:
        return np.asarray(tensor.detach().cpu().numpy(), order="C")
    except TypeError:
        raise TypeError(
            f"{where} holds {tensor.dtype}, which NumPy does not know. Convert it: model.float()."
        ) from None


def decoded(value: Any, arrays: dict[str, np.ndarray]) -> Any:
    """The opposite of `encoded`."""
    if isinstance(value, list):
        return [decoded(part, arrays) for part in value]
    if not isinstance(value, dict):
        return value
    if "$float" in value:
        return float(value["$float"])
    if "$tuple" in value:
        return tuple(decoded(value["$tuple"], arrays))
    if "$dict" in value:
        return {decoded(key, arrays): decoded(part, arrays) for key, part in value["$dict"]}
    if "$array" not in value:
        return {key: decoded(part, arrays) for key, part in value.items()}
    array = arrays[value["$array"]].copy()  # what is read cannot be written to
    if value["kind"] == "torch":
        import torch

        return torch.from_numpy(array)
    return Tensor(array) if value["kind"] == "tensor" else array


# ----------------------------------------------------------------------------------------- weights alone
def check_order(caller: str, path: Any, model: Any = None) -> None:
    """The path, then the model, as each of these functions takes them."""
    if hasattr(path, "state_dict"):
        raise TypeError(f"{caller}: the path comes first: {caller}(path, model).")
    if not isinstance(path, (str, os.PathLike)) or not str(path):
        raise TypeError(f"{caller}: the path must be a text or a Path, got {said(path)}.")
    if model is not None and not hasattr(model, "state_dict"):
        raise TypeError(f"{caller}: the model must be a Module, ours or PyTorch's, got {said(model)}.")


def save_weights(path: str | os.PathLike, model: Model) -> Path:
    """The `state_dict` of a model, ours or PyTorch's, as a plain safetensors file that other programs read too.

    Its metadata has a checksum, which `load_weights` looks at, and others need not.
    """
    check_order("save_weights", path, model if model is not None else "None")
    from safetensors.numpy import save

    state = {name: numbers(value, f"save_weights: {name}") for name, value in model.state_dict().items()}
    return write_whole(path, save(state, metadata={"format": "pt", "checksum": checksum(state, "")}))


def load_weights(path: str | os.PathLike, model: Model, strict: bool = True) -> Any:
    """Weights from a safetensors file, whoever wrote it, into a model, ours or PyTorch's.

    Raises:
        FileNotFoundError: there is no such file.
        TypeError: the numbers are bfloat16.
        CheckpointError: the file is damaged; this shows if the file has a checksum, as those of `save_weights`.
    """
    check_order("load_weights", path, model if model is not None else "None")
    from safetensors import SafetensorError, safe_open

    from tinygrad_lite.training.library import library_of

    need_file("load_weights", Path(path))
    try:
        with safe_open(path, framework="np") as file:
            names, metadata = list(file.keys()), file.metadata() or {}
            for name in names:
                if (dtype := file.get_slice(name).get_dtype()) == "BF16":
                    raise TypeError(
                        f"load_weights: {name} in {path} holds {dtype}, bfloat16, which NumPy does not know."
                    )
            arrays = {name: file.get_tensor(name) for name in names}
    except SafetensorError as error:
        raise CheckpointError(f"load_weights: {path} is damaged, or no safetensors file ({error}).") from None
    if metadata.get("format") == FORMAT:
        raise CheckpointError(
            f"load_weights: {path} is a checkpoint, which may hold more than weights. Of a Trainer's, write "
            'model.load_state_dict(load_checkpoint(path)["model"]).'
        )
    if metadata.get("checksum", checksum(arrays, "")) != checksum(arrays, ""):
        raise CheckpointError(f"load_weights: {path} is damaged: its checksum is wrong.")
    library = library_of(model)
    state = {name: library.from_numpy(np.array(array)) for name, array in arrays.items()}
    with all_or_nothing("load_weights", model):  # PyTorch's takes what fits before it complains of the rest
        return model.load_state_dict(state, strict=strict)


def export_torch(path: str | os.PathLike, model: Model) -> Path:
    """The `state_dict` of a model as a file for `torch.load`."""
    check_order("export_torch", path, model if model is not None else "None")
    import io

    import torch

    buffer = io.BytesIO()
    state = {name: torch.tensor(numbers(value, f"export_torch: {name}")) for name, value in model.state_dict().items()}
    torch.save(state, buffer)
    return write_whole(path, buffer.getvalue())
