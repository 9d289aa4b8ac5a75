"""Importing mailboxes: upload a file, look at what each line would become, import the good ones."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxholder.billing.importing import running
from boxholder.billing.importing.reading import MOST_LINES
from boxholder.mailboxes.models import MailboxImport
from boxholder.operator_site.forms.imports import ImportForm
from boxholder.operator_site.listing import Listing
from boxholder.operator_site.views.mailboxes.imports.columns import columns
from boxholder.web.access import Permission, staff_may

SEEMS_STUCK = 20


@staff_may(Permission.MAILBOXES)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        mailbox_import = running.take_in(request.operator, form.sheet, file_name=file.name, by=request.user)
        return redirect("desk:mailbox_import", mailbox_import.pk)
    context = {
        "form": form,
        "columns": columns(request.operator),
        "most_lines": MOST_LINES,
        "has_offerings": request.operator.offerings.available().exists(),
    }
    return render(request, "operator_site/mailboxes/imports/new.html", context)


@staff_may(Permission.MAILBOXES)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    mailbox_import = _find(request, pk)
    listing = _listing(request, mailbox_import)
    page = listing.page(lambda found: found.order_by("line"))
    _name_places(request, page)
    context = {"page": page, "listing": listing, **_report(mailbox_import)}
    return render(request, "operator_site/mailboxes/imports/show.html", context)


@staff_may(Permission.MAILBOXES)
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    running.start(_find(request, pk), by=request.user)
    return redirect("desk:mailbox_import", pk)


@staff_may(Permission.MAILBOXES)
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that moves; when it is done, the whole page is drawn anew."""
    mailbox_import = _find(request, pk)
    answer = render(request, "operator_site/mailboxes/imports/_progress.html", _report(mailbox_import))
    if not mailbox_import.is_running:
        answer["HX-Refresh"] = "true"
    return answer


def _listing(request: HttpRequest, mailbox_import: MailboxImport) -> Listing:
    rows = mailbox_import.rows.all()
    filters: dict[str, tuple[str, QuerySet]]
    if mailbox_import.started_at is None:
        filters = {
            "": (_("All lines"), rows),
            "good": (_("Fits"), rows.good().filter(warnings=[])),
            "doubtful": (_("Look at this"), rows.doubtful()),
            "bad": (_("Cannot be imported"), rows.bad()),
        }
    else:
        filters = {
            "": (_("All lines"), rows),
            "imported": (_("Imported"), rows.filter(outcome="imported")),
            "refused": (_("Not imported"), rows.refused()),
        }
    return Listing(request, rows, filters)


def _report(mailbox_import: MailboxImport) -> dict:
    rows = mailbox_import.rows.all()
    done = rows.exclude(outcome="").count()
    waited = (timezone.now() - mailbox_import.started_at).total_seconds() if mailbox_import.started_at else 0
    return {
        "mailbox_import": mailbox_import,
        "good": rows.good().count(),
        "doubtful": rows.doubtful().count(),
        "refused": rows.refused().count(),
        "imported": rows.filter(outcome="imported").count(),
        "done": done,
        "to_do": done + rows.waiting().count(),
        "seems_stuck": mailbox_import.is_running and not done and waited > SEEMS_STUCK,
    }


def _name_places(request: HttpRequest, page) -> None:
    """By the names they have now, however they were typed."""
    spaces = dict(request.operator.spaces.values_list("pk", "name"))
    offerings = dict(request.operator.offerings.values_list("pk", "name"))
    for row in page.object_list:
        row.shown = {
            **row.typed,
            **{name: row.meant[name] for name in ("pmb", "email") if row.meant.get(name)},
            "space": spaces.get(row.meant.get("space"), row.typed["space"]),
            "offering": offerings.get(row.meant.get("offering"), row.typed["offering"]),
        }


def _find(request: HttpRequest, pk: int) -> MailboxImport:
    return get_object_or_404(request.operator.mailbox_imports, pk=pk)
