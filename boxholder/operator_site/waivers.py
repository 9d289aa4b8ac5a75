"""What nobody owes any more by what staff do to a piece, each with its cause and amount: to whoever does it."""

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from boxholder.billing.models import Charge
from boxholder.mail.models import MailItem

MOST_NAMED = 6


def tell(request: HttpRequest, items: Iterable[MailItem]) -> None:
    """After it was done; nothing where nothing was owed."""
    if waived := owed(charge for item in items for charge in item.waived):
        messages.info(request, _("Waived with it, on record: %(what)s.") % {"what": named(waived)})


def named(waived: Sequence[Charge]) -> str:
    said = [str(charge) for charge in waived[:MOST_NAMED]]
    if more := len(waived) - len(said):
        said.append(_("%(n)d more") % {"n": more})
    return "; ".join(said)


def owed(waived: Iterable[Charge]) -> list[Charge]:
    """Without what was free."""
    return [charge for charge in waived if charge.amount_minor]
