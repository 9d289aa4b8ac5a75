"""What is done to many pieces at once."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.utils.translation import gettext_lazy

from boxholder.mail.models import MailItem
from boxholder.operator_site.forms.mailbox_field import MailboxField, suggestions
from boxholder.operators.models import Operator, Space
from boxholder.web.widgets import Combobox

# The list's form: the fields stand in dialogs of their own.
FORM_ID = "mail-list"


class SelectionForm(forms.Form):
    """Each button needs one of the fields, `needs` says which; the others are none of its business."""

    # The browser would hold up one button for want of another's field.
    use_required_attribute = False

    mailbox = MailboxField(
        widget=Combobox({"placeholder": gettext_lazy("PMB or name")}, opens_up=True),
        error_messages={"required": gettext_lazy("Type the PMB or the name, or choose one of the list.")},
    )
    shelf = forms.CharField(
        label=gettext_lazy("Shelf"),
        max_length=MailItem._meta.get_field("shelf").max_length,
        widget=forms.TextInput({"form": FORM_ID, "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Say on which shelf they are.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=MailItem._meta.get_field("deletion_reason").max_length,
        widget=forms.TextInput({"form": FORM_ID, "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Say why: it stays on the trail.")},
    )

    def __init__(self, data=None, *, operator: Operator | None = None, space: Space | None = None, needs="") -> None:
        """`operator`: whose mailboxes may be named."""
        super().__init__(data, auto_id="selection_%s")
        self.needs = needs
        if operator and (only := _only_space(operator, space)):
            self.fields["mailbox"].of(only)
        elif operator:
            self.fields["mailbox"].of_operator(operator)

    def clean(self) -> dict:
        for name in [name for name in self.errors if name != self.needs]:
            del self._errors[name]
        return self.cleaned_data


@dataclass(frozen=True)
class EmptySelection:
    """A SelectionForm before anybody has typed: alike wherever the same mailboxes are suggested."""

    # The address that is asked for them.
    suggestions: str

    @classmethod
    def of(cls, operator: Operator, space: Space | None) -> "EmptySelection":
        return cls(suggestions(_only_space(operator, space)))

    def __getitem__(self, name: str) -> forms.BoundField:
        return self._form[name]

    @cached_property
    def _form(self) -> SelectionForm:
        form = SelectionForm()
        form.fields["mailbox"].widget.url = self.suggestions
        return form


def _only_space(operator: Operator, space: Space | None) -> Space | None:
    if space is None and len(operator.spaces_by_name) == 1:
        return operator.spaces_by_name[0]
    return space
