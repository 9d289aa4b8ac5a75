"""The cast, the queues and the Stripe simulator.

Harbor Mail is run by Olivia (owner) and Carl (mail clerk); Rosa and Ben rent there, Ina is invited. Summit Suites, next
door, is run by Sam and rented by Rita: whoever comes from there must find nothing at Harbor. Staff are Users, renters
are Renters (`rosa.user` logs in).
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client, TransactionTestCase
from huey.storage import MemoryStorage

from boxholder.accounts.models import User
from boxholder.billing import triggers
from boxholder.billing.models import Offering, Subscription
from boxholder.billing.stripe_gateway.models import StripeAccount, StripeIntegration
from boxholder.mailboxes.models import Mailbox, Renter
from boxholder.operators.models import Operator, Staff
from boxholder.queues import money, rest
from tests.support import simulator as simulators
from tests.support.simulator import Simulator

ACTIVATED_AT = datetime(2026, 1, 1, 14, tzinfo=UTC)
PASSWORD = "correct horse battery staple"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where a test stands says what it is; on SQLite, what needs PostgreSQL is skipped."""
    journeys, faults = (Path(__file__).parent / folder for folder in ("journeys", "faults"))
    for item in items:
        if journeys in item.path.parents or item.path.name.startswith("test_browser"):
            item.add_marker("journey")
        if faults in item.path.parents:
            item.add_marker("fault")
        if item.get_closest_marker("postgres") and not django_settings.DATABASE_URL:
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL"))


# --- The ground


@pytest.fixture(autouse=True, scope="session")
def _issued_invoices_let_the_flush_pass() -> Iterator[None]:
    """After a test with real transactions every table is emptied. Nobody may delete an issued invoice, so the triggers
    go first; `flush` ends with post_migrate, which makes them anew."""
    empty_all_tables = TransactionTestCase._fixture_teardown

    def teardown(self) -> None:
        triggers.remove()
        empty_all_tables(self)
        cache.clear()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
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


# --- The cast


def _user(name: str, email: str):
    return User.objects.create_user(email, PASSWORD, name=name)


def _staff(operator, role: str, name: str, email: str):
    user = _user(name, email)
    Staff.objects.create(operator=operator, user=user, role=role)
    return user


def _renter(space, pmb: str, offering, name: str, email: str, *, company: str = "", activated: bool = True):
    renter = Renter.objects.create(
        operator=space.operator,
        user=_user(name, email) if activated else None,
        name=name,
        email=email,
        street="4 Elm Road",
        city="Albany",
        region="NY",
        postal_code="12207",
        country="US",
    )
    mailbox = Mailbox.objects.create(
        operator=space.operator,
        space=space,
        pmb=pmb,
        renter=renter,
        company=company,
        activated_at=ACTIVATED_AT if activated else None,
    )
    Subscription.objects.create(mailbox=mailbox, offering=offering)
    return renter


def _offering(operator, name: str, price_minor: int):
    return Offering.objects.create(operator=operator, name=name, price_minor=price_minor, currency=operator.currency)


@pytest.fixture
def harbor(db):
    return Operator.objects.create(slug="harbor", name="Harbor Mail", email="hello@harbor.example", currency="USD")


@pytest.fixture
def dock(harbor):
    """In New York, the operator's first space."""
    return harbor.spaces.create(
        name="Dock Street", street="12 Dock Street", city="Brooklyn", region="NY", postal_code="11201"
    )


@pytest.fixture
def pier(harbor, dock):
    """In Los Angeles: three hours behind."""
    return harbor.spaces.create(
        name="Pier 7",
        street="7 Harbor Pier",
        city="Long Beach",
        region="CA",
        postal_code="90802",
        time_zone="America/Los_Angeles",
    )


@pytest.fixture
def olivia(harbor):
    """Owner of Harbor Mail."""
    return _staff(harbor, "owner", "Olivia Owens", "olivia@harbor.example")


@pytest.fixture
def carl(harbor):
    """Mail clerk of Harbor Mail: sees no money."""
    return _staff(harbor, "clerk", "Carl Clarke", "carl@harbor.example")


@pytest.fixture
def basic(harbor):
    return _offering(harbor, "Basic", 1900)


@pytest.fixture
def plus(harbor):
    return _offering(harbor, "Plus", 2900)


@pytest.fixture
def pro(harbor):
    return _offering(harbor, "Pro", 5900)


@pytest.fixture
def rosa(dock, basic):
    """Rents PMB 101 (`box_101`) on Basic, active since 1 January 2026."""
    return _renter(dock, "101", basic, "Rosa Reyes", "rosa@example.com", company="Reyes Ceramics LLC")


@pytest.fixture
def ben(dock, plus):
    """Rents PMB 102 (`box_102`) on Plus."""
    return _renter(dock, "102", plus, "Ben Brooks", "ben@example.com")


@pytest.fixture
def ina(dock, basic):
    """PMB 103 (`box_103`); has not accepted her invitation: no user, nothing activated."""
    return _renter(dock, "103", basic, "Ina Ivanova", "ina@example.com", activated=False)


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
    operator = Operator.objects.create(slug="summit", name="Summit Suites", email="hi@summit.example", currency="USD")
    operator.spaces.create(
        name="Summit Tower",
        street="900 Peak Avenue",
        city="Denver",
        region="CO",
        postal_code="80202",
        time_zone="America/Denver",
    )
    return operator


@pytest.fixture
def sam(summit):
    """Owner of Summit Suites, nobody at Harbor."""
    return _staff(summit, "owner", "Sam Summers", "sam@summit.example")


@pytest.fixture
def rita(summit):
    """Rents PMB 101 at Summit Suites, nobody at Harbor."""
    return _renter(summit.spaces.get(), "101", _offering(summit, "Summit Basic", 2500), "Rita Rowe", "rita@example.com")


@pytest.fixture
def log_in() -> Callable[..., Client]:
    """`log_in(rosa).get(site(harbor))`: a browser of their own for a User or a Renter."""

    def open_browser(person: Any) -> Client:
        browser = Client()
        browser.force_login(getattr(person, "user", person))
        return browser

    return open_browser


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
    account = StripeAccount(
        operator=harbor,
        account_id=simulator.account,
        livemode=False,
        publishable_key=simulator.keys["publishable"],
    )
    account.keep_secret(simulator.keys["restricted"])
    account.save()
    integration = StripeIntegration.objects.of(harbor)
    integration.account, integration.bills_renters = account, True
    integration.save()
    return account
