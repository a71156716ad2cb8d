"""The exercises of lesson 00: the update, the labels of XOR, the number of parameters."""

from .count_parameters import CountParameters
from .questions import Recap1, Recap2, Recap3, Recap4, Recap5
from .update import StepByHand, Update
from .xor_label import XorLabel

#: In the order of the lesson.
EXERCISES = (Update, StepByHand, XorLabel, CountParameters, Recap1, Recap2, Recap3, Recap4, Recap5)
