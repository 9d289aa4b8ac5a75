"""The forms with which the mailroom answers a request."""

from django import forms
from django.utils.translation import gettext_lazy


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
