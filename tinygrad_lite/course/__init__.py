"""What a lesson uses: `from tinygrad_lite.course import answer, begin, check, exercise, hint, progress, solution`.

And, for whoever wants them, `mine` and `restart`; `begin` puts them into the notebook.
"""

from .commands import answer, begin, check, exercise, hint, mine, progress, restart, solution

__all__ = ["answer", "begin", "check", "exercise", "hint", "mine", "progress", "restart", "solution"]
