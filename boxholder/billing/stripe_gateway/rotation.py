"""Every sealed secret anew under the first key: what rotating a key does to the database."""

from django.db import models, transaction

from boxholder.billing.stripe_gateway.models import StripeAccount, StripeIntegration
from boxholder.encryption import reseal
from boxholder.notifications.models import MailServer

SEALED: list[tuple[type[models.Model], str]] = [
    (StripeAccount, "sealed_secret"),
    (StripeIntegration, "pending_sealed_secret"),
    (MailServer, "sealed_password"),
    (MailServer, "sealed_pending"),
]


@transaction.atomic
def reseal_everything() -> int:
    """All or nothing. Says how many; raises SecretUnreadable where a key is missing."""
    return sum(_reseal(model, field) for model, field in SEALED)


def _reseal(model: type[models.Model], field: str) -> int:
    rows = model._default_manager.select_for_update().exclude(**{field: ""})
    for row in rows:
        # Only this column, and only if nobody saved a new secret meanwhile.
        old = getattr(row, field)
        model._default_manager.filter(pk=row.pk, **{field: old}).update(**{field: reseal(old)})
    return len(rows)
