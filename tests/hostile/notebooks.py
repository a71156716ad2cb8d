"""A class of hostile notebooks of lesson 02, each with the marks that are expected of it.

What is right in a notebook earns its points, whatever else is in it: every notebook here answers all tasks rightly but
for those that `expected` names. Names of students are for use in a zip or a folder.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from tests.grading.hand_in import Copy, decorated
from tests.grading.sample_class import ABSENT, RIGHT, STUB, UNCLEAR, Expected
from tinygrad_lite.course.run import HUNG
from tinygrad_lite.grading import record

MSE = "def mse(predicted, target):\n"
RIGHTLY = "    return np.mean((predicted - target) ** 2)\n"
CHEATED = Expected("not-by-hand")
ENDED = Expected("error", HUNG)


@dataclass(frozen=True)
class Hostile:
    """One notebook.

    Attributes:
        name: what it does; also the test's id.
        made: what the file is made of, once it is wanted.
        expected: of tasks that do not come out right; the last part of the id → what comes out.
        state: of the whole notebook; where it is no mark, there are none.
        says: what must stand in what is said of it: in the reason, a note or a card.
        slow: it costs seconds of the clock: only in the long tests.
    """

    name: str
    made: Copy | bytes
    expected: dict[str, Expected] = field(default_factory=dict)
    state: str = record.GRADED
    says: str = ""
    slow: bool = False

    @cached_property
    def data(self) -> bytes:
        """The file."""
        return self.made if isinstance(self.made, bytes) else self.made.data()

    def of(self, task_id: str) -> Expected:
        """What is expected of a task."""
        return self.expected.get(task_id.partition("/")[2], RIGHT)


HOSTILE: list[Hostile] = []


def add(
    name: str, copy: Copy | bytes, says: str = "", state: str = record.GRADED, slow: bool = False, **expected
) -> None:
    """A notebook into the class."""
    HOSTILE.append(Hostile(name, copy, expected, state, says, slow))


def answers(name: str, body: str, mse: Expected, says: str = "", slow: bool = False) -> None:
    """This body as the answer to loss/mse; all others are right."""
    source = decorated("loss/mse", MSE + textwrap.indent(textwrap.dedent(body).strip("\n"), "    ") + "\n")
    add(name, Copy().solve().write("loss/mse", source), says, slow=slow, mse=mse)


def before(
    name: str, text: str, mse: Expected = RIGHT, says: str = "", body: str = RIGHTLY, slow: bool = False
) -> None:
    """This as a function that is called when the cell of loss/mse is run, before the answer."""
    act = "def act():\n" + textwrap.indent(textwrap.dedent(text).strip("\n"), "    ") + "\n\nacted = act()\n"
    source = act + '\n@exercise("loss/mse")\n' + MSE + "    acted\n" + body
    add(name, Copy().solve().write("loss/mse", source), says, slow=slow, mse=mse)


WRONG = Expected("wrong", "*")
ERROR = Expected("error", "*")

# ------------------------------------------------------------------------------------ it never ends, or ends too early
answers("an infinite loop", "while True: pass", ENDED, "seconds", slow=True)
answers(
    "deaf to interrupts",
    "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    ENDED,
    slow=True,
)
answers("sleeps", "import time\ntime.sleep(10**6)", ENDED, slow=True)
answers("a generator that never ends", "return sum(iter(lambda: 1, 0))", ENDED, slow=True)
before("a cell that never ends", "while True: pass", ENDED, slow=True)
before("a slow drip", "import time\nfor _ in range(10**6): time.sleep(0.1)", ENDED, slow=True)
answers("os._exit", "import os\nos._exit(0)", ENDED, "ended the whole program")
before("os._exit while the cell is run", "import os\nos._exit(0)", ENDED, "before your answer")
answers("sys.exit", "import sys\nsys.exit(0)", ERROR, "SystemExit")
before("sys.exit while the cell is run", "import sys\nsys.exit(3)", ERROR, "acted")
before("sys.exit in a destructor", "class Last:\n    def __del__(self): raise SystemExit\nLast()", RIGHT)
before("atexit that never ends", "import atexit\natexit.register(lambda: [None for _ in iter(int, 1)])", RIGHT)
answers("kills the interpreter", "import os\nos.kill(os.getpid(), 9)", ENDED, "ended by the system")
answers("aborts", "import os\nos.abort()", ENDED, "ended by the system")
answers("a segmentation fault", "import ctypes\nreturn ctypes.string_at(0)", ENDED, "ended by the system")
before("signal handlers", """
    import signal
    for number in signal.valid_signals():
        try: signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError): pass
""")  # fmt: skip
before("sys.settrace", "import sys\nsys.settrace(lambda *event: None)\nsys.setprofile(lambda *event: None)")
before("gc callbacks that raise", "import gc\ngc.callbacks.append(lambda *event: 1 / 0)")
before(
    "weak references and faulthandler",
    "import faulthandler, weakref\nfaulthandler.enable(open('x', 'w'))\nweakref.finalize(act, print)",
)
answers("calls itself", "return mse(predicted, target)", Expected("error", "RecursionError"))
before("a recursion limit of a billion", "import sys\nsys.setrecursionlimit(10**9)")

# ------------------------------------------------------------------------------------------- it takes what there is
answers("a fork bomb", "import os\nfor _ in range(50):\n    os.fork()", ERROR)
before("threads", "import threading\nfor _ in range(50):\n    threading.Thread(target=print).start()")
before("bare threads", "import _thread\nfor _ in range(50):\n    _thread.start_new_thread(print, ())")
answers(
    "a memory balloon", "kept = []\nwhile True: kept.append(bytearray(b'x' * 10**8))", Expected("error", "MemoryError")
)
answers("more digits than memory", "return 10 ** 10 ** 10", ENDED, slow=True)
before(
    "endless output",
    "import os\nfor _ in range(300):\n    os.write(1, bytes(1 << 16))\n    os.write(2, bytes(1 << 16))",
)
answers(
    "prints without end", "for _ in range(2000): print('x' * 1000)\nreturn np.mean((predicted - target) ** 2)", RIGHT
)
before("files until the disk is full", """
    try:
        for number in range(20):
            with open(f"/tmp/{number}", "wb") as file: file.write(bytes(1 << 24))
    except OSError: pass
""", RIGHT)  # fmt: skip
answers("10⁹ numbers", "return np.zeros(10**9)", ERROR)
answers("a million numbers", "return np.zeros(10**6)", ENDED, "too much")
answers("nothing, in a large shape", "return np.zeros((3000, 3000, 0))", WRONG)
answers("a list of 400,000 numbers", "return list(range(400_000))", WRONG)
answers("deeply nested", "x = []\nfor _ in range(900): x = [x]\nreturn x", ERROR)
answers("a list in itself", "x = []\nx.append(x)\nreturn x", Expected("error", "RecursionError"))
answers("a whole number of 4,000 digits", "return 1 << 13_000", WRONG)
answers("64 axes", "return np.zeros((1,) * 64)", WRONG)

# --------------------------------------------------------------------------------------------------- it lies or cheats
LIAR = """class Liar{base}:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    def __abs__(self): return 0.0
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    __hash__ = None
    {more}
"""
for base, more, gives, comes in (
    ("", "def __array__(self, *how, **more): return np.zeros(3)", "Liar()", WRONG),
    ("", "def __reduce__(self): return exec, ('import os; os._exit(0)',)", "Liar()", WRONG),
    ("", "__class__ = property(lambda self: float)", "Liar()", ERROR),
    ("", "def __iter__(self): return iter(int, 1)\n    def __len__(self): return 10**18", "Liar()", WRONG),
    ("(float)", "", "Liar(3)", WRONG),
    ("(np.ndarray)", "", "np.zeros(()).view(Liar)", WRONG),
    ("(list)", "def __len__(self): return 1", "Liar([1, 2])", WRONG),
    ("(dict)", "def items(self): return [(0, 0)]", "Liar(a=1)", WRONG),
    ("(str)", "", "Liar('0')", WRONG),
):
    copy = Copy().solve()
    copy.write(
        "loss/mse", LIAR.format(base=base, more=more) + "\n\n" + decorated("loss/mse", f"{MSE}    return {gives}")
    )
    add(f"a lying object{base or ' of no kind'}: {more[:24] or 'equal to all'}", copy, mse=comes)
answers("a class without a name", "return type('', (), {})()", WRONG)
for gives in ("float('nan')", "np.inf", "np.array([object()])", "'\\ud800'", "b'\\xff'", "np.longdouble('1e4000')",
              "{float('nan'): 1, (1 << 62) * 3: 2}", "np.memmap('x', mode='w+', shape=3)"):  # fmt: skip
    answers(f"returns {gives}", f"return {gives}", WRONG)
before(
    "NumPy is changed", "np.mean = np.square = np.array_equal = np.allclose = lambda *a, **k: 0.0", WRONG, body=RIGHTLY
)
before("builtins, json and sys.modules are changed", """
    import builtins, json, sys
    builtins.isinstance = builtins.abs = lambda *a: True
    json.loads = json.dumps = None
    sys.modules["tinygrad_lite.course.compare"] = sys.modules["json"] = None
""", ENDED)  # fmt: skip
before(
    "random and time are changed",
    "import random, time\nrandom.seed(0)\ntime.time = time.monotonic = lambda: 0.0\nnp.random.seed = None",
)
FORGE = """
    import gc, os
    from tinygrad_lite.grading import frames, wire
    from tinygrad_lite.grading.child import Channel
    channel = next(one for one in gc.get_objects() if type(one) is Channel)
"""
before("closes its files", "import os\nos.closerange(0, 64)", ENDED)
before("forged bytes on the channel", FORGE + "    os.write(channel.answers, b'\\xff' * 100)", ENDED, "no answer")
before(
    "a length without a message",
    FORGE + "    os.write(channel.answers, b'\\xff\\xff\\xff\\x00')\n    os._exit(0)",
    ENDED,
)
before("messages that answer nothing", FORGE + "    for _ in range(50): channel.send('x' * 16, {'verdict': 'right'})")
before("forged answers ahead", FORGE + """
    for number in range(30): channel.send("", [number, 0.0, None, None, None, "", "", []])
""", WRONG, body="    return 0.0\n")  # fmt: skip
before("an answer that says that all is right", """
    from tinygrad_lite.grading import child
    def reply(self, request, number, case, answer):
        self.channel.send(request, [number, "right", None, None, None, "", "", []])
    child.Notebook.reply = reply
""", WRONG, body="    return 0.0\n")  # fmt: skip
before("keys of equal hash", FORGE + """
    import struct, sys
    keys = [(n * 8 * ((1 << 61) - 1)) for n in range(1, 30_000)]
    out = b"d" + struct.pack("<I", len(keys))
    for key in keys:
        raw = key.to_bytes(12, "little", signed=True)
        out += b"I" + struct.pack("<I", 12) + raw + b"N"
    here = sys._getframe()
    while "request" not in here.f_locals: here = here.f_back
    os.write(channel.answers, frames.framed(here.f_locals["request"]["id"].encode() + out))
""", ENDED, "no answer")  # fmt: skip
answers(
    "an exception called as a hang", f"raise type({HUNG!r}, (Exception,), {{}})('x')", Expected("error", "Exception")
)
answers("exceptions that cause each other", """
    first, second = ValueError("first"), ValueError("second")
    first.__cause__, second.__cause__ = second, first
    raise first
""", Expected("error", "ValueError"))  # fmt: skip
answers("an exception that cannot be shown", """
    def stop(self): raise KeyboardInterrupt
    raise type("E", (Exception,), {"__str__": stop, "__repr__": stop})()
""", ERROR)  # fmt: skip
answers("exceptions in a group", "raise BaseExceptionGroup('both', [SystemExit(0), KeyboardInterrupt()])", ERROR)
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"
answers("a script in an exception", f"raise type('=1+1{SCRIPT}', (Exception,), {{}})({SCRIPT!r})", ERROR)
answers("a script as a value", f"return {SCRIPT!r}", WRONG)
answers("a formula as a value", "return '=HYPERLINK(\"http://x\")'", WRONG)

ENGINE = "tinygrad_lite.nn.functional"
for name, text in (
    ("by import_module", f"import importlib\nF = importlib.import_module('{ENGINE}')\n"
     f"@exercise('loss/mse')\n{MSE}    return F.mse_loss(predicted, target)"),
    ("by a lambda", f"import {ENGINE} as F\nmse = lambda p, t: F.mse_loss(p, t)"),
    ("under the exercise's name", f"from {ENGINE} import mse_loss as mse"),
    ("by calling exercise", f"import {ENGINE} as F\nexercise('loss/mse')(F.mse_loss)"),
    ("in a class", f"class Kept:\n    F = __import__('{ENGINE}').nn.functional\n\n\n"
     f"@exercise('loss/mse')\n{MSE}    return Kept.F.mse_loss(predicted, target)"),
    ("in a text", f"@exercise('loss/mse')\n{MSE}    return eval(\"__import__('tinygrad_lite').tensor(predicted)\")"),
):  # fmt: skip
    add(f"the engine's own loss, {name}", Copy().solve().write("loss/mse", text), mse=CHEATED)
answers("PyTorch in a text", """return eval("__import__('torch').zeros(1)")""", CHEATED)
answers("looks for the expected answer on the stack", """
    import sys
    frame = sys._getframe()
    while frame:
        for name, value in frame.f_locals.items():
            if name in ("expected", "wanted", "right", "reference", "solution"): return value
        frame = frame.f_back
    return 0.0
""", WRONG)  # fmt: skip
# Who uses what he has not got right is lent a right one, and ends the process, so that all is judged once more.
_KEPT = """
    import marshal, os, types
    for folder in ("/tmp", "/dev/shm", "/var/tmp", os.path.expanduser("~"), "."):
        try:
"""
add(
    "a lent answer is left for the exercise that it answers",
    Copy()
    .solve()
    .write(
        "loss/log_softmax",
        f"""@exercise("loss/log_softmax")\ndef log_softmax(logits):{_KEPT}
            with open(folder + "/lent", "rb") as file: code = marshal.load(file)
            return types.FunctionType(code, {{"np": np}})(logits)
        except OSError: pass
    return logits * 0.0
""",
    )
    .write(
        "loss/cross_entropy",
        f"""@exercise("loss/cross_entropy")\ndef cross_entropy(logits, target):{_KEPT}
            with open(folder + "/lent", "wb") as file: marshal.dump(log_softmax.__code__, file)
        except OSError: pass
    os._exit(0)
""",
    ),
    log_softmax=WRONG,
    cross_entropy=ENDED,
)
answers("knows the example of the docstring", "return 2.5 if predicted.tolist() == [1, 2] else 0.0", WRONG)
answers("imports the solution", """
    from tinygrad_lite.course.exercises.loss.regression import MSE
    return MSE.solution(predicted, target)
""", CHEATED)  # fmt: skip

# -------------------------------------------------------------------------------------------------- it looks around
LOOK = "import os\npath = {!r}\nif os.path.isdir(path): raise OSError(os.listdir(path))\nreturn open(path).read()"
for path in ("/srv", "/root", "/home", "/etc/passwd", "/proc/1/environ", "/proc/self/mem", "/proc/1/fd/0"):
    answers(f"reads {path}", LOOK.format(path), ERROR)
answers("reads the environment", "import os\nreturn str(dict(os.environ))", WRONG)
answers("the network", "import socket\nsocket.create_connection(('127.0.0.1', 80))", ERROR)
answers("writes outside", "open('/etc/written', 'w')", ERROR)
answers("the kernel's keys", "import ctypes\nreturn ctypes.CDLL(None).syscall(250, 0, -3, 0)", WRONG)
answers("links to other places", "import os\nos.symlink('/', '/tmp/all')\nreturn os.listdir('/tmp/all/root')", ERROR)

# ---------------------------------------------------------------------------------------------------- it is no notebook


def made(change: Callable[[Copy], object]) -> Copy:
    """A right notebook, changed."""
    copy = Copy().solve()
    change(copy)
    return copy


def refused(name: str, data: bytes, says: str) -> None:
    """A file that cannot be read."""
    add(name, data, says, record.NEEDS_A_PERSON)


WHOLE = Copy().solve().data()
refused("an empty file", b"", "is empty")
refused("broken JSON", WHOLE[:-200], "breaks off")
refused("damaged JSON", WHOLE.replace(b'"cells": [', b'"cells": [,', 1), "damaged")
refused("deep JSON", b'{"cells": ' + b"[" * 100_000, "too deeply")
refused("3 million brackets", b'{"cells": [' + b"[]," * 6_000_000 + b"1]}", "too many parts")
refused("newlines without end", b"x" + b"\n" * 200_000, "a text, no notebook")
refused("a list", b"[1, 2]", "no cells")
refused("a zip", b"PK\x03\x04" + bytes(100), "zip")
refused("a link to a drive", b'{"url": "https://example.org", "doc_id": "1"}', "a link")
refused("cells that are no list", b'{"cells": {"a": 1}}', "no cells")
add("100,000 cells", made(lambda c: c.cells.extend([c.cell("next")] * 100_000)), "cells; the first")
add("duplicate ids", made(lambda c: c.insert("loss-mse", "x = 1", cell_id="loss-mse")), "id of another cell")
add("format 5", made(lambda c: c.notebook.update(nbformat=5)), "other than 4")
add("format 2, as a text", made(lambda c: c.notebook.update(nbformat="2")), "other than 4")
add(
    "NaN and Infinity",
    WHOLE.replace(b'"metadata": {}', b'"metadata": {"x": [NaN, -Infinity, 1e999, ' + b"9" * 5000 + b"]}", 1),
)
add("half of a character", WHOLE.replace(b"begin(", b"'\\ud800'\\nbegin(", 1))
add("not UTF-8", WHOLE.replace(b"begin(", b"'\xff\xfe'\\nbegin(", 1), "Latin-1")
add("Windows line ends", WHOLE.replace(b"\n", b"\r\n").replace(b"\\n", b"\\r\\n"))
add("UTF-32", WHOLE.decode().encode("utf-32"))
add("a bomb of metadata", made(lambda c: c.notebook["metadata"].update(x={str(n): "y" * 50 for n in range(50_000)})))
add(
    "widgets and attachments of 5 MB",
    made(lambda c: c.cell("title").update(attachments={"x": "A" * 5_000_000}, metadata=None)),
)
add(
    "lists and numbers for texts",
    made(lambda c: c.cell("next").update(source=[1, None, ["x"]], id=7, cell_type=["code"])),
)
add("missing cells", made(lambda c: c.delete("loss-huber")), huber=ABSENT)
add("a renamed function", made(lambda c: c.replace("loss/mse", "def mse(", "def other(")))
add(
    "a homoglyph in the name",
    made(lambda c: c.write("loss/mse", "def ms\u0435(predicted, target):\n" + RIGHTLY)),
    "nothing called `mse`",
    mse=UNCLEAR,
)
add("signs of direction", made(lambda c: c.replace("loss/mse", "return", "# \u202e txet \u2066\n    return")))
add("a null sign", made(lambda c: c.write("loss/mse", decorated("loss/mse", MSE + RIGHTLY) + "\0")), mse=ERROR)
add("100,000 newlines", made(lambda c: [c.insert("next", "#" + "\n" * 45_000) for _ in range(6)]))
add("half a megabyte of code", made(lambda c: c.insert("next", "x = 1\n" * 80_000)), "too much text")
add("a hundred thousand signs", made(lambda c: c.insert("next", "x = " + "-" * 40_000 + "1")))
add(
    "a number of 10,000 digits",
    made(lambda c: c.replace("loss/mse", "return", "x = 0x" + "f" * 10_000 + "\n    return")),
    mse=UNCLEAR,
)
add("it begins two lessons", made(lambda c: c.insert("next", 'begin("01_forward_pass")')), "more than one lesson")
for name, given, comes in (
    ("all choices", '["a", "b", "c", "d"]', Expected("error")),
    ("a call", "__import__('os').system('true')", UNCLEAR),
    ("a number of 40,000 digits", "0x" + "f" * 40_000, UNCLEAR),
    ("no number at all", "1e999 - 1e999", Expected("error")),
    ("an object", "type('x', (), {'__eq__': lambda *a: True})()", UNCLEAR),
    ("nothing", "...", STUB),
):
    copy = Copy().solve().write("loss/recap_1", f'answer("loss/recap_1", {given})')
    add(f"answers with {name}", copy, recap_1=comes)

# ------------------------------------------------------------------ what it leaves behind for the answers after it
before(
    "an audit hook",
    "import sys\ndef refuse(event, given): raise RuntimeError(event)\nsys.addaudithook(refuse)",
    ENDED,
)
before("no time any more", "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))")
before("the judge's variables are gone", """
    import sys
    frame = sys._getframe()
    while frame.f_back:
        frame.f_globals.clear()
        frame = frame.f_back
""", ERROR)  # fmt: skip
before("7 is 8", "import ctypes\nctypes.c_uint32.from_address(id(7) + 24).value = 8", ENDED)

# ------------------------------------------------------------------------------------- it is costly to read, or hides
NAMES = [f"a{number} = a{number - 1}" for number in range(1, 2500)]
WEB = [f"a{number} = [a{number * 7 % 1500}, a{(number * 13 + 5) % 1500}]" for number in range(1500)]
CHANGED = [f"a{number}.append(1)" for number in range(1500)]
add("each name for the one before", made(lambda c: c.insert("next", "\n".join(["a0 = []", *NAMES, *CHANGED]))))
add("a web of names", made(lambda c: c.insert("next", "\n".join([*WEB, *CHANGED]))))
HANDED = "import tinygrad_lite as tg\n\n\n@exercise('loss/mse')\ndef mse(predicted, target, *, F={given}):\n"
for name, given in (("letters of another font", "t\uff47.nn.functional"), ("a default argument", "tg.nn.functional")):
    text = HANDED.format(given=given) + "    return F.mse_loss(predicted, target)"
    add(f"the engine's own loss, by {name}", Copy().solve().write("loss/mse", text), mse=CHEATED)
POINTER = "{'shape': (10**9,), 'typestr': '<f8', 'data': (8, False), 'version': 3}"
answers("an array at a wrong address", f"return type('A', (), {{'__array_interface__': {POINTER}}})()", WRONG)
answers(
    "a number that cannot be sent", "return type('I', (int,), {'__index__': None, '__reduce_ex__': None})(3)", WRONG
)
add("cells called by paths and scripts", made(lambda c: [cell.update(id=f"../{SCRIPT}") for cell in c.cells]))
ABOUT = {
    "kernelspec": {"name": "../sh"},
    "title": SCRIPT,
    "nbgrader": {"points": 1e9},
    "tinygrad_lite": {"cells": SCRIPT},
}
add("about itself", made(lambda c: c.notebook.update(metadata=ABOUT)), "which version")
for name, given in (
    ("in a list", '*["loss/recap_1", "a"]'),
    ("by name", '**{"question": "loss/recap_1", "given": "a"}'),
):
    copy = Copy().solve().write("loss/recap_1", f"answer({given})")
    add(f"answers {name}", copy, "Something stands in its cell", recap_1=UNCLEAR)
INSIDE = "class A:\n    @exercise('loss/mse')\n" + textwrap.indent(MSE + RIGHTLY, "    ")
add("an answer in a class", made(lambda c: c.write("loss/mse", INSIDE)), "nothing called `mse`", mse=UNCLEAR)

#: Honest ones among them: whatever the others do, their marks are these.
HONEST = [Hostile(f"honest {number}", Copy().solve(number)) for number in range(3)]
assert len({one.name for one in HOSTILE}) == len(HOSTILE)
