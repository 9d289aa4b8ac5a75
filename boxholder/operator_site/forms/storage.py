"""The form about how many pieces a mailbox may keep."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ThresholdsForm(forms.Form):
    correspondence = forms.IntegerField(label=_("Correspondence"), min_value=0, max_value=99_999, required=False)
    package = forms.IntegerField(label=_("Packages"), min_value=0, max_value=99_999, required=False)
