"""Asking: both doors come this way, the renter's and the counter's.

In one transaction: the piece and its mailbox are looked at under a lock, the request is written down, the month's
free one taken or the price frozen. Dies the process on any line, nothing of it is there.
"""

from typing import TYPE_CHECKING

from django.db import IntegrityError, models, transaction

from boxholder.billing import allowances
from boxholder.billing.cards_on_file import cards_on_file
from boxholder.mail.errors import AlreadyGone, CardNeeded, NotAsking, PriceChanged, RequestPending
from boxholder.mailboxes.models import Mailbox

if TYPE_CHECKING:
    from boxholder.mail.models.action_request import ActionRequest


class Asking(models.Model):
    class Meta:
        abstract = True

    @classmethod
    @transaction.atomic
    def ask(
        cls, item, kind: str, *, by, now, seen_price: int | None = None, is_for_renter: bool = False, **wishes
    ) -> "ActionRequest":
        """Ask that this be done with the piece. `wishes`: note, address, carrier, hold_until; `automation`, where
        nobody asks by hand.

        `seen_price`: the price on the screen, in minor units; None asks for no such check. An automation asks for
        nothing that costs more than its renter has agreed to.
        Raises AlreadyGone, RequestPending, NotAsking, CardNeeded, billing's NotOffered, PriceChanged; nothing is kept
        then.
        """
        item = _looked_at(item)
        if cards_on_file(item.mailbox.renter, now).is_needed:
            raise CardNeeded
        request = _written_down(
            cls,
            operator_id=item.operator_id,
            space_id=item.space_id,
            mailbox=item.mailbox,
            item=item,
            kind=kind,
            asked_at=now,
            asked_by=by,
            is_for_renter=is_for_renter,
            **wishes,
        )
        quote = allowances.reserve(item.mailbox, kind, item.space.today(now), request)
        if seen_price is not None and quote.price.minor != seen_price:
            raise PriceChanged(quote)
        if request.automation is not None and not request.automation.agrees_to(quote.price):
            raise PriceChanged(quote)
        request.quote = quote.facts
        request.save(update_fields=["quote"])
        told = "request.asked_by_phone" if is_for_renter else "request.asked"
        if request.automation_id:
            told = "request.asked_by_automation"
        request.remember(told, by=by, at=now, price=quote.words)
        return request


def _looked_at(item):
    """The piece as it stands, locked together with its mailbox, so that neither changes before the commit."""
    found = next(iter(type(item).objects.lock(item.pk)), None)
    if found is None or not found.is_here or found.mailbox_id is None or found.mailbox_id != item.mailbox_id:
        raise AlreadyGone
    mailbox = Mailbox.objects.lock(found.mailbox_id)[found.mailbox_id]
    if not mailbox.may_request():
        raise NotAsking(mailbox)
    found.mailbox = mailbox
    return found


def _written_down(requests, **fields):
    try:
        with transaction.atomic():
            return requests.objects.create(**fields)
    except IntegrityError as error:
        pending = requests.objects.pending().filter(item=fields["item"]).first()
        if pending is None:
            raise
        raise RequestPending(pending) from error
