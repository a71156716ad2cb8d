"""Training in two and three processes is training in one, up to the rounding of float64."""

import pickle

import numpy as np
import pytest

from tests.training.distributed import equal
from tests.training.distributed.launching import torchrun

CLOSE = 1e-11  # of float64, after tens of steps: one rounding is 1e-16


TWO = pytest.param(2, marks=pytest.mark.full)  # with three, the shares differ in size more often
CASE = pytest.mark.parametrize("case", equal.CASES)


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    return equal.run_all(tmp_path_factory.mktemp("alone"))


@pytest.fixture(scope="module", params=[3, TWO])
def several(request, tmp_path_factory):
    """What each process got."""
    folder = tmp_path_factory.mktemp("several")
    torchrun("equal.py", folder, processes=request.param)
    files = [folder / f"{rank}-of-{request.param}.pickle" for rank in range(request.param)]
    return [pickle.loads(file.read_bytes()) for file in files]


@pytest.mark.one_in(6)
@CASE
def test_as_one_process(alone, several, case):
    wanted = alone[case]
    for each in several:
        found = each[case]
        assert (found["steps"], found["stopped"]) == (wanted["steps"], wanted["stopped"])
        for mine, theirs in zip(found["weights"], wanted["weights"], strict=True):
            np.testing.assert_allclose(mine, theirs, rtol=CLOSE, atol=CLOSE)
        assert found["history"].keys() == wanted["history"].keys()
        for name, figures in wanted["history"].items():
            np.testing.assert_allclose(found["history"][name], figures, rtol=CLOSE, err_msg=name)
        assert [*found["losses"]] == [*wanted["losses"]]
        for name, figures in wanted["losses"].items():  # of each batch, if they were kept
            np.testing.assert_allclose(found["losses"][name], figures, rtol=CLOSE, err_msg=name)
        assert found["test"] == pytest.approx(wanted["test"], rel=CLOSE)


@CASE
def test_all_processes_have_the_same_to_the_bit(several, case):
    first, *others = ([w.tobytes() for w in each[case]["weights"]] for each in several)
    assert all(other == first for other in others)
    assert all(each[case]["history"] == several[0][case]["history"] for each in several)
