"""Activating in three short steps. What was typed waits in the session, so that going back loses nothing."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from boxholder.mailboxes.activation import activate
from boxholder.mailboxes.errors import AddressHasUser, InvitationClosed
from boxholder.mailboxes.models import MailboxInvitation
from boxholder.renter_site.forms.details import HomeAddressForm, PasswordForm, PersonForm
from boxholder.renter_site.views.invitations.finding import for_a_new_person


@require_http_methods(["GET", "HEAD", "POST"])
@for_a_new_person
def details(request: HttpRequest, token: str, invitation: MailboxInvitation) -> HttpResponse:
    renter = invitation.mailbox.renter
    initial = {"name": renter.name, "phone": renter.phone, **_typed(request, invitation)}
    form = PersonForm(request.POST or None, initial=initial)
    if form.is_valid():
        _remember(request, invitation, form.cleaned_data)
        return redirect("renter:activation_address", token)
    return _step(request, token, invitation, 1, form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_a_new_person
def address(request: HttpRequest, token: str, invitation: MailboxInvitation) -> HttpResponse:
    renter, typed = invitation.mailbox.renter, _typed(request, invitation)
    if not PersonForm(typed).is_valid():
        return redirect("renter:activation", token)

    known = {name: getattr(renter, name) for name in HomeAddressForm.base_fields}
    known["country"] = known["country"] or invitation.mailbox.space.country
    form = HomeAddressForm(request.POST or None, initial={**known, **typed})
    if form.is_valid():
        _remember(request, invitation, form.cleaned_data)
        return redirect("renter:activation_password", token)
    return _step(request, token, invitation, 2, form)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@for_a_new_person
def password(request: HttpRequest, token: str, invitation: MailboxInvitation) -> HttpResponse:
    typed = _typed(request, invitation)
    if not HomeAddressForm(typed).is_valid():
        return redirect("renter:activation_address", token)

    form = PasswordForm(request.POST or None, email=invitation.email, name=typed["name"])
    if form.is_valid():
        return _activate(request, token, invitation, details=typed, password=form.cleaned_data["password"])
    return _step(request, token, invitation, 3, form)


def _activate(
    request: HttpRequest, token: str, invitation: MailboxInvitation, *, details: dict, password: str
) -> HttpResponse:
    try:
        user = activate(invitation, details=details, password=password)
    except (InvitationClosed, AddressHasUser):
        return redirect("renter:activation", token)  # it says what happened meanwhile

    del request.session[_key(invitation)]
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    messages.success(
        request, _("Welcome, %(name)s. Your mailbox is active.") % {"name": invitation.mailbox.renter.first_name}
    )
    return redirect("renter:home")


def _step(request: HttpRequest, token: str, invitation: MailboxInvitation, step: int, form) -> HttpResponse:
    template = f"renter_site/invitations/{('details', 'address', 'password')[step - 1]}.html"
    context = {"form": form, "step": step, "token": token, "invitation": invitation, "mailbox": invitation.mailbox}
    return render(request, template, context)


def _typed(request: HttpRequest, invitation: MailboxInvitation) -> dict[str, str]:
    return request.session.get(_key(invitation), {})


def _remember(request: HttpRequest, invitation: MailboxInvitation, cleaned: dict[str, str]) -> None:
    request.session[_key(invitation)] = {**_typed(request, invitation), **cleaned}


def _key(invitation: MailboxInvitation) -> str:
    return f"activation-{invitation.pk}"
