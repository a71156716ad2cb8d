"""`python -m tests.fuzz FIRST LAST`: run the programs of these seeds, and print what was found, smallest programs first."""

from __future__ import annotations

import re
import sys
import time
from collections import Counter

from tests.fuzz.compare import FAULTS, HERE, KINDS, Outcome, compared
from tests.fuzz.draw import drawn
from tests.fuzz.program import Program, smallest


MOST = 20  # programs made smaller for each cause


def form(program: Program) -> str:
    """The program without its tensors and numbers: what programs that fail for the same reason often share."""
    rows = [line.text for line in program.lines if not re.match(r"x\d+ = lib.(tensor|zeros)\(", line.text)]
    return "; ".join(re.sub(r"\b[xoh]\d+\b", "x", re.sub(r"-?[\d.]+(?![\w>])", "#", row)) for row in rows)


def main(first: int, last: int) -> None:
    start, kinds, refused = time.process_time(), Counter(), Counter()
    faults: list[tuple[Program, Outcome]] = []
    for seed in range(first, last):
        program = drawn(seed)
        outcome = compared(program)
        kinds[outcome.kind] += 1
        refused.update(outcome.cause for _ in [0] if outcome.kind == HERE)
        if outcome.is_fault:
            faults.append((program, outcome))
    seconds = time.process_time() - start
    print(f"{last - first} programs, {(last - first) / seconds:.0f} a second")
    for kind in KINDS:
        print(f"{kinds[kind]:7} {kind}{' (fault)' * (kind in FAULTS)}")
    for cause, count in refused.most_common(40):
        print(f"{count:7} {cause}")
    groups: dict[str, list[Program]] = {}
    shrunk = Counter()
    for program, outcome in faults:
        shrunk[outcome.cause] += 1
        if shrunk[outcome.cause] > MOST:
            continue
        small = smallest(program, lambda candidate: compared(candidate).cause == outcome.cause)
        groups.setdefault(f"{outcome.cause} | {form(small)}", []).append(small)
    by_cause = Counter(group.split(" | ")[0] for group, found in groups.items() for _ in found)
    for group, found in sorted(groups.items(), key=lambda item: (-by_cause[item[0].split(" | ")[0]], item[0], -len(item[1]))):
        small = min(found, key=lambda program: len(str(program)))
        print(f"\n=== {len(found)} times: {group}\nseed {small.seed}\n{small}\n{compared(small).text[:400]}")
    print("\n".join(f"{count:5} {cause}" for cause, count in by_cause.most_common()))


main(int(sys.argv[1]), int(sys.argv[2]))
