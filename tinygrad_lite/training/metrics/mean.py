"""Means of numbers, summed so carefully that the order does not show."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.training.metrics.metric import Metric


class Mean(Metric):
    """A sum over samples, a number or one for each output, divided by their number.

    What rounding takes from the sum is summed beside it, so that the figure does not depend on the order of batches.
    """

    def absorb(self, state: dict[str, Any]) -> None:
        before = self.state
        if not before:
            self.state = {"total": state["total"], "lost": state.get("lost", 0.0), "count": state["count"]}
            return
        if type(state["total"]) is not float:
            self.check_width(np.shape(before["total"]), np.shape(state["total"]))
        total, error = add_exactly(before["total"], state["total"])
        lost = before["lost"] + error + state.get("lost", 0.0)  # a batch has lost nothing, another metric may have
        self.state = {"total": total, "lost": lost, "count": before["count"] + state["count"]}

    def result(self, total: Any, lost: Any, count: int) -> float:
        return float(np.mean((total + lost) / count))


def add_exactly(x: Any, y: Any) -> tuple[Any, Any]:
    """x + y rounded, and the error of that: together exactly x + y.

    Source: Knuth, The Art of Computer Programming, volume 2, section 4.2.2, theorem B.
    """
    with np.errstate(invalid="ignore"):  # infinity minus infinity
        total = x + y
        y_part = total - x
        error = (x - (total - y_part)) + (y - y_part)
    return total, np.where(np.isfinite(total), error, 0.0)
