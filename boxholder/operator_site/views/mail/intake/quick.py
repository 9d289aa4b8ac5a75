"""Logging a piece without a picture: type, Enter, and the next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from boxholder.mail import intake
from boxholder.mail.errors import MailboxChanged
from boxholder.mail.mailbox_search import find_mailboxes
from boxholder.mail.models import MailItem
from boxholder.mail.quick_entry import understand
from boxholder.mailboxes.models import Mailbox
from boxholder.operator_site.forms.mailbox_field import key_of, words_for
from boxholder.operator_site.forms.quick_log import QuickLogForm, pick
from boxholder.operator_site.views.mail.intake.spaces import chosen_space
from boxholder.operators.models import Space
from boxholder.web.access import Permission, staff_may
from boxholder.web.toasts import undoable

LOGGED = "quickly_logged"
SHOWN = 8


@staff_may(Permission.MAIL)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    space = chosen_space(request)
    if request.method != "POST":
        return _show(request, space, _form(space, initial={"type": request.GET.get("type", "")}))
    form = _form(space, request.POST)
    if not form.is_valid():
        return _show(request, space, form, status=422)
    entry, seen = form.whose.entry, form.whose.seen
    if entry.piece:
        return _open_piece(request, space, form, entry.piece)
    if seen is None:
        return _ask_whose(request, space, form)
    is_sheet_alone = entry.mailbox and not form.facts["tracking_number"]
    if seen.status is None and (is_sheet_alone or seen.mailbox.status == Mailbox.Status.CLOSED):
        return _ask_again(request, space, form, seen.mailbox, focus="tracking_number" if is_sheet_alone else "entry")
    return _log(request, space, form)


@staff_may(Permission.MAIL)
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Mailboxes for what the line says of whose it is; nothing while a scanner types a code."""
    space = chosen_space(request, remember=False)
    whose = understand(request.GET.get("q", "")).whose
    if not whose:
        return HttpResponse()
    found = find_mailboxes(space.mailboxes.all(), whose).select_related("renter", "space")[:SHOWN]
    options = [{"mailbox": mailbox, "key": key_of(mailbox), "text": words_for(mailbox)} for mailbox in found]
    return render(request, "operator_site/mail/_mailbox_suggestions.html", {"options": options})


def _log(request: HttpRequest, space: Space, form: QuickLogForm) -> HttpResponse:
    seen = form.whose.seen
    if twin := _twin(request, form.facts["tracking_number"]):
        return _ask_again(request, space, form, seen.mailbox, twin=twin)
    try:
        item = intake.log(seen.mailbox, by=request.user, seen_status=seen.status, **form.facts)
    except MailboxChanged as changed:
        return _ask_again(request, space, form, changed.mailbox)
    request.session[LOGGED] = [item.pk, *request.session.get(LOGGED, [])][:SHOWN]
    words = {"piece": item.reference, "mailbox": item.mailbox, "holder": item.mailbox.holder_at_the_end}
    undo = f"{reverse('desk:unassign', args=[item.pk])}?{urlencode({'standing': item.standing})}"
    undoable(request, _("%(piece)s is with %(mailbox)s, %(holder)s.") % words, undo)
    # Parcels come in rows: the type stays, everything else is of the next piece.
    return redirect(f"{reverse('desk:quick_log')}?{urlencode({'type': item.type})}")


def _twin(request: HttpRequest, tracking_number: str) -> MailItem | None:
    """A piece that is here under this number, unless the clerk was told of it."""
    if not tracking_number or request.POST.get("knows_of") == tracking_number:
        return None
    same = request.operator.mail_items.here().tracked_as(tracking_number)
    return same.select_related("mailbox__renter").first()


def _open_piece(request: HttpRequest, space: Space, form: QuickLogForm, pk: int) -> HttpResponse:
    if request.operator.mail_items.filter(pk=pk).exists():
        return redirect("desk:mail_item", pk)
    form.add_error("entry", _("There is no piece M-%(number)s here.") % {"number": pk})
    return _show(request, space, form, status=422)


def _ask_whose(request: HttpRequest, space: Space, form: QuickLogForm) -> HttpResponse:
    """What was scanned stands in its field; the line waits for the mailbox."""
    if not any(form.whose.entry.__dict__.values()):
        form.add_error("entry", _("Whose is it? Type a PMB or a name."))
        return _show(request, space, form, status=422)
    return _show(request, space, _form(space, initial=form.facts))


def _ask_again(
    request: HttpRequest, space: Space, form: QuickLogForm, mailbox: Mailbox, *, focus: str = "entry", twin=None
) -> HttpResponse:
    """The mailbox stands in the line, with how it is: Enter once more logs the piece."""
    asked = _form(space, initial={**form.facts, "entry": pick(mailbox)}, focus=focus)
    return _show(request, space, asked, asks_about=mailbox, twin=twin)


def _form(space: Space, data=None, **kwargs) -> QuickLogForm:
    suggestions_url = f"{reverse('desk:quick_mailboxes')}?space={space.pk}"
    return QuickLogForm(data, space=space, suggestions_url=suggestions_url, **kwargs)


def _show(request: HttpRequest, space: Space, form: QuickLogForm, *, asks_about=None, twin=None, status: int = 200):
    context = {
        "twin": twin,
        "form": form,
        "space": space,
        "spaces_to_choose": request.operator.spaces.order_by("name"),
        "asks_about": asks_about,
        "logged": _logged(request),
    }
    return render(request, "operator_site/mail/intake/quick.html", context, status=status)


def _logged(request: HttpRequest) -> list[MailItem]:
    """The last ones of this session, newest first."""
    pks = request.session.get(LOGGED, [])
    return list(request.operator.mail_items.kept().filter(pk__in=pks).select_related("mailbox__renter"))
