"""A piece is somebody's: said, and taken back."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from boxholder.mail.errors import AlreadyAssigned, MailError
from boxholder.mail.instructions import standing_instructions
from boxholder.mail.models import MailItem
from boxholder.operator_site import waivers
from boxholder.operator_site.forms.assigning import AssignForm
from boxholder.operator_site.forms.mailbox_field import SeenMailbox
from boxholder.operator_site.views.mail.assigning import answers
from boxholder.operator_site.views.mail.assigning.cards import deal
from boxholder.operator_site.views.mail.assigning.finding import find
from boxholder.operator_site.views.mail.assigning.troubles import NotSeen
from boxholder.operator_site.views.mail.pieces.finding import put_back_url
from boxholder.web.access import Permission, staff_may
from boxholder.web.toasts import undoable


@staff_may(Permission.MAIL)
@require_POST
def create(request: HttpRequest, pk: int) -> HttpResponse:
    item = find(request, pk)
    form = AssignForm(request.POST, item=item)
    if not form.is_valid():
        return answers.again(request, item, form, status=422)
    try:
        _assign(request, item, form)
    except MailError as error:
        return answers.refused(request, find(request, pk), form, error)
    return answers.done(request, item)


@staff_may(Permission.MAIL)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of the above, and of `not ours`: of what `?standing=` names, not of what was done since. Taken out of its
    mailbox on its own page, it can be put back."""
    item = find(request, pk)
    before = item.mailbox
    try:
        take_back(item, request.GET.get("standing", item.standing), by=request.user)
    except MailError:
        return answers.not_taken_back(request, item)
    if request.htmx:
        context = {"cards": deal(request, [find(request, pk)]), "said": waivers.words_undone(request, [item])}
        return render(request, "operator_site/mail/assigning/_cards.html", context)
    said = _("%(piece)s is unassigned again.") % {"piece": item}
    if before is not None and "can_be_put_back" in request.POST:
        undoable(request, said, put_back_url(item, before))
    else:
        messages.success(request, said)
    waivers.tell_undone(request, [item])
    return redirect(answers.back(request, item))


@transaction.atomic
def _assign(request: HttpRequest, item: MailItem, form: AssignForm) -> None:
    seen = form.mailbox
    must_have_been_seen(seen)
    item.change_details(by=request.user, seen=form.cleaned_data["seen"], **form.details)
    is_correction = item.mailbox_id is not None and item.mailbox_id == form.cleaned_data["over"]
    give = item.reassign if is_correction else item.assign
    give(seen.mailbox, by=request.user, seen_status=seen.status)


def must_have_been_seen(seen: SeenMailbox) -> None:
    """Raises NotSeen."""
    mailbox = seen.mailbox
    if seen.status is None and (mailbox.closed_on is not None or standing_instructions(mailbox)):
        raise NotSeen(mailbox)


def take_back(item: MailItem, standing: str, *, by) -> None:
    """`standing`: how the piece stood after what is to be undone. Raises MailError where it stands otherwise by now."""
    if item.is_here and item.mailbox_id is None:
        return
    if standing != item.standing:
        raise AlreadyAssigned
    if item.state == MailItem.State.NOT_OURS:
        item.bring_back(by=by)
    else:
        item.unassign(by=by)
