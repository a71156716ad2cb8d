"""What `lockstep` found: the first difference, a table of all quantities, a picture of how differences grow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tinygrad_lite.plots.picture import Picture, picture

from .table import Table


@dataclass(frozen=True)
class Difference:
    """How far ours and theirs are apart in one quantity of one step, measured at the element where it is worst.

    Attributes:
        step: counted from 1.
        layer, quantity: such as "0" and "gradient of weight"; the layer is "" for the whole model.
        ulps: the difference in units in the last place of the tensor's largest element; inf where shapes, dtypes
            or whole numbers differ, or only one side is nan, infinite, or there at all.
        allowed: how many were allowed.
        ours, theirs: the numbers at `where`, or what the tensors are where they cannot be compared.
        where: the index of the worst element.
        largest: the difference itself.
        both_nan: whether both are nan at some element, which is no difference, but says nothing either.
    """

    step: int
    layer: str
    quantity: str
    ulps: float
    allowed: float
    ours: Any
    theirs: Any
    where: tuple[int, ...] = ()
    largest: float = float("inf")
    both_nan: bool = False

    @property
    def agrees(self) -> bool:
        return self.ulps <= self.allowed

    @property
    def place(self) -> str:
        """Where it is, in words."""
        return f"step {self.step}, " + (f"layer {self.layer}, " if self.layer else "") + self.quantity

    def __str__(self) -> str:
        index = f" at {list(self.where)}" if self.where else ""
        return (
            f"{self.place}{index}: ours {self.ours}, PyTorch {self.theirs} "
            f"({number(self.ulps)} ulp apart, {number(self.allowed)} allowed)"
        )


def difference(step: int, place: tuple[str, str], ours: Any, theirs: Any, allowed: float = 0.0) -> Difference:
    """Compare two arrays; None for one that is not there."""
    if ours is None or theirs is None or ours.shape != theirs.shape or ours.dtype != theirs.dtype:
        return Difference(step, *place, np.inf, allowed, kind(ours), kind(theirs))
    if not ours.size:
        return Difference(step, *place, 0.0, allowed, kind(ours), kind(theirs), (), 0.0)
    with np.errstate(invalid="ignore"):
        apart = np.array(np.abs(np.subtract(ours, theirs, dtype=np.float64)))
    both_nan = np.isnan(ours) & np.isnan(theirs)
    apart[(ours == theirs) | both_nan] = 0  # also where both are infinite
    apart[np.isnan(apart)] = np.inf
    where = tuple(map(int, np.unravel_index(apart.argmax(), apart.shape)))
    largest = float(apart[where])
    ulps = np.inf if largest else 0.0  # whole numbers are equal or not
    if ours.dtype.kind == "f":
        sizes = np.abs(np.array([ours, theirs]))
        ulps = largest / float(np.spacing(sizes.max(where=np.isfinite(sizes), initial=0)))
    return Difference(
        step, *place, ulps, allowed, ours[where].item(), theirs[where].item(), where, largest, bool(both_nan.any())
    )


def kind(array: Any) -> str:
    return "nothing" if array is None else f"{array.dtype} of shape {array.shape}"


def number(value: float) -> str:
    """Short: 3, 250, 1.2e+06."""
    return f"{value:.0f}" if value < 1e5 else f"{value:.1e}"


class Lockstep:
    """The result of `lockstep`: shown by a notebook as a sentence and a table.

    Attributes:
        differences: a Difference for every step and quantity, in the order of computation.
        first: the first that is larger than allowed, or None.
        agrees: whether there is none.
        steps: how many steps were taken.
        nan: the first in which both are nan, or None: from there on, that they agree says nothing.
    """

    def __init__(self, differences: list[Difference]):
        if not differences:
            raise ValueError("lockstep: there was no batch, so nothing was compared.")
        self.differences = differences
        self.first = next((each for each in differences if not each.agrees), None)
        self.agrees = self.first is None
        self.nan = next((each for each in differences if each.both_nan), None)
        self.steps = differences[-1].step

    def verdict(self) -> str:
        """The result in a sentence."""
        if self.first is None:
            worst = max(self.differences, key=lambda each: each.ulps / each.allowed if each.allowed else 0.0)
            return (
                f"Ours and PyTorch's agree in all {len(self.differences)} comparisons of {self.steps} step(s), up to "
                f"rounding. Nearest to the limit: {worst}."
                + (f" But from {self.nan.place} on both are nan, so that little was compared." if self.nan else "")
            )
        return f"Ours and PyTorch's differ. First at {self.first}."

    def rows(self) -> dict[tuple[str, str], list[Difference]]:
        """The differences of each layer and quantity, step by step."""
        rows: dict[tuple[str, str], list[Difference]] = {}
        for each in self.differences:
            rows.setdefault((each.layer, each.quantity), []).append(each)
        return rows

    def table(self) -> Table:
        """For each layer and quantity: ulps at the first and the last step, the most, and where it first differs."""
        lines = []
        for (layer, quantity), row in self.rows().items():
            wrong = next((each for each in row if not each.agrees), None)
            verdict = "agrees" if wrong is None else f"differs from step {wrong.step}"
            if wrong is not None and wrong is self.first:
                verdict += " ← first"
            most = max(row, key=lambda each: each.ulps)
            shown = (row[0], row[-1], most) if self.steps > 1 else (most,)
            ulps = [number(each.ulps) for each in shown]
            lines.append((layer or "(model)", quantity, *ulps, number(most.allowed), verdict))
        several = ("ulp, step 1", f"ulp, step {self.steps}", "most ulp", "allowed then")
        head = ("layer", "quantity", *(several if self.steps > 1 else ("ulp", "allowed")), "")
        return Table(head, lines, self.verdict())

    def picture(self) -> Picture:
        """Steps from left to right, quantities from top to bottom; the darker, the further apart. Needs Matplotlib."""
        import matplotlib.pyplot as plt

        rows = self.rows()
        columns = sorted({each.step for each in self.differences})
        ulps = np.full((len(rows), len(columns)), np.nan)
        for i, row in enumerate(rows.values()):
            for each in row:
                ulps[i, columns.index(each.step)] = min(each.ulps, 1e16)
        figure, axes = plt.subplots(figsize=(8, 1.2 + 0.22 * len(rows)))
        image = axes.imshow(np.log10(1 + ulps), aspect="auto", cmap="Greys", vmin=0, interpolation="nearest")
        axes.set_yticks(range(len(rows)), [f"{layer} {quantity}".strip() for layer, quantity in rows], fontsize=8)
        axes.set_xlabel("step")
        shown = range(0, len(columns), max(1, len(columns) // 10))
        axes.set_xticks(shown, [str(columns[i]) for i in shown])
        bar = figure.colorbar(image)
        bar.set_label("units in the last place apart, as a power of 10")
        if self.first is not None:
            place = list(rows).index((self.first.layer, self.first.quantity)), columns.index(self.first.step)
            axes.plot(place[1], place[0], "o", markersize=9, markerfacecolor="white", markeredgecolor="red", mew=2.5)
            axes.set_title(f"○ differs first: {self.first.place}")
        else:
            axes.set_title("no difference beyond rounding; what is dark is rounding error itself")
        alt = f"Heat map of {len(rows)} quantities over {self.steps} steps. {self.verdict()}"
        return picture(figure, alt)

    def __repr__(self) -> str:
        return repr(self.table())

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()
