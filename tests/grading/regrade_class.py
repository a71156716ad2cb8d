"""The class of docs/REGRADE.md: five students, one exercise, as nbgrader collected it."""

from __future__ import annotations

from pathlib import Path

from tinygrad_lite.grading import canaries

_BCE = '@exercise("loss/bce")\ndef bce(probability, target):\n    p = np.clip(probability, 1e-7, 1 - 1e-7)\n    '
_RIGHT = _BCE + "return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))"
#: Ada takes no targets between 0 and 1; Ben adds up; a fifth, Eve, has handed in nothing herself.
ANSWERS = {
    "ada": _BCE + "return -np.mean(np.where(target == 1, np.log(p), np.log(1 - p)))",
    "ben": _BCE + "return -np.sum(target * np.log(p) + (1 - target) * np.log(1 - p))",
    "carla": _RIGHT,
    "dora": _RIGHT,
}
TIMES = {"carla": "2026-11-24 08:30:00 UTC", "dora": "2026-11-22 23:10:00 UTC"}
IN_TIME = "2026-11-22 20:00:00 UTC"


def write_regrade_class(folder: Path) -> None:
    """Write `submitted/` and a table into which marks can go."""
    for student, answer in ANSWERS.items():
        place = folder / "submitted" / student / "loss"
        place.mkdir(parents=True)
        (place / "02_loss.ipynb").write_bytes(canaries.notebook("02_loss", [answer]))
        (place / "timestamp.txt").write_text(TIMES.get(student, IN_TIME), encoding="utf-8")
    rows = "".join(f"{student},\n" for student in (*ANSWERS, "eve"))
    (folder / "table.csv").write_text(f"Login,Mark\n{rows}", encoding="utf-8")
