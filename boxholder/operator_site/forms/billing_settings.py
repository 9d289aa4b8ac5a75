"""How the operator bills."""

from django import forms
from django.utils.translation import gettext_lazy as _

from boxholder.web.widgets import DatePicker


class BillingSettingsForm(forms.Form):
    bill_from = forms.DateField(label=_("Bill from"), widget=DatePicker)
    card_may_be_put_off = forms.BooleanField(label=_("Renters may choose Later when asked for a card"), required=False)
    prorates = forms.BooleanField(label=_("Prorate first and last months by day"), required=False)
