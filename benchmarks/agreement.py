"""Like is compared with like: before anything is timed, all sides must come to the same result."""

import numpy as np

TOLERANCE = 1e-3  # of the norm; float32 leaves up to a tenth of that, a wrong gradient more than the whole


def difference(found, expected):
    """The largest relative difference between two lists of arrays, each measured by its norm."""
    if [np.shape(a) for a in found] != [np.shape(b) for b in expected]:
        return np.inf
    return max(
        (float(np.linalg.norm(np.subtract(a, b)) / max(np.linalg.norm(b), 1e-30)) for a, b in zip(found, expected)),
        default=0.0,
    )


def disagreements(prepared):
    """{(title, who): difference from PyTorch} of those that differ too much."""
    expected, found = {}, {}
    for (title, who), side in prepared.items():
        outcome = side.outcome()
        if who == "PyTorch":
            expected[title] = outcome
        elif title in expected:
            found[title, who] = difference(outcome, expected[title])
    return {key: distance for key, distance in found.items() if not distance <= TOLERANCE}
