"""A process that is killed, hangs or does not come: the others hear of it, and training goes on from its checkpoint."""

import pickle
import socket
import subprocess
import sys

import pytest

from tests.training.distributed.launching import HERE, environment, torchrun


@pytest.mark.slow
@pytest.mark.parametrize("library", ["tinygrad_lite", pytest.param("torch", marks=pytest.mark.full)])
def test_after_a_kill_training_goes_on_to_the_same_end(tmp_path, library):
    printed = torchrun("restarted.py", tmp_path, library, restarts=1)
    for rank in (0, 1):
        (none, whole), (place, killed) = (
            pickle.loads((tmp_path / f"{name}-{rank}.pickle").read_bytes()) for name in ("whole", "killed")
        )
        assert none == (0, 0)
        assert place == (1, 4), printed  # in the second epoch, after the fourth batch
        assert killed == whole  # weights, moments, history and the next random numbers, to the bit


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def started(how, rank, port):
    place = {"RANK": str(rank), "WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    command = [sys.executable, str(HERE / "left_alone.py"), how]
    return subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env=environment(**place))


@pytest.mark.parametrize(
    ("how", "processes", "words"),
    [
        ("killed", 2, "waiting: all_reduce: process 0 waited for another one, which has ended"),
        pytest.param("hangs", 2, "waiting: all_reduce: process 0 waited for another one", marks=pytest.mark.full),
        ("does not come", 1, "joining: init_process_group: process 0 of 2 waited in vain for the others at 127.0.0.1"),
    ],
)
def test_the_others_are_told(how, processes, words):
    port = free_port()
    first, *others = [started(how, rank, port) for rank in range(processes)]
    try:
        printed, _ = first.communicate(timeout=120)
        assert words in printed
        assert first.returncode == 0
    finally:
        for process in (first, *others):
            process.kill()
            process.wait()


def test_a_port_that_is_taken():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        process = started("does not come", 0, one.getsockname()[1])
        printed, _ = process.communicate(timeout=120)
    assert "the port is taken" in printed
    assert "--standalone" in printed
