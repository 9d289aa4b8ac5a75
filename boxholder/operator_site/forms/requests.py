"""The forms with which the mailroom answers a request."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.mail.models import MailItem
from boxholder.operator_site.forms.amounts import AmountField


class AnswerForm(forms.Form):
    """Done: with a word for the renter, if there is one."""

    answer = forms.CharField(
        label=gettext_lazy("Note for the renter"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )


class DepositForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Where and when it was deposited"),
        max_length=1000,
        help_text=gettext_lazy("The renter reads it: the bank, the day, the number on the slip."),
        widget=forms.Textarea({"rows": 2}),
    )


class SendingForm(forms.Form):
    """One parcel to the address of the request; what goes to the same place may go along."""

    carrier = forms.ChoiceField(label=gettext_lazy("Carrier"), choices=MailItem.Carrier.choices)
    tracking_number = forms.CharField(label=gettext_lazy("Tracking number"), max_length=60, required=False)

    def __init__(self, data=None, *, currency: str, by_hand: bool, along=()) -> None:
        super().__init__(data)
        self.along = list(along)
        self.fields["postage"] = AmountField(currency=currency, example=9, label=_("Postage"), required=False)
        self.fields["postage"].help_text = _("Charged to the renter on top. Leave it empty where there is none.")
        if by_hand:
            del self.fields["carrier"], self.fields["tracking_number"]
        if self.along:
            choices = [(str(other.pk), other.item.reference) for other in self.along]
            self.fields["together"] = forms.MultipleChoiceField(
                label=_("Into the same parcel"),
                choices=choices,
                initial=[pk for pk, _label in choices],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def going_along(self) -> list:
        ticked = set(self.cleaned_data.get("together", []))
        return [other for other in self.along if str(other.pk) in ticked]


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=300,
        help_text=gettext_lazy("It stands in the piece's trail. The renter does not read it."),
    )


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is not done"),
        max_length=1000,
        help_text=gettext_lazy("The renter reads it. Nothing is charged."),
        widget=forms.Textarea({"rows": 2}),
    )
