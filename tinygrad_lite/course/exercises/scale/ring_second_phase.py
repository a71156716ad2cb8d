"""What goes wrong in the second phase of a ring all-reduce, when the finished sums go round, in lesson 11."""

from __future__ import annotations

from ...exercise import mistake
from .ring import two_phases


class SecondPhase:
    """A mixin of the exercise."""

    @mistake(
        "does not use what send returns in the second phase",
        "In the second phase what `send` returns is not used: you take over what stands in the list of the worker "
        "before. On real machines a worker sees no other's list, only what arrives.",
    )
    def second_unused(self, values, send):
        return two_phases(values, send, unread=(2,))

    @mistake(
        "adds in the second phase too",
        "In the second phase what arrives is added. It is a finished sum then, and has to take the place of what the "
        "worker has there.",
    )
    def adds_twice(self, values, send):
        return two_phases(values, send, adds=True)

    @mistake(
        "no sum goes round",
        "What goes round in your second phase is no sum: each chunk comes from a worker that has only its own numbers "
        "in it. After a first phase that adds what arrives, worker w has the full sum of chunk w + 1. The second phase "
        "begins with this one: w + 1 in round 0, w in round 1, and so on down.",
    )
    def wrong_start(self, values, send):
        return two_phases(values, send, first=0)

    @mistake(
        "the second phase begins with chunk w − 1",
        "Your second phase begins with chunk w − 1 on worker w. After the first phase worker w has the full sum of "
        "chunk w + 1: it begins with that one.",
    )
    def late_start(self, values, send):
        return two_phases(values, send, first=-1)

    @mistake(
        "the chunks in rising order in the second phase",
        "In round r of the second phase worker w sends chunk w + 1 + r. From the second round on it does not know the "
        "sum of that one yet: what arrived in the round before is chunk w + 1 − r.",
    )
    def second_rising(self, values, send):
        return two_phases(values, send, second=lambda worker, step: worker + 1 + step)

    @mistake(
        "sends the same chunk in every round of the second phase",
        "In the second phase worker w sends chunk w + 1 in every round, so each sum gets to the next worker and no "
        "further. In round r it is chunk w + 1 − r: the one that arrived in the round before.",
    )
    def second_same(self, values, send):
        return two_phases(values, send, second=lambda worker, step: worker + 1)

    @mistake(
        "the second phase begins with chunk w + 2",
        "Your second phase begins with chunk w + 2 on worker w. After the first phase worker w has the full sum of "
        "chunk w + 1: it begins with that one.",
    )
    def early_start(self, values, send):
        return two_phases(values, send, first=2)

    @mistake(
        "drops what arrives in the second phase",
        "Your messages are right, but in the second phase what arrives does not get to the next worker: that one has "
        "the same numbers as before. What `send` returns belongs into the list of the worker it was sent to.",
    )
    def second_own(self, values, send):
        return two_phases(values, send, own=True)
