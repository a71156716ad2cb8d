"""Which names a cell gives and reads, in every way in which students write cells."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from tests.update.test_merge import OLD, lesson, sources
from tinygrad_lite.course.update.magics import MOST_TRANSLATED
from tinygrad_lite.course.update.merge import merge
from tinygrad_lite.course.update.names import given_by, read_by

READS_DATA = [
    "print(data)",
    "data += 1",
    "for i in range(3): data += i",
    "data = data * 2",
    "del data",
    "def f():\n    return data\nf()",
    "f = lambda: data",
    "class A:\n    start = data",
    "[i for i in data]",
    "{i: data for i in [1]}",
    'print(f"{data:{1}}")',
    "await f(data)",
    "@data\ndef f(): ...",
    "def f(x: int = data): ...",
    "try:\n    print(data)\nexcept NameError:\n    x = 1",
    "%timeit -n1 -r1 sum(data)",
    "%time total = sum(data)",
    "%prun -q sum(data)",
    "def f():\n    %timeit -n1 -r1 sum(data)\nf()",
    "%%time\nfor i in data:\n    print(i)",
    "%%timeit -n1 first = data[0]\nfirst + 1",
    "%%capture shown\nprint(data)",
    "%%time\n%timeit sum(data)",
    "t = %timeit -o sum(data)",
    "!echo {data}",
    "!echo {data[0]} $HOME",
    "files = !echo $data",
    "if True:\n    !echo {data}",
    "data?",
    "print(data)\nlen?",
    "/print data",
    "%someones_magic of data",
    "%time of data: Python cannot read it",
    "for i in range(3):\n    data = data + i",
    "for data in data: ...",
    "with open(data) as data: ...",
    "if True:\n    data = 1\nelse:\n    data = data + 1",
    "match 1:\n    case 1:\n        data = 1\n    case data.x:\n        pass",
    "class data(data): ...",
    "class data:\n    start = data",
    "def data(x=data): ...",
    "def f():\n    global data\n    data += 1",
    "def f():\n    return data\nf()\ndata = 1",
    "data = 1\ndel data\nprint(data)",
]
DOES_NOT = [
    "print(1)",
    "data = 1\nprint(data)",
    "data = 1\ndata += 1",
    "def f():\n    return data\ndata = 1\nf()",
    "def f(data):\n    return data",
    "def f():\n    data = 1\n    data += 1",
    "[data for data in [1]]",
    "for data in [1]:\n    print(data)",
    "%%time\ndata = 1\nprint(data)",
    "%%bash\necho data $data",
    "%pip install data",
    "!echo data",
    'print("%d data")',
    "# data?",
    '"""\n%timeit data\n"""',
    "def f(:\n    data",
    "for i in range(3):\n    data = i\nprint(data)",
    "with open('x') as data:\n    data.read()",
    "match 1:\n    case [data, *_] if data:\n        print(data)",
    "try:\n    import data\nexcept ImportError as data:\n    print(data)",
    "class data:\n    def twice(self):\n        return data()",
    "def data(x):\n    return data(x - 1)",
]


@pytest.mark.parametrize("source", READS_DATA)
def test_what_reads_a_name_in_whatever_way_has_it_after_the_update(source):
    assert "data" in read_by(new_code_cell(source))
    new = lesson(("title", "# Title"), ("data", "values = 1"), ("use", "print(values)"), given="2")
    hers = lesson(("title", "# Title"), ("data", "data = 1"), ("use", "print(data)"))
    hers.cells.append(new_code_cell(source, id="own"))
    assert sources(merge(OLD, new, hers)[0])[1].endswith("from it.\ndata = 1")


@pytest.mark.parametrize("source", DOES_NOT)
def test_what_does_not_read_a_name_keeps_no_old_version(source):
    assert "data" not in read_by(new_code_cell(source))


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a = b = 1\nc: int = 2", "a b c"),
        ("import a.b, c as d\nfrom e import f as g", "a d g"),
        ("def a():\n    b = 1", "a"),
        ("def a():\n    global b\n    b = 1", "a b"),
        ("def a():\n    global b, c, d\n    import b\n    def c(): ...\n    class d: ...", "a b c d"),
        ("class A:\n    global b\n    b = 1", "A b"),
        ("for a, b in c:\n    d = 1", "a b d"),
        ("with a as b: ...", "b"),
        ("if (a := 1): ...", "a"),
        ("[a := i for i in b]", "a"),
        ("[i for i in a]\n{i for i in a}\n{i: j for i, j in a}\nsum(i for i in a)", ""),
        ("match a:\n    case {'b': c}: ...", "c"),
        ("%time a = f()", "a"),
        ("%%time\na = f()", "a"),
        ("%%capture a --no-stderr\nb = 1", "a b"),
        ("%timeit a = 1", ""),
        ("%%timeit\na = 1", ""),
        ("a = !ls", "a"),
        ("a = %time f()", "a"),
        ("%%bash\na=1", ""),
        ("del a", ""),
        ("a = b = 1\ndel a", "b"),
        ("match a:\n    case [b, *c]: ...\n    case {1: d, **e} | f: ...", "b c d e f"),
        ("try:\n    a = 1\nexcept E as b:\n    c = 1\nelse:\n    d = 1\nfinally:\n    e = 1", "a b c d e"),
        ("while a:\n    b = 1\nelse:\n    c = 1\nif a:\n    d = 1\nelif b:\n    e = 1", "b c d e"),
        ("def f(:", ""),
    ],
)
def test_what_a_cell_gives(source, names):
    assert given_by(new_code_cell(source)) == set(names.split())


def test_text_gives_and_reads_nothing():
    assert not given_by(new_markdown_cell("a = b")) | read_by(new_markdown_cell("a = b"))


def test_a_cell_of_very_many_magics_is_read_without_them():
    """IPython goes through a whole cell for each magic in it: for thousands of them that is hours."""
    cell = new_code_cell("a = b\n" + "%timeit c\n" * MOST_TRANSLATED)
    assert (given_by(cell), read_by(cell)) == ({"a"}, {"b"})
