"""Stories in a real browser, against a web server, a worker and the Stripe simulator of their own.

    def test_olivia_connects_stripe(house, window):
        house.log_in(window.page, "olivia@harbor.example")

Nothing here touches a database directly: ask `house.shell("print(…)")`.
"""

from collections.abc import Callable, Iterator

import pytest

from tests.support.browser import Window
from tests.support.house import House, furnish


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.failed_in_call = report.failed
    return report


@pytest.fixture(scope="session")
def _house(migrated, tmp_path_factory, _simulator_process) -> Iterator[House]:
    furnished = tmp_path_factory.mktemp("furnished")
    furnish(migrated, furnished)
    house = House(furnished, tmp_path_factory.mktemp("house"), _simulator_process)
    yield house
    house.close()


@pytest.fixture
def house(_house, simulator) -> Iterator[House]:
    """Harbor and Summit with everyone in them, running; Stripe is not connected yet (`house.connect()`)."""
    yield _house.open()
    _house.stop("worker")


@pytest.fixture
def open_window(house, browser, request) -> Iterator[Callable[..., Window]]:
    """`open_window("rosa", phone=True)`: another person's browser, watched like the first."""
    windows: list[Window] = []

    def open(who: str = "", **options) -> Window:
        name = "-".join(part for part in (request.node.name, who) if part)
        windows.append(Window(browser, house.url, name.replace("/", "_"), **options))
        return windows[-1]

    yield open

    failed = getattr(request.node, "failed_in_call", True)
    noticed = []
    for window in windows:
        try:
            window.close(failed=failed)
        except AssertionError as error:
            noticed.append(str(error))
    assert not noticed, "\n".join(noticed)


@pytest.fixture
def window(open_window) -> Window:
    return open_window()


@pytest.fixture
def phone(open_window) -> Window:
    return open_window("phone", phone=True)


@pytest.fixture
def page(window):
    """The Playwright page of `window`."""
    return window.page
