"""start.py: what it says when the machine does not let it."""

import os
import shutil
import subprocess

import pytest


def lacks_venv(project):
    """A fresh project on a Python that cannot make environments."""
    shutil.rmtree(project.venv)
    project.write("venv.py", "raise SystemExit('ensurepip is not available')")


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("prepare", "variables", "said"),
    [
        pytest.param(
            lambda project: project.write("needs", "Requires-Dist: some-package-from-afar\n"),
            {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/simple"},
            "The packages could not be installed. pip cannot reach its package index: check the network",
            id="no network",
        ),
        pytest.param(
            lambda project: project.write("mood", "full disk"),
            {},
            "The packages could not be installed. The disk is full: free about 3 GB, then start again. Log: ",
            id="full disk",
        ),
        pytest.param(
            lacks_venv,
            {},
            "The environment .venv could not be made. This Python lacks its venv module: on Debian or Ubuntu",
            id="no venv module",
        ),
        pytest.param(
            lambda project: project.write("constraints.txt", "this is not a requirement\n"),
            {},
            "The packages could not be installed. The last error was: ERROR: Invalid requirement: ",
            id="something else",
        ),
    ],
)
def test_failed_installation_says_one_clear_thing(project_with_environment, prepare, variables, said):
    project = project_with_environment
    prepare(project)
    result = project.run(**variables, TINYGRAD_LITE_TORCH_INDEX="http://127.0.0.1:9/cpu")
    assert result.returncode == 1
    assert said in result.stdout
    assert "Traceback" not in result.stdout
    assert result.stdout.count("Log: ") == 1
    assert ("127.0.0.1:9/cpu" in project.log()) == (variables != {})  # the index for PyTorch's CPU builds is asked too
    assert "Retrying" not in project.log()


@pytest.mark.skipif(os.name == "nt", reason="POSIX file modes")
@pytest.mark.skipif(
    os.name != "nt" and os.geteuid() == 0 and not shutil.which("setpriv"), reason="root writes anywhere"
)
def test_folder_that_cannot_be_written_is_named(project):
    os.chmod(project.folder, 0o555)
    as_if_not_root = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-all"]
    command = (as_if_not_root if os.geteuid() == 0 else []) + project.command()
    result = subprocess.run(command, env=project.env(), capture_output=True, encoding="utf-8")
    assert result.returncode == 1
    assert (
        result.stderr
        == f"\n{project.folder} cannot be written: copy the course into a folder of your own (or close what uses it).\n"
    )
