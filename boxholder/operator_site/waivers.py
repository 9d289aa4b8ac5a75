"""What nobody owes or asks for any more by what staff do to a piece, and what is owed and to do again, with its cause.

Who sees no money reads no amounts.
"""

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from boxholder.billing.models import Charge
from boxholder.mail.models import ActionRequest, LeftBehind, MailItem
from boxholder.web.access import Permission

MOST_NAMED = 6


def tell(request: HttpRequest, items: Iterable[MailItem]) -> None:
    """After it was done; nothing where nothing was asked for or owed."""
    if said := words(request, items):
        messages.info(request, said)


def words(request: HttpRequest, items: Iterable[MailItem]) -> str:
    """As `tell`, where no toast is seen."""
    done = list(items)
    said = []
    if dropped := [asked for item in done for asked in item.dropped]:
        said.append(_("Not to do any more: %(what)s.") % {"what": _asked(dropped)})
    if waived := owed(charge for item in done for charge in item.waived):
        said.append(_("Waived with it, on record: %(what)s.") % {"what": named(request, waived)})
    if again := owed(charge for item in done for charge in item.owed_again):
        said.append(_("Owed again, as it is back: %(what)s.") % {"what": named(request, again)})
    if resumed := [item.resumed for item in done if item.resumed]:
        said.append(_("To do again, as it is back: %(what)s.") % {"what": _asked(resumed)})
    return " ".join(said)


def tell_undone(request: HttpRequest, items: Iterable[MailItem]) -> None:
    if said := words_undone(request, items):
        messages.info(request, said)


def words_undone(request: HttpRequest, items: Iterable[MailItem]) -> str:
    """After an Undo that may leave them nobody's: also what was waived before it, and is not owed again by it."""
    undone = list(items)
    told = {charge.pk for item in undone for charge in item.waived}
    left = LeftBehind.objects.waiting().filter(item__in=[item for item in undone if item.mailbox_id is None])
    stays = owed(each.charge for each in left.select_related("charge") if each.charge and each.charge_id not in told)
    said = [words(request, undone)]
    if stays:
        still = _("Still waived, as long as it is not put back into its mailbox: %(what)s.")
        said.append(still % {"what": named(request, stays)})
    return " ".join(filter(None, said))


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
