"""The form about an offering."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.billing.models import Offering
from boxholder.operators.models import Operator
from boxholder.web.amount_field import AmountField


class OfferingForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    description = forms.CharField(
        label=gettext_lazy("Description"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("One sentence renters read beside the name."),
    )

    def __init__(self, data=None, *, operator: Operator, offering: Offering | None = None) -> None:
        self.operator, self.offering = operator, offering
        super().__init__(data, initial=_said(offering) if offering else None)
        self.fields["price"] = AmountField(currency=operator.currency, label=_("Price per month"))

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        others = self.operator.offerings.exclude(pk=self.offering.pk if self.offering else None)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is an offering of this name already, perhaps an archived one."))
        return name


def _said(offering: Offering) -> dict:
    return {"name": offering.name, "description": offering.description, "price": offering.price.decimal}
