"""The class of docs/HAND_MARKING.md: lesson 02 with two questions that a person reads, handed in by nine students."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from pathlib import Path
from typing import Any

from tests.grading.typed_by_hand import rows_in, save
from tinygrad_lite.grading import canaries

PACK = Path(__file__).parent / "pack" / "my_texts.py"
UNIT = "A model predicts the height of children"
PLOT = "plt.plot(errors, errors**2, label='squared')\nplt.plot(errors, abs(errors), label='absolute')\nplt.legend()"
#: What each wrote to mine/unit; and the code of the plot, which is the same for those who sat together.
TEXTS = {
    "ada": "Square centimetres. The root is in centimetres again, as the heights are.",
    "ben": "In cm^2, because the errors are squared.\n\nThe root brings it back to cm.",
    "carla": "Centimetres.",
    "dora": "Centimetres.",
    "emil": "",
    "fay": "=cm*cm, and the root is cm",
    "gus": "It has no unit: a loss is a number.",
    "hal": "Square centimetres; a root of it can be compared with a height.",
}
PLOTS = {"ada": PLOT, "ben": PLOT, "carla": "plt.plot(errors**2)", "dora": "plt.plot(errors**2)"}
MSE = '@exercise("loss/mse")\ndef mse(predicted, target):\n    return np.mean((predicted - target) ** 2)'


def png(shade: int) -> str:
    """A picture of one point, as a notebook holds it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    whole = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes([0, shade])))
    return base64.b64encode(whole + chunk(b"IEND", b"")).decode()


def notebook(released: Path, answers: dict[str, str], shade: int | None = None, code: tuple[str, ...] = ()) -> bytes:
    """A released notebook with what somebody wrote into some cells, by their ids.

    Args:
        shade: of the picture below the plot; none without it.
        code: cells of her own at the end.
    """
    whole: dict[str, Any] = json.loads(released.read_text(encoding="utf-8"))
    for cell in whole["cells"]:
        if cell["id"] in answers:
            cell["source"] = answers[cell["id"]]
            if cell["cell_type"] == "code" and shade is not None:
                shown = {"output_type": "display_data", "metadata": {}, "data": {"image/png": png(shade)}}
                cell["outputs"] = [shown]
    empty: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    whole["cells"] += [empty | {"id": f"own-{place}", "source": text} for place, text in enumerate(code)]
    return json.dumps(whole, ensure_ascii=False).encode()


def write_hand_class(folder: Path, released: Path) -> None:
    """Write `submitted/` from what `release` wrote."""
    for place, (student, text) in enumerate(TEXTS.items()):
        answers = {"mine-unit": text or "*Your answer, in place of this line.*"}
        answers |= {"loss-mse": MSE} if student == "ada" else {}  # who answers no exercise needs no process
        if student in PLOTS:
            answers["mine-curve"] = PLOTS[student]
        shade = 9 if student in ("carla", "dora") else 40 + place
        (folder / "submitted" / student).mkdir(parents=True)
        (folder / "submitted" / student / "02_loss.ipynb").write_bytes(notebook(released, answers, shade))
    (folder / "submitted" / "ida").mkdir()
    # without the questions: an old copy of the lesson
    (folder / "submitted" / "ida" / "02_loss.ipynb").write_bytes(canaries.notebook("02_loss", []))


#: What the markers of the guide type, by the question and by how an answer begins: each in the rows that she has.
ANNA = {
    ("mine/unit", "Square centimetres; a root"): {"score": "3"},
    ("mine/unit", "Square centimetres. The root"): {"score": "3", "comment": "#compare"},
    ("mine/unit", "Centimetres."): {"score": "0", "comment": "#squares"},
    ("mine/unit", "In cm^2"): {"score": "3", "comment": "#compare"},
    ("mine/unit", "'=cm*cm"): {"score": "2"},
    ("mine/unit", "It has no unit"): {"score": "0", "comment": "Every number that measures has one. #squares"},
    ("mine/curve", "plt.plot(errors**2)"): {"score": "0,5", "comment": "Where is the absolute error?"},
    ("mine/curve", "plt.plot(errors, errors**2"): {"score": "2", "comment": "#axes"},
}
BEN = ANNA | {("mine/unit", "Square centimetres; a root"): {"score": "2", "comment": "And its unit?"}}
COMMENTS = """\
squares = {text = "The squares of centimetres are square centimetres."}
compare = {text = "Say what the root can be compared with.", points = -0.5}
axes = {text = "Both axes need a label.", points = -0.5}
"""


def typed(path: Path, cells: dict[tuple[str, str], dict[str, str]]) -> None:
    """Type into those rows that are in a file, and save it as a spreadsheet does in Germany."""
    rows = rows_in(path)
    for row in rows:
        for (question, begins), what in cells.items():
            if row["question"] == question and row["text"].startswith(begins):
                row |= what
    save(path, rows, "semicolons")
