"""Naming a mailbox in a form: by PMB or name, typed or chosen from suggestions."""

from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.mail.mailbox_search import find_mailboxes, words_of
from boxholder.mail.quick_entry import understand
from boxholder.mailboxes.models import Mailbox
from boxholder.mailboxes.models.mailbox import MailboxQuerySet
from boxholder.operators.models import Operator, Space
from boxholder.web.widgets import Combobox, Pick


@dataclass(frozen=True)
class SeenMailbox:
    """A mailbox, and how it stood on the screen of whoever chose it; None where it was typed."""

    mailbox: Mailbox
    status: str | None


class MailboxField(forms.Field):
    """Cleans to a SeenMailbox, or None where it may be empty. Say `of(space)` or `of_operator(operator)` first."""

    widget = Combobox
    default_error_messages = {
        "none": gettext_lazy("No mailbox here is called “%(text)s”. Type its PMB, or choose one of the list."),
        "several": gettext_lazy("“%(text)s” may be PMB %(pmbs)s. Type the PMB, or choose one of the list."),
    }

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"label": gettext_lazy("Mailbox"), **kwargs})
        self.mailboxes = Mailbox.objects.none()

    def of(self, space: Space) -> None:
        self._search(space.mailboxes.all(), suggestions(space))

    def of_operator(self, operator: Operator) -> None:
        self._search(operator.mailboxes.all(), suggestions(None))

    def _search(self, mailboxes: MailboxQuerySet, url: str) -> None:
        self.mailboxes = mailboxes.select_related("renter", "space")
        self.widget.url = url

    def clean(self, value: Pick | None) -> SeenMailbox | None:
        super().clean(value.text if value else "")
        if not value or not value.text:
            return None
        return seen_mailbox(self.mailboxes, value.key) or SeenMailbox(self._typed(value.text), None)

    def _typed(self, text: str) -> Mailbox:
        """That very number, or else the only one that is found. A number that went on to somebody is theirs. What a
        scanner reads on a mailbox's sheet (BX-17) is that mailbox, whatever its PMB."""
        if (sheet := understand(text).mailbox) and (mailbox := self.mailboxes.filter(pk=sheet).first()):
            return mailbox
        words = words_of(text)
        numbered = self.mailboxes.filter(pmb__iexact=words[0]) if len(words) == 1 else self.mailboxes.none()
        found = list(numbered.open() or numbered.order_by("-closed_on")[:1] or find_mailboxes(self.mailboxes, text)[:4])
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(self.error_messages["none"], params={"text": text})
        pmbs = ", ".join(mailbox.pmb for mailbox in found[:3]) + (" …" if len(found) > 3 else "")
        raise forms.ValidationError(self.error_messages["several"], params={"text": text, "pmbs": pmbs})


def suggestions(space: Space | None) -> str:
    """Where they are asked for, of one space or of all."""
    return reverse("desk:mailbox_suggestions") + (f"?space={space.pk}" if space else "")


def seen_mailbox(mailboxes: MailboxQuerySet, key: str) -> SeenMailbox | None:
    """The one of these whose `key_of` came back."""
    pk, _dot, status = key.partition(".")
    mailbox = mailboxes.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
    return SeenMailbox(mailbox, status) if mailbox else None


def key_of(mailbox: Mailbox) -> str:
    """What a suggestion sends back: which mailbox, and how it stood then."""
    return f"{mailbox.pk}.{mailbox.status}"


def words_for(mailbox: Mailbox) -> str:
    """What stands in the field once it is chosen."""
    return _("%(pmb)s · %(holder)s") % {"pmb": mailbox.pmb, "holder": mailbox.holder}
