"""Doing something to a piece as its page showed it, and saying why it was not done."""

from collections.abc import Callable, Collection

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from boxholder.history.models import Event
from boxholder.mail.errors import MailError, RequestPending
from boxholder.mail.history import CHANGES_STANDING
from boxholder.mail.models import MailItem
from boxholder.web.moments import say_time


def attempt(request: HttpRequest, item: MailItem, act: Callable[[], object]) -> MailError | None:
    """None where it was done; `item` then and otherwise says how it stands now.

    A form brings back the `standing` its page showed: what has changed since is not acted upon.
    """
    seen = request.POST.get("standing") or request.GET.get("standing") or item.standing
    try:
        if seen != item.standing:
            raise MailError
        act()
    except MailError as error:
        item.refresh_from_db()
        return error
    return None


def tell_why_not(request: HttpRequest, item: MailItem, error: MailError) -> None:
    messages.warning(request, why_not(error, item, reader=request.user))


def why_not(error: MailError, item: MailItem, *, reader) -> str:
    if isinstance(error, RequestPending):
        words = {"piece": item, "what": error.request.get_kind_display()}
        return _("Nothing was changed: for %(piece)s something else was asked, %(what)s. Deal with that first.") % words
    return what_changed(item, reader=reader)


def what_changed(item: MailItem, *, reader, kinds: Collection[str] = CHANGES_STANDING) -> str:
    """In one sentence: nothing was changed, and who did what instead."""
    event = Event.objects.about(item).filter(kind__in=kinds).last()
    if event is None:
        return _("Nothing was changed. Look at the piece again.")
    words = {"who": event.who, "when": say_time(event.at), "what": event.sentence}
    if event.by_id == reader.pk:
        return _("Nothing more was changed: you have done this already (%(when)s): %(what)s.") % words
    return _("Nothing was changed: %(who)s was quicker (%(when)s): %(what)s.") % words
