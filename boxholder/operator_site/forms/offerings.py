"""The form about an offering."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.billing.models import Offering
from boxholder.billing.money import Money, NotAnAmount
from boxholder.operators.models import Operator


class OfferingForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    description = forms.CharField(
        label=gettext_lazy("Description"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("One sentence renters read beside the name."),
    )
    price = forms.CharField(
        label=gettext_lazy("Price per month"),
        max_length=20,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, data=None, *, operator: Operator, offering: Offering | None = None) -> None:
        self.operator, self.offering = operator, offering
        super().__init__(data, initial=_said(offering) if offering else None)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        others = self.operator.offerings.exclude(pk=self.offering.pk if self.offering else None)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is an offering of this name already, perhaps an archived one."))
        return name

    def clean_price(self) -> Money:
        try:
            return Money.parse(self.cleaned_data["price"], self.operator.currency)
        except NotAnAmount as error:
            example = Money(0, self.operator.currency).decimal + 29
            raise forms.ValidationError(
                _("Write the price as a number, such as %(example)s.") % {"example": example}
            ) from error


def _said(offering: Offering) -> dict:
    return {"name": offering.name, "description": offering.description, "price": offering.price.decimal}
