"""The form about what an offering allows, what is free, and what it costs: a row for each kind of request, storage."""

from collections.abc import Iterator
from typing import NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from boxholder.billing.models import Category, Offering, RequestKind, RequestRule, StorageRule
from boxholder.web.amount_field import AmountField

MOST = 9999


class RequestRow(NamedTuple):
    label: str
    is_allowed: BoundField
    free_per_month: BoundField
    price: BoundField


class StorageRow(NamedTuple):
    label: str
    number: BoundField
    fee: BoundField


class RulesForm(forms.Form):
    """Its `requests` and `storage` are rules not saved yet."""

    def __init__(self, data=None, *, offering: Offering) -> None:
        super().__init__(data)
        self.offering = offering
        stored = offering.pk is not None
        self._rules = RequestRule.objects.of(offering) if stored else RequestRule.defaults(offering)
        self._storage = StorageRule.objects.of(offering) if stored else StorageRule(offering=offering)
        for kind, rule in self._rules.items():
            self._add_request(kind, rule)
        self.fields["basis"] = forms.ChoiceField(
            label=_("Storage"),
            choices=StorageRule.Basis.choices,
            widget=forms.RadioSelect,
            initial=self._storage.basis,
        )
        for category in Category:
            self._add_storage(category)

    def _add_request(self, kind: RequestKind, rule: RequestRule) -> None:
        name = {"kind": kind.label}
        self.fields[f"{kind}_allowed"] = forms.BooleanField(
            label=_("%(kind)s: allowed") % name, required=False, initial=rule.is_allowed
        )
        self._add_number(f"{kind}_free", _("%(kind)s: free a month") % name, rule.free_per_month)
        self._add_amount(f"{kind}_price", _("%(kind)s: price after") % name, rule.price)

    def _add_storage(self, category: Category) -> None:
        name, storage = {"category": category.label}, self._storage
        self._add_number(f"free_days_{category}", _("%(category)s: free days") % name, storage.free_days(category))
        self._add_amount(f"day_fee_{category}", _("%(category)s: fee a day") % name, storage.day_fee(category))
        self._add_number(f"threshold_{category}", _("%(category)s: threshold") % name, storage.threshold(category))
        self._add_amount(f"flat_fee_{category}", _("%(category)s: flat fee") % name, storage.flat_fee(category))

    def _add_number(self, name: str, label: str, initial: int) -> None:
        self.fields[name] = forms.IntegerField(
            label=label,
            initial=initial,
            min_value=0,
            max_value=MOST,
            widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "aria-label": label}),
            error_messages={"invalid": _("Write a whole number.")},
        )

    def _add_amount(self, name: str, label: str, initial) -> None:
        field = AmountField(currency=self.offering.currency, example=3, label=label, initial=initial.decimal)
        field.widget.attrs["aria-label"] = label
        self.fields[name] = field

    @property
    def rows(self) -> Iterator[RequestRow]:
        for kind in RequestKind:
            yield RequestRow(str(kind.label), *(self[f"{kind}_{fact}"] for fact in ("allowed", "free", "price")))

    @property
    def day_rows(self) -> Iterator[StorageRow]:
        for category in Category:
            yield StorageRow(str(category.label), self[f"free_days_{category}"], self[f"day_fee_{category}"])

    @property
    def count_rows(self) -> Iterator[StorageRow]:
        for category in Category:
            yield StorageRow(str(category.label), self[f"threshold_{category}"], self[f"flat_fee_{category}"])

    @property
    def requests(self) -> list[RequestRule]:
        said = self.cleaned_data
        return [
            RequestRule(
                kind=kind,
                is_allowed=said[f"{kind}_allowed"],
                free_per_month=said[f"{kind}_free"],
                price_minor=said[f"{kind}_price"].minor,
            )
            for kind in RequestKind
        ]

    @property
    def storage(self) -> StorageRule:
        said = self.cleaned_data
        facts = {f"{fact}_{c}": said[f"{fact}_{c}"] for fact in ("free_days", "threshold") for c in Category}
        fees = {f"{fact}_{c}_minor": said[f"{fact}_{c}"].minor for fact in ("day_fee", "flat_fee") for c in Category}
        return StorageRule(basis=said["basis"], **facts, **fees)
