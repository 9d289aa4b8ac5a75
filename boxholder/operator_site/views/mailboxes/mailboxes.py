"""The list of mailboxes, and the profile of one."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from boxholder.billing import causes
from boxholder.billing.cards_on_file import cards_on_file
from boxholder.billing.left_over import left_over
from boxholder.billing.money import least
from boxholder.billing.not_invoiced import NotInvoiced, not_invoiced
from boxholder.billing.storage_tariff import Tariff
from boxholder.history.models import Event
from boxholder.mail import automation_words, storage
from boxholder.mail.models import Automation, NoticePreference, PostageLimit
from boxholder.mail.overtaken import overtaken
from boxholder.mail.readers import Reader
from boxholder.mailboxes.models import Mailbox, MailboxInvitation
from boxholder.mailboxes.models.mailbox import RESTS, MailboxQuerySet
from boxholder.operator_site.forms.mailboxes import MailboxForm
from boxholder.operator_site.listing import Listing
from boxholder.operator_site.views.mail.lists.newest import newest_mail
from boxholder.web.access import Permission, staff_may
from boxholder.web.numbers import number


@staff_may(Permission.MAILBOXES)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    everything = narrowed(request, request.GET)
    not_sent_yet = everything.not_sent_yet()
    listing = Listing(
        request,
        everything,
        {
            "": (_("All"), everything),
            "active": (_("Active"), everything.active()),
            "invited": (_("Invited"), everything.invited().exclude(pk__in=not_sent_yet)),
            "held": (_("Not sent yet"), not_sent_yet),
            "closed": (_("Closed"), everything.closed()),
        },
    )
    page = listing.page(lambda found: found.select_related("space", "renter").knowing_what_waits().by_pmb())
    context = {"page": page, "listing": listing}
    if listing.chosen == "held":
        context["held_back"] = MailboxInvitation.objects.filter(mailbox__in=not_sent_yet).held_back()
        context["queued"] = MailboxInvitation.objects.filter(mailbox__in=not_sent_yet).queued().count()
        context["latest_invitation"] = context["held_back"].order_by("-pk").values_list("pk", flat=True).first()
    return render(request, "operator_site/mailboxes/index.html", context)


def narrowed(request: HttpRequest, query: QueryDict) -> MailboxQuerySet:
    """What the search and the chosen space leave of the list."""
    found, space = request.operator.mailboxes.search(query.get("q", "")), number(query.get("space"))
    return found if space is None else found.filter(space=space)


@staff_may(Permission.MAILBOXES)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    mailbox = find(request, pk)
    timezone.activate(mailbox.space.zone)
    may_see_money = request.staff.may(Permission.MONEY)
    owed = _not_invoiced(mailbox) if may_see_money else None
    invitations = list(mailbox.invitations.order_by("-created_at"))
    context = {
        "mailbox": mailbox,
        "subscription": mailbox.subscriptions.select_related("offering").order_by("-created_at").first(),
        "invitations": invitations,
        "pending": next((invitation for invitation in invitations if invitation.is_pending), None),
        "others": mailbox.renter.mailboxes.exclude(pk=mailbox.pk).select_related("space").by_pmb(),
        "aliases": mailbox.aliases.all(),
        "told_of_new_mail": Reader(mailbox).how(NoticePreference.Kind.NEW_MAIL),
        "events": _events(request, mailbox),
        "waiting": mailbox.mail_items.here().count(),
        "automations": _automations(mailbox),
        "asked": mailbox.requests.pending().count(),
        "limit": PostageLimit.objects.of(mailbox),
        "storage": storage.in_use([mailbox], timezone.now()),
        "closes_until": mailbox.space.today(timezone.now()) + RESTS - timedelta(days=1),
        "on_file": cards_on_file(mailbox.renter, timezone.now()) if may_see_money else None,
        "not_invoiced": owed,
        "left_over": left_over(mailbox, owed, timezone.localdate()) if owed is not None else None,
        "least": least(request.operator.currency),
        "storage_rule": Tariff.of([mailbox])[pk].rule_on(timezone.localdate()) if may_see_money else None,
    }
    return render(request, "operator_site/mailboxes/show.html", context | newest_mail(request, [mailbox]))


@staff_may(Permission.MAILBOXES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    mailbox = find(request, pk)
    held = {"company": mailbox.company, "instructions": mailbox.instructions}
    form = MailboxForm(request.POST or None, initial=held)
    if form.is_valid():
        mailbox.change_company(form.cleaned_data["company"], by=request.user)
        mailbox.change_instructions(form.cleaned_data["instructions"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("desk:mailbox", mailbox.pk)
    return render(request, "operator_site/mailboxes/edit.html", {"mailbox": mailbox, "form": form})


def _automations(mailbox: Mailbox) -> list[tuple[Automation, str]]:
    """In their order; with each why it never has its turn, if so."""
    automations = list(mailbox.automations.kept().select_related("address"))
    takers = overtaken(automations)
    why = {pk: automation_words.never_has_its_turn(its) for pk, its in takers.items()}
    return [(automation, why.get(automation.pk, "")) for automation in automations]


def _not_invoiced(mailbox: Mailbox) -> NotInvoiced:
    found = not_invoiced([mailbox], timezone.localdate(), timezone.now())
    causes.link(found.run_up, "desk")
    return found


def _events(request: HttpRequest, mailbox: Mailbox) -> list[Event]:
    """What happened to the mailbox and its renter, latest first; for a clerk without kinds that may name amounts."""
    events = Event.objects.about(mailbox) | Event.objects.about(mailbox.renter)
    if not request.staff.may(Permission.MONEY):
        events = events.filter(Q(kind__startswith="mailbox.") | Q(kind__startswith="renter."))
    return list(events.order_by("-at", "-pk")[:100])


def find(request: HttpRequest, pk: int) -> Mailbox:
    mailbox = get_object_or_404(request.operator.mailboxes.select_related("space", "renter__user"), pk=pk)
    mailbox.operator = mailbox.space.operator = mailbox.renter.operator = request.operator
    return mailbox
