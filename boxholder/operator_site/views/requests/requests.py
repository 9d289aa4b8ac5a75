"""What renters ask for: the list the mailroom works off, and one request."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from boxholder.billing.models import RequestKind
from boxholder.mail import fulfilment, scans
from boxholder.mail.models import ActionRequest, PostageLimit, PostageQuestion
from boxholder.operator_site.forms.requests import AnswerForm, DepositForm, RefusalForm, WithdrawalForm
from boxholder.operator_site.forms.sending import SendingForm
from boxholder.operator_site.views.requests import meanwhile
from boxholder.operator_site.views.requests.batches.listing import batches
from boxholder.web.access import Permission, staff_may
from boxholder.web.keyset import Keyset
from boxholder.web.numbers import number
from boxholder.web.parcels import packed

SENT = {RequestKind.FORWARD, RequestKind.LOCAL_DELIVERY}


@staff_may(Permission.MAIL)
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Pending first come, first served; what is over, newest first."""
    asked, state = request.operator.requests.all(), request.GET.get("state", "pending")
    tabs = {"pending": (_("Pending"), asked.to_do()), "completed": (_("Completed"), asked.completed())}
    tabs["all"] = (_("All"), asked)
    if state == "waiting" or asked.waiting_for_renter().exists():
        waiting = (_("Waiting for the renter"), asked.waiting_for_renter())
        tabs = {"pending": tabs.pop("pending"), "waiting": waiting, **tabs}
    over = asked.over(request.operator.spaces.all(), timezone.now())
    if state == "over" or over.exists():
        tabs = {"pending": tabs.pop("pending"), "over": (_("Hold is over"), over), **tabs}
    state = state if state in tabs else "pending"
    # Before the list is read: what comes in between is rather told twice than never.
    newest = meanwhile.newest(request)
    space, kind = number(request.GET.get("space")), request.GET.get("kind", "")
    found = tabs[state][1]
    if space is not None:
        found = found.filter(space=space)
    counts = dict(found.order_by().values_list("kind").annotate(Count("pk"))) if state == "pending" else {}
    if kind in RequestKind.values:
        found = found.filter(kind=kind)
    order = ["asked_at", "pk"] if state in {"pending", "waiting", "over"} else ["-asked_at", "-pk"]
    shown = found.select_related("item__space", "mailbox__renter", "asked_by", "postage_question").prefetch_related(
        "item__pictures"
    )
    page = Keyset(request.GET, shown, among=asked, order=order)
    context = {
        "page": page,
        "news": None if state in {"completed", "waiting", "over"} else meanwhile.news_of(request, page, since=newest),
        "tabs": [_tab(name, label, state) for name, (label, _found) in tabs.items()],
        "kinds": _kinds(request, counts, kind, state),
        "state": state,
        "is_narrowed": bool(kind or space is not None),
        "at_once": fulfilment.AT_ONCE,
        "has_scans_to_make": asked.pending().filter(kind=RequestKind.OPEN_AND_SCAN).exists(),
        "batches": batches(request) if state == "pending" else [],
    }
    return render(request, "operator_site/requests/index.html", context)


def _tab(name: str, label: str, state: str) -> dict:
    return {"label": label, "url": f"?state={name}", "is_current": name == state}


def _kinds(request: HttpRequest, counts: dict[str, int], chosen: str, state: str) -> list[dict]:
    """Shortcuts: of what is pending only the kinds there are, each with how many."""
    every = {"": _("Every kind"), **{kind.value: kind.label for kind in RequestKind}}
    return [
        {"label": label, "url": _url(request, kind=kind), "is_current": kind == chosen, "count": counts.get(kind, "")}
        for kind, label in every.items()
        if state != "pending" or kind in ("", chosen) or kind in counts
    ]


def _url(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name in ("before", "after", "kind"):
        query.pop(name, None)
    for name, value in changes.items():
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


@staff_may(Permission.MAIL)
@never_cache
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return page(request, find(request, pk))


def find(request: HttpRequest, pk: int) -> ActionRequest:
    people = ["asked_by", "begun_by", "closed_by", "postage_question__asked_by", "postage_question__answered_by"]
    places = ["item__space", "item__mailbox", "mailbox__space", "space"]
    every = request.operator.requests.select_related(
        "mailbox__renter", "parcel__space", "parcel__photo", "postage_question__photo", *people, *places
    )
    asked = get_object_or_404(every, pk=pk)
    asked.operator = asked.item.operator = request.operator
    timezone.activate(asked.space.zone)
    return asked


def page(
    request: HttpRequest, asked: ActionRequest, *, form=None, refusal=None, withdrawal=None, asks_first=False
) -> HttpResponse:
    """`asks_first`: the renter has to be asked before it is sent like this."""
    question = asked.open_question
    limit = PostageLimit.objects.of(asked.mailbox) if asked.kind in SENT else None
    context = {
        "asked": asked,
        "item": asked.item,
        "packed": packed(asked, "desk"),
        "pictures": list(asked.item.pictures.filter(kind="outside").exclude(large="")),
        "scans": scans.of(asked.item),
        "form": form or (completion_form(asked) if asked.is_pending else None),
        "refusal": refusal or RefusalForm(),
        "withdrawal": withdrawal or WithdrawalForm(),
        "at_once": asked.kind in fulfilment.AT_ONCE,
        "pick_up_url": pick_up_url(asked),
        "limit": limit,
        "question": question,
        "lapsed": _lapsed(asked) if limit else "",
        "asked_together": question.pieces().exclude(pk=asked.pk) if question else [],
        "is_on_hold": form is None and _is_on_hold(question, limit),
        "asks_first": asks_first,
    }
    return render(request, "operator_site/requests/show.html", context)


def pick_up_url(asked: ActionRequest) -> str:
    return f"{reverse('desk:pick_up')}?item={asked.item_id}"


def completion_form(asked: ActionRequest, data=None, files=None):
    """What has to be known to say that it is done."""
    if asked.kind in SENT:
        by_hand = asked.kind == RequestKind.LOCAL_DELIVERY
        along = fulfilment.goes_along(asked)
        return SendingForm(data, files, asked=asked, by_hand=by_hand, along=along, question=_asked_before(asked))
    return DepositForm(data) if asked.kind == RequestKind.DEPOSIT_CHEQUE else AnswerForm(data)


def _is_on_hold(question: PostageQuestion | None, limit: PostageLimit | None) -> bool:
    """Whether there is nothing to do before the renter has answered."""
    return bool(question and question.waits and limit and limit.asks_about(question.postage))


def _lapsed(asked: ActionRequest) -> str:
    """That there was a yes, for a parcel which cannot go like that any more."""
    question = asked.postage_question
    if question is None or not asked.is_pending or not question.has_lapsed:
        return ""
    words = _("The renter’s yes to %(asked)s was for another parcel, and is over.")
    if others := [other.item.reference for other in question.pieces().exclude(pk=asked.pk)]:
        words = _("The renter’s yes to %(asked)s was for a parcel with %(pieces)s, and is over.")
    return words % {"asked": question.postage, "pieces": ", ".join(others)}


def _asked_before(asked: ActionRequest) -> PostageQuestion | None:
    """What was typed for it then; also where that is not asked any more, unless a parcel went with it."""
    question = asked.postage_question
    if question is None or (not question.is_open and (question.has_sent or not question.is_whole)):
        return None
    return question
