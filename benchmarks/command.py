"""What is measured, told by the command line, and where the figures go."""

import argparse
import json
import sys
from importlib.util import find_spec
from pathlib import Path

from .workloads import ROWS, chosen

ROUNDS = {False: 60, True: 3}  # by --quick


def parser():
    found = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    found.add_argument("--quick", action="store_true", help=f"{ROUNDS[True]} rounds: rough figures in half a minute")
    found.add_argument("--only", metavar="TEXT", default="", help="only rows whose name contains this")
    found.add_argument("--rounds", type=int, help=f"how often everything is timed ({ROUNDS[False]})")
    found.add_argument("--json", metavar="FILE", type=Path, help="write the figures here as well")
    found.add_argument("--markdown", metavar="FILE", type=Path, help="write them as a page here as well")
    found.add_argument("--from", metavar="FILE", type=Path, dest="earlier", help="show an earlier run's --json again")
    return found


def main(arguments=None):
    """The command; returns the exit status: 0, 1 if it cannot measure, 2 (by way of argparse) for wrong use."""
    line = parser()
    options = line.parse_args(arguments)
    for file in filter(None, (options.json, options.markdown)):
        if not file.parent.is_dir():
            line.error(f"{file} cannot be written: there is no folder {file.parent}")
    if options.rounds is not None and options.rounds < 1:
        line.error(f"--rounds must be at least 1, got {options.rounds}")
    try:
        record = read(options.earlier) if options.earlier else measured(line, options)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    from .page import page
    from .table import table

    if options.json:
        text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
        options.json.write_text(text, encoding="utf-8", newline="\n")
    if options.markdown:
        options.markdown.write_text(page(record), encoding="utf-8", newline="\n")
    print(table(record))
    return 0


class Trouble(Exception):
    """A reason why nothing can be measured, and what to do about it."""


def read(file):
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise Trouble(f"--from {file}: {problem}") from None
    if not isinstance(found, dict) or "figures" not in found:
        raise Trouble(f"--from {file}: this is not a record that --json has written.")
    return found


def measured(line, options):
    rows = chosen(options.only)
    if not rows:
        titles = "\n  ".join(row.title for row in ROWS)
        line.error(f"--only {options.only!r}: no row has this in its name. There are:\n  {titles}")
    if find_spec("torch") is None:
        raise Trouble("PyTorch is what everything is compared with, and it is not installed: `pip install torch`.")
    from .agreement import disagreements
    from .measure import record, threads
    from .sides import available, load
    from .timing import prepare

    names = available()
    prepared = prepare(rows, load(names))
    if (threads() or 1) > 1:
        raise Trouble(f"NumPy and PyTorch may use {threads()} threads here, not one each. Use `tinygrad-lite bench`.")
    wrong = disagreements(prepared)
    if wrong:
        lines = [f"  {title}: {who} differs by {distance:.1g}" for (title, who), distance in wrong.items()]
        raise Trouble("Nothing was timed, because not all sides come to PyTorch's result:\n" + "\n".join(lines))
    rounds = options.rounds or ROUNDS[options.quick]
    print(f"All sides agree. {len(rows)} rows, {rounds} rounds …", file=sys.stderr, flush=True)
    return record(rows, prepared, names, rounds)
