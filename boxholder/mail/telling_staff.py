"""Staff are told of new requests, as each of them chose: what gathers for a few minutes, or a day, is one e-mail.

What is true when the process dies in the middle: before `tell` commits, everything waits as before, and the next sweep
finds it; after it, the e-mail stands in the outbox and each request in it is marked as told to that person, in the same
transaction. Two workers at once: the row of the person is the claim, and the database refuses a second telling.
"""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from boxholder.mail import emails
from boxholder.mail.models import ActionRequest, RequestNotices, ToldRequest
from boxholder.notifications import outbox
from boxholder.operators.models import Space
from boxholder.operators.models.staff import Permission

# As long as for new mail: ten requests in a row are one e-mail.
GATHERS = timedelta(minutes=2)
PATIENCE = timedelta(minutes=8)
How = RequestNotices.How


def due(now: datetime) -> list[int]:
    """Whose gathering, or whose day, is over. As many queries for a thousand people as for one."""
    return [notices.pk for notices in _everyone() if _is_due(notices, now)]


def _everyone() -> QuerySet[RequestNotices]:
    wanted = RequestNotices.objects.exclude(how=How.OFF).knowing_what_waits()
    # Where an operator's spaces are says which day it is there.
    spaces = Prefetch("staff__operator__spaces", Space.objects.order_by("name"), to_attr="spaces_by_name")
    return wanted.select_related("staff__operator", "staff__user").prefetch_related(spaces)


def _is_due(notices: RequestNotices, now: datetime) -> bool:
    if not (notices.staff.is_active and notices.staff.may(Permission.MAIL)):
        return False
    if notices.how == How.DIGEST:
        here = now.astimezone(notices.staff.operator.time_zone)
        return here.hour >= notices.hour and (notices.digest_on is None or notices.digest_on < here.date())
    if notices.oldest is None or notices.newest is None:
        return False
    return notices.newest <= now - GATHERS or notices.oldest <= now - PATIENCE


@transaction.atomic
def tell(notices_id: int, now: datetime) -> None:
    """One e-mail about everything that waits; none where nothing does. Safe to run twice."""
    RequestNotices.objects.select_for_update().get(pk=notices_id)
    # Read once the row is held: what another worker told meanwhile is told.
    notices = _everyone().filter(pk=notices_id).first()
    if notices is None or not _is_due(notices, now):
        return
    if notices.how == How.DIGEST:
        notices.digest_on = now.astimezone(notices.staff.operator.time_zone).date()
        notices.save(update_fields=["digest_on"])
    if requests := list(notices.untold().select_related("item", "mailbox__renter")):
        _write(notices, requests)


def _write(notices: RequestNotices, requests: list[ActionRequest]) -> None:
    email = emails.new_requests(notices.staff, requests, email_id=uuid.uuid4())
    outbox.post([email])
    ToldRequest.objects.bulk_create(
        ToldRequest(staff=notices.staff, request=request, email_id=email.pk) for request in requests
    )
