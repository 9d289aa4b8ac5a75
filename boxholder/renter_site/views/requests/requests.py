"""What is asked for: the list, one request, cancelling it."""

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from boxholder.billing.causes import Cause
from boxholder.billing.charge_words import why
from boxholder.billing.models import Charge
from boxholder.mail import errors
from boxholder.mail.models import ActionRequest
from boxholder.renter_site.questions import waiting_questions
from boxholder.renter_site.story import story_of_request
from boxholder.web.access import Right, mailbox_may
from boxholder.web.keyset import Keyset
from boxholder.web.parcels import packed

QUESTION = ["postage_question__photo", "postage_question__answered_by"]


@mailbox_may(Right.RECEIVE)
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    mine = ActionRequest.objects.of_mailboxes(request.reach(Right.RECEIVE)).filter(item__mailbox=F("mailbox"))
    state = request.GET.get("state", "pending")
    found = {"done": mine.exclude(status="pending"), "all": mine}.get(state, mine.pending())
    shown = found.select_related("item__mailbox", "space", "closed_by", "postage_question")
    page = Keyset(request.GET, shown, among=mine, order=["-asked_at", "-pk"])
    chips = {"pending": _("Pending"), "done": _("Done"), "all": _("All")}
    states = [{"label": words, "url": f"?state={name}", "is_current": name == state} for name, words in chips.items()]
    context = {"page": page, "states": states, "is_pending": state not in {"done", "all"}}
    context["questions"] = waiting_questions(request)
    return render(request, "renter_site/requests/index.html", context)


@mailbox_may(Right.RECEIVE)
@never_cache
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Of a piece that is another mailbox's by now, what was asked and paid stays; the piece itself is not shown."""
    asked = _find(request, pk)
    shows_piece = asked.item.mailbox_id == asked.mailbox_id and asked.item.deleted_at is None
    context = {
        "asked": asked,
        "items": [asked.item] if shows_piece else [],
        "shows_piece": shows_piece,
        "why": why(asked.quote),
        "story": story_of_request(asked, reader=request.user, shows_piece=shows_piece),
        "packed": packed(asked, "renter") if shows_piece else None,
        "may_cancel": shows_piece and request.reach(Right.REQUEST).filter(pk=asked.mailbox_id).exists(),
        "question": asked.open_question if asked.is_pending else None,
        # Money is the renter's own.
        "charges": _charges(asked) if request.renter and asked.mailbox.renter_id == request.renter.pk else [],
    }
    return render(request, "renter_site/requests/show.html", context)


def _find(request: HttpRequest, pk: int) -> ActionRequest:
    mine = ActionRequest.objects.of_mailboxes(request.reach(Right.RECEIVE))
    with_all = mine.select_related(
        "mailbox__renter", "item__space", "space", "asked_by", "parcel__space", "parcel__photo", *QUESTION
    )
    found = get_object_or_404(with_all, pk=pk)
    timezone.activate(found.space.zone)
    return found


def _charges(asked: ActionRequest) -> list[Charge]:
    """What it came to, postage included, and on which invoice."""
    return list(Charge.objects.of_cause(Cause.of(asked)).select_related("invoice_line__invoice"))


@mailbox_may(Right.REQUEST)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    mine = ActionRequest.objects.of_mailboxes(request.reach(Right.REQUEST)).filter(item__mailbox=F("mailbox"))
    asked = get_object_or_404(mine.select_related("item", "operator"), pk=pk)
    try:
        asked.cancel(by=request.user, now=timezone.now())
    except errors.RequestBegun:
        messages.warning(request, _("Work on it has begun. Call or write to us, if you have changed your mind."))
    except errors.RequestClosed:
        messages.info(request, _("It was done, or cancelled, meanwhile."))
    else:
        messages.success(request, _("Cancelled. Nothing is charged for it."))
    return redirect("renter:mail_item", asked.item_id)
