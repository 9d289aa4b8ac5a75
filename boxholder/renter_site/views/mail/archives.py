"""Download my mail: everything, or a year of it."""

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from boxholder.mail import archive
from boxholder.mail.models import MailItem
from boxholder.renter_site.turns import NoPlace, TakesPart, Turn
from boxholder.web.access import Right, mailbox_may


@mailbox_may(Right.RECEIVE)
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    parts = archive.parts(MailItem.objects.of_mailboxes(request.reach(Right.RECEIVE)))
    return render(request, "renter_site/mail/archives.html", {"parts": parts})


@mailbox_may(Right.RECEIVE)
@require_GET
def download(request: HttpRequest) -> HttpResponseBase:
    items, year = MailItem.objects.of_mailboxes(request.reach(Right.RECEIVE)), request.GET.get("year", "")
    if year:
        items = archive.of_year(items, _year(year))
    try:
        turn = Turn(request.user)
    except TakesPart:
        messages.info(request, _("Your download is running already. The next one can begin when it has ended."))
        return redirect("renter:mail_archives")
    except NoPlace:
        messages.info(request, _("Others are downloading just now. Please try again in a few minutes."))
        return redirect("renter:mail_archives")
    name = "-".join([slugify(request.operator.name), "mail", year]).strip("-")
    answer = StreamingHttpResponse(turn.last_while(archive.write(items)), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _year(written: str) -> int:
    if not re.fullmatch("(?:19|20|21)[0-9]{2}", written):
        raise Http404
    return int(written)
