"""What nobody owes or asks for any more by what staff do to a piece, each with its cause: to whoever does it.

Who sees no money reads no amounts.
"""

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from boxholder.billing.models import Charge
from boxholder.mail.models import ActionRequest, MailItem
from boxholder.web.access import Permission

MOST_NAMED = 6


def tell(request: HttpRequest, items: Iterable[MailItem]) -> None:
    """After it was done; nothing where nothing was asked for or owed."""
    if said := words(request, items):
        messages.info(request, said)


def tell_what_stays(request: HttpRequest, item: MailItem) -> None:
    """Once it is back in a mailbox it was taken out of, be it by an undo: that brings back no request and no charge."""
    said = []
    if dropped := item.still_dropped:
        said.append(_("Not asked for again by that: %(what)s.") % {"what": _asked(dropped)})
    if waived := owed(item.still_waived):
        said.append(_("Still waived: %(what)s.") % {"what": named(request, waived)})
    if said:
        messages.info(request, " ".join(said))


def words(request: HttpRequest, items: Iterable[MailItem]) -> str:
    """As `tell`, where no toast is seen."""
    items, said = list(items), []
    if dropped := [asked for item in items for asked in item.dropped]:
        said.append(_("Not to do any more: %(what)s.") % {"what": _asked(dropped)})
    if waived := owed(charge for item in items for charge in item.waived):
        said.append(_("Waived with it, on record: %(what)s.") % {"what": named(request, waived)})
    return " ".join(said)


def named(request: HttpRequest, waived: Sequence[Charge]) -> str:
    may_see_money = request.staff.may(Permission.MONEY)
    return _listed([str(charge) if may_see_money else charge.description for charge in waived])


def _asked(dropped: Sequence[ActionRequest]) -> str:
    return _listed([str(request) for request in dropped])


def _listed(what: list[str]) -> str:
    more = [_("%(n)d more") % {"n": len(what) - MOST_NAMED}] if len(what) > MOST_NAMED else []
    return "; ".join([*what[:MOST_NAMED], *more])


def owed(waived: Iterable[Charge]) -> list[Charge]:
    """Without what was free."""
    return [charge for charge in waived if charge.amount_minor]
