"""Staff ask for a renter who is on the phone."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.web.wish_form import WishForm


class PhoneWishForm(WishForm):
    field_order = ["address", "other_address", "carrier", "hold_until", "note"]

    other_address = forms.CharField(
        label=gettext_lazy("Another address"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("As it goes on the parcel, name first. It is used this once; the address book stays."),
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
    )

    def __init__(self, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        if "address" not in self.fields:
            del self.fields["other_address"]
        elif not self.fields["address"].queryset.exists():
            del self.fields["address"]
            other = self.fields["other_address"]
            other.label, other.required = self.base_fields["address"].label, True
            other.error_messages["required"] = _("Say where it goes.")
        else:
            self.fields["address"].required = False

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        cleaned["other_address"] = cleaned.get("other_address", "").replace("\r\n", "\n")
        asks_where = "other_address" in self.fields and "address" not in self.errors
        if asks_where and not (cleaned.get("address") or cleaned["other_address"]):
            self.add_error("other_address", _("Say where it goes."))
        return cleaned

    @property
    def as_wishes(self) -> dict:
        """What was typed goes before what stood in the list."""
        wishes = super().as_wishes
        if other := wishes.pop("other_address", ""):
            wishes["address"] = other
        return wishes
