"""After a restore nothing is billed or charged until Stripe has said what it did since the backup.

`boxholder restore` writes `restored_at` into the Installation, together with the data. Each Stripe account counts as
open again once `reconciliation.py` has been through it since then, and nobody's billing goes on over charges that no
person of the operator has looked at. An account connected later is gone through first, too: it may be the one that
was in use when the restored machine broke.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from boxholder.billing.models import Invoice, Reconciliation, StripeAccount, StripeIntegration, UnknownCharge
from boxholder.billing.models.payment import PaymentQuerySet
from boxholder.operators.models import Installation, Operator


class Hold(TextChoices):
    RECONCILING = "reconciling", _("Stripe is asked what it did since the backup")
    UNKNOWN_CHARGES = "unknown_charges", _("Charges wait for a look")


class BillingHeld(Exception):
    """Billing waits after a restore; the operator's invoices page says for what."""


def hold_on(operator: Operator) -> Hold | None:
    """Why this operator's billing waits; None where it does not."""
    if Installation.objects.current().restored_at is None:
        return None
    account = StripeIntegration.objects.of(operator).account
    if account and not is_reconciled(account):
        return Hold.RECONCILING
    if UnknownCharge.objects.of(operator).unseen().exists():
        return Hold.UNKNOWN_CHARGES
    return None


def is_reconciled(account: StripeAccount) -> bool:
    installation = Installation.objects.current()
    if installation.restored_at is None:
        return True
    return Reconciliation.objects.done_since(installation).filter(account=account).exists()


def released(payments: PaymentQuerySet) -> PaymentQuerySet:
    """Those of the payments that may be moved."""
    installation = Installation.objects.current()
    if installation.restored_at is None:
        return payments
    done = Reconciliation.objects.done_since(installation).values("account")
    unseen = UnknownCharge.objects.unseen().values("account__operator")
    return payments.filter(customer__account__in=done).exclude(invoice__operator__in=unseen)


def may_be_paid_already(invoice: Invoice) -> bool:
    """Issued after a restore, for a mailbox with a charge at Stripe that may be for the very same months."""
    charges = UnknownCharge.objects.unplaced().filter(mailbox=invoice.mailbox_id)
    return charges.filter(found_at__lte=invoice.issued_at).exists()


def mailboxes_paid_perhaps(mailbox_ids) -> set[int]:
    """Mailboxes whose card is not charged by itself now: `reconciliation.place` says whether they have paid."""
    charges = UnknownCharge.objects.unplaced().filter(mailbox__in=list(mailbox_ids))
    return set(charges.values_list("mailbox", flat=True))
