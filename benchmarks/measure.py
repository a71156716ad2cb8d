"""From rows to figures: what the JSON file holds, and the table and the page show."""

import contextlib
import datetime
import importlib.metadata
import os
import platform
import time
from pathlib import Path

from .processes import import_samples, import_times, import_times_without_numpy, peak_memory
from .sides import LIBRARIES
from .summary import growth, ratios
from .timing import timings
from .workloads import CHAIN

UNITS = {"import": "ms", "beyond": "ms", "memory": "MB", "growth": "times"}  # all others: µs


def record(rows, prepared, names, rounds):
    """Measure, and say of what, when and where."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    start = time.perf_counter()
    figures = measure(rows, prepared, names, rounds)
    return {
        "date": datetime.date.today().isoformat(),
        "machine": f"{processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        "load": load,
        "versions": {"Python": platform.python_version(), **versions()},
        "threads": threads(),
        "rounds": rounds,
        "seconds": round(time.perf_counter() - start),
        "figures": figures,
    }


def measure(rows, prepared, names, rounds):
    """A dictionary for each row; `judged` is the number that the target is about."""
    found = timings(rows, prepared, rounds)
    imports = {row.title: row.how for row in rows if row.how in ("import", "beyond")}
    few = max(2, rounds // 10)
    if imports:
        samples = import_samples(names, few)
        summarize = {"import": import_times, "beyond": import_times_without_numpy}
        found.update({title: summarize[how](samples) for title, how in imports.items()})
    for row in rows:
        if row.how == "memory":
            found[row.title] = peak_memory(names, few)
        elif row.how == "growth":
            found[row.title] = growth(*(found[CHAIN.format(length)] for length in ("10,000", "20,000")))
    return [figure(row, found[row.title]) for row in rows]


def figure(row, sides):
    compared = {} if row.how in ("growth", "beyond") else ratios(sides)
    judged = sides["ours"]["value"] if row.how == "growth" else compared.get("ours")
    facts = {"title": row.title, "how": row.how, "unit": UNITS.get(row.how, "µs"), "sides": sides, "ratios": compared}
    return {**facts, "judged": judged, "target": row.target, "stretch": row.stretch}


def processor():
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def versions():
    """None for what is not installed."""
    found = {}
    for library in LIBRARIES.values():
        found[library] = None
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[library] = importlib.metadata.version(library.replace("_", "-"))
    return found


def threads():
    """How many threads the libraries that are loaded use; None where that cannot be asked."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return None
    return max((pool["num_threads"] for pool in threadpool_info()), default=1)
