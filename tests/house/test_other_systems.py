"""Every file of the package can be imported where Python has none of the modules that Unix alone has."""

import subprocess
import sys

import pytest

#: In a process apart: what the package itself asks for at the top of a file is refused, and what others ask for is not.
PROGRAM = """
import builtins, ctypes, importlib, pkgutil, sys, traceback

UNIX = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
real, library = builtins.__import__, ctypes.CDLL


def is_ours(names):
    return (names or {}).get("__name__", "").startswith("tinygrad_lite")


def imported(name, globals=None, *rest, **more):
    if name.partition(".")[0] in UNIX and is_ours(globals):
        raise ModuleNotFoundError(f"No module named {name!r}")
    return real(name, globals, *rest, **more)


def loaded(name, *args, **kwargs):
    if name is None and is_ours(sys._getframe(1).f_globals):
        raise TypeError("on Windows, a library has a name")
    return library(name, *args, **kwargs)


builtins.__import__, ctypes.CDLL = imported, loaded
import tinygrad_lite

for module in pkgutil.walk_packages(tinygrad_lite.__path__, "tinygrad_lite."):
    if not module.name.endswith("__main__"):
        try:
            importlib.import_module(module.name)
        except Exception as error:
            print(f"{module.name}: {type(error).__name__}: {error}")
"""


@pytest.mark.slow
def test_no_file_needs_unix_to_be_imported():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, encoding="utf-8", timeout=600)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
