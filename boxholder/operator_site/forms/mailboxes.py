"""The forms about a mailbox."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.accounts.models import fold_email
from boxholder.billing.models import Offering
from boxholder.mailboxes.models import Mailbox
from boxholder.mailboxes.models.mailbox import next_free_pmb
from boxholder.operators.models import Space, Staff
from boxholder.operators.models.staff import Permission
from boxholder.web.amounts import say_amount
from boxholder.web.numbers import number


class OfferingField(forms.ModelChoiceField):
    """Whoever may see money sees the prices."""

    shows_prices = False

    def label_from_instance(self, offering: Offering) -> str:
        if not self.shows_prices:
            return offering.name
        return _("%(offering)s: %(price)s a month") % {"offering": offering.name, "price": say_amount(offering.price)}


class NewMailboxForm(forms.Form):
    space = forms.ModelChoiceField(Space.objects.none(), label=gettext_lazy("Space"), empty_label=None)
    pmb = forms.CharField(
        label=gettext_lazy("PMB"),
        max_length=10,
        required=False,
        validators=Mailbox._meta.get_field("pmb").validators[:1],
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    offering = OfferingField(
        Offering.objects.none(),
        label=gettext_lazy("Offering"),
        empty_label=gettext_lazy("Choose an offering"),
        error_messages={"invalid_choice": gettext_lazy("This offering was archived. Choose another.")},
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200, widget=forms.TextInput({"autocomplete": "off"}))
    company = forms.CharField(label=gettext_lazy("Company"), max_length=200, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("The invitation goes there, and the renter logs in with it."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
    )

    def __init__(self, data=None, *, staff: Staff, space: str | None = None) -> None:
        operator = staff.operator
        spaces = operator.spaces.order_by("name")
        chosen = spaces.filter(pk=number(space)).first()
        super().__init__(data, initial={"space": chosen or spaces.first(), "pmb": _only_number(spaces)})

        self.fields["space"].queryset = spaces
        self.fields["pmb"].help_text = _("Leave it empty for the next free number: %(numbers)s.") % {
            "numbers": ", ".join(_next_free(list(spaces)))
        }
        self.fields["offering"].shows_prices = staff.may(Permission.MONEY)
        self.fields["offering"].queryset = operator.offerings.available()

    def clean(self) -> dict:
        """An empty PMB is the next free one of the space."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("space") and "pmb" in cleaned:
            cleaned["pmb"] = cleaned["pmb"].upper() or next_free_pmb(cleaned["space"])
        return cleaned

    def clean_email(self) -> str:
        return fold_email(self.cleaned_data["email"])

    def refuse_pmb(self) -> None:
        pmb, free = self.cleaned_data["pmb"], next_free_pmb(self.cleaned_data["space"])
        self.add_error("pmb", _("PMB %(pmb)s is taken. The next free number is %(free)s.") % {"pmb": pmb, "free": free})


def _only_number(spaces) -> str:
    """With one space there is one next free number, so it is filled in."""
    return next_free_pmb(spaces[0]) if len(spaces) == 1 else ""


def _next_free(spaces: list[Space]) -> list[str]:
    if len(spaces) == 1:
        return [next_free_pmb(spaces[0])]
    return [_("%(pmb)s at %(space)s") % {"pmb": next_free_pmb(space), "space": space} for space in spaces]


class MailboxForm(forms.Form):
    company = forms.CharField(
        label=gettext_lazy("Company"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Stands in the address under the person's name."),
    )
    instructions = forms.CharField(
        label=gettext_lazy("Instructions for the mailroom"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Shown to whoever assigns a piece of its mail: “Call before accepting a parcel.”"),
    )


class AliasForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        help_text=gettext_lazy("As it stands on the mail: a trade name, a maiden name, a former company."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def refuse(self, holder: Mailbox) -> None:
        words = {"name": self.cleaned_data["name"], "mailbox": holder, "holder": holder.holder_at_the_end}
        self.add_error("name", _("Mail for “%(name)s” belongs to %(mailbox)s, %(holder)s.") % words)
