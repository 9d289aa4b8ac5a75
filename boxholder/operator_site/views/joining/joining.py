"""A colleague follows the link of their invitation."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from boxholder.accounts.models import User
from boxholder.operator_site.forms.team import JoinForm
from boxholder.operators import joining
from boxholder.operators.models import StaffInvitation
from boxholder.web.joining import Joining, with_invitation


class Working(Joining):
    name, home, folder = "desk:join", "desk:home", "operator_site/joining"
    invitation: StaffInvitation

    def is_in(self) -> bool:
        return self.request.staff is not None

    def form(self, data) -> JoinForm:
        return JoinForm(data, email=self.invitation.email)

    def join(self, **typed: str) -> User:
        return joining.join(self.invitation, name=typed["name"], password=typed["password"])

    def let_in(self, user: User) -> None:
        joining.accept(self.invitation, by=user)

    def greeting(self, user: User) -> str:
        words = _("Welcome, %(name)s. You work for %(operator)s now.")
        return words % {"name": user, "operator": self.request.operator}


def find(request: HttpRequest, token: str) -> StaffInvitation | None:
    invitation = request.operator.staff_invitations.with_token(token).select_related("invited_by").first()
    if invitation is not None:
        invitation.operator = request.operator
    return invitation


invited = with_invitation(find, gone="operator_site/joining/gone.html")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@invited
def show(request: HttpRequest, token: str, invitation: StaffInvitation) -> HttpResponse:
    return Working(request, token, invitation).show()


@require_POST
@invited
def accept_invitation(request: HttpRequest, token: str, invitation: StaffInvitation) -> HttpResponse:
    return Working(request, token, invitation).accept()
