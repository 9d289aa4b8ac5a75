"""Cards on file and invoices to charge them for."""

from datetime import UTC, datetime

import pytest
import stripe

from boxholder.billing import cards, runs
from boxholder.billing.models import BillingSettings, Invoice, PaymentMethod
from boxholder.billing.stripe_gateway.gateway import Gateway

FIRST_OF_DECEMBER = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def give_card(simulator, connected):
    """`give_card(rosa, "pm_card_visa")`: a default card on file, at Stripe too."""

    def give(renter, test_card: str = "pm_card_visa") -> PaymentMethod:
        customer = cards.ensure_customer(renter, connected, Gateway(connected))
        client = stripe.StripeClient(simulator.keys["restricted"], base_addresses={"api": simulator.url})
        method = client.v1.payment_methods.attach(test_card, {"customer": customer.stripe_id})
        card = PaymentMethod.objects.create(
            customer=customer,
            stripe_id=method.id,
            brand=method.card.brand,
            last4=method.card.last4,
            exp_month=method.card.exp_month,
            exp_year=method.card.exp_year,
        )
        cards.make_default(card, by=None)
        card.refresh_from_db()
        return card

    return give


@pytest.fixture
def bill(harbor):
    """`bill()`: December, previewed, run and issued; nothing charged yet. Returns the run."""
    settings = BillingSettings.objects.of(harbor)
    settings.bill_from = FIRST_OF_DECEMBER.date()
    settings.save()

    def bill(now: datetime = FIRST_OF_DECEMBER):
        run = runs.preview(harbor, through=now.date(), by=None, now=now)
        runs.start(run, by=None, now=now)
        runs.carry_on(run.pk, now)
        run.refresh_from_db()
        return run

    return bill


@pytest.fixture
def invoice_of():
    def find(renter) -> Invoice:
        return Invoice.objects.get(renter=renter)

    return find
