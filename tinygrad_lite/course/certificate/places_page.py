"""The page with what was measured of `course/localise/`: docs/measurements/localising.md."""

from __future__ import annotations

import argparse
import platform
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np

from tinygrad_lite.files import write_whole

from ..exercises import LESSONS, exercises_of
from .bench import Bench
from .places import DEVELOPMENT, HELD, Planted, planted, planted_twice, sample

_HEAD = """# Where a mistake is

Faults were planted mechanically in right answers to every exercise that are not its solution, and the place that a card
tells was compared with the line of the fault. Written by
`python -m tinygrad_lite.course.certificate.places_page{options}`,
which asks one in {every} of the faults of one half: the {half} half, {which}.
Seconds are of computing on one core.

{day}, {machine}, Python {python}, NumPy {numpy}.
"""


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Plant faults in right answers, and look where cards see them.")
    parser.add_argument("--half", choices=("development", "held"), default="held")
    parser.add_argument("--every", type=int, default=40, help="one fault in so many (40)")
    parser.add_argument("--only", default="", help="only exercises whose id begins so")
    parser.add_argument("--out", type=Path, help="where to write the page; without it, it is printed")
    options = parser.parse_args(arguments)
    half = HELD if options.half == "held" else DEVELOPMENT
    benches = [
        Bench(exercise, (0,))
        for lesson in LESSONS
        for exercise in exercises_of(lesson)
        if exercise.id.startswith(options.only)
    ]
    one, two = [], []
    for bench in benches:
        one += _shown(list(planted(bench, sample(half, options.every))))
        two += _shown(list(planted_twice(bench, sample(half, 2 * options.every, "two"))))
    text = page(one, two, options.half, options.every)
    if options.out:
        write_whole(options.out, text)
    print(text)


def _shown(found: list[Planted]) -> list[Planted]:
    """One line each while it runs."""
    for each in found:
        said = "held" if each.held else f"TOLD {sorted(each.told)}" if each.place else each.why
        print(f"{said:14} {each.seconds:5.2f} s  {each.kind:6}  {each.id}", flush=True)
    return found


def page(one: list[Planted], two: list[Planted], half: str, every: int) -> str:
    """The page."""
    which = "which nobody looked at while the search was made" if half == "held" else "which the search was made with"
    head = _HEAD.format(
        options=f" --half {half} --every {every}",
        every=every,
        half=half,
        which=which,
        day=date.today().isoformat(),
        machine=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        numpy=np.__version__,
    )
    rows = [_row("one, every case has an answer", [each for each in one if each.kind == "value"])]
    rows += [_row("one, some case raises", [each for each in one if each.kind == "raises"])]
    rows += [_row("one, all", one), _row("two, in different lines", two)]
    silent = [each for each in two if not each.named]
    rows += [_row("two, of which no diagnosis is known", silent)]
    title = "| faults | planted | told | held by what is told | seconds, half of them below | 95 % below | most |"
    table = "\n".join([title, "| --- | --- | --- | --- | --- | --- | --- |", *rows])
    also = sum(bool(each.place or each.named) for each in one)
    more = f"With what diagnoses say, {also} of the {len(one)} with one fault are told where or what."
    reasons = f"## Why nothing is told\n\n{_reasons(one)}"
    return f"{head}\n{table}\n\n{more}\n\n{reasons}\n\n## Told, and not there\n\n{_missed(one + two)}\n"


def _row(name: str, found: list[Planted]) -> str:
    told = [each for each in found if each.place]
    held = sum(each.held for each in told)
    seconds = sorted(each.seconds for each in found) or [0.0]
    share = f"{len(told)} ({100 * len(told) / max(len(found), 1):.0f} %)"
    of_told = f"{held} of {len(told)} ({100 * held / max(len(told), 1):.1f} %)"
    middle, late = seconds[len(seconds) // 2], seconds[int(0.95 * (len(seconds) - 1))]
    return f"| {name} | {len(found)} | {share} | {of_told} | {middle:.2f} | {late:.2f} | {seconds[-1]:.2f} |"


def _reasons(found: list[Planted]) -> str:
    words = {
        "no change": "none of the changes that are tried mends it",
        "too much": "the work that is allowed was used up before all were tried",
        "several places": "changes in three lines or more mend it",
        "all anew": "the only line that there is would have to be written anew, and that is no place",
        "slow": "one run takes too long",
        "unfit": "the code is not changed: it reaches out of the function",
    }
    counts = Counter(each.why for each in found if each.why)
    return "\n".join(f"- {count}: {words.get(why, why)}" for why, count in counts.most_common()) or "- none"


def _missed(found: list[Planted]) -> str:
    missed = [f"- {each.id} (told: line {', '.join(map(str, sorted(each.told)))})" for each in found]
    return "\n".join(line for line, each in zip(missed, found, strict=True) if each.place and not each.held) or "- none"


if __name__ == "__main__":
    main()
