"""Who shares a mailbox, and logs in for the first time."""

from django import forms
from django.utils.translation import gettext_lazy

from boxholder.renter_site.forms.details import PasswordForm


class JoinForm(PasswordForm):
    field_order = ["name", "password"]

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )

    def __init__(self, data=None, *, email: str, initial: dict) -> None:
        super().__init__(data, email=email, name=initial["name"])
        self.initial = initial
