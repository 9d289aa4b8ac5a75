"""Who would get the e-mail, and who would not, and why."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from boxholder.billing import audience
from boxholder.billing.models import Announcement, AnnouncementRecipient, StripeIntegration
from boxholder.mailboxes.models import Mailbox
from boxholder.operator_site.listing import Listing
from boxholder.web.access import Permission, staff_may

TOLD = AnnouncementRecipient.objects.told().select_related("announcement").order_by("-pk")


@staff_may(Permission.SETTINGS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    operator, account = request.operator, StripeIntegration.objects.of(request.operator).account
    asked = audience.of(Announcement.Audience.WITHOUT_CARD, operator, account)
    listing = Listing(
        request,
        asked,
        {
            "": (_("Without a card"), asked),
            "card": (_("With a card"), audience.with_card(operator, account)),
            "invited": (_("Invited"), audience.invited(operator)),
            "gone": (_("Closed"), audience.gone(operator)),
        },
    )
    page = listing.page(lambda found: found.order_by("name", "pk").prefetch_related(*_shown()))
    context = {"listing": listing, "page": page}
    return render(request, "operator_site/settings/integrations/stripe/announcements/recipients.html", context)


def _shown() -> list[Prefetch]:
    return [
        Prefetch("mailboxes", Mailbox.objects.by_pmb()),
        Prefetch("announcements", TOLD, to_attr="told"),
    ]
