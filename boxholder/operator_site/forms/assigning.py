"""What a clerk says of a piece in one go: whose it is, and what is seen on its outside."""

import json

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.mail.mailbox_search import find_mailboxes
from boxholder.mail.models import MailItem
from boxholder.mailboxes.models import Mailbox
from boxholder.operator_site.forms.mailbox_field import MailboxField, SeenMailbox, seen_mailbox
from boxholder.operators.models import Operator
from boxholder.web.widgets import Combobox

DETAILS = ["type", "sender", "carrier", "tracking_number", "shelf"]
FEW = 3


class AssignForm(forms.Form):
    """`chosen` is one of the candidates, by key; `other` goes before it.

    `seen` holds the details as the page showed them, `over` the mailbox it is to be taken out of, if any.
    """

    chosen = forms.CharField(required=False)
    other = MailboxField(required=False, label=gettext_lazy("Another mailbox"))
    type = forms.ChoiceField(required=False, choices=MailItem.Type.choices, label=gettext_lazy("Type"))
    sender = forms.CharField(required=False, max_length=200, label=gettext_lazy("Sender"))
    carrier = forms.ChoiceField(
        required=False, choices=[("", "–"), *MailItem.Carrier.choices], label=gettext_lazy("Carrier")
    )
    tracking_number = forms.CharField(required=False, max_length=60, label=gettext_lazy("Tracking number"))
    shelf = forms.CharField(required=False, max_length=40, label=gettext_lazy("Shelf"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    over = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, item: MailItem) -> None:
        self.item = item
        # What is called so in the operator's other spaces, where nothing here is.
        self.elsewhere: list[Mailbox] = []
        shown = {name: getattr(item, name) for name in DETAILS}
        super().__init__(data, auto_id=f"{item.pk}-%s", initial={**shown, "seen": json.dumps(shown)})
        self.fields["other"].of(item.space)
        for name in ("sender", "tracking_number", "shelf"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["other"].widget.attrs |= {
            "placeholder": _("Another mailbox: PMB or name"),
            "data-card-shortcut": "/",
        }

    @property
    def mailbox(self) -> SeenMailbox:
        """Whose it is to be, once the form is valid."""
        return self.cleaned_data["other"] or self.cleaned_data["chosen"]

    @property
    def details(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in DETAILS}

    def clean_chosen(self) -> SeenMailbox | None:
        return seen_mailbox(self.fields["other"].mailboxes, self.cleaned_data["chosen"])

    def clean_seen(self) -> dict[str, str]:
        """Nonsense is as good as nothing: then it is compared with what stands there now."""
        try:
            seen = json.loads(self.cleaned_data["seen"])
        except ValueError:
            return {}
        return {name: str(seen[name]) for name in DETAILS if name in seen} if isinstance(seen, dict) else {}

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if "other" in self.errors:
            self._look_elsewhere(self["other"].value().text)
        elif not cleaned["other"] and not cleaned.get("chosen"):
            self.add_error("other", _("Choose a mailbox, or type its number or name."))
        return cleaned

    def _look_elsewhere(self, text: str) -> None:
        spaces = self.item.operator.spaces.exclude(pk=self.item.space_id)
        here = find_mailboxes(self.item.space.mailboxes.all(), text)
        if not here.exists():
            found = find_mailboxes(Mailbox.objects.filter(space__in=spaces), text)
            self.elsewhere = list(found.select_related("space", "renter")[:FEW])


class ManyForm(forms.Form):
    """The one mailbox that all of the ticked pieces are for."""

    # Left empty where each goes where it is proposed.
    use_required_attribute = False

    mailbox = MailboxField(widget=Combobox(opens_up=True))

    def __init__(self, data=None, *, operator: Operator) -> None:
        super().__init__(data)
        spaces = operator.spaces.all()[:2]
        if len(spaces) == 1:
            self.fields["mailbox"].of(spaces[0])
        else:
            self.fields["mailbox"].of_operator(operator)
