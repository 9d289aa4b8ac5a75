"""The renter's mail: the list, and one piece."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from boxholder.billing.cards_on_file import cards_on_file
from boxholder.mail import scans, storage
from boxholder.mail.asking_for import Choice, choices
from boxholder.mail.automation_words import outcome
from boxholder.mail.carrier_pages import tracking_url
from boxholder.mail.models import AutomationTurn, MailItem, Picture
from boxholder.renter_site.inbox import Inbox
from boxholder.renter_site.my_mailboxes import my_mailboxes
from boxholder.renter_site.questions import waiting_questions
from boxholder.renter_site.story import story
from boxholder.web import pdf
from boxholder.web.access import Right, mailbox_may
from boxholder.web.parcels import packed


@mailbox_may(Right.RECEIVE)
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    mailboxes = my_mailboxes(request)
    context = {
        "mailboxes": mailboxes,
        "inbox": Inbox(request, mailboxes),
        "questions": waiting_questions(request),
        "on_file": cards_on_file(request.renter, timezone.now()) if request.renter else None,
    }
    return render(request, "renter_site/mail/index.html", context)


@mailbox_may(Right.RECEIVE)
@never_cache
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Opened for the first time, it is new no longer."""
    item = find(request, pk)
    if request.method == "GET":
        item.see(by=request.user)
    may_ask = request.reach(Right.REQUEST).filter(pk=item.mailbox_id).exists()
    context = {
        "item": item,
        "pictures": list(item.pictures.exclude(large="").exclude(kind=Picture.Kind.SCAN)),
        "scans": scans.of(item),
        "story": story(item, reader=request.user),
        "tracking_url": tracking_url(item),
        "pending": item.pending_request,
        "question": item.pending_request.open_question if item.pending_request else None,
        "packed": packed(item.sent_request, "renter"),
        "may_cancel": may_ask,
        "choices": _choices(item) if may_ask else [],
        "query": f"item={item.pk}",
        "stored": storage.explain(item, timezone.now()),
        "automation_words": _automation_words(item),
    }
    return render(request, "renter_site/mail/show.html", context)


@mailbox_may(Right.RECEIVE)
@require_safe
def scan_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """What was inside, as one file. 404 where there is no scan, or it was just withdrawn."""
    item = find(request, pk)
    if not (pages := scans.of(item)):
        raise Http404
    try:
        return pdf.show(scans.as_pdf(pages), name=f"{item.reference}.pdf")
    except FileNotFoundError as error:
        raise Http404 from error


def _choices(item: MailItem) -> list[Choice]:
    """What can be asked for, each with its price; none while something is pending."""
    return choices([item], timezone.now()) if item.takes_requests else []


def _automation_words(item: MailItem) -> str:
    """Where an automation has the piece, and nothing is asked for: why not, or what comes."""
    turn = AutomationTurn.objects.of(item) if item.is_here and not item.pending_request else None
    return outcome(turn) if turn is not None and not turn.is_asked else ""


def find(request: HttpRequest, pk: int) -> MailItem:
    mine = MailItem.objects.of_mailboxes(request.reach(Right.RECEIVE))
    mine = mine.select_related("mailbox__space", "mailbox__renter", "space", "pickup").prefetch_related("requests")
    item = get_object_or_404(mine, pk=pk)
    timezone.activate(item.space.zone)
    item.operator = item.mailbox.operator = request.operator
    return item
