"""What two notebooks of a class share by chance where everybody works apart: the null model of rare agreement.

Each exercise's answers are exchanged among students of similar points, `SHUFFLES` times, which breaks every tie between
two students and keeps everything else: which answers there are, how rare each is, and that the strong share right ones.
Of each exchanged class the *largest* sum of any pair is kept, and a pair is listed only if it is above the 99.9th
percentile of these: a class that worked apart lists nobody in 999 of 1,000 cases, however many pairs it has.

A habit that runs through all of a person's answers is a tie that the exchange breaks as well: two people of one school
then agree in more exercises than it expects, and neither has seen the other's work. So it is measured how far the
agreements of the class itself gather in the same pairs, the pair in question left out: if f times as far as in
exchanged classes, as where one pair in f is of one habit and has all of them, such pairs are drawn as well, and who is
listed is above what they reach, too. How often that lists somebody, and how often a copy is found:
docs/measurements/agreement.md.
"""

from __future__ import annotations

import math

import numpy as np

SHUFFLES = 1000
PERCENTILE = 99.9
#: So many classes are drawn in one go.
ROUNDS = 50
#: A pair counts as gathering no more than so many agreements: other copies in a class do not pass for its habits.
GATHERED = 4
#: So many twos of agreements are nothing yet to go by.
FEW = 3.0

#: For each pair that shares something in one task, how many have it and the bits.
Shared = dict[tuple[int, int], tuple[int, float]]


class Apart:
    """What sums pairs have in classes like this one that worked apart.

    Args:
        shared: of each exercise, what pairs share.
        blocks: for each student the number of a block of students of similar points.
        seed: of the exchanges.
    """

    def __init__(self, shared: list[Shared], blocks: np.ndarray, seed: int) -> None:
        self.shared, self.blocks, self.seed = shared, blocks, seed
        self.students = len(blocks)
        self.largest, self.expected = self._exchanged()
        counts = np.zeros((self.students, self.students), dtype=int)
        for pairs in shared:
            for pair in pairs:
                counts[pair] += 1
        self.gathered = twos(counts)
        self._known: dict[float, float] = {}

    def threshold(self, agreements: int) -> float:
        """What the largest sum of a class that worked apart stays below, in 999 of 1,000 cases.

        Args:
            agreements: of the pair in question, which is left out where the class's habits are measured.
        """
        others = self.gathered - twos(np.array([agreements]))
        if others not in self._known:
            # as far as chance may hide it
            habit = (others + 2 * math.sqrt(others) + FEW) / (self.expected + FEW)
            largest = self.largest if habit <= 1 else np.maximum(self.largest, self._of_one_habit(habit))
            self._known[others] = float(np.percentile(largest, PERCENTILE, method="higher"))
        return self._known[others]

    def _exchanged(self) -> tuple[np.ndarray, float]:
        """Of classes with exchanged answers: the largest sum of each, and how far agreements gather on average."""
        rng, students = np.random.default_rng(self.seed), self.students
        by_block = np.argsort(self.blocks, kind="stable")
        largest, gathered = [], 0.0
        for _ in range(0, SHUFFLES, ROUNDS):
            sums = np.zeros((ROUNDS, students * students))
            counts = np.zeros((ROUNDS, students * students), dtype=np.int8)
            for pairs in self.shared:
                new_place = np.empty((ROUNDS, students), dtype=int)
                new_place[:, by_block] = np.argsort(self.blocks + rng.random((ROUNDS, students)), axis=1)
                first, second = np.array(list(pairs)).T
                one, other = new_place[:, first], new_place[:, second]
                keys = np.arange(ROUNDS)[:, None], np.minimum(one, other) * students + np.maximum(one, other)
                sums[keys] += np.array([bits for _, bits in pairs.values()])
                counts[keys] += 1
            largest.append(sums.max(axis=1))
            gathered += twos(counts)
        return np.concatenate(largest), gathered / SHUFFLES

    def _of_one_habit(self, habit: float) -> np.ndarray:
        """The largest sum of any pair in classes in which one pair in `habit` has all agreements between them."""
        rng = np.random.default_rng([self.seed, 1])
        pairs = self.students * (self.students - 1) / 2
        alike = max(1, round(pairs / habit))
        largest = []
        for _ in range(0, SHUFFLES, ROUNDS):
            sums = np.zeros((ROUNDS, alike))
            for each in self.shared:
                agree = rng.random((ROUNDS, alike), dtype=np.float32) < len(each) * habit / pairs
                sums[agree] += rng.choice([bits for _, bits in each.values()], size=np.count_nonzero(agree))
            largest.append(sums.max(axis=1))
        return np.concatenate(largest)


def twos(counts: np.ndarray) -> float:
    """How far agreements gather in the same pairs: how many twos of them are in one.

    Args:
        counts: in how many exercises each pair agrees.
    """
    few = np.minimum(counts, GATHERED).astype(np.int64)
    return float(np.sum(few * (few - 1) / 2))
