"""Which tests are given out together when several processes share them, and what becomes of a process that dies."""

import pytest

FIRST = "tests/browser"  # its tests have one JupyterLab for all
ONE_BY_ONE = (  # they take long, and their tests have nothing in common
    "tests/certificate/test_certificate.py",
    "tests/course/test_localise.py",
    "tests/notebooks/test_own_answers.py",
    "tests/notebooks/test_survival.py",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    config.option.loadscopereorder = False  # the order of tests/conftest.py stands

    class ByFiles(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            if file.startswith(FIRST):
                return FIRST
            return nodeid if file in ONE_BY_ONE else file

        def _reschedule(self, node):
            """A process that has not yet said which tests it knows gets none: xdist (3.8) raises a KeyError there."""
            if node in self.registered_collections:
                super()._reschedule(node)

        def remove_node(self, node):
            """What a process that died had still to do is done by others, but for the test that it died of.

            xdist (3.8) hands out what was done, too: whoever gets nothing but that waits for ever, and so does the run.
            And the test that killed one process would kill the next.
            """
            files = self.assigned_work.pop(node)
            left = [(file, test) for file, tests in files.items() for test, done in tests.items() if not done]
            if not left:
                return None
            (file, fatal), *others = left
            files[file][fatal] = True
            for file in dict.fromkeys(file for file, _ in others):
                self.workqueue[file] = files[file]
            for other in self.assigned_work:
                self._reschedule(other)
            return fatal

    return ByFiles(config, log)
