"""What a clerk is answered: done, with its undo; or the card again, as it was filled in, with what was in the way.

The page asks in the background and gets fragments; without a script there are whole pages.
"""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from boxholder.mail.errors import MailError
from boxholder.mail.models import MailItem
from boxholder.operator_site import waivers
from boxholder.operator_site.forms.assigning import DETAILS, AssignForm
from boxholder.operator_site.forms.mailbox_field import key_of, seen_mailbox
from boxholder.operator_site.views.mail.assigning import assigning, troubles
from boxholder.operator_site.views.mail.assigning.cards import again_with
from boxholder.operator_site.views.mail.assigning.pile import Pile
from boxholder.web.numbers import number
from boxholder.web.toasts import undoable


def done(request: HttpRequest, item: MailItem) -> HttpResponse:
    undo = f"{reverse('desk:unassign', args=[item.pk])}?standing={item.standing}"
    words = " ".join(filter(None, [said(item), waivers.words(request, [item])]))
    if request.htmx:
        context = {"item": item, "said": words, "undo_url": undo}
        return render(request, "operator_site/mail/assigning/_done.html", context)
    undoable(request, words, undo)
    place = {"after": number(request.POST.get("after")), "space": number(request.GET.get("space"))}
    query = urlencode({name: value for name, value in place.items() if value})
    return redirect(reverse("desk:assigning") + (f"?{query}" if query else ""))


def said(item: MailItem) -> str:
    if item.mailbox is None:
        return _("%(piece)s is noted as delivered here by mistake.") % {"piece": item}
    words = {"piece": item, "mailbox": item.mailbox, "holder": item.mailbox.holder_at_the_end}
    given = _("%(piece)s is in %(mailbox)s, %(holder)s.") % words
    if item.learnt is None:
        return given
    return given + " " + _("Remembered: mail for “%(name)s” goes to %(mailbox)s.") % {**words, "name": item.learnt}


def again(request: HttpRequest, item: MailItem, form: AssignForm, *, status: int, trouble: str = "") -> HttpResponse:
    """The card as it was filled in."""
    card = again_with(item, form, trouble)
    if request.htmx:
        return render(request, "operator_site/mail/assigning/_card.html", {"card": card}, status=status)
    return assigning.page(request, [card], Pile(request), status=status)


def refused(request: HttpRequest, item: MailItem, form: AssignForm, error: MailError) -> HttpResponse:
    """Nothing was changed. What the clerk chose stays chosen; `item` and the mailbox are shown as they stand now."""
    now = request.POST.copy()
    now["seen"] = json.dumps({name: getattr(item, name) for name in DETAILS})
    now["over"] = str(item.mailbox_id or "")
    mailbox = None
    if form.is_valid() and (seen := seen_mailbox(item.space.mailboxes.all(), key_of(form.mailbox.mailbox))):
        mailbox = seen.mailbox
        now["chosen"], now["other"], now["other_key"] = key_of(mailbox), "", ""
    words = troubles.in_words(error, item, mailbox)
    return again(request, item, AssignForm(now, item=item), status=409, trouble=words)


def not_taken_back(request: HttpRequest, item: MailItem) -> HttpResponse:
    said = _("Not undone. %(what)s") % {"what": troubles.what_happened(item)}
    if request.htmx:
        return render(request, "operator_site/mail/assigning/_not_undone.html", {"said": said}, status=409)
    messages.warning(request, said)
    return redirect(back(request, item))


def back(request: HttpRequest, item: MailItem) -> str:
    """To where the undo was pressed."""
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return came_from
    return f"{reverse('desk:assigning')}?piece={item.pk}"
