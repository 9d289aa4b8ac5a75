"""One line for a piece that needs no picture: by keyboard, or by a scanner that types."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.mail.models import MailItem
from boxholder.mail.quick_entry import QuickEntry, understand
from boxholder.mailboxes.models import Mailbox
from boxholder.operator_site.forms.mailbox_field import MailboxField, SeenMailbox, key_of, words_for
from boxholder.operators.models import Space
from boxholder.web.widgets import Pick


@dataclass(frozen=True)
class Whose:
    """What the line came to: a mailbox, or what it says instead of one."""

    entry: QuickEntry
    seen: SeenMailbox | None


class QuickEntryField(MailboxField):
    """A MailboxField that may also say the type and the carrier, or be what a scanner typed. Cleans to Whose."""

    def clean(self, value: Pick | None) -> Whose:  # type: ignore[override]
        text = value.text if value else ""
        if value and value.key:
            return Whose(QuickEntry(whose=text), super().clean(value))
        entry = understand(text)
        if entry.mailbox:
            return Whose(entry, self._of_sheet(entry.mailbox))
        if not entry.whose:
            return Whose(entry, None)
        return self._named(text, entry)

    def _named(self, text: str, entry: QuickEntry) -> Whose:
        """A holder may be called "Parcel Post LLC": then every word is part of the name."""
        try:
            return Whose(entry, super().clean(Pick(entry.whose)))
        except forms.ValidationError:
            if entry.whose == text:
                raise
            try:
                return Whose(QuickEntry(whose=text), super().clean(Pick(text)))
            except forms.ValidationError:
                return Whose(entry, super().clean(Pick(entry.whose)))

    def _of_sheet(self, pk: int) -> SeenMailbox:
        mailbox = self.mailboxes.filter(pk=pk).first()
        if mailbox is None:
            raise forms.ValidationError(_("The mailbox of this sheet is not in this space."))
        return SeenMailbox(mailbox, None)


class QuickLogForm(forms.Form):
    entry = QuickEntryField(label=gettext_lazy("PMB, name or scan"))
    # What was typed before a suggestion took its place: a script fills it.
    said = forms.CharField(required=False, widget=forms.HiddenInput)
    tracking_number = forms.CharField(label=gettext_lazy("Tracking number"), max_length=60, required=False)
    type = forms.ChoiceField(label=gettext_lazy("Type"), required=False)
    carrier = forms.ChoiceField(label=gettext_lazy("Carrier"), required=False)

    def __init__(self, data=None, *, space: Space, suggestions_url: str, focus: str = "entry", **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["entry"].of(space)
        self.fields["entry"].widget.url = suggestions_url
        self.fields["type"].choices = [("", _("Not said")), *MailItem.Type.choices]
        self.fields["carrier"].choices = [("", _("Not said")), *MailItem.Carrier.choices]
        self.fields["tracking_number"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        self.fields[focus].widget.attrs["autofocus"] = True

    @property
    def whose(self) -> Whose:
        return self.cleaned_data["entry"]

    @property
    def facts(self) -> dict[str, str]:
        """What is known of the piece: the line says more than the fields, which keep what was true of the last one."""
        entry = self.whose.entry
        said = understand(self.cleaned_data["said"])
        scanned = understand(self.cleaned_data["tracking_number"])
        return {
            "type": entry.type or said.type or self.cleaned_data["type"],
            "carrier": entry.carrier or said.carrier or scanned.carrier or self.cleaned_data["carrier"],
            "tracking_number": entry.tracking_number or scanned.tracking_number or self.cleaned_data["tracking_number"],
        }


def pick(mailbox: Mailbox) -> Pick:
    return Pick(words_for(mailbox), key_of(mailbox))
