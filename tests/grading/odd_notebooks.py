"""Honest notebooks of lesson 02 that look odd: all of each is right, and has full marks.

for name, copy in odd_notebooks().items(): …
"""

from __future__ import annotations

import textwrap

from .hand_in import Copy

DECORATED = '@exercise("loss/mse")\n'
DEF = "def mse(predicted, target):\n"
RIGHTLY = "    return np.mean((predicted - target) ** 2)\n"
WHOLE = DECORATED + DEF + RIGHTLY
#: What stands in a cell of its own before the answer, and the answer's body: (…, …).
WITH_HELP = {
    "await at the top": (
        "import asyncio\n\nasync def two():\n    await asyncio.sleep(0)\n    return 2\n\nPOWER = await two()",
        "return np.mean((predicted - target) ** POWER)",
    ),
    "a bar that is updated": (
        "from tqdm.auto import tqdm",
        "total = 0.0\nwith tqdm(total=predicted.size) as bar:\n    for d in (predicted - target).ravel():\n"
        "        total += d**2\n        bar.update(1)\n        bar.set_postfix(loss=total)\nreturn total / bar.n",
    ),
    "a bar that is asked": (
        "from tqdm import tqdm, trange",
        "d, total, bar = (predicted - target).ravel(), 0.0, trange(predicted.size, desc='loss')\nfor i in bar:\n"
        "    total += d[i] ** 2\n    bar.set_description(f'{total}')\ntqdm.write('done')\nreturn total / len(bar)",
    ),
    "bars of tqdm.contrib": (
        "from tqdm.contrib import tenumerate, tzip",
        "total = 0.0\nfor i, (p, t) in tenumerate(list(tzip(predicted.ravel(), target.ravel()))):\n"
        "    total += (p - t) ** 2\nreturn total / (i + 1)",
    ),
    "shows in the answer": (
        "from IPython.display import Markdown, clear_output, display",
        "display(predicted, Markdown('**target**'), target)\nclear_output(wait=True)\n" + RIGHTLY.strip(),
    ),
    "errors for warnings, and settings": (
        "import warnings\nwarnings.filterwarnings('error')\nnp.seterr(all='raise')\nnp.set_printoptions(precision=3)",
        RIGHTLY.strip(),
    ),
    "what is not there, at the top": (
        "import pandas as pd\nimport seaborn as sns\nfrom sklearn.metrics import mean_squared_error\nsns.set_theme()\n"
        "from google.colab import drive\ndrive.mount('/content/drive')\n%cd /content/drive",
        RIGHTLY.strip(),
    ),
    "a dataclass, a lock, a log, an enum": (
        "import enum, logging, threading\nfrom dataclasses import dataclass, field\n\n@dataclass\nclass Config:\n"
        "    names: list = field(default_factory=list)\n\n    @property\n    def power(self) -> int: return 2\n\n"
        "class Kind(enum.Enum):\n    SQUARED = 2\n\n"
        "LOG, LOCK, CONFIG = logging.getLogger(__name__), threading.Lock(), Config()",
        "with LOCK:\n    LOG.info('called')\n    match Kind.SQUARED:\n        case Kind.SQUARED:\n"
        "            return np.mean((predicted - target) ** CONFIG.power)",
    ),
    "numbers from the lesson's data": (
        "images, labels = (t.numpy() for t in tg.data.digits(train=True))\n"
        "CLASSES, N = int(labels.max()) + 1, len(labels)\n"
        "TOP = labels.max()\nSHAPE = images.shape\nif N > 100:\n    POWER = CLASSES // 5",
        "assert {TOP: SHAPE[1]}[9] == 64\nreturn np.mean((predicted - target) ** POWER)",
    ),
    "numbers of the engine's": (
        "V = tg.__version__\nfrom tinygrad_lite import __version__ as W\nAXES = len(tg.tensor([[1.0]]).shape)",
        "assert V.split('.') == W.split('.')\nreturn np.mean((predicted - target) ** AXES)",
    ),
    "a module that a cell writes": (
        "%%writefile of_mine.py\nimport numpy as np\n\n\ndef squared(d):\n    return np.square(d)",
        "from of_mine import squared\nreturn squared(predicted - target).mean()",
    ),
    "a module that loads another": (
        "import pathlib\npathlib.Path('the_power.py').write_text('POWER = 2\\n')\n"
        "pathlib.Path('own.py').write_text('from the_power import POWER\\n\\ndef raised(d):\\n    return d**POWER\\n')",
        "from own import raised\nreturn raised(predicted - target).mean()",
    ),
    "an object that is set up by methods": (
        "import argparse, configparser\nparser = argparse.ArgumentParser()\n"
        "parser.add_argument('--power', type=int, default=2)\nargs = parser.parse_args([])\n"
        "config = configparser.ConfigParser()\nconfig.read_dict({'loss': {'scale': '1.0'}})",
        "return float(config['loss']['scale']) * np.mean((predicted - target) ** args.power)",
    ),
    "a package that may be there": (
        "try:\n    from numba import njit\nexcept ImportError:\n    def njit(f):\n        return f",
        "return njit(lambda d: (d**2).mean())(predicted - target)",
    ),
    "prints without a pause": (
        "import sys",
        "for i in range(3000):\n    print(i, end='\\r', flush=True)\n    print(i, file=sys.stderr)\n" + RIGHTLY.strip(),
    ),
    "a picture in the text": (f"PICTURE = '{'iVBORw0KGgo' * 3000}'", RIGHTLY.strip()),
}
#: The whole text of the answer's cell.
CELLS = {
    "the engine's file first": "from tinygrad_lite.tensor import Tensor\n\n\n" + WHOLE,
    "%%capture": "%%capture out --no-stderr\n" + WHOLE,
    "a shell in the function": DECORATED + DEF + "    !echo hello\n" + RIGHTLY,
    "what the shell says": "files = !ls\nhere = %pwd\n%env X=1\n" + WHOLE,
    "pasted prompts": "\n".join(f"{'...' if line[0] == ' ' else '>>>'} {line}" for line in WHOLE.splitlines()),
    "all of it indented": textwrap.indent(WHOLE, "    "),
    "other line ends": "\x0c\n" + DECORATED.replace("\n", "\r") + (DEF + RIGHTLY).replace("\n", "\r\n"),
    "types": DECORATED + "def mse(predicted: np.typing.NDArray, target: 'np.ndarray') -> np.floating:\n" + RIGHTLY,
    "a lambda that is registered": "mse = exercise('loss/mse')(lambda p, t: ((p - t) ** 2).mean())",
    "a lambda and its type": "from typing import Callable\nmse: Callable = lambda p, t: ((p - t) ** 2).mean()",
    "a lambda that is named in passing": "(mse := lambda p, t: ((p - t) ** 2).mean())",
    "a partial that is registered": (
        "from functools import partial\n\n\ndef power(p, t, k):\n    return (abs(p - t) ** k).mean()\n\n\n"
        "mse = exercise('loss/mse')(partial(power, k=2))"
    ),
}
#: The answer is made of what had the exercise's name before: what stands in the answer's cell.
BEFORE = DEF + "    return (predicted - target) ** 2\n"
OF_ITSELF = {
    "registered below": DEF + RIGHTLY + "exercise('loss/mse')(mse)",
    "registered below, and bound": DEF + RIGHTLY + "mse = exercise('loss/mse')(mse)",
    "a lambda registered below": "mse = lambda p, t: ((p - t) ** 2).mean()\nmse = exercise('loss/mse')(mse)",
    "the last version": DEF.replace("mse", "v2") + RIGHTLY + "mse = v2\nexercise('loss/mse')(mse)",
    "made more": BEFORE + "mse = exercise('loss/mse')((lambda f: lambda p, t: f(p, t).mean())(mse))",
    "kept under another name": BEFORE + f"rows = mse\n{DECORATED}def mse(p, t): return rows(p, t).mean()",
    "kept as a default": BEFORE + f"{DECORATED}def mse(p, t, *, f=mse): return f(p, t).mean()",
    "kept as a lambda's default": BEFORE + "mse = exercise('loss/mse')(lambda p, t, f=mse: f(p, t).mean())",
    "a default from the lesson's data": "labels = tg.data.digits(train=True)[1].numpy()\n"
    f"{DECORATED}def mse(p, t, k=int(labels.max()) - 7): return ((p - t) ** k).mean()",
    "kept in a class": BEFORE + f"class Loss:\n    f = mse\n{DECORATED}def mse(p, t): return Loss.f(p, t).mean()",
    "kept in a table": BEFORE + f"all_of = [mse]\n{DECORATED}def mse(p, t): return all_of[0](p, t).mean()",
    "defined where it may be": f"if np:\n{textwrap.indent(BEFORE, '    ')}rows = mse\n{DECORATED}def mse(p, t):\n"
    "    return rows(p, t).mean()",
    "wrapped in a loop": "def mse(p, t): return p - t\nfor last in (np.square, np.mean):\n"
    "    mse = (lambda f, g: lambda p, t: g(f(p, t)))(mse, last)\nexercise('loss/mse')(mse)",
    "wrapped as a global": BEFORE + "def wrap():\n    global mse\n    rows = mse\n    def mean(p, t):\n"
    "        return rows(p, t).mean()\n    mse = mean\nwrap()\nexercise('loss/mse')(mse)",
}


def odd_notebooks() -> dict[str, Copy]:
    """All of them, by what is odd."""
    found = {name: Copy().solve(1).write("loss/mse", text) for name, text in (CELLS | OF_ITSELF).items()}
    for name, (help_, body) in WITH_HELP.items():
        text = DECORATED + DEF + textwrap.indent(body, "    ") + "\n"
        found[name] = Copy().solve(2).insert("start", help_).write("loss/mse", text)
    made = "mse = exercise('loss/mse')((lambda f: lambda p, t: f(p, t).mean())(mse))"
    return found | {
        "made more in the next cell": Copy().solve(2).write("loss/mse", BEFORE).insert("loss-mse", made),
        "from Colab": _from_colab(),
        "run backwards in VS Code": _run_backwards(),
        "format 4.0 and nothing besides": _bare(),
        "all in one cell": _in_one_cell(""),
        "all in one cell, and a magic": _in_one_cell("%matplotlib inline\n"),
        "all in one cell, and many magics": _in_one_cell("%time x = 1\n" * 60),
    }


def _from_colab() -> Copy:
    """Colab keeps ids of its own, in the metadata."""
    copy = Copy().solve(1).run()
    copy.notebook |= {"nbformat_minor": 0, "metadata": {"colab": {"provenance": []}}}
    for number, cell in enumerate(copy.cells):
        cell["metadata"] = {"id": f"{cell.pop('id')[:5]}{number}", "colab": {"base_uri": "https://localhost:8080/"}}
    return copy


def _run_backwards() -> Copy:
    copy = Copy().solve(1).run()
    for cell in copy.cells:
        cell["metadata"] = {"vscode": {"languageId": "python"}}
        if cell["cell_type"] == "code":
            cell["execution_count"] = 500 - cell["execution_count"]
    return copy


def _bare() -> Copy:
    copy = Copy().solve(1)
    copy.notebook |= {"nbformat_minor": 0, "metadata": {}}
    for cell in copy.cells:
        del cell["id"], cell["metadata"]
    return copy


def _in_one_cell(before: str) -> Copy:
    """All code in the first cell."""
    copy = Copy().solve(1)
    code = [cell for cell in copy.cells if cell["cell_type"] == "code"]
    code[0]["source"] = [before, *(line for cell in code for line in (*cell["source"], "\n\n"))]
    copy.notebook["cells"] = [cell for cell in copy.cells if cell not in code[1:]]
    return copy
