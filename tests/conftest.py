"""The cast, the queues and the Stripe simulator.

Harbor Mail is run by Olivia (owner) and Carl (mail clerk); Rosa and Ben rent there, Ina is invited. Summit Suites, next
door, is run by Sam and rented by Rita: whoever comes from there must find nothing at Harbor. Staff are Users, renters
are Renters (`rosa.user` logs in).
"""

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client, TransactionTestCase
from huey.storage import MemoryStorage
from playwright.sync_api import Browser, sync_playwright

from boxholder.queues import money, rest
from tests import cast
from tests.support import chromium, forks, photographs, tables
from tests.support import simulator as simulators
from tests.support.browser import ARGUMENTS
from tests.support.connected import connect
from tests.support.databases import Template, forget_template
from tests.support.processes import Environment
from tests.support.simulator import Simulator

# A busy machine is no mistake in the code.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where a test stands says what it is."""
    journeys, faults = (Path(__file__).parent / folder for folder in ("journeys", "faults"))
    for item in items:
        if journeys in item.path.parents:
            item.add_marker("journey")
        if faults in item.path.parents:
            item.add_marker("fault")


def pytest_collection_finish() -> None:
    """What is here now stays to the end: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


# --- The ground


@pytest.fixture(autouse=True, scope="session")
def _tables_are_emptied_fast() -> Iterator[None]:
    """After each test with real transactions, see tests/support/tables.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: tables.empty())
        yield


@pytest.fixture(autouse=True, scope="session")
def _queues_in_memory() -> None:
    for queue in (money, rest):
        queue.storage = MemoryStorage(queue.name)


@pytest.fixture(autouse=True)
def _queues_begin_empty(_queues_in_memory) -> None:
    money.storage.flush_all()
    rest.storage.flush_all()


@pytest.fixture
def run_tasks() -> Callable[[], int]:
    """Do what the worker would: run everything that is enqueued, and what that enqueues. Says how many tasks ran.

    Tasks are enqueued on commit: that takes `django_db(transaction=True)`, or
    `django_capture_on_commit_callbacks(execute=True)` around the act.
    """

    def run() -> int:
        ran = 0
        while task := money.dequeue() or rest.dequeue():
            task.execute()
            ran += 1
        return ran

    return run


@pytest.fixture(autouse=True, scope="session")
def _forks_end() -> Iterator[None]:
    yield
    forks.end()


@pytest.fixture(scope="session")
def template(tmp_path_factory, request, django_db_blocker) -> Template:
    """A migrated, empty database: `template.copy()`."""
    base = tmp_path_factory.getbasetemp()
    common = base.parent if _is_one_of_several(request.session) else base
    with django_db_blocker.unblock():
        return Template(tmp_path_factory.mktemp("databases"), common)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The process that started the others, or does all itself, is the last to leave."""
    if not _is_one_of_several(session):
        forget_template(session.config._tmp_path_factory.getbasetemp())


def _is_one_of_several(session: pytest.Session) -> bool:
    return hasattr(session.config, "workerinput")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, template) -> None:
    """The test database is a copy, too."""
    test = connections.databases["default"]["TEST"]
    if django_settings.DATABASE_URL:
        test["TEMPLATE"] = template.name
    else:
        shutil.copy(template.name, test["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On SQLite what was copied is taken as it lies there, and goes with its folder."""
    return not django_settings.DATABASE_URL


@pytest.fixture(scope="session")
def migrated(tmp_path_factory, request) -> Path:
    """An installation on SQLite with its tables and nothing in them; copy it, migrating takes seconds."""
    folder = tmp_path_factory.mktemp("migrated")
    if django_settings.DATABASE_URL:
        Environment(folder).run("migrate")
    else:
        shutil.copy(request.getfixturevalue("template").name, folder)
    return folder


# --- The cast


@pytest.fixture
def harbor(db):
    return cast.make_harbor()


@pytest.fixture
def dock(harbor):
    """In New York, the operator's first space."""
    return cast.make_dock(harbor)


@pytest.fixture
def pier(harbor, dock):
    """In Los Angeles: three hours behind."""
    return cast.make_pier(harbor)


@pytest.fixture
def olivia(harbor):
    """Owner of Harbor Mail."""
    return cast.make_olivia(harbor)


@pytest.fixture
def carl(harbor):
    """Mail clerk of Harbor Mail: sees no money."""
    return cast.make_carl(harbor)


@pytest.fixture
def basic(harbor):
    """19.00 USD."""
    return cast.make_basic(harbor)


@pytest.fixture
def plus(harbor):
    """29.00 USD."""
    return cast.make_plus(harbor)


@pytest.fixture
def pro(harbor):
    """59.00 USD."""
    return cast.make_pro(harbor)


@pytest.fixture
def rosa(dock, basic):
    """Rents PMB 101 (`box_101`) on Basic, active since 1 January 2026."""
    return cast.make_rosa(dock, basic)


@pytest.fixture
def ben(dock, plus):
    """Rents PMB 102 (`box_102`) on Plus."""
    return cast.make_ben(dock, plus)


@pytest.fixture
def ina(dock, basic):
    """PMB 103 (`box_103`); has not accepted her invitation: no user, nothing activated."""
    return cast.make_ina(dock, basic)


@pytest.fixture
def mia(rosa):
    """Manages Rosa's mailbox; rents nothing herself."""
    return cast.make_mia(rosa)


@pytest.fixture
def box_101(rosa):
    return rosa.mailboxes.get()


@pytest.fixture
def box_102(ben):
    return ben.mailboxes.get()


@pytest.fixture
def box_103(ina):
    return ina.mailboxes.get()


@pytest.fixture
def summit(db):
    """Another operator."""
    return cast.make_summit()


@pytest.fixture
def sam(summit):
    """Owner of Summit Suites, nobody at Harbor."""
    return cast.make_sam(summit)


@pytest.fixture
def rita(summit):
    """Rents PMB 101 at Summit Suites, nobody at Harbor."""
    return cast.make_rita(summit)


@pytest.fixture
def letter(dock, carl):
    """From the Brooklyn Water Board, at Dock Street; nobody has said yet whose it is."""
    return cast.make_letter(dock, carl)


@pytest.fixture
def parcel(rosa, carl):
    """Rosa's, from Clay Supply Co., by UPS."""
    return cast.make_parcel(rosa, carl)


@pytest.fixture
def log_in() -> Callable[..., Client]:
    """`log_in(rosa).get(site(harbor))`: a browser of their own for a User or a Renter."""

    def open_browser(person: Any) -> Client:
        browser = Client()
        browser.force_login(getattr(person, "user", person))
        return browser

    return open_browser


@pytest.fixture
def photograph() -> Callable[..., SimpleUploadedFile]:
    """`photograph(orientation=6, gps=True)`: a small JPEG as a form brings it, no two alike; see photographs.py."""

    def send(name: str = "letter.jpg", **facts) -> SimpleUploadedFile:
        return SimpleUploadedFile(name, photographs.jpeg(**facts), content_type="image/jpeg")

    return send


# --- Stripe


@pytest.fixture(scope="session")
def _simulator_process() -> Iterator[Simulator]:
    process, url = simulators.start()
    yield Simulator(url)
    simulators.stop(process)


@pytest.fixture
def simulator(_simulator_process, settings) -> Simulator:
    """The Stripe simulator, forgetful since the last test, with a fresh account; the product talks to it."""
    simulator = _simulator_process
    simulator.reset()
    simulator.open_account(name="Harbor Mail")
    settings.STRIPE_SIMULATOR_URL = settings.STRIPE_API_BASE = simulator.url
    settings.STRIPE_JS_URL = f"{simulator.url}/endive/stripe.js"
    settings.STRIPE_DASHBOARD_URL = f"{simulator.url}/dashboard"
    return simulator


@pytest.fixture
def connected(harbor, simulator):
    """Harbor's StripeAccount, in test mode; billing with Stripe is ticked."""
    return connect(harbor, simulator.account, simulator.keys["publishable"], simulator.keys["restricted"])


# --- A browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, where there is one; `make test` fetches one where there is none."""
    path = chromium.find()
    if path is None:
        pytest.fail("There is no Chromium here; `make test` fetches one, or name yours in BOXHOLDER_CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
