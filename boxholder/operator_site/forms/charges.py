"""The forms about charges: add one, waive one."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.billing.money import Money
from boxholder.web.amount_field import AmountField


class OneOffForm(forms.Form):
    description = forms.CharField(
        label=gettext_lazy("What for"),
        max_length=300,
        help_text=gettext_lazy("The renter reads it on the invoice."),
        error_messages={"required": gettext_lazy("Say what it is for.")},
    )
    # Made with the page: the form sent twice is one charge.
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, data=None, *, currency: str) -> None:
        super().__init__(data)
        self.fields["amount"] = AmountField(currency=currency, example=15, label=_("Amount"))

    def clean_amount(self) -> Money:
        amount = self.cleaned_data["amount"]
        if not amount:
            raise forms.ValidationError(_("Write an amount above zero."))
        return amount


class WaiverForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Stays on record with the charge. The renter sees that it is waived, not why."),
        error_messages={"required": gettext_lazy("Say why it is waived.")},
    )
