"""The forms about who shares a mailbox."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.mailboxes.models import MailboxPerson
from boxholder.renter_site.forms.mailbox_choice import MailboxChoiceForm

Role = MailboxPerson.Role
ROLES = [
    (Role.MANAGER.value, gettext_lazy("Manager: sees the mail, makes requests, keeps address book and people")),
    (Role.RECIPIENT.value, gettext_lazy("Recipient: sees the mail and makes requests")),
    (Role.PICKUP.value, gettext_lazy("Pickup person: only a name; collects mail at the counter")),
]  # fmt: skip


class PersonForm(MailboxChoiceForm):
    field_order = ["mailbox", "role", "name", "email"]

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=ROLES, widget=forms.RadioSelect)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200, widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("For managers and recipients: the invitation goes there. A pickup person needs none."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("role") == Role.PICKUP:
            cleaned["email"] = ""
        elif "email" in cleaned and not cleaned["email"]:
            self.add_error("email", _("Managers and recipients log in, so an e-mail address is needed."))
        return cleaned


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=ROLES[:2])
