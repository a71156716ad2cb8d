"""The ring all-reduce, in lesson 11: all workers come to know the sum, and each talks to its neighbour only."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from .ring import two_phases
from .ring_second_phase import SecondPhase
from .wires import Send

_REST = "where the length is not a multiple of the number of workers"
_SHORT = "where there are fewer numbers than workers"


class RingAllReduce(Exercise, SecondPhase):
    id, points, agrees_with = "scale/ring_all_reduce", 5, ""
    rtol = 1e-8  # the wires add a little to what they carry
    causes = (
        (
            "ValueError",
            r"send: there is no worker",
            "The workers form a ring: behind the last one comes worker 0. The remainder by the number of workers, "
            "`(worker + 1) % workers`, does that.",
        ),
        (
            "IndexError",
            "list index out of range",
            "A list has no item at that position. If it is the next worker's: the workers form a ring, and behind the "
            "last one comes worker 0. The remainder by the number of workers, `(worker + 1) % workers`, does that.",
        ),
        (
            "ValueError",
            r"could not be broadcast together|could not broadcast",
            "Two chunks of different lengths met. The chunk that arrives has to be added to the one with the *same* "
            "number on the worker that gets it.",
        ),
        (
            "ValueError",
            r"array split does not result in an equal division",
            "`np.split` cuts into equal parts only. The length need not be a multiple of the number of workers: "
            "`np.array_split` cuts that too.",
        ),
        (
            "ValueError",
            r"need at least one array to concatenate",
            "A worker has no chunks to be joined. With W workers there are W chunks, also if W is 1.",
        ),
    )
    hints = (
        "Cut every array into as many chunks as there are workers. In one round each worker hands one chunk to the "
        "next. Two phases: in the first what arrives is *added*, in the second it *replaces*. When does a worker know "
        "the full sum of some chunk?",
        "Phase 1, round r = 0 … W − 2: worker w sends chunk (w − r) mod W, and the next one adds it. Then worker w has "
        "the full sum of chunk (w + 1) mod W. Phase 2, round r: worker w sends chunk (w + 1 − r) mod W, and the next "
        "one puts it in the place of its own.",
        "`chunks = [np.array_split(array, workers) for array in values]`; two loops over `range(workers - 1)`, in each "
        "a loop over the workers with `arrived = send(worker, target, chunks[worker][index])`; at the end "
        "`np.concatenate` for each worker.",
    )
    notice = (
        "Each worker sends 2·(W − 1) / W times the length of its array: less than twice, however many workers there "
        "are. That is why the ring scales."
    )

    def cases(self, rng):
        yield self._case([np.array([1.0, 2.0]), np.array([10.0, 20.0])])
        yield self._case([np.array([1.0, 2.0, 4.0]), np.array([10.0, 20.0, 40.0]), np.array([100.0, 200.0, 400.0])])
        for workers, length in [(2, 4), (3, 6), (4, 8), (3, 12), (5, 10), (4, 4), (6, 12)]:
            yield self._case(rng.normal(size=(workers, length)).round(3))
        for workers, length in [(2, 5), (3, 7), (3, 8), (4, 10), (5, 13), (6, 17), (4, 7)]:
            yield self._case(rng.normal(size=(workers, length)).round(3), about=_REST)
        for workers, length in [(3, 2), (4, 1), (5, 3), (6, 2)]:
            yield self._case(rng.normal(size=(workers, length)).round(3), about=_SHORT)
        for length in (1, 3, 4):
            yield self._case(rng.normal(size=(1, length)).round(3), about="with a single worker")

    def _case(self, values, about=""):
        return self.case(list(values), Send(len(values)), about=about, changes=("send",), observe=("send",))

    def reference(self, values, send):
        two_phases(values, send)
        return [np.sum(np.stack(values), axis=0) for _ in values]

    @staticmethod
    def solution(values, send):
        """The sum of the arrays of all workers, on every worker, by messages round a ring.

        The array is cut into as many chunks as there are workers. In workers − 1 rounds the chunks go round and are
        added up; in another workers − 1 rounds the finished sums go round. So each worker sends 2·(workers − 1)
        messages of about length / workers numbers, empty ones too.

        Args:
            values: list of arrays, one for each worker, all of one length (one axis; any length, also one that the
                number of workers does not divide). They are left unchanged.
            send: `send(source, target, chunk)` carries a chunk, an array, from worker `source` to worker `target`,
                and returns it as it arrives there. Workers are numbered from 0, and the target is always the next in
                the ring: behind the last comes worker 0. Whatever a worker knows of another's numbers came by `send`.
        Returns:
            list of arrays, one for each worker: the sum of all.
        """
        workers = len(values)
        chunks = [np.array_split(array, workers) for array in values]
        for step in range(workers - 1):
            for worker in range(workers):
                target, index = (worker + 1) % workers, (worker - step) % workers
                chunks[target][index] = chunks[target][index] + send(worker, target, chunks[worker][index])
        for step in range(workers - 1):
            for worker in range(workers):
                target, index = (worker + 1) % workers, (worker + 1 - step) % workers
                chunks[target][index] = send(worker, target, chunks[worker][index])
        return [np.concatenate(parts) for parts in chunks]

    @mistake(
        "sums without sending",
        "Your sums are right, but not a single message was sent. On real machines no worker sees the arrays of the "
        "others: whatever it knows of them has to come through `send`.",
    )
    def no_messages(self, values, send):
        return [sum(values) + 0.0 for _ in values]

    @mistake(
        "sends for show",
        "Your sums did not come by the messages: from these no worker can know all of them, or what was sent the "
        "sender could not know yet. A worker knows its own numbers, and what `send` has brought it.",
    )
    def for_show(self, values, send):
        workers = len(values)
        for worker in range(workers):
            for _ in range(2 * (workers - 1)):
                send(worker, (worker + 1) % workers, np.array_split(values[worker], workers)[0])
        return [sum(values) + 0.0 for _ in values]

    @mistake(
        "does not use what send returns",
        "Your messages are right, but what `send` returns is not used, at least in the first phase: you add what "
        "stands in the list of the worker before. On real machines a worker sees no other's list, only what arrives.",
    )
    def unused(self, values, send):
        return two_phases(values, send, unread=(1, 2))

    @mistake(
        "source and target exchanged",
        "Your messages go from worker w + 1 to worker w: the order is `send(source, target, chunk)`.",
    )
    def exchanged(self, values, send):
        return self.solution(values, lambda source, target, chunk: send(target, source, chunk))

    @mistake(
        "hands whole arrays round",
        "Each worker sends whole arrays, workers − 1 times, as they come round. The sums are right, but with many "
        "workers each of them sends many times the length of its array. In chunks it is less than twice.",
    )
    def whole_arrays(self, values, send):
        workers = len(values)
        sums, carried = [array + 0.0 for array in values], list(values)
        for _ in range(workers - 1):
            carried = [send((worker - 1) % workers, worker, carried[worker - 1]) for worker in range(workers)]
            sums = [total + arrived for total, arrived in zip(sums, carried, strict=True)]
        return sums

    @mistake(
        "one worker collects and hands out",
        "All other workers send their arrays to worker 0, which sends the sum back to each. Worker 0 then has all the "
        "traffic while the others wait. Asked for are messages to the next in the ring only, with equal work for all.",
    )
    def through_zero(self, values, send):
        workers = len(values)
        total = values[0] + 0.0
        for worker in range(1, workers):
            total = total + send(worker, 0, values[worker])
        return [total] + [send(0, worker, total) for worker in range(1, workers)]

    @mistake(
        "sends to the worker after the next",
        "Your messages go from worker w to worker w + 2, the next but one. Asked for are messages to the next in the "
        "ring only.",
    )
    def beyond(self, values, send):
        workers = len(values)
        return two_phases(values, lambda source, target, chunk: send(source, (target + 1) % workers, chunk))

    @mistake(
        "everyone sends to everyone",
        "Each worker sends its whole array to every other one. Asked for are messages to the next in the ring only.",
    )
    def to_everyone(self, values, send):
        sums = [array + 0.0 for array in values]
        for source, array in enumerate(values):
            for target in range(len(values)):
                if target != source:
                    sums[target] = sums[target] + send(source, target, array)
        return sums

    @mistake(
        "a running sum once round, then the result once round",
        "One running sum of whole arrays goes round the ring, and then the result does. The sums are right, but all "
        "workers except one wait all the time. With chunks, every worker sends in every round.",
    )
    def one_after_another(self, values, send):
        workers = len(values)
        total = values[0] + 0.0
        for worker in range(1, workers):
            total = send(worker - 1, worker, total) + values[worker]
        sums = [total] * workers
        for worker in range(workers - 1):
            sums[worker] = send((worker - 1) % workers, worker, sums[worker - 1])
        return sums

    @mistake(
        "sends to the worker before",
        "Your messages go to the worker before, not to the next one. That is a ring too, turned the other way round; "
        "asked for is from w to w + 1, and from the last to 0.",
    )
    def backwards(self, values, send):
        workers = len(values)

        def turned(source, target, chunk):
            return send(workers - 1 - source, workers - 1 - target, chunk)

        return self.solution(values[::-1], turned)[::-1]

    @mistake(
        "stops after the first phase",
        "Your answer is what the workers hold after the first phase. Each of them then has the full sum of one chunk "
        "only; in another workers − 1 rounds these sums have to go round.",
    )
    def first_phase_only(self, values, send):
        return two_phases(values, send, more=0)

    @mistake(
        "one round too many in each phase",
        "Each phase has as many rounds as there are workers: one too many. After workers − 1 rounds a chunk has been "
        "everywhere; one more round brings the sum back to where it began, and those numbers are added a second time.",
    )
    def round_more(self, values, send):
        return two_phases(values, send, rounds=len(values), more=len(values))

    @mistake(
        "one round too many in the second phase",
        "The second phase has as many rounds as there are workers. The sums are right already after workers − 1: the "
        "last messages bring what is known.",
    )
    def second_more(self, values, send):
        return two_phases(values, send, more=len(values))

    @mistake(
        "one round too many in the first phase",
        "The first phase has as many rounds as there are workers: one too many. After workers − 1 rounds a chunk has "
        "been everywhere; one more brings the sum back to where it began, and those numbers are added a second time.",
    )
    def first_more(self, values, send):
        return two_phases(values, send, rounds=len(values))

    @mistake(
        "one round too few in the first phase",
        "The first phase has workers − 2 rounds: one too few. A chunk has to visit all other workers, and these are "
        "workers − 1.",
    )
    def first_less(self, values, send):
        return two_phases(values, send, rounds=len(values) - 2)

    @mistake(
        "one round too few in each phase",
        "Each phase has workers − 2 rounds: one too few. A chunk has to visit all other workers, and these are "
        "workers − 1.",
    )
    def round_less(self, values, send):
        return two_phases(values, send, rounds=len(values) - 2, more=len(values) - 2)

    @mistake(
        "half as many rounds as workers in each phase",
        "Each phase has half as many rounds as there are workers: too few. A chunk has to visit all other workers, and "
        "these are workers − 1.",
    )
    def half_the_rounds(self, values, send):
        return two_phases(values, send, rounds=len(values) // 2, more=len(values) // 2)

    @mistake(
        "one round too few in the second phase",
        "The second phase has workers − 2 rounds: one too few. Each worker still lacks the sum of one chunk.",
    )
    def second_less(self, values, send):
        return two_phases(values, send, more=len(values) - 2)

    @mistake(
        "sends the same chunk in every round of the first phase",
        "In the first phase worker w sends its own chunk w in every round. In round r it is chunk w − r: the one that "
        "arrived in the round before, so that the sum grows on its way.",
    )
    def same_chunk(self, values, send):
        return two_phases(values, send, chunk=lambda worker, step: worker)

    @mistake(
        "all workers send the chunk of the round",
        "In round r of the first phase all your workers send chunk r, so it is added up in one round by all at once, "
        "and numbers get in more than once. Each worker sends another one: worker w sends chunk w − r.",
    )
    def chunk_of_round(self, values, send):
        return two_phases(values, send, chunk=lambda worker, step: step)

    @mistake(
        "the chunks in rising order in the first phase",
        "In round r of the first phase worker w sends chunk w + r. That is not the one that arrived before, so no "
        "sum grows on its way. What arrived in the round before is chunk w − r.",
    )
    def rising(self, values, send):
        return two_phases(values, send, chunk=lambda worker, step: worker + step)

    @mistake(
        "leaves out the rest of the length",
        "Your chunks have length // workers numbers each, so the numbers at the end, where the division leaves a rest, "
        "are in none of them. One chunk has to be longer, or several by one: `np.array_split` does that.",
    )
    def rest_lost(self, values, send):
        size = len(values[0]) // len(values)
        kept = self.solution([array[: size * len(values)] for array in values], send)
        return [np.concatenate([part, array[len(part) :]]) for part, array in zip(kept, values, strict=True)]

    @mistake(
        "cuts off the rest of the length",
        "Your chunks have length // workers numbers each, and your answer is as short as all chunks together: the "
        "numbers at the end are missing. One chunk has to be longer, or several by one: `np.array_split` does that.",
    )
    def rest_cut(self, values, send):
        size = len(values[0]) // len(values) * len(values)
        return self.solution([array[:size] for array in values], send)

    @mistake(
        "changes the workers' arrays",
        "Your sums are right, but the arrays that came in hold other numbers now. A piece of an array, "
        "`array[start:stop]` or one from `np.array_split`, is a view of it, and `+=` on a view changes the array. Copy "
        "first, or write `a = a + b`.",
    )
    def into_values(self, values, send):
        for array, total in zip(values, self.solution(values, send), strict=True):
            array[...] = total
        return values

    @mistake(
        "averages",
        "Your answers are the sums divided by the number of workers. An all-reduce gives sums; the mean is made of "
        "them afterwards.",
    )
    def averages(self, values, send):
        return [total / len(values) for total in self.solution(values, send)]

    @mistake(
        "one array instead of one for each worker",
        "Your answer is a single array. Each worker comes to know the sums: a list with one array for each of them.",
    )
    def one_array(self, values, send):
        return self.solution(values, send)[0]
