"""`python -m tests.fuzz FIRST LAST`: run the programs of these seeds, count how they compare, and show what fails.

With TG_TEST_DEVICE=torch (or cuda), what the programs make lies on that device here, and on the CPU in PyTorch.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter

from tests.fuzz.compare import FAULTS, HERE, KINDS, Outcome, compared
from tests.fuzz.draw import drawn
from tests.fuzz.program import Program, smallest
from tests.on_device import DEVICE, crossing

MOST = 20  # programs made smaller for each cause


def form(program: Program) -> str:
    """The program without its tensors and numbers: what programs that fail for the same reason often share."""
    rows = [line.text for line in program.lines if not re.match(r"x\d+ = lib.(tensor|zeros)\(", line.text)]
    return "; ".join(re.sub(r"\b[xoh]\d+\b", "x", re.sub(r"-?[\d.]+(?![\w>])", "#", row)) for row in rows)


def shrunk(program: Program, cause: str) -> Program:
    return smallest(program, lambda candidate: compared(candidate).cause == cause)


def show(faults: list[tuple[Program, Outcome]]) -> None:
    """The faults by cause and form, with the shortest program of each."""
    causes = Counter(outcome.cause for _, outcome in faults)
    for cause, count in causes.most_common():
        print(f"\n=== {count} times: {cause}")
        forms: dict[str, list[Program]] = {}
        for program, _ in [fault for fault in faults if fault[1].cause == cause][:MOST]:
            small = shrunk(program, cause)
            forms.setdefault(form(small), []).append(small)
        for found in forms.values():
            small = min(found, key=lambda program: len(str(program)))
            print(f"\n--- {len(found)} of this form, seed {small.seed}\n{small}\n{compared(small).text[:400]}")


def main(first: int, last: int) -> None:
    start, kinds, refused = time.process_time(), Counter(), Counter()
    faults = []
    for seed in range(first, last):
        program = drawn(seed)
        outcome = compared(program)
        kinds[outcome.kind] += 1
        if outcome.kind == HERE:
            refused[outcome.cause] += 1
        if outcome.is_fault:
            faults.append((program, outcome))
    seconds = time.process_time() - start
    print(f"{last - first} programs, {(last - first) / seconds:.0f} a second")
    for kind in KINDS:
        print(f"{kinds[kind]:7} {kind}{' (fault)' * (kind in FAULTS)}")
    for cause, count in refused.most_common(40):
        print(f"{count:7} {cause}")
    show(faults)


with DEVICE, crossing():
    main(int(sys.argv[1]), int(sys.argv[2]))
