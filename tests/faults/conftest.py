"""A killed worker needs a worker: each test has an installation of its own, in real processes."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import stripe
from django.conf import settings
from django.utils import timezone

from boxholder.billing import cards
from boxholder.billing.models import BillingSettings, Offering, PaymentMethod
from boxholder.billing.stripe_gateway.gateway import Gateway
from boxholder.billing.stripe_gateway.models import StripeAccount, StripeIntegration
from boxholder.mailboxes.models import Renter
from boxholder.operators.models import Installation as InstallationRow
from boxholder.operators.models import Operator
from tests.billing.crowd import rent_out
from tests.faults.stories import STORIES, Story
from tests.support.databases import connected_to
from tests.support.installation import Installation, Worker


@pytest.fixture
def installation(template, tmp_path, simulator, django_db_blocker) -> Iterator[Installation]:
    database = template.copy()
    folder = tmp_path if settings.DATABASE_URL else type(tmp_path)(database["NAME"]).parent
    with django_db_blocker.unblock():
        with connected_to(database):
            yield Installation(database, folder, simulator.url)
        template.drop(database)


@pytest.fixture
def harbor(installation, simulator) -> Operator:
    """Bills by the clock, from the first of this month, through Stripe. (In New York it may still be yesterday.)"""
    InstallationRow.objects.current()
    harbor = Operator.objects.create(slug="harbor", name="Harbor Mail", email="hello@harbor.example", currency="USD")
    harbor.spaces.create(name="Dock", street="12 Dock Street", city="Brooklyn", region="NY", postal_code="11201")
    Offering.objects.create(operator=harbor, name="Basic", price_minor=1900, currency="USD")
    account = StripeAccount(operator=harbor, account_id=simulator.account, livemode=False)
    account.publishable_key = simulator.keys["publishable"]
    account.keep_secret(simulator.keys["restricted"])
    account.save()
    StripeIntegration.objects.update_or_create(operator=harbor, defaults={"account": account, "bills_renters": True})
    yesterday = timezone.now().date() - timedelta(days=1)
    BillingSettings.objects.create(operator=harbor, bill_from=yesterday.replace(day=1))
    return harbor


@pytest.fixture
def rent(harbor, simulator) -> Callable[..., Renter]:
    """`rent("101", "insufficient_funds_at_charge")`: a mailbox whose card behaves like that; None is no card."""

    def rent(pmb: str, behaviour: str | None = "ok") -> Renter:
        rent_out(harbor.spaces.get(), Offering.objects.get(), 1, first=int(pmb))
        renter = Renter.objects.get(mailboxes__pmb=pmb)
        if behaviour:
            give_card(renter, simulator, behaviour)
        return renter

    return rent


@pytest.fixture
def story(request, rent) -> Story:
    """The story whose name is the parameter, its people in place."""
    story = STORIES[request.param]
    for pmb, card in story.cards.items():
        rent(pmb, card)
    return story


def give_card(renter: Renter, simulator, behaviour: str) -> PaymentMethod:
    account = StripeAccount.objects.get(operator=renter.operator)
    customer = cards.ensure_customer(renter, account, Gateway(account))
    client = stripe.StripeClient(simulator.keys["restricted"], base_addresses={"api": simulator.url})
    method = client.v1.payment_methods.attach("pm_card_visa", {"customer": customer.stripe_id})
    simulator.behave(method.id, behaviour)
    return PaymentMethod.objects.create(
        customer=customer, stripe_id=method.id, brand="visa", last4="4242", exp_month=12, exp_year=2034, is_default=True
    )


@pytest.fixture
def start_worker(installation) -> Iterator[Callable[..., Worker]]:
    workers = []

    def start(**variables: str) -> Worker:
        workers.append(Worker(installation, **variables))
        return workers[-1]

    yield start
    for worker in workers:
        worker.stop()
