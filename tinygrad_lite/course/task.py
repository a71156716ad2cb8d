"""What a lesson asks: an `Exercise` (code, `exercise.py`) or a `Question` (`question.py`). This is what both have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar


class Task:
    """Something that a student is asked for.

    Class attributes:
        id: "lesson/name"; `lesson` is the folder of the lesson's exercises.
        name: the last part of the id, unless the author says otherwise.
        points: what it is worth.
        hints: rungs of help, the first that is shown first.
        notice: one thing worth noticing, shown when it is right.
        was: ids that it had before. A notebook in which it was answered under one of them keeps its answer.
    """

    id: ClassVar[str]
    name: ClassVar[str] = ""
    points: ClassVar[int] = 1
    hints: ClassVar[tuple[str, ...]] = ()
    notice: ClassVar[str] = ""
    was: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "id" in cls.__dict__ and not cls.name:
            cls.name = cls.id.rpartition("/")[2]

    def is_called(self, written: object) -> bool:
        """Whether somebody who writes this means it: its id, the last part of that, its name, or an id it once had."""
        return written in (self.id, self.id.rpartition("/")[2], self.name, *self.was)

    def cells(self, solved: bool) -> Iterator[tuple[str, str, str]]:
        """Its cells in a notebook, unsolved or solved: (what is added to its cell's id, "markdown" or "code", text)."""
        raise NotImplementedError

    def solution_text(self) -> str:
        """What `solution("…", show=True)` says; "" if the solution is code."""
        return ""

    def solution_code(self) -> str:
        """What `solution("…", show=True)` shows as Python; "" if the solution is no code."""
        return ""
