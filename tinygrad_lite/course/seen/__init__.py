"""What a card draws of a wrong answer: a picture in steps, made from the student's own objects.

`steps.py` shows scenes one at a time, without a script; `history.py` carries a script out once more and writes down
what it does to the student's objects; `graph.py` makes scenes of that, and `svg.py` draws them.

A picture adds to a card and decides nothing. Where objects are too broken to be drawn, the card has its words.
"""

from .pictured import pictured

__all__ = ["pictured"]
