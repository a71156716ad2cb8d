"""Numbers below 0 on the command line, where there are none: click takes "-1" for an option that it does not know."""

from __future__ import annotations

import re

import click

_BELOW_ZERO = re.compile(r"-\d*[.,]?\d+")


class FromZero(click.Command):
    """A command that says of "-1" what is wrong with it, in its own words.

    Attributes:
        below_zero: the sentence; "{given}" is what was typed.
    """

    below_zero = "{given} is below 0, and here numbers begin at 0."

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, as click reads them."""
        options = [param for param in self.params if isinstance(param, click.Option) and not param.is_flag]
        taking = {name for param in options for name in param.opts}
        for before, given in zip(["", *args], args, strict=False):
            if before not in taking and _BELOW_ZERO.fullmatch(given):
                raise click.UsageError(self.below_zero.format(given=given), ctx)
        return super().parse_args(ctx, args)


class OfPoints(FromZero):
    """`override`."""

    below_zero = "{given} is no number of points: a mark is 0 or more. To take points off, write what is left of them."


class OfCases(FromZero):
    """`exempt`."""

    below_zero = "{given} is no case: cases are numbered from 1, as grade --replay shows them."
