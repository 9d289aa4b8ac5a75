"""What Harbor Mail's renters have asked for as the demo begins: some of it waits at the desk, some of it is done."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from boxholder.accounts.models import User
from boxholder.demo import envelopes
from boxholder.mail import fulfilment, scans
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.mailboxes.models import Address, Mailbox
from boxholder.operators.models import Operator


@dataclass(frozen=True)
class Wish:
    """`sender` and `type` name the piece of that mailbox."""

    pmb: str
    sender: str
    type: str
    kind: str
    hours_ago: int
    note: str = ""
    is_done: bool = False


# Oldest first, as they were asked for.
WISHES = [
    Wish("104", "Department of Taxation", "letter", "open_and_scan", 190, is_done=True),
    Wish("114", "County Clerk", "legal", "open_and_scan", 75, "Please scan both sides.", is_done=True),
    Wish("212", "First Harbor Bank", "letter", "shred", 70, is_done=True),
    Wish("102", "County Clerk", "legal", "forward", 61, "Registered, please."),
    Wish("102", "Atlantic Telephone", "letter", "shred", 26),
    Wish("203", "Small Boats", "magazine", "recycle", 25),
    Wish("101", "Clay Supply Co.", "parcel", "onsite_pickup", 9, "I come by on Friday."),
    Wish("101", "Brooklyn Water Board", "letter", "open_and_scan", 3, "The meter reading is due."),
    Wish("107", "County Clerk", "large_envelope", "open_and_scan", 1),
]
INSIDE = (
    "County Clerk",
    "360 Adams Street",
    "Brooklyn, NY 11201",
    "",
    "Re: annual statement",
    "",
    "The statement of your company is due within 30 days.",
    "",
    "This page was made up for a demonstration.",
)


def ask(harbor: Operator, carl: User) -> None:
    now = timezone.now()
    for wish in WISHES:
        moment = now - timedelta(hours=wish.hours_ago)
        item = _piece(harbor, wish)
        mailbox = item.mailbox
        assert mailbox
        address = _home(mailbox).text if wish.kind == "forward" else ""
        asked = ActionRequest.ask(item, wish.kind, by=mailbox.renter.user, now=moment, note=wish.note, address=address)
        if wish.is_done:
            _do(asked, carl, moment + timedelta(hours=4))


def _piece(harbor: Operator, wish: Wish) -> MailItem:
    """The newest of that mailbox that looks like it."""
    items = harbor.mail_items.filter(mailbox__pmb=wish.pmb, sender=wish.sender, type=wish.type, state="here")
    return items.select_related("mailbox__renter__user", "space").order_by("-received_at")[0]


def _home(mailbox: Mailbox) -> Address:
    return Address.objects.add(
        mailbox,
        name=mailbox.renter.name,
        street="64 Garden Street",
        city="Hoboken",
        region="NJ",
        postal_code="07030",
        by=mailbox.renter.user,
    )


def _do(asked: ActionRequest, carl: User, moment: datetime) -> None:
    if asked.kind in fulfilment.AT_ONCE:
        fulfilment.do_at_once(asked, by=carl)
        return
    page = ContentFile(envelopes.page((asked.item.reference, "", *INSIDE)))
    scans.add(asked, page, by=carl, now=moment, name="scan.jpg")
    asked.complete(by=carl, now=moment)
