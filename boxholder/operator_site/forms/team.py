"""The forms about colleagues."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy

from boxholder.accounts.forms import PASSWORD_HINT
from boxholder.accounts.models import User, fold_email
from boxholder.operators.models import Staff

ROLES = [
    (Staff.Role.OWNER.value, gettext_lazy("Owner: everything, money and settings included")),
    (Staff.Role.CLERK.value, gettext_lazy("Mail clerk: mailboxes and renters, no money and no settings")),
]


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=ROLES, widget=forms.RadioSelect)


class InvitationForm(RoleForm):
    field_order = ["email", "role"]

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("The invitation goes there, and your colleague logs in with it."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )

    def __init__(self, data=None) -> None:
        super().__init__(data, initial={"role": Staff.Role.CLERK})

    def clean_email(self) -> str:
        return fold_email(self.cleaned_data["email"])


class JoinForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=PASSWORD_HINT,
    )

    def __init__(self, data=None, *, email: str) -> None:
        super().__init__(data)
        self.email = email

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if "password" in cleaned:
            try:
                validate_password(cleaned["password"], User(email=self.email, name=cleaned.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned
