"""What a message with an answer means is found out once: right programs of a whole class answer a case alike.

A message stands for the same answer whoever sent it, so the answer is shared by all notebooks that a process grades. It
is to be looked at only, and its arrays cannot be written to: no check may change one student's answer for the next.
"""

from __future__ import annotations

import threading
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from tinygrad_lite.course.case import Case
from tinygrad_lite.course.run import Answer

#: Bytes of messages that are remembered all together, and of one. What one means takes up to some ten times its room.
MOST, MOST_OF_ONE = 4 << 20, 1 << 16


class Heard:
    """Answers by what was asked and the message, to the letter. When it is full, it begins anew."""

    def __init__(self, most: int = MOST) -> None:
        self.most, self.size = most, 0
        self._answers: WeakKeyDictionary[Case, dict[tuple[int, bytes], Answer]] = WeakKeyDictionary()
        self._alone = threading.Lock()

    def get(self, case: Case, number: int, message: bytes) -> Answer | None:
        """What this message means in answer to a case; None if that is not known.

        Args:
            number: the case's number in the process that answers: the message repeats it.
        """
        with self._alone:
            return self._answers.get(case, {}).get((number, message))

    def keep(self, case: Case, number: int, message: bytes, answer: Answer) -> None:
        """Remember what a message means, unless it is long."""
        if len(message) > MOST_OF_ONE:
            return
        sealed(answer.value)
        sealed(answer.after)
        with self._alone:
            if self.size + len(message) > self.most:
                self._answers.clear()
                self.size = 0
            self._answers.setdefault(case, {})[number, message] = answer
            self.size += len(message)


def sealed(value: Any) -> None:
    """See to it that no array in a plain value can be written to."""
    if isinstance(value, np.ndarray):
        value.setflags(write=False)
    elif isinstance(value, list | tuple):
        for item in value:
            sealed(item)
    elif isinstance(value, dict):
        for item in value.values():
            sealed(item)
