"""The frame of the operator site: its navigation, as the visitor's role sees it."""

from functools import partial

from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from boxholder.mail.models import ActionRequest
from boxholder.mailboxes.models import Mailbox
from boxholder.notifications.models import OutboxEmail
from boxholder.operators.models import Operator
from boxholder.operators.models.staff import Permission
from boxholder.prepared import Counted, Prepared

# The badge counts no further.
COUNTED = 999
KNOWS_SPACES = {"mail", "requests", "mailboxes", "assigning", "assigning_grid"}
WAITING = Prepared(
    lambda operator: Operator.objects.filter(pk=operator).values_list(
        Counted(ActionRequest.objects.filter(operator=operator).to_do().order_by()[:COUNTED])
    )
)
A_MAILBOX = Prepared(lambda operator: Mailbox.objects.filter(operator=operator).values_list("pk")[:1])


def context(request: HttpRequest) -> dict:
    if not _is_desk(request):
        return {}
    return {
        "navigation": navigation(request),
        "spaces": spaces(request),
        # Asked only by the pages that say it.
        "failed_mail": partial(failed_mail, request),
        "may_see_money": request.staff.may(Permission.MONEY),
        "account_url": reverse("account_change_password"),
        "person_links": person_links(request),
    }


def person_links(request: HttpRequest) -> list[dict]:
    links = _allowed(request, (Permission.MAIL, "desk:notices", _("Your e-mails"), "bell", ""))
    return links + ([_own_mailbox()] if request.renter else [])


def navigation(request: HttpRequest) -> list[dict]:
    entries = _first_steps(request) + _allowed(
        request,
        (Permission.MAIL, "desk:mail", _("Mail"), "mails", "g e"),
        (Permission.MAIL, "desk:requests", _("Requests"), "list-todo", "g q"),
        (Permission.MAILBOXES, "desk:mailboxes", _("Mailboxes"), "mailbox", "g m"),
        (Permission.MAILBOXES, "desk:renters", _("Renters"), "users", "g r"),
        (Permission.MONEY, "desk:invoices", _("Invoices"), "receipt-text", "g i"),
        (Permission.SETTINGS, "desk:settings", _("Settings"), "settings", "g s"),
    )
    for entry in entries:
        if entry["url"] == reverse("desk:requests"):
            entry |= badge(waiting(request))
    return entries


def waiting(request: HttpRequest) -> int:
    """The requests that wait for the mailroom, for the badge."""
    [[count]] = WAITING.rows(request.operator.pk)
    return count


def badge(count: int) -> dict:
    """`badge_url` asks for it anew, and names what is shown: nothing is answered while that is true."""
    return {"badge": count, "badge_url": f"{reverse('desk:waiting_requests')}?shown={count}"}


def is_new(request: HttpRequest) -> bool:
    """Until there is a mailbox, whoever may change how the place is run is shown what comes first."""
    return request.staff.may(Permission.SETTINGS) and not A_MAILBOX.rows(request.operator.pk)


def settings_tabs(request: HttpRequest) -> list[dict]:
    """For the pages under Settings: pass it as `tabs`."""
    return _allowed(
        request,
        (Permission.SETTINGS, "desk:offerings", _("Offerings"), "", ""),
        (Permission.SETTINGS, "desk:billing_settings", _("Billing"), "", ""),
        (Permission.SETTINGS, "desk:mail_settings", _("Mail"), "", ""),
        (Permission.SETTINGS, "desk:integrations", _("Integrations"), "", ""),
        (Permission.SETTINGS, "desk:mail_server", _("E-mail"), "", ""),
        (Permission.SETTINGS, "desk:team", _("Team"), "", ""),
    )


def failed_mail(request: HttpRequest) -> int:
    """How many e-mails did not arrive, for who can do something about it."""
    if not request.staff.may(Permission.SETTINGS):
        return 0
    return OutboxEmail.objects.of_operator(request.operator).to_look_at(timezone.now()).count()


def spaces(request: HttpRequest) -> list[dict]:
    """The switcher on top; nothing to switch with a single space. A page that knows spaces stays, for the other one."""
    every = request.operator.spaces_by_name
    if len(every) < 2:
        return []
    chosen = request.GET.get("space", "")
    switch = [_space(request, _("All spaces"), None, chosen not in {str(space.pk) for space in every})]
    return switch + [_space(request, space.name, space.pk, chosen == str(space.pk)) for space in every]


def _space(request: HttpRequest, label: str, pk: int | None, is_current: bool) -> dict:
    stays = request.method == "GET" and str(request.resolver_match.url_name) in KNOWS_SPACES
    query = request.GET.copy() if stays else QueryDict(mutable=True)
    # Of another space these say nothing.
    for name in ("space", "after", "before", "page", "mailbox", "piece"):
        query.pop(name, None)
    if pk:
        query["space"] = str(pk)
    page = request.path if stays else reverse("desk:mailboxes")
    return {"label": label, "url": f"{page}?{query.urlencode()}" if query else page, "is_current": is_current}


def _first_steps(request: HttpRequest) -> list[dict]:
    if not is_new(request):
        return []
    home = reverse("desk:home")
    return [{"label": _("First steps"), "url": home, "icon": "list-checks", "is_current": request.path == home}]


def _allowed(request: HttpRequest, *entries) -> list[dict]:
    drawn = [_entry(request, *rest) for permission, *rest in entries if request.staff.may(permission)]
    return [entry for entry in drawn if entry]


def _entry(request: HttpRequest, name: str, label: str, icon: str, shortcut: str) -> dict | None:
    try:
        url = reverse(name)
    except NoReverseMatch:  # a page that is not built yet has no entry
        return None
    is_current = request.path.startswith(url)
    return {"label": label, "url": url, "icon": icon, "shortcut": shortcut, "is_current": is_current}


def _own_mailbox() -> dict:
    return {"label": _("Your own mailbox"), "url": reverse("renter:home"), "icon": "mailbox"}


def _is_desk(request: HttpRequest) -> bool:
    match = getattr(request, "resolver_match", None)
    return bool(match and match.namespace == "desk" and getattr(request, "staff", None))
