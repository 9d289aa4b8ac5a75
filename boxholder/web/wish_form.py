"""What the mailroom has to know to do what is asked; both doors ask with it."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.mail.wishes import NEEDS_ADDRESS, NEEDS_DATE
from boxholder.mailboxes.models import Address
from boxholder.web.widgets import DatePicker

LONGEST_HOLD = timedelta(days=365)


class WishForm(forms.Form):
    """`as_wishes` is what `ActionRequest.ask` takes."""

    address = forms.ModelChoiceField(
        queryset=Address.objects.none(), label=gettext_lazy("Where to"), empty_label=gettext_lazy("Choose an address")
    )
    carrier = forms.CharField(
        label=gettext_lazy("Carrier"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Leave it empty and the mailroom takes the cheapest that is tracked."),
    )
    hold_until = forms.DateField(label=gettext_lazy("Hold until"), widget=DatePicker())
    note = forms.CharField(
        label=gettext_lazy("Note for the mailroom"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, data=None, *, kind: str, mailbox, today: date) -> None:
        super().__init__(data)
        self.today = today
        addresses = mailbox.addresses.kept()
        self.fields["address"].queryset = addresses
        self.fields["address"].initial = addresses.filter(is_default=True).first()
        if kind not in NEEDS_ADDRESS:
            del self.fields["address"], self.fields["carrier"]
        if kind not in NEEDS_DATE:
            del self.fields["hold_until"]

    def clean_hold_until(self) -> date:
        until = self.cleaned_data["hold_until"]
        if not self.today < until <= self.today + LONGEST_HOLD:
            raise forms.ValidationError(_("Choose a day from tomorrow on, within a year."))
        return until

    @property
    def as_wishes(self) -> dict:
        wishes = {name: value for name, value in self.cleaned_data.items() if value}
        if address := wishes.get("address"):
            wishes["address"] = address.text
        return wishes
