"""`python -m benchmarks.peak WHO`: by how many MB the process grows, at most, while a larger network takes two steps.

Two steps of a tiny network come first, so that what a library loads at its first use is not counted.
"""

import contextlib
import resource
import sys
from pathlib import Path

from .sides import side


def peak():
    """The largest size of this process in memory, in MB, since the last `forget_peak` (on Linux) or its beginning."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1e3 * 1.024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3 / 1.024)


def forget_peak():
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def main(who):
    library = side(who)
    first = library.mlp((8, 8, 10), 4, "SGD")
    large = library.mlp((784, 1024, 1024, 10), 1024, "SGD")
    first.step(), first.step()
    forget_peak()
    before = peak()
    large.step(), large.step()
    print(peak() - before)


if __name__ == "__main__":
    main(sys.argv[1])
