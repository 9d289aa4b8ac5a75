"""What is done by itself with the mail of a mailbox, in which order, and what each costs."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxholder.mail import automations
from boxholder.mail.models import Automation
from boxholder.mail.overtaken import Overtaken, overtaken, takes_everything
from boxholder.mailboxes.models import Mailbox
from boxholder.renter_site import automating
from boxholder.renter_site.forms.automations import AutomationForm
from boxholder.renter_site.views.settings.tabs import tabs
from boxholder.web.access import Right, mailbox_may
from boxholder.web.numbers import number


@mailbox_may(Right.MANAGE)
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    now, mailboxes = timezone.now(), list(_mailboxes(request))
    for mailbox in mailboxes:
        mailbox.shown = automating.shown(mailbox, now)
        mailbox.usual = automating.offers(mailbox, now, automating.USUAL) if not mailbox.shown else []
    context = {"mailboxes": mailboxes, "tabs": tabs(request)}
    return render(request, "renter_site/settings/automations/index.html", context)


@mailbox_may(Right.MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """First what is to be done, then for which pieces; the price stands there before anything is saved."""
    mailbox, now = _mailbox(request), timezone.now()
    does = request.GET.get("does", "")
    if does not in Automation.Does:
        context = {"mailbox": mailbox, "offers": automating.offers(mailbox, now), "tabs": tabs(request)}
        context["takes_everything"] = takes_everything(automating.in_order(mailbox))
        return render(request, "renter_site/settings/automations/choose.html", context)
    form = AutomationForm(request.POST or None, does=does, mailbox=mailbox)
    if form.is_valid() and _saw_the_price(request, form, mailbox):
        before = overtaken(automating.in_order(mailbox))
        add = automations.add_with_those_here if form.takes_those_here else Automation.objects.add
        add(mailbox, does=form.does, **form.rules, by=request.user, now=now)
        messages.success(request, _("Saved. It holds for all mail that comes from now on."))
        _tell_who_is_overtaken(request, mailbox, before)
        return redirect("renter:automations")
    context = _page(request, form, mailbox) | {"takes_everything": takes_everything(automating.in_order(mailbox))}
    return render(request, "renter_site/settings/automations/edit.html", context)


@mailbox_may(Right.MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    automation = _find(request, pk)
    mailbox = automation.mailbox
    form = AutomationForm(request.POST or None, does=automation.does, mailbox=mailbox, automation=automation)
    if form.is_valid() and _saw_the_price(request, form, mailbox):
        before = overtaken(automating.in_order(mailbox))
        automation.change(**form.rules, by=request.user, now=timezone.now())
        messages.success(request, _("Saved. What was asked for already stays as it was."))
        _tell_who_is_overtaken(request, mailbox, before)
        return redirect("renter:automations")
    context = _page(request, form, mailbox) | {
        "automation": automation,
        "is_dearer": automation.is_dearer(timezone.now()),
    }
    return render(request, "renter_site/settings/automations/edit.html", context)


@mailbox_may(Right.MANAGE)
@require_POST
def move_up(request: HttpRequest, pk: int) -> HttpResponse:
    automation = _find(request, pk)
    before = overtaken(automating.in_order(automation.mailbox))
    automation.move_up(by=request.user)
    _tell_who_is_overtaken(request, automation.mailbox, before)
    return redirect("renter:automations")


@mailbox_may(Right.MANAGE)
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    is_on = request.POST.get("is_on") == "1"
    automation = _find(request, pk)
    before = overtaken(automating.in_order(automation.mailbox))
    automation.switch(is_on, by=request.user, now=timezone.now())
    messages.success(request, _("Switched on.") if is_on else _("Switched off until you switch it on again."))
    _tell_who_is_overtaken(request, automation.mailbox, before)
    return redirect("renter:automations")


@mailbox_may(Right.MANAGE)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    _find(request, pk).remove(by=request.user)
    messages.success(request, _("Removed. What it has asked for stays asked for."))
    return redirect("renter:automations")


def _tell_who_is_overtaken(request: HttpRequest, mailbox: Mailbox, before: Overtaken) -> None:
    for said in automating.newly_overtaken(mailbox, before):
        messages.warning(request, said)


def _saw_the_price(request: HttpRequest, form: AutomationForm, mailbox: Mailbox) -> bool:
    """Who saves it agrees to the price on their screen, and to no other. False: the form says so."""
    now = str(automating.offer(mailbox, form.does, timezone.now()).each)
    if request.POST.get("each", now) == now:
        return True
    form.add_error(None, _("The price changed while you were looking. Look at it again, then save."))
    return False


def _page(request: HttpRequest, form: AutomationForm, mailbox: Mailbox) -> dict:
    offer = automating.offer(mailbox, form.does, timezone.now())
    return {"form": form, "mailbox": mailbox, "offer": offer, "tabs": tabs(request)}


def _mailboxes(request: HttpRequest):
    return request.reach(Right.MANAGE).open().select_related("renter", "space", "operator").by_pmb()


def _mailbox(request: HttpRequest) -> Mailbox:
    """The one the address names, or the only one, or the first."""
    wanted = number(request.GET.get("mailbox"))
    mailboxes = _mailboxes(request)
    mailbox = mailboxes.first() if wanted is None else mailboxes.filter(pk=wanted).first()
    if mailbox is None:
        raise Http404
    return mailbox


def _find(request: HttpRequest, pk: int) -> Automation:
    found = Automation.objects.kept().filter(mailbox__in=request.reach(Right.MANAGE))
    return get_object_or_404(found.select_related("mailbox__operator", "mailbox__space", "address"), pk=pk)
