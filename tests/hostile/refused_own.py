"""Hostile programs that are to be refused: other processes, files to be read, what they were given."""

from __future__ import annotations

import textwrap

from tests.hostile.begin import BEGIN, END

REFUSED: dict[str, str] = {}


def refused(name: str, text: str) -> None:
    REFUSED[name] = BEGIN + textwrap.dedent(text) + END


refused(
    "an honest one",
    """
    import json, tempfile, random, collections, math, statistics, itertools, functools, re, copy, io, hashlib, pickle
    import numpy as np
    with tempfile.TemporaryFile() as file:
        np.save(file, np.linalg.svd(np.random.default_rng(0).normal(size=(60, 60)))[1])
        file.seek(0)
        values = np.load(file)
    assert values.shape == (60,) and values[0] > values[-1] > 0
    with open(os.path.join(tempfile.gettempdir(), "kept.json"), "w") as file:
        json.dump({"loss": [1.0, 0.5]}, file)
    os.rename(file.name, file.name + "2")
    assert json.load(open(file.name + "2"))["loss"] == [1.0, 0.5]
    os.remove(file.name + "2")
    assert open(os.path.join(shown, "own.txt")).read() == "to be read"
    assert os.getcwd() == os.path.realpath(tempfile.gettempdir()) and os.urandom(3)
    print("printed", file=sys.stderr)
    time.sleep(0.01)
    """,
)
refused(
    "processes",
    """
    import subprocess
    if hasattr(os, "fork"):
        for _ in range(100):
            attempt("fork", lambda: os.fork() or os._exit(0))
    attempt("subprocess", subprocess.run, [sys.executable, "-c", "pass"])
    attempt("os.system", lambda: os.system("true") == 0)
    attempt("spawn", lambda: os.posix_spawn(sys.executable, [sys.executable, "-c", "pass"], {}))
    import multiprocessing
    for how in ("fork", "spawn", "forkserver"):
        attempt(how, lambda: multiprocessing.get_context(how).Process(target=print).start())
    """,
)
refused(
    "a daemon that forks twice",
    """
    try:
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                tell("a daemon went through")
                time.sleep(3600)
            os._exit(0)
        os.wait()
    except OSError:
        pass
    attempt("a session", os.setsid)
    """,
)
refused(
    "threads by thousands",
    """
    import _thread, threading
    for _ in range(5000):
        attempt("a thread", _thread.start_new_thread, time.sleep, (60,))
    attempt("threading", threading.Thread(target=time.sleep, args=(60,)).start)
    """,
)
refused(
    "kill everybody",
    """
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for what in (signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL):
        for pid in (grader, neighbour, -grader, 0 if what == signal.SIGTERM else grader):
            try:
                os.kill(pid, what)
            except OSError:
                pass
    try:
        os.kill(-1, signal.SIGTERM)
    except OSError:
        pass
    """,
)
refused(
    "kill the parent",
    """
    above = os.getppid()
    def others(*numbers):
        for pid in {grader, neighbour, above}:
            for number in numbers:
                try:
                    os.kill(pid, number)
                except OSError:
                    pass
    others(signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL)
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    for pid in {grader, neighbour, above}:
        libc.sigqueue(pid, 9, 0)
        if hasattr(os, "pidfd_open"):
            try:
                signal.pidfd_send_signal(os.pidfd_open(pid), 9)
            except OSError:
                pass
        for act in (lambda: os.setpriority(os.PRIO_PROCESS, pid, 19), lambda: os.sched_setaffinity(pid, {0}),
                    lambda: __import__("resource").prlimit(pid, 0, (1, 1))):
            try:
                act()
            except (OSError, PermissionError, ValueError):
                pass
    """,
)
refused(
    "signals by way of a file",
    """
    import fcntl
    reading, writing = os.pipe()
    for pid in (grader, neighbour):
        for owner in (pid, -pid):
            attempt("F_SETSIG", fcntl.fcntl, writing, 10, 9)
            attempt("F_SETOWN", fcntl.fcntl, writing, 8, owner)
    try:
        fcntl.fcntl(reading, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    except OSError:
        pass
    os.write(writing, b"x")
    """,
)
refused(
    "read outside",
    """
    from pathlib import Path
    attempt("the file outside", lambda: open(outside).read())
    attempt("its folder", lambda: os.listdir(folder))
    way = set((sys.prefix + sys.exec_prefix + shown).split("/"))  # folders above what it may read
    def others(path):
        return [name for name in os.listdir(path) if name not in way] or False
    for path in ("/etc/passwd", "/etc/shadow", "/etc/hosts", "/var/log", "/var/mail", "/boot", "/sys/kernel", "/run"):
        attempt(path, lambda: others(path) if os.path.isdir(path) else open(path).read())
    for path in ("/root", "/home", os.path.expanduser("~"), os.path.dirname(shown), "/tmp"):
        attempt("the names in " + path, others, path)
    here = Path(__import__("numpy").__file__).resolve()
    for above in here.parents:
        attempt("above NumPy", lambda: (above / "torch" / "__init__.py").read_text())
    attempt("sys.path", lambda: __import__("torch"))
    attempt("the course", lambda: __import__("tinygrad_lite"))
    """,
)
refused(
    "read the repository",
    """
    for path in sys.argv[0], folder, shown:
        while path not in ("/", ""):
            path = os.path.dirname(path)
            for name in ("solutions", "tinygrad_lite", ".git", "pyproject.toml", "submissions"):
                there = os.path.join(path, name)
                attempt(there, lambda: os.listdir(there) if os.path.isdir(there) else open(there).read())
    attempt("the repository", lambda: open(os.path.join(REPOSITORY, "pyproject.toml")).read())
    attempt("the course", lambda: os.listdir(os.path.join(REPOSITORY, "tinygrad_lite")))
    """,
)
refused(
    "read other processes",
    """
    for pid in (grader, neighbour, os.getppid(), 1):
        for name in ("environ", "cmdline", "mem", "maps", "fd", "root", "cwd", "stack", "auxv"):
            path = "/proc/" + str(pid) + "/" + name
            attempt(path, lambda: os.listdir(path) if name in ("fd", "root", "cwd") else open(path, "rb").read(1))
    attempt("/proc", lambda: os.listdir("/proc"))
    attempt("/proc/self/mem", lambda: open("/proc/self/mem", "r+b"))
    attempt("/sys", lambda: os.listdir("/sys"))
    """,
)
refused(
    "read the environment",
    """
    import ctypes
    everything = {**os.environ}
    for word in ("SECRET", "PATH", "USER", "PYTHONPATH", "SSH_AUTH_SOCK"):
        attempt(word, lambda: everything[word])
    attempt("the secret", lambda: "grader's own" in repr(everything))
    page = ctypes.CDLL(None).getenv
    page.restype = ctypes.c_char_p
    attempt("getenv", lambda: page(b"SECRET") is not None)
    """,
)
refused(
    "find open files",
    """
    for file in range(3, 4096):
        attempt("file descriptor " + str(file), os.fstat, file)
    attempt("a terminal", lambda: open("/dev/tty"))
    attempt("a disk", lambda: [open("/dev/" + name) for name in ("sda", "vda", "nvme0n1", "mem", "kmsg")])
    """,
)
refused(
    "read another student's files",
    """
    import glob, tempfile
    above = os.path.dirname(os.path.dirname(os.environ["TMPDIR"]))
    attempt("the temporary folders", lambda: above != "/" and os.listdir(above))
    for path in glob.glob("/tmp/*/*") + glob.glob("/tmp/*/grading-room-*"):
        attempt(path, lambda: not shown.startswith(path) and os.listdir(path))
    """,
)
