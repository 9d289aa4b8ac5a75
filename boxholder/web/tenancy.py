"""Tenancy by path: `/harbor/desk/…` is the desk of the operator `harbor`.

PathMiddleware moves `/harbor` into the script prefix, so `reverse()` and allauth work unchanged. RoleMiddleware lets
only those in who have a role there; everybody else gets 404, as if there were nothing.
"""

from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import timezone
from django.utils.translation import gettext as _

from boxholder.mailboxes.models import Mailbox, Renter
from boxholder.mailboxes.models.mailbox import MailboxQuerySet
from boxholder.mailboxes.rights import Right
from boxholder.operators.models import Operator, Staff
from boxholder.operators.models.operator import RESERVED_SLUGS
from boxholder.prepared import Prepared
from boxholder.web.errors import only_a_form

NAMED = Prepared(lambda slug: Operator.objects.filter(slug=slug))
STAFF = Prepared(lambda operator, user: Staff.objects.active().filter(operator=operator, user=user))
RENTER = Prepared(lambda operator, user: Renter.objects.filter(operator=operator, user=user))


class PathMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        request.operator = None
        slug, _, rest = request.path_info.lstrip("/").partition("/")
        if slug and slug not in RESERVED_SLUGS:
            request.operator = NAMED.first(slug)
        if request.operator is not None:
            request.path_info = "/" + rest
            request.urlconf = settings.OPERATOR_URLCONF
            set_script_prefix(f"/{slug}/")
            timezone.activate(request.operator.time_zone)
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()


class RoleMiddleware:
    """Sets `request.staff` and `request.renter`: the visitor's roles at this operator, or None.

    `request.reach(right)`: the mailboxes on which the visitor has the right, their own and those shared with them.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        request.staff, request.renter = _roles(request)
        request.reach = partial(_reach, request)
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET":
            return only_a_form(request, allowed=response["Allow"])
        return response

    def process_view(self, request: HttpRequest, view, args, kwargs):
        site = request.resolver_match.namespace if request.resolver_match else ""
        if site not in {"desk", "renter"} or getattr(view, "is_public", False):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(_leads_on_to(request), reverse(settings.LOGIN_URL))
        if site == "desk":
            # A page of the desk that names no permission is nobody's: see `staff_may`.
            permission = getattr(view, "staff_permission", None)
            if request.staff is None or permission is None or not request.staff.may(permission):
                raise Http404
        elif request.renter is None and not _may_share(request, view):
            raise Http404
        return None


def _leads_on_to(request: HttpRequest) -> str:
    """After log-in: the page that was asked for, or the one from which a form was sent, which is not sent again."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    messages.warning(request, _("You were logged out meanwhile, and nothing was saved. Log in, and send it once more."))
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host() or not came_from.path.startswith(get_script_prefix()):
        return reverse("home")
    return came_from._replace(scheme="", netloc="", fragment="").geturl()


def _may_share(request: HttpRequest, view) -> bool:
    """Somebody else's mailbox, where a role there gives the right the page asks for."""
    right = getattr(view, "mailbox_right", None)
    return right is not None and request.reach(right).exists()


def _reach(request: HttpRequest, right: Right) -> MailboxQuerySet:
    """The mailboxes of this operator on which the visitor has the right."""
    if request.operator is None or not request.user.is_authenticated:
        return Mailbox.objects.none()
    return request.operator.mailboxes.reached_by(request.user, right)


def _roles(request: HttpRequest) -> tuple[Staff | None, Renter | None]:
    if request.operator is None or not request.user.is_authenticated:
        return None, None
    who = request.operator.pk, request.user.pk
    staff, renter = STAFF.first(*who), RENTER.first(*who)
    for role in (staff, renter):
        if role:
            role.operator, role.user = request.operator, request.user
    return staff, renter
