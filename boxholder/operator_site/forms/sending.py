"""The form with which the mailroom says how a parcel was sent."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxholder.mail.fulfilment import Sending
from boxholder.mail.measures import NotAMeasure, read_weight, say_weight, uses_pounds
from boxholder.mail.models import ActionRequest, MailItem, PackingPhoto, PostageQuestion
from boxholder.mail.pictures import errors, packing
from boxholder.web.amount_field import AmountField
from boxholder.web.numbers import numbers
from boxholder.web.pictures import refusal

BY_CARRIER = ("carrier", "service", "tracking_number")


class SendingForm(forms.Form):
    """One parcel to the address of the request; what goes to the same place may go along.

    `question`: what was typed when its postage was asked about stands there again.
    """

    carrier = forms.ChoiceField(label=gettext_lazy("Carrier"), choices=MailItem.Carrier.choices)
    service = forms.CharField(
        label=gettext_lazy("Service"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("As the carrier calls it, such as Ground or Priority Mail."),
    )
    tracking_number = forms.CharField(label=gettext_lazy("Tracking number"), max_length=60, required=False)
    weight = forms.CharField(label=gettext_lazy("Weight"), max_length=40, required=False)
    packing_photo = forms.FileField(
        label=gettext_lazy("Photo of how it is packed"),
        required=False,
        allow_empty_file=True,
        max_length=255,
        help_text=gettext_lazy("The renter sees it."),
        widget=forms.FileInput({"accept": "image/*"}),
    )

    def __init__(
        self,
        data=None,
        files=None,
        *,
        asked: ActionRequest,
        by_hand: bool,
        along=(),
        question: PostageQuestion | None = None,
    ) -> None:
        self.asked, self.along, self.question = asked, list(along), question
        self.pounds = uses_pounds(asked.space.country)
        self.dropped_out: list[ActionRequest] = []
        if data is not None:
            data = self._without_what_dropped_out(data)
        super().__init__(data, files, initial=self._typed_before())
        self.fields["weight"].help_text = _("Such as 2 lb 3 oz.") if self.pounds else _("Such as 250 g, or 1.2 kg.")
        if self.kept_photos:
            self.fields["packing_photo"].help_text = self._about_kept_photo()
        currency = asked.operator.currency
        self.fields["postage"] = AmountField(currency=currency, example=9, label=_("Postage"), required=False)
        self.fields["postage"].help_text = _("Charged to the renter on top. Leave it empty where there is none.")
        if by_hand:
            for name in BY_CARRIER:
                del self.fields[name]
        if self.along:
            self.fields["together"] = self._together()

    def _typed_before(self) -> dict:
        if self.question is None:
            return {}
        typed = {name: getattr(self.question, name) for name in BY_CARRIER}
        weight = say_weight(self.question.weight_g, pounds=self.pounds)
        return typed | {"weight": weight, "postage": self.question.postage.decimal}

    @property
    def kept_photos(self) -> list[PackingPhoto]:
        """From when the renter was asked."""
        return self.question.photos if self.question is not None else []

    def _about_kept_photo(self) -> str:
        """Which pieces it shows: it goes along with just these (`packing.hang`)."""
        assert self.question is not None
        shown = list(self.question.pieces())
        can_go = {self.asked.pk, *(other.pk for other in self.along)}
        if not_along := [each.item.reference for each in shown if each.pk not in can_go]:
            words = _(
                "The one from when the renter was asked shows %(pieces)s, too, which does not go along: take another."
            )
            return words % {"pieces": ", ".join(not_along)}
        if not self.along:
            return _("There is one from when the renter was asked; this replaces it.")
        words = _(
            "There is one from when the renter was asked, of %(pieces)s. It goes along where just these are sent;"
            " this replaces it."
        )
        return words % {"pieces": ", ".join(each.item.reference for each in shown)}

    def _together(self) -> forms.MultipleChoiceField:
        choices = [(str(other.pk), _what_goes_along(other)) for other in self.along]
        asked_with = self.question.pk if self.question else None
        ticked = [str(other.pk) for other in self.along if asked_with in (None, other.postage_question_id)]
        return forms.MultipleChoiceField(
            label=_("Into the same parcel"),
            choices=choices,
            initial=ticked,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def _without_what_dropped_out(self, data: QueryDict) -> QueryDict:
        """What was ticked and has been cancelled or done meanwhile lies in the box all the same: it is said."""
        can_go = {str(other.pk) for other in self.along}
        ticked = data.getlist("together")
        gone = numbers([pk for pk in ticked if pk not in can_go])
        self.dropped_out = list(self.asked.mailbox.requests.filter(pk__in=gone).select_related("item"))
        data = data.copy()
        data.setlist("together", [pk for pk in ticked if pk in can_go])
        return data

    def clean_weight(self) -> int | None:
        try:
            return read_weight(self.cleaned_data["weight"], pounds=self.pounds)
        except NotAMeasure as error:
            raise forms.ValidationError(_("This is not a weight.")) from error

    def clean_packing_photo(self) -> packing.PackedPicture | None:
        file = self.cleaned_data["packing_photo"]
        if file is None:
            return None
        try:
            return packing.ready(file)
        except errors.NotAPicture as error:
            words = _("%(name)s is not a picture: JPEG, PNG, WebP and HEIC are taken.")
            raise forms.ValidationError(words % {"name": file.name}) from error
        except errors.PictureRefused as error:
            raise forms.ValidationError(f"{file.name}: {refusal(error)}") from error

    def clean(self) -> None:
        if self.dropped_out:
            words = _(
                "Nothing was sent: %(pieces)s was to go along, and was cancelled, done or changed meanwhile."
                " Take it out of the parcel, then send the rest."
            )
            self.add_error(None, words % {"pieces": ", ".join(gone.item.reference for gone in self.dropped_out)})
        if self.errors:
            self._lose_photo()

    def refuse_postage(self, words: str) -> None:
        self.add_error("postage", words)
        self._lose_photo()

    def _lose_photo(self) -> None:
        if self.cleaned_data.get("packing_photo"):
            self.add_error("packing_photo", _("Choose it once more: a page cannot keep a file."))

    @property
    def going_along(self) -> list[ActionRequest]:
        ticked = set(self.cleaned_data.get("together", []))
        return [other for other in self.along if str(other.pk) in ticked]

    @property
    def sending(self) -> Sending:
        said = self.cleaned_data
        return Sending(
            **{name: said[name] for name in BY_CARRIER if name in said},
            weight_g=said["weight"],
            postage=said["postage"],
            photo=said["packing_photo"],
        )


def _what_goes_along(other: ActionRequest) -> str:
    """Which piece, where it lies, and what its renter wants: perhaps just that it goes by itself."""
    said = [f"{other.item.reference}, {other.item.headline}"]
    if other.item.shelf:
        said.append(_("Shelf %(shelf)s") % {"shelf": other.item.shelf})
    if other.carrier:
        said.append(_("Wished carrier: %(carrier)s") % {"carrier": other.carrier})
    if other.note:
        said.append(f"“{other.note}”")
    return " · ".join(said)
