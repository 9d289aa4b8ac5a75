"""Tell who is about to pay for storage, before the first cent.

Looked at once a day and space. A mailbox for which that fails is logged and stops no other; the space is looked at
again an hour later. Where the process dies: what was told is told once, and the rest is told the next day, which is
why more than one day is left until it costs something.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from boxholder.billing.models import StorageRule
from boxholder.billing.storage_clock import Clock
from boxholder.billing.storage_tariff import Tariff
from boxholder.mail import emails
from boxholder.mail.models import MailItem, StorageCount
from boxholder.mail.storage.clock import clock_of_piece
from boxholder.mail.storage.days import counts_on
from boxholder.mail.storage.owing import pieces_of
from boxholder.mailboxes.models import Mailbox
from boxholder.operators.models import Space

logger = logging.getLogger(__name__)
WARNS_BEFORE = timedelta(days=3)
TRIES_AGAIN = timedelta(hours=1)
# Mailboxes whose pieces are looked at together.
BATCH = 500


def due_spaces(now: datetime) -> list[Space]:
    """Where today's look is still to be taken; one query."""
    spaces = Space.objects.select_related("operator", "storage_count")
    return [space for space in spaces if not hasattr(space, "storage_count") or space.storage_count.is_due(now)]


def look(space: Space, now: datetime) -> None:
    """Whoever is about to pay is told, once for each piece."""
    if not StorageCount.objects.claim(space, now):
        return
    failed = False
    for mailbox, soon in _about_to_pay(space, now):
        try:
            _tell(mailbox, soon, now)
        except Exception:
            logger.exception("Mailbox %s could not be told that storage begins to cost something", mailbox.pk)
            failed = True
    if failed:
        StorageCount.objects.filter(space=space).update(again_at=now + TRIES_AGAIN)


def _about_to_pay(space: Space, now: datetime) -> Iterator[tuple[Mailbox, list[tuple[MailItem, Clock]]]]:
    by_day = StorageRule.objects.filter(offering__operator=space.operator_id, basis=StorageRule.Basis.DAYS)
    if not by_day.exists():
        return
    after = 0
    while batch := list(_mailboxes(space, after)):
        after = batch[-1].pk
        tariffs = Tariff.of(batch)
        here = MailItem.objects.here().filter(mailbox__in=batch, storage_warned_at=None)
        for pk, items in pieces_of(here, batch).items():
            if soon := _soon(tariffs[pk], items, now):
                yield tariffs[pk].mailbox, soon


def _mailboxes(space: Space, after: int) -> Iterator[Mailbox]:
    for mailbox in space.mailboxes.filter(pk__gt=after).select_related("renter").order_by("pk")[:BATCH]:
        mailbox.space, mailbox.operator = space, space.operator
        yield mailbox


def _soon(tariff: Tariff, items: list[MailItem], now: datetime) -> list[tuple[MailItem, Clock]]:
    """Not those for which was asked what ends it."""
    today = tariff.mailbox.space.today(now)
    clocks = [(item, clock_of_piece(item, tariff, today)) for item in items]
    return [
        (item, clock)
        for item, clock in clocks
        if clock and clock.first_paid_day <= today + WARNS_BEFORE and counts_on(item, max(today, clock.first_paid_day))
    ]


@transaction.atomic
def _tell(mailbox: Mailbox, soon: list[tuple[MailItem, Clock]], now: datetime) -> None:
    items = [item.pk for item, _clock in soon]
    MailItem.objects.filter(pk__in=items, mailbox=mailbox, storage_warned_at=None).update(storage_warned_at=now)
    emails.storage_begins(mailbox, soon)
