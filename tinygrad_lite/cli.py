"""The command `tinygrad-lite`. What its commands do is elsewhere."""

from __future__ import annotations

import sys

import click

from . import __version__
from .benchmark import run_benchmarks


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tinygrad-lite")
def main() -> None:
    """A small NumPy autograd engine with PyTorch's names, and a course built on it."""


@main.command()
@click.option("--quick", is_flag=True, help="Rough figures, in a minute instead of five.")
@click.option("--only", metavar="TEXT", default="", help="Only rows whose name contains TEXT.")
@click.option("--json", "file", metavar="FILE", type=click.Path(dir_okay=False), help="Write the figures to FILE too.")
def bench(quick: bool, only: str, file: str | None) -> None:
    """How fast the engine is, beside PyTorch, the same by hand in NumPy, and mygrad.

    All sides must first come to the same result; then they are timed in turn, with one thread each. The table shows
    medians, ratios to PyTorch (below 1 is faster) and what is to be reached.

    \b
    tinygrad-lite bench                              everything
    tinygrad-lite bench --quick --only "Adam step"   the rows of that name, roughly
    tinygrad-lite bench --json figures.json          with medians and quartiles, machine and versions

    Exit status: 0; 1 if nothing could be measured; 2 for wrong use.
    """
    arguments = ["--quick"] if quick else []
    arguments += ["--only", only] if only else []
    arguments += ["--json", file] if file else []
    sys.exit(run_benchmarks(arguments))
