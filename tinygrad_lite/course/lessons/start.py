"""The exercises of lesson 00, in the order of the lesson."""

from .start_code import StepByHand, Update, XorLabel, CountParameters  # isort: skip (the lesson's order)
from .start_questions import Recap1, Recap2, Recap3, Recap4, Recap5  # isort: skip

__all__ = [
    "CountParameters",
    "Recap1",
    "Recap2",
    "Recap3",
    "Recap4",
    "Recap5",
    "StepByHand",
    "Update",
    "XorLabel",
]
