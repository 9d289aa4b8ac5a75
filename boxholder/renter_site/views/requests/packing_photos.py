"""The photograph of a parcel as it was, or is, packed, for whom the pieces in it are."""

from uuid import UUID

from django.db.models import F, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from boxholder.mail.models import ActionRequest, PackingPhoto
from boxholder.web.access import Right, mailbox_may
from boxholder.web.pictures import respond


@mailbox_may(Right.RECEIVE)
@require_safe
def show(request: HttpRequest, pk: UUID, size: str) -> HttpResponseBase:
    """As long as one of the pieces is theirs, as on the request's page."""
    mine = ActionRequest.objects.of_mailboxes(request.reach(Right.RECEIVE))
    shown = mine.filter(item__mailbox=F("mailbox"), item__deleted_at=None)
    asked_about = shown.filter(postage_question__closed_at=None)
    photos = PackingPhoto.objects.filter(
        Q(parcel__in=shown.values("parcel")) | Q(question__in=asked_about.values("postage_question"))
    )
    return respond(get_object_or_404(photos, pk=pk), size)
