# %% [markdown] id="title"
# # Lesson 07: Early stopping
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
# When you are stuck, `hint("stopping/train_val_split")` helps one step at a time, and `progress()` shows where you stand.

# %% id="start"
import pickle

import matplotlib.pyplot as plt
import numpy as np

import tinygrad_lite as tg
from tinygrad_lite.course import answer, begin, check, exercise, hint, progress, solution
from tinygrad_lite.plots import picture

begin("07_early_stopping")

# %% [markdown] id="first"
# ## 1. Splits (to be written)

# %% exercise="stopping/train_val_split"

# %% exercise="stopping/no_leakage"

# %% exercise="stopping/best_epoch"

# %% exercise="stopping/early_stopping"

# %% exercise="stopping/checkpoint_roundtrip"

# %% exercise="stopping/dropout"

# %% exercise="stopping/batchnorm_eval"

# %% id="progress"
progress()

# %% [markdown] id="next"
# ## Where to go next
#
# - (to be written: which lesson goes on from here, and what to read)
