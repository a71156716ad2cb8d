"""Two mistakes in different statements: all pairs of likely changes.

Of the changes in one statement, those after which the code answers alike share their fate. What is left of a few
hundred is some dozens, and their pairs are few enough for one case to be asked of each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..run import Answer, glance
from ..work import Work
from .alike import alike
from .asked import is_right
from .at_once import AtOnce
from .tried import Try

if TYPE_CHECKING:
    from .search import Search

#: So many changes are put together at most; so many of those that answer alike are told with one that wins.
MOST, ALIKE = 1500, 4
#: So many failing cases tell whether two changes come to the same; so many more, whether one comes to anything.
CASES, MORE = 4, 12
#: A change, by its statement and its number there.
_One = tuple[int, int]


class Both:
    """The search for two changes.

    Args:
        search: which has found no single one.
        work: how much may be done.
    """

    def __init__(self, search: Search, work: Work) -> None:
        self.search, self.work = search, work
        self.at_once = AtOnce(search.program, [*islice(search.likely(), MOST)])
        self.costs = sorted({change.cost for changes in self.at_once.changes for change in changes})
        self.groups: dict[Any, list[_One]] = {}
        self.alike: dict[_One, list[_One]] = {}
        self.silent: set[_One] = set()
        failing = [index for index in search.order if search.attempt.findings[index]]
        self.first, self.asked = failing[0], failing[:: max(len(failing) // CASES, 1)][:CASES]
        self.others = [index for index in failing if index not in self.asked][:MORE]

    def pairs(self) -> list[tuple[Try, Try]]:
        """The pairs that mend, of the least far-fetched kind that has any; none where there was no time for all."""
        self.made = self.at_once.made()
        if self.made is None:
            return []
        unchanged = self._outcome((), [*self.asked, *self.others])
        before: list[_One] = []
        for cost in self.costs:
            new = self._sorted_out(cost, unchanged)
            found = [pair for one, other in self._in_order(before, new) for pair in self._tried(one, other)]
            if found or not self.work.is_left:
                return found if self.work.is_left else []
            before += new
        return []

    def _sorted_out(self, cost: int, unchanged: Any) -> list[_One]:
        """The changes of a cost that make a difference, and of those in one statement that answer alike the first.

        Where something is raised: those that lead to an answer, and those that raise still, which may follow on one.
        """
        found = []
        for one in self._of_cost(cost):
            fate = self._fate(one, unchanged) if self.work.is_left else unchanged
            if fate == unchanged and fate is not None:
                continue
            if fate is None:
                if unchanged is None:
                    self.silent.add(one)
                    found.append(one)
                continue
            alike_ones = self.groups.setdefault((one[0], fate), [])
            alike_ones.append(one)
            if len(alike_ones) == 1:
                self.alike[one] = alike_ones
                found.append(one)
        return found

    def _of_cost(self, cost: int) -> list[_One]:
        """The changes of a cost, by their statements and their numbers there, small ones first."""
        found = [
            (change.size, (statement, number))
            for statement, changes in enumerate(self.at_once.changes)
            for number, change in enumerate(changes)
            if change.cost == cost
        ]
        return [one for _, one in sorted(found)]

    def _fate(self, one: _One, unchanged: Any) -> Any:
        """What comes out with a change, on as many cases as it takes to see a difference; None where it raises."""
        fate = self._outcome((one,), self.asked)
        if fate is None or unchanged is None or fate != unchanged[: len(fate)]:
            return fate
        rest = self._outcome((one,), self.others)
        return None if rest is None else (*fate, *rest)

    def _outcome(self, changes: tuple[_One, ...], indices: Sequence[int]) -> tuple[Any, ...] | None:
        """What comes out on some cases; None where something is raised."""
        found = []
        for index in indices:
            answer = self._answer(changes, index)
            if answer.failure:
                return None
            found.append(alike((answer.value, _plain(answer.after))))
        return tuple(found)

    def _in_order(self, before: list[_One], new: list[_One]) -> Iterator[tuple[_One, _One]]:
        """Pairs in different statements with at least one new change, as long as there is time; small ones first."""
        changes = [*before, *new]
        for one, other in _by_sum(len(changes)):
            if other < len(before):
                continue
            if not self.work.is_left:
                return
            pair = changes[one], changes[other]
            if pair[0][0] != pair[1][0] and not self.silent.issuperset(pair):
                yield pair

    def _tried(self, one: _One, other: _One) -> Iterator[tuple[Try, Try]]:
        """These two, and those that answer like them, if they mend."""
        if self._mends(one, other):
            yield from self._all_of(self.alike.get(one, [one]), self.alike.get(other, [other]))

    def _answer(self, changes: tuple[_One, ...], index: int) -> Answer:
        assert self.made is not None
        search = self.search
        return search.program.ask(glance, self.made(dict(changes)), search.attempt.cases[index], search.few)

    def _mends(self, one: _One, other: _One) -> bool:
        """Whether every case is right with both changes; fresh ones too."""
        attempt, answer = self.search.attempt, self._answer((one, other), self.first)
        if self.made is None or not is_right(attempt, self.first, answer):
            return False
        return self.search.proves(self.made(dict((one, other))))

    def _all_of(self, ones: list[_One], others: list[_One]) -> Iterator[tuple[Try, Try]]:
        """The pairs of changes that answer like these two, and mend as well."""
        first, second = self._change(ones[0]), self._change(others[0])
        if not (self.search.is_sound(first) and self.search.is_sound(second)):
            return
        yield first, second
        for one in ones[1:ALIKE]:
            if self._mends(one, others[0]):
                yield self._change(one), second
        for other in others[1:ALIKE]:
            if self._mends(ones[0], other):
                yield first, self._change(other)

    def _change(self, one: _One) -> Try:
        return self.at_once.changes[one[0]][one[1]]


def _by_sum(count: int) -> Iterator[tuple[int, int]]:
    """Two different ones of so many, the first ones first."""
    for total in range(1, 2 * count - 2):
        for one in range(max(0, total - count + 1), (total + 1) // 2):
            yield one, total - one


def _plain(after: Any) -> Any:
    return [*after.values()] if isinstance(after, dict) else after
