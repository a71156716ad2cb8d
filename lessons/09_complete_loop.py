# %% [markdown] id="title"
# # Lesson 09: The complete loop
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
# When you are stuck, `hint("loop/batches")` helps one step at a time, and `progress()` shows where you stand.

# %% id="start"
import matplotlib.pyplot as plt
import numpy as np

import tinygrad_lite as tg
from tinygrad_lite.course import answer, begin, check, exercise, hint, progress, solution
from tinygrad_lite.plots import picture

begin("09_complete_loop")

# %% [markdown] id="first"
# ## 1. (to be written)

# %% exercise="loop/batches"

# %% exercise="loop/train_regression"

# %% exercise="loop/loop_order"

# %% exercise="loop/accuracy"

# %% question="loop/mean_by_hand"

# %% exercise="loop/train_one_epoch"

# %% exercise="loop/validate"

# %% exercise="loop/train_scheduled"

# %% exercise="loop/callback"

# %% exercise="loop/train_model"

# %% exercise="loop/log_scalars"

# %% exercise="loop/confusion_matrix"

# %% question="loop/precision_by_hand"

# %% question="loop/recall_by_hand"

# %% exercise="loop/precision_recall_f1"

# %% question="loop/interval_by_hand"

# %% exercise="loop/run_record"

# %% question="loop/recap_1"

# %% question="loop/recap_2"

# %% question="loop/recap_3"

# %% question="loop/recap_4"

# %% question="loop/recap_5"

# %% id="progress"
progress()

# %% [markdown] id="next"
# ## Where to go next
#
# - (to be written: which lesson goes on from here, and what to read)
