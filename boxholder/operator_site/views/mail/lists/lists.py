"""Mail: everything that came, by tab, filtered and searched, as a list or as pictures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from boxholder.mail.models import MailItem, SearchBacklog
from boxholder.mail.search import Scope, Tab, find
from boxholder.operator_site.forms.mail_list import SelectionForm
from boxholder.operator_site.views.mail.lists.asking import FILTERS, PERIODS, Asking
from boxholder.operator_site.views.mail.lists.bulk_bar import bulk_bar
from boxholder.operator_site.views.mail.lists.pages import page_of
from boxholder.operator_site.views.mail.lists.rows import Rows
from boxholder.operator_site.views.mail.lists.scanned import opened_by
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.MAIL)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    asking = Asking(request)
    is_first_page = not {"after", "before"} & set(request.GET)
    if asking.text and is_first_page and (address := opened_by(request, asking.text)):
        return redirect(address)
    return show(request, asking)


def show(
    request: HttpRequest,
    asking: Asking,
    *,
    form: SelectionForm | None = None,
    ticked: set[int] | None = None,
    failed: dict[MailItem, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    timezone.activate(asking.space.zone if asking.space else request.operator.time_zone)
    page = page_of(request, asking)
    counts = asking.counts()
    has_found_nothing = bool(asking.text and not page.rows)
    context = {
        "asking": asking,
        "page": page,
        "rows": Rows(request.operator, asking.space).of(page.rows, ticked=ticked or ()),
        "tabs": _tabs(asking, counts),
        "counts": {str(tab): counts[tab] for tab in Tab},
        "states": [] if asking.tab == Tab.UNASSIGNED else MailItem.State.choices,
        "types": MailItem.Type.choices,
        "periods": [(word, label) for word, (label, *_days) in PERIODS.items()],
        "elsewhere": _elsewhere(asking) if has_found_nothing else [],
        "search_is_incomplete": has_found_nothing and SearchBacklog.objects.holds_everything(),
        "unfiltered": asking.address(**dict.fromkeys(FILTERS)),
        "form": form,
        "bulk_bar": bulk_bar(asking, form),
        "failed": failed or {},
        "has_no_mail": not any(count != "0" for count in counts.values()),
    }
    return render(request, "operator_site/mail/lists/index.html", context, status=status)


def _tabs(asking: Asking, counts: dict[Tab, str]) -> list[dict]:
    """The search goes along from tab to tab, and the filters with it."""
    return [
        {
            "label": tab.label,
            "url": asking.address(tab=tab),
            "is_current": tab == asking.tab,
            "count": counts[tab],
        }
        for tab in Tab
    ]


def _elsewhere(asking: Asking) -> list[dict]:
    """In which other tabs the words would be found, without the filters."""
    space = asking.scope.space_id
    found = [
        tab
        for tab in Tab
        if (tab != asking.tab or asking.is_filtered)
        and find(Scope(asking.operator.pk, tab, space_id=space), asking.text, limit=1)
    ]
    return [{"label": _in_words(tab), "url": asking.address(tab=tab, **dict.fromkeys(FILTERS))} for tab in found]


def _in_words(tab: Tab) -> str:
    return {
        Tab.UNASSIGNED: _("Show what is unassigned"),
        Tab.ASSIGNED: _("Show what is assigned"),
        Tab.ALL: _("Show all that is found"),
        Tab.BIN: _("Show what is in the bin"),
    }[tab]
