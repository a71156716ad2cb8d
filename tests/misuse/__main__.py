"""`python -m tests.misuse [PART OF A NAME]`: every call with every value in every place, and what is not clear."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter

from tests.misuse.sweep import CALLS, Found, complaints
from tests.misuse.values import VALUES

part = sys.argv[1] if len(sys.argv) > 1 else ""
with tempfile.TemporaryDirectory() as folder:  # where "three" may be a file's name
    os.chdir(folder)
    found: list[Found] = [each for name in CALLS if part in name for each in complaints(name, lambda: list(VALUES))]
    os.chdir("/")
seen: Counter[tuple[str, str]] = Counter()
for each in found:
    seen[each.key] += 1
    if seen[each.key] == 1:
        print(f"{each.name}, {each.argument}, {each.value}: {each.why}")
print(f"{len(found)} refusals are not clear, in {len(seen)} arguments.")
