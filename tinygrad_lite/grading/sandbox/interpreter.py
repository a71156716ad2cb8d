"""What Python and NumPy consist of on this machine: all that a student's program needs to read."""

from __future__ import annotations

import functools
import glob
import importlib.util
import os
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

#: Folders of installed packages, inside of the others: not shown. (NumPy is, under a name of its own.)
PACKAGES = ("site-packages", "dist-packages")


@dataclass(frozen=True)
class Interpreter:
    """Python without its packages, and the packages that programs may import.

    Attributes:
        executable: the real file, not a virtual environment's.
        readable: files and folders that it reads, by their real names; none is inside of another.
        links: links on the way to them.
        hidden: folders inside of `readable` that are not for programs.
        packages: NumPy's folder, and that of the libraries that came with it.
        libraries: folders where the loader has to be told to look.
    """

    executable: str
    readable: tuple[str, ...]
    links: tuple[str, ...]
    hidden: tuple[str, ...]
    packages: tuple[str, ...]
    libraries: tuple[str, ...]


@functools.cache
def interpreter() -> Interpreter:
    executable = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
    packages = numpy_folders()
    system, links = system_libraries()
    known = existing([*system, *standard_library()])
    libraries = foreign_libraries([*known, *packages])
    readable = outermost([executable, *known, *libraries])
    found = (Path(folder, name) for folder in package_parents() for name in PACKAGES)
    hidden = tuple(sorted({str(path) for path in found if path.is_dir() and inside(str(path), readable)}))
    return Interpreter(executable, readable, tuple(links), hidden, packages, libraries)


def system_libraries() -> tuple[list[str], list[str]]:
    """Where the system keeps shared libraries, and the links that lead there: `/lib` to `/usr/lib`, often."""
    own = sysconfig.get_config_var("MULTIARCH")
    folders = [f"{folder}/{own}" for folder in ("/lib", "/usr/lib") if own and os.path.isdir(f"{folder}/{own}")]
    folders = [*(folders or ["/lib", "/usr/lib"]), "/lib64", "/usr/lib64"]
    loaders = [path for folder in ("/lib", "/lib64") for path in glob.glob(f"{folder}/ld-*.so*")]
    loaders = [os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path)) for path in loaders]
    links = [path for path in ["/lib", "/lib64", "/usr/lib64", *loaders] if os.path.islink(path)]
    paths = [*folders, *loaders, "/etc/ld.so.cache", "/etc/alternatives"]
    real = [os.path.realpath(path) for path in paths if os.path.exists(path)]
    return real, [link for link in dict.fromkeys(links) if not inside(link, real)]


def standard_library() -> list[str]:
    """Where the modules are, and of a Python with a folder of its own the libraries that it came with."""
    real = {"base": sys.base_prefix, "platbase": sys.base_exec_prefix}  # in a virtual environment it differs
    folders = [sysconfig.get_path(name, vars=real) for name in ("stdlib", "platstdlib")]
    if sys.base_prefix not in ("/", "/usr"):
        folders.append(os.path.join(sys.base_prefix, "lib"))
    return [os.path.realpath(folder) for folder in folders]


def package_parents() -> list[str]:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    ours = os.path.join(sys.base_prefix, "lib", version)
    return [*standard_library(), ours, "/usr/lib/python3", f"/usr/lib/{version}", f"/usr/local/lib/{version}"]


def numpy_folders() -> tuple[str, ...]:
    found = importlib.util.find_spec("numpy")
    if found is None or found.origin is None:
        raise RuntimeError("NumPy is not installed: grading needs it.")
    folder = Path(found.origin).resolve().parent
    return tuple(str(path) for path in (folder, folder.with_name("numpy.libs")) if path.is_dir())


def foreign_libraries(known: list[str]) -> tuple[str, ...]:
    """Folders of libraries that this process has loaded for Python and NumPy from other places (clusters, Nix)."""
    import ctypes  # noqa: F401
    import hashlib  # noqa: F401

    import numpy as np  # noqa: F401

    try:
        lines = Path("/proc/self/maps").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ()
    files = {line.split(maxsplit=5)[5] for line in lines if ".so" in line and line.count(" /") == 1}
    others = {os.path.dirname(file) for file in files if not inside(file, known) and not in_packages(file)}
    return tuple(sorted(folder for folder in others if folder.count("/") > 1 and os.path.isdir(folder)))


def in_packages(file: str) -> bool:
    return any(part in PACKAGES for part in Path(file).parts)


def existing(paths: list[str]) -> list[str]:
    return [path for path in dict.fromkeys(paths) if os.path.exists(path)]


def inside(path: str, folders: list[str] | tuple[str, ...]) -> bool:
    return any(path == folder or path.startswith(folder.rstrip("/") + "/") for folder in folders)


def outermost(paths: list[str]) -> tuple[str, ...]:
    paths = list(dict.fromkeys(paths))
    return tuple(path for path in paths if not inside(path, [other for other in paths if other != path]))
