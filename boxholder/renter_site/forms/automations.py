"""An automation: which pieces, and what has to be known to do it. What it does is chosen before."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from boxholder.mail import automations
from boxholder.mail.models import Automation, MailItem
from boxholder.mail.rhythm import WEEKDAYS, Often
from boxholder.mail.wishes import ENDS_IT
from boxholder.mailboxes.models import Address, Mailbox

Does, Which = Automation.Does, Automation.Which
LONGEST_HOLD = 365
ASKS_FOR = {
    Does.FORWARD: ["address", "carrier", "often", "weekday", "month_day"],
    Does.HOLD: ["hold_days"],
}
# Of these, each belongs to some choices of another field, and is asked for only then.
BELONGS_TO: dict[str, tuple[str, list]] = {
    "types": ("which", [Which.TYPES]),
    "sender": ("which", [Which.SENDER]),
    "weekday": ("often", [Often.WEEKLY, Often.FORTNIGHTLY]),
    "month_day": ("often", [Often.MONTHLY]),
}
# Said once, not kept.
_FOR_NOW = {"understood", "with_those_here"}
NOTHING = {"types": [], "sender": ""}


class AutomationForm(forms.Form):
    """`rules` is what `Automation.objects.add` and `change` take."""

    # What is required changes with what is chosen, and the browser would not know.
    use_required_attribute = False

    which = forms.ChoiceField(
        label=gettext_lazy("Which pieces"), choices=Which.choices, widget=forms.RadioSelect, initial=Which.EVERYTHING
    )
    types = forms.MultipleChoiceField(
        label=gettext_lazy("Types"), choices=MailItem.Type.choices, widget=forms.CheckboxSelectMultiple
    )
    sender = forms.CharField(
        label=gettext_lazy("Words in the sender"),
        max_length=200,
        help_text=gettext_lazy("Any of these, parted by commas: Clay Supply, Water Board."),
    )
    address = forms.ModelChoiceField(
        queryset=Address.objects.none(), label=gettext_lazy("Where to"), empty_label=gettext_lazy("Choose an address")
    )
    carrier = forms.CharField(
        label=gettext_lazy("Carrier"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Leave it empty and the mailroom takes the cheapest that is tracked."),
    )
    often = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=Often.choices, widget=forms.RadioSelect, initial=Often.EACH
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Weekday"), choices=[("", gettext_lazy("Choose a weekday")), *WEEKDAYS], coerce=int
    )
    month_day = forms.IntegerField(
        label=gettext_lazy("Day of the month"),
        min_value=1,
        max_value=31,
        help_text=gettext_lazy("In a shorter month it is its last day."),
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    hold_days = forms.IntegerField(
        label=gettext_lazy("For how many days"),
        min_value=1,
        max_value=LONGEST_HOLD,
        initial=30,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    only_while_free = forms.BooleanField(
        label=gettext_lazy("Only while it is free"),
        required=False,
        help_text=gettext_lazy("Once the free ones of the month are used up, nothing is asked for or charged."),
    )
    with_those_here = forms.BooleanField(
        required=False, help_text=gettext_lazy("Those that fit, and for which nothing is asked.")
    )
    understood = forms.BooleanField(label=gettext_lazy("I know that nobody can undo this"))

    def __init__(self, data=None, *, does: str, mailbox: Mailbox, automation: Automation | None = None) -> None:
        super().__init__(data, initial=_held(automation))
        self.does = Does(does)
        addresses = mailbox.addresses.kept()
        self.fields["address"].queryset = addresses
        if automation is None or automation.lacks_address:
            self.initial["address"] = addresses.filter(is_default=True).first()
        self._leave_out()
        self._offer_those_here(mailbox, automation)

    def _leave_out(self) -> None:
        for does, names in ASKS_FOR.items():
            for name in names if does != self.does else []:
                del self.fields[name]
        if self.does == Does.KEEP:
            del self.fields["only_while_free"]
        if not self.ends_it:
            del self.fields["understood"]
            return
        # Nobody wants everything destroyed unread.
        self.fields["which"].choices = [choice for choice in Which.choices if choice[0] != Which.EVERYTHING]
        if self.initial.get("which", Which.EVERYTHING) == Which.EVERYTHING:
            self.initial["which"] = Which.SENDER

    def _offer_those_here(self, mailbox: Mailbox, automation: Automation | None) -> None:
        """Nobody is surprised by what happens to old mail: it is asked about, and only where it is sent on."""
        offers = self.does == Does.FORWARD and automation is None
        here = len(automations.untaken_here(mailbox)) if offers else 0
        if not here:
            del self.fields["with_those_here"]
            return
        label = ngettext("Also the %(n)d piece that is here now", "Also the %(n)d pieces that are here now", here)
        self.fields["with_those_here"].label = label % {"n": here}

    @property
    def ends_it(self) -> bool:
        return self.does in {kind.value for kind in ENDS_IT}

    def clean_sender(self) -> str:
        sender = ", ".join(words.strip() for words in self.cleaned_data["sender"].split(",") if words.strip())
        if not sender:
            raise forms.ValidationError(_("Write a word that stands in the sender."))
        return sender

    def clean(self) -> dict:
        """What belongs to another choice is not asked for, and not kept."""
        cleaned = super().clean() or self.cleaned_data
        for name, (of, choices) in BELONGS_TO.items():
            if name in self.fields and cleaned.get(of) not in choices:
                cleaned[name] = NOTHING.get(name)
                self.errors.pop(name, None)
        return cleaned

    @property
    def takes_those_here(self) -> bool:
        return self.cleaned_data.get("with_those_here", False)

    @property
    def rules(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name not in _FOR_NOW}


def _held(automation: Automation | None) -> dict:
    if automation is None:
        return {}
    names = ["which", "types", "sender", "address", "carrier", "often", "weekday", "month_day", "hold_days"]
    return {name: getattr(automation, name) for name in [*names, "only_while_free"]}
