"""What waits, to walk along the shelves with: by kind, and in each in the order of the shelves."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boxholder.billing.models import RequestKind
from boxholder.mail.models import ActionRequest
from boxholder.mail.sheets.cover_sheet import paper_of
from boxholder.mail.sheets.typesetting import set_pdf

KINDS = list(RequestKind)


def work_list(requests: Sequence[ActionRequest], *, title: str, printed: str) -> bytes:
    """A PDF. What has no shelf comes last."""
    ordered = in_order_of_shelves(requests)
    groups = [_group(kind, list(rows)) for kind, rows in groupby(ordered, key=lambda each: each.kind)]
    words = {"shelf": _("Shelf"), "piece": _("Piece"), "mailbox": _("For"), "wish": _("What to know")}
    page = paper_of(requests[0].space.country)
    return set_pdf(
        "work_list.typ", {"page": page, "title": title, "printed": printed, "words": words, "groups": groups}
    )


def in_order_of_shelves(requests: Iterable[ActionRequest]) -> list[ActionRequest]:
    """Kind by kind, mailroom by mailroom."""
    return sorted(requests, key=_place)


def _place(request: ActionRequest) -> tuple:
    """A2 stands before A10."""
    shelf = request.item.shelf.casefold()
    parts = [(not digits, int(digits or 0), rest) for digits, rest in re.findall(r"([0-9]+)|([^0-9]+)", shelf)]
    return KINDS.index(RequestKind(request.kind)), request.space.name, not shelf, parts, request.item_id


def _group(kind: str, requests: list[ActionRequest]) -> dict:
    count = ngettext("%(n)d piece", "%(n)d pieces", len(requests)) % {"n": len(requests)}
    return {"title": str(RequestKind(kind).label), "count": count, "rows": [_row(request) for request in requests]}


def _row(request: ActionRequest) -> dict[str, str]:
    wishes = [request.address.replace("\n", ", "), request.carrier, request.note]
    if request.hold_until:
        wishes.insert(0, _("until %(day)s") % {"day": date_format(request.hold_until, "DATE_FORMAT")})
    return {
        "shelf": request.item.shelf,
        "reference": request.item.reference,
        "headline": request.item.headline,
        "pmb": request.mailbox.pmb,
        "holder": request.mailbox.holder,
        "wishes": " · ".join(filter(None, wishes)),
    }
