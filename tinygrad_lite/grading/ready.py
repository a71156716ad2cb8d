"""How a student's process begins: what it imports first is compiled once a run, and read from one file.

Of a class, each student's process is forked from one that has imported all that and has seen no student's code. Where
that cannot be, and for one notebook alone, it is a fresh interpreter, and most of its time goes into importing NumPy:
Python would look for 136 files, one after the other; and where packages lie uncompiled (PYTHONDONTWRITEBYTECODE, a
read-only installation, a container) it would compile NumPy anew each time, which takes longer than all the rest. What
`dataclass` writes for each class, it would compile anew in any case.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from .sandbox import Limits, Tier
from .sandbox.bubblewrap import PACKAGES, Bubblewrap
from .sandbox.forked import Forking
from .sandbox.interpreter import interpreter
from .sandbox.process import OPTIONS, environment
from .sandbox.started import Started

FILE = "ready"
#: What the file has besides modules: the texts that `dataclass` makes methods of, compiled.
METHODS = ""
#: The argument of a process whose notebook uses no random numbers: a sixth of NumPy's import is for these.
PLAIN = "plain"
#: NumPy writes its documentation and its types for annotations anew in every process. Nobody here reads the first; the
#: second comes when it is asked for. What is loaded at first, the garbage collector need not look at.
_FIRST = """import gc
import sys

ModuleType = type(sys)


class Anything:
    def __class_getitem__(cls, item):
        return cls


gc.disable()
later = "numpy._typing", "platform", "secrets"
for name in ("numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars", *later):
    sys.modules[name] = ModuleType(name)
    sys.modules[name].__getattr__ = lambda name: Anything
"""
#: Modules come from the file, with the names, places and sources that they have anyhow. It is for these imports alone.
_READY = f"""
import marshal
from _frozen_importlib_external import SourceFileLoader, spec_from_file_location


class Ready(SourceFileLoader):
    def get_code(self, name):
        return marshal.loads(ready.pop(name)[2]) if name in ready else super().get_code(name)


class First:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in ready:
            file, folder, _ = ready[name]
            return spec_from_file_location(name, file, loader=Ready(name, file), submodule_search_locations=folder)


ready = {{}}
if sys.path[-1] == {PACKAGES!r}:
    try:
        with open(f"{{sys.path[0]}}/{FILE}", "rb") as file:
            ready = marshal.load(file)
    except FileNotFoundError:
        pass
sys.meta_path.insert(0, First)

import dataclasses

methods = ready.pop({METHODS!r}, {{}})
dataclasses.exec = lambda text, *rest: exec(marshal.loads(methods[text]) if text in methods else text, *rest)
"""
_IMPORTS = f"""
import numpy
if {PLAIN!r} not in sys.argv:
    from random import SystemRandom

    sys.modules["secrets"].randbits = SystemRandom().getrandbits  # `secrets` itself loads OpenSSL besides
    numpy.random
from tinygrad_lite.grading.child import main
"""
_LAST = """
for name in later:
    del sys.modules[name]
gc.freeze()
gc.enable()
"""
_DONE = """
sys.meta_path.remove(First)
ready.clear()
del dataclasses.exec
"""
LOADED = _FIRST + _READY + _IMPORTS + _DONE + _LAST
START = f"{LOADED}main()\n"
#: In a process that is forked from one in which `LOADED` was run: nobody has the random numbers of another.
FORKED = """
import sys

if "numpy.random" in sys.modules:
    sys.modules["numpy"].random.seed()
from tinygrad_lite.grading.child import main

main()
"""
#: By the names of their files in a tree.
BEGINNINGS = {"start.py": START, "loaded.py": LOADED, "forked.py": FORKED}

#: In a process of ours: the same imports, and then which modules came from files, with their code as it is to be.
_REHEARSAL = f"""
import sys

tree, packages, inside, result = sys.argv[1:]
sys.path.insert(0, tree)
sys.path.append(packages)
before = set(sys.modules)
import dataclasses

texts = []
dataclasses.exec = lambda text, *rest: exec(texts.append(text) or text, *rest)
{_FIRST + _IMPORTS + _LAST}
import marshal
from importlib.machinery import SourceFileLoader

found = {{{METHODS!r}: {{text: marshal.dumps(compile(text, "<string>", "exec", 0, True)) for text in texts}}}}
for name, module in sorted(sys.modules.items()):
    spec = getattr(module, "__spec__", None)
    if name in before or spec is None or spec.name != name or type(spec.loader) is not SourceFileLoader:
        continue
    file = spec.origin
    if file.startswith(tree):
        continue  # compiled already
    if name.partition(".")[0] == "numpy":
        with open(file, "rb") as source:
            file = inside + file[len(packages):]
            code = compile(source.read(), file, "exec", 0, True)
    else:
        code = spec.loader.get_code(name)
    folder = None if spec.submodule_search_locations is None else [file.rpartition("/")[0]]
    found[name] = file, folder, marshal.dumps(code)
with open(result, "wb") as written:
    marshal.dump(found, written)
"""


def begin(tier: Tier, tree: Path, random: bool, limits: Limits) -> Started:
    """Start a student's process.

    Args:
        tree: the folder that it finds on its import path.
        random: whether its notebook uses random numbers.
    """
    words = [] if random else [PLAIN]
    if isinstance(tier, Bubblewrap) and tier.forks:
        forking = Forking.like(tier, first=[str(tree / "loaded.py"), *words])
        with contextlib.suppress(OSError):  # the system may refuse more namespaces in namespaces; the other way is left
            return forking.start([str(tree / "forked.py")], [tree], limits)
    return tier.start([str(tree / "start.py"), *words], [tree], limits)


def write_beginnings(folder: Path, program: str = "child") -> None:
    """Write into a tree what its processes begin with.

    Args:
        program: the module in `tinygrad_lite.grading` that answers.
    """
    for name, text in BEGINNINGS.items():
        (folder / name).write_text(text.replace("grading.child", f"grading.{program}"), "utf-8")


def write_ready(tree: Path, folders: Iterable[Path]) -> None:
    """Write the file into each of these folders; none where that fails, or no process would read it (it holds where
    bubblewrap shows NumPy): then modules are imported as ever."""
    if shutil.which("bwrap") is None:
        return
    packages = os.path.dirname(interpreter().packages[0])
    made = tree / FILE
    line = [interpreter().executable, *OPTIONS, "-c", _REHEARSAL, str(tree), packages, PACKAGES, str(made)]
    ended = subprocess.run(line, env=os.environ | environment(str(tree)), capture_output=True, cwd=tree)
    if ended.returncode or not readable(made):
        made.unlink(missing_ok=True)
        return
    for folder in folders:
        if folder != tree:
            (folder / FILE).write_bytes(made.read_bytes())


def readable(file: Path) -> bool:
    """Whether it is what Python can read here."""
    try:
        return "numpy" in marshal.loads(file.read_bytes())
    except (OSError, ValueError, EOFError, TypeError):
        return False
