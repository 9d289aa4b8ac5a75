"""Who shares a mailbox with its renter."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxholder.mailboxes.errors import AlreadyThere, InvitationClosed
from boxholder.mailboxes.models import MailboxPerson, PersonInvitation
from boxholder.renter_site.forms.people import PersonForm, RoleForm
from boxholder.renter_site.views.settings.tabs import tabs
from boxholder.web.access import Right, mailbox_may


@mailbox_may(Right.MANAGE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Of a closed one as long as somebody else reads it."""
    mailboxes = list(request.reach(Right.MANAGE).select_related("renter", "space").by_pmb())
    people = _people(request).select_related("user").prefetch_related("invitations")
    for mailbox in mailboxes:
        mailbox.shared_with = [person for person in people if person.mailbox_id == mailbox.pk]
    context = {
        "mailboxes": [mailbox for mailbox in mailboxes if mailbox.closed_on is None or mailbox.shared_with],
        "may_add": any(mailbox.closed_on is None for mailbox in mailboxes),
        "tabs": tabs(request),
    }
    return render(request, "renter_site/settings/people/index.html", context)


@mailbox_may(Right.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    mailboxes = request.reach(Right.MANAGE).open().by_pmb()
    if not mailboxes:
        raise Http404
    form = PersonForm(
        request.POST or None,
        mailboxes=mailboxes,
        initial={"role": MailboxPerson.Role.RECIPIENT, "mailbox": request.GET.get("mailbox")},
    )
    if form.is_valid() and (person := _added(form, by=request.user)):
        if person.may_log_in:
            messages.success(request, _("%(name)s is invited.") % {"name": person})
        else:
            messages.success(request, _("%(name)s may collect your mail now.") % {"name": person})
        return redirect("renter:people")
    return render(request, "renter_site/settings/people/new.html", {"form": form, "tabs": tabs(request)})


def _added(form: PersonForm, *, by) -> MailboxPerson | None:
    try:
        return MailboxPerson.objects.add(**form.cleaned_data, by=by)
    except AlreadyThere:
        form.add_error("email", _("Somebody with this e-mail address has a part in this mailbox already."))
        return None


@mailbox_may(Right.MANAGE)
@require_POST
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(_people(request).exclude(role=MailboxPerson.Role.PICKUP), pk=pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        person.change_role(form.cleaned_data["role"], by=request.user)
        messages.success(request, _("%(name)s: %(role)s.") % {"name": person, "role": person.role_label})
    return _back(request)


@mailbox_may(Right.MANAGE)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(_people(request), pk=pk)
    person.remove(by=request.user)
    if person.user_id == request.user.pk:
        messages.success(request, _("You no longer have a part in %(mailbox)s.") % {"mailbox": person.mailbox})
    else:
        messages.success(request, _("%(name)s no longer has a part in this mailbox.") % {"name": person})
    return _back(request)


@mailbox_may(Right.MANAGE)
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """A fresh link; the earlier one stops working."""
    person = get_object_or_404(_people(request).exclude(role=MailboxPerson.Role.PICKUP).filter(user=None), pk=pk)
    try:
        PersonInvitation.objects.prepare(person, by=request.user).send(by=request.user)
    except InvitationClosed:
        messages.info(request, _("Nothing was sent: the invitation was accepted or taken back meanwhile."))
    else:
        messages.success(request, _("A new link was sent to %(email)s.") % {"email": person.email})
    return redirect("renter:people")


def _back(request: HttpRequest) -> HttpResponse:
    """Who has just taken the right to it from themselves is not sent to this page."""
    return redirect("renter:people" if request.reach(Right.MANAGE).exists() else "home")


def _people(request: HttpRequest):
    managed = request.reach(Right.MANAGE)
    return MailboxPerson.objects.present().filter(mailbox__in=managed).select_related("mailbox__operator")
