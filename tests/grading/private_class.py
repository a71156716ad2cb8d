"""A class that names itself: people write names, logins, addresses and numbers into their notebooks."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from tinygrad_lite.grading import canaries

MSE = '@exercise("loss/mse")\ndef mse(predicted, target):\n    '
RIGHT = "return np.mean((predicted - target) ** 2)"
#: What only Zoë wrote.
HERS = "zoes_very_own_way"
#: Full name, number in the system, login, and the cell that is handed in.
CLASS = {
    "Zoë Quistgård": (
        "48213", "zquist7",
        "# Zoë Quistgård, zquist7, zoe.q@example.org, Matr. 4711815\n"
        f"{MSE}{HERS} = 3\n    return np.sum(predicted - target)",
    ),
    "Ben Oyelaran": (
        "48214", "boyela2", "# as zoe quistgard told me (zquist7, Zoë Quistgård_48213_v2, zquist7_mse.py)\n"
        f"{MSE}print('thanks, Quistgård')\n    {RIGHT}",
    ),
    "Zoë Lindqvist": (
        "48215", "zlind3", f"# Zoë\n{MSE}# for {unicodedata.normalize('NFD', 'Zoë Quistgård')}\n    {RIGHT}",
    ),
    "Amira Haddad": ("48216", "ahadda4", f"{MSE}return np.abs(predicted - target).mean() + undefined"),
}  # fmt: skip
ZOE = "Zoë Quistgård_48213"


def write_private_class(folder: Path) -> None:
    """Write Moodle's download, its worksheet, and a table into which marks can go."""
    rows = ["Identifier,Full name,ID number,Username,Email address,Status,Grade,Maximum Grade\n"]
    for name, (number, login, cell) in CLASS.items():
        place = folder / "moodle" / f"{name}_{number}_assignsubmission_file"
        place.mkdir(parents=True)
        (place / "02_loss.ipynb").write_bytes(canaries.notebook("02_loss", [cell]))
        rows.append(f"Participant {number},{name},00{number},{login},{login}@example.org,Submitted,,10.00\n")
    (folder / "moodle" / f"{ZOE}_assignsubmission_file" / "notes.pdf").write_bytes(b"%PDF")
    (folder / "roster.csv").write_text("".join(rows), encoding="utf-8-sig")
    (folder / "table.csv").write_text(
        "Student number,Mark\n" + "".join(f"{number},\n" for number, _, _ in CLASS.values()), encoding="utf-8"
    )


def says_of_zoe(data: bytes, pseudonym: str) -> list[str]:
    """What of her stands in a file: her name, however it is spelt, number, login, address, pseudonym, work."""
    text = unicodedata.normalize("NFC", data.decode("utf-8", "replace")).casefold()
    hers = ("quistgård", "quistgard", "zoë q", "48213", "zquist7", "zoe.q@", "4711815", HERS, pseudonym.casefold())
    return [one for one in hers if one in text]
