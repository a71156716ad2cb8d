"""What the student is shown: a case, her answer to it, and the expected one; and the parts of such a pair."""

from __future__ import annotations

import numpy as np

from ..case import Case
from ..compare import as_array
from ..judge import Attempt
from ..run import Answer

#: A case, the submission's answer to it, and the expected one.
Shown = tuple[Case, Answer, Answer]


def parts_of(attempt: Attempt, shown: Shown) -> list[tuple[str, np.ndarray | None, np.ndarray | None]]:
    """Name, answer and expected value of each part of a case's answer; one nameless part where there is no tuple."""
    case, got, wanted = shown[0], shown[1].value, shown[2].value
    if case.steps:
        return []
    if isinstance(wanted, tuple) and isinstance(got, tuple | list) and len(got) == len(wanted):
        names = attempt.exercise.parts or tuple(f"part {number}" for number in range(1, len(wanted) + 1))
        return [(name, as_array(g), as_array(w)) for name, g, w in zip(names, got, wanted, strict=True)]
    return [("", as_array(got), as_array(wanted))]
