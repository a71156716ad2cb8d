"""Lesson 10: which share of the ReLU units is dead."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake


def draw(rng, batch, units, dead, silent=0, awake=0):
    """Activations with this many dead units, this many samples in which every unit is 0, and (without such samples)
    this many units that are above 0 for every sample.
    """
    activations = np.maximum(rng.normal(size=(batch, units)), 0.0)
    kept = rng.integers(0, batch - silent, size=units)
    activations[kept, np.arange(units)] = 0.5 + rng.random(size=units)
    activations[batch - silent :] = 0.0
    order = rng.permutation(units)
    activations[:, order[:dead]] = 0.0
    activations[:, order[dead : dead + awake]] += 0.25
    return activations


class DeadRelu(Exercise):
    id, points, agrees_with = "debug/dead_relu", 2, ""
    axes = {"activations": ("batch", "units")}
    words = {"units": "the number of units"}
    forbids = ()
    hints = (
        "A column is one unit, a row is one sample. A unit is dead if it is 0 for every sample: look down its column.",
        "Dead units divided by all units. After ReLU no value is below 0, so a unit is dead exactly if the largest "
        "value of its column is 0.",
        "One reduction over the samples (`axis=0`) gives one truth value for each unit; the mean of truth values is "
        "the share of those that are true.",
    )
    notice = (
        "Dead means dead for these samples. With a larger batch the share can only fall: a unit counts as alive as "
        "soon as one sample wakes it."
    )

    def cases(self, rng):
        yield self.case(np.array([[1.0, 0.0], [2.0, 0.0]]))
        yield self.case(np.array([[0.0, 0.0, 3.0, 0.0], [2.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]]))
        for batch, units, dead, awake in [(4, 3, 1, 1), (3, 5, 2, 1), (6, 8, 3, 1), (10, 7, 5, 1)]:
            yield self.case(draw(rng, batch, units, dead, awake=awake))
        for batch, units, dead in [(5, 9, 1), (7, 4, 3), (9, 12, 7)]:
            yield self.case(draw(rng, batch, units, dead))
        for batch, units, dead, silent in [(6, 5, 2, 2), (8, 10, 3, 3), (5, 7, 4, 1)]:
            yield self.case(draw(rng, batch, units, dead, silent))
        yield self.case(draw(rng, 6, 5, 0), about="where no unit is dead")
        for shape in [(4, 6), (3, 5), (5, 4)]:
            yield self.case(np.zeros(shape), about="where every unit is dead")
        for batch, units, dead, size in [(5, 6, 2, 1e-6), (7, 3, 1, 1e-9), (4, 8, 3, 1e-12), (6, 4, 1, 1e-9)]:
            yield self.case(size * draw(rng, batch, units, dead), about="where the active units are hardly above 0")
        for batch, units, dead in [(4, 5, 1), (6, 3, 2)]:  # their squares are 0 in 32 bits
            small = (1e-25 * draw(rng, batch, units, dead)).astype(np.float32)
            yield self.case(small, about="where the active units are hardly above 0")
        for batch, units in [(101, 5), (201, 4), (401, 3)]:
            once = np.zeros((batch, units))  # the first unit is dead, each other one active for one sample
            once[rng.integers(0, batch, size=units - 1), np.arange(1, units)] = 9.0
            yield self.case(once, about="where a unit is active for one sample of many")
        for row in ([0.0, 2.0, 0.5], [1.0, 0.0, 0.0, 3.0]):
            yield self.case(np.array([row]), about="with a single sample")
            yield self.case(np.array([row, row]), about="where all samples are equal")

    def fair(self, case):
        return bool((case.args["activations"] >= 0).all())

    def reference(self, activations):
        return sum(not any(column) for column in zip(*activations.tolist(), strict=True)) / activations.shape[1]

    @staticmethod
    def solution(activations):
        """Which share of the units is never active, that is, exactly 0 for every sample?

        Args:
            activations: array (batch, units), what came out of a ReLU; it has at least one sample and one unit.
        Returns:
            float from 0 to 1: dead units divided by all units.
        """
        active = activations > 0
        return float(np.mean(~active.any(axis=0)))

    def again(self, activations):
        return np.mean(~(activations > 0).any(axis=0))

    @mistake(
        "the share of zeros",
        "You counted the zeros of the whole array. A ReLU is meant to give zeros, for about half of the samples; a "
        "unit is dead only if it gives nothing else.",
    )
    def zeros(self, activations):
        return np.mean(activations == 0)

    @mistake(
        "the share of active values",
        "Your answer is the share of values above 0 in the whole array. Asked for is the share of units, the columns, "
        "that have no such value.",
    )
    def actives(self, activations):
        return np.mean(activations > 0)

    @mistake(
        "the share of living units",
        "Your answer is the share of units that are active for some sample. Asked for are the others, the dead ones.",
    )
    def living(self, activations):
        return np.mean((activations > 0).any(axis=0))

    @mistake(
        "samples instead of units",
        "You counted the samples in which no unit is active. Units are the columns here: reduce over the samples, "
        "which is `axis=0`.",
    )
    def samples(self, activations):
        return np.mean(~(activations > 0).any(axis=1))

    @mistake(
        "units that are 0 once",
        "You counted every unit that is 0 for some sample. That is normal for a ReLU; a dead one is 0 for all samples.",
    )
    def once(self, activations):
        return np.mean((activations == 0).any(axis=0))

    @mistake(
        "units that are never 0",
        "You counted the units that are above 0 for every sample. Asked for are those that are above 0 for none.",
    )
    def always(self, activations):
        return np.mean((activations > 0).all(axis=0))

    @mistake(
        "how many instead of which share",
        "You counted the dead units. Asked for is their share, so the count has to be divided by the number of units, "
        "{units} here.",
    )
    def count(self, activations):
        return np.sum(~(activations > 0).any(axis=0))

    @mistake(
        "divides by the number of samples",
        "Your answer is the number of dead units divided by that of the samples, {batch} here. It is a share of the "
        "units: divide by {units}.",
    )
    def by_samples(self, activations):
        return np.sum(~(activations > 0).any(axis=0)) / len(activations)

    @mistake(
        "divides by the number of values",
        "Your answer is the number of dead units divided by that of all values, {n} here. It is a share of the "
        "units: divide by {units}.",
    )
    def by_size(self, activations):
        return np.sum(~(activations > 0).any(axis=0)) / activations.size

    @mistake(
        "per cent",
        "You returned per cent. A share goes from 0 to 1.",
    )
    def percent(self, activations):
        return 100 * np.mean(~(activations > 0).any(axis=0))

    @mistake(
        "which instead of how many",
        "You returned one truth value for each unit, true where it is dead. That is most of the way: asked for is the "
        "share of them that are true.",
    )
    def mask(self, activations):
        return ~(activations > 0).any(axis=0)

    @mistake(
        "the first sample only",
        "Your answer is the share of units that are 0 for the first sample. Others may wake them: a dead unit is 0 for "
        "all of them.",
    )
    def first_sample(self, activations):
        return np.mean(activations[0] == 0)

    @mistake(
        "the last sample only",
        "Your answer is the share of units that are 0 for the last sample. A dead unit is 0 for all of them.",
    )
    def last_sample(self, activations):
        return np.mean(activations[-1] == 0)

    @mistake(
        "dead below a threshold",
        "Units whose activations are tiny, but above 0, count as dead in your answer. A ReLU that gives 0.000001 still "
        "lets a gradient through; dead is exactly 0.",
    )
    def threshold(self, activations):
        return np.mean((activations < 1e-5).all(axis=0))

    @mistake(
        "all or nothing",
        "Your answer is 1 where every unit is dead, and 0 in all other cases. So does a share that is rounded down to "
        "a whole number, as by `//` or `int`; so does asking of the whole array at once. The share between 0 and 1 is "
        "wanted.",
    )
    def whole(self, activations):
        return np.sum(~(activations > 0).any(axis=0)) // activations.shape[1]

    @mistake(
        "always 0",
        "Your answer is 0 in all cases, even where every unit is dead: nothing is ever counted as dead. After a ReLU "
        "no value is below 0, and no whole array or column `is 0`. A dead unit's values equal 0, all of them.",
    )
    def never_dead(self, activations):
        return 0.0

    @mistake(
        "always 1",
        "Your answer is 1 in all cases: every unit is counted as dead. A condition such as `>= 0` holds for all that a "
        "ReLU gives; a dead unit's values equal 0.",
    )
    def always_dead(self, activations):
        return 1.0

    @mistake(
        "how many zeros",
        "You counted the zeros of the whole array. Asked for is a share, and of units: columns in which nothing else "
        "than 0 stands.",
    )
    def how_many_zeros(self, activations):
        return np.sum(activations == 0)

    @mistake(
        "how many living units",
        "You counted the units that are active for some sample. Asked for are the others, the dead ones, divided by "
        "the number of units, {units} here.",
    )
    def how_many_living(self, activations):
        return np.sum((activations > 0).any(axis=0))

    @mistake(
        "how many samples",
        "You counted the samples in which no unit is active. Units are the columns here; and asked for is a share.",
    )
    def how_many_samples(self, activations):
        return np.sum(~(activations > 0).any(axis=1))

    @mistake(
        "a share for each unit",
        "You returned one number for each unit: for which share of the samples it is 0. A unit is dead where that "
        "share is 1; asked for is the share of such units, one number.",
    )
    def share_of_each(self, activations):
        return np.mean(activations == 0, axis=0)

    @mistake(
        "the places of the dead units",
        "You returned which units are dead, by their places. Asked for is how many of them there are, divided by the "
        "number of units.",
    )
    def where_dead(self, activations):
        return np.flatnonzero(~(activations > 0).any(axis=0))

    @mistake(
        "units that are mostly 0",
        "You counted every unit that is 0 for more than half of the samples. A dead one is 0 for all of them.",
    )
    def mostly(self, activations):
        return np.mean((activations == 0).mean(axis=0) > 0.5)
