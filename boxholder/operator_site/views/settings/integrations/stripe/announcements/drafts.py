"""The e-mail before it is sent: write it, look at it as a renter will, send a test, send it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from boxholder.billing import announcing, audience
from boxholder.billing.announcement_words import PLACEHOLDERS, Letter, letters
from boxholder.billing.models import Announcement, StripeIntegration
from boxholder.mailboxes.models import Renter
from boxholder.operator_site.forms.announcements import AnnouncementForm
from boxholder.operator_site.frame import settings_tabs
from boxholder.web.access import Permission, staff_may
from boxholder.web.numbers import number

# So many are offered to be looked at; any other is reached from the list of recipients.
SAMPLES = 50
EDIT = "operator_site/settings/integrations/stripe/announcements/edit.html"


@dataclass
class Desk:
    """The draft, its form, and the renter it is shown for."""

    request: HttpRequest
    integration: StripeIntegration
    draft: Announcement
    form: AnnouncementForm
    counts: dict[str, int]
    already_told: int

    @property
    def audience(self) -> str:
        """As chosen on the page, even if something else in the form is wrong."""
        chosen = self.form["audience"].value()
        return chosen if chosen in self.counts else Announcement.Audience.WITHOUT_CARD

    @property
    def count(self) -> int:
        return self.counts[self.audience]

    @property
    def renters(self):
        return audience.of(self.audience, self.request.operator, self.integration.account).order_by("name", "pk")

    def samples(self) -> list[Renter]:
        found = list(self.renters[:SAMPLES])
        chosen = self._chosen()
        return found if chosen is None or chosen in found else [chosen, *found]

    def sample(self) -> Renter | None:
        """Of nobody who gets it is there at least somebody who rents here."""
        return self._chosen() or self.renters.first() or audience.tenants(self.request.operator).first()

    def _chosen(self) -> Renter | None:
        asked = self.request.POST.get("sample") or self.request.GET.get("sample", "")
        return audience.tenants(self.request.operator).filter(pk=number(asked)).first()

    def letter(self) -> Letter | None:
        """What the sample would read, as it is typed at this moment."""
        sample, now = self.sample(), timezone.now()
        if sample is None:
            return None
        subject, text = (str(self.form[name].value() or "") for name in ("subject", "text"))
        day = announcing.cards_from(self.integration, now)
        return next(letters(subject, text, [sample], operator=self.request.operator, cards_from=day, now=now))


@staff_may(Permission.SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    if not _is_offered(request):
        return _not_offered(request)
    desk = _desk(request)
    if desk.form.is_valid():
        announcing.reword(desk.draft, **desk.form.cleaned_data)
        messages.success(request, _("Saved. Nothing is sent yet."))
        return redirect(_with_sample("desk:new_announcement", desk))
    return render(request, EDIT, _context(desk))


@staff_may(Permission.SETTINGS)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The parts of the page that follow what is typed."""
    if not _is_offered(request):
        return _not_offered(request)
    desk = _desk(request)
    desk.form.is_valid()
    return render(request, "operator_site/settings/integrations/stripe/announcements/_live.html", _context(desk))


@staff_may(Permission.SETTINGS)
@require_POST
def test(request: HttpRequest) -> HttpResponse:
    """To whoever presses the button, and nobody else."""
    if not _is_offered(request):
        return _not_offered(request)
    desk = _desk(request)
    letter = desk.letter()
    if not desk.form.is_valid() or letter is None:
        return render(request, EDIT, _context(desk))
    announcing.reword(desk.draft, **desk.form.cleaned_data)
    remark = _("This is a test, sent to you alone. %(renter)s would read:") % {"renter": letter.renter}
    announcing.send_test(
        letter, operator=request.operator, to=request.user.email, mark=_("[Test]"), remark=f"{remark}\n{'-' * 40}"
    )
    messages.success(request, _("A test is on its way to %(email)s.") % {"email": request.user.email})
    return redirect(_with_sample("desk:new_announcement", desk))


@staff_may(Permission.SETTINGS)
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(request.operator.announcements, pk=pk)
    if not draft.is_draft:
        return _started_before(request, draft)
    if not _is_offered(request):
        return _not_offered(request)
    desk = _desk(request, draft)
    if not desk.form.is_valid():
        return render(request, EDIT, _context(desk))
    try:
        given = request.POST.get("expected", "")
        expected = int(given) if given.isdecimal() else 0
        announcing.start(draft, **desk.form.cleaned_data, expected=expected, by=request.user, now=timezone.now())
    except announcing.NotOffered:
        return _not_offered(request)
    except announcing.AlreadyStarted:
        return _started_before(request, draft)
    except announcing.AudienceChanged:
        messages.warning(request, _changed(desk.count))
        return render(request, EDIT, _context(desk))
    return redirect("desk:announcement", draft.pk)


def _is_offered(request: HttpRequest) -> bool:
    return StripeIntegration.objects.of(request.operator).is_usable


def _not_offered(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Connect Stripe first: the e-mail is offered once the check has passed."))
    return redirect("desk:stripe_integration")


def _started_before(request: HttpRequest, announcement: Announcement) -> HttpResponse:
    messages.info(request, _("This e-mail was sent already; here is how far it is."))
    return redirect("desk:announcement", announcement.pk)


def _changed(count: int) -> str:
    if not count:
        return _("Nothing was sent: nobody is left to whom it would go.")
    return ngettext(
        "Nothing was sent: it would go to %(n)s renter now. Look again, then send it.",
        "Nothing was sent: it would go to %(n)s renters now. Look again, then send it.",
        count,
    ) % {"n": count}


def _desk(request: HttpRequest, draft: Announcement | None = None) -> Desk:
    integration = StripeIntegration.objects.of(request.operator)
    draft = draft or announcing.draft_of(request.operator)
    choices = {each: audience.of(each, request.operator, integration.account) for each in Announcement.Audience.values}
    counts = {each: found.count() for each, found in choices.items()}
    if counts[Announcement.Audience.UNTOLD] == counts[Announcement.Audience.WITHOUT_CARD]:
        del counts[Announcement.Audience.UNTOLD]
    if draft.audience not in counts:
        draft.audience = Announcement.Audience.WITHOUT_CARD
    data = request.POST if request.method == "POST" else None
    form = AnnouncementForm(data, draft=draft, counts=counts)
    desk = Desk(request, integration, draft, form, counts, already_told=0)
    desk.already_told = audience.told(desk.renters).count()
    return desk


def _context(desk: Desk) -> dict:
    request, now, today = desk.request, timezone.now(), timezone.localdate()
    cards_from = announcing.cards_from(desk.integration, now)
    past = request.operator.announcements.started().select_related("by")
    return {
        "draft": desk.draft,
        "form": desk.form,
        "integration": desk.integration,
        "count": desk.count,
        "audience": desk.audience,
        "invited": audience.invited(request.operator).count(),
        "gone": audience.gone(request.operator).count(),
        "already_told": desk.already_told,
        "past": past[:10],
        "letter": desk.letter(),
        "samples": desk.samples(),
        "placeholders": PLACEHOLDERS,
        "cards_from": cards_from,
        "has_notice": cards_from > today,
        "is_asked_now": desk.integration.asks_for_cards_on(today),
        "tabs": settings_tabs(request),
    }


def _with_sample(name: str, desk: Desk) -> str:
    chosen = number(desk.request.POST.get("sample"))
    return reverse(name) if chosen is None else f"{reverse(name)}?sample={chosen}"
