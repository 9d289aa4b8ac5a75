"""Say whose a piece is, or that it was somebody else's after all: name a mailbox, see what that does, do it."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boxholder.mail.errors import MailboxChanged
from boxholder.mail.instructions import instructions_for
from boxholder.mail.models import MailItem
from boxholder.mailboxes.models import Mailbox
from boxholder.operator_site import waivers
from boxholder.operator_site.forms.mail_items import WhoseForm
from boxholder.operator_site.forms.mailbox_field import SeenMailbox, key_of, words_for
from boxholder.operator_site.views.mail.pieces.finding import find, put_back_url, undo_url
from boxholder.operator_site.views.mail.pieces.trying import attempt, tell_why_not
from boxholder.web.access import Permission, staff_may
from boxholder.web.toasts import undoable


@staff_may(Permission.MAIL)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, pk: int) -> HttpResponse:
    """`?mailbox=…` shows what giving it to that one does; a POST of the same gives it, and so does an undo's."""
    item = find(request, pk)
    data = request.POST if "mailbox" in request.POST else request.GET
    form = WhoseForm(data if "mailbox" in data else None, item=item)
    if form.is_valid() and request.method == "POST" and (answer := _give(request, item, form.cleaned_data["mailbox"])):
        return answer
    context = {"item": item, "form": form}
    if form.is_valid():
        mailbox = form.cleaned_data["mailbox"].mailbox
        context |= {"chosen": mailbox, "key": key_of(mailbox), "words": words_for(mailbox)}
        context["instructions"] = instructions_for(item, mailbox)
        is_taken_away = item.mailbox_id not in {None, mailbox.pk}
        context["waivers"] = waivers.owed(item.to_forgive(mailbox)) if is_taken_away else []
        context["dropped"] = item.pending_request if is_taken_away else None
        if item.mailbox_id != mailbox.pk:
            context["owed_again"] = waivers.owed(item.to_owe_again(mailbox))
            context["to_resume"] = item.to_resume(mailbox)
    return render(request, "operator_site/mail/pieces/reassign.html", context)


def _give(request: HttpRequest, item: MailItem, seen: SeenMailbox) -> HttpResponse | None:
    """None where the mailbox has changed since it was shown: it is shown anew, with what giving it does now."""
    before = item.mailbox
    give = partial(item.reassign, seen.mailbox, by=request.user, seen_status=seen.status)
    error = attempt(request, item, give)
    if isinstance(error, MailboxChanged):
        words = {"mailbox": error.mailbox, "status": error.mailbox.mail_status.label}
        messages.warning(request, _("Not given to %(mailbox)s: it has changed meanwhile. Now: %(status)s.") % words)
        seen.mailbox.refresh_from_db()
        return None
    if error:
        tell_why_not(request, item, error)
    else:
        words = {"piece": item, "mailbox": seen.mailbox, "holder": seen.mailbox.holder_at_the_end}
        undoable(request, _("%(piece)s is in %(mailbox)s, %(holder)s.") % words, _undo_url(item, before))
        waivers.tell(request, [item])
    return redirect("desk:mail_item", item.pk)


def _undo_url(item: MailItem, before: Mailbox | None) -> str:
    return undo_url("desk:unassign", item) if before is None else put_back_url(item, before)
