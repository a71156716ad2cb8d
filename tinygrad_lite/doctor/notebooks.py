"""Do notebooks find the right Python and the right modules, and does one really run?"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tinygrad_lite.files import FULL, need_writable
from tinygrad_lite.mending import bringing, install, rename, strays, typed, unset

from .finding import BAD, GOOD, Finding

PATIENCE = 60  # seconds for a kernel to come up on a busy machine
OURS = Path(__file__).parents[1] / "__init__.py"
#: What a notebook is asked: whose course it has.
QUESTION = "import tinygrad_lite.course; print(tinygrad_lite.__file__)"


def names(folder: Path) -> Iterator[Finding]:
    """Files that Python would take for a module of its own, or for a package: a `numpy.py` beside the notebooks."""
    wrong = False
    for file in strays(folder, sys.path):
        wrong = True
        found = f"notebooks in this folder take {file.name} for the module of that name"
        yield Finding(BAD, "names", found, rename(file))
    variable = [each for each in os.environ.get("PYTHONPATH", "").split(os.pathsep) if each]
    others = [each for each in sys.path if each not in variable]
    for place in variable:
        if files := list(strays(Path(place), others)):
            wrong = True
            more = f" and {len(files) - 1} more" if len(files) > 1 else ""
            says = f"the variable PYTHONPATH puts {files[0]}{more} before what is installed"
            yield Finding(BAD, "names", says, unset("PYTHONPATH"))
    if not wrong:
        yield Finding(GOOD, "names", "no file stands in the place of a module")


def kernel(folder: Path) -> Iterator[Finding]:
    """Does JupyterLab's "Python 3" run the Python that has the course?"""
    from jupyter_client.kernelspec import KernelSpecManager
    from traitlets import TraitError

    if importlib.util.find_spec("ipykernel") is None:
        yield Finding(BAD, "kernel", "the package ipykernel is missing", install("ipykernel"))
        return
    manager = KernelSpecManager()
    place = manager.find_kernel_specs()["python3"]  # if nobody says where it is, it is ipykernel's own
    try:
        program = manager.get_kernel_spec("python3").argv[0]
        path = Path(shutil.which(program) or program)
    except (OSError, ValueError, LookupError, TypeError, TraitError):
        yield Finding(BAD, "kernel", f"what {place} says of Python 3 cannot be read", _write_it_anew(place))
        return
    same = path.exists() and path.parent.resolve() == Path(sys.executable).parent.resolve()
    if same or program in ("python", "python3"):  # which Jupyter replaces by its own
        yield Finding(GOOD, "kernel", f"Python 3 of {place}")
    else:
        found = f"notebooks would run {program}, which is another Python ({place})"
        yield Finding(BAD, "kernel", found, _write_it_anew(place))


def _write_it_anew(place: str) -> str:
    """The command that writes what Jupyter knows of Python 3 where it is found first."""
    from jupyter_core.paths import jupyter_data_dir

    folder = Path(place).resolve()
    if folder.is_relative_to(Path(sys.prefix).resolve()):
        return typed(sys.executable, "-m", "ipykernel", "install", "--sys-prefix")
    if folder.is_relative_to(Path(jupyter_data_dir()).resolve()):
        return typed(sys.executable, "-m", "ipykernel", "install", "--user")
    return typed(sys.executable, "-m", "jupyter", "kernelspec", "remove", "-f", "python3")


def notebook(folder: Path) -> Iterator[Finding]:
    """A kernel is started in the folder, as JupyterLab does, and asked for the course."""
    from jupyter_client.manager import KernelManager
    from jupyter_core.paths import jupyter_data_dir, jupyter_runtime_dir

    if any(finding.sign == BAD for finding in kernel(folder)):
        return  # which was said
    for variable, place in (("JUPYTER_DATA_DIR", jupyter_data_dir()), ("JUPYTER_RUNTIME_DIR", jupyter_runtime_dir())):
        try:
            need_writable(Path(place, "a file"))
        except OSError as problem:
            yield _cannot_begin(problem, f"{place} cannot be used ({problem.strerror})", variable)
            return
    manager = KernelManager(kernel_name="python3")
    if (runtime := Path(jupyter_runtime_dir())).exists():  # where JupyterLab writes; it is not made here
        manager.connection_file = str(runtime / f"kernel-doctor-{os.getpid()}.json")
    said: list[str] = []
    try:
        manager.start_kernel(cwd=str(folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        client = manager.blocking_client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=PATIENCE)
            reply = client.execute_interactive(
                QUESTION, store_history=False, timeout=PATIENCE, allow_stdin=False,
                output_hook=lambda message: said.append(message["content"].get("text", "")),
            )["content"]  # fmt: skip
        finally:
            client.stop_channels()
    except OSError as problem:
        yield _cannot_begin(problem, str(problem), "JUPYTER_RUNTIME_DIR")
        return
    except (RuntimeError, TimeoutError) as problem:
        yield _did_not_run(_last_line(manager) or str(problem))
        return
    finally:
        with contextlib.suppress(RuntimeError, OSError):
            if manager.has_kernel:
                manager.shutdown_kernel(now=True)
    if reply["status"] != "ok":
        yield _did_not_run(f"{reply['ename']}: {reply['evalue']}")
        return
    course = Path("".join(said).strip().split("\n")[-1])
    if course.resolve() != OURS.resolve():
        found = f"takes the course from {course}, and this command is of {OURS}"
        yield Finding(BAD, "notebook", found, "what is said above of names")
    else:
        yield Finding(GOOD, "notebook", "runs, and finds the course")


def _cannot_begin(problem: OSError, why: str, variable: str) -> Finding:
    """A folder of Jupyter's, whose place a variable says, cannot be made or written."""
    mend = "make room" if problem.errno in FULL else f"set the variable {variable} to a folder of yours"
    return Finding(BAD, "notebook", f"Jupyter cannot begin one: {why}", mend)


def _did_not_run(why: str) -> Finding:
    """What was said last, and the command that brings a module that it lacks."""
    missing = why.partition("No module named ")[2].strip("'\" ").partition("'")[0]
    return Finding(BAD, "notebook", f"does not run ({why})", bringing(missing) if missing else "")


def _last_line(manager: object) -> str:
    """The last that a kernel said before it ended."""
    process = getattr(getattr(manager, "provisioner", None), "process", None)
    if process is None or process.poll() is None:
        return ""
    lines = process.stderr.read().decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
