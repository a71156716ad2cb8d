"""What a student's process imports first comes compiled from one file, and is what it is without that file."""

import json
import marshal
import shutil

import pytest

from tests.grading.test_classroom import sandboxed
from tinygrad_lite.grading import ready
from tinygrad_lite.grading.sandbox import Limits, best_tier, with_forks
from tinygrad_lite.grading.sandbox.forked import Forking
from tinygrad_lite.grading.tree import BARE

pytestmark = pytest.mark.skipif(
    not sandboxed() or shutil.which("bwrap") is None, reason="no sandbox of bubblewrap's is here"
)

#: After the beginning: what there is of each module, and whether it can be asked for its source.
TELL = """
import inspect, json, os, sys
np = sys.modules["numpy"]
told = {
    name: [module.__file__, module.__package__, [*vars(module).get("__path__", [])], sorted(vars(module))]
    for name, module in sorted(sys.modules.items())
    if getattr(vars(module).get("__spec__"), "has_location", False) and name.partition(".")[0] != "tinygrad_lite"
}
answer = {
    "modules": told, "source": inspect.getsource(np.mean)[:60], "mean": float(np.mean([1.0, 2.0])),
    "lazy": float(np.ma.masked_array([1.0, 3.0]).mean()), "finders": len(sys.meta_path), "doc": np.pad.__doc__[:40],
    "code": np.__loader__.get_code("numpy").co_filename,
}
os.write(1, json.dumps(answer).encode())
os._exit(0)
"""


def begun(tree, name="told.py"):
    """What the beginning has made, told by a process in the sandbox."""
    (tree / name).write_text(ready.START.removesuffix("main()\n") + TELL, encoding="utf-8")
    with best_tier().start([str(tree / name)], [tree], Limits()) as started:
        told = b""
        while chunk := started.stdout.read():
            told += chunk
        started.wait(10)
        assert told, started.stderr
    return json.loads(told)


@pytest.fixture
def copy(tree, tmp_path):
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    return shutil.copytree(tree, tmp_path / "tree")


def test_modules_are_what_they_are_without_it(copy):
    quick = begun(copy)
    (copy / ready.FILE).unlink()
    slow = begun(copy)
    assert quick["modules"].keys() == slow["modules"].keys()
    for name, told in quick["modules"].items():
        assert told == slow["modules"][name], name
    assert quick == slow
    assert quick["source"].lstrip("@").startswith("array_function_dispatch")


@pytest.mark.parametrize("data", [b"", b"nonsense", marshal.dumps(3), marshal.dumps(["python"])])
def test_a_file_that_is_no_such_file_is_not_used(copy, data):
    assert not ready.readable(copy / "none")
    (copy / "other").write_bytes(data)
    assert not ready.readable(copy / "other")
    assert ready.readable(copy / ready.FILE)


def test_where_it_cannot_be_made_there_is_none(copy, monkeypatch):
    monkeypatch.setattr(ready, "_REHEARSAL", "raise SystemExit(1)")
    ready.write_ready(copy, [copy, copy / BARE])
    assert not (copy / ready.FILE).exists()


def test_it_holds_pythons_and_numpys_modules_only(tree):
    data = marshal.loads((tree / ready.FILE).read_bytes())
    assert len(data) > 80
    assert not [name for name in data if name.startswith("tinygrad_lite")]
    assert str(tree).encode() not in (tree / ready.FILE).read_bytes()
    assert (tree / BARE / ready.FILE).read_bytes() == (tree / ready.FILE).read_bytes()


def test_what_a_process_without_random_numbers_has(copy):
    """NumPy's part for these is loaded when it is asked for, and is what it is everywhere."""
    tell = TELL.replace(
        '"lazy":', '"before": "numpy.random" in sys.modules, "secrets": "secrets" in sys.modules, "lazy":'
    )
    tell = tell.replace(
        '"code":',
        '"drawn": float(np.random.default_rng(3).random()), "bits": np.random.bit_generator.randbits(8), "code":',
    )
    (copy / "told.py").write_text(ready.START.removesuffix("main()\n") + tell, encoding="utf-8")
    found = {}
    for words in ((), (ready.PLAIN,)):
        with best_tier().start([str(copy / "told.py"), *words], [copy], Limits()) as started:
            told = b""
            while chunk := started.stdout.read():
                told += chunk
            started.wait(10)
        found[words] = json.loads(told)
    whole, plain = found.values()
    assert (whole.pop("before"), plain.pop("before")) == (True, False)
    assert (whole.pop("secrets"), plain.pop("secrets")) == (False, False)
    assert all(0 <= told.pop("bits") < 256 for told in (whole, plain))
    modules = whole.pop("modules")
    assert all(told == modules[name] for name, told in plain.pop("modules").items() if name != "numpy")
    assert whole == plain


#: A class made after the beginning, and where Python took the methods of one of ours from.
CLASSES = """
import dataclasses, json, os
from tinygrad_lite.course.case import Step

@dataclasses.dataclass(frozen=True)
class Own:
    x: int = 2

answer = {
    "own": repr(Own(3)), "ours": repr(Step("get", "a", "b")), "equal": Step("get") == Step("get"),
    "as ever": "exec" not in vars(dataclasses), "compiled": compiled, "written": written,
}
os.write(1, json.dumps(answer).encode())
os._exit(0)
"""
#: In place of Python's `exec`, as long as the beginning lasts: it counts what it is given.
COUNTED = """
compiled = written = 0
usual = dataclasses.exec


def counting(given, *rest):
    global compiled, written
    compiled, written = compiled + (type(given) is not str), written + (type(given) is str)
    return exec(given, *rest)


dataclasses.exec = type(usual)(usual.__code__, globals() | {"exec": counting, "methods": methods})
"""


def test_what_dataclass_writes_is_compiled_once_a_run(copy, monkeypatch):
    with_count = ready.START.replace(ready._IMPORTS, COUNTED + ready._IMPORTS)
    assert COUNTED in with_count
    monkeypatch.setattr(ready, "START", with_count)
    monkeypatch.setitem(globals(), "TELL", CLASSES)
    quick = begun(copy)
    (copy / ready.FILE).unlink()
    slow = begun(copy)
    assert quick["written"] == 0 < quick["compiled"] == slow["written"]
    assert slow["compiled"] == 0
    same = {"own": "Own(x=3)", "equal": True, "as ever": True}
    assert same.items() <= quick.items()
    assert same.items() <= slow.items()
    assert quick["ours"] == slow["ours"]


def test_nobody_has_the_random_numbers_of_another():
    """What is forked begins with the same state of NumPy's own generator, and is given one of its own."""
    tier = with_forks(best_tier())
    if not tier.forks:
        pytest.skip("nothing is forked here")
    forking = Forking.like(tier, first=["-c", "import numpy.random"])
    text = ready.FORKED.partition("from tinygrad_lite")[0] + "import numpy\nprint(numpy.random.random())"
    drawn = set()
    for _ in range(2):
        with forking.start(["-c", text]) as started:
            drawn.add(started.stdout.read(100))
            assert started.wait(60) == 0, started.stderr
    assert len(drawn) == 2
