"""What is known of one graded notebook, as plain data: the one thing that grading writes and that reports read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

#: What may be said of an exercise in place of a mark, and "graded" where there is one.
GRADED = "graded"
NOT_HANDED_IN = "not handed in"
NEEDS_A_PERSON = "needs a person"
MACHINE = "not graded: machine"
STATES = (GRADED, NOT_HANDED_IN, NEEDS_A_PERSON, MACHINE)
#: The comment of a person's 0 that nobody has to type: nothing was written.
NO_ANSWER = "no answer"


@dataclass(frozen=True)
class Mark:
    """One exercise or question of one notebook.

    Attributes:
        id: the task's, "loss/mse".
        points: what it is worth.
        auto: points that the judge gives; None where `state` is not "graded". A 0 is given only for an answer that ran,
            or for a stub.
        state: one of `STATES`.
        status: of the verdict: "not-started", "wrong", "error", "not-by-hand" or "right"; "" where there is none.
        kind, name: of the diagnosis ("mistake", "sums instead of averaging"), "" where there is none.
        card: the card as in the lesson, `dataclasses.asdict(Card)`; {} where there is none.
        why: a line of reason, for a state that is no mark, or what is to be said besides ("defined twice: the last one
            counts").
        source: the student's own code, without what stands around it; of a question, the answer given.
        tree: a short name for the code's syntax tree without names, comments and layout; equal code has equal names.
        behaviour: a short name for how a wrong answer is wrong, equal for answers that are wrong in the same way.
        passed, total: cases answered rightly, and asked.
        values_right: every value was right, whatever else was wrong (an input changed, a warning).
        seconds: CPU seconds that it took.
        late_by: by how much it came too late, as the table has it; "" if it did not.
        share: what part of `auto` counts, as it came late.
        attempt, attempt_sha256: the path of the file that it comes from, where that is another attempt than the
            record's, and what is in it.
        floor: what went out already, below which it may not fall; None where nothing did, or nothing is held up.
        floor_given: what whoever reads the answer had given when that went out: who takes something off means it.
        zero: where it was not handed in, 0 counts.
        run: the number of the run in which it was made; 0 where that is not known.
        read: a person reads the answer, and no program judges it.
        by_hand, comment: the points that she gives, None as long as there are none, and what she says to the student.
    """

    id: str
    points: float
    auto: float | None = None
    state: str = GRADED
    status: str = ""
    kind: str = ""
    name: str = ""
    card: dict[str, Any] = field(default_factory=dict)
    why: str = ""
    source: str = ""
    tree: str = ""
    behaviour: str = ""
    passed: int = 0
    total: int = 0
    values_right: bool = False
    seconds: float = 0.0
    late_by: str = ""
    share: float = 1.0
    attempt: str = ""
    attempt_sha256: str = ""
    run: int = 0
    floor: float | None = None
    floor_given: float | None = None
    zero: bool = False
    read: bool = False
    by_hand: float | None = None
    comment: str = ""

    @property
    def given(self) -> float | None:
        """What the judge gives, or whoever reads the answer; None where there is nothing yet."""
        return self.by_hand if self.read else self.auto

    @property
    def verdict(self) -> str:
        """What came of it, in words: "wrong (sums instead of averaging)"."""
        return f"{self.status or self.state}{f' ({self.name})' if self.name else ''}"

    @property
    def computed(self) -> float | None:
        """That mark, less what it loses for being late; None where there is none."""
        return None if self.given is None else round(self.given * self.share, 4)

    @property
    def least(self) -> float | None:
        """Below what it may not fall; None where nothing is held up. What a person takes off by hand is taken off: of
        an answer that is read only the share is held up that lateness had left of it."""
        if not self.read or self.floor is None:
            return self.floor
        if not self.floor_given or self.given is None:
            return None
        return round(self.floor * min(1.0, self.given / self.floor_given), 4)

    @property
    def held(self) -> bool:
        """Whether it would be lower if it had not gone out already."""
        return self.computed is not None and self.least is not None and self.computed < self.least

    @property
    def counted(self) -> float | None:
        """What counts, as long as no person sets another mark; None where there is none."""
        if self.zero and self.state == NOT_HANDED_IN and self.computed is None:
            return 0.0
        return self.least if self.held else self.computed


@dataclass(frozen=True)
class Record:
    """One notebook of one student.

    Attributes:
        student: the id, as in `who.csv`.
        path: where the notebook was found, relative to the folder or zip that was given; "" where nothing was found.
        sha256: of the file; "" where there is none.
        lesson: "02_loss"; "" where it is not known.
        version: of the lesson, as the notebook says.
        state: one of `STATES`; of the whole notebook. "graded" unless nothing of it could be judged.
        why: a line of reason for a state that is no mark.
        marks: one for each task of the lesson, in the lesson's order; none where the state is no mark.
        texts, pictures: what a person reads, and what she looks at, by the task's id. A picture is the address of its
            own bytes, as pages have it.
        notes: what is to be said of the whole notebook.
        seed: of the cases.
        tier: the sandbox's name.
        group: by which it was handed in; each member has a record of her own.
        seconds: CPU seconds that it took.
    """

    student: str
    path: str = ""
    sha256: str = ""
    lesson: str = ""
    version: str = ""
    state: str = GRADED
    why: str = ""
    marks: tuple[Mark, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, list[str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    seed: int = 0
    tier: str = ""
    seconds: float = 0.0
    group: str = ""

    @property
    def points(self) -> float:
        """Points of all marks that there are."""
        return sum(mark.auto or 0.0 for mark in self.marks)

    @property
    def judged(self) -> Record:
        """This record with those marks alone that programs give."""
        return replace(self, marks=tuple(mark for mark in self.marks if not mark.read))

    def as_json(self) -> dict[str, Any]:
        """As JSON holds it; `from_json` is the way back."""
        return vars(self) | {"marks": [vars(mark) for mark in self.marks]}

    def writable(self) -> Record:
        """This record without halves of characters: a student's program can make them, and no file can hold them."""
        return Record.from_json(_whole(self.as_json()))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Record:
        """A record from what `as_json` made."""
        return cls(**data | {"marks": tuple(Mark(**mark) for mark in data["marks"]), "notes": tuple(data["notes"])})


def _whole(value: Any) -> Any:
    """Plain data whose texts can be written as UTF-8."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(item) for item in value]
    return value
