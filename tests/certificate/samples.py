"""Good exercises of each kind, small enough to be spoilt one fault at a time."""

import numpy as np

from tinygrad_lite.course.exercise import Exercise, Finding, mistake
from tinygrad_lite.course.recipes import Rng


class Spread(Exercise):
    """A good exercise: the mean distance from the mean."""

    id = "sample/spread"
    axes = {"values": ...}
    hints = ("Where is the middle?", "The mean of |x − mean|.", "`np.mean(np.abs(…))`")

    def cases(self, rng):
        for shape in [(2,), (3,), (5,), (8,), (2, 3), (4, 5)]:
            yield self.case(rng.normal(size=shape) + 3)

    def reference(self, values):
        flat = [float(value) for value in values.reshape(-1)]
        middle = sum(flat) / len(flat)
        return sum(abs(value - middle) for value in flat) / len(flat)

    @staticmethod
    def solution(values):
        """The mean distance of the values from their mean."""
        return np.mean(np.abs(values - np.mean(values)))

    @mistake("sums the distances", "You added the distances up. Divide by {n}, their number.")
    def sums(self, values):
        return np.sum(np.abs(values - values.mean()))

    @mistake("forgets the distance's sign", "You averaged the differences themselves. Above and below cancel.")
    def signed(self, values):
        return np.max(values - values.mean())

    @mistake("squares", "You squared the distances. That is the variance.")
    def squares(self, values):
        return values.var()

    @mistake("takes the root of the squares", "You took the standard deviation. It squares each distance.")
    def deviation(self, values):
        return values.std()


def by_hand(values):
    middle = values.sum() / values.size
    total = 0.0
    for value in values.flat:
        total += value - middle if value > middle else middle - value
    return total / values.size


def twice_the_upper_half(values):
    above = values - values.mean()
    return 2 * above[above > 0].sum() / above.size


#: Correct versions of Spread.
CORRECT = [by_hand, twice_the_upper_half]


class Counter(Exercise):
    """A good exercise that asks for a class."""

    id, name = "sample/counter", "Counter"
    hints = ("What does it remember?", "A total.", "`self.total += …`")

    def cases(self, rng):
        for length in (1, 2, 3, 5, 8):
            script = self.script()
            counter = script.new("counter", *([4] if length % 2 else []))
            for amount in rng.integers(2, 9, size=length):
                counter.call("add", int(amount))
            counter.get("total")
            yield script.case()

    class Reference:
        def __init__(self, start=1):
            self.history = [start]

        def add(self, amount):
            self.history.append(amount)
            return sum(self.history)

        @property
        def total(self):
            return sum(self.history)

    reference = Reference

    class solution:
        """Adds up what it is given."""

        def __init__(self, start=1):
            self.total = start

        def add(self, amount):
            """Add, and return the total so far."""
            self.total += amount
            return self.total

    @mistake("starts at zero", "You start at 0. Start at `start`.")
    class FromZero(Reference):
        def __init__(self, start=1):
            self.history = []

    @mistake("returns the amount", "You return the amount. Return the total.")
    class ReturnsAmount(Reference):
        def add(self, amount):
            super().add(amount)
            return amount

    @mistake("subtracts", "You subtract. Add the amount.")
    class Subtracts(Reference):
        def add(self, amount):
            return super().add(-amount)

    @mistake("forgets", "You keep the last amount only. Add it to the total.")
    class Forgets(Reference):
        def add(self, amount):
            self.history = [amount]
            return amount


class ListCounter(Counter.Reference):
    pass


class TupleCounter:
    def __init__(self, start=1):
        self.amounts = (start,)

    def add(self, amount):
        self.amounts = (*self.amounts, amount)
        return self.total

    @property
    def total(self):
        return sum(self.amounts)


class Shuffle(Exercise):
    """A good exercise with a judge of its own."""

    id = "sample/shuffle"
    hints = ("What must stay?", "Every item once.", "`rng.permutation(…)`")

    def cases(self, rng):
        for length in (30, 40, 50, 60):
            yield self.case(rng.normal(size=length), Rng(int(rng.integers(1000))))

    def judge(self, case, answer):
        items, got = case.args["items"], np.asarray(answer) if isinstance(answer, list | np.ndarray) else None
        if got is None or got.shape != items.shape:
            return Finding("shape", "It has not as many items as before.")
        if not np.array_equal(np.sort(got), np.sort(items)):
            return Finding("items", "Some items are lost or there twice.")
        if np.array_equal(got, items):
            return Finding("order", "It is in the old order.")
        if np.array_equal(got, np.sort(items)):
            return Finding("sorted", "It is sorted.")
        return None

    @staticmethod
    def solution(items, rng):
        """The items in a random order."""
        return rng.permutation(items)

    @mistake("does not shuffle", "You return the old order. Shuffle it.")
    def same(self, items, rng):
        return items

    @mistake("sorts", "You sort. Shuffle them.")
    def sorts(self, items, rng):
        return np.sort(items)

    @mistake("draws with replacement", "You draw some items twice. Take each once.")
    def replacement(self, items, rng):
        return rng.choice(items, size=len(items))

    @mistake("loses one", "You lose the last item. Keep all.")
    def loses(self, items, rng):
        return rng.permutation(items)[:-1]


def shuffled_copy(items, rng):
    copied = items.copy()
    rng.shuffle(copied)
    return copied


def by_index(items, rng):
    return [items[i] for i in rng.permutation(len(items))]


#: Each with two correct versions.
GOOD = [(Spread, CORRECT), (Counter, [ListCounter, TupleCounter]), (Shuffle, [shuffled_copy, by_index])]
