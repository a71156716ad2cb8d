"""Two formulas of lesson 11: how much faster several workers are, and how long a pipeline stands idle."""

from __future__ import annotations

from ...exercise import Exercise, mistake


class Amdahl(Exercise):
    id, points, agrees_with = "scale/amdahl", 1, ""
    hints = (
        "Say the work takes 1 hour on one worker. How long does it take on several, if only a part of it can be "
        "shared? The speed-up is 1 hour divided by that.",
        "Time left: (1 − share) + share / workers. The first part nobody can help with.",
        "One line: `return 1 / (… + …)`.",
    )
    notice = "With a share of 0.9 the speed-up stays below 10, however many workers there are."

    def cases(self, rng):
        yield self.case(0.5, 2)
        yield self.case(0.9, 4)
        for share, workers in [(0.75, 3), (0.95, 8), (0.6, 5), (0.99, 64), (0.25, 2), (0.8, 16), (0.3, 7)]:
            yield self.case(share, workers)
        for _ in range(6):
            yield self.case(round(float(rng.uniform(0.05, 0.95)), 3), int(rng.integers(2, 40)))
        for workers in (2, 4, 9):
            yield self.case(0.0, workers, about="where nothing can be shared")
            yield self.case(1.0, workers, about="where everything can be shared")
        for share in (0.0, 0.4, 1.0):
            yield self.case(share, 1, about="with a single worker")
        yield self.case(1, 6, about="where everything can be shared")
        yield self.case(0, 6, about="where nothing can be shared")

    def reference(self, parallel_share, workers):
        return workers / (workers * (1 - parallel_share) + parallel_share)

    @staticmethod
    def solution(parallel_share, workers):
        """How many times faster some work is done by several workers, if only a part of it can be shared.

        Args:
            parallel_share: the part of the time, on one worker, that can be shared evenly: from 0 to 1, both included.
            workers: how many there are, 1 or more.
        Returns:
            float: time on one worker / time on all of them, not rounded.
        """
        return 1 / ((1 - parallel_share) + parallel_share / workers)

    @mistake(
        "the time instead of the speed-up",
        "Your answer is the share of the time that is left. The speed-up is 1 divided by it, by the whole sum in "
        "brackets: how many times faster.",
    )
    def time_left(self, parallel_share, workers):
        return 1 / self.solution(parallel_share, workers)

    @mistake(
        "share times workers",
        "Your answer is the share times the number of workers, plus the rest. Times add up, speeds do not: compute "
        "the time that is left first, (1 − share) + share / workers.",
    )
    def times_workers(self, parallel_share, workers):
        return (1 - parallel_share) + parallel_share * workers

    @mistake(
        "rest times workers",
        "Your answer is the share plus the rest times the number of workers. It is the share that several workers do "
        "together, in the time share / workers; the rest takes as long as before.",
    )
    def rest_times_workers(self, parallel_share, workers):
        return parallel_share + (1 - parallel_share) * workers

    @mistake(
        "everything shared",
        "Your answer is the number of workers: as if all of the work could be shared. The rest, 1 − share, takes as "
        "long as before.",
    )
    def all_shared(self, parallel_share, workers):
        return float(workers)

    @mistake(
        "forgets the part that cannot be shared",
        "You left out the part that nobody can help with, 1 − share. It takes as long as before.",
    )
    def no_serial(self, parallel_share, workers):
        return 1 / (parallel_share / workers)

    @mistake(
        "the two parts exchanged",
        "In your answer the part that cannot be shared is done by all workers, and the other by one. `parallel_share` "
        "is what can be shared.",
    )
    def exchanged(self, parallel_share, workers):
        return 1 / (parallel_share + (1 - parallel_share) / workers)

    @mistake(
        "the limit of very many workers",
        "Your answer is 1 / (1 − share): the speed-up that is never reached, with infinitely many workers. The shared "
        "part still takes share / workers.",
    )
    def limit(self, parallel_share, workers):
        return 1 / (1 - parallel_share)

    @mistake(
        "the parentheses missing",
        "Your answer is 1 / (1 − share) plus share / workers: the division ends at the bracket. Both parts together "
        "are the time that is left, and 1 is divided by all of it.",
    )
    def no_parentheses(self, parallel_share, workers):
        return 1 / (1 - parallel_share) + parallel_share / workers

    @mistake(
        "takes the shared time off",
        "Your answer is 1 divided by 1 − share / workers. Of the work that is shared, share / workers is what "
        "*stays*; what goes is the rest of it. The time left is (1 − share) + share / workers.",
    )
    def takes_off(self, parallel_share, workers):
        return 1 / (1 - parallel_share / workers)

    @mistake(
        "the speed-up for each worker",
        "Your answer is the speed-up divided by the number of workers. That is the efficiency, how much of each "
        "worker is put to use; asked for is the speed-up itself.",
    )
    def efficiency(self, parallel_share, workers):
        return self.solution(parallel_share, workers) / workers

    @mistake(
        "the time saved",
        "Your answer is the share of the time that is saved. Asked for is how many times faster: 1 divided by the "
        "time that is left.",
    )
    def saved(self, parallel_share, workers):
        return parallel_share - parallel_share / workers

    @mistake(
        "the speed-up less one",
        "Your answer is the speed-up less 1. Time on one worker divided by time on all: equally fast is 1, not 0.",
    )
    def less_one(self, parallel_share, workers):
        return self.solution(parallel_share, workers) - 1

    @mistake(
        "multiplies share and workers",
        "Your answer is the share times the number of workers, without the rest. Compute the time that is left, (1 − "
        "share) + share / workers; the speed-up is 1 divided by that.",
    )
    def product(self, parallel_share, workers):
        return parallel_share * workers

    @mistake(
        "one helper too few",
        "Your answer is that of the shared part divided by workers − 1, as if one of them did not share. All of them "
        "work on it.",
    )
    def one_less(self, parallel_share, workers):
        return 1 / ((1 - parallel_share) + parallel_share / (workers - 1))

    @mistake(
        "multiplies the shared time by the workers",
        "In your answer the shared part of the time grows with the number of workers: more of them take longer. Each "
        "does a part of it, so divide.",
    )
    def multiplies_time(self, parallel_share, workers):
        return 1 / (1 - parallel_share + parallel_share * workers)

    @mistake(
        "one helper too many",
        "Your answer is that of the shared part divided by workers + 1. `workers` counts all of them; with one "
        "worker the speed-up is 1.",
    )
    def one_more(self, parallel_share, workers):
        return 1 / ((1 - parallel_share) + parallel_share / (workers + 1))

    @mistake(
        "workers to the power of the share",
        "Your answer is the number of workers to the power of the share. It is right where the share is 0 or 1. In "
        "between, times add up: (1 − share) + share / workers is left.",
    )
    def power(self, parallel_share, workers):
        return workers**parallel_share


class Bubble(Exercise):
    id, points, agrees_with = "scale/bubble", 2, ""
    hints = (
        "Draw it: one row for each stage, one column for each tick. Stage 0 works in ticks 0 … m − 1, stage 1 one tick "
        "later, and so on. How many ticks until the last stage is done? In how many of them does one row work?",
        "Ticks in all: micro_batches + stages − 1. A stage works in micro_batches of them, so stages − 1 are idle. "
        "4 stages and 8 micro-batches: 3 / 11.",
        "One line: idle ticks of a stage divided by all ticks.",
    )
    notice = (
        "Without micro-batches (one of them) a pipeline of 4 stages stands idle for 3/4 of the time: no faster than "
        "one device. The backward pass runs through the stages the same way, so its share is the same."
    )

    def cases(self, rng):
        yield self.case(2, 1)
        yield self.case(2, 4)
        for stages, micro_batches in [(4, 8), (3, 2), (2, 7), (4, 4), (8, 32), (5, 3), (6, 1), (3, 16), (16, 5)]:
            yield self.case(stages, micro_batches)
        for _ in range(6):
            yield self.case(int(rng.integers(2, 20)), int(rng.integers(1, 60)))
        for micro_batches in (1, 3, 8):
            yield self.case(1, micro_batches, about="with a single stage")

    def reference(self, stages, micro_batches):
        ticks = micro_batches + stages - 1
        busy = sum(
            0 <= tick - stage < micro_batches for tick in range(ticks) for stage in range(stages)
        )  # counted in the drawing
        return 1 - busy / (ticks * stages)

    @staticmethod
    def solution(stages, micro_batches):
        """The bubble of a pipeline: the share of the time in which a stage stands idle.

        A batch is cut into micro-batches, which go through the stages once, one behind the other. Every stage takes one
        tick for one micro-batch, and hands it on at the end of the tick. The clock runs from the first tick of the
        first stage to the last tick of the last one.

        Args:
            stages: how many parts the model is cut into, each on a device of its own; 1 or more.
            micro_batches: how many parts the batch is cut into; 1 or more.
        Returns:
            float from 0 to 1: idle ticks / all ticks. It is the same for each stage, and for all of them together.
        """
        return (stages - 1) / (micro_batches + stages - 1)

    @mistake(
        "idle ticks over working ticks",
        "Your answer is the idle ticks divided by the working ones, micro_batches. Asked for is the share of all "
        "ticks that are idle, and all are the idle and the working ones together; it is at most 1.",
    )
    def over_work(self, stages, micro_batches):
        return (stages - 1) / micro_batches

    @mistake(
        "one tick too many",
        "Your answer is divided by micro_batches + stages ticks, one tick too many. The first tick of stage 1 is the "
        "second tick of all: with one stage there are micro_batches ticks in all.",
    )
    def one_tick_more(self, stages, micro_batches):
        return (stages - 1) / (micro_batches + stages)

    @mistake(
        "counts one idle tick too many",
        "Your idle ticks are as many as there are stages. The last stage waits for all stages before it, and these "
        "are stages − 1.",
    )
    def idle_one_more(self, stages, micro_batches):
        return stages / (micro_batches + stages - 1)

    @mistake(
        "idle and all one too many",
        "Your answer is stages / (micro_batches + stages). The last stage waits for all stages before it, and these "
        "are stages − 1: above and below the line.",
    )
    def both_one_more(self, stages, micro_batches):
        return stages / (micro_batches + stages)

    @mistake(
        "the share that works",
        "Your answer is the share of the time in which a stage works. The bubble is the rest of it, up to 1.",
    )
    def works(self, stages, micro_batches):
        return micro_batches / (micro_batches + stages - 1)

    @mistake(
        "the number of idle ticks",
        "Your answer is the number of idle ticks of a stage. Asked for is their share: divide by all ticks.",
    )
    def ticks_idle(self, stages, micro_batches):
        return stages - 1

    @mistake(
        "stages and micro-batches exchanged",
        "You exchanged the two: your idle ticks are micro_batches − 1. More micro-batches make the bubble smaller, "
        "more stages make it larger.",
    )
    def exchanged(self, stages, micro_batches):
        return (micro_batches - 1) / (micro_batches + stages - 1)

    @mistake(
        "one device at a time",
        "Your answer is 1 − 1 / stages: what stands idle without micro-batches, when one stage works at a time. "
        "Micro-batches let the stages work at the same time.",
    )
    def no_pipeline(self, stages, micro_batches):
        return (stages - 1) / stages

    @mistake(
        "ticks as if one after the other",
        "Your answer is divided by stages · micro_batches ticks, as if one stage worked at a time. In a pipeline "
        "they work at the same time: micro_batches + stages − 1 ticks.",
    )
    def one_after_another(self, stages, micro_batches):
        return (stages - 1) / (stages * micro_batches)

    @mistake(
        "all stages' idle ticks over one stage's ticks",
        "You counted the idle ticks of all stages, and divided by the ticks of one. For all stages together there are "
        "stages times as many ticks too.",
    )
    def all_over_one(self, stages, micro_batches):
        return stages * (stages - 1) / (micro_batches + stages - 1)

    @mistake(
        "one stage's idle ticks over all stages' ticks",
        "Your answer is the idle ticks of one stage divided by the ticks of all stages together. Count both for one "
        "stage, or both for all.",
    )
    def one_over_all(self, stages, micro_batches):
        return (stages - 1) / (stages * (micro_batches + stages - 1))

    @mistake(
        "waiting before and behind counted twice",
        "Your idle ticks are 2 · (stages − 1). A stage waits s ticks at the beginning and stages − 1 − s at the end: "
        "stages − 1 in all.",
    )
    def twice(self, stages, micro_batches):
        return 2 * (stages - 1) / (micro_batches + stages - 1)

    @mistake(
        "waiting before and behind counted twice, in all ticks too",
        "Your answer counts 2 · (stages − 1) idle ticks, above and below the line. A stage waits s ticks at the "
        "beginning and stages − 1 − s at the end: stages − 1 in all.",
    )
    def twice_both(self, stages, micro_batches):
        return 2 * (stages - 1) / (micro_batches + 2 * (stages - 1))

    @mistake(
        "the number of all ticks",
        "Your answer is the number of all ticks. Asked for is the share of them in which a stage stands idle.",
    )
    def all_ticks(self, stages, micro_batches):
        return micro_batches + stages - 1
