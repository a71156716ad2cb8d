"""Two mistakes in different statements: all pairs of likely changes.

Of the changes in one statement, those after which the code answers alike share their fate. What is left of a few
hundred is some dozens, and their pairs are few enough for one case to be asked of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, islice, product
from typing import TYPE_CHECKING, Any

from ..run import Answer, glance
from .alike import alike
from .asked import asked, is_right
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
        may_go_on: whether there is time for more.
    """

    def __init__(self, search: Search, may_go_on: Callable[[], bool]) -> None:
        self.search, self.may_go_on = search, may_go_on
        self.at_once = AtOnce(search.program, [*islice(search.likely(), MOST)])
        failing = [index for index in search.order if search.attempt.findings[index]]
        self.first, self.asked = failing[0], failing[:: max(len(failing) // CASES, 1)][:CASES]
        self.others = [index for index in failing if index not in self.asked][:MORE]

    def pairs(self) -> Iterator[tuple[Try, Try]]:
        """The pairs that mend."""
        self.made = self.at_once.made()
        if self.made is None:
            return
        leading, silent = self._sorted_out()
        for one, other in self._in_order([*leading], [*silent]):
            if not self.may_go_on():
                return
            if self._mends(one, other):
                yield from self._all_of(leading[one], (leading | silent)[other])

    def _sorted_out(self) -> tuple[dict[_One, list[_One]], dict[_One, list[_One]]]:
        """The changes that make a difference, those that answer alike by the first of them; and those that raise still.

        The second may follow on one that leads from an exception to an answer.
        """
        unchanged = self._outcome((), [*self.asked, *self.others])
        groups: dict[Any, list[_One]] = {}
        silent: dict[_One, list[_One]] = {}
        for statement, changes in enumerate(self.at_once.changes):
            for number in range(len(changes)):
                if not self.may_go_on():
                    break
                one = (statement, number)
                fate = self._fate(one, unchanged)
                if fate is not None and fate != unchanged:
                    groups.setdefault((statement, fate), []).append(one)
                elif fate is None and unchanged is None:
                    silent[one] = [one]
        return {group[0]: group for group in groups.values()}, silent

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

    def _in_order(self, leading: list[_One], silent: list[_One]) -> Iterator[tuple[_One, _One]]:
        """Pairs in different statements, small and likely ones first."""
        place = {change: number for number, change in enumerate([*leading, *silent])}
        pairs = [pair for pair in (*combinations(leading, 2), *product(leading, silent)) if pair[0][0] != pair[1][0]]
        return iter(sorted(pairs, key=lambda pair: place[pair[0]] + place[pair[1]]))

    def _answer(self, changes: tuple[_One, ...], index: int) -> Answer:
        assert self.made is not None
        self.search.program.count(self.search.few)
        return asked(glance, self.made(dict(changes)), self.search.attempt.cases[index])

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


def _plain(after: Any) -> Any:
    return [*after.values()] if isinstance(after, dict) else after
