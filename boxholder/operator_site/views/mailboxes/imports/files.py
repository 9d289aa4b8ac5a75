"""The files of an import: an empty one to fill in, and the lines that were not imported, with the reason."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from boxholder.billing.importing.reading import COLUMNS
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.MAILBOXES)
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    return _csv("mailboxes.csv", [COLUMNS])


@staff_may(Permission.MAILBOXES)
@require_safe
def refused(request: HttpRequest, pk: int) -> HttpResponse:
    """As they were typed, so that they can be mended and uploaded again."""
    mailbox_import = get_object_or_404(request.operator.mailbox_imports, pk=pk)
    lines = [
        [row.line, *(row.typed[name] for name in COLUMNS), " ".join(row.problems)]
        for row in mailbox_import.rows.refused().order_by("line")
    ]
    return _csv(_("not imported") + ".csv", [["line", *COLUMNS, "problem"], *lines])


def _csv(name: str, rows: list[list]) -> HttpResponse:
    """With the mark that tells Excel it is UTF-8."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name.replace(" ", "-")}"'
    csv.writer(answer).writerows(rows)
    return answer
