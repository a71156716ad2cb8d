"""The mutants: which there are, that their names are stable, and that each is one small change."""

import ast
import difflib

import pytest

from tinygrad_lite.course.certificate.mutants import mutants


def descriptions(source):
    return [mutant.description for mutant in mutants(source)]


@pytest.mark.parametrize(
    ("line", "change"),
    [
        ("return a - b", "a - b → a + b"),
        ("c = a - b", "a - b → a"),
        ("return a @ b", "a @ b → a * b"),
        ("c = -a", "-a → a"),
        ("return a < b", "a < b → a <= b"),
        ("return a < b", "a < b → a >= b"),
        ("return a and b", "a and b → a or b"),
        ("return a[1]", "1 → 2"),
        ("return a[1]", "1 → 0"),
        ("return a[b]", "a[b] → a[b - 1]"),
        ("return a[:b]", ":b → :b - 1"),
        ("return a[1:]", "1: → 1:-1"),
        ("return a + 1e-07", "1e-07 → 0.001"),
        ("return a == 'x'", "'x' → 'xx'"),
        ("return np.mean(a)", "np.mean → np.sum"),
        ("return a.max()", "a.max → a.min"),
        ("return np.maximum(a, b)", "np.maximum → np.minimum"),
        ("return np.log(a)", "np.log → np.log1p"),
        ("return np.log(a)", "np.log → np.log2"),
        ("return np.exp(a)", "np.exp → np.expm1"),
        ("c = np.abs(a)", "np.abs(a) → a"),
        ("c = a.copy()", "a.copy() → a"),
        ("return f(a, b)", "f(a, b) → f(b, a)"),
        ("return np.where(a, b, 0)", "np.where(a, b, 0) → np.where(a, 0, b)"),
        ("return np.sum(a, axis=1, keepdims=True)", "axis=1 → axis=0"),
        ("return np.sum(a, axis=1, keepdims=True)", "axis=1 → no axis"),
        ("return np.sum(a, axis=1, keepdims=True)", "keepdims=True → no keepdims"),
        ("return a if b else 0", "if b → if True"),
        ("return [x for x in a if x]", "if x → no condition"),
        ("return a.size", "a.size → len(a)"),
        ("return range(a)", "range(a) → range(a - 1)"),
        ("return a + b", "return a + b → return b"),
        ("return a, b", "return (a, b) → parts exchanged"),
        ("a += b", "a += b → a -= b"),
        ("a += b", "a += b → left out"),
    ],
)
def test_kinds(line, change):
    assert f"line 2: {change}" in descriptions(f"def f(a, b):\n    {line}\n")


def test_default_values_are_mutated_too():
    assert "line 1: 1.0 → 2.0" in descriptions("def f(a, delta=1.0):\n    return a")


def test_docstrings_comments_annotations_and_messages_do_not_matter():
    plain = "def f(a, b):\n    if a < 0:\n        raise ValueError('negative')\n    return a - b\n"
    dressed = (
        'def f(a: float, b: float) -> float:\n    """What it does: 1, 2, 3."""\n    # because\n\n    if a < 0:\n'
        "        raise ValueError('below 0')\n    return (\n        a - b\n    )\n"
    )
    assert descriptions(plain) == descriptions(dressed)


def test_each_is_one_change_and_none_is_there_twice():
    source = (
        "def f(a, b, c=2):\n    total = 0\n    for i in range(len(a)):\n        if a[i] > b[i] and c:\n"
        "            total += (a[i] - b[i]) ** 2 - (a[i] - b[i]) / 2\n    return total / len(a)\n"
    )
    found, original = mutants(source), ast.unparse(ast.parse(source)).splitlines()
    assert len(found) > 40
    for part in ("description", "source"):
        values = [getattr(mutant, part) for mutant in found]
        assert len(set(values)) == len(values)
    for mutant in found:
        compile(mutant.source, "mutant", "exec")
        assert "\n" not in mutant.description
        removed = [line for line in difflib.ndiff(original, mutant.source.splitlines()) if line.startswith("-")]
        assert len(removed) == 1 or mutant.description.endswith("left out")


def test_the_same_change_in_one_line_is_numbered():
    found = descriptions("def f(a):\n    return a + 0.5 + 0.5 * a")
    assert "line 2: 0.5 → 0.0" in found
    assert "line 2: 0.5 → 0.0 (2)" in found
