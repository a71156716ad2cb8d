"""The parts of the check system, each on its own: budget, comparison, plain data, by hand, progress, stubs."""

from __future__ import annotations

import builtins
import contextlib
import cProfile
import json
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections import deque

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import tinygrad_lite as tg
from tinygrad_lite.course.apart import apart
from tinygrad_lite.course.budget import budget
from tinygrad_lite.course.by_hand import forbidden_call
from tinygrad_lite.course.card import Card, first_sentence, value_text
from tinygrad_lite.course.case import Case, Ref
from tinygrad_lite.course.compare import same, tolerance, ulps
from tinygrad_lite.course.exercises.optim import OptimizerClass
from tinygrad_lite.course.expired import Expired
from tinygrad_lite.course.plain import Other, decode, encode, fingerprint, to_plain
from tinygrad_lite.course.progress_file import Progress
from tinygrad_lite.course.run import run
from tinygrad_lite.course.submission import Submission
from tinygrad_lite.course.whose import not_students

from .sample_exercises import Layer

# ------------------------------------------------------------------------------------------------ budget


def spin():
    while True:
        pass


def swallow():
    while True:
        try:  # noqa: SIM105
            spin()
        except:  # noqa: E722
            pass


def swallow_nested():
    while True:
        try:
            try:
                spin()
            except BaseException:
                spin()
        except BaseException:
            continue


def swallow_in_finally():
    while True:
        try:
            spin()
        finally:
            continue  # noqa: B012


def swallow_three_deep():
    while True:
        try:
            try:
                try:  # noqa: SIM105
                    spin()
                except BaseException:
                    pass
            except BaseException:
                pass
        except BaseException:
            pass


def swallow_and_call_again():
    try:
        spin()
    except BaseException:
        return swallow_in_turn()


def swallow_in_turn():
    while True:
        with contextlib.suppress(BaseException):
            swallow()


def go_down_and_swallow():
    """At its deepest there is no room left to call a handler."""
    while True:
        with contextlib.suppress(BaseException):
            go_down_and_swallow()


def go_down_twice():
    try:
        go_down_twice()
    except BaseException:
        go_down_twice()


def go_deeper_than_usual():
    sys.setrecursionlimit(3000)
    go_down_and_swallow()


def allow_the_deepest():
    sys.setrecursionlimit(2**31 - 1)
    swallow()


def sleep_and_swallow():
    while True:
        with contextlib.suppress(BaseException):
            time.sleep(60)


class Endless:
    def __del__(self):
        spin()


class Swallowing:
    def __del__(self):
        swallow()


def end_in_a_destructor():
    while True:
        Endless()


def swallow_in_a_destructor():
    while True:
        Swallowing()


ENDLESS = [
    end_in_a_destructor,
    swallow_in_a_destructor,
    spin,
    swallow,
    swallow_nested,
    swallow_in_finally,
    swallow_three_deep,
    swallow_and_call_again,
    go_down_and_swallow,
    go_down_twice,
    go_deeper_than_usual,
    allow_the_deepest,
    sleep_and_swallow,
]


@pytest.mark.parametrize("endless", [*map(apart, ENDLESS)])
def test_endless_code_is_stopped(endless):
    trace, handler, deepest = sys.gettrace(), signal.getsignal(signal.SIGINT), sys.getrecursionlimit()
    for seconds in (0.001, 0.05, 0.1):
        with pytest.raises(Expired), budget(seconds):
            endless()
        assert sys.gettrace() is trace
        assert signal.getsignal(signal.SIGINT) is handler
        assert sys.getrecursionlimit() == deepest


class Failing:
    def __del__(self):
        raise ValueError("in a destructor")


def test_reports_from_destructors_are_never_cut_in_two(monkeypatch):
    """Python hands to this hook what is raised in a destructor; pytest's collects it, and would be left half done."""
    reports = []

    def report(unraisable):
        begun = time.monotonic()
        while time.monotonic() < begun + 3 * budget.AGAIN:  # several rings long
            pass
        reports.append(unraisable.exc_type)

    def fail_again_and_again():
        while True:
            Failing()

    monkeypatch.setattr(sys, "unraisablehook", report)
    for endless in map(apart, (end_in_a_destructor, swallow_in_a_destructor)):
        with pytest.raises(Expired), budget(0.01):
            endless()
    assert reports == []  # not a word of the interrupts, which are the budget's own
    with pytest.raises(Expired), budget(0.01):
        apart(fail_again_and_again)()
    assert set(reports) == {ValueError}
    assert sys.unraisablehook is report


def put(endless):
    with pytest.raises(Expired), budget(0.02):
        run(endless, Case({}))


@pytest.mark.one_in(9)
@pytest.mark.parametrize("endless", ENDLESS)
def test_behind_endless_code_no_exception_counts_as_being_handled(endless):
    for _ in range(20):
        put(endless)
        assert sys.exc_info() == (None, None, None)
    with pytest.raises(ValueError, match="another") as caught:
        raise ValueError("another")
    assert caught.value.__context__ is None


def set_by_a_run():
    """What a run changes and puts back."""
    streams = sys.stdout, sys.stdin, builtins.input
    recording = tg.is_grad_enabled(), torch.is_grad_enabled()
    return *streams, id(warnings.filters), warnings.showwarning, np.geterr(), *recording, sys.unraisablehook


@pytest.mark.one_in(3)
@pytest.mark.parametrize("endless", ENDLESS)
def test_behind_endless_code_everything_is_as_before(endless, monkeypatch):
    """In one of five runs `print` went nowhere any more: what puts it back was cut like the student's code."""
    monkeypatch.setattr(budget, "AGAIN", 0.005)
    before = set_by_a_run()
    for _ in range(8):
        put(endless)
        assert set_by_a_run() == before


def test_what_python_calls_stays_the_same_object(monkeypatch):
    """Replaced by an interrupt, it could be freed just before Python called it: a crash in one of some hundred runs."""
    monkeypatch.setattr(budget, "LINES", (10**6,))  # counts, and never raises
    watched, called = budget(30), []

    def interrupted_again_and_again():
        for _ in range(5):
            watched._raise_again_in(sys._getframe())
            called.append((sys.getprofile(), sys.gettrace()))

    with watched:
        interrupted_again_and_again()
    assert None not in called[0]
    assert {(id(profile), id(trace)) for profile, trace in called} == {(id(called[0][0]), id(called[0][1]))}


def test_whose_code_it_is():
    """A folder of a student's may begin with the name of ours, and what is imported is loaded by Python."""
    ours = os.path.dirname(tg.__file__)
    for file in (tg.__file__, np.__file__, json.__file__, torch.__file__, "<frozen importlib._bootstrap>"):
        assert file.startswith(not_students())
    for file in (f"{ours}_answers/loss.py", __file__, "<ipython-input-1>", "<cell>"):
        assert not file.startswith(not_students())


def test_an_interrupt_in_the_courses_own_code_waits_for_its_end(monkeypatch):
    """Ctrl-C is not lost, and cuts nothing that is being put back."""
    handler, put_back = signal.getsignal(signal.SIGINT), []

    def interrupted(value, known=None):
        signal.raise_signal(signal.SIGINT)
        put_back.append(value)

    monkeypatch.setattr("tinygrad_lite.course.run.to_plain", interrupted)
    interrupted.__code__ = interrupted.__code__.replace(co_filename=sys.modules[budget.__module__].__file__ + " too")
    with pytest.raises(KeyboardInterrupt), budget(30):
        run(lambda: 1.5, Case({}))
    assert put_back == [1.5]
    assert signal.getsignal(signal.SIGINT) is handler


def test_however_long_an_answer_went_on_the_courses_own_code_is_not_cut_for_it(monkeypatch):
    """Only rings that come in the course's own code, one after the other, say that it is lost itself."""
    watched, put_back = budget(30), []

    def rung(value, known=None):
        watched.rings = 10 * budget.PATIENCE
        signal.raise_signal(signal.SIGINT)
        put_back.append(value)

    monkeypatch.setattr("tinygrad_lite.course.run.to_plain", rung)
    rung.__code__ = rung.__code__.replace(co_filename=sys.modules[budget.__module__].__file__ + " too")
    with watched:
        run(lambda: 1.5, Case({}))
    assert put_back == [1.5]


def go_down_without_end():
    """An answer in which the course itself gets lost: 50 lists, each with the one before twice."""
    value = [1.5, "two"]
    for _ in range(50):
        value = [value, value]
    return value


@pytest.mark.slow
def test_the_courses_own_code_is_cut_when_it_takes_too_long_by_far():
    with pytest.raises(Expired), budget(0.1):
        run(go_down_without_end, Case({}))


def test_code_that_is_profiled_can_be_checked():
    """`%prun` sets a profiler that Python cannot set again; it must be left where it is."""
    profiler = cProfile.Profile()
    profiler.enable()
    at_work = sys.getprofile()
    assert at_work is (profiler if sys.version_info < (3, 12) else None)  # later cProfile works by sys.monitoring
    try:
        with budget(10.0):
            sorted([2, 1])
        assert sys.getprofile() is at_work
        with pytest.raises(Expired), budget(0.01):
            apart(swallow_three_deep)()
        assert sys.getprofile() in (profiler, None)
    finally:
        profiler.disable()


def test_budget_leaves_no_interrupt_behind():
    before = signal.getsignal(signal.SIGINT)
    for _ in range(20):
        with contextlib.suppress(Expired), budget(0.01):
            time.sleep(0.0099)
    time.sleep(0.3)
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("rings", [1, 2])
@pytest.mark.parametrize("moment", ["watch.start", "done.set"])
def test_an_interrupt_while_the_clock_starts_or_stops_waits(moment, rings):
    """It would leave the clock ringing for ever, or the handler in place."""
    handler, watched = signal.getsignal(signal.SIGINT), budget(30)
    part = getattr(watched, moment.partition(".")[0])
    name = moment.partition(".")[2]
    usual = getattr(part, name)

    def rung():
        watched.rings = rings
        signal.raise_signal(signal.SIGINT)
        watched.rings = 0
        usual()

    setattr(part, name, rung)
    with watched:
        pass
    assert not watched.watch.is_alive() or watched.done.is_set()
    assert signal.getsignal(signal.SIGINT) is handler


def test_ctrl_c_stays_ctrl_c():
    threading.Timer(0.2, signal.pthread_kill, [threading.main_thread().ident, signal.SIGINT]).start()
    with pytest.raises(KeyboardInterrupt), budget(30):
        time.sleep(20)


def test_budget_in_another_thread_runs_the_block():
    done = []

    def work():
        with budget(1):
            done.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


# -------------------------------------------------------------------------------------------- comparison


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (2.5, np.float64(2.5)),
        (np.array(2.5), 2.5),
        ([1, 2], np.array([1.0, 2.0])),
        ((1, 2), np.array([1.0, 2.0])),
        (np.array([1.0, 2.0]), (1.0, 2.0)),
        ([True, False], np.array([1.0, 0.0])),
        (np.array([[1, 2]]), [np.array([1.0, 2.0])]),
        (np.float32(0.1), 0.1),
        (np.nan, np.nan),
        (-np.inf, -np.inf),
        ({"a": 1}, {"a": 1.0}),
        (deque([1, 2]), [1, 2]),
        (range(3), [0, 1, 2]),
        ("mean", "mean"),
        (np.str_("mean"), "mean"),
        (np.array(["first", "last"])[1], "last"),
        (np.array(["first", "last"]), ["first", "last"]),
        ({np.str_("a"): np.str_("b")}, {"a": "b"}),
        (None, None),
    ],
)
def test_same(answer, expected):
    assert same(to_plain(answer), to_plain(expected))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (2.5 + 1e-6, 2.5),
        (np.array([2.5]), 2.5),
        ([[1, 2], [3]], np.array([[1, 2], [3, 4]])),
        (np.inf, -np.inf),
        (np.nan, 1.0),
        ("2.5", 2.5),
        (np.array(["2.5"]), np.array([2.5])),
        (None, 0.0),
        ((1, 2, 3), (1, 2)),
        (5, (1, 2)),
        ({"b": 1}, {"a": 1}),
        (Other("function"), Other("function")),
        (1.0, None),
    ],
)
def test_not_same(answer, expected):
    assert not same(to_plain(answer), to_plain(expected))


@given(hnp.arrays(np.float64, hnp.array_shapes(max_dims=3, max_side=4), elements=st.floats(-1e6, 1e6)))
def test_rounding_noise_never_matters_and_a_thousandth_always_does(values):
    assert same(values * (1 + 1e-15), values)
    assert same(values.tolist(), values)
    moved = values.copy()
    moved.flat[0] += max(1.0, np.abs(values).max()) * 1e-3
    assert not same(moved, values)


def test_tolerance_follows_the_dtype():
    assert tolerance(np.dtype("f8")) < 1e-10 < tolerance(np.dtype("f4")) < 1e-4
    assert tolerance(np.dtype("f2")) == tolerance(np.dtype("f4"))


def test_ulps():
    assert ulps(1.0, 1.0) == 0
    assert ulps(np.nextafter(1.0, 2), 1.0) == 1
    assert ulps((np.array([1.0]), 2.0), (np.array([1.0]), np.nextafter(2.0, 3))) == 1


# -------------------------------------------------------------------------------------------- plain data


def test_tensors_and_numpy_scalars_become_arrays():
    torch = pytest.importorskip("torch")
    assert to_plain(torch.tensor([1.0, 2.0], requires_grad=True)).tolist() == [1.0, 2.0]
    assert isinstance(to_plain(np.float64(3)), np.ndarray)
    assert to_plain(lambda: 0) == Other("function")
    assert to_plain(np.array([object()])) == Other("array of objects")


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.just(Ref("a")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(PLAIN)
def test_plain_data_survives_json(value):
    assert decode(json.loads(json.dumps(encode(value)))) == value


def test_fingerprint_tells_cases_apart():
    assert fingerprint(np.zeros((2, 3))) != fingerprint(np.zeros((3, 2)))
    assert fingerprint([1.0]) != fingerprint((1.0,))
    assert fingerprint({"x": np.ones(2)}) == fingerprint({"x": np.ones(2)})


# ----------------------------------------------------------------------------------------------- by hand

FORBIDDEN_CODE = {
    "import torch\ndef f(x):\n    return torch.nn.functional.softmax(x)": "torch.nn.functional.softmax",
    "def f(x):\n    import torch as t\n    return t.exp(x)": "t.exp",
    "def f(x):\n    from torch import exp\n    return exp(x)": "exp",
    "from torch import exp as e\ndef f(x):\n    return e(x)": "e",
    "import torch\nsoft = torch.nn.Softmax()\ndef f(x):\n    return soft(x)": "soft",
    "import torch\ndef f(x, make=torch.tensor):\n    return make(x)": "torch.tensor",
    "import torch\nclass f:\n    def g(self, x):\n        return torch.exp(x)": "torch.exp",
}


@pytest.mark.parametrize("source", FORBIDDEN_CODE)
def test_forbidden_calls_are_found_with_their_line(source):
    pytest.importorskip("torch")
    namespace: dict = {}
    exec(source, namespace)
    call = forbidden_call(Submission(namespace["f"], source, namespace), ("torch",))
    assert call.expression == FORBIDDEN_CODE[source]
    assert call.expression in call.line


@pytest.mark.parametrize(
    "source", ["def f(x):\n    torch = x\n    return torch + 1", "def f(x):\n    'torch.exp'\n    return x"]
)
def test_what_only_looks_forbidden_is_allowed(source):
    namespace: dict = {}
    exec(source, namespace)
    assert forbidden_call(Submission(namespace["f"], source, namespace), ("torch",)) is None


def test_parameter_is_not_the_notebooks_tensor_of_the_same_name():
    import tinygrad_lite as tg

    source = "def f(weight, gradient):\n    step = gradient\n    return weight - step"
    namespace = {"weight": tg.tensor([0.5]), "step": tg.tensor([0.5])}
    exec(source, namespace)
    assert forbidden_call(Submission(namespace["f"], source, namespace), ("tinygrad_lite",)) is None


# ----------------------------------------------------------------------------------------------- progress


def test_two_kernels_lose_nothing(tmp_path):
    program = """
import sys
from tinygrad_lite.course.progress_file import Progress
progress = Progress()
for _ in range(25):
    progress.note_try(sys.argv[1], "wrong")
    assert not progress.problem, progress.problem
"""
    kernels = [subprocess.Popen([sys.executable, "-c", program, f"loss/{name}"], cwd=tmp_path) for name in "ab"]
    assert [kernel.wait() for kernel in kernels] == [0, 0]
    assert [entry["tries"] for entry in Progress(tmp_path).read().values()] == [25, 25]


# -------------------------------------------------------------------------------------------------- stubs


def test_stub_has_signature_and_docstring_and_no_body():
    stub = Layer().stub()
    assert stub == (
        "def layer(x, weight, scale=1.0):\n"
        '    """Product scaled, and the sum of the product."""\n'
        "    ...  # your code here\n"
    )
    assert "@ weight.T" in Layer().solution_code()


def test_stub_of_a_class_keeps_every_method():
    stub = OptimizerClass().stub()
    compile(stub, "stub", "exec")
    assert stub.count("...  # your code here") == 3
    namespace: dict = {}
    exec(stub, namespace)
    assert Submission(namespace["SGD"], stub, namespace).is_stub()


@pytest.mark.parametrize(
    "body", ["pass", "...", "raise NotImplementedError", "raise NotImplementedError()", '"""Doc."""\n    ...']
)
def test_every_usual_placeholder_is_a_stub(body):
    source = f"def f(x):\n    {body}\n"
    namespace: dict = {}
    exec(source, namespace)
    assert Submission(namespace["f"], source, namespace).is_stub()


# -------------------------------------------------------------------------------------------------- cards


def test_the_values_of_a_dict_are_marked_where_they_differ():
    right = {"loss": [1.0, 2.0], "norms": {"w": 3.0, "b": 4.0}, "name": "a"}
    wrong = {"loss": [1.0, 2.5], "norms": {"w": 3.0, "b": 5.0}, "name": "b"}
    assert value_text(wrong, right) == "{'loss': [1, ‹2.5›], 'norms': {'w': 3, 'b': ‹5›}, 'name': ‹'b'›}"
    assert value_text(right, right) == "{'loss': [1, 2], 'norms': {'w': 3, 'b': 4}, 'name': 'a'}"
    assert value_text({"other": [1.0]}, right) == "{'other': [1]}"


def test_values_are_marked_where_they_differ():
    assert value_text(np.array([1.0, 2.5]), np.array([1.0, 2.0])) == "[1, ‹2.5›]"
    assert value_text(2.5, 2.0) == "2.5"


def test_first_sentence():
    assert first_sentence("You did this. And 2.5 of that. So.") == ("You did this.", "And 2.5 of that. So.")


def test_card_reads_the_same_as_text_and_html():
    card = Card("wrong", "a/b", "not yet right", [("x", "[1, 2]")], headline="Bold `x`.", text="Rest.", notes=["note"])
    text, html = repr(card), card._repr_html_()
    for part in ("a/b", "not yet right", "[1, 2]", "Rest.", "note"):
        assert part in text
        assert part in html
    assert "<code>x</code>" in html
