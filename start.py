"""Sets tinygrad_lite up and opens it, or tests it. Needs nothing but Python 3.11, 3.12 or 3.13.

    python start.py                 open the lessons in JupyterLab (the first time: install everything first)
    python start.py --no-browser    only print the address;  --port 9000 and all other options of JupyterLab work too
    python start.py update          bring corrected lessons into your copies; all you wrote stays (--dry-run, --undo)
    python start.py test            run the tests;  --full: the long ones, too (--slow: others); the rest goes to pytest
    python start.py check           check form, types, layers and notebooks (for those who change the course)
    python start.py docs            build the documentation;  --fast leaves the lessons in it unexecuted

It makes two folders beside itself: .venv, the installed packages (delete it to begin afresh), and my_lessons, your
own copies of the lessons, which it brings up to date as long as you have written nothing into them. If an installation
is interrupted, the next start repairs it.

On Linux, pip's ordinary PyTorch comes with several gigabytes for NVIDIA cards. To get the small one, set the variable
TINYGRAD_LITE_TORCH_INDEX to the address of an index that has PyTorch's CPU builds.
"""

from __future__ import print_function  # an old Python must get as far as the next sentence: no f-strings here

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(
        "tinygrad_lite needs Python 3.11, 3.12 or 3.13, and this is Python {0}.{1}: install one of them, then start "
        "this file with it: `python3.12 start.py` (on Windows: `py -3.12 start.py`).".format(*sys.version_info)
    )

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
MY_LESSONS = HERE / "my_lessons"
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(BIN / ("python.exe" if os.name == "nt" else "python"))
LOG = VENV / "install.log"
STAMP = VENV / "tinygrad_lite.stamp"  # what .venv was installed from; written last, so that it means "complete"
UNFINISHED = "an installation has begun and not ended"

# Asked of .venv's Python. The packages are only looked up, not imported: that takes hundredths of a second.
IS_USABLE = "import sys, pip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
IS_COMPLETE = "from importlib.util import find_spec; find_spec('tinygrad_lite').origin; find_spec('jupyterlab').origin"
FOR_JOBS = {name + "_THREADS": "1" for name in ("OMP_NUM", "OPENBLAS_NUM", "MKL_NUM", "VECLIB_MAXIMUM")}
FOR_JOBS["PYTHONDONTWRITEBYTECODE"] = ""  # tests start hundreds of programs: each would compile all that it imports
SETTINGS = HERE / "tinygrad_lite" / "cli" / "jupyter"  # of JupyterLab for students: no menu of nbgrader's
NO_NEWS = '{"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}\n'


class Trouble(Exception):
    """Something that the user can mend; its text says what and how."""


def prepare():
    """Make .venv complete. It usually is, and this takes no time."""
    if read_stamp() == wanted_stamp() and venv_says(IS_COMPLETE):
        return
    with only_one_start():
        print("Setting up tinygrad_lite in {} (only now; it takes a minute or two).".format(VENV))
        if read_stamp() in (UNFINISHED, wanted_stamp()) or not venv_says(IS_USABLE):
            make_venv()
        STAMP.write_text(UNFINISHED, encoding="utf-8")
        install_packages()
        write_whole(VENV / "share" / "jupyter" / "lab" / "settings" / "overrides.json", NO_NEWS)
        write_whole(STAMP, wanted_stamp())


def make_venv():
    """An empty environment, in place of one that is broken, half made or of another Python."""
    if VENV.exists():
        shutil.rmtree(str(VENV))
    VENV.mkdir()
    STAMP.write_text(UNFINISHED, encoding="utf-8")
    failed, output = run_stage("making .venv", [sys.executable, "-m", "venv", str(VENV)])
    if failed:
        raise Trouble("The environment .venv could not be made. {} Log: {}".format(advice(output), LOG))


def install_packages():
    """tinygrad_lite, editable, with all that it needs, in the exact versions of constraints.txt."""
    command = [PYTHON, "-m", "pip", "install", "-e", ".[dev]", "-c", "constraints.txt"]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    torch_index = os.environ.get("TINYGRAD_LITE_TORCH_INDEX")
    if torch_index:
        command += ["--extra-index-url", torch_index, "--retries", "0"]
    failed, output = run_stage("installing packages", command)
    if failed:
        raise Trouble("The packages could not be installed. {} Log: {}".format(advice(output), LOG))


def read_stamp():
    return STAMP.read_text(encoding="utf-8") if STAMP.is_file() else ""


def wanted_stamp():
    """A fingerprint of all that .venv depends on: requirements, this folder's path, and .venv's own Python."""
    files = [file for file in (HERE / "pyproject.toml", HERE / "constraints.txt", VENV / "pyvenv.cfg") if file.exists()]
    return hashlib.sha256(b"\0".join([os.fsencode(str(HERE))] + [file.read_bytes() for file in files])).hexdigest()


def venv_says(question):
    """Whether .venv's Python exists, runs, and answers without an error."""
    try:
        return subprocess.call([PYTHON, "-c", question], env=environment(), stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def environment(**more):
    """The variables for programs in .venv: as if it were activated, and nothing of another Python mixed in."""
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONHOME", "PYTHONPATH")}
    env.update(VIRTUAL_ENV=str(VENV), PATH=str(BIN) + os.pathsep + env.get("PATH", ""), PIP_USER="0", **more)
    return env


@contextlib.contextmanager
def only_one_start():
    """Two starts at once must not install into each other. The system lifts the lock when the process ends."""
    with (HERE / ".venv.lock").open("a") as file:
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble("Another start.py is installing into .venv: wait until it has finished, then start again.")
        except (ImportError, OSError):
            pass  # Windows, where nobody can replace a program that runs; or a file system without locks
        yield


def run_stage(stage, command):
    """Run a command with its output in the log and one moving line on the screen; returns (exit status, output)."""
    began, lines = time.monotonic(), []
    env = environment(PYTHONIOENCODING="utf-8", PYTHONUNBUFFERED="1")
    pipes = dict(stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    process = subprocess.Popen(command, cwd=str(HERE), env=env, encoding="utf-8", errors="replace", **pipes)

    def follow():
        for line in process.stdout:
            lines.append(line)
            with contextlib.suppress(OSError), LOG.open("a", encoding="utf-8") as log:  # the disk may be full
                log.write(line)

    reader = threading.Thread(target=follow, daemon=True)
    reader.start()
    try:
        while reader.is_alive():
            show(stage, doing("".join(lines[-1:])), began)
            reader.join(0.2)
        status = process.wait()
    finally:
        process.terminate()  # matters only when it was interrupted
    show(stage, "failed" if status else "done", began, last=True)
    return status, "".join(lines)


def doing(line):
    """pip's line in two words, such as "Downloading torch"."""
    words = line.split()
    if len(words) > 1 and words[0] in ("Collecting", "Downloading"):
        return words[0] + " " + words[1].rpartition("/")[2].split("-")[0]
    return "copying files" if words[:2] == ["Installing", "collected"] else "working"


def show(stage, what, began, last=False):
    line = "  {}: {} ({:.0f} s)".format(stage, what, time.monotonic() - began)
    if sys.stdout.isatty():
        width = shutil.get_terminal_size().columns - 1
        print("\r" + line[:width].ljust(width), end="\n" if last else "", flush=True)
    elif last:
        print(line, flush=True)


def advice(output):
    """What to do about a failure, told from what pip or the system said."""
    said = output.lower()
    if any(sign in said for sign in ("no space left", "disk quota", "not enough space")):
        return "The disk is full: free about 3 GB, then start again."
    if any(sign in said for sign in ("permission denied", "read-only", "access is denied")):
        return "{} cannot be written: copy the course into a folder of your own (or close what uses it).".format(HERE)
    if any(sign in said for sign in ("from versions: none", "connection", "timed out", "proxyerror", "sslerror")):
        return "pip cannot reach its package index: check the network (and the proxy, if any), then start again."
    if "ensurepip" in said or "no module named venv" in said:
        return "This Python lacks its venv module: on Debian or Ubuntu, `sudo apt install python3-venv`."
    errors = [line for line in output.splitlines() if "error" in line.lower()] or [output]
    return "The last error was: {}".format(errors[-1].strip())


def lab(arguments):
    """Open the student's lessons in JupyterLab, and stay until it ends."""
    if arguments and not arguments[0].startswith("-"):
        raise Trouble("There is no `{}` here; `python start.py --help` tells what there is.".format(arguments[0]))
    prepare()
    subprocess.call([PYTHON, "-m", "tinygrad_lite.course.update", str(MY_LESSONS)], cwd=str(HERE), env=environment())
    first = "/".join([MY_LESSONS.name] + sorted(file.name for file in (HERE / "lessons").glob("*.ipynb"))[:1])
    options = ["--ServerApp.log_level=WARN", "--LabApp.log_level=WARN", "--ServerApp.root_dir=" + str(HERE)]
    options += ["--LabApp.default_url=/lab/tree/" + first, "--ServerApp.answer_yes=True"]  # Ctrl-C: no question
    options += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    print("Opening {} in JupyterLab; Ctrl-C here ends it. Your work is in {}".format(first, MY_LESSONS), flush=True)
    return run_until_stopped([PYTHON, "-m", "jupyterlab"] + options + arguments)


def run_until_stopped(command):
    """Run the server; Ctrl-C and a polite kill end it in an orderly way, with its kernels."""
    paths = os.pathsep.join(filter(None, [str(SETTINGS), os.environ.get("JUPYTER_CONFIG_PATH")]))
    process = subprocess.Popen(command, cwd=str(HERE), env=environment(JUPYTER_CONFIG_PATH=paths))
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    try:
        return process.wait()
    except KeyboardInterrupt:  # which a terminal sends to the server as well
        for patience, last_resort in ((2, process.terminate), (10, process.kill)):
            with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
                process.wait(timeout=patience)
                break
            last_resort()
        print("Stopped. Your work is in {}".format(MY_LESSONS))
        return 0


def update(arguments):
    """Bring corrected lessons into the student's copies; what was written in them stays."""
    prepare()
    places = [] if any(not word.startswith("-") for word in arguments) else [str(MY_LESSONS)]
    return subprocess.call([str(BIN / "tinygrad-lite"), "update"] + arguments + places, env=environment())


def test(arguments):
    """All tests; then the solved notebooks, where every card must say "right". Reports on both."""
    may_use = getattr(os, "sched_getaffinity", lambda process: range(os.cpu_count() or 1))(0)  # fewer in a container
    pytest = [PYTHON, "-m", "pytest", "-n", str(1 + len(may_use)), "--dist", "loadfile", "--nbval-lax"]
    if any((HERE / word.split("::")[0]).exists() for word in arguments):
        return run_all([("chosen tests", pytest + arguments, {})])
    targets = [name for name in ("tests", "lessons") if (HERE / name).is_dir()]
    jobs = [("tests, and lessons as students get them", pytest + targets + arguments, {"TG_TEST_DEVICE": "cpu"})]
    if list((HERE / "solutions").glob("*.ipynb")):
        jobs.append(("solutions", pytest + ["solutions"], {"TINYGRAD_LITE_STRICT": "1"}))
    if "TG_TEST_DEVICE" in os.environ:  # such as "cuda"; without a GPU, "torch" stands in for one
        engine = pytest + ["tests/conformance", "tests/devices", "tests/engine"]
        jobs.append(("engine on " + os.environ["TG_TEST_DEVICE"], engine, {}))
    return run_all(jobs)


def check(arguments):
    """What a change must satisfy beside the tests."""
    jobs = [
        ("lint", [PYTHON, "-m", "ruff", "check"], {}),
        ("form (mend it with `ruff format`)", [PYTHON, "-m", "ruff", "format", "--check"], {}),
        ("types", [PYTHON, "-m", "mypy"], {}),
        ("layers", [str(BIN / "lint-imports")], {}),
        ("notebooks equal to their sources", [PYTHON, "-m", "tinygrad_lite.course.build", "--check"], {}),
    ]
    return run_all(jobs)


def docs(arguments):
    """The documentation, as pages that open without a server."""
    return run_all([("documentation", [PYTHON, "docs/site/build.py"] + arguments, {})])


def run_all(jobs):
    """Run each (name, command, variables) in the open, whatever became of the others; 0 if all went well."""
    prepare()
    summary = []
    for name, command, variables in jobs:
        print("\n== {}".format(name), flush=True)
        began = time.monotonic()
        failed = subprocess.call(command, cwd=str(HERE), env=environment(**dict(FOR_JOBS, **variables))) != 0
        summary.append("{:6} {:4.0f} s  {}".format("FAILED" if failed else "ok", time.monotonic() - began, name))
    print("\n" + "\n".join(summary))
    return int(any(line.startswith("FAILED") for line in summary))


def write_whole(path, text):
    """Write a file so that it is never half there; as tinygrad_lite/files.py, which is not installed yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    with new.open("wb", buffering=0) as file:
        file.write(text.encode("utf-8"))
        os.fsync(file.fileno())  # on the disk before it gets its name
    os.replace(str(new), str(path))


def main(arguments):
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a path may have letters that an old console cannot show
    command = {"update": update, "test": test, "check": check, "docs": docs}.get((arguments or ["lab"])[0])
    try:
        if "-h" in arguments or "--help" in arguments:
            return print(__doc__)
        return command(arguments[1:]) if command else lab(arguments)
    except (Trouble, OSError) as error:
        message = str(error) if isinstance(error, Trouble) else advice(str(error))
    except KeyboardInterrupt:
        message = "Stopped. Start again at any time: what is unfinished will be repaired."
    print("\n" + message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
