"""What a closed mailbox owes and nobody is asked for: too little for an invoice, and no next one will take it along."""

from datetime import date

from boxholder.billing.cycle import month_of
from boxholder.billing.due import find_due
from boxholder.billing.money import Money, least, total
from boxholder.billing.not_invoiced import NotInvoiced
from boxholder.mailboxes.models import Mailbox


def left_over(mailbox: Mailbox, owed: NotInvoiced, today: date) -> Money | None:
    """As a run would find it once this month is over, with what has run up until now; None where it asks for it."""
    if mailbox.closed_on is None:
        return None
    through = month_of(today).end
    batches = find_due(mailbox.operator, through=through, today=today, mailbox_ids=[mailbox.pk])
    due = [each.total for batch in batches for each in batch]
    currency = mailbox.operator.currency
    amounts = due + [each.amount for each in owed.run_up]
    found = total((amount for amount in amounts if amount.currency == currency), currency)
    return found if 0 < found.minor < least(currency).minor else None
