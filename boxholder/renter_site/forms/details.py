"""What a renter says about themselves: step by step when activating, all on one page afterwards."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.accounts.models import User
from boxholder.mailboxes.models import Renter
from boxholder.web.countries import NEEDS_REGION_AND_CODE, CountryField


def label(name: str):
    """The word the model has for it."""
    return getattr(Renter._meta.get_field(name), "verbose_name", name)


class PersonForm(forms.Form):
    name = forms.CharField(
        label=label("name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}),
        help_text=gettext_lazy("As it stands on your mail."),
    )  # fmt: skip
    phone = forms.CharField(
        label=label("phone"), max_length=40, widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        help_text=gettext_lazy("In case there is a question about your mail."),
    )  # fmt: skip

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if sum(character.isdigit() for character in phone) < 7:
            raise forms.ValidationError(_("Write the whole number, with its area code."))
        return phone


class HomeAddressForm(forms.Form):
    # What is required changes with the country, and the browser would not know.
    use_required_attribute = False

    country = CountryField(label=label("country"))
    street = forms.CharField(
        label=label("street"), max_length=200, widget=forms.TextInput({"autocomplete": "street-address"})
    )
    city = forms.CharField(
        label=label("city"), max_length=100, widget=forms.TextInput({"autocomplete": "address-level2"})
    )
    region = forms.CharField(
        label=label("region"), max_length=60, required=False, widget=forms.TextInput({"autocomplete": "address-level1"})
    )
    postal_code = forms.CharField(
        label=label("postal_code"),
        max_length=20,
        required=False,
        widget=forms.TextInput({"autocomplete": "postal-code"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        needed = self["country"].value() in NEEDS_REGION_AND_CODE
        self.fields["region"].required = self.fields["postal_code"].required = needed


class DetailsForm(HomeAddressForm, PersonForm):
    field_order = ["name", "phone", "country", "street", "city", "region", "postal_code"]


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 10 characters. A few words in a row are easy to remember and hard to guess."),
    )

    def __init__(self, data=None, *, email: str, name: str) -> None:
        super().__init__(data)
        self.person = User(email=email, name=name)

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password
