"""A key is changed: new first, reseal, old away."""

import pytest
from cryptography.fernet import Fernet

from boxholder.billing.stripe_gateway.models import StripeAccount, StripeIntegration
from boxholder.billing.stripe_gateway.rotation import reseal_everything
from boxholder.encryption import SecretUnreadable, seal, unseal


@pytest.fixture
def account(harbor):
    account = StripeAccount(operator=harbor, account_id="acct_1", livemode=False, publishable_key="pk_test_1")
    account.keep_secret("rk_test_current")
    account.save()
    return account


@pytest.fixture
def integration(harbor):
    integration = StripeIntegration.objects.of(harbor)
    integration.pending_sealed_secret = seal("rk_test_pending")
    integration.save()
    return integration


def test_after_resealing_the_old_key_may_go(account, integration, settings):
    new = Fernet.generate_key().decode()
    settings.SECRETS_KEYS = [new, *settings.SECRETS_KEYS]

    assert reseal_everything() == 2

    settings.SECRETS_KEYS = [new]
    account.refresh_from_db()
    integration.refresh_from_db()
    assert account.secret == "rk_test_current"
    assert unseal(integration.pending_sealed_secret) == "rk_test_pending"


def test_without_the_old_key_nothing_changes(account, integration, settings):
    settings.SECRETS_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(SecretUnreadable):
        reseal_everything()

    before = account.sealed_secret
    account.refresh_from_db()
    assert account.sealed_secret == before
