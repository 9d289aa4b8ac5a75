"""From when on a piece costs something, as it stands today."""

from datetime import date

from boxholder.billing.storage_clock import Clock, clock_of
from boxholder.billing.storage_tariff import Tariff
from boxholder.mail.models import MailItem
from boxholder.mail.storage.days import counts_from


def clock_of_piece(item: MailItem, tariff: Tariff, today: date) -> Clock | None:
    """None where its days cost nothing. What was asked for is not looked at."""
    return clock_of(tariff, item.category, arrived_on=item.received_on, counts_from=counts_from(item), today=today)
