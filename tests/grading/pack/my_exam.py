"""The exam of February. Kept from students."""

import numpy as np

from tinygrad_lite.course.exercise import Exercise, mistake
from tinygrad_lite.course.question import ChoiceQuestion

LESSON, TITLE = "exam_february", "Exam, February"


class Clipped(Exercise):
    id, points = "exam/clipped", 3
    axes = {"values": ...}
    hints = ("What is the largest value that may come out?", "Two steps: not above the limit, not below minus it.")

    def cases(self, rng):
        yield self.case(np.array([3.0, -2.0, 0.5]), 1.0)
        for shape in [(4,), (3, 5), (2, 3, 4)]:
            for limit in (0.5, 2.0):
                yield self.case(rng.normal(size=shape) * 3, limit)

    def reference(self, values, limit):
        return np.sign(values) * np.minimum(np.abs(values), limit)

    @staticmethod
    def solution(values, limit):
        """The values, each limited to the range from -limit to limit."""
        return np.maximum(np.minimum(values, limit), -limit)

    @mistake("limits above only", "You limited the values from above only. What becomes of −100?")
    def above_only(self, values, limit):
        return np.minimum(values, limit)

    @mistake("scales the largest to the limit", "You scaled all values down. Small ones are to stay as they are.")
    def scales(self, values, limit):
        return values * min(1.0, limit / np.abs(values).max())


class Epochs(ChoiceQuestion):
    id = "exam/epochs"
    question = "**Question.** 1000 samples, batches of 100: how many steps has an epoch?"
    choices = {
        "a": ("10", "1000 / 100 = 10: each sample is seen once."),
        "b": ("100", "That is the size of a batch."),
        "c": ("1000", "That would be batches of one sample."),
    }
    right = "a"


EXERCISES = (Epochs, Clipped)
