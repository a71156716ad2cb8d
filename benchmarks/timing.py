"""How long a step takes, where everything to be compared runs in the same process, in turn."""

import gc
import random
import time

from .summary import summary

SHARE = 0.004  # seconds that one workload of one side gets in a round, if a step is not longer


def prepare(rows, sides):
    """{(title, who): Side} for all the rows that are timed in this process, without what a side does not have."""
    made = {
        (row.title, who): getattr(side, row.workload)(*row.arguments)
        for row in rows
        for who, side in sides.items()
        if row.workload and hasattr(side, row.workload)
    }
    return {key: side for key, side in made.items() if side is not None}


def timings(rows, prepared, rounds):
    """Each row's {who: summary in µs}. A round runs everything, in an order shuffled anew, so that a disturbance meets
    all alike. One sample is, by the row's `how`:

    steps: the average of as many steps as fit into some milliseconds.
    cold: one step. The caches are full of something else, as they are after a backward pass.
    warm: the shortest of at least five steps, one right after the other; over all rounds, too, the shortest counts.
    """
    how = {row.title: row.how for row in rows}
    counts = {key: step_count(side.step, how[key[0]]) for key, side in prepared.items()}
    samples = {key: [] for key in prepared}
    order = list(prepared)
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        random.shuffle(order)
        for key in order:
            sample = shortest if how[key[0]] == "warm" else average
            samples[key].append(sample(prepared[key].step, counts[key]) * 1e6)
    gc.unfreeze()
    found = {}
    for (title, who), values in samples.items():
        found.setdefault(title, {})[who] = summary(values, least=how[title] == "warm")
    return found


def step_count(step, how):
    step()
    fitting = int(SHARE / average(step, 1))
    return {"cold": 1, "warm": max(5, fitting)}.get(how, max(1, fitting))


def average(step, count):
    start = time.perf_counter()
    for _ in range(count):
        step()
    return (time.perf_counter() - start) / count


def shortest(step, count):
    return min(average(step, 1) for _ in range(count))
