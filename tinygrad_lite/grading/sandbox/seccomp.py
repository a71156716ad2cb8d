"""The system calls that a Python program with NumPy needs, as a filter for the kernel (seccomp).

A list of what is allowed, not of what is dangerous: what a newer kernel brings is refused too. With it a program
cannot make a process or a thread, open a socket, signal another process, change the mode or the times of a file,
make memory that no limit counts (memfd, System V), or reach the parts of the kernel that few programs use (io_uring,
bpf, keyctl, userfaultfd, mount, ptrace).
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys

#: name, number on x86_64, number on aarch64; "-" where it is not there. To let one more through, add it.
ALLOWED = """
read 0 63, write 1 64, open 2 -, openat 257 56, close 3 57, close_range 436 436, stat 4 -, fstat 5 80,
lstat 6 -, newfstatat 262 79, statx 332 291, statfs 137 43, fstatfs 138 44, access 21 -, faccessat 269 48,
faccessat2 439 439, lseek 8 62, pread64 17 67, pwrite64 18 68, readv 19 65, writev 20 66, preadv 295 69,
pwritev 296 70, preadv2 327 286, pwritev2 328 287, sendfile 40 71, copy_file_range 326 285, ftruncate 77 46,
fsync 74 82, fdatasync 75 83, fadvise64 221 223, getdents64 217 61, getcwd 79 17, chdir 80 49, fchdir 81 50,
rename 82 -, renameat 264 38, renameat2 316 276, mkdir 83 -, mkdirat 258 34, rmdir 84 -, creat 85 -,
unlink 87 -, unlinkat 263 35, symlink 88 -, symlinkat 266 36, readlink 89 -, readlinkat 267 78, umask 95 166,
dup 32 23, dup2 33 -, dup3 292 24, pipe 22 -, pipe2 293 59, poll 7 -, ppoll 271 73, select 23 -,
pselect6 270 72, epoll_create 213 -, epoll_create1 291 20, epoll_ctl 233 21, epoll_wait 232 -,
epoll_pwait 281 22, eventfd2 290 19, mmap 9 222, mprotect 10 226, munmap 11 215, mremap 25 216, brk 12 214,
madvise 28 233, msync 26 227, mincore 27 232, rt_sigaction 13 134, rt_sigprocmask 14 135, rt_sigreturn 15 139,
rt_sigpending 127 136, rt_sigsuspend 130 133, rt_sigtimedwait 128 137, sigaltstack 131 132, pause 34 -,
restart_syscall 219 128, nanosleep 35 101, clock_nanosleep 230 115, clock_gettime 228 113,
clock_getres 229 114, gettimeofday 96 169, time 201 -, times 100 153, getitimer 36 102, setitimer 38 103,
alarm 37 -, getpid 39 172, getppid 110 173, gettid 186 178, getuid 102 174, geteuid 107 175, getgid 104 176,
getegid 108 177, getgroups 115 158, getresuid 118 148, getresgid 120 150, getpgrp 111 -, getpgid 121 155,
getsid 124 156, getrlimit 97 163, getrusage 98 165, sysinfo 99 179, uname 63 160, capget 125 90,
getpriority 140 141, sched_yield 24 124, sched_getaffinity 204 123, sched_getparam 143 121,
sched_getscheduler 145 120, sched_get_priority_max 146 125, sched_get_priority_min 147 126, getcpu 309 168,
get_mempolicy 239 236, membarrier 324 283, arch_prctl 158 -, futex 202 98, set_tid_address 218 96,
set_robust_list 273 99, rseq 334 293, getrandom 318 278, exit 60 93, exit_group 231 94, wait4 61 260,
waitid 247 95
"""
#: Numbers of calls that are allowed with some arguments only, and of those that only look missing.
NUMBERS = {
    "prlimit64": (302, 261), "prctl": (157, 167), "ioctl": (16, 29), "fcntl": (72, 25), "kill": (62, 129),
    "tkill": (200, 130), "tgkill": (234, 131), "open": (2, None), "openat": (257, 56), "clone3": (435, 435),
    "openat2": (437, 437), "epoll_pwait2": (441, 441), "execve": (59, 221), "setgroups": (116, 159),
    "setresgid": (119, 149), "setresuid": (117, 147),
}  # fmt: skip
#: Allowed if this argument (counted from 0) is one of these.
SOME = {
    "prlimit64": (0, (0,)),  # of itself
    "prctl": (0, (3, 15, 16, 39, 0x53564D41)),  # GET_DUMPABLE, SET_NAME, GET_NAME, GET_NO_NEW_PRIVS, names for memory
    "ioctl": (1, (0x5401, 0x5413, 0x541B, 0x5450, 0x5451)),  # is it a terminal, its size, bytes to read, close on exec
    "fcntl": (1, (0, 1, 2, 3, 4, 5, 6, 7, 1030, 1031, 1032)),  # not F_SETOWN, F_SETSIG: signals for other processes
}
#: The C library has other ways if these do not exist: clone3 → clone, which is then refused.
MISSING = ("clone3", "openat2", "epoll_pwait2")
#: Numbers above this came after this list was written.
LAST = 450
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

SELF = 0x7EEDC0DE  # no process has this number

LOAD, EQUAL, AT_LEAST, AND, RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000, 0x80000000
NUMBER, ARCHITECTURE = 0, 4  # where they are in what the filter sees


def argument(place: int) -> int:
    """The lower half of an argument; all that are compared here have 32 bits."""
    return 16 + 8 * place


def numbers(machine: str) -> dict[str, int]:
    """Each allowed call's number."""
    column = list(AUDIT).index(machine) + 1
    rows = (row.split() for row in ALLOWED.replace("\n", "").split(",") if row.strip())
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}


def program(machine: str, alone: bool) -> bytes:
    """The filter, as the kernel takes it.

    alone: no namespace keeps the process from others: it may signal itself only (in place of `SELF` inside.py writes
        its number), and the filter comes last, when Python runs and has become another user. Otherwise it comes first.
    """
    column = list(AUDIT).index(machine)
    special = {name: number for name, pair in NUMBERS.items() if (number := pair[column]) is not None}
    plain = numbers(machine)
    steps = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, AUDIT[machine]), (RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER)]
    steps += [(AT_LEAST, 0, 1, LAST + 1), (RETURN, 0, 0, REFUSE | errno.ENOSYS)]
    signals = ("kill", "tkill", "tgkill")
    first = () if alone else ("execve", "setgroups", "setresgid", "setresuid", *signals)
    for number in [*(number for name, number in plain.items() if name not in special), *(special[n] for n in first)]:
        steps += [(EQUAL, 0, 1, number), (RETURN, 0, 0, ALLOW)]
    some = {**SOME, **{name: (0, (SELF,)) for name in signals}} if alone else SOME
    for name, (place, values) in some.items():
        steps += only(special[name], place, values)
    for name, place in (("open", 1), ("openat", 2)):
        if name in special:
            steps += no_emptying(special[name], place)
    for name in MISSING:
        steps += [(EQUAL, 0, 1, special[name]), (RETURN, 0, 0, REFUSE | errno.ENOSYS)]
    steps.append((RETURN, 0, 0, REFUSE | errno.EPERM))
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def only(number: int, place: int, values: tuple[int, ...]) -> list[tuple[int, int, int, int]]:
    """This call, if its argument is one of `values`."""
    steps = [(LOAD, 0, 0, argument(place))]
    for value in values:
        steps += [(EQUAL, 0, 1, value), (RETURN, 0, 0, ALLOW)]
    steps.append((RETURN, 0, 0, REFUSE | errno.EPERM))
    return [(EQUAL, 0, len(steps), number), *steps]


def no_emptying(number: int, place: int) -> list[tuple[int, int, int, int]]:
    """Opening a file, but not "for reading" and emptied: Linux does it, and early Landlock does not see it."""
    steps = [(LOAD, 0, 0, argument(place)), (AND, 0, 0, 0o1003), (EQUAL, 0, 1, 0o1000)]
    steps += [(RETURN, 0, 0, REFUSE | errno.EPERM), (RETURN, 0, 0, ALLOW)]
    return [(EQUAL, 0, len(steps), number), *steps]


def missing() -> str:
    """Why there is no filter here, "" if there is one."""
    if sys.platform != "linux":
        return "system calls are filtered on Linux only."
    if platform.machine() not in AUDIT or sys.maxsize < 2**32:
        return f"the numbers of the system calls of {platform.machine()} are not known here."
    if ctypes.CDLL(None, use_errno=True).prctl(21, 0, 0, 0, 0) < 0:  # PR_GET_SECCOMP
        return "this kernel has no seccomp."
    return ""
