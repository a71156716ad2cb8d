"""What runs first in a student's process: it gives away every right, then becomes the student's program.

This file is not imported but handed to `python -c` as text, after a line `SETTINGS = {...}` (process.py writes it). So
it needs nothing of the package, and nothing of it is to be seen from inside. fork_server.py may come before it.
"""

# ruff: noqa: F821
# mypy: ignore-errors

import os
import sys


def limit(limits):
    if sys.platform == "win32":
        return
    import resource

    for name, most in limits:
        number = getattr(resource, name, None)
        if number is None:
            continue
        hard = resource.getrlimit(number)[1]
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        try:
            resource.setrlimit(number, (most, most))
        except (ValueError, OSError):
            if name not in SETTINGS["may_fail"]:
                raise


def become(uid, libc, read_all):
    """Another user, for good. `read_all` keeps the one right to read files as root does (Landlock says which)."""
    if read_all:
        libc.prctl(8, 1, 0, 0, 0)  # PR_SET_KEEPCAPS
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    if read_all:
        import ctypes

        header = (ctypes.c_uint32 * 2)(0x20080522, 0)
        sets = (ctypes.c_uint32 * 6)(1 << 2, 1 << 2, 0, 0, 0, 0)  # CAP_DAC_READ_SEARCH, and nothing else
        checked(libc.capset(header, sets), "capset")


def give_up(uid, libc):
    """Every capability; those of root go with root."""
    import ctypes

    if uid is not None:
        become(uid, libc, False)
    none = (ctypes.c_uint32 * 6)()
    checked(libc.capset((ctypes.c_uint32 * 2)(0x20080522, 0), none), "capset")


def checked(result, what):
    if result < 0:
        import ctypes

        raise OSError(ctypes.get_errno(), what)
    return result


def ruleset(libc, handled, scoped, rules):
    """Landlock: an open ruleset that allows what `rules` name, [(path, rights)], and nothing besides."""
    import ctypes
    import struct

    attributes = struct.pack("=QQQ", *handled, scoped)[: SETTINGS["landlock"]["size"]]
    made = checked(libc.syscall(444, ctypes.c_char_p(attributes), ctypes.c_size_t(len(attributes)), 0), "Landlock")
    for path, rights in rules:
        try:
            file = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        rule = struct.pack("=Qi", rights, file)
        checked(libc.syscall(445, made, 1, ctypes.c_char_p(rule), 0), "Landlock: " + path)
        os.close(file)
    return made


def filter_calls(libc, program):
    """seccomp: from now on only the system calls that the filter lets through."""
    import ctypes
    import struct

    steps = ctypes.create_string_buffer(program, len(program))
    head = ctypes.create_string_buffer(struct.pack("HP", len(program) // 8, ctypes.addressof(steps)))
    checked(libc.prctl(22, 2, head, 0, 0), "seccomp")  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER


def lock():
    libc = None
    if SETTINGS["landlock"] or SETTINGS["seccomp"]:
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
    rules = SETTINGS["landlock"]
    made = ruleset(libc, rules["handled"], rules["scoped"], rules["rules"]) if rules else None
    if "control" in SETTINGS:
        give_up(SETTINGS["uid"], libc)
    elif SETTINGS["uid"] is not None:
        become(SETTINGS["uid"], libc, SETTINGS["read_all"])
    limit(SETTINGS["limits"])
    if libc is not None:
        libc.prctl(1, 9, 0, 0, 0)  # PR_SET_PDEATHSIG: die with the thread that started this
        if os.getppid() != SETTINGS["parent"]:
            os._exit(1)
        checked(libc.prctl(38, 1, 0, 0, 0), "no new privileges")
    if made is not None:
        checked(libc.syscall(446, made, 0), "Landlock")
        os.close(made)
    if SETTINGS["seccomp"]:
        me = os.getpid().to_bytes(4, sys.byteorder)
        filter_calls(libc, SETTINGS["seccomp"].replace(SETTINGS["self"], me))


def code_of(program):
    """What is to run: its code, its name and its arguments."""
    first = program[0]
    if first == "-c":
        return compile(program[1], "<string>", "exec"), None, ["-c", *program[2:]]
    if first == "-m":
        from importlib.machinery import PathFinder

        spec = PathFinder.find_spec(program[1])
        if spec is None:
            raise ModuleNotFoundError("No module named " + program[1])
        return spec.loader.get_code(program[1]), spec.origin, [spec.origin, *program[2:]]
    with open(first, "rb") as file:
        return compile(file.read(), first, "exec"), first, list(program)


def find_packages():
    sys.path[:0] = SETTINGS["path"][0]
    sys.path += SETTINGS["path"][1]


def main():
    code, file, sys.argv = code_of(SETTINGS["program"])
    SETTINGS.clear()
    module = sys.modules["__main__"] = type(sys)("__main__")
    module.__builtins__ = __builtins__
    if file:
        module.__file__ = file
    return code, module.__dict__


if "SETTINGS" in globals():
    if "control" in SETTINGS:
        find_packages()
        load()
        serve()  # comes back in each student's process
        lock()
    else:
        lock()
        find_packages()
    code, names = main()
    exec(code, names)
