"""A group of commands that asks which one was meant, where one is misspelt. Of options, click asks it itself."""

from __future__ import annotations

from difflib import get_close_matches

import click


class Suggesting(click.Group):
    """Commands; an unknown one is told with its neighbour."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called."""
        given = args[0]
        if not given.startswith("-") and self.get_command(ctx, given) is None and not ctx.resilient_parsing:
            near = get_close_matches(given, self.commands, n=1)
            instead = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(self.commands)}."
            ctx.fail(f'There is no command "{given}". {instead}')
        return super().resolve_command(ctx, args)
