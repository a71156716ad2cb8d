"""Two mistakes in different statements: all pairs of likely changes.

Of the changes in one statement, those after which the code answers alike share their fate. What is left of a few
hundred is some dozens, and their pairs are few enough for one case to be asked of each. First come those pairs of which
one change alone makes more of the answers right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any

from ..run import Answer, glance
from ..work import Work
from .alike import alike
from .asked import is_right
from .at_once import AtOnce
from .share import share_right
from .tried import Try

if TYPE_CHECKING:
    from .search import Search

#: So many changes are put together at most; so many of those that answer alike are told with one that wins.
MOST, ALIKE = 2000, 4
#: So many failing cases tell whether two changes come to the same; so many more, whether one comes to anything.
CASES, MORE = 4, 12
#: So many changes that gain something are put together with all others, before the rest; so many of those that make
#: much right even with what makes no difference by itself, and with what is more far-fetched.
GAINING, STRONG = 12, 3
#: So much of the work is kept, where there are such, for what follows on them, before the rest of the pairs.
KEPT = 0.5
#: What stands for the answer where something is raised.
RAISED = ("raised",)
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
        self.kept = 0.0
        self.silent: set[_One] = set()
        self.idle: list[_One] = []
        self.gains: dict[_One, float] = {}
        self.failing = [index for index in search.order if search.attempt.findings[index]]
        self.first = self.failing[0]
        self._before: dict[int, tuple[Any, float]] = {}
        self._asked: dict[int, tuple[list[int], list[int]]] = {}
        self._still: dict[_One, int] = {}
        self._harmless: dict[_One, bool] = {}

    def pairs(self) -> list[tuple[Try, Try]]:
        """The pairs that mend, of the least far-fetched kind that has any; none where there was no time for all.

        Where there is one with a change that gains something, all that mend with that change.
        """
        self.made = self.at_once.made()
        if self.made is None:
            return []
        before: list[_One] = []
        for cost in self.costs:
            new = self._sorted_out(cost)
            found = self._of_gaining(before, new)
            if not found and cost == self.costs[0]:
                found = self._of_strong()
            if found:
                return found
            found = [pair for one, other in self._in_order(before, new) for pair in self._tried(one, other, self.first)]
            if found or not self.is_left:
                return found if self.is_left else []
            before += new
        return []

    @property
    def is_left(self) -> bool:
        """Whether more pairs may be tried."""
        return self.work.is_left and self.work.left > self.kept

    def _sorted_out(self, cost: int) -> list[_One]:
        """The changes of a cost that make a difference, and of those in one statement that answer alike the first.

        Where something is raised: those that lead to an answer, and those that raise still, which may follow on one.
        """
        found = []
        for one in self._of_cost(cost):
            if not self.is_left:
                break
            fate = self._fate(one)
            if fate is None:
                self.idle.append(one)
                continue
            if all(each is RAISED for each in fate):
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

    def _fate(self, one: _One) -> tuple[Any, ...] | None:
        """What comes out with a change, on as many cases as it takes to see a difference.

        None where it makes none, or raises where nothing was raised before. What raises still may be the second of two.
        """
        asked, more = self._cases_of(one[0])
        fate: list[Any] = []
        gained = 0.0
        for index in (*asked, *more):
            if len(fate) >= len(asked) and not self._is_unchanged(fate, asked):
                break
            key, share = self._come_to((one,), index)
            before, share_before = self._unchanged(index)
            if key is RAISED and before is not RAISED:
                return None
            fate.append(key)
            gained += share - share_before
        if self._is_unchanged(fate, (*asked, *more)):
            return tuple(fate) if fate and fate[0] is RAISED else None
        self.gains[one] = gained
        return tuple(fate)

    def _is_unchanged(self, fate: Sequence[Any], indices: Sequence[int]) -> bool:
        return all(key == self._unchanged(index)[0] for key, index in zip(fate, indices, strict=False))

    def _cases_of(self, statement: int) -> tuple[list[int], list[int]]:
        """The failing cases that run a statement: a few, and some more."""
        if statement not in self._asked:
            where = self.at_once.changes[statement][0].slot.statement
            run = [index for index in self.failing if self.search.runs(index, where)] or self.failing
            asked = run[:: max(len(run) // CASES, 1)][:CASES]
            self._asked[statement] = asked, [index for index in run if index not in asked][:MORE]
        return self._asked[statement]

    def _unchanged(self, index: int) -> tuple[Any, float]:
        if index not in self._before:
            self._before[index] = self._come_to((), index)
        return self._before[index]

    def _come_to(self, changes: tuple[_One, ...], index: int) -> tuple[Any, float]:
        """A key for what comes out on a case, and how much of it is right."""
        answer = self._answer(changes, index)
        if answer.failure:
            return RAISED, 0.0
        attempt = self.search.attempt
        wanted = attempt.expected[index]
        return alike((answer.value, _plain(answer.after))), share_right(answer, wanted, attempt.exercise.rtol)

    def _of_gaining(self, before: list[_One], new: list[_One]) -> list[tuple[Try, Try]]:
        """The pairs that mend of the first change that gains something by itself and has any."""
        fresh = set(new)
        for one in self._gaining([*before, *new])[:GAINING]:
            found = self._with_each(one, [*before, *new] if one in fresh else new)
            if found:
                return found
        return []

    def _of_strong(self) -> list[tuple[Try, Try]]:
        """The same of those that make half of the cases right, with what does nothing alone, and with all the rest."""
        rest = [*self.idle, *(one for cost in self.costs[1:] for one in self._of_cost(cost))]
        for one in (one for one in self._strong() if self.gains[one] >= CASES / 2):
            found = self._with_each(one, rest)
            if found:
                return found
        return []

    def strong(self) -> list[Try]:
        """The changes that make as much right as a whole case, and none wrong that was right; the best first."""
        return [*map(self._change, self._strong())]

    def _strong(self) -> list[_One]:
        """The same by their numbers."""
        gaining = takewhile(lambda one: self.gains[one] >= 1, self._gaining([*self.alike]))
        return [*islice(filter(self._breaks_nothing, gaining), STRONG)]

    def _breaks_nothing(self, one: _One) -> bool:
        """Whether all that was right is right still: the change that mends one of two mistakes breaks no case."""
        if one not in self._harmless:
            attempt = self.search.attempt
            right = (index for index in self.search.order if not attempt.findings[index])
            self._harmless[one] = all(is_right(attempt, index, self._answer((one,), index)) for index in right)
        return self._harmless[one]

    def _gaining(self, changes: list[_One]) -> list[_One]:
        """Those after which more of the answers is right, the best first."""
        return sorted((one for one in changes if self.gains.get(one, 0) > 0), key=lambda one: -self.gains[one])

    def _with_each(self, one: _One, others: list[_One]) -> list[tuple[Try, Try]]:
        """The pairs of a change with others that mend."""
        still = self._still_wrong(one)
        return [
            pair
            for other in others
            if other[0] != one[0] and self.work.is_left
            for pair in self._tried(one, other, still)
        ]

    def _still_wrong(self, one: _One) -> int:
        """The first failing case that one change leaves wrong."""
        if one not in self._still:
            attempt = self.search.attempt
            wrong = (index for index in self.failing if not is_right(attempt, index, self._answer((one,), index)))
            self._still[one] = next(wrong, self.first)
        return self._still[one]

    def _in_order(self, before: list[_One], new: list[_One]) -> Iterator[tuple[_One, _One]]:
        """Pairs in different statements with at least one new change, as long as there is time; small ones first."""
        changes = [*before, *new]
        self.kept = KEPT * self.work.units if self._strong() else 0.0
        for one, other in _by_sum(len(changes)):
            if other < len(before):
                continue
            if not self.is_left:
                return
            pair = changes[one], changes[other]
            if pair[0][0] != pair[1][0] and not self.silent.issuperset(pair):
                yield pair

    def _tried(self, one: _One, other: _One, first: int) -> Iterator[tuple[Try, Try]]:
        """These two, and those that answer like them, if they mend; a case that is likely to tell is asked first."""
        if self._mends(one, other, first):
            yield from self._all_of(self.alike.get(one, [one]), self.alike.get(other, [other]))

    def _answer(self, changes: tuple[_One, ...], index: int) -> Answer:
        assert self.made is not None
        search = self.search
        return search.program.ask(glance, self.made(dict(changes)), search.attempt.cases[index], search.few)

    def _mends(self, one: _One, other: _One, first: int) -> bool:
        """Whether every case is right with both changes; fresh ones too."""
        attempt, answer = self.search.attempt, self._answer((one, other), first)
        if self.made is None or not is_right(attempt, first, answer):
            return False
        return self.search.proves(self.made(dict((one, other))))

    def _all_of(self, ones: list[_One], others: list[_One]) -> Iterator[tuple[Try, Try]]:
        """The pairs of changes that answer like these two, and mend as well."""
        first, second = self._change(ones[0]), self._change(others[0])
        if not (self.search.is_sound(first) and self.search.is_sound(second)):
            return
        yield first, second
        for one in ones[1:ALIKE]:
            if self._mends(one, others[0], self.first):
                yield self._change(one), second
        for other in others[1:ALIKE]:
            if self._mends(ones[0], other, self.first):
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
