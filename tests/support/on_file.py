"""Cards on file without a browser, at Stripe too; for a house's shell."""

import stripe
from django.conf import settings

from boxholder.billing import cards
from boxholder.billing.models import PaymentMethod, StripeIntegration
from boxholder.billing.stripe_gateway.gateway import Gateway
from boxholder.mailboxes.models import Renter


def put_on_file(renter: Renter, test_card: str = "pm_card_visa") -> PaymentMethod:
    """`put_on_file(Renter.objects.get(name="Rosa Reyes"))`: the default card. Returns it."""
    account = StripeIntegration.objects.of(renter.operator).account
    assert account, "connect the operator to Stripe first"
    customer = cards.ensure_customer(renter, account, Gateway(account))
    client = stripe.StripeClient(account.secret, base_addresses={"api": settings.STRIPE_API_BASE})
    method = client.v1.payment_methods.attach(test_card, {"customer": customer.stripe_id or ""})
    assert method.card
    card = PaymentMethod.objects.create(
        customer=customer,
        stripe_id=method.id,
        brand=method.card.brand,
        last4=method.card.last4,
        exp_month=method.card.exp_month,
        exp_year=method.card.exp_year,
    )
    cards.make_default(card, by=None)
    return card
