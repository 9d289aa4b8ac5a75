"""Assigning piece by piece: one large, the next ones in the page already."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boxholder.operator_site.views.mail.assigning.cards import Card, deal, marks_of, with_all_it_shows
from boxholder.operator_site.views.mail.assigning.pile import Pile, numbers
from boxholder.web.access import Permission, staff_may

# So many are in the page: whoever is quick does not wait for a picture.
AT_HAND = 4


@staff_may(Permission.MAIL)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    pile = Pile(request)
    return page(request, deal(request, with_all_it_shows(pile.rest)[:AT_HAND]), pile)


def page(request: HttpRequest, cards: list[Card], pile: Pile, *, status: int = 200) -> HttpResponse:
    context = {"cards": cards, "pile": pile, "last": cards[-1].item.pk if cards else pile.after or 0}
    return render(request, "operator_site/mail/assigning/index.html", context, status=status)


@staff_may(Permission.MAIL)
@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """For the page: what follows `?after=`; of those it has (`?have=`, by their marks), which are gone or renewed."""
    pile, marks = Pile(request), request.GET.get("have", "").split(",")
    have = numbers(",".join(mark.partition(".")[0] for mark in marks))
    still = marks_of(pile.items.filter(pk__in=have))
    renewed = [pk for pk, mark in still.items() if mark not in marks]
    wanted = max(0, AT_HAND - len(still))
    following = deal(request, with_all_it_shows(pile.rest)[:wanted])
    context = {
        "gone": [pk for pk in have if pk not in still],
        "renewed": deal(request, with_all_it_shows(pile.items.filter(pk__in=renewed))) if renewed else [],
        "cards": following,
        # A page that has enough is not told whether there are more.
        "is_all": len(following) < wanted,
        "pile": pile,
    }
    return render(request, "operator_site/mail/assigning/_cards.html", context)
