"""The form about a renter."""

from django import forms
from django.utils.translation import gettext as _

from boxholder.accounts.models import fold_email
from boxholder.mailboxes.models import Renter
from boxholder.web.countries import CountryField


class RenterForm(forms.ModelForm):
    """How staff write down a renter. It is saved by `change_details`, which remembers what was different."""

    country = CountryField(label=Renter._meta.get_field("country").verbose_name, required=False)

    class Meta:
        model = Renter
        fields = ["name", "email", "phone", "street", "city", "region", "postal_code", "country"]
        widgets = {"phone": forms.TextInput({"type": "tel"})}

    def clean_email(self) -> str:
        email = fold_email(self.cleaned_data["email"])
        other = self.instance.operator.renters.with_email(email).exclude(pk=self.instance.pk).first()
        if other is not None:
            raise forms.ValidationError(_("%(name)s has this e-mail already.") % {"name": other.name})
        return email
