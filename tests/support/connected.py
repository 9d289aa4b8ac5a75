"""An operator's connection to Stripe as the connection page would leave it."""

from boxholder.billing.stripe_gateway.models import StripeAccount, StripeIntegration


def connect(operator, account_id: str, publishable_key: str, secret: str, *, livemode: bool = False) -> StripeAccount:
    account = StripeAccount(
        operator=operator, account_id=account_id, livemode=livemode, publishable_key=publishable_key
    )
    account.keep_secret(secret)
    account.save()
    integration = StripeIntegration.objects.of(operator)
    integration.account, integration.bills_renters = account, True
    integration.save()
    return account
