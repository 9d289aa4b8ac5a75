"""The forms about a piece of mail."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.mail import signatures
from boxholder.mail.measures import NotAMeasure, read_size, read_weight, say_size, say_weight, uses_pounds
from boxholder.mail.models import MailItem, Pickup
from boxholder.mail.models.mail_item.details import SIZE
from boxholder.mailboxes.models import Mailbox
from boxholder.operator_site.forms.mailbox_field import MailboxField, SeenMailbox
from boxholder.operators.models import Space


class DetailsForm(forms.ModelForm):
    """What is known of the outside. `change_details` saves it, and lets two clerks' changes stand side by side.

    `seen` brings back what the page showed.
    """

    weight = forms.CharField(label=gettext_lazy("Weight"), max_length=40, required=False)
    size = forms.CharField(label=gettext_lazy("Size"), max_length=60, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = MailItem
        fields = ["type", "sender", "carrier", "tracking_number", "shelf", "note"]
        widgets = {"note": forms.Textarea({"rows": 3})}

    def __init__(self, data=None, *, instance: MailItem) -> None:
        super().__init__(data, instance=instance)
        self.was = instance.details | _read_seen(self.data.get("seen", ""), instance.details)
        self.fields["type"].choices = [("", _("Not said")), *MailItem.Type.choices]
        self.fields["carrier"].choices = [("", _("Not said")), *MailItem.Carrier.choices]
        self.american = uses_pounds(instance.space.country)
        self.fields["weight"].initial, self.fields["size"].initial = self._say_weight(), self._say_size()
        self.fields["weight"].help_text = _("Such as 2 lb 3 oz.") if self.american else _("Such as 250 g, or 1.2 kg.")
        self.fields["size"].help_text = _("Such as 12 × 9 × 4 in.") if self.american else _("Such as 30 × 20 × 10 cm.")
        self.fields["seen"].initial = json.dumps(instance.details)

    def clean_weight(self) -> int | None:
        words = self.cleaned_data["weight"]
        # As it was drawn: rounded to be read, not to be saved.
        if words == self._say_weight():
            return self.was["weight_g"]
        try:
            return read_weight(words, pounds=self.american)
        except NotAMeasure as error:
            raise forms.ValidationError(_("This is not a weight.")) from error

    def clean_size(self) -> list[int | None]:
        words = self.cleaned_data["size"]
        if words == self._say_size():
            return [self.was[edge] for edge in SIZE]
        try:
            return [*read_size(words, inches=self.american)] or [None] * 3
        except NotAMeasure as error:
            raise forms.ValidationError(_("Write three edges with × or x between them.")) from error

    @property
    def details(self) -> dict[str, Any]:
        """As `change_details` takes them."""
        written = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {
            **written,
            "weight_g": self.cleaned_data["weight"],
            **dict(zip(SIZE, self.cleaned_data["size"], strict=True)),
        }

    def refuse(self, names: list[str], words: dict[str, str]) -> None:
        """Somebody else has changed these; `words` say who. Saving again puts what is typed here in place of theirs."""
        for field in dict.fromkeys(_field_of(name) for name in names):
            self.add_error(field, next(words[name] for name in names if _field_of(name) == field))
        seen = json.dumps(self.was | {name: getattr(self.instance, name) for name in names})
        self.data = {**self.data.dict(), "seen": seen}

    def _say_weight(self) -> str:
        return say_weight(self.was["weight_g"], pounds=self.american)

    def _say_size(self) -> str:
        return say_size([self.was[edge] for edge in SIZE], inches=self.american)


def _read_seen(text: str, details: dict[str, Any]) -> dict[str, Any]:
    """What the page showed; nonsense is nothing, and then the piece as it is now counts as seen."""
    try:
        seen = json.loads(text)
        numbers = {"weight_g", *SIZE}
        fits = {name: (int, type(None)) if name in numbers else (str,) for name in details}
        return {name: seen[name] for name, types in fits.items() if isinstance(seen[name], types)}
    except (ValueError, KeyError, TypeError):
        return {}


def _field_of(name: str) -> str:
    return "size" if name in SIZE else {"weight_g": "weight"}.get(name, name)


class WhoseForm(forms.Form):
    mailbox = MailboxField(label=gettext_lazy("Whose is it?"))

    def __init__(self, data=None, *, item: MailItem) -> None:
        super().__init__(data)
        self.item = item
        self.fields["mailbox"].of(item.space)

    def clean_mailbox(self) -> SeenMailbox:
        seen = self.cleaned_data["mailbox"]
        if seen.mailbox.pk == self.item.mailbox_id:
            raise forms.ValidationError(_("It is in %(mailbox)s already.") % {"mailbox": seen.mailbox})
        return seen


class DeletionForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Say why: it stays on the trail.")},
    )


class MoveForm(forms.Form):
    space = forms.ModelChoiceField(Space.objects.none(), label=gettext_lazy("To which space?"), empty_label=None)

    def __init__(self, data=None, *, item: MailItem) -> None:
        super().__init__(data)
        self.fields["space"].queryset = item.operator.spaces.exclude(pk=item.space_id).order_by("name")


class PickupForm(forms.Form):
    """Who collected: somebody known, or the name that is written down."""

    OTHER = "other"

    known = forms.ChoiceField(label=gettext_lazy("Who collects it?"), widget=forms.RadioSelect)
    who = forms.CharField(label=gettext_lazy("Another name"), max_length=200, required=False)
    signature = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, mailbox: Mailbox) -> None:
        super().__init__(data, initial={"known": mailbox.renter.name})
        self.fields["known"].choices = [*people_of(mailbox).items(), (self.OTHER, _("Somebody else"))]

    def clean_signature(self) -> str:
        try:
            return signatures.read(self.cleaned_data["signature"])
        except signatures.NotASignature as error:
            raise forms.ValidationError(_("The signature did not come through whole. Please sign again.")) from error

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("known") == self.OTHER and not cleaned.get("who"):
            self.add_error("who", _("Write down who collected it."))
        return cleaned

    @property
    def collector(self) -> str:
        known = self.cleaned_data["known"]
        return self.cleaned_data["who"] if known == self.OTHER else known


def people_of(mailbox: Mailbox) -> dict[str, str]:
    """Names, and how they are offered: the renter, whom the renter named, and who has collected lately."""
    people = list(mailbox.people.all())
    offered = {mailbox.renter.name: mailbox.renter.name}
    for person in people:
        if person.removed_at is None:
            offered.setdefault(person.name, f"{person.name} · {person.role_label}")
    removed = {person.name for person in people if person.removed_at}
    lately = Pickup.objects.filter(mailbox=mailbox).order_by("-pk").values_list("who", flat=True)
    for name in [name for name in dict.fromkeys(lately[:20]) if name not in offered | dict.fromkeys(removed)][:4]:
        offered[name] = _("%(name)s · has collected before") % {"name": name}
    return offered
