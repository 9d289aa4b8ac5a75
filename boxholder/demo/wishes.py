"""What Harbor Mail's renters have asked for as the demo begins: some of it waits at the desk, some of it is done."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from boxholder.accounts.models import User
from boxholder.billing.money import Money
from boxholder.demo import envelopes
from boxholder.mail import fulfilment, postage, scans
from boxholder.mail.fulfilment import Sending
from boxholder.mail.models import ActionRequest, MailItem, PostageLimit
from boxholder.mail.pictures import packing
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
    # In cents: its renter wants to be asked about so much first, and has been.
    postage_minor: int = 0


# Oldest first, as they were asked for.
WISHES = [
    Wish("104", "Department of Taxation", "letter", "open_and_scan", 190, is_done=True),
    Wish("114", "County Clerk", "legal", "open_and_scan", 75, "Please scan both sides.", is_done=True),
    Wish("212", "First Harbor Bank", "letter", "shred", 70, is_done=True),
    Wish("102", "County Clerk", "legal", "forward", 61, "Registered, please."),
    Wish("102", "Atlantic Telephone", "letter", "shred", 26),
    Wish("203", "Small Boats", "magazine", "recycle", 25),
    Wish("101", "Clay Supply Co.", "parcel", "onsite_pickup", 9, "I come by on Friday."),
    Wish("101", "Windward Sailcloth", "parcel", "forward", 6, "To my studio, please.", postage_minor=1840),
    Wish("101", "Brooklyn Water Board", "letter", "open_and_scan", 3, "The meter reading is due."),
    Wish("107", "County Clerk", "large_envelope", "open_and_scan", 1),
]
HOMES = {"101": ("9 Kiln Lane", "Beacon", "NY", "12508"), "102": ("64 Garden Street", "Hoboken", "NJ", "07030")}
# Above that Rosa wants to be asked first.
ASKED_ABOVE = 1500
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
        if wish.postage_minor:
            _ask_about_postage(asked, wish.postage_minor, carl, moment + timedelta(hours=4))


def _piece(harbor: Operator, wish: Wish) -> MailItem:
    """The newest of that mailbox that looks like it."""
    items = harbor.mail_items.filter(mailbox__pmb=wish.pmb, sender=wish.sender, type=wish.type, state="here")
    return items.select_related("mailbox__renter__user", "space").order_by("-received_at")[0]


def _home(mailbox: Mailbox) -> Address:
    street, city, region, postal_code = HOMES[mailbox.pmb]
    return Address.objects.add(
        mailbox,
        name=mailbox.renter.name,
        street=street,
        city=city,
        region=region,
        postal_code=postal_code,
        by=mailbox.renter.user,
    )


def _ask_about_postage(asked: ActionRequest, minor: int, carl: User, moment: datetime) -> None:
    """It is packed, weighed and photographed, and waits for its renter's answer."""
    currency, renter = asked.operator.currency, asked.mailbox.renter
    PostageLimit.objects.choose(asked.mailbox, Money(ASKED_ABOVE, currency), by=renter.user)
    harbor = (asked.operator.name, asked.space.street, f"{asked.space.city}, {asked.space.region}")
    packed = envelopes.Envelope("parcel", harbor, tuple(asked.address.splitlines()), "USPS PRIORITY")
    photo = packing.ready(ContentFile(envelopes.photograph(packed, seed=300), name="packed.jpg"))
    sending = Sending("usps", "Priority Mail", weight_g=2840, postage=Money(minor, currency), photo=photo)
    postage.ask([asked], by=carl, now=moment, sending=sending)


def _do(asked: ActionRequest, carl: User, moment: datetime) -> None:
    if asked.kind in fulfilment.AT_ONCE:
        fulfilment.do_at_once(asked, by=carl)
        return
    page = ContentFile(envelopes.page((asked.item.reference, "", *INSIDE)))
    scans.add(asked, page, by=carl, now=moment, name="scan.jpg")
    asked.complete(by=carl, now=moment)
