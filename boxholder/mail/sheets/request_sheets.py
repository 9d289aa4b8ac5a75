"""Cover sheets of requests: one lies before the pages of each when many are scanned in one go."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from boxholder.mail.models import ActionRequest
from boxholder.mail.scanning.request_codes import code_of
from boxholder.mail.sheets.cover_sheet import paper_of
from boxholder.mail.sheets.symbols import qr
from boxholder.mail.sheets.typesetting import set_pdf
from boxholder.mail.sheets.work_list import in_order_of_shelves


def request_sheets(requests: Sequence[ActionRequest]) -> bytes:
    """A PDF, a page each, in the order of the shelves."""
    words = {
        "shelf": _("Shelf"),
        "hint": _("Lay it before the pages of this piece, facing as they do, and scan everything in one go."),
    }
    sheets = [_sheet(request) for request in in_order_of_shelves(requests)]
    page = paper_of(requests[0].space.country)
    return set_pdf("request_sheets.typ", {"page": page, "words": words, "sheets": sheets})


def _sheet(request: ActionRequest) -> dict[str, str]:
    code = code_of(request)
    return {
        "pmb": request.mailbox.pmb,
        "holder": request.mailbox.holder,
        "reference": request.item.reference,
        "headline": request.item.headline,
        "shelf": request.item.shelf,
        "space": request.space.name,
        "note": request.note,
        "code": code,
        "qr": qr(code),
    }
