"""New Mailbox: one form rents out a box and sends the invitation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boxholder.billing.enrolment import Enrolment, OfferingArchived, enrol
from boxholder.mailboxes.errors import PmbTaken
from boxholder.operator_site.forms.mailboxes import NewMailboxForm
from boxholder.web.access import Permission, staff_may


@staff_may(Permission.MAILBOXES)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    form = NewMailboxForm(request.POST or None, staff=request.staff, space=request.GET.get("space"))
    if form.is_valid() and (enrolment := _enrol(form, by=request.user)):
        messages.success(request, _said(enrolment))
        return redirect("desk:mailbox", enrolment.mailbox.pk)
    return render(request, "operator_site/mailboxes/new.html", {"form": form})


def _enrol(form: NewMailboxForm, *, by) -> Enrolment | None:
    """What the form could not know until it was tried is said next to its field."""
    try:
        return enrol(**form.cleaned_data, by=by)
    except PmbTaken:
        form.refuse_pmb()
    except OfferingArchived:
        form.add_error("offering", _("This offering was archived just now. Choose another."))
    return None


def _said(enrolment: Enrolment) -> str:
    renter = enrolment.mailbox.renter
    if enrolment.renter_was_known:
        return _("%(name)s rents here already; PMB %(pmb)s was added, and an invitation sent to %(email)s.") % {
            "name": renter.name, "pmb": enrolment.mailbox.pmb, "email": enrolment.invitation.email,
        }  # fmt: skip
    return _("PMB %(pmb)s is set up, and the invitation is on its way to %(email)s.") % {
        "pmb": enrolment.mailbox.pmb, "email": enrolment.invitation.email,
    }  # fmt: skip
