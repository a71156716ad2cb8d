"""What a grading run refuses, in a sentence."""

from __future__ import annotations


class GradingError(RuntimeError):
    """Nothing was graded, or no marks are written; the text says why, and what to do."""
