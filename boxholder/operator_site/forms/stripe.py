"""The Stripe form: three pasted values, the box, the date."""

from datetime import date

from django import forms
from django.forms.utils import ErrorList
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.billing.stripe_gateway.connection_check.credentials import Credentials, clean, put_right
from boxholder.billing.stripe_gateway.models import StripeIntegration
from boxholder.web.widgets import DatePicker

NO_HELP = {"autocomplete": "off", "autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}
VALUES = ("account_id", "publishable_key", "secret_key")
# What is wrong with this is said beside that field.
FIELD_OF = {"account": "account_id", "pair": "publishable_key", "mode": "publishable_key"}


class PastedField(forms.CharField):
    """Whether it may be empty depends on what is held already: see StripeForm.clean."""

    def validate(self, value: str) -> None:
        pass


class StripeForm(forms.Form):
    """Pasted values are cleaned, and each is put into its own field before anything else sees them: a Secret Key pasted
    into another field would otherwise come back in the page. The Secret Key itself is never rendered back.
    """

    use_required_attribute = False

    account_id = PastedField(label=gettext_lazy("Account ID"), max_length=255, widget=forms.TextInput(NO_HELP))
    publishable_key = PastedField(label=gettext_lazy("Public ID"), max_length=255, widget=forms.TextInput(NO_HELP))
    secret_key = PastedField(label=gettext_lazy("Secret Key"), max_length=1000, widget=forms.PasswordInput(NO_HELP))
    bills_renters = forms.BooleanField(label=gettext_lazy("Bill mailbox renters with Stripe?"), required=False)
    ask_for_cards_from = forms.DateField(label=gettext_lazy("Ask for cards from"), widget=DatePicker)

    def __init__(self, data=None, *, integration: StripeIntegration, today: date) -> None:
        self.integration = integration
        super().__init__(self._sorted_out(data, today) if data is not None else None, initial=_held(integration, today))
        if data is None:
            self._repeat_report()

    def _sorted_out(self, data, today: date):
        typed = Credentials(**{name: clean(data.get(name, "")) for name in VALUES})
        self.credentials, self.misplaced = put_right(typed)
        data = data.copy()
        for name in VALUES:
            data[name] = getattr(self.credentials, name)
        data["ask_for_cards_from"] = data.get("ask_for_cards_from") or today.isoformat()
        return data

    def _repeat_report(self) -> None:
        """What the last check of the pending values found wrong with a field is said beside that field, too."""
        for line in self.integration.pending_report:
            name = FIELD_OF.get(line["about"], line["about"])
            if line["blocks"] and name in VALUES:
                self.errors.setdefault(name, ErrorList()).append(line["text"])

    def clean(self) -> dict:
        for name in self.missing:
            if not self.credentials.secret_key:
                self.add_error(name, _("Enter the %(field)s.") % {"field": self.fields[name].label})
        return self.cleaned_data

    @property
    def missing(self) -> list[str]:
        return [name for name in VALUES if not getattr(self.credentials, name) and not self._keeps(name)]

    def _keeps(self, name: str) -> bool:
        return name == "secret_key" and name not in self.misplaced and bool(held_secret(self.integration))

    @property
    def enters_values(self) -> bool:
        """Something new was entered, or what did not pass is to be tried again. A Secret Key is kept in any case."""
        if self.credentials.secret_key:
            return True
        changed = any(getattr(self.credentials, name) != self.initial[name] for name in VALUES[:2])
        return not self.missing and (self.integration.has_pending or changed)


def held_secret(integration: StripeIntegration) -> str:
    """The hint of the Secret Key that stays when the field is left empty."""
    if integration.has_pending:
        return integration.pending_secret_hint
    return integration.account.secret_hint if integration.account else ""


def _held(integration: StripeIntegration, today: date) -> dict:
    pending, account = integration.has_pending, integration.account
    return {
        "account_id": integration.pending_account_id if pending else account.account_id if account else "",
        "publishable_key": integration.pending_publishable_key
        if pending
        else account.publishable_key
        if account
        else "",
        "secret_key": "",
        "bills_renters": integration.bills_renters or integration.pending_bills_renters,
        "ask_for_cards_from": integration.ask_for_cards_from or today,
    }
