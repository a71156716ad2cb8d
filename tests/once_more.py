"""What failed beside other tests is run once more, alone: a machine that pauses for seconds is no fault of the course.

Only where tests run in parallel, as in `python start.py test`, and pytest remembers what failed (`-p no:cacheprovider`
keeps it from that). Both outcomes are printed; what fails twice fails.
"""

import subprocess
import sys

import pytest

ALONE = ["-n", "0", "--last-failed", "--last-failed-no-failures", "none"]


@pytest.hookimpl(wrapper=True, tryfirst=True)  # outside all others: what failed is written down and reported first
def pytest_sessionfinish(session, exitstatus):
    yield
    options, remembers = session.config.option, session.config.pluginmanager.hasplugin("cacheprovider")
    if exitstatus != pytest.ExitCode.TESTS_FAILED or not remembers:
        return
    reports = session.config.pluginmanager.getplugin("terminalreporter").stats
    tests = [one for kind in ("failed", "error") for one in reports.get(kind, ()) if isinstance(one, pytest.TestReport)]
    if tests and getattr(options, "numprocesses", None) and not options.maxfail:
        print("\n== what failed, once more and alone", flush=True)
        called = session.config.invocation_params
        again = subprocess.run([sys.executable, "-m", "pytest", *called.args, *ALONE], cwd=called.dir, check=False)
        if again.returncode == pytest.ExitCode.OK:
            print("\n== all that failed passes when it runs alone: taken as passed", flush=True)
            session.exitstatus = pytest.ExitCode.OK
