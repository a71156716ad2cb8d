"""What a class report is told of the run besides its records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from .appeals import Appealed
from .exempt import Exemption
from .missing import EMPTY
from .own_record import Shown


@dataclass(frozen=True)
class About:
    """What the run knows, and the records do not.

    Attributes:
        version: of tinygrad_lite.
        seed, sandbox: of the run.
        canaries: "right", or what came out wrong.
        changed: marks that changed since the last run; None where this is the first.
        listed: students on the roster; None where there is none.
        appeals: what came of them.
        compared, unsteady: how many answers the self-check judged with other seeds too, and the tasks whose verdict
            then differed.
        points: `[points]` of grading.toml.
        shown: what students' own progress files say, of those who handed them in.
        exempt: cases that count for nobody.
        missing: what counts for what was not handed in, "empty" or "zero".
        asked: how many questions about files `who.csv` asks the instructor.
        by_hand: marks that a person set, by student and exercise: what was to be decided there is settled.
    """

    version: str = ""
    seed: int = 0
    sandbox: str = ""
    canaries: str = ""
    changed: int | None = None
    listed: int | None = None
    appeals: Appealed = field(default_factory=Appealed)
    compared: int = 0
    unsteady: tuple[str, ...] = ()
    points: Mapping[str, float] = field(default_factory=dict)
    shown: Mapping[str, Shown] = field(default_factory=dict)
    exempt: Iterable[Exemption] = ()
    missing: str = EMPTY
    asked: int = 0
    by_hand: Collection[tuple[str, str]] = ()
