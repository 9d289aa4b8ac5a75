"""One question for each kind of notice."""

from django import forms
from django.utils.translation import gettext_lazy

from boxholder.mail.models import NoticePreference

Kind, How = NoticePreference.Kind, NoticePreference.How

WORDS = {
    Kind.NEW_MAIL: gettext_lazy("What it is, from whom, and a photograph."),
    Kind.REQUEST_DONE: gettext_lazy("With the way to the scan, or what the mailroom wrote."),
    Kind.PARCEL_SENT: gettext_lazy("With the carrier and the tracking number."),
    Kind.REQUEST_DECLINED: gettext_lazy("And why not."),
    Kind.POSTAGE: gettext_lazy(
        "With the amount, and the way to your answer. What the mailroom notes in your name by phone is always told."
    ),
    Kind.HOLD_ENDS: gettext_lazy("The day before, while there is time to ask for something."),
    Kind.STORAGE: gettext_lazy("A few days before the first cent, while there is time to act."),
}


class NotificationsForm(forms.Form):
    def __init__(self, data=None, *, user, operator) -> None:
        super().__init__(data)
        self.user, self.operator = user, operator
        for kind in Kind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label,
                help_text=WORDS[kind],
                choices=How.choices,
                widget=forms.RadioSelect,
                initial=NoticePreference.objects.of(user, operator, kind).value,
            )

    def save(self) -> None:
        for kind in Kind:
            NoticePreference.objects.choose(self.user, self.operator, kind, self.cleaned_data[kind.value])
