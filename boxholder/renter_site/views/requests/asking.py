"""Asking for something: pieces first, then the kind, then what has to be known."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
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
from boxholder.web.access import Right, mailbox_may
from boxholder.web.numbers import numbers
from boxholder.web.wish_form import WishForm

MOST_AT_ONCE = 50


@mailbox_may(Right.REQUEST)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The price stands there before anything is asked."""
    items = _items(request)
    now, kind = timezone.now(), request.GET.get("kind", "")
    if kind not in kinds_for(items):
        return render(request, "renter_site/requests/choose.html", _page(items, choices=asking_for.choices(items, now)))
    choice = asking_for.choice(items, RequestKind(kind), now)
    form = WishForm(request.POST or None, kind=kind, mailbox=items[0].mailbox, today=items[0].mailbox.space.today(now))
    if request.method == "POST" and form.is_valid() and (answer := _asked(request, choice, form, now)):
        return answer
    page = _page(items, choice=choice, form=form)
    # Without an address there is nothing to fill in yet.
    page["lacks_address"] = choice.needs_address and not form.fields["address"].queryset.exists()
    page["may_add_address"] = request.reach(Right.MANAGE).filter(pk=items[0].mailbox_id).exists()
    return render(request, "renter_site/requests/new.html", page)


def _asked(request: HttpRequest, choice: Choice, form: WishForm, now) -> HttpResponse | None:
    """None: it says on the form what is in the way, and keeps what was typed."""
    try:
        choice.ask(by=request.user, now=now, seen=request.POST, **form.as_wishes)
    except errors.CardNeeded:
        return _card_first(request, choice)
    except errors.PriceChanged as changed:
        words = _("The price changed while you were looking: it is now %(price)s. Look again, then ask.")
        form.add_error(None, words % {"price": changed.quote.words})
        return _again(request, choice, form)
    except (errors.MailError, NotOffered) as error:
        form.add_error(None, said(error))
        return None
    count = len(choice.items)
    words = ngettext("Asked for: %(what)s.", "Asked for %(count)d times: %(what)s.", count)
    messages.success(request, words % {"count": count, "what": choice.kind.label})
    return redirect("renter:mail_item", choice.items[0].pk) if count == 1 else redirect("renter:requests")


def _card_first(request: HttpRequest, choice: Choice) -> HttpResponse | None:
    """Who pays adds it, and comes back to what they were about to ask for."""
    renter = choice.items[0].mailbox.renter
    if request.renter is None or request.renter != renter:
        words = _("There is no card on file yet, and requests are charged to it. %(renter)s has to add one first.")
        messages.warning(request, words % {"renter": renter.name})
        return redirect("renter:mail")
    messages.warning(request, _("A card is needed first: your requests are charged to it."))
    return redirect(f"{reverse('renter:new_card')}?{urlencode({'next': request.get_full_path()})}")


def _again(request: HttpRequest, choice: Choice, form: WishForm) -> HttpResponse:
    """With the prices as they are now."""
    now = asking_for.choice(choice.items, choice.kind, timezone.now())
    return render(request, "renter_site/requests/new.html", _page(choice.items, choice=now, form=form))


def said(error: Exception) -> str:
    """Why it cannot be asked for, and what can be done."""
    if isinstance(error, errors.RequestPending):
        piece = error.request.item.reference
        return _("%(piece)s: previous action request is still pending. Wait for it, or cancel it.") % {"piece": piece}
    if isinstance(error, errors.NotAsking):
        return _("This mailbox takes no requests now. Write to us if you need something done with its mail.")
    if isinstance(error, NotOffered):
        return _("Your plan does not include this. Write to us to change it.")
    return _("A piece is no longer here. Go back to your mail and look again.")


def _items(request: HttpRequest) -> list[MailItem]:
    """The pieces the address names, in one mailbox on which the visitor may ask; a stranger's is 404."""
    wanted = set(numbers(request.GET.getlist("item")))
    mine = MailItem.objects.of_mailboxes(request.reach(Right.REQUEST)).filter(pk__in=wanted)
    items = list(mine.select_related("mailbox__space", "mailbox__operator", "mailbox__renter")[: MOST_AT_ONCE + 1])
    if not items or len(items) < len(wanted) or len(items) > MOST_AT_ONCE:
        raise Http404
    if len({item.mailbox_id for item in items}) > 1:
        items = [item for item in items if item.mailbox_id == items[0].mailbox_id]
        messages.info(request, _("One mailbox at a time: the others stay for the next request."))
    timezone.activate(items[0].mailbox.space.zone)
    return items


def _page(items: list[MailItem], **context) -> dict:
    query = "&".join(f"item={item.pk}" for item in items)
    return {"items": items, "query": query, "mailbox": items[0].mailbox, **context}
