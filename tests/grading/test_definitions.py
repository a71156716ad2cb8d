"""What of a notebook is kept and what answers what: the lesson's own rules, whatever students do around them."""

from __future__ import annotations

import ast
import json
import textwrap
import time
import warnings

import pytest

from tinygrad_lite.course.exercises import LESSONS, questions_of
from tinygrad_lite.course.folders import project_folder
from tinygrad_lite.course.session import Session
from tinygrad_lite.grading.cell_text import read_cell
from tinygrad_lite.grading.definitions import Program, program_of
from tinygrad_lite.grading.handed_in import Tasks
from tinygrad_lite.grading.not_found import MADE_WHILE_RUNNING, NO_CODE, NO_TEXT
from tinygrad_lite.grading.notebook import read_notebook

START = "import numpy as np\nfrom tinygrad_lite.course import answer, begin, exercise\nbegin('02_loss')"
MSE = '@exercise("loss/mse")\ndef mse(predicted, target):\n    return np.mean((predicted - target) ** 2)'
STUB = '@exercise("loss/mse")\ndef mse(predicted, target):\n    """The mean."""\n    ...  # your code here'


def program(*sources: str, start: str = START) -> Program:
    """The program of a notebook with these code cells."""
    cells = [
        {
            "cell_type": "code",
            "id": f"c{number}" if number or "import" not in source else "start",
            "metadata": {},
            "source": source,
            "outputs": [],
        }
        for number, source in enumerate([start, *sources])
    ]
    data = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    return program_of(read_notebook(data), "02_loss")


def kept(result: Program) -> str:
    """All kept lines, without the empty ones."""
    return "\n".join(line for block in result.cells for line in block.kept.split("\n") if line)


def own(result: Program, exercise_id: str = "loss/mse") -> str:
    """The id of the cell that answers an exercise."""
    return result.cells[result.answers[exercise_id].cell].name


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_solution_of_every_lesson(lesson):
    data = (project_folder() / "solutions" / f"{lesson}.ipynb").read_bytes()
    result = program_of(read_notebook(data), lesson)
    tasks = Tasks(lesson)
    assert set(result.answers) == set(tasks.exercises)
    assert {task.id for task in tasks.all} - set(tasks.exercises) == set(result.literals)
    assert not any(given.empty or given.note for given in result.answers.values())
    assert (result.unread, result.unclear, result.notes) == ({}, {}, ())
    for question in questions_of(lesson):
        assert question.judge(result.literals[question.id])[0] == "right"
    for block in result.cells:
        ast.parse(block.kept)
        pairs = zip(block.kept.split("\n"), block.source.split("\n"), strict=False)
        assert all(line in ("", there) for line, there in pairs)


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_lesson_as_it_is_handed_out(lesson):
    data = (project_folder() / "lessons" / f"{lesson}.ipynb").read_bytes()
    result = program_of(read_notebook(data), lesson)
    assert set(result.answers) == set(Tasks(lesson).exercises)
    assert all(given.empty for given in result.answers.values())
    assert set(result.literals.values()) == {...}


def test_only_what_is_needed_is_kept():
    result = program(
        "import matplotlib.pyplot as plt\nimport torch\nSCALE = 2\nscale = 3",
        "!pip install nothing\n%matplotlib inline\n%time x = 1\nprint('hello')",
        "def half(x):\n    return x / SCALE\n\n\ndef other(x):\n    return scale",
        MSE.replace("np.mean(", "2 * half(").replace("** 2)", "** 2).mean()"),
        "for step in range(10**9):\n    losses = mse(1, 2)\nassert mse(1, 1) == 0\nplt.plot(losses)",
        "class Model:\n    pass",
    )
    text = kept(result)
    for there in ("SCALE = 2", "def half", "@exercise", "import answer, begin, exercise"):
        assert there in text
    for gone in (
        "numpy",
        "torch",
        "plt",
        "pip",
        "print",
        "scale = 3",
        "def other",
        "losses",
        "assert",
        "Model",
        "begin(",
    ):
        assert gone not in text, gone
    assert result.cells[3].why == {1: "half"}
    assert result.cells[1].why == {3: "SCALE"}


def test_lines_stay_where_they_are():
    result = program("\n\n# a word\n" + MSE + "\nprint(1)")
    block = result.cells[1]
    assert block.source.split("\n")[1] == '@exercise("loss/mse")'  # IPython leaves out the empty lines in front
    assert block.kept.split("\n") == ["", *MSE.split("\n"), ""]


@pytest.mark.parametrize(
    "source",
    [
        "def mse(p, t):\n    return helper(p - t)",
        "class Squares:\n    f = helper\n\n\ndef mse(p, t):\n    return Squares.f(p - t)",
        "def mse(p, t, f=helper):\n    return f(p - t)",
        "@timed\ndef mse(p, t):\n    return 1\n\n\ndef timed(f):\n    return helper",
        "def mse(p, t):\n    def inner(x):\n        return [helper(y) for y in x]\n    return inner(p - t)",
        "def mse(p, t):\n    return eval('helper(p - t)')",
        "mse = lambda p, t: helper(p - t)",
        "def make(k):\n    def loss(p, t):\n        return helper(p - t)\n    return loss\n\n\nmse = make(2)",
    ],
    ids=["function", "class", "default", "decorator", "nested", "eval", "lambda", "factory"],
)
def test_helpers_are_found_from_name_to_name(source):
    result = program("import math\nfrom math import sqrt as root", "def helper(x):\n    return root(x)", source)
    assert "import sqrt as root" in kept(result)
    assert "def helper" in kept(result)
    assert "import math" not in kept(result).split("\n")
    assert own(result) == "c3"


def test_global_state_and_what_changes_it():
    result = program(
        "count = 0\ntable = {}\nunused = {}",
        "table['a'] = 1\nunused['a'] = 1\ntable.update(b=2)\nprint(table)",
        "def fill():\n    table['c'] = 3",
        "fill()\ncount += 1",
        '@exercise("loss/mse")\ndef mse(p, t):\n    global count\n    count += 1\n    return table["a"] * count',
    )
    text = kept(result)
    for there in ("count = 0", "table = {}", "table['a'] = 1", "table.update(b=2)", "def fill", "fill()", "count += 1"):
        assert there in text
    assert "unused" not in text
    assert "print" not in text


def test_a_global_has_the_value_that_it_had_when_the_cell_ran():
    cells = ["k = 1", MSE.replace("np.mean", "k * np.mean"), "k = 2", MSE.replace("mse", "mae").replace("2)", "k)")]
    result = program(*cells)
    mse, mae = result.answers["loss/mse"], result.answers["loss/mae"]
    assert (mse.cell, mse.after, mae.cell, mae.after) == (2, 2, 4, 4)
    assert [block.kept for block in result.cells][1:4:2] == ["k = 1", "k = 2"]


def test_what_is_defined_further_down_is_waited_for():
    result = program(MSE.replace("np.mean", "mean"), "x = 1", "def mean(x):\n    return np.sum(x) / SIZE", "SIZE = 3")
    assert result.answers["loss/mse"].cell == 1
    assert result.answers["loss/mse"].after == 4
    assert "SIZE = 3" in kept(result)


def test_a_builtin_that_was_overwritten_above_and_one_below():
    summed = MSE.replace("np.mean(", "sum(")
    assert "sum = 0" in kept(program("sum = 0", summed))
    assert "sum = 0" not in kept(program(summed, "sum = 0"))
    assert "from numpy import *" in kept(program("from numpy import *", summed))


def test_imports_at_the_bottom():
    result = program(MSE, "import numpy as np", start="from tinygrad_lite.course import exercise")
    assert result.answers["loss/mse"].after == 2
    assert "import numpy as np" in kept(result)


def test_deleted_cells_of_the_lesson_are_made_up_for():
    result = program(start=MSE)
    assert result.cells[0].name == "lesson:start"
    assert "import numpy as np" in result.cells[0].kept
    assert "begin(" not in result.cells[0].kept
    assert own(result) == "c0"
    assert "“start” is missing" in " ".join(result.notes)


@pytest.mark.parametrize(
    ("source", "name", "written", "registered", "note"),
    [
        (MSE, "mse", "loss/mse", True, ""),
        (MSE.replace("loss/mse", "mse"), "mse", "mse", True, ""),
        (MSE.replace("loss/mse", "loss/msee"), "mse", "loss/msee", True, 'There is no exercise "loss/msee"'),
        (MSE.replace('("loss/mse")', ""), "mse", "mse", True, ""),
        (MSE.replace("def mse", "def my_loss"), "my_loss", "loss/mse", True, ""),
        (MSE.partition("\n")[2], "mse", "", False, "is missing above it"),
        ("mse = lambda p, t: np.mean((p - t) ** 2)", "mse", "", False, "is missing above it"),
        ("mse: Callable = lambda p, t: np.mean((p - t) ** 2)", "mse", "", False, "is missing above it"),
        ("(mse := lambda p, t: np.mean((p - t) ** 2))", "mse", "", False, "is missing above it"),
        ("[mse, power] = [lambda p, t: np.mean((p - t) ** 2), 2]", "mse", "", False, "is missing above it"),
        ("f: object = lambda p, t: 1\nmse: object = f", "mse", "", False, "is missing above it"),
        ("def f(p, t):\n    return 1\n\n\nmse = f", "mse", "", False, "is missing above it"),
        ('mse = exercise("loss/mse")(lambda p, t: 1)', "<lambda>", "loss/mse", True, ""),
        ('def f(p, t):\n    return 1\n\n\nexercise("loss/mse")(f)', "f", "loss/mse", True, ""),
        ("@timed\n" + MSE, "mse", "loss/mse", True, ""),
        ("class mse:\n    pass", "mse", "", False, "is missing above it"),
        (f"if True:\n    {MSE.replace(chr(10), chr(10) + '    ')}", "mse", "loss/mse", True, ""),
        ("from tinygrad_lite import course\n" + MSE.replace("@ex", "@course.ex"), "mse", "loss/mse", True, ""),
        (
            "from tinygrad_lite.course import exercise as ex\n" + MSE.replace("@exercise", "@ex"),
            "mse",
            "loss/mse",
            True,
            "",
        ),
        ("%%time\n" + MSE, "mse", "loss/mse", True, ""),
    ],
)
def test_how_an_answer_is_known(source, name, written, registered, note):
    given = program(source).answers["loss/mse"]
    assert (given.name, given.written, given.registered) == (name, written, registered)
    assert note in given.note
    assert bool(note) == bool(given.note)


@pytest.mark.parametrize(
    "source",
    [
        "mse = 0.043",
        "mse = mse(1, 2)",
        "for mse in range(3):\n    pass",
        "import numpy as np\nmse, x = 1, 2",
        "del mse",
        "print(mse)",
        MSE.replace("loss/mse", "loss/recap_1").replace("def mse", "def other"),
        MSE.replace("loss/mse", "nonsense").replace("def mse", "def other"),
        "text = '''\n" + MSE + "\n'''",
        "# " + MSE.replace("\n", "\n# "),
        "%%writefile a.py\n" + MSE,
    ],
)
def test_what_is_no_answer(source):
    result = program(source)
    assert result.answers == {}
    assert result.unread == {}
    assert "0.043" not in kept(result)


def test_a_value_under_an_exercises_name_hurts_nobody_else():
    rmse = '@exercise("loss/mae")\ndef mae(p, t):\n    return mse(p, t) ** 0.5'
    result = program(MSE, "mse = mse(np.ones(2), np.zeros(2))", rmse)
    assert set(result.answers) == {"loss/mse", "loss/mae"}
    assert result.cells[2].kept == ""


def test_the_last_of_several_counts_and_an_empty_one_never():
    again = MSE.replace("mean", "sum")
    both = program(MSE, "x = 1", again)
    assert own(both) == "c3"
    assert both.answers["loss/mse"].note == "It is defined 2 times (cells “c1”, “c3”): the last one counts."
    assert own(program(MSE, STUB)) == own(program(MSE, STUB, STUB)) == "c1"
    copied = program(STUB, MSE)
    assert own(copied) == "c2"
    assert copied.answers["loss/mse"].note == ""
    in_one_cell = program(MSE + "\n\n\n" + again)
    assert in_one_cell.cells[1].kept.count("def mse") == 1
    assert "np.sum" in in_one_cell.cells[1].kept
    by_name = program(MSE, again.partition("\n")[2])
    assert own(by_name) == "c2"
    assert program(STUB, STUB).answers["loss/mse"].empty


def test_a_cell_that_python_cannot_read_costs_only_itself():
    broken = MSE.replace("** 2)", "** 2")
    result = program(broken, MSE.replace("mse", "mae"), "print('x'")
    assert set(result.answers) == {"loss/mae"}
    failure = result.unread["loss/mse"]
    assert (failure.kind, failure.line_number) == ("SyntaxError", 3)
    assert failure.line == "return np.mean((predicted - target) ** 2"
    assert "never closed" in failure.message


@pytest.mark.parametrize(
    ("source", "kind", "line"),
    [
        (MSE.replace("):", ")", 1), "SyntaxError", 2),
        (MSE.replace("    return", "return"), "IndentationError", 3),
        (MSE.replace("predicted, target)", "predicted, predicted)", 1), "SyntaxError", 2),
        (MSE.replace('@exercise("loss/mse")\n', "").replace("):", ")", 1), "SyntaxError", 1),
        (MSE.replace("2)", "2) if"), "SyntaxError", 3),
        ("  \n\n" + MSE.replace("):", ")", 1), "SyntaxError", 2),
        (MSE.replace("2)", "2) + " + "-" * 3000 + "1"), "SyntaxError", 0),
    ],
)
def test_syntax_errors_as_the_lesson_shows_them(source, kind, line):
    failure = program(source).unread["loss/mse"]
    assert (failure.kind, failure.line_number) == (kind, line)


def test_a_readable_answer_beside_an_unreadable_copy():
    result = program(MSE, MSE.replace("):", ")", 1))
    assert result.unread == {}
    assert own(result) == "c1"
    assert "“c2”, line 2" in result.answers["loss/mse"].note
    assert "loss/mse" in program(STUB, MSE.replace("):", ")", 1)).unread


def test_return_outside_a_function_costs_only_itself():
    result = program(MSE + "\nreturn 3")
    assert own(result) == "c1"
    assert "return 3" not in kept(result)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ('answer("loss/recap_1", "b")', "b"),
        ('answer("recap_1", "b")', "b"),
        ('answer("loss/recap_1", ...)', ...),
        ('answer("loss/recap_1")', ...),
        ('answer("loss/recap_1", given="b")', "b"),
        ('answer("loss/recap_1", "a")\nanswer("loss/recap_1", "b")', "b"),
        ('answer("loss/recap_1", "b")\nanswer("loss/recap_1", ...)', "b"),
        ('answer("loss/recap_1", -(1 + 3) / 8)', -0.5),
        ('x = 0.25\nanswer("loss/recap_1", x)', 0.25),
        ('if True:\n    answer("loss/recap_1", "b")', "b"),
        ('answer("loss/recap_1", ["a", "b"])', ["a", "b"]),
        ('x = 0.5\nx -= 0.25\nanswer("loss/recap_1", x)', 0.25),
        ('x: float = 0.5\nanswer("loss/recap_1", x)', 0.5),
        ('x, y = 1, 2\nx, y = y, x\nanswer("loss/recap_1", x)', 2),
    ],
)
def test_answers_to_questions(source, value):
    result = program(source)
    assert result.literals == {"loss/recap_1": value}
    assert result.unclear == {}


@pytest.mark.parametrize("given", ["b", "mse(1, 2)", "10 ** 400", "'x' * 10", "9" * 40, "open('x')", "9.0 ** 999"])
def test_answers_that_are_no_literals(given):
    result = program(f'answer("loss/recap_1", {given})')
    assert list(result.unclear) == ["loss/recap_1"]
    assert result.literals == {}


@pytest.mark.parametrize(
    "change",
    [
        "for x in 'bcd': pass", "with open('f') as x: pass", "(x := f())", "x, y = f()", "x = f()", "del x", "x += f()",
        "*y, x = 1, 2, 3", "def x(): ...", "import x", "while True: x += 1", "set_x()", "if f(): x = 'c'",
        "table[0] = x = f()",
    ],
)  # fmt: skip
def test_a_name_that_was_changed_no_longer_holds_its_literal(change):
    """What it holds then only the program knows: a person looks, and nobody is marked by the first value."""
    define = "def set_x():\n    global x\n    x = 'd'\n"
    result = program(f"{define}x = 'a'\n{change}\nanswer(\"loss/recap_1\", x)")
    assert (result.literals, list(result.unclear)) == ({}, ["loss/recap_1"])


@pytest.mark.parametrize(
    "change",
    [
        "EPS.fill(1e-7)", "np.copyto(EPS, 1e-7)", "EPS.appendleft(1)", "put(EPS, 'a', 1)", "put(table=EPS, key='a')",
        "@into\ndef other(): ...", "@EPS.register(float)\ndef _(x): ...",
    ],
)  # fmt: skip
def test_what_changes_what_an_answer_reads_is_kept(change):
    define = "EPS = make()\ndef put(table, key='b', value=2):\n    table[key] = value\n"
    define += "def into(f):\n    EPS[f.__name__] = f\n    return f\n"
    result = program(define, change, MSE.replace("np.mean", "EPS * np.mean"), "put(other, 1)\nshow(EPS)")
    assert change in kept(result)
    assert "put(other, 1)" not in kept(result)
    assert "show(EPS)" not in kept(result)


@pytest.mark.parametrize(
    "change",
    [
        "class Squares(Kind): ...", "class Squares(Old): ...", "class Squares(metaclass=Listed): ...",
        "class Squares(Made): ...", "Entry('mse', abs)", "Short(name='mse')", "@book.enter('mse')\ndef f(x): ...",
        "@book\ndef f(x): ...", "@book('mse')\ndef f(x): ...", "book.enter_by_way('mse')", "enter_in_two_steps('mse')",
        "quickly('mse')", "@Entry\ndef f(x): ...", "book.pages.enter('mse')", "class Squares(Kind, Old): ...",
    ],
)  # fmt: skip
def test_what_registers_itself_is_kept(change):
    """Nothing reads its name: a class, an object or a function that enters itself in a table that an answer reads."""
    define = """
TABLE = {}
class Kind:
    def __init_subclass__(cls): TABLE[cls.__name__] = cls
class Old(Kind): ...
class Listed(type):
    def __init__(cls, name, bases, body): TABLE[name] = cls
class Made(metaclass=Listed): ...
class Entry:
    def __init__(self, name, value=None): TABLE[name] = self
class Short(Entry): ...
class Book:
    def enter(self, name):
        def enter_it(f):
            TABLE[name] = f
        return enter_it
    def enter_by_way(self, name): return self.enter(name)
    def __call__(self, name): return self.enter(name)
book = Book()
book.pages = book
def enter_in_two_steps(name): book.enter(name)(1)
quickly = lambda name: TABLE.update({name: abs})
"""
    result = program(define, change, MSE.replace("np.mean", "TABLE['mse']"), "show(book)")
    assert change in kept(result)
    assert "show" not in kept(result)


@pytest.mark.parametrize(
    ("change", "needed"),
    [
        ("class Squares(Kind): ...", "Kind.__subclasses__()[0]"),
        ("class Squares(Old): ...", "Kind.__subclasses__()[0]"),
        ("book.enter('mse')", "book['mse']"),
        ("book.by_way('mse')", "book['mse']"),
        ("enter(book, 'mse')", "book['mse']"),
    ],
)
def test_what_changes_an_object_or_a_class_of_the_notebook_is_kept(change, needed):
    define = """
class Kind: ...
class Old(Kind): ...
class Book:
    def __init__(self): self.pages = {}
    def enter(self, name): self.pages[name] = name
    def by_way(self, name): self.enter(name)
    def __getitem__(self, name): return self.pages[name]
def enter(where, name): where.by_way(name)
book, other = Book(), Book()
"""
    more = "other.enter('mse')\nenter(other, 'mse')\nclass Others(list): ..."
    result = program(define, change, more, MSE.replace("np.mean", needed))
    assert change in kept(result)
    assert "mse')" not in kept(result).replace(change, "")
    assert "Others" not in kept(result)


def test_a_method_that_is_called_for_what_it_does_is_kept():
    """Nobody knows the methods of all classes. What is called of a module is no change, and loops may be trainings."""
    define = "import argparse\nimport matplotlib.pyplot as plt\nparser, other = map(argparse.ArgumentParser, 'ab')\n"
    calls = "parser.add_argument('-n')\nother.add_argument('-m')\nplt.plot([1])\nwhile parser:\n    parser.exit()\n"
    result = program(define, calls, MSE.replace("np.mean", "plt.f(parser.parse_args([]).n)"))
    assert "parser.add_argument" in kept(result)
    assert not any(word in kept(result) for word in ("other.add", "plot(", "exit"))


@pytest.mark.parametrize(
    ("magic", "needed"),
    [
        ("%%writefile own.py", "__import__('x') and own"), ("%%file -a own.py", "open('own.py').read()"),
        ("\n%%writefile  own.py ", "own"), ("%%writefile --append own.py", "open('own.py').read()"),
    ],
)  # fmt: skip
def test_a_cell_that_is_a_file_is_kept_for_whoever_loads_it(magic, needed):
    """The sandbox writes it into its own folder, as the lesson writes it beside the notebook."""
    import_it = "import own" if needed.endswith("own") else "own = 1"
    result = program(f"{magic}\nx = 1\n", import_it, "%%writefile other.py\ny = 2", MSE.replace("np.mean", needed))
    assert "open('own.py', " in kept(result)
    assert "y = 2" not in kept(result)


def test_a_file_that_loads_a_second_file_needs_what_writes_that():
    third, other = "%%writefile third.py\ny = 1", "%%writefile other.py\nz = 1"
    second = "%%writefile second.py\nfrom third import y\nx = y"
    own = "%%writefile own.py\ndef f():\n    import second"
    result = program(third, other, second, own, "import own", MSE.replace("np.mean", "own.f"))
    assert {name for name in ("own", "second", "third", "other") if f"open('{name}.py', " in kept(result)} == {
        "own", "second", "third",
    }  # fmt: skip


def test_what_python_thinks_of_a_written_file_is_not_printed():
    """Whoever grades would read a warning about a line of somebody's."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        program("%%writefile own.py\nx = '\\d' if 1 is 1 else 0", "import own", MSE.replace("np.mean", "own.x"))
    assert [str(one.message) for one in heard] == []


@pytest.mark.parametrize("text", ["((((" * 200, "no program at all", "\\0", "-" * 5000 + "1"])
def test_a_written_file_may_hold_anything(text):
    result = program(f"%%writefile own.py\n{text}", "own = open('own.py').read()", MSE.replace("np.mean", "own"))
    assert "open('own.py', " in kept(result)


@pytest.mark.parametrize("name", ["../own.py", "/tmp/own.py", "a/own.py", "$own", "'own.py'", "-x own.py", ""])
def test_a_file_somewhere_else_is_none_of_the_notebooks(name):
    result = program(f"%%writefile {name}\nx = 1", "import own", MSE.replace("np.mean", "own.x"))
    assert "open(" not in kept(result)


def in_its_own_cell(source: str, *more: str) -> Program:
    """A notebook in which this stands in the place of the stub of loss/mse."""
    texts = {"start": START, "loss-mse": source} | {f"c{number}": text for number, text in enumerate(more)}
    cells = [
        {"cell_type": "code", "id": key, "metadata": {}, "source": text, "outputs": []} for key, text in texts.items()
    ]
    data = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    return program_of(read_notebook(data), "02_loss")


@pytest.mark.parametrize(
    "made",
    [
        "mse = eval('lambda p, t: ((p - t) ** 2).mean()')", "mse = partial(loss, power=2)", "mse = Loss().mse",
        "mse = LOSSES['mean']", "other, mse = 1, partial(loss)", "mse = slow if False else quick",
        "for n in ('mse', 'other'):\n    exec(f'def {n}(p, t): return 0')", "exec(source)",
        "globals()[name] = partial(a)", "rms = mse = partial(loss)", "mse = given or partial(loss)",
        "mse: Callable = partial(loss)", "(mse := partial(loss))", "other, mse = both()", "*all, mse = 1, loss, loss",
        "for mse in losses: pass", "with chosen(loss) as mse: pass",
    ],
)  # fmt: skip
def test_an_answer_that_is_made_while_the_notebook_runs_is_for_a_person(made):
    """Nobody can tell by reading whether it is one: it is no 0, and not "not handed in"."""
    assert in_its_own_cell(made).for_a_person["loss/mse"]
    assert in_its_own_cell("# it is below", made).for_a_person["loss/mse"]
    assert "loss/mse" not in in_its_own_cell(MSE, made.replace("mse", "rmse")).for_a_person


REGISTERED = [
    "for name, f in {'loss/mse': mean, 'loss/nll': nll_}.items():\n    exercise(name)(f)",
    "[exercise(name)(f) for name, f in ALL]", "register = lambda name, f: exercise(name)(f)",
    "ID = 'loss/mse'\n@exercise(ID)\ndef mine(p, t): return 0",
    "def all_of_it():\n    @exercise('loss/mse')\n    def mse(p, t): return 0",
    "def all_of_it():\n    exercise('loss/mse')(mean)", "exercise(f'loss/{name}')(mean)",
]  # fmt: skip


@pytest.mark.parametrize("made", REGISTERED)
def test_what_is_registered_while_the_notebook_runs_is_for_a_person(made):
    for stub in ("", STUB):
        result = in_its_own_cell(stub, made)
        assert result.for_a_person["loss/mse"] == MADE_WHILE_RUNNING
    assert "loss/mse" not in in_its_own_cell(MSE, made.replace("mse", "rmse")).for_a_person


COMMENTED = "".join(f"# {line}\n" for line in MSE.splitlines())
NOT_RUN = {
    "%%writefile mine.py\n" + MSE: "%%writefile", "%%script bash\n" + MSE: "%%script", COMMENTED: "behind #",
    textwrap.indent(COMMENTED, "   ").replace("# ", "#"): "behind #", f"'''\n{MSE}\n'''": "in quotes",
}  # fmt: skip


@pytest.mark.parametrize("source", NOT_RUN)
def test_what_may_be_an_answer_and_is_not_run_is_for_a_person(source):
    assert NOT_RUN[source] in in_its_own_cell(source).for_a_person["loss/mse"]
    assert NOT_RUN[source] in in_its_own_cell("", source).for_a_person["loss/mse"]
    assert "loss/mse" in in_its_own_cell(MSE, source).answers


@pytest.mark.parametrize("source", [{"text": MSE}, 7, True])
def test_a_cell_whose_text_is_none_is_for_a_person(source):
    assert in_its_own_cell(source).for_a_person == {"loss/mse": NO_TEXT}


@pytest.mark.parametrize("source", [STUB + "\n# def mse(p, t):\n#     return 1", "# mse: I had no time", "'mse'"])
def test_a_note_is_no_answer(source):
    assert in_its_own_cell(source).for_a_person == {}


@pytest.mark.parametrize(
    "value", ["mse = 0.043", "mse = mse(1, 2)", "mse = [1, 2]", "mse = -1.0 + 2", "# nothing", "x = f()",
     "mse: Callable", "mse: float = 0.043", "a, mse = 1, 2", "[mse for mse in range(3)]", "mse += 1", "del mse"],
)  # fmt: skip
def test_what_can_be_no_answer_is_not_for_a_person(value):
    assert in_its_own_cell(value).for_a_person == {}


@pytest.mark.parametrize("made", ["exec('def mean(x): return np.sum(x)')", "globals().update(mean=np.mean)"])
def test_a_name_that_was_made_is_not_taken_from_a_cell_further_down(made):
    """The check of the cell came before the lesson's own cell below gave the name to something else."""
    answer = MSE.replace("np.mean", "mean")
    result = in_its_own_cell(f"{made}\n{answer}", "def mean(x):\n    return 'the lesson\\'s'")
    assert made in kept(result)
    assert "the lesson" not in kept(result)
    assert result.answers["loss/mse"].after == 1
    assert "the lesson" in kept(in_its_own_cell(answer, "exec('x = 1')", "def mean(x):\n    return 'the lesson\\'s'"))


def test_settings_of_the_whole_process_are_kept():
    result = program("import sys", "sys.setrecursionlimit(10_000)\nx = 1", MSE, "sys.setrecursionlimit(20)")
    assert "import sys" in kept(result)
    assert "sys.setrecursionlimit(10_000)" in kept(result)
    assert "x = 1" not in kept(result)
    assert "setrecursionlimit(20)" not in kept(result)


def test_answers_given_twice_and_in_a_broken_cell():
    result = program('answer("loss/recap_1", "a")', 'answer("loss/recap_1", "b")', 'answer("loss/recap_2", b")')
    assert result.literals == {"loss/recap_1": "b"}
    assert result.task_notes == {"loss/recap_1": "It is answered 2 times: the last one counts."}
    assert set(result.unread) == {"loss/recap_2"}


def test_notes_on_cells_that_are_no_python():
    notes = " ".join(program("%%bash\nls", "%run helpers.py").notes)
    assert "%%bash" in notes
    assert "%run" in notes


@pytest.mark.parametrize("lesson", LESSONS)
def test_ids_are_understood_as_in_the_lesson(lesson, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    session, tasks = Session(lesson, {}), Tasks(lesson)
    words = {word for task in tasks.all for word in (task.id, task.name, task.id.rpartition("/")[2], task.id + "x")}
    for word in sorted(words | {"", "/", "nonsense"}):
        try:
            expected = session.task(word).id
        except KeyError:
            expected = None
        found = tasks.find(word)
        assert (found.id if found else None) == expected


def test_far_too_many_statements_cost_the_cells_that_hold_them():
    result = program(MSE, "x += x\n" * 6_000, MSE.replace("mse", "mae"))
    assert set(result.answers) == {"loss/mse"}
    assert "too many statements" in result.for_a_person["loss/mae"]
    assert "loss/mae" not in result.unread


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (MSE.replace("return", "x = " + " + ".join(["0"] * 400) + "\n    return"), "nested too deeply"),
        (MSE.replace("return", "x = 0x" + "f" * 10_000 + "\n    return"), "too long to be shown"),
        ("x += 1\n" * 6_000 + MSE, "too many statements"),
    ],
)
def test_what_python_reads_and_the_grader_does_not_is_a_persons(text, why):
    """It runs in the notebook: a 0 would be for the grader's own limits."""
    result = program(text)
    assert why in result.for_a_person["loss/mse"]
    assert not result.unread


def test_of_a_cell_full_of_magics_the_rest_is_read():
    """A whole lesson in one cell: IPython's translation takes lines times magics, and nobody is to wait for it."""
    whole = "%matplotlib inline\n" * 60 + "x = 1\n" * 600 + "y = 2  # 100 %?\n" * 600 + MSE
    assert set(program(whole).answers) == {"loss/mse"}
    assert set(program("%matplotlib inline\n" + "x = 1\n" * 600 + "names = !ls\n" + MSE).answers) == {"loss/mse"}


@pytest.mark.parametrize(
    "text", ["(" * 4_900, "= = = " * 8_000, "%t\n" * 16_000, ("(" * 900 + "\n") * 50, "?\n" * 20_000]
)
def test_a_cell_that_python_cannot_read_is_given_up_soon(text):
    begun = time.process_time()
    assert not program(text + MSE).answers
    assert time.process_time() - begun < 5


def test_a_cell_full_of_magics_is_not_translated():
    assert program("%time x = 1\n" * 3_000, MSE).answers["loss/mse"].cell == 2
    assert program("return\n" * 4_000 + MSE).answers["loss/mse"].cell == 1


# ------------------------------------------------------------------------ notebooks that are made to hold up the grader


def ring(line: str, many: int) -> str:
    """So many lines, each of which speaks of the next, and the last of the first."""
    return "\n".join(line.format(this=number, next=(number + 1) % many) for number in range(many))


MANY = ",".join(f"{{0}}{number}" for number in range(5000))
#: Cells from each of whose names every other can be reached: who follows each from each never comes to an end.
ENDLESS = {
    "other names": [ring("a{this} = a{next}", 2400), "\n".join(f"a{number}.append(1)" for number in range(2400))],
    "other names, many on a line": [
        ";".join(f"a{number} = a{(number + 1) % 1200}" for number in range(1200)),
        "\n".join(f"a{number}.append(1)" for number in range(1200)),
    ],
    "functions that change and call": [
        ";".join(f"f{n} = lambda: (g{n}.append(1), f{(n + 1) % 1200}())" for n in range(1200)),
        "f1()\n" * 3000,
    ],
    "a loop over names": [f"for {MANY.format('a')} in ({MANY.format('b')}): 0"],
    "100,000 statements": [f"# {number}\n" + "x\n" * 20_000 for number in range(5)],
    "a cell of 50,000 letters": ["x;" * 24_990],
    "deep in each other": [f"x = {'[' * 140}1{']' * 140}", f"y = {'-' * 140}1", "if 1:\n" + "".join(
        " " * depth + "if 1:\n" for depth in range(1, 90)) + " " * 90 + "z = 1"],
}  # fmt: skip


@pytest.mark.one_in(3)
@pytest.mark.parametrize("kind", ENDLESS)
def test_a_notebook_that_is_made_to_be_read_for_ever_is_read(kind):
    """Honest answers before it are found, with what they need. Without bounds some take minutes or all memory."""
    result = program(
        "def half(x):\n    return x / 2", MSE.replace("np.mean(", "2 * half(1) * np.mean("), *ENDLESS[kind]
    )
    assert own(result) == "c2"
    assert "def half(x):" in kept(result)
    assert "import numpy as np" in kept(result)


def test_an_answer_of_lists_in_lists_is_no_answer():
    """`b = [a, a, …]; c = [b, b, …]`: seven such lines hold a thousand million values."""
    question = questions_of("02_loss")[0].id
    lines = [f"a0 = [{'1, ' * 20}]", *(f"a{n + 1} = [{f'a{n}, ' * 20}]" for n in range(7))]
    result = program("\n".join(lines), f'answer("{question}", a7)')
    assert result.unclear == {question: "a7"}
    assert program(lines[0], f'answer("{question}", [a0, a0])').literals[question] == [[1] * 20] * 2


@pytest.mark.parametrize(
    "cell", ["x = '\ud800'", "def mse(\udfff): pass", "x = 1\0", "\ud800", "@mse\ud83d\ndef f(): 1"]
)
def test_what_no_file_can_hold(cell):
    """Halves of characters, and the character 0: Python cannot read the cell."""
    assert read_cell(cell).failure
    assert not read_cell(cell).statements
    assert own(program(MSE, cell)) == "c1"


def lesson_with(**changes) -> Program:
    """Lesson 02 as it is handed out, with another cell of `mse`."""
    whole = json.loads((project_folder() / "lessons" / "02_loss.ipynb").read_text("utf-8"))
    (cell,) = [cell for cell in whole["cells"] if cell["id"] == "loss-mse"]
    cell.update(source=MSE)
    cell.update(changes)
    if cell["cell_type"] is None:
        del cell["cell_type"]
    return program_of(read_notebook(json.dumps(whole).encode()), "02_loss")


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_an_answer_in_a_cell_that_is_no_code_cell_any_more_is_for_a_person(kind):
    """One key in JupyterLab does that."""
    result = lesson_with(cell_type=kind)
    assert result.for_a_person["loss/mse"] == NO_CODE
    assert "loss/mse" not in result.answers
    assert "loss/mse" not in lesson_with(cell_type=kind, source="It is the mean of the squares.").for_a_person


def test_a_code_cell_that_has_lost_its_kind_is_read():
    result = lesson_with(cell_type=None)
    assert "loss/mse" not in result.for_a_person
    assert not result.answers["loss/mse"].empty
