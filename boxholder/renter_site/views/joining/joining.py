"""Somebody follows the link to a mailbox that is shared with them."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from boxholder.accounts.models import User
from boxholder.mailboxes.models import PersonInvitation
from boxholder.renter_site.forms.joining import JoinForm
from boxholder.web.joining import Joining, with_invitation


class Sharing(Joining):
    name, home, folder = "renter:join", "renter:mail", "renter_site/joining"
    invitation: PersonInvitation

    def is_in(self) -> bool:
        return self.invitation.person.user_id == self.request.user.pk

    def form(self, data) -> JoinForm:
        return JoinForm(data, email=self.invitation.email, initial={"name": self.invitation.person.name})

    def join(self, **typed: str) -> User:
        return self.invitation.join(**typed)

    def let_in(self, user: User) -> None:
        self.invitation.accept(by=user)

    def greeting(self, user: User) -> str:
        return _("Welcome. This is the mail of %(holder)s.") % {"holder": self.invitation.person.mailbox.holder}


def find(request: HttpRequest, token: str) -> PersonInvitation | None:
    return PersonInvitation.objects.filter(person__mailbox__operator=request.operator).by_token(token)


invited = with_invitation(find, gone="renter_site/joining/gone.html")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@invited
def show(request: HttpRequest, token: str, invitation: PersonInvitation) -> HttpResponse:
    return Sharing(request, token, invitation).show()


@require_POST
@invited
def accept(request: HttpRequest, token: str, invitation: PersonInvitation) -> HttpResponse:
    return Sharing(request, token, invitation).accept()
