"""A clinic for the training doctor: ill and healthy trainings, told by people who have debugged many.

    python -m benchmarks.doctor_clinic --half development --seeds 3 [--only TEXT] [--out FILE]
    python -m benchmarks.doctor_clinic.verify [--half held] [--only TEXT]     are the ill ones ill, the healthy healthy?

The cases were written without knowledge of how the doctor works, and were divided before anybody had looked: those in
`development_*.py` may be read and used to improve it, those in `held_*.py` are only for measuring. Within a family,
the names are taken in the order of their SHA-256, each goes to the half that has fewer of that family, and where both
have as many, an odd hash goes to the held half. A case stays where it is.
"""

from __future__ import annotations

import importlib
import pkgutil

from benchmarks.doctor_clinic.case import Case, Patient

HALVES = ("development", "held")


def cases(half: str) -> list[Case]:
    """The cases of a half: "development" or "held"."""
    if half not in HALVES:
        raise ValueError(f"cases: half must be 'development' or 'held', got {half!r}.")
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name.startswith(half + "_"))
    found = [case for name in names for case in importlib.import_module(f"{__name__}.{name}").CASES]
    assert len({case.name for case in found}) == len(found), "two cases of one name"
    return found
