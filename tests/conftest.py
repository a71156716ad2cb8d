"""The option --full: without it, the long measurements are left out, and Hypothesis draws the same examples each time.

Its limit of time for one example is off: on a busy machine it fails by luck.
"""

from hypothesis import settings

settings.register_profile("same each time", deadline=None, derandomize=True)
settings.register_profile("full", deadline=None)


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="also run the long measurements (tests marked `full`)")


def pytest_configure(config):
    settings.load_profile("full" if config.getoption("--full") else "same each time")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--full"):
        return
    long = [item for item in items if item.get_closest_marker("full")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("full")]
