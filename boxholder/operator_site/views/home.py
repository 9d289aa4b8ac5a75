"""Where the desk begins: with the mail, or, while there are no mailboxes, with what comes first."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from boxholder.billing.models import StripeIntegration
from boxholder.operator_site.frame import is_new
from boxholder.web.access import Permission, staff_may


@dataclass(frozen=True)
class Step:
    title: str
    why: str
    # label and address of each way to do it
    ways: list[tuple[str, str]]
    is_done: bool = False


@staff_may(Permission.DESK)
def home(request: HttpRequest) -> HttpResponse:
    if not is_new(request):
        return redirect("desk:mail" if request.staff.may(Permission.MAIL) else "desk:mailboxes")
    steps = _first_steps(request)
    following = next((step for step in steps if not step.is_done), None)
    return render(request, "operator_site/first_steps.html", {"steps": steps, "next_step": following})


@staff_may(Permission.SETTINGS)
def settings(request: HttpRequest) -> HttpResponse:
    return redirect("desk:offerings")


def _first_steps(request: HttpRequest) -> list[Step]:
    operator = request.operator
    return [
        Step(
            _("Say what you offer"),
            _("An offering is a plan mailboxes are rented on: a name, and what a month costs."),
            [(_("Add an offering"), reverse("desk:new_offering"))],
            is_done=operator.offerings.available().exists(),
        ),
        Step(
            _("Connect Stripe"),
            _("Renters' cards are charged in your own Stripe account. You can do this later, too."),
            [(_("Connect Stripe"), reverse("desk:stripe_integration"))],
            is_done=StripeIntegration.objects.of(operator).account is not None,
        ),
        Step(
            _("Set up the first mailboxes"),
            _("One by one, or all at once from a file. Renters get an e-mail to activate theirs."),
            [(_("New Mailbox"), reverse("desk:new_mailbox")), (_("Import"), reverse("desk:new_import"))],
        ),
        Step(
            _("Invite your team"),
            _("Owners may do everything; mail clerks look after mailboxes and renters and see no money."),
            [(_("Invite a colleague"), reverse("desk:invite_staff"))],
            is_done=operator.staff.count() > 1 or operator.staff_invitations.pending().exists(),
        ),
    ]
