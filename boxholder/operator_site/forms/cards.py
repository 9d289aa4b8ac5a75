"""How a renter agreed that staff enter their card."""

from django import forms
from django.utils.translation import gettext_lazy as _

HOW = {"phone": _("By phone"), "in_person": _("In person"), "in_writing": _("In writing")}


class ConsentForm(forms.Form):
    how = forms.ChoiceField(
        label=_("How did the renter agree?"),
        choices=list(HOW.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how the renter agreed.")},
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=200,
        required=False,
        help_text=_("Who spoke with whom, or where the letter is kept. It is recorded with the card."),
        error_messages={"max_length": _("Keep the note under 200 characters.")},
    )

    @property
    def words(self) -> str:
        how, note = str(HOW[self.cleaned_data["how"]]), self.cleaned_data["note"]
        return f"{how}: {note}" if note else how
