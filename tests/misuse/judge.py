"""Whether a refusal is a clear one: raised by a line of ours that says `raise`, in our words.

An IndexError from the middle of a function says what went wrong in there, not what was wrong with the call.
"""

from __future__ import annotations

import contextlib
import dis
import signal
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

import tinygrad_lite

OURS = str(Path(tinygrad_lite.__file__).parent)
RAISES = {dis.opmap[name] for name in ("RAISE_VARARGS", "RERAISE")}
#: Parts of sentences of Python, NumPy and PyTorch that speak of what is inside.
INTERNAL = (
    "object has no attribute", "object is not callable", "object is not iterable", "object is not subscriptable",
    "object cannot be interpreted", "not supported between instances", "unsupported operand", "unhashable type",
    "local variable", "division by zero", "out of range", "takes no arguments", "has no len()", "ufunc '",
    "operands could not be broadcast together", "required positional argument", "unexpected keyword argument",
    "not enough values to unpack", "too many values to unpack", "cannot unpack", "must be real number, not",
    "invalid literal", "The truth value of", "'NoneType'", "cannot reshape array", "setting an array element",
)  # fmt: skip
#: What the functions of `values.py` say themselves when they are called: `lambda: None`, and `AClass`.
THEIRS = ("<lambda>.<locals>", "AClass was called")
SECONDS = 10


class Hangs(BaseException):
    """It did not come to an end."""


def complaint(error: BaseException) -> str:
    """What is not right with how a call was refused; "" where nothing is."""
    if isinstance(error, MemoryError):  # says how much was asked for
        return ""
    if str(error).startswith(THEIRS):
        return ""
    if isinstance(error, Hangs):
        return "does not end"
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    code = last.tb_frame.f_code
    where = f"{Path(code.co_filename).name}:{last.tb_lineno}"
    said = f"{type(error).__name__}: {str(error)[:160]}"
    if not code.co_filename.startswith(OURS):
        return f"raised outside, in {where}: {said}  ({_last_of_ours(error)})"
    if code.co_code[last.tb_lasti] not in RAISES:
        return f"comes about by itself in {where}: {said}"
    found = [words for words in INTERNAL if words in str(error)]
    if found:
        return f"speaks of what is inside ({found[0]!r}), in {where}: {said}"
    return "" if len(str(error)) >= 15 else f"says too little, in {where}: {said}"


def _last_of_ours(error: BaseException) -> str:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(OURS)]
    return f"called in {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "not through us"


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """End what does not end by itself, where signals can; the processor's time counts, not the clock's."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: Any) -> None:
        raise Hangs

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def tried(call: Callable[[], Any]) -> BaseException | None:
    """What a call raises; None where it is taken."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            with within(SECONDS):
                call()
        except (Exception, Hangs) as error:  # whatever it is, it is looked at
            return error
    return None
