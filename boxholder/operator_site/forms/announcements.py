"""The e-mail to renters before they are asked for a card."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.billing.announcement_words import PLACEHOLDERS, unknown_placeholders
from boxholder.billing.models import Announcement

AUDIENCES: dict[str, Any] = {
    Announcement.Audience.WITHOUT_CARD: gettext_lazy("Renters without a card (%(n)s)"),
    Announcement.Audience.UNTOLD: gettext_lazy("Only those of them who have not had such an e-mail yet (%(n)s)"),
    Announcement.Audience.ALL: gettext_lazy("All renters, also those with a card (%(n)s)"),
}


class AnnouncementForm(forms.Form):
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write a subject.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 16}),
        error_messages={"required": gettext_lazy("Write what the renters should know.")},
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who gets it"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who gets it.")},
    )

    def __init__(self, data=None, *, draft: Announcement, counts: Mapping[str, int]) -> None:
        """`counts`: of each audience that can be chosen, how many renters it has."""
        words = {"subject": draft.subject, "text": draft.text, "audience": draft.audience}
        super().__init__(data, initial=words)
        self.fields["audience"].choices = [(each, str(AUDIENCES[each]) % {"n": n}) for each, n in counts.items()]

    def clean_subject(self) -> str:
        return self._known("subject")

    def clean_text(self) -> str:
        return self._known("text").replace("\r\n", "\n")

    def _known(self, name: str) -> str:
        """A misspelt placeholder would stand in every letter as it is."""
        words = self.cleaned_data[name]
        if unknown := unknown_placeholders(words):
            raise forms.ValidationError(
                _("%(unknown)s is not a placeholder. There are: %(known)s.")
                % {"unknown": ", ".join(unknown), "known": ", ".join(f"{{{each}}}" for each in PLACEHOLDERS)}
            )
        return words
