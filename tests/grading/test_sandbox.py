"""The tiers: how a program is started, what it finds, what is known of it, and which tier is chosen."""

import errno
import getpass
import os
import pickle
import re
import select
import signal
import struct
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tinygrad_lite.grading.sandbox import (
    Limits,
    NoSandbox,
    Tier,
    best_tier,
    bubblewrap,
    forked,
    probe,
    seccomp,
    started,
    tiers,
)  # fmt: skip
from tinygrad_lite.grading.sandbox.bubblewrap import Bubblewrap, mounts
from tinygrad_lite.grading.sandbox.forked import Forking, server_of
from tinygrad_lite.grading.sandbox.interpreter import interpreter
from tinygrad_lite.grading.sandbox.limits_only import LimitsOnly
from tinygrad_lite.grading.sandbox.started import Started

ROOT = Path(__file__).resolve().parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="a matter of Linux")
posix = pytest.mark.skipif(os.name != "posix", reason="a matter of POSIX")


@pytest.fixture(params=["sandbox", "forked", "partial", "limits only"])
def tier(request):
    known = {tier.name: tier for tier in tiers.tiers()} | {"forked": Forking.like(Bubblewrap.here())}
    found = known[request.param]
    if tiers.wrong_with(found):
        pytest.skip(f"no {found.name} here: {tiers.wrong_with(found)}")
    return found


@pytest.fixture
def many_files():
    """As many as `select.select` can take."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 2000:
        pytest.skip("no process may have so many files here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (2000, hard))
    files = [os.open(os.devnull, os.O_RDONLY) for _ in range(1100)]
    yield
    for file in files:
        os.close(file)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def said(started, size=1000):
    answer = b""
    while len(answer) < size and (chunk := started.stdout.read(size)):
        answer += chunk
    return answer.decode("utf-8")


class TestStarted:
    def test_pipes_are_binary_and_unbuffered(self, tier):
        with tier.start(["-c", "import os\nwhile True: os.write(1, os.read(0, 99)[::-1])"]) as started:
            for text in (b"abc", b"\x00\r\n\xff"):
                started.stdin.write(text)
                assert started.stdout.read(99) == text[::-1]
            assert started.returncode is None
            assert started.pid
        assert started.returncode != 0
        assert started.pid is None

    def test_file_module_and_text(self, tier, tmp_path):
        os.chmod(tmp_path, 0o755)
        (tmp_path / "one.py").write_text("import sys, other; print(other.word, *sys.argv[1:], __name__)", "utf-8")
        (tmp_path / "other.py").write_text("word = 'bär'", "utf-8")
        for program in (["-m", "one", "a"], [str(tmp_path / "one.py"), "a"], ["-c", "import one", "a"]):
            with tier.start(program, read_only=[tmp_path]) as started:
                name = "one" if program[0] == "-c" else "__main__"
                assert said(started).split() == ["bär", "a", name]
                assert started.wait() == 0

    def test_folders_are_shown_however_they_lie(self, tier, tmp_path):
        """One in another, one twice, with any name, and whatever this process's own files are open to."""
        os.chmod(tmp_path, 0o755)
        outer = tmp_path / ("outer" if sys.platform in ("win32", "darwin") else os.fsdecode(b"outer \xff"))
        inner = outer / "inner"
        inner.mkdir(parents=True)
        (outer / "one.py").write_text("word = 1", "utf-8")
        (inner / "two.py").write_text("word = 2", "utf-8")
        before = os.umask(0o077)
        try:
            for folders in ([outer, inner], [inner, outer], [inner, inner, outer]):
                with tier.start(["-c", "import one, two; print(one.word, two.word)"], read_only=folders) as started:
                    assert said(started) == "1 2\n", started.stderr
        finally:
            os.umask(before)

    def test_a_long_program(self, tier):
        with tier.start(["-c", f"print(len({'x' * 100_000!r}))"]) as started:
            assert said(started) == "100000\n"

    @linux
    def test_many_files_are_open_here(self, tier, many_files):
        with tier.start(["-c", "import os; os.write(2, b'last'); print(1)"]) as started:
            assert min(started.stdin.fileno(), started.stdout.fileno()) > 1023
            assert said(started) == "1\n"
            assert started.wait(60) == 0
        assert started.stderr == b"last"

    def test_what_went_wrong_is_in_stderr(self, tier):
        with tier.start(["-c", "import nothing_of_this_name"]) as started:
            assert started.wait(60) == 1
        assert b"No module named 'nothing_of_this_name'" in started.stderr

    def test_stderr_is_read_to_its_end_and_its_beginning_kept(self, tier):
        text = "import sys; sys.stderr.write('first' + 'x' * 10**6); sys.stdout.write('done')"
        with tier.start(["-c", text], limits=Limits(output=1000)) as started:
            assert said(started) == "done"
        assert len(started.stderr) == 1000
        assert started.stderr.startswith(b"first")

    @linux
    def test_time_and_memory(self, tier):
        text = """
import os, time
kept = bytearray(100 << 20)
while time.process_time() < 0.3: pass
os.write(1, b"x"); os.read(0, 1)"""
        with tier.start(["-c", text]) as started:
            assert started.stdout.read(1) == b"x"
            assert started.cpu_seconds >= 0.3
            assert 100 << 20 < started.peak_memory < 200 << 20
        assert started.cpu_seconds >= 0.3
        assert started.peak_memory > 100 << 20

    def test_numpy_and_nothing_else(self, tier):
        text = """
import numpy as np, sys
print(np.linalg.inv(2 * np.eye(2))[0, 0])
try:
    import torch
except ImportError:
    print("no torch")"""
        with tier.start(["-c", text], limits=Limits(memory=512 << 20)) as started:
            assert said(started).split() == ["0.5", "no", "torch"]

    def test_two_runs_are_alike(self, tier):
        """Sets and dicts of strings too."""
        texts = []
        for _ in range(2):
            with tier.start(["-c", "print(list(set(map(str, range(50)))))"]) as started:
                texts.append(said(started))
        assert texts[0] == texts[1] != ""

    @posix
    def test_no_file_of_ours_is_open(self, tier):
        """Whatever this process has open; the program says which it finds."""
        with open(ROOT / "README.md", "rb") as file:
            os.set_inheritable(file.fileno(), True)
            text = """
import os
found = []
for number in range(200):
    try:
        os.fstat(number)
        found.append(number)
    except OSError:
        pass
print(found)"""
            with tier.start(["-c", text]) as started:
                assert said(started).strip() == "[0, 1, 2]"

    @posix
    def test_nothing_stays(self, tier, tmp_path, monkeypatch):
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        os.chmod(tmp_path, 0o755)
        for folder in tmp_path.parents:
            if not folder.stat().st_mode & 1 and folder.stat().st_uid == os.getuid() and "pytest-of" in str(folder):
                os.chmod(folder, folder.stat().st_mode | 0o011)
        with tier.start(["-c", ""]) as first:  # what others are forked from stays
            first.wait(60)
        before = set(os.listdir("/proc/self/fd")) if sys.platform == "linux" else set()
        for _ in range(3):
            with tier.start(["-c", "open(__import__('os').environ['HOME'] + '/kept', 'w')"]) as started:
                assert started.wait(60) == 0, started.stderr
        assert list(tmp_path.iterdir()) == []
        after = set(os.listdir("/proc/self/fd")) if sys.platform == "linux" else set()
        assert after == before

    @posix
    def test_nothing_of_another_student_is_there(self, tier, tmp_path):
        """Neither of one before, nor of one beside it: no file, and nothing changed in what both have loaded."""
        os.chmod(tmp_path, 0o755)
        mine = """
import builtins, os, sys
home = os.environ["HOME"]
print(sorted(set(os.listdir(home)) - {"pytest-of-" + sys.argv[1]}), hasattr(builtins, "mine"), flush=True)
builtins.mine = os.mkdir(home + "/mine")
os.read(0, 1)"""
        program = ["-c", mine, getpass.getuser()]
        with tier.start(program, read_only=[tmp_path]) as beside:
            assert beside.stdout.read(100) == b"[] False\n"
            for _ in range(2):
                with tier.start(program, read_only=[tmp_path]) as started:
                    assert started.stdout.read(100) == b"[] False\n"

    def test_killed_twice(self, tier):
        with tier.start(["-c", "import time; time.sleep(1000)"]) as started:
            started.kill("enough")
            started.kill("too much")
            assert started.ended == "enough"

    @linux
    def test_dies_with_its_grader(self, tier, tmp_path):
        """However that ends."""
        text = f"""
import sys, time, pickle
tier = pickle.loads({pickle.dumps(tier)!r})
started = tier.start(["-c", "import os, time; os.write(1, b'x'); time.sleep(1000)", "{os.getpid()}-orphan"])
assert started.stdout.read(1) == b"x"
print(started.pid, flush=True)
time.sleep(1000)"""
        env = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
        grader = subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, env=env)
        handle = os.pidfd_open(int(grader.stdout.readline()))
        grader.kill()
        assert select.select([handle], [], [], 60)[0], "it lives on"
        grader.wait()
        grader.stdout.close()
        os.close(handle)


class TestForking:
    """What is forked from a process that has loaded something, in the tier `sandbox`."""

    def test_it_holds_wherever_it_can(self):
        """Otherwise all others here are left out, and a class is graded the slow way, and nobody hears of it."""
        tier = Bubblewrap.here()
        if tiers.wrong_with(tier) or seccomp.missing():
            pytest.skip("students' programs are not held by bubblewrap here")
        root = os.geteuid() == 0
        inside = [*tier.separate(root, "CAP_SYS_ADMIN"), *mounts([], Limits(), tier.sized), "--"]
        ask = f"import ctypes; raise SystemExit(ctypes.CDLL(None).unshare({forked.NAMESPACES}) != 0)"
        if subprocess.run([tier.command, *inside, interpreter().executable, "-c", ask], capture_output=True).returncode:
            pytest.skip("this system lets no namespaces be made in namespaces")
        assert tiers.wrong_with(Forking.like(tier)) == ""

    @pytest.fixture
    def forking(self):
        tier = Forking.like(Bubblewrap.here(), first=["-c", "import json, sys; sys.loaded = {'by': 'us'}"])
        if tiers.wrong_with(tier):
            pytest.skip(f"nothing can be forked here: {tiers.wrong_with(tier)}")
        return tier

    def test_what_was_loaded_is_there(self, forking):
        text = "import sys; print('json' in sys.modules, sys.loaded, sys.argv); sys.loaded['by'] = 'a student'"
        for _ in range(2):
            with forking.start(["-c", text, "a"]) as started:
                assert said(started) == "True {'by': 'us'} ['-c', 'a']\n"

    def test_no_frame_and_no_setting_of_ours_is_seen(self, forking):
        text = """
import sys
frame, names = sys._getframe(), []
while frame:
    names.append([frame.f_code.co_name, frame.f_globals.get("SETTINGS")])
    frame = frame.f_back
print(names)"""
        with forking.start(["-c", text]) as started:
            assert said(started) == "[['<module>', None], ['<module>', {}]]\n"

    def test_a_server_that_ended_is_started_again(self, forking):
        with forking.start(["-c", "import time; time.sleep(1000)"]) as lost:
            server_of(forking, []).process.kill()
            assert lost.wait(60) == -signal.SIGKILL
        with forking.start(["-c", "print(1)"]) as started:
            assert said(started) == "1\n"

    def test_what_cannot_be_loaded_is_said(self):
        if tiers.wrong_with(Forking.like(Bubblewrap.here())):
            pytest.skip("nothing can be forked here")
        broken = Forking.like(Bubblewrap.here(), first=["-c", "import nothing_of_this_name"])
        with pytest.raises(OSError, match="No module named 'nothing_of_this_name'"):
            broken.start(["-c", ""])

    ECHO = ("-c", "import os\nwhile True: os.write(1, os.read(0, 1))")

    @staticmethod
    def lives(started):
        started.stdin.write(b"x")
        return bool(select.select([started.stdout], [], [], 60)[0]) and started.stdout.read(1) == b"x"

    def test_python_may_be_in_the_temporary_folder(self, forking, tmp_path, monkeypatch):
        """It stays there, and what is hidden of it stays hidden."""
        (tmp_path / "lib" / "site-packages").mkdir(parents=True)
        for folder in (tmp_path / "lib", tmp_path / "lib" / "site-packages"):
            (folder / "own.py").touch()
        there, hidden = str(tmp_path / "lib"), str(tmp_path / "lib" / "site-packages")
        if not there.startswith("/tmp/"):
            pytest.skip("the tests' own folder is another one")
        python = interpreter()
        python = replace(python, readable=(*python.readable, there), hidden=(*python.hidden, hidden))
        for module in (bubblewrap, forked):
            monkeypatch.setattr(module, "interpreter", lambda: python)
        program = ["-c", "import os, sys; print([sorted(os.listdir(one)) for one in sys.argv[1:]])", there, hidden]
        with replace(forking, first=("-c", "'Python is elsewhere'")).start(program) as started:
            assert said(started) == "[['own.py', 'site-packages'], []]\n"

    @pytest.fixture
    def _no_file_is_left_open(self, forking):
        with forking.start(["-c", ""]) as first:  # what others are forked from stays
            first.wait(60)
        files = set(os.listdir("/proc/self/fd"))
        yield
        assert set(os.listdir("/proc/self/fd")) == files

    @pytest.mark.usefixtures("_no_file_is_left_open")
    def test_a_fork_that_fails_harms_no_other(self, forking, monkeypatch):
        with forking.start(self.ECHO) as beside:
            with monkeypatch.context() as patch:
                patch.setattr(forked, "NAMESPACES", 1)  # no such thing
                with pytest.raises(OSError, match="namespaces"):
                    forking.start(["-c", ""])
            pipes = [os.pipe(), os.pipe()]
            with monkeypatch.context() as patch:
                patch.setattr(os, "pipe", pipes.pop)
                with pytest.raises(IndexError):
                    forking.start(["-c", ""])
            assert self.lives(beside)
            with forking.start(["-c", "print(1)"]) as started:
                assert said(started) == "1\n"

    def test_a_server_that_cannot_fork_goes_on(self, forking):
        once = """
import os
fork, server, left = os.fork, os.getpid(), [1]

def one():
    if os.getpid() == server and not left:
        raise OSError(11, "no more processes")
    left.clear()
    return fork()

os.fork = one"""
        forking = replace(forking, first=("-c", once))
        with forking.start(self.ECHO) as beside:
            with pytest.raises(OSError, match="no more processes"):
                forking.start(["-c", ""])
            assert self.lives(beside)

    @pytest.mark.usefixtures("_no_file_is_left_open")
    def test_what_nobody_hears_of_is_ended(self, forking, monkeypatch):
        """Here something fails when it runs already: there can be no more threads, say."""
        handles = []

        def fail(server, pipes, status, handle, limits):
            handles.append(os.dup(handle))
            raise RuntimeError("no more")

        with forking.start(self.ECHO) as beside:
            with monkeypatch.context() as patch:
                patch.setattr(forked, "Fork", fail)
                with pytest.raises(RuntimeError, match="no more"):
                    forking.start(["-c", "while True: pass"])
            assert started.comes(handles[0], 60)
            os.close(handles[0])
            assert self.lives(beside)

    @pytest.mark.parametrize("seconds", [0, 2])
    def test_it_ends_with_its_keeper(self, forking, seconds, monkeypatch):
        """Also where the keeper ends before the first process has asked to end with it."""
        asks = "libc.prctl(1, 9, 0, 0, 0)"
        assert forked.SERVER.count(asks) == 1
        late = forked.SERVER.replace(asks, f"__import__('time').sleep({seconds}); {asks}")
        monkeypatch.setattr(forked, "SERVER", late)
        forking = replace(forking, first=("-c", f"'asks after {seconds} seconds'"))
        with forking.start(["-c", "import time; time.sleep(1000)"]) as started_one:
            keeper = int(Path(f"/proc/{started_one.pid}/stat").read_text("ascii").rpartition(")")[2].split()[1])
            inside = Path(f"/proc/{keeper}/task/{keeper}/children").read_text("ascii").split()
            handles = [os.pidfd_open(int(number)) for number in inside]
            assert len(handles) == 2
            os.kill(keeper, signal.SIGKILL)
            assert started_one.wait(60) == -signal.SIGKILL
            for handle in handles:
                assert started.comes(handle, 60)
                os.close(handle)

    def test_a_server_is_kept_while_something_runs_in_it(self, forking):
        with forking.start(self.ECHO) as beside:
            for number in range(forked.MOST + 2):
                server_of(replace(forking, first=("-c", str(number))), [])
            assert self.lives(beside)
        server_of(replace(forking, first=("-c", "")), [])
        assert beside._server.closed
        forked.end_servers()

    def test_few_servers_are_kept_and_ended(self, forking):
        made = [server_of(replace(forking, first=("-c", str(number))), []) for number in range(forked.MOST + 2)]
        assert [server.closed for server in made] == [True, True, *[False] * forked.MOST]
        forked.end_servers()
        assert all(server.closed and server.process.returncode is not None for server in made)


class TestChoice:
    def test_the_best_that_works(self):
        best = next((one for one in tiers.tiers() if not tiers.wrong_with(one)), None)
        if best is None or best.name == "limits only":
            with pytest.raises(NoSandbox):
                best_tier()
        else:
            assert best_tier().name == best.name
        assert best_tier(unsafe=True).name == best.name

    @pytest.mark.parametrize("works", ["sandbox", "partial", "limits only"])
    def test_why_no_better_one(self, works, monkeypatch):
        monkeypatch.setattr(tiers, "wrong_with", lambda tier: "" if tier.name == works else f"({tier.name} is broken)")
        found = best_tier(unsafe=True)
        assert found.name == works
        better = {"sandbox": [], "partial": ["sandbox"], "limits only": ["sandbox", "partial"]}[works]
        assert found.why == " ".join(f"No {name}: ({name} is broken)" for name in better)
        if works == "limits only":
            with pytest.raises(
                NoSandbox, match=r"No sandbox: .* No partial: .* (apt install bubblewrap|WSL).* --unsafe"
            ):
                best_tier()

    def test_a_tier_is_sent_to_workers_without_a_second_probe(self):
        tier = best_tier(unsafe=True)
        assert pickle.loads(pickle.dumps(tier)) == tier

    @posix
    def test_the_probe_finds_every_hole(self):
        """With no protection at all each attack works, or this user could not do it anyway."""
        answer = probe.probe(Open("sandbox", ""))
        assert answer.startswith("it does not hold here: ")
        needed = {
            "reading a file outside", "listing a folder outside", "writing outside", "changing a file's mode outside",
            "a socket", "a process", "a thread", "seeing the environment", "signalling another process",
            "reading /etc/passwd", "more memory than allowed", "seeing other processes",
        }  # fmt: skip
        assert [name for name in needed if name not in answer] == []

    @posix
    def test_a_tier_that_does_not_start_is_said(self):
        @dataclass(frozen=True)
        class Broken(Open):
            def start(self, program, *others, **options):
                return super().start(["-c", "import sys; sys.exit('No permissions to create new namespace')"])

        assert probe.probe(Broken("sandbox", "")) == "No permissions to create new namespace"


@dataclass(frozen=True)
class Open(Tier):
    """No tier: the program as a child, with all that we may do."""

    def start(self, program, read_only=(), limits=None, uid=None):
        pipe = subprocess.PIPE
        process = subprocess.Popen([sys.executable, *program], bufsize=0, stdin=pipe, stdout=pipe, stderr=pipe)
        return Started(process, limits or Limits())


class TestFilter:
    """The filter of system calls, run by hand."""

    @staticmethod
    def decide(program, machine, number, *arguments):
        """What the kernel would do with this call."""
        data = struct.pack("=IIQ6Q", number, seccomp.AUDIT[machine], 0, *[*arguments, *[0] * 6][:6])
        steps, place, value = list(struct.iter_unpack("=HBBI", program)), 0, 0
        while True:
            code, then, otherwise, k = steps[place]
            place += 1
            if code == seccomp.LOAD:
                (value,) = struct.unpack_from("=I", data, k)
            elif code == seccomp.AND:
                value &= k
            elif code == seccomp.RETURN:
                return k
            else:
                assert code in (seccomp.EQUAL, seccomp.AT_LEAST)
                place += then if (value == k if code == seccomp.EQUAL else value >= k) else otherwise

    @pytest.mark.parametrize("machine", seccomp.AUDIT)
    def test_each_call(self, machine):
        alone, first = (seccomp.program(machine, alone=alone) for alone in (True, False))
        column = list(seccomp.AUDIT).index(machine)
        numbers = {name: pair[column] for name, pair in seccomp.NUMBERS.items()}
        refuse, missing = (seccomp.REFUSE | error for error in (errno.EPERM, errno.ENOSYS))
        plain = set(seccomp.numbers(machine).values())
        special = set(numbers.values())
        for number in range(1100):
            if number not in special:
                expected = seccomp.ALLOW if number in plain else refuse if number <= seccomp.LAST else missing
                assert {self.decide(program, machine, number) for program in (alone, first)} == {expected}
        pid = seccomp.SELF
        for name, arguments, expected in (
            ("kill", (pid, 9), seccomp.ALLOW), ("kill", (pid + 1, 9), refuse), ("kill", (0, 9), refuse),
            ("kill", (2**32 - 1, 9), refuse), ("tgkill", (pid, 1, 6), seccomp.ALLOW), ("execve", (), refuse),
            ("setresuid", (), refuse), ("prlimit64", (0,), seccomp.ALLOW), ("prlimit64", (1,), refuse),
            ("ioctl", (1, 0x5401), seccomp.ALLOW), ("ioctl", (1, 0x5412), refuse), ("fcntl", (1, 8), refuse),
            ("fcntl", (1, 3), seccomp.ALLOW), ("prctl", (1,), refuse), ("clone3", (), missing),
            ("openat", (0, 0, os.O_RDONLY | 0o1000), refuse), ("openat", (0, 0, 1 | 0o1000), seccomp.ALLOW),
            ("openat", (0, 0, 0), seccomp.ALLOW),
        ):  # fmt: skip
            assert self.decide(alone, machine, numbers[name], *arguments) == expected, name
        assert self.decide(first, machine, numbers["execve"]) == seccomp.ALLOW
        assert self.decide(first, machine, 0x40000000 + 57) == missing

    @pytest.mark.parametrize("machine", seccomp.AUDIT)
    def test_code_of_another_machine_ends_it(self, machine):
        (other,) = set(seccomp.AUDIT) - {machine}
        assert self.decide(seccomp.program(machine, alone=True), other, 0) == seccomp.KILL

    def test_the_numbers_are_the_kernels(self):
        header = next((Path(path) for path in HEADERS if Path(path).is_file()), None)
        if header is None:
            pytest.skip("the kernel's header files are not here")
        known = {
            name: int(number) for name, number in re.findall(r"define __NR_(\w+) (\d+)", header.read_text("ascii"))
        }
        ours = {**seccomp.numbers("x86_64"), **{name: pair[0] for name, pair in seccomp.NUMBERS.items()}}
        assert {name: number for name, number in ours.items() if known.get(name, number) != number} == {}
        assert len(set(ours) & set(known)) > 100


HEADERS = ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h")


def test_what_python_consists_of():
    python = interpreter()
    assert os.path.basename(python.packages[0]) == "numpy"
    assert os.path.isfile(python.executable)
    here = [path for path in [*python.readable, *python.libraries] if str(ROOT).startswith(path.rstrip("/") + "/")]
    assert here == []  # the checkout is not in any of it


@linux
def test_limits_only_stops_processes_too():
    text = "import os\ntry: os.fork()\nexcept OSError: print('refused')"
    with LimitsOnly().start(["-c", text]) as started:
        assert said(started) == "refused\n"


@pytest.mark.slow
@linux
def test_a_students_time_is_not_anothers(tier):
    """Several at once, each with limits of its own."""
    sleeping = [tier.start(["-c", "import time; time.sleep(1000)"], limits=Limits(wall_seconds=600)) for _ in range(3)]
    with tier.start(["-c", "while True: pass"], limits=Limits(cpu_seconds=1)) as busy:
        assert busy.wait(300) == -signal.SIGKILL
    assert [one.returncode for one in sleeping] == [None] * 3
    for one in sleeping:
        one.close()
    assert all(one.returncode == -signal.SIGKILL for one in sleeping)


@pytest.mark.parametrize("told", [True, False])
def test_waiting_for_an_end(told, tier, monkeypatch):
    """It is told by the system where that can do so, and looked for again and again where not."""
    if not told:
        monkeypatch.setattr(started, "_told_of_end", lambda pid: None)
    with tier.start(["-c", "import time; time.sleep(60)"]) as running:
        assert running.wait(0.05) is None
        running.kill("enough")
        assert (running.returncode, running.ended) == (-signal.SIGKILL, "enough")
    with tier.start(["-c", "raise SystemExit(3)"]) as ending:
        assert ending.wait(120) == 3
        assert ending.wait(120) == 3
    files = os.listdir("/dev/fd") if sys.platform != "win32" else []
    with tier.start(["-c", ""]) as ending:
        ending.wait(120)
    assert not files or len(os.listdir("/dev/fd")) <= len(files)
