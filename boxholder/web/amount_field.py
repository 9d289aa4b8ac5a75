"""A field for an amount in the operator's currency."""

from django import forms
from django.utils.translation import gettext as _

from boxholder.billing.money import Money, NotAnAmount


class AmountField(forms.CharField):
    """Cleans to Money. `example` is what the error shows as a good answer."""

    def __init__(self, *, currency: str, example: int = 29, **kwargs):
        self.currency, self.example = currency, example
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value) -> Money | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return Money.parse(typed, self.currency)
        except NotAnAmount as error:
            example = Money(0, self.currency).decimal + self.example
            raise forms.ValidationError(
                _("Write the price as a number, such as %(example)s.") % {"example": example}
            ) from error
