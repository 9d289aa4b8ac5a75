"""Asking for a renter who calls: the pieces, then the kind with its price, then what has to be known."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from boxholder.billing.allowances import NotOffered
from boxholder.billing.models import RequestKind
from boxholder.mail import asking_for, errors
from boxholder.mail.asking_for import Choice
from boxholder.mail.models import MailItem
from boxholder.mail.wishes import kinds_for
from boxholder.operator_site.forms.asking import PhoneWishForm
from boxholder.web.access import Permission, staff_may
from boxholder.web.keyset import PER_PAGE
from boxholder.web.numbers import numbers


@staff_may(Permission.MAIL)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`?item=…`, one or several. The price is said here to clerks, too: the renter on the phone asks for it."""
    named, now = _named(request), timezone.now()
    here = [item for item in named if item.is_here]
    # Sent, the form says itself that one of several has left, asks for none, and keeps what was typed.
    if not here or (len(here) < len(named) and request.method != "POST"):
        messages.warning(request, _gone(named))
        named = here
    if not here:
        return _back(request)
    items = _of_one_mailbox(request, named)
    if not items:
        messages.warning(request, _("Say first whose it is: only then can something be asked for it."))
        return redirect("desk:mail")
    kind = request.GET.get("kind", "")
    if kind not in kinds_for(items):
        return _page(request, "choose", items, choices=asking_for.choices(items, now))
    choice, mailbox = asking_for.choice(items, RequestKind(kind), now), items[0].mailbox
    form = PhoneWishForm(request.POST or None, kind=kind, mailbox=mailbox, today=mailbox.space.today(now))
    if request.method == "POST" and form.is_valid() and _is_asked(request, choice, form, now):
        return _answer(request, choice)
    # After a refusal with the prices as they are now.
    return _page(request, "new", items, choice=asking_for.choice(items, choice.kind, timezone.now()), form=form)


def _is_asked(request: HttpRequest, choice: Choice, form: PhoneWishForm, now) -> bool:
    """False: it says on the form what is in the way, and keeps what was typed."""
    try:
        choice.ask(by=request.user, now=now, seen=request.POST, is_for_renter=True, **form.as_wishes)
    except (errors.MailError, NotOffered) as error:
        form.add_error(None, _in_words(error))
        return False
    return True


def _in_words(error: Exception) -> str:
    if isinstance(error, errors.CardNeeded):
        return _("A card is needed first, and there is none that can be charged. Add one on the mailbox’s page.")
    if isinstance(error, errors.PriceChanged):
        said = _("The price changed while you were looking: it is now %(price)s. Tell the renter, then ask.")
        return said % {"price": error.quote.words}
    if isinstance(error, errors.RequestPending):
        words = {"piece": error.request.item.reference, "what": error.request.get_kind_display()}
        return _("%(piece)s: previous action request is still pending (%(what)s). Complete or cancel it first.") % words
    if isinstance(error, errors.NotAsking):
        return _("This mailbox takes no requests: it is not activated yet, or closed.")
    if isinstance(error, NotOffered):
        return _("The mailbox’s plan does not include this.")
    return _("A piece is not there any more, or somebody else’s by now. Go back to the list and look again.")


def _answer(request: HttpRequest, choice: Choice) -> HttpResponse:
    count = len(choice.items)
    words = ngettext("Asked for: %(what)s.", "Asked for %(count)d times: %(what)s.", count)
    messages.success(request, words % {"count": count, "what": choice.kind.label})
    return redirect("desk:mail_item", choice.items[0].pk) if count == 1 else redirect("desk:requests")


def _named(request: HttpRequest) -> list[MailItem]:
    """In the address, also when the form is sent. 404 where the visitor may see none of them."""
    named = numbers(request.GET.getlist("item"))[:PER_PAGE]
    asked = request.operator.mail_items.kept().filter(pk__in=named).order_by("pk")
    of_whom = asked.select_related("space", "mailbox__space", "mailbox__operator", "mailbox__renter")
    items = list(of_whom.prefetch_related("pictures"))
    if not items:
        raise Http404
    return items


def _gone(named: list[MailItem]) -> str:
    pieces = ", ".join(f"{item} ({item.get_state_display()})" for item in named if not item.is_here)
    return _("Nothing can be asked any more for what has left: %(pieces)s.") % {"pieces": pieces}


def _back(request: HttpRequest) -> HttpResponse:
    """To the piece, or to the list where several were ticked."""
    named = numbers(request.GET.getlist("item"))
    return redirect("desk:mail_item", named[0]) if len(named) == 1 else redirect("desk:mail")


def _of_one_mailbox(request: HttpRequest, named: list[MailItem]) -> list[MailItem]:
    """None where nobody has said whose they are."""
    assigned = [item for item in named if item.mailbox]
    items = [item for item in assigned if item.mailbox_id == assigned[0].mailbox_id]
    if items and len(items) < len(named):
        messages.info(request, _("One mailbox at a time: the others are not asked about now."))
    return items


def _page(request: HttpRequest, name: str, items: list[MailItem], **context) -> HttpResponse:
    timezone.activate(items[0].mailbox.space.zone)
    query = "&".join(f"item={item.pk}" for item in items)
    context = {"items": items, "query": query, "mailbox": items[0].mailbox, **context}
    return render(request, f"operator_site/requests/ask/{name}.html", context)
