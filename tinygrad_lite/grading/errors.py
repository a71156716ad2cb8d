"""What a grading command refuses, in a sentence."""

from __future__ import annotations


class GradingError(RuntimeError):
    """Nothing was graded, or no marks are written; the text says why, and what to do."""


class WrongUse(GradingError):
    """What was typed cannot be meant: a name, an id or a number that is not there, or a file that is no such file, or
    one in which somebody typed such a thing: a table, settings, exercises or mistakes of an instructor's own.

    It ends a command with 2, as an unknown option does; what was understood and could not be done ends it with 1.
    """
