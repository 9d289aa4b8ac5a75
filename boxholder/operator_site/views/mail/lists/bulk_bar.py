"""The bar of what is done to the ticked pieces: the list stays as it was asked for."""

from django.urls import reverse

from boxholder.mail.search import Tab
from boxholder.operator_site.forms.mail_list import EmptySelection, SelectionForm
from boxholder.operator_site.views.mail.lists.asking import Asking

ACTS = {
    "assign_url": "desk:assign_mail",
    "hand_out_url": "desk:hand_out_mail",
    "ask_url": "desk:ask_for_mail",
    "shelve_url": "desk:shelve_mail",
    "label_url": "desk:label_mail",
    "delete_url": "desk:delete_selection",
}
ACTS_IN_BIN = {"recover_url": "desk:recover_selection"}


def bulk_bar(asking: Asking, form: SelectionForm | None) -> dict:
    """A row for a stencil, unless there is a form in which somebody has typed."""
    is_bin = asking.tab == Tab.BIN
    return {
        "is_bin": is_bin,
        "form": form or EmptySelection.of(asking.operator, asking.space),
        **{name: reverse(act) + asking.question for name, act in (ACTS_IN_BIN if is_bin else ACTS).items()},
    }
