"""The class of docs/APPEALS.md: three who appeal, and one who does not."""

from __future__ import annotations

from pathlib import Path

from tinygrad_lite.grading import canaries

from .regrade_class import _BCE, ANSWERS

#: Ada takes no targets between 0 and 1; Ben adds up; Carla rounds what she returns.
CLASS = {
    "ada": ANSWERS["ada"],
    "ben": ANSWERS["ben"],
    "carla": f"{_BCE}return round(float(-np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))), 3)",
    "dora": ANSWERS["dora"],
}


def write_appeal_class(folder: Path) -> None:
    """Write `submitted/`."""
    for student, answer in CLASS.items():
        place = folder / "submitted" / student
        place.mkdir(parents=True)
        (place / "02_loss.ipynb").write_bytes(canaries.notebook("02_loss", [answer]))
