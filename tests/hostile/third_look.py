"""Hostile notebooks of lesson 02 of kinds that the first two looks did not try. See notebooks.py."""

from __future__ import annotations

from tests.grading.hand_in import decorated
from tests.hostile.notebooks import CHEATED, ENDED, ERROR, MSE, RIGHTLY, WRONG, Copy, add, answers, before

NOTHING = "    return 0.0 * np.mean(predicted)\n"

# ------------------------------------------------------------------------------------ what runs beside the other code
before("traces what answers", """
    import sys, threading
    def trace(frame, event, value):
        for name in {"answer", "value", "failure"} & frame.f_locals.keys():
            frame.f_locals[name] = None
        return trace
    sys.settrace(trace), sys.setprofile(trace), threading.settrace(trace)
""", ENDED, body=NOTHING)  # fmt: skip
before("hooks for errors, and a quick timer", """
    import os, signal, sys, threading
    sys.excepthook = sys.unraisablehook = threading.excepthook = sys.displayhook = lambda *given: os._exit(0)
    def ring(*given): raise MemoryError("x")
    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.002, 0.002)
""", ENDED, body=NOTHING)  # fmt: skip
before("no builtins for anybody", """
    import sys
    for module in list(sys.modules.values()):
        if hasattr(module, "__dict__"): vars(module)["__builtins__"] = {}
    globals()["__builtins__"] = {}
""", ERROR, body=NOTHING)  # fmt: skip

# ----------------------------------------------------------------------------------------- what all answers count with
before("the cases that come are zeros", """
    import gc
    def spoil():
        for case in gc.get_objects():
            for value in vars(case).values() if type(case).__name__ == "Case" else ():
                for array in value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ():
                    if isinstance(array, np.ndarray) and array.flags.writeable: array[...] = 0
    return spoil
""", WRONG, body="    acted()\n" + NOTHING)  # fmt: skip
before("NumPy's own settings", """
    import decimal, os
    np.setbufsize(16), np.seterrcall(lambda *given: os._exit(0)), np.seterr(all="call")
    np.set_printoptions(formatter={"all": lambda number: os._exit(0)})
    decimal.getcontext().prec = 1
""", WRONG, body=NOTHING)  # fmt: skip
before(
    "numbers are rounded otherwise",
    "import ctypes\nctypes.CDLL('libm.so.6').fesetround(0x800)",
    WRONG,
    body=NOTHING,
)

# ------------------------------------------------------------------------------------------- files, and what is shown
before("more files than anybody needs", """
    import os
    for number in range(10**6): os.close(os.open(f"f{number}", os.O_CREAT | os.O_WRONLY))
""", ENDED, "5000 files", body=NOTHING)  # fmt: skip
answers(
    "an error that is a page",
    "raise type('<script>alert(1)</script>', (Exception,), {'__module__': '=cmd()'})"
    "('\\x1b]0;owned\\x07\\u202e=HYPERLINK(\"http://x\")<img src=x onerror=alert(1)>')",
    ERROR,
)
FAKE = "%%writefile torch.py\nclass nn:\n    mse_loss = staticmethod(lambda p, t: ((p - t) ** 2).mean())\n"
LOSS = decorated("loss/mse", f"{MSE}    return torch.nn.mse_loss(predicted, target)")
add(
    "a package that is ruled out, of one's own making",
    Copy().solve().insert("start", FAKE).write("loss/mse", "import torch\n\n\n" + LOSS),
    mse=CHEATED,
)
add(
    "a file of NumPy's name, written by a cell",
    Copy().solve().insert("start", "%%writefile numpy.py\nraise SystemExit"),
)
ENDS = "%%writefile of_mine.py\nimport os\nos._exit(0)"
IMPORTS_IT = decorated("loss/mse", f"{MSE}    import of_mine\n{RIGHTLY}")
add("a module that ends the program", Copy().solve().insert("start", ENDS).write("loss/mse", IMPORTS_IT), mse=ENDED)
