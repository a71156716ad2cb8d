"""What is measured, told by the command line, and where the figures go."""

import argparse
import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path

from tinygrad_lite.files import need_writable, write_whole

from .workloads import ROWS, chosen

ROUNDS = {False: 60, True: 3}  # by --quick


def parser(arguments, prog="python -m benchmarks", about=__doc__):
    """Speaks of the command that was typed, which may be another one that calls this."""
    first = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    first.add_argument("--called", help=argparse.SUPPRESS)
    called = first.parse_known_args(arguments)[0].called
    usage = f"{called} [OPTIONS], which {called} --help lists" if called else None
    return argparse.ArgumentParser(prog=called or prog, usage=usage, description=about, parents=[first])


def with_options(found):
    found.add_argument("--quick", action="store_true", help=f"{ROUNDS[True]} rounds: rough figures in half a minute")
    found.add_argument("--only", metavar="TEXT", default="", help="only rows whose name contains this")
    found.add_argument("--rounds", type=int, help=f"how often everything is timed ({ROUNDS[False]})")
    found.add_argument("--json", metavar="FILE", type=Path, help="write the figures here as well")
    found.add_argument("--markdown", metavar="FILE", type=Path, help="write them as a page here as well")
    found.add_argument("--from", metavar="FILE", type=Path, dest="earlier", help="show an earlier run's --json again")
    return found


def main(arguments=None):
    """The command; returns the exit status: 0, 1 if it cannot measure, 2 (by way of argparse) for wrong use."""
    line = with_options(parser(arguments))
    options = line.parse_args(arguments)
    need_all_writable(line, options.json, options.markdown)
    if options.rounds is not None and options.rounds < 1:
        line.error(f"--rounds must be at least 1, got {options.rounds}")
    try:
        record = read(line, options.earlier) if options.earlier else measured(line, options)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    from .page import page
    from .table import table

    if options.json:
        write_whole(options.json, json.dumps(record, indent=1, ensure_ascii=False) + "\n")
    if options.markdown:
        write_whole(options.markdown, page(record))
    print(table(record))
    return 0


def ended(command):
    """Run a command, from what was typed to the exit status."""
    try:
        status = command()
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = "\nStopped; nothing was written."
    except BrokenPipeError:  # whoever read what is printed has gone, as `head` does; Python is not to try again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    sys.exit(status)


def need_all_writable(line, *files):
    """What cannot be written is said before anything is measured."""
    for file in filter(None, files):
        try:
            need_writable(file)
        except OSError as problem:
            line.error(f"{file} cannot be written ({problem.strerror}). Give another place.")


class Trouble(Exception):
    """A reason why nothing can be measured, and what to do about it."""


def read(line, file):
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        line.error(f"--from {file}: {problem}")
    if not isinstance(found, dict) or "figures" not in found:
        line.error(f"--from {file}: this is not a record that --json has written.")
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
