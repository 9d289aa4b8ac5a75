"""What goes with a parcel: the label on it, and the list in it."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boxholder.mail.models import ActionRequest
from boxholder.mail.sheets.cover_sheet import paper_of
from boxholder.mail.sheets.typesetting import set_pdf


def address_label(requests: Sequence[ActionRequest]) -> bytes:
    """A PDF of 4 × 6 in, as label printers take it. The address is the first one's, as it was asked."""
    words = {"from": _("From"), "to": _("To"), "pieces": _references(requests)}
    return set_pdf("address_label.typ", {"sender": _sender(requests[0]), "to": requests[0].address, "words": words})


def packing_list(requests: Sequence[ActionRequest]) -> bytes:
    """A PDF of one page or several: every piece that is in it."""
    first = requests[0]
    words = {"title": _("Packing list"), "from": _("From"), "to": _("To"), "piece": _("Piece"), "arrived": _("Arrived")}
    facts = {"page": paper_of(first.space.country), "sender": _sender(first), "to": first.address}
    holder = f"PMB {first.mailbox.pmb}, {first.mailbox.holder}"
    return set_pdf("packing_list.typ", {**facts, "words": words, "holder": holder, "rows": [*map(_row, requests)]})


def _references(requests: Sequence[ActionRequest]) -> str:
    return ", ".join(request.item.reference for request in requests)


def _sender(request: ActionRequest) -> str:
    space = request.space
    return "\n".join([request.operator.name, space.street, space.city_line])


def _row(request: ActionRequest) -> dict[str, str]:
    item = request.item
    arrived = date_format(item.received_on, "DATE_FORMAT")
    return {"reference": item.reference, "headline": item.headline, "arrived": arrived}
