"""On which paper something is printed."""

from django import forms
from django.utils.translation import gettext_lazy

from boxholder.mail.sheets.mailbox_sheets import Layout, Page
from boxholder.mail.sheets.shelf_labels import GRIDS, Paper
from boxholder.operators.models import Operator, Space
from boxholder.web.numbers import number

MOST_LABELS = max(grid.columns * grid.rows for grid in GRIDS.values())


class LabelsForm(forms.Form):
    paper = forms.TypedChoiceField(
        label=gettext_lazy("Paper"), choices=Paper.choices, coerce=Paper, widget=forms.RadioSelect
    )
    first = forms.IntegerField(
        label=gettext_lazy("Begin with label number"),
        help_text=gettext_lazy("Where a sheet is used in part: counted from the top left, row by row."),
        min_value=1,
        max_value=MOST_LABELS,
        required=False,
    )

    def __init__(self, data=None, *, remembered: str | None = None) -> None:
        super().__init__(data, initial={"paper": remembered or Paper.ROLL.value, "first": 1})


class MailboxSheetsForm(forms.Form):
    space = forms.ModelChoiceField(Space.objects.none(), label=gettext_lazy("Space"), empty_label=None)
    layout = forms.TypedChoiceField(
        label=gettext_lazy("How many"), choices=Layout.choices, coerce=Layout, widget=forms.RadioSelect
    )
    page = forms.TypedChoiceField(label=gettext_lazy("Paper"), choices=Page.choices, coerce=Page)

    def __init__(self, data=None, *, operator: Operator, space: str = "") -> None:
        spaces = operator.spaces.order_by("name")
        chosen = spaces.filter(pk=number(space)).first() or spaces.first()
        page = Page.LETTER if chosen and chosen.country in {"US", "CA", "MX"} else Page.A4
        super().__init__(data, initial={"space": chosen, "layout": Layout.TEN.value, "page": page.value})
        self.fields["space"].queryset = spaces
