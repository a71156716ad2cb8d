"""What `python -m tinygrad_lite.course.new` writes: texts with $fields.

The exercise is complete in form and small: the mean of squares. It can be built and examined before anything is
changed; what an author has to write is marked, and the certificate does not hold as long as a mark is left.
"""

from __future__ import annotations

from string import Template

EXERCISE = Template('''"""The exercise `$name` of lesson $number."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake


class $class_name(Exercise):
    id, points = "$id", 2
    # The names of each argument's axes, {"x": ("batch", "features")}; `...` is any shape, the same for all that say so.
    axes = {"x": ...}
    # Three rungs: what to look at; the formula; the shape of the code. Never the solution.
    hints = (
        "(to be written)",
        "(to be written)",
        "(to be written)",
    )

    def cases(self, rng):
        # First small ones, easy to compute by hand; then random ones of varied shapes, in which all lengths differ.
        # A special case says what is special, in words that go on from "goes wrong only …": about="where x is 0".
        yield self.case(np.array([1.0, -2.0]))
        for shape in [(3,), (5,), (2, 3), (4, 5), (2, 3, 4)]:
            yield self.case(rng.normal(size=shape))

    def reference(self, x):
        # What is right, from an independent source (here PyTorch, in float64): never the solution.
        import torch

        return torch.from_numpy(x).square().mean()

    @staticmethod
    def solution(x):
        """(to be written): what it computes, in a sentence.

        Args:
            x: array of any shape.
        Returns:
            float
        """
        return np.mean(x**2)

    # A wrong solution as students really write it; at least four. The first sentence says what was done, the next why
    # it matters; both must be true of every program that gives these answers.
    @mistake("sums instead of averaging", "(to be written): You added up and did not divide by their number, {n}.")
    def sums(self, x):
        return np.sum(x**2)
''')

ANSWERS = Template("""import numpy as np

# %% wrong: sums instead of averaging
def $name(x):
    return (x * x).sum()

# %% wrong: (no diagnosis)
def $name(x):
    return np.mean(x * 3)

# %% right
def $name(x):
    return np.mean(x * x)

# %% right: by a loop
def $name(x):
    total = 0
    for value in x.flatten():
        total += value ** 2
    return total / x.size
""")

FOLDER = Template('''"""The exercises of lesson $number."""

from .$name import $class_name

#: In the order of the lesson.
EXERCISES = (
    $class_name,
)
''')

LESSON = Template("""# %% [markdown] id="title"
# # Lesson $number: $title
#
# (to be written: a question that the lesson answers)
#
# After this lesson you can
#
# - (to be written: what a student can do then).
#
# It takes 45 to 60 minutes. You need Python, some NumPy, and the derivative from school. Nothing from the other
# lessons has to be done first.
#
# **How the exercises work.** Each exercise cell holds a function without a body. Write the body, run the cell, and a
# card below it says how it went: what came out, what was expected and, where that is certain, which mistake it is.
# Until your version is right, a borrowed one stands in for it, so every cell of this notebook runs from the start.
# When you are stuck, `hint("$id")` helps one step at a time, and `progress()` shows where you stand.

# %% id="start"
import matplotlib.pyplot as plt
import numpy as np

import tinygrad_lite as tg
from tinygrad_lite.course import answer, begin, check, exercise, hint, progress, solution
from tinygrad_lite.plots import picture

begin("$lesson")

# %% [markdown] id="first"
# ## 1. (to be written)

# %% exercise="$id"

# %% id="progress"
progress()

# %% [markdown] id="next"
# ## Where to go next
#
# - (to be written: which lesson goes on from here, and what to read)
""")
