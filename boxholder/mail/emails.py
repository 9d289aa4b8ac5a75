"""What the mail room sends."""

import uuid

from django.utils import timezone

from boxholder.billing.storage_clock import Clock
from boxholder.mail import picture_links
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.mailboxes.models import Mailbox
from boxholder.notifications import outbox
from boxholder.notifications.models import OutboxEmail

# What one e-mail shows; who has more of them at once looks on the site.
MOST_PIECES = 20
MOST_PICTURES = 6


def new_mail(mailbox: Mailbox, items: list[MailItem], *, email_id: uuid.UUID) -> OutboxEmail:
    """To the renter: these have arrived, and how they look. A draft, for `outbox.post`."""
    operator = mailbox.operator
    pieces = [
        {
            "item": item,
            "url": operator.url("renter:mail_item", item.pk),
            "picture_url": picture_links.link(item.cover) if item.cover and n < MOST_PICTURES else "",
        }
        for n, item in enumerate(items[:MOST_PIECES])
    ]
    with timezone.override(mailbox.space.zone):
        draft = outbox.draft(
            "new_mail",
            to=mailbox.renter.email,
            operator=operator,
            at_most_once=True,
            has_html=True,
            context={
                "mailbox": mailbox,
                "pieces": pieces,
                "count": len(items),
                "more": len(items) - len(pieces),
                "mail_url": operator.url("renter:mail"),
                "notifications_url": operator.url("renter:notifications"),
            },
        )
    draft.pk = email_id
    return draft


def request_done(request: ActionRequest) -> None:
    """To the renter: what they asked for is done, and where to see it."""
    _about(request, "request_done")


def request_declined(request: ActionRequest) -> None:
    """To the renter: the mailroom did not do it, and why."""
    _about(request, "request_declined")


def _about(request: ActionRequest, kind: str) -> None:
    operator = request.operator
    context = {"request": request, "item": request.item, "url": operator.url("renter:mail_item", request.item_id)}
    outbox.write(
        kind, to=request.mailbox.renter.email, operator=operator, dedupe_key=f"{kind}:{request.pk}", context=context
    )


def storage_begins(mailbox: Mailbox, soon: list[tuple[MailItem, Clock]]) -> None:
    """To the renter: from these days on keeping these pieces costs something. One e-mail, however many they are."""
    operator = mailbox.operator
    pieces = [
        {
            "item": item,
            "fee": str(clock.fee),
            "first_day": clock.first_paid_day,
            "url": operator.url("renter:mail_item", item.pk),
        }
        for item, clock in sorted(soon, key=lambda each: each[1].first_paid_day)
    ]
    outbox.write(
        "storage_begins",
        to=mailbox.renter.email,
        operator=operator,
        dedupe_key=f"storage_begins:{mailbox.pk}:{min(item.pk for item, _clock in soon)}",
        context={"mailbox": mailbox, "pieces": pieces, "count": len(pieces), "first": pieces[0]},
    )
