"""docs/DEVICES.md: its code runs from top to bottom, and what it says of the results is true."""

import re
from pathlib import Path

import pytest

import tinygrad_lite as tg

TEXT = Path(__file__).resolve().parents[2] / "docs" / "DEVICES.md"


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """The names that are there after the last block, and what each block printed."""
    names, printed = {}, []
    names["print"] = lambda *values: printed.append(" ".join(map(str, values)))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("page"))
        for code in re.findall(r"^```python\n(.*?)^```", TEXT.read_text("utf-8"), re.DOTALL | re.MULTILINE):
            exec(compile(code, str(TEXT), "exec"), names)
    return names, printed


def test_everything_lies_where_it_was_moved(read):
    names, printed = read
    device = names["device"]
    assert device.type != "cpu"
    for name in ("x", "answer", "inputs", "targets"):
        assert names[name].device == device
    assert {p.device for p in names["model"].parameters()} == {device}
    assert any(line == f"12 {device}" for line in printed)


def test_the_curves_are_the_same(read):
    names, _ = read
    mine, there = names["on_cpu"].history, names["there"].history
    assert mine["loss"][0] == pytest.approx(there["loss"][0], rel=1e-3)
    assert mine["loss"][-1] == pytest.approx(there["loss"][-1], rel=0.05)
    assert there["accuracy"][-1] > 0.9
    assert names["half"].history["accuracy"][-1] > 0.9


def test_the_errors_are_those_that_it_speaks_of(read):
    names, printed = read
    line = f'x.to("{names["device"]}")'
    assert any("all operands must lie on one device" in text and line in text for text in printed)
    if not tg.accelerator.is_available():
        assert any("keeps no figures of its memory" in line for line in printed)


def test_every_name_exists():
    text = TEXT.read_text("utf-8")
    for path in re.findall(r"`tg\.([\w.]+)", text):
        found = tg
        for part in path.split("."):
            assert hasattr(found, part), path
            found = getattr(found, part)


def test_the_same_numbers_on_all_devices():
    drawn = [tg.rand(3, device=d, generator=tg.Generator().manual_seed(0)).tolist() for d in ("cpu", "torch")]
    assert drawn[0] == drawn[1]
