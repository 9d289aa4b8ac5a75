"""A form about one of several mailboxes; with a single one, nothing is asked."""

from django import forms
from django.utils.translation import gettext_lazy

from boxholder.mailboxes.models import Mailbox


class MailboxChoiceForm(forms.Form):
    mailbox = forms.ModelChoiceField(queryset=Mailbox.objects.none(), label=gettext_lazy("Mailbox"), empty_label=None)

    def __init__(self, data=None, *, mailboxes, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["mailbox"].queryset = mailboxes
        self.only = mailboxes[0] if len(mailboxes) == 1 else None
        if self.only is not None:
            del self.fields["mailbox"]

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if self.only is not None:
            cleaned["mailbox"] = self.only
        return cleaned
