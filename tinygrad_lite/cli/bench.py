"""`tinygrad-lite bench`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..benchmark import run_benchmarks
from .paths import FILE, NEW_FILE


@click.command()
@click.option("--quick", is_flag=True, help="Rough figures, in a minute instead of five.")
@click.option("--only", metavar="TEXT", default="", help="Only rows whose name contains TEXT.")
@click.option("--json", "file", metavar="FILE", type=NEW_FILE, help="Write the figures to FILE too.")
@click.option("--record", type=click.Choice(["gpu"]), help="Record a GPU's run, for lesson 08.")
@click.option("--device", help="With --record: cuda, mps, or torch, the stand-in.  [default: the GPU that is there]")
@click.option("--output", type=NEW_FILE, help="With --record: the recording.  [default: gpu.json]")
@click.option("--markdown", type=NEW_FILE, help="With --record: write it as a page too.")
@click.option("--from", "earlier", type=FILE, help="With --record: read, measure nothing.")
def bench(quick: bool, only: str, file: Path | None, record: str | None, **recording: Path | str | None) -> None:
    """How fast the engine is, beside PyTorch, the same by hand in NumPy, and mygrad.

    All sides must first come to the same result; then they are timed in turn, with one thread each. The table shows
    medians, ratios to PyTorch (below 1 is faster) and what is to be reached.

    \b
    tinygrad-lite bench                              everything
    tinygrad-lite bench --quick --only "Adam step"   the rows of that name, roughly
    tinygrad-lite bench --json figures.json          with medians and quartiles, machine and versions
    tinygrad-lite bench --record gpu                 a GPU beside its CPU, all threads: writes gpu.json
    tinygrad-lite bench --record gpu --device torch  the same without a GPU, to try the format

    Exit status: 0; 1 if nothing could be measured; 2 for wrong use, or without a GPU to record.
    """
    arguments = ["--quick"] if quick else []
    if record:
        if only or file:
            raise click.UsageError("--only and --json are not for --record; the recording goes to --output.")
        names = {name: "--from" if name == "earlier" else f"--{name}" for name in recording}
        arguments += [word for name, value in recording.items() if value for word in (names[name], str(value))]
        sys.exit(run_benchmarks(arguments, "gpu"))
    if given := [name for name, value in recording.items() if value]:
        raise click.UsageError(f"--{given[0].replace('earlier', 'from')} is for --record gpu.")
    arguments += ["--only", only] if only else []
    arguments += ["--json", str(file)] if file else []
    sys.exit(run_benchmarks(arguments))
