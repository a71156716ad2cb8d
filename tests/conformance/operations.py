"""PyTorch's own catalogue of operations, with the inputs its developers test them on, run here as well.

Each operation that exists here is called with every sample input of the catalogue: tensors of the same numbers in the
same places of memory. What comes out must be PyTorch's: values, shape, dtype, requires_grad, and the gradients for a
random gradient of the result. An argument that is not supported must be refused by name.
"""

import dataclasses
import re
import traceback
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch.testing._internal.common_methods_invocations import op_db
from torch.testing._internal.opinfo.core import BinaryUfuncInfo

import tinygrad_lite as tg
from tests.conformance.known import BY_OTHER_MEANS, DTYPES_OF, FLOATS_ONLY, NOT_COMPARED, RANDOM, TOLERANCE_OF
from tests.engine.against_torch import TOLERANCE

DTYPES = (torch.float32, torch.float64, torch.int64, torch.bool)
OURS = {getattr(torch, name): np.dtype(name) for name in
        ("float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "bool")}  # fmt: skip

MOST_DIMENSIONS = 64  # of a NumPy array


class NotHere(Exception):
    """A sample with something that no tensor here can hold: complex numbers, bfloat16, a sparse layout."""


def counterpart(name: str) -> Callable | None:
    """Our function for an operation of the catalogue, or None."""
    if name in BY_OTHER_MEANS:
        return BY_OTHER_MEANS[name]
    if name.startswith("nn.functional."):
        return getattr(tg.nn.functional, name.removeprefix("nn.functional."), None)
    function = getattr(tg, name, None)
    if not callable(function) or isinstance(function, type):
        function = getattr(tg.Tensor, name, None)
    return function if callable(function) else None


OPERATIONS = {
    op.formatted_name: op
    for op in op_db
    if counterpart(op.name) and not {op.name, op.formatted_name} & set(NOT_COMPARED)
}


def dtypes_of(op: Any) -> list[torch.dtype]:
    supported = op.supported_dtypes("cpu") - (set() if op.name not in FLOATS_ONLY else {torch.int64, torch.bool})
    return [dtype for dtype in DTYPES + DTYPES_OF.get(op.name, ()) if dtype in supported]


def both(value: Any, seen: dict) -> tuple[Any, Any]:
    """An argument for PyTorch and the same for us; the tensors in it share their memory."""
    if isinstance(value, torch.Tensor):
        if id(value) not in seen:
            seen[id(value)] = both_tensors(value)
        return seen[id(value)]
    if isinstance(value, torch.dtype):
        if value not in OURS:
            raise NotHere(value)
        return value, OURS[value]
    if isinstance(value, torch.device):
        return value, str(value)
    if isinstance(value, (complex, torch.layout)):
        raise NotHere(value)
    if isinstance(value, dict):
        pairs = {key: both(part, seen) for key, part in value.items()}
        return {key: pair[0] for key, pair in pairs.items()}, {key: pair[1] for key, pair in pairs.items()}
    if type(value) in (list, tuple):
        parts = [both(part, seen) for part in value]
        return type(value)(part[0] for part in parts), type(value)(part[1] for part in parts)
    return value, value


def both_tensors(value: torch.Tensor) -> tuple[torch.Tensor, tg.Tensor]:
    if value.dtype not in OURS or value.layout is not torch.strided or value.ndim > MOST_DIMENSIONS:
        raise NotHere(value.dtype)
    theirs = value.detach().requires_grad_(value.requires_grad)
    return theirs, tg.tensor(value.detach().numpy()).requires_grad_(value.requires_grad)


def tensors(result: Any, kind: type) -> list:
    """The tensors and numbers of a result, in order."""
    if isinstance(result, (list, tuple)) and not isinstance(result, torch.Size):
        return [part for value in result for part in tensors(value, kind)]
    return [result]


def same(mine: Any, reference: Any, what: str, name: str) -> None:
    """Equal up to rounding, and of the same shape and dtype."""
    if not isinstance(reference, torch.Tensor):
        assert type(mine) is type(reference), f"{what}: {type(mine)}, PyTorch {type(reference)}"
        np.testing.assert_allclose(float(mine), float(reference), rtol=1e-6, err_msg=what)
        return
    assert isinstance(mine, tg.Tensor), f"{what}: {type(mine).__name__}, PyTorch a tensor"
    mine, reference = mine.detach().numpy(), reference.detach().cpu().numpy()  # some samples ask for the GPU
    assert mine.shape == reference.shape, f"{what}: shape {mine.shape}, PyTorch {reference.shape}"
    assert mine.dtype == reference.dtype, f"{what}: dtype {mine.dtype}, PyTorch {reference.dtype}"
    if name in RANDOM:
        return
    tolerance = TOLERANCE_OF.get((name, reference.dtype.name), TOLERANCE.get(reference.dtype, 0))
    scale = np.max(np.abs(reference), where=np.isfinite(reference), initial=1) if tolerance else 0
    np.testing.assert_allclose(mine, reference, rtol=tolerance, atol=tolerance * scale, err_msg=what)


def is_clear(error: BaseException) -> bool:
    """Raised on purpose, by a `raise` here; or Python's own word on an argument that does not exist."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    if "tinygrad_lite" in place.filename and (place.line or "").startswith("raise "):
        return True
    return isinstance(error, TypeError) and bool(re.search("unexpected keyword|positional argument", str(error)))


@dataclasses.dataclass
class Outcome:
    """What became of one sample: it agrees, it was refused (then `error` says how), or it is not for us."""

    error: Exception | None = None
    not_here: bool = False


def run(op: Any, sample: Any) -> Outcome:
    """One sample on both sides. AssertionError where they differ."""
    seen: dict = {}
    try:
        theirs, ours = both((sample.input, sample.args, sample.kwargs), seen)
        if isinstance(op, BinaryUfuncInfo) and not seen:
            raise NotHere("two numbers")
    except NotHere:
        return Outcome(not_here=True)
    with np.errstate(all="ignore"):
        try:
            wanted, their_error = op.op(theirs[0], *theirs[1], **theirs[2]), None
        except Exception as error:
            wanted, their_error = None, error
        try:
            result = counterpart(op.name)(ours[0], *ours[1], **ours[2])
        except Exception as error:
            if not is_clear(error):
                raise AssertionError(f"an error that does not explain itself: {error!r}") from error
            return Outcome(None if their_error else error)
        assert their_error is None, f"no error, but PyTorch raises {their_error!r}"
        if wanted is NotImplemented:
            return Outcome(not_here=True)
        results, all_wanted = tensors(result, tg.Tensor), tensors(wanted, torch.Tensor)
        assert len(results) == len(all_wanted), f"{len(results)} results, PyTorch {len(all_wanted)}"
        for mine, reference in zip(results, all_wanted):
            same(mine, reference, "value", op.name)
        if op.supports_autograd:
            compare_gradients(op, results, all_wanted, seen)
    return Outcome()


def compare_gradients(op: Any, results: list, all_wanted: list, seen: dict) -> None:
    """The gradients of all inputs, for random gradients of all results."""
    random = np.random.default_rng(0)
    pairs = [(mine, reference) for mine, reference in zip(results, all_wanted) if isinstance(reference, torch.Tensor)]
    for mine, reference in pairs:
        assert mine.requires_grad == reference.requires_grad, f"requires_grad: PyTorch {reference.requires_grad}"
        if reference.requires_grad:
            start = np.asarray(random.normal(size=tuple(reference.shape)), mine.dtype)
            try:
                reference.backward(torch.from_numpy(start), retain_graph=True)
            except RuntimeError as error:
                if "is not implemented" in str(error):  # PyTorch has no gradient for this one
                    return
                raise
            mine.backward(tg.tensor(start), retain_graph=True)
    if op.name in RANDOM:
        return
    for position, (theirs, ours) in enumerate(seen.values()):
        if theirs.grad is not None or ours.grad is not None:
            reference = torch.zeros_like(theirs) if theirs.grad is None else theirs.grad
            mine = tg.zeros_like(ours) if ours.grad is None else ours.grad
            same(mine, reference, f"gradient of tensor {position}", op.name)


def check_error(op: Any, sample: Any) -> str | None:
    """An input that PyTorch refuses: so must we, in our own words. What is wrong with our answer, or None."""
    try:
        _, ours = both((sample.input, sample.args, sample.kwargs), {})
    except NotHere:
        return None
    with np.errstate(all="ignore"):
        try:
            counterpart(op.name)(ours[0], *ours[1], **ours[2])
        except Exception as error:
            return None if is_clear(error) else f"an error that does not explain itself: {error!r}"
    return "no error"
