"""Doing what was asked. What is done to the piece and what is charged for it are one transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from boxholder.billing import charges
from boxholder.billing.models import ChargeKind, RequestKind
from boxholder.billing.money import Money
from boxholder.mail.errors import RequestClosed
from boxholder.mail.models import ActionRequest, MailItem

# Done in one click, also many at once.
AT_ONCE = {RequestKind.SHRED: "shred", RequestKind.RECYCLE: "recycle", RequestKind.RETURN_TO_SENDER: "return_to_sender"}


@transaction.atomic
def do_at_once(request: ActionRequest, *, by) -> None:
    """Shredded, recycled or returned: the piece leaves, and that fulfils it. Raises RequestClosed, AlreadyGone."""
    _hold([request])
    getattr(request.item, AT_ONCE[RequestKind(request.kind)])(by=by)


@transaction.atomic
def send(
    requests: Sequence[ActionRequest],
    *,
    by,
    now: datetime,
    carrier: str = "",
    tracking_number: str = "",
    postage: Money | None = None,
) -> None:
    """One parcel, by a carrier or by our own people, to the address of the first; postage is charged once, with it.

    All of them or none. Raises RequestClosed, AlreadyGone.
    """
    first = requests[0]
    _hold(requests)
    for request in requests:
        ActionRequest.objects.filter(pk=request.pk).update(sent_with=carrier, sent_tracking=tracking_number)
        to = request.address.replace("\n", ", ")
        verb = request.item.forward if request.kind == RequestKind.FORWARD else request.item.deliver
        verb(by=by, to=to)
        request.refresh_from_db()
    if postage:
        charges.post(
            first.mailbox,
            kind=ChargeKind.POSTAGE,
            description=_("Postage, %(piece)s") % {"piece": first.item.reference},
            amount=postage,
            happened_on=first.space.today(now),
            cause=first,
            part=charges.part_of(first, ChargeKind.POSTAGE),
            by=by,
            at=now,
        )


def _hold(requests: Sequence[ActionRequest]) -> None:
    """From here on nobody cancels them, nor moves their pieces, before the commit. Raises RequestClosed."""
    MailItem.objects.lock(*(request.item_id for request in requests))
    held = ActionRequest.objects.pending().filter(pk__in=[request.pk for request in requests]).order_by("pk")
    if len(held.select_for_update(no_key=True)) < len(requests):
        raise RequestClosed


def goes_along(request: ActionRequest) -> list[ActionRequest]:
    """What else waits to go from this mailbox to the same address in the same way."""
    same = ActionRequest.objects.pending().filter(mailbox=request.mailbox, kind=request.kind, address=request.address)
    return list(same.exclude(pk=request.pk).select_related("item__space", "mailbox", "space", "operator"))
