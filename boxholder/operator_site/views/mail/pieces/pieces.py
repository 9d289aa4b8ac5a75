"""One piece: its page, and the form about its outside."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from boxholder.history.models import Event
from boxholder.mail import storage
from boxholder.mail.errors import AlreadyGone, DetailsChanged
from boxholder.mail.instructions import instructions_for
from boxholder.mail.models import MailItem, NewMailNotice
from boxholder.mail.models.mail_item.details import kind_of_change
from boxholder.operator_site import waivers
from boxholder.operator_site.forms.mail_items import DeletionForm, DetailsForm
from boxholder.operator_site.views.mail.pieces.bringing_back import bringing_back
from boxholder.operator_site.views.mail.pieces.finding import find
from boxholder.operator_site.views.mail.pieces.trail import trail_of
from boxholder.operator_site.views.mail.pieces.trying import tell_why_not
from boxholder.web.access import Permission, staff_may
from boxholder.web.moments import say_time


@staff_may(Permission.MAIL)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    item = find(request, pk)
    context = {
        "item": item,
        "pictures": list(item.pictures.exclude(original="")),
        "reading": getattr(item, "reading", None),
        "notices": NewMailNotice.objects.known_of(item),
        "instructions": instructions_for(item, item.mailbox) if item.mailbox else [],
        "trail": trail_of(item),
        "stored": storage.explain(item, timezone.now()) if request.staff.may(Permission.MONEY) else None,
        "deletion": DeletionForm(auto_id="deletion_%s"),
        "bringing_back": bringing_back(item),
        # Were it nobody's here.
        "waivers": waivers.owed(item.to_forgive()) if item.is_here and item.mailbox else [],
        "several_spaces": request.operator.spaces.count() > 1,
    }
    return render(request, "operator_site/mail/pieces/show.html", context)


@staff_may(Permission.MAIL)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    item = find(request, pk)
    form = DetailsForm(request.POST or None, instance=item)
    if form.is_valid() and (answer := _save(request, item, form)):
        return answer
    return render(request, "operator_site/mail/pieces/edit.html", {"item": item, "form": form})


def _save(request: HttpRequest, item: MailItem, form: DetailsForm) -> HttpResponse | None:
    """None where somebody else wrote something else in between: said beside the field, what was typed stays."""
    try:
        item.change_details(by=request.user, seen=form.was, **form.details)
    except DetailsChanged as clash:
        form.refuse(clash.names, {name: _who_changed(item, name) for name in clash.names})
        return None
    except AlreadyGone as error:
        tell_why_not(request, item, error)
    else:
        messages.success(request, _("Saved."))
    return redirect("desk:mail_item", item.pk)


def _who_changed(item: MailItem, name: str) -> str:
    event = Event.objects.about(item).filter(kind=kind_of_change(name)).last()
    if event is None:
        return _("This was changed meanwhile. Save again to put yours in its place.")
    words = {"who": event.who, "when": say_time(event.at), "what": event.data["after"]}
    return _("%(who)s changed this to “%(what)s” (%(when)s). Save again to put yours in its place.") % words
