"""Somebody follows the link of an invitation, at either door: to work here, or to share a mailbox.

Only who holds the token learns anything, among it whether somebody logs in with the invited address.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from boxholder.accounts.models import User
from boxholder.operators.errors import AddressHasUser, InvitationClosed, NotTheInvited
from boxholder.web.access import public


def with_invitation(find: Callable[[HttpRequest, str], Any], *, gone: str) -> Callable:
    """A public page about the invitation `find` knows the link of; the page `gone` where there is none."""

    def declare(view):
        @public
        @never_cache
        @wraps(view)
        def found(request: HttpRequest, token: str) -> HttpResponse:
            invitation = find(request, token)
            if invitation is None:
                return render(request, gone, status=404)
            return view(request, token, invitation)

        return found

    return declare


class Joining:
    """One visit with the link. A door says in a subclass what it invites to, and how it greets."""

    # Its own page, where it leads once they are in, and the folder of its templates.
    name: str
    home: str
    folder: str

    def __init__(self, request: HttpRequest, token: str, invitation) -> None:
        self.request, self.token, self.invitation = request, token, invitation

    def is_in(self) -> bool:
        """Whether the visitor has joined already, and is logged in."""
        raise NotImplementedError

    def form(self, data) -> Form:
        raise NotImplementedError

    def join(self, **typed: str) -> User:
        """Raises InvitationClosed, AddressHasUser."""
        raise NotImplementedError

    def let_in(self, user: User) -> None:
        """Raises InvitationClosed, NotTheInvited."""
        raise NotImplementedError

    def greeting(self, user: User) -> str:
        raise NotImplementedError

    def show(self) -> HttpResponse:
        user, email = self.request.user, self.invitation.email
        if self.invitation.accepted_at and user.is_authenticated and self.is_in():
            return redirect(self.home)
        if not self.invitation.is_acceptable:
            return self._page("closed")
        if user.is_authenticated and user.email != email:
            return self._page("somebody_else")
        if User.objects.by_email(email):
            return self._page("known")
        return self._new_person()

    def accept(self) -> HttpResponse:
        """By somebody who can log in already: no name and no password is asked."""
        page, user = reverse(self.name, args=[self.token]), self.request.user
        if not isinstance(user, User):
            return redirect(f"{reverse('account_login')}?next={page}")
        try:
            self.let_in(user)
        except (InvitationClosed, NotTheInvited):
            return redirect(page)  # it says which
        return self._welcome(user)

    def _new_person(self) -> HttpResponse:
        form = self.form(self.request.POST or None)
        if not form.is_valid():
            return self._page("new", form=form)
        try:
            user = self.join(**form.cleaned_data)
        except (InvitationClosed, AddressHasUser):
            return redirect(self.name, self.token)  # it says what happened meanwhile
        login(self.request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return self._welcome(user)

    def _welcome(self, user: User) -> HttpResponse:
        messages.success(self.request, self.greeting(user))
        return redirect(self.home)

    def _page(self, page: str, **further) -> HttpResponse:
        context = {"invitation": self.invitation, "token": self.token, **further}
        return render(self.request, f"{self.folder}/{page}.html", context)
