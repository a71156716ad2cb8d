"""What a lesson uses: `from tinygrad_lite.course import answer, begin, check, exercise, hint, progress, solution`."""

from .commands import answer, begin, check, exercise, hint, progress, solution

__all__ = ["answer", "begin", "check", "exercise", "hint", "progress", "solution"]
