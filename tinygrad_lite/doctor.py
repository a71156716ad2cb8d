"""Is this machine set up right, and if not, which command mends it? `tinygrad-lite doctor`.

Each look is a function of its own that gives findings; nothing is changed, and nothing is asked of a network.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import platform
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

#: How well something is, and the sign that is printed for it.
GOOD, NOTE, BAD = "✓", "·", "✗"
PACKAGE = "tinygrad-lite"
ROOM = 1_000_000_000  # bytes that should be free: notebooks with outputs, data, reports


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        sign: GOOD, NOTE (worth knowing, nothing to mend) or BAD.
        what: what was looked at; found: what is there.
        mend: the command or the step that mends it; "" where nothing is to be done.
    """

    sign: str
    what: str
    found: str
    mend: str = ""


def python() -> Iterator[Finding]:
    """The version of Python, against what the package asks for."""
    wanted = _metadata()["Requires-Python"]
    found = platform.python_version()
    fits = SpecifierSet(wanted).contains(found)
    mend = "" if fits else "install Python 3.12, and set the course up again with it: python3.12 start.py"
    yield Finding(GOOD if fits else BAD, "Python", f"{found} ({sys.executable})", mend)


def packages() -> Iterator[Finding]:
    """Every package that the course needs: is it there, and new enough?"""
    wrong = 0
    requirements = [Requirement(text) for text in _metadata().get_all("Requires-Dist") or []]
    needed = [each for each in requirements if each.marker is None or each.marker.evaluate({"extra": ""})]
    for requirement in needed:
        try:
            version = importlib.metadata.version(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            version = ""
        fits = requirement.specifier.contains(version, prereleases=True) if version else False
        if not fits or importlib.util.find_spec(requirement.name) is None:
            wrong += 1
            found = "is missing" if not version else "is there by name only" if fits else f"{version} is too old"
            afresh = "--force-reinstall " if fits else ""
            mend = f'{sys.executable} -m pip install {afresh}"{requirement.name}{requirement.specifier}"'
            if requirement.name == "torch" and sys.platform == "linux":
                mend += "  (several gigabytes; docs/START.md says how to get the small build)"
            yield Finding(BAD, requirement.name, found, mend)
    if not wrong:
        yield Finding(GOOD, "packages", f"all {len(needed)} are there: NumPy {importlib.metadata.version('numpy')}, …")


def kernel() -> Iterator[Finding]:
    """Does JupyterLab's "Python 3" run the Python that has the course?"""
    from jupyter_client.kernelspec import KernelSpecManager

    there = importlib.util.find_spec("ipykernel") is not None
    mend = f"{sys.executable} -m " + ("ipykernel install --sys-prefix" if there else "pip install ipykernel")
    folder = KernelSpecManager().find_kernel_specs().get("python3")
    if folder is None:
        yield Finding(BAD, "kernel", "JupyterLab has no Python 3 kernel", mend)
        return
    try:
        program = json.loads((Path(folder) / "kernel.json").read_text(encoding="utf-8"))["argv"][0]
    except (OSError, ValueError, LookupError, TypeError):
        yield Finding(BAD, "kernel", f"what {folder} says of Python 3 cannot be read", mend)
        return
    path = Path(shutil.which(program) or program)
    same = path.exists() and path.parent.resolve() == Path(sys.executable).parent.resolve()
    if same or program in ("python", "python3"):  # which Jupyter replaces by its own
        yield Finding(GOOD, "kernel", f"Python 3 of {folder}")
    else:
        yield Finding(BAD, "kernel", f"notebooks would run {program}, which is another Python", mend)


def network() -> Iterator[Finding]:
    """May programs listen on this computer, as JupyterLab must? Nothing outside it is asked."""
    try:
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
        with socket.socket() as listening:
            taken = listening.connect_ex(("127.0.0.1", 8888)) == 0
    except OSError as problem:
        mend = "allow Python to listen on 127.0.0.1 (firewall, security software)"
        yield Finding(BAD, "ports", f"no program may listen: {problem}", mend)
        return
    if taken:
        yield Finding(NOTE, "ports", "8888 is in use, so JupyterLab will take the next; its address is printed")
    else:
        yield Finding(GOOD, "ports", "free")


def disk() -> Iterator[Finding]:
    """Can this folder, the home folder and the folder for temporary files be written, and is there room?"""
    for what, folder in (("this folder", Path.cwd()), ("home", _home()), ("temporary files", _temporary())):
        if folder is None or not folder.is_dir():
            mend = "set the variable TMPDIR to a folder of yours" if what == "temporary files" else (
                "set the variable HOME (on Windows USERPROFILE) to a folder of yours"
            )  # fmt: skip
            yield Finding(BAD, what, "there is none", mend)
            continue
        try:
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as problem:
            yield Finding(BAD, what, f"{folder} cannot be written ({problem.strerror})", "use a folder of your own")
            continue
        free = shutil.disk_usage(folder).free
        found = f"{folder}: {free / 1e9:.1f} GB free"
        yield Finding(BAD, what, found, "free 1 GB or more") if free < ROOM else Finding(GOOD, what, found)


def sandbox() -> Iterator[Finding]:
    """For instructors: how well students' programs would be held when they are graded."""
    from .grading.sandbox import NoSandbox, best_tier

    try:
        tier = best_tier()
    except NoSandbox as problem:
        yield Finding(NOTE, "sandbox", f"none, which only `tinygrad-lite grade` needs. {problem}")
        return
    found = f"{tier.name}. {tier.sentence} {tier.why}".strip()
    mend = "sudo apt install bubblewrap  (Debian, Ubuntu; elsewhere: sudo dnf install bubblewrap, or the like)"
    missing = sys.platform == "linux" and shutil.which("bwrap") is None
    yield Finding(NOTE if tier.why else GOOD, "sandbox", found, mend if missing else "")


def gpu() -> Iterator[Finding]:
    """Is there a GPU for lesson 08? It can be done without."""
    if importlib.util.find_spec("torch") is None:
        return  # which `packages` has said
    try:
        import torch

        torch.zeros(1).numpy()  # fails where PyTorch was made for another NumPy
        name = torch.cuda.get_device_name() if torch.cuda.is_available() else ""
        name = name or ("Apple's GPU" if torch.backends.mps.is_available() else "")
    except Exception as problem:  # a broken PyTorch fails in many ways, and finding that out is what this is for
        same = f"torch=={importlib.metadata.version('torch').partition('+')[0]}"
        mend = f'{sys.executable} -m pip install --force-reinstall --no-deps "{same}"'
        yield Finding(BAD, "PyTorch", f"cannot be used: {type(problem).__name__}: {problem}", mend)
        return
    yield Finding(GOOD if name else NOTE, "GPU", name or "none; lesson 08 runs a stand-in, and says where")


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (python, packages, kernel, network, disk, sandbox, gpu)


def examine(say: Callable[[str], object]) -> int:
    """Look at everything and say what was found.

    Returns:
        The exit status: 0 if the course can be used, 1 if something must be mended.
    """
    bad = 0
    for look in LOOKS:
        try:
            findings = list(look())
        except Exception as problem:  # one look that fails must not hide the others
            missing = (problem.name or "").partition(".")[0] if isinstance(problem, ModuleNotFoundError) else ""
            mend = f"{sys.executable} -m pip install {missing}" if missing else ""
            found = f"could not be looked at: {type(problem).__name__}: {problem}"
            findings = [Finding(BAD, look.__name__, found, mend)]
        for finding in findings:
            bad += finding.sign == BAD
            say(f"{finding.sign} {finding.what}: {finding.found}")
            if finding.mend:
                say(f"    mend it: {finding.mend}")
    say("\nAll is well." if not bad else f"\n{bad} to be mended.")
    return int(bad > 0)


def _metadata() -> importlib.metadata.PackageMetadata:
    return importlib.metadata.metadata(PACKAGE)


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None


def _temporary() -> Path | None:
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError:
        return None
