"""A class: notebooks of lesson 02 as students really hand them in, each with the marks that are expected of it.

    for student in sample_class():
        student.name, student.about      "adams", "everything right"
        student.files                    {"02_loss.ipynb": b"…"}: what is in the folder of that name
        student.expected                 {"loss/mse": Expected("wrong", "sums instead of averaging"), …}

`write_class(folder)` writes them as folders. The notebooks are the same on every machine. What is expected is kept
here by hand; that the lesson's own judge says the same is tested in `test_sample_class.py`.
"""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tinygrad_lite.grading import record

from .hand_in import Copy, decorated, right_answers, tasks, wrong_answer

CHECK_SHAPES = """def check_shapes(function):
    def wrapped(predicted, target):
        assert predicted.shape == target.shape
        return function(predicted, target)

    return wrapped"""


@dataclass(frozen=True)
class Expected:
    """What is to come out for one task: the verdict's status, the diagnosis' name ("" for none), the mark's state."""

    status: str
    diagnosis: str = ""
    state: str = record.GRADED


RIGHT, STUB = Expected("right"), Expected("not-started")
ABSENT = Expected("", state=record.NOT_HANDED_IN)
UNCLEAR = Expected("", state=record.NEEDS_A_PERSON)


@dataclass(frozen=True)
class Student:
    """One student: name, what is special, the files handed in, and what is expected.

    Attributes:
        state: of the whole notebook; where it is no mark, `expected` is empty.
        says: words that must stand in what is said of the notebook.
    """

    name: str
    about: str
    files: dict[str, bytes]
    expected: dict[str, Expected] = field(default_factory=dict)
    state: str = record.GRADED
    says: str = ""

    @property
    def notebook(self) -> bytes:
        """The file that counts: the last notebook by name."""
        return self.files[max((name for name in self.files if ".ipynb" in name), default=max(self.files))]


def student(name: str, about: str, copy: Copy, *, says: str = "", **other: Expected) -> Student:
    """A student who has everything right but for `other`: the last part of a task's id → what is expected."""
    expected = {task_id: other.pop(task_id.partition("/")[2], RIGHT) for task_id in tasks()}
    assert not other, f"no such task: {other}"
    return Student(name, about, {"02_loss.ipynb": copy.run().data()}, expected, says=says)


@cache  # a dozen files of tests begin with it
def sample_class() -> tuple[Student, ...]:
    """The whole class, in the order of the names."""
    groups = (_right(), _partly(), _wrong(), _moved(), _around(), _broken(), _files(), _nothing())
    everybody = [one for group in groups for one in group]
    assert len({one.name for one in everybody}) == len(everybody)
    return tuple(sorted(everybody, key=lambda one: one.name))


def write_class(folder: Path, everybody: Sequence[Student] = ()) -> Sequence[Student]:
    """Write the class, or some of it, as folders, with what else is found in such a place; the students."""
    everybody = everybody or sample_class()
    for one in everybody:
        (folder / one.name).mkdir(parents=True, exist_ok=True)
        for name, data in one.files.items():
            path = folder / one.name / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    (folder / ".DS_Store").write_bytes(b"\x00\x00\x00\x01Bud1")
    return everybody


def _right() -> Iterator[Student]:
    yield student("adams", "everything right, like the course's own", Copy().solve())
    yield student("bauer", "everything right, in other ways", Copy().solve(1))
    yield student("chen", "everything right, with loops", Copy().solve(2))
    yield student("dubois", "everything right, in yet other ways", Copy().solve(3))


def _partly() -> Iterator[Student]:
    everything = dict.fromkeys((task_id.partition("/")[2] for task_id in tasks()), STUB)
    yield student("evans", "nothing done", Copy(), **everything)
    first = ("loss/mse_by_hand", "loss/mse", "loss/mae", "loss/huber")
    done = {task_id.partition("/")[2]: RIGHT for task_id in first}
    yield student("farah", "the first three exercises", Copy().solve(only=first), **everything | done)
    questions = tuple(task_id for task_id in tasks() if "recap" in task_id or "by_hand" in task_id)
    done = {task_id.partition("/")[2]: RIGHT for task_id in questions}
    yield student("garcia", "only the questions", Copy().solve(only=questions), **everything | done)
    copy = Copy().solve()
    for task_id in ("loss/bce", "loss/nll"):
        copy.write(task_id, decorated(task_id, right_answers(task_id)[0].partition("\n")[0] + "\n    pass"))
    yield student("haddad", "two left as `pass`", copy, bce=STUB, nll=STUB)


def _wrong() -> Iterator[Student]:
    for name, about, task_id, diagnosis in (
        ("ivanova", "sums", "mse", "sums instead of averaging"),
        ("jensen", "one axis only", "mse", "divides by the first axis only"),
        ("kaya", "prints", "mse", "printed instead of returning"),
        ("larsson", "forgets to return", "mse", "returned nothing"),
        ("mbeki", "changes its input", "mse", "changes its input"),
        ("nowak", "uses what was not imported", "mse", "NameError"),
        ("okafor", "does not clamp", "bce", "does not clamp"),
        ("petrov", "base 10", "bce", "base 10"),
        ("quinn", "the sigmoid first", "bce_with_logits", "logarithm of a computed sigmoid"),
        ("rossi", "names of functions", "choose_loss", "names of functions"),
    ):
        copy = Copy().solve(len(name)).err(f"loss/{task_id}", diagnosis)
        status = "error" if diagnosis == "NameError" else "wrong"
        yield student(name, about, copy, **{task_id: Expected(status, diagnosis)})
    copy = Copy().solve(1).err("loss/mse", "takes the square root").err("loss/bce", "leaves out the minus")
    copy.err("loss/bce_with_logits", "sums instead of averaging").write("loss/recap_1", 'answer("loss/recap_1", "b")')
    yield student(
        "sato",
        "several mistakes",
        copy,
        mse=Expected("wrong", "takes the square root"),
        bce=Expected("wrong", "leaves out the minus"),
        bce_with_logits=Expected("wrong", "sums instead of averaging"),
        recap_1=Expected("wrong", "'b'"),
    )
    body = "    import torch\n    error = torch.tensor(predicted - target)\n    return (error**2).mean().item()"
    copy = Copy().solve().write("loss/mse", decorated("loss/mse", f"def mse(predicted, target):\n{body}"))
    yield student("tanaka", "PyTorch does the work", copy, mse=Expected("not-by-hand"))
    loop = "def mse(predicted, target):\n    total, i = 0, 0\n    while i < len(predicted):\n        total += 1"
    copy = Copy().solve().write("loss/mse", decorated("loss/mse", loop + "\n    return total / i"))
    yield student("ueda", "a loop without end", copy, mse=Expected("error", "did not finish"))


def _moved() -> Iterator[Student]:
    copy = Copy().solve().delete("loss-huber", "loss-nll", "progress", "digits-picture", "title")
    yield student("vogel", "deleted cells", copy, huber=ABSENT, nll=ABSENT)
    yield student("weber", "deleted the first cell", Copy().solve(2).delete("start"), says="“start” is missing")
    copy = Copy().solve()
    for task_id in ("loss/mse", "loss/bce", "loss/cross_entropy"):
        name = task_id.partition("/")[2]
        copy.replace(task_id, f"def {name}(", f"def my_{name}(")
    yield student("xu", "renamed functions", copy)
    copy = Copy().solve(1)
    for task_id in ("loss/mse", "loss/nll"):
        copy.replace(task_id, f'@exercise("{task_id}")\n', "")
    yield student("yilmaz", "no decorator", copy)
    yield student("zhang", "a misspelt id", Copy().solve().replace("loss/mae", '"loss/mae"', '"loss/mea"'))
    copy = Copy().solve().replace("start", "import numpy as np\n", "").insert("next", "import numpy as np")
    yield student("abbas", "imports at the bottom", copy)
    copy = Copy().solve(1).write("loss/mse", decorated("loss/mse", "def mse(p, t):\n    return mean(squares(p - t))"))
    copy.insert("progress", "def squares(x):\n    return x**2\n\n\ndef mean(x):\n    return x.sum() / x.size")
    yield student("becker", "helpers below the answer", copy)
    first = wrong_answer("loss/mse", "sums instead of averaging").source
    copy = Copy().solve(1).write("loss/mse", decorated("loss/mse", first))
    copy.insert("loss-mse", right_answers("loss/mse")[0])
    yield student("cohen", "a second try in a cell of the same name: right", copy)
    copy = Copy().solve(1).insert("loss-mse", decorated("loss/mse", first))
    yield student("diallo", "a second try: wrong", copy, mse=Expected("wrong", "sums instead of averaging"))
    copy = Copy().solve(2)
    for cell_id in ("loss-mse", "loss-bce"):
        copy.insert(cell_id, Copy().read(cell_id), cell_id=cell_id)
    yield student("eriksen", "copied cells: empty ones below the answers", copy, says="copied")
    copy = Copy().solve().write("loss/recap_1", 'answer("loss/recap_1", "b")\nanswer("loss/recap_1", "a")')
    copy.insert("loss-recap_2", 'answer("loss/recap_2", "d")')
    yield student("fischer", "answers given twice", copy, recap_2=Expected("wrong", "'d'"))


def _around() -> Iterator[Student]:
    copy = Copy().solve().insert("loss-mse", "mse(np.ones(3), np.zeros(3))").insert("mse-use", "# note\nx = 3\nx")
    copy.insert("regression", "Why squares? Ask on Monday!", kind="markdown")
    copy.insert("loss-mae", "for step in range(10**12):\n    last = mse(np.ones(3), np.zeros(3))")
    yield student("gomez", "extra cells, one that never ends", copy)
    copy = (
        Copy()
        .solve(1)
        .replace("loss/mse", "def mse(predicted, target):\n", "def mse(predicted, target):\n    print(predicted)\n")
    )
    yield student("hansen", "prints in the answers", copy)
    copy = (
        Copy().solve().insert("loss-mse", "plt.plot([mse(np.array([w]), np.zeros(1)) for w in range(9)])\nplt.show()")
    )
    yield student("ito", "plots of one's own", copy)
    copy = Copy().solve().write("start", "%matplotlib inline\n%load_ext autoreload\n" + Copy().read("start"))
    copy.write("loss/mse", "%%time\n" + copy.read("loss/mse")).insert(
        "loss-mse", "%timeit mse(np.ones(3), np.zeros(3))\nmse?"
    )
    yield student("jones", "magics", copy)
    copy = (
        Copy()
        .solve(1)
        .write("start", "!pip install numpy torch\n" + Copy().read("start"))
        .insert("start", "%%bash\nls")
    )
    yield student("kowalski", "!pip and a shell", copy, says="%%bash")
    copy = Copy().solve().insert("start", CHECK_SHAPES)
    for task_id in ("loss/mse", "loss/mae"):
        copy.replace(task_id, "@exercise", "@check_shapes\n@exercise")
    copy.insert("start", "class Settings:\n    power = 2\n\n\nSettings.power = 1 + 1\nSIZES = []")
    copy.write(
        "loss/mse",
        decorated(
            "loss/mse", "def mse(p, t):\n    SIZES.append(p.size)\n    return np.mean((p - t) ** Settings.power)"
        ),
    )
    yield student("lopez", "class attributes, decorators, global state", copy)
    copy = (
        Copy()
        .solve(1)
        .insert("loss-mse", "mse = mse(np.ones(3), np.zeros(3))")
        .insert("loss-mae", "mae = 0.5\nhuber = 1")
    )
    yield student("moreau", "values under the names of exercises", copy)
    copy = Copy().solve().insert("start", "import torch\nimport torch.nn.functional as F\nfrom scipy import stats")
    copy.write(
        "loss/mae",
        decorated("loss/mae", "def mae(p, t):\n    return F.l1_loss(torch.tensor(p), torch.tensor(t)).item()"),
    )
    yield student("nguyen", "imports PyTorch for all, uses it for one", copy, mae=Expected("not-by-hand"))
    answers = "value = (0.2**2 + 0.3**2 + 0) / 3\nanswer('loss/mse_by_hand', value)"
    copy = Copy().solve().write("loss/mse_by_hand", answers).write("loss/recap_1", 'answer("loss/recap_1", a)')
    copy.write("loss/recap_2", 'answer("loss/recap_2", "B)")').write("loss/recap_3", 'answer("loss/recap_3", "yes")')
    other = {"recap_1": UNCLEAR, "recap_3": Expected("error")}
    yield student("olsen", "answers as arithmetic, without quotes, as words", copy, **other)


def _broken() -> Iterator[Student]:
    syntax = Expected("error", "SyntaxError")
    copy = Copy().solve().write("loss/mse", decorated("loss/mse", right_answers("loss/mse")[0])[:-1])
    copy.write("loss/bce", '@exercise("loss/bce")\ndef bce(probability, target)\n    return')
    yield student("park", "brackets and a colon left out", copy, mse=syntax, bce=syntax)
    copy = Copy().solve(1).write("loss/mse", '@exercise("loss/mse")\ndef mse(p, t):\nreturn np.mean((p - t) ** 2)')
    yield student("rahman", "not indented", copy, mse=Expected("error", "IndentationError"))
    copy = (
        Copy()
        .solve()
        .write("loss/mae", '@exercise("loss/mae")\ndef mae(p, t):\n    return\u00a0np.mean(abs(p\u00a0-\u00a0t))')
    )
    yield student("schmidt", "pasted from a web page", copy, mae=syntax)
    copy = Copy().solve(1).insert("loss-mse", "def mse(predicted, target):\n    return np.mean((predicted - ")
    copy.write("loss/recap_4", 'answer("loss/recap_4", "c)').insert("start", "x = [1, 2\nprint(x)")
    yield student("tran", "unfinished cells beside the answers", copy, recap_4=syntax)


def _files() -> Iterator[Student]:
    copy, generator = Copy().solve(1).run(), random.Random(2)
    picture = base64.b64encode(generator.randbytes(1_250_000)).decode()
    for cell_id in ("landscape-picture", "huber-picture", "log-picture"):
        copy.cell(cell_id)["outputs"] = [
            {"output_type": "display_data", "metadata": {}, "data": {"image/png": picture}}
        ]
    whole = Student("umar", "5 MB of outputs", {"02_loss.ipynb": copy.data()}, dict.fromkeys(tasks(), RIGHT))
    yield whole
    copy = Copy().solve()
    state = {f"{number:032x}": {"model_name": "FloatSliderModel", "state": {"value": 0.5}} for number in range(200)}
    copy.notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": state}}
    copy.cell("title")["attachments"] = {"photo.png": {"image/png": "A" * 1000}}
    yield student("varga", "widget state and attachments", copy)
    copy = Copy().solve(2).delete("loss-smooth_l1", "loss-recap_5", "loss-recap_5-question")
    copy.notebook["metadata"]["tinygrad_lite"]["version"] = "0123456789"
    yield student("wang", "an older version of the lesson", copy, says="version", smooth_l1=ABSENT, recap_5=ABSENT)
    copy = Copy().solve()
    copy.notebook |= {"nbformat_minor": 2}
    del copy.notebook["metadata"]["tinygrad_lite"]
    for cell in copy.cells:
        del cell["id"]
    yield student("yamamoto", "notebook format 4.2, without ids", copy, says="does not say of which version")
    copy = Copy().solve(1).run()
    for cell in copy.cells:
        cell["input" if cell["cell_type"] == "code" else "source"] = cell.pop("source")
    sheets = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": copy.cells}]}
    data = {"02_loss.ipynb": json.dumps(sheets).encode()}
    yield Student("zimmer", "notebook format 3", data, dict.fromkeys(tasks(), RIGHT), says="old notebook format")
    text = Copy().solve(3).run().data().decode().replace("\n", "\r\n")
    data = {"02_loss.ipynb": b"\xef\xbb\xbf" + text.encode()}
    yield Student("alvarez", "from Windows: BOM and CRLF", data, dict.fromkeys(tasks(), RIGHT))
    text = Copy().solve().insert("loss-mse", "größe = 'Höhe'").run().data().decode()
    data = {"02_loss.ipynb": text.encode("utf-16")}
    yield Student("bianchi", "UTF-16", data, dict.fromkeys(tasks(), RIGHT))
    data = {f"02_loss{end}.ipynb": Copy().solve(number).data() for number, end in enumerate(("-Copy1", "_final2"))}
    data[".ipynb_checkpoints/02_loss-checkpoint.ipynb"] = Copy().data()
    yield Student("carlsen", "two notebooks and a checkpoint", data, dict.fromkeys(tasks(), RIGHT))
    data = {"02_loss.ipynb.txt": Copy().solve().run().data(), "notes.pdf": b"%PDF-1.4"}
    yield Student("demir", "renamed to .txt by the browser", data, dict.fromkeys(tasks(), RIGHT))


def _nothing() -> Iterator[Student]:
    whole = Copy().solve().run().data()
    half = b"".join(whole.splitlines(keepends=True)[:600]) + b'   "sou'  # the same line whatever the lesson's length
    for name, about, file, data, says in (
        ("elias", "an empty file", "02_loss.ipynb", b"", "is empty"),
        ("fontaine", "not uploaded whole", "02_loss.ipynb", half, "breaks off"),
        ("greco", "a notebook of something else", "Untitled.ipynb", _other(), "not known which lesson"),
        ("hofer", "a web page under the notebook's name", "02_loss.ipynb", b"<!DOCTYPE html><html></html>", "web page"),
    ):
        yield Student(name, about, {file: data}, state=record.NEEDS_A_PERSON, says=says)
    text = b"def mse(predicted, target): ..."
    yield Student("ibrahim", "a script and no notebook", {"02_loss.py": text}, state=record.NEEDS_A_PERSON)
    yield Student("janssen", "nothing at all", {}, state=record.NOT_HANDED_IN)


def _other() -> bytes:
    """A notebook that has nothing to do with any lesson."""
    cell = {"cell_type": "code", "id": "aaaa", "metadata": {}, "execution_count": 1, "outputs": [], "source": ["1 + 1"]}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
