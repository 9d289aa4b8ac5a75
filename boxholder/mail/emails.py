"""What the mail room sends."""

import uuid
from datetime import date

from django.utils import timezone

from boxholder.billing.models import RequestKind
from boxholder.billing.money import Money
from boxholder.billing.storage_clock import Clock
from boxholder.mail import picture_links
from boxholder.mail.carrier_pages import sent_url
from boxholder.mail.models import (
    ActionRequest,
    Automation,
    MailItem,
    NoticePreference,
    PieceEmail,
    PostageQuestion,
    RequestNotices,
)
from boxholder.mail.readers import Reader, readers_of, who_want
from boxholder.mail.wishes import NEEDS_ADDRESS
from boxholder.mailboxes.models import Mailbox
from boxholder.mailboxes.rights import Right
from boxholder.notifications import outbox
from boxholder.notifications.models import OutboxEmail
from boxholder.operators.models import Staff

Kind = NoticePreference.Kind

# What one e-mail shows; who has more of them at once looks on the site.
MOST_PIECES = 20
MOST_PICTURES = 6


def new_mail(reader: Reader, items: list[MailItem], *, email_id: uuid.UUID) -> OutboxEmail:
    """These have arrived, and how they look. A draft, for `outbox.post`."""
    mailbox, operator = reader.mailbox, reader.mailbox.operator
    pieces = [
        {
            "item": item,
            "url": operator.url("renter:mail_item", item.pk),
            "picture_url": picture_links.link(item.cover, reader.person) if item.cover and n < MOST_PICTURES else "",
        }
        for n, item in enumerate(items[:MOST_PIECES])
    ]
    with timezone.override(mailbox.space.zone):
        draft = outbox.draft(
            "new_mail",
            to=reader.email,
            operator=operator,
            at_most_once=True,
            has_html=True,
            context={
                "name": reader.first_name,
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
    """What was asked for is done, and where to see it; of what was sent, how to follow it."""
    item = request.item
    if request.kind in NEEDS_ADDRESS:
        _tell(
            "parcel_sent", Kind.PARCEL_SENT, request, url=_request_url(request), tracking_url=sent_url(request.parcel)
        )
    else:
        has_scan = request.kind == RequestKind.OPEN_AND_SCAN
        url = request.operator.url("renter:mail_item", item.pk) if has_scan else _request_url(request)
        _tell("request_done", Kind.REQUEST_DONE, request, url=url)


def request_declined(request: ActionRequest) -> None:
    """The mailroom did not do it, and why."""
    _tell("request_declined", Kind.REQUEST_DECLINED, request, url=_request_url(request))


def request_reopened(request: ActionRequest) -> None:
    """What says that it is done is not to be said; where it has been sent, it has been sent."""
    for name in ("request_done", "parcel_sent"):
        for told in PieceEmail.objects.filter(item=request.item, email__dedupe_key__startswith=f"{name}:{request.pk}:"):
            outbox.withdraw(told.email_id)
            told.delete()


def postage_asked(question: PostageQuestion) -> None:
    """Above what the renter set: may it be so much? To all who may ask for something."""
    requests = list(question.pieces())
    items = [request.item for request in requests]
    said = {"question": question, "request": requests[0], "pieces": items, "url": _request_url(requests[0])}
    for reader in who_want(question.mailbox, Kind.POSTAGE, Right.REQUEST):
        _about_pieces("postage_asked", reader, items, key=f"postage_asked:{question.pk}:{reader.key}", **said)


def postage_asked_no_more(question: PostageQuestion) -> None:
    """What asks is not to be sent; where it has been sent, it has been sent."""
    items = question.requests.values("item")
    asking = PieceEmail.objects.filter(item__in=items, email__dedupe_key__startswith=f"postage_asked:{question.pk}:")
    for told in asking:
        outbox.withdraw(told.email_id)
        told.delete()


def postage_answered(question: PostageQuestion) -> None:
    """To whoever asked, if they want to be told of requests: the answer, and where to go on. What was said by phone to
    the renter's side, too: who noted it, how much, when."""
    requests = list(question.pieces())
    if question.is_by_phone:
        postage_noted(question, requests)
    asker = Staff.objects.active().filter(operator=question.operator, user=question.asked_by).first()
    if asker is None or RequestNotices.objects.of(asker).how == RequestNotices.How.OFF:
        return
    if question.is_by_phone and question.answered_by_id == asker.user_id:
        return  # Their own note.
    outbox.write(
        "postage_answered",
        to=asker.user.email,
        operator=question.operator,
        dedupe_key=f"postage_answered:{question.pk}",
        context={
            "name": asker.user.name.split()[0] if asker.user.name else "",
            "question": question,
            "requests": requests,
            "url": question.operator.url("desk:request", requests[0].pk),
            "notices_url": question.operator.url("desk:notices"),
        },
    )


def postage_noted(question: PostageQuestion, requests: list[ActionRequest]) -> None:
    """To all who may ask for something: what the mailroom was told in their name. It is about money, and nobody of
    theirs wrote it, so it is always sent, whatever they have switched off."""
    items = [request.item for request in requests]
    said = {"question": question, "pieces": items, "url": _request_url(requests[0])}
    with timezone.override(question.mailbox.space.zone):
        for reader in readers_of(question.mailbox, Right.REQUEST):
            _about_pieces("postage_noted", reader, items, key=f"postage_noted:{question.pk}:{reader.key}", **said)


def _request_url(request: ActionRequest) -> str:
    return request.operator.url("renter:request", request.pk)


def _tell(name: str, kind: Kind, request: ActionRequest, **facts) -> None:
    facts |= {"request": request, "item": request.item}
    for reader in who_want(request.mailbox, kind):
        _about_pieces(name, reader, [request.item], key=f"{name}:{request.pk}:{reader.key}{_nth(request)}", **facts)


def _nth(request: ActionRequest) -> str:
    """Done once more, after the piece was brought back, it is told once more."""
    return f":{request.closed_at.isoformat()}" if request.closed_at else ""


def storage_begins(mailbox: Mailbox, soon: list[tuple[MailItem, Clock]]) -> None:
    """From these days on keeping these pieces costs something. One e-mail, however many they are."""
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
    said = {"mailbox": mailbox, "pieces": pieces, "count": len(pieces), "first": pieces[0]}
    about = [item for item, _clock in soon]
    # Which pieces, from when: one that was warned of before never hides another that comes with it now.
    which = uuid.uuid5(uuid.NAMESPACE_OID, " ".join(f"{item.pk}@{clock.first_paid_day}" for item, clock in soon))
    for reader in who_want(mailbox, Kind.STORAGE):
        key = f"storage_begins:{mailbox.pk}:{which}:{reader.key}"
        _about_pieces("storage_begins", reader, about, key=key, **said)


def hold_ends(mailbox: Mailbox, held: list[ActionRequest], *, today: date) -> None:
    """To this day these pieces are set aside, or were. One e-mail, however many they are."""
    pieces = [
        {"item": asked.item, "until": asked.hold_until, "url": mailbox.operator.url("renter:mail_item", asked.item_id)}
        for asked in held
    ]
    is_over = all(asked.hold_until < today for asked in held if asked.hold_until)
    said = {"mailbox": mailbox, "pieces": pieces, "count": len(pieces), "first": pieces[0], "is_over": is_over}
    which = uuid.uuid5(uuid.NAMESPACE_OID, " ".join(str(asked.pk) for asked in held))
    for reader in who_want(mailbox, Kind.HOLD_ENDS):
        key = f"hold_ends:{mailbox.pk}:{which}:{reader.key}"
        _about_pieces("hold_ends", reader, [asked.item for asked in held], key=key, **said)


def automation_dearer(automation: Automation, price: Money) -> None:
    """It costs more than its renter agreed to, so it waits for them. Once a price, to all who may agree."""
    mailbox, operator = automation.mailbox, automation.mailbox.operator
    url = operator.url("renter:automation", automation.pk)
    said = {"mailbox": mailbox, "automation": automation, "price": price, "agreed": automation.agreed, "url": url}
    for reader in readers_of(mailbox, Right.MANAGE):
        outbox.write(
            "automation_dearer",
            to=reader.email,
            operator=operator,
            dedupe_key=f"automation_dearer:{automation.pk}:{automation.agreed}:{price}:{reader.key}",
            context={"name": reader.first_name, **said},
        )


def _about_pieces(name: str, reader: Reader, about: list[MailItem], *, key: str, **context) -> None:
    """One to each reader; not sent where a piece goes to another mailbox before."""
    operator = reader.mailbox.operator
    context |= {"name": reader.first_name, "pays": reader.person is None}
    context["notifications_url"] = operator.url("renter:notifications")
    outbox.write(name, to=reader.email, operator=operator, dedupe_key=key, context=context)
    email = OutboxEmail.objects.get(dedupe_key=key)
    for item in about:
        whose = {"mailbox": reader.mailbox, "person": reader.person}
        PieceEmail.objects.get_or_create(email=email, item=item, defaults=whose)


def new_requests(staff: Staff, requests: list[ActionRequest], *, email_id: uuid.UUID) -> OutboxEmail:
    """To one of the staff: what renters ask for. A draft, for `outbox.post`."""
    operator = staff.operator
    shown = [{"asked": asked, "url": operator.url("desk:request", asked.pk)} for asked in requests[:MOST_PIECES]]
    context = {
        "name": staff.user.name.split()[0] if staff.user.name else "",
        "rows": shown,
        "count": len(requests),
        "more": len(requests) - len(shown),
        "requests_url": operator.url("desk:requests"),
        "notices_url": operator.url("desk:notices"),
    }
    with timezone.override(operator.time_zone):
        draft = outbox.draft("new_requests", to=staff.user.email, operator=operator, at_most_once=True, context=context)
    draft.pk = email_id
    return draft
