"""More hostile notebooks of lesson 02: what a second look tried. See notebooks.py."""

from __future__ import annotations

from tests.grading.hand_in import decorated
from tests.hostile.notebooks import ENDED, ERROR, MSE, WRONG, Copy, add, answers, before, made

WRONG_BODY = "    return 0.0\n"
CHILD = "import os\nfrom tinygrad_lite.grading import child, frames, wire\nold = child.Notebook.reply\n"


def replies(name, reply, mse, body=WRONG_BODY):
    """Another way to send the answers to the judge."""
    act = f"{CHILD}def reply(self, request, number, case, answer):\n{reply}\nchild.Notebook.reply = reply"
    before(name, act, mse, body=body)


# ------------------------------------------------------------------------------------------- what goes over the channel
replies(
    "each answer twice", "    old(self, request, number, case, answer), old(self, request, number, case, answer)", ENDED
)
replies(
    "half a message",
    "    data = frames.framed(request.encode() + wire.encode([number]))\n"
    "    os.write(self.channel.answers, data[:9]), os._exit(0)",
    ENDED,
)
replies(
    "a class by its name",
    "    called = b'cs\\2\\0\\0\\0oss\\6\\0\\0\\0system'\n"
    "    os.write(self.channel.answers, frames.framed(request.encode() + called + wire.encode(['true'])))",
    ENDED,
)
before(
    "describes itself as what it is not",
    f"{CHILD}child.described = lambda answer: dict(callable=True, name='x' * 10**5, kind='<b>', signature=[[0] * 5])",
)
before(
    "says that others failed",
    f"{CHILD}import gc\nbook = next(one for one in gc.get_objects() if type(one) is child.Notebook)\n"
    "book.failures |= {'loss-mae': ['NotHere', 'x', 'y', 1, 0], 7: None, '\\x1b': {'a': []}}",
)

# -------------------------------------------------------------------------------------- what it does to later answers
before(
    "little memory and no file for the others",
    "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))\n"
    "resource.setrlimit(resource.RLIMIT_AS, (1 << 20, 1 << 20))",
)
before("a timer that ends the program", "import signal\nsignal.setitimer(signal.ITIMER_VIRTUAL, 0.05)")
before("nothing can be imported", "import builtins\nbuiltins.__import__ = lambda *names, **more: 1 / 0", ENDED)
before(
    "ends when it is thrown away",
    "import gc, os\nclass Last:\n    def __del__(self): os._exit(0)\none = Last()\none.self = one\n"
    "gc.set_threshold(1)\ndel one",
    ENDED,
)
before(
    "what puts the cases is replaced",
    "import contextlib, warnings, linecache\ncontextlib.redirect_stdout = warnings.catch_warnings = None\n"
    "linecache.getline = lambda *place: 1 / 0",
    ERROR,
)

# --------------------------------------------------------------------------------------------------- what it pretends
answers(
    "right but for one call in seven",
    "mse.n = getattr(mse, 'n', 0) + 1\nreturn np.mean((predicted - target) ** 2) + (mse.n % 7 == 6)",
    WRONG,
)
answers("wrong at random", "import random\nreturn np.mean((predicted - target) ** 2) + (random.random() < 0.1)", WRONG)
ARRAY = (
    "class A(np.ndarray):\n    def __array_ufunc__(self, *how, **more): return 0.0\n    tobytes = __array_ufunc__\n\n\n"
)
add(
    "an array that computes nothing",
    Copy().solve().write("loss/mse", ARRAY + decorated("loss/mse", f"{MSE}    return np.zeros(()).view(A)")),
    mse=WRONG,
)
POINTS = {"nbgrader": {"grade": True, "points": 100, "score": 100}, "points": 100, "tags": ["right"]}
add("claims points in every cell", made(lambda copy: [cell.update(metadata=POINTS) for cell in copy.cells]))
add("every id the same", made(lambda copy: [cell.update(id="same") for cell in copy.cells]), "id of another cell")
