"""The picture of a piece, for its renter: logged in, or from an e-mail they were sent."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from boxholder.mail import picture_links
from boxholder.mail.models import MailItem, Picture
from boxholder.web.access import Right, mailbox_may, public
from boxholder.web.pictures import respond


@mailbox_may(Right.RECEIVE)
@require_safe
def show(request: HttpRequest, pk: UUID, size: str) -> HttpResponseBase:
    mine = Picture.objects.filter(item__in=MailItem.objects.of_mailboxes(request.reach(Right.RECEIVE)))
    return respond(get_object_or_404(mine, pk=pk), size)


@public
@require_safe
def show_e_mailed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Whoever holds the link sees it, as long as nothing has changed: see `picture_links`."""
    picture = picture_links.find(request.operator, token)
    if picture is None:
        raise Http404
    answer = respond(picture, Picture.Size.SMALL)
    # The page around it is the reader's mail program.
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
