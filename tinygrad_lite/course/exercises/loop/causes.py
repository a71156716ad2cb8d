"""What usually causes an exception in a training loop, beside what `gradient_causes.py` knows."""

from __future__ import annotations

from ...run import Failure
from ...submission import Submission
from ..gradient_causes import gradient_cause


def loop_cause(failure: Failure, submission: Submission) -> str:
    """One or two sentences on an exception in a training loop; "" if there is nothing to add to its message."""
    return gradient_cause(failure, submission)
