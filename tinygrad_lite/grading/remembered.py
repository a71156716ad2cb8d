"""What was read off texts, for the next notebook with the same text: most cells are the lesson's own, the same for all.

Texts come from anybody. What is read off one takes up to a thousand times its room, and a class can hand in as many
texts as it likes; so what is bounded is not their number, but what is remembered of them all together. A text is found
by itself, letter for letter, never by a short form of it that another text could have, too. What was read is shared by
all who ask, and is to be looked at only.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Found = TypeVar("Found")

#: What is remembered all together, and at most of one text: pieces of syntax, of some 200 bytes each. A lesson's cells
#: have about 8,000.
MOST, MOST_OF_ONE = 250_000, 12_000


class Remembered(Generic[Found]):
    """A function of a text, whose results are remembered: those that were asked for last.

    Args:
        read: the function. What it raises is not remembered.
        weigh: how many pieces of syntax a result holds.
    """

    def __init__(self, read: Callable[[str], Found], weigh: Callable[[Found], int]) -> None:
        self.read, self.weigh = read, weigh
        self.weight = 0
        self._known: dict[str, tuple[Found, int]] = {}  # what was asked for last is at the end
        self._alone = threading.Lock()

    def __call__(self, text: str) -> Found:
        """The result for a text."""
        with self._alone:
            known = self._known.pop(text, None)
            if known is not None:
                self._known[text] = known
                return known[0]
        found = self.read(text)
        weight = self.weigh(found) + len(text) // 200
        if weight <= MOST_OF_ONE:
            self._keep(text, found, weight)
        return found

    def _keep(self, text: str, found: Found, weight: int) -> None:
        with self._alone:
            if text in self._known:  # another thread was quicker
                return
            self._known[text] = found, weight
            self.weight += weight
            while self.weight > MOST:
                self.weight -= self._known.pop(next(iter(self._known)))[1]
