"""What is done to many pieces at once."""

from django import forms
from django.utils.translation import gettext_lazy

from boxholder.mail.models import MailItem
from boxholder.operator_site.forms.mailbox_field import MailboxField
from boxholder.operators.models import Operator, Space
from boxholder.web.widgets import Combobox

# The list's form: the fields stand in dialogs of their own.
FORM_ID = "mail-list"


class SelectionForm(forms.Form):
    """Each button needs one of the fields, `needs` says which; the others are none of its business."""

    # The browser would hold up one button for want of another's field.
    use_required_attribute = False

    mailbox = MailboxField(
        widget=Combobox(opens_up=True),
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

    def __init__(self, data=None, *, operator: Operator, space: Space | None, needs: str = "") -> None:
        super().__init__(data, auto_id="selection_%s")
        self.needs = needs
        only = space or _the_only_one(operator)
        if only:
            self.fields["mailbox"].of(only)
        else:
            self.fields["mailbox"].of_operator(operator)

    def clean(self) -> dict:
        for name in [name for name in self.errors if name != self.needs]:
            del self._errors[name]
        return self.cleaned_data


def _the_only_one(operator: Operator) -> Space | None:
    return operator.spaces_by_name[0] if len(operator.spaces_by_name) == 1 else None
