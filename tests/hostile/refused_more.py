"""Hostile programs that are to be refused: the network, files to be changed, rights, the kernel."""

from __future__ import annotations

import textwrap

from tests.hostile.begin import BEGIN, END

REFUSED: dict[str, str] = {}


def refused(name: str, text: str) -> None:
    REFUSED[name] = BEGIN + textwrap.dedent(text) + END


refused(
    "network",
    """
    import socket
    for family in ("AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET", "AF_ALG", "AF_VSOCK", "AF_BLUETOOTH"):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
            if hasattr(socket, family):
                attempt(family, socket.socket, getattr(socket, family), kind)
    attempt("a pair", socket.socketpair)
    attempt("TCP", lambda: socket.create_connection(("127.0.0.1", port), timeout=5))
    attempt("a server", lambda: socket.create_server(("127.0.0.1", 0)))
    def unix(address):
        with socket.socket(socket.AF_UNIX) as one:
            one.connect(address)
    attempt("an abstract socket", unix, chr(0) + name)
    attempt("a socket's file", unix, os.path.join(folder, "socket"))
    attempt("a name", lambda: socket.getaddrinfo("localhost", 80) == [])
    attempt("the web", lambda: __import__("urllib.request").request.urlopen("http://127.0.0.1:" + str(port), timeout=5))
    """,
)
refused(
    "write outside",
    """
    import shutil
    python, numpy = os.path.dirname(os.__file__), os.path.dirname(__import__("numpy").__file__)
    for path in (folder, shown, python, numpy, "/", "/var/tmp", "/dev/shm", "/dev", "/run", "/usr", "/etc", "/packages",
                 os.path.expanduser("~root")):
        there = os.path.join(path, "written")
        attempt(there, lambda: open(there, "w").write("x"))
        attempt("a folder in " + path, lambda: os.mkdir(there + ".d"))
        attempt("a link in " + path, lambda: os.symlink("/etc/passwd", there + ".l"))
        attempt("a pipe in " + path, lambda: os.mkfifo(there + ".p"))
    attempt("appending", lambda: open(outside, "a").write("x"))
    attempt("removing", os.remove, outside)
    attempt("moving", os.rename, outside, os.path.join(os.environ["TMPDIR"], "mine"))
    attempt("moving in", os.rename, os.path.join(os.environ["TMPDIR"], "none"), outside)
    """,
)
refused(
    "change what it may read",
    """
    own = os.path.join(shown, "own.txt")
    attempt("writing", lambda: open(own, "r+"))
    attempt("emptying", lambda: os.truncate(own, 0))
    attempt("emptying while reading", lambda: os.open(own, os.O_RDONLY | os.O_TRUNC))
    attempt("removing", os.remove, own)
    attempt("moving", os.rename, own, own + "2")
    attempt("linking", os.link, own, os.path.join(os.environ["TMPDIR"], "own"))
    attempt("a lock", lambda: __import__("fcntl").flock(os.open(own, os.O_RDONLY), 2))
    """,
)
refused(
    "change modes and times",
    """
    for path in (outside, folder, os.path.join(shown, "own.txt"), shown, os.__file__):
        attempt("chmod " + path, os.chmod, path, 0o777)
        attempt("chown " + path, os.chown, path, os.getuid(), os.getgid())
        attempt("utime " + path, os.utime, path, (1, 1))
        attempt("setxattr " + path, lambda: os.setxattr(path, "user.mine", b"1"))
    def of_open_file():
        os.fchmod(os.open(os.path.join(shown, "own.txt"), os.O_RDONLY), 0o777)
    attempt("fchmod", of_open_file)
    """,
)
refused(
    "tricks with links",
    """
    home = os.environ["TMPDIR"]
    targets = {"file": outside, "folder": folder, "root": "/", "etc": "/etc", "proc": "/proc/1/root"}
    for name, target in targets.items():
        try:
            os.symlink(target, os.path.join(home, name))
        except OSError:
            pass
    attempt("reading by a link", lambda: open(os.path.join(home, "file")).read())
    attempt("listing by a link", lambda: os.listdir(os.path.join(home, "folder")))
    attempt("writing by a link", lambda: open(os.path.join(home, "folder", "written"), "w"))
    attempt("the way up", lambda: open(os.path.join(home, "../../../../../..", outside.lstrip("/"))).read())
    attempt("another root", lambda: open(os.path.join(home, "root", "etc", "passwd")).read())
    attempt("a hard link", os.link, outside, os.path.join(home, "hard"))
    def chrooted():
        os.chroot(home)
    attempt("chroot", chrooted)
    """,
)
refused(
    "become somebody else",
    """
    for become in (os.setuid, os.seteuid, os.setgid, os.setegid):
        attempt(become.__name__, become, 0)
        attempt(become.__name__, become, 65534)
    attempt("groups", os.setgroups, [0])
    for program in ("/bin/sh", "/usr/bin/su", "/usr/bin/sudo", "/bin/ls"):
        attempt(program, os.execv, program, [program])
    """,
)
refused(
    "raise its limits",
    """
    import resource
    for name in dir(resource):
        if name.startswith("RLIMIT_"):
            number = getattr(resource, name)
            hard = resource.getrlimit(number)[1]
            if hard != resource.RLIM_INFINITY:
                attempt(name, resource.setrlimit, number, (hard + 1, hard + 1))
                attempt(name, resource.setrlimit, number, (-1, -1))
    attempt("nice", os.nice, -5)
    """,
)
refused(
    "prctl",
    """
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    for option, values in {1: (0,), 4: (1,), 8: (1,), 23: (0,), 36: (1,), 47: (2, 0), 28: (0,), 24: (0,)}.items():
        attempt("prctl " + str(option), lambda: libc.prctl(option, *values, 0, 0, 0) >= 0 and option not in (23,))
    """,
)
refused(
    "calls that few programs need",
    """
    calls = {
        "x86_64": {"clone": 56, "fork": 57, "vfork": 58, "ptrace": 101, "mount": 165, "umount": 166, "unshare": 272,
                   "setns": 308, "keyctl": 250, "add_key": 248, "request_key": 249, "bpf": 321, "perf": 298,
                   "userfaultfd": 323, "memfd": 319, "shmget": 29, "msgget": 68, "semget": 64, "mq_open": 240,
                   "process_vm_readv": 310, "process_vm_writev": 311, "kexec": 246, "init_module": 175, "reboot": 169,
                   "chroot": 161, "pivot_root": 155, "personality": 135, "open_by_handle": 304, "name_to_handle": 303,
                   "io_setup": 206, "timer_create": 222, "inotify": 294, "fanotify": 300, "quotactl": 179,
                   "acct": 163, "swapon": 167, "settimeofday": 164, "sethostname": 170, "syslog": 103, "mknod": 133,
                   "vmsplice": 278, "kcmp": 312, "modify_ldt": 154, "iopl": 172, "socket": 41, "socketpair": 53},
        "aarch64": {"clone": 220, "ptrace": 117, "mount": 40, "umount": 39, "unshare": 97, "setns": 268, "keyctl": 219,
                    "bpf": 280, "perf": 241, "userfaultfd": 282, "memfd": 279, "shmget": 194, "msgget": 186,
                    "process_vm_readv": 270, "chroot": 51, "pivot_root": 41, "io_setup": 0, "timer_create": 107,
                    "open_by_handle": 265, "socket": 198, "socketpair": 199},
    }
    both = {"io_uring_setup": 425, "pidfd_open": 434, "pidfd_getfd": 438, "clone3": 435, "open_tree": 428,
            "move_mount": 429, "fsopen": 430, "fsmount": 432, "process_madvise": 440, "memfd_secret": 447,
            "mount_setattr": 442, "quotactl_fd": 443, "landlock": 444, "of the future": 1000, "x32": 0x40000000 + 57}
    me = os.getpid()
    for name, value in {**calls.get(os.uname().machine, {}), **both}.items():
        for arguments in ((0, 0, 0, 0, 0, 0), (os.getpid(), 0, 0, 0, 0), (17, 0, 0, 0, 0)):
            try:
                found = call(value, *arguments)
            except OSError as error:
                if error.errno not in (errno.EPERM, errno.ENOSYS):
                    tell(name + " was not refused but failed: " + os.strerror(error.errno))
            else:
                tell(name + " went through")
                if os.getpid() != me:
                    os._exit(0)
    """,
)
refused(
    "import what is not there",
    """
    for name in ("torch", "matplotlib", "tinygrad_lite", "pip", "nbformat", "IPython", "click", "pytest", "yaml"):
        attempt(name, __import__, name)
    attempt("what started it", lambda: SETTINGS)
    import gc
    seen = [one for one in gc.get_objects() if type(one) is dict and "seccomp" in one and "landlock" in one]
    attempt("settings", lambda: bool(seen))
    """,
)
