"""Questions that are answered in words, or with a picture, and that a person reads: no program judges them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from .task import Task

#: What stands in the cell of an answer until something else does.
IN_WORDS, AS_PLOT = "*Your answer, in place of this line.*", "...  # your plot here"


class TextQuestion(Task):
    """A question whose answer a person reads.

    Class attributes:
        question: Markdown.
        look_for: what earns the points, for whoever marks it. Students do not see it.
        plot: the answer is a cell of code that draws, in place of words.
    """

    question: ClassVar[str]
    look_for: ClassVar[str] = ""
    plot: ClassVar[bool] = False

    @property
    def begins_with(self) -> str:
        """What a student finds in the cell of the answer."""
        return AS_PLOT if self.plot else IN_WORDS

    def cells(self, solved: bool) -> Iterator[tuple[str, str, str]]:
        yield "-question", "markdown", self.question
        yield "", "code" if self.plot else "markdown", self.begins_with
