"""The forms of the first page: the operator, its first space, and its owner."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.accounts.forms import PASSWORD_HINT
from boxholder.accounts.models import User, fold_email
from boxholder.operators import setup_token
from boxholder.operators.models.operator import RESERVED_SLUGS
from boxholder.web.countries import NEEDS_REGION_AND_CODE, CountryField
from boxholder.web.currencies import CurrencyField
from boxholder.web.time_zones import TimeZoneField

SLUG_LENGTH = 40


def autocompleted(as_what: str, **attrs: str) -> forms.TextInput:
    return forms.TextInput({"autocomplete": as_what, **attrs})


class TokenForm(forms.Form):
    token = forms.CharField(
        label=gettext_lazy("Set-up token"),
        max_length=300,
        widget=autocompleted("off", autocapitalize="none", spellcheck="false"),
    )

    def clean_token(self) -> str:
        if not setup_token.fits(self.cleaned_data["token"]):
            raise forms.ValidationError(_("That is not the token of this server. Copy the whole of it, once more."))
        return self.cleaned_data["token"]


class OperatorForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of your business"),
        max_length=120,
        widget=autocompleted("organization", **{"data-names-address": ""}),
        help_text=gettext_lazy("Renters read it on every page and as the sender of every e-mail."),
    )
    slug = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=SLUG_LENGTH,
        required=False,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9-]+$", gettext_lazy("Use small letters, digits and dashes, such as harbor-mail.")
            )
        ],
        widget=autocompleted("off", autocapitalize="none", spellcheck="false", **{"data-address": ""}),
        help_text=gettext_lazy("Leave it empty, and it is made from the name. It stands in links, so it stays."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail for renters"),
        help_text=gettext_lazy("Renters' answers and questions go there."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    currency = CurrencyField(
        label=gettext_lazy("Currency"), help_text=gettext_lazy("Everything is priced and charged in it, for good.")
    )

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if "slug" in cleaned:
            cleaned["slug"] = cleaned["slug"].lower().strip("-") or self._proposal()
            if not cleaned["slug"]:
                self.add_error("slug", _("No address could be made from the name: write one."))
            elif cleaned["slug"] in RESERVED_SLUGS:
                self.add_error(
                    "slug", _("“%(slug)s” belongs to the server itself. Choose another.") % {"slug": cleaned["slug"]}
                )
        return cleaned

    def _proposal(self) -> str:
        return slugify(self.cleaned_data.get("name", "").replace("_", "-"))[:SLUG_LENGTH].strip("-")


class SpaceForm(forms.Form):
    # What is required changes with the country, and the browser would not know.
    use_required_attribute = False

    country = CountryField(label=gettext_lazy("Country"))
    street = forms.CharField(
        label=gettext_lazy("Street and number"),
        max_length=200,
        widget=autocompleted("street-address"),
        help_text=gettext_lazy("Renters' mail is sent there, with their PMB number behind it."),
    )
    city = forms.CharField(label=gettext_lazy("City"), max_length=100, widget=autocompleted("address-level2"))
    region = forms.CharField(
        label=gettext_lazy("State or region"), max_length=60, required=False, widget=autocompleted("address-level1")
    )
    postal_code = forms.CharField(
        label=gettext_lazy("Postal code"), max_length=20, required=False, widget=autocompleted("postal-code")
    )
    time_zone = TimeZoneField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("Days and months of billing begin at its midnight.")
    )
    name = forms.CharField(
        label=gettext_lazy("What you call this place"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Tells it from your other places, now or later. Left empty, it is the city."),
        widget=autocompleted("off"),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        needed = self["country"].value() in NEEDS_REGION_AND_CODE
        self.fields["region"].required = self.fields["postal_code"].required = needed

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        cleaned["name"] = cleaned.get("name") or cleaned.get("city", "")
        return cleaned


class OwnerForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=200, widget=autocompleted("name"))
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        help_text=gettext_lazy("You log in with it."),
        widget=forms.EmailInput({"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=PASSWORD_HINT,
    )

    def clean_email(self) -> str:
        email = fold_email(self.cleaned_data["email"])
        # Somebody made it by hand; whoever sets up the place must not be taken for them.
        if User.objects.by_email(email):
            raise forms.ValidationError(_("Somebody logs in with this address already. Use another."))
        return email

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if "password" in cleaned:
            person = User(email=cleaned.get("email", ""), name=cleaned.get("name", ""))
            try:
                validate_password(cleaned["password"], person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned
