"""What runs in the process that students' processes are forked from: it loads Python and NumPy once for all of them.

Like inside.py, which comes behind it, it is not imported but handed to `python -c` as text. It hears from the grader's
side (forked.py) alone, and runs nothing that a student has written. For each student there are, from here down:

    this process ── the keeper ── the first process of a new process namespace, which waits
                        └──────── the student's process, the second

The keeper makes the namespaces and an empty temporary folder, tells the grader of the student's process, and how that
ended. The student's process then gives away every right, as inside.py does it everywhere.
"""

# ruff: noqa: F821
# mypy: ignore-errors

import _socket
import ctypes
import marshal
import os
import select
import signal
import sys

if "SETTINGS" in globals():
    import resource  # noqa: F401 (`os.wait4` and `limit` need it: here it is loaded once for all)

    libc = ctypes.CDLL(None, use_errno=True)


def load():
    """Run what is to be there in each student's process; it has no word of a student's."""
    if SETTINGS["program"]:
        code, file, sys.argv = code_of(SETTINGS["program"])
        exec(code, {"__name__": "__main__", "__file__": file})


def serve():
    """Fork for whatever comes, until nobody is there who could send. In a student's process it returns."""
    control = _socket.socket(fileno=SETTINGS["control"])
    while True:
        message, passed, _, _ = control.recvmsg(1 << 18, _socket.CMSG_SPACE(4 * 4))
        if not message:
            os._exit(0)
        files = [number for _, _, data in passed for number in memoryview(data).cast("i")]
        if forked() == 0:
            control.close()
            SETTINGS.update(marshal.loads(message))
            return keep(*files)
        for file in files:
            os.close(file)
        forget_ended()


def forked():
    try:
        return os.fork()
    except OSError as error:  # too many processes, say; what was forked before needs this one
        print(error, file=sys.stderr, flush=True)


def forget_ended():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def mount(source, target, kind=None, flags=0, options=None):
    names = os.fsencode(source), os.fsencode(target)
    checked(libc.mount(*names, kind, ctypes.c_ulong(flags), options), "mount " + target)


def temporary_folder(options):
    """An empty folder in place of /tmp, but with what is shown there: seen by what is forked from here alone."""
    mount("none", "/", None, 0x44000)  # MS_REC, MS_PRIVATE
    mount("tmpfs", "/new", b"tmpfs", 0x6, options)  # MS_NOSUID, MS_NODEV
    before = os.umask(0o022)  # the student's process enters them as another user
    for path in SETTINGS["shown"]:
        os.makedirs("/new/" + path)
        mount("/tmp/" + path, "/new/" + path, None, 0x5000)  # MS_BIND, MS_REC: read-only, as it was
    os.umask(before)
    mount("/new", "/tmp", None, 0x2000)  # MS_MOVE
    os.chdir("/tmp")


def keep(stdin, stdout, stderr, status):
    """Separate what comes from everything else, and fork the student's process; in that it returns."""
    checked(libc.unshare(SETTINGS["namespaces"]), "namespaces")
    temporary_folder(SETTINGS["options"].encode())
    keeper = os.pidfd_open(os.getpid())
    first = os.fork()
    if first == 0:
        os.closerange(0, keeper)
        os.closerange(keeper + 1, 1 << 16)
        give_up(None, libc)
        libc.prctl(1, 9, 0, 0, 0)  # PR_SET_PDEATHSIG: die with the keeper, and with this one all that is in there
        ended = select.poll()
        ended.register(keeper, select.POLLIN)
        if ended.poll(0):  # before that was said
            os._exit(0)
        while True:
            signal.pause()
    student = os.fork()
    if student == 0:
        for place, file in enumerate((stdin, stdout, stderr)):
            os.dup2(file, place)
        os.closerange(3, 1 << 16)
        return
    os.closerange(0, status)  # the student's end of each pipe is the student's alone
    os.closerange(status + 1, 1 << 16)
    told = _socket.socket(fileno=status)
    handle = os.pidfd_open(student)
    told.sendmsg([b"begun"], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, handle.to_bytes(4, sys.byteorder))])
    waiting = select.poll()
    waiting.register(handle, select.POLLIN)
    waiting.register(status, 0)
    waiting.poll()  # until it has ended, or nobody is there any more who would hear of it
    os.kill(first, signal.SIGKILL)  # and with it all that is left in there
    _, ended, used = os.wait4(student, 0)
    os.waitpid(first, 0)
    told.send(marshal.dumps((ended, used.ru_utime + used.ru_stime)))
    os._exit(0)
