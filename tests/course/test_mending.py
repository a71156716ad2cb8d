"""Exercises that begin with code to be mended: what a student is given, and when she has begun."""

from __future__ import annotations

import numpy as np
import pytest

from tinygrad_lite.course.certificate import proofs
from tinygrad_lite.course.certificate.bench import Bench
from tinygrad_lite.course.certificate.record import Certificate
from tinygrad_lite.course.exercise import Exercise, mistake
from tinygrad_lite.course.exercises.debug import Fix02
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.submission import Submission


class Spread(Exercise):
    """The mean distance from the mean; the code to be mended forgets the sign of the distances."""

    id = "sample/spread"
    axes = {"values": ...}

    def cases(self, rng):
        for shape in [(2,), (3,), (5,), (2, 3)]:
            yield self.case(rng.normal(size=shape) + 3)

    def reference(self, values):
        return np.abs(values - values.mean()).mean()

    @staticmethod
    def broken(values):
        middle = np.mean(values)
        # the distances
        return np.mean(values - middle)

    @staticmethod
    def solution(values):
        """The mean distance of the values from their mean."""
        return np.mean(np.abs(values - np.mean(values)))

    @mistake("lets distances cancel", "You averaged differences with their signs. Above and below cancel.")
    def signed(self, values):
        return np.mean(values - values.mean())


STUB = '''\
def spread(values):
    """The mean distance of the values from their mean."""
    middle = np.mean(values)
    # the distances
    return np.mean(values - middle)
'''


def verdict(source):
    namespace: dict = {"np": np}
    exec(source, namespace)
    return verdict_on(Spread(), Submission(namespace["spread"], source, namespace))


def test_the_stub_is_the_broken_code_under_the_solutions_docstring():
    assert Spread().stub() == STUB
    assert list(Spread().cells(solved=False)) == [("", "code", f'@exercise("sample/spread")\n{STUB}'.rstrip("\n"))]
    assert "np.abs" in next(text for _, _, text in Spread().cells(solved=True))


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"# the distances": "# what is wrong here?"},
        {'"""The mean distance of the values from their mean."""': "# no docstring"},
        {"values - middle": "(values - middle)"},
        {"    middle = np.mean(values)\n    # the distances\n    return np.mean(values - middle)": "    ..."},
    ],
    ids=["untouched", "a comment", "the docstring", "layout", "emptied"],
)
def test_code_that_says_the_same_has_not_been_begun(change):
    source = STUB
    for before, after in change.items():
        assert before in source
        source = source.replace(before, after)
    assert verdict(source).status == "not-started"


def test_code_that_was_changed_is_checked():
    found = verdict(STUB.replace("middle", "centre"))
    assert (found.status, found.diagnosis.name) == ("wrong", "lets distances cancel")
    assert verdict(STUB.replace("values - middle", "np.abs(values - middle)")).status == "right"


def test_the_certificate_asks_that_the_broken_code_is_named():
    class Unnamed(Spread):
        pass

    failures = {}
    for kind in (Spread, Unnamed):  # mistakes are those of the class itself
        certificate = Certificate(kind.id)
        proofs.prove_stub_and_lazy(Bench(kind(), (0,)), certificate)
        assert certificate.stub
        failures[kind] = [failure for failure in certificate.failures if "to be mended" in failure]
    assert failures[Spread] == []
    assert len(failures[Unnamed]) == 1
    assert failures[Unnamed][0].startswith("The code that is to be mended is wrong")


def test_broken_code_may_raise_if_its_cause_is_said():
    class Raises(Spread):
        @staticmethod
        def broken(values):
            return np.mean(values - middle)  # noqa: F821

    class Explained(Raises):
        causes = (("NameError", "middle", "`middle` has no value yet."),)

    class Silent(Raises):
        @staticmethod
        def broken(values):
            raise BlockingIOError("nobody knows why")

    failures = {}
    for kind in (Explained, Silent):
        certificate = Certificate(kind.id)
        proofs.prove_stub_and_lazy(Bench(kind(), (0,)), certificate)
        failures[kind] = [failure for failure in certificate.failures if "to be mended" in failure]
    assert failures[Explained] == []
    assert len(failures[Silent]) == 1


def test_a_loop_is_mended_in_a_notebook(notebook):
    notebook.run("import tinygrad_lite as tg\nbegin('10_debugging')")
    (cell,) = [text for _, _, text in Fix02().cells(solved=False)]
    text = notebook.run(cell)
    assert text.startswith("○ debug/fix_02 · not started")
    assert "Until you mend it, `train_02` is borrowed from the course" in text
    assert notebook.value("train_02") is Fix02.solution
    half = cell.replace("tg.tensor(loss, requires_grad=True)", "tg.tensor(loss, requires_grad=True) * 1")
    assert "The weights are the same before and after" in notebook.run(half)
    mended = cell.replace("targets).item()", "targets)").replace("loss * len", "loss.item() * len")
    mended = "\n".join(line for line in mended.splitlines() if "tg.tensor" not in line)
    assert notebook.run(mended).startswith("✓ debug/fix_02 · right")
    assert notebook.value("train_02").__module__ == "__main__"
