"""Somebody collects pieces of one mailbox at the counter, and signs on the screen."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from boxholder.billing.models import RequestKind
from boxholder.mail.errors import AlreadyGone, NotAllHere, RequestPending
from boxholder.mail.instructions import standing_instructions
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.mailboxes.models import Mailbox
from boxholder.operator_site.forms.mail_items import PickupForm
from boxholder.operator_site.views.mail.pieces.finding import numbers
from boxholder.operator_site.views.mail.pieces.trying import what_changed, why_not
from boxholder.web.access import Permission, staff_may
from boxholder.web.toasts import undoable


@staff_may(Permission.MAIL)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """`?item=…`, one or several; or `?mailbox=…`, all that waits for it."""
    asked = request.operator.mail_items.filter(pk__in=numbers(request, "item"))
    mailboxes = _mailboxes(request, asked)
    if len(mailboxes) > 1:
        return render(request, "operator_site/mail/pieces/several_mailboxes.html", {"groups": _groups(asked)})
    if not mailboxes:
        messages.warning(request, _("Say first whose it is: only then can it be handed out."))
        return redirect("desk:mail_item", asked[0].pk)
    return _hand_out_page(request, mailboxes[0], asked)


@staff_may(Permission.MAIL)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """All of them are on the shelf after all."""
    pickup = get_object_or_404(request.operator.pickups.select_related("mailbox"), pk=pk)
    try:
        count = pickup.undo(by=request.user)
    except AlreadyGone:
        messages.warning(request, _("Nothing was changed: one of the pieces was changed just now. Look at them again."))
    else:
        said = ngettext("%(n)s piece is here again.", "%(n)s pieces are here again.", count)
        messages.success(request, said % {"n": count})
    return redirect("desk:mailbox", pickup.mailbox_id)


def _mailboxes(request: HttpRequest, asked) -> list[Mailbox]:
    """Whose the pieces are. 404 where the visitor may see none of what was asked for."""
    mailboxes = request.operator.mailboxes.select_related("space", "renter")
    if numbers(request, "mailbox"):
        return [get_object_or_404(mailboxes, pk=numbers(request, "mailbox")[0])]
    if not asked.exists():
        raise Http404
    return list(mailboxes.filter(pk__in=asked.values("mailbox")).by_pmb())


def _groups(asked) -> list[tuple[Mailbox, list[MailItem]]]:
    groups: dict[Mailbox, list[MailItem]] = {}
    for item in asked.here().exclude(mailbox=None).select_related("mailbox__renter"):
        groups.setdefault(item.mailbox, []).append(item)
    return list(groups.items())


def _hand_out_page(request: HttpRequest, mailbox: Mailbox, asked) -> HttpResponse:
    timezone.activate(mailbox.space.zone)
    form = PickupForm(request.POST or None, mailbox=mailbox)
    items = list(asked.select_related("space"))
    gone: list[MailItem] = []
    if form.is_valid() and not items:
        form.add_error(None, _("Tick what is handed out."))
    elif form.is_valid():
        try:
            return _hand_out(request, mailbox, items, form)
        except NotAllHere as refusal:
            gone = refusal.items
        except RequestPending as refusal:
            form.add_error(None, why_not(refusal, refusal.request.item, reader=request.user))
    waiting = list(mailbox.mail_items.here().prefetch_related("pictures", "requests"))
    for item in waiting:
        item.asked_otherwise = _asked_otherwise(item)
    free = [item for item in waiting if not item.asked_otherwise]
    ticked = {item.pk for item in (items if items or request.method == "POST" else free)}
    context = {
        "mailbox": mailbox,
        # What somebody came for stands on top.
        "waiting": sorted(waiting, key=lambda item: item.pk not in ticked),
        "ticked": ticked,
        "form": form,
        "instructions": standing_instructions(mailbox),
        "gone": [(item, what_changed(item, reader=request.user)) for item in gone],
    }
    return render(request, "operator_site/mail/pieces/pick_up.html", context)


def _asked_otherwise(item: MailItem) -> ActionRequest | None:
    """What has to be dealt with before it can be handed out."""
    pending = item.pending_request
    return pending if pending and pending.kind != RequestKind.ONSITE_PICKUP else None


def _hand_out(request: HttpRequest, mailbox: Mailbox, items: list[MailItem], form: PickupForm) -> HttpResponse:
    for item in items:
        # As the page showed it: what is somebody else's by now is not handed out.
        item.mailbox = mailbox
    signature = form.cleaned_data["signature"]
    pickup = MailItem.objects.pick_up(items, who=form.collector, signature=signature, by=request.user)
    said = ngettext("%(who)s has collected %(n)s piece.", "%(who)s has collected %(n)s pieces.", len(items))
    undoable(request, said % {"who": pickup.who, "n": len(items)}, reverse("desk:undo_pickup", args=[pickup.pk]))
    return redirect("desk:mail_item", items[0].pk) if len(items) == 1 else redirect("desk:mailbox", mailbox.pk)
