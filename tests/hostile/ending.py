"""Hostile programs that are to be ended, or kept within their limits."""

from __future__ import annotations

import textwrap

from tests.hostile.begin import BEGIN

ENDED: dict[str, str] = {}


def ended(name: str, text: str) -> None:
    ENDED[name] = BEGIN + textwrap.dedent(text)


ended("an endless loop", "while True: pass")
ended("an endless sleep", "while True: time.sleep(1000)")
ended("deaf to all signals", """
    for number in signal.valid_signals():
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    while True: pass
""")  # fmt: skip
ended("a memory balloon", """
    kept = []
    try:
        while True:
            kept.append(bytearray(b"x" * 10_000_000))
    except MemoryError:
        del kept
        tell("no more")
""")  # fmt: skip
ended("memory in every way", """
    import mmap
    import numpy as np
    def grow(make):
        kept = []
        try:
            for _ in range(10_000):
                kept.append(make())
            tell("10000 pieces of " + repr(make))
        except (MemoryError, OSError, ValueError):
            pass
    grow(lambda: np.ones(10_000_000))
    grow(lambda: mmap.mmap(-1, 1 << 24))
    def anonymous():
        file = os.memfd_create("x")
        os.write(file, bytes(1 << 24))
        return file
    grow(anonymous)
    def shared():
        from multiprocessing import shared_memory
        return shared_memory.SharedMemory(create=True, size=1 << 24)
    grow(shared)
    def pipe():
        import fcntl
        ends = os.pipe()
        try:
            fcntl.fcntl(ends[1], 1031, 1 << 20)
        except OSError:
            pass
        os.set_blocking(ends[1], False)
        os.write(ends[1], bytes(1 << 20))
        return ends
    grow(pipe)
    tell("no more")
""")  # fmt: skip
ended("endless output", "while True: os.write(1, bytes(1 << 20))")
ended("endless errors", "while True: os.write(2, b'x' * (1 << 16))")
ended("exits at once", "os._exit(0)")
ended("exits with a status", "sys.exit(7)")
ended("never ends its exit", "import atexit\natexit.register(lambda: [time.sleep(0.01) for _ in iter(int, 1)])")
ended("a wrong address", "import ctypes\nctypes.string_at(0)")
ended("aborts", "os.abort()")
ended("ends its own process", "os.kill(os.getpid(), 9)\ntime.sleep(1000)")
ended("too deep", """
    sys.setrecursionlimit(10**9)
    class Deep:
        def __getattr__(self, name): return getattr(self, name + "x")
    def deep(): return [deep() for _ in range(1)]
    try:
        deep()
    except (RecursionError, MemoryError):
        tell("no more")
""")  # fmt: skip
ended("a file of 10 GB", """
    try:
        with open(os.path.join(os.environ["TMPDIR"], "big"), "wb") as file:
            for _ in range(10_000):
                file.write(bytes(1 << 20))
        tell("10 GB written")
    except OSError:
        tell("no more")
""")  # fmt: skip
ended("a file full of holes", """
    try:
        with open(os.path.join(os.environ["TMPDIR"], "holes"), "wb") as file:
            os.ftruncate(file.fileno(), 10**12)
        tell("1 TB written")
    except OSError:
        tell("no more")
""")  # fmt: skip
ended("100,000 small files", """
    try:
        for number in range(100_000):
            with open(os.path.join(os.environ["TMPDIR"], str(number)), "wb") as file:
                file.write(b"x" * 100)
        tell("100,000 files written")
    except OSError:
        tell("no more")
""")  # fmt: skip
ended("files of 4 MB", """
    try:
        for number in range(100_000):
            with open(os.path.join(os.environ["TMPDIR"], str(number)), "wb") as file:
                file.write(bytes(1 << 22))
        tell("400 GB written")
    except OSError:
        tell("no more")
""")  # fmt: skip
ended("folders without end", """
    os.chdir(os.environ["TMPDIR"])
    try:
        for number in range(3000):
            os.mkdir("d" * 50)
            os.chdir("d" * 50)
    except OSError:
        pass
""")  # fmt: skip
ended("stops itself", "os.kill(os.getpid(), signal.SIGSTOP)\ntime.sleep(1000)")
ended("closes its files", """
    os.closerange(0, 100)
    while True: pass
""")  # fmt: skip
ended("a slow drip", "while True:\n    os.write(1, b'x')\n    time.sleep(0.05)")
ended("reads without end", "while os.read(0, 1) or True: pass")
ended("another kind of machine code", """
    import ctypes, mmap
    if os.uname().machine == "x86_64":
        page = mmap.mmap(-1, 4096, prot=7)
        page.write(bytes([0xB8, 2, 0, 0, 0, 0xCD, 0x80, 0xC3]))  # fork, as 32-bit programs ask for it
        place = ctypes.addressof(ctypes.c_char.from_buffer(page))
        found = ctypes.CFUNCTYPE(ctypes.c_int)(place)()
        tell("fork went through" if found >= 0 else "no more")
""")  # fmt: skip
ended("changes its own files", """
    import stat
    home = os.environ["TMPDIR"]
    for act in (lambda: os.chmod(home, 0), lambda: os.rmdir(home), lambda: os.rename(home, home + "2"),
                lambda: os.symlink("/", home + "/all"), lambda: os.mkfifo(home + "/pipe"),
                lambda: open(home + "/" + "\\n\\x1b[31m", "w"), lambda: open(os.fsencode(home) + b"/\\xff\\xfe", "w")):
        try:
            act()
        except OSError:
            pass
""")  # fmt: skip
