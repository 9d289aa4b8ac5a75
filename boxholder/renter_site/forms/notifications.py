"""One question for each kind of notice."""

from django import forms
from django.utils.translation import gettext_lazy

from boxholder.mail.models import NoticePreference

Kind, How = NoticePreference.Kind, NoticePreference.How

WORDS = {Kind.NEW_MAIL: gettext_lazy("When mail arrives for you: what it is, from whom, and a photograph.")}


class NotificationsForm(forms.Form):
    def __init__(self, data=None, *, renter) -> None:
        super().__init__(data)
        self.renter = renter
        for kind in Kind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label,
                help_text=WORDS[kind],
                choices=How.choices,
                widget=forms.RadioSelect,
                initial=NoticePreference.objects.of(renter, kind).value,
            )

    def save(self) -> None:
        for kind in Kind:
            NoticePreference.objects.choose(self.renter, kind, self.cleaned_data[kind.value])
