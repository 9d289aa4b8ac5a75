"""Doing what was asked. What is done to the piece and what is charged for it are one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from boxholder.billing.models import RequestKind
from boxholder.billing.money import Money
from boxholder.mail import postage
from boxholder.mail.holding import hold
from boxholder.mail.models import ActionRequest, Parcel
from boxholder.mail.pictures import packing
from boxholder.mail.pictures.packing import PackedPicture

# Done in one click, also many at once.
AT_ONCE = {RequestKind.SHRED: "shred", RequestKind.RECYCLE: "recycle", RequestKind.RETURN_TO_SENDER: "return_to_sender"}


@transaction.atomic
def do_at_once(request: ActionRequest, *, by) -> None:
    """Shredded, recycled or returned: the piece leaves, and that fulfils it. Raises RequestClosed, AlreadyGone."""
    hold([request])
    getattr(request.item, AT_ONCE[RequestKind(request.kind)])(by=by)


@dataclass(frozen=True)
class Sending:
    """What the clerk says of the parcel."""

    carrier: str = ""
    service: str = ""
    tracking_number: str = ""
    weight_g: int | None = None
    postage: Money | None = None
    photo: PackedPicture | None = None


def send(requests: Sequence[ActionRequest], *, by, now: datetime, sending: Sending | None = None) -> Parcel:
    """One parcel, by a carrier or by our own people, to the address of the first; postage is charged once, with it.

    All of them or none: the photograph's files are written, then one transaction holds the pieces and the requests,
    looks whether the renter wants to be asked about so much postage first, writes the parcel, lets each piece go, and
    posts the postage. Dies the process before its commit, nothing was sent and nothing is owed, and the sweep finds the
    files that no row names; after it, everything is there, and what was asked about the postage is over.

    Raises RequestClosed, AlreadyGone, PostageNotAgreed, StorageFull.
    """
    first, sending = requests[0], sending or Sending()
    with packing.kept(sending.photo, first.operator) as photo:
        held = hold(requests)
        postage.agree(held, sending.postage)
        parcel = _packed(first, sending, by=by, now=now)
        packing.hang(photo, held, on=parcel)
        for request in requests:
            _goes(request, parcel, by=by)
        if sending.postage:
            parcel.charge_postage(first, happened_on=first.space.today(now), by=by, now=now)
    return parcel


def _packed(first: ActionRequest, sending: Sending, *, by, now: datetime) -> Parcel:
    cost = sending.postage
    return Parcel.objects.create(
        operator=first.operator,
        space=first.space,
        mailbox=first.mailbox,
        kind=first.kind,
        address=first.address,
        carrier=sending.carrier,
        service=sending.service,
        tracking_number=sending.tracking_number,
        weight_g=sending.weight_g,
        postage_minor=cost.minor if cost else None,
        currency=cost.currency if cost else "",
        sent_at=now,
        sent_by=by,
    )


def _goes(request: ActionRequest, parcel: Parcel, *, by) -> None:
    ActionRequest.objects.filter(pk=request.pk).update(parcel=parcel)
    to = request.address.replace("\n", ", ")
    verb = request.item.forward if request.kind == RequestKind.FORWARD else request.item.deliver
    verb(by=by, to=to)
    request.refresh_from_db()


def goes_along(request: ActionRequest) -> list[ActionRequest]:
    """What else waits to go from this mailbox to the same address in the same way."""
    same = ActionRequest.objects.pending().filter(mailbox=request.mailbox, kind=request.kind, address=request.address)
    return list(same.exclude(pk=request.pk).select_related("item__space", "mailbox", "space", "operator"))
