"""Random programs give what they give in PyTorch: values, dtypes, gradients, and what is refused.

A failure shows the smallest program that still fails, as a script. `python -m tests.fuzz 0 2000` runs more of them and
counts how they compare.
"""

import re

import pytest

import tinygrad_lite as tg
from tests.fuzz.compare import BOTH, EQUAL, ROUNDING, SILENT, Comparison, compared, error_of, report
from tests.fuzz.draw import Drawing, drawn
from tests.fuzz.operations import EFFECTS, FAMILIES, WALKS
from tests.fuzz.program import Line, Program, smallest
from tests.fuzz.run import quiet, surroundings, torch

EVERY_RUN = [(first, 50) for first in range(0, 500, 50)]
LONG = [pytest.param(first, 500, marks=pytest.mark.full) for first in range(500, 20_000, 500)]


@pytest.mark.parametrize(("first", "count"), [*EVERY_RUN, *LONG])
def test_same_as_in_pytorch(first, count):
    for seed in range(first, first + count):
        program = drawn(seed)
        outcome = compared(program)
        if outcome.is_fault:
            pytest.fail(report(program, outcome), pytrace=False)


def test_most_programs_run_to_their_end():
    """Else little would be compared: more than half are refused nowhere."""
    kinds = [compared(drawn(seed)).kind for seed in range(200)]
    assert len([kind for kind in kinds if kind in (EQUAL, ROUNDING)]) > 100
    assert len([kind for kind in kinds if kind == BOTH]) > 10


@pytest.mark.parametrize("family", FAMILIES)
def test_every_operation_runs_somewhere(family):
    """No line of the table is refused always."""
    for template in FAMILIES[family][1]:
        assert any(runs(template, seed) for seed in range(60)), template


def runs(template: str, seed: int) -> bool:
    """Whether both libraries can run the line on some tensors."""
    drawing = Drawing(seed)
    text = template if "{new}" in template else "{new} = " + template
    with quiet():
        for dtype in ("bool", "float64", "float64"):
            drawing.new_tensor(drawing.some_shape(), dtype, requires_grad=True)
        if not drawing.draw(text):
            return False
        ours, theirs = surroundings(tg), surroundings(torch)
        return not any(error_of(line, names) for line in drawing.lines for names in (ours, theirs))


def test_every_gap_can_be_filled():
    lines = [line for _, family in FAMILIES.values() for line in family]
    lines += [line for effects in EFFECTS for line in effects] + [line for walk in WALKS for line in walk]
    gaps = {gap for line in lines for gap in re.findall(r"\{(\w+)\}", line)}
    makes = {"new", "new_hook", "new_optimizer", "made", "hook", "optimizer"}
    assert {gap for gap in gaps - makes if not callable(getattr(Drawing, gap, None))} == set()


def test_a_seed_always_gives_the_same_program():
    assert [str(drawn(seed)) for seed in range(20)] == [str(drawn(seed)) for seed in range(20)]


def test_the_smallest_program_is_found():
    texts = ["x1 = lib.tensor([2.0], dtype=lib.float64)", "x2 = x1 + 1", "x3 = x1 * x1", "x4 = x3 - x2", "x5 = x3 / 0"]
    program = Program(tuple(Line(text, (text[:2],)) for text in texts))
    small = smallest(program, lambda candidate: "/ 0" in str(candidate))
    assert str(small).splitlines() == [texts[0], texts[2], texts[4]]


def test_the_report_is_a_script_that_runs(monkeypatch, capsys):
    monkeypatch.setattr(tg.Tensor, "exp", lambda x: x.sin())
    program = Program((Line("x1 = lib.tensor([0.5], dtype=lib.float64)", ("x1",)), Line("x2 = x1.exp()", ("x2",))))
    outcome = compared(program)
    assert outcome.kind == SILENT
    text = report(program, outcome)
    assert "value of x2: [0.479425538604203] here, [1.6487212707001282] in PyTorch" in text
    exec(text[text.index("from math") :], {})
    assert capsys.readouterr().out.split().count("x2") == 2


@pytest.mark.parametrize("shift", [0.0, 1e-6, 1e-3])
def test_what_counts_as_rounding(monkeypatch, shift):
    """A hundredth of a float32's last digits is; a thousandth of the number is not; nor is a difference of zero."""
    monkeypatch.setattr(tg.Tensor, "sin", lambda x: tg.sin(x) * (1 + shift))
    lines = ("x1 = lib.tensor([0.5, 0.25], dtype=lib.float32)", "x2 = x1.sin()")
    comparison = Comparison(Program(tuple(Line(line, (line[:2],)) for line in lines)))
    assert comparison.outcome.kind == {0.0: EQUAL, 1e-6: EQUAL, 1e-3: SILENT}[shift]
