"""What is kept of a notebook computes what the whole notebook computes: programs as students write them, both ways."""

import builtins
import contextlib
import io

import numpy as np
import pytest

from tests.grading.test_definitions import program

USE = '@exercise("loss/mse")\ndef mse(p, t):\n    return {}\n'
SQUARES = "((p - t) ** 2).mean()"
TABLE = "table = {}\ndef square(x):\n    return x ** 2\n"
USES_TABLE = USE.format("table['f'](p - t).mean()")

#: name → cells; the last one or the one before it answers loss/mse.
NOTEBOOKS = {
    "an attribute of the answer itself": [USE.format(f"{SQUARES} * mse.scale") + "mse.scale = 1.0"],
    "an attribute, set by name": [USE.format(f"{SQUARES} * mse.scale") + "setattr(mse, 'scale', 1.0)"],
    "a function for each kind": [
        "import functools",
        '@exercise("loss/mse")\n@functools.singledispatch\ndef mse(p, t):\n    return None\n'
        f"@mse.register(np.ndarray)\ndef _(p, t):\n    return {SQUARES}\n",
    ],
    "another name for a table": [TABLE, "other = table\nother['f'] = square", USES_TABLE],
    "another name for a part": [
        "table = {'in': {}}", "part = table['in']\npart['f'] = np.square", USE.format("table['in']['f'](p - t).mean()"),
    ],
    "two other names": [TABLE, "a = table", "b = a\nb.update(f=square)", USES_TABLE],
    "a loop over objects": [
        "class Box:\n    f = None\nboxes = [Box(), Box()]", "for box in boxes:\n    box.f = np.square",
        USE.format("boxes[0].f(p - t).mean()"),
    ],
    "a loop over the values of a table": [
        "table = {'a': [], 'b': []}", "for key, values in table.items():\n    values.append(2)",
        USE.format("((p - t) ** table['a'][0]).mean()"),
    ],
    "a method that is handed on": [
        "powers = []", "_ = list(map(powers.append, [2]))", USE.format("((p - t) ** powers[0]).mean()"),
    ],
    "a decorator in a class": [
        TABLE + "def enter(name):\n    def take(f):\n        table[name] = f\n        return f\n    return take\n",
        "class Losses:\n    @enter('f')\n    def any_name(d):\n        return d ** 2", USES_TABLE,
    ],
    "a table that is filled in a class": [TABLE, "class Losses:\n    table['f'] = square", USES_TABLE],
    "a heap": ["import heapq\nheap = []", "heapq.heappush(heap, 2)", USE.format("((p - t) ** heap[0]).mean()")],
    "a sorted list": ["import bisect\na = [3]", "bisect.insort(a, 2)", USE.format("((p - t) ** a[0]).mean()")],
    "an operator": ["import operator\n" + TABLE, "operator.setitem(table, 'f', square)", USES_TABLE],
    "a method of Python's own": [TABLE, "table.__setitem__('f', square)", USES_TABLE],
    "out=": ["power = np.ones(1)", "np.multiply(power, 2, out=power)", USE.format("((p - t) ** power).mean()")],
    "a function of NumPy's that adds in place": [
        "power = np.ones(1)", "np.add.at(power, [0], 1)", USE.format("((p - t) ** power).mean()"),
    ],
    "an iterator": [
        "numbers = iter([1, 2])", "next(numbers)", USE.format("((p - t) ** power).mean()"), "power = next(numbers)",
    ],
    "a file that NumPy writes": [
        "np.save('w.npy', np.array([2]))", "power = np.load('w.npy')", USE.format("((p - t) ** power).mean()"),
    ],
    "a file in a folder of its own": [
        "from pathlib import Path\nout = Path('out')\nout.mkdir(exist_ok=True)", "(out / 'p.txt').write_text('2')",
        "power = int(open('out/p.txt').read())", USE.format("((p - t) ** power).mean()"),
    ],
    "a file that is opened to be written": [
        "import json\nwith open('p.json', mode='w') as out:\n    json.dump([2], out)",
        "with open('p.json') as settings:\n    power = json.load(settings)[0]", USE.format("((p - t) ** power).mean()"),
    ],
    "a file that the answer reads": [
        "import os\nos.makedirs('data', exist_ok=True)\nnp.savetxt('data/w.csv', [2.0])",
        USE.format("((p - t) ** np.loadtxt('data/w.csv')).mean()"),
    ],
    "a builtin of one's own": [
        "import builtins\nbuiltins.squared = lambda d: d ** 2", USE.format("squared(p - t).mean()"),
    ],
}  # fmt: skip


def run(cells):
    """What the notebook's mse gives, at the end."""
    found = {}

    def exercise(name):
        return lambda f: found.setdefault(name, f)

    namespace = {"np": np, "exercise": exercise}
    for cell in cells:
        with contextlib.suppress(ImportError), contextlib.redirect_stdout(io.StringIO()):
            exec(cell, namespace)
    return float(found["loss/mse"](np.array([1.0, 2.0]), np.array([0.0, 0.0])))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_what_is_kept_is_enough(name, monkeypatch, tmp_path_factory):
    monkeypatch.setattr(builtins, "squared", None, raising=False)
    monkeypatch.chdir(tmp_path_factory.mktemp("whole"))
    cells = NOTEBOOKS[name]
    assert run(cells) == 2.5
    builtins.squared = None
    monkeypatch.chdir(tmp_path_factory.mktemp("kept"))
    result = program(*cells, "print('a picture')\nunused = mse(np.ones(2), np.ones(2))", start="import numpy as np")
    assert run([block.kept for block in result.cells]) == 2.5
    assert "picture" not in "".join(block.kept for block in result.cells)
