"""Runs a program on both libraries, line by line, and says how they compare."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import tinygrad_lite as tg
from tests.fuzz.known import TAKEN
from tests.fuzz.program import Program, smallest
from tests.fuzz.run import Shaken, Wide, quiet, surroundings, torch
from tinygrad_lite.backend import on_host

# How a program may compare, from best to worst; those of FAULTS are faults of this library.
EQUAL = "equal"
ROUNDING = "equal but for rounding"
BOTH = "refused by both"
KEPT = "refused by PyTorch, right if it keeps copies"
KNOWN = "refused by PyTorch only, for a known reason"
HERE = "refused here only"
ELSEWHERE = "refused by PyTorch only"
FOREIGN = "error with a text of NumPy or Python"
SILENT = "silent difference"
KINDS = (EQUAL, ROUNDING, BOTH, KEPT, KNOWN, HERE, ELSEWHERE, FOREIGN, SILENT)
FAULTS = (ELSEWHERE, FOREIGN, SILENT)

# (relative, absolute); what lies further apart is compared with a PyTorch whose numbers are shaken.
TOLERANCE = {"float64": (1e-10, 1e-11), "float32": (1e-5, 1e-6), "float16": (4e-3, 1e-3)}
SHAKES, MARGIN = 6, 50  # times that the shaken results may differ from the others by

NOT_OURS = re.compile(
    r"could not be broadcast|broadcast input array|has no attribute|ufunc|unexpected keyword|positional argument|"
    r"not supported between|unsupported operand|is not iterable|not subscriptable|object is not|NumPy|numpy\.|ndarray|"
    r"out of bounds for (axis|dimension|u?int)|Cannot cast|boolean index|mapping|zero-size array|newaxis|"
    r"operands could|Input operand|index out of range|axes don't match|cannot reshape array|invalid index|"
    r"setting an array|einstein sum|shape mismatch"
)
CHANGED = "modified by an inplace operation"


@dataclass
class Outcome:
    """What became of a program: the worst of all that was seen, where, and everything else."""

    kind: str = EQUAL
    line: int = 0
    text: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)

    def note(self, kind: str, line: int, text: str) -> None:
        self.notes.append((kind, text))
        if KINDS.index(kind) > KINDS.index(self.kind):
            self.kind, self.line, self.text = kind, line, text

    @property
    def is_fault(self) -> bool:
        return self.kind in FAULTS

    @property
    def cause(self) -> str:
        """The kind and what differs, without the numbers: the same for programs that fail for the same reason."""
        message = self.text.split("\n-> ")[-1]
        return f"{self.kind}: " + re.sub(r"(?s)\(.*\)|\b[xoh]\d+|[\[\d].*", "#", message)[:90]


def compared(program: Program, copies: bool = False) -> Outcome:
    """Run both, line by line. With `copies`, PyTorch keeps copies of what it needs for gradients."""
    keeping = torch.autograd.graph.saved_tensors_hooks(torch.Tensor.clone, lambda kept: kept)
    with quiet():
        if copies:
            with keeping:
                return Comparison(program).outcome
        outcome = Comparison(program).outcome
        if CHANGED in outcome.text or (outcome.is_fault and ".data" in str(program)):
            outcome = compared(program, copies=True)
            outcome.note(KEPT, 0, "changed in place")
    return outcome


def report(program: Program, outcome: Outcome) -> str:
    """What to say of a program that fails: the smallest one that fails in the same way, and how to run it."""
    small = smallest(program, lambda candidate: compared(candidate).cause == outcome.cause)
    found = compared(small)
    return f"seed {program.seed}: {found.kind}\n{found.text}\n\nThe smallest program, as a script:\n\n{small.script()}"


class Comparison:
    """One run of both."""

    def __init__(self, program: Program):
        self.program, self.outcome = program, Outcome()
        self.ours, self.theirs = surroundings(tg), surroundings(torch)
        for number, line in enumerate(program.lines):
            if line.uses <= self.ours.keys() and line.uses <= self.theirs.keys() and not self.goes_on(number, line):
                return
        for place in self.places():
            self.check(len(program.lines) - 1, place)

    def goes_on(self, number: int, line: Any) -> bool:
        """Run a line; whether what comes after it can be compared."""
        mine, theirs = error_of(line, self.ours), error_of(line, self.theirs)
        if mine is None and theirs is None:
            return all([self.check(number, (name, "")) for name in line.makes])
        if mine is None and (reason := self.known(theirs)):
            self.outcome.note(KNOWN, number, reason)
        elif mine is None:
            self.outcome.note(ELSEWHERE, number, f"{line.text}\n-> {type(theirs).__name__}: {theirs}")
        elif not is_own(mine) and str(mine) != str(theirs):
            self.outcome.note(FOREIGN, number, f"{line.text}\n-> {type(mine).__name__}: {mine}")
        else:
            self.outcome.note(BOTH if theirs else HERE, number, f"{mine}")
        for name in line.makes:
            self.ours.pop(name, None), self.theirs.pop(name, None)
        walks = re.search(r"backward|autograd", line.text)
        return bool(line.makes) and not walks  # a change may be half done

    def known(self, error: BaseException) -> str | None:
        return next((reason for pattern, reason in TAKEN.items() if re.search(pattern, str(error))), None)

    def places(self) -> Iterator[tuple[str, str]]:
        """All that a program leaves behind."""
        for name, value in self.theirs.items():
            if isinstance(value, torch.Tensor):
                yield name, ""
                yield name, "grad"
        yield "seen", ""

    def check(self, number: int, place: tuple[str, str]) -> bool:
        """Compare one result; whether it is the same, but for rounding."""
        mine, theirs = value_at(self.ours, place), value_at(self.theirs, place)
        try:
            what, text = difference(mine, theirs)
        except RuntimeError as error:  # PyTorch's own: of a part of split() that was changed in place
            self.outcome.note(KNOWN, number, str(error))
            return False
        if what is None:
            return True
        where = f"{place[0]}.grad" if place[1] else place[0]
        if what == "value" and self.is_rounding(number, place, mine, theirs):
            self.outcome.note(ROUNDING, number, where)
            return True
        line = self.program.lines[number].text
        self.outcome.note(SILENT, number, f"{line}\n-> {what} of {where}{' of all' * (place[0] == 'seen')}: {text}")
        return False

    def is_rounding(self, number: int, place: tuple[str, str], mine: Any, theirs: Any) -> bool:
        """Whether both are as far from one another as rounding explains.

        Four ways to be sure: PyTorch gives our result when it is given our numbers for this line; they agree within the
        digits of the coarsest dtype in the program; ours is as near to what PyTorch computes in float64 as PyTorch's
        own; or PyTorch's own changes as much if its numbers are shaken by a rounding error.
        """
        if difference(mine, self.from_our_numbers(self.program.lines[number], place))[0] is None:
            return True
        shaken = (self.after(Shaken(seed), number, place) for seed in range(SHAKES))
        if not isinstance(theirs, torch.Tensor) or not theirs.is_floating_point():
            return any(difference_of_torch(other, theirs) for other in shaken)
        mine, theirs = array(mine).astype(float), array(theirs).astype(float)
        coarsest = min((t for t in map(str, self.dtypes()) if "float" in t), key=lambda t: int(t[-2:]))
        near = same_elements(mine, theirs, coarsest.removeprefix("torch."))
        wide = floats(self.after(Wide(), number, place), theirs)
        near |= np.abs(mine - wide) <= np.abs(theirs - wide)
        if np.all(near):
            return True
        spread = np.zeros_like(theirs)
        for other in shaken:
            other = floats(other, theirs)
            near |= (np.isnan(other) != np.isnan(theirs)) | (np.isinf(other) != np.isinf(theirs))
            spread = np.fmax(spread, np.abs(other - theirs))
        widest = np.max(spread, where=np.isfinite(spread), initial=0)
        near |= np.abs(mine - theirs) <= MARGIN * np.fmax(spread, 1e-3 * widest)
        return bool(np.all(near | (spread > 0.1 * np.abs(theirs))))

    def from_our_numbers(self, line: Any, place: tuple[str, str]) -> Any:
        """What PyTorch gives for a line if the tensors in it have our numbers; None where the line changes some."""
        names = dict(self.theirs)
        if place[0] not in line.makes or "autograd" in line.text:
            return None
        for name in line.uses:
            theirs, ours = names[name], self.ours[name]
            if isinstance(theirs, torch.Tensor):
                names[name] = torch.tensor(array(ours)).requires_grad_(theirs.requires_grad)
        return None if error_of(line, names) else names[place[0]]

    def dtypes(self) -> list:
        return [value.dtype for value in self.theirs.values() if isinstance(value, torch.Tensor)]

    def after(self, lib: Any, number: int, place: tuple[str, str]) -> Any:
        """What another PyTorch has in that place after that line."""
        names = surroundings(lib)
        for line in self.program.lines[: number + 1]:
            if line.uses <= names.keys():
                error_of(line, names)
        return value_at(names, place) if place[0] in names else None


def error_of(line: Any, names: dict) -> BaseException | None:
    try:
        exec(line.code, names)
    except Exception as error:
        return error
    return None


def is_own(error: BaseException) -> bool:
    """Raised on purpose here, with the name of the function in front and no words of NumPy's or Python's."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return (
        "tinygrad_lite" in place.filename
        and re.match(r"[^:\n]{1,80}: ", str(error))
        and (place.line or "").startswith("raise ")
        and not NOT_OURS.search(str(error))
    )


def value_at(names: dict, place: tuple[str, str]) -> Any:
    name, attribute = place
    return getattr(names[name], attribute) if attribute else names[name]


def array(tensor: Any) -> np.ndarray:
    return on_host(tensor.array) if isinstance(tensor, tg.Tensor) else tensor.detach().numpy()


def floats(value: Any, like: np.ndarray) -> np.ndarray:
    """The numbers of a tensor of PyTorch; nan where there is no such tensor."""
    fits = isinstance(value, torch.Tensor) and value.shape == like.shape
    return array(value).astype(float) if fits else np.full_like(like, np.nan)


def difference(mine: Any, theirs: Any) -> tuple[str | None, str]:
    """What differs (kind, shape, dtype, requires_grad, is_leaf, value) and how; None if nothing does."""
    if isinstance(theirs, list) and isinstance(mine, list):
        if len(mine) != len(theirs):
            return "number of gradients", f"{len(mine)} here, {len(theirs)} in PyTorch"
        found = (difference(x, y) for x, y in zip(mine, theirs))
        return next((d for d in found if d[0]), (None, ""))
    if not isinstance(theirs, torch.Tensor) or not isinstance(mine, tg.Tensor):
        same = isinstance(theirs, torch.Tensor) == isinstance(mine, tg.Tensor) and (theirs is None) == (mine is None)
        return (None, "") if same else ("kind", f"{mine!r} here, {theirs!r} in PyTorch")
    x, y = array(mine), array(theirs)
    for what, here, there in (
        ("shape", x.shape, y.shape),
        ("dtype", x.dtype, y.dtype),
        ("requires_grad", mine.requires_grad, theirs.requires_grad),
        ("is_leaf", mine.is_leaf, theirs.is_leaf),
    ):
        if here != there:
            return what, f"{here} here, {there} in PyTorch"
    if x.tobytes() == y.tobytes() or np.all(same_elements(x, y)):
        return None, ""
    return "value", f"{x.tolist()} here, {y.tolist()} in PyTorch"


def difference_of_torch(x: Any, y: Any) -> bool:
    """Whether two results of PyTorch differ."""
    if isinstance(x, list) and isinstance(y, list):
        return len(x) != len(y) or any(difference_of_torch(*pair) for pair in zip(x, y))
    return not (isinstance(x, torch.Tensor) and isinstance(y, torch.Tensor) and x.shape == y.shape
                and np.array_equal(array(x), array(y), equal_nan=x.is_floating_point()))  # fmt: skip


def same_elements(x: np.ndarray, y: np.ndarray, dtype: str | None = None) -> np.ndarray:
    """Where two arrays agree but for the last digits, those of `dtype`."""
    relative, absolute = TOLERANCE.get(dtype or x.dtype.name, (0, 0))
    if not relative:
        return x == y
    with np.errstate(all="ignore"):
        near = np.abs(x - y) <= absolute + relative * np.abs(y)
    return near | (x == y) | (np.isnan(x) & np.isnan(y))
