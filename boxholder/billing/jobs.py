"""What the worker does for billing: envelopes, and the sweep that wakes what is due."""

from datetime import datetime, timedelta

from django.utils import timezone

from boxholder.queues import money, rest

STALLED = timedelta(minutes=1)
FORGOTTEN = timedelta(days=30)
AT_ONCE = 500


@money.task()
def collect(payment_id: str) -> None:
    from boxholder.billing import collection

    collection.collect(payment_id)


@money.task()
def carry_on_run(run_id: int) -> None:
    from boxholder.billing import runs

    runs.carry_on(run_id, timezone.now())


@money.task()
def reconcile_account(account_id: int) -> None:
    from boxholder.billing import reconciliation

    reconciliation.reconcile(account_id, timezone.now())


@money.task()
def place_charge(charge_id: int) -> None:
    from boxholder.billing import reconciliation

    reconciliation.place(charge_id, timezone.now())


@rest.task()
def check_card_setup(setup_id: str) -> None:
    from boxholder.billing import cards

    cards.check(setup_id)


@rest.task()
def detach_card(card_id: int) -> None:
    from boxholder.billing import cards
    from boxholder.billing.models import PaymentMethod

    cards.detach(PaymentMethod.objects.select_related("customer__account").get(pk=card_id))


@rest.task()
def carry_on_announcement(announcement_id: int) -> None:
    from boxholder.billing import announcing

    announcing.carry_on(announcement_id, timezone.now())


@rest.task()
def carry_on_import(import_id: int) -> None:
    from boxholder.billing.importing import running

    running.carry_on(import_id)


def sweep(now: datetime) -> None:
    """Wake whatever a lost task or a dead worker left behind, and let the clock bill."""
    from boxholder.billing import holds, reconciliation, runs
    from boxholder.billing.models import Announcement, CardSetup, Payment, PaymentMethod, StripeIntegration
    from boxholder.mailboxes.models import MailboxImport

    for account_id in reconciliation.due(now):
        reconcile_account(account_id)
    for charge_id in reconciliation.charges_to_place():
        place_charge(charge_id)
    for integration in StripeIntegration.objects.filter(bills_renters=True).select_related("operator"):
        runs.run_by_the_clock(integration.operator, now)
    for run_id in runs.stalled(now):
        carry_on_run(run_id)
    due_payments = holds.released(Payment.objects.due(now)).order_by("next_check_at")
    for payment_id in due_payments.values_list("pk", flat=True)[:AT_ONCE]:
        collect(str(payment_id))
    due = CardSetup.objects.filter(status="open", next_check_at__lte=now, intent_id__isnull=False)
    for setup_id in due.values_list("pk", flat=True)[:AT_ONCE]:
        check_card_setup(str(setup_id))
    for card_id in PaymentMethod.objects.filter(detach_at__lte=now).values_list("pk", flat=True)[:AT_ONCE]:
        detach_card(card_id)
    unposted = Announcement.objects.started().filter(started_at__lt=now - STALLED, posted_at=None)
    for announcement_id in unposted.values_list("pk", flat=True):
        carry_on_announcement(announcement_id)
    for import_id in MailboxImport.objects.unclaimed(now).values_list("pk", flat=True):
        carry_on_import(import_id)
    # Looked at and never started: renters' names are not kept for nothing.
    MailboxImport.objects.filter(started_at=None, uploaded_at__lt=now - FORGOTTEN).delete()
