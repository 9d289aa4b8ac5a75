"""An address in the book."""

from django import forms
from django.utils.translation import gettext_lazy

from boxholder.mailboxes.models import Address
from boxholder.renter_site.forms.details import HomeAddressForm
from boxholder.renter_site.forms.mailbox_choice import MailboxChoiceForm


def label(name: str):
    """The word the model has for it."""
    return getattr(Address._meta.get_field(name), "verbose_name", name)


class AddressForm(HomeAddressForm, MailboxChoiceForm):
    field_order = [
        "mailbox", "name", "company", "country", "street", "extra", "city", "region", "postal_code", "phone",
        "is_default",
    ]  # fmt: skip

    name = forms.CharField(label=label("name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    company = forms.CharField(
        label=label("company"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    extra = forms.CharField(
        label=label("extra"), max_length=200, required=False, widget=forms.TextInput({"autocomplete": "address-line2"})
    )
    phone = forms.CharField(
        label=label("phone"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Carriers ask for it on parcels abroad."),
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    is_default = forms.BooleanField(label=label("is_default"), required=False)
