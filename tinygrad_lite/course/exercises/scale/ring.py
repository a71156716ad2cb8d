"""The two phases of a ring all-reduce: of the solution and of mistakes."""

import numpy as np


def two_phases(
    values, send, rounds=None, more=None, chunk=None, first=1, adds=False, unread=(), second=None, own=False
):
    """The ring all-reduce in two phases, right unless a keyword says otherwise.

    Args:
        rounds, more: how many rounds the first and the second phase have.
        chunk: which chunk a worker sends in a round of the first phase, from the worker and the round.
        first: in the second phase worker w begins with chunk w + first.
        adds: in the second phase what arrives is added.
        second: which chunk a worker sends in a round of the second phase, from the worker and the round.
        own: in the second phase the sender puts away what arrives at the next.
        unread: the phases, 1 or 2, in which the list of the sender is read instead of what arrives.
    """
    workers = len(values)
    chunks = [np.array_split(array, workers) for array in values]
    for step in range(workers - 1 if rounds is None else rounds):
        for worker in range(workers):
            target, index = (worker + 1) % workers, (chunk(worker, step) if chunk else worker - step) % workers
            arrived = send(worker, target, chunks[worker][index])
            chunks[target][index] = chunks[target][index] + (chunks[worker][index] if 1 in unread else arrived)
    for step in range(workers - 1 if more is None else more):
        for worker in range(workers):
            target, index = (worker + 1) % workers, (second or _falling(first))(worker, step) % workers
            arrived = send(worker, target, chunks[worker][index])
            arrived = chunks[worker][index] if 2 in unread else arrived
            keeper = worker if own else target
            chunks[keeper][index] = chunks[keeper][index] + arrived if adds else arrived
    return [np.concatenate(parts) for parts in chunks]


def _falling(first):
    """Worker w sends chunk w + first in the first round, and one chunk lower in each that follows."""
    return lambda worker, step: worker + first - step
