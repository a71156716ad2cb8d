"""Which statements of a notebook an answer needs: from the names that it reads to the statements that give them."""

from __future__ import annotations

import builtins
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from .call_effects import MOST_FOLLOWED, changed_by_calls, merged, whole
from .cell_text import Text
from .statements import Statement

Place = tuple[int, int]  # the index of a cell, and of a statement in it


@dataclass
class Needed:
    """The statements that are kept: place → the name or the exercise that needs each.

    Attributes:
        texts: the notebook's cells.
        exercises: names that belong to exercises; the lesson itself sees to what they are bound to.
        why: what was found so far.
        changed: place → the names of what the statement changes, by calls of the notebook's functions too.
        own: what is changed by calls of the notebook's functions and classes (`call_effects.whole`).
        by: place → the exercises whose answers need the statement; not of settings and star imports, for all.
        gives: place → those of them that read a name which it gives a value. The others need it because it may change
            what they use: `np.mean = …`.
    """

    texts: list[Text]
    exercises: set[str]
    why: dict[Place, str] = field(default_factory=dict)
    changed: dict[Place, frozenset[str]] = field(default_factory=dict)
    own: dict[str, frozenset[str]] = field(default_factory=dict)
    by: dict[Place, set[str]] = field(default_factory=dict)
    gives: dict[Place, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.own = whole(merged(statement.effects for _, statement in self._all()))
        self._makers = [(place, statement.words) for place, statement in self._all() if statement.makes_names]
        self._settings = [place for place, statement in self._all() if statement.is_setting]
        self._binders: dict[str, list[Place]] = {}  # all lists are in the order of the notebook
        self._certain: dict[str, list[Place]] = {}
        self._givers: dict[str, list[Place]] = {}
        imported = {name for _, each in self._all() if each.imports for name in each.binds}
        others = _objects((each for _, each in self._all()), imported)
        left = MOST_FOLLOWED
        for place, statement in self._all():
            changed = self.changed[place] = self._changed_by(statement) if left > 0 else statement.touches
            changed = _reached(changed, others) if left > 0 else changed
            left -= len(changed)
            for name in statement.binds:
                self._binders.setdefault(name, []).append(place)
                if statement.is_plain:
                    self._certain.setdefault(name, []).append(place)
            for name in statement.writes:
                self._binders.setdefault(name, []).append(place)
            for name in statement.binds | changed | statement.writes | (statement.acts_on - imported):
                self._givers.setdefault(name, []).append(place)

    def _changed_by(self, statement: Statement) -> frozenset[str]:
        if statement.keys.isdisjoint(self.own):
            return statement.touches
        return statement.touches | changed_by_calls(statement.calls, self.own)

    def _all(self) -> list[tuple[Place, Statement]]:
        return [((i, j), s) for i, text in enumerate(self.texts) for j, s in enumerate(text.statements)]

    def keep(self, answer: Place, why: str, own: str) -> int:
        """Keep an answer and what it needs; the index of the cell after which all of it is there.

        Args:
            answer: where it stands.
            why: its exercise.
            own: the exercise's name. Of all exercises' names this alone is looked for in the notebook, and only where
                it is read at once: in `mse = averaged(mse)`, and not where `mse` calls itself.
        """
        after, end = answer[0], (answer[0] + 1, 0)
        waiting = [answer, *self._on_itself(answer), *(place for place in self._settings if place[0] <= answer[0])]
        seen = set(waiting)
        listed: dict[str, Place] = {}  # name → from where on what gives it is in `seen`
        for place in waiting:
            self.why.setdefault(place, "a setting" if place in self._settings else why)
        while waiting:
            reader = waiting.pop()
            earlier = {own} & self._at(reader).reads_at_once
            for name in sorted(self._at(reader).reads - self.exercises | earlier):
                start, stop = self._range(name, reader, end)
                stop = min(stop, listed.get(name, stop))
                if start >= stop:
                    continue
                listed[name] = start
                places = self._givers[name]
                for giver in places[bisect_left(places, start) : bisect_left(places, stop)]:
                    if giver not in seen:
                        seen.add(giver)
                        waiting.append(giver)
                        self.why.setdefault(giver, name)
                        after = max(after, giver[0])
        read = frozenset().union(*(self._at(place).reads for place in seen))
        for place in seen.difference(self._settings):
            self.by.setdefault(place, set()).add(why)
            if place == answer or self._at(place).binds & read:
                self.gives.setdefault(place, set()).add(why)
        for place in self._binders.get("*", []):
            if place[0] <= after:
                self.why.setdefault(place, "*")
        return after

    def _on_itself(self, answer: Place) -> list[Place]:
        """Where the rest of its cell changes the answer itself: `mse.calls = 0`, `@mse.register`."""
        names, end = self._at(answer).binds & self.exercises, (answer[0] + 1, 0)
        places = {place for name in names for place in self._givers[name] if answer < place < end}
        return sorted(place for place in places if not names & self._at(place).binds)

    def _at(self, place: Place) -> Statement:
        return self.texts[place[0]].statements[place[1]]

    def _range(self, name: str, reader: Place, end: Place) -> tuple[Place, Place]:
        """From where to where stands what gives a name its value and changes it, as it is when the check comes.

        From the last statement before the reader that certainly gives it a new value, to the end of the answer's cell;
        where nothing gives it a value up to there, and it is no builtin, the first cell further down that does.
        """
        binders = self._binders.get(name, [])
        if not binders:
            return end, end
        if binders[0] >= end:
            made = any(place < end and name in words for place, words in self._makers)  # `exec("eps = 1e-7")`
            cell = binders[0][0]
            return (end, end) if made or hasattr(builtins, name) else (binders[0], (cell + 1, 0))
        certain = self._certain.get(name, [])
        before = bisect_left(certain, reader)
        return (certain[before - 1] if before else binders[0]), end


def _objects(statements: Iterable[Statement], imported: set[str]) -> dict[str, set[str]]:
    """Name → the names of the objects that it is given for: what is done by the one is done to the others.

    Not of what is imported: a part of NumPy is no part of the notebook.
    """
    found: dict[str, set[str]] = {}
    for each in statements:
        for name, owner in sorted(each.other_names):
            if owner not in imported:
                found.setdefault(name, set()).add(owner)
    return found


def _reached(names: Iterable[str], others: dict[str, set[str]]) -> frozenset[str]:
    """These names and those of the objects that they stand for, from name to name.

    Looked up only for what is changed: in a notebook of thousands of names, each for the one before, all of them for
    all would be millions.
    """
    reached = set(names)
    waiting = [name for name in reached if name in others]
    while waiting:
        new = others.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return frozenset(reached)
