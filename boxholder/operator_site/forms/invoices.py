"""The forms about invoices and runs."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.web.widgets import DatePicker

FURTHEST = timedelta(days=366)


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Stays in the invoice's story, for whoever asks later."),
        error_messages={"required": gettext_lazy("Say why it is voided.")},
    )


class PaidByHandForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("How it was paid"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("For example: cash at the counter, or the number of the cheque or transfer."),
        error_messages={"required": gettext_lazy("Say how it was paid.")},
    )


class ThroughForm(forms.Form):
    through = forms.DateField(
        label=gettext_lazy("Bill everything due by"),
        widget=DatePicker,
        error_messages={
            "required": gettext_lazy("Choose a day."),
            "invalid": gettext_lazy("Choose a day, such as 2026-12-01."),
        },
    )

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.latest = today + FURTHEST

    def clean_through(self) -> date:
        through = self.cleaned_data["through"]
        if through > self.latest:
            raise forms.ValidationError(_("That is more than a year ahead. Choose an earlier day."))
        return through
