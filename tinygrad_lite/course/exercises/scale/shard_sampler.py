"""Which samples a worker takes, in lesson 11: shares of equal length, as PyTorch's DistributedSampler cuts them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...exercise import Exercise, mistake

_PADDED = "where n is not a multiple of world_size"


class ShardSampler(Exercise):
    id, points, agrees_with = "scale/shard_sampler", 3, "PyTorch"
    hints = (
        "Every worker must make the same number of steps, or the others wait for it forever. So all shares have the "
        "same length, and a few samples are taken twice if need be. Which ones: see what comes after the last.",
        "Length of a share: n / world_size, rounded up. Line up 0, 1, … n − 1, and go on from 0 until there are "
        "world_size shares. Worker `rank` takes every world_size-th from place `rank` on. 10 samples, 4 workers: "
        "0 … 9, 0, 1.",
        "`share = math.ceil(n / world_size)`; the places are `rank + world_size * step` for step = 0 … share − 1; the "
        "remainder of each place by n is the index.",
    )
    notice = (
        "The samples at the beginning are seen twice in an epoch where the division leaves a rest: a metric that is "
        "merged over all workers has to leave these out."
    )

    def cases(self, rng):
        yield self.case(4, 0, 2)
        yield self.case(5, 1, 2, about=_PADDED)
        yield self.case(10, 3, 4, about=_PADDED)
        for n, rank, world_size in [(6, 1, 3), (8, 2, 4), (12, 1, 3), (20, 4, 5), (9, 0, 3), (12, 5, 6), (18, 1, 2)]:
            yield self.case(n, rank, world_size)
        for n, rank, world_size in [
            (7, 2, 3),
            (7, 0, 3),
            (11, 3, 4),
            (11, 2, 4),
            (13, 4, 5),
            (17, 5, 6),
            (22, 6, 7),
            (11, 0, 4),
            (13, 1, 5),
        ]:
            yield self.case(n, rank, world_size, about=_PADDED)
        for n, rank, world_size in [(13, 3, 5), (10, 2, 4), (14, 2, 6), (15, 3, 7), (17, 1, 6), (9, 2, 7), (16, 3, 5)]:
            yield self.case(n, rank, world_size, about=_PADDED)
        for _ in range(5):
            world = int(rng.integers(2, 7))
            n = int(rng.integers(2, 9)) * world
            yield self.case(n, int(rng.integers(world)), world)
            yield self.case(n - int(rng.integers(1, world)), world - 1, world, about=_PADDED)
        for n, rank, world_size in [(1, 3, 4), (2, 4, 5), (3, 6, 8), (2, 5, 6)]:
            yield self.case(n, rank, world_size, about="where there are fewer samples than workers")
        for n in (1, 5, 8):
            yield self.case(n, 0, 1, about="with a single worker")

    def reference(self, n, rank, world_size):
        from torch.utils.data.distributed import DistributedSampler

        samples: Any = range(n)
        return list(DistributedSampler(samples, num_replicas=world_size, rank=rank, shuffle=False))

    @staticmethod
    def solution(n, rank, world_size):
        """The indices of the samples that one worker takes, when an epoch is shared among several.

        The samples 0 … n − 1 stand in a line. So that all shares are equally long, the line is made longer, up to the
        next multiple of world_size, by beginning again with 0, 1, 2 … (several times if need be). Then the workers
        take turns: worker 0 takes the first, worker 1 the second, and so on round and round.

        Args:
            n: the number of samples, 1 or more.
            rank: the number of this worker, from 0 to world_size − 1.
            world_size: the number of workers, 1 or more.
        Returns:
            list or array of indices, in the order in which the worker takes them.
        """
        share = math.ceil(n / world_size)
        return [(rank + world_size * step) % n for step in range(share)]

    def again(self, n, rank, world_size):
        share = math.ceil(n / world_size)
        line = [place % n for place in range(share * world_size)]
        return line[rank::world_size]

    @mistake(
        "is not padded",
        "You left the line as it is, so where n is not a multiple of world_size, some workers get one sample less. In "
        "the last step the others then wait for a gradient that never comes.",
    )
    def unpadded(self, n, rank, world_size):
        line = [place % n for place in range(n)]
        return line[rank::world_size]

    @mistake(
        "drops the rest",
        "You cut the line down to a multiple of world_size. The last samples are then never seen. Asked for is to make "
        "it longer, by beginning again at 0.",
    )
    def drops(self, n, rank, world_size):
        share = n // world_size
        line = [place % n for place in range(share * world_size)]
        return line[rank::world_size]

    @mistake(
        "one block for each worker",
        "You gave each worker a block of neighbours. The workers take turns: worker 0 takes 0, world_size, "
        "2·world_size …",
    )
    def blocks(self, n, rank, world_size):
        share = math.ceil(n / world_size)
        line = [place % n for place in range(share * world_size)]
        return line[rank * share : (rank + 1) * share]

    @mistake(
        "one block for each worker, the rest dropped",
        "You gave each worker a block of n // world_size neighbours; what is left over, nobody takes. The workers take "
        "turns, and the line is made longer, not shorter.",
    )
    def blocks_dropped(self, n, rank, world_size):
        share = n // world_size
        return list(range(rank * share, (rank + 1) * share))

    @mistake(
        "one block for each worker, the last one shorter",
        "You gave each worker a block of neighbours, and the last ones get less. The workers take turns, and all "
        "shares are equally long.",
    )
    def blocks_short(self, n, rank, world_size):
        share = math.ceil(n / world_size)
        return list(range(n))[rank * share : (rank + 1) * share]

    @mistake(
        "pads with the last sample",
        "You made the line longer by repeating the last sample. It is to begin again at 0: 0, 1, 2 …",
    )
    def pads_last(self, n, rank, world_size):
        share = math.ceil(n / world_size)
        line = [min(place, n - 1) for place in range(share * world_size)]
        return line[rank::world_size]

    @mistake(
        "pads with sample 0 only",
        "You made the line longer with sample 0 again and again. It goes on with 0, 1, 2 …, as the line itself does.",
    )
    def pads_zero(self, n, rank, world_size):
        share = math.ceil(n / world_size)
        line = [place if place < n else 0 for place in range(share * world_size)]
        return line[rank::world_size]

    @mistake(
        "pads from the end",
        "You made the line longer by its last samples. It is to begin again at 0: 0, 1, 2 …",
    )
    def pads_from_end(self, n, rank, world_size):
        missing = -n % world_size
        tail = [index % n for index in range(n - missing, n)]
        return (list(range(n)) + tail)[rank::world_size]

    @mistake(
        "goes past the last sample",
        "Your indices go on after n − 1: there are no such samples. Where the line is made longer, it begins again at "
        "0.",
    )
    def past_the_end(self, n, rank, world_size):
        share = math.ceil(n / world_size)
        line = [place for place in range(share * world_size)]
        return line[rank::world_size]

    @mistake(
        "pads where nothing is missing",
        "Where n is a multiple of world_size already, you added a whole round more. n // world_size + 1 is one too "
        "many there: round up instead.",
    )
    def always_pads(self, n, rank, world_size):
        share = n // world_size + 1
        return [(rank + world_size * step) % n for step in range(share)]

    @mistake(
        "pads where nothing is missing, once",
        "Where n is a multiple of world_size already, you made the line longer by a whole round: world_size − n % "
        "world_size is world_size then, not 0. And where there are more than twice as many workers as samples, the "
        "line is still too short.",
    )
    def always_pads_once(self, n, rank, world_size):
        line = list(range(n))
        return (line + line[: world_size - n % world_size])[rank::world_size]

    @mistake(
        "pads from the end, and doubles where nothing is missing",
        "You made the line longer by its last samples; it is to begin again at 0. And where nothing is missing, the "
        "line was doubled: `[-0:]` is the whole list.",
    )
    def from_end_doubled(self, n, rank, world_size):
        line = list(range(n))
        return (line + line[-(-n % world_size) :])[rank::world_size]

    @mistake(
        "one block for each worker, of a line that is padded once only",
        "You gave each worker a block of neighbours. The workers take turns: worker 0 takes 0, world_size, "
        "2·world_size … And where there are more than twice as many workers as samples, the line is still too short: "
        "it has to begin again several times.",
    )
    def blocks_once(self, n, rank, world_size):
        share, line = math.ceil(n / world_size), list(range(n))
        line += line[: share * world_size - n]
        return line[rank * share : (rank + 1) * share]

    @mistake(
        "blocks as even as possible",
        "You gave each worker a block of neighbours, some one sample longer than others. The workers take turns, and "
        "all shares are equally long.",
    )
    def even_blocks(self, n, rank, world_size):
        return np.array_split(np.arange(n), world_size)[rank]

    @mistake(
        "counts the workers from 1",
        "You took rank − 1 for rank, as if workers were counted from 1. Ranks go from 0 to world_size − 1.",
    )
    def from_one(self, n, rank, world_size):
        share = math.ceil(n / world_size)
        return [(rank - 1 + world_size * step) % n for step in range(share)]

    @mistake(
        "begins one too late",
        "Your share begins with the sample behind the one that is this worker's. Worker `rank` begins with sample "
        "`rank`.",
    )
    def one_late(self, n, rank, world_size):
        share = math.ceil(n / world_size)
        return [(rank + 1 + world_size * step) % n for step in range(share)]

    @mistake(
        "everything for everyone",
        "You gave the worker all samples. Each worker takes only every world_size-th: otherwise all of them compute "
        "the same.",
    )
    def everything(self, n, rank, world_size):
        return list(range(n))

    @mistake(
        "the whole padded line",
        "You gave the worker the whole line, made longer. Of it, worker `rank` takes every world_size-th, from place "
        "`rank` on.",
    )
    def whole_line(self, n, rank, world_size):
        share = math.ceil(n / world_size)
        return [place % n for place in range(share * world_size)]

    @mistake(
        "the line is padded once only",
        "Where there are more than twice as many workers as samples, your line is still too short: what is added has "
        "at most n samples, and the line has to begin again several times.",
    )
    def once(self, n, rank, world_size):
        line = list(range(n))
        line += line[: math.ceil(n / world_size) * world_size - n]
        return line[rank::world_size]

    @mistake(
        "counts past the last sample where the line begins again",
        "Where there are more than twice as many workers as samples, what you added to the line goes on after n − 1: "
        "there are no such samples. The line has to begin again several times.",
    )
    def counts_on(self, n, rank, world_size):
        share = math.ceil(n / world_size)
        line = [place if place < n else place - n for place in range(share * world_size)]
        return line[rank::world_size]

    @mistake(
        "all workers take the first worker's share",
        "Your answer does not depend on rank: every worker gets the share of worker 0.",
    )
    def rank_zero(self, n, rank, world_size):
        share = math.ceil(n / world_size)
        line = [place % n for place in range(share * world_size)]
        return line[::world_size]
