"""Harbor Mail's mailroom as the demo begins: weeks of mail, some of it gone, some of it waiting to be assigned.

Made by the product's own verbs. What the machine would read on old pieces is filled in, so that it begins with yours.
"""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from boxholder.accounts.models import User
from boxholder.demo import envelopes
from boxholder.demo.post import ARRIVED, TO_BE_DROPPED, TO_BE_SCANNED, Arrival
from boxholder.history.models import Event
from boxholder.mail import intake
from boxholder.mail.models import Automation, MailItem, NewMailNotice, Reading
from boxholder.mailboxes.models import Address, Mailbox
from boxholder.operators.models import Operator

CARRIERS = {"UPS GROUND": "ups", "USPS PRIORITY": "usps", "FEDEX GROUND": "fedex"}


def fill(harbor: Operator, carl: User) -> None:
    now = timezone.now()
    boxes = {box.pmb: box for box in harbor.mailboxes.select_related("space", "renter")}
    for n, arrival in enumerate(sorted(ARRIVED, key=lambda each: -each.days_ago)):
        moment = now - timedelta(days=arrival.days_ago, minutes=55 - 2 * n)
        photograph = ContentFile(envelopes.photograph(arrival.envelope, seed=n))
        space = boxes[arrival.pmb or "101"].space
        item = intake.take_in(space, photograph, by=carl, name=f"IMG_{4021 + n}.jpg").item
        if arrival.pmb:
            _hand_on(item, arrival, boxes[arrival.pmb], carl, moment)
        _back_then(item, moment)
    _automate(boxes["104"], now)
    # The letters about those pieces went out long ago.
    NewMailNotice.objects.filter(mailbox__operator=harbor).delete()
    already_told = now - timedelta(days=20)
    MailItem.objects.filter(operator=harbor, received_at__lt=already_told).update(storage_warned_at=already_told)


def _automate(box: Mailbox, now: datetime) -> None:
    """Chen has letters opened and scanned, and parcels sent to his warehouse on Fridays, from here on."""
    chen = box.renter.user
    warehouse = Address.objects.add(
        box, name=box.company, street="88 Canal Yard", city="Newark", region="NJ", postal_code="07105", by=chen
    )
    letters = ["letter", "large_envelope", "legal"]
    Automation.objects.add(box, does="open_and_scan", which="types", types=letters, by=chen, now=now)
    parcels = {"which": "types", "types": ["parcel", "oversize"], "address": warehouse, "carrier": "UPS"}
    Automation.objects.add(box, does="forward", **parcels, often="weekly", weekday=4, by=chen, now=now)


def _hand_on(item: MailItem, arrival: Arrival, box: Mailbox, carl: User, moment: datetime) -> None:
    envelope = arrival.envelope
    item.change_details(
        by=carl,
        type=arrival.type,
        sender=envelope.sender[0],
        carrier=CARRIERS.get(envelope.carrier, ""),
        tracking_number=envelope.tracking,
    )
    item.assign(box, by=carl)
    Reading.objects.filter(item=item).update(
        status=Reading.Status.READ, read_at=moment, text="\n".join([*envelope.sender, *envelope.recipient])
    )
    if arrival.became == "picked_up":
        MailItem.objects.pick_up([item], who=box.renter.name, by=carl)
    elif arrival.became == "returned":
        item.return_to_sender(by=carl)


def _back_then(item: MailItem, moment: datetime) -> None:
    """Everything about it happened minutes after it arrived, but that it left: a day later."""
    left = moment + timedelta(days=1)
    MailItem.objects.filter(pk=item.pk).update(received_at=moment)
    MailItem.objects.filter(pk=item.pk, assigned_at__isnull=False).update(assigned_at=moment + timedelta(minutes=4))
    MailItem.objects.filter(pk=item.pk, left_at__isnull=False).update(left_at=left)
    for n, event in enumerate(Event.objects.about(item)):
        has_left = event.kind in {"mail.picked_up", "mail.returned"}
        Event.objects.filter(pk=event.pk).update(at=left if has_left else moment + timedelta(minutes=n))


def sample_mail() -> Path:
    """The folder with photographs to drop, and a scanner's PDF; drawn once."""
    folder = settings.DATA_DIR / "sample-mail"
    if not folder.exists():
        draft = folder.with_name("sample-mail.draft")
        draft.mkdir(exist_ok=True)
        for n, envelope in enumerate(TO_BE_DROPPED, start=1):
            (draft / f"IMG_{5000 + n}.jpg").write_bytes(envelopes.photograph(envelope, seed=100 + n))
        (draft / "scanner.pdf").write_bytes(envelopes.scanned(TO_BE_SCANNED, seed=200))
        draft.rename(folder)
    return folder
