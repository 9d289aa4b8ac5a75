"""What nobody owes any more by what staff do to a piece, each with its cause: to whoever does it.

Who sees no money reads no amounts.
"""

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from boxholder.billing.models import Charge
from boxholder.mail.models import MailItem
from boxholder.web.access import Permission

MOST_NAMED = 6


def tell(request: HttpRequest, items: Iterable[MailItem]) -> None:
    """After it was done; nothing where nothing was owed."""
    if said := words(request, items):
        messages.info(request, said)


def words(request: HttpRequest, items: Iterable[MailItem]) -> str:
    """As `tell`, where no toast is seen."""
    waived = owed(charge for item in items for charge in item.waived)
    return _("Waived with it, on record: %(what)s.") % {"what": named(request, waived)} if waived else ""


def named(request: HttpRequest, waived: Sequence[Charge]) -> str:
    may_see_money = request.staff.may(Permission.MONEY)
    said = [str(charge) if may_see_money else charge.description for charge in waived[:MOST_NAMED]]
    if more := len(waived) - len(said):
        said.append(_("%(n)d more") % {"n": more})
    return "; ".join(said)


def owed(waived: Iterable[Charge]) -> list[Charge]:
    """Without what was free."""
    return [charge for charge in waived if charge.amount_minor]
