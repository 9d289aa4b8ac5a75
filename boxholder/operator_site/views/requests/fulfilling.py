"""Working a request off: begin, complete, or say why not."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from boxholder.billing.models import RequestKind
from boxholder.mail import fulfilment, scans
from boxholder.mail.errors import MailError, PostageNotAgreed
from boxholder.mail.models import ActionRequest
from boxholder.mail.pictures.errors import StorageFull
from boxholder.operator_site.forms.requests import RefusalForm
from boxholder.operator_site.views.requests.requests import SENT, completion_form, find, page, pick_up_url
from boxholder.web.access import Permission, staff_may
from boxholder.web.moments import say_time
from boxholder.web.numbers import numbers
from boxholder.web.pictures import refusal

MOST_AT_ONCE = 200


@staff_may(Permission.MAIL)
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    asked = find(request, pk)
    _attempt(request, asked, lambda: asked.begin(by=request.user, now=timezone.now()))
    return redirect("desk:request", pk)


@staff_may(Permission.MAIL)
@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    asked = find(request, pk)
    _attempt(request, asked, lambda: asked.put_back(by=request.user, now=timezone.now()))
    return redirect("desk:request", pk)


@staff_may(Permission.MAIL)
@require_POST
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    asked = find(request, pk)
    if asked.kind == RequestKind.ONSITE_PICKUP:
        # Done by handing it out, and by nothing else: somebody signs for it.
        return redirect(pick_up_url(asked))
    if not asked.is_pending:
        say_how_it_stands(request, asked)
        return redirect("desk:request", pk)
    form = completion_form(asked, request.POST, request.FILES)
    if not form.is_valid():
        return page(request, asked, form=form)
    if asked.kind == RequestKind.OPEN_AND_SCAN and not scans.of(asked.item) and not form.cleaned_data["answer"]:
        form.add_error(None, _("Add the scan first. If there is none, write the renter why."))
        return page(request, asked, form=form)
    try:
        done = _attempt(request, asked, lambda: _complete(request, asked, form))
    except StorageFull as error:
        form.add_error("packing_photo", refusal(error))
        return page(request, asked, form=form)
    except PostageNotAgreed as error:
        form.refuse_postage(why_not_sent(error))
        return page(request, asked, form=form, asks_first=True)
    if done:
        messages.success(request, _("Done: %(what)s.") % {"what": asked})
        return redirect("desk:requests")
    return redirect("desk:request", pk)


def why_not_sent(error: PostageNotAgreed) -> str:
    """Nothing was sent: what the renter set, or said."""
    question, above = error.question, error.limit.above
    if question is None and not above:
        return _("The renter wants to be asked before there is any postage. Ask them first.")
    if question is None:
        words = _("The renter wants to be asked before postage above %(above)s. Ask them, or send it for less.")
        return words % {"above": above}
    said = {"asked": question.postage}
    if question.is_agreed and error.besides:
        said["pieces"] = ", ".join(asked.item.reference for asked in error.besides)
        words = _("The renter agreed to %(asked)s for a parcel without %(pieces)s. Ask again, or leave that out.")
        return words % said
    if question.waits:
        return _("The renter was asked about %(asked)s and has not answered yet.") % said
    if question.is_refused:
        return _("The renter did not agree to %(asked)s. Ask with another amount, or send it for less.") % said
    return _("The renter agreed to %(asked)s, and to no more. Ask again, or send it for less.") % said


def _complete(request: HttpRequest, asked: ActionRequest, form) -> None:
    now = timezone.now()
    if asked.kind in SENT:
        fulfilment.send([asked, *form.going_along], by=request.user, now=now, sending=form.sending)
    elif asked.kind in fulfilment.AT_ONCE:
        fulfilment.do_at_once(asked, by=request.user)
    else:
        asked.complete(by=request.user, now=now, answer=form.cleaned_data["answer"])


@staff_may(Permission.MAIL)
@require_POST
def complete_many(request: HttpRequest) -> HttpResponse:
    """Shredded, recycled, returned: ticked in the list. Each has its own outcome."""
    ticked = numbers(request.POST.getlist("request"))[:MOST_AT_ONCE]
    every = request.operator.requests.filter(pk__in=ticked, kind__in=fulfilment.AT_ONCE)
    done = 0
    for asked in every.select_related("item__space", "item__mailbox", "mailbox", "space", "operator"):
        try:
            fulfilment.do_at_once(asked, by=request.user)
            done += 1
        except MailError:
            say_how_it_stands(request, asked)
    if left := len(ticked) - every.count():
        said = ngettext("%(n)d needs more than a click: open it.", "%(n)d need more than a click: open them.", left)
        messages.info(request, said % {"n": left})
    if done:
        messages.success(request, ngettext("%(n)d request done.", "%(n)d requests done.", done) % {"n": done})
    return redirect("desk:requests")


@staff_may(Permission.MAIL)
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    asked = find(request, pk)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return page(request, asked, refusal=form)
    reason = form.cleaned_data["reason"]
    if _attempt(request, asked, lambda: asked.decline(by=request.user, now=timezone.now(), reason=reason)):
        messages.success(request, _("Cancelled: %(what)s. The renter is told why.") % {"what": asked})
        return redirect("desk:requests")
    return redirect("desk:request", pk)


def _attempt(request: HttpRequest, asked: ActionRequest, act: Callable[[], object]) -> bool:
    try:
        act()
    except PostageNotAgreed:
        raise
    except MailError:
        say_how_it_stands(request, asked)
        return False
    return True


def say_how_it_stands(request: HttpRequest, asked: ActionRequest) -> None:
    """Somebody was quicker: who, and what they did."""
    asked.refresh_from_db()
    if asked.closed_at is None:
        words = _("%(what)s: nothing was changed. The piece is no longer here; look at its page.")
        messages.warning(request, words % {"what": asked})
        return
    facts = {"what": asked, "state": asked.get_status_display(), "when": say_time(asked.closed_at)}
    facts["who"] = asked.closed_by or _("Boxholder")
    messages.warning(
        request, _("%(what)s: nothing was changed. It is over already: %(state)s by %(who)s (%(when)s).") % facts
    )
