"""The option --full: without it, the long measurements are left out."""


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="also run the long measurements (tests marked `full`)")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--full"):
        return
    long = [item for item in items if item.get_closest_marker("full")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("full")]
